//! How many events would be expected where so many were counted.

use serde::{Deserialize, Serialize};

use crate::distribution::{ChiSquared, Poisson, Split, rising};
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

    /// Newton's steps on the logarithm of the mean: ½ (p(x) + p(x − 1)) is how fast the probability
    /// of more, half of that of the count itself included, grows with the mean.
    fn mid_p(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let events = self.0 as f64;
        let tail = Split::below(confidence.tail())?;
        let part = |log: f64| {
            let mean = log.exp();
            let here = Poisson::new(mean)?;
            let exactly = here.exactly(self.0);
            Ok((here, exactly, (1.0 + events / mean) / 2.0 * exactly * mean))
        };
        // Where a mean is beyond what doubles hold, the search is told that it went too far.
        let or_end = |found: Result<(f64, f64), NotDefined>, end: f64| found.unwrap_or((end, 0.0));
        let more = |log: f64| {
            let found = part(log).map(|(here, exactly, slope)| (here.upper(events) + exactly / 2.0, slope));
            or_end(found, f64::INFINITY)
        };
        let fewer = |log: f64| {
            let found =
                part(log).map(|(here, exactly, slope)| (-here.lower(events - 1.0) - exactly / 2.0, slope));
            or_end(found, 0.0)
        };
        let z = confidence.z();
        let low = if self.0 == 0 {
            0.0
        } else {
            let start = (events - z * events.sqrt()).max(events / 20.0);
            rising(tail.lower, start.ln(), more).exp()
        };
        let high = rising(-tail.lower, (events + z * (events + 1.0).sqrt()).ln(), fewer).exp();
        Ok(Interval { low, high })
    }
}
