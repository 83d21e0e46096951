//! The gap between a group and a reference, and whether it really narrowed.
//!
//! Every rate here is of something unwanted: lower is better. For a rate that should rise, pass
//! its complement ([`Estimate::complement`]). Group, reference and both periods are different
//! people, so variances add. A narrowing must never be shown without both rates and both periods;
//! [`Change`] keeps them together. Pooling periods with few events is the caller's.

use serde::Serialize;

use crate::estimate::Contrast;
use crate::{Confidence, Estimate, Interval, NotDefined};

/// The two rates of one period, in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rates {
    /// The group of interest.
    pub group: Estimate,
    /// The reference, the same one in every period that is compared.
    pub reference: Estimate,
}

impl Rates {
    /// Group minus reference: how much worse off the group is.
    #[must_use]
    pub fn gap(self) -> Estimate {
        self.group.minus(self.reference)
    }

    /// Group over reference, with the interval on the log scale.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] when either rate is zero.
    pub fn ratio(self, confidence: Confidence) -> Result<Contrast, NotDefined> {
        Ok(self.group.ln_ratio(self.reference)?.exp(confidence))
    }
}

/// Two periods to compare.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// The earlier period.
    pub before: Rates,
    /// The later period, without people of the earlier.
    pub after: Rates,
}

/// What may be said about a change in the gap, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The group is better off, and the gap is not wider.
    Improved,
    /// The gap is not wider, but the reference got worse: not progress. Show the decomposition.
    ReferenceWorsened,
    /// The interval of the change crosses zero, or nothing moved.
    NoClearChange,
    /// The gap is wider, whatever made it so.
    Widened,
}

/// Where a narrowing came from. Positive amounts narrow the gap; they add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Decomposition {
    /// The fall of the group's rate.
    pub from_group: f64,
    /// The rise of the reference's rate, which is nobody's success.
    pub from_reference: f64,
}

impl Decomposition {
    /// The whole narrowing.
    #[must_use]
    pub fn narrowing(self) -> f64 {
        self.from_group + self.from_reference
    }

    /// The part of the narrowing that came from the reference getting worse. Outside 0 to 1 when
    /// group and reference pulled in opposite ways.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] when the gap did not narrow.
    pub fn share_from_reference(self) -> Result<f64, NotDefined> {
        if self.narrowing() > 0.0 {
            Ok(self.from_reference / self.narrowing())
        } else {
            Err(NotDefined::NotAboveZero)
        }
    }
}

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

impl Change {
    /// Later gap minus earlier gap: negative when it narrowed.
    #[must_use]
    pub fn in_gap(self) -> Estimate {
        self.after.gap().minus(self.before.gap())
    }

    /// Which part of the narrowing is the group's and which the reference's.
    #[must_use]
    pub fn decomposition(self) -> Decomposition {
        Decomposition {
            from_group: self.before.group.value - self.after.group.value,
            from_reference: self.after.reference.value - self.before.reference.value,
        }
    }

    /// Whether the reference's rate rose: a red flag on any narrowing.
    #[must_use]
    pub fn reference_worsened(self) -> bool {
        self.after.reference.value > self.before.reference.value
    }

    /// Whether the word "narrowed" may stand in a title: not when the group itself got worse.
    #[must_use]
    pub fn may_say_narrowed(self) -> bool {
        self.in_gap().value < 0.0 && self.after.group.value <= self.before.group.value
    }

    /// The one word. A change whose interval crosses zero is never called anything else.
    #[must_use]
    pub fn verdict(self, confidence: Confidence) -> Verdict {
        let change = self.in_gap();
        if change.interval(confidence).crosses_zero() {
            Verdict::NoClearChange
        } else if change.value > 0.0 {
            Verdict::Widened
        } else if self.reference_worsened() {
            Verdict::ReferenceWorsened
        } else if self.after.group.value < self.before.group.value {
            Verdict::Improved
        } else {
            Verdict::NoClearChange
        }
    }

    /// The later rate ratio over the earlier, with the interval on the log scale: below 1 when
    /// the relative disparity shrank.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] when any rate is zero.
    pub fn ratio_of_ratios(self, confidence: Confidence) -> Result<Contrast, NotDefined> {
        Ok(self.ln_ratio_of_ratios()?.exp(confidence))
    }

