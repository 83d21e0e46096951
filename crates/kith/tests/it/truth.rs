//! A synthetic network through the whole path gives back what was planted in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::tempdir;

use super::{rows, run, text};

/// Normal quantile for a family of about a thousand intervals: one in a million each.
const Z: f64 = 4.9;

/// Wilson interval at [`Z`].
fn within(planted: f64, met: f64, n: f64) -> bool {
    let p = met / n;
    let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / (1.0 + Z * Z / n);
    (planted - middle).abs() <= half
}

/// A programme of some measures, those of the built-in one that it is made of among them.
fn programme_of(ids: &BTreeSet<String>, dir: &Path) -> PathBuf {
    let folder = dir.join("some");
    std::fs::create_dir(&folder).unwrap();
    let ids: Vec<&String> = ids.iter().collect();
    let own = include_str!("../../../../programmes/three-by-120/programme.toml");
    let measures = |line: &str| match line.starts_with("measures =") {
        true => format!("measures = {ids:?}\n"),
        false => format!("{line}\n"),
    };
    let text: String = own.lines().map(measures).collect();
    std::fs::write(folder.join("programme.toml"), text).unwrap();
    let areas = include_str!("../../../../programmes/three-by-120/deprivation.csv");
    std::fs::write(folder.join("deprivation.csv"), areas).unwrap();
    folder
}

#[test]
fn planted_rates_and_gaps_are_recovered() {
    let dir = tempdir().unwrap();
    let out = dir.path().join("synth");
    run(&["synth", "--births", "2000", "--seed", "7", "--out", text(&out)], 0);
    let truth: Value = serde_json::from_slice(&std::fs::read(out.join("truth.json")).unwrap()).unwrap();
    let today = truth["today"].as_str().unwrap();
    let ids = truth["measures"].as_array().unwrap().iter().filter_map(|m| m["measure"].as_str());
    let programme = programme_of(&ids.map(str::to_owned).collect(), dir.path());
    let periods: Vec<&str> = truth["measures"][0]["periods"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p["period"].as_str())
        .collect();
    let mut checked = 0;
    for period in periods {
        let args = [
            "measure",
            "run",
            "--programme",
            text(&programme),
            "--facts",
            text(&out),
            "--period",
            period,
            "--as-of",
            today,
            "--format",
            "json",
        ];
        let counts = rows(&run(&args, 0));
        for measure in truth["measures"].as_array().unwrap() {
            let id = &measure["measure"];
            let truth =
                measure["periods"].as_array().unwrap().iter().find(|p| p["period"] == period).unwrap();
            let cells = std::iter::once(&truth["whole"])
                .chain(truth["strata"].as_array().unwrap())
                .chain(truth["organizations"].as_array().unwrap());
            for cell in cells {
                let row = counts.iter().find(|r| {
                    r["measure"] == *id
                        && r["organization"] == cell["organization"]
                        && r["stratifier"] == cell["stratifier"]
                        && r["stratum"] == cell["stratum"]
                });
                let row = row.unwrap_or_else(|| panic!("{period} {id}: no row for {cell}"));
                for count in ["denominator", "numerator", "excluded", "pending", "unknown"] {
                    assert_eq!(row[count], cell[count], "{count} of {id} in {period}: {cell}");
                }
                if let (Some(planted), Some(n)) =
                    (cell["planted"].as_f64(), row["denominator"].as_f64().filter(|n| *n > 0.0))
                {
                    let met = row["numerator"].as_f64().unwrap();
                    assert!(
                        within(planted, met, n),
                        "{id} in {period}: planted {planted}, found {met} of {n}: {cell}"
                    );
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 1000, "only {checked} cells were compared");
}

/// A synthetic network has somebody to count in every measure of the programmes whose numbers are all of families, and
/// somebody in every numerator, so that a demo of them shows what it is about.
#[test]
fn every_measure_of_a_demo_has_somebody_to_count() {
    let dir = tempdir().unwrap();
    let out = dir.path().join("synth");
    run(&["synth", "--births", "2000", "--seed", "7", "--out", text(&out)], 0);
    let programmes =
        ["care-quality-collaborative", "postpartum-heart", "learning-action-network", "three-by-120"];
    let ids: BTreeSet<String> = programmes
        .iter()
        .flat_map(|name| rows(&run(&["measure", "list", "--programme", name, "--json"], 0)))
        .filter_map(|measure| measure["measure"].as_str().map(str::to_owned))
        .collect();
    let programme = programme_of(&ids, dir.path());
    let args = [
        "measure",
        "run",
        "--programme",
        text(&programme),
        "--facts",
        text(&out),
        "--period",
        "2023-07-01/2026-07-01",
        "--as-of",
        "2026-07-01",
        "--format",
        "json",
    ];
    let counts = rows(&run(&args, 0));
    let whole = |row: &&Value| row["organization"].is_null() && row["stratifier"].is_null();
    let told: BTreeSet<&str> = counts
        .iter()
        .filter(whole)
        .filter(|row| row["numerator"].as_u64() > Some(0) && row["numerator"] != row["denominator"])
        .filter_map(|row| row["measure"].as_str())
        .collect();
    let empty: Vec<&String> = ids.iter().filter(|id| !told.contains(id.as_str())).collect();
    assert!(empty.is_empty(), "nobody, or everybody, is met in {empty:?}");
    // A version says whose it is.
    let strict = counts.iter().find(|row| row["measure"] == "bp10_strict").unwrap();
    assert_eq!((&strict["version_of"], &strict["edition"]), (&"bp10".into(), &"day 7 to 10".into()));
}
