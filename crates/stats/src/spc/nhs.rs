//! Making Data Count: the icons of the English NHS for variation and for assurance.
//!
//! One icon says what the last point shows, the other whether a target will be met by chance
//! alone. Of several rules a point shows the first of: outside the limits, trend, two of three,
//! shift; [`Chart::signals`] reports all of them.

use serde::Serialize;

use super::rules::{Extent, Marks, Side, beyond, shift, sides, trend};
use super::{Baseline, Chart, Constant, Data, Kind, Limits, Plan, chart};
use crate::NotDefined;

/// Points of a shift and of a trend.
pub const PATTERN: usize = 7;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher is better.
    Increase,
    /// Lower is better.
    Decrease,
    /// Neither.
    Neutral,
}

/// What a point shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialCause {
    /// Outside the limits, on this side.
    Outside(Side),
    /// Part of seven or more that rise or fall.
    Trend(Side),
    /// One of two among three that lie close to a limit, all three on this side.
    TwoInThree(Side),
    /// Part of seven or more on this side of the mean.
    Shift(Side),
}

/// What a special cause means, given which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// Nothing but chance.
    CommonCause,
    /// Better.
    Improvement,
    /// Worse.
    Concern,
    /// Higher, where neither way is better.
    NeutralHigh,
    /// Lower.
    NeutralLow,
}

/// Whether a target will be met while nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// The limits lie on the better side of the target.
    ConsistentPass,
    /// They lie on the worse side.
    ConsistentFail,
    /// The target lies between them: met or missed by chance.
    Inconsistent,
}

/// What to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// First point of every phase but the first.
    pub rebased: Vec<usize>,
    /// How many points of each phase settle its limits; all when none is given.
    pub fixed_after: Option<usize>,
    /// Whether wild moving ranges are left out.
    pub screening: bool,
    /// Which way is better.
    pub direction: Direction,
    /// What is to be reached.
    pub target: Option<f64>,
}

/// An XmR chart with its icons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MakingDataCount {
    /// The chart.
    pub chart: Chart,
    /// What each point shows; none for common cause.
    pub causes: Vec<Option<SpecialCause>>,
    /// What that means.
    pub variation: Vec<Variation>,
    /// The variation icon of each phase: that of its last point.
    pub icons: Vec<Variation>,
    /// The assurance icon, when there is a target, a better way, and limits.
    pub assurance: Option<Assurance>,
}

/// Charts a series as Making Data Count does.
///
/// # Errors
/// As [`chart()`], and [`NotDefined::NotFinite`] for a target that is no number.
pub fn making_data_count(values: &[Option<f64>], ask: &Ask) -> Result<MakingDataCount, NotDefined> {
    if ask.target.is_some_and(|target| !target.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    let starts = ask.rebased.clone();
    let baseline = match ask.fixed_after {
        Some(points) => Baseline::PhasesFrozen { starts, points },
        None => Baseline::Phases { starts },
    };
    let plan = Plan { baseline, screening: ask.screening, constant: Constant::Nhs, ..Plan::default() };
    let chart = chart(Kind::Individuals, &Data::Values(values.to_vec()), &plan)?;
    let causes: Vec<Option<SpecialCause>> =
        (0..chart.phases.len()).flat_map(|phase| causes(&chart, phase)).collect();
    let variation: Vec<Variation> = causes.iter().map(|cause| ask.direction.meaning(*cause)).collect();
    let last = |points: &std::ops::Range<usize>| variation.get(points.end.wrapping_sub(1)).copied();
    let icons = chart.phases.iter().filter_map(|phase| last(&phase.points)).collect();
    let assurance = assurance(&chart, ask);
    Ok(MakingDataCount { chart, causes, variation, icons, assurance })
}

/// Limits and values of a phase, as the rules take them.
fn causes(chart: &Chart, phase: usize) -> Vec<Option<SpecialCause>> {
    let phase = &chart.phases[phase];
    let points = &chart.points[phase.points.clone()];
    let Some(centre) = phase.centre else { return vec![None; points.len()] };
    let values: Vec<Option<f64>> = points.iter().map(|point| point.value).collect();
    let at = |level: fn(&Limits) -> crate::Interval| -> Vec<Option<(f64, f64)>> {
        points.iter().map(|p| p.limits.as_ref().map(level).map(|l| (l.low, l.high))).collect()
    };
    let outside = beyond(&values, &at(|l| l.three_sigma));
    let trend = trend(&values, PATTERN, Extent::Whole);
    let close = beyond(&values, &at(|l| l.two_sigma));
    let close = two_in_three(&values, centre, &close, &values, &at(|l| l.three_sigma));
    let shift = shift(&values, centre, PATTERN, Extent::Whole);
    (0..points.len())
        .map(|i| {
            let first = outside[i].map(SpecialCause::Outside).or(trend[i].map(SpecialCause::Trend));
            first.or(close[i].map(SpecialCause::TwoInThree)).or(shift[i].map(SpecialCause::Shift))
        })
        .collect()
}

/// Points close to a limit, not outside it, of which three in a row hold two, all three on one
/// side of the centre.
pub(super) fn two_in_three(
    values: &[Option<f64>],
    centre: f64,
    beyond_two: &[Option<Side>],
    all: &[Option<f64>],
    three_sigma: &[Option<(f64, f64)>],
) -> Marks {
    let outside = beyond(all, three_sigma);
    let close: Marks =
        beyond_two.iter().zip(&outside).map(|(mark, outside)| mark.filter(|_| outside.is_none())).collect();
    let sides = sides(values, centre);
    let mut marks = vec![None; values.len()];
    for from in 0..values.len().saturating_sub(2) {
        let window = from..from + 3;
        let side = sides[from];
        let hits = close[window.clone()].iter().flatten().count();
        if side.is_some() && sides[window.clone()].iter().all(|s| *s == side) && hits >= 2 {
            for place in window.filter(|&place| close[place].is_some()) {
                marks[place] = side;
            }
        }
    }
    marks
}

impl Direction {
    fn meaning(self, cause: Option<SpecialCause>) -> Variation {
        use SpecialCause::{Outside, Shift, Trend, TwoInThree};
        let Some(Outside(side) | Trend(side) | TwoInThree(side) | Shift(side)) = cause else {
            return Variation::CommonCause;
        };
        match (self, side) {
            (Self::Neutral, Side::Above) => Variation::NeutralHigh,
            (Self::Neutral, Side::Below) => Variation::NeutralLow,
            (Self::Increase, Side::Above) | (Self::Decrease, Side::Below) => Variation::Improvement,
            (Self::Increase, Side::Below) | (Self::Decrease, Side::Above) => Variation::Concern,
        }
    }
}

fn assurance(chart: &Chart, ask: &Ask) -> Option<Assurance> {
    let target = ask.target?;
    let limits = chart.points.iter().rev().find_map(|point| point.limits)?.three_sigma;
    let better_above = match ask.direction {
        Direction::Increase => true,
        Direction::Decrease => false,
        Direction::Neutral => return None,
    };
    Some(if target > limits.high {
        if better_above { Assurance::ConsistentFail } else { Assurance::ConsistentPass }
    } else if target < limits.low {
        if better_above { Assurance::ConsistentPass } else { Assurance::ConsistentFail }
    } else {
        Assurance::Inconsistent
    })
}
