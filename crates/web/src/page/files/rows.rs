//! The rows of a file as they would be taken, and those set aside with the reason.

use kith_app::view::{FilePreview, RowView};
use maud::{Markup, html};

use super::remark::remark;
use crate::lang::Lang;
use crate::layout::Page;
use crate::t;

/// The first rows.
pub(super) fn first(page: &Page<'_>, view: &FilePreview) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="rows" {
            h2 #rows { (t!(l, "rows-title", n = view.rows.len())) }
            ul .file-rows {
                @for row in &view.rows {
                    li {
                        h3 { (t!(l, "row-line", n = row.line)) " " span .becomes { (l.code("becomes", row.becomes)) } }
                        (says(l, row))
                        @for note in &row.notes { p .note { (remark(l, note)) } }
                    }
                }
            }
        }
    }
}

fn says(l: &Lang, row: &RowView) -> Markup {
    let shown = |field: &str, value: &str| match field {
        "mother.language" => l.language_name(value),
        _ => value.to_owned(),
    };
    html! {
        dl .says {
            @for (field, value) in &row.says { div { dt { (l.code("takes", field)) } dd { (shown(field, value)) } } }
        }
    }
}

/// The rows set aside.
pub(super) fn problems(page: &Page<'_>, view: &FilePreview) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="aside" {
            h2 #aside { (t!(l, "aside-title", n = view.would[3])) }
            p .soft #aside-more { (t!(l, "aside-more")) }
            div .scroll tabindex="0" role="group" aria-labelledby="aside" {
                table .aside-rows {
                    caption .unseen { (t!(l, "aside-title", n = view.would[3])) }
                    thead { tr {
                        th scope="col" { (t!(l, "th-line")) } th scope="col" { (t!(l, "th-column")) }
                        th scope="col" { (t!(l, "th-wrong")) } th scope="col" { (t!(l, "th-do")) }
                    } }
                    tbody {
                        @for row in &view.problems {
                            @let (column, words, help) = row.problem.clone().unwrap_or_default();
                            tr {
                                th scope="row" data-label=(t!(l, "th-line")) { (row.line) }
                                td { (column) } td { (remark(l, &words)) } td { (remark(l, &help)) }
                            }
                        }
                    }
                }
            }
            @if (view.problems.len() as u64) < view.would[3] { p .note { (t!(l, "aside-first", n = view.problems.len())) } }
        }
    }
}
