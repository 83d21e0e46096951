//! Where the numbers come from: sources, runs, how complete, and what waits because it could not be read.

use kith_app::view::{DataPage, QuarantineLine};
use kith_domain::access::Action;
use maud::{Markup, html};

use super::part;
use crate::lang::whole;
use crate::layout::Page;
use crate::t;

/// The page.
pub fn data(page: &Page<'_>, view: &DataPage) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            h1 data-live="quarantined" data-label=(t!(l, "data-waiting-label")) {
                @if view.sources.is_empty() { (t!(l, "data-title-empty")) }
                @else if view.quarantined == 0 { (t!(l, "data-title-clear")) }
                @else { (t!(l, "data-title-waiting", n = view.quarantined)) }
            }
            (part::fresh(page, &view.freshness))
        }
        @if page.may(Action::Import) {
            nav .chips aria-label=(t!(l, "data-parts")) {
                a .chip href="/data" aria-current="page" { (t!(l, "files-sources")) }
                a .chip href="/data/files" { (t!(l, "files-nav")) }
            }
        }
        @if view.sources.is_empty() { div .empty { p { (t!(l, "data-empty")) } pre { "kith ingest FOLDER --source NAME" } } }
        @else { (sources(page, view)) }
        @if !view.completeness.is_empty() { (completeness(page, view)) }
        (quarantine(page, view))
        @if !view.runs.is_empty() { (runs(page, view)) }
    };
    page.render(&t!(l, "nav-data"), Some(view.freshness.version), content)
}

