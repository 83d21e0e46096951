//! Lines by least squares.

use super::{Design, Diagnostics, Fitted, usual_lag};
use crate::distribution::ChiSquared;
use crate::least_squares::{Fit, fit, newey_west_meat, sandwich, scores, times};
use crate::{Confidence, NotDefined};

pub(super) fn least_squares(
    values: &[f64],
    design: Design,
    confidence: Confidence,
) -> Result<Fitted, NotDefined> {
    let line = fit(&design.columns, values, None)?;
    let variance = sum_of_squares(&line.residuals) / line.spare();
    let covariance = times(&line.unscaled, variance);
    finish(values, &line, design, covariance, variance, confidence)
}

pub(super) fn newey_west(
    values: &[f64],
    design: Design,
    lag: Option<usize>,
    adjusted: bool,
    confidence: Confidence,
) -> Result<Fitted, NotDefined> {
    let line = fit(&design.columns, values, None)?;
    let lag = lag.unwrap_or_else(|| usual_lag(values.len()));
    let meat = newey_west_meat(&scores(&design.columns, &line.residuals), lag);
    let correction = if adjusted { values.len() as f64 / line.spare() } else { 1.0 };
    let covariance = times(&sandwich(&line.unscaled, &meat), correction);
    let variance = sum_of_squares(&line.residuals) / line.spare();
    let fitted = finish(values, &line, design, covariance, variance, confidence)?;
    Ok(Fitted { lag: Some(lag), ..fitted })
}

fn finish(
    values: &[f64],
    line: &Fit,
    design: Design,
    covariance: Vec<Vec<f64>>,
    variance: f64,
    confidence: Confidence,
) -> Result<Fitted, NotDefined> {
    let fitted = Fitted::new(design, &line.coefficients, covariance, Some(line.spare()), confidence)?;
    let diagnostics = diagnose(values, &line.residuals)?;
    Ok(Fitted { sigma: Some(variance.sqrt()), diagnostics: Some(diagnostics), ..fitted })
}

pub(super) fn sum_of_squares(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
}

fn diagnose(values: &[f64], residuals: &[f64]) -> Result<Diagnostics, NotDefined> {
    let left = sum_of_squares(residuals);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let whole: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let steps: f64 = residuals.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
    // Rounding leaves a trace where the line goes through every point.
    let exact = left <= 1e-24 * sum_of_squares(values);
    Ok(Diagnostics {
        r_squared: (whole > 0.0).then(|| 1.0 - left / whole),
        durbin_watson: (!exact).then(|| steps / left),
        ljung_box_p: if exact { None } else { ljung_box(residuals, 12)? },
    })
}

/// Box and Ljung's test of all correlations up to a lag (Biometrika 1978;65:297).
fn ljung_box(residuals: &[f64], lags: usize) -> Result<Option<f64>, NotDefined> {
    let n = residuals.len();
    if n <= lags {
        return Ok(None);
    }
    let mean = residuals.iter().sum::<f64>() / n as f64;
    let centred: Vec<f64> = residuals.iter().map(|value| value - mean).collect();
    let whole = sum_of_squares(&centred);
    let correlation = |lag: usize| {
        centred.iter().skip(lag).zip(&centred).map(|(later, earlier)| later * earlier).sum::<f64>() / whole
    };
    let statistic: f64 =
        (1..=lags).map(|lag| correlation(lag).powi(2) / (n - lag) as f64).sum::<f64>() * (n * (n + 2)) as f64;
    Ok(Some(ChiSquared::new(lags as f64)?.upper(statistic)))
}
