//! What holds for all inputs, not only for those somebody thought of.

use kith_stats::spc::{Plan, p_chart, run_chart};
use kith_stats::suppression::{
    Objective, Preset, Protection, Published, Sum, Table, Task, attack, protect, suppress, suppress_groups,
};
use kith_stats::{Confidence, Proportion, contrast};
use proptest::prelude::*;

const P95: Confidence = Confidence::P95;

fn a_proportion() -> impl Strategy<Value = Proportion> {
    (1_u64..5000)
        .prop_flat_map(|n| (0..=n, Just(n)))
        .prop_map(|(x, n)| Proportion::new(x, n).expect("drawn within"))
}

/// Rows and columns of counts, many of them small, with all their totals.
fn a_table() -> impl Strategy<Value = Table> {
    let count = prop_oneof![3 => 0_u64..12, 5 => 5_u64..200];
    (2_usize..5, 2_usize..5).prop_flat_map(move |(rows, columns)| {
        proptest::collection::vec(count.clone(), rows * columns)
            .prop_map(move |inner| two_way(&inner, columns))
    })
}

fn two_way(inner: &[u64], columns: usize) -> Table {
    let rows = inner.len() / columns;
    let mut cells: Vec<Vec<u64>> = inner.chunks(columns).map(<[u64]>::to_vec).collect();
    cells.push((0..columns).map(|c| inner.iter().skip(c).step_by(columns).sum()).collect());
    for row in &mut cells {
        row.push(row.iter().sum());
    }
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    let across =
        (0..=rows).map(|r| Sum { total: at(r, columns), parts: (0..columns).map(|c| at(r, c)).collect() });
    let down =
        (0..=columns).map(|c| Sum { total: at(rows, c), parts: (0..rows).map(|r| at(r, c)).collect() });
    Table::new(cells.concat(), across.chain(down).collect()).expect("the totals were added here")
}

fn small_cells(table: &Table) -> Vec<usize> {
    (0..table.cells().len()).filter(|&cell| (1..5).contains(&table.cells()[cell])).collect()
}

