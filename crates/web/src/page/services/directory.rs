//! Directories of services: put in, looked at before any of it counts, taken in, taken back.

use kith_app::services::{Directories, DirectoryPage, PlannedLine};
use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

/// Lines that a page shows of a kind.
const SHOWN: usize = 200;

/// The page with the form and the list.
pub fn directories(page: &Page<'_>, all: &[Directories]) -> Markup {
    let l = page.l;
    let wrong = |field: &str| {
        html! { @if let Some(problem) = page.problem_of("directory", field) { p .wrong id={ "directory-" (field) "-wrong" } role="alert" { (problem) } } }
    };
    let content = html! {
        div .title {
            p .back { a href="/services" { (t!(l, "services-all-title")) } }
            h1 { (t!(l, "directories-title")) }
            p .lead.second { (t!(l, "directories-lead")) }
        }
        section .card aria-labelledby="put" {
            h2 #put { (t!(l, "directories-put")) }
            form .put method="post" action="/services/directories" enctype="multipart/form-data" {
                (page.hidden())
                div .field {
                    label for="file" { (t!(l, "directories-files")) }
                    p .hint #file-hint { (t!(l, "directories-files-hint")) }
                    (wrong("file"))
                    input #file type="file" name="file" required multiple accept=".json,.csv,.zip" aria-describedby="file-hint";
                }
                div .field {
                    label for="source" { (t!(l, "directories-source")) }
                    p .hint #source-hint { (t!(l, "directories-source-hint")) }
                    (wrong("source"))
                    input #source name="source" value=(page.typed("directory", "source")) required maxlength="100" autocomplete="off" aria-describedby="source-hint" list="sources";
                    datalist #sources { @for name in names(all) { option value=(name) {} } }
                }
                button .primary type="submit" { (t!(l, "files-look")) }
            }
        }
        @if all.is_empty() { div .empty { p { (t!(l, "directories-empty")) } } }
        @else {
            section .card aria-labelledby="list" {
                h2 #list { (t!(l, "files-list")) }
                ul .tries {
                    @for one in all {
                        li { p {
                            a href={ "/services/directories/" (one.file) } { strong { (one.source) } } " " span .soft { (one.name) } br;
                            span .soft { (one.by) " · " (l.moment(one.at, &page.zone)) " · " } (state(page, one))
                        } }
                    }
                }
            }
        }
    };
    page.render(&t!(l, "directories-title"), None, content)
}

/// The directories that are known, each once.
fn names(all: &[Directories]) -> Vec<&str> {
    let mut names: Vec<&str> = all.iter().map(|one| one.source.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn state(page: &Page<'_>, one: &Directories) -> Markup {
    let l = page.l;
    html! {
        @if one.undone.is_some() { span .soft { (t!(l, "file-state-back")) } }
        @else if one.done.is_some() { span { (t!(l, "file-state-in")) } }
        @else { span .waits { (t!(l, "file-state-preview")) } }
    }
}

/// One directory: what it says, or what became of it.
pub fn directory(page: &Page<'_>, one: &Directories, view: Option<&DirectoryPage>) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            p .back { a href="/services/directories" { (t!(l, "directories-title")) } }
            h1 { (one.source) }
            p .when { (one.name) " · " (state(page, one)) }
        }
        @match view {
            None => p .note { (t!(l, "directory-erased")) },
            Some(view) => (looked(page, one, view)),
        }
    };
    page.render(&one.source, None, content)
}

fn looked(page: &Page<'_>, one: &Directories, view: &DirectoryPage) -> Markup {
    let l = page.l;
    let [new, changed, same] = view.counts();
    let counts = [
        ("directory-new", new),
        ("directory-changed", changed),
        ("directory-same", same),
        ("directory-left-out", view.left_out.len()),
    ];
    html! {
        ul .would { @for (key, n) in counts { li .none[n == 0] { strong { (n) } " " span { (l.say(key, &[("n", n.into())])) } } } }
        (acts(page, one, view))
        (lines(page, &t!(l, "directory-new-title"), view.lines.iter().filter(|line| line.change == "new")))
        (lines(page, &t!(l, "directory-changed-title"), view.lines.iter().filter(|line| line.change == "changed" || !line.kept.is_empty())))
        (lines(page, &t!(l, "directory-missing-title"), view.missing.iter()))
        @if !view.left_out.is_empty() {
            section .card aria-label=(t!(l, "directory-left-out-title")) {
                h2 { (t!(l, "directory-left-out-title")) }
                ul .tries {
                    @for (place, name, why) in view.left_out.iter().take(SHOWN) {
                        li { p { strong { (name) } " " (l.code("hsds-why", why)) br; span .soft { (place) } } }
                    }
                }
                (more(page, view.left_out.len()))
            }
        }
    }
}

fn more(page: &Page<'_>, n: usize) -> Markup {
    html! { @if n > SHOWN { p .soft { (t!(page.l, "directory-more", n = n - SHOWN)) } } }
}

/// Taking it in, or back.
fn acts(page: &Page<'_>, one: &Directories, view: &DirectoryPage) -> Markup {
    let l = page.l;
    let path = format!("/services/directories/{}", one.file);
    html! {
        @if one.done.is_none() {
            form .put method="post" action={ (path) "/commit" } {
                (page.hidden())
                @if !view.missing.is_empty() {
                    label .check {
                        input type="checkbox" name="whole" value="1";
                        span { (t!(l, "directory-whole", n = view.missing.len())) }
                    }
                }
                button .primary type="submit" { (t!(l, "directory-commit")) }
            }
            form method="post" action={ (path) "/undo" } { (page.hidden()) button .link type="submit" { (t!(l, "directory-discard")) } }
        } @else if one.undone.is_none() {
            form method="post" action={ (path) "/undo" } { (page.hidden()) button type="submit" { (t!(l, "directory-undo")) } }
        }
    }
}

fn lines<'v>(page: &Page<'_>, title: &str, all: impl Iterator<Item = &'v PlannedLine>) -> Markup {
    let l = page.l;
    let all: Vec<&PlannedLine> = all.collect();
    let parts =
        |parts: &[String]| parts.iter().map(|p| l.code("service-part", p)).collect::<Vec<_>>().join(", ");
    html! {
        @if !all.is_empty() {
            section .card aria-label=(title) {
                h2 { (title) }
                ul .tries {
                    @for line in all.iter().take(SHOWN) {
                        li { div {
                            p {
                                @match line.service {
                                    Some(id) => a href={ "/services/" (id) } { (l.words(&line.name)) },
                                    None => strong { (l.words(&line.name)) },
                                }
                                " " span .soft { (line.organization) }
                                @if !line.open { " " span .nobody { (t!(l, "service-closed")) } }
                            }
                            @if !line.parts.is_empty() { p { (t!(l, "directory-parts", parts = parts(&line.parts))) } }
                            @if !line.kept.is_empty() { p { (t!(l, "directory-kept", parts = parts(&line.kept))) } }
                            @if !line.remarks.is_empty() {
                                ul .why { @for (code, about) in &line.remarks { li { (l.code("hsds-remark", code)) @if !about.is_empty() { " (" (about) ")" } } } }
                            }
                        } }
                    }
                }
                (more(page, all.len()))
            }
        }
    }
}
