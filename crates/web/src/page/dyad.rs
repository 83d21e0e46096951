//! A mother and her babies: who they are, what is due and why, what happened, and every record behind it.

use kith_app::view::{DyadPage, InfantView, Reasoned};
use kith_domain::measure::Status;
use maud::{Markup, html};

use super::{part, privacy, row};
use crate::chart::{self, Chart};
use crate::layout::Page;
use crate::{say, t};

/// The timeline, for the page.
fn timeline(page: &Page<'_>, view: &DyadPage) -> Option<Chart> {
    let mut chart = chart::timeline(page.l, view)?;
    chart.svg = Some(format!("/people/{}/timeline.svg", view.asked));
    Some(chart)
}

/// The page.
pub fn dyad(page: &Page<'_>, view: &DyadPage) -> Markup {
    let l = page.l;
    let names: Vec<&str> = view.infants.iter().map(|i| i.person.name.as_str()).collect();
    let name = match (names.is_empty(), &view.mother) {
        (true, Some(mother)) => mother.name.clone(),
        _ => names.join(&format!(" {} ", t!(l, "and"))),
    };
    let content = html! {
        div .title {
            p .back { a href="/worklist" { (t!(l, "back-worklist")) } }
            h1 { (name) }
            (who(page, view))
            (sources(page, view))
        }
        (privacy::emergency(page, view.emergency.as_ref()))
        (privacy_line(page, view))
        @if view.mother.as_ref().is_some_and(|m| m.died) { p .care.loud { (t!(l, "mother-died")) } }
        @for infant in &view.infants { (infant_part(page, view, infant)) }
        section aria-labelledby="due" {
            h2 #due { (t!(l, "dyad-measures")) }
            div .cards.two { @for reasoned in &view.measures { (reasoned_card(page, view, reasoned)) } }
        }
        @if let Some((case, team)) = &view.team { (crate::page::plan::in_short(page, team, *case)) }
        @if let Some(chart) = timeline(page, view) { div .card { (chart.figure(l, 2)) } }
        @if view.infants.iter().any(|i| !i.contacts.is_empty() || !i.visits.is_empty()) {
            section .card aria-labelledby="tries" {
                h2 #tries { (t!(l, "dyad-tries")) }
                @for infant in &view.infants { (tries(page, view, infant)) }
            }
        }
        section .card aria-labelledby="records" {
            h2 #records { (t!(l, "dyad-records", n = view.timeline.len())) }
            p .soft { (t!(l, "dyad-records-more")) }
            (records(page, view))
        }
        @if !view.strata.is_empty() {
            section .card aria-labelledby="counted" {
                h2 #counted { (t!(l, "dyad-counted")) }
                p .soft { (t!(l, "dyad-counted-more")) }
                dl .facts {
                    @for (stratifier, group) in &view.strata {
                        div { dt { (l.stratifier(stratifier)) } dd { (l.group(group)) } }
                    }
                }
            }
        }
    };
    page.render(&name, Some(0), content)
}

/// Why things are shown or hidden here, and the ways to what they allow and to opening the rest in an emergency.
fn privacy_line(page: &Page<'_>, view: &DyadPage) -> Markup {
    let l = page.l;
    let name = |id| {
        let infants = view.infants.iter().map(|i| &i.person);
        infants.chain(view.mother.as_ref()).find(|p| p.id == id).map(|p| p.name.clone())
    };
    let hidden = view.basis.iter().any(|b| b.hidden().is_some());
    html! {
        (privacy::basis(page, &view.basis, name))
        @if view.may_manage || view.may_break {
            p .files {
                @if view.may_manage {
                    a href={ "/people/" (view.asked) "/sharing" } { (t!(l, "safety-link")) }
                    @if let Some(mother) = view.mother.as_ref().filter(|m| m.id != view.asked) {
                        a href={ "/people/" (mother.id) } { (t!(l, "dyad-mother-page", name = mother.name.clone())) }
                    }
                }
                @if view.may_break && hidden && view.emergency.is_none() {
                    a href={ "/people/" (view.asked) "/open" } { (t!(l, "glass-open")) }
                }
            }
        }
    }
}

