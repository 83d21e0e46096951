//! The kinds of chart, and how each draws its limits.

use serde::Serialize;

use super::constants::{D4_PRINTED, a3, b3, b4};
use super::data::Observation;
use super::fit::Fit;
use crate::Interval;

/// Waiting times become nearly normal when raised to this power (Nelson, J Qual Technol
/// 1994;26:239), for events that come as a Poisson process.
pub(super) const WAITING_POWER: f64 = 1.0 / 3.6;
/// The median of a geometric count in means, ln 2 as the field prints it (Provost & Murray, 2011).
const GEOMETRIC_MEDIAN: f64 = 0.693;

/// A kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The median and no limits.
    Run,
    /// Single measurements (XmR, individuals).
    Individuals,
    /// The difference of each point from the one before.
    MovingRange,
    /// Ratios that vary more or less than chance, weighted by their denominators (Taylor's I′).
    IndividualsPrime,
    /// Means of subgroups.
    Xbar,
    /// Standard deviations of subgroups.
    S,
    /// Shares of people.
    P,
    /// Shares of very many people, whose variation is more than binomial (Laney's P′).
    PPrime,
    /// Events per exposure.
    U,
    /// Events per very large exposure (Laney's U′).
    UPrime,
    /// Counts over equal stretches.
    C,
    /// Cases between rare events.
    G,
    /// Time between rare events.
    T,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Run,
        Self::Individuals,
        Self::MovingRange,
        Self::IndividualsPrime,
        Self::Xbar,
        Self::S,
        Self::P,
        Self::PPrime,
        Self::U,
        Self::UPrime,
        Self::C,
        Self::G,
        Self::T,
    ];

    /// The short name that the field uses, in lower case; a prime is a `p` at the end.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Individuals => "i",
            Self::MovingRange => "mr",
            Self::IndividualsPrime => "ip",
            Self::Xbar => "xbar",
            Self::S => "s",
            Self::P => "p",
            Self::PPrime => "pp",
            Self::U => "u",
            Self::UPrime => "up",
            Self::C => "c",
            Self::G => "g",
            Self::T => "t",
        }
    }

    /// The kind of a short name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether its limits come from moving ranges, which may be screened.
    #[must_use]
    pub fn uses_moving_ranges(self) -> bool {
        matches!(self, Self::Individuals | Self::T | Self::IndividualsPrime | Self::PPrime | Self::UPrime)
    }

    /// Whether a value below zero, or for shares above one, cannot be.
    fn cut(self, limits: Interval) -> Interval {
        match self {
            Self::P | Self::PPrime => limits.within_unit(),
            Self::C | Self::U | Self::UPrime | Self::G | Self::T => {
                Interval { low: limits.low.max(0.0), high: limits.high }
            }
            _ => limits,
        }
    }

    /// Limits at so many standard deviations around the middle, at one point.
    pub(super) fn limits(self, fit: &Fit, at: &Observation, sigmas: f64) -> Option<Interval> {
        let middle = fit.middle;
        let size = at.weight as usize;
        let around = |sigma: f64| Interval { low: middle - sigmas * sigma, high: middle + sigmas * sigma };
        let limits = match self {
            Self::Run => return None,
            Self::MovingRange => Interval { low: 0.0, high: D4_PRINTED / 3.0 * sigmas * middle },
            Self::Xbar => around(fit.spread * a3(size, 1.0)?),
            Self::S => Interval { low: b3(size, sigmas)? * middle, high: b4(size, sigmas)? * middle },
            Self::Individuals => around(fit.spread),
            Self::IndividualsPrime => around(fit.spread / at.weight.sqrt()),
            Self::T => {
                let back = |root: f64| root.max(0.0).powf(1.0 / WAITING_POWER);
                around(fit.spread).map(back)
            }
            _ => around(fit.spread * self.chance(middle, at.weight)),
        };
        Some(self.cut(limits))
    }

    /// The standard deviation that chance alone gives a point.
    pub(super) fn chance(self, middle: f64, weight: f64) -> f64 {
        match self {
            Self::P | Self::PPrime => (middle * (1.0 - middle) / weight).sqrt(),
            Self::U | Self::UPrime => (middle / weight).sqrt(),
            Self::C => middle.sqrt(),
            Self::G => (middle * (middle + 1.0)).sqrt(),
            _ => 1.0,
        }
    }

    /// The line to draw for a middle that was given, not fitted.
    pub(super) fn shown(self, given: f64) -> f64 {
        if self == Self::G { GEOMETRIC_MEDIAN * given } else { given }
    }
}
