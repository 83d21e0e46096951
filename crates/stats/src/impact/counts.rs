//! Counts by Poisson regression.

use super::{CountDiagnostics, Design, Fitted, Scatter, usual_lag};
use crate::glm::{Family, regress};
use crate::least_squares::{newey_west_meat, sandwich, scores, times};
use crate::{Confidence, NotDefined};

pub(super) fn poisson(
    events: &[f64],
    exposure: Option<&[f64]>,
    design: Design,
    scatter: Scatter,
    confidence: Confidence,
) -> Result<Fitted, NotDefined> {
    let exposure = exposure.map_or_else(|| vec![1.0; events.len()], <[f64]>::to_vec);
    if events.iter().any(|count| *count < 0.0) {
        return Err(NotDefined::NotFinite);
    }
    if exposure.iter().any(|amount| *amount <= 0.0) {
        return Err(NotDefined::EmptyDenominator);
    }
    let fitted = regress(&design.columns, events, Family::Poisson { exposure: &exposure })?;
    let spare = (events.len() - design.columns.len()) as f64;
    let multiple = fitted.scatter / spare;
    let null_deviance = null_deviance(events, &exposure);
    let (covariance, dispersion, lag) = match scatter {
        Scatter::Poisson => (fitted.covariance, 1.0, None),
        Scatter::Multiple => (times(&fitted.covariance, multiple), multiple, None),
        Scatter::NeweyWest { lag } => {
            let lag = lag.unwrap_or_else(|| usual_lag(events.len()));
            let meat = newey_west_meat(&scores(&design.columns, &fitted.residuals), lag);
            (sandwich(&fitted.covariance, &meat), multiple, Some(lag))
        }
    };
    let counts =
        CountDiagnostics { dispersion, deviance: fitted.deviance, null_deviance, pearson: fitted.pearson };
    let found = Fitted::new(design, &fitted.coefficients, covariance, None, confidence)?;
    Ok(Fitted { counts: Some(counts), exposure: Some(exposure), lag, ..found })
}

/// The deviance of one rate for all points.
fn null_deviance(events: &[f64], exposure: &[f64]) -> f64 {
    let rate = events.iter().sum::<f64>() / exposure.iter().sum::<f64>();
    let part = |(count, amount): (&f64, &f64)| {
        let expected = rate * amount;
        let log = if *count > 0.0 { count * (count / expected).ln() } else { 0.0 };
        2.0 * (log - (count - expected))
    };
    events.iter().zip(exposure).map(part).sum()
}
