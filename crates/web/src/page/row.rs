//! One baby on a list: who, how long, what is missing, and the acts, all in place.

use jiff::civil::Date;
use kith_app::view::{PersonCard, Phone, SafeReach, WorkRow};
use kith_domain::contact::{Channel, ContactOutcome};
use maud::{Markup, html};

use super::part;
use super::triage::reach::{numbers, wish};
use crate::lang::slug;
use crate::layout::Page;
use crate::{say, t};

/// How a list shows its rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// With a box to tick, for the form that assigns.
    pub choose: bool,
    /// With the name of who has them.
    pub who: bool,
    /// The heading's level below the page's first.
    pub deep: bool,
}

/// The row.
pub fn row(page: &Page<'_>, row: &WorkRow, today: Date, look: Look) -> Markup {
    let l = page.l;
    let id = row.infant.id;
    let done = row.outcome.have >= row.outcome.needs;
    let soon = !done && row.days_left <= 7;
    let name = html! { a href={ "/people/" (id) } data-open { (row.infant.name) } };
    html! {
        li .row.soon[soon].done[done] id={ "row-" (id) } data-key={ "row-" (id) } data-row tabindex="-1" {
            div .row-main {
                div .row-head {
                    @if look.choose {
                        label .tick {
                            input type="checkbox" name="infant" value=(id) form="assign";
                            span .unseen { (t!(l, "choose-row", name = row.infant.name.clone())) }
                        }
                    }
                    @if look.deep { h3 { (name) } } @else { h2 { (name) } }
                }
                p .need {
                    (part::dots(row.outcome.have, row.outcome.needs))
                    span data-live={ "have-" (id) } {
                        (t!(l, "visits-of", have = row.outcome.have.min(row.outcome.needs), needs = row.outcome.needs))
                    }
                    @if let Some(last) = row.visits_on.last() { span .soft { (t!(l, "last-visit", day = l.near(*last))) } }
                }
                (about(page, row, look))
                @if let Some(contact) = &row.last_contact {
                    p .last { (t!(l, "last-contact", line = say::contact(l, contact), n = row.contacts)) }
                } @else if !row.infant.died && !row.do_not_contact && !done {
                    p .last { (t!(l, "no-contact-yet")) }
                }
            }
            p .days {
                @if done { strong { (t!(l, "row-done")) } }
                @else {
                    strong { (l.days_left(row.days_left)) }
                    @if let Some(due) = row.outcome.due_on { span .soft { (t!(l, "due-by", day = l.near(due))) } }
                }
            }
            (acts(page, &row.infant, row.mother.as_ref(), &row.reach, row.do_not_contact, done, today))
        }
    }
}

fn about(page: &Page<'_>, row: &WorkRow, look: Look) -> Markup {
    let l = page.l;
    let language = row.mother.as_ref().and_then(|m| m.language.as_ref()).or(row.infant.language.as_ref());
    html! {
        p .about {
            @if let Some(mother) = &row.mother { span { (t!(l, "mother-is", name = mother.name.clone())) } }
            @if let Some(days) = row.age_days { span { (say::age(l, days)) } }
            @if let Some(language) = language { span { (t!(l, "speaks", language = l.language_name(language))) } }
            @if let Some((_, clinic)) = &row.organization { span { (clinic) } }
            @if look.who {
                @match &row.worker {
                    Some((_, worker)) => span { (t!(l, "with-worker", name = worker.clone())) },
                    None => span .nobody { (t!(l, "with-nobody")) },
                }
            }
        }
    }
}

/// Call, text, visited, log: or the reason why there is nothing to press. `quiet` where nothing is needed any more.
pub fn acts(
    page: &Page<'_>,
    infant: &PersonCard,
    mother: Option<&PersonCard>,
    reach: &SafeReach,
    do_not_contact: bool,
    quiet: bool,
    today: Date,
) -> Markup {
    let l = page.l;
    if infant.died {
        return html! { p .care { (t!(l, "baby-died")) } };
    }
    let mother_died = mother.is_some_and(|m| m.died);
    let more = html! {
        (visit_form(page, infant, today))
        @if !do_not_contact { (contact_form(page, infant, today, &reach.phones)) }
    };
    match (do_not_contact, mother_died) {
        (true, _) => html! { div .acts { p .care { (t!(l, "do-not-contact")) } (more) } },
        (false, true) => html! { div .acts { p .care { (t!(l, "mother-died")) } (more) } },
        (false, false) => numbers(page, &reach.phones, &reach.safety, !quiet, more),
    }
}

