//! A folder into which files are dropped, as small partners do by SFTP.
//!
//! A file is taken when it is whole: its size and time have not changed for a while, or a `.done` marker lies beside it.
//! It is taken in like any other, so that a kill at any instant and the next start do no harm, then moved to `done`, or
//! to `problems` when nothing in it could be read, with a receipt beside it. The receipt is written before the file is
//! moved and both appear whole; the same name once more gets another receipt with a number. Whoever may write into the
//! folder leads nothing elsewhere: a symbolic link is no file, and none is written through.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use kith_interop::table::Mapping;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::ingest::{self, Options, Summary, Trouble};
use crate::{App, Error};

/// Where a file goes that was taken in.
pub const DONE: &str = "done";
/// Where a file goes of which nothing could be read.
pub const PROBLEMS: &str = "problems";
/// What the name of a receipt ends with.
pub const RECEIPT: &str = ".receipt.json";
/// What a sender may put beside a file to say that it is whole.
const MARKER: &str = ".done";
/// Endings of files that are still being written.
const UNFINISHED: [&str; 6] = [".part", ".tmp", ".filepart", ".partial", ".crdownload", ".swp"];

/// How a folder is watched.
#[derive(Debug, Clone)]
pub struct Watching<'w> {
    /// The folder.
    pub folder: &'w Path,
    /// The organisation that drops its files there.
    pub source: &'w str,
    /// How the columns of its tables are taken.
    pub mapping: Option<&'w Mapping>,
    /// The guards.
    pub limits: kith_interop::Limits,
    /// How long a file must lie unchanged before it is taken to be whole.
    pub still_for: Duration,
}

/// What became of one file.
#[derive(Debug, Clone, Serialize)]
pub struct Receipt {
    /// The file's name.
    pub file: String,
    /// The organisation that sent it.
    pub source: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How long it was.
    pub bytes: u64,
    /// When it was taken in.
    pub taken_at: Timestamp,
    /// `taken`, `taken before` or `not understood`.
    pub outcome: &'static str,
    /// Records seen for the first time.
    pub new: u64,
    /// Records that replace older ones.
    pub changed: u64,
    /// Records that were known to the letter.
    pub unchanged: u64,
    /// Records set aside.
    pub quarantined: u64,
    /// Of a table that is the whole list: rows that were known of its source and are not in it. They stay as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<u64>,
    /// Records by type.
    pub by_type: BTreeMap<String, u64>,
    /// Set aside, by reason.
    pub by_reason: BTreeMap<String, u64>,
    /// Remarks on what was taken all the same, by code.
    pub remarks: BTreeMap<String, u64>,
    /// Remarks on the file as a whole: how ambiguous dates were read, what was left out.
    pub notes: Vec<String>,
    /// What of this file could not be understood, with its place; the first thousand.
    pub problems: Vec<Trouble>,
}

/// A file as it was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    length: u64,
    changed: SystemTime,
}

/// Which files lie still, and since when.
#[derive(Debug, Default)]
pub struct Sightings(HashMap<PathBuf, (Seen, SystemTime)>);

impl Sightings {
    /// The files of a folder that are whole at an instant, in the order of their names.
    pub fn whole(&mut self, folder: &Path, now: SystemTime, still_for: Duration) -> io::Result<Vec<PathBuf>> {
        let mut names: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<_>>()?;
        names.sort();
        let mut whole = Vec::new();
        let mut still = HashMap::new();
        for path in &names {
            // A file that went away meanwhile is no trouble.
            let Ok(meta) = path.symlink_metadata() else { continue };
            if !meta.is_file() || is_left_out(path) {
                continue;
            }
            let seen = Seen { length: meta.len(), changed: meta.modified()? };
            let since = match self.0.get(path) {
                Some((before, since)) if *before == seen => *since,
                _ => now,
            };
            let marked = names.contains(&marker(path));
            if marked || now.duration_since(since).is_ok_and(|still| still >= still_for) {
                whole.push(path.clone());
            }
            still.insert(path.clone(), (seen, since));
        }
        self.0 = still;
        Ok(whole)
    }
}

/// `roster.csv.done` for `roster.csv`.
fn marker(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(MARKER);
    PathBuf::from(name)
}

/// Whether a name is hidden, unfinished, a marker or a receipt.
fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(MARKER)
        || name.ends_with(RECEIPT)
        || UNFINISHED.iter().any(|ending| name.ends_with(ending))
}

