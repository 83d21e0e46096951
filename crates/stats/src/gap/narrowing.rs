//! By how many percent: five ways to tell a change, and when none may be told.

use serde::Serialize;

use super::{Change, Rates};
use crate::{Confidence, Estimate, Interval, NotDefined};

/// The percents by which a change is told. They answer different questions and may disagree
/// widely, so each is shown with its name. Positive means less.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Percents {
    /// Fall of the absolute gap.
    pub gap_narrowed: f64,
    /// Fall of group over reference.
    pub ratio_reduced: f64,
    /// Fall of group over reference minus one.
    pub excess_ratio_reduced: f64,
    /// Fall of the group's own rate.
    pub group_fall: f64,
    /// Fall of the reference's own rate.
    pub reference_fall: f64,
}

/// The percent by which the gap narrowed, with limits from three methods. 100 is a closed gap, a
/// negative percent a wider one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Narrowing {
    /// 100 · (1 − later gap / earlier gap).
    pub percent: f64,
    /// Standard error by the delta method.
    pub standard_error: f64,
    /// Limits by the delta method: symmetric, poor when the earlier gap is uncertain.
    pub delta: Interval,
    /// Limits by the delta method on the log of the ratio of gaps; none unless both are above 0.
    pub log_delta: Option<Interval>,
    /// Limits by Fieller's theorem: the ones to show.
    pub fieller: Fieller,
}

/// Fieller's confidence set of a narrowing, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fieller {
    /// An interval, as the earlier gap is clearly not zero.
    Bounded(Interval),
    /// Everything except what lies strictly between these ends: "narrowed by" is meaningless.
    AllBut(Interval),
    /// Every number: the data say nothing about the percent.
    Everything,
}

/// A narrowing that may be stated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stated {
    /// 100 · (1 − later gap / earlier gap).
    pub percent: f64,
    /// Fieller's limits, in percent.
    pub limits: Interval,
}

impl Change {
    /// The five percents.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] when a rate is zero or the earlier gap is not above zero.
    pub fn percents(self) -> Result<Percents, NotDefined> {
        let fall = |before: f64, after: f64| {
            if before > 0.0 { Ok(100.0 * (1.0 - after / before)) } else { Err(NotDefined::NotAboveZero) }
        };
        let ratio = |rates: Rates| rates.ratio(Confidence::P95).map(|ratio| ratio.estimate);
        let (before, after) = (ratio(self.before)?, ratio(self.after)?);
        Ok(Percents {
            gap_narrowed: fall(self.before.gap().value, self.after.gap().value)?,
            ratio_reduced: fall(before, after)?,
            excess_ratio_reduced: fall(before - 1.0, after - 1.0)?,
            group_fall: fall(self.before.group.value, self.after.group.value)?,
            reference_fall: fall(self.before.reference.value, self.after.reference.value)?,
        })
    }

    /// By how many percent the gap narrowed. When [`Narrowing::fieller`] is not bounded, say that
    /// the percent means nothing instead of showing it.
    ///
    /// # Errors
    /// [`NotDefined::NoEarlierGap`] when the earlier gap is not above zero: there was nothing to narrow.
    pub fn narrowing(self, confidence: Confidence) -> Result<Narrowing, NotDefined> {
        let (earlier, later) = (self.before.gap(), self.after.gap());
        if earlier.value.is_nan() || earlier.value <= 0.0 {
            return Err(NotDefined::NoEarlierGap);
        }
        let ratio = later.value / earlier.value;
        let ratio_variance =
            (later.variance + ratio * ratio * earlier.variance) / (earlier.value * earlier.value);
        let percent = Estimate { value: 100.0 * (1.0 - ratio), variance: 1e4 * ratio_variance };
        let log_delta = later.ln_ratio(earlier).ok();
        Ok(Narrowing {
            percent: percent.value,
            standard_error: percent.standard_error(),
            delta: percent.interval(confidence),
            log_delta: log_delta.map(|ln| narrowed(ln.exp(confidence).interval)),
            fieller: fieller(earlier, later, confidence),
        })
    }

    /// The percent by which the gap narrowed with its limits by Fieller, if it may be stated at all.
    ///
    /// # Errors
    /// [`NotDefined::NoEarlierGap`] when there was nothing to narrow, [`NotDefined::EarlierGapUncertain`]
    /// when the earlier gap is not clearly above zero, so that the percents that fit are not an interval.
    pub fn stated_narrowing(self, confidence: Confidence) -> Result<Stated, NotDefined> {
        let narrowing = self.narrowing(confidence)?;
        match narrowing.fieller {
            Fieller::Bounded(limits) => Ok(Stated { percent: narrowing.percent, limits }),
            Fieller::AllBut(_) | Fieller::Everything => Err(NotDefined::EarlierGapUncertain),
        }
    }
}

/// A range of ratios of gaps as percents narrowed; the ends change places.
pub(super) fn narrowed(ratio: Interval) -> Interval {
    Interval { low: 100.0 * (1.0 - ratio.high), high: 100.0 * (1.0 - ratio.low) }
}

/// The ratios θ for which `later − θ · earlier` is not clearly different from zero (Fieller,
/// J R Stat Soc B 1954;16:175): a quadratic inequality, whose solution is an interval only while
/// `earlier` is clearly different from zero.
pub(super) fn fieller(earlier: Estimate, later: Estimate, confidence: Confidence) -> Fieller {
    let z2 = confidence.z().powi(2);
    let a = earlier.value * earlier.value - z2 * earlier.variance;
    let b = earlier.value * later.value;
    let c = later.value * later.value - z2 * later.variance;
    let discriminant = b * b - a * c;
    if a == 0.0 || (a < 0.0 && discriminant <= 0.0) {
        return Fieller::Everything;
    }
    // With a above zero the estimate itself solves the inequality, so the root is of no less
    // than zero but for rounding.
    let root = discriminant.max(0.0).sqrt();
    let ends = [(b - root) / a, (b + root) / a];
    let between = narrowed(Interval { low: ends[0].min(ends[1]), high: ends[0].max(ends[1]) });
    if a > 0.0 { Fieller::Bounded(between) } else { Fieller::AllBut(between) }
}
