//! Where a proportion would be at a later time, if the trend of a series went on.

use serde::Serialize;

use crate::distribution::{Split, StudentT};
use crate::glm::{Family, regress};
use crate::{Confidence, Interval, NotDefined, Proportion};

/// Points with people that a trend needs: fewer than a year of months show none.
pub const FEWEST: usize = 12;

/// A trend that goes on. It is no forecast: it knows nothing of what will be changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Projection {
    /// The expected proportion at the last point of the series, from 0 to 1.
    pub now: f64,
    /// The expected proportion at the later time, from 0 to 1.
    pub value: f64,
    /// Where the expected proportion may lie. One later point varies about it by its own chance.
    pub interval: Interval,
    /// How the odds change from one point to the next: above 1 they rise.
    pub odds_ratio: f64,
    /// Where that may lie; when it holds 1, no trend is clear.
    pub trend: Interval,
    /// Pearson's dispersion of the points about the trend, by which the limits are widened; never below 1.
    pub dispersion: f64,
    /// Points that it was read from.
    pub points: usize,
}

/// Reads the trend of a series, evenly spaced and oldest first, and follows it to `ahead` points after the last one.
///
/// The logit of the proportion is a line in time, fitted by quasi-binomial logistic regression (McCullagh and Nelder,
/// Generalized Linear Models, 2nd ed., 4.5), with limits by the t distribution on the logit scale. A point that is not
/// given, or that is of nobody, takes its place in time and says nothing.
///
/// # Errors
/// [`NotDefined::TooFewPoints`] with fewer than [`FEWEST`] points of somebody, [`NotDefined::TooFarAhead`] when the later
/// time is further from the last point than that is from the first, [`NotDefined::NoConvergence`] when nobody or
/// everybody had the event.
pub fn project(
    series: &[Option<Proportion>],
    ahead: u32,
    confidence: Confidence,
) -> Result<Projection, NotDefined> {
    let points: Vec<(f64, Proportion)> = (0u32..)
        .zip(series)
        .filter_map(|(at, point)| Some((f64::from(at), (*point)?)))
        .filter(|(_, point)| point.denominator() > 0)
        .collect();
    let has = points.len();
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else {
        return Err(NotDefined::TooFewPoints { has, needs: FEWEST });
    };
    if has < FEWEST {
        return Err(NotDefined::TooFewPoints { has, needs: FEWEST });
    }
    let (seen, later) = (last - first, f64::from(ahead) + (series.len() as f64 - 1.0 - last));
    if later > seen {
        return Err(NotDefined::TooFarAhead);
    }
    // Time is told from its middle, so that level and trend hardly lean on one another.
    let middle = points.iter().map(|(at, _)| at).sum::<f64>() / has as f64;
    let columns = [vec![1.0; has], points.iter().map(|(at, _)| at - middle).collect()];
    let events: Vec<f64> = points.iter().map(|(_, point)| point.numerator() as f64).collect();
    let trials: Vec<f64> = points.iter().map(|(_, point)| point.denominator() as f64).collect();
    let line = regress(&columns, &events, Family::Binomial { trials: &trials })?;
    let spare = (has - 2) as f64;
    let dispersion = (line.pearson / spare).max(1.0);
    let reach = StudentT::new(spare)?.quantile(Split::above((1.0 - confidence.level()) / 2.0)?);
    let at = last + later - middle;
    let (level, slope) = (line.coefficients[0], line.coefficients[1]);
    let [a, b] = [&line.covariance[0], &line.covariance[1]];
    let half = |variance: f64| reach * (dispersion * variance).sqrt();
    let (there, wide) = (level + slope * at, half(a[0] + 2.0 * at * a[1] + at * at * b[1]));
    let steep = half(b[1]);
    let share = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    Ok(Projection {
        now: share(level + slope * (series.len() as f64 - 1.0 - middle)),
        value: share(there),
        interval: Interval { low: share(there - wide), high: share(there + wide) },
        odds_ratio: slope.exp(),
        trend: Interval { low: (slope - steep).exp(), high: (slope + steep).exp() },
        dispersion,
        points: has,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn series(rows: &[(u64, u64)]) -> Vec<Option<Proportion>> {
        rows.iter().map(|(n, d)| Some(Proportion::new(*n, *d).unwrap())).collect()
    }

    fn flat(points: usize) -> Vec<Option<Proportion>> {
        series(&vec![(30, 60); points])
    }

    #[test]
    fn a_level_series_stays_where_it_is() {
        let there = project(&flat(18), 12, Confidence::P95).unwrap();
        assert!((there.value - 0.5).abs() < 1e-12 && (there.odds_ratio - 1.0).abs() < 1e-12);
        assert!(there.trend.low < 1.0 && there.trend.high > 1.0);
        assert!(there.interval.low < 0.5 && there.interval.high > 0.5);
        assert_eq!((there.dispersion, there.points), (1.0, 18));
    }

    /// Against statsmodels 0.14, `GLM` of the binomial family, its covariance times Pearson's dispersion where that is
    /// above 1, and the t distribution with 12 degrees of freedom.
    #[test]
    fn it_follows_the_trend_of_a_quasi_binomial_regression() {
        let calm = [
            (22, 61),
            (25, 58),
            (24, 60),
            (30, 66),
            (27, 55),
            (29, 63),
            (35, 64),
            (31, 57),
            (30, 62),
            (38, 65),
            (36, 60),
            (33, 59),
            (41, 66),
            (39, 61),
        ];
        let wild = [
            (12, 61),
            (35, 58),
            (14, 60),
            (40, 66),
            (17, 55),
            (39, 63),
            (25, 64),
            (41, 57),
            (20, 62),
            (48, 65),
            (26, 60),
            (43, 59),
            (31, 66),
            (49, 61),
        ];
        let check = |rows: &[(u64, u64)], expected: [f64; 4], of: fn(&Projection) -> [f64; 4]| {
            let found = of(&project(&series(rows), 9, Confidence::P95).unwrap());
            for (found, expected) in found.into_iter().zip(expected) {
                assert!((found - expected).abs() < 1e-8, "{found} {expected}");
            }
        };
        check(&calm, [0.7790399665733898, 0.6583910558421252, 0.8657658232074326, 1.0810954267618067], |p| {
            [p.value, p.interval.low, p.interval.high, p.odds_ratio]
        });
        check(&wild, [0.8306142271645924, 0.4557246992534269, 0.966350864669789, 0.9888311394730545], |p| {
            [p.value, p.interval.low, p.interval.high, p.trend.low]
        });
        assert!(
            (project(&series(&wild), 9, Confidence::P95).unwrap().dispersion - 8.339173612857971).abs()
                < 1e-7
        );
    }

    #[test]
    fn it_refuses_what_the_series_does_not_bear() {
        let check = |series: &[Option<Proportion>], ahead, why| {
            assert_eq!(project(series, ahead, Confidence::P95), Err(why));
        };
        check(&[], 1, NotDefined::TooFewPoints { has: 0, needs: 12 });
        check(&flat(11), 1, NotDefined::TooFewPoints { has: 11, needs: 12 });
        check(&flat(12), 12, NotDefined::TooFarAhead);
        check(&series(&[(0, 40); 14]), 3, NotDefined::NoConvergence);
        check(&series(&[(40, 40); 14]), 3, NotDefined::NoConvergence);
        // Months of nobody, or that may not be shown, are no points, and time goes on over them.
        let mut gaps = flat(13);
        gaps[12] = None;
        check(&gaps, 11, NotDefined::TooFarAhead);
        gaps[11] = Proportion::new(0, 0).ok();
        check(&gaps, 1, NotDefined::TooFewPoints { has: 11, needs: 12 });
    }

    proptest! {
        #[test]
        fn it_stays_a_proportion_and_mirrors(
            counts in proptest::collection::vec((1u64..40, 1u64..60), 14..40), ahead in 0u32..13,
        ) {
            let rows: Vec<(u64, u64)> = counts.iter().map(|(n, more)| (*n, n + more)).collect();
            let other: Vec<(u64, u64)> = rows.iter().map(|(n, d)| (d - n, *d)).collect();
            let met = project(&series(&rows), ahead, Confidence::P95).unwrap();
            let unmet = project(&series(&other), ahead, Confidence::P95).unwrap();
            prop_assert!(0.0 < met.interval.low && met.interval.low < met.value);
            prop_assert!(met.value < met.interval.high && met.interval.high < 1.0);
            prop_assert!((met.value + unmet.value - 1.0).abs() < 1e-6);
            prop_assert!((met.interval.low + unmet.interval.high - 1.0).abs() < 1e-6);
        }
    }
}
