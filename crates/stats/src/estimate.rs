//! A number with its variance, and what sums, differences and ratios do to both.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::{Confidence, Interval, NotDefined};

/// A number learned from data and its sampling variance. Two that are combined must come from
/// different people: nothing here knows of covariance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Its variance, the square of the standard error; zero for a number known exactly.
    pub variance: f64,
}

/// A comparison of two numbers, with its interval: around 0 for a difference, 1 for a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contrast {
    /// The difference or ratio.
    pub estimate: f64,
    /// Where it may lie.
    pub interval: Interval,
}

impl Estimate {
    /// A number without sampling error, such as one taken from a report.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self { value, variance: 0.0 }
    }

    /// Events per `per` units of a denominator (births, person-years), the events being Poisson:
    /// variance events · (per / denominator)².
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`] or, for NaN, infinite or negative amounts,
    /// [`NotDefined::NotFinite`].
    pub fn poisson_rate(events: u64, denominator: f64, per: f64) -> Result<Self, NotDefined> {
        if !denominator.is_finite() || denominator < 0.0 || !per.is_finite() {
            return Err(NotDefined::NotFinite);
        }
        if denominator == 0.0 {
            return Err(NotDefined::EmptyDenominator);
        }
        let scale = per / denominator;
        let events = events as f64;
        Ok(Self { value: events * scale, variance: events * scale * scale })
    }

    /// The square root of the variance, in the unit of the value.
    #[must_use]
    pub fn standard_error(self) -> f64 {
        self.variance.sqrt()
    }

    /// The value plus and minus z standard errors (Wald).
    #[must_use]
    pub fn interval(self, confidence: Confidence) -> Interval {
        let half = confidence.z() * self.standard_error();
        Interval { low: self.value - half, high: self.value + half }
    }

    /// The difference from an independent estimate: variances add.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { value: self.value - other.value, variance: self.variance + other.variance }
    }

    /// One minus the value: the share without the event.
    #[must_use]
    pub fn complement(self) -> Self {
        Self { value: 1.0 - self.value, variance: self.variance }
    }

    /// The natural logarithm, its variance by the delta method: variance / value².
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`].
    pub fn ln(self) -> Result<Self, NotDefined> {
        if self.value > 0.0 {
            let variance = self.variance / (self.value * self.value);
            Ok(Self { value: self.value.ln(), variance })
        } else {
            Err(NotDefined::NotAboveZero)
        }
    }

    /// The logarithm of the ratio to an independent estimate; `exp` brings it back.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] when either value is zero or negative.
    pub fn ln_ratio(self, other: Self) -> Result<Self, NotDefined> {
        Ok(self.ln()?.minus(other.ln()?))
    }

    /// A logarithm turned back into a ratio, interval and all.
    #[must_use]
    pub fn exp(self, confidence: Confidence) -> Contrast {
        Contrast { estimate: self.value.exp(), interval: self.interval(confidence).map(f64::exp) }
    }

    /// The probability, were the truth zero, of a value at least this far from it (two-sided
    /// normal test).
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] when the variance is zero.
    pub fn two_sided_p(self) -> Result<f64, NotDefined> {
        if self.variance > 0.0 {
            let z = self.value / self.standard_error();
            Ok(2.0 * Normal::standard().cdf(-z.abs()))
        } else {
            Err(NotDefined::NotAboveZero)
        }
    }
}
