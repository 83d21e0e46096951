//! Lines whose neighbours are correlated (AR(1)).

use super::lines::sum_of_squares;
use super::{Design, Fitted};
use crate::least_squares::{Fit, fit, times};
use crate::{Confidence, NotDefined};

/// Turns after which a correlation that still moves is given up.
const MOST: usize = 500;

/// Each value less the correlated part of the one before; the first is scaled to the same variance.
fn differenced(column: &[f64], correlation: f64) -> Vec<f64> {
    let first = column[0] * (1.0 - correlation * correlation).sqrt();
    let rest = column.windows(2).map(|pair| pair[1] - correlation * pair[0]);
    std::iter::once(first).chain(rest).collect()
}

fn fit_differenced(values: &[f64], design: &Design, correlation: f64) -> Result<Fit, NotDefined> {
    let columns: Vec<_> = design.columns.iter().map(|column| differenced(column, correlation)).collect();
    fit(&columns, &differenced(values, correlation), None)
}

/// Observed minus the line, neither differenced.
fn plain_residuals(values: &[f64], design: &Design, coefficients: &[f64]) -> Vec<f64> {
    let line = |i: usize| design.columns.iter().zip(coefficients).map(|(c, b)| c[i] * b).sum::<f64>();
    (0..values.len()).map(|i| values[i] - line(i)).collect()
}

pub(super) fn prais_winsten(
    values: &[f64],
    design: Design,
    confidence: Confidence,
) -> Result<Fitted, NotDefined> {
    let mut correlation = 0.0;
    let mut line = fit(&design.columns, values, None)?;
    for _ in 0..MOST {
        let residuals = plain_residuals(values, &design, &line.coefficients);
        let before = sum_of_squares(&residuals[..residuals.len() - 1]);
        if before <= 1e-24 * sum_of_squares(values) {
            return Err(NotDefined::NoConvergence);
        }
        let next = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / before;
        if next.is_nan() || next.abs() >= 1.0 {
            return Err(NotDefined::NoConvergence);
        }
        let moved = (next - correlation).abs();
        correlation = next;
        line = fit_differenced(values, &design, correlation)?;
        if moved < 1e-10 {
            let variance = sum_of_squares(&line.residuals) / line.spare();
            let covariance = times(&line.unscaled, variance);
            let degrees = Some(line.spare());
            let fitted = Fitted::new(design, &line.coefficients, covariance, degrees, confidence)?;
            return Ok(Fitted { correlation: Some(correlation), sigma: Some(variance.sqrt()), ..fitted });
        }
    }
    Err(NotDefined::NoConvergence)
}

/// The logarithm of the (restricted) likelihood at a correlation, the rest at its best.
fn log_likelihood(line: &Fit, correlation: f64, restricted: bool) -> f64 {
    let (points, spare) = (line.residuals.len() as f64, line.spare());
    // The differenced rows have variance σ² (1 − φ²).
    let unit = 1.0 - correlation * correlation;
    let squares = sum_of_squares(&line.residuals) / unit;
    let free = if restricted { spare } else { points };
    let normal = free * ((std::f64::consts::TAU * squares / free).ln() + 1.0);
    let spread = (points - 1.0) * unit.ln();
    let terms = points - spare;
    let restriction = if restricted { line.log_determinant - terms * unit.ln() } else { 0.0 };
    -0.5 * (normal + spread + restriction)
}

pub(super) fn likelihood(
    values: &[f64],
    design: Design,
    restricted: bool,
    confidence: Confidence,
) -> Result<Fitted, NotDefined> {
    let of = |correlation: f64| -> Result<f64, NotDefined> {
        let line = fit_differenced(values, &design, correlation)?;
        Ok(log_likelihood(&line, correlation, restricted))
    };
    let best = maximum(&of)?;
    let line = fit_differenced(values, &design, best)?;
    let squares = sum_of_squares(&line.residuals) / (1.0 - best * best);
    if squares <= 1e-24 * sum_of_squares(values) {
        return Err(NotDefined::NoConvergence);
    }
    let free = if restricted { line.spare() } else { values.len() as f64 };
    let variance = sum_of_squares(&line.residuals) / line.spare();
    let covariance = times(&line.unscaled, variance);
    let likelihood = log_likelihood(&line, best, restricted);
    let fitted = Fitted::new(design, &line.coefficients, covariance, Some(line.spare()), confidence)?;
    Ok(Fitted {
        correlation: Some(best),
        sigma: Some((squares / free).sqrt()),
        log_likelihood: Some(likelihood),
        ..fitted
    })
}

/// Where a function of a correlation is greatest: the best of a grid, then a golden section.
fn maximum(of: &impl Fn(f64) -> Result<f64, NotDefined>) -> Result<f64, NotDefined> {
    const STEP: f64 = 0.05;
    let mut best = (0.0, f64::NEG_INFINITY);
    for step in -19..=19 {
        let place = f64::from(step) * STEP;
        let height = of(place)?;
        if height > best.1 {
            best = (place, height);
        }
    }
    if best.1 == f64::NEG_INFINITY {
        return Err(NotDefined::NoConvergence);
    }
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = ((best.0 - STEP).max(-0.999_999), (best.0 + STEP).min(0.999_999));
    let mut inner = [high - golden * (high - low), low + golden * (high - low)];
    let mut heights = [of(inner[0])?, of(inner[1])?];
    while high - low > 1e-10 {
        if heights[0] >= heights[1] {
            high = inner[1];
            inner = [high - golden * (high - low), inner[0]];
            heights = [of(inner[0])?, heights[0]];
        } else {
            low = inner[0];
            inner = [inner[1], low + golden * (high - low)];
            heights = [heights[1], of(inner[1])?];
        }
    }
    Ok((low + high) / 2.0)
}
