//! The kinds of chart: how each fits its centre, and which limits follow.

use super::{Baseline, Chart, Limits, Phase, Plan, Point, Runs};
use crate::{Interval, NotDefined, Proportion};

/// A run chart: the median as centre and no limits, only runs. `None` is a missing value.
///
/// # Errors
/// [`NotDefined::NotFinite`] for NaN or an infinity, and what is wrong with the plan.
pub fn run_chart(values: &[Option<f64>], plan: &Plan) -> Result<Chart, NotDefined> {
    if values.iter().flatten().any(|value| !value.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    let fit = |baseline: &[usize]| median(baseline.iter().filter_map(|&i| values[i]).collect());
    chart(values, plan, fit, |_, _| None)
}

/// A p-chart: all events of the baseline over all its people as centre p, and at each point
/// p ± k·√(p(1 − p)/n) for k of 2 and 3, cut at 0 and 1 (Montgomery, Statistical Quality Control,
/// chapter 7). A point over nobody is missing.
///
/// # Errors
/// What is wrong with the plan.
pub fn p_chart(values: &[Option<Proportion>], plan: &Plan) -> Result<Chart, NotDefined> {
    let rates: Vec<_> = values.iter().map(|value| value.and_then(|p| p.rate().ok())).collect();
    let fit = |baseline: &[usize]| {
        let counted = || baseline.iter().filter_map(|&i| values[i]);
        let events: u64 = counted().map(Proportion::numerator).sum();
        let people: u64 = counted().map(Proportion::denominator).sum();
        (people > 0).then(|| events as f64 / people as f64)
    };
    let limits = |i: usize, centre: f64| {
        let people = values[i].map(Proportion::denominator).filter(|&n| n > 0)?;
        let sigma = (centre * (1.0 - centre) / people as f64).sqrt();
        let at = |k: f64| Interval { low: centre - k * sigma, high: centre + k * sigma };
        Some(Limits { two_sigma: at(2.0).within_unit(), three_sigma: at(3.0).within_unit() })
    };
    chart(&rates, plan, fit, limits)
}

/// What every chart has in common: phases, baseline, exclusions, signals. `fit` gives the centre
/// from the points of a baseline, `limits` the limits of a point around its centre.
fn chart(
    values: &[Option<f64>],
    plan: &Plan,
    fit: impl Fn(&[usize]) -> Option<f64>,
    limits: impl Fn(usize, f64) -> Option<Limits>,
) -> Result<Chart, NotDefined> {
    if plan.baseline == (Baseline::Frozen { points: 0 }) {
        return Err(NotDefined::EmptyBaseline);
    }
    let mut points = Vec::with_capacity(values.len());
    let mut phases = Vec::new();
    for (phase, range) in plan.baseline.phases(values.len())?.into_iter().enumerate() {
        let included: Vec<usize> = range.clone().filter(|point| !plan.excluded.contains(point)).collect();
        let baseline: Vec<usize> =
            included.iter().copied().filter(|&point| plan.baseline.holds(point)).collect();
        let centre = fit(&baseline);
        for i in range.clone() {
            let limits = centre.and_then(|centre| limits(i, centre));
            let beyond = |value: f64| limits.is_some_and(|l| !l.three_sigma.contains(value));
            points.push(Point {
                value: values[i],
                limits,
                phase,
                in_baseline: baseline.contains(&i),
                included: included.contains(&i),
                sigma_signal: values[i].is_some_and(beyond),
            });
        }
        let runs = Runs::of(included.iter().map(|&i| values[i]), centre);
        phases.push(Phase { points: range, centre, runs });
    }
    Ok(Chart { points, phases })
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
