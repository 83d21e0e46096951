//! How she is safely contacted, and what of her is concealed.

use kith_app::view::{PlanShown, PrivacyPage, Safety};
use kith_domain::contact::Channel;
use kith_domain::safe_contact::{Plan, Told};
use maud::{Markup, html};

use super::{Sent, field, line, wrong};
use crate::lang::{Lang, slug};
use crate::layout::Page;
use crate::say::privacy as say;
use crate::t;

const PLAN: &str = "plan";
const CONCEAL: &str = "conceal";

/// The section.
pub(super) fn section(page: &Page<'_>, view: &PrivacyPage, sent: &Sent) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="plan" {
            h2 #plan { (t!(l, "plan-title")) }
            @match &view.plan {
                Some(told) => { (lines(l, &told.plan)) (by(page, told)) },
                None => p { (t!(l, "plan-none")) },
            }
            @for told in &view.waiting { (waits(page, view, told)) }
            (tell(page, view, sent))
        }
    }
}

/// A plan in words.
pub(in crate::page) fn lines(l: &Lang, plan: &Plan) -> Markup {
    let ways =
        plan.ways.iter().map(|way| l.say(&format!("channel-{}", slug(way.name())), &[])).collect::<Vec<_>>();
    let yes_no = |said: bool| if said { t!(l, "plan-yes") } else { t!(l, "plan-no") };
    let hour = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
    html! {
        dl .facts {
            @if !ways.is_empty() { div { dt { (t!(l, "plan-ways")) } dd { (ways.join(" → ")) } } }
            @if plan.from.is_some() || plan.until.is_some() {
                div {
                    dt { (t!(l, "plan-hours")) }
                    dd { (plan.from.map_or_else(|| "00:00".to_owned(), hour)) "–" (plan.until.map_or_else(|| "24:00".to_owned(), hour)) }
                }
            }
            @for (key, said) in [("plan-may-tell", &plan.may_tell), ("plan-if-another", &plan.if_another), ("plan-code-word", &plan.code_word)] {
                @if let Some(words) = said { div { dt { (l.say(key, &[])) } dd { (words) } } }
            }
            @for (key, said) in [("plan-voicemail", plan.voicemail), ("plan-mail", plan.mail), ("plan-device", plan.safe_device)] {
                @if let Some(said) = said { div { dt { (l.say(key, &[])) } dd { (yes_no(said)) } } }
            }
        }
    }
}

fn by(page: &Page<'_>, told: &PlanShown) -> Markup {
    let l = page.l;
    html! {
        p .soft { (t!(l, "plan-by", told = say::told(l, told.told), who = told.by.clone(), at = l.moment(told.at, &page.zone))) }
    }
}

/// A telling that is not sure: it changes nothing before it is.
fn waits(page: &Page<'_>, view: &PrivacyPage, told: &PlanShown) -> Markup {
    let l = page.l;
    let form = format!("sure-{}", told.id);
    html! {
        div .care.loud {
            p { strong { (t!(l, "plan-waits")) } }
            (lines(l, &told.plan))
            (by(page, told))
            form method="post" action={ "/people/" (view.person.id) "/plan/" (told.id) "/confirm" } data-act {
                (page.hidden())
                (sure(page, &form, &Sent::default()))
                button .primary type="submit" { (t!(l, "plan-confirm")) }
            }
        }
    }
}

/// How it is sure that it is she.
pub(super) fn sure(page: &Page<'_>, form: &str, sent: &Sent) -> Markup {
    let l = page.l;
    html! {
        fieldset .choices {
            legend { (t!(l, "told-how")) }
            (wrong(page, form, "told"))
            @for told in Told::ALL.iter().filter(|told| told.is_sure() || form == PLAN) {
                label {
                    input type="radio" name="told" value=(told.name()) required checked[sent.has("told", told.name(), false)];
                    span { (say::told(l, *told)) }
                }
            }
        }
    }
}

