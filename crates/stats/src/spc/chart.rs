//! A series charted: phases, baseline, exclusions, limits, signals, and what to be careful about.

use super::data::Observation;
use super::fit::{Fit, Ranges, fit};
use super::{
    BASELINE_MIN_POINTS, Baseline, Caution, Chart, Data, Kind, Limits, P_CHART_MIN_EXPECTED, Phase, Plan,
    Point, RUN_CHART_MIN_POINTS, Ratio, Runs,
};
use crate::{NotDefined, Proportion};

/// Charts a series.
///
/// # Errors
/// [`NotDefined::NotFinite`] for NaN, an infinity or a negative count, [`NotDefined::NotAboveZero`]
/// for a waiting time of zero, [`NotDefined::TargetOutOfRange`] for a share above 1, and what is
/// wrong with the plan.
pub fn chart(kind: Kind, data: &Data, plan: &Plan) -> Result<Chart, NotDefined> {
    if matches!(plan.baseline, Baseline::Frozen { points: 0 } | Baseline::PhasesFrozen { points: 0, .. }) {
        return Err(NotDefined::EmptyBaseline);
    }
    if plan.centre.is_some_and(|centre| !centre.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    let all = data.observations()?;
    let mut included = vec![true; all.len()];
    for &point in &plan.excluded {
        // A point that is not there cannot be left out.
        if let Some(place) = included.get_mut(point) {
            *place = false;
        }
    }
    let mut points = Vec::with_capacity(all.len());
    let mut phases = Vec::new();
    for (phase, range) in plan.baseline.phases(all.len())?.into_iter().enumerate() {
        let observations = drawn(kind, &all[range.clone()]);
        let included = &included[range.clone()];
        let base: Vec<usize> =
            (0..range.len()).filter(|&i| included[i] && plan.baseline.holds(i, range.start + i)).collect();
        let mut in_base = vec![false; range.len()];
        base.iter().for_each(|&i| in_base[i] = true);
        let fitted = fit(kind, &observations, &base, plan)?;
        let centre = fitted.map(|fit| fit.centre);
        for (i, observation) in observations.iter().enumerate() {
            let value = observation.and_then(|o| value(kind, &o));
            let limits = fitted.zip(*observation).and_then(|(fit, o)| limits(kind, &fit, &o));
            let beyond = |value: f64| limits.is_some_and(|l| !l.three_sigma.contains(value));
            points.push(Point {
                value,
                limits,
                phase,
                in_baseline: in_base[i],
                included: included[i],
                sigma_signal: value.is_some_and(beyond),
            });
        }
        let of_phase = &points[range.clone()];
        let takes_part = of_phase.iter().filter(|point| point.included).map(|point| point.value);
        let runs = Runs::of(takes_part, centre, plan.runs);
        let ranges = fitted.map(|fit| fit.ranges).unwrap_or_default();
        let cautions = cautions(kind, &observations, &base, fitted, of_phase);
        phases.push(Phase { points: range, centre, runs, ranges, cautions });
    }
    Ok(Chart { kind, constant: plan.constant, screening: plan.screening, points, phases })
}

/// A run chart: the median as centre and no limits, only runs. `None` is a missing value.
///
/// # Errors
/// [`NotDefined::NotFinite`] for NaN or an infinity, and what is wrong with the plan.
pub fn run_chart(values: &[Option<f64>], plan: &Plan) -> Result<Chart, NotDefined> {
    chart(Kind::Run, &Data::Values(values.to_vec()), plan)
}

/// A p-chart: all events of the baseline over all its people as centre p, and at each point
/// p ± k·√(p(1 − p)/n) for k of 1, 2 and 3, cut at 0 and 1 (Montgomery, Statistical Quality
/// Control, chapter 7). A point over nobody is missing.
///
/// # Errors
/// What is wrong with the plan.
pub fn p_chart(values: &[Option<Proportion>], plan: &Plan) -> Result<Chart, NotDefined> {
    let ratios = values.iter().map(|value| value.map(Ratio::from)).collect();
    chart(Kind::P, &Data::Ratios(ratios), plan)
}

/// What is drawn of a phase: for moving ranges the differences, else the points themselves.
fn drawn(kind: Kind, observations: &[Option<Observation>]) -> Vec<Option<Observation>> {
    if kind != Kind::MovingRange {
        return observations.to_vec();
    }
    let difference = |pair: &[Option<Observation>]| {
        let (before, after) = (pair[0]?, pair[1]?);
        Some(Observation { value: (after.value - before.value).abs(), ..after })
    };
    observations.iter().take(1).map(|_| None).chain(observations.windows(2).map(difference)).collect()
}

/// The value drawn.
fn value(kind: Kind, observation: &Observation) -> Option<f64> {
    match kind {
        Kind::S => observation.deviation,
        Kind::C => Some(observation.sum),
        _ => Some(observation.value),
    }
}

fn limits(kind: Kind, fit: &Fit, at: &Observation) -> Option<Limits> {
    let found = Limits {
        one_sigma: kind.limits(fit, at, 1.0)?,
        two_sigma: kind.limits(fit, at, 2.0)?,
        three_sigma: kind.limits(fit, at, 3.0)?,
    };
    // Without a range there is no spread, and limits made of nothing would look like certainty.
    (found.three_sigma.low.is_finite() && found.three_sigma.high.is_finite()).then_some(found)
}

fn cautions(
    kind: Kind,
    observations: &[Option<Observation>],
    base: &[usize],
    fitted: Option<Fit>,
    points: &[Point],
) -> Vec<Caution> {
    let mut found = Vec::new();
    let present = points.iter().filter(|point| point.included && point.value.is_some()).count();
    let in_base = base.iter().filter(|&&i| observations[i].is_some()).count();
    if present < RUN_CHART_MIN_POINTS {
        found.push(Caution::ShortSeries { points: present, needed: RUN_CHART_MIN_POINTS });
    } else if kind != Kind::Run && in_base < BASELINE_MIN_POINTS {
        found.push(Caution::ShortBaseline { points: in_base, needed: BASELINE_MIN_POINTS });
    }
    let Some(fit) = fitted else { return found };
    let first = observations.iter().flatten().next().map(|o| o.value);
    if observations.iter().flatten().all(|o| Some(o.value) == first) && present > 1 {
        found.push(Caution::NoVariation);
    }
    let Ranges { screening_refused, .. } = fit.ranges;
    if screening_refused {
        found.push(Caution::ScreeningRefused);
    }
    if matches!(kind, Kind::P | Kind::PPrime | Kind::U | Kind::UPrime | Kind::C) {
        let expected = |o: &Observation| if kind == Kind::C { fit.middle } else { fit.middle * o.weight };
        let few = observations.iter().flatten().filter(|o| expected(o) < P_CHART_MIN_EXPECTED).count();
        if few > 0 {
            found.push(Caution::FewExpected { points: few, needed: P_CHART_MIN_EXPECTED });
        }
    }
    found
}
