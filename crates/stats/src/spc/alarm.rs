//! How often a set of rules finds something in a series where there is nothing to find.
//!
//! For limits alone the chance has a formula. For sets with patterns it is counted in simulated
//! series of normal values around a known centre; the generator and its seed are fixed, so that
//! the same question always has the same answer. Real series, with limits fitted to few points,
//! alarm a little more often.

use serde::Serialize;

use super::{Chart, Constant, Kind, Limits, Phase, Point, Ranges, Rule, RuleSet, Runs, RunsMethod, Signal};
use crate::Interval;
use crate::distribution::{Split, normal};
use crate::draws::Chance;

/// Simulated points in all, whatever the length of the series.
const POINTS: usize = 60_000;
/// Fewest simulated series.
const SERIES: usize = 40;
/// Where the sequence of simulated values starts.
const SEED: u64 = 24;
/// Beyond so many points a series is not lengthened: the chance is then that of this many or more.
const LONGEST: usize = 500;

/// The chance of at least one signal in a stable series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FalseAlarm {
    /// Points of the series.
    pub points: usize,
    /// The chance, from 0 to 1.
    pub chance: f64,
    /// Its standard error from simulation; 0 where it has a formula.
    pub standard_error: f64,
    /// The chance is at least this: the series was too long to simulate whole.
    pub at_least: bool,
}

/// The chance that a stable series of so many points shows at least one signal of the set, on a
/// chart with limits, or for `limits` false on a run chart.
#[must_use]
pub fn false_alarm(set: RuleSet, points: usize, limits: bool) -> FalseAlarm {
    if set == RuleSet::Shewhart {
        let within = if limits { normal::lower(3.0) - normal::lower(-3.0) } else { 1.0 };
        let chance = 1.0 - within.powf(points as f64);
        return FalseAlarm { points, chance, standard_error: 0.0, at_least: false };
    }
    let length = points.min(LONGEST);
    let series = (POINTS / length.max(1)).clamp(SERIES, 4000);
    let mut chance = Chance::new(SEED);
    let alarms = (0..series).filter(|_| alarms(set, length, limits, &mut chance)).count();
    let chance = alarms as f64 / series as f64;
    let standard_error = (chance * (1.0 - chance) / series as f64).sqrt();
    FalseAlarm { points, chance, standard_error, at_least: points > LONGEST }
}

fn alarms(set: RuleSet, length: usize, limits: bool, chance: &mut Chance) -> bool {
    let around = |sigmas: f64| Interval { low: -sigmas, high: sigmas };
    let bounds = Limits { one_sigma: around(1.0), two_sigma: around(2.0), three_sigma: around(3.0) };
    let point = |value: f64| Point {
        value: Some(value),
        limits: limits.then_some(bounds),
        phase: 0,
        in_baseline: true,
        included: true,
        sigma_signal: false,
    };
    let points: Vec<Point> = (0..length).map(|_| point(normal_value(chance))).collect();
    let runs = Runs::of(points.iter().map(|point| point.value), Some(0.0), RunsMethod::Anhoej);
    let phase =
        Phase { points: 0..length, centre: Some(0.0), runs, ranges: Ranges::default(), cautions: Vec::new() };
    let (kind, constant) = (Kind::Individuals, Constant::Printed);
    let chart = Chart { kind, constant, screening: false, points, phases: vec![phase] };
    let counts = |signal: &Signal| limits || signal.rule != Rule::BeyondThreeSigma;
    chart.signals(set).iter().any(counts)
}

fn normal_value(chance: &mut Chance) -> f64 {
    Split::below(chance.uniform()).map_or(0.0, normal::quantile)
}
