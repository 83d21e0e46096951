//! `kith ingest`: records in.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use kith_app::App;
use kith_app::ingest::{Options, Summary};
use kith_interop::Limits;
use kith_interop::table::Mapping;

use crate::SOME_QUARANTINED;
use crate::args::Ingest;

pub async fn run(args: Ingest) -> anyhow::Result<ExitCode> {
    let open = crate::place::open(&args.place, "Kith").await?;
    if args.form.is_some() {
        return crate::forms::run(&open.app, &args).await;
    }
    let limits = Limits {
        max_line: args.max_line_mib << 20,
        max_document: args.max_document_mib << 20,
        ..Limits::default()
    };
    let mapping = args.mapping.as_deref().map(read_mapping).transpose()?;
    if let Some(folder) = args.watch {
        let watch = crate::watch::Watch { folder, source: args.source, mapping, limits, json: args.json };
        crate::watch::run(&open.app, &watch, crate::serve::asked_to_stop()).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let options = Options { limits, mapping: mapping.as_ref() };
    let summary = take_in(&open.app, &args.source, &args.paths, options).await?;
    if args.json {
        println!("{}", serde_json::to_string(&summary)?);
    } else {
        print!("{summary}");
        if summary.quarantined > 0 {
            println!("The Data page of `kith serve` shows each with its place, and can try them again.");
        }
    }
    Ok(if summary.quarantined > 0 { ExitCode::from(SOME_QUARANTINED) } else { ExitCode::SUCCESS })
}

/// Takes files in with a bar on the terminal.
pub async fn take_in(
    app: &App,
    source: &str,
    paths: &[PathBuf],
    options: Options<'_>,
) -> anyhow::Result<Summary> {
    let style =
        ProgressStyle::with_template("{prefix:>12} {bar:32} {bytes} of {total_bytes}, {eta} left  {msg}")?;
    let bar = ProgressBar::new(0).with_style(style).with_prefix("taking in");
    let result = kith_app::ingest::ingest_with(app, source, paths, options, |p| {
        bar.set_length(p.all_bytes);
        bar.set_position(p.bytes);
        let aside = if p.quarantined > 0 { format!(", {} set aside", p.quarantined) } else { String::new() };
        bar.set_message(format!("{} resources{aside}", p.resources));
    })
    .await;
    bar.finish_and_clear();
    Ok(result?)
}

/// Reads a mapping; what is wrong with it is said with its line.
fn read_mapping(file: &Path) -> anyhow::Result<Mapping> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    Mapping::parse(&text)
        .map_err(|e| anyhow::anyhow!("{}, line {}: {}; {}", file.display(), e.line, e.message, e.help))
}
