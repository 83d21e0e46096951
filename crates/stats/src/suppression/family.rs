//! Measures of one family in the same table: definitions of one measure, and the parts of a whole.
//!
//! One taken from another leaves a count of people too. The first of a family is shown as if it were alone; all the
//! others hide the same cells, so that what is hidden of one follows from no other. A cell is hidden where any of the
//! family hides it by itself, or where what they leave of one another is small; and with it as many as it takes for the
//! sums of what is hidden to be enough.

use std::ops::RangeInclusive;

/// A measure in a cell: those met, and those not.
pub type Cell = [i64; 2];

/// Which cells nobody but the first of a family shows. Each of `measures` has the same cells, which add up to its total;
/// `part` says which of them are parts of the first. `alone` are the cells that any of them hides by itself, and `small`
/// the counts that are withheld.
#[must_use]
pub fn hide_in_family(
    measures: &[Vec<Cell>],
    part: &[bool],
    alone: &[bool],
    small: &RangeInclusive<i64>,
) -> Vec<bool> {
    let cells = alone.len();
    let sum = |measure: &Vec<Cell>, of: &[usize]| {
        of.iter().fold([0, 0], |sum: Cell, cell| [sum[0] + measure[*cell][0], sum[1] + measure[*cell][1]])
    };
    let told = |of: &[usize]| {
        let sums: Vec<Cell> = measures.iter().map(|measure| sum(measure, of)).collect();
        gives_away(&sums, part, small)
    };
    let all: Vec<usize> = (0..cells).collect();
    if told(&all) {
        return vec![true; cells];
    }
    let anybody = |cell: usize| measures.iter().any(|measure| measure[cell] != [0, 0]);
    let mut hidden: Vec<bool> = (0..cells).map(|cell| alone[cell] || told(&[cell])).collect();
    loop {
        let (kept, gone): (Vec<usize>, Vec<usize>) = all.iter().partition(|cell| !hidden[**cell]);
        let many = gone.iter().filter(|cell| anybody(**cell)).count() > 1;
        if gone.is_empty() || (many && !told(&gone)) {
            return hidden;
        }
        // The smallest with which it is enough; else the smallest.
        let cost = |cell: &usize| {
            let with: Vec<usize> = gone.iter().copied().chain([*cell]).collect();
            (told(&with), measures[0][*cell][0] + measures[0][*cell][1])
        };
        match kept.into_iter().filter(|cell| anybody(*cell)).min_by_key(cost) {
            Some(next) => hidden[next] = true,
            None => return vec![true; cells],
        }
    }
}

/// Whether one row of counts differs from another by nobody or by enough in each place, and in all.
#[must_use]
pub fn apart(one: &[i64], other: &[i64], small: &RangeInclusive<i64>) -> bool {
    let left = || one.iter().zip(other).map(|(one, other)| one - other);
    !left().chain([left().sum()]).any(|n| small.contains(&n.abs()))
}

/// Whether the measures of a family, in one cell or over several, tell a small count: of one of them, of what one leaves
/// of another, or of what several parts leave of the whole.
fn gives_away(measures: &[Cell], part: &[bool], small: &RangeInclusive<i64>) -> bool {
    let columns = |of: &Cell| [of[0], of[1], of[0] + of[1]];
    let alone = measures.iter().any(|of| columns(of).iter().any(|n| small.contains(n)));
    let pairs =
        || measures.iter().enumerate().flat_map(|(i, one)| measures[..i].iter().map(move |o| (one, o)));
    if alone || pairs().any(|(one, other)| !apart(one, other, small)) {
        return true;
    }
    let parts: Vec<[i64; 3]> =
        measures.iter().zip(part).filter(|(_, part)| **part).map(|(of, _)| columns(of)).collect();
    let whole = measures.first().map(columns).unwrap_or_default();
    (0..1_usize << parts.len()).filter(|set| set.count_ones() > 1).any(|set| {
        let of_set = || parts.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, part)| part);
        (0..3).any(|column| small.contains(&(whole[column] - of_set().map(|part| part[column]).sum::<i64>())))
    })
}

#[cfg(test)]
mod tests;
