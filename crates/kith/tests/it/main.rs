//! The binary, started as people start it.

#![allow(missing_docs)]

mod facts;
mod ingest;
mod kill;
mod kill_referral;
mod kill_worker;
mod link;
mod mllp;
mod mllp_referral;
mod storage;
mod truth;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The binary with arguments, away from the settings of whoever runs the tests.
fn kith(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
    command.args(args);
    let kith = ["KITH_DATA_DIR", "KITH_DATABASE", "KITH_TIME_ZONE", "KITH_PROGRAMME"];
    let storage =
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_ENDPOINT_URL"];
    for setting in kith.into_iter().chain(storage) {
        command.env_remove(setting);
    }
    command
}

/// Runs it and expects an exit code.
fn run(args: &[&str], code: i32) -> Output {
    let output = kith(args).output().expect("the binary starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "kith {}: {told}", args.join(" "));
    output
}

/// The lines of its output as JSON.
fn rows(output: &Output) -> Vec<serde_json::Value> {
    let text = std::str::from_utf8(&output.stdout).expect("output is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// The folder of third-party files beside the workspace, where there is one. In CI there must be.
fn shared(what: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("KITH_SHARED").map_or(beside, PathBuf::from).join(what);
    if shared.exists() {
        return Some(shared);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is not there", shared.display());
    eprintln!("skipped: {} is not there", shared.display());
    None
}

fn text(path: &Path) -> &str {
    path.to_str().expect("test paths are UTF-8")
}
