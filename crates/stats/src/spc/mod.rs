//! Run charts and control charts: a measure over time, and whether it only shows chance.
//!
//! A chart is a centre per phase, limits per point and the runs of each phase. A new kind of chart
//! is a function that says how its centre is fitted and how its limits follow; everything else is
//! shared. A missing point keeps its place, takes part in nothing and ends no run. Points count
//! from 0.

mod chart;
pub mod rules;
mod runs;

use std::ops::Range;

use serde::Serialize;

use crate::{Interval, NotDefined};

pub use chart::{p_chart, run_chart};
pub use runs::{Runs, RunsTest, crossings_limit, longest_run_limit};

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
    /// A centre for each phase, as after a known change. A phase ends before each of these rising
    /// points, and the last one at the end of the series.
    Phases {
        /// First point of every phase but the first.
        starts: Vec<usize>,
    },
}

/// How a series is to be charted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The points that settle the centre.
    pub baseline: Baseline,
    /// Points with a known cause: drawn, but left out of centre, limits and runs.
    pub excluded: Vec<usize>,
}

/// A series with its centre, limits and signals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
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
    /// Two standard deviations, for the eye.
    pub two_sigma: Interval,
    /// Three standard deviations: beyond is a signal.
    pub three_sigma: Interval,
}

impl Baseline {
    /// The phases of a series of `len` points.
    fn phases(&self, len: usize) -> Result<Vec<Range<usize>>, NotDefined> {
        let Self::Phases { starts } = self else {
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

    /// Whether a point helps to settle the centre of its phase.
    fn holds(&self, point: usize) -> bool {
        match self {
            Self::Frozen { points } => point < *points,
            Self::Whole | Self::Phases { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests;
