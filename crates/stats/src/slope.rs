//! The slope index of inequality over ordered groups of a population, as English public health
//! computes it (Low & Low, J Public Health 2004;26:388): a line through the values of the groups,
//! weighted by their people, against their place in the population.
//!
//! Limits come from the standard errors of the values. On the plain scale the slope is a sum of
//! normal values and its limits are exact; on the others they are simulated.

use serde::Serialize;

use crate::distribution::{Split, normal};
use crate::draws::{Chance, quantile};
use crate::{Confidence, Draws, Interval, NotDefined};

/// One group, in order from the worst off to the best off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// People.
    pub people: f64,
    /// The value of the indicator.
    pub value: f64,
    /// Its standard error, on the scale of the errors.
    pub standard_error: f64,
}

/// The scale on which the values are taken to be normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As they are.
    Plain,
    /// Their logarithms, for rates.
    Log,
    /// Their logits, for proportions.
    Logit,
}

/// The fitted line and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Slope {
    /// The value at the worst-off end.
    pub intercept: f64,
    /// The value at the best-off end less that at the worst-off end.
    pub sii: f64,
    /// The value at the best-off end over that at the worst-off end.
    pub rii: f64,
    /// Limits of the slope index.
    pub sii_limits: Interval,
    /// Limits of the relative index; none where the intercept may be zero.
    pub rii_limits: Option<Interval>,
}

/// Fits the line.
///
/// # Errors
/// [`NotDefined::TooFewGroups`] for fewer than three, [`NotDefined::NotFinite`] for what is no
/// number or a negative standard error, [`NotDefined::EmptyDenominator`] for a group without people,
/// [`NotDefined::NotAboveZero`] for values that have no place on the scale or an intercept of zero.
pub fn slope(
    groups: &[Group],
    scale: Scale,
    confidence: Confidence,
    draws: Draws,
) -> Result<Slope, NotDefined> {
    if groups.len() < 3 {
        return Err(NotDefined::TooFewGroups { has: groups.len(), needs: 3 });
    }
    let finite = |g: &Group| g.people.is_finite() && g.value.is_finite() && g.standard_error.is_finite();
    if groups.iter().any(|g| !finite(g) || g.standard_error < 0.0 || g.people < 0.0) {
        return Err(NotDefined::NotFinite);
    }
    if groups.iter().any(|g| g.people == 0.0) {
        return Err(NotDefined::EmptyDenominator);
    }
    let fits = |g: &Group| match scale {
        Scale::Plain => true,
        Scale::Log => g.value > 0.0,
        Scale::Logit => g.value > 0.0 && g.value < 1.0,
    };
    if !groups.iter().all(fits) {
        return Err(NotDefined::NotAboveZero);
    }
    let weights = Weights::of(groups);
    let (intercept, sii) = weights.line(groups.iter().map(|g| g.value));
    if intercept == 0.0 {
        return Err(NotDefined::NotAboveZero);
    }
    let (sii_limits, rii_limits) = match scale {
        Scale::Plain => weights.exact(groups, confidence),
        _ => weights.simulated(groups, scale, confidence, draws),
    };
    Ok(Slope { intercept, sii, rii: (intercept + sii) / intercept, sii_limits, rii_limits })
}

/// What each value counts in the intercept and in the slope.
struct Weights {
    intercept: Vec<f64>,
    slope: Vec<f64>,
}

impl Weights {
    fn of(groups: &[Group]) -> Self {
        let all: f64 = groups.iter().map(|g| g.people).sum();
        let share: Vec<f64> = groups.iter().map(|g| g.people / all).collect();
        let mut below = 0.0;
        let place: Vec<f64> = share
            .iter()
            .map(|share| {
                below += share;
                below - share / 2.0
            })
            .collect();
        let mean: f64 = share.iter().zip(&place).map(|(share, place)| share * place).sum();
        let spread: f64 = share.iter().zip(&place).map(|(share, place)| share * (place - mean).powi(2)).sum();
        let slope: Vec<f64> =
            share.iter().zip(&place).map(|(share, place)| share * (place - mean) / spread).collect();
        let intercept = share.iter().zip(&slope).map(|(share, slope)| share - mean * slope).collect();
        Self { intercept, slope }
    }

    fn line(&self, values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
        let sum = |weights: &[f64]| values.clone().zip(weights).map(|(value, weight)| value * weight).sum();
        (sum(&self.intercept), sum(&self.slope))
    }

