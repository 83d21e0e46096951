//! Logistic and Poisson regression by iterated least squares.
//!
//! Starting values and the rule to stop are those of R's `glm`, so that answers agree to the last
//! digits that are shown.

use crate::least_squares::{Square, fit};
use crate::{NotDefined, least_squares};

/// What is counted, and among what.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Family<'a> {
    /// Events among trials; the logit of their share is linear.
    Binomial {
        /// Trials of each row, whole or weighted.
        trials: &'a [f64],
    },
    /// Events for an exposure; the logarithm of their rate is linear.
    Poisson {
        /// Exposure of each row.
        exposure: &'a [f64],
    },
}

/// A fitted model.
#[derive(Debug, Clone)]
pub(crate) struct Glm {
    /// One for each column, on the logit or log scale.
    pub coefficients: Vec<f64>,
    /// Their covariance, the events being binomial or Poisson.
    pub covariance: Square,
    /// Observed minus expected events, each by the weight of the last step over the weight it would
    /// have next: what R's sandwich estimators take. At convergence that factor is 1.
    pub residuals: Vec<f64>,
    /// Twice the distance from a model that fits every row.
    pub deviance: f64,
    /// Pearson's sum of squares.
    pub pearson: f64,
    /// The same with the weights of the last step, from which R takes the dispersion.
    pub scatter: f64,
}

impl Family<'_> {
    fn start(self, i: usize, events: f64) -> f64 {
        match self {
            Self::Binomial { trials } => trials[i] * (events + 0.5) / (trials[i] + 1.0),
            Self::Poisson { .. } => events + 0.1,
        }
    }

    /// The expected events for a linear predictor.
    fn expected(self, i: usize, predictor: f64) -> f64 {
        match self {
            Self::Binomial { trials } => trials[i] / (1.0 + (-predictor).exp()),
            Self::Poisson { exposure } => exposure[i] * predictor.exp(),
        }
    }

    fn predictor(self, i: usize, expected: f64) -> f64 {
        match self {
            Self::Binomial { trials } => (expected / (trials[i] - expected)).ln(),
            Self::Poisson { exposure } => (expected / exposure[i]).ln(),
        }
    }

    /// The variance of the events, which for these links is also their slope.
    fn variance(self, i: usize, expected: f64) -> f64 {
        match self {
            Self::Binomial { trials } => expected * (1.0 - expected / trials[i]),
            Self::Poisson { .. } => expected,
        }
    }

    fn deviance(self, i: usize, events: f64, expected: f64) -> f64 {
        let part = |a: f64, b: f64| if a > 0.0 { a * (a / b).ln() } else { 0.0 };
        match self {
            Self::Binomial { trials } => {
                2.0 * (part(events, expected) + part(trials[i] - events, trials[i] - expected))
            }
            Self::Poisson { .. } => 2.0 * (part(events, expected) - (events - expected)),
        }
    }

    fn deviances(self, events: &[f64], expected: &[f64]) -> f64 {
        (0..events.len()).map(|i| self.deviance(i, events[i], expected[i])).sum()
    }
}

/// Iterations after which a fit that still moves is given up: it has no finite answer.
const MOST: usize = 50;

/// # Errors
/// Those of least squares, or [`NotDefined::NoConvergence`] when the likelihood has no finite maximum,
/// as when one side of a comparison has no events at all.
pub(crate) fn regress(columns: &[Vec<f64>], events: &[f64], family: Family) -> Result<Glm, NotDefined> {
    let rows = events.len();
    let mut expected: Vec<f64> = (0..rows).map(|i| family.start(i, events[i])).collect();
    let mut predictor: Vec<f64> = (0..rows).map(|i| family.predictor(i, expected[i])).collect();
    let mut deviance = family.deviances(events, &expected);
    let (mut weights, mut working) = (vec![0.0; rows], vec![0.0; rows]);
    for _ in 0..MOST {
        for i in 0..rows {
            weights[i] = family.variance(i, expected[i]);
            working[i] = predictor[i] + (events[i] - expected[i]) / weights[i];
        }
        if weights.iter().any(|weight| !(weight.is_finite() && *weight > 0.0)) {
            return Err(NotDefined::NoConvergence);
        }
        let step = fit(columns, &working, Some(&weights))?;
        for i in 0..rows {
            predictor[i] = columns.iter().zip(&step.coefficients).map(|(c, b)| c[i] * b).sum();
            expected[i] = family.expected(i, predictor[i]);
        }
        let now = family.deviances(events, &expected);
        if !now.is_finite() {
            return Err(NotDefined::NoConvergence);
        }
        let moved = (now - deviance).abs() / (now.abs() + 0.1);
        deviance = now;
        if moved < 1e-8 {
            return finish(events, &expected, &weights, family, step, deviance);
        }
    }
    Err(NotDefined::NoConvergence)
}

fn finish(
    events: &[f64],
    expected: &[f64],
    weights: &[f64],
    family: Family,
    step: least_squares::Fit,
    deviance: f64,
) -> Result<Glm, NotDefined> {
    // A coefficient that runs off to infinity is caught where the events are all but certain.
    let hopeless = (0..events.len()).all(|i| family.variance(i, expected[i]) < 1e-6);
    if hopeless || step.unscaled.iter().enumerate().any(|(i, row)| row[i] > 1e6) {
        return Err(NotDefined::NoConvergence);
    }
    let variance = |i: usize| family.variance(i, expected[i]);
    let left = |i: usize| events[i] - expected[i];
    let residuals = (0..events.len()).map(|i| left(i) * weights[i] / variance(i)).collect();
    let pearson = (0..events.len()).map(|i| left(i).powi(2) / variance(i)).sum();
    let scatter = (0..events.len()).map(|i| weights[i] * (left(i) / variance(i)).powi(2)).sum();
    let (coefficients, covariance) = (step.coefficients, step.unscaled);
    Ok(Glm { coefficients, covariance, residuals, deviance, pearson, scatter })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_give_their_own_rates() {
        let columns = [vec![1.0, 1.0], vec![0.0, 1.0]];
        let poisson =
            regress(&columns, &[10.0, 30.0], Family::Poisson { exposure: &[100.0, 150.0] }).unwrap();
        assert!((poisson.coefficients[0] - 0.1_f64.ln()).abs() < 1e-9);
        assert!((poisson.coefficients[1] - 2.0_f64.ln()).abs() < 1e-9);
        assert!((poisson.covariance[1][1] - (0.1 + 1.0 / 30.0)).abs() < 1e-6);
        let binomial = regress(&columns, &[10.0, 30.0], Family::Binomial { trials: &[20.0, 40.0] }).unwrap();
        assert!(binomial.coefficients[0].abs() < 1e-9);
        assert!((binomial.coefficients[1] - 3.0_f64.ln()).abs() < 1e-8);
    }

    #[test]
    fn a_side_without_events_has_no_finite_answer() {
        let columns = [vec![1.0, 1.0], vec![0.0, 1.0]];
        let none = regress(&columns, &[0.0, 30.0], Family::Poisson { exposure: &[100.0, 150.0] });
        assert_eq!(none.err(), Some(NotDefined::NoConvergence));
        let all = regress(&columns, &[20.0, 30.0], Family::Binomial { trials: &[20.0, 40.0] });
        assert_eq!(all.err(), Some(NotDefined::NoConvergence));
    }
}