fn tell(page: &Page<'_>, view: &PrivacyPage, sent: &Sent) -> Markup {
    let l = page.l;
    let open = page.problem.as_ref().is_some_and(|p| p.form == PLAN);
    let three = |name: &str, label: String| {
        html! {
            fieldset .choices {
                legend { (label) }
                @for (value, words) in [("yes", t!(l, "plan-yes")), ("no", t!(l, "plan-no")), ("", t!(l, "plan-not-asked"))] {
                    label { input type="radio" name=(name) value=(value) checked[sent.has(name, value, value.is_empty())]; span { (words) } }
                }
            }
        }
    };
    let time = |name: &str, label: String| {
        let input = html! { input id={ (PLAN) "-" (name) } name=(name) type="time" value=[sent.text(name)]; };
        field(page, PLAN, name, &label, None, input)
    };
    html! {
        details .act data-keep="open" open[open] {
            summary .button { @if view.plan.is_some() { (t!(l, "plan-change")) } @else { (t!(l, "plan-tell")) } }
            form method="post" action={ "/people/" (view.person.id) "/plan" } {
                (page.hidden())
                fieldset .choices {
                    legend { (t!(l, "plan-ways-ask")) }
                    (wrong(page, PLAN, "ways"))
                    @for way in Channel::ALL {
                        label {
                            input type="checkbox" name="way" value=(way.name()) checked[sent.has("way", way.name(), false)];
                            span { (l.say(&format!("channel-{}", slug(way.name())), &[])) }
                        }
                    }
                }
                (field(page, PLAN, "first", &t!(l, "plan-first"), None, html! {
                    select id={ (PLAN) "-first" } name="first" {
                        option value="" { (t!(l, "plan-first-any")) }
                        @for way in Channel::ALL {
                            option value=(way.name()) selected[sent.has("first", way.name(), false)] { (l.say(&format!("channel-{}", slug(way.name())), &[])) }
                        }
                    }
                }))
                (time("from", t!(l, "plan-from")))
                (time("until", t!(l, "plan-until")))
                (line(page, PLAN, "may_tell", &t!(l, "plan-may-tell"), None, sent))
                (line(page, PLAN, "if_another", &t!(l, "plan-if-another"), Some(&t!(l, "plan-if-another-hint")), sent))
                (line(page, PLAN, "code_word", &t!(l, "plan-code-word"), None, sent))
                (three("voicemail", t!(l, "plan-voicemail")))
                (three("mail", t!(l, "plan-mail")))
                (three("safe_device", t!(l, "plan-device")))
                (sure(page, PLAN, sent))
                p .hint { (t!(l, "plan-sure-hint")) }
                button .primary type="submit" { (t!(l, "plan-save")) }
            }
        }
    }
}

/// What is concealed, the form that conceals, and the one that ends it.
pub(super) fn concealed(page: &Page<'_>, view: &PrivacyPage, sent: &Sent) -> Markup {
    let l = page.l;
    let open = page.problem.as_ref().is_some_and(|p| p.form == CONCEAL);
    html! {
        section .card aria-labelledby="concealed" {
            h2 #concealed { (t!(l, "concealed-title")) }
            @if view.concealed.is_empty() { p .soft { (t!(l, "concealed-none")) } }
            @for one in &view.concealed {
                div .care.loud {
                    p {
                        strong {
                            @match (one.address, one.phone) {
                                (true, true) => (t!(l, "concealed-both")),
                                (true, false) => (t!(l, "concealed-address")),
                                _ => (t!(l, "concealed-phone")),
                            }
                        }
                        br; (one.reason)
                        @if let Some(programme) = &one.programme { " · " (programme) }
                    }
                    @if let Some(instead) = &one.substitute { p { (t!(l, "concealed-instead", address = instead.clone())) } }
                    p .soft { (t!(l, "concealed-by", who = one.by.clone(), at = l.moment(one.at, &page.zone))) }
                    details .act {
                        summary .button { (t!(l, "reveal")) }
                        form method="post" action={ "/people/" (view.person.id) "/concealed/" (one.id) "/end" } data-act {
                            (page.hidden())
                            (sure(page, &format!("reveal-{}", one.id), &Sent::default()))
                            button type="submit" { (t!(l, "reveal-save")) }
                        }
                    }
                }
            }
            @if let Some((address, phone)) = &view.real {
                details .data.private {
                    summary { (t!(l, "concealed-real")) }
                    p { @for text in [address, phone].into_iter().flatten() { (text) br; } }
                }
            }
            details .act data-keep="open" open[open] {
                summary .button { (t!(l, "conceal")) }
                form method="post" action={ "/people/" (view.person.id) "/concealed" } {
                    (page.hidden())
                    fieldset .choices {
                        legend { (t!(l, "conceal-what")) }
                        (wrong(page, CONCEAL, "what"))
                        label { input type="checkbox" name="what" value="address" checked[sent.has("what", "address", true)]; span { (t!(l, "concealed-address")) } }
                        label { input type="checkbox" name="what" value="phone" checked[sent.has("what", "phone", false)]; span { (t!(l, "concealed-phone")) } }
                    }
                    (line(page, CONCEAL, "reason", &t!(l, "conceal-reason"), None, sent))
                    (line(page, CONCEAL, "programme", &t!(l, "conceal-programme"), Some(&t!(l, "conceal-programme-hint")), sent))
                    (line(page, CONCEAL, "substitute", &t!(l, "conceal-substitute"), Some(&t!(l, "conceal-substitute-hint")), sent))
                    button .primary type="submit" { (t!(l, "conceal-save")) }
                }
            }
        }
    }
}

/// How she is contacted safely, before her numbers.
pub(in crate::page) fn beside(page: &Page<'_>, safety: &Safety) -> Markup {
    let l = page.l;
    html! {
        @if safety.address || safety.phone { p .care { (t!(l, "safety-concealed")) } }
        @if let Some(plan) = &safety.plan {
            div .care.loud { p { strong { (t!(l, "plan-title")) } } (lines(l, plan)) }
        }
        @if safety.waiting { p .care { (t!(l, "safety-waiting")) } }
    }
}
