//! A hospital: whom it taught about safe sleep before she went home, and how many of those who left.

use kith_app::view::{MotherLine, PolicyShown, SleepMonth, SleepPage, TaughtShown};
use kith_domain::loss::Loss;
use maud::{Markup, html};

use super::goods::{field, lost};
use crate::lang::{LANGUAGES, Lang};
use crate::layout::Page;
use crate::t;
use crate::typed::Typed;

/// What a nurse ticks.
const TICKS: [(&str, &str); 3] =
    [("taught", "sleep-taught"), ("demonstrated", "sleep-demonstrated"), ("material", "sleep-material")];

/// The page.
pub fn safe_sleep(page: &Page<'_>, view: &SleepPage, typed: &Typed) -> Markup {
    let l = page.l;
    let to_teach = |mother: &&MotherLine| !mother.loss.is_some_and(Loss::stops);
    let none = !view.mothers.iter().any(|m| to_teach(&m));
    let open = view.mothers.iter().filter(to_teach).filter(|m| m.taught.is_none()).count();
    let content = html! {
        div .title {
            h1 {
                @if none { (t!(l, "sleep-title-none")) }
                @else if open == 0 { (t!(l, "sleep-title-all")) }
                @else { (t!(l, "sleep-title", n = open)) }
            }
            p .when { (view.name) }
        }
        (others(page, view))
        @if view.mothers.is_empty() { div .empty { p { (t!(l, "sleep-none")) } p .soft { (t!(l, "sleep-none-more")) } } }
        @else { ul .rows.on-list data-list { @for mother in &view.mothers { (row(page, view, mother)) } } }
        (months(l, &view.months))
        (policies(page, view, typed))
        p .files {
            button .link type="button" data-print hidden { (t!(l, "print")) }
            button .link type="button" data-keys hidden { (t!(l, "keys-title")) }
        }
    };
    page.render(&t!(l, "nav-safe-sleep"), None, content)
}

fn others(page: &Page<'_>, view: &SleepPage) -> Markup {
    let l = page.l;
    html! {
        @if view.hospitals.len() > 1 {
            section .filters aria-label=(t!(l, "sleep-hospitals")) {
                div .chips {
                    span .chips-name { (t!(l, "sleep-hospitals")) }
                    @for (id, name) in &view.hospitals {
                        a .chip href={ "/safe-sleep?hospital=" (id) } aria-current=[(*id == view.hospital).then_some("true")] { (name) }
                    }
                }
            }
        }
    }
}

fn row(page: &Page<'_>, view: &SleepPage, mother: &MotherLine) -> Markup {
    let l = page.l;
    let id = mother.person;
    let stops = mother.loss.is_some_and(Loss::stops);
    let problem = page.problem_of(&format!("taught-{id}"), "taught");
    html! {
        li .row id={ "mother-" (id) } data-key={ "mother-" (id) } data-row tabindex="-1" {
            div .row-main {
                div .row-head { h2 { (mother.name) } }
                p .about {
                    span { (t!(l, "sleep-born", day = l.date(mother.born))) }
                    @match mother.left { Some(day) => span { (t!(l, "sleep-left", day = l.date(day))) }, None => span { (t!(l, "sleep-here")) } }
                    @if let Some(language) = &mother.language { span { (t!(l, "speaks", language = l.language_name(language))) } }
                }
                @if let Some(taught) = &mother.taught { p .need { span { (said(l, taught)) } } }
                (lost(l, mother.loss))
                @if stops { p .soft { (t!(l, "sleep-not-taught")) } @if let Some(problem) = problem { p .wrong role="alert" { (problem) } } }
            }
            div .acts {
                @if !stops { (tick(page, view, mother)) }
                @if mother.loss != Some(Loss::Herself) {
                    a .button href={ "/front-door/postpartum_referral?about=" (id) } { (t!(l, "sleep-refer")) span .unseen { ": " (mother.name) } }
                }
                @if let Some(taught) = &mother.taught {
                    form method="post" action={ "/safe-sleep/taught/" (taught.id) "/undo" } data-act {
                        (page.hidden())
                        button .link type="submit" { (t!(l, "undo")) span .unseen { ": " (mother.name) } }
                    }
                }
            }
        }
    }
}

/// What she was taught, in a sentence.
fn said(l: &Lang, taught: &TaughtShown) -> String {
    let ticks = [taught.taught, taught.demonstrated, taught.material];
    let what: Vec<String> =
        TICKS.iter().zip(ticks).filter(|(_, so)| *so).map(|((_, key), _)| l.say(key, &[])).collect();
    let language = l.language_name(&taught.language);
    t!(
        l,
        "sleep-said",
        what = what.join(", "),
        who = taught.by.clone(),
        day = l.date(taught.on),
        language = language
    )
}

