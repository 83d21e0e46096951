//! The decision about a pair: one form, three answers; of a conflict, which value is right.

use kith_app::view::{ReviewPage, StatedValue};
use kith_domain::identity::{Attribute, PairKind, Verdict};
use maud::{Markup, html};

use crate::lang::Lang;
use crate::layout::Page;
use crate::{say, t};

/// The key that leaves a question open. Not `u`, which undoes.
const OPEN: &str = "o";

/// The form. It leads on to the next that waits.
pub(super) fn form(page: &Page<'_>, view: &ReviewPage) -> Markup {
    match &view.conflict {
        Some((attribute, values, why)) => choice(page, view, *attribute, values, why),
        None => verdict(page, view),
    }
}

fn action(view: &ReviewPage) -> String {
    let path = view.path.split('?').next().unwrap_or(&view.path);
    format!("/review/{path}/decide")
}

/// Where the reader goes on after deciding.
fn next(view: &ReviewPage) -> String {
    view.next.as_ref().map_or_else(|| "/review".to_owned(), |next| format!("/review/{next}"))
}

fn verdict(page: &Page<'_>, view: &ReviewPage) -> Markup {
    let l = page.l;
    let dyad = view.kind == PairKind::Dyad;
    let words = |verdict: Verdict| match (verdict, dyad) {
        (Verdict::Same, false) => t!(l, "decide-same"),
        (Verdict::Different, false) => t!(l, "decide-different"),
        (Verdict::Same, true) => t!(l, "decide-mother"),
        (Verdict::Different, true) => t!(l, "decide-not-mother"),
        (Verdict::Unsure, _) => t!(l, "decide-unsure"),
    };
    let keys = [(Verdict::Same, "s"), (Verdict::Different, "d"), (Verdict::Unsure, OPEN)];
    html! {
        section .card.decide aria-labelledby="decide" {
            h2 #decide { @if dyad { (t!(l, "decide-dyad")) } @else { (t!(l, "decide-person")) } }
            form method="post" action=(action(view)) {
                (page.hidden())
                input type="hidden" name="next" value=(next(view));
                @if let Some(problem) = page.problem_of("decide", "verdict") { p .wrong { (problem) } }
                div .answers {
                    @for (verdict, key) in keys {
                        // None of the three is made to look like the right one.
                        button type="submit" name="verdict" value=(verdict.name()) data-press=(key) {
                            (words(verdict)) kbd aria-hidden="true" { (key) }
                        }
                    }
                    (on(l, view))
                }
                (never_again(t!(l, "decide-never")))
                (note(page))
            }
        }
    }
}

/// The way on without deciding.
fn on(l: &Lang, view: &ReviewPage) -> Markup {
    html! {
        @if view.next.is_some() { a .next href=(next(view)) data-press="j" { (t!(l, "decide-next")) } }
    }
}

fn never_again(words: String) -> Markup {
    html! { label .check { input type="checkbox" name="never_again" value="1"; span { (words) } } }
}

/// What may be said beside the answer.
fn note(page: &Page<'_>) -> Markup {
    let l = page.l;
    html! {
        div .field {
            label for="decide-note" { (t!(l, "decide-note")) }
            @if let Some(problem) = page.problem_of("decide", "note") { p .wrong { (problem) } }
            textarea #decide-note name="note" rows="2" maxlength="2000" aria-describedby="decide-note-hint" { (page.typed("decide", "note")) }
            p .hint #decide-note-hint { (t!(l, "decide-note-hint")) }
        }
    }
}

fn choice(
    page: &Page<'_>,
    view: &ReviewPage,
    attribute: Attribute,
    values: &[StatedValue],
    why: &str,
) -> Markup {
    let l = page.l;
    html! {
        section .card.decide aria-labelledby="decide" {
            h2 #decide { (t!(l, "decide-fact")) }
            p .soft { (t!(l, "decide-fact-why", why = l.code("used-why", why))) }
            form method="post" action=(action(view)) {
                (page.hidden())
                input type="hidden" name="next" value=(next(view));
                input type="hidden" name="attribute" value=(attribute.name());
                (radios(page, attribute, "decide", values))
                div .answers {
                    button .primary type="submit" { (t!(l, "decide-use")) }
                    button type="submit" name="verdict" value=(Verdict::Unsure.name()) data-press=(OPEN) formnovalidate {
                        (t!(l, "decide-unsure")) kbd aria-hidden="true" { (OPEN) }
                    }
                    (on(l, view))
                }
                (never_again(t!(l, "decide-never-fact")))
                (note(page))
            }
        }
    }
}

/// One value of several: who states it, since when, which is in use.
pub(in crate::page) fn radios(
    page: &Page<'_>,
    attribute: Attribute,
    form: &str,
    values: &[StatedValue],
) -> Markup {
    let l = page.l;
    html! {
        fieldset .values {
            legend .unseen { (t!(l, "decide-values")) }
            @if let Some(problem) = page.problem_of(form, "choose") { p .wrong { (problem) } }
            @for value in values {
                label .check {
                    input type="radio" name="choose" value=(value.by) checked[value.in_use] required;
                    span {
                        strong { (say::stated(l, attribute.name(), &value.value)) }
                        @if value.in_use { " " span .tag { (t!(l, "value-in-use")) } }
                        br; span .soft { (t!(l, "value-from", source = value.source.clone(), at = l.moment(value.received_at, &page.zone))) }
                    }
                }
            }
        }
    }
}
