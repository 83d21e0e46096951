//! Rates made comparable between populations of different ages, directly and indirectly.
//!
//! Direct: what the rate would be, had the place the ages of a standard population. Indirect: how
//! many events there would be, had the place the rates of a reference population at its own ages.

use serde::Serialize;

use crate::distribution::{Gamma, Split};
use crate::rate::{Count, Method};
use crate::{Confidence, Interval, NotDefined};

/// Fewest events for a directly standardised rate to be shown.
pub const DIRECT_MIN_EVENTS: u64 = 10;

/// One age band, or any other stratum, for direct standardisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Events.
    pub events: u64,
    /// People or person-years.
    pub people: f64,
    /// The standard population, in any unit.
    pub standard: f64,
}

/// A directly standardised rate, per one of the unit of the people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Direct {
    /// Events in all strata.
    pub events: u64,
    /// People in all strata.
    pub people: f64,
    /// The rate.
    pub rate: f64,
    /// Its variance, the events being Poisson.
    pub variance: f64,
    /// The largest weight of one event.
    largest_weight: f64,
}

impl Direct {
    /// # Errors
    /// [`NotDefined::EmptyDenominator`] for no strata, a stratum without people or no standard
    /// population, [`NotDefined::NotFinite`] for NaN, infinite or negative amounts.
    pub fn of(strata: &[Stratum]) -> Result<Self, NotDefined> {
        let amounts = || strata.iter().flat_map(|s| [s.people, s.standard]);
        if amounts().any(|amount| !amount.is_finite() || amount < 0.0) {
            return Err(NotDefined::NotFinite);
        }
        let standard: f64 = strata.iter().map(|s| s.standard).sum();
        if standard == 0.0 || strata.iter().any(|s| s.people == 0.0) {
            return Err(NotDefined::EmptyDenominator);
        }
        let weight = |s: &Stratum| s.standard / standard / s.people;
        let sum = |f: &dyn Fn(&Stratum) -> f64| strata.iter().map(f).sum::<f64>();
        Ok(Self {
            events: strata.iter().map(|s| s.events).sum(),
            people: sum(&|s| s.people),
            rate: sum(&|s| s.events as f64 * weight(s)),
            variance: sum(&|s| s.events as f64 * weight(s).powi(2)),
            largest_weight: strata.iter().map(weight).fold(0.0, f64::max),
        })
    }

    /// The rate without standardisation.
    #[must_use]
    pub fn crude(self) -> f64 {
        self.events as f64 / self.people
    }

    /// Dobson's interval: Byar's for the events, scaled (Dobson and others, Stat Med 1991;10:457).
    ///
    /// # Errors
    /// [`NotDefined::TooFewEvents`] below 10.
    pub fn dobson(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        if self.events < DIRECT_MIN_EVENTS {
            return Err(NotDefined::TooFewEvents { has: self.events, needs: DIRECT_MIN_EVENTS });
        }
        let count = Count(self.events).interval(Method::Byar, confidence)?;
        let scale = (self.variance / self.events as f64).sqrt();
        Ok(count.map(|end| self.rate + scale * (end - self.events as f64)))
    }

    /// Fay and Feuer's gamma interval (Stat Med 1997;16:791): it covers at least as often as it
    /// says, for any number of events.
    ///
    /// # Errors
    /// None but for numbers beyond what doubles hold.
    pub fn fay_feuer(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let end = |mean: f64, variance: f64, p: Split| -> Result<f64, NotDefined> {
            Ok(Gamma::new(mean * mean / variance)?.quantile(p) * variance / mean)
        };
        let (below, above) = (Split::below(confidence.tail())?, Split::above(confidence.tail())?);
        let w = self.largest_weight;
        Ok(Interval {
            low: if self.events == 0 { 0.0 } else { end(self.rate, self.variance, below)? },
            high: end(self.rate + w, self.variance + w * w, above)?,
        })
    }
}

