//! The standard normal distribution, as `statrs` has it: exact to the last digits of a double.

use statrs::distribution::{ContinuousCDF, Normal as Statrs};

use super::Split;

/// The probability of a value up to `z`.
#[must_use]
pub fn lower(z: f64) -> f64 {
    Statrs::standard().cdf(z)
}

/// The probability of a value above `z`.
#[must_use]
pub fn upper(z: f64) -> f64 {
    Statrs::standard().cdf(-z)
}

/// The value with this probability below it.
#[must_use]
pub fn quantile(p: Split) -> f64 {
    if p.lower <= p.upper {
        Statrs::standard().inverse_cdf(p.lower)
    } else {
        -Statrs::standard().inverse_cdf(p.upper)
    }
}
