//! The gradient along an order of groups: slope and relative index of inequality.
//!
//! Each person has a rank from 0 (worst off) to 1 (best off), the middle of their group's. A line, or a
//! line on the logit scale, is fitted to the indicator by rank; its ends are compared.

use serde::{Deserialize, Serialize};

use super::{Answer, Groups, Setting};
use crate::glm::{Family, regress};
use crate::least_squares::{Square, fit, meat, sandwich, scores, times, variance_of};
use crate::{Confidence, NotDefined};

/// The shape of the gradient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Straight on the logit scale, so that no end leaves the range of a share.
    Logit,
    /// Straight.
    Linear,
}

/// Where the uncertainty of a gradient comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errors {
    /// Binomial events (logit), or the scatter of the groups about the line (linear).
    Model,
    /// The scatter, which may differ between groups; corrected for few groups by n / (n − k).
    Robust,
    /// The standard errors that came with the groups.
    Sampling,
}

/// Both indices of one gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gradient {
    /// The best-off end minus the worst-off end, in the unit of the estimates.
    pub slope: Answer,
    /// The best-off end over the worst-off end.
    pub relative: Result<Answer, NotDefined>,
}

/// Coefficients of intercept and rank with their covariance; a share of 1 is 1.
pub(super) struct Line {
    pub model: Model,
    pub coefficients: Vec<f64>,
    pub covariance: Result<Square, NotDefined>,
}

impl Line {
    /// The indices in a unit.
    pub(super) fn indices(&self, per: f64, confidence: Confidence) -> Gradient {
        let (start, whole) = (self.coefficients[0], self.coefficients[0] + self.coefficients[1]);
        // The ends, and how each moves with its own predictor.
        let end = |predictor: f64| match self.model {
            Model::Linear => (predictor, 1.0),
            Model::Logit => {
                let share = 1.0 / (1.0 + (-predictor).exp());
                (share, share * (1.0 - share))
            }
        };
        let ((worst, worst_moves), (best, best_moves)) = (end(start), end(whole));
        let error = |best_by: f64, worst_by: f64| {
            let covariance = self.covariance.as_ref().map_err(|reason| *reason)?;
            Ok(variance_of(&[best_by - worst_by, best_by], covariance).max(0.0).sqrt())
        };
        let slope_error = error(best_moves, worst_moves).map(|error: f64| per * error);
        let relative = if worst > 0.0 && best > 0.0 {
            let log_error = error(best_moves / best, worst_moves / worst);
            Ok(Answer::log_wald(best / worst, log_error, confidence))
        } else {
            Err(NotDefined::NotAboveZero)
        };
        Gradient { slope: Answer::wald(per * (best - worst), slope_error, confidence), relative }
    }
}

/// The slope and the relative index of ordered groups.
///
/// People count as whole: a group's size is rounded up and its events to the nearest.
///
/// # Errors
/// [`NotDefined::NoOrder`], [`NotDefined::AllEqual`], [`NotDefined::NoPopulation`], or what the fit says.
pub fn gradient(
    setting: &Setting,
    model: Model,
    errors: Errors,
    confidence: Confidence,
) -> Result<Gradient, NotDefined> {
    let groups = setting.groups()?;
    if !setting.ordered {
        return Err(NotDefined::NoOrder);
    }
    let estimates = groups.estimates();
    if estimates.iter().all(|estimate| *estimate == estimates[0]) {
        return Err(NotDefined::AllEqual);
    }
    let people: Vec<f64> = groups.populations()?.iter().map(|people| people.ceil()).collect();
    let columns = [vec![1.0; people.len()], ranks(&people)];
    let shares: Vec<f64> = estimates.iter().map(|estimate| estimate / setting.per).collect();
    let line = match model {
        Model::Logit => logit(&groups, &columns, &people, &shares, errors)?,
        Model::Linear => linear(&groups, &columns, &people, &shares, errors)?,
    };
    let found = line.indices(setting.per, confidence);
    Ok(Gradient { slope: found.slope.checked()?, relative: found.relative.and_then(Answer::checked) })
}

/// The middle of each group's ranks, groups of these sizes being in order.
pub(super) fn ranks(people: &[f64]) -> Vec<f64> {
    let all: f64 = people.iter().sum();
    let mut before = 0.0;
    let middle = |&size: &f64| {
        before += size;
        (before - size / 2.0) / all
    };
    people.iter().map(middle).collect()
}

fn logit(
    groups: &Groups,
    columns: &[Vec<f64>],
    people: &[f64],
    shares: &[f64],
    errors: Errors,
) -> Result<Line, NotDefined> {
    if shares.iter().any(|share| *share > 1.0) {
        return Err(NotDefined::TargetOutOfRange);
    }
    let events: Vec<f64> =
        shares.iter().zip(people).map(|(share, people)| (share * people).round()).collect();
    let fitted = regress(columns, &events, Family::Binomial { trials: people })?;
    let covariance = match errors {
        Errors::Model => Ok(fitted.covariance),
        Errors::Robust => few(people.len()).map(|factor| {
            let meat = meat(&scores(columns, &fitted.residuals));
            times(&sandwich(&fitted.covariance, &meat), factor)
        }),
        Errors::Sampling => sampled(groups, columns, people).map(|meat| sandwich(&fitted.covariance, &meat)),
    };
    Ok(Line { model: Model::Logit, coefficients: fitted.coefficients, covariance })
}

fn linear(
    groups: &Groups,
    columns: &[Vec<f64>],
    people: &[f64],
    shares: &[f64],
    errors: Errors,
) -> Result<Line, NotDefined> {
    let line = fit(columns, shares, Some(people))?;
    let weighted: Vec<f64> = line.residuals.iter().zip(people).map(|(r, people)| r * people).collect();
    let covariance = match errors {
        Errors::Model => few(people.len()).map(|_| {
            let scatter: f64 = weighted.iter().zip(&line.residuals).map(|(a, b)| a * b).sum();
            times(&line.unscaled, scatter / line.spare())
        }),
        Errors::Robust => few(people.len())
            .map(|factor| times(&sandwich(&line.unscaled, &meat(&scores(columns, &weighted))), factor)),
        Errors::Sampling => sampled(groups, columns, people).map(|meat| sandwich(&line.unscaled, &meat)),
    };
    Ok(Line { model: Model::Linear, coefficients: line.coefficients, covariance })
}

/// The correction of a scatter for few groups: with two, the line goes through both and there is none.
fn few(groups: usize) -> Result<f64, NotDefined> {
    if groups > 2 {
        Ok(groups as f64 / (groups as f64 - 2.0))
    } else {
        Err(NotDefined::TooFewGroups { has: groups, needs: 3 })
    }
}

/// The variance of the scores, from each group's own standard error.
fn sampled(groups: &Groups, columns: &[Vec<f64>], people: &[f64]) -> Result<Square, NotDefined> {
    let per = groups.setting.per;
    let errors = groups.standard_errors()?;
    let of_scores: Vec<f64> = errors.iter().zip(people).map(|(error, people)| error / per * people).collect();
    Ok(meat(&scores(columns, &of_scores)))
}
