//! Quantiles of a discrete distribution, found by walking from a near place.
//!
//! One tail is computed in full; from there each step costs a multiplication. A funnel asks for
//! four quantiles at each of thousands of places.

use super::gamma::Tails;
use super::{Split, normal};

/// Where a probability falls on the steps of a distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The fewest events whose lower probability reaches it.
    pub count: f64,
    /// How much of the probability of exactly so many lies beyond it, from 0 to 1.
    pub beyond: f64,
}

/// A distribution to walk on.
pub(super) struct Walk<'a> {
    pub middle: f64,
    pub spread: f64,
    /// Both tails.
    pub tails: &'a dyn Fn(f64) -> Tails,
    /// The probability of exactly so many.
    pub point: &'a dyn Fn(f64) -> f64,
    /// The probability of one more over that of so many.
    pub up: &'a dyn Fn(f64) -> f64,
}

impl Walk<'_> {
    pub fn steps(&self, ps: &[Split]) -> Vec<Step> {
        let Some(first) = ps.first() else { return Vec::new() };
        let near = (self.middle + normal::quantile(*first) * self.spread).round().max(0.0);
        let mut place =
            Standing { count: near, tails: Part::of((self.tails)(near)), point: (self.point)(near) };
        ps.iter().map(|p| self.to(&mut place, *p)).collect()
    }

    /// Moves to the fewest events whose lower probability reaches `p`.
    fn to(&self, place: &mut Standing, p: Split) -> Step {
        // A point that has no probability left cannot be moved on from.
        while !place.reaches(p) && place.point > 0.0 {
            let next = place.point * (self.up)(place.count);
            place.tails.lower += next;
            place.tails.upper -= next;
            place.point = next;
            place.count += 1.0;
        }
        while place.count > 0.0 {
            let before = Standing {
                count: place.count - 1.0,
                tails: Part {
                    lower: place.tails.lower - place.point,
                    upper: place.tails.upper + place.point,
                },
                point: place.point / (self.up)(place.count - 1.0),
            };
            if !before.reaches(p) {
                break;
            }
            *place = before;
        }
        let excess =
            if p.lower <= p.upper { place.tails.lower - p.lower } else { p.upper - place.tails.upper };
        let beyond = if place.point > 0.0 { (excess / place.point).clamp(0.0, 1.0) } else { 0.0 };
        Step { count: place.count, beyond }
    }
}

#[derive(Clone, Copy)]
struct Part {
    lower: f64,
    upper: f64,
}

impl Part {
    fn of(tails: Tails) -> Self {
        Self { lower: tails.lower.exp(), upper: tails.upper.exp() }
    }
}

#[derive(Clone, Copy)]
struct Standing {
    count: f64,
    tails: Part,
    point: f64,
}

impl Standing {
    fn reaches(&self, p: Split) -> bool {
        if p.lower <= p.upper { self.tails.lower >= p.lower } else { self.tails.upper <= p.upper }
    }
}
