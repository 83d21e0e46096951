//! The incomplete beta function, and what follows from it: beta, Student's t, F, binomial.

use std::f64::consts::PI;

use super::gamma::{Tails, reaches};
use super::special::{deviance, ln_1m_exp, stirling_error};
use super::walk::{Step, Walk};
use super::{Split, normal, positive, search};
use crate::NotDefined;

/// A place between 0 and 1 by its logit, so that both ends keep their digits.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    ln_x: f64,
    ln_y: f64,
}

impl Place {
    fn logit(u: f64) -> Self {
        let (ln_x, ln_y) = if u < 0.0 {
            (u - u.exp().ln_1p(), -u.exp().ln_1p())
        } else {
            (-(-u).exp().ln_1p(), -u - (-u).exp().ln_1p())
        };
        Self { x: ln_x.exp(), y: ln_y.exp(), ln_x, ln_y }
    }

    /// From x and what is left to 1.
    fn parts(x: f64, y: f64) -> Self {
        let ln = |part: f64, rest: f64| if part > 0.5 { (-rest).ln_1p() } else { part.ln() };
        Self { x, y, ln_x: ln(x, y), ln_y: ln(y, x) }
    }

    fn turned(self) -> Self {
        Self { x: self.y, y: self.x, ln_x: self.ln_y, ln_y: self.ln_x }
    }
}

/// ln of x^a y^b / B(a, b).
fn ln_point(a: f64, b: f64, at: Place) -> f64 {
    let n = a + b;
    let deviances = deviance(a, n * at.x, n.ln() + at.ln_x) + deviance(b, n * at.y, n.ln() + at.ln_y);
    stirling_error(n) - stirling_error(a) - stirling_error(b) - deviances
        + 0.5 * (a * (b / n) / (2.0 * PI)).ln()
}

/// The regularised incomplete beta function I_x(a, b) and its rest, as logarithms, by the
/// continued fraction of Didonato & Morris (Abramowitz & Stegun 26.5.8) on the side where it
/// converges.
fn tails(a: f64, b: f64, at: Place) -> Tails {
    if at.x <= (a + 1.0) / (a + b + 2.0) {
        let lower = (ln_point(a, b, at) - a.ln() + fraction(a, b, at.x).ln()).min(0.0);
        Tails { lower, upper: ln_1m_exp(lower) }
    } else {
        let turned = at.turned();
        let upper = (ln_point(b, a, turned) - b.ln() + fraction(b, a, turned.x).ln()).min(0.0);
        Tails { lower: ln_1m_exp(upper), upper }
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..10_000_000_u32 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let factor = d * c;
        h *= factor;
        if (factor - 1.0).abs() < 4.0 * f64::EPSILON || factor.is_nan() {
            break;
        }
    }
    h
}

/// The beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// # Errors
    /// [`NotDefined::NotAboveZero`] for a parameter that is not finite and above 0.
    pub fn new(a: f64, b: f64) -> Result<Self, NotDefined> {
        Ok(Self { a: positive(a)?, b: positive(b)? })
    }

    fn tails(self, x: f64, y: f64) -> Tails {
        if x <= 0.0 {
            Tails { lower: f64::NEG_INFINITY, upper: 0.0 }
        } else if y <= 0.0 {
            Tails { lower: 0.0, upper: f64::NEG_INFINITY }
        } else {
            tails(self.a, self.b, Place::parts(x, y))
        }
    }

    /// The probability of a value up to `x`.
    #[must_use]
    pub fn lower(self, x: f64) -> f64 {
        self.tails(x, 1.0 - x).lower.exp()
    }

    /// The probability of a value above `x`.
    #[must_use]
    pub fn upper(self, x: f64) -> f64 {
        self.tails(x, 1.0 - x).upper.exp()
    }

    /// The value with this probability below it. A value too near 0 for a double comes out as 0.
    #[must_use]
    pub fn quantile(self, p: Split) -> f64 {
        Place::logit(self.logit_quantile(p)).x
    }

    /// ln(x / (1 − x)) of the quantile.
    fn logit_quantile(self, p: Split) -> f64 {
        let Self { a, b } = self;
        let on_logit = |u: f64| {
            let at = Place::logit(u);
            (ln_point(a, b, at), tails(a, b, at))
        };
        // Nearly normal on the logit, unless a parameter is small.
        let spread = (1.0 / a + 1.0 / b).sqrt();
        let start = (a / b).ln() + if spread < 1.0 { normal::quantile(p) * spread } else { 0.0 };
        if p.lower <= p.upper {
            search::rising(p.lower.ln(), start, |u| {
                let (density, tails) = on_logit(u);
                (tails.lower, (density - tails.lower).exp())
            })
        } else {
            search::rising(-p.upper.ln(), start, |u| {
                let (density, tails) = on_logit(u);
                (-tails.upper, (density - tails.upper).exp())
            })
        }
    }
}

/// Student's t distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudentT {
    degrees_of_freedom: f64,
}

impl StudentT {
    /// # Errors
    /// [`NotDefined::NotAboveZero`] for degrees of freedom that are not finite and above 0.
    pub fn new(degrees_of_freedom: f64) -> Result<Self, NotDefined> {
        Ok(Self { degrees_of_freedom: positive(degrees_of_freedom)? })
    }

