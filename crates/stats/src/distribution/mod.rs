//! Quantiles and tails of the distributions that the intervals and limits need.
//!
//! Both tails are computed on their own, as logarithms, so that a probability of 1e-300 keeps its
//! digits and nothing is got by taking a number near 1 from 1. Quantiles invert the smaller tail.
//! Agreement with R 4.2 is better than 1e-10 of the value, deep tails included; the reference
//! cases hold it there. A quantile at probability 0 or 1 is not defined, even where a limit exists.
//!
//! The normal distribution is that of `statrs`, which is exact. Its beta quantile panics in the
//! tails, its chi-squared and t quantiles stop at an absolute tolerance there, and its incomplete
//! gamma and beta functions lose digits where a parameter is large; those are written here.

mod beta;
mod gamma;
pub mod normal;
mod search;
mod special;
mod walk;

pub use beta::{Beta, Binomial, FRatio, StudentT};
pub use gamma::{ChiSquared, Gamma, Poisson};
pub(crate) use search::rising;
pub use special::ln_gamma;
pub use walk::Step;

use crate::NotDefined;

/// A probability and what is left to 1, each with its own digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// At or below.
    pub lower: f64,
    /// Above.
    pub upper: f64,
}

impl Split {
    /// From the lower probability.
    ///
    /// # Errors
    /// [`NotDefined::Probability`] unless it lies strictly between 0 and 1.
    pub fn below(lower: f64) -> Result<Self, NotDefined> {
        Self { lower, upper: 1.0 - lower }.checked()
    }

    /// From the upper probability.
    ///
    /// # Errors
    /// [`NotDefined::Probability`] unless it lies strictly between 0 and 1.
    pub fn above(upper: f64) -> Result<Self, NotDefined> {
        Self { lower: 1.0 - upper, upper }.checked()
    }

    fn checked(self) -> Result<Self, NotDefined> {
        let inside = |p: f64| p > 0.0 && p <= 1.0;
        let proper = inside(self.lower) && inside(self.upper) && self.lower.min(self.upper) < 1.0;
        if proper { Ok(self) } else { Err(NotDefined::Probability) }
    }
}

/// A parameter that must be finite and above zero.
fn positive(value: f64) -> Result<f64, NotDefined> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(NotDefined::NotAboveZero) }
}

#[cfg(test)]
mod tests;