    /// The relative index r solves slope − (r − 1)·intercept = 0, a normal value for every r: its
    /// limits are Fieller's.
    fn exact(&self, groups: &[Group], confidence: Confidence) -> (Interval, Option<Interval>) {
        let sum = |a: &[f64], b: &[f64]| -> f64 {
            a.iter().zip(b).zip(groups).map(|((a, b), g)| a * b * g.standard_error.powi(2)).sum()
        };
        let (intercept, sii) = self.line(groups.iter().map(|g| g.value));
        let z = confidence.z();
        let of_slope = sum(&self.slope, &self.slope);
        let of_intercept = sum(&self.intercept, &self.intercept);
        let of_both = sum(&self.slope, &self.intercept);
        let half = z * of_slope.sqrt();
        let square = intercept * intercept - z * z * of_intercept;
        let middle = intercept * sii - z * z * of_both;
        let root = (middle * middle - square * (sii * sii - z * z * of_slope)).max(0.0).sqrt();
        let rii = (square > 0.0)
            .then(|| Interval { low: 1.0 + (middle - root) / square, high: 1.0 + (middle + root) / square });
        (Interval { low: sii - half, high: sii + half }, rii)
    }

    fn simulated(
        &self,
        groups: &[Group],
        scale: Scale,
        confidence: Confidence,
        draws: Draws,
    ) -> (Interval, Option<Interval>) {
        let mut chance = Chance::new(draws.seed);
        let there = |value: f64| if scale == Scale::Log { value.ln() } else { (value / (1.0 - value)).ln() };
        let back = |value: f64| if scale == Scale::Log { value.exp() } else { 1.0 / (1.0 + (-value).exp()) };
        let (mut slopes, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..draws.count.max(1000) {
            let mut value = |g: &Group| {
                let z = Split::below(chance.uniform()).map_or(0.0, normal::quantile);
                back(there(g.value) + g.standard_error * z)
            };
            let values: Vec<f64> = groups.iter().map(&mut value).collect();
            let (intercept, sii) = self.line(values.into_iter());
            slopes.push(sii);
            ratios.push((intercept + sii) / intercept);
        }
        let limits = |of: &mut [f64]| Interval {
            low: quantile(of, confidence.tail()),
            high: quantile(of, 1.0 - confidence.tail()),
        };
        let sii = limits(&mut slopes);
        let rii = ratios.iter().all(|ratio| ratio.is_finite() && *ratio > 0.0).then(|| limits(&mut ratios));
        (sii, rii)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(values: &[f64]) -> Vec<Group> {
        values.iter().map(|&value| Group { people: 100.0, value, standard_error: value * 0.01 }).collect()
    }

    #[test]
    fn a_straight_line_is_found_again() {
        let line =
            slope(&groups(&[12.0, 16.0, 20.0, 24.0, 28.0]), Scale::Plain, Confidence::P95, Draws::USUAL);
        let line = line.unwrap();
        assert!((line.intercept - 10.0).abs() < 1e-9 && (line.sii - 20.0).abs() < 1e-9);
        assert!((line.rii - 3.0).abs() < 1e-9 && line.rii_limits.unwrap().contains(3.0));
    }

    /// Where errors are small a logarithm is nearly straight, and simulated limits nearly exact.
    #[test]
    fn simulated_limits_are_those_of_the_formula() {
        let values = [60.0, 64.0, 66.0, 71.0, 80.0];
        let plain = slope(&groups(&values), Scale::Plain, Confidence::P95, Draws::USUAL).unwrap();
        let on_log: Vec<Group> =
            groups(&values).into_iter().map(|g| Group { standard_error: 0.01, ..g }).collect();
        let log = slope(&on_log, Scale::Log, Confidence::P95, Draws::USUAL).unwrap();
        let width = plain.sii_limits.width();
        assert!((plain.sii_limits.low - log.sii_limits.low).abs() < 0.03 * width);
        assert!((plain.rii_limits.unwrap().high - log.rii_limits.unwrap().high).abs() < 0.01);
    }

    #[test]
    fn what_has_no_slope_is_refused() {
        for (scale, values, error) in [
            (Scale::Plain, &[1.0, 2.0][..], NotDefined::TooFewGroups { has: 2, needs: 3 }),
            (Scale::Log, &[1.0, 0.0, 2.0], NotDefined::NotAboveZero),
            (Scale::Logit, &[0.5, 0.7, 1.0], NotDefined::NotAboveZero),
            (Scale::Plain, &[f64::NAN, 1.0, 2.0], NotDefined::NotFinite),
        ] {
            assert_eq!(slope(&groups(values), scale, Confidence::P95, Draws::USUAL), Err(error));
        }
    }
}
