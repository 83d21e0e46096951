//! The scorecard: one sentence, the gap over time, the next act, a card a measure.

use kith_app::programme::Programme;
use kith_app::view::{ScoreRow, Scorecard};
use kith_domain::measure::Direction;
use maud::{Markup, html};

use super::part;
use crate::chart::{self, Chart};
use crate::layout::Page;
use crate::{say, t};

/// The page.
pub fn scorecard(page: &Page<'_>, programme: &Programme, view: &Scorecard) -> Markup {
    let l = page.l;
    let headline = view.rows.first();
    let content = html! {
        div .title {
            h1 { (l.words(&programme.title)) }
            (part::fresh(page, &view.freshness))
        }
        @match headline {
            None => div .empty { p { (t!(l, "scorecard-empty")) } p .soft { (t!(l, "scorecard-empty-more")) } },
            Some(row) => {
                p .when { (t!(l, "scorecard-period", title = l.words(&row.measure.title), period = l.period(view.period))) }
                (opening(page, programme, row))
                @if let Some(gap) = &row.gap {
                    @if let Some(more) = say::more(l, programme, &row.measure, gap) {
                        div .goal-line {
                            p { (more) }
                            @if view.may_open_people && programme.worklist_measure().is_some_and(|m| m.id == row.measure.id) {
                                a .next href={ "/worklist?group=" (crate::filter::encode(&gap.focus.key)) } { (t!(l, "see-list")) }
                            }
                        }
                    }
                }
                @if !view.gap_over_time.is_empty() {
                    div .card { (gap_chart(page, programme, row, &view.gap_over_time).figure(l, 2)) }
                }
                p .ways {
                    a .next href={ "/measures/" (row.measure.id) "/equity" } { (t!(l, "see-equity")) }
                    a .next href={ "/measures/" (row.measure.id) "/sites" } { (t!(l, "see-sites")) }
                }
                (super::flow::links(l, programme))
                section aria-labelledby="measures" {
                    h2 #measures { (t!(l, "scorecard-measures")) }
                    div .cards { @for row in &view.rows { (part::score_card(page, row, true)) } }
                }
                (super::indicators::section(l, &view.indicators))
            }
        }
        @if view.suppressed {
            @let indicators = view.indicators.iter().map(|row| &row.measure);
            (part::suppressed(l, view.rows.iter().map(|row| &row.measure).chain(indicators)))
        }
        p .files {
            a href="/report" { (t!(l, "report-open")) }
            a href="/scorecard.csv" download { (t!(l, "chart-csv")) }
        }
    };
    page.render(&t!(l, "nav-scorecard"), Some(view.freshness.version), content)
}

/// The sentence that someone came for.
pub fn opening(page: &Page<'_>, _programme: &Programme, row: &ScoreRow) -> Markup {
    let l = page.l;
    html! {
        @match &row.gap {
            Some(gap) => {
                p .lead { (say::gap(l, &row.measure, gap)) }
                @if let Some(change) = say::change(l, &row.measure, gap) { p .change { (change) } }
            }
            None => {
                p .lead {
                    (crate::rich!(l, "rate-of-all", [title = l.words(&row.measure.title)],
                        rate = say::live_rate(l, &format!("rate-{}", row.measure.id), l.words(&row.measure.title), &row.rate)))
                }
                p .change { (say::no_gap(l, &row.measure)) }
            }
        }
    }
}

/// The gap over time, for the page and as a file.
pub fn gap_chart(
    page: &Page<'_>,
    programme: &Programme,
    row: &ScoreRow,
    rows: &[(kith_domain::measure::Period, kith_app::view::GroupRate, kith_app::view::GroupRate)],
) -> Chart {
    let l = page.l;
    // The mark stands below the reference, where more is better.
    let goal = row.gap.as_ref().filter(|_| row.measure.direction == Direction::Higher);
    let goal = goal.and_then(|gap| say::goal(programme, gap));
    let subtitle = t!(l, "gap-where", title = l.words(&row.measure.title), place = page.network);
    let mut chart =
        chart::gap_over_time(l, "gap", say::gap_finding(l, &row.measure, rows), subtitle, rows, goal);
    chart.csv = Some(format!("/measures/{}.csv", row.measure.id));
    chart.svg = Some(format!("/measures/{}/charts/gap.svg", row.measure.id));
    chart
}
