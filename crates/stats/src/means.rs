//! Means with Student's interval, quantiles, and the quantile group that a value falls into.

use serde::Serialize;

use crate::distribution::{Split, StudentT};
use crate::{Confidence, Interval, NotDefined, draws};

/// The mean of measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Mean {
    /// How many.
    pub count: usize,
    /// Their sum.
    pub sum: f64,
    /// Their mean.
    pub mean: f64,
    /// Their sample standard deviation; none of one.
    pub deviation: Option<f64>,
}

impl Mean {
    /// # Errors
    /// [`NotDefined::EmptyDenominator`] of nothing, [`NotDefined::NotFinite`] of NaN or an infinity.
    pub fn of(values: &[f64]) -> Result<Self, NotDefined> {
        if values.is_empty() {
            return Err(NotDefined::EmptyDenominator);
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(NotDefined::NotFinite);
        }
        let n = values.len() as f64;
        let sum: f64 = values.iter().sum();
        let mean = sum / n;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let deviation = (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt());
        Ok(Self { count: values.len(), sum, mean, deviation })
    }

    /// Student's interval.
    ///
    /// # Errors
    /// [`NotDefined::TooFewPoints`] for one value.
    pub fn interval(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let deviation = self.deviation.ok_or(NotDefined::TooFewPoints { has: self.count, needs: 2 })?;
        let n = self.count as f64;
        let t = StudentT::new(n - 1.0)?.quantile(Split::above(confidence.tail())?);
        let half = t * deviation / n.sqrt();
        Ok(Interval { low: self.mean - half, high: self.mean + half })
    }
}

/// The value below which a share of the values lies, between neighbours in proportion (type 7 of
/// Hyndman & Fan, Am Stat 1996;50:361, which R and spreadsheets use).
///
/// # Errors
/// [`NotDefined::EmptyDenominator`] of nothing, [`NotDefined::NotFinite`] of NaN,
/// [`NotDefined::TargetOutOfRange`] for a share that is none.
pub fn quantile(values: &[f64], share: f64) -> Result<f64, NotDefined> {
    if values.is_empty() {
        return Err(NotDefined::EmptyDenominator);
    }
    if values.iter().any(|value| value.is_nan()) {
        return Err(NotDefined::NotFinite);
    }
    if !(0.0..=1.0).contains(&share) {
        return Err(NotDefined::TargetOutOfRange);
    }
    Ok(draws::quantile(&mut values.to_vec(), share))
}

/// The quantile group of every value, from 1; with `inverted` the highest values are in group 1.
/// Equal values are always in one group, that of their lowest rank, and missing ones in none (the
/// method of the English public-health technical guide).
///
/// # Errors
/// [`NotDefined::TooFewPoints`] for fewer values than groups, [`NotDefined::NotFinite`] for NaN or
/// an infinity.
pub fn quantile_groups(
    values: &[Option<f64>],
    groups: usize,
    inverted: bool,
) -> Result<Vec<Option<usize>>, NotDefined> {
    let present: Vec<f64> = values.iter().flatten().copied().collect();
    if present.iter().any(|value| !value.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    if groups == 0 || present.len() < groups {
        return Err(NotDefined::TooFewPoints { has: present.len(), needs: groups.max(1) });
    }
    let mut sorted = present;
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let before = |value: f64| match inverted {
        false => sorted.partition_point(|other| *other < value),
        true => n - sorted.partition_point(|other| *other <= value),
    };
    let size = n as f64 / groups as f64;
    let group = |value: f64| {
        let left = (n - before(value)) as f64;
        (groups + 1).saturating_sub((left / size).ceil() as usize).clamp(1, groups)
    };
    Ok(values.iter().map(|value| value.map(group)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_a_mean_and_no_interval() {
        let one = Mean::of(&[4.0]).unwrap();
        assert_eq!((one.mean, one.deviation), (4.0, None));
        assert_eq!(one.interval(Confidence::P95), Err(NotDefined::TooFewPoints { has: 1, needs: 2 }));
        assert_eq!(Mean::of(&[]), Err(NotDefined::EmptyDenominator));
        assert_eq!(Mean::of(&[f64::NAN]), Err(NotDefined::NotFinite));
    }

    #[test]
    fn equal_values_share_a_group() {
        let values = [1.0, 1.0, 1.0, 2.0, 3.0, 4.0].map(Some);
        assert_eq!(quantile_groups(&values, 2, false).unwrap(), [1, 1, 1, 2, 2, 2].map(Some));
        assert_eq!(quantile_groups(&values, 3, true).unwrap(), [2, 2, 2, 2, 1, 1].map(Some));
        assert!(quantile_groups(&values, 7, false).is_err());
    }
}
