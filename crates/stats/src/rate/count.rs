//! How many events would be expected where so many were counted.

use serde::{Deserialize, Serialize};

use crate::distribution::{ChiSquared, Poisson, Split};
use crate::{Confidence, Interval, NotDefined};

/// From so many events on Byar's approximation holds.
const BYAR_FROM: u64 = 10;

/// A count of events that come independently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Count(pub u64);

/// An interval of an expected count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Exact (Garwood, Biometrika 1936;28:437): never too narrow.
    Exact,
    /// Byar's approximation (Breslow & Day 1987, volume II), for 10 events or more.
    Byar,
    /// Exact below 10 events and Byar's from there on, as English public health does.
    #[default]
    ExactThenByar,
    /// Mid-P: half of the probability of the count itself counts; closer to the stated level.
    MidP,
}

impl Count {
    /// The expected counts that this one does not contradict.
    ///
    /// # Errors
    /// [`NotDefined::TooFewEvents`] for Byar's method below 10 events.
    pub fn interval(self, method: Method, confidence: Confidence) -> Result<Interval, NotDefined> {
        match method {
            Method::Exact => self.exact(confidence),
            Method::Byar => self.byar(confidence),
            Method::ExactThenByar if self.0 < BYAR_FROM => self.exact(confidence),
            Method::ExactThenByar => self.byar(confidence),
            Method::MidP => self.mid_p(confidence),
        }
    }

    fn exact(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let events = self.0 as f64;
        let low = if self.0 == 0 {
            0.0
        } else {
            ChiSquared::new(2.0 * events)?.quantile(Split::below(confidence.tail())?) / 2.0
        };
        let high = ChiSquared::new(2.0 * (events + 1.0))?.quantile(Split::above(confidence.tail())?) / 2.0;
        Ok(Interval { low, high })
    }

    fn byar(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        if self.0 < BYAR_FROM {
            return Err(NotDefined::TooFewEvents { has: self.0, needs: BYAR_FROM });
        }
        let cube = |n: f64, z: f64| n * (1.0 - 1.0 / (9.0 * n) + z / (3.0 * n.sqrt())).powi(3);
        let (events, z) = (self.0 as f64, confidence.z());
        // At levels far beyond any in use the cube of the lower end turns negative.
        Ok(Interval { low: cube(events, -z).max(0.0), high: cube(events + 1.0, z) })
    }

    /// Both ends by bisection between bounds that hold them.
    fn mid_p(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let events = self.0 as f64;
        let tail = confidence.tail();
        let outer = self.exact(confidence)?;
        let half = |mean: f64| Poisson::new(mean).map(|p| p.exactly(self.0) / 2.0);
        let fewer = |mean: f64| Ok(Poisson::new(mean)?.lower(events - 1.0) + half(mean)?);
        let more = |mean: f64| Ok(Poisson::new(mean)?.upper(events) + half(mean)?);
        let low = if self.0 == 0 { 0.0 } else { between(outer.low, events, |mean| Ok(more(mean)? < tail))? };
        let high = between(events, outer.high, |mean| Ok(fewer(mean)? > tail))?;
        Ok(Interval { low, high })
    }
}

/// The place where `before` stops to hold.
fn between(
    mut low: f64,
    mut high: f64,
    before: impl Fn(f64) -> Result<bool, NotDefined>,
) -> Result<f64, NotDefined> {
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if before(middle)? {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(f64::midpoint(low, high))
}
