//! How far all the groups lie from the average, the best or a reference.

use super::{Answer, Better, Caution, Groups, Measure, best_of, mean};
use crate::{Confidence, NotDefined};

/// What stands in for a group without events where a logarithm is taken.
const MILLIONTH: f64 = 1e-6;

pub(super) fn variance(groups: &Groups, confidence: Confidence) -> Result<Answer, NotDefined> {
    let shares = groups.shares()?;
    let estimates = groups.estimates();
    let average = mean(&estimates, &shares);
    let between = between_variance(&estimates, &shares);
    let error = groups.standard_errors().map(|errors| {
        let sum = |part: &dyn Fn(usize) -> f64| (0..errors.len()).map(part).sum::<f64>();
        let of_mean = |i: usize| (shares[i] * errors[i]).powi(2);
        let first = sum(&|i| of_mean(i) * (estimates[i] - average).powi(2));
        let second = sum(&of_mean).powi(2) - sum(&|i| of_mean(i).powi(2));
        let own = sum(&|i| (shares[i] * (1.0 - shares[i]) * errors[i].powi(2)).powi(2));
        (4.0 * first + 2.0 * (second + own)).sqrt()
    });
    Ok(Answer::wald(between, error, confidence))
}

fn between_variance(estimates: &[f64], shares: &[f64]) -> f64 {
    let average = mean(estimates, shares);
    estimates.iter().zip(shares).map(|(y, share)| share * (y - average).powi(2)).sum()
}

/// The estimates with a millionth for zero, their average, and whether one was zero.
fn above_zero(groups: &Groups, shares: &[f64]) -> Result<(Vec<f64>, f64, Option<Caution>), NotDefined> {
    let estimates = groups.estimates();
    let zero = estimates.contains(&0.0).then_some(Caution::ZeroTakenAsMillionth);
    if estimates.iter().all(|estimate| *estimate == 0.0) {
        return Err(NotDefined::NotAboveZero);
    }
    let estimates: Vec<f64> = estimates.iter().map(|&y| if y == 0.0 { MILLIONTH } else { y }).collect();
    let average = mean(&estimates, shares);
    Ok((estimates, average, zero))
}

pub(super) fn theil(groups: &Groups, confidence: Confidence) -> Result<Answer, NotDefined> {
    let shares = groups.shares()?;
    let (estimates, average, caution) = above_zero(groups, &shares)?;
    let ratio: Vec<f64> = estimates.iter().map(|y| y / average).collect();
    let index: f64 = ratio.iter().zip(&shares).map(|(r, share)| share * r * r.ln()).sum();
    let error = groups.standard_errors().map(|errors| {
        let centre: f64 = ratio.iter().zip(&shares).map(|(r, share)| r * (1.0 + r.ln()) * share).sum();
        let part =
            |i: usize| (1.0 + ratio[i].ln() - centre).powi(2) * (shares[i] * errors[i] / average).powi(2);
        1000.0 * (0..errors.len()).map(part).sum::<f64>().sqrt()
    });
    Ok(Answer { caution, ..Answer::wald(1000.0 * index, error, confidence) })
}

pub(super) fn mean_log_deviation(groups: &Groups, confidence: Confidence) -> Result<Answer, NotDefined> {
    let shares = groups.shares()?;
    let (estimates, average, caution) = above_zero(groups, &shares)?;
    let index: f64 = estimates.iter().zip(&shares).map(|(y, share)| -share * (y / average).ln()).sum();
    let error = groups.standard_errors().map(|errors| {
        let part = |i: usize| (errors[i] * shares[i] / average * (1.0 - average / estimates[i])).powi(2);
        1000.0 * (0..errors.len()).map(part).sum::<f64>().sqrt()
    });
    Ok(Answer { caution, ..Answer::wald(1000.0 * index, error, confidence) })
}

