//! What is said of inequality over all groups: each number with its limits, what it says, and what it does not.

use kith_app::view::{Index, Indices, Kind, NoIndex};

use super::equity::tenths;
use crate::lang::{DASH, Lang};
use crate::t;

/// The start of the keys of a measure.
fn key(kind: Kind) -> &'static str {
    match kind {
        Kind::Difference => "index-difference",
        Kind::Ratio => "index-ratio",
        Kind::AttributableRisk => "index-par",
        Kind::AttributableFraction => "index-paf",
        Kind::BetweenGroupVariance => "index-bgv",
        Kind::IndexOfDisparity => "index-idis",
        Kind::Theil => "index-theil",
        Kind::MeanLogDeviation => "index-mld",
    }
}

/// What it is called.
pub fn name(l: &Lang, kind: Kind) -> String {
    l.say(key(kind), &[])
}

/// What it says and what it does not, in a sentence or two.
pub fn says(l: &Lang, indices: &Indices, kind: Kind) -> String {
    let names = [
        ("worst", l.group(&indices.worst).into()),
        ("reference", l.group(&indices.reference).into()),
        ("best", l.group(&indices.best).into()),
    ];
    l.say(&format!("{}-says", key(kind)), &names)
}

/// The number with its limits, or why there is none.
pub fn value(l: &Lang, index: &Index) -> String {
    let (value, limits) = match index.value {
        Ok(found) => found,
        Err(NoIndex::NothingToDivideBy) => return t!(l, "index-no-divisor"),
        Err(NoIndex::NotDefined) => return t!(l, "index-none"),
    };
    let written = |x: f64| match index.kind {
        Kind::Ratio => format!("{x:.2}"),
        Kind::AttributableFraction | Kind::IndexOfDisparity | Kind::Theil | Kind::MeanLogDeviation => {
            tenths(x / 100.0)
        }
        // Points, and points squared.
        Kind::BetweenGroupVariance => tenths(x * 100.0),
        Kind::Difference | Kind::AttributableRisk => tenths(x),
    };
    // A loss is told as an amount: what would be gone.
    let (value, limits) = match index.kind {
        Kind::AttributableRisk | Kind::AttributableFraction => {
            (-value, limits.map(|(low, high)| (-high, -low)))
        }
        _ => (value, limits),
    };
    let number = written(value);
    let number = match index.kind {
        Kind::Difference | Kind::AttributableRisk => t!(l, "points", n = number),
        Kind::AttributableFraction | Kind::IndexOfDisparity => format!("{number} %"),
        Kind::BetweenGroupVariance => t!(l, "index-square-points", n = number),
        Kind::Ratio | Kind::Theil | Kind::MeanLogDeviation => number,
    };
    match limits {
        Some((low, high)) if low < 0.0 => {
            format!("{number} ({})", t!(l, "interval-to", low = written(low), high = written(high)))
        }
        Some((low, high)) => format!("{number} ({}{DASH}{})", written(low), written(high)),
        None => format!("{number} ({})", t!(l, "index-no-limits")),
    }
}
