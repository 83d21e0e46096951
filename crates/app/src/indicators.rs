//! Population indicators: events for so many births or persons, with exact intervals.
//!
//! What is asked about takes long (a whole first year), so an indicator speaks of the latest twelve months in which nobody
//! is open any more; one of the persons of a table, of the latest such calendar year that the table has.

use jiff::civil::{Date, date};
use kith_domain::measure::Period;
use kith_stats::Confidence;
use kith_stats::rate::{Method, Rate};

use crate::cube::Cube;
use crate::numbers::{FEWEST_IN_A_RATE, Reader};
use crate::programme::{Indicator, Programme};
use crate::scorecard::{back, total};
use crate::view::{Estimate, IndicatorRow, NoIndicator, Shown};

/// How far back the twelve months may lie.
const FURTHEST_MONTHS: i32 = 36;

/// The programme's indicators, as a reader may see them.
pub(crate) fn indicators(
    programme: &Programme,
    cube: &Cube,
    period: Period,
    reader: Reader,
) -> Vec<IndicatorRow> {
    programme.indicators.iter().map(|indicator| row(programme, indicator, cube, period, reader)).collect()
}

fn row(
    programme: &Programme,
    indicator: &Indicator,
    cube: &Cube,
    period: Period,
    reader: Reader,
) -> IndicatorRow {
    let mut closed = closed(cube, &indicator.measure.id, period);
    let mut persons = None;
    if let Some(of) = &indicator.persons {
        // Events of a part of a year are not told over the persons of the whole.
        let first = filled_from(cube, &indicator.measure.id, back(period.end, FURTHEST_MONTHS), period.end);
        let years = closed.zip(first).map(|(closed, first)| years_up_to(closed.end, first));
        let known = |year: Period| Some((year, of.table.over(&of.name, year, None).ok()?));
        if let Some((year, count)) = years.into_iter().flatten().find_map(known) {
            (closed, persons) = (Some(year), Some(count));
        }
    }
    let period = closed.unwrap_or(period);
    let counts = cube.total(&indicator.measure.id, period, None);
    let rate = total(programme, cube, &indicator.measure.id, period, None, reader);
    // That it happened to none of enough people tells of nobody.
    let enough = counts.denominator() >= FEWEST_IN_A_RATE as i64;
    let none = rate.numerator == Shown::Count(0) && enough;
    let told = match rate.value {
        _ if closed.is_none() => Err(NoIndicator::Open),
        _ if indicator.persons.is_some() && persons.is_none() => Err(NoIndicator::NoPopulation),
        None if rate.denominator == Shown::Count(0) => Err(NoIndicator::Nobody),
        None if !none => Err(NoIndicator::Withheld),
        _ => {
            let of = persons.unwrap_or(counts.denominator().max(0).unsigned_abs());
            per_many(counts.met, of, indicator.per).ok_or(NoIndicator::Nobody)
        }
    };
    let few = indicator.unstable_below.is_some_and(|least| counts.met < i64::from(least));
    IndicatorRow {
        measure: indicator.measure.clone(),
        per: indicator.per,
        period,
        of: match &indicator.persons {
            None => Some(rate.denominator),
            Some(_) => persons.and_then(|n| i64::try_from(n).ok()).map(Shown::Count),
        },
        of_persons: indicator.persons.is_some(),
        events: rate.numerator,
        unstable: few && told.is_ok(),
        told,
    }
}

/// The latest twelve months up to a period's in which nobody is open.
fn closed(cube: &Cube, measure: &str, period: Period) -> Option<Period> {
    let all = Period { start: back(period.end, FURTHEST_MONTHS), end: period.end };
    let open = cube.months(measure, all, None).into_iter().find(|(_, counts)| counts.pending > 0);
    let end = open.map_or(period.end, |(month, _)| month);
    let start = back(end, 12);
    (start >= all.start).then_some(Period { start, end })
}

/// The first month in which anybody is counted, of those of a span.
fn filled_from(cube: &Cube, measure: &str, start: Date, end: Date) -> Option<Date> {
    let months = cube.months(measure, Period { start, end }, None).into_iter();
    months.filter(|(_, of)| of.denominator() + of.excluded + of.unknown > 0).map(|(month, _)| month).min()
}

/// Calendar years that end on a day or before it and begin on another or after, the latest first.
fn years_up_to(end: Date, first: Date) -> impl Iterator<Item = Period> {
    let last = end.year() - 1;
    (first.year()..=last)
        .rev()
        .map(|year| Period { start: date(year, 1, 1), end: date(year + 1, 1, 1) })
        .filter(move |year| year.start >= first)
}

fn per_many(events: i64, of: u64, per: u32) -> Option<Estimate> {
    let many = f64::from(per);
    let rate = Rate::new(events.max(0).unsigned_abs(), of as f64).ok()?;
    let interval = rate.interval(many, Method::Exact, Confidence::P95).ok()?;
    Some(Estimate { value: rate.per(many), low: interval.low, high: interval.high })
}

#[cfg(test)]
mod tests;
