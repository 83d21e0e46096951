//! Difference in differences: places with a change against places without, before and after.
//!
//! It rests on the supposition that both would have moved in parallel, which no number here checks.

use std::collections::BTreeSet;

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
/// As [`two_by_two`], and [`NotDefined::OneCluster`].
pub fn two_way(observations: &[Observation], confidence: Confidence) -> Result<TwoWay, NotDefined> {
    let levels = |of: &dyn Fn(&Observation) -> i128| -> Vec<Vec<f64>> {
        let mut found: Vec<i128> = observations.iter().map(of).collect();
        found.sort_unstable();
        found.dedup();
        // The first level is the intercept's.
        let dummy = |level: &i128| observations.iter().map(|o| indicator(of(o) == *level)).collect();
        found.iter().skip(1).map(dummy).collect()
    };
    let mut columns = vec![
        vec![1.0; observations.len()],
        observations.iter().map(|o| indicator(o.treated && o.post)).collect(),
    ];
    columns.extend(levels(&|o| i128::from(o.site)));
    columns.extend(levels(&|o| i128::from(o.time)));
    let (coefficients, clusters) = fit_all(observations, &columns)?;
    let effect = coefficients[1];
    let error = effect.clustered.ok_or(NotDefined::OneCluster)?;
    let half = half_width(Some(clusters as f64 - 1.0), confidence)? * error;
    let interval = Interval { low: effect.estimate - half, high: effect.estimate + half };
    Ok(TwoWay { effect, interval, clusters })
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
    let coefficient = |i: usize| Coefficient {
        estimate: line.coefficients[i],
        classical: errors.classical[i][i].sqrt(),
        robust: errors.robust[i][i].max(0.0).sqrt(),
        clustered: errors.clustered.as_ref().map(|clustered| clustered[i][i].max(0.0).sqrt()),
    };
    Ok(((0..columns.len()).map(coefficient).collect(), clusters))
}

struct Errors {
    classical: Square,
    robust: Square,
    clustered: Option<Square>,
}

impl Errors {
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
