//! Groups of two stratifiers at once, where counts allow.
//!
//! Rows and columns have the totals that stand among the groups of each stratifier by itself. For who may not see small
//! counts the two stand in one table with all its totals: a group whose total is withheld there is put together with
//! others like it, and a cell is shown only where it helps nobody to work out a small one. Cells of fewer than thirty
//! people have no rate for anybody. Deliberately absent: strata that overlap, whose cells are no parts of their totals.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kith_domain::id::OrganizationId;
use kith_domain::measure::strata::overlaps;
use kith_domain::measure::{Counts, Period, Status};
use kith_stats::suppression::{Objective, Protection, Sum, Table, Task, protect};
use kith_store::results;

use super::FEWEST;
use crate::cube::Cube;
use crate::family::Family;
use crate::numbers::{self, Reader, WITHHELD};
use crate::programme::MeasureInfo;
use crate::scorecard::strata;
use crate::strata::{SITE, beside, of_one_answer};
use crate::view::{Cross, GroupRate, Rate, Shown};
use crate::{App, Error};

/// The most groups of either stratifier beside which the others are put together: more are no table to read.
const MOST: usize = 12;

/// People of one organisation who fall in the same strata.
#[derive(Debug)]
pub(crate) struct Crossed {
    organization: Option<OrganizationId>,
    strata: Vec<(Arc<str>, Arc<str>)>,
    counts: Counts,
}

/// The stratifiers that may be looked at together with one. Who may not see small counts is told nothing of groups within
/// a site, and of one answer told in two ways only the first.
pub(super) fn seconds(there: &[String], by: &str, reader: Reader) -> Vec<String> {
    let may = |one: &str| {
        let told_once = one != SITE && beside(one).is_none();
        !overlaps(one) && (reader == Reader::Full || told_once)
    };
    let seconds = there.iter().filter(|other| may(other) && !of_one_answer(by, other));
    if may(by) { seconds.cloned().collect() } else { Vec::new() }
}

/// Groups of two stratifiers in one period.
pub(super) async fn cross(
    app: &App,
    cube: &Cube,
    measure: &MeasureInfo,
    by: [&str; 2],
    period: Period,
    reader: Reader,
) -> Result<Cross, Error> {
    let programme = app.programme();
    let ids = Family::ids(programme, &measure.id, reader);
    let mut of_each = Vec::new();
    for id in ids.iter() {
        of_each.push(crossed(app, cube, id, period).await?);
    }
    let cells = ids.with(of_each.iter().map(|people| cells(cube, people, by)).collect());
    let alone = |by: &str| strata(programme, cube, &measure.id, by, period, None, reader);
    Ok(table(by[1], [alone(by[0]), alone(by[1])], &cells, reader))
}

/// Counts by the strata of two stratifiers.
type Cells<'p> = BTreeMap<[&'p str; 2], Counts>;

fn cells<'p>(cube: &'p Cube, crossed: &'p [Crossed], by: [&str; 2]) -> Cells<'p> {
    let mut cells = Cells::new();
    for people in crossed {
        let stratum = |by: &str| match by {
            SITE => cube.sites.get(&people.organization).map(|name| &**name),
            _ => people.strata.iter().find(|(name, _)| &**name == by).map(|(_, stratum)| &**stratum),
        };
        if let (Some(one), Some(other)) = (stratum(by[0]), stratum(by[1])) {
            *cells.entry([one, other]).or_default() += people.counts;
        }
    }
    cells
}

/// The people of a measure and a period, read once for a publication.
async fn crossed(app: &App, cube: &Cube, measure: &str, period: Period) -> Result<Arc<Vec<Crossed>>, Error> {
    let key = (measure.to_owned(), period);
    let held = cube.crosses.lock().unwrap_or_else(|e| e.into_inner()).get(&key).cloned();
    if let Some(crossed) = held {
        return Ok(crossed);
    }
    let mut words: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut word = |text: String| match words.get(text.as_str()) {
        Some(known) => known.clone(),
        None => {
            let new: Arc<str> = text.into();
            words.insert(new.clone());
            new
        }
    };
    let rows = results::by_strata(app.db(), measure, period).await?;
    let crossed = rows.into_iter().map(|row| Crossed {
        organization: row.organization,
        strata: row.strata.into_iter().map(|(by, stratum)| (word(by), word(stratum))).collect(),
        counts: match row.status {
            Status::Met => Counts { met: row.people, ..Counts::default() },
            _ => Counts { not_met: row.people, ..Counts::default() },
        },
    });
    let crossed: Arc<Vec<Crossed>> = Arc::new(crossed.collect());
    cube.crosses.lock().unwrap_or_else(|e| e.into_inner()).insert(key, crossed.clone());
    Ok(crossed)
}

/// The groups of one side that stand in the table, the largest where there are many, and whether others are left out.
fn standing(groups: Vec<GroupRate>) -> (Vec<GroupRate>, bool) {
    let nobody = |g: &GroupRate| g.rate.denominator == Shown::Count(0);
    let all = groups.iter().filter(|g| !nobody(g)).count();
    let size = |g: &GroupRate| match (g.rate.numerator, g.rate.denominator) {
        (Shown::Count(_), Shown::Count(people)) => people,
        _ => 0,
    };
    let mut shown: Vec<GroupRate> = groups.into_iter().filter(|g| size(g) > 0).collect();
    shown.sort_by_key(|g| std::cmp::Reverse(size(g)));
    shown.truncate(MOST);
    shown.sort_by(|a, b| a.key.cmp(&b.key));
    let left_out = shown.len() < all;
    (shown, left_out)
}

