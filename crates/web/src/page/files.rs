//! Files that somebody puts in by hand: the form, and what became of each.

mod preview;
mod remark;
mod rows;

pub use preview::preview;

use kith_app::view::{FilesPage, UploadLine, UploadState};
use maud::{Markup, html};

use crate::lang::Lang;
use crate::layout::Page;
use crate::t;

/// The page of files.
pub fn files(page: &Page<'_>, view: &FilesPage) -> Markup {
    let l = page.l;
    let looked = view.uploads.iter().filter(|u| u.state == UploadState::Preview).count();
    let content = html! {
        div .title {
            h1 {
                @if view.uploads.is_empty() { (t!(l, "files-title-none")) }
                @else if looked > 0 { (t!(l, "files-title-looked", n = looked)) }
                @else { (t!(l, "files-title")) }
            }
            p .lead.second { (t!(l, "files-lead")) }
        }
        nav .chips aria-label=(t!(l, "data-parts")) {
            a .chip href="/data" { (t!(l, "files-sources")) }
            a .chip href="/data/files" aria-current="page" { (t!(l, "files-nav")) }
        }
        (put_in(page, view))
        @if view.uploads.is_empty() {
            div .empty { p { (t!(l, "files-empty")) } p .soft { (t!(l, "files-empty-more")) } }
        } @else {
            section .card aria-labelledby="uploads" {
                h2 #uploads { (t!(l, "files-list")) }
                ul .tries { @for upload in &view.uploads { (line(page, upload)) } }
            }
        }
    };
    page.render(&t!(l, "files-nav"), None, content)
}

fn put_in(page: &Page<'_>, view: &FilesPage) -> Markup {
    let l = page.l;
    let wrong = |field: &str| {
        html! { @if let Some(problem) = page.problem_of("file", field) { p .wrong id={ "file-" (field) "-wrong" } { (problem) } } }
    };
    html! {
        section .card aria-labelledby="put" {
            h2 #put { (t!(l, "files-put")) }
            form .put method="post" action="/data/files" enctype="multipart/form-data" {
                (page.hidden())
                div .field {
                    label for="file" { (t!(l, "files-file")) }
                    p .hint #file-hint { (t!(l, "files-file-hint")) }
                    (wrong("file"))
                    input #file type="file" name="file" required accept=".csv,.tsv,.txt,.xlsx,.xlsm,.json,.ndjson,.dat,.ije" aria-describedby="file-hint";
                }
                div .field {
                    label for="file-source" { (t!(l, "files-source")) }
                    p .hint #file-source-hint { (t!(l, "files-source-hint")) }
                    (wrong("source"))
                    input #file-source name="source" value=(page.typed("file", "source")) required maxlength="100" list="file-sources" autocomplete="off" aria-describedby="file-source-hint";
                    datalist #file-sources { @for (_, name) in &view.sources { option value=(name) {} } }
                }
                button .primary type="submit" { (t!(l, "files-look")) }
            }
            p .files { a href="/data/files/template.csv" download { (t!(l, "files-template")) } }
        }
    }
}

fn line(page: &Page<'_>, upload: &UploadLine) -> Markup {
    let l = page.l;
    html! {
        li {
            p {
                @if upload.opens { a href={ "/data/files/" (upload.id) } { strong { (upload.name) } } } @else { strong { (upload.name) } } br;
                span .soft { (upload.source) " · " (t!(l, "recorded-by", name = upload.by.clone(), ago = l.moment(upload.at, &page.zone))) }
                br; (state(l, upload))
            }
            @if upload.may_undo { (undo(page, upload)) }
        }
    }
}

/// Where an upload stands, in words.
fn state(l: &Lang, upload: &UploadLine) -> Markup {
    html! {
        @match (upload.state, upload.counts) {
            (UploadState::Preview, _) => span .waits { (t!(l, "file-state-preview")) },
            (UploadState::Committed, Some((taken, aside))) => span { (t!(l, "file-state-in-counts", taken = taken, aside = aside)) },
            (UploadState::Committed, None) => span { (t!(l, "file-state-in")) },
            (UploadState::Undone, _) => span .soft {
                (t!(l, "file-state-back"))
                @if upload.stayed > 0 { ". " (t!(l, "file-stayed", n = upload.stayed)) }
            },
            (UploadState::Discarded, _) => span .soft { (t!(l, "file-state-gone")) },
        }
    }
}

/// Taking the rows of a file back.
fn undo(page: &Page<'_>, upload: &UploadLine) -> Markup {
    let l = page.l;
    html! {
        form method="post" action={ "/data/files/" (upload.id) "/undo" } {
            (page.hidden())
            button type="submit" { (t!(l, "file-undo")) span .unseen { ": " (upload.name) } }
        }
    }
}
