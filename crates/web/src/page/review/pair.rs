//! One pair: what each record says, side by side, what speaks for and against, and the decision.

use kith_app::view::{Alike, CompareRow, ReviewPage};
use kith_domain::identity::{PairKind, Verdict};
use maud::{Markup, html};

use super::{decide, name};
use crate::chart;
use crate::lang::Lang;
use crate::layout::Page;
use crate::{say, t};

/// The page.
pub fn pair(page: &Page<'_>, view: &ReviewPage) -> Markup {
    let l = page.l;
    let title = title(l, view);
    let content = html! {
        div .title {
            p .back { a href="/review" { (t!(l, "nav-review")) } }
            h1 { (title) }
            p .lead.second { (standing(page, view)) }
        }
        @if let Some((verdict, who, at, act)) = &view.standing {
            div .standing {
                p { (verdict_words(l, view.kind, *verdict)) " " span .soft { (t!(l, "recorded-by", name = who.clone(), ago = l.moment(*at, &page.zone))) } }
                form method="post" action={ "/acts/" (act) "/undo" } { (page.hidden()) button type="submit" { (t!(l, "take-back")) } }
            }
        }
        @for code in view.waterfall.iter().flat_map(|w| &w.constraints) { p .care.loud { (l.code("constraint", code)) } }
        (compare(page, view))
        (decide::form(page, view))
        @if let Some(waterfall) = &view.waterfall {
            section .card {
                (chart::waterfall(l, "weights", view.kind, waterfall).figure(l, 2))
                p .files { a href={ "/review/" (json(&view.path)) } download { (t!(l, "review-json")) } }
            }
        }
    };
    page.render(&title, None, content)
}

/// The path of the same reasoning as JSON.
fn json(path: &str) -> String {
    match path.split_once('?') {
        Some((path, query)) => format!("{path}.json?{query}"),
        None => format!("{path}.json"),
    }
}

fn title(l: &Lang, view: &ReviewPage) -> String {
    match (view.kind, &view.conflict) {
        (PairKind::Fact, Some((attribute, _, _))) => {
            t!(
                l,
                "pair-title-fact",
                attribute = l.code("attribute", attribute.name()),
                name = name(l, &view.left)
            )
        }
        (PairKind::Dyad, _) => {
            t!(l, "pair-title-dyad", infant = name(l, &view.left), mother = name(l, &view.right))
        }
        _ => t!(l, "pair-title-person"),
    }
}

/// How likely, whether they are together at present, since when it waits.
fn standing(page: &Page<'_>, view: &ReviewPage) -> Markup {
    let l = page.l;
    let joined = match (view.kind, view.joined) {
        (PairKind::Person, true) => Some(t!(l, "pair-joined")),
        (PairKind::Person, false) => Some(t!(l, "pair-apart")),
        (PairKind::Dyad, true) => Some(t!(l, "pair-dyad-joined")),
        (PairKind::Dyad, false) => Some(t!(l, "pair-dyad-apart")),
        (PairKind::Fact, _) => None,
    };
    html! {
        @if let Some(waterfall) = &view.waterfall { (t!(l, "pair-likely", likely = say::likely(l, view.kind, waterfall.probability))) " " }
        @if let Some(joined) = joined { (joined) " " }
        @if let Some(since) = view.waits_since { (t!(l, "pair-waits", age = l.lasting(since, page.now))) }
    }
}

fn verdict_words(l: &Lang, kind: PairKind, verdict: Verdict) -> String {
    let what = if kind == PairKind::Dyad { "dyad" } else { "person" };
    l.say(&format!("verdict-{what}-{}", verdict.name()), &[])
}

fn compare(page: &Page<'_>, view: &ReviewPage) -> Markup {
    let l = page.l;
    let (left, right) = match view.kind {
        PairKind::Dyad => (t!(l, "th-infant"), t!(l, "th-mother")),
        _ => (view.left.source.clone(), view.right.source.clone()),
    };
    html! {
        section .card aria-labelledby="side" {
            h2 #side { (t!(l, "pair-side")) }
            div .scroll tabindex="0" role="group" aria-labelledby="side" {
                table .side {
                    caption .unseen { (t!(l, "pair-side")) }
                    thead { tr {
                        th scope="col" { (t!(l, "th-what")) }
                        (head(l, &left, view.left.person.0))
                        (head(l, &right, view.right.person.0))
                        th scope="col" { (t!(l, "th-alike")) }
                    } }
                    tbody { @for row in &view.rows { (compare_row(l, view.kind, row)) } }
                }
            }
        }
    }
}

fn head(l: &Lang, words: &str, person: i64) -> Markup {
    html! {
        th scope="col" {
            (words) br; a href={ "/people/" (person) "/identity" } { (t!(l, "pair-identity")) span .unseen { ": " (words) } }
        }
    }
}

fn compare_row(l: &Lang, kind: PairKind, row: &CompareRow) -> Markup {
    // A baby has neither her mother's name nor her birth date: that they differ says nothing.
    let own = kind == PairKind::Dyad && matches!(row.label, "name" | "born");
    let alike = if own { Alike::Missing } else { row.alike };
    let label = l.code("side", row.label);
    let cell = |values: &[String]| {
        html! {
            @if values.is_empty() { span .soft { (t!(l, "says-nothing")) } }
            @for (i, value) in values.iter().enumerate() { @if i > 0 { br; } (say::stated(l, row.label, value)) }
        }
    };
    let (class, words) = match alike {
        Alike::Same => ("alike-same", t!(l, "alike-same")),
        Alike::Similar => ("alike-similar", t!(l, "alike-similar")),
        Alike::Differs => ("alike-differs", t!(l, "alike-differs")),
        Alike::Missing => ("alike-missing", String::new()),
    };
    html! {
        tr class=(class) {
            th scope="row" { (label) }
            td { (cell(&row.left)) }
            td { (cell(&row.right)) }
            td .alike { @if !words.is_empty() { (shape(alike)) (words) } }
        }
    }
}

/// A shape that goes with how two values compare: never colour alone.
fn shape(alike: Alike) -> Markup {
    html! {
        svg .shape viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
            @match alike {
                Alike::Same => path .stroke d="M2.5 6h11M2.5 10h11" {},
                Alike::Similar => path .stroke d="M2 8.5c2-3.4 4-3.4 6 0s4 3.4 6 0" {},
                Alike::Differs => path .stroke d="M2.5 6h11M2.5 10h11M11 2.5 5 13.5" {},
                Alike::Missing => circle .open cx="8" cy="8" r="5" {},
            }
        }
    }
}
