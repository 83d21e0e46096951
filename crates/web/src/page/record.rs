//! The record behind a fact, as it came.

use kith_app::RecordView;
use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

/// The page: where it came from, when, and what it says.
pub fn record(page: &Page<'_>, view: &RecordView) -> Markup {
    let l = page.l;
    let RecordView { reference, source, received_at, superseded, partial, json } = view;
    let content = html! {
        div .title {
            h1 { (reference) }
            p .when { (t!(l, "record-line", source = source.clone(), at = l.moment(*received_at, &page.zone))) }
        }
        @if *superseded { p .care { (t!(l, "record-superseded")) } }
        pre .json tabindex="0" role="region" aria-label=(reference) { (json) }
        p .soft { @if *partial { (t!(l, "record-partial")) } @else { (t!(l, "record-more")) } }
    };
    page.render(reference, None, content)
}
