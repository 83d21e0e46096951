//! Noise that hides whether one person is in a count: its exact distribution.
//!
//! Both mechanisms add a whole number. The two-sided geometric one gives ε-differential privacy (Ghosh,
//! Roughgarden & Sundararajan, SIAM J Comput 2012;41:1673), the discrete Gaussian one ρ-concentrated
//! privacy (Canonne, Kamath & Steinke, NeurIPS 2020). Deliberately absent: drawing the noise. A draw from
//! floating-point numbers leaks what it should hide (Mironov, CCS 2012), and no count of this platform is
//! published with noise yet.

use crate::NotDefined;
use crate::distribution::normal;

/// Two-sided geometric noise: each step away from zero is less likely by the same factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSidedGeometric {
    /// That factor.
    factor: f64,
}

impl TwoSidedGeometric {
    /// For a count that one person moves by at most `sensitivity`.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] unless both are above zero.
    pub fn new(epsilon: f64, sensitivity: f64) -> Result<Self, NotDefined> {
        if above_zero(epsilon) && above_zero(sensitivity) {
            Ok(Self { factor: (-epsilon / sensitivity).exp() })
        } else {
            Err(NotDefined::NotAboveZero)
        }
    }

    /// The probability of this noise.
    #[must_use]
    pub fn exactly(self, noise: i64) -> f64 {
        (1.0 - self.factor) / (1.0 + self.factor) * self.factor.powf(noise.unsigned_abs() as f64)
    }

    /// The probability of at most this noise.
    #[must_use]
    pub fn at_most(self, noise: i64) -> f64 {
        if noise < 0 { self.tail(noise.unsigned_abs() as f64) } else { 1.0 - self.tail(noise as f64 + 1.0) }
    }

    /// The probability of noise no further from zero than this.
    #[must_use]
    pub fn within(self, distance: u64) -> f64 {
        1.0 - 2.0 * self.tail(distance as f64 + 1.0)
    }

    /// The variance.
    #[must_use]
    pub fn variance(self) -> f64 {
        2.0 * self.factor / (1.0 - self.factor).powi(2)
    }

    /// The probability of at least this much noise upwards.
    fn tail(self, from: f64) -> f64 {
        self.factor.powf(from) / (1.0 + self.factor)
    }
}

/// Discrete Gaussian noise: the normal density at whole numbers, made to add up to one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiscreteGaussian {
    sigma_squared: f64,
    sensitivity: f64,
    /// What the densities add up to.
    whole: f64,
}

/// Beyond this deviation sums are taken as integrals, with the first two corrections of Euler and
/// Maclaurin; what is left is below rounding.
const SMOOTH: f64 = 1e4;

impl DiscreteGaussian {
    /// With the parameter σ², for a count that one person moves by at most `sensitivity`.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] unless both are above zero.
    pub fn new(sigma_squared: f64, sensitivity: f64) -> Result<Self, NotDefined> {
        if !above_zero(sigma_squared) || !above_zero(sensitivity) {
            return Err(NotDefined::NotAboveZero);
        }
        let bare = Self { sigma_squared, sensitivity, whole: 1.0 };
        Ok(Self { whole: 1.0 + 2.0 * bare.tail(1.0), ..bare })
    }

    /// The probability of this noise.
    #[must_use]
    pub fn exactly(self, noise: i64) -> f64 {
        self.density(noise.unsigned_abs() as f64) / self.whole
    }

    /// The probability of at most this noise.
    #[must_use]
    pub fn at_most(self, noise: i64) -> f64 {
        if noise < 0 {
            self.tail(noise.unsigned_abs() as f64) / self.whole
        } else {
            1.0 - self.tail(noise as f64 + 1.0) / self.whole
        }
    }

    /// The variance: a little below σ² where σ is small.
    #[must_use]
    pub fn variance(self) -> f64 {
        if self.sigma_squared.sqrt() > SMOOTH {
            return self.sigma_squared;
        }
        2.0 * self.sum(1.0, |k| k * k * self.density(k)) / self.whole
    }

