//! The crate against the packages the field trusts.
//!
//! Reads every case of the folder named by `KITH_REFERENCE` (by default the shared folder beside
//! the workspace) and runs those whose call the crate answers. Cases of other calls are counted
//! and printed by call, so that nothing passes by being overlooked.

mod csvs;
mod gap;
mod numbers;
mod proportions;
mod spc;
mod suppression;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What became of a case: compared in full, or not (and then what kind it is of).
enum Outcome {
    Agrees,
    /// Part of the expected columns has no counterpart here; the rest agrees.
    AgreesInPart(&'static str),
    NotCovered(String),
}

type Verdict = Result<Outcome, String>;

fn folder() -> Option<PathBuf> {
    let shared = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference/stats");
    let folder = std::env::var_os("KITH_REFERENCE").map_or_else(shared, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "no reference cases at {}", folder.display());
    println!("skipped: no reference cases at {}", folder.display());
    None
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
}

fn run(case: &Value) -> Verdict {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let (package, call) = (text("package"), text("call"));
    if case["constraints"].is_array() && case["optimum"].is_object() {
        suppression::check(case)
    } else if package == "qicharts2" && matches!(text("chart"), "run" | "p") {
        spc::check_qic(case)
    } else if package.contains("Perla, Provost & Murray") {
        spc::check_ihi(case)
    } else if call.starts_with("phe_proportion(df, x, n") {
        proportions::check_phe(case)
    } else if call.starts_with("binom.test / prop.test") {
        proportions::check_base_r(case)
    } else if call.contains("pct_narrowing") {
        gap::check(case)
    } else {
        let call = call.split('(').next().unwrap_or(call);
        Ok(Outcome::NotCovered(format!("{package}: {call} {}", text("chart"))))
    }
}

#[test]
fn every_case_whose_call_is_answered_here_agrees() {
    let Some(folder) = folder() else { return };
    let mut files = Vec::new();
    json_files(&folder, &mut files);
    let mut failures = Vec::new();
    let mut not_covered: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        let text = fs::read_to_string(&file).expect("the file can be read");
        let json: Value = serde_json::from_str(&text).expect("the file is JSON");
        let (mut agree, mut in_part, mut others) = (0, BTreeMap::<_, usize>::new(), 0);
        for case in json["cases"].as_array().into_iter().flatten() {
            match run(case) {
                Ok(Outcome::Agrees) => agree += 1,
                Ok(Outcome::AgreesInPart(what)) => *in_part.entry(what).or_default() += 1,
                Ok(Outcome::NotCovered(what)) => {
                    others += 1;
                    let what = if case["call"].is_string() { what } else { name.clone() };
                    *not_covered.entry(what).or_default() += 1;
                }
                Err(problem) => failures.push(format!("{name} {}: {problem}", case["id"])),
            }
        }
        if agree > 0 || !in_part.is_empty() {
            println!("{name}: {agree} agree, {others} not covered, in part: {in_part:?}");
        }
    }
    println!("not covered, by call:");
    for (what, count) in not_covered {
        println!("{count:5}  {what}");
    }
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}
