//! The share of people who had an event.

mod exact;

use serde::Serialize;

use crate::{Confidence, Estimate, Interval, NotDefined};

/// Events among people who could each have one: numerator within denominator, which may be zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Proportion {
    numerator: u64,
    denominator: u64,
}

impl Proportion {
    /// # Errors
    /// [`NotDefined::NumeratorAboveDenominator`]. Zero of zero is a value, only its rate is not.
    pub fn new(numerator: u64, denominator: u64) -> Result<Self, NotDefined> {
        if numerator > denominator {
            return Err(NotDefined::NumeratorAboveDenominator { numerator, denominator });
        }
        Ok(Self { numerator, denominator })
    }

    /// People with the event.
    #[must_use]
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// People who could have had it.
    #[must_use]
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// The people without the event among the same people.
    #[must_use]
    pub fn complement(self) -> Self {
        Self { numerator: self.denominator - self.numerator, denominator: self.denominator }
    }

    /// Numerator over denominator, from 0 to 1.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`].
    pub fn rate(self) -> Result<f64, NotDefined> {
        if self.denominator == 0 {
            return Err(NotDefined::EmptyDenominator);
        }
        Ok(self.numerator as f64 / self.denominator as f64)
    }

    /// The rate with its binomial variance p(1 − p)/n.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`].
    pub fn estimate(self) -> Result<Estimate, NotDefined> {
        let rate = self.rate()?;
        Ok(Estimate { value: rate, variance: rate * (1.0 - rate) / self.denominator as f64 })
    }

    /// Wilson's score interval, without continuity correction (Wilson, J Am Stat Assoc
    /// 1927;22:209). It starts at exactly 0 when nobody had the event and ends at exactly 1 when
    /// everybody had it.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`].
    pub fn wilson(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let rate = self.rate()?;
        let n = self.denominator as f64;
        let z2 = confidence.z().powi(2);
        let middle = (rate + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = (z2 * (rate * (1.0 - rate) + z2 / (4.0 * n)) / n).sqrt() / (1.0 + z2 / n);
        Ok(Interval {
            low: if self.numerator == 0 { 0.0 } else { (middle - half).min(rate) },
            high: if self.numerator == self.denominator { 1.0 } else { (middle + half).max(rate) },
        })
    }

    /// The fewest further people of the same denominator who must have the event for the rate to
    /// be at least `target`; none when it is there already.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`], or [`NotDefined::TargetOutOfRange`] for a target that is
    /// not a proportion.
    pub fn visits_to_reach(self, target: f64) -> Result<u64, NotDefined> {
        self.rate()?;
        if !(0.0..=1.0).contains(&target) {
            return Err(NotDefined::TargetOutOfRange);
        }
        let missing = target * self.denominator as f64 - self.numerator as f64;
        // A target such as 0.7 of 100 may come out as 70.00000000000001: that is 70, not 71.
        Ok((missing - 1e-9).ceil().max(0.0) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numerator: u64, denominator: u64) -> Proportion {
        Proportion::new(numerator, denominator).expect("the test's numerator is within")
    }

    #[test]
    fn nobody_and_everybody_touch_the_border() {
        let nobody = of(0, 30).wilson(Confidence::P95).unwrap();
        let everybody = of(30, 30).wilson(Confidence::P95).unwrap();
        assert_eq!(nobody.low, 0.0);
        assert_eq!(everybody.high, 1.0);
        assert!((nobody.high - 0.113_513_393_173_968_73).abs() < 1e-12);
        assert!((everybody.low - 0.886_486_606_826_031_3).abs() < 1e-12);
    }

    #[test]
    fn a_rate_over_nobody_is_not_defined() {
        assert_eq!(of(0, 0).rate(), Err(NotDefined::EmptyDenominator));
        assert_eq!(of(0, 0).wilson(Confidence::P95), Err(NotDefined::EmptyDenominator));
        assert!(Proportion::new(2, 1).is_err());
        assert!(Confidence::new(1.0).is_err());
        assert!(Confidence::new(f64::NAN).is_err());
    }

    #[test]
    fn visits_are_whole_and_never_below_none() {
        for (group, target, more) in [
            (of(60, 100), 0.7, 10),
            (of(60, 100), 0.701, 11),
            (of(60, 100), 0.6, 0),
            (of(60, 100), 0.2, 0),
            (of(0, 3), 1.0, 3),
        ] {
            assert_eq!(group.visits_to_reach(target), Ok(more), "{group:?} to {target}");
        }
        assert_eq!(of(1, 2).visits_to_reach(1.1), Err(NotDefined::TargetOutOfRange));
    }
}
