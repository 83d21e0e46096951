//! The table nearly every page shows: a measure by group.

use serde::Serialize;

use super::{Preset, Published, Sum, Table, suppress};
use crate::Proportion;

/// A measure of each group and of all together, as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedGroups {
    /// In the order of the groups.
    pub groups: Vec<PublishedProportion>,
    /// All groups together.
    pub total: PublishedProportion,
}

/// A proportion as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PublishedProportion {
    /// People with the event.
    pub numerator: Published,
    /// People who could have had it.
    pub denominator: Published,
    /// The rate in whole percent, if both counts are shown and large enough for a rate.
    pub percent: Option<u8>,
}

/// A measure by group, suppressed as one table.
///
/// The groups are of different people, so that they add up to the total; groups that overlap
/// (people of two races) need a table of their own. People without the event are cells too, though
/// they are not shown: the denominator less the numerator would give them away. A numerator and
/// its complement are therefore hidden together, or the denominator with them.
///
/// # Panics
/// When all the groups together are more than `u64` counts.
#[must_use]
pub fn suppress_groups(groups: &[Proportion], preset: &Preset) -> PublishedGroups {
    let mut rows: Vec<[u64; 3]> = groups.iter().map(|group| cells(*group)).collect();
    let mut total = [0_u64; 3];
    for row in &rows {
        for (sum, count) in total.iter_mut().zip(row) {
            *sum = sum.checked_add(*count).expect("people are fewer than u64 counts");
        }
    }
    rows.push(total);

    let last = groups.len();
    let across = (0..=last).map(|row| Sum { total: 3 * row + 2, parts: vec![3 * row, 3 * row + 1] });
    let down = (0..3).map(|column| Sum {
        total: 3 * last + column,
        parts: (0..last).map(|row| 3 * row + column).collect(),
    });
    let table =
        Table::new(rows.concat(), across.chain(down).collect()).expect("the sums were made from the cells");

    let published = suppress(&table, preset);
    let mut shown = published.chunks_exact(3).map(|row| show(row[0], row[2], preset));
    let groups = shown.by_ref().take(last).collect();
    PublishedGroups { groups, total: shown.next().expect("the total is the last row") }
}

/// With the event, without, and both.
fn cells(group: Proportion) -> [u64; 3] {
    [group.numerator(), group.complement().numerator(), group.denominator()]
}

fn show(numerator: Published, denominator: Published, preset: &Preset) -> PublishedProportion {
    let percent = numerator.count().zip(denominator.count()).and_then(|(events, people)| {
        let enough =
            people > 0 && events >= preset.rate_min_numerator && people >= preset.rate_min_denominator;
        // Rounded counts may put the events above the people.
        enough.then(|| (100.0 * events as f64 / people as f64).round().min(100.0) as u8)
    });
    PublishedProportion { numerator, denominator, percent }
}
