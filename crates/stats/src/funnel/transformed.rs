//! Funnels on a scale where places spread alike, with additive over-dispersion, as the English
//! hospital mortality indicators are drawn (FunnelPlotR; NHS Digital, SHMI methodology).
//!
//! Two things are not taken from that package: its "exact" limits of ratios, which are intervals
//! around the expected count rather than limits for the observed one (ours are those of
//! [`super::exact_limits`]), and its limits of ratios of counts, whose standard error belongs to
//! proportions. A place without events has no logarithm: it is left out of the spread.

use serde::Serialize;

use super::{Dispersion, Site, Standing, dispersion};
use crate::{Confidence, Interval, NotDefined};

/// A scale, with the target on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// The arcsine of the root of a proportion; scores are winsorised.
    ArcsineRoot,
    /// The logarithm of a standardised ratio, around 0; the outer scores are dropped (SHMI).
    LogRatio,
    /// The root of a standardised ratio, around 1; scores are winsorised (CQC). The limits are given
    /// as that method prints them, on the scale of the root.
    RootRatio,
    /// The logarithm of a ratio of two counts, each with a half added; scores are winsorised.
    LogCounts,
}

/// One place on the scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Placed {
    /// Events over the denominator.
    pub value: f64,
    /// The value on the scale; none without events on a logarithmic one.
    pub transformed: Option<f64>,
    /// Standard errors from the target.
    pub z: Option<f64>,
    /// What the spread was judged by; none where the place was left out.
    pub kept: Option<f64>,
    /// 95 % limits of the value.
    pub inner: Interval,
    /// 99.8 % limits.
    pub outer: Interval,
    /// Where it lies.
    pub standing: Standing,
}

/// All places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Transformed {
    /// The target on the scale.
    pub target: f64,
    /// The spread of the places.
    pub dispersion: Dispersion,
    /// Whether limits were widened by it.
    pub adjusted: bool,
    /// In the order in which they came.
    pub sites: Vec<Placed>,
}

/// Draws the funnel; `adjust` widens the limits when the places differ by more than chance, and
/// `share` of the scores on each side is pulled in or dropped.
///
/// # Errors
/// As [`super::funnel`]; [`NotDefined::TooFewPoints`] for fewer than two scores.
pub fn transformed(
    scale: Scale,
    sites: &[Site],
    adjust: bool,
    share: f64,
) -> Result<Transformed, NotDefined> {
    let amounts = || sites.iter().flat_map(|site| [site.events, site.denominator]);
    if amounts().any(|amount| !amount.is_finite() || amount < 0.0) {
        return Err(NotDefined::NotFinite);
    }
    if sites.is_empty() || sites.iter().any(|site| site.denominator == 0.0) {
        return Err(NotDefined::EmptyDenominator);
    }
    if scale == Scale::ArcsineRoot && sites.iter().any(|site| site.events > site.denominator) {
        return Err(NotDefined::TargetOutOfRange);
    }
    let all: f64 =
        sites.iter().map(|s| s.events).sum::<f64>() / sites.iter().map(|s| s.denominator).sum::<f64>();
    if all == 0.0 {
        return Err(NotDefined::NoEvents);
    }
    let target = scale.target(all);
    let errors: Vec<f64> = sites.iter().map(|site| scale.standard_error(site)).collect();
    let values: Vec<Option<f64>> = sites.iter().map(|site| scale.of(site)).collect();
    let score = |(value, error): (&Option<f64>, &f64)| value.map(|value| (value - target) / error);
    let scores: Vec<Option<f64>> = values.iter().zip(&errors).map(score).collect();
    let kept = if scale == Scale::LogRatio { truncated(&scores, share) } else { pulled_in(&scores, share)? };
    let (used, precisions): (Vec<f64>, Vec<f64>) =
        kept.iter().zip(&errors).filter_map(|(z, error)| Some(((*z)?, 1.0 / (error * error)))).unzip();
    let dispersion = Dispersion::of(&used, &precisions)?;
    let adjusted = adjust && dispersion.tau2 > 0.0;
    let tau2 = if adjusted { dispersion.tau2 } else { 0.0 };
    let placed = |i: usize| {
        let site = &sites[i];
        let at = |confidence: Confidence| {
            let error = scale.limit_error(site, all);
            let half = confidence.z() * (error * error + tau2).sqrt();
            scale.back(Interval { low: target - half, high: target + half })
        };
        let (inner, outer) = (at(Confidence::P95), at(Confidence::P998));
        let value = site.value();
        let standing = super::Limits { inner, outer }.standing(value);
        Placed { value, transformed: values[i], z: scores[i], kept: kept[i], inner, outer, standing }
    };
    let sites = (0..sites.len()).map(placed).collect();
    Ok(Transformed { target, dispersion, adjusted, sites })
}

