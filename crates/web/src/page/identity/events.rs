//! What happened to a person's identity: who moved, why, by whom, and the way back.

use kith_app::view::{IdentityEvent, IdentityPage};
use kith_domain::id::PersonId;
use kith_domain::identity::PairKind;
use maud::{Markup, html};

use crate::layout::Page;
use crate::page::review::name;
use crate::{say, t};

/// How many are shown before somebody asks for older ones.
const FIRST: usize = 20;

/// The list, newest first.
pub(super) fn events(page: &Page<'_>, view: &IdentityPage) -> Markup {
    let l = page.l;
    let all = view.events.len();
    let shown = if page.here.contains("older=1") { all } else { all.min(FIRST) };
    html! {
        section .card aria-labelledby="events" {
            h2 #events { (t!(l, "identity-events")) }
            @if view.events.is_empty() { p .soft { (t!(l, "identity-events-none")) } }
            ul .tries { @for event in view.events.iter().take(shown) { (one(page, view.person.id, event)) } }
            @if shown < all {
                p { a href={ "/people/" (view.person.id) "/identity?older=1#events" } { (t!(l, "events-older", n = all - shown)) } }
            } @else if all >= IdentityPage::TOLD {
                p .soft { (t!(l, "events-most", n = all)) }
            }
        }
    }
}

fn one(page: &Page<'_>, person: PersonId, event: &IdentityEvent) -> Markup {
    let l = page.l;
    // Taking back an act is an event too: what came by it leaves, what left by it comes.
    let back = event.undone
        && event.moves.iter().any(|(_, from, to)| match event.what.as_str() {
            "same" | "merge" => *from == person,
            "different" | "split" => *to == person,
            _ => false,
        });
    let what = match (event.about, event.what.as_str()) {
        (Some(PairKind::Dyad), "same") => t!(l, "event-dyad-same"),
        (Some(PairKind::Dyad), "different") => t!(l, "event-dyad-different"),
        (_, what) => l.code("event", what),
    };
    let what = if back { t!(l, "event-back", what = what) } else { what };
    let by = if event.by == "linkage" { t!(l, "event-by-linkage") } else { event.by.clone() };
    html! {
        li .undone[event.undone && !back] {
            div {
                p {
                    strong { (what) } " "
                    span .soft { (t!(l, "recorded-by", name = by, ago = l.moment(event.at, &page.zone))) }
                    @if event.undone && !back { span .soft { " · " (t!(l, "taken-back")) } }
                }
                @for (card, from, to) in &event.moves {
                    p .soft {
                        @let who = t!(l, "event-who", name = name(l, card), source = card.source.clone());
                        @if *to == person { (t!(l, "event-came", who = who)) } @else if *from == person { (t!(l, "event-left", who = who)) } @else { (who) }
                    }
                }
                @if let Some(p) = event.probability { p .soft { (say::likely(l, PairKind::Person, p)) } }
                @if let Some(note) = &event.note { p { span .quote { (note) } } }
            }
            @if let (Some(act), false) = (event.act, event.undone) {
                form method="post" action={ "/acts/" (act) "/undo" } data-act {
                    (page.hidden())
                    button .plain type="submit" { (t!(l, "undo")) span .unseen { ": " (what) } }
                }
            }
        }
    }
}
