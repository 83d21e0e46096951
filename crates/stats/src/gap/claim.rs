//! Headlines, checked against data.
//!
//! "The gap narrowed by 64 %" can mean the distance between two rates, their ratio, or the ratio less
//! one; the three differ widely. A claim holds when the data give that percent and rule out no change at
//! all. What the data cannot decide is said to be undecided, with the reason.

use serde::{Deserialize, Serialize};

use super::narrowing::{fieller, narrowed};
use super::{Change, Fieller};
use crate::{Confidence, Estimate, Interval, NotDefined};

/// What a percent is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// The absolute gap: group minus reference.
    Gap,
    /// Group over reference, less one.
    ExcessRatio,
    /// Group over reference.
    Ratio,
    /// The group's own rate.
    GroupRate,
    /// The reference's own rate.
    ReferenceRate,
}

impl Quantity {
    /// All, in the order in which a claim that does not say is tried.
    pub const ALL: [Self; 5] =
        [Self::Gap, Self::ExcessRatio, Self::Ratio, Self::GroupRate, Self::ReferenceRate];

    fn is_disparity(self) -> bool {
        matches!(self, Self::Gap | Self::ExcessRatio | Self::Ratio)
    }
}

/// A published percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// By how many percent something is said to have fallen or narrowed.
    pub percent: f64,
    /// What it is of; none when the source does not say.
    pub of: Option<Quantity>,
    /// To what the percent was rounded: 1 for whole percents.
    pub rounded_to: f64,
}

/// What the data say of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Found {
    /// What the percent is of.
    pub of: Quantity,
    /// By how many percent it fell in the data.
    pub percent: f64,
    /// Where that may lie.
    pub limits: Interval,
}

/// What must be said beside a claim that holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proviso {
    /// Part of the narrowing is the reference getting worse.
    ReferenceWorsened {
        /// Which part, from 0 to 1.
        share: f64,
    },
    /// The rates came without counts, so that chance was not weighed.
    ChanceNotWeighed,
    /// The source does not say what the percent is of; it fits this.
    QuantityNotStated,
}

/// Why a claim does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contradiction {
    /// The data give another percent, and this one lies outside its limits.
    OtherPercent {
        /// What the claimed percent would be right for.
        fits: Option<Quantity>,
    },
    /// The group itself got worse: there is nothing to call a narrowing.
    GroupWorsened,
}

/// Why it cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CannotTell {
    /// The limits hold the claim, and no change as well.
    NoClearChange,
    /// The percent has no meaning in these data.
    NoMeaning {
        /// Why.
        #[serde(serialize_with = "as_text")]
        reason: NotDefined,
    },
    /// The claim is not a number of percent.
    NotAPercent,
}

fn as_text<S: serde::Serializer>(reason: &NotDefined, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reason)
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The data bear it out.
    Holds {
        /// By what.
        found: Found,
        /// What must be said with it.
        provided: Vec<Proviso>,
    },
    /// The data contradict it.
    DoesNotHold {
        /// Why.
        reason: Contradiction,
        /// What the data say instead.
        found: Option<Found>,
    },
    /// The data do not decide.
    CannotBeTold {
        /// Why.
        reason: CannotTell,
        /// What the data say, if anything.
        found: Option<Found>,
    },
}

