//! The rules that tell special from common causes, each on its own.
//!
//! Marks stand beside the points. A rule about a pattern marks, as its set has it, either the
//! points from the one that completes the pattern on, or all of them; each rule says which. A
//! missing point breaks every pattern here; the run rules of [`super::ihi`] pass over it.

use serde::Serialize;

/// The side of the centre, or the way the line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Above, or rising.
    Above,
    /// Below, or falling.
    Below,
}

/// One mark per point.
pub type Marks = Vec<Option<Side>>;

/// Which points of a pattern are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The point that completes it, and those that carry it on.
    Completing,
    /// All of them.
    Whole,
}

impl Side {
    fn of(value: f64, than: f64) -> Option<Self> {
        match value.partial_cmp(&than)? {
            std::cmp::Ordering::Greater => Some(Self::Above),
            std::cmp::Ordering::Less => Some(Self::Below),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// Points above or below a line; none on it.
#[must_use]
pub fn sides(values: &[Option<f64>], centre: f64) -> Marks {
    values.iter().map(|value| value.and_then(|value| Side::of(value, centre))).collect()
}

/// Points outside their limits, on a limit not.
#[must_use]
pub fn beyond(values: &[Option<f64>], limits: &[Option<(f64, f64)>]) -> Marks {
    values.iter().zip(limits).map(|(value, limits)| outside(*value, *limits)).collect()
}

fn outside(value: Option<f64>, limits: Option<(f64, f64)>) -> Option<Side> {
    let (value, (low, high)) = (value?, limits?);
    if value > high { Some(Side::Above) } else { (value < low).then_some(Side::Below) }
}

/// Where each point lies from the one before it; none for the first and for equal neighbours.
#[must_use]
pub fn steps(values: &[Option<f64>]) -> Marks {
    let step = |pair: &[Option<f64>]| Side::of(pair[1]?, pair[0]?);
    values.iter().take(1).map(|_| None).chain(values.windows(2).map(step)).collect()
}

/// Runs of at least `length` equal marks.
#[must_use]
pub fn runs_of(marks: &[Option<Side>], length: usize, extent: Extent) -> Marks {
    let mut found = vec![None; marks.len()];
    let mut from = 0;
    for run in marks.chunk_by(|a, b| a == b) {
        if run[0].is_some() && run.len() >= length {
            let skipped = if extent == Extent::Whole { 0 } else { length - 1 };
            found[from + skipped..from + run.len()].fill(run[0]);
        }
        from += run.len();
    }
    found
}

/// At least `length` points in a row on one side of the centre; a point on it breaks the run.
#[must_use]
pub fn shift(values: &[Option<f64>], centre: f64, length: usize, extent: Extent) -> Marks {
    runs_of(&sides(values, centre), length, extent)
}

/// At least `length` points in a row that only rise or only fall. A point that ends one trend and
/// starts another is marked by the later.
#[must_use]
pub fn trend(values: &[Option<f64>], length: usize, extent: Extent) -> Marks {
    let ways = runs_of(&steps(values), length - 1, extent);
    let mut marks = ways.clone();
    if extent == Extent::Whole {
        for i in 1..marks.len() {
            if ways[i].is_some() && ways[i - 1] != ways[i] {
                marks[i - 1] = ways[i];
            }
        }
    }
    marks
}

/// Points beyond a limit on one side that complete `hits` of the last `window` there. Where limits
/// vary, those of the completing point judge the whole window, as qcc has it.
#[must_use]
pub fn hits_of_window(
    values: &[Option<f64>],
    limits: &[Option<(f64, f64)>],
    hits: usize,
    window: usize,
) -> Marks {
    let complete = |i: usize| {
        let from = (i + 1).checked_sub(window)?;
        let judged = |value: &Option<f64>| outside(*value, limits[i]);
        let side = judged(&values[i])?;
        (values[from..=i].iter().filter(|value| judged(value) == Some(side)).count() >= hits).then_some(side)
    };
    (0..values.len()).map(complete).collect()
}

/// Every three in a row of which two net lie beyond a line on one side, one on the other counting
/// against them (as PowerBI-SPC and the NHS have it): all three, or those beyond.
#[must_use]
pub fn two_in_three(outside: &[Option<Side>], extent: Extent) -> Marks {
    let mut marks = vec![None; outside.len()];
    for i in 0..outside.len() {
        let window = i.saturating_sub(2)..i + 1;
        let net: i32 = outside[window.clone()].iter().map(|mark| mark.map_or(0, side_number)).sum();
        let side = match net {
            2.. => Side::Above,
            ..=-2 => Side::Below,
            _ => continue,
        };
        for place in window {
            if extent == Extent::Whole || outside[place] == Some(side) {
                marks[place] = Some(side);
            }
        }
    }
    marks
}

fn side_number(side: Side) -> i32 {
    if side == Side::Above { 1 } else { -1 }
}

/// At least `length` points in a row, each turning back from the one before; from the completing
/// point on, with the way it goes.
#[must_use]
pub fn alternation(values: &[Option<f64>], length: usize) -> Marks {
    let steps = steps(values);
    let mut turns = 0;
    let mut marks = vec![None; values.len()];
    for i in 1..values.len() {
        let turned = steps[i].is_some() && steps[i - 1].is_some() && steps[i] != steps[i - 1];
        turns = if turned { turns + 1 } else { 0 };
        if turns + 2 >= length {
            marks[i] = steps[i];
        }
    }
    marks
}

/// At least `length` points in a row within limits, ends included; from the completing point on.
#[must_use]
pub fn hugging(values: &[Option<f64>], limits: &[Option<(f64, f64)>], length: usize) -> Vec<bool> {
    let inside = values.iter().zip(limits).map(|(value, limits)| {
        value.zip(*limits).is_some_and(|(value, (low, high))| low <= value && value <= high)
    });
    in_a_row(inside, length)
}

/// At least `length` points in a row outside limits, some above and some below; the completing ones.
#[must_use]
pub fn mixture(outside: &[Option<Side>], length: usize) -> Vec<bool> {
    let complete = |i: usize| {
        (i + 1).checked_sub(length).is_some_and(|from| {
            let window = &outside[from..=i];
            window.iter().all(Option::is_some)
                && window.contains(&Some(Side::Above))
                && window.contains(&Some(Side::Below))
        })
    };
    (0..outside.len()).map(complete).collect()
}

fn in_a_row(holds: impl Iterator<Item = bool>, length: usize) -> Vec<bool> {
    let count = |run: &mut usize, holds: bool| {
        *run = if holds { *run + 1 } else { 0 };
        Some(*run >= length)
    };
    holds.scan(0, count).collect()
}
