//! How to reach her: numbers, the next try that is proposed, and the form that writes a try down.

use kith_app::view::{AttemptShown, CasePage, NextAttempt, Phone, PhoneWish, Safety};
use kith_domain::contact::{Channel, ContactOutcome};
use maud::{Markup, html};

use super::case::phone;
use crate::lang::{Lang, slug};
use crate::layout::Page;
use crate::page::privacy;
use crate::t;

/// The channel in words.
pub(super) fn channel(l: &Lang, channel: Channel) -> String {
    l.say(&format!("channel-{}", slug(channel.name())), &[])
}

/// The section.
pub(super) fn reach(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let asked_not = view.attempts.iter().any(|a| a.outcome == ContactOutcome::AskedNotToContact);
    html! {
        section .card aria-labelledby="reach" data-row {
            h2 #reach { (t!(l, "reach-title")) }
            @if asked_not { p .care { (t!(l, "reach-asked-not")) } }
            @if view.unsafe_phone { p .care { (t!(l, "phone-do-not-use")) } }
            (privacy::beside(page, &view.safety))
            p { a href={ "/people/" (view.line.person) "/sharing" } { (t!(l, "safety-link")) } }
            @if let Some(next) = &view.next { (proposed(page, next)) }
            @if let Some(language) = &view.language {
                p { strong { (t!(l, "speaks", language = l.language_name(language))) } }
            }
            @if !view.address.is_empty() {
                p .place { @for line in &view.address { span { (line) } } }
            }
            div .acts {
                @if !asked_not { (buttons(page, &view.phones, true)) }
                (attempt_form(page, view))
            }
        }
    }
}

/// Her numbers as every page shows them: how they are safely used stands before them, whoever reads the page. `first`
/// where calling her is what one does here; `more` stands beside the buttons.
pub(in crate::page) fn numbers(
    page: &Page<'_>,
    phones: &[Phone],
    safety: &Safety,
    first: bool,
    more: Markup,
) -> Markup {
    html! {
        div .reach { (privacy::beside(page, safety)) }
        div .acts { (buttons(page, phones, first)) (more) }
    }
}

fn buttons(page: &Page<'_>, phones: &[Phone], first: bool) -> Markup {
    html! {
        @for (i, number) in phones.iter().enumerate() { (phone(page, number, first && i == 0)) }
        @if phones.is_empty() { p .soft.no-phone { (t!(page.l, "no-phone")) } }
    }
}

fn proposed(page: &Page<'_>, next: &NextAttempt) -> Markup {
    let l = page.l;
    html! {
        p .lead.second {
            (t!(l, "next-attempt", channel = channel(l, next.channel), from = l.moment(next.from, &page.zone),
                until = l.moment(next.until, &page.zone)))
        }
        p .soft { (t!(l, "attempts-so-far", n = next.done, needed = next.needed)) }
    }
}

fn attempt_form(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let first = view.next.as_ref().map_or(Channel::Call, |next| next.channel);
    let wrong = |field: &str| page.problem_of("attempt", field);
    let open = page.problem.as_ref().is_some_and(|p| p.form == "attempt");
    html! {
        details .act data-act-kind="contact" data-keep="open" open[open] {
            summary .button { (t!(l, "log-contact")) }
            form method="post" action={ "/triage/" (view.line.case) "/attempt" } data-act {
                (page.hidden())
                div .field {
                    label for="attempt-channel" { (t!(l, "field-channel")) }
                    @if let Some(problem) = wrong("channel") { p .wrong { (problem) } }
                    select #attempt-channel name="channel" {
                        @for c in Channel::ALL { option value=(c.name()) selected[*c == first] { (channel(l, *c)) } }
                    }
                }
                fieldset .choices {
                    legend { (t!(l, "field-outcome")) }
                    @if let Some(problem) = wrong("outcome") { p .wrong { (problem) } }
                    @for outcome in ContactOutcome::ALL {
                        label {
                            input type="radio" name="outcome" value=(outcome.name()) required;
                            span { (l.say(&format!("outcome-{}", slug(outcome.name())), &[])) }
                        }
                    }
                }
                div .field {
                    label for="attempt-note" { (t!(l, "field-note")) }
                    p .hint #attempt-note-hint { (t!(l, "field-note-hint")) }
                    @if let Some(problem) = wrong("note") { p .wrong { (problem) } }
                    textarea #attempt-note name="note" rows="2" maxlength="2000" aria-describedby="attempt-note-hint" { (page.typed("attempt", "note")) }
                }
                @if !view.attempts.iter().any(|a| a.outcome == ContactOutcome::AskedNotToContact) { (wish(page, "attempt", &view.phones)) }
                button .primary type="submit" { (t!(l, "contact-save")) }
            }
        }
    }
}

/// How she wants her number used, asked while one speaks with her: texts go only where she says yes to them. What is not
/// asked now stays as it was.
pub(in crate::page) fn wish(page: &Page<'_>, form: &str, phones: &[Phone]) -> Markup {
    let l = page.l;
    html! {
        @if let Some(phone) = phones.first() {
            fieldset .choices {
                legend { (t!(l, "wish-ask", number = phone.number.clone())) }
                input type="hidden" name="wish_number" value=(phone.number);
                label { input type="radio" name="wish" value="" checked[page.typed(form, "wish").is_empty()]; span { (t!(l, "wish-not-now")) } }
                @for wish in PhoneWish::ALL {
                    label {
                        input type="radio" name="wish" value=(wish.name()) checked[page.typed(form, "wish") == wish.name()];
                        span { (l.say(&format!("wish-{}", slug(wish.name())), &[])) }
                    }
                }
            }
        }
    }
}

/// Every try so far.
pub(super) fn attempts(page: &Page<'_>, attempts: &[AttemptShown]) -> Markup {
    let l = page.l;
    html! {
        @if !attempts.is_empty() {
            section .card aria-labelledby="attempts" {
                h2 #attempts { (t!(l, "attempts-title", n = attempts.len())) }
                ul .tries {
                    @for attempt in attempts {
                        li {
                            p {
                                (channel(l, attempt.channel)) ": "
                                (l.say(&format!("outcome-{}", slug(attempt.outcome.name())), &[]))
                                @if let Some(note) = &attempt.note { br; span .quote { (note) } }
                            }
                            p .soft { (l.moment(attempt.at, &page.zone)) " · " (attempt.by) }
                        }
                    }
                }
            }
        }
    }
}
