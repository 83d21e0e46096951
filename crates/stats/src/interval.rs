//! How sure, and between what.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::NotDefined;

/// A two-sided level of confidence, strictly between 0 and 1: 0.95 leaves 2.5 % on each side.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// The level that everything is published at.
    pub const P95: Self = Self(0.95);
    /// The level of the outer limits of a funnel, three standard deviations or so.
    pub const P998: Self = Self(0.998);

    /// # Errors
    /// [`NotDefined::ConfidenceLevel`] outside the open interval from 0 to 1.
    pub fn new(level: f64) -> Result<Self, NotDefined> {
        if level > 0.0 && level < 1.0 { Ok(Self(level)) } else { Err(NotDefined::ConfidenceLevel) }
    }

    /// The level, 0.95 for 95 %.
    #[must_use]
    pub fn level(self) -> f64 {
        self.0
    }

    /// The share left on each side: 0.025 for 95 %.
    #[must_use]
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// Standard normal deviations that hold this share between them: 1.96 for 95 %.
    #[must_use]
    pub fn z(self) -> f64 {
        // From the lower tail, where small probabilities keep their digits.
        -Normal::standard().inverse_cdf(self.tail())
    }
}

/// A range of values, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end, not below the lower.
    pub high: f64,
}

impl Interval {
    /// Whether the value lies between the ends or on one of them.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether zero lies strictly inside, so that the sign of the estimate is open.
    #[must_use]
    pub fn crosses_zero(self) -> bool {
        self.low < 0.0 && 0.0 < self.high
    }

    /// Upper minus lower end.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// The part between 0 and 1, for limits of a proportion.
    #[must_use]
    pub fn within_unit(self) -> Self {
        Self { low: self.low.clamp(0.0, 1.0), high: self.high.clamp(0.0, 1.0) }
    }

    /// Both ends times a number that is not negative.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// The same change at both ends, by a function that never falls.
    pub(crate) fn map(self, rising: impl Fn(f64) -> f64) -> Self {
        Self { low: rising(self.low), high: rising(self.high) }
    }
}
