//! Funnel plots: places side by side, each within the limits that chance leaves it.
//!
//! A place is compared with all of them or with a target, never ranked: among places that are
//! alike somebody is always last. Where places differ by more than chance all round, limits may be
//! widened, by a variance between places (additive) or by a factor (multiplicative); that hides
//! nothing and says only that the model of chance was too simple (D. Spiegelhalter, Funnel plots
//! for comparing institutional performance, Stat Med 2005;24:1185; Handling over-dispersion of
//! performance indicators, Qual Saf Health Care 2005;14:347).

mod dispersion;
pub mod phe;
pub mod transformed;

use serde::Serialize;

use crate::distribution::{Binomial, Poisson, Split, Step};
use crate::{Confidence, Interval, NotDefined};

pub use dispersion::{Dispersion, winsorised};

/// One place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Site {
    /// Events that happened.
    pub events: f64,
    /// People, exposure, or events expected.
    pub denominator: f64,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// Events among people, binomial.
    Proportion,
    /// Events over an exposure, Poisson.
    Rate,
    /// Events over those expected, Poisson with a target of 1.
    Ratio,
}

/// How limits are widened when places differ by more than chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Not at all: exact limits.
    #[default]
    None,
    /// By a variance between places.
    Additive,
    /// By a factor.
    Multiplicative,
}

/// The limits at one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    /// 95 %: one place in twenty lies outside by chance.
    pub inner: Interval,
    /// 99.8 %: one in five hundred.
    pub outer: Interval,
}

/// Where a place lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Within the 95 % limits.
    Within,
    /// Above the 95 % limit.
    High,
    /// Above the 99.8 % limit.
    VeryHigh,
    /// Below the 95 % limit.
    Low,
    /// Below the 99.8 % limit.
    VeryLow,
}

/// One place in its funnel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Placed {
    /// What was counted.
    pub site: Site,
    /// Events over the denominator.
    pub value: f64,
    /// Standard deviations from the target by chance alone.
    pub z: f64,
    /// What chance leaves it, cut to what the statistic can be.
    pub limits: Limits,
    /// Where it lies.
    pub standing: Standing,
}

/// All places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// What is compared.
    pub statistic: Statistic,
    /// What with.
    pub target: f64,
    /// How limits were widened.
    pub adjustment: Adjustment,
    /// How much more the places differ than by chance; none of one place.
    pub dispersion: Option<Dispersion>,
    /// In the order in which they came.
    pub sites: Vec<Placed>,
}

/// Draws a funnel. Without a target it is that of all places together, and 1 for a ratio.
///
/// # Errors
/// [`NotDefined::EmptyDenominator`] for no places or one without a denominator,
/// [`NotDefined::NotFinite`] for what is no count, [`NotDefined::TargetOutOfRange`] for more events
/// than people or a target that no place can have, [`NotDefined::NoEvents`] when nothing or
/// everything happened everywhere, [`NotDefined::TooFewPoints`] to widen limits by one place.
pub fn funnel(
    statistic: Statistic,
    sites: &[Site],
    target: Option<f64>,
    adjustment: Adjustment,
) -> Result<Funnel, NotDefined> {
    let target = checked_target(statistic, sites, target)?;
    let z = |site: &Site| (site.value() - target) / statistic.variance(target, site.denominator).sqrt();
    let scores: Vec<f64> = sites.iter().map(z).collect();
    let precisions: Vec<f64> =
        sites.iter().map(|s| 1.0 / statistic.variance(target, s.denominator)).collect();
    let dispersion = Dispersion::winsorised(&scores, &precisions, dispersion::SHARE).ok();
    if adjustment != Adjustment::None && dispersion.is_none() {
        return Err(NotDefined::TooFewPoints { has: sites.len(), needs: 2 });
    }
    // Places that spread by less than chance are no reason to narrow the limits.
    let widening = dispersion.map(|spread| Dispersion { phi: spread.phi.max(1.0), ..spread });
    let placed = |(site, &z): (&Site, &f64)| -> Result<Placed, NotDefined> {
        let raw = match (adjustment, widening) {
            (Adjustment::None, _) | (_, None) => exact_limits(statistic, target, site.denominator)?,
            (adjustment, Some(spread)) => {
                let at = |confidence| {
                    widened_limits(statistic, target, site.denominator, spread, adjustment, confidence)
                };
                Limits { inner: at(Confidence::P95), outer: at(Confidence::P998) }
            }
        };
        let limits = Limits { inner: statistic.cut(raw.inner), outer: statistic.cut(raw.outer) };
        let value = site.value();
        Ok(Placed { site: *site, value, z, limits, standing: limits.standing(value) })
    };
    let sites = sites.iter().zip(&scores).map(placed).collect::<Result<_, _>>()?;
    Ok(Funnel { statistic, target, adjustment, dispersion, sites })
}