fn tick(page: &Page<'_>, view: &SleepPage, mother: &MotherLine) -> Markup {
    let l = page.l;
    let form = format!("taught-{}", mother.person);
    let problem = ["taught", "language", "on"].iter().find_map(|field| page.problem_of(&form, field));
    let today = page.now.to_zoned(page.zone.clone()).date();
    let last = mother.left.map_or(today, |left| left.min(today));
    let own = mother.language.as_deref().unwrap_or("en");
    let known = LANGUAGES.iter().any(|(code, _)| own.starts_with(code));
    html! {
        details .act data-act-kind="contact" data-keep="open" open[problem.is_some()] {
            summary .button.primary[mother.taught.is_none()] { (t!(l, "sleep-tick")) span .unseen { ": " (mother.name) } }
            form .goods-form method="post" action={ "/safe-sleep/mothers/" (mother.person) "/taught" } data-act {
                (page.hidden())
                input type="hidden" name="hospital" value=(view.hospital);
                @if let Some(problem) = problem { p .wrong role="alert" { (problem) } }
                fieldset .plain {
                    legend { (t!(l, "sleep-what")) }
                    @for (name, key) in TICKS {
                        label .check { input type="checkbox" name=(name) value="1" checked[name == "taught"]; " " (l.say(key, &[])) }
                    }
                }
                div .field {
                    label for={ (form) "-on" } { (t!(l, "sleep-on")) }
                    input id={ (form) "-on" } type="date" name="on" value=(last) max=(last) required;
                }
                div .field {
                    label for={ (form) "-language" } { (t!(l, "sleep-language")) }
                    select id={ (form) "-language" } name="language" {
                        @if !known { option value=(own) selected { (l.language_name(own)) } }
                        @for (code, _) in LANGUAGES {
                            option value=(code) selected[own.starts_with(code)] { (l.language_name(code)) }
                        }
                    }
                }
                button .primary type="submit" { (t!(l, "sleep-save")) }
            }
        }
    }
}

/// How many of those who left were taught: with its interval, or why it cannot be said.
fn months(l: &Lang, months: &[SleepMonth]) -> Markup {
    html! {
        section .card aria-labelledby="months" {
            h2 #months { (t!(l, "sleep-months")) }
            dl .facts {
                @for month in months.iter().rev() {
                    div {
                        dt { (l.month(month.month)) }
                        dd {
                            @match month.share {
                                Some(share) => { (l.estimate(share)) " · " (t!(l, "sleep-of", n = month.taught, of = month.left)) }
                                None => (t!(l, "sleep-unknown")),
                            }
                            @if month.of_no_stay > 0 { " · " (t!(l, "sleep-no-stay", n = month.of_no_stay)) }
                        }
                    }
                }
            }
            p .note { (t!(l, "sleep-months-note")) }
        }
    }
}

fn policies(page: &Page<'_>, view: &SleepPage, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "policy";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    let days = |policy: &PolicyShown| match policy.to {
        Some(to) => t!(l, "sleep-policy-until", from = l.date(policy.from), to = l.date(to)),
        None => t!(l, "sleep-policy-since", from = l.date(policy.from)),
    };
    html! {
        section .card aria-labelledby="policy" {
            h2 #policy { (t!(l, "sleep-policy")) }
            @if !view.policies.iter().any(|p| p.in_force) { p .waits { (t!(l, "sleep-policy-none")) } }
            ul .tries {
                @for policy in &view.policies {
                    li .undone[!policy.in_force] {
                        p { strong { (policy.document) } " " span .soft { (days(policy)) } @if !policy.words.is_empty() { br; (policy.words) } }
                    }
                }
            }
            details .act data-keep="open" open[open] {
                summary .button { (t!(l, "sleep-policy-new")) }
                form .goods-form method="post" action="/safe-sleep/policies" {
                    (page.hidden())
                    input type="hidden" name="hospital" value=(view.hospital);
                    @for (name, kind, required) in [("document", "text", true), ("from", "date", true), ("to", "date", false)] {
                        (field(page, form, name, &l.code("sleep-field", name), |id, wrong| html! {
                            input id=(id) type=(kind) name=(name) value=(typed.text(name)) maxlength="200" required[required] aria-describedby=[wrong];
                        }))
                    }
                    (field(page, form, "words", &t!(l, "sleep-field-words"), |id, wrong| html! {
                        textarea id=(id) name="words" rows="4" maxlength="2000" aria-describedby=[wrong] { (typed.text("words")) }
                    }))
                    button type="submit" { (t!(l, "sleep-policy-save")) }
                }
            }
        }
    }
}
