//! Limits of measures without a formula for them: the measure of many settings that might have been.
//!
//! Noise adds to every distance, so a distance from an average, a best group or a reference is larger in
//! the data than in truth, and larger again in draws about the data. The plain percentiles that the
//! toolkit gives are therefore too high, and hold the truth far too seldom where groups barely differ. The
//! limits given here instead are tests turned round: how much smaller, or larger, would all the differences
//! between the groups have to be for a measure as large as this to be a rare one?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::spread::{Gauge, is_distance};
use super::{Groups, Measure};
use crate::distribution::{Split, normal};
use crate::draws::{Chance, Draws, quantile};
use crate::{Confidence, Interval, NotDefined};

/// How limits are taken from the draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limits {
    /// As in the toolkit: standard errors where there is a formula, else percentiles of the measure among
    /// draws about the estimates.
    Toolkit,
    /// The least and the greatest true measure that the data do not contradict, all differences between
    /// groups being taken as so many times those seen.
    Test,
}

/// Limits of those of the measures that need them.
pub(super) fn limits(
    groups: &Groups,
    measures: &[Measure],
    confidence: Confidence,
    draws: Draws,
    limits: Limits,
) -> BTreeMap<Measure, Result<Interval, NotDefined>> {
    let mut found = BTreeMap::new();
    let mut gauges = Vec::new();
    let simulated =
        |measure: &&Measure| is_distance(**measure) || (limits == Limits::Test && is_spread(**measure));
    for &measure in measures.iter().filter(simulated) {
        match Gauge::new(groups, measure) {
            Ok(gauge) => gauges.push((measure, gauge)),
            Err(reason) => {
                found.insert(measure, Err(reason));
            }
        }
    }
    if gauges.is_empty() {
        return found;
    }
    let errors = match groups.standard_errors() {
        Ok(errors) if draws.count >= 2 => errors,
        other => {
            let reason = other.err().unwrap_or(NotDefined::TooFewPoints { has: draws.count, needs: 2 });
            found.extend(gauges.into_iter().map(|(measure, _)| (measure, Err(reason))));
            return found;
        }
    };
    let all = match limits {
        Limits::Toolkit => percentiles(groups, &errors, &gauges, confidence, draws),
        Limits::Test => {
            let tested = super::test::limits(groups, &errors, &gauges, confidence, draws);
            let plain = percentiles(groups, &errors, &gauges, confidence, draws);
            (gauges.iter().zip(tested.into_iter().zip(plain)))
                .map(
                    |((measure, _), (tested, plain))| {
                        if is_round(*measure) { tested } else { hull(tested, plain) }
                    },
                )
                .collect()
        }
    };
    found.extend(gauges.into_iter().map(|(measure, _)| measure).zip(all));
    found
}

/// Whether a measure is of squared distances, along which a test follows one line well enough.
fn is_round(measure: Measure) -> bool {
    is_spread(measure)
        || matches!(measure, Measure::BetweenGroupStandardDeviation | Measure::CoefficientOfVariation)
}

/// Measures whose formula for the standard error holds too often where groups barely differ.
fn is_spread(measure: Measure) -> bool {
    matches!(measure, Measure::BetweenGroupVariance | Measure::Theil | Measure::MeanLogDeviation)
}

/// From the lower of the lower ends to the higher of the higher.
fn hull(a: Result<Interval, NotDefined>, b: Result<Interval, NotDefined>) -> Result<Interval, NotDefined> {
    let (a, b) = (a?, b?);
    Ok(Interval { low: a.low.min(b.low), high: a.high.max(b.high) })
}

/// The greatest that the indicator can be: a share has an end, a rate of deaths has none to speak of.
pub(super) fn top(groups: &Groups) -> f64 {
    let per = groups.setting.per;
    if per == 100.0 || per == 1.0 { per } else { f64::INFINITY }
}

/// Each group's estimate is drawn from a normal distribution about itself, cut off where the indicator
/// cannot be: below zero, and above 100 for percent or 1 for a share.
fn percentiles(
    groups: &Groups,
    errors: &[f64],
    gauges: &[(Measure, Gauge)],
    confidence: Confidence,
    draws: Draws,
) -> Vec<Result<Interval, NotDefined>> {
    let cut = match cut_normals(groups, errors) {
        Ok(cut) => cut,
        Err(reason) => return vec![Err(reason); gauges.len()],
    };
    let mut values = vec![Vec::with_capacity(draws.count); gauges.len()];
    let mut chance = Chance::new(draws.seed);
    let mut sample = vec![0.0; cut.len()];
    for _ in 0..draws.count {
        for (value, normal) in sample.iter_mut().zip(&cut) {
            *value = normal.draw(&mut chance);
        }
        for ((_, gauge), values) in gauges.iter().zip(&mut values) {
            values.push(gauge.of(&sample));
        }
    }
    let tail = (1.0 - confidence.level()) / 2.0;
    let between = |mut draws: Vec<f64>| {
        if draws.iter().any(|value| !value.is_finite()) {
            return Err(NotDefined::NotAboveZero);
        }
        let low = quantile(&mut draws, tail);
        Ok(Interval { low, high: quantile(&mut draws, 1.0 - tail) })
    };
    values.into_iter().map(between).collect()
}

/// A normal distribution between two ends.
struct CutNormal {
    mean: f64,
    deviation: f64,
    /// The share of the whole below the lower end, and below the upper.
    between: [f64; 2],
    ends: [f64; 2],
}

impl CutNormal {
    fn draw(&self, chance: &mut Chance) -> f64 {
        if self.deviation == 0.0 {
            return self.mean;
        }
        let [low, high] = self.between;
        let share = low + chance.uniform() * (high - low);
        let value = self.mean + self.deviation * normal::quantile(Split { lower: share, upper: 1.0 - share });
        value.clamp(self.ends[0], self.ends[1])
    }
}

fn cut_normals(groups: &Groups, errors: &[f64]) -> Result<Vec<CutNormal>, NotDefined> {
    let top = top(groups);
    let cut = |(mean, &deviation): (f64, &f64)| {
        if mean > top {
            return Err(NotDefined::TargetOutOfRange);
        }
        let below = |end: f64| normal::lower((end - mean) / deviation);
        let between = if deviation > 0.0 { [below(0.0), below(top)] } else { [0.0, 1.0] };
        Ok(CutNormal { mean, deviation, between, ends: [0.0, top] })
    };
    groups.estimates().into_iter().zip(errors).map(cut).collect()
}