impl Change {
    /// By how many percent a quantity fell, with its limits: Fieller's for the gap and the excess ratio,
    /// those of the log scale for the others.
    ///
    /// # Errors
    /// [`NotDefined::NoEarlierGap`], [`NotDefined::EarlierGapUncertain`], or
    /// [`NotDefined::NotAboveZero`] when a rate is zero.
    pub fn fall_of(self, of: Quantity, confidence: Confidence) -> Result<Found, NotDefined> {
        let on_log_scale = |ln: Estimate| {
            let ratio = ln.exp(confidence);
            Found { of, percent: 100.0 * (1.0 - ratio.estimate), limits: narrowed(ratio.interval) }
        };
        let by_fieller = |earlier: Estimate, later: Estimate| {
            if earlier.value <= 0.0 {
                return Err(NotDefined::NoEarlierGap);
            }
            let percent = 100.0 * (1.0 - later.value / earlier.value);
            match fieller(earlier, later, confidence) {
                Fieller::Bounded(limits) => Ok(Found { of, percent, limits }),
                Fieller::AllBut(_) | Fieller::Everything => Err(NotDefined::EarlierGapUncertain),
            }
        };
        let excess = |rates: super::Rates| {
            let ln = rates.group.ln_ratio(rates.reference)?;
            let ratio = ln.value.exp();
            Ok(Estimate { value: ratio - 1.0, variance: ratio * ratio * ln.variance })
        };
        match of {
            Quantity::Gap => by_fieller(self.before.gap(), self.after.gap()),
            Quantity::ExcessRatio => by_fieller(excess(self.before)?, excess(self.after)?),
            Quantity::Ratio => Ok(on_log_scale(self.ln_ratio_of_ratios()?)),
            Quantity::GroupRate => Ok(on_log_scale(self.after.group.ln_ratio(self.before.group)?)),
            Quantity::ReferenceRate => {
                Ok(on_log_scale(self.after.reference.ln_ratio(self.before.reference)?))
            }
        }
    }
}

/// Whether a claim about a change holds in its data.
#[must_use]
pub fn check(claim: Claim, change: Change, confidence: Confidence) -> Finding {
    let sound = claim.percent.is_finite() && claim.rounded_to.is_finite() && claim.rounded_to >= 0.0;
    if !sound {
        return Finding::CannotBeTold { reason: CannotTell::NotAPercent, found: None };
    }
    let Some(of) = claim.of else { return check_unstated(claim, change, confidence) };
    let found = match change.fall_of(of, confidence) {
        Ok(found) => found,
        Err(reason) => {
            let reason = CannotTell::NoMeaning { reason };
            return Finding::CannotBeTold { reason, found: None };
        }
    };
    let worse = change.after.group.value > change.before.group.value;
    if of.is_disparity() && worse && claim.percent > 0.0 {
        return Finding::DoesNotHold { reason: Contradiction::GroupWorsened, found: Some(found) };
    }
    // What was rounded may have been anything that rounds to it.
    let half = claim.rounded_to / 2.0 + 1e-9;
    let within = |limits: Interval| {
        Interval { low: limits.low - half, high: limits.high + half }.contains(claim.percent)
    };
    if !within(found.limits) {
        let fits = Quantity::ALL.into_iter().filter(|other| *other != of).find(|other| {
            change.fall_of(*other, confidence).is_ok_and(|f| (f.percent - claim.percent).abs() <= half)
        });
        return Finding::DoesNotHold { reason: Contradiction::OtherPercent { fits }, found: Some(found) };
    }
    if found.limits.crosses_zero() {
        return Finding::CannotBeTold { reason: CannotTell::NoClearChange, found: Some(found) };
    }
    Finding::Holds { found, provided: provisos(of, change) }
}

fn provisos(of: Quantity, change: Change) -> Vec<Proviso> {
    let share = change.decomposition().share_from_reference().ok().filter(|share| *share > 0.0);
    let worsened =
        share.filter(|_| of.is_disparity()).map(|share| Proviso::ReferenceWorsened { share: share.min(1.0) });
    let Change { before, after } = change;
    let exact =
        [before.group, before.reference, after.group, after.reference].iter().all(|r| r.variance == 0.0);
    let not_weighed = exact.then_some(Proviso::ChanceNotWeighed);
    worsened.into_iter().chain(not_weighed).collect()
}

/// The first quantity whose own percent rounds to the claim decides; else the absolute gap, as the
/// plainest reading.
fn check_unstated(claim: Claim, change: Change, confidence: Confidence) -> Finding {
    let half = claim.rounded_to / 2.0 + 1e-9;
    let fits = |of: &Quantity| {
        change.fall_of(*of, confidence).is_ok_and(|found| (found.percent - claim.percent).abs() <= half)
    };
    let of = Quantity::ALL.into_iter().find(fits).unwrap_or(Quantity::Gap);
    match check(Claim { of: Some(of), ..claim }, change, confidence) {
        Finding::Holds { found, mut provided } => {
            provided.push(Proviso::QuantityNotStated);
            Finding::Holds { found, provided }
        }
        other => other,
    }
}
