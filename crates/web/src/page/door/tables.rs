//! A table of referrals: put in, looked at row by row, then sent as if each row had been typed.

use kith_app::front_door::tables::{TableFile, TablePage, TableRow};
use kith_app::programme::Words;
use maud::{Markup, html};

use super::{file_field, partner_field, wrong};
use crate::layout::Page;
use crate::t;

/// Rows that a page shows of a kind.
const SHOWN: usize = 200;

/// The page with the form and the list.
pub fn tables(page: &Page<'_>, kinds: &[Words], files: &[TableFile]) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            p .back { a href="/front-door" { (t!(l, "nav-front-door")) } }
            h1 { (t!(l, "tables-title")) }
            p .lead.second { (t!(l, "tables-lead")) }
        }
        @if kinds.is_empty() { div .empty { p { (t!(l, "tables-none")) } p .soft { (t!(l, "tables-none-more")) } } }
        @else {
            section .card aria-labelledby="put" {
                h2 #put { (t!(l, "tables-put")) }
                form .put method="post" action="/referral-tables" enctype="multipart/form-data" {
                    (page.hidden())
                    (file_field(page, "table", &t!(l, "tables-file"), &t!(l, "tables-file-hint"), ".csv,.tsv,.xlsx"))
                    div .field {
                        label for="columns" { (t!(l, "tables-columns")) }
                        (wrong(page, "table", "columns"))
                        select #columns name="columns" { @for kind in kinds { option value=(kind.en) selected[page.typed("table", "columns") == kind.en] { (l.words(kind)) } } }
                    }
                    (partner_field(page, "table"))
                    button .primary type="submit" { (t!(l, "files-look")) }
                }
            }
        }
        @if !files.is_empty() {
            section .card aria-labelledby="list" {
                h2 #list { (t!(l, "files-list")) }
                ul .tries {
                    @for file in files {
                        li { p {
                            a href={ "/referral-tables/" (file.file) } { strong { (file.name) } } " " span .soft { (file.sender) } br;
                            span .soft { (file.by) " · " (l.moment(file.at, &page.zone)) " · " } (state(page, file))
                        } }
                    }
                }
            }
        }
    };
    page.render(&t!(l, "tables-title"), None, content)
}

fn state(page: &Page<'_>, file: &TableFile) -> Markup {
    let l = page.l;
    html! {
        @if file.done.is_some() { span { (t!(l, "tables-sent")) } }
        @else if file.erased { span .soft { (t!(l, "file-state-gone")) } }
        @else { span .waits { (t!(l, "file-state-preview")) } }
    }
}

/// One table.
pub fn table(page: &Page<'_>, file: &TableFile, view: Option<&TablePage>) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            p .back { a href="/referral-tables" { (t!(l, "tables-title")) } }
            h1 { (file.name) }
            p .when { (file.sender) " · " (state(page, file)) }
        }
        @match view {
            None => p .note { (t!(l, "directory-erased")) },
            Some(view) => (looked(page, file, view)),
        }
    };
    page.render(&file.name, None, content)
}

fn looked(page: &Page<'_>, file: &TableFile, view: &TablePage) -> Markup {
    let l = page.l;
    let (fine, bad) = view.counts();
    let path = format!("/referral-tables/{}", file.file);
    let (wrong, right): (Vec<&TableRow>, Vec<&TableRow>) =
        view.rows.iter().partition(|row| !row.wrong.is_empty());
    html! {
        ul .would {
            li .none[fine == 0] { strong { (fine) } " " span { (t!(l, "table-fine", n = fine)) } }
            li .none[bad == 0] { strong { (bad) } " " span { (t!(l, "table-bad", n = bad)) } }
        }
        p .soft { (l.words(&view.title)) }
        @if !view.missing.is_empty() { p .note { (t!(l, "table-missing", columns = view.missing.join(", "))) } }
        @if !view.left_out.is_empty() { p .note { (t!(l, "table-left-out", columns = view.left_out.join(", "))) } }
        @if file.done.is_none() {
            @if fine > 0 {
                form .put method="post" action={ (path) "/commit" } {
                    (page.hidden())
                    p { (t!(l, "table-means")) }
                    button .primary type="submit" { (t!(l, "table-send", n = fine)) }
                }
            }
            form method="post" action={ (path) "/discard" } { (page.hidden()) button .link type="submit" { (t!(l, "directory-discard")) } }
        } @else {
            p .files { a href={ (path) "/receipts.csv" } download { (t!(l, "table-receipts")) } }
        }
        @if !wrong.is_empty() {
            section .card aria-labelledby="wrong" {
                h2 #wrong { (t!(l, "table-wrong-title")) }
                ul .tries { @for row in wrong.iter().take(SHOWN) { li { div { (named(page, row)) ul .why { @for mend in &row.wrong {
                    li {
                        @if mend.column.is_empty() { strong { (l.words(&mend.question)) } } @else { strong { (mend.column) } " " span .soft { (l.words(&mend.question)) } }
                        " " (l.words(&mend.what))
                    }
                } } } } } }
                (more(page, wrong.len()))
            }
        }
        @if !right.is_empty() {
            section .card aria-labelledby="fine" {
                h2 #fine { @if file.done.is_some() { (t!(l, "table-sent-title")) } @else { (t!(l, "table-fine-title")) } }
                ul .tries { @for row in right.iter().take(SHOWN) { li { (named(page, row)) @if let Some(number) = &row.receipt {
                    p .soft {
                        (t!(l, "sent-number", number = number.clone()))
                        @if row.again { " · " (t!(l, "table-again")) }
                    }
                } } } }
                (more(page, right.len()))
            }
        }
    }
}

fn named(page: &Page<'_>, row: &TableRow) -> Markup {
    html! { p { (t!(page.l, "table-line", n = row.line)) @if !row.name.is_empty() { ": " strong { (row.name) } } } }
}

fn more(page: &Page<'_>, n: usize) -> Markup {
    html! { @if n > SHOWN { p .soft { (t!(page.l, "directory-more", n = n - SHOWN)) } } }
}
