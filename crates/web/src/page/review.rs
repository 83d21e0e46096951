//! What waits for somebody to say who is whom: the queue, and one pair side by side.

mod decide;
mod pair;

pub(super) use decide::radios;
pub use pair::pair;

use kith_app::view::{IdentityCard, ReviewLine, ReviewQueue, Waiting};
use kith_domain::identity::PairKind;
use maud::{Markup, html};

use crate::lang::{Lang, whole};
use crate::layout::Page;
use crate::{say, t};

/// The queue.
pub fn review(page: &Page<'_>, view: &ReviewQueue) -> Markup {
    let l = page.l;
    let all: i64 = view.waiting.iter().map(|w| w.count).sum();
    let many = view.waiting.iter().any(|w| w.count >= Waiting::MOST);
    let oldest = view.waiting.iter().filter_map(|w| w.oldest).min();
    let content = html! {
        div .title {
            h1 {
                @match oldest.filter(|_| all > 0) {
                    Some(oldest) if many => (t!(l, "review-title-many", n = all, age = l.lasting(oldest, view.now))),
                    Some(oldest) => (t!(l, "review-title", n = all, age = l.lasting(oldest, view.now))),
                    None => (t!(l, "review-title-none")),
                }
            }
            @if all > 0 { p .lead.second { (t!(l, "review-lead")) } }
        }
        @if all > 0 { (kinds(page, view, &counted(all, many))) }
        @if view.rows.is_empty() { (empty(page, view, all)) }
        @else {
            ul .rows data-list { @for row in &view.rows { (line(page, view, row)) } }
            nav .pages aria-label=(t!(l, "pages-label")) {
                @if page.here.contains("after=") { a href=(address(view.kind, None)) { (t!(l, "page-first")) } }
                @if let Some(next) = &view.next { a .next href=(address(view.kind, Some(next))) { (t!(l, "page-next")) } }
            }
            p .files {
                button .link type="button" data-print hidden { (t!(l, "print")) }
                button .link type="button" data-keys hidden { (t!(l, "keys-title")) }
            }
        }
    };
    page.render(&t!(l, "nav-review"), None, content)
}

/// The address of a part of the queue.
fn address(kind: Option<PairKind>, after: Option<&str>) -> String {
    let kind = kind.map(|kind| format!("kind={}", kind.name()));
    let after = after.map(|after| format!("after={}", crate::filter::encode(after)));
    let pairs: Vec<String> = kind.into_iter().chain(after).collect();
    if pairs.is_empty() { "/review".to_owned() } else { format!("/review?{}", pairs.join("&")) }
}

/// A number that may not have been counted to its end.
fn counted(n: i64, or_more: bool) -> String {
    let more = if or_more { "+" } else { "" };
    format!("{}{more}", whole(n))
}

fn kinds(page: &Page<'_>, view: &ReviewQueue, all: &str) -> Markup {
    let l = page.l;
    let chip = |kind: Option<PairKind>, words: String| {
        html! { a .chip href=(address(kind, None)) aria-current=[(view.kind == kind).then_some("true")] { (words) } }
    };
    html! {
        section .filters aria-label=(t!(l, "review-kinds")) {
            div .chips {
                (chip(None, t!(l, "review-kind-all", n = all)))
                @for Waiting { kind, count, .. } in &view.waiting {
                    @if *count > 0 || view.kind == Some(*kind) { (chip(Some(*kind), kind_words(l, *kind, *count))) }
                }
            }
        }
    }
}

fn kind_words(l: &Lang, kind: PairKind, n: i64) -> String {
    let n = counted(n, n >= Waiting::MOST);
    match kind {
        PairKind::Person => t!(l, "review-kind-person", n = n),
        PairKind::Dyad => t!(l, "review-kind-dyad", n = n),
        PairKind::Fact => t!(l, "review-kind-fact", n = n),
    }
}

fn line(page: &Page<'_>, view: &ReviewQueue, row: &ReviewLine) -> Markup {
    let l = page.l;
    let id = format!(
        "pair-{}-{}-{}{}",
        row.kind.name(),
        row.left.key,
        row.right.key,
        row.attribute.map_or("", |a| a.name())
    );
    html! {
        li .row.pair-row id=(id) data-key=(id) data-row tabindex="-1" {
            div .row-main {
                div .row-head { h2 { a href=(path(row)) data-open { (question(l, row)) } } }
                ul .two-cards { (card(l, &row.left)) (card(l, &row.right)) }
                p .about {
                    @if row.kind != PairKind::Fact { span { (say::likely(l, row.kind, row.probability)) } }
                    @for why in &row.why { span { (l.code("review-why", why)) } }
                }
                @if let Some((who, at)) = &row.looked_at { p .last { (t!(l, "review-looked", name = who.clone(), ago = l.ago(*at, view.now))) } }
            }
            p .days { span .soft { (t!(l, "review-waits", age = l.lasting(row.since, view.now))) } }
        }
    }
}

/// Where a line leads.
fn path(row: &ReviewLine) -> String {
    let attribute = row.attribute.map(|a| format!("?attribute={}", a.name())).unwrap_or_default();
    format!("/review/{}/{}/{}{attribute}", row.kind.name(), row.left.key, row.right.key)
}

/// What is asked of a line, with the names.
fn question(l: &Lang, row: &ReviewLine) -> String {
    let (a, b) = (name(l, &row.left), name(l, &row.right));
    match (row.kind, row.attribute) {
        (PairKind::Dyad, _) => t!(l, "review-question-dyad", infant = a, mother = b),
        (PairKind::Fact, Some(attribute)) => {
            t!(l, "review-question-fact", attribute = l.code("attribute", attribute.name()), name = a)
        }
        _ if a == b => t!(l, "review-question-twice", name = a),
        _ => t!(l, "review-question-person", left = a, right = b),
    }
}

/// The name of a source person, or that there is none.
pub(super) fn name(l: &Lang, card: &IdentityCard) -> String {
    card.name.clone().unwrap_or_else(|| t!(l, "no-name"))
}

fn card(l: &Lang, card: &IdentityCard) -> Markup {
    html! {
        li {
            strong { (name(l, card)) }
            span .soft {
                @match card.born { Some(born) => (t!(l, "born-on", day = l.partial(born))), None => (t!(l, "born-unknown")) }
                " · " (card.source)
            }
        }
    }
}

fn empty(page: &Page<'_>, view: &ReviewQueue, all: i64) -> Markup {
    let l = page.l;
    html! {
        div .empty {
            @if all > 0 && view.kind.is_some() {
                p { (t!(l, "review-empty-kind")) }
                p { a href="/review" { (t!(l, "review-empty-all", n = all)) } }
            } @else {
                p { (t!(l, "review-empty")) }
                p .soft { (t!(l, "review-empty-more")) }
                p { a .button href="/data/files" { (t!(l, "review-empty-files")) } }
            }
        }
    }
}
