//! The incomplete gamma function, and what follows from it: gamma, chi-squared, Poisson.

use std::f64::consts::PI;

use super::special::{deviance, ln_1m_exp, ln_gamma_1p, stirling_error};
use super::walk::{Step, Walk};
use super::{Split, normal, positive, search};
use crate::NotDefined;

/// Room for rounding when a probability meets a step of a discrete distribution.
pub(super) const STEP: f64 = 1e-13;

/// Logarithms of both tails.
#[derive(Clone, Copy)]
pub(super) struct Tails {
    pub(super) lower: f64,
    pub(super) upper: f64,
}

/// ln of x^a e^−x / Γ(a + 1).
fn ln_point(a: f64, x: f64, ln_x: f64) -> f64 {
    if a < 16.0 {
        a * ln_x - x - ln_gamma_1p(a)
    } else {
        -stirling_error(a) - deviance(a, x, ln_x) - 0.5 * (2.0 * PI * a).ln()
    }
}

/// The regularised incomplete gamma functions P(a, x) and Q(a, x), as logarithms: the power series
/// below a + 1, Legendre's continued fraction above (Abramowitz & Stegun 6.5.29 and 6.5.31).
fn tails(a: f64, x: f64, ln_x: f64) -> Tails {
    let point = ln_point(a, x, ln_x);
    if x == f64::INFINITY {
        return Tails { lower: 0.0, upper: f64::NEG_INFINITY };
    }
    if x < a + 1.0 {
        let (mut sum, mut term, mut n) = (1.0, 1.0, a);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        let lower = (point + sum.ln()).min(0.0);
        Tails { lower, upper: ln_1m_exp(lower) }
    } else {
        let upper = (point + a.ln() + fraction(a, x).ln()).min(0.0);
        Tails { lower: ln_1m_exp(upper), upper }
    }
}

/// Lentz's evaluation of Γ(a, x) e^x / x^a.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / away(b);
    let mut h = d;
    for i in 1..10_000_000_u32 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away(an * d + b);
        c = away(b + an / c);
        let factor = d * c;
        h *= factor;
        if (factor - 1.0).abs() < 4.0 * f64::EPSILON || factor.is_nan() {
            break;
        }
    }
    h
}

/// The gamma distribution of rate 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    shape: f64,
}

impl Gamma {
    /// # Errors
    /// [`NotDefined::NotAboveZero`] for a shape that is not finite and above 0.
    pub fn new(shape: f64) -> Result<Self, NotDefined> {
        Ok(Self { shape: positive(shape)? })
    }

    /// The probability of a value up to `x`.
    #[must_use]
    pub fn lower(self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { tails(self.shape, x, x.ln()).lower.exp() }
    }

    /// The probability of a value above `x`.
    #[must_use]
    pub fn upper(self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { tails(self.shape, x, x.ln()).upper.exp() }
    }

    /// The value with this probability below it. A value too small for a double comes out as 0.
    #[must_use]
    pub fn quantile(self, p: Split) -> f64 {
        let a = self.shape;
        // On the logarithm of x both tails are concave, and Newton's method cannot run away.
        let on_log = |u: f64| {
            let x = u.exp();
            (ln_point(a, x, u) + a.ln(), tails(a, x, u))
        };
        // Wilson and Hilferty's cube is near enough to start from, but not below 0.
        let cube = 1.0 - 1.0 / (9.0 * a) + normal::quantile(p) / (3.0 * a.sqrt());
        let start = if cube > 0.1 { a.ln() + 3.0 * cube.ln() } else { a.ln() };
        let place = if p.lower <= p.upper {
            search::rising(p.lower.ln(), start, |u| {
                let (density, tails) = on_log(u);
                (tails.lower, (density - tails.lower).exp())
            })
        } else {
            search::rising(-p.upper.ln(), start, |u| {
                let (density, tails) = on_log(u);
                (-tails.upper, (density - tails.upper).exp())
            })
        };
        place.exp()
    }
}

/// The chi-squared distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquared(Gamma);

impl ChiSquared {
    /// # Errors
    /// [`NotDefined::NotAboveZero`] for degrees of freedom that are not finite and above 0.
    pub fn new(degrees_of_freedom: f64) -> Result<Self, NotDefined> {
        Gamma::new(degrees_of_freedom / 2.0).map(Self)
    }

    /// The probability of a value up to `x`.
    #[must_use]
    pub fn lower(self, x: f64) -> f64 {
        self.0.lower(x / 2.0)
    }

    /// The probability of a value above `x`.
    #[must_use]
    pub fn upper(self, x: f64) -> f64 {
        self.0.upper(x / 2.0)
    }

    /// The value with this probability below it.
    #[must_use]
    pub fn quantile(self, p: Split) -> f64 {
        2.0 * self.0.quantile(p)
    }
}

/// The Poisson distribution: events that come independently, so many on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// # Errors
    /// [`NotDefined::NotAboveZero`] for a mean that is not finite and above 0.
    pub fn new(mean: f64) -> Result<Self, NotDefined> {
        Ok(Self { mean: positive(mean)? })
    }

    fn tails(self, events: f64) -> Tails {
        let gamma = tails(events.floor() + 1.0, self.mean, self.mean.ln());
        Tails { lower: gamma.upper, upper: gamma.lower }
    }

    /// The probability of exactly so many.
    #[must_use]
    pub fn exactly(self, events: u64) -> f64 {
        ln_point(events as f64, self.mean, self.mean.ln()).exp()
    }

    /// The probability of so many at most.
    #[must_use]
    pub fn lower(self, events: f64) -> f64 {
        if events < 0.0 { 0.0 } else { self.tails(events).lower.exp() }
    }

    /// The probability of more than so many.
    #[must_use]
    pub fn upper(self, events: f64) -> f64 {
        if events < 0.0 { 1.0 } else { self.tails(events).upper.exp() }
    }

    /// The quantiles of several probabilities, all below one half or all above, from the middle out,
    /// with how far within its step each probability lies.
    #[must_use]
    pub fn steps(self, ps: &[Split]) -> Vec<Step> {
        let of = Walk {
            middle: self.mean,
            spread: self.mean.sqrt(),
            tails: &|events| self.tails(events),
            point: &|events| ln_point(events, self.mean, self.mean.ln()).exp(),
            up: &|events| self.mean / (events + 1.0),
        };
        of.steps(ps)
    }

    /// The fewest events whose lower probability reaches `p`.
    #[must_use]
    pub fn quantile(self, p: Split) -> f64 {
        search::first(self.mean, |events| reaches(self.tails(events), p))
    }
}

/// Whether the lower probability reaches `p`, judged on the tail with the digits.
pub(super) fn reaches(tails: Tails, p: Split) -> bool {
    if p.lower <= p.upper { tails.lower >= p.lower.ln() - STEP } else { tails.upper <= p.upper.ln() + STEP }
}
