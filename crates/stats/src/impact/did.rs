//! Difference in differences: places with a change against places without, before and after.
//!
//! It rests on the supposition that both would have moved in parallel, which no number here checks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::half_width;
use crate::least_squares::{Fit, Square, by_cluster, fit, meat, sandwich, scores, times};
use crate::{Confidence, Estimate, Interval, NotDefined, Proportion};

/// One place at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The place; observations of one place are not independent.
    pub site: u64,
    /// The time.
    pub time: i64,
    /// Whether the place is one of those with the change.
    pub treated: bool,
    /// Whether the time is after it.
    pub post: bool,
    /// What was seen.
    pub value: f64,
}

/// A coefficient with its standard errors under three suppositions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coefficient {
    /// The number.
    pub estimate: f64,
    /// All observations alike and independent.
    pub classical: f64,
    /// Observations that differ in variance (HC1).
    pub robust: f64,
    /// Observations of a place alike; none with fewer than two places.
    pub clustered: Option<f64>,
}

/// Four means and their contrast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoByTwo {
    /// The mean of the others before.
    pub intercept: Coefficient,
    /// How far the places with the change differed before.
    pub treated: Coefficient,
    /// How far the others moved.
    pub post: Coefficient,
    /// How much further the places with the change moved.
    pub effect: Coefficient,
    /// Places.
    pub clusters: usize,
}

/// The effect with each place and each time given its own level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoWay {
    /// How much further the places with the change moved.
    pub effect: Coefficient,
    /// Limits from the clustered error and a t distribution of one degree less than there are places.
    pub interval: Interval,
    /// Places.
    pub clusters: usize,
}

