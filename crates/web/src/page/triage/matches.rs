//! Services for a case, the best first: each says in words whether she may have it, and why not.

use jiff::civil::Date;
use kith_app::programme::Words;
use kith_app::view::{Basis, FitShown, Match, MatchPage, Places};
use kith_domain::access::{Shown, Sight};
use kith_domain::consent::Category;
use maud::{Markup, html};

use super::tier;
use crate::filter::encode;
use crate::layout::Page;
use crate::say::front_door as words;
use crate::say::privacy as say;
use crate::say::services as places;
use crate::t;

/// The page.
pub fn matches(page: &Page<'_>, view: &MatchPage) -> Markup {
    let l = page.l;
    let line = &view.line;
    let title = t!(l, "match-title", name = line.name.clone());
    let content = html! {
        div .title {
            p .back { a href={ "/triage/" (line.case) } { (line.name) } }
            h1 { (title) }
            p .when {
                (tier(l, line.tier)) " "
                @if let Some(far) = line.gestation { (words::gestation(l, far)) }
            }
        }
        @if let Some(problem) = lost(page, view) { p .care.loud role="alert" { (problem) } }
        @if view.left_out() > 0 || view.asked.search.is_some() || view.asked.all { (search(page, view)) }
        @if view.matches.is_empty() && view.asked.search.is_some() {
            div .empty {
                p { (t!(l, "match-not-found")) }
                p { a href={ "/triage/" (line.case) "/match" } { (t!(l, "match-clear")) } }
            }
        } @else if view.matches.is_empty() {
            div .empty { p { (t!(l, "match-empty")) } p .soft { (t!(l, "match-empty-more")) } }
        } @else {
            p .lead.second { (t!(l, "match-lead", n = view.may, of = view.found)) }
            ul .rows.on-list data-list { @for service in &view.matches { (service_row(page, view, service)) } }
            (left_out(page, view))
            p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
        }
    };
    page.render(&title, None, content)
}

/// Words that the services are searched for, in all of them.
fn search(page: &Page<'_>, view: &MatchPage) -> Markup {
    let l = page.l;
    html! {
        form .selects method="get" action={ "/triage/" (view.line.case) "/match" } role="search" {
            @if view.asked.all { input type="hidden" name="all" value="1"; }
            div .field {
                label for="match-search" { (t!(l, "match-search")) }
                input #match-search type="search" name="q" value=[view.asked.search.as_ref()] maxlength="100" autocomplete="off";
            }
            button type="submit" { (t!(l, "inbox-find")) }
        }
    }
}

/// How many services are not shown, and the way to them; the way back where all are.
fn left_out(page: &Page<'_>, view: &MatchPage) -> Markup {
    let l = page.l;
    let to = |all: bool| {
        let words = view.asked.search.as_deref().map(|words| format!("q={}", encode(words)));
        let parts: Vec<String> = words.into_iter().chain(all.then(|| "all=1".to_owned())).collect();
        let question = if parts.is_empty() { "" } else { "?" };
        format!("/triage/{}/match{question}{}", view.line.case, parts.join("&"))
    };
    html! {
        @if view.left_out() > 0 {
            p .soft { (t!(l, "match-left-out", n = view.left_out())) }
            p { a .button href=(to(true)) { (t!(l, "match-all", of = view.found)) } }
        } @else if view.asked.all {
            p { a href=(to(false)) { (t!(l, "match-best")) } }
        }
    }
}

/// What is wrong with what was sent to a service that cannot be asked now: its line has no form to say it beside.
fn lost<'p>(page: &'p Page<'_>, view: &MatchPage) -> Option<&'p str> {
    let cannot = |m: &&Match| matches!(m.fit, FitShown::Not(_)) || matches!(m.places, Places::Full(_));
    view.matches.iter().filter(cannot).find_map(|m| page.problem_of(&format!("refer-{}", m.service), "why"))
}

