//! The gradient among individuals of a survey: weights, sampling units and strata respected.
//!
//! Variances by linearisation (Binder, Int Stat Rev 1983;51:279): what each sampling unit adds to the
//! score, compared with the others of its stratum.

use std::collections::BTreeMap;

use super::concentration::Normalisation;
use super::slope::{Line, Model};
use super::{Answer, Gradient, mean};
use crate::glm::{Family, regress};
use crate::least_squares::{Square, by_cluster, fit, sandwich, scores};
use crate::{Confidence, NotDefined};

/// One person of a survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Respondent {
    /// The indicator, from 0 to 1.
    pub value: f64,
    /// The group in the order of groups: lower is worse off.
    pub group: u32,
    /// How many people the person stands for.
    pub weight: f64,
    /// The primary sampling unit; the person, if there is none.
    pub unit: Option<u64>,
    /// The stratum; one for all, if there is none.
    pub stratum: Option<u64>,
}

struct Sample {
    values: Vec<f64>,
    /// One on average.
    weights: Vec<f64>,
    ranks: Vec<f64>,
    units: Vec<u64>,
    /// The stratum of each unit.
    strata: BTreeMap<u64, u64>,
}

impl Sample {
    fn new(people: &[Respondent]) -> Result<Self, NotDefined> {
        let sound = |person: &Respondent| {
            (0.0..=1.0).contains(&person.value) && person.weight.is_finite() && person.weight > 0.0
        };
        if !people.iter().all(sound) {
            return Err(NotDefined::NotFinite);
        }
        let mut sizes: BTreeMap<u32, f64> = BTreeMap::new();
        for person in people {
            *sizes.entry(person.group).or_default() += person.weight;
        }
        if sizes.len() < 2 {
            return Err(NotDefined::TooFewGroups { has: sizes.len(), needs: 2 });
        }
        let middles = super::slope::ranks(&sizes.values().copied().collect::<Vec<_>>());
        let middle: BTreeMap<u32, f64> = sizes.keys().copied().zip(middles).collect();
        let usual = people.iter().map(|person| person.weight).sum::<f64>() / people.len() as f64;
        let units: Vec<u64> =
            people.iter().enumerate().map(|(i, person)| person.unit.unwrap_or(i as u64)).collect();
        let strata =
            units.iter().zip(people).map(|(&unit, person)| (unit, person.stratum.unwrap_or(0))).collect();
        Ok(Self {
            values: people.iter().map(|person| person.value).collect(),
            weights: people.iter().map(|person| person.weight / usual).collect(),
            ranks: people.iter().map(|person| middle[&person.group]).collect(),
            units,
            strata,
        })
    }

    fn shares(&self) -> Vec<f64> {
        let all: f64 = self.weights.iter().sum();
        self.weights.iter().map(|weight| weight / all).collect()
    }

    fn columns(&self) -> [Vec<f64>; 2] {
        [vec![1.0; self.values.len()], self.ranks.clone()]
    }

    /// The covariance of coefficients whose scores have these weighted residuals.
    fn covariance(&self, bread: &Square, weighted_residuals: &[f64]) -> Result<Square, NotDefined> {
        let per_unit = by_cluster(&scores(&self.columns(), weighted_residuals), &self.units);
        if per_unit.len() < 2 {
            return Err(NotDefined::OneCluster);
        }
        let mut strata: BTreeMap<u64, Vec<&Vec<f64>>> = BTreeMap::new();
        for (sum, stratum) in per_unit.iter().zip(self.strata.values()) {
            strata.entry(*stratum).or_default().push(sum);
        }
        let centre = |sums: &[&Vec<f64>]| -> Vec<f64> {
            (0..2).map(|i| sums.iter().map(|sum| sum[i]).sum::<f64>() / sums.len() as f64).collect()
        };
        let whole = centre(&per_unit.iter().collect::<Vec<_>>());
        let mut meat = vec![vec![0.0; 2]; 2];
        for sums in strata.values() {
            // A stratum with a single unit is compared with the middle of all.
            let n = sums.len() as f64;
            let (middle, factor) =
                if sums.len() > 1 { (centre(sums), n / (n - 1.0)) } else { (whole.clone(), 1.0) };
            for sum in sums {
                for i in 0..2 {
                    for j in 0..2 {
                        meat[i][j] += factor * (sum[i] - middle[i]) * (sum[j] - middle[j]);
                    }
                }
            }
        }
        Ok(sandwich(bread, &meat))
    }

    fn weighted(&self, residuals: &[f64]) -> Vec<f64> {
        residuals.iter().zip(&self.weights).map(|(residual, weight)| residual * weight).collect()
    }
}

/// The slope and the relative index among individuals.
///
/// # Errors
/// [`NotDefined::TooFewGroups`], [`NotDefined::AllEqual`], [`NotDefined::OneCluster`],
/// [`NotDefined::NotFinite`] for values that are not shares or weights that are not above zero, or what
/// the fit says.
pub fn gradient(people: &[Respondent], model: Model, confidence: Confidence) -> Result<Gradient, NotDefined> {
    let sample = Sample::new(people)?;
    if sample.values.iter().all(|value| *value == sample.values[0]) {
        return Err(NotDefined::AllEqual);
    }
    let columns = sample.columns();
    let (coefficients, covariance) = match model {
        Model::Linear => {
            let line = fit(&columns, &sample.values, Some(&sample.weights))?;
            let covariance = sample.covariance(&line.unscaled, &sample.weighted(&line.residuals))?;
            (line.coefficients, covariance)
        }
        Model::Logit => {
            let events = sample.weighted(&sample.values);
            let line = regress(&columns, &events, Family::Binomial { trials: &sample.weights })?;
            let covariance = sample.covariance(&line.covariance, &line.residuals)?;
            (line.coefficients, covariance)
        }
    };
    let found = Line { model, coefficients, covariance: Ok(covariance) }.indices(1.0, confidence);
    Ok(Gradient { slope: found.slope.checked()?, relative: found.relative.and_then(Answer::checked) })
}

/// The concentration index among individuals.
///
/// # Errors
/// As [`gradient`], and [`NotDefined::NoBounds`] or [`NotDefined::NotAboveZero`] as for groups.
pub fn concentration(
    people: &[Respondent],
    normalisation: Normalisation,
    confidence: Confidence,
) -> Result<Answer, NotDefined> {
    let sample = Sample::new(people)?;
    let shares = sample.shares();
    let (values, _) = normalisation.within(&sample.values)?;
    let (factor, _) = normalisation.factor(mean(&values, &shares))?;
    let doubled = 2.0 * sample.ranks.iter().zip(&shares).map(|(r, s)| s * (r - 0.5).powi(2)).sum::<f64>();
    let left: Vec<f64> = values.iter().map(|value| doubled * factor * value).collect();
    let line = fit(&sample.columns(), &left, Some(&sample.weights))?;
    let covariance = sample.covariance(&line.unscaled, &sample.weighted(&line.residuals))?;
    Answer::wald(line.coefficients[1], Ok(covariance[1][1].max(0.0).sqrt()), confidence).checked()
}
