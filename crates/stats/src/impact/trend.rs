//! By how many percent a rate changes each year.

use serde::Serialize;

use super::half_width;
use crate::least_squares::fit;
use crate::{Confidence, Interval, NotDefined};

/// A change of so many percent each year, on and on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PercentChange {
    /// Percent a year; negative when the rate falls.
    pub percent: f64,
    /// Where it may lie, by the t distribution on the log scale.
    pub interval: Interval,
}

/// The annual percent change of a rate, from a line through its logarithms; years with more events count
/// for more when `weighted`.
///
/// # Errors
/// [`NotDefined::Mismatch`], [`NotDefined::TooFewPoints`] with fewer than three years,
/// [`NotDefined::NoEvents`] for a year without events, [`NotDefined::EmptyDenominator`],
/// [`NotDefined::NotFinite`], or [`NotDefined::Collinear`] when all the years are one.
pub fn annual_percent_change(
    years: &[f64],
    events: &[u64],
    denominators: &[f64],
    weighted: bool,
    confidence: Confidence,
) -> Result<PercentChange, NotDefined> {
    if years.len() != events.len() || years.len() != denominators.len() {
        return Err(NotDefined::Mismatch);
    }
    if years.len() < 3 {
        return Err(NotDefined::TooFewPoints { has: years.len(), needs: 3 });
    }
    if events.contains(&0) {
        return Err(NotDefined::NoEvents);
    }
    if denominators.iter().any(|amount| *amount <= 0.0) {
        return Err(NotDefined::EmptyDenominator);
    }
    let counts: Vec<f64> = events.iter().map(|count| *count as f64).collect();
    let logs: Vec<f64> = counts.iter().zip(denominators).map(|(count, of)| (count / of).ln()).collect();
    let middle = years.iter().sum::<f64>() / years.len() as f64;
    let columns = [vec![1.0; years.len()], years.iter().map(|year| year - middle).collect()];
    let line = fit(&columns, &logs, weighted.then_some(&counts[..]))?;
    let weight = |i: usize| if weighted { counts[i] } else { 1.0 };
    let squares: f64 =
        line.residuals.iter().enumerate().map(|(i, residual)| weight(i) * residual.powi(2)).sum();
    let error = (squares / line.spare() * line.unscaled[1][1]).sqrt();
    let half = half_width(Some(line.spare()), confidence)? * error;
    let percent = |slope: f64| 100.0 * slope.exp_m1();
    let slope = line.coefficients[1];
    let interval = Interval { low: percent(slope - half), high: percent(slope + half) };
    Ok(PercentChange { percent: percent(slope), interval })
}