fn service_row(page: &Page<'_>, view: &MatchPage, service: &Match) -> Markup {
    let l = page.l;
    let id = service.service;
    let not = matches!(service.fit, FitShown::Not(_));
    let full = matches!(service.places, Places::Full(_)) && !not;
    let closing = closing(page, &service.fit).is_some();
    let here = page.now.to_zoned(page.zone.clone()).datetime();
    html! {
        li .row.soon[closing] id={ "service-" (id) } data-key={ "service-" (id) } data-row tabindex="-1" {
            div .row-main {
                div .row-head { h2 { a href={ "/services/" (id) } { (l.words(&service.name)) } } }
                p .about { span { (service.organization) } }
                (fit(page, &service.fit))
                p .about {
                    @match service.language {
                        Some(true) => span { (t!(l, "match-language-yes")) },
                        Some(false) => span .nobody { (t!(l, "match-language-no")) },
                        None => span { (t!(l, "match-language-unknown")) },
                    }
                    @match service.distance {
                        Some(metres) => span { (places::distance(l, metres)) },
                        None => span .soft { (t!(l, "match-distance-unknown")) },
                    }
                    @if let Some(open) = service.hours { span { (places::open(l, open, here)) } }
                    @else { span .soft { (t!(l, "hours-unknown")) } }
                    @if service.waiting > 0 { span { (t!(l, "match-waiting", n = service.waiting)) } }
                    @if let Some(state) = service.before {
                        span { (t!(l, "match-before", state = words::referral_state(l, state))) }
                    }
                }
            }
            p .days.places { strong { (places_short(page, service.places)) } span .soft { (words::places(l, service.places, service.said_by.as_deref(), page.now)) } }
            @if full { p .last { (t!(l, "refer-full")) } }
            @else if !not { div .acts { (refer(page, view, service)) } }
        }
    }
}

/// The places in two words, for the corner of a line.
fn places_short(page: &Page<'_>, places: Places) -> String {
    let l = page.l;
    match places {
        Places::Free(n, _) => t!(l, "places-short-free", n = n),
        Places::Full(_) => t!(l, "places-short-full"),
        Places::Stale(..) | Places::Unknown => t!(l, "places-short-unknown"),
    }
}

/// Days within which a window that closes is said aloud; the order of services has the same.
const SOON: i64 = 60;

/// How many days are left, the last one, and what ends then, where that is soon.
fn closing<'f>(page: &Page<'_>, fit: &'f FitShown) -> Option<(i64, Date, &'f Words)> {
    let FitShown::Eligible { closes: Some((day, what)) } = fit else { return None };
    let today = page.now.to_zoned(page.zone.clone()).date();
    let days = i64::from((*day - today).get_days()).max(0);
    (days <= SOON).then_some((days, *day, what))
}

/// Whether she may have it, always with the because.
fn fit(page: &Page<'_>, fit: &FitShown) -> Markup {
    let l = page.l;
    let list = |all: &[Words]| all.iter().map(|w| l.words(w).to_owned()).collect::<Vec<_>>().join("; ");
    html! {
        p .need {
            @match fit {
                FitShown::Eligible { closes } => {
                    (sign("yes")) strong { (t!(l, "fit-eligible")) }
                    @if let Some((days, day, what)) = self::closing(page, fit) {
                        span .waits { (t!(l, "fit-closes", n = days, what = l.words(what))) }
                        span .soft { (l.near(day)) }
                    } @else if let Some((day, what)) = closes {
                        span .soft { (t!(l, "fit-until", day = l.date(*day), what = l.words(what))) }
                    }
                },
                FitShown::Ask(why) => { (sign("ask")) strong { (t!(l, "fit-ask")) } span { (list(why)) } },
                FitShown::Unknown(missing) => { (sign("unknown")) strong { (t!(l, "fit-unknown")) } span { (list(missing)) } },
                FitShown::Not(why) => { (sign("no")) strong { (t!(l, "fit-not")) } span { (list(why)) } },
            }
        }
    }
}

