//! A kill in the middle of an ingest loses nothing and doubles nothing.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::tempdir;

use super::{kith, rows, run, text};

/// Tables about the running of an ingest, not about what was taken in.
const ABOUT_RUNS: &[&str] = &["run", "_sqlx_migrations"];

fn content(data: &Path) -> std::collections::BTreeMap<String, Vec<String>> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut content = runtime.block_on(kith_testkit::content(&data.join("kith.sqlite3")));
    content.retain(|table, _| !ABOUT_RUNS.contains(&table.as_str()));
    // The second command is a second run, and has the next number.
    content.get_mut("counter").expect("numbers are given out").retain(|row| !row.starts_with("'run'"));
    content
}

#[test]
fn killed_in_the_middle_the_same_command_gives_the_same_database() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("fhir");
    run(&["synth", "--births", "500", "--seed", "3", "--out", text(&folder)], 0);

    let clean = dir.path().join("clean");
    let args = |data| {
        ["ingest", text(&folder), "--source", "network", "--data-dir", data, "--json"].map(str::to_owned)
    };
    let all = rows(&run(&args(text(&clean)).each_ref().map(String::as_str), 0))[0]["new"].as_u64().unwrap();

    let killed = dir.path().join("killed");
    let mut child = kith(&args(text(&killed)).each_ref().map(String::as_str))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Once records are in the database it dies, at no chosen moment.
    let started = Instant::now();
    let log = killed.join("kith.sqlite3-wal");
    let in_log = || std::fs::metadata(&log).is_ok_and(|m| m.len() >= 4 << 20);
    while !(in_log() && content(&killed).get("source_record").is_some_and(|rows| !rows.is_empty()))
        && started.elapsed() < Duration::from_secs(120)
    {
        assert!(child.try_wait().unwrap().is_none(), "the ingest ended before it could be killed");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let again = rows(&run(&args(text(&killed)).each_ref().map(String::as_str), 0));
    let (new, unchanged) = (again[0]["new"].as_u64().unwrap(), again[0]["unchanged"].as_u64().unwrap());
    assert!(unchanged > 0 && new > 0 && new + unchanged == all, "killed after {unchanged} of {all}");
    let (clean, killed) = (content(&clean), content(&killed));
    for (table, rows) in &clean {
        assert_eq!(rows.len(), killed[table].len(), "rows of {table}");
        assert!(*rows == killed[table], "{table} differs");
    }
}
