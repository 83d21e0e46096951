//! The federated option: a partner who may not send names sends keyed hashes of them. Weaker than linkage on records.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use kith_linkage::hashed::Hashes;
use kith_linkage::table::Columns;

use super::{Link, open, write};
use crate::SOME_QUARANTINED;

/// Bytes of a key, at least: a shorter one can be guessed.
const KEY: usize = 16;

/// What is said of hashes whenever they are used.
const WEAKER: &str = "linked by keyed hashes alone, which is weaker than by records: errors in names or dates separate \
                      records of one person, nothing is weighed or reviewed, and no dyads are found";

/// Writes the hashes of a table of records.
pub fn write_hashes(args: &Link, columns: &Columns, out: &Path) -> anyhow::Result<ExitCode> {
    let input = args.input.as_deref().context("--hashes-out needs --input")?;
    let key = key(args.hash_key_file.as_deref().context("--hashes-out needs --hash-key-file")?)?;
    let (hashes, reading) =
        Hashes::of_table(open(input)?, columns, &key).with_context(|| input.display().to_string())?;
    write(out, |file| hashes.write(file))?;
    super::read_notices(&reading);
    println!("{} records as keyed hashes; {} of them give none", hashes.len(), hashes.silent());
    Ok(if reading.aside.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_QUARANTINED) })
}

/// Links tables of hashes.
pub fn link(args: &Link) -> anyhow::Result<ExitCode> {
    let output = args.output.as_deref().context("--hashes needs --output")?;
    let mut hashes = Hashes::default();
    for path in &args.hashes {
        hashes.read(open(path)?).with_context(|| path.display().to_string())?;
    }
    let mut people = 0;
    write(output, |file| {
        people = hashes.write_clusters(file)?;
        Ok(())
    })?;
    eprintln!("{WEAKER}");
    let (records, silent) = (hashes.len(), hashes.silent());
    if args.json {
        let line = serde_json::json!({"records": records, "people": people, "without_hashes": silent, "weaker": WEAKER});
        println!("{line}");
    } else {
        println!("{records} records are {people} people by their hashes; {silent} records give no hash");
    }
    Ok(ExitCode::SUCCESS)
}

/// The key in a file, without the line's end.
fn key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let text = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let key = text.trim_ascii().to_vec();
    ensure!(
        key.len() >= KEY,
        "{}: a key of {} bytes can be guessed; agree on one of {KEY} or more, for instance: openssl rand -hex 32",
        path.display(),
        key.len()
    );
    Ok(key)
}