    /// The parameter ρ of zero-concentrated differential privacy.
    #[must_use]
    pub fn concentrated(self) -> f64 {
        self.sensitivity * self.sensitivity / (2.0 * self.sigma_squared)
    }

    fn density(self, distance: f64) -> f64 {
        (-distance * distance / (2.0 * self.sigma_squared)).exp()
    }

    /// The densities from a whole number upwards.
    fn tail(self, from: f64) -> f64 {
        let sigma = self.sigma_squared.sqrt();
        if sigma <= SMOOTH {
            return self.sum(from, |k| self.density(k));
        }
        let integral = std::f64::consts::TAU.sqrt() * sigma * normal::upper(from / sigma);
        integral + self.density(from) * (0.5 + from / (12.0 * self.sigma_squared))
    }

    /// A sum over whole numbers, smallest terms first, up to where the density is nothing.
    fn sum(self, from: f64, term: impl Fn(f64) -> f64) -> f64 {
        let last = (from.powi(2) + 1500.0 * self.sigma_squared).sqrt().ceil();
        let terms = (last - from).max(0.0) as u64;
        (0..=terms).rev().map(|step| term(from + step as f64)).sum()
    }
}

fn above_zero(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_add_up() {
        for sigma_squared in [0.1, 1.0, 30.0] {
            let gaussian = DiscreteGaussian::new(sigma_squared, 1.0).unwrap();
            let all: f64 = (-100..=100).map(|noise| gaussian.exactly(noise)).sum();
            assert!((all - 1.0).abs() < 1e-12, "{sigma_squared} {all}");
            let up_to: f64 = (-100..=3).map(|noise| gaussian.exactly(noise)).sum();
            assert!((gaussian.at_most(3) - up_to).abs() < 1e-12);
            assert!((gaussian.at_most(-4) + gaussian.at_most(3) - 1.0).abs() < 1e-12);
        }
        let geometric = TwoSidedGeometric::new(0.5, 1.0).unwrap();
        let inside: f64 = (-4..=4).map(|noise| geometric.exactly(noise)).sum();
        assert!((geometric.within(4) - inside).abs() < 1e-12);
        assert!((geometric.at_most(-5) + geometric.at_most(4) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_wide_gaussian_needs_no_sum() {
        let (narrow, wide) = (9e7, 1.1e8);
        for sigma_squared in [narrow, wide] {
            let gaussian = DiscreteGaussian::new(sigma_squared, 1.0).unwrap();
            let sigma = sigma_squared.sqrt();
            assert!((gaussian.whole / (std::f64::consts::TAU.sqrt() * sigma) - 1.0).abs() < 1e-12);
            let place = (2.0 * sigma).round();
            let normal = normal::lower((place + 0.5) / sigma);
            assert!((gaussian.at_most(place as i64) - normal).abs() < 1e-9, "{sigma_squared}");
            assert!((gaussian.variance() / sigma_squared - 1.0).abs() < 1e-9);
        }
        assert!(DiscreteGaussian::new(1e300, 1.0).unwrap().at_most(0) > 0.5 - 1e-9);
    }

    #[test]
    fn noise_needs_parameters_above_zero() {
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(TwoSidedGeometric::new(bad, 1.0), Err(NotDefined::NotAboveZero));
            assert_eq!(DiscreteGaussian::new(1.0, bad), Err(NotDefined::NotAboveZero));
        }
    }

    #[test]
    fn one_person_changes_no_probability_by_more_than_epsilon() {
        let geometric = TwoSidedGeometric::new(0.3, 2.0).unwrap();
        for noise in -20..20 {
            let ratio = (geometric.exactly(noise) / geometric.exactly(noise + 2)).ln().abs();
            assert!(ratio <= 0.3 + 1e-12);
        }
    }
}
