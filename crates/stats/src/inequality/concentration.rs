//! Concentration indices: twice the covariance of the indicator with the rank in the order.

use serde::Serialize;

use super::slope::ranks;
use super::{Answer, Errors, Groups, Setting, mean};
use crate::least_squares::fit;
use crate::{Confidence, Interval, NotDefined};

/// What a concentration index is relative to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalisation {
    /// Nothing: the unit is the indicator's.
    Absolute,
    /// The average.
    Relative,
    /// The greatest that the relative index could be for a bounded indicator (Wagstaff, Health Econ
    /// 2005;14:429).
    Wagstaff {
        /// The least and greatest that the indicator can be.
        bounds: Option<Interval>,
    },
    /// The range of a bounded indicator (Erreygers, J Health Econ 2009;28:504).
    Erreygers {
        /// The least and greatest that the indicator can be.
        bounds: Option<Interval>,
    },
}

impl Normalisation {
    /// The bounds that a value is measured between: none are needed unless the index is normalised.
    fn bounds(self) -> Result<Option<Interval>, NotDefined> {
        match self {
            Self::Absolute | Self::Relative => Ok(None),
            Self::Wagstaff { bounds } | Self::Erreygers { bounds } => {
                let sound = |bounds: &Interval| bounds.width().is_finite() && bounds.width() > 0.0;
                Ok(Some(bounds.filter(sound).ok_or(NotDefined::NoBounds)?))
            }
        }
    }

    /// The values as they enter the index, and the factor that their errors take.
    pub(super) fn within(self, values: &[f64]) -> Result<(Vec<f64>, f64), NotDefined> {
        let Some(bounds) = self.bounds()? else { return Ok((values.to_vec(), 1.0)) };
        if values.iter().any(|value| !bounds.contains(*value)) {
            return Err(NotDefined::NoBounds);
        }
        let scale = 1.0 / bounds.width();
        Ok((values.iter().map(|value| (value - bounds.low) * scale).collect(), scale))
    }

    /// What the absolute index is multiplied by, and how that factor moves with the average.
    pub(super) fn factor(self, average: f64) -> Result<(f64, f64), NotDefined> {
        let needs_average = !matches!(self, Self::Absolute | Self::Erreygers { .. });
        if needs_average && average <= 0.0 {
            return Err(NotDefined::NotAboveZero);
        }
        match self {
            Self::Absolute => Ok((1.0, 0.0)),
            Self::Relative => Ok((1.0 / average, -1.0 / average.powi(2))),
            Self::Wagstaff { .. } if average >= 1.0 => Err(NotDefined::NotAboveZero),
            Self::Wagstaff { .. } => {
                let spread = average * (1.0 - average);
                Ok((1.0 / spread, (2.0 * average - 1.0) / spread.powi(2)))
            }
            Self::Erreygers { .. } => Ok((4.0, 0.0)),
        }
    }
}

/// The concentration index of ordered groups: above zero when more of the indicator is among the better
/// off.
///
/// [`Errors::Sampling`] carries the groups' own standard errors through the index and holds for two
/// groups too. Otherwise the limits come from the scatter about a line by rank (Kakwani et al., J Econom
/// 1997;77:87), which needs three.
///
/// # Errors
/// [`NotDefined::NoOrder`], [`NotDefined::NoPopulation`], [`NotDefined::NoBounds`], or
/// [`NotDefined::NotAboveZero`] where the average cannot divide.
pub fn concentration(
    setting: &Setting,
    normalisation: Normalisation,
    errors: Errors,
    confidence: Confidence,
) -> Result<Answer, NotDefined> {
    let groups = setting.groups()?;
    if !setting.ordered {
        return Err(NotDefined::NoOrder);
    }
    let shares = groups.shares()?;
    let ranks = ranks(&shares);
    let (values, scale) = normalisation.within(&groups.estimates())?;
    let (factor, by_average) = normalisation.factor(mean(&values, &shares))?;
    let pull = |i: usize| shares[i] * (2.0 * ranks[i] - 1.0);
    let absolute: f64 = (0..values.len()).map(|i| pull(i) * values[i]).sum();
    let error = if errors == Errors::Sampling {
        groups.standard_errors().map(|errors| {
            let moves = |i: usize| factor * pull(i) + absolute * by_average * shares[i];
            let part = |i: usize| (moves(i) * scale * errors[i]).powi(2);
            (0..values.len()).map(part).sum::<f64>().sqrt()
        })
    } else {
        scatter(&groups, &values, &shares, &ranks).map(|error| error * factor)
    };
    Answer::wald(absolute * factor, error, confidence).checked()
}

/// The standard error of the absolute index from the convenient regression.
fn scatter(groups: &Groups, values: &[f64], shares: &[f64], ranks: &[f64]) -> Result<f64, NotDefined> {
    let has = values.len();
    if has < 3 {
        return Err(NotDefined::TooFewGroups { has, needs: 3 });
    }
    let doubled =
        2.0 * ranks.iter().zip(shares).map(|(rank, share)| share * (rank - 0.5).powi(2)).sum::<f64>();
    let left: Vec<f64> = values.iter().map(|value| doubled * value).collect();
    let line = fit(&[ranks.to_vec(), vec![1.0; has]], &left, Some(&groups.populations()?))?;
    let spread: f64 = line
        .residuals
        .iter()
        .zip(groups.populations()?)
        .map(|(residual, people)| residual.powi(2) * people)
        .sum();
    Ok((spread / line.spare() * line.unscaled[0][0]).sqrt())
}
