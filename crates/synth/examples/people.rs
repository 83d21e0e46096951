//! Writes synthetic people and the truth about them into a folder, without the rest of Kith:
//!
//! ```sh
//! cargo run --release -p kith-synth --example people -- --records 100000 --seed 7 --errors usual --out DIR
//! ```

use std::path::PathBuf;
use std::process::ExitCode;

use kith_synth::people::{Errors, PeoplePlan, write_people};

const USAGE: &str = "usage: people --records N [--seed 7] [--errors none|low|usual|high] --out DIR";

fn main() -> ExitCode {
    let Some((plan, folder)) = parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match write_people(&plan, &folder, |_| {}) {
        Ok(counts) => {
            println!("{counts:?}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: writing to {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn parse(mut args: impl Iterator<Item = String>) -> Option<(PeoplePlan, PathBuf)> {
    let mut plan = PeoplePlan { records: 0, seed: 7, errors: Errors::Usual };
    let mut folder = None;
    while let Some(name) = args.next() {
        let value = args.next()?;
        match name.as_str() {
            "--records" => plan.records = value.parse().ok()?,
            "--seed" => plan.seed = value.parse().ok()?,
            "--errors" => plan.errors = Errors::named(&value)?,
            "--out" => folder = Some(PathBuf::from(value)),
            _ => return None,
        }
    }
    Some((plan, folder?)).filter(|(plan, _)| plan.records > 0)
}
