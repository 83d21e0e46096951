//! Optimum, safety and attack intervals of small tables.

use std::collections::BTreeMap;

use kith_stats::suppression::{
    Objective, Preset, Protection, Range, Sum, Table, Task, attack, protect, suppress,
};
use serde_json::Value;

use crate::numbers::{column, same};
use crate::{Family, Outcome, Verdict};

pub const FAMILIES: &[Family] = &[Family { name: "suppression", owns, run }];

fn owns(case: &Value) -> bool {
    case["constraints"].is_array() && case["optimum"].is_object()
}

fn run(case: &Value) -> Verdict {
    let cells = case["cells"].as_object().ok_or("no cells")?;
    let names: Vec<&str> = cells.keys().map(String::as_str).collect();
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, n)| (*n, i)).collect();
    let at = |name: &Value| -> Result<usize, String> {
        let name = name.as_str().unwrap_or_default();
        place.get(name).copied().ok_or_else(|| format!("no cell {name}"))
    };
    let all = |names: &Value| column(names).iter().map(at).collect::<Result<Vec<_>, _>>();
    let counts: Option<Vec<u64>> = cells.values().map(Value::as_u64).collect();
    let sums = column(&case["constraints"])
        .iter()
        .map(|sum| Ok(Sum { total: at(&sum["total"])?, parts: all(&sum["parts"])? }))
        .collect::<Result<Vec<_>, String>>()?;
    let table = Table::new(counts.ok_or("not counts")?, sums).map_err(|e| e.to_string())?;
    let primary = all(&case["primary"])?;
    let threshold = case["threshold"].as_u64().ok_or("no threshold")?;

    for (name, optimum) in case["optimum"].as_object().into_iter().flatten() {
        let protection = match name.split("_min_").next() {
            Some("exact_disclosure") => Protection::NotDerivable,
            Some("reach_threshold") => Protection::Reaches(threshold),
            _ => return Err(format!("unknown optimum {name}")),
        };
        let objective = match name.rsplit("_min_").next() {
            Some("cells") => Objective::FewestCells,
            Some("sum") => Objective::SmallestSum,
            _ => return Err(format!("unknown optimum {name}")),
        };
        let kept = table.grand_totals();
        let task = Task { table: &table, primary: &primary, kept: &kept, at_least: 0, protection, objective };
        let pattern = match (protect(&task), optimum["objective"].as_f64()) {
            (Ok(pattern), Some(_)) => pattern,
            (Err(_), None) => continue,
            (ours, _) => return Err(format!("{name}: ours {ours:?}, expected {optimum}")),
        };
        let ranges = attack(&table, &pattern.hidden, 0);
        let protected = |&cell: &usize| match protection {
            Protection::NotDerivable => !ranges[cell].is_exact(),
            Protection::Reaches(count) => ranges[cell].high >= count as f64 - 1e-6,
        };
        if !primary.iter().all(protected) || kept.iter().any(|&cell| pattern.hidden[cell]) {
            return Err(format!("{name}: unsafe {pattern:?}"));
        }
        same(name, Some(pattern.cost as f64), &optimum["objective"], 0.0)?;
        if !pattern.proven_least {
            return Err(format!("{name}: the optimum is not proven"));
        }
    }
    for audit in column(&case["audits"]) {
        check_audit(audit, &table, &primary, threshold, &all)?;
    }
    check_preset(&table, threshold)?;
    Ok(Outcome::Agrees)
}

fn check_audit(
    audit: &Value,
    table: &Table,
    primary: &[usize],
    threshold: u64,
    all: &impl Fn(&Value) -> Result<Vec<usize>, String>,
) -> Result<(), String> {
    let what = audit["pattern"].as_str().unwrap_or_default();
    let mut hidden = vec![false; table.cells().len()];
    for cell in all(&audit["suppressed"])? {
        hidden[cell] = true;
    }
    let ranges = attack(table, &hidden, 0);
    for (name, interval) in audit["attack_intervals"].as_object().into_iter().flatten() {
        let cell = all(&Value::from(name.as_str()))?[0];
        let Range { low, high } = ranges[cell];
        same(&format!("{what} {name} low"), Some(low), &interval[0], 1e-6)?;
        let high = Some(high).filter(|high| high.is_finite() || interval[1] == "Inf");
        same(&format!("{what} {name} high"), high, &interval[1], 1e-6)?;
    }
    let mut disclosed = primary.iter().copied().filter(|&c| ranges[c].is_exact()).collect::<Vec<_>>();
    let mut theirs = all(&audit["exactly_disclosed"])?;
    disclosed.sort_unstable();
    theirs.sort_unstable();
    if disclosed != theirs || (audit["safe_exact"] == true) != disclosed.is_empty() {
        return Err(format!("{what}: ours {disclosed:?}, expected {theirs:?}"));
    }
    let reaches = primary.iter().all(|&c| ranges[c].high >= threshold as f64 - 1e-6);
    if audit["safe_reaches_threshold"] != reaches {
        return Err(format!("{what}: reaches the threshold: {reaches}"));
    }
    Ok(())
}

/// The entry point of the pages, on the same table, against a better informed outsider.
fn check_preset(table: &Table, threshold: u64) -> Result<(), String> {
    let preset = Preset { hide_max: threshold - 1, ..Preset::CMS };
    let shown = suppress(table, &preset);
    let hidden: Vec<bool> = shown.iter().map(|cell| cell.count().is_none()).collect();
    let ranges = attack(table, &hidden, 1);
    for (cell, &count) in table.cells().iter().enumerate() {
        if preset.hides(count) && ranges[cell].high < threshold as f64 - 1e-6 {
            return Err(format!("preset: cell {cell} gives {:?}", ranges[cell]));
        }
    }
    Ok(())
}