/// Takes one whole file in, writes its receipt and moves it away.
pub async fn take(app: &App, watching: &Watching<'_>, path: &Path) -> Result<Receipt, Error> {
    let hashed = path.to_owned();
    let (sha256, bytes) =
        super::file::blocking(move || hash(&hashed)).await?.map_err(|e| Error::Internal(Box::new(e)))?;
    let options = Options { limits: watching.limits, mapping: watching.mapping };
    let paths = [path.to_owned()];
    let summary = ingest::ingest_with(app, watching.source, &paths, options, |_| {}).await?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let outcome = outcome(&summary);
    let mut receipt = Receipt {
        file: name,
        source: watching.source.to_owned(),
        sha256,
        bytes,
        taken_at: app.now(),
        outcome,
        new: summary.new,
        changed: summary.superseding + summary.older,
        unchanged: summary.unchanged,
        quarantined: summary.quarantined,
        absent: summary.remarks.get(super::file::ABSENT).copied(),
        by_type: summary.by_type,
        by_reason: summary.by_reason,
        remarks: summary.remarks,
        notes: summary.notes,
        problems: summary.problems,
    };
    for (_, why) in summary.passed_over {
        let help = "send FHIR R4 JSON, HL7 v2, IJE, or a table with a mapping".to_owned();
        receipt.problems.push(Trouble { place: "the whole file".into(), message: why, help });
    }
    let (watched, moved, said) = (watching.folder.to_owned(), path.to_owned(), receipt.clone());
    super::file::blocking(move || put_away(&watched, &moved, &said))
        .await?
        .map_err(|e| Error::Internal(Box::new(e)))?;
    Ok(receipt)
}

fn outcome(summary: &Summary) -> &'static str {
    let any = summary.by_type.values().sum::<u64>() > 0;
    if !any {
        "not understood"
    } else if summary.new + summary.superseding + summary.older == 0 && summary.newly_quarantined == 0 {
        "taken before"
    } else {
        "taken"
    }
}

/// Hash and length of a file.
fn hash(path: &Path) -> io::Result<(String, u64)> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let n = file.read(&mut piece)?;
        if n == 0 {
            break;
        }
        hasher.update(&piece[..n]);
        length += n as u64;
    }
    Ok((hasher.finalize().iter().map(|b| format!("{b:02x}")).collect(), length))
}

/// Writes the receipt, then moves the file to where it belongs and its marker away.
fn put_away(folder: &Path, path: &Path, receipt: &Receipt) -> io::Result<()> {
    // Another file may have been written over it meanwhile: that one stays, and is taken when it lies still.
    if hash(path)?.0 != receipt.sha256 {
        return Ok(());
    }
    let into = folder.join(if receipt.outcome == "not understood" { PROBLEMS } else { DONE });
    real_folder(&into)?;
    let name = free_name(&into, &receipt.file, &receipt.sha256);
    let text = serde_json::to_vec_pretty(receipt).map_err(io::Error::other)?;
    let unfinished = into.join(format!(".{name}{RECEIPT}.tmp"));
    let mut file = fresh(&unfinished)?;
    file.write_all(&text)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&unfinished, free_receipt(&into, &name))?;
    move_file(path, &into.join(&name))?;
    match fs::remove_file(marker(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder where there is none; anything else of its name, a link too, is an error.
fn real_folder(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => Err(io::Error::other(format!("{} is no folder of its own", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir(path),
        Err(error) => Err(error),
    }
}

/// A new file in the place of whatever an earlier attempt left there; never what a link leads to.
fn fresh(path: &Path) -> io::Result<fs::File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::File::options().write(true).create_new(true).open(path)
}

/// `a.csv.receipt.json`, or with a number where there is one already: `a.csv.2.receipt.json`.
fn free_receipt(into: &Path, name: &str) -> PathBuf {
    let numbered = (2_u64..).map(|n| format!("{name}.{n}{RECEIPT}"));
    let mut paths = std::iter::once(format!("{name}{RECEIPT}")).chain(numbered).map(|name| into.join(name));
    paths
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_else(|| into.join(format!("{name}{RECEIPT}")))
}

/// A name that no other file has there: the file's own, or with the beginning of its hash.
fn free_name(into: &Path, name: &str, sha256: &str) -> String {
    let is_same = |path: &Path| hash(path).is_ok_and(|(other, _)| other == sha256);
    let own = into.join(name);
    if !own.exists() || is_same(&own) {
        return name.to_owned();
    }
    format!("{}-{name}", &sha256[..12])
}

/// Moves a file, across file systems too: then it is copied whole before the old one goes.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let part = to.with_extension("part");
            let mut copy = fresh(&part)?;
            io::copy(&mut fs::File::open(from)?, &mut copy)?;
            copy.sync_all()?;
            fs::rename(&part, to)?;
            fs::remove_file(from)
        }
        done => done,
    }
}

#[cfg(test)]
mod tests;