fn indicator(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// # Errors
/// [`NotDefined::TooFewPoints`], [`NotDefined::Collinear`] when one of the four corners is empty,
/// [`NotDefined::NotFinite`].
pub fn two_by_two(observations: &[Observation]) -> Result<TwoByTwo, NotDefined> {
    let column = |of: &dyn Fn(&Observation) -> f64| observations.iter().map(of).collect::<Vec<_>>();
    let columns = [
        column(&|_| 1.0),
        column(&|o| indicator(o.treated)),
        column(&|o| indicator(o.post)),
        column(&|o| indicator(o.treated && o.post)),
    ];
    let (coefficients, clusters) = fit_all(observations, &columns)?;
    let [intercept, treated, post, effect] = coefficients[..] else { return Err(NotDefined::Mismatch) };
    Ok(TwoByTwo { intercept, treated, post, effect, clusters })
}

/// # Errors
/// As [`two_by_two`], [`NotDefined::OneCluster`], and [`NotDefined::NoConvergence`] when places and times
/// hardly overlap.
pub fn two_way(observations: &[Observation], confidence: Confidence) -> Result<TwoWay, NotDefined> {
    let (sites, times) = (levels(observations, |o| o.site), levels(observations, |o| o.time));
    let clusters = sites.iter().max().map_or(0, |most| most + 1);
    let levels = clusters + times.iter().max().map_or(0, |most| most + 1);
    // Intercept and effect besides the levels, of which each first one is the intercept's.
    let (has, needs) = (observations.len(), levels + 1);
    if has < needs {
        return Err(NotDefined::TooFewPoints { has, needs });
    }
    let column = |of: &dyn Fn(&Observation) -> f64| observations.iter().map(of).collect::<Vec<_>>();
    let values = column(&|o| o.value);
    if values.iter().any(|value| !value.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    // A regression on what the levels leave over has the same effect and residuals (Frisch & Waugh,
    // Econometrica 1933;1:387).
    let did = column(&|o| indicator(o.treated && o.post));
    let (left, own) = (without_levels(&values, &sites, &times)?, without_levels(&did, &sites, &times)?);
    let spread: f64 = own.iter().map(|value| value * value).sum();
    if spread <= 1e-9 {
        return Err(NotDefined::Collinear);
    }
    let mut line = fit(std::slice::from_ref(&own), &left, None)?;
    line.spare_less(levels - 1);
    let names: Vec<u64> = sites.iter().map(|site| *site as u64).collect();
    let errors = Errors::of(&line, &[own], &names, clusters);
    let effect = errors.coefficient(&line, 0);
    let error = effect.clustered.ok_or(NotDefined::OneCluster)?;
    let half = half_width(Some(clusters as f64 - 1.0), confidence)? * error;
    let interval = Interval { low: effect.estimate - half, high: effect.estimate + half };
    Ok(TwoWay { effect, interval, clusters })
}

/// Each observation's level as a number from 0.
fn levels<T: Ord + Copy>(observations: &[Observation], of: impl Fn(&Observation) -> T) -> Vec<usize> {
    let known: BTreeSet<T> = observations.iter().map(&of).collect();
    let place: BTreeMap<T, usize> = known.into_iter().zip(0..).collect();
    observations.iter().map(|observation| place[&of(observation)]).collect()
}

/// What is left of a column when each place and each time has taken its mean, by turns.
fn without_levels(column: &[f64], sites: &[usize], times: &[usize]) -> Result<Vec<f64>, NotDefined> {
    const MOST: usize = 10_000;
    let mut left = column.to_vec();
    let scale = column.iter().fold(0.0_f64, |most, value| most.max(value.abs())).max(f64::MIN_POSITIVE);
    for _ in 0..MOST {
        take_means(&mut left, sites);
        if take_means(&mut left, times) <= 1e-14 * scale {
            return Ok(left);
        }
        if take_means(&mut left.clone(), sites) <= 1e-13 * scale {
            return Ok(left);
        }
    }
    Err(NotDefined::NoConvergence)
}

/// Takes the mean of each level, and says how large the largest was.
fn take_means(column: &mut [f64], levels: &[usize]) -> f64 {
    let mut sums = vec![(0.0, 0.0); levels.iter().max().map_or(0, |most| most + 1)];
    for (value, level) in column.iter().zip(levels) {
        sums[*level].0 += value;
        sums[*level].1 += 1.0;
    }
    let means: Vec<f64> = sums.iter().map(|(sum, count)| sum / count).collect();
    for (value, level) in column.iter_mut().zip(levels) {
        *value -= means[*level];
    }
    means.iter().fold(0.0, |most, mean| most.max(mean.abs()))
}

fn fit_all(
    observations: &[Observation],
    columns: &[Vec<f64>],
) -> Result<(Vec<Coefficient>, usize), NotDefined> {
    let values: Vec<f64> = observations.iter().map(|o| o.value).collect();
    let needs = columns.len() + 1;
    if values.len() < needs {
        return Err(NotDefined::TooFewPoints { has: values.len(), needs });
    }
    let line = fit(columns, &values, None)?;
    let sites: Vec<u64> = observations.iter().map(|o| o.site).collect();
    let clusters = sites.iter().collect::<BTreeSet<_>>().len();
    let errors = Errors::of(&line, columns, &sites, clusters);
    Ok(((0..columns.len()).map(|i| errors.coefficient(&line, i)).collect(), clusters))
}

struct Errors {
    classical: Square,
    robust: Square,
    clustered: Option<Square>,
}

impl Errors {
    fn coefficient(&self, line: &Fit, i: usize) -> Coefficient {
        Coefficient {
            estimate: line.coefficients[i],
            classical: self.classical[i][i].sqrt(),
            robust: self.robust[i][i].max(0.0).sqrt(),
            clustered: self.clustered.as_ref().map(|clustered| clustered[i][i].max(0.0).sqrt()),
        }
    }

    fn of(line: &Fit, columns: &[Vec<f64>], sites: &[u64], clusters: usize) -> Self {
        let (rows, groups) = (line.residuals.len() as f64, clusters as f64);
        let squares: f64 = line.residuals.iter().map(|residual| residual * residual).sum();
        let each = scores(columns, &line.residuals);
        let together = (clusters > 1).then(|| {
            let correction = groups / (groups - 1.0) * (rows - 1.0) / line.spare();
            times(&sandwich(&line.unscaled, &meat(&by_cluster(&each, sites))), correction)
        });
        Self {
            classical: times(&line.unscaled, squares / line.spare()),
            robust: times(&sandwich(&line.unscaled, &meat(&each)), rows / line.spare()),
            clustered: together,
        }
    }
}

/// Difference in differences of four proportions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProportionsDid {
    /// How much further the share moved where the change was made.
    pub difference: Estimate,
    /// The same on the logit scale.
    pub log_odds: Result<Estimate, NotDefined>,
}

/// Of different people at each corner.
///
/// # Errors
/// [`NotDefined::EmptyDenominator`].
pub fn of_proportions(
    treated_before: Proportion,
    treated_after: Proportion,
    others_before: Proportion,
    others_after: Proportion,
) -> Result<ProportionsDid, NotDefined> {
    let moved = |before: Proportion, after: Proportion| Ok(after.estimate()?.minus(before.estimate()?));
    let difference = moved(treated_before, treated_after)?.minus(moved(others_before, others_after)?);
    let corner = |p: Proportion| log_odds(p);
    let logit = || {
        let treated = corner(treated_after)?.minus(corner(treated_before)?);
        Ok(treated.minus(corner(others_after)?.minus(corner(others_before)?)))
    };
    Ok(ProportionsDid { difference, log_odds: logit() })
}

fn log_odds(p: Proportion) -> Result<Estimate, NotDefined> {
    let (with, without) = (p.numerator() as f64, p.complement().numerator() as f64);
    if with == 0.0 || without == 0.0 {
        return Err(NotDefined::NoEvents);
    }
    Ok(Estimate { value: (with / without).ln(), variance: 1.0 / with + 1.0 / without })
}
