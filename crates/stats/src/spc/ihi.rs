//! The run rules of the Institute for Healthcare Improvement, for those who are used to them
//! (Perla, Provost & Murray, BMJ Qual Saf 2011;20:46). The Anhøj rules of every chart are the
//! better calibrated; showing both at once doubles the false alarms.

use std::ops::RangeInclusive;

use statrs::function::factorial::ln_binomial;

/// Points of a shift.
pub const SHIFT: usize = 6;
/// Points of a trend.
pub const TREND: usize = 5;

/// Marks the points of every run of at least `length` on one side of the centre. Points on the
/// centre and missing ones neither make nor break a run and are never marked.
#[must_use]
pub fn shift(values: &[Option<f64>], centre: f64, length: usize) -> Vec<bool> {
    let useful = off_centre(values, centre);
    mark(values.len(), useful.chunk_by(|a, b| a.1 == b.1).filter(|run| run.len() >= length))
}

/// The number of runs on either side of the centre.
#[must_use]
pub fn count_runs(values: &[Option<f64>], centre: f64) -> usize {
    off_centre(values, centre).chunk_by(|a, b| a.1 == b.1).count()
}

/// Marks the points of every `length` or more that only rise or only fall. Of equal neighbours
/// the first counts and the others are passed over, and so are missing points.
#[must_use]
pub fn trend(values: &[Option<f64>], length: usize) -> Vec<bool> {
    let mut moving: Vec<(usize, f64)> = present(values).collect();
    moving.dedup_by_key(|point| point.1);
    let steps: Vec<(usize, usize, bool)> =
        moving.windows(2).map(|w| (w[0].0, w[1].0, w[1].1 > w[0].1)).collect();
    let mut marks = vec![false; values.len()];
    for one_way in steps.chunk_by(|a, b| a.2 == b.2).filter(|way| way.len() + 1 >= length) {
        for &(from, to, _) in one_way {
            marks[from] = true;
            marks[to] = true;
        }
    }
    marks
}

/// The numbers of runs that chance explains among `useful` points, half on each side: exact,
/// at most 2.5 % beyond either end (Swed & Eisenhart, Ann Math Stat 1943;14:66). Tables printed
/// for run charts may differ by one.
#[must_use]
pub fn runs_by_chance(useful: usize) -> RangeInclusive<usize> {
    let (below, above) = ((useful / 2) as u64, useful.div_ceil(2) as u64);
    if below == 0 {
        return useful..=useful;
    }
    let reached = |mut counts: Box<dyn Iterator<Item = usize>>| {
        let mut tail = 0.0;
        counts.find(|&runs| {
            tail += runs_probability(runs as u64, below, above);
            tail > 0.025
        })
    };
    let low = reached(Box::new(2..=useful)).unwrap_or(useful);
    let high = reached(Box::new((2..=useful).rev())).unwrap_or(useful);
    low..=high
}

/// The probability of exactly `runs` runs when `below` and `above` points come in any order.
fn runs_probability(runs: u64, below: u64, above: u64) -> f64 {
    let all = ln_binomial(below + above, below);
    let ways = |of_below: u64, of_above: u64| {
        if of_below > below - 1 || of_above > above - 1 {
            return 0.0;
        }
        (ln_binomial(below - 1, of_below) + ln_binomial(above - 1, of_above) - all).exp()
    };
    let half = runs / 2;
    if runs.is_multiple_of(2) {
        2.0 * ways(half - 1, half - 1)
    } else {
        ways(half, half - 1) + ways(half - 1, half)
    }
}

fn present(values: &[Option<f64>]) -> impl Iterator<Item = (usize, f64)> {
    values.iter().enumerate().filter_map(|(i, value)| value.map(|value| (i, value)))
}

/// The points off the centre, and whether each is above.
fn off_centre(values: &[Option<f64>], centre: f64) -> Vec<(usize, bool)> {
    present(values).filter(|(_, v)| *v != centre).map(|(i, v)| (i, v > centre)).collect()
}

fn mark<'a>(len: usize, runs: impl Iterator<Item = &'a [(usize, bool)]>) -> Vec<bool> {
    let mut marks = vec![false; len];
    for &(point, _) in runs.flatten() {
        marks[point] = true;
    }
    marks
}