impl Scale {
    fn target(self, all: f64) -> f64 {
        match self {
            Self::ArcsineRoot => all.sqrt().asin(),
            Self::LogRatio => 0.0,
            Self::RootRatio => 1.0,
            Self::LogCounts => all.ln(),
        }
    }

    fn of(self, site: &Site) -> Option<f64> {
        match self {
            Self::ArcsineRoot => Some(site.value().sqrt().asin()),
            Self::LogRatio => (site.events > 0.0).then(|| site.value().ln()),
            Self::RootRatio => Some(site.value().sqrt()),
            Self::LogCounts => Some(((site.events + 0.5) / (site.denominator + 0.5)).ln()),
        }
    }

    /// The standard error of a place on the scale.
    fn standard_error(self, site: &Site) -> f64 {
        match self {
            Self::ArcsineRoot | Self::RootRatio => 0.5 / site.denominator.sqrt(),
            Self::LogRatio => 1.0 / site.denominator.sqrt(),
            Self::LogCounts => {
                let part = |count: f64| count / (count + 0.5).powi(2);
                (part(site.events) + part(site.denominator)).sqrt()
            }
        }
    }

    /// The standard error of a place that lies on the target, for its limits.
    fn limit_error(self, site: &Site, all: f64) -> f64 {
        match self {
            Self::LogCounts => {
                self.standard_error(&Site { events: all * site.denominator, denominator: site.denominator })
            }
            _ => self.standard_error(site),
        }
    }

    /// Limits on the scale of the values.
    fn back(self, limits: Interval) -> Interval {
        match self {
            Self::ArcsineRoot => {
                limits.map(|angle| angle.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2))
            }
            Self::LogRatio | Self::LogCounts => limits.map(f64::exp),
            Self::RootRatio => limits,
        }
    }
}

fn pulled_in(scores: &[Option<f64>], share: f64) -> Result<Vec<Option<f64>>, NotDefined> {
    let present: Vec<f64> = scores.iter().flatten().copied().collect();
    let mut pulled = dispersion::winsorised(&present, share)?.into_iter();
    Ok(scores.iter().map(|score| score.and_then(|_| pulled.next())).collect())
}

/// Drops the outer shares by rank; a place without a score ranks below all and is always dropped.
fn truncated(scores: &[Option<f64>], share: f64) -> Vec<Option<f64>> {
    let groups = 1.0 / share;
    let key = |score: Option<f64>| score.unwrap_or(f64::NEG_INFINITY);
    let mut sorted: Vec<f64> = scores.iter().map(|score| key(*score)).collect();
    sorted.sort_by(f64::total_cmp);
    let group = |z: f64| {
        let below = sorted.partition_point(|other| *other < z);
        let equal = sorted.partition_point(|other| *other <= z) - below;
        let rank = below as f64 + (equal as f64 + 1.0) / 2.0;
        (rank * groups / (scores.len() as f64 + 1.0)).floor()
    };
    let middle = |z: &f64| group(*z) > 0.0 && group(*z) < groups - 1.0;
    scores.iter().map(|score| score.filter(middle)).collect()
}
