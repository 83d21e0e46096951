//! Critical values and worked examples that come as tables.

use std::collections::HashMap;
use std::path::Path;

use kith_stats::gap::{Change, Rates, Verdict};
use kith_stats::spc::{crossings_limit, longest_run_limit, rules};
use kith_stats::{Confidence, Estimate};

type Row = HashMap<String, String>;

/// The rows of a file, or none with a word when it is not there.
fn rows(path: &Path) -> Vec<Row> {
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        println!("skipped: no {}", path.display());
        return Vec::new();
    };
    let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>().expect("the file is a table");
    println!("{}: {} rows", path.display(), rows.len());
    rows
}

fn count(row: &Row, key: &str) -> usize {
    row[key].parse().expect("a count")
}

#[test]
fn critical_values_agree() {
    let Some(folder) = crate::folder() else { return };
    for row in rows(&folder.join("spc/anhoej_critical_values.csv")) {
        let n = count(&row, "n");
        assert_eq!(longest_run_limit(n), count(&row, "longest_run_max"), "n = {n}");
        assert_eq!(crossings_limit(n), count(&row, "n_crossings_min"), "n = {n}");
    }
    for row in rows(&folder.join("spc/runs_limits_exact.csv")) {
        let chance = rules::runs_by_chance(count(&row, "n"));
        assert_eq!(chance, count(&row, "lower")..=count(&row, "upper"), "n = {}", row["n"]);
    }
}

#[test]
fn disparity_examples_agree() {
    let Some(folder) = crate::folder() else { return };
    for row in rows(&folder.join("../../domain/disparity_vectors.csv")) {
        let number = |key: &str| row[key].parse::<f64>().expect("a number");
        let rate = |key: &str| Estimate::exact(number(key));
        let rates = |period: u8| Rates {
            group: rate(&format!("disadvantaged_{period}")),
            reference: rate(&format!("reference_{period}")),
        };
        let change = Change { before: rates(0), after: rates(1) };
        let percents = change.percents().expect("every example has a gap");
        let ratio = |rates: Rates| rates.ratio(Confidence::P95).expect("rates above 0").estimate;
        for (key, ours, printed_to) in [
            ("gap_0", change.before.gap().value, 1),
            ("gap_1", change.after.gap().value, 1),
            ("gap_narrowed_pct", percents.gap_narrowed, 1),
            ("ratio_0", ratio(change.before), 3),
            ("ratio_1", ratio(change.after), 3),
            ("ratio_reduced_pct", percents.ratio_reduced, 1),
            ("excess_relative_risk_reduced_pct", percents.excess_ratio_reduced, 1),
            ("disadvantaged_change_pct_down", percents.group_fall, 1),
            ("reference_change_pct_down", percents.reference_fall, 1),
        ] {
            let half_a_digit = 0.5 * 10_f64.powi(-printed_to) + 1e-9;
            assert!((ours - number(key)).abs() <= half_a_digit, "{}: {key} {ours}", row["case"]);
        }
        let verdict = match change.verdict(Confidence::P95) {
            Verdict::Improved => "improved",
            Verdict::ReferenceWorsened => "reference worsened",
            Verdict::NoClearChange => "no clear change",
            Verdict::Widened => "widened",
        };
        assert_eq!(verdict, row["label"], "{}", row["case"]);
    }
}