proptest! {
    #[test]
    fn wilson_holds_the_rate_within_the_unit(p in a_proportion(), level in 0.01..0.9999) {
        let interval = p.wilson(Confidence::new(level).unwrap()).unwrap();
        prop_assert!(interval.contains(p.rate().unwrap()));
        prop_assert!(interval.low >= 0.0 && interval.high <= 1.0);
    }

    #[test]
    fn wilson_of_the_complement_is_the_mirror(p in a_proportion()) {
        let (of, mirror) = (p.wilson(P95).unwrap(), p.complement().wilson(P95).unwrap());
        prop_assert!((of.low - (1.0 - mirror.high)).abs() < 1e-12);
        prop_assert!((of.high - (1.0 - mirror.low)).abs() < 1e-12);
    }

    #[test]
    fn a_difference_turned_round_changes_its_sign(a in a_proportion(), b in a_proportion()) {
        let (there, back) =
            (contrast::difference(a, b, P95).unwrap(), contrast::difference(b, a, P95).unwrap());
        prop_assert_eq!(there.estimate, -back.estimate);
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-12);
        prop_assert!(there.interval.contains(there.estimate));
        prop_assert!(there.interval.low >= -1.0 - 1e-12 && there.interval.high <= 1.0 + 1e-12);
    }

    #[test]
    fn the_visits_reach_and_one_fewer_does_not(p in a_proportion(), target in 0.0..=1.0) {
        let more = p.visits_to_reach(target).unwrap();
        let rate = |x: u64| x as f64 / p.denominator() as f64;
        prop_assert!(rate(p.numerator() + more) >= target - 1e-9);
        prop_assert!(more == 0 || rate(p.numerator() + more - 1) < target + 1e-9);
    }

    /// Limits stay within 0 and 1, and a point without people changes nothing.
    #[test]
    fn a_chart_ignores_what_is_missing(
        values in proptest::collection::vec(a_proportion(), 1..40),
        hole in 0_usize..40,
    ) {
        let whole: Vec<_> = values.into_iter().map(Some).collect();
        let mut holed = whole.clone();
        holed.insert(hole.min(whole.len()), None);
        let (chart, same) =
            (p_chart(&whole, &Plan::default()).unwrap(), p_chart(&holed, &Plan::default()).unwrap());
        prop_assert_eq!(chart.phases[0].centre, same.phases[0].centre);
        prop_assert_eq!(chart.phases[0].runs.test, same.phases[0].runs.test);
        for limits in chart.points.iter().filter_map(|point| point.limits) {
            prop_assert!(limits.three_sigma.low >= 0.0 && limits.three_sigma.high <= 1.0);
            prop_assert!(limits.three_sigma.contains(chart.phases[0].centre.unwrap()));
        }
    }

    #[test]
    fn a_run_chart_does_not_know_its_unit(
        values in proptest::collection::vec(0_i32..20, 1..60),
    ) {
        let scaled = |unit: f64| {
            let values: Vec<_> = values.iter().map(|&v| Some(f64::from(v) * unit)).collect();
            run_chart(&values, &Plan::default()).unwrap().phases[0].runs
        };
        prop_assert_eq!(scaled(1.0), scaled(-4.0));
    }

    /// Whatever the table, the pattern protects, keeps what it must and hides no zero.
    #[test]
    fn protection_is_safe_and_no_cheaper_pattern_is_found(table in a_table(), reach in any::<bool>()) {
        let protection = if reach { Protection::Reaches(5) } else { Protection::NotDerivable };
        let (primary, kept) = (small_cells(&table), table.grand_totals());
        let kept: Vec<usize> = kept.into_iter().filter(|cell| !primary.contains(cell)).collect();
        let objective = Objective::SmallestSum;
        let task =
            Task { table: &table, primary: &primary, kept: &kept, at_least: 0, protection, objective };
        let Ok(pattern) = protect(&task) else { return Ok(()) };
        let safe = |hidden: &[bool]| {
            let ranges = attack(&table, hidden, 0);
            primary.iter().all(|&cell| hidden[cell] && match protection {
                Protection::NotDerivable => !ranges[cell].is_exact(),
                Protection::Reaches(count) => ranges[cell].high >= count as f64 - 1e-6,
            })
        };
        prop_assert!(safe(&pattern.hidden));
        prop_assert!(pattern.proven_least);
        prop_assert!(kept.iter().all(|&cell| !pattern.hidden[cell]));
        for cell in 0..table.cells().len() {
            prop_assert!(!(pattern.hidden[cell] && table.cells()[cell] == 0));
            let mut fewer = pattern.hidden.clone();
            fewer[cell] = false;
            prop_assert!(!pattern.hidden[cell] || !safe(&fewer), "cell {} is hidden in vain", cell);
        }
    }

    /// On tables small enough to try every pattern, the cheapest safe one costs the same.
    #[test]
    fn the_optimum_is_the_optimum(
        inner in proptest::collection::vec(0_u64..16, 6),
        reach in any::<bool>(),
        sum in any::<bool>(),
    ) {
        let table = two_way(&inner, 3);
        let cells = table.cells();
        let protection = if reach { Protection::Reaches(5) } else { Protection::NotDerivable };
        let objective = if sum { Objective::SmallestSum } else { Objective::FewestCells };
        let (primary, kept) = (small_cells(&table), table.grand_totals());
        prop_assume!(primary.iter().all(|cell| !kept.contains(cell)));
        let task =
            Task { table: &table, primary: &primary, kept: &kept, at_least: 0, protection, objective };
        let open: Vec<usize> = (0..cells.len())
            .filter(|cell| cells[*cell] > 0 && !primary.contains(cell) && !kept.contains(cell))
            .collect();
        let cost = |hidden: &[bool]| -> u64 {
            (0..cells.len()).filter(|&c| hidden[c]).map(|c| if sum { cells[c] } else { 1 }).sum()
        };
        let mut least: Option<u64> = None;
        for choice in 0_u32..1 << open.len() {
            let mut hidden = vec![false; cells.len()];
            primary.iter().for_each(|&cell| hidden[cell] = true);
            open.iter().enumerate().for_each(|(i, &cell)| hidden[cell] = choice >> i & 1 == 1);
            if least.is_some_and(|least| least <= cost(&hidden)) {
                continue;
            }
            let ranges = attack(&table, &hidden, 0);
            let safe = primary.iter().all(|&cell| match protection {
                Protection::NotDerivable => !ranges[cell].is_exact(),
                Protection::Reaches(count) => ranges[cell].high >= count as f64 - 1e-6,
            });
            if safe {
                least = Some(cost(&hidden));
            }
        }
        prop_assert_eq!(protect(&task).ok().map(|pattern| pattern.cost), least);
    }

    /// The outsider's range holds the truth, and knowing more never widens it.
    #[test]
    fn the_outsider_never_excludes_the_truth(
        table in a_table(),
        marks in proptest::collection::vec(any::<bool>(), 25),
    ) {
        let hidden: Vec<bool> = (0..table.cells().len()).map(|cell| marks[cell]).collect();
        let (anything, some) = (attack(&table, &hidden, 0), attack(&table, &hidden, 1));
        for (cell, &count) in table.cells().iter().enumerate() {
            let count = count as f64;
            prop_assert!(some[cell].low <= count + 1e-6 && count <= some[cell].high + 1e-6);
            prop_assert!(anything[cell].low <= some[cell].low + 1e-6);
            prop_assert!(anything[cell].high >= some[cell].high - 1e-6);
        }
    }

    /// The platform's preset shows no small cell and lets none be pinned below the first count
    /// that may be shown, even when it is known that no hidden cell is zero.
    #[test]
    fn a_preset_keeps_small_cells_small(table in a_table()) {
        let preset = Preset::PLATFORM_DEFAULT;
        let shown = suppress(&table, &preset);
        let hidden: Vec<bool> = shown.iter().map(|cell| *cell == Published::Withheld).collect();
        let ranges = attack(&table, &hidden, 1);
        for (cell, &count) in table.cells().iter().enumerate() {
            if preset.hides(count) {
                prop_assert!(hidden[cell] && ranges[cell].high >= 11.0 - 1e-6);
            }
        }
    }

    #[test]
    fn no_group_gives_its_small_counts_away(
        groups in proptest::collection::vec(a_proportion(), 0..12),
    ) {
        let shown = suppress_groups(&groups, &Preset::CMS);
        for (group, shown) in groups.iter().zip(&shown.groups) {
            let (events, others) = (group.numerator(), group.complement().numerator());
            if (1..=10).contains(&events) || (1..=10).contains(&others) {
                let both_shown = shown.numerator.count().is_some() && shown.denominator.count().is_some();
                prop_assert!(!both_shown && shown.percent.is_none());
            }
        }
    }
}

/// A board's table with many groups is answered while a page waits.
#[test]
fn a_table_of_forty_groups_is_suppressed() {
    let group = |i: u64| Proportion::new((i * 37) % 90, 90 + (i * 53) % 400).expect("within");
    let groups: Vec<Proportion> = (0..40).map(group).collect();
    let shown = suppress_groups(&groups, &Preset::PLATFORM_DEFAULT);
    let withheld = shown.groups.iter().filter(|g| g.numerator == Published::Withheld).count();
    assert!(withheld >= groups.iter().filter(|g| (1..=10).contains(&g.numerator())).count());
    assert!(shown.total.denominator.count().is_some());
}
