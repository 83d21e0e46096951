use kith_stats::suppression::attack;
use proptest::prelude::*;

use super::*;
use crate::strata;

fn counts(met: i64, not_met: i64) -> Counts {
    Counts { met, not_met, ..Counts::default() }
}

/// A table of two stratifiers, as a reader sees it who is shown each of them by itself first.
fn seen(cells: &[(&'static str, &'static str, i64, i64)], reader: Reader) -> Cross {
    let of: BTreeMap<[&str; 2], Counts> =
        cells.iter().map(|(one, other, met, not_met)| ([*one, *other], counts(*met, *not_met))).collect();
    let side = |at: usize| {
        let mut strata: BTreeMap<String, Counts> = BTreeMap::new();
        of.iter().for_each(|(names, of)| *strata.entry(names[at].to_owned()).or_default() += *of);
        let slice = strata::Slice { strata, ..Default::default() };
        strata::rates("payer", &Family::alone(slice), reader)
    };
    table("payer", [side(0), side(1)], &Family::alone(of.clone()), reader)
}

fn shown(cross: &Cross, row: &str, column: &str) -> Option<(Shown, Shown, bool)> {
    let at = cross.columns.iter().position(|g| g.key == column)?;
    let rates = &cross.rows.iter().find(|(g, _)| g.key == row)?.1;
    Some((rates[at].numerator, rates[at].denominator, rates[at].value.is_some()))
}

const TOWN: [(&str, &str, i64, i64); 6] = [
    ("A", "Medicaid", 60, 40),
    ("A", "Private", 80, 30),
    ("A", "Self-pay", 20, 4),
    ("B", "Medicaid", 50, 60),
    ("B", "Private", 70, 40),
    ("B", "Self-pay", 30, 30),
];

#[test]
fn a_cell_of_a_few_people_has_no_rate() {
    let town = seen(&TOWN, Reader::Full);
    assert_eq!(shown(&town, "A", "Medicaid"), Some((Shown::Count(60), Shown::Count(100), true)));
    assert_eq!(shown(&town, "A", "Self-pay"), Some((Shown::Count(20), Shown::Count(24), false)));
    assert_eq!((town.left_out, town.withheld), (false, false));
    assert_eq!(town.rows[0].0.rate.denominator, Shown::Count(234));
}

#[test]
fn a_small_cell_takes_others_with_it() {
    let town = seen(&TOWN, Reader::Suppressed);
    let withheld = Some((Shown::Withheld, Shown::Withheld, false));
    assert_eq!(shown(&town, "A", "Self-pay"), withheld, "4 of them are not met");
    assert_eq!(shown(&town, "B", "Self-pay"), withheld, "the column would give it away");
    let open = [("A", "Medicaid"), ("A", "Private"), ("B", "Medicaid"), ("B", "Private")];
    let shown = open.map(|(row, column)| shown(&town, row, column) != withheld);
    assert_eq!(shown.iter().filter(|shown| **shown).count(), 2, "so would a row, but for one cell each");
}

#[test]
fn a_group_that_is_withheld_by_itself_stands_in_no_table() {
    let mut cells = TOWN.to_vec();
    cells.extend([("C", "Medicaid", 3, 2), ("C", "Private", 2, 1), ("C", "Self-pay", 1, 0)]);
    let town = seen(&cells, Reader::Suppressed);
    assert!(town.left_out);
    let all = seen(&cells, Reader::Full);
    assert_eq!((all.rows.len(), all.left_out), (3, false));
    assert!(town.rows.len() < 3);
}

#[test]
fn what_may_be_looked_at_together() {
    let there =
        ["race_ethnicity", "payer", "race_in_combination", "race_ethnicity_1997", SITE].map(String::from);
    for (by, reader, expected) in [
        ("race_ethnicity", Reader::Full, &["payer", SITE][..]),
        ("payer", Reader::Full, &["race_ethnicity", "race_ethnicity_1997", SITE]),
        ("payer", Reader::Suppressed, &["race_ethnicity"]),
        ("race_in_combination", Reader::Full, &[]),
        (SITE, Reader::Suppressed, &[]),
    ] {
        assert_eq!(seconds(&there, by, reader), expected, "{by} {reader:?}");
    }
}

proptest! {
    /// Whoever knows every total and every cell that is shown cannot tell of a hidden one that it is small.
    #[test]
    fn no_small_cell_can_be_worked_out(cells in proptest::collection::vec((0i64..60, 0i64..60), 12)) {
        let counts: Vec<Vec<Counts>> =
            cells.chunks(4).map(|row| row.iter().map(|(met, not)| counts(*met, *not)).collect()).collect();
        let Some(hidden) = hidden(&counts) else { return Ok(()) };
        for of in [|c: &Counts| c.met, |c: &Counts| c.not_met] {
            let table = with_totals(&counts, of);
            let mut pattern: Vec<bool> = hidden.iter().flatten().copied().collect();
            pattern.resize(table.cells().len(), false);
            let ranges = attack(&table, &pattern, 0);
            for (cell, range) in ranges.iter().enumerate().take(12) {
                let small = (1..numbers::SMALLEST_SHOWN).contains(&table.cells()[cell]);
                prop_assert!(!small || (pattern[cell] && range.high >= numbers::SMALLEST_SHOWN as f64 - 1e-6));
            }
        }
    }
}