    /// t²/(df + t²) has this distribution.
    fn squared(self) -> Beta {
        Beta { a: 0.5, b: self.degrees_of_freedom / 2.0 }
    }

    /// The probability of a value up to `t`.
    #[must_use]
    pub fn lower(self, t: f64) -> f64 {
        let ratio = t * t / self.degrees_of_freedom;
        let (x, y) =
            if ratio.is_finite() { (ratio / (1.0 + ratio), 1.0 / (1.0 + ratio)) } else { (1.0, 0.0) };
        let outside = self.squared().tails(x, y).upper.exp();
        if t < 0.0 { outside / 2.0 } else { 1.0 - outside / 2.0 }
    }

    /// The probability of a value above `t`.
    #[must_use]
    pub fn upper(self, t: f64) -> f64 {
        self.lower(-t)
    }

    /// The value with this probability below it.
    #[must_use]
    pub fn quantile(self, p: Split) -> f64 {
        let (tail, sign) = if p.lower < p.upper { (p.lower, -1.0) } else { (p.upper, 1.0) };
        let outside = Split { lower: 1.0 - 2.0 * tail, upper: 2.0 * tail };
        if outside.lower <= 0.0 {
            return 0.0;
        }
        sign * (self.squared().logit_quantile(outside) / 2.0).exp() * self.degrees_of_freedom.sqrt()
    }
}

/// The distribution of a ratio of two variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FRatio {
    above: f64,
    below: f64,
}

impl FRatio {
    /// Degrees of freedom above and below the line.
    ///
    /// # Errors
    /// [`NotDefined::NotAboveZero`] for degrees of freedom that are not finite and above 0.
    pub fn new(above: f64, below: f64) -> Result<Self, NotDefined> {
        Ok(Self { above: positive(above)?, below: positive(below)? })
    }

    fn beta(self) -> Beta {
        Beta { a: self.above / 2.0, b: self.below / 2.0 }
    }

    fn tails(self, ratio: f64) -> Tails {
        let (part, rest) = (self.above * ratio, self.below);
        self.beta().tails(part / (part + rest), rest / (part + rest))
    }

    /// The probability of a ratio up to this one.
    #[must_use]
    pub fn lower(self, ratio: f64) -> f64 {
        self.tails(ratio).lower.exp()
    }

    /// The probability of a ratio above this one.
    #[must_use]
    pub fn upper(self, ratio: f64) -> f64 {
        self.tails(ratio).upper.exp()
    }

    /// The ratio with this probability below it.
    #[must_use]
    pub fn quantile(self, p: Split) -> f64 {
        self.beta().logit_quantile(p).exp() * self.below / self.above
    }
}

/// The binomial distribution: how many of so many, each with the same probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Binomial {
    trials: f64,
    probability: f64,
}

impl Binomial {
    /// # Errors
    /// [`NotDefined::Probability`] unless the probability lies strictly between 0 and 1;
    /// [`NotDefined::EmptyDenominator`] for no trials.
    pub fn new(trials: u64, probability: f64) -> Result<Self, NotDefined> {
        if trials == 0 {
            return Err(NotDefined::EmptyDenominator);
        }
        if !(probability > 0.0 && probability < 1.0) {
            return Err(NotDefined::Probability);
        }
        Ok(Self { trials: trials as f64, probability })
    }

    fn tails(self, events: f64) -> Tails {
        let events = events.floor();
        if events < 0.0 {
            Tails { lower: f64::NEG_INFINITY, upper: 0.0 }
        } else if events >= self.trials {
            Tails { lower: 0.0, upper: f64::NEG_INFINITY }
        } else {
            let at = Place::parts(self.probability, 1.0 - self.probability);
            let beta = tails(events + 1.0, self.trials - events, at);
            Tails { lower: beta.upper, upper: beta.lower }
        }
    }

    /// The probability of so many at most.
    #[must_use]
    pub fn lower(self, events: f64) -> f64 {
        self.tails(events).lower.exp()
    }

    /// The probability of more than so many.
    #[must_use]
    pub fn upper(self, events: f64) -> f64 {
        self.tails(events).upper.exp()
    }

    /// The probability of exactly so many.
    fn exactly(self, events: f64) -> f64 {
        let (n, p) = (self.trials, self.probability);
        if events == 0.0 {
            (n * (-p).ln_1p()).exp()
        } else if events == n {
            (n * p.ln()).exp()
        } else {
            let at = Place::parts(p, 1.0 - p);
            (ln_point(events, n - events, at) + (n / (events * (n - events))).ln()).exp()
        }
    }

    /// The quantiles of several probabilities, all below one half or all above, from the middle out,
    /// with how far within its step each probability lies.
    #[must_use]
    pub fn steps(self, ps: &[Split]) -> Vec<Step> {
        let (n, odds) = (self.trials, self.probability / (1.0 - self.probability));
        let of = Walk {
            middle: n * self.probability,
            spread: (n * self.probability * (1.0 - self.probability)).sqrt(),
            tails: &|events| self.tails(events),
            point: &|events| self.exactly(events),
            up: &|events| (n - events) / (events + 1.0) * odds,
        };
        of.steps(ps)
    }

    /// The fewest events whose lower probability reaches `p`.
    #[must_use]
    pub fn quantile(self, p: Split) -> f64 {
        search::first(self.trials * self.probability, |events| reaches(self.tails(events), p))
    }
}
