//! Groups of two stratifiers at once: a table of rates, and the same as dots.

use kith_app::view::{Cross, EquityPage, Rate, Shown};
use maud::{Markup, html};

use crate::chart::{self, Chart, Row, hue};
use crate::lang::Lang;
use crate::layout::Page;
use crate::t;

/// Dots of every cell that has a rate, the cells of one group together; none with fewer than two.
pub(super) fn dots(page: &Page<'_>, view: &EquityPage, cross: &Cross) -> Option<Chart> {
    let l = page.l;
    let row = |group: &str, column: &str, rate: &Rate| Row {
        name: t!(l, "cross-name", one = l.group(group), other = l.group(column)),
        rate: rate.clone(),
        before: None,
        hue: hue(column),
        href: None,
    };
    let cells = cross.rows.iter().flat_map(|(group, rates)| {
        cross.columns.iter().zip(rates).map(move |(column, rate)| (group, column, rate))
    });
    let rows: Vec<Row> = cells
        .filter(|(_, _, rate)| rate.value.is_some())
        .map(|(group, column, rate)| row(&group.group, &column.group, rate))
        .collect();
    let whole = view.whole.value.map(|v| v.value);
    let title = t!(
        l,
        "cross-dots",
        title = l.words(&view.measure.title),
        one = l.stratifier(&view.stratifier),
        other = l.stratifier(&cross.by),
    );
    let mut chart = chart::interval_rows(l, "cross", title, place(page, view), &rows, whole);
    // Only those in the rate are counted by both at once.
    chart.table.heads.truncate(4);
    chart.table.rows.iter_mut().for_each(|row| row.truncate(4));
    (rows.len() > 1).then_some(chart)
}

/// The section of the page.
pub(super) fn section(page: &Page<'_>, view: &EquityPage, cross: &Cross, dots: Option<&Chart>) -> Markup {
    let l = page.l;
    let names = [l.stratifier(&view.stratifier), l.stratifier(&cross.by)];
    let title = t!(l, "cross-title", one = names[0].clone(), other = names[1].clone());
    html! {
        section .card.cross #together aria-labelledby="cross-title" {
            h2 .finding #cross-title { (title) }
            p .where { (place(page, view)) }
            @if cross.withheld || cross.rows.is_empty() || cross.columns.is_empty() {
                p .empty { (t!(l, "cross-withheld")) }
            } @else {
                div .scroll tabindex="0" role="group" aria-labelledby="cross-title" {
                    table {
                        caption .unseen { (title) " · " (place(page, view)) }
                        thead {
                            tr {
                                th scope="col" { (names[0]) }
                                @for column in &cross.columns { th scope="col" { (l.group(&column.group)) } }
                                th scope="col" { (t!(l, "cross-all")) }
                            }
                        }
                        tbody {
                            @for (group, rates) in &cross.rows {
                                tr {
                                    th scope="row" { (l.group(&group.group)) }
                                    @for rate in rates { td { (cell(l, rate)) } }
                                    td .all { (cell(l, &group.rate)) }
                                }
                            }
                            tr .all {
                                th scope="row" { (t!(l, "cross-all")) }
                                @for column in &cross.columns { td { (cell(l, &column.rate)) } }
                                td { (cell(l, &view.whole)) }
                            }
                        }
                    }
                }
                @if let Some(dots) = dots { (dots.figure(l, 3)) }
            }
            p .shows { (t!(l, "shows-cross")) @if cross.left_out { " " (t!(l, "cross-left-out")) } }
        }
    }
}

fn place(page: &Page<'_>, view: &EquityPage) -> String {
    let l = page.l;
    let period = view.years.last().map(|year| l.period(*year)).unwrap_or_default();
    let title = l.words(&view.measure.title);
    t!(l, "cross-where", title = title, place = page.network, period = period)
}

/// A rate above its counts. Too few are said to be that, whether or not their counts may be shown.
fn cell(l: &Lang, rate: &Rate) -> Markup {
    let counts = match (rate.numerator, rate.denominator) {
        (Shown::Count(met), Shown::Count(of)) => {
            Some(t!(l, "n-of", n = crate::lang::whole(met), of = crate::lang::whole(of)))
        }
        _ => None,
    };
    html! {
        @match rate.value {
            Some(value) => { strong { (l.percent(value.value)) } " " span .soft { (l.interval(value)) } }
            None if rate.denominator == Shown::Count(0) => { span .soft { (t!(l, "cross-nobody")) } }
            None => { span .soft { (t!(l, "cross-few")) } }
        }
        @if let Some(counts) = counts.filter(|_| rate.denominator != Shown::Count(0)) {
            span .counts { (counts) }
        }
    }
}
