//! The gap between a group and a reference, and whether it really narrowed.
//!
//! Every rate here is of something unwanted: lower is better. For a rate that should rise, pass
//! its complement ([`Estimate::complement`]). Group, reference and both periods are different
//! people, so variances add. A narrowing must never be shown without both rates and both periods;
//! [`Change`] keeps them together. Pooling periods with few events is the caller's.

mod bootstrap;
mod claim;
mod driver;
mod narrowing;

use serde::Serialize;

pub use bootstrap::{Count, Counts, bootstrap};
pub use claim::{CannotTell, Claim, Contradiction, Finding, Found, Proviso, Quantity, check};
pub use driver::{Driver, Reading};
pub use narrowing::{Fieller, Narrowing, Percents, Stated};

use crate::estimate::Contrast;
use crate::{Confidence, Estimate, NotDefined};

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
}

/// Events the group would not have had at the reference's rate: the gap, in events per `per`
/// units, times the group's denominator.
#[must_use]
pub fn excess_events(gap: Estimate, denominator: f64, per: f64) -> f64 {
    gap.value * denominator / per
}

#[cfg(test)]
mod tests;
