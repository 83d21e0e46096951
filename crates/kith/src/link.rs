//! `kith link`: the records of a table that are one person, and the mothers of infants.
//!
//! It needs no database and leaves nothing behind: a table in, tables out.

mod hashes;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use kith_linkage::Model;
use kith_linkage::table::{Columns, Linked, Reading, Report, Stage, TableError, Truth, link_table};

use crate::SOME_QUARANTINED;

/// Rows that were set aside are named up to this many.
const NAMED: usize = 20;

#[derive(Debug, clap::Args)]
pub struct Link {
    /// Table of records, with a header: CSV, or with semicolons, tabs or bars
    #[arg(long, value_name = "FILE", required_unless_present = "hashes")]
    pub input: Option<PathBuf>,
    /// Where to write record_id,cluster_id
    #[arg(long, value_name = "FILE", required_unless_present = "hashes_out")]
    pub output: Option<PathBuf>,
    /// Where to write infant_cluster_id,mother_cluster_id
    #[arg(long, value_name = "FILE")]
    pub dyads: Option<PathBuf>,
    /// Where to write the pairs that a person should look at
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Link by this model; without it, one is learned from the records
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Where to write the model that was used
    #[arg(long, value_name = "FILE")]
    pub save_model: Option<PathBuf>,
    /// TOML that says which header means which field: "Patient ID" = "record_id"
    #[arg(long, value_name = "FILE")]
    pub columns: Option<PathBuf>,
    /// Compare with record_id,entity_id,role
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
    /// ... with infant_entity_id,mother_entity_id
    #[arg(long, value_name = "FILE", requires = "truth")]
    pub truth_dyads: Option<PathBuf>,
    /// ... with entity_id_a,entity_id_b of infants of one pregnancy
    #[arg(long, value_name = "FILE", requires = "truth")]
    pub truth_twins: Option<PathBuf>,
    /// ... with record_id,epoch of people whose surname changed: 0 before, 1 after
    #[arg(long, value_name = "FILE", requires = "truth")]
    pub truth_surnames: Option<PathBuf>,
    /// Link nothing: write keyed hashes of the records here, for partners who may not be sent names
    #[arg(long, value_name = "FILE", requires_all = ["input", "hash_key_file"])]
    #[arg(conflicts_with_all = ["output", "dyads", "review", "model", "save_model", "truth", "hashes", "json"])]
    pub hashes_out: Option<PathBuf>,
    /// The key of the hashes, which the partners agree on and nobody else has
    #[arg(long, value_name = "FILE", requires = "hashes_out")]
    pub hash_key_file: Option<PathBuf>,
    /// Link tables of keyed hashes, one or more, in place of --input: weaker, exact agreement only
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[arg(conflicts_with_all = ["input", "dyads", "review", "model", "save_model", "columns", "truth"])]
    pub hashes: Vec<PathBuf>,
    /// Print the summary as one JSON line
    #[arg(long)]
    pub json: bool,
}

pub fn run(args: &Link) -> anyhow::Result<ExitCode> {
    let columns = match &args.columns {
        Some(path) => Columns::from_toml(&text(path)?).with_context(|| path.display().to_string())?,
        None => Columns::default(),
    };
    if let Some(out) = &args.hashes_out {
        return hashes::write_hashes(args, &columns, out);
    }
    let (Some(input), Some(output)) = (&args.input, &args.output) else { return hashes::link(args) };
    let model = match &args.model {
        Some(path) => Some(Model::from_toml(&text(path)?).with_context(|| path.display().to_string())?),
        None => None,
    };
    let bar = spinner()?;
    let linked = link_table(open(input)?, &columns, model, |stage| show(&bar, stage))
        .with_context(|| input.display().to_string())?;
    write(output, |out| linked.write_clusters(out))?;
    if let Some(path) = &args.dyads {
        write(path, |out| linked.write_dyads(out))?;
    }
    if let Some(path) = &args.review {
        write(path, |out| linked.write_reviews(out))?;
    }
    if let Some(path) = &args.save_model {
        write(path, |out| Ok(out.write_all(linked.model.to_toml().as_bytes())?))?;
    }
    bar.finish_and_clear();
    notices(&linked);
    let report = compare(args, &linked)?;
    summary(args, &linked, report.as_ref())?;
    let aside = linked.reading.aside.is_empty();
    Ok(if aside { ExitCode::SUCCESS } else { ExitCode::from(SOME_QUARANTINED) })
}

