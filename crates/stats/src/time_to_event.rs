//! How long it takes until something happens, when it has not happened to everybody yet.
//!
//! Whom it has not happened to was followed for some time and is *censored* then: to leave them out, or to count their time
//! as if it were over, makes the wait look shorter than it is. The estimator is Kaplan and Meier's product limit, its
//! variance Greenwood's; the interval of a quantile is that of Brookmeyer and Crowley, with limits of the share still
//! waiting on the complementary log-log scale.

use crate::{Confidence, NotDefined};

/// One who waits, or waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait {
    /// Whole days until it happened, or for which she was followed.
    pub days: u32,
    /// Whether it happened.
    pub happened: bool,
}

/// A quantile of the time, in days. A limit is none when fewer than that share have it happen while they are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantile {
    /// The first day by which it had happened to at least this share.
    pub days: Option<u32>,
    /// The lower limit.
    pub low: Option<u32>,
    /// The upper limit.
    pub high: Option<u32>,
}

/// The share still waiting on each day on which something happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// How many were followed.
    pub people: u64,
    /// To how many it happened.
    pub happened: u64,
    /// The longest that anybody was followed, in days.
    pub longest: u32,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    days: u32,
    waiting: f64,
    /// Greenwood's sum: the variance over the square of the share.
    spread: f64,
}

impl Waiting {
    /// The estimate from those who wait or waited, in any order.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`] of nobody.
    pub fn of(waits: &[Wait]) -> Result<Self, NotDefined> {
        let mut sorted = waits.to_vec();
        sorted.sort_unstable();
        let last = sorted.last().ok_or(NotDefined::EmptyDenominator)?;
        let (people, longest) = (sorted.len(), last.days);
        let (mut left, mut waiting, mut spread) = (people, 1.0, 0.0);
        let mut steps = Vec::new();
        for day in sorted.chunk_by(|a, b| a.days == b.days) {
            let events = day.iter().filter(|w| w.happened).count();
            if events > 0 {
                let (at_risk, events) = (left as f64, events as f64);
                waiting *= 1.0 - events / at_risk;
                spread += events / (at_risk * (at_risk - events));
                steps.push(Step { days: day[0].days, waiting, spread });
            }
            left -= day.len();
        }
        let happened = sorted.iter().filter(|w| w.happened).count() as u64;
        Ok(Self { people: people as u64, happened, longest, steps })
    }

    /// The share still waiting after so many days.
    pub fn after(&self, days: u32) -> f64 {
        self.steps.iter().take_while(|s| s.days <= days).last().map_or(1.0, |s| s.waiting)
    }

    /// By when it had happened to a share of all, 0.5 for the median.
    pub fn quantile(&self, share: f64, confidence: Confidence) -> Quantile {
        let rest = 1.0 - share;
        // A share that comes out of a product is not taken for a little more than it is.
        let first = |of: &dyn Fn(&Step) -> f64| {
            self.steps.iter().find(|step| of(step) <= rest + 1e-12).map(|step| step.days)
        };
        let z = confidence.z();
        Quantile {
            days: first(&|step| step.waiting),
            low: first(&|step| step.limits(z).0),
            high: first(&|step| step.limits(z).1),
        }
    }
}

impl Step {
    /// Limits of the share still waiting. Nothing is known of its spread where nobody waits any more.
    fn limits(&self, z: f64) -> (f64, f64) {
        if self.waiting <= 0.0 {
            return (0.0, 0.0);
        }
        let width = (z * self.spread.sqrt() / self.waiting.ln()).abs().exp();
        (self.waiting.powf(width), self.waiting.powf(1.0 / width))
    }
}

#[cfg(test)]
mod tests;
