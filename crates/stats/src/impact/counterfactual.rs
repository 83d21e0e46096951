//! What would have been without the interventions.

use std::ops::Range;

use serde::Serialize;

use super::Fitted;
use crate::least_squares::{dot, variance_of};
use crate::{Interval, NotDefined};

/// One point of the lines, in the unit of the series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// The model with the interventions.
    pub fitted: f64,
    /// The model without them.
    pub counterfactual: f64,
    /// Where the line without them may lie.
    pub interval: Interval,
}

/// How far apart the two are, over some points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The mean with the interventions.
    pub fitted: f64,
    /// The mean without.
    pub counterfactual: f64,
    /// Fitted minus counterfactual.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Where it may lie, by the normal distribution.
    pub interval: Interval,
    /// The difference as percent of the counterfactual.
    pub relative: Result<Relative, NotDefined>,
}

/// A difference in percent of what would have been.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Relative {
    /// Percent.
    pub percent: f64,
    /// Its standard error by the delta method.
    pub standard_error: f64,
    /// Where it may lie, by the normal distribution.
    pub interval: Interval,
}

/// A mean of expectations and how it moves with each coefficient.
struct Moving {
    value: f64,
    by: Vec<f64>,
}

impl Fitted {
    /// The lines with and without the interventions at every point.
    #[must_use]
    pub fn lines(&self) -> Vec<Point> {
        let z = self.confidence.z();
        let point = |i: usize| {
            let (with, without) = (self.mean_of(i..i + 1, true), self.mean_of(i..i + 1, false));
            let error = variance_of(&without.by, &self.covariance).max(0.0).sqrt();
            let interval = if self.exposure.is_some() {
                // On the log scale, where an expectation cannot fall below zero.
                let by = (z * error / without.value).exp();
                Interval { low: without.value / by, high: without.value * by }
            } else {
                Interval { low: without.value - z * error, high: without.value + z * error }
            };
            Point { fitted: with.value, counterfactual: without.value, interval }
        };
        (0..self.points()).map(point).collect()
    }

    /// What the interventions did to the mean of some points, which count from 0.
    ///
    /// # Errors
    /// [`NotDefined::Mismatch`] for points outside the series, or none.
    pub fn effect(&self, points: Range<usize>) -> Result<Effect, NotDefined> {
        if points.is_empty() || points.end > self.points() {
            return Err(NotDefined::Mismatch);
        }
        let (with, without) = (self.mean_of(points.clone(), true), self.mean_of(points, false));
        let z = self.confidence.z();
        let around = |value: f64, error: f64| Interval { low: value - z * error, high: value + z * error };
        let error = |by: &[f64]| variance_of(by, &self.covariance).max(0.0).sqrt();
        let apart: Vec<f64> = with.by.iter().zip(&without.by).map(|(a, b)| a - b).collect();
        let difference = with.value - without.value;
        let standard_error = error(&apart);
        let relative = if without.value > 0.0 {
            let share = difference / without.value;
            let by: Vec<f64> = apart
                .iter()
                .zip(&without.by)
                .map(|(apart, base)| 100.0 * (apart - share * base) / without.value)
                .collect();
            let (percent, standard_error) = (100.0 * share, error(&by));
            Ok(Relative { percent, standard_error, interval: around(percent, standard_error) })
        } else {
            Err(NotDefined::NotAboveZero)
        };
        Ok(Effect {
            fitted: with.value,
            counterfactual: without.value,
            difference,
            standard_error,
            interval: around(difference, standard_error),
            relative,
        })
    }

    fn mean_of(&self, points: Range<usize>, with_interventions: bool) -> Moving {
        let coefficients: Vec<f64> = self.terms.iter().map(|term| term.estimate).collect();
        let counted = points.len() as f64;
        let mut mean = Moving { value: 0.0, by: vec![0.0; coefficients.len()] };
        for i in points {
            let row: Vec<f64> = (self.design.columns.iter().zip(&self.design.terms))
                .map(
                    |(column, term)| {
                        if with_interventions || !term.is_of_intervention() { column[i] } else { 0.0 }
                    },
                )
                .collect();
            let line = dot(&row, &coefficients);
            // Counts are expected on the log scale, where they move in proportion.
            let (value, slope) = match &self.exposure {
                Some(exposure) => (exposure[i] * line.exp(), exposure[i] * line.exp()),
                None => (line, 1.0),
            };
            mean.value += value / counted;
            for (by, part) in mean.by.iter_mut().zip(&row) {
                *by += slope * part / counted;
            }
        }
        mean
    }
}
