//! Who a person is made of: records of several senders, what is used of each, what happened, and how to undo it.

mod events;

use kith_app::view::{IdentityPage, KnownDyad, Member, Used};
use kith_domain::access::Action;
use maud::{Markup, html};

use super::review::{name, radios};
use crate::layout::Page;
use crate::{say, t};

/// The page.
pub fn identity(page: &Page<'_>, view: &IdentityPage) -> Markup {
    let l = page.l;
    let person = &view.person;
    let mut sources: Vec<&str> = view.members.iter().map(|m| m.card.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let content = html! {
        div .title {
            p .back {
                @if opens(page) { a href={ "/people/" (person.id) } { (t!(l, "identity-back")) } }
                @else { a href="/review" { (t!(l, "nav-review")) } }
            }
            h1 { (person.name) }
            p .lead.second { (t!(l, "identity-lead", n = view.members.len(), sources = sources.len())) }
            ul .who {
                @if let Some(born) = person.born { li { (t!(l, "born-on", day = l.partial(born))) } }
                @for source in &sources { li { (source) } }
            }
        }
        section .card aria-labelledby="members" {
            h2 #members { (t!(l, "identity-members")) }
            ul .members { @for member in &view.members { (made_of(page, view, member)) } }
        }
        @if !view.used.is_empty() { (used(page, view)) }
        (dyads(page, view))
        (merge(page, view))
        (events::events(page, view))
    };
    page.render(&t!(l, "identity-title", name = person.name.clone()), None, content)
}

/// Whether the reader may open her page and her records: they are of her care.
fn opens(page: &Page<'_>) -> bool {
    page.may(Action::SeePerson)
}

fn made_of(page: &Page<'_>, view: &IdentityPage, member: &Member) -> Markup {
    let l = page.l;
    let card = &member.card;
    let who = name(l, card);
    html! {
        li id={ "member-" (card.key) } data-row tabindex="-1" {
            div {
                h3 { (who) @if member.first { " " span .tag { (t!(l, "identity-first")) } } }
                p .place.soft {
                    @match card.born { Some(born) => span { (t!(l, "born-on", day = l.partial(born))) }, None => span { (t!(l, "born-unknown")) } }
                    span { (card.source) }
                    @match member.record {
                        Some(record) if opens(page) => span { a href={ "/records/" (record) } { (member.reference) } },
                        Some(_) => span { (member.reference) },
                        None => span { (t!(l, "identity-mentioned", reference = member.reference.clone())) },
                    }
                }
                @if !member.identifiers.is_empty() {
                    dl .ids { @for (system, value) in &member.identifiers { div { dt { (system) } dd { (value) } } } }
                }
            }
            @if view.members.len() > 1 {
                form method="post" action={ "/people/" (view.person.id) "/split" } data-act {
                    (page.hidden())
                    input type="hidden" name="source_person" value=(card.key);
                    button type="submit" { (t!(l, "identity-split")) span .unseen { ": " (who) ", " (card.source) } }
                }
            }
        }
    }
}

fn used(page: &Page<'_>, view: &IdentityPage) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="used" {
            h2 #used { (t!(l, "identity-used")) }
            p .soft { (t!(l, "identity-used-more")) }
            dl .facts.used { @for used in &view.used { (used_line(page, view, used)) } }
        }
    }
}