    /// The logarithm of [`Self::ratio_of_ratios`].
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] when any rate is zero.
    pub fn ln_ratio_of_ratios(self) -> Result<Estimate, NotDefined> {
        let later = self.after.group.ln_ratio(self.after.reference)?;
        let earlier = self.before.group.ln_ratio(self.before.reference)?;
        Ok(later.minus(earlier))
    }

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
    /// [`NotDefined::NotAboveZero`] when the earlier gap is not above zero: there was nothing to
    /// narrow.
    pub fn narrowing(self, confidence: Confidence) -> Result<Narrowing, NotDefined> {
        let (earlier, later) = (self.before.gap(), self.after.gap());
        if earlier.value.is_nan() || earlier.value <= 0.0 {
            return Err(NotDefined::NotAboveZero);
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
}

/// A range of ratios of gaps as percents narrowed; the ends change places.
fn narrowed(ratio: Interval) -> Interval {
    Interval { low: 100.0 * (1.0 - ratio.high), high: 100.0 * (1.0 - ratio.low) }
}

/// The ratios θ for which `later − θ · earlier` is not clearly different from zero (Fieller,
/// J R Stat Soc B 1954;16:175): a quadratic inequality, whose solution is an interval only while
/// `earlier` is clearly different from zero.
fn fieller(earlier: Estimate, later: Estimate, confidence: Confidence) -> Fieller {
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

/// Events the group would not have had at the reference's rate: the gap, in events per `per`
/// units, times the group's denominator.
#[must_use]
pub fn excess_events(gap: Estimate, denominator: f64, per: f64) -> f64 {
    gap.value * denominator / per
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(group: [f64; 2], reference: [f64; 2]) -> Change {
        let rates =
            |i: usize| Rates { group: Estimate::exact(group[i]), reference: Estimate::exact(reference[i]) };
        Change { before: rates(0), after: rates(1) }
    }

    #[test]
    fn a_reference_that_got_worse_is_not_progress() {
        let change = known([18.0, 12.8], [3.5, 7.1]);
        let parts = change.decomposition();
        assert_eq!(change.verdict(Confidence::P95), Verdict::ReferenceWorsened);
        assert!((parts.narrowing() - 8.8).abs() < 1e-12);
        assert!((parts.share_from_reference().unwrap() - 0.409).abs() < 1e-3);
    }

    #[test]
    fn verdicts() {
        for (group, reference, verdict, may_say) in [
            ([12.0, 6.0], [6.0, 3.0], Verdict::Improved, true),
            ([12.0, 8.0], [6.0, 2.0], Verdict::Improved, false),
            ([12.0, 13.0], [6.0, 9.0], Verdict::ReferenceWorsened, false),
            ([12.0, 13.0], [6.0, 6.0], Verdict::Widened, false),
            ([12.0, 11.0], [6.0, 3.0], Verdict::Widened, false),
            ([12.0, 12.0], [6.0, 6.0], Verdict::NoClearChange, false),
        ] {
            let change = known(group, reference);
            assert_eq!(change.verdict(Confidence::P95), verdict, "{group:?} {reference:?}");
            assert_eq!(change.may_say_narrowed(), may_say, "{group:?} {reference:?}");
        }
    }

    #[test]
    fn few_events_are_no_clear_change() {
        let rate = |events| Estimate::poisson_rate(events, 1000.0, 1000.0).unwrap();
        let change = Change {
            before: Rates { group: rate(8), reference: rate(4) },
            after: Rates { group: rate(6), reference: rate(4) },
        };
        assert_eq!(change.verdict(Confidence::P95), Verdict::NoClearChange);
        assert!(!matches!(change.narrowing(Confidence::P95).unwrap().fieller, Fieller::Bounded(_)));
    }

    #[test]
    fn no_gap_cannot_narrow() {
        let change = known([6.0, 6.0], [6.0, 3.0]);
        assert_eq!(change.narrowing(Confidence::P95), Err(NotDefined::NotAboveZero));
        assert_eq!(change.percents(), Err(NotDefined::NotAboveZero));
    }
}
