//! Where the middle of a chart lies and how wide it spreads, from the points of its baseline.

use serde::Serialize;

use super::constants::{D4_PRINTED, median_range};
use super::data::Observation;
use super::kind::WAITING_POWER;
use super::{Constant, Kind, Plan};
use crate::NotDefined;

/// The upper limit of a moving range in mean ones, unrounded, as Taylor's I′ chart takes it.
const D4: f64 = 3.2665;

/// The centre and the spread of a phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    /// The line that is drawn.
    pub centre: f64,
    /// What the limits lie around, on the scale on which they are computed.
    pub middle: f64,
    /// The standard deviation on that scale; for Laney's charts how many times that of chance.
    pub spread: f64,
    /// What was done to the moving ranges.
    pub ranges: Ranges,
}

/// What became of the moving ranges that the limits come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Ranges {
    /// How many there were.
    pub counted: usize,
    /// How many were left out because they exceeded 3.267 mean ranges.
    pub left_out: usize,
    /// Screening was asked for and not done: half of the ranges or more are zero, and what would
    /// be left says nothing about the points that do vary.
    pub screening_refused: bool,
}

/// Fits one phase; none without a value in its baseline.
pub(super) fn fit(
    kind: Kind,
    observations: &[Option<Observation>],
    base: &[usize],
    plan: &Plan,
) -> Result<Option<Fit>, NotDefined> {
    let present: Vec<Observation> = base.iter().filter_map(|&i| observations[i]).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let values: Vec<f64> = present.iter().map(|o| if kind == Kind::C { o.sum } else { o.value }).collect();
    let weighed =
        || present.iter().map(|o| o.sum).sum::<f64>() / present.iter().map(|o| o.weight).sum::<f64>();
    if kind == Kind::T && observations.iter().flatten().any(|o| o.value <= 0.0) {
        return Err(NotDefined::NotAboveZero);
    }
    let counts = matches!(kind, Kind::P | Kind::PPrime | Kind::U | Kind::UPrime | Kind::C | Kind::G);
    if counts && observations.iter().flatten().any(|o| o.sum < 0.0) {
        return Err(NotDefined::NotFinite);
    }
    if matches!(kind, Kind::P | Kind::PPrime) && observations.iter().flatten().any(|o| o.value > 1.0) {
        return Err(NotDefined::TargetOutOfRange);
    }
    if present.is_empty() {
        return Ok(None);
    }
    let middle = match (kind, plan.centre) {
        (Kind::T, Some(given)) => given.powf(WAITING_POWER),
        (_, Some(given)) => given,
        (Kind::Run, _) => median(values.clone()).unwrap_or_default(),
        (Kind::T, _) => mean(&values.iter().map(|v| v.powf(WAITING_POWER)).collect::<Vec<_>>()),
        (Kind::Individuals | Kind::C | Kind::G | Kind::MovingRange, _) => mean(&values),
        (Kind::S, _) => match mean_deviation(observations, &present) {
            Some(deviation) => deviation,
            None => return Ok(None),
        },
        _ => weighed(),
    };
    let centre = match (kind, plan.centre) {
        (Kind::T, _) => middle.powf(1.0 / WAITING_POWER),
        (Kind::G, None) => median(values).unwrap_or_default(),
        (_, Some(given)) => kind.shown(given),
        _ => middle,
    };
    let (spread, ranges) = match kind {
        Kind::Xbar => (mean_deviation(observations, &present).unwrap_or(f64::NAN), Ranges::default()),
        _ if kind.uses_moving_ranges() => match moving_spread(kind, observations, base, middle, plan) {
            Some(found) => found,
            None => (f64::NAN, Ranges::default()),
        },
        _ => (1.0, Ranges::default()),
    };
    Ok(Some(Fit { centre, middle, spread, ranges }))
}

