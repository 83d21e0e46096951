//! `kith services`: directories of services.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use kith_app::services::DirectoryPage;
use kith_interop::hsds::{File, Remark, Why};

use crate::SOME_QUARANTINED;
use crate::args::{Services, ServicesImport};

pub async fn run(args: Services) -> anyhow::Result<ExitCode> {
    match args {
        Services::Import(args) => import(args).await,
    }
}

async fn import(args: ServicesImport) -> anyhow::Result<ExitCode> {
    let files = files(&args.path)?;
    let open = crate::place::open(&args.place, "Kith").await?;
    let page = kith_app::services::import(&open.app, &args.source, files, args.whole, args.dry_run).await?;
    if args.json {
        println!("{}", serde_json::to_string(&page)?);
    } else {
        print!("{}", words(&page, args.dry_run));
    }
    Ok(if page.left_out.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_QUARANTINED) })
}

/// One file, or those of a folder that a directory may have.
fn files(path: &Path) -> anyhow::Result<Vec<File>> {
    let reading = |path: &Path| format!("reading {}", path.display());
    let mut paths: Vec<PathBuf> = vec![path.to_owned()];
    if path.is_dir() {
        let entries = std::fs::read_dir(path).with_context(|| reading(path))?;
        let wanted = |path: &PathBuf| {
            path.extension().is_some_and(|e| ["csv", "json", "zip"].iter().any(|known| e == *known))
        };
        paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        paths.retain(wanted);
        paths.sort();
    }
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths.iter().map(|path| Ok((name(path), std::fs::read(path).with_context(|| reading(path))?))).collect()
}

/// What became of a directory, for reading. Whoever writes one chooses its words; a terminal must not obey them.
fn words(page: &DirectoryPage, dry: bool) -> String {
    let mut text = String::new();
    let mut say = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    let [new, changed, same] = page.counts();
    let (missing, aside) = (page.missing.len(), page.left_out.len());
    let verb = if dry { "would be" } else { "are" };
    say(format!("{new} services {verb} new, {changed} changed, {same} the same, {aside} things left out"));
    if missing > 0 {
        let what = if page.whole { "closed" } else { "not in these files, and stay as they are" };
        say(format!("{missing} services of this directory are {what}"));
    }
    for line in page.lines.iter().filter(|l| l.change != "same" || !l.kept.is_empty()) {
        let parts =
            if line.parts.is_empty() { String::new() } else { format!(": {}", line.parts.join(", ")) };
        say(format!("  {} {}{parts}", line.change, line.name.en.escape_debug()));
        if !line.kept.is_empty() {
            say(format!("    changed here, and kept: {}", line.kept.join(", ")));
        }
        for (code, about) in &line.remarks {
            let remark = Remark::from_code(code).map_or("", |remark| remark.words());
            let about = if about.is_empty() { String::new() } else { format!(" ({})", about.escape_debug()) };
            say(format!("    {remark}{about}"));
        }
    }
    for (place, name, code) in &page.left_out {
        let why = Why::from_code(code).map_or("", |why| why.words());
        say(format!("  left out: {} {}: {why}", place.escape_debug(), name.escape_debug()));
    }
    text
}
