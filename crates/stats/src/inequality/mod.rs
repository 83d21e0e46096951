//! Measures of inequality between groups: those of the WHO toolkit, with limits that hold.
//!
//! A *setting* is the groups of one indicator at one time. Each of the 21 measures answers for it or
//! says why it does not. Where the toolkit's package is known to be wrong (limits a thousand times too
//! narrow for Theil's index and the mean log deviation, a hundred times for the attributable fraction,
//! groups counted twice over in the logistic slope, two groups refused) the answers here are the right
//! ones. Deliberately absent: a league table, and a choice of the "best" measure; which to show is a
//! question of values, and two should be shown, one absolute and one relative.
//!
//! Measures after Schlotheuber & Hosseinpoor, Int J Environ Res Public Health 2022;19:3697; standard
//! errors after Ahn et al., JCO Clin Cancer Inform 2018;2:1, and Walter, Int J Epidemiol 1978;7:175;
//! simulated limits after Ahn et al., PLoS One 2019;14:e0219542.

mod attributable;
mod concentration;
mod measure;
mod pair;
mod simulate;
mod slope;
mod spread;
pub mod survey;
mod test;

use serde::{Deserialize, Serialize};

pub use concentration::{Normalisation, concentration};
pub use measure::Measure;
pub use simulate::Limits;
pub use slope::{Errors, Gradient, Model, gradient};

use crate::draws::Draws;
use crate::{Confidence, Interval, NotDefined};

/// One group of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Group {
    /// The indicator among the group, in the setting's unit; none when it is not known.
    pub estimate: Option<f64>,
    /// Its standard error, in the same unit.
    pub standard_error: Option<f64>,
    /// People in the group.
    pub population: Option<f64>,
}

/// Which end of the indicator is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// A visit made, a child immunised.
    Higher,
    /// A death, a birth too early.
    Lower,
}

/// The groups of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The groups; from worst to best off when they are ordered.
    pub groups: Vec<Group>,
    /// Whether the groups have an order of their own, as quintiles of income do.
    pub ordered: bool,
    /// The group that others are compared with, if one was named.
    pub reference: Option<usize>,
    /// Which end is wanted.
    pub better: Better,
    /// The unit of the estimates: 1 for a share, 100 for percent, 1000 for events per 1000.
    pub per: f64,
}

/// What to bear in mind beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// A group without events was taken as a millionth of the unit, for a logarithm of zero there is
    /// none. The number depends on that choice.
    ZeroTakenAsMillionth,
    /// The reference group has no events, so that the formula for its uncertainty has no width.
    ReferenceWithoutEvents,
    /// The limits were simulated.
    Simulated,
}

/// A measure of a setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The measure, in the unit of the estimates unless it is relative.
    pub estimate: f64,
    /// Its standard error; of its logarithm for a ratio and the relative index. None where the limits
    /// were simulated or there are none.
    pub standard_error: Option<f64>,
    /// Where it may lie, or why that cannot be said.
    pub interval: Result<Interval, NotDefined>,
    /// What to bear in mind.
    pub caution: Option<Caution>,
}

impl Answer {
    /// An estimate with limits of so many standard errors.
    fn wald(estimate: f64, standard_error: Result<f64, NotDefined>, confidence: Confidence) -> Self {
        let limits =
            |se: f64| Interval { low: estimate - confidence.z() * se, high: estimate + confidence.z() * se };
        let interval = standard_error.map(limits);
        Self { estimate, standard_error: standard_error.ok(), interval, caution: None }
    }

    /// A ratio with limits on the log scale, from the standard error of its logarithm.
    fn log_wald(ratio: f64, log_error: Result<f64, NotDefined>, confidence: Confidence) -> Self {
        let log = Self::wald(ratio.ln(), log_error, confidence);
        Self { estimate: ratio, interval: log.interval.map(|limits| limits.map(f64::exp)), ..log }
    }

    /// An answer of which every number is one: without a finite estimate there is none, without finite
    /// limits no interval.
    fn checked(self) -> Result<Self, NotDefined> {
        if !self.estimate.is_finite() {
            return Err(NotDefined::NotFinite);
        }
        let finite = |limits: &Interval| limits.low.is_finite() && limits.high.is_finite();
        let interval = self.interval.and_then(|limits| match finite(&limits) {
            true => Ok(limits),
            false => Err(NotDefined::NotFinite),
        });
        Ok(Self { interval, standard_error: self.standard_error.filter(|error| error.is_finite()), ..self })
    }
}

/// A group that has an estimate.
#[derive(Debug, Clone, Copy)]
struct Known {
    estimate: f64,
    standard_error: Option<f64>,
    population: Option<f64>,
    is_reference: bool,
}

/// The groups that can be measured, checked.
struct Groups<'a> {
    setting: &'a Setting,
    known: Vec<Known>,
}

