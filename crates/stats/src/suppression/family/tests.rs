use proptest::prelude::*;

use super::super::{Preset, Published, Sum, Table, attack, suppress_groups};
use super::*;
use crate::Proportion;

const SMALL: RangeInclusive<i64> = 1..=10;

/// What a measure hides by itself, its total kept: numerators, denominators, and both where one is hidden.
fn alone(measure: &[Cell]) -> Vec<[bool; 2]> {
    let people = |n: i64| n.unsigned_abs();
    let groups: Vec<Proportion> =
        measure.iter().map(|of| Proportion::new(people(of[0]), people(of[0] + of[1])).unwrap()).collect();
    let shown = suppress_groups(&groups, &Preset::CMS);
    let gone = |count: Published| count == Published::Withheld;
    let whole = gone(shown.total.numerator) || gone(shown.total.denominator);
    shown.groups.iter().map(|of| [whole || gone(of.numerator), whole || gone(of.denominator)]).collect()
}

fn hidden(measures: &[Vec<Cell>], part: &[bool]) -> Vec<bool> {
    let each: Vec<Vec<[bool; 2]>> = measures.iter().map(|measure| alone(measure)).collect();
    let any: Vec<bool> =
        (0..measures[0].len()).map(|cell| each.iter().any(|of| of[cell] != [false; 2])).collect();
    hide_in_family(measures, part, &any, &SMALL)
}

/// Everything that follows: the counts of each measure in each cell and in all, and what is left of the first by each
/// nested one, or by all its parts together.
#[derive(Default)]
struct Outsider {
    cells: Vec<u64>,
    hidden: Vec<bool>,
    sums: Vec<Sum>,
}

impl Outsider {
    fn cell(&mut self, count: i64, hidden: bool) -> usize {
        self.cells.push(u64::try_from(count).unwrap());
        self.hidden.push(hidden);
        self.cells.len() - 1
    }

    /// A measure: where its met and not met stand, those of the total last.
    fn measure(&mut self, of: &[Cell], hides: &[[bool; 2]], total: bool) -> Vec<[usize; 2]> {
        let mut places: Vec<[usize; 3]> = Vec::new();
        let all = of.iter().fold([0, 0], |sum, of| [sum[0] + of[0], sum[1] + of[1]]);
        for (of, hides) in of.iter().zip(hides).chain([(&all, &[total; 2])]) {
            let met = self.cell(of[0], hides[0]);
            let rest = self.cell(of[1], hides[0] || hides[1]);
            let both = self.cell(of[0] + of[1], hides[1]);
            self.sums.push(Sum { total: both, parts: vec![met, rest] });
            places.push([met, rest, both]);
        }
        let (last, cells) = places.split_last().unwrap();
        for column in 0..3 {
            self.sums.push(Sum { total: last[column], parts: cells.iter().map(|of| of[column]).collect() });
        }
        places.into_iter().map(|[met, rest, _]| [met, rest]).collect()
    }

    /// Small counts that are known to be small.
    fn finds(self) -> Vec<u64> {
        let table = Table::new(self.cells, self.sums).unwrap();
        let ranges = attack(&table, &self.hidden, 0);
        let known = table.cells().iter().zip(ranges).filter(|(_, range)| range.high < 10.5);
        known
            .map(|(count, _)| *count)
            .filter(|count| SMALL.contains(&i64::try_from(*count).unwrap()))
            .collect()
    }
}

/// Everything that is shown of a family: the first as by itself, the others as the family lets them.
fn shown(measures: &[Vec<Cell>], part: &[bool]) -> (Outsider, Vec<Vec<[usize; 2]>>) {
    let pattern = hidden(measures, part);
    let nothing = hidden(&measures.iter().map(|of| vec![total(of)]).collect::<Vec<_>>(), part)[0];
    let mut outsider = Outsider::default();
    let places = measures.iter().enumerate().map(|(i, of)| match i {
        0 => {
            let whole = alone(&[total(of)])[0] != [false; 2];
            outsider.measure(of, &alone(of), whole)
        }
        _ => outsider.measure(of, &pattern.iter().map(|gone| [*gone; 2]).collect::<Vec<_>>(), nothing),
    });
    let places = places.collect();
    (outsider, places)
}

