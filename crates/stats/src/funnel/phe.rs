//! Funnel limits as English public health draws them (Office for Health Improvement and
//! Disparities, Fingertips technical guidance), over a grid of 100 places along the axis.
//!
//! Proportions have score limits. For rates and ratios the roles are turned round: at each count
//! the limit is the exposure or expectation at which chance would give that count with just that
//! probability, exactly (the guidance's own spreadsheet searches it in steps).

use serde::Serialize;

use super::{Site, Standing};
use crate::distribution::{ChiSquared, Split};
use crate::rate::{Count, Method};
use crate::{Confidence, Interval, NotDefined};

/// Score limits of a proportion in so many people: those that the target's own spread leaves.
#[must_use]
pub fn proportion_limits(target: f64, people: f64, confidence: Confidence) -> Interval {
    let half = confidence.z() * (target * (1.0 - target) / people).sqrt();
    Interval { low: (target - half).max(0.0), high: (target + half).min(1.0) }
}

/// The expected counts between which so many events, or fewer and more, have each the probability
/// of a tail: the lower end belongs to the upper limit of a ratio.
///
/// # Errors
/// [`NotDefined::TooFewEvents`] for none.
pub fn expected_range(events: u64, confidence: Confidence) -> Result<Interval, NotDefined> {
    if events == 0 {
        return Err(NotDefined::TooFewEvents { has: 0, needs: 1 });
    }
    let events = events as f64;
    let low = ChiSquared::new(2.0 * events)?.quantile(Split::below(confidence.tail())?) / 2.0;
    let high = ChiSquared::new(2.0 * (events + 1.0))?.quantile(Split::above(confidence.tail())?) / 2.0;
    Ok(Interval { low, high })
}

/// Where a proportion lies beside its limits.
#[must_use]
pub fn proportion_standing(site: &Site, target: f64) -> Standing {
    let raw = |confidence: Confidence| {
        let half = confidence.z() * (target * (1.0 - target) / site.denominator).sqrt();
        Interval { low: target - half, high: target + half }
    };
    super::Limits { inner: raw(Confidence::P95), outer: raw(Confidence::P998) }.standing(site.value())
}

/// Where a rate or ratio lies: whether the interval of its count over the denominator holds the
/// target.
///
/// # Errors
/// As [`Count::interval`]; [`NotDefined::EmptyDenominator`] without a denominator.
pub fn count_standing(events: u64, denominator: f64, target: f64) -> Result<Standing, NotDefined> {
    if denominator <= 0.0 || !denominator.is_finite() {
        return Err(NotDefined::EmptyDenominator);
    }
    let at = |confidence| -> Result<Interval, NotDefined> {
        Ok(Count(events).interval(Method::ExactThenByar, confidence)?.times(1.0 / denominator))
    };
    let (inner, outer) = (at(Confidence::P95)?, at(Confidence::P998)?);
    Ok(if target < outer.low {
        Standing::VeryHigh
    } else if target < inner.low {
        Standing::High
    } else if target > outer.high {
        Standing::VeryLow
    } else if target > inner.high {
        Standing::Low
    } else {
        Standing::Within
    })
}

/// What stands along the axis of a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// People of a proportion.
    People,
    /// Events of a rate.
    Events,
    /// Events of a ratio.
    ObservedEvents,
}

/// The 100 places along the axis for denominators between two: they widen by a constant factor.
/// For a rate `target` turns people into events.
#[must_use]
pub fn grid(axis: Axis, smallest: f64, largest: f64, target: f64) -> Vec<f64> {
    let mut first = if largest > 2.0 * smallest { 0.0 } else { rounded_down(0.95 * smallest) };
    let mut last = rounded_up(1.05 * largest);
    if axis == Axis::Events {
        first = (first * target).floor();
        last = (last * target).ceil();
    }
    let mut places = vec![first.max(1.0)];
    for j in 2..=100_i32 {
        let before = places[places.len() - 1];
        let left = 101 - if axis == Axis::ObservedEvents { j - 1 } else { j };
        let next = ((last / before).powf(1.0 / f64::from(left)) * before).round_ties_even();
        places.push(next.max(before + 1.0));
    }
    places
}

/// Down to one digit.
fn rounded_down(x: f64) -> f64 {
    let unit = 10_f64.powi(digits(x.floor()) - 1);
    (x / unit).floor() * unit
}

/// Up to two digits.
fn rounded_up(x: f64) -> f64 {
    let unit = 10_f64.powi(digits(x.ceil()) - 2);
    (x / unit).ceil() * unit
}

fn digits(whole: f64) -> i32 {
    if whole < 1.0 { 1 } else { whole.log10().floor() as i32 + 1 }
}
