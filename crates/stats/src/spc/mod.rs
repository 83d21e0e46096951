//! Run charts and control charts: a measure over time, and whether it only shows chance.
//!
//! A chart is a centre per phase, limits per point and the runs of each phase. A new kind of chart
//! is a function that says how its centre is fitted and how its limits follow; everything else is
//! shared. A missing point keeps its place, takes part in nothing and ends no run. Points count
//! from 0.

pub mod alarm;
mod boxes;
mod chart;
pub mod constants;
mod data;
mod fit;
pub mod ihi;
mod kind;
pub mod nhs;
mod rebase;
pub mod rules;
mod runs;
mod sets;

use std::ops::Range;

use serde::Serialize;

use crate::{Interval, NotDefined};

pub use alarm::{FalseAlarm, false_alarm};
pub use chart::{chart, p_chart, run_chart};
pub use data::{Data, Ratio};
pub use fit::Ranges;
pub use kind::Kind;
pub use rebase::{Proposal, propose};
pub use runs::{Runs, RunsMethod, RunsTest, crossings_limit, longest_run_limit};
pub use sets::{Rule, RuleSet, Signal};

/// Fewest points for a run chart to say anything; a page should say so below it.
pub const RUN_CHART_MIN_POINTS: usize = 10;
/// Fewest points for a baseline of control limits to be trusted.
pub const BASELINE_MIN_POINTS: usize = 12;
/// Fewest events to be expected at a point (people times centre) for the limits of a p-chart to
/// hold; below, chance alone leaves them more often.
pub const P_CHART_MIN_EXPECTED: f64 = 5.0;

/// Which points settle the centre and the limits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Baseline {
    /// All of them.
    #[default]
    Whole,
    /// The first so many points, for the whole series: what came later is judged by what was.
    Frozen {
        /// Number of points from the start, missing and excluded ones counted.
        points: usize,
    },
    /// As [`Self::Phases`], each phase settled by its first points.
    PhasesFrozen {
        /// First point of every phase but the first.
        starts: Vec<usize>,
        /// Number of points from the start of each phase.
        points: usize,
    },
    /// A centre for each phase, as after a known change. A phase ends before each of these rising
    /// points, and the last one at the end of the series.
    Phases {
        /// First point of every phase but the first.
        starts: Vec<usize>,
    },
}

/// How a series is to be charted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The points that settle the centre.
    pub baseline: Baseline,
    /// Points with a known cause: drawn, but left out of centre, limits and runs.
    pub excluded: Vec<usize>,
    /// A centre that is known from elsewhere, instead of a fitted one.
    pub centre: Option<f64>,
    /// Whether moving ranges above 3.267 mean ranges are left out once before the spread is taken.
    pub screening: bool,
    /// What turns moving ranges into standard deviations.
    pub constant: Constant,
    /// How runs are judged.
    pub runs: RunsMethod,
}

/// What turns a typical moving range into a standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Constant {
    /// The mean range over 1.128, as tables print it (Montgomery).
    #[default]
    Printed,
    /// The mean range over 2/√π = 1.128379…
    Exact,
    /// Limits at 2.66 mean ranges, as NHS Making Data Count prints it.
    Nhs,
    /// The median range over 0.9539, which one wild point does not move.
    MedianRange,
}

/// What a reader must know before believing a phase.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "caution", rename_all = "snake_case")]
pub enum Caution {
    /// Too few points for any rule to mean much.
    ShortSeries {
        /// Points with a value.
        points: usize,
        /// Points it takes.
        needed: usize,
    },
    /// Too few points in the baseline for its limits to be trusted.
    ShortBaseline {
        /// Points with a value.
        points: usize,
        /// Points it takes.
        needed: usize,
    },
    /// No point differs from another: limits have no width.
    NoVariation,
    /// Screening was asked for and would have hidden the points that vary.
    ScreeningRefused,
    /// So few events are expected at some points that their limits do not hold.
    FewExpected {
        /// How many points.
        points: usize,
        /// Events it takes.
        needed: f64,
    },
}

/// A series with its centre, limits and signals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// What kind it is.
    pub kind: Kind,
    /// What its limits were made with.
    pub constant: Constant,
    /// Whether moving ranges were to be screened.
    pub screening: bool,
    /// As many as went in, in their order.
    pub points: Vec<Point>,
    /// At least one, each following the other without a hole.
    pub phases: Vec<Phase>,
}

/// A stretch of the series with one centre.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Phase {
    /// Its points.
    pub points: Range<usize>,
    /// The centre line; none when no point of its baseline has a value.
    pub centre: Option<f64>,
    /// What its runs say.
    pub runs: Runs,
    /// The moving ranges behind its limits.
    pub ranges: Ranges,
    /// What to be careful about.
    pub cautions: Vec<Caution>,
}

/// One point of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// The value drawn; none when missing.
    pub value: Option<f64>,
    /// The limits here; none on a run chart and at a missing point.
    pub limits: Option<Limits>,
    /// Index into [`Chart::phases`].
    pub phase: usize,
    /// Whether it helped to settle the centre.
    pub in_baseline: bool,
    /// Whether it takes part at all.
    pub included: bool,
    /// Outside the 3-sigma limits, on an excluded point too.
    pub sigma_signal: bool,
}

/// Limits around the centre at one point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    /// One standard deviation, for rules only.
    pub one_sigma: Interval,
    /// Two standard deviations, for the eye.
    pub two_sigma: Interval,
    /// Three standard deviations: beyond is a signal.
    pub three_sigma: Interval,
}

impl Baseline {
    /// The phases of a series of `len` points.
    fn phases(&self, len: usize) -> Result<Vec<Range<usize>>, NotDefined> {
        let (Self::Phases { starts } | Self::PhasesFrozen { starts, .. }) = self else {
            return Ok(std::iter::once(0..len).collect());
        };
        let mut phases = Vec::with_capacity(starts.len() + 1);
        let mut from = 0;
        for &start in starts {
            if start <= from || start >= len {
                return Err(NotDefined::Phases);
            }
            phases.push(from..start);
            from = start;
        }
        phases.push(from..len);
        Ok(phases)
    }

    /// Whether a point helps to settle the centre of its phase: the `nth` there, at `place` in the
    /// series.
    fn holds(&self, nth: usize, place: usize) -> bool {
        match self {
            Self::Frozen { points } => place < *points,
            Self::PhasesFrozen { points, .. } => nth < *points,
            Self::Whole | Self::Phases { .. } => true,
        }
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