/// The least that is necessary to know who they are.
fn who(page: &Page<'_>, view: &DyadPage) -> Markup {
    let l = page.l;
    let infant = view.infants.first();
    let born = infant.and_then(|i| i.person.born);
    let gestation = view.edd_on.zip(view.delivered_on).and_then(|(due, day)| say::gestation(l, day, due));
    let language = view
        .mother
        .as_ref()
        .and_then(|m| m.language.clone())
        .or(infant.and_then(|i| i.person.language.clone()));
    html! {
        ul .who {
            @if let Some(born) = born { li { (t!(l, "born-on", day = l.partial(born))) } }
            @if let Some(gestation) = gestation { li { (gestation) } }
            @if let Some(days) = infant.filter(|i| !i.person.died).and_then(|i| i.age_days) { li { (say::age(l, days)) } }
            @match &view.mother {
                Some(mother) => li { (t!(l, "mother-is", name = mother.name.clone())) },
                None => li .soft { (t!(l, "mother-unknown")) },
            }
            @if let Some(language) = language { li { (t!(l, "speaks", language = l.language_name(&language))) } }
            @if let Some((_, clinic)) = &view.organization { li { (clinic) } }
        }
    }
}

/// Who sent what is known of each of them, and where to see which records these are.
fn sources(page: &Page<'_>, view: &DyadPage) -> Markup {
    let l = page.l;
    let known = |id| {
        let infants = view.infants.iter().map(|i| &i.person);
        infants.chain(view.mother.as_ref()).find(|p| p.id == id)
    };
    html! {
        @if view.sources.iter().any(|(_, names)| !names.is_empty()) {
            ul .sources {
                @for (id, names) in view.sources.iter().filter(|(_, names)| !names.is_empty()) {
                    @let (n, list) = (names.len(), names.join(", "));
                    li {
                        @match known(*id) {
                            Some(person) => (t!(l, "dyad-sources-of", name = person.name.clone(), n = n, sources = list)),
                            None => (t!(l, "dyad-sources", n = n, sources = list)),
                        }
                        @if view.may_review {
                            " · " a href={ "/people/" (id) "/identity" } {
                                (t!(l, "dyad-identity"))
                                @if let Some(person) = known(*id) { span .unseen { ": " (person.name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn infant_part(page: &Page<'_>, view: &DyadPage, infant: &InfantView) -> Markup {
    let l = page.l;
    let several = view.infants.len() > 1;
    html! {
        section .infant id={ "row-" (infant.person.id) } data-row tabindex="-1" aria-label=(infant.person.name) {
            @if several {
                h2 {
                    (infant.person.name)
                    @if let Some(order) = infant.birth_order { span .soft { " · " (t!(l, "birth-order", n = order)) } }
                }
            }
            @if !infant.person.died {
                p .with {
                    @match &infant.worker {
                        Some((_, worker)) => (t!(l, "with-worker", name = worker.clone())),
                        None => (t!(l, "with-nobody")),
                    }
                }
            }
            @if infant.person.died { p .care.loud { (t!(l, "baby-died-page")) } }
            @else if view.may_act { (row::acts(page, &infant.person, view.mother.as_ref(), &infant.reach, infant.do_not_contact, false, view.today)) }
            @else if infant.do_not_contact { p .care { (t!(l, "do-not-contact")) } }
        }
    }
}

fn reasoned_card(page: &Page<'_>, view: &DyadPage, reasoned: &Reasoned) -> Markup {
    let l = page.l;
    let outcome = &reasoned.outcome;
    let title = l.words(&reasoned.measure.title);
    // Nothing is due of a baby who died, whatever the numbers still say.
    let died = view.infants.iter().any(|i| i.person.id == reasoned.person && i.person.died);
    let open = outcome.status == Status::Pending && outcome.have < outcome.needs && !died;
    let due = outcome.due_on.filter(|_| open);
    html! {
        article .card.reasoned data-key={ (outcome.measure) "-" (outcome.subject) } {
            h3 { (title) }
            p .status {
                (part::shape(outcome.status))
                strong data-live={ "status-" (outcome.measure) "-" (outcome.subject) } data-label=(title) {
                    (l.say(say::status_key(outcome.status), &[]))
                }
                @if view.infants.len() > 1 || view.mother.as_ref().is_some_and(|m| m.id == reasoned.person) {
                    span .soft { " · " (chart_whose(page, view, reasoned)) }
                }
            }
            @if outcome.needs > 0 && matches!(outcome.status, Status::Met | Status::NotMet | Status::Pending) {
                p .need {
                    (part::dots(outcome.have, outcome.needs))
                    span { (t!(l, "visits-of", have = outcome.have.min(outcome.needs), needs = outcome.needs)) }
                }
            }
            @if let Some(due) = due { p { (t!(l, "due-by-full", day = l.date(due), left = l.days_left(days(view, due)))) } }
            ul .why { @for why in &reasoned.why { li { (why) } } }
            @if !outcome.evidence.is_empty() {
                p .evidence {
                    (t!(l, "evidence")) " "
                    @for (i, record) in outcome.evidence.iter().enumerate() {
                        @if i > 0 { " · " }
                        a href={ "/records/" (record) } { (evidence_words(page, view, *record)) }
                    }
                }
                @if reasoned.sources.len() > 1 { p .evidence { (t!(l, "evidence-sources", sources = reasoned.sources.join(", "))) } }
            }
        }
    }
}

fn days(view: &DyadPage, due: jiff::civil::Date) -> i64 {
    i64::from((due - view.today).get_days())
}

fn chart_whose(page: &Page<'_>, view: &DyadPage, reasoned: &Reasoned) -> String {
    chart::whose(page.l, view, reasoned.person)
}

/// A record by its day where the timeline knows it, else by its number.
fn evidence_words(page: &Page<'_>, view: &DyadPage, record: kith_domain::id::RecordId) -> String {
    let l = page.l;
    match view.timeline.iter().find(|i| i.record == Some(record)) {
        Some(item) => t!(l, "evidence-item", what = item.what.clone(), day = l.partial(item.on)),
        None => t!(l, "evidence-record", id = record.0.to_string()),
    }
}

fn tries(page: &Page<'_>, view: &DyadPage, infant: &InfantView) -> Markup {
    let l = page.l;
    html! {
        @if view.infants.len() > 1 { h3 { (infant.person.name) } }
        ul .tries {
            @for visit in infant.visits.iter().rev() {
                li .undone[visit.undone] {
                    p {
                        strong { (t!(l, "visit-line", day = l.date(visit.on))) } " "
                        span .soft { (t!(l, "recorded-by", name = visit.by.clone(), ago = l.moment(visit.at, &page.zone))) }
                        @if visit.undone { span .soft { " · " (t!(l, "taken-back")) } }
                    }
                    @if !visit.undone && view.may_act { (undo(page, &format!("/visits/{}/undo", visit.id), &t!(l, "visit-line", day = l.date(visit.on)))) }
                }
            }
            @for (contact, by, undone) in infant.contacts.iter().rev() {
                li .undone[*undone] {
                    p {
                        strong { (say::contact(l, contact)) } " "
                        span .soft { (t!(l, "recorded-by", name = by.clone(), ago = l.moment(contact.at, &page.zone))) }
                        @if *undone { span .soft { " · " (t!(l, "taken-back")) } }
                        @if let Some(note) = &contact.note { br; span .quote { (note) } }
                    }
                    @if !undone && view.may_act { (undo(page, &format!("/contacts/{}/undo", contact.id), &say::contact(l, contact))) }
                }
            }
        }
    }
}

fn undo(page: &Page<'_>, action: &str, what: &str) -> Markup {
    let l = page.l;
    html! {
        form method="post" action=(action) data-act {
            (page.hidden())
            button .plain type="submit" { (t!(l, "undo")) span .unseen { ": " (what) } }
        }
    }
}

fn records(page: &Page<'_>, view: &DyadPage) -> Markup {
    let l = page.l;
    html! {
        ol .records {
            @for (i, item) in view.timeline.iter().enumerate() {
                li id={ "item-" (i) } {
                    p .day { (l.partial(item.on)) }
                    div {
                        p { strong { (item.what) } }
                        p .place.soft {
                            span { (chart::whose(l, view, item.person)) }
                            @if let Some(place) = &item.place { span { (place) } }
                            @match (&item.record, &item.reference) {
                                (Some(record), Some((reference, source))) => {
                                    span { a href={ "/records/" (record) } { (reference) } } span { (source) }
                                }
                                (Some(record), None) => {
                                    span { a href={ "/records/" (record) } { (t!(l, "evidence-record", id = record.0.to_string())) } }
                                }
                                (None, _) => span { (t!(l, "written-here")) },
                            }
                        }
                        @if !item.counts_for.is_empty() {
                            p .tag { (part::shape(Status::Met)) (t!(l, "counts-for", titles = titles(page, view, &item.counts_for))) }
                        }
                    }
                }
            }
        }
    }
}

fn titles(page: &Page<'_>, view: &DyadPage, ids: &[String]) -> String {
    ids.iter()
        .map(|id| {
            view.measures
                .iter()
                .find(|m| m.measure.id == *id)
                .map_or(id.as_str(), |m| page.l.words(&m.measure.title))
        })
        .collect::<Vec<_>>()
        .join("; ")
}
