//! Whether a measure gets to its aim, if its months go on as they did.

use jiff::civil::Date;
use kith_domain::measure::Direction;
use kith_stats::{Confidence, NotDefined, Proportion, projection};

use crate::programme::{Aim, MeasureInfo};
use crate::view::{Estimate, MonthPoint, NoProjection, Outlook, Projected, Shown};

/// Follows the trend of the months that nobody's standing can change any more to the month of the aim. It is read from
/// what is shown: who is not shown a month is told nothing of it.
pub(crate) fn project(measure: &MeasureInfo, months: &[MonthPoint]) -> Option<Projected> {
    let aim = measure.aim?;
    Some(Projected { aim, outlook: outlook(measure.direction, aim, months) })
}

fn outlook(direction: Direction, aim: Aim, months: &[MonthPoint]) -> Result<Outlook, NoProjection> {
    let closed = |point: &MonthPoint| match (point.rate.numerator, point.rate.denominator, point.rate.pending)
    {
        (Shown::Count(met), Shown::Count(of), Shown::Count(0)) => {
            Proportion::new(u64::try_from(met).ok()?, u64::try_from(of).ok()?).ok()
        }
        _ => None,
    };
    let Some(last) = months.last() else { return Err(NoProjection::TooFew { closed: 0 }) };
    let month = aim.by.first_of_month();
    let ahead = u32::try_from(months_between(last.month, month)).map_err(|_| NoProjection::Past)?;
    let series: Vec<Option<Proportion>> = months.iter().map(closed).collect();
    let trend = projection::project(&series, ahead, Confidence::P95).map_err(|why| match why {
        NotDefined::TooFarAhead => NoProjection::TooFar,
        NotDefined::TooFewPoints { has, .. } => NoProjection::TooFew { closed: has },
        _ => NoProjection::AllAlike,
    })?;
    let (better, worse) = match direction {
        Direction::Lower => (trend.interval.high <= aim.rate, trend.interval.low > aim.rate),
        Direction::Higher | Direction::Neither => {
            (trend.interval.low >= aim.rate, trend.interval.high < aim.rate)
        }
    };
    Ok(Outlook {
        month,
        ahead: ahead as usize,
        there: Estimate { value: trend.value, low: trend.interval.low, high: trend.interval.high },
        now: trend.now,
        closed: trend.points,
        clear: trend.trend.low > 1.0 || trend.trend.high < 1.0,
        reaches: match (better, worse) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
    })
}

fn months_between(from: Date, to: Date) -> i32 {
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    months(to) - months(from)
}

#[cfg(test)]
mod tests {
    use jiff::{Span, civil::date};

    use super::*;
    use crate::view::Rate;

    /// Months of 60 from January 2025, so many of whom were met, and so many still open in the last ones.
    fn months(met: impl Fn(i64) -> i64, count: i64, open: i64) -> Vec<MonthPoint> {
        let month = |n: i64| MonthPoint {
            month: date(2025, 1, 1).saturating_add(Span::new().months(n)),
            rate: Rate {
                value: None,
                numerator: Shown::Count(met(n)),
                denominator: Shown::Count(60),
                pending: Shown::Count(if n >= count - open { 7 } else { 0 }),
                unknown: Shown::Count(0),
                excluded: Shown::Count(0),
            },
            limits: None,
            beyond: false,
        };
        (0..count).map(month).collect()
    }

    #[test]
    fn it_says_whether_the_aim_is_reached_only_where_the_range_leaves_no_doubt() {
        let check = |direction, rate, months: &[MonthPoint], reaches| {
            let aim = Aim { rate, by: date(2027, 6, 30) };
            assert_eq!(outlook(direction, aim, months).unwrap().reaches, reaches, "{direction:?} {rate}");
        };
        let rising = months(|n| 20 + n, 24, 0);
        check(Direction::Higher, 0.6, &rising, Some(true));
        check(Direction::Higher, 0.95, &rising, Some(false));
        check(Direction::Higher, 0.78, &rising, None);
        check(Direction::Lower, 0.6, &rising, Some(false));
        check(Direction::Lower, 0.95, &rising, Some(true));
    }

    #[test]
    fn months_that_can_still_change_are_left_out() {
        let aim = Aim { rate: 0.9, by: date(2027, 3, 31) };
        let all = outlook(Direction::Higher, aim, &months(|n| if n < 20 { 30 } else { 5 }, 24, 4)).unwrap();
        assert_eq!((all.closed, all.clear, all.ahead), (20, false, 3));
        assert!((all.there.value - 0.5).abs() < 1e-9);
    }

    #[test]
    fn it_says_why_it_says_nothing() {
        let check = |by, months: &[MonthPoint], why| {
            assert_eq!(outlook(Direction::Higher, Aim { rate: 0.8, by }, months), Err(why));
        };
        check(date(2027, 1, 31), &[], NoProjection::TooFew { closed: 0 });
        check(date(2027, 1, 31), &months(|_| 30, 14, 4), NoProjection::TooFew { closed: 10 });
        check(date(2024, 1, 31), &months(|_| 30, 24, 0), NoProjection::Past);
        check(date(2029, 1, 31), &months(|_| 30, 24, 0), NoProjection::TooFar);
        check(date(2027, 1, 31), &months(|_| 60, 24, 0), NoProjection::AllAlike);
    }
}
