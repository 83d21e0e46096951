//! Events over an exposure that is not people: births, days, person-years.

mod count;

use serde::Serialize;

use crate::{Confidence, Interval, NotDefined};

pub use count::{Count, Method};

/// Events, taken as Poisson, over an exposure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    events: Count,
    exposure: f64,
}

impl Rate {
    /// # Errors
    /// [`NotDefined::EmptyDenominator`] without exposure, [`NotDefined::NotFinite`] for NaN, an
    /// infinity or a negative one.
    pub fn new(events: u64, exposure: f64) -> Result<Self, NotDefined> {
        if !exposure.is_finite() || exposure < 0.0 {
            return Err(NotDefined::NotFinite);
        }
        if exposure == 0.0 {
            return Err(NotDefined::EmptyDenominator);
        }
        Ok(Self { events: Count(events), exposure })
    }

    /// The events.
    #[must_use]
    pub fn events(self) -> Count {
        self.events
    }

    /// What they are counted over.
    #[must_use]
    pub fn exposure(self) -> f64 {
        self.exposure
    }

    /// Events per so much exposure.
    #[must_use]
    pub fn per(self, exposure: f64) -> f64 {
        self.events.0 as f64 / self.exposure * exposure
    }

    /// The interval of the rate per so much exposure.
    ///
    /// # Errors
    /// As [`Count::interval`].
    pub fn interval(
        self,
        exposure: f64,
        method: Method,
        confidence: Confidence,
    ) -> Result<Interval, NotDefined> {
        Ok(self.events.interval(method, confidence)?.times(exposure / self.exposure))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_events_leave_an_upper_limit() {
        let rate = Rate::new(0, 3000.0).unwrap();
        let exact = rate.interval(1000.0, Method::Exact, Confidence::P95).unwrap();
        // The rule of three, one-sided: −ln 0.025 events at most.
        assert!((exact.high - -0.025_f64.ln() / 3.0).abs() < 1e-12);
        let mid_p = rate.interval(1000.0, Method::MidP, Confidence::P95).unwrap();
        assert!((mid_p.high - -0.05_f64.ln() / 3.0).abs() < 1e-9);
        assert_eq!((rate.per(1000.0), exact.low, mid_p.low), (0.0, 0.0, 0.0));
        assert_eq!(
            rate.interval(1.0, Method::Byar, Confidence::P95),
            Err(NotDefined::TooFewEvents { has: 0, needs: 10 })
        );
    }

    #[test]
    fn a_rate_needs_an_exposure() {
        assert_eq!(Rate::new(1, 0.0), Err(NotDefined::EmptyDenominator));
        assert_eq!(Rate::new(1, -1.0), Err(NotDefined::NotFinite));
        assert_eq!(Rate::new(1, f64::NAN), Err(NotDefined::NotFinite));
    }

    proptest! {
        /// Every method holds the count, and the exact one holds the others.
        #[test]
        fn intervals_hold_the_count(events in 0_u64..100_000, level in 0.5_f64..0.9999) {
            let confidence = Confidence::new(level).unwrap();
            let interval = |method| Count(events).interval(method, confidence);
            let exact = interval(Method::Exact).unwrap();
            for method in [Method::Exact, Method::ExactThenByar, Method::MidP] {
                let found = interval(method).unwrap();
                prop_assert!(found.contains(events as f64), "{:?} {:?}", method, found);
                prop_assert!(found.low.is_finite() && found.high.is_finite());
            }
            let mid_p = interval(Method::MidP).unwrap();
            prop_assert!(exact.low <= mid_p.low + 1e-9 && mid_p.high <= exact.high + 1e-9);
        }
    }
}
