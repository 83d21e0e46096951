//! A file, looked at before any of it counts: how it was read, which column is what, what would happen; and what stays
//! of it when its bytes are erased.

use kith_app::view::{ColumnView, FilePreview, UploadState};
use maud::{Markup, html};

use super::remark::remark;
use super::rows;
use crate::lang::{Lang, whole};
use crate::layout::Page;
use crate::t;

/// Below this, a proposed column is shown as one to look at.
const SURE: f64 = 0.7;

/// The page.
pub fn preview(page: &Page<'_>, view: &FilePreview) -> Markup {
    let l = page.l;
    let upload = &view.upload;
    let open = upload.state == UploadState::Preview;
    let [new, changed, unchanged, aside] = view.would;
    let counted = open || upload.counts.is_some();
    let content = html! {
        div .title {
            p .back { a href="/data/files" { (t!(l, "files-nav")) } }
            h1 {
                @if !open { (upload.name) }
                @else if new + changed == 0 { (t!(l, "preview-title-none")) }
                @else { (t!(l, "preview-title", n = new + changed)) }
            }
            p .lead.second {
                @if open { (t!(l, "preview-lead", name = upload.name.clone(), source = upload.source.clone())) } @else { (super::state(l, upload)) }
            }
        }
        @if counted {
            ul .would {
                (count(l, "would-new", new)) (count(l, "would-changed", changed))
                (count(l, "would-unchanged", unchanged)) (count(l, "would-aside", aside))
            }
        }
        (said_of_all(page, view))
        @if open {
            @if view.columns.is_empty() { (read_as(l, view)) } @else { (mapping(page, view)) }
            (commit(page, view))
        } @else {
            @if counted { (read_as(l, view)) }
            @if upload.may_undo { (super::undo(page, upload)) }
        }
        @if !view.problems.is_empty() { (rows::problems(page, view)) }
        @if !view.rows.is_empty() { (rows::first(page, view)) }
        p .files {
            @if aside > 0 { a href={ "/data/files/" (upload.id) "/problems.csv" } download { (t!(l, "preview-problems-csv")) } }
            @if !view.mapping.is_empty() { a href={ "/data/files/" (upload.id) "/mapping.toml" } download { (t!(l, "preview-mapping-toml")) } }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&upload.name, None, content)
}

/// What is to be said of the file as a whole.
fn said_of_all(page: &Page<'_>, view: &FilePreview) -> Markup {
    let l = page.l;
    let erased = view.erased.map(|at| l.moment(at, &page.zone));
    html! {
        @if let Some(n) = view.absent.filter(|_| view.upload.state != UploadState::Undone) {
            p .note {
                (t!(l, "file-absent", n = n))
                @if n > 0 && view.would[3] > 0 { " " (t!(l, "file-absent-aside")) }
            }
        }
        @if view.elsewhere > 0 { p .note { (t!(l, "file-elsewhere", n = view.elsewhere)) } }
        @if let Some(at) = erased {
            p .note {
                @if view.upload.state == UploadState::Discarded { (t!(l, "file-erased-whole", at = at)) }
                @else { (t!(l, "file-erased", at = at)) }
            }
        }
        @if !view.notes.is_empty() { ul .file-notes { @for note in &view.notes { li { (remark(l, note)) } } } }
    }
}

fn count(l: &Lang, key: &str, n: u64) -> Markup {
    html! { li .none[n == 0] { strong { (whole(n as i64)) } " " span { (l.say(key, &[("n", n.into())])) } } }
}

fn read_as(l: &Lang, view: &FilePreview) -> Markup {
    html! {
        p .soft.place {
            span { (l.code("file-format", &view.format)) }
            @for (label, value) in &view.read_as { span { (l.code("file-read", label)) ": " (read_value(l, label, value)) } }
        }
    }
}

/// How a file was read, in words: a separator has a name.
fn read_value(l: &Lang, label: &str, value: &str) -> String {
    match (label, value) {
        ("delimiter", ",") => t!(l, "separator-comma"),
        ("delimiter", ";") => t!(l, "separator-semicolon"),
        ("delimiter", "tab") => t!(l, "separator-tab"),
        ("delimiter", "|") => t!(l, "separator-bar"),
        _ => value.to_owned(),
    }
}

/// The columns, and how dates are read.
fn mapping(page: &Page<'_>, view: &FilePreview) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="columns" {
            h2 #columns { (t!(l, "preview-columns")) }
            (read_as(l, view))
            form .mapping method="post" action={ "/data/files/" (view.upload.id) "/mapping" } {
                (page.hidden())
                @if let Some(problem) = page.problem_of("mapping", "columns") { p .wrong { (problem) } }
                (dates(page, view))
                div .scroll tabindex="0" role="group" aria-labelledby="columns" {
                    table .columns {
                        caption { (t!(l, "preview-columns-more", days = view.keep_days)) }
                        thead { tr {
                            th scope="col" { (t!(l, "th-column")) } th scope="col" { (t!(l, "th-is")) }
                            th scope="col" { (t!(l, "th-samples")) } th scope="col" { (t!(l, "th-because")) }
                        } }
                        tbody { @for column in &view.columns { (column_row(l, view, column)) } }
                    }
                }
                label .check {
                    input type="checkbox" name="snapshot" value="1" checked[view.snapshot];
                    span { (t!(l, "preview-snapshot")) }
                }
                button type="submit" { (t!(l, "preview-again")) }
            }
        }
    }
}

