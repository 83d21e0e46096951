//! Limits of measures without a formula for them: the measure of many settings that might have been.
//!
//! Each group's estimate is drawn from a normal distribution about itself, cut off where the indicator
//! cannot be: below zero, and above 100 for percent or 1 for a share.

use std::collections::BTreeMap;

use super::spread::{Gauge, is_distance};
use super::{Groups, Measure};
use crate::distribution::{Split, normal};
use crate::draws::{Chance, Draws, quantile};
use crate::{Confidence, Interval, NotDefined};

/// Limits of those of the measures that need them.
pub(super) fn limits(
    groups: &Groups,
    measures: &[Measure],
    confidence: Confidence,
    draws: Draws,
) -> BTreeMap<Measure, Result<Interval, NotDefined>> {
    let mut found = BTreeMap::new();
    let mut gauges = Vec::new();
    for &measure in measures.iter().filter(|measure| is_distance(**measure)) {
        match Gauge::new(groups, measure) {
            Ok(gauge) => gauges.push((measure, gauge, Vec::with_capacity(draws.count))),
            Err(reason) => {
                found.insert(measure, Err(reason));
            }
        }
    }
    if gauges.is_empty() {
        return found;
    }
    let cut = match groups.standard_errors().and_then(|errors| cut_normals(groups, &errors)) {
        Ok(cut) if draws.count >= 2 => cut,
        other => {
            let reason = other.err().unwrap_or(NotDefined::TooFewPoints { has: draws.count, needs: 2 });
            found.extend(gauges.into_iter().map(|(measure, ..)| (measure, Err(reason))));
            return found;
        }
    };
    let mut chance = Chance::new(draws.seed);
    let mut sample = vec![0.0; cut.len()];
    for _ in 0..draws.count {
        for (value, normal) in sample.iter_mut().zip(&cut) {
            *value = normal.draw(&mut chance);
        }
        for (_, gauge, values) in &mut gauges {
            values.push(gauge.of(&sample));
        }
    }
    let tail = (1.0 - confidence.level()) / 2.0;
    found.extend(gauges.into_iter().map(|(measure, _, mut values)| {
        if values.iter().any(|value| !value.is_finite()) {
            return (measure, Err(NotDefined::NotAboveZero));
        }
        let low = quantile(&mut values, tail);
        (measure, Ok(Interval { low, high: quantile(&mut values, 1.0 - tail) }))
    }));
    found
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
    let per = groups.setting.per;
    let top = if per == 100.0 || per == 1.0 { per } else { f64::INFINITY };
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
