//! The crate against the packages the field trusts.
//!
//! Walks the folder named by `KITH_REFERENCE` (by default the shared folder beside the workspace)
//! and gives every case of a JSON file, and every row of a CSV file, to the family that knows its
//! call. A case that nobody knows fails: nothing passes by being overlooked. Words after `--`
//! keep only the families whose name holds one of them.

mod cases;
mod disparity_change;
mod distributions;
mod funnels;
mod impact;
mod inequality;
mod numbers;
mod privacy;
mod rates;
mod spc;
mod suppression;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use cases::{Case, Row};

/// What became of a case that did not fail.
enum Outcome {
    /// Every expected number was compared.
    Agrees,
    /// The package refused the input, and so do we.
    Refused,
}

/// Or what differs.
type Verdict = Result<Outcome, String>;

/// Cases of one package, or of a few that share their format.
struct Family {
    name: &'static str,
    owns: fn(&Value) -> bool,
    run: fn(&Value) -> Verdict,
}

/// A table whose every row is a case, known by a column of its own.
struct Table {
    name: &'static str,
    column: &'static str,
    run: fn(&Row) -> Verdict,
}

fn families() -> impl Iterator<Item = &'static Family> {
    [
        spc::FAMILIES,
        rates::FAMILIES,
        funnels::FAMILIES,
        inequality::FAMILIES,
        disparity_change::FAMILIES,
        impact::FAMILIES,
        suppression::FAMILIES,
        privacy::FAMILIES,
    ]
    .into_iter()
    .flatten()
}

fn tables() -> impl Iterator<Item = &'static Table> {
    [distributions::TABLES, spc::TABLES, disparity_change::TABLES].into_iter().flatten()
}

/// The family of a case, with its answer.
fn run(case: &Case) -> (&'static str, Verdict) {
    match case {
        Case::Json(json) => match families().find(|family| (family.owns)(json)) {
            Some(family) => (family.name, (family.run)(json)),
            None => {
                let text = |key: &str| json[key].as_str().unwrap_or("none");
                let unknown = format!("no family for package {}, call {}", text("package"), text("call"));
                ("unknown", Err(unknown))
            }
        },
        Case::Row(row) => match tables().find(|table| row.contains_key(table.column)) {
            Some(table) => (table.name, (table.run)(row)),
            None => ("unknown", Err(format!("no family for a row of {:?}", row.keys()))),
        },
    }
}

fn folder() -> Option<PathBuf> {
    let shared = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference/stats");
    // A relative path is meant from where cargo was called; a test runs in its crate.
    let named = |name: PathBuf| match name.is_dir() {
        true => name,
        false => Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name),
    };
    let folder = std::env::var_os("KITH_REFERENCE").map(PathBuf::from).map_or_else(shared, named);
    folder.is_dir().then_some(folder)
}

fn main() -> ExitCode {
    let Some(folder) = folder() else {
        println!("skipped: no folder of reference cases; KITH_REFERENCE names one");
        return if std::env::var_os("CI").is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    };
    let only: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let mut tally = numbers::Tally::default();
    // Worked examples of a gap stand beside the folder.
    let examples = Some(folder.join("../../domain/disparity_vectors.csv")).filter(|file| file.is_file());
    for file in cases::files(&folder).into_iter().chain(examples) {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        match cases::read(&file) {
            Err(problem) => tally.count("unknown", &name, Err(problem)),
            Ok(cases) => {
                for (id, case) in cases {
                    let (family, verdict) = run(&case);
                    if only.is_empty() || only.iter().any(|word| family.contains(word.as_str())) {
                        tally.count(family, &format!("{name} {id}"), verdict);
                    }
                }
            }
        }
    }
    tally.print();
    if tally.all_pass() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
