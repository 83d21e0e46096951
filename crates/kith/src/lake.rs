//! `kith lake`, and the lake that a command names.

use std::process::ExitCode;

use kith_measures::lake::{Lake, Location};
use serde_json::json;

use crate::args::{self, LakeCopy};

pub async fn run(args: args::Lake) -> anyhow::Result<ExitCode> {
    match args {
        args::Lake::Copy(args) => copy(args).await,
    }
}

/// The lake at a place. Object storage reads its keys from the environment.
pub async fn open(at: &Location) -> anyhow::Result<Lake> {
    let at = at.clone();
    Ok(tokio::task::spawn_blocking(move || Lake::open_at(&at, &setting)).await??)
}

/// An environment variable.
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

async fn copy(args: LakeCopy) -> anyhow::Result<ExitCode> {
    let from = open(&args.from).await?;
    if let Location::Folder(dir) = &args.to {
        // The lake tells of people by their references.
        crate::place::make_private(dir)?;
    }
    let (to, json) = (args.to.clone(), args.json);
    let work = move || {
        let bar = crate::format::bytes(from.size()?, "copying");
        let copied = from.copy_to(&args.to, &setting, |bytes| bar.inc(bytes));
        bar.finish_and_clear();
        copied
    };
    let (lake, copied) = tokio::task::spawn_blocking(work).await??;
    let buckets = lake.buckets().len();
    if json {
        let row = json!({
            "to": to.to_string(),
            "files": copied.files,
            "bytes": copied.bytes,
            "taken_away": copied.taken_away,
            "buckets": buckets,
        });
        println!("{row}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{to} is whole: {} files, {} bytes, {buckets} buckets of people", copied.files, copied.bytes);
    if copied.taken_away > 0 {
        println!("{} files of the lake that was there before were taken away", copied.taken_away);
    }
    Ok(ExitCode::SUCCESS)
}
