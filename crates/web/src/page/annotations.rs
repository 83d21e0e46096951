//! What was changed and when, beside the chart of a measure.

use kith_app::view::MeasurePage;
use maud::{Markup, html};

use super::goods::field;
use crate::layout::Page;
use crate::t;

/// The form's name.
pub(crate) const FORM: &str = "annotation";

/// What was changed, numbered as on the chart; with the way to take it back, or only to be read.
pub(super) fn list(page: &Page<'_>, view: &MeasurePage, acts: bool) -> Markup {
    let l = page.l;
    html! {
        @if !view.annotations.is_empty() {
            ol .changed-list {
                @for note in &view.annotations { li { div {
                    p {
                        strong { (l.date(note.on)) } @if let Some(site) = &note.site { " · " (site) }
                        br; (note.words)
                        " " span .soft { (t!(l, "changed-by", by = note.by.clone())) }
                    }
                    @if acts && note.may_undo {
                        form method="post" action={ "/annotations/" (note.id) "/undo" } {
                            (page.hidden())
                            button .quiet type="submit" { (t!(l, "changed-undo")) " " span .unseen { (note.words) } }
                        }
                    }
                } } }
            }
        }
    }
}

/// The card of what was changed, and the form for whoever may write one down.
pub(super) fn annotations(page: &Page<'_>, view: &MeasurePage) -> Markup {
    let l = page.l;
    if view.annotations.is_empty() && !view.may_annotate {
        return html! {};
    }
    let open = page.problem.as_ref().is_some_and(|p| p.form == FORM);
    html! {
        section .card aria-labelledby="changed" {
            h2 #changed { (t!(l, "changed-title")) }
            @if view.annotations.is_empty() { p .soft { (t!(l, "changed-none")) } }
            (list(page, view, true))
            @if view.may_annotate {
                details .act data-keep="open" open[open] {
                    summary .button { (t!(l, "changed-new")) }
                    form .goods-form method="post" action={ "/measures/" (view.row.measure.id) "/annotations" } {
                        (page.hidden())
                        @if let Some((id, _)) = &view.organization { input type="hidden" name="clinic" value=(id); }
                        (field(page, FORM, "on", &t!(l, "changed-on"), |id, wrong| html! {
                            input id=(id) type="date" name="on" required value=(page.typed(FORM, "on")) aria-describedby=[wrong];
                        }))
                        (field(page, FORM, "words", &t!(l, "changed-words"), |id, wrong| html! {
                            input id=(id) type="text" name="words" required maxlength="200" autocomplete="off" value=(page.typed(FORM, "words")) aria-describedby=[wrong];
                        }))
                        p .hint { (t!(l, "changed-hint")) }
                        button type="submit" { (t!(l, "changed-save")) }
                    }
                }
            }
        }
    }
}
