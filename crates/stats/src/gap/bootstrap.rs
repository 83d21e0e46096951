//! Limits of a narrowing from counts that might have been.

use serde::Serialize;

use super::Rates;
use crate::distribution::Poisson;
use crate::draws::{Chance, quantile};
use crate::{Confidence, Draws, Estimate, Interval, NotDefined};

/// Events among people, births or years.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Count {
    /// Events.
    pub events: u64,
    /// What they are counted among.
    pub denominator: f64,
}

/// The counts of one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Counts {
    /// The group of interest.
    pub group: Count,
    /// The reference.
    pub reference: Count,
}

impl Counts {
    /// Both rates per so many, the events being Poisson.
    ///
    /// # Errors
    /// As [`Estimate::poisson_rate`].
    pub fn rates(self, per: f64) -> Result<Rates, NotDefined> {
        let rate = |count: Count| Estimate::poisson_rate(count.events, count.denominator, per);
        Ok(Rates { group: rate(self.group)?, reference: rate(self.reference)? })
    }
}

/// Percentile limits of the percent narrowed, each count drawn anew from a Poisson distribution about
/// itself.
///
/// # Errors
/// [`NotDefined::EmptyDenominator`] or [`NotDefined::NotFinite`] for counts without a rate,
/// [`NotDefined::NoEarlierGap`], or [`NotDefined::EarlierGapUncertain`] when the earlier gap closes in
/// more of the draws than the limits leave out on a side: the percents then run through infinity.
pub fn bootstrap(
    before: Counts,
    after: Counts,
    confidence: Confidence,
    draws: Draws,
) -> Result<Interval, NotDefined> {
    if before.rates(1.0)?.gap().value <= 0.0 {
        return Err(NotDefined::NoEarlierGap);
    }
    after.rates(1.0)?;
    if draws.count < 2 {
        return Err(NotDefined::TooFewPoints { has: draws.count, needs: 2 });
    }
    let rates = [before.group, before.reference, after.group, after.reference]
        .into_iter()
        .map(RateTable::new)
        .collect::<Result<Vec<_>, _>>()?;
    let mut chance = Chance::new(draws.seed);
    let mut closed = 0;
    let mut percents: Vec<f64> = (0..draws.count)
        .map(|_| {
            let mut draw = |i: usize| rates[i].draw(chance.uniform());
            let (earlier, later) = (draw(0) - draw(1), draw(2) - draw(3));
            if earlier <= 0.0 {
                closed += 1;
            }
            100.0 * (1.0 - later / earlier)
        })
        .filter(|percent| percent.is_finite())
        .collect();
    let tail = (1.0 - confidence.level()) / 2.0;
    if closed as f64 > tail * draws.count as f64 || percents.len() < 2 {
        return Err(NotDefined::EarlierGapUncertain);
    }
    let low = quantile(&mut percents, tail);
    Ok(Interval { low, high: quantile(&mut percents, 1.0 - tail) })
}

/// The distribution of a count, laid out to be drawn from, as rates.
struct RateTable {
    first: u64,
    /// The probability of at most `first + i` events.
    at_most: Vec<f64>,
    denominator: f64,
}

impl RateTable {
    fn new(count: Count) -> Result<Self, NotDefined> {
        let mean = count.events as f64;
        // Ten standard deviations leave out less than a draw could show.
        let half = 10.0 * mean.sqrt() + 30.0;
        let first = (mean - half).max(0.0) as u64;
        let last = (mean + half) as u64;
        let mut sum = 0.0;
        let at_most = if count.events == 0 {
            vec![1.0]
        } else {
            let counted = Poisson::new(mean)?;
            (first..=last)
                .map(|events| {
                    sum += counted.exactly(events);
                    sum
                })
                .collect()
        };
        Ok(Self { first, at_most, denominator: count.denominator })
    }

    fn draw(&self, uniform: f64) -> f64 {
        let place = self.at_most.partition_point(|probability| *probability < uniform);
        (self.first + place.min(self.at_most.len() - 1) as u64) as f64 / self.denominator
    }
}
