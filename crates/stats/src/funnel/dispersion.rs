//! How much more places differ than by chance.

use serde::Serialize;

use crate::{NotDefined, means};

/// The share of places on each side whose scores are pulled in before the spread is judged, so that
/// the places that stand out do not hide themselves.
pub(super) const SHARE: f64 = 0.1;

/// The spread of places.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Dispersion {
    /// The mean square of the scores: 1 by chance alone.
    pub phi: f64,
    /// The variance between places; 0 when they differ by no more than chance.
    pub tau2: f64,
    /// How many places were judged.
    pub places: usize,
}

impl Dispersion {
    /// From scores of which the outer shares are pulled in to their quantiles, and the precision of
    /// each place (DerSimonian & Laird's moment, Control Clin Trials 1986;7:177).
    ///
    /// # Errors
    /// [`NotDefined::TooFewPoints`] for fewer than two places.
    pub fn winsorised(scores: &[f64], precisions: &[f64], share: f64) -> Result<Self, NotDefined> {
        Self::of(&winsorised(scores, share)?, precisions)
    }

    /// From scores as they are.
    ///
    /// # Errors
    /// [`NotDefined::TooFewPoints`] for fewer than two places, [`NotDefined::NotFinite`] for scores
    /// that are no numbers.
    pub fn of(scores: &[f64], precisions: &[f64]) -> Result<Self, NotDefined> {
        let places = scores.len();
        if places < 2 {
            return Err(NotDefined::TooFewPoints { has: places, needs: 2 });
        }
        if scores.iter().chain(precisions).any(|x| !x.is_finite()) {
            return Err(NotDefined::NotFinite);
        }
        let n = places as f64;
        let phi = scores.iter().map(|z| z * z).sum::<f64>() / n;
        let sum: f64 = precisions.iter().sum();
        let squares: f64 = precisions.iter().map(|w| w * w).sum();
        let excess = n * phi - (n - 1.0);
        let tau2 = if excess > 0.0 { excess / (sum - squares / sum) } else { 0.0 };
        Ok(Self { phi, tau2, places })
    }
}

/// Scores of which those in the outer shares are pulled in to the quantiles there.
///
/// # Errors
/// As [`means::quantile`].
pub fn winsorised(scores: &[f64], share: f64) -> Result<Vec<f64>, NotDefined> {
    let (low, high) = (means::quantile(scores, share)?, means::quantile(scores, 1.0 - share)?);
    Ok(scores.iter().map(|z| z.clamp(low, high)).collect())
}
