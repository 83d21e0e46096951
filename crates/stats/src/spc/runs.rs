//! Runs on one side of the centre: too long, or too few crossings, for chance.

use serde::Serialize;
use statrs::distribution::{Binomial, DiscreteCDF};

use super::boxes::{Allowed, best_box, cut_box};

/// The runs analysis of one phase by the Anhøj rules (Anhøj & Olesen, PLoS ONE 2014,
/// doi 10.1371/journal.pone.0113825).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Runs {
    /// Points that take part, missing values counted.
    pub observed: usize,
    /// Points that are not on the centre line; the others neither make nor break a run.
    pub useful: usize,
    /// What they show; none when no point is useful.
    pub test: Option<RunsTest>,
    /// How they were judged.
    pub method: RunsMethod,
}

/// How long runs and few crossings are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsMethod {
    /// The Anhøj rules: each count against a limit of its own.
    #[default]
    Anhoej,
    /// The two limits that together find a shift of 0.8 standard deviations best, at a false-alarm
    /// chance of at most 7.5 % (Anhøj & Wentzel-Larsen, PLoS ONE 2020, doi 10.1371/journal.pone.0233920).
    BestBox,
    /// The best box without as much of its corner as that chance allows.
    CutBox,
}

/// Runs counted and compared with what chance allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RunsTest {
    /// Most points in a row on one side.
    pub longest: usize,
    /// The longest run that chance still explains.
    pub longest_limit: usize,
    /// How often the line crosses the centre.
    pub crossings: usize,
    /// The fewest crossings that chance still explains.
    pub crossings_limit: usize,
}

impl RunsTest {
    /// Whether the pattern is more than chance.
    #[must_use]
    pub fn signal(self) -> bool {
        self.longest > self.longest_limit || self.crossings < self.crossings_limit
    }
}

impl RunsMethod {
    /// The box for so many useful points; none where the Anhøj rules judge.
    fn allowed(self, useful: usize) -> Option<Allowed> {
        match self {
            Self::Anhoej => None,
            Self::BestBox => best_box(useful),
            Self::CutBox => cut_box(useful),
        }
    }
}

impl Runs {
    /// Whether the pattern is more than chance.
    #[must_use]
    pub fn signal(self) -> bool {
        self.test.is_some_and(|test| match self.method.allowed(self.useful) {
            Some(allowed) => !allowed.holds(test.crossings, test.longest),
            None => test.signal(),
        })
    }

    pub(super) fn of(
        values: impl Iterator<Item = Option<f64>>,
        centre: Option<f64>,
        method: RunsMethod,
    ) -> Self {
        let values: Vec<Option<f64>> = values.collect();
        let sides: Vec<bool> = values
            .iter()
            .flatten()
            .zip(centre.iter().cycle())
            .filter(|(value, centre)| value != centre)
            .map(|(value, centre)| value > centre)
            .collect();
        let runs = || sides.chunk_by(|a, b| a == b);
        let test = runs().map(<[bool]>::len).max().map(|longest| RunsTest {
            longest,
            longest_limit: longest_run_limit(sides.len()),
            crossings: runs().count() - 1,
            crossings_limit: crossings_limit(sides.len()),
        });
        Self { observed: values.len(), useful: sides.len(), test, method }
    }
}

/// The longest run among `useful` points that chance explains: log2(n) rounded to the nearest
/// whole number, plus 3 (Schilling, Math Mag 2012;85:141).
#[must_use]
pub fn longest_run_limit(useful: usize) -> usize {
    if useful == 0 {
        return 0;
    }
    (useful as f64).log2().round_ties_even() as usize + 3
}

/// The fewest crossings among `useful` points that chance explains: the 5 % quantile of a
/// binomial of n − 1 fair coins (Anhøj & Olesen, doi 10.1371/journal.pone.0113825).
#[must_use]
pub fn crossings_limit(useful: usize) -> usize {
    match Binomial::new(0.5, useful.saturating_sub(1) as u64) {
        Ok(coins) if useful > 1 => coins.inverse_cdf(0.05) as usize,
        _ => 0,
    }
}