/// What happened on the way, on standard error.
fn notices(linked: &Linked) {
    read_notices(&linked.reading);
    let common = linked.linkage.common_keys;
    if common > 0 {
        eprintln!("{common} names, dates or numbers that very many records share were compared in part only");
    }
}

/// What happened to the table as it was read, on standard error.
fn read_notices(reading: &Reading) {
    if !reading.ignored.is_empty() {
        eprintln!("ignored columns: {}", reading.ignored.join(", "));
    }
    if reading.other_encoding > 0 {
        eprintln!("{} rows are not UTF-8 and were read as Windows-1252", reading.other_encoding);
    }
    if reading.damaged_numbers > 0 {
        let n = reading.damaged_numbers;
        eprintln!("{n} numbers are powers of ten (1.23E+11), as a spreadsheet makes them, and were left out");
    }
    for aside in reading.aside.iter().take(NAMED) {
        eprintln!("set aside: line {}: {}", aside.line, aside.why);
    }
    if reading.aside.len() > NAMED {
        eprintln!("set aside: {} more rows", reading.aside.len() - NAMED);
    }
}

fn compare(args: &Link, linked: &Linked) -> anyhow::Result<Option<Report>> {
    let Some(path) = &args.truth else { return Ok(None) };
    let mut truth =
        Truth::read(&linked.reading.ids, open(path)?).with_context(|| path.display().to_string())?;
    type Add = fn(Truth, File) -> Result<Truth, TableError>;
    let adds: [(&Option<PathBuf>, Add); 3] = [
        (&args.truth_dyads, |truth, file| truth.with_dyads(file)),
        (&args.truth_twins, |truth, file| truth.with_twins(file)),
        (&args.truth_surnames, |truth, file| truth.with_surnames(file)),
    ];
    for (path, add) in adds {
        if let Some(path) = path {
            truth = add(truth, open(path)?).with_context(|| path.display().to_string())?;
        }
    }
    Ok(Some(linked.compare(&truth)))
}

fn summary(args: &Link, linked: &Linked, report: Option<&Report>) -> anyhow::Result<()> {
    let (records, people, aside) = (linked.reading.ids.len(), linked.people(), linked.reading.aside.len());
    let (dyads, reviews) = (linked.linkage.dyads.len(), linked.reviews());
    if args.json {
        let line = serde_json::json!({
            "records": records, "people": people, "dyads": dyads, "reviews": reviews, "set_aside": aside,
            "model": linked.model.fingerprint(), "compared": report,
        });
        println!("{line}");
        return Ok(());
    }
    println!("{records} records are {people} people; {dyads} dyads; {reviews} pairs to review");
    if aside > 0 {
        println!("{aside} rows were set aside");
    }
    if let Some(report) = report {
        print!("{report}");
    }
    Ok(())
}

fn spinner() -> anyhow::Result<ProgressBar> {
    let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}")?;
    Ok(ProgressBar::new_spinner().with_style(style))
}

fn show(bar: &ProgressBar, stage: Stage) {
    match stage {
        Stage::Reading(records) => bar.set_message(format!("reading, {records} records")),
        Stage::Learning => bar.set_message("learning"),
        Stage::Linking => bar.set_message("linking"),
    }
    bar.tick();
}

fn open(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| format!("reading {}", path.display()))
}

fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// Writes a file beside its place and then puts it there, so that a file that is there is whole.
fn write(
    path: &Path,
    content: impl FnOnce(&mut BufWriter<&File>) -> Result<(), TableError>,
) -> anyhow::Result<()> {
    let at = || format!("writing {}", path.display());
    if std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        // A pipe, a terminal, or a link to one, such as /dev/stdout: nothing may be put in its place.
        let file = File::create(path).with_context(at)?;
        let mut out = BufWriter::new(&file);
        content(&mut out).with_context(at)?;
        return out.flush().with_context(at);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let file = File::create(&beside).with_context(at)?;
    let mut out = BufWriter::with_capacity(1 << 18, &file);
    content(&mut out).with_context(at)?;
    out.flush().with_context(at)?;
    std::fs::rename(&beside, path).with_context(at)
}
