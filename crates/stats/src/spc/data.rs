//! What a chart is drawn of.

use crate::{NotDefined, Proportion};

/// A series in the order of time. A point that is missing keeps its place.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// One number per point: a measurement, a count, the time since the last event.
    Values(Vec<Option<f64>>),
    /// Events over what they are counted among: people, births, days.
    Ratios(Vec<Option<Ratio>>),
    /// Measurements of each point, as many as there are.
    Subgroups(Vec<Vec<f64>>),
}

/// Events, or a sum, over a denominator; both finite and not below zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Above the line.
    pub numerator: f64,
    /// Below it; a point over nobody is missing.
    pub denominator: f64,
}

/// One point, ready for any kind of chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Observation {
    /// What is drawn.
    pub value: f64,
    /// The sum above the line.
    pub sum: f64,
    /// The denominator, or how many values were averaged.
    pub weight: f64,
    /// The standard deviation of a subgroup of two or more.
    pub deviation: Option<f64>,
}

impl Data {
    /// Points, missing ones counted.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Ratios(ratios) => ratios.len(),
            Self::Subgroups(groups) => groups.len(),
        }
    }

    /// Whether there is no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// # Errors
    /// [`NotDefined::NotFinite`] for NaN, an infinity or a negative count.
    pub(super) fn observations(&self) -> Result<Vec<Option<Observation>>, NotDefined> {
        match self {
            Self::Values(values) => values.iter().map(|value| value.map(of_value).transpose()).collect(),
            Self::Ratios(ratios) => ratios.iter().map(|ratio| ratio.map_or(Ok(None), of_ratio)).collect(),
            Self::Subgroups(groups) => groups.iter().map(|group| of_group(group)).collect(),
        }
    }
}

impl From<Proportion> for Ratio {
    fn from(of: Proportion) -> Self {
        Self { numerator: of.numerator() as f64, denominator: of.denominator() as f64 }
    }
}

fn of_value(value: f64) -> Result<Observation, NotDefined> {
    if !value.is_finite() {
        return Err(NotDefined::NotFinite);
    }
    Ok(Observation { value, sum: value, weight: 1.0, deviation: None })
}

fn of_ratio(ratio: Ratio) -> Result<Option<Observation>, NotDefined> {
    let Ratio { numerator: sum, denominator: weight } = ratio;
    if !sum.is_finite() || !weight.is_finite() || weight < 0.0 {
        return Err(NotDefined::NotFinite);
    }
    Ok((weight > 0.0).then(|| Observation { value: sum / weight, sum, weight, deviation: None }))
}

fn of_group(group: &[f64]) -> Result<Option<Observation>, NotDefined> {
    if group.iter().any(|value| !value.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    if group.is_empty() {
        return Ok(None);
    }
    let weight = group.len() as f64;
    let sum: f64 = group.iter().sum();
    let mean = sum / weight;
    let squares: f64 = group.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (group.len() > 1).then(|| (squares / (weight - 1.0)).sqrt());
    Ok(Some(Observation { value: mean, sum, weight, deviation }))
}