fn column_row(l: &Lang, view: &FilePreview, column: &ColumnView) -> Markup {
    let id = format!("column-{}", column.index);
    html! {
        tr .left-out[column.field.is_none()] {
            th scope="row" {
                label for=(id) {
                    @if column.header.is_empty() { (t!(l, "column-no-header", n = column.index + 1)) } @else { (column.header) }
                }
            }
            td {
                select id=(id) name={ "field-" (column.index) } {
                    option value="" selected[column.field.is_none()] { (t!(l, "column-left-out")) }
                    @for (group, fields) in &view.fields {
                        optgroup label=(l.code("fields", group)) {
                            @for field in fields {
                                option value=(field) selected[column.field.as_ref() == Some(field)] { (l.code("takes", field)) }
                            }
                        }
                    }
                }
            }
            td .samples { @for sample in column.samples.iter().take(3) { span { (sample) } } }
            td .soft {
                (l.code("column-why", &column.why))
                @if column.field.is_some() && column.confidence < SURE { br; span .waits { (t!(l, "column-unsure")) } }
                @if let Some((month_first, day_first, either)) = column.dates {
                    br; (t!(l, "column-dates", month = month_first, day = day_first, either = either))
                }
            }
        }
    }
}

/// Dates such as 3/4/2026, said aloud, with the choice.
fn dates(page: &Page<'_>, view: &FilePreview) -> Markup {
    let l = page.l;
    html! {
        @if view.ambiguous_dates > 0 || view.date_order.is_some() {
            fieldset .choices.dates {
                legend { (t!(l, "dates-legend")) }
                @if view.ambiguous_dates > 0 { p .hint { (t!(l, "dates-hint", n = view.ambiguous_dates)) } }
                @if let Some(problem) = page.problem_of("mapping", "date_order") { p .wrong { (problem) } }
                @for order in ["MDY", "DMY"] {
                    label {
                        input type="radio" name="date_order" value=(order) checked[view.date_order.as_deref() == Some(order)];
                        span { (l.code("dates-order", order)) }
                    }
                }
            }
        }
    }
}

fn commit(page: &Page<'_>, view: &FilePreview) -> Markup {
    let l = page.l;
    let [new, changed, _, aside] = view.would;
    html! {
        section .card aria-labelledby="commit" {
            h2 #commit { (t!(l, "commit-title")) }
            @if view.missing.is_empty() {
                p { (t!(l, "commit-words", n = new + changed, aside = aside)) }
                form method="post" action={ "/data/files/" (view.upload.id) "/commit" } {
                    (page.hidden())
                    button .primary type="submit" { (t!(l, "commit-do", n = new + changed)) }
                }
            } @else {
                p { (t!(l, "commit-missing")) }
                ul .missing { @for code in &view.missing { li .waits { (l.code("file-missing", code)) } } }
            }
            form method="post" action={ "/data/files/" (view.upload.id) "/undo" } {
                (page.hidden())
                button .link type="submit" { (t!(l, "file-discard")) }
            }
        }
    }
}
