//! The page that opens the day.

use kith_app::programme::Programme;
use kith_app::view::{SourceLine, Today, WorkRow};
use maud::{Markup, html};

use super::row::{self, Look};
use super::{part, scorecard};
use crate::lang::whole;
use crate::layout::Page;
use crate::{say, t};

/// Today, by what the reader does.
pub fn today(page: &Page<'_>, programme: &Programme, view: &Today) -> Markup {
    let l = page.l;
    let version = match view {
        Today::Outreach { .. } => Some(0),
        Today::Lead { freshness, .. }
        | Today::Analyst { freshness, .. }
        | Today::Operations { freshness, .. } => Some(freshness.version),
    };
    let content = match view {
        Today::Outreach { this_week, open, rows, today } => outreach(page, *this_week, *open, rows, *today),
        Today::Lead { headline, this_week, unassigned, moved, freshness, today } => {
            html! {
                h1 .hello { (greeting(page)) " " (t!(l, "today-lead", n = this_week.0, nobody = this_week.1)) }
                (part::fresh(page, freshness))
                @if !unassigned.is_empty() {
                    section aria-labelledby="nobody" {
                        h2 #nobody { (t!(l, "today-nobody")) }
                        ul .rows {
                            @for row in unassigned { (row::row(page, row, *today, Look { deep: true, ..Look::default() })) }
                        }
                        p { a .next href="/worklist?who=nobody" { (t!(l, "today-nobody-all")) } }
                    }
                }
                section .card.lead-card aria-labelledby="headline" {
                    h2 #headline { a href={ "/measures/" (headline.measure.id) } { (l.words(&headline.measure.title)) } }
                    (scorecard::opening(page, programme, headline))
                    p { a .next href="/scorecard" { (t!(l, "today-scorecard")) } }
                }
                section aria-labelledby="moved" {
                    h2 #moved { (t!(l, "today-moved")) }
                    @if moved.is_empty() { p .soft { (t!(l, "today-moved-none")) } }
                    @else {
                        ul .moves {
                            @for m in moved {
                                li {
                                    @if let Some(status) = m.to { (part::shape(status)) }
                                    span { (say::moved(l, programme, m)) }
                                    time .soft datetime=(m.at) data-ago { (l.ago(m.at, page.now)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        Today::Analyst { rows, freshness } => html! {
            h1 .hello { (greeting(page)) " " (analyst_words(page, rows)) }
            (part::fresh(page, freshness))
            div .cards { @for row in rows { (part::score_card(page, row, false)) } }
            p { a .next href="/scorecard" { (t!(l, "today-scorecard")) } }
        },
        Today::Operations { sources, quarantined, freshness } => {
            operations(page, sources, *quarantined, freshness)
        }
    };
    page.render(&t!(l, "nav-today"), version, content)
}

fn greeting(page: &Page<'_>) -> String {
    let key = match page.now.to_zoned(page.zone.clone()).hour() {
        4..=11 => "hello-morning",
        12..=17 => "hello-afternoon",
        _ => "hello-evening",
    };
    page.l.say(key, &[])
}

fn outreach(
    page: &Page<'_>,
    this_week: i64,
    open: i64,
    rows: &[WorkRow],
    today: jiff::civil::Date,
) -> Markup {
    let l = page.l;
    html! {
        h1 .hello data-live="this-week" data-label=(t!(l, "this-week-label")) {
            (greeting(page)) " " (t!(l, "today-outreach", n = this_week))
        }
        @if rows.is_empty() {
            div .empty {
                p { (t!(l, "today-outreach-empty")) }
                p .soft { (t!(l, "today-outreach-empty-more")) }
            }
        } @else {
            ul .rows { @for row in rows { (row::row(page, row, today, Look::default())) } }
            @if open > rows.len() as i64 {
                p { a .next href="/worklist" { (t!(l, "today-outreach-all", n = open)) } }
            }
        }
    }
}

fn analyst_words(page: &Page<'_>, rows: &[kith_app::view::ScoreRow]) -> String {
    let l = page.l;
    let signals = rows.iter().filter(|r| r.signals.runs_signal || r.months.iter().any(|m| m.beyond)).count();
    t!(l, "today-analyst", n = signals, of = rows.len())
}

fn operations(
    page: &Page<'_>,
    sources: &[SourceLine],
    quarantined: i64,
    freshness: &kith_app::view::Freshness,
) -> Markup {
    let l = page.l;
    let records: i64 = sources.iter().map(|s| s.records).sum();
    html! {
        h1 .hello {
            (greeting(page)) " "
            @if quarantined == 0 { (t!(l, "today-ops-clear", n = sources.len())) }
            @else { (t!(l, "today-ops-waiting", n = quarantined)) }
        }
        (part::fresh(page, freshness))
        @if sources.is_empty() { div .empty { p { (t!(l, "data-empty")) } pre { "kith ingest FOLDER --source NAME" } } }
        ul .plain-cards {
            @for source in sources {
                li .card {
                    h2 { (source.name) }
                    p { (t!(l, "source-line", records = source.records, people = source.people)) }
                    p .soft {
                        @match source.last_received_at {
                            Some(at) => (t!(l, "source-last", ago = l.ago(at, page.now))),
                            None => (t!(l, "source-nothing")),
                        }
                    }
                    @if source.quarantined > 0 { p .waits { (t!(l, "source-waiting", n = source.quarantined)) } }
                }
            }
        }
        p .soft { (t!(l, "today-ops-records", n = records, count = whole(records))) }
        p { a .next href="/data" { (t!(l, "today-data")) } }
    }
}
