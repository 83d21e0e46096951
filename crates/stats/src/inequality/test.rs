//! Limits by a test turned round.

use super::simulate::top;
use super::spread::Gauge;
use super::{Groups, Measure, mean};
use crate::distribution::{Split, normal};
use crate::draws::{Chance, Draws};
use crate::{Confidence, Interval, NotDefined};

/// Differences that are this many times those seen are not looked for.
const MOST: f64 = 64.0;

/// Halvings of the range in which a limit lies: a thousandth of what is seen at the widest, far below what draws leave open.
const HALVINGS: usize = 16;

/// The truths along one line: no differences between the groups, those seen, and more of the same.
struct Line<'a> {
    gauge: &'a Gauge,
    centre: f64,
    estimates: Vec<f64>,
    /// Errors of every group in each draw.
    noise: &'a [Vec<f64>],
    top: f64,
}

impl Line<'_> {
    /// The groups if their differences were `times` those seen.
    fn truth(&self, times: f64) -> Vec<f64> {
        let apart = |estimate: &f64| (self.centre + times * (estimate - self.centre)).clamp(0.0, self.top);
        self.estimates.iter().map(apart).collect()
    }

    /// How often the measure would come out below, and up to, what was seen.
    fn seldom(&self, times: f64, seen: f64) -> (f64, f64) {
        let truth = self.truth(times);
        let mut sample = vec![0.0; truth.len()];
        let (mut below, mut up_to) = (0_u32, 0_u32);
        for noise in self.noise {
            for ((value, truth), noise) in sample.iter_mut().zip(&truth).zip(noise) {
                *value = (truth + noise).clamp(0.0, self.top);
            }
            let drawn = self.gauge.of(&sample);
            below += u32::from(drawn < seen);
            up_to += u32::from(drawn <= seen);
        }
        let all = self.noise.len() as f64;
        (f64::from(below) / all, f64::from(up_to) / all)
    }

    /// Where a share that falls with the differences passes the one that is looked for.
    fn pass(&self, mut low: f64, mut high: f64, share: f64, of: impl Fn(f64) -> f64) -> f64 {
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if of(middle) > share {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low + high) / 2.0
    }

    fn interval(&self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let seen = self.gauge.of(&self.estimates);
        if seen <= 0.0 {
            return Err(NotDefined::AllEqual);
        }
        let tail = (1.0 - confidence.level()) / 2.0;
        let below = |times: f64| self.seldom(times, seen).0;
        let up_to = |times: f64| self.seldom(times, seen).1;
        // Least: so few differences that as much as seen is rare. None at all may not be few enough.
        let least = if below(0.0) < 1.0 - tail { 0.0 } else { self.pass(0.0, 1.0, 1.0 - tail, below) };
        let mut far = 2.0;
        while far < MOST && up_to(far) > tail {
            far *= 2.0;
        }
        let most = self.pass(least, far, tail, up_to);
        let measure = |times: f64| self.gauge.of(&self.truth(times));
        Ok(Interval { low: measure(least).min(seen), high: measure(most).max(seen) })
    }
}

pub(super) fn limits(
    groups: &Groups,
    errors: &[f64],
    gauges: &[(Measure, Gauge)],
    confidence: Confidence,
    draws: Draws,
) -> Vec<Result<Interval, NotDefined>> {
    let estimates = groups.estimates();
    let alike = vec![1.0 / estimates.len() as f64; estimates.len()];
    let centre = mean(&estimates, &groups.shares().unwrap_or(alike));
    let mut chance = Chance::new(draws.seed);
    let mut error = |deviation: &f64| {
        let share = chance.uniform();
        deviation * normal::quantile(Split { lower: share, upper: 1.0 - share })
    };
    let noise: Vec<Vec<f64>> = (0..draws.count).map(|_| errors.iter().map(&mut error).collect()).collect();
    let interval = |(_, gauge): &(Measure, Gauge)| {
        let (noise, top) = (&noise[..], top(groups));
        Line { gauge, centre, estimates: estimates.clone(), noise, top }.interval(confidence)
    };
    gauges.iter().map(interval).collect()
}
