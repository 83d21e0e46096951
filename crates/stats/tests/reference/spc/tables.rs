//! Critical values and constants that come as tables.

use kith_stats::spc::{constants, crossings_limit, ihi, longest_run_limit};

use crate::cases::Row;
use crate::{Outcome, Table, Verdict};

pub const TABLES: &[Table] = &[
    Table { name: "spc: Anhoej critical values", column: "longest_run_max", run: check_anhoej },
    Table { name: "spc: exact limits of runs", column: "upper", run: check_runs_limits },
    Table { name: "spc: Shewhart constants", column: "c4", run: check_constants },
];

fn count(row: &Row, key: &str) -> Result<usize, String> {
    row[key].parse().map_err(|_| format!("{key} is not a count"))
}

fn agree<T: PartialEq + std::fmt::Debug>(ours: T, expected: T) -> Verdict {
    if ours == expected { Ok(Outcome::Agrees) } else { Err(format!("ours {ours:?}, expected {expected:?}")) }
}

fn check_anhoej(row: &Row) -> Verdict {
    let n = count(row, "n")?;
    agree(
        (longest_run_limit(n), crossings_limit(n)),
        (count(row, "longest_run_max")?, count(row, "n_crossings_min")?),
    )
}

fn check_runs_limits(row: &Row) -> Verdict {
    agree(ihi::runs_by_chance(count(row, "n")?), count(row, "lower")?..=count(row, "upper")?)
}

fn check_constants(row: &Row) -> Verdict {
    let n = count(row, "n")?;
    for (key, ours) in [
        ("c4", constants::c4(n)),
        ("c5", constants::c5(n)),
        ("A3", constants::a3(n, 3.0)),
        ("B3", constants::b3(n, 3.0)),
        ("B4", constants::b4(n, 3.0)),
        ("d2", constants::d2(n)),
        ("d2_median_range", constants::median_range(n)),
    ] {
        let Ok(expected) = row[key].parse::<f64>() else { continue };
        let ours = ours.ok_or_else(|| format!("no {key}"))?;
        // The table's median ranges are roots found to seven digits: that of two is √2 Φ⁻¹(¾).
        let tolerance = if key == "d2_median_range" { 2e-7 } else { 1e-9 };
        if (ours - expected).abs() > tolerance * expected.abs().max(1.0) {
            return Err(format!("{key} of {n}: ours {ours}, expected {expected}"));
        }
    }
    Ok(Outcome::Agrees)
}