/// Limits from exact quantiles, interpolated between neighbouring counts so that they do not jump
/// (Spiegelhalter 2005, appendix A.1). Below the first count with that probability they are 0.
///
/// # Errors
/// [`NotDefined`] for a target or denominator without a distribution.
pub fn exact_limits(statistic: Statistic, target: f64, denominator: f64) -> Result<Limits, NotDefined> {
    let ends = |side: fn(f64) -> Result<Split, NotDefined>| -> Result<[f64; 2], NotDefined> {
        // From the middle out.
        let tails = [side(Confidence::P95.tail())?, side(Confidence::P998.tail())?];
        let steps = match statistic {
            Statistic::Proportion => Binomial::new(denominator as u64, target)?.steps(&tails),
            Statistic::Rate | Statistic::Ratio => Poisson::new(target * denominator)?.steps(&tails),
        };
        let end = |step: &Step| ((step.count - step.beyond) / denominator).max(0.0);
        Ok([end(&steps[0]), end(&steps[1])])
    };
    let ([low, outer_low], [high, outer_high]) = (ends(Split::below)?, ends(Split::above)?);
    Ok(Limits { inner: Interval { low, high }, outer: Interval { low: outer_low, high: outer_high } })
}

/// Normal limits around the target, widened. They may leave what the statistic can be.
#[must_use]
pub fn widened_limits(
    statistic: Statistic,
    target: f64,
    denominator: f64,
    dispersion: Dispersion,
    adjustment: Adjustment,
    confidence: Confidence,
) -> Interval {
    let chance = statistic.variance(target, denominator);
    let variance = match adjustment {
        Adjustment::None => chance,
        Adjustment::Additive => chance + dispersion.tau2,
        Adjustment::Multiplicative => chance * dispersion.phi,
    };
    let half = confidence.z() * variance.sqrt();
    Interval { low: target - half, high: target + half }
}

impl Site {
    /// Events over the denominator.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.events / self.denominator
    }
}

impl Limits {
    /// Where a value lies; on a limit is within.
    #[must_use]
    pub fn standing(self, value: f64) -> Standing {
        if value > self.outer.high {
            Standing::VeryHigh
        } else if value > self.inner.high {
            Standing::High
        } else if value < self.outer.low {
            Standing::VeryLow
        } else if value < self.inner.low {
            Standing::Low
        } else {
            Standing::Within
        }
    }
}

impl Statistic {
    /// The variance that chance leaves a place around the target.
    fn variance(self, target: f64, denominator: f64) -> f64 {
        match self {
            Self::Proportion => target * (1.0 - target) / denominator,
            Self::Rate | Self::Ratio => target / denominator,
        }
    }

    /// Limits within what the statistic can be.
    fn cut(self, limits: Interval) -> Interval {
        let low = limits.low.max(0.0);
        let high = if self == Self::Proportion { limits.high.min(1.0) } else { limits.high };
        Interval { low, high }
    }
}

/// The target, after a look at everything.
fn checked_target(statistic: Statistic, sites: &[Site], target: Option<f64>) -> Result<f64, NotDefined> {
    let amounts = || sites.iter().flat_map(|site| [site.events, site.denominator]);
    if amounts().any(|amount| !amount.is_finite() || amount < 0.0) {
        return Err(NotDefined::NotFinite);
    }
    if sites.is_empty() || sites.iter().any(|site| site.denominator == 0.0) {
        return Err(NotDefined::EmptyDenominator);
    }
    if statistic == Statistic::Proportion {
        if sites.iter().any(|site| site.events > site.denominator) {
            return Err(NotDefined::TargetOutOfRange);
        }
        if sites.iter().any(|site| site.denominator.fract() != 0.0) {
            return Err(NotDefined::NotFinite);
        }
    }
    let together = || {
        sites.iter().map(|site| site.events).sum::<f64>()
            / sites.iter().map(|site| site.denominator).sum::<f64>()
    };
    let target = match (target, statistic) {
        (Some(target), _) => target,
        (None, Statistic::Ratio) => 1.0,
        (None, _) => together(),
    };
    if target == 0.0 || (statistic == Statistic::Proportion && target == 1.0) {
        return Err(NotDefined::NoEvents);
    }
    let possible = target > 0.0 && target.is_finite() && (statistic != Statistic::Proportion || target < 1.0);
    if possible { Ok(target) } else { Err(NotDefined::TargetOutOfRange) }
}

#[cfg(test)]
mod tests;