fn sources(page: &Page<'_>, view: &DataPage) -> Markup {
    let l = page.l;
    html! {
        section aria-labelledby="sources" {
            h2 #sources { (t!(l, "data-sources")) }
            ul .plain-cards {
                @for source in &view.sources {
                    li .card {
                        h3 { (source.name) }
                        p { (t!(l, "source-line", records = source.records, people = source.people)) }
                        p .soft {
                            @match source.last_received_at {
                                Some(at) => {
                                    (t!(l, "source-last", ago = l.ago(at, page.now))) " · "
                                    time datetime=(at) { (l.moment(at, &page.zone)) }
                                },
                                None => (t!(l, "source-nothing")),
                            }
                        }
                        @if source.quarantined > 0 { p .waits { (t!(l, "source-waiting", n = source.quarantined)) } }
                        @if !source.by_type.is_empty() {
                            details data-keep="open" {
                                summary { (t!(l, "source-types")) }
                                table {
                                    caption .unseen { (t!(l, "source-types")) " · " (source.name) }
                                    thead { tr { th scope="col" { (t!(l, "th-type")) } th scope="col" { (t!(l, "th-records")) } } }
                                    tbody { @for (kind, n) in &source.by_type { tr { th scope="row" { (kind) } td { (whole(*n)) } } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn completeness(page: &Page<'_>, view: &DataPage) -> Markup {
    let l = page.l;
    let counted = view.completeness.iter().any(|of| of.counts.is_some());
    html! {
        section .card aria-labelledby="complete" {
            h2 #complete { (t!(l, "data-complete")) }
            p .soft { (t!(l, "data-complete-more")) }
            div .scroll tabindex="0" role="group" aria-labelledby="complete" {
                table .complete {
                    caption .unseen { (t!(l, "data-complete")) }
                    thead { tr {
                        th scope="col" { (t!(l, "th-field")) }
                        @if counted { th scope="col" { (t!(l, "th-known")) } }
                        th scope="col" { (t!(l, "th-share")) }
                    } }
                    tbody {
                        @for of in &view.completeness {
                            // In whole percent, as the words have it: a finer length would tell counts.
                            @let length = 2.0 * (100.0 * of.share.unwrap_or(0.0)).round();
                            tr {
                                th scope="row" { (field_name(page, &of.field)) }
                                @if let Some((known, all)) = of.counts { td { (t!(l, "known-of", known = known, all = all)) } }
                                td {
                                    svg .meter viewBox="0 0 200 12" width="200" height="12" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                                        rect .meter-back width="200" height="12" rx="6" {}
                                        rect .meter-fill width=(length) height="12" rx="6" {}
                                    }
                                    " " span .pc { (share_words(page, of.share)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A share that never says 100 % while one is missing, nor 0 % while one is there.
fn share_words(page: &Page<'_>, share: Option<f64>) -> String {
    let l = page.l;
    match share {
        None => t!(l, "nobody-yet"),
        Some(share) if share < 1.0 && share > 0.99 => t!(l, "under", share = l.percent(1.0)),
        Some(share) if share > 0.0 && share < 0.01 => t!(l, "under", share = l.percent(0.01)),
        Some(share) => l.percent(share),
    }
}

fn field_name(page: &Page<'_>, field: &str) -> String {
    let key = format!("field-name-{}", crate::lang::slug(field));
    if page.l.has(&key) { page.l.say(&key, &[]) } else { page.l.stratifier(field) }
}

fn quarantine(page: &Page<'_>, view: &DataPage) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="quarantine" {
            h2 #quarantine { (t!(l, "quarantine-title")) }
            @if view.quarantine.is_empty() { p .soft { (t!(l, "quarantine-empty")) } }
            @else {
                p .soft { (t!(l, "quarantine-more")) }
                @if view.may_replay && view.quarantined > 0 {
                    form method="post" action="/data/replay" data-act {
                        (page.hidden())
                        button type="submit" { (t!(l, "replay-all", n = view.quarantined)) }
                    }
                }
                ul .quarantine { @for line in &view.quarantine { (quarantined(page, view, line)) } }
                @if let Some(next) = view.next { p { a .next href={ "/data?after=" (next) } { (t!(l, "page-next")) } } }
            }
        }
    }
}

fn quarantined(page: &Page<'_>, view: &DataPage, line: &QuarantineLine) -> Markup {
    let l = page.l;
    html! {
        li data-key={ "q-" (line.id) } {
            h3 { (line.message) }
            p { strong { (t!(l, "quarantine-do")) } " " (line.help) }
            p .soft.place {
                span { (line.source) } span { (line.file) } span { (line.place) }
                span { (t!(l, "quarantine-seen", at = l.moment(line.seen_at, &page.zone))) }
                span { code { (line.reason) } }
                span { (t!(l, "bytes", n = line.length)) }
            }
            div .acts {
                @if line.resolved_at.is_some() { p .resolved { (part::shape(kith_domain::measure::Status::Met)) (t!(l, "quarantine-resolved")) } }
                @else if line.of_table { p .soft { (t!(l, "quarantine-row")) } }
                @else if view.may_replay && line.complete {
                    form method="post" action={ "/data/quarantine/" (line.id) "/replay" } data-act {
                        (page.hidden())
                        button type="submit" { (t!(l, "replay")) span .unseen { ": " (line.file) " " (line.place) } }
                    }
                } @else if !line.complete { p .soft { (t!(l, "quarantine-cut")) } }
                @if view.may_read {
                    a .button href={ "/data/quarantine/" (line.id) } download { (t!(l, "quarantine-bytes")) span .unseen { ": " (line.file) " " (line.place) } }
                }
            }
        }
    }
}

fn runs(page: &Page<'_>, view: &DataPage) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="runs" {
            h2 #runs { (t!(l, "data-runs")) }
            div .scroll tabindex="0" role="group" aria-labelledby="runs" {
                table {
                    caption .unseen { (t!(l, "data-runs")) }
                    thead { tr {
                        th scope="col" { (t!(l, "th-started")) } th scope="col" { (t!(l, "th-source")) } th scope="col" { (t!(l, "th-what")) }
                        th scope="col" .num { (t!(l, "th-new")) } th scope="col" .num { (t!(l, "th-newer")) }
                        th scope="col" .num { (t!(l, "th-unchanged")) } th scope="col" .num { (t!(l, "th-quarantined")) }
                    } }
                    tbody {
                        @for run in &view.runs {
                            tr {
                                th scope="row" {
                                    (l.moment(run.started_at, &page.zone))
                                    @if run.ended_at.is_none() { br; span .waits { (t!(l, "run-open")) } }
                                }
                                td { (run.source) } td { (run.what) }
                                td .num { (whole(run.new)) } td .num { (whole(run.newer)) }
                                td .num { (whole(run.unchanged)) } td .num { (whole(run.quarantined)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