/// A thousand times the mean of a function of each group's ratio to the average.
fn logarithmic(estimates: &[f64], shares: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let above = |estimate: f64| if estimate == 0.0 { MILLIONTH } else { estimate };
    let average: f64 = estimates.iter().zip(shares).map(|(y, share)| share * above(*y)).sum();
    1000.0 * estimates.iter().zip(shares).map(|(y, share)| share * of(above(*y) / average)).sum::<f64>()
}

/// A measure whose limits are simulated, of the groups as they are.
pub(super) fn distance(groups: &Groups, measure: Measure) -> Result<Answer, NotDefined> {
    let gauge = Gauge::new(groups, measure)?;
    let estimate = gauge.of(&groups.estimates());
    if !estimate.is_finite() {
        return Err(NotDefined::NotAboveZero);
    }
    Ok(Answer { estimate, standard_error: None, interval: Err(NotDefined::NoStandardError), caution: None })
}

/// A measure of distances, ready for the estimates or for any draw of them.
pub(super) struct Gauge {
    measure: Measure,
    /// Empty where groups count alike and no average is taken.
    shares: Vec<f64>,
    reference: usize,
    better: Better,
}

impl Gauge {
    pub(super) fn new(groups: &Groups, measure: Measure) -> Result<Self, NotDefined> {
        let from_reference = matches!(
            measure,
            Measure::MeanDifferenceFromReference | Measure::WeightedMeanDifferenceFromReference
        );
        let reference = match groups.reference() {
            None if from_reference => return Err(NotDefined::NoReference),
            reference => reference.unwrap_or_default(),
        };
        let alike = matches!(measure, Measure::MeanDifferenceFromBest | Measure::MeanDifferenceFromReference);
        let shares = if alike { Vec::new() } else { groups.shares()? };
        Ok(Self { measure, shares, reference, better: groups.setting.better })
    }

    /// The measure of these estimates; not finite where the average of a relative one is zero.
    pub(super) fn of(&self, estimates: &[f64]) -> f64 {
        let average = || mean(estimates, &self.shares);
        let best = || estimates[best_of(estimates, self.better)];
        let alike =
            |from: f64| estimates.iter().map(|y| (y - from).abs()).sum::<f64>() / estimates.len() as f64;
        let weighted =
            |from: f64| estimates.iter().zip(&self.shares).map(|(y, share)| share * (y - from).abs()).sum();
        match self.measure {
            Measure::BetweenGroupVariance => between_variance(estimates, &self.shares),
            Measure::Theil => logarithmic(estimates, &self.shares, |ratio| ratio * ratio.ln()),
            Measure::MeanLogDeviation => logarithmic(estimates, &self.shares, |ratio| -ratio.ln()),
            Measure::BetweenGroupStandardDeviation => between_variance(estimates, &self.shares).sqrt(),
            Measure::CoefficientOfVariation => {
                100.0 * between_variance(estimates, &self.shares).sqrt() / average()
            }
            Measure::IndexOfDisparity => 100.0 * alike(average()) / average(),
            Measure::WeightedIndexOfDisparity => {
                let distance: f64 = weighted(average());
                100.0 * distance / average()
            }
            Measure::MeanDifferenceFromBest => alike(best()),
            Measure::WeightedMeanDifferenceFromBest => weighted(best()),
            Measure::MeanDifferenceFromMean => alike(average()),
            Measure::WeightedMeanDifferenceFromMean => weighted(average()),
            Measure::MeanDifferenceFromReference => alike(estimates[self.reference]),
            Measure::WeightedMeanDifferenceFromReference => weighted(estimates[self.reference]),
            _ => f64::NAN,
        }
    }
}

/// Whether a measure's limits are simulated.
pub(super) fn is_distance(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::BetweenGroupStandardDeviation
            | Measure::CoefficientOfVariation
            | Measure::IndexOfDisparity
            | Measure::WeightedIndexOfDisparity
            | Measure::MeanDifferenceFromBest
            | Measure::WeightedMeanDifferenceFromBest
            | Measure::MeanDifferenceFromMean
            | Measure::WeightedMeanDifferenceFromMean
            | Measure::MeanDifferenceFromReference
            | Measure::WeightedMeanDifferenceFromReference
    )
}
