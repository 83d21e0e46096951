//! Population indicators: events for so many births or persons, with exact intervals.
//!
//! What is asked about takes long (a whole first year), so an indicator speaks of the latest twelve months in which nobody
//! is open any more. A rate of persons needs a table of the population, which pages do not have: `kith measure run` does.

use kith_domain::measure::{Counts, Period};
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
    let closed = closed(cube, &indicator.measure.id, period);
    let period = closed.unwrap_or(period);
    let counts = cube.total(&indicator.measure.id, period, None);
    let rate = total(programme, cube, &indicator.measure.id, period, None, reader);
    // That it happened to none of enough people tells of nobody.
    let enough = counts.denominator() >= FEWEST_IN_A_RATE as i64;
    let none = rate.numerator == Shown::Count(0) && enough;
    let told = match rate.value {
        _ if closed.is_none() => Err(NoIndicator::Open),
        _ if indicator.of_persons => Err(NoIndicator::NoPopulation),
        None if rate.denominator == Shown::Count(0) => Err(NoIndicator::Nobody),
        None if !none => Err(NoIndicator::Withheld),
        _ => per_many(counts, indicator.per).ok_or(NoIndicator::Nobody),
    };
    let few = indicator.unstable_below.is_some_and(|least| counts.met < i64::from(least));
    IndicatorRow {
        measure: indicator.measure.clone(),
        per: indicator.per,
        period,
        // What a table of persons would be divided by is not the number of subjects.
        of: (!indicator.of_persons).then_some(rate.denominator),
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

fn per_many(counts: Counts, per: u32) -> Option<Estimate> {
    let many = f64::from(per);
    let rate = Rate::new(counts.met.max(0).unsigned_abs(), counts.denominator().max(0) as f64).ok()?;
    let interval = rate.interval(many, Method::Exact, Confidence::P95).ok()?;
    Some(Estimate { value: rate.per(many), low: interval.low, high: interval.high })
}

#[cfg(test)]
mod tests;