/// A shape for an answer: the word stands beside it.
fn sign(answer: &str) -> Markup {
    html! {
        svg class={ "shape fit-" (answer) } viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
            @match answer {
                "yes" => { circle cx="8" cy="8" r="7" {} path .tick d="M4.8 8.3 7 10.5 11.3 5.8" {} },
                "ask" => { circle .open cx="8" cy="8" r="6.2" {} path d="M8 8V1.8A6.2 6.2 0 0 1 14.2 8Z" {} },
                "no" => rect x="2" y="7" width="12" height="2.4" rx="1.2" {},
                _ => { circle .dashed cx="8" cy="8" r="6.2" {} circle cx="8" cy="8" r="1.6" {} },
            }
        }
    }
}

/// What is asked of a service, and what it has to know: chosen by who refers, and nothing else goes along.
fn refer(page: &Page<'_>, view: &MatchPage, service: &Match) -> Markup {
    let l = page.l;
    let form = format!("refer-{}", service.service);
    let problem = page.problem_of(&form, "why");
    html! {
        details .act data-keep="open" open[problem.is_some()] {
            summary .button {
                (t!(l, "refer"))
                span .unseen { ": " (l.words(&service.name)) }
            }
            form method="post" action={ "/triage/" (view.line.case) "/refer" } {
                (page.hidden())
                input type="hidden" name="service" value=(service.service);
                input type="hidden" name="person" value=(view.line.person);
                div .field {
                    label for={ (form) "-why" } { (t!(l, "refer-why")) }
                    p .hint id={ (form) "-why-hint" } { (t!(l, "refer-why-hint")) }
                    @if let Some(problem) = problem { p .wrong id={ (form) "-why-wrong" } { (problem) } }
                    textarea id={ (form) "-why" } name="why" rows="3" maxlength="2000" required
                        aria-invalid=[problem.map(|_| "true")]
                        aria-describedby=(format!("{form}-why-{}", if problem.is_some() { "wrong" } else { "hint" })) { (page.typed(&form, "why")) }
                }
                label .check {
                    input type="checkbox" name="do_not_contact" value="1";
                    " " (t!(l, "refer-do-not-contact"))
                }
                (agreed(page, view, service))
                p .hint { (t!(l, "refer-means")) }
                button .primary type="submit" { (t!(l, "refer-save", service = l.words(&service.name))) }
            }
        }
    }
}

/// What she has agreed that this service is told; where she was not asked, the form beside it.
fn agreed(page: &Page<'_>, view: &MatchPage, service: &Match) -> Markup {
    let l = page.l;
    let person = view.line.person;
    let names = |of: &dyn Fn(&Basis) -> bool| {
        let all: Vec<String> =
            service.shared.iter().filter(|b| of(b)).map(|b| say::category(l, b.category)).collect();
        (!all.is_empty()).then(|| all.join("; "))
    };
    let said_yes = |b: &Basis| matches!(b.sight, Sight::Shown(Shown::Allowed(_)));
    let yes = names(&said_yes);
    let usual = names(&|b| b.hidden().is_none() && !said_yes(b));
    let hidden: Vec<&Basis> = service.shared.iter().filter(|b| b.hidden().is_some()).collect();
    let unnamed = hidden.iter().any(|b| b.category == Category::Contact);
    html! {
        div .care.loud[unnamed] {
            p { strong { (t!(l, "refer-agreed")) } }
            @if unnamed { p { (t!(l, "refer-agreed-not")) } }
            @if let Some(what) = &yes { p { (t!(l, "refer-agreed-yes", what = what.clone())) } }
            @if let Some(what) = &usual { p { (t!(l, "refer-agreed-usual", what = what.clone())) } }
            @for one in &hidden {
                p { (t!(l, "refer-agreed-hidden", what = say::category(l, one.category))) " " (say::because(l, one)) }
            }
            @if usual.is_some() || !hidden.is_empty() {
                p .files {
                    a href={ "/people/" (person) "/consent-form?in=" (view.form_language()) } { (t!(l, "refer-agreed-form")) }
                    " "
                    a href={ "/people/" (person) "/sharing" } { (t!(l, "refer-agreed-write")) }
                }
            }
        }
    }
}