fn total(of: &[Cell]) -> Cell {
    of.iter().fold([0, 0], |sum, of| [sum[0] + of[0], sum[1] + of[1]])
}

/// Counts that are often small, often none and sometimes large.
fn count() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0_i64), 1..=10_i64, 11..=60_i64, 11..=200_i64]
}

proptest! {
    /// Two definitions nested in each other, and in a third: nobody learns how many people are between them.
    #[test]
    fn what_lies_between_definitions_is_not_known_where_it_is_small(
        cells in prop::collection::vec((count(), count(), count(), count()), 1..6)
    ) {
        let first: Vec<Cell> = cells.iter().map(|c| [c.0 + c.1 + c.2, c.3]).collect();
        let second: Vec<Cell> = cells.iter().map(|c| [c.0 + c.1, c.2 + c.3]).collect();
        let third: Vec<Cell> = cells.iter().map(|c| [c.0, c.1 + c.2 + c.3]).collect();
        let (mut outsider, places) = shown(&[first, second, third], &[false; 3]);
        for pair in places.windows(2) {
            for (wide, narrow) in pair[0].iter().zip(&pair[1]) {
                let left = i64::try_from(outsider.cells[wide[0]] - outsider.cells[narrow[0]]).unwrap();
                let left = outsider.cell(left, true);
                outsider.sums.push(Sum { total: wide[0], parts: vec![narrow[0], left] });
                outsider.sums.push(Sum { total: narrow[1], parts: vec![wide[1], left] });
            }
        }
        let known = outsider.finds();
        prop_assert!(known.is_empty(), "{known:?}");
    }

    /// A whole, its parts, and those of the whole who are in none of them.
    #[test]
    fn what_parts_leave_of_a_whole_is_not_known_where_it_is_small(
        cells in prop::collection::vec([count(), count(), count(), count(), count(), count()], 1..6)
    ) {
        let of = |at: usize| cells.iter().map(|c| [c[at], c[at + 1]]).collect::<Vec<Cell>>();
        let (one, other) = (of(0), of(2));
        let whole: Vec<Cell> = cells.iter().map(|c| [c[0] + c[2] + c[4], c[1] + c[3] + c[5]]).collect();
        let (mut outsider, places) = shown(&[whole, one, other], &[false, true, true]);
        let flat = |measure: usize| places[measure].concat();
        for ((whole, one), other) in flat(0).into_iter().zip(flat(1)).zip(flat(2)) {
            let n = |place: usize| i64::try_from(outsider.cells[place]).unwrap();
            let left = n(whole) - n(one) - n(other);
            let left = outsider.cell(left, true);
            outsider.sums.push(Sum { total: whole, parts: vec![one, other, left] });
        }
        let known = outsider.finds();
        prop_assert!(known.is_empty(), "{known:?}");
    }
}

#[test]
fn seven_between_two_definitions_are_hidden_with_the_smallest_beside_them() {
    let wide = vec![[60, 40], [50, 30], [80, 20]];
    let narrow = vec![[53, 47], [30, 50], [60, 40]];
    assert_eq!(hidden(&[wide.clone(), narrow], &[false; 2]), [true, true, false]);
    // Seven in all: every cell differs by enough, and the total would tell.
    let narrow = vec![[40, 60], [63, 17], [80, 20]];
    assert_eq!(hidden(&[wide.clone(), narrow], &[false; 2]), [true; 3]);
    assert_eq!(hidden(&[wide.clone(), wide], &[false; 2]), [false; 3], "nobody between them");
}

#[test]
fn what_is_left_of_a_whole_by_all_its_parts_is_hidden() {
    let measures = [vec![[60, 400]], vec![[35, 425]], vec![[20, 440]]];
    assert_eq!(hidden(&measures, &[false, true, true]), [true]);
    assert_eq!(hidden(&measures, &[false; 3]), [false], "they are no parts: five is the number of nobody");
}