fn used_line(page: &Page<'_>, view: &IdentityPage, used: &Used) -> Markup {
    let l = page.l;
    let attribute = used.attribute.name();
    let words = l.code("attribute", attribute);
    let now = used.values.iter().find(|v| v.in_use);
    let form = format!("choice-{attribute}");
    html! {
        div {
            dt { (words) }
            dd {
                @match now { Some(now) => strong { (say::stated(l, attribute, &now.value)) }, None => span .soft { (t!(l, "says-nothing")) } }
                " " span .soft { (l.code("used-why", &used.why)) }
                @if used.conflict { p .waits { (t!(l, "identity-conflict")) } }
                @if let Some(act) = used.act {
                    form method="post" action={ "/acts/" (act) "/undo" } data-act {
                        (page.hidden())
                        button .plain type="submit" { (t!(l, "identity-choice-back")) span .unseen { ": " (words) } }
                    }
                }
                @if let (Some(first), true) = (used.values.first(), used.values.len() > 1) {
                    details .more data-keep="open" open[page.problem_of(&form, "choose").is_some()] {
                        summary { (t!(l, "identity-other-values")) span .unseen { ": " (words) } }
                        form .choose method="post" action={ "/review/fact/" (first.by) "/" (used.values[1].by) "/decide" } data-act {
                            (page.hidden())
                            input type="hidden" name="next" value={ "/people/" (view.person.id) "/identity" };
                            input type="hidden" name="attribute" value=(attribute);
                            (radios(page, used.attribute, &form, &used.values))
                            button type="submit" { (t!(l, "decide-use")) }
                        }
                    }
                }
            }
        }
    }
}

fn dyads(page: &Page<'_>, view: &IdentityPage) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="dyads" {
            h2 #dyads { (t!(l, "identity-dyads")) }
            @if view.dyads.is_empty() { p .soft { (t!(l, "identity-dyads-none")) } }
            ul .tries { @for dyad in &view.dyads { (known(page, view, dyad)) } }
        }
    }
}

fn known(page: &Page<'_>, view: &IdentityPage, dyad: &KnownDyad) -> Markup {
    let l = page.l;
    let person = |id: i64, name: &str| {
        html! {
            @if id == view.person.id.0 { strong { (name) } }
            @else { a href={ "/people/" (id) "/identity" } { (name) } }
        }
    };
    html! {
        li {
            p {
                (crate::rich!(l, "identity-dyad", [],
                    infant = person(dyad.infant.id.0, &dyad.infant.name), mother = person(dyad.mother.id.0, &dyad.mother.name)))
                br;
                span .soft {
                    (l.code("technique", &dyad.technique))
                    @if let Some(p) = dyad.probability { ": " (say::likely(l, kith_domain::identity::PairKind::Dyad, p)) }
                }
            }
            @if let Some(record) = dyad.record.filter(|_| opens(page)) { a href={ "/records/" (record) } { (t!(l, "evidence-record", id = record.0.to_string())) } }
        }
    }
}

/// Looking for the person who is the same one, and making the two one.
fn merge(page: &Page<'_>, view: &IdentityPage) -> Markup {
    let l = page.l;
    let id = view.person.id;
    html! {
        section .card aria-labelledby="merge" {
            h2 #merge { (t!(l, "identity-merge")) }
            p .soft { (t!(l, "identity-merge-more")) }
            form .selects method="get" action={ "/people/" (id) "/identity" } role="search" {
                div .field {
                    label for="merge-q" { (t!(l, "identity-search")) }
                    input #merge-q type="search" name="q" value=(view.search) maxlength="200" autocomplete="off";
                }
                button type="submit" { (t!(l, "identity-find")) }
            }
            @if let Some(problem) = page.problem_of("merge", "other") { p .wrong { (problem) } }
            @if !view.search.is_empty() && view.found.is_empty() { p { (t!(l, "identity-found-none", search = view.search.clone())) } }
            ul .tries {
                @for found in &view.found {
                    li {
                        p {
                            strong { (name(l, found)) } br;
                            span .soft {
                                @match found.born { Some(born) => (t!(l, "born-on", day = l.partial(born))), None => (t!(l, "born-unknown")) }
                                " · " (found.source)
                            }
                        }
                        form method="post" action={ "/people/" (id) "/merge" } {
                            (page.hidden())
                            input type="hidden" name="other" value=(found.person);
                            button type="submit" { (t!(l, "identity-merge-with")) span .unseen { ": " (name(l, found)) } }
                        }
                    }
                }
            }
        }
    }
}