fn table(by: &str, sides: [Vec<GroupRate>; 2], of: &Family<Cells<'_>>, reader: Reader) -> Cross {
    let [(rows, rows_left), (columns, columns_left)] = sides.map(standing);
    let place = |groups: &[GroupRate], name: &str| groups.iter().position(|g| g.key == name);
    // The last row and the last column are of all that is left out.
    let placed = of.map(|cells| {
        let mut counts = vec![vec![Counts::default(); columns.len() + 1]; rows.len() + 1];
        for ([one, other], of) in cells {
            let row = place(&rows, one).unwrap_or(rows.len());
            let column = place(&columns, other).unwrap_or(columns.len());
            counts[row][column] += *of;
        }
        counts
    });
    let counts = placed.own();
    let hidden = match reader {
        Reader::Full => Some(vec![vec![false; columns.len() + 1]; rows.len() + 1]),
        // Of a measure that is read beside others it is all or nothing where they leave a small count of one another;
        // where they do not, what any of them hides is hidden.
        Reader::Suppressed if !placed.map(|counts| counts.concat()).is_apart() => None,
        Reader::Suppressed => placed.iter().map(|counts| hidden(counts)).reduce(either).flatten(),
    };
    let rate = |row: usize, column: usize| match &hidden {
        Some(hidden) if !hidden[row][column] => {
            let of = counts[row][column];
            let rate = numbers::group_rates(&[of], reader).1;
            // Only those in the rate are counted by both at once.
            Rate {
                value: rate.value.filter(|_| of.denominator() >= FEWEST),
                excluded: Shown::Withheld,
                pending: Shown::Withheld,
                unknown: Shown::Withheld,
                ..rate
            }
        }
        _ => WITHHELD,
    };
    Cross {
        by: by.to_owned(),
        withheld: hidden.is_none(),
        left_out: rows_left || columns_left,
        rows: rows
            .into_iter()
            .enumerate()
            .map(|(row, group)| (group, (0..columns.len()).map(|column| rate(row, column)).collect()))
            .collect(),
        columns,
    }
}

/// The cells that are not shown, so that from the others and the totals no small one follows; none where nothing can be
/// shown. A cell is hidden with both of its counts: what protects the small ones of those met and of those not met,
/// together, for to hide more never helps who wants to know.
fn hidden(counts: &[Vec<Counts>]) -> Option<Vec<Vec<bool>>> {
    let (height, width) = (counts.len(), counts[0].len());
    let mut hidden = vec![vec![false; width]; height];
    for of in [|c: &Counts| c.met, |c: &Counts| c.not_met] {
        let table = with_totals(counts, of);
        let totals: Vec<usize> = (height * width..table.cells().len()).collect();
        let is_small = |cell: &usize| (1..numbers::SMALLEST_SHOWN).contains(&table.cells()[*cell]);
        let primary: Vec<usize> = (0..height * width).filter(is_small).collect();
        let task = Task {
            table: &table,
            primary: &primary,
            kept: &totals,
            at_least: 0,
            protection: Protection::Reaches(numbers::SMALLEST_SHOWN),
            objective: Objective::SmallestSum,
        };
        let pattern = protect(&task).ok()?;
        for cell in (0..height * width).filter(|&cell| pattern.hidden[cell]) {
            hidden[cell / width][cell % width] = true;
        }
    }
    Some(hidden)
}

/// What is hidden in one pattern or the other; none where either may show nothing.
fn either(one: Option<Vec<Vec<bool>>>, other: Option<Vec<Vec<bool>>>) -> Option<Vec<Vec<bool>>> {
    let mut hidden = one?;
    for (row, others) in hidden.iter_mut().zip(other?) {
        row.iter_mut().zip(others).for_each(|(hidden, other)| *hidden |= other);
    }
    Some(hidden)
}

/// One count of each cell, then the total of each row, of each column, and of all.
fn with_totals(counts: &[Vec<Counts>], of: fn(&Counts) -> i64) -> Table {
    let (height, width) = (counts.len(), counts[0].len());
    let cell = |i: usize, j: usize| of(&counts[i][j]).max(0).unsigned_abs();
    let mut cells: Vec<u64> = (0..height * width).map(|at| cell(at / width, at % width)).collect();
    let (first_row, first_column) = (height * width, height * width + height);
    let all = first_column + width;
    cells.extend((0..height).map(|i| (0..width).map(|j| cell(i, j)).sum::<u64>()));
    cells.extend((0..width).map(|j| (0..height).map(|i| cell(i, j)).sum::<u64>()));
    cells.push(cells[first_row..first_column].iter().sum());
    let rows =
        (0..height).map(|i| Sum { total: first_row + i, parts: (0..width).map(|j| i * width + j).collect() });
    let columns = (0..width)
        .map(|j| Sum { total: first_column + j, parts: (0..height).map(|i| i * width + j).collect() });
    let whole = Sum { total: all, parts: (first_row..first_column).collect() };
    let sums = rows.chain(columns).chain([whole]).collect();
    Table::new(cells, sums).expect("each total is the sum of its parts")
}

#[cfg(test)]
mod tests;