/// One stratum for indirect standardisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferencedStratum {
    /// Events.
    pub events: u64,
    /// People or person-years.
    pub people: f64,
    /// Events in the reference population.
    pub reference_events: f64,
    /// People in the reference population.
    pub reference_people: f64,
}

/// Events beside those expected at the rates of a reference population.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Indirect {
    /// Events that happened.
    pub observed: u64,
    /// Events expected.
    pub expected: f64,
    /// The rate of the reference population.
    pub reference_rate: f64,
}

impl Indirect {
    /// # Errors
    /// [`NotDefined::EmptyDenominator`] for a stratum without reference people or when nothing is
    /// expected, [`NotDefined::NotFinite`] for NaN, infinite or negative amounts.
    pub fn of(strata: &[ReferencedStratum]) -> Result<Self, NotDefined> {
        let amounts = || strata.iter().flat_map(|s| [s.people, s.reference_events, s.reference_people]);
        if amounts().any(|amount| !amount.is_finite() || amount < 0.0) {
            return Err(NotDefined::NotFinite);
        }
        if strata.iter().any(|s| s.reference_people == 0.0) {
            return Err(NotDefined::EmptyDenominator);
        }
        let expected: f64 = strata.iter().map(|s| s.people * s.reference_events / s.reference_people).sum();
        if expected == 0.0 {
            return Err(NotDefined::EmptyDenominator);
        }
        let events: f64 = strata.iter().map(|s| s.reference_events).sum();
        let people: f64 = strata.iter().map(|s| s.reference_people).sum();
        let observed = strata.iter().map(|s| s.events).sum();
        Ok(Self { observed, expected, reference_rate: events / people })
    }

    /// Observed over expected: 1 where the place does as the reference.
    #[must_use]
    pub fn ratio(self) -> f64 {
        self.observed as f64 / self.expected
    }

    /// The interval of the ratio.
    ///
    /// # Errors
    /// As [`Count::interval`].
    pub fn ratio_interval(self, method: Method, confidence: Confidence) -> Result<Interval, NotDefined> {
        Ok(Count(self.observed).interval(method, confidence)?.times(1.0 / self.expected))
    }

    /// The ratio times the reference rate.
    #[must_use]
    pub fn rate(self) -> f64 {
        self.ratio() * self.reference_rate
    }

    /// The interval of the rate.
    ///
    /// # Errors
    /// As [`Count::interval`].
    pub fn rate_interval(self, method: Method, confidence: Confidence) -> Result<Interval, NotDefined> {
        Ok(self.ratio_interval(method, confidence)?.times(self.reference_rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the place's own people as the standard nothing changes.
    #[test]
    fn its_own_ages_leave_the_crude_rate() {
        let strata =
            [(3, 100.0), (8, 900.0)].map(|(events, people)| Stratum { events, people, standard: people });
        let direct = Direct::of(&strata).unwrap();
        assert!((direct.rate - direct.crude()).abs() < 1e-15);
        // One weight for every event: Fay and Feuer's interval is the exact one.
        let exact = Count(11).interval(Method::Exact, Confidence::P95).unwrap().times(1e-3);
        let gamma = direct.fay_feuer(Confidence::P95).unwrap();
        assert!((gamma.low - exact.low).abs() < 1e-12 && (gamma.high - exact.high).abs() < 1e-12);
    }

    #[test]
    fn few_events_have_no_dobson_interval() {
        let few = Direct::of(&[Stratum { events: 0, people: 50.0, standard: 1.0 }]).unwrap();
        assert_eq!(few.dobson(Confidence::P95), Err(NotDefined::TooFewEvents { has: 0, needs: 10 }));
        assert_eq!(few.fay_feuer(Confidence::P95).unwrap().low, 0.0);
        assert!(few.fay_feuer(Confidence::P95).unwrap().high > 0.0);
        assert_eq!(Direct::of(&[]), Err(NotDefined::EmptyDenominator));
    }
}