impl Setting {
    /// The groups with an estimate, in their order.
    ///
    /// Of groups without an order, up to 15 % may be missing, as in the toolkit; of ordered ones none,
    /// for the ranks would shift.
    fn groups(&self) -> Result<Groups<'_>, NotDefined> {
        let missing = self.groups.iter().filter(|group| group.estimate.is_none()).count();
        if missing > 0 && (self.ordered || missing as f64 / self.groups.len() as f64 > 0.15) {
            return Err(NotDefined::MissingEstimates);
        }
        let known: Vec<Known> = (0..self.groups.len())
            .filter_map(|i| {
                let Group { estimate, standard_error, population } = self.groups[i];
                let is_reference = self.reference == Some(i);
                Some(Known { estimate: estimate?, standard_error, population, is_reference })
            })
            .collect();
        if known.len() < 2 {
            return Err(NotDefined::TooFewGroups { has: known.len(), needs: 2 });
        }
        let amount = |value: f64| value.is_finite() && value >= 0.0;
        let sound = |group: &Known| {
            let rest = [group.standard_error, group.population];
            amount(group.estimate) && rest.into_iter().flatten().all(amount)
        };
        if !(self.per.is_finite() && self.per > 0.0 && known.iter().all(sound)) {
            return Err(NotDefined::NotFinite);
        }
        Ok(Groups { setting: self, known })
    }

    /// One measure at a level of confidence. `draws` serve those whose limits are simulated.
    ///
    /// Gradients are fitted on the logit scale, with binomial errors; concentration indices have limits
    /// from the groups' standard errors where all are given, and else from the scatter of the groups
    /// about the line. [`gradient`] and [`concentration`] offer the other ways.
    ///
    /// # Errors
    /// The reason why the measure has no answer here.
    pub fn measure(
        &self,
        measure: Measure,
        confidence: Confidence,
        draws: Draws,
    ) -> Result<Answer, NotDefined> {
        self.measure_all(&[measure], confidence, draws, Limits::Test).remove(0).1
    }

    /// Several measures from one set of draws, whose limits are taken as asked for.
    pub fn measure_all(
        &self,
        measures: &[Measure],
        confidence: Confidence,
        draws: Draws,
        limits: Limits,
    ) -> Vec<(Measure, Result<Answer, NotDefined>)> {
        let groups = match self.groups() {
            Ok(groups) => groups,
            Err(reason) => return measures.iter().map(|&measure| (measure, Err(reason))).collect(),
        };
        let mut simulated = simulate::limits(&groups, measures, confidence, draws, limits);
        let answer = |measure: Measure| match measure {
            Measure::Difference => pair::difference(&groups, confidence),
            Measure::Ratio => pair::ratio(&groups, confidence),
            Measure::AttributableRisk => attributable::risk(&groups, confidence),
            Measure::AttributableFraction => attributable::fraction(&groups, confidence),
            Measure::BetweenGroupVariance => spread::variance(&groups, confidence),
            Measure::Theil => spread::theil(&groups, confidence),
            Measure::MeanLogDeviation => spread::mean_log_deviation(&groups, confidence),
            Measure::SlopeIndex => gradient(self, Model::Logit, Errors::Model, confidence).map(|g| g.slope),
            Measure::RelativeIndex => {
                gradient(self, Model::Logit, Errors::Model, confidence).and_then(|g| g.relative)
            }
            Measure::AbsoluteConcentration => {
                concentration(self, Normalisation::Absolute, groups.best_errors(), confidence)
            }
            Measure::RelativeConcentration => {
                concentration(self, Normalisation::Relative, groups.best_errors(), confidence)
            }
            _ => spread::distance(&groups, measure),
        };
        let finish = |&measure: &Measure| {
            let found = answer(measure).and_then(Answer::checked);
            let with_limits = |answer: Answer| match simulated.remove(&measure) {
                Some(interval) => {
                    Answer { interval, caution: answer.caution.or(Some(Caution::Simulated)), ..answer }
                }
                None => answer,
            };
            (measure, found.map(with_limits))
        };
        measures.iter().map(finish).collect()
    }
}

impl Groups<'_> {
    fn estimates(&self) -> Vec<f64> {
        self.known.iter().map(|group| group.estimate).collect()
    }

    fn standard_errors(&self) -> Result<Vec<f64>, NotDefined> {
        let errors = self.known.iter().map(|group| group.standard_error);
        errors.collect::<Option<_>>().ok_or(NotDefined::NoStandardError)
    }

    fn populations(&self) -> Result<Vec<f64>, NotDefined> {
        let people: Vec<f64> = self
            .known
            .iter()
            .map(|group| group.population)
            .collect::<Option<_>>()
            .ok_or(NotDefined::NoPopulation)?;
        if people.iter().sum::<f64>() > 0.0 { Ok(people) } else { Err(NotDefined::NoPopulation) }
    }

    /// Each group's share of all people.
    fn shares(&self) -> Result<Vec<f64>, NotDefined> {
        let people = self.populations()?;
        let all: f64 = people.iter().sum();
        Ok(people.iter().map(|people| people / all).collect())
    }

    /// The place of the best group: the first of equals.
    fn best(&self) -> usize {
        best_of(&self.estimates(), self.setting.better)
    }

    fn reference(&self) -> Option<usize> {
        self.known.iter().position(|group| group.is_reference)
    }

    fn best_errors(&self) -> Errors {
        if self.standard_errors().is_ok() { Errors::Sampling } else { Errors::Model }
    }
}

/// The average, weighted by shares that add up to one.
fn mean(values: &[f64], shares: &[f64]) -> f64 {
    values.iter().zip(shares).map(|(value, share)| value * share).sum()
}

fn best_of(values: &[f64], better: Better) -> usize {
    let beats = |a: f64, b: f64| match better {
        Better::Higher => a > b,
        Better::Lower => a < b,
    };
    (1..values.len()).fold(0, |best, i| if beats(values[i], values[best]) { i } else { best })
}

#[cfg(test)]
mod tests;