/// The mean standard deviation of subgroups of one size, the pooled one of different sizes
/// (Montgomery 6.29 and 6.31).
fn mean_deviation(all: &[Option<Observation>], base: &[Observation]) -> Option<f64> {
    let mut sizes = all.iter().flatten().map(|o| o.weight);
    let first = sizes.next()?;
    let varied: Vec<(f64, f64)> = base.iter().filter_map(|o| Some((o.weight, o.deviation?))).collect();
    if varied.is_empty() {
        return None;
    }
    Some(if sizes.all(|size| size == first) {
        varied.iter().map(|(_, s)| s).sum::<f64>() / varied.len() as f64
    } else {
        let squares: f64 = varied.iter().map(|(n, s)| (n - 1.0) * s * s).sum();
        (squares / varied.iter().map(|(n, _)| n - 1.0).sum::<f64>()).sqrt()
    })
}

/// The spread from moving ranges between the points of the baseline; a missing point breaks the
/// chain. None without a range.
fn moving_spread(
    kind: Kind,
    observations: &[Option<Observation>],
    base: &[usize],
    middle: f64,
    plan: &Plan,
) -> Option<(f64, Ranges)> {
    let chance = |o: &Observation| kind.chance(middle, o.weight);
    let range = |a: Observation, b: Observation| match kind {
        Kind::T => (a.value.powf(WAITING_POWER) - b.value.powf(WAITING_POWER)).abs(),
        Kind::IndividualsPrime => {
            let scale = (1.0 / a.weight + 1.0 / b.weight).sqrt();
            (std::f64::consts::PI / 2.0).sqrt() * (a.value - b.value).abs() / scale
        }
        // Nobody or everybody had the event: there is no chance variation to compare with.
        Kind::PPrime | Kind::UPrime if chance(&a) == 0.0 || chance(&b) == 0.0 => 0.0,
        Kind::PPrime | Kind::UPrime => {
            ((a.value - middle) / chance(&a) - (b.value - middle) / chance(&b)).abs()
        }
        _ => (a.value - b.value).abs(),
    };
    let pairs = base.windows(2).filter_map(|pair| Some((observations[pair[0]]?, observations[pair[1]]?)));
    let ranges: Vec<f64> = pairs.map(|(a, b)| range(a, b)).collect();
    let limit = if kind == Kind::IndividualsPrime { D4 } else { D4_PRINTED };
    let (kept, report) = screened(ranges, limit, plan.screening);
    let typical = match plan.constant {
        Constant::MedianRange => median(kept)?,
        _ => (!kept.is_empty()).then(|| kept.iter().sum::<f64>() / kept.len() as f64)?,
    };
    // Taylor's chart has its constant in every range already.
    let spread = if kind == Kind::IndividualsPrime { typical } else { typical / plan.constant.divisor() };
    Some((spread, report))
}

/// Leaves out, once, the ranges above their limit (Nelson, J Qual Technol 1982;14:172).
fn screened(ranges: Vec<f64>, limit: f64, wanted: bool) -> (Vec<f64>, Ranges) {
    let counted = ranges.len();
    let mean = ranges.iter().sum::<f64>() / counted.max(1) as f64;
    if !wanted || mean == 0.0 {
        return (ranges, Ranges { counted, ..Ranges::default() });
    }
    if median(ranges.clone()) == Some(0.0) {
        return (ranges, Ranges { counted, screening_refused: true, ..Ranges::default() });
    }
    let kept: Vec<f64> = ranges.into_iter().filter(|&range| range < limit * mean).collect();
    let left_out = counted - kept.len();
    (kept, Ranges { counted, left_out, screening_refused: false })
}

impl Constant {
    /// What a typical moving range is divided by to give a standard deviation.
    #[must_use]
    pub fn divisor(self) -> f64 {
        match self {
            Self::Printed => super::constants::D2_PRINTED,
            Self::Exact => 2.0 / std::f64::consts::PI.sqrt(),
            Self::Nhs => 3.0 / super::constants::NHS_LIMIT,
            Self::MedianRange => median_range(2).unwrap_or(f64::NAN),
        }
    }
}

/// The middle value, or the mean of the two in the middle; none of nothing.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}
