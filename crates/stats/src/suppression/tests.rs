use super::*;
use crate::Proportion;

/// Rows and columns with their totals, the grand total last.
fn two_way(inner: &[&[u64]]) -> Table {
    let columns = inner[0].len();
    let mut rows: Vec<Vec<u64>> = inner.iter().map(|row| row.to_vec()).collect();
    rows.push((0..columns).map(|c| inner.iter().map(|row| row[c]).sum()).collect());
    for row in &mut rows {
        row.push(row.iter().sum());
    }
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    let mut sums = Vec::new();
    for row in 0..rows.len() {
        sums.push(Sum { total: at(row, columns), parts: (0..columns).map(|c| at(row, c)).collect() });
    }
    for column in 0..=columns {
        let parts = (0..inner.len()).map(|r| at(r, column)).collect();
        sums.push(Sum { total: at(inner.len(), column), parts });
    }
    Table::new(rows.concat(), sums).expect("the totals were added here")
}

#[test]
fn one_small_cell_takes_a_second_with_it() {
    let sums = vec![Sum { total: 3, parts: vec![0, 1, 2] }];
    let table = Table::new(vec![7, 13, 25, 45], sums).unwrap();
    let shown = suppress(&table, &Preset::CMS);
    let withheld = Published::Withheld;
    assert_eq!(shown, [withheld, withheld, Published::Count(25), Published::Count(45)]);
}

#[test]
fn what_is_known_from_elsewhere_is_kept() {
    // Three clinics; their total is published in another table.
    let sums = vec![Sum { total: 3, parts: vec![0, 1, 2] }];
    let table = Table::new(vec![7, 13, 25, 45], sums).unwrap();
    let found = suppress_knowing(&table, &Preset::CMS, &[3]);
    assert_eq!(found.cells[3], Published::Count(45));
    assert!(found.safe_from_known && found.proven_least && found.protectable);
    let range = found.ranges(&table, &Preset::CMS).unwrap()[0];
    assert!(range.low <= 7.0 && range.high >= 11.0, "{range:?}");
    // One clinic: its total is the count itself.
    let alone = Table::new(vec![7, 7], vec![Sum { total: 1, parts: vec![0] }]).unwrap();
    let found = suppress_knowing(&alone, &Preset::CMS, &[1]);
    assert_eq!(found.cells, [Published::Withheld; 2]);
    let rounded = suppress_knowing(&table, &Preset::NHS_HES_2018_SUBNATIONAL, &[]);
    assert_eq!(rounded.ranges(&table, &Preset::NHS_HES_2018_SUBNATIONAL), None);
    assert!(!rounded.safe_from_known);
}

#[test]
fn rounding_follows_the_preset() {
    for (count, shown) in [
        (7, Published::Withheld),
        (8, Published::Count(10)),
        (12, Published::Count(10)),
        (13, Published::Count(15)),
        (0, Published::Count(0)),
        (148, Published::Count(150)),
    ] {
        assert_eq!(Preset::NHS_HES_2018_SUBNATIONAL.publish(count), shown, "{count}");
    }
    assert_eq!(Published::Withheld.to_string(), "withheld");
    assert_eq!(Published::Count(12).to_string(), "12");
}

#[test]
fn the_outsider_solves_the_sums() {
    let table = two_way(&[&[2, 14, 30], &[11, 25, 8], &[40, 9, 17]]);
    let mut hidden = vec![false; 16];
    hidden[0] = true;
    assert!(attack(&table, &hidden, 0)[0].is_exact());
    for cell in [3, 8, 11] {
        hidden[cell] = true;
    }
    let ranges = attack(&table, &hidden, 0);
    assert_eq!(ranges[0], Range { low: 0.0, high: 42.0 });
    assert_eq!(ranges[11], Range { low: 26.0, high: 68.0 });
    assert_eq!(ranges[1], Range { low: 14.0, high: 14.0 });
}

#[test]
fn both_objectives_reach_their_optimum() {
    let table = two_way(&[&[2, 14, 30], &[11, 25, 8], &[40, 9, 17]]);
    for (protection, objective, cost) in [
        (Protection::NotDerivable, Objective::FewestCells, 4),
        (Protection::NotDerivable, Objective::SmallestSum, 51),
        (Protection::Reaches(5), Objective::FewestCells, 4),
    ] {
        let kept = table.grand_totals();
        let task = Task { table: &table, primary: &[0], kept: &kept, at_least: 0, protection, objective };
        let pattern = protect(&task).unwrap();
        assert_eq!(kept, [15]);
        assert_eq!(pattern.cost, cost, "{protection:?} {objective:?}");
        assert!(pattern.proven_least);
    }
}

#[test]
fn what_cannot_be_protected_is_said_or_withheld() {
    let sums = vec![Sum { total: 1, parts: vec![0] }];
    let table = Table::new(vec![3, 3], sums).unwrap();
    let task = Task {
        table: &table,
        primary: &[0],
        kept: &[1],
        at_least: 0,
        protection: Protection::NotDerivable,
        objective: Objective::FewestCells,
    };
    assert_eq!(protect(&task), Err(CannotProtect));
    assert_eq!(suppress(&table, &Preset::CMS), [Published::Withheld; 2]);
    assert!(Table::new(vec![3, 4], table.sums().to_vec()).is_err());
    assert!(Table::new(vec![3], table.sums().to_vec()).is_err());
}

#[test]
fn a_hidden_numerator_hides_its_complement() {
    let group = |x, n| Proportion::new(x, n).expect("within");
    let groups = [group(4, 100), group(60, 120), group(200, 400), group(99, 100)];
    let shown = suppress_groups(&groups, &Preset::PLATFORM_DEFAULT);
    assert_eq!(shown.groups[0].numerator, Published::Withheld);
    assert_eq!(shown.groups[0].denominator, Published::Count(100));
    assert_eq!(shown.groups[0].percent, None);
    // One of 100 without the event is as small as one with it.
    assert_eq!(shown.groups[3].numerator, Published::Withheld);
    assert_eq!(shown.groups[2].percent, Some(50));
    assert_eq!(shown.total.denominator, Published::Count(720));
    assert_eq!(suppress_groups(&[], &Preset::CMS).total.denominator, Published::Count(0));
}

#[test]
fn a_rate_needs_enough_people() {
    let group = |x, n| Proportion::new(x, n).expect("within");
    let groups = [group(0, 40), group(14, 29), group(20, 40)];
    let shown = suppress_groups(&groups, &Preset::PLATFORM_DEFAULT);
    assert_eq!(shown.groups[0].numerator, Published::Count(0));
    assert_eq!(shown.groups.map_percent(), [None, None, Some(50)]);
}

trait MapPercent {
    fn map_percent(&self) -> Vec<Option<u8>>;
}

impl MapPercent for Vec<PublishedProportion> {
    fn map_percent(&self) -> Vec<Option<u8>> {
        self.iter().map(|shown| shown.percent).collect()
    }
}