fn visit_form(page: &Page<'_>, infant: &PersonCard, today: Date) -> Markup {
    let l = page.l;
    let form = format!("visit-{}", infant.id);
    let problem = page.problem_of(&form, "on");
    html! {
        details .act data-act-kind="visit" data-keep="open" open[problem.is_some()] {
            summary .button { (t!(l, "visited")) span .unseen { ": " (infant.name) } }
            form method="post" action={ "/people/" (infant.id) "/visit" } data-act {
                (page.hidden())
                div .field {
                    label for={ (form) "-on" } { (t!(l, "visit-day")) }
                    @if let Some(problem) = problem { p .wrong id={ (form) "-on-wrong" } { (problem) } }
                    input id={ (form) "-on" } type="date" name="on" value=(today) max=(today) required
                        min=[infant.born.map(|b| b.earliest())]
                        aria-invalid=[problem.map(|_| "true")]
                        aria-describedby=[problem.map(|_| format!("{form}-on-wrong"))];
                }
                button .primary type="submit" { (t!(l, "visit-save")) }
            }
        }
    }
}

fn contact_form(page: &Page<'_>, infant: &PersonCard, today: Date, phones: &[Phone]) -> Markup {
    let l = page.l;
    let form = format!("contact-{}", infant.id);
    let first = match phones.first() {
        Some(phone) if phone.text_only => Channel::Text,
        Some(_) => Channel::Call,
        None => Channel::HomeVisit,
    };
    html! {
        details .act data-act-kind="contact" data-keep="open" open[page.problem.as_ref().is_some_and(|p| p.form == form)] {
            summary .button { (t!(l, "log-contact")) span .unseen { ": " (infant.name) } }
            form method="post" action={ "/people/" (infant.id) "/contact" } data-act {
                (page.hidden())
                div .fields {
                    div .field {
                        label for={ (form) "-channel" } { (t!(l, "field-channel")) }
                        select id={ (form) "-channel" } name="channel" {
                            @for channel in Channel::ALL {
                                option value=(channel.name()) selected[*channel == first] {
                                    (l.say(&format!("channel-{}", slug(channel.name())), &[]))
                                }
                            }
                        }
                    }
                    div .field {
                        label for={ (form) "-on" } { (t!(l, "field-on")) }
                        @if let Some(problem) = page.problem_of(&form, "on") { p .wrong id={ (form) "-on-wrong" } { (problem) } }
                        input id={ (form) "-on" } type="date" name="on" value=(today) max=(today) required
                            aria-describedby=[page.problem_of(&form, "on").map(|_| format!("{form}-on-wrong"))];
                    }
                }
                fieldset .choices {
                    legend { (t!(l, "field-outcome")) }
                    @if let Some(problem) = page.problem_of(&form, "outcome") { p .wrong { (problem) } }
                    @for outcome in ContactOutcome::ALL {
                        label {
                            input type="radio" name="outcome" value=(outcome.name()) required;
                            span { (l.say(&format!("outcome-{}", slug(outcome.name())), &[])) }
                        }
                    }
                }
                div .field {
                    label for={ (form) "-note" } { (t!(l, "field-note")) }
                    p .hint id={ (form) "-note-hint" } { (t!(l, "field-note-hint")) }
                    @if let Some(problem) = page.problem_of(&form, "note") { p .wrong { (problem) } }
                    textarea id={ (form) "-note" } name="note" rows="2" maxlength="2000" aria-describedby={ (form) "-note-hint" } { (page.typed(&form, "note")) }
                }
                (wish(page, &form, phones))
                button .primary type="submit" { (t!(l, "contact-save")) }
            }
        }
    }
}
