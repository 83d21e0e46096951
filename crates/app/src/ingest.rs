//! Taking records in: files to ledger and facts, with everything that could not be understood set aside.
//!
//! A file is cut into resources on one thread, read on others and appended in the order of the file, a batch in a
//! transaction. What was acknowledged is on disk; after a crash the same command goes on where it stopped, because the
//! same bytes again change nothing. Order does not matter: a reference may come before its target.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use kith_interop::fhir::{EXPORT_LOG, Resource};
use kith_interop::stream::{BUNDLE_ENTRY, Item, Records};
use kith_interop::table::Mapping;
use kith_interop::{Limits, Problem, Reason};
use kith_store::ledger::{self, Arrival};
use kith_store::quarantine::{self, NewProblem};
use kith_store::source::{self, RunCounts};
use sha2::{Digest, Sha256};
use tokio_stream::wrappers::ReceiverStream;

use crate::intake::{Place, TakenIn, take_in};
use crate::{App, Error, linking};

/// Resources of one transaction.
const BATCH: usize = 4_000;
/// Bytes of one transaction, whichever is reached first.
const BATCH_BYTES: usize = 8 << 20;
/// Batches read ahead while one is written.
const AHEAD: usize = 3;

/// What an ingest brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files read.
    pub files: u64,
    /// Resources seen for the first time.
    pub new: u64,
    /// The same bytes as before.
    pub unchanged: u64,
    /// Newer versions; the older ones are kept.
    pub superseding: u64,
    /// Older versions of what is known, kept as such.
    pub older: u64,
    /// Resources of a type that is only kept.
    pub kept: u64,
    /// Set aside with a reason.
    pub quarantined: u64,
    /// Of these, how many were not there before.
    pub newly_quarantined: u64,
    /// Resources by type.
    pub by_type: BTreeMap<String, u64>,
    /// Set aside, by reason.
    pub by_reason: BTreeMap<String, u64>,
    /// Remarks on what was taken all the same, by code.
    pub remarks: BTreeMap<String, u64>,
    /// Remarks on tables as a whole, in words without a value: how ambiguous dates were read, what was left out.
    pub notes: Vec<String>,
    /// Referrals that are in the inbox now, by the place in the file, with the number of the receipt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<(String, String)>,
    /// What was set aside, with its place; the first [`LISTED`] of it.
    #[serde(skip)]
    pub problems: Vec<Trouble>,
    /// Files that hold no records, with what they seem to be.
    pub passed_over: Vec<(String, String)>,
    /// Records found to be of somebody known already, or parted from them.
    pub people_joined: u64,
    /// Mothers and infants joined.
    pub dyads_linked: u64,
}

/// Most troubles that a summary lists.
pub const LISTED: usize = 1_000;

/// One thing that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Trouble {
    /// Where.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Summary {
    pub(crate) fn list(&mut self, trouble: Trouble) {
        if self.problems.len() < LISTED {
            self.problems.push(trouble);
        }
    }
}

impl From<&NewProblem> for Trouble {
    fn from(problem: &NewProblem) -> Self {
        Self { place: problem.place.clone(), message: problem.message.clone(), help: problem.help.clone() }
    }
}

/// How far an ingest has come.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Bytes read of all files, as they lie on disk.
    pub bytes: u64,
    /// Bytes of all files.
    pub all_bytes: u64,
    /// Resources so far.
    pub resources: u64,
    /// Set aside so far.
    pub quarantined: u64,
}

/// What a resource becomes in the ledger. One without an id is known by its content.
pub(crate) fn arrival(resource: Resource, bytes: Vec<u8>) -> Arrival {
    let resource_id = resource.id.unwrap_or_else(|| format!("sha256-{}", hex(&Sha256::digest(&bytes))));
    Arrival {
        resource_type: resource.resource_type,
        resource_id,
        version_id: resource.version_id,
        last_updated: resource.last_updated,
        bytes,
        fact: resource.fact,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// What `kith synth` writes beside its records: the planted truth, which is no record.
const TRUTH: &str = "truth.json";

/// The files under some paths, in an order that is the same each time. Folders are searched to their ends, each once
/// however it is linked; hidden files, pipes and the truth of a synthetic network are left out.
pub fn files(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    fn walk(path: &Path, folders: &mut HashSet<PathBuf>, files: &mut Vec<PathBuf>) -> io::Result<()> {
        let kind = match path.metadata() {
            Ok(kind) => kind,
            // A link that leads nowhere is no file.
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_symlink() => return Ok(()),
            Err(error) => return Err(error),
        };
        if kind.is_file() {
            files.push(path.to_owned());
        }
        if !kind.is_dir() || !folders.insert(path.canonicalize()?) {
            return Ok(());
        }
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect::<io::Result<_>>()?;
        entries.sort();
        let left_out =
            |p: &Path| p.file_name().is_some_and(|n| n == TRUTH || n.to_string_lossy().starts_with('.'));
        entries.iter().filter(|p| !left_out(p)).try_for_each(|entry| walk(entry, folders, files))
    }
    let mut files = Vec::new();
    let mut folders = HashSet::new();
    for path in paths {
        if !path.exists() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{} does not exist", path.display()),
            ));
        }
        walk(path, &mut folders, &mut files)?;
    }
    Ok(files)
}

/// Whether a file's name says that it holds records, so that one without any is no harmless bystander.
pub fn is_named_as_records(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let endings = [".ndjson", ".json", ".csv", ".tsv", ".xlsx", ".xls", ".hl7", ".ije"];
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether a file's name says that it is a table.
fn is_named_as_table(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".csv", ".tsv", ".xlsx", ".xls"].iter().any(|ending| name.ends_with(ending))
}

/// How files are taken in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'o> {
    /// The guards for FHIR.
    pub limits: Limits,
    /// How the columns of tables are taken; without it, what was saved for the source, or what the headers say.
    pub mapping: Option<&'o Mapping>,
}

/// Whether a name can be that of a source.
pub(crate) fn check_source(name: &str) -> Result<(), Error> {
    if name.trim().is_empty() || name.len() > 100 {
        return Err(Error::Invalid {
            field: "source",
            message: "give the source a name of 1 to 100 characters".into(),
        });
    }
    if name == kith_store::outreach::OWN_SOURCE {
        let message = format!("`{name}` is where visits recorded here stand; give the source another name");
        return Err(Error::Invalid { field: "source", message: message.into() });
    }
    Ok(())
}

/// Takes files in from one source, tables by what is known of their columns.
pub async fn ingest(
    app: &App,
    source_name: &str,
    paths: &[PathBuf],
    limits: Limits,
    progress: impl FnMut(Progress),
) -> Result<Summary, Error> {
    ingest_with(app, source_name, paths, Options { limits, mapping: None }, progress).await
}

/// Takes files in from one source: FHIR in pieces, any other shape as a whole.
pub async fn ingest_with(
    app: &App,
    source_name: &str,
    paths: &[PathBuf],
    options: Options<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Summary, Error> {
    let limits = options.limits;
    let db = app.db();
    check_source(source_name)?;
    let files = files(paths).map_err(|e| Error::Invalid { field: "paths", message: e.to_string().into() })?;
    let source = source::ensure(db, source_name, app.now()).await?;
    let what = paths.iter().map(|p| file_name(p)).collect::<Vec<_>>().join(", ");
    let run = source::begin_run(db, source, &what, app.now()).await?;

    let mut summary = Summary::default();
    let mut state = Progress {
        all_bytes: files.iter().filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum(),
        ..Progress::default()
    };
    for path in &files {
        let before = state.bytes;
        let read = Arc::new(AtomicU64::new(0));
        let (cut, batches) = cutter(path.clone(), limits, read.clone());
        let read_batch = |items: Vec<Item>| tokio::task::spawn_blocking(move || Batch::of(items));
        let mut batches = ReceiverStream::new(batches).map(read_batch).buffered(AHEAD);
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(internal)?;
            batch.count(&mut summary);
            let appended = ledger::append(db, source, batch.arrivals, app.now()).await?;
            summary.new += appended.new;
            summary.unchanged += appended.unchanged;
            summary.superseding += appended.superseding;
            summary.older += appended.older;
            if !batch.problems.is_empty() {
                let name = file_name(path);
                let problems: Vec<NewProblem> = batch.problems.into_iter().map(|p| p.named(&name)).collect();
                problems.iter().for_each(|problem| summary.list(problem.into()));
                summary.newly_quarantined += quarantine::add(db, source, run, problems, app.now()).await?;
            }
            state.bytes = before + read.load(Ordering::Relaxed);
            state.resources = summary.by_type.values().sum();
            state.quarantined = summary.quarantined;
            progress(state);
        }
        // A disk that fails is no fault of the file: it is taken in again.
        let whole = cut.await.map_err(internal)?.map_err(internal)?;
        let place = Place { source, source_name, run, mapping: options.mapping };
        let why = match whole {
            Ok(()) => None,
            Err(why) => match take_in(app, &place, path, limits.max_document, &mut summary).await? {
                TakenIn::Yes => None,
                TakenIn::No(better) => Some(better.unwrap_or(why)),
            },
        };
        match why {
            None => summary.files += 1,
            Some(why) if is_named_as_records(path) => {
                let problem = whole_file(path, why).map_err(internal)?;
                summary.list((&problem).into());
                summary.quarantined += 1;
                *summary.by_reason.entry(problem.reason.clone()).or_default() += 1;
                summary.newly_quarantined +=
                    quarantine::add(db, source, run, vec![problem], app.now()).await?;
            }
            Some(why) => summary.passed_over.push((file_name(path), why)),
        }
        state.bytes = before + path.metadata().map_or(0, |m| m.len());
    }
    let linked = linking::link(app).await?;
    summary.people_joined = linked.moved;
    summary.dyads_linked = linked.dyads;
    let counts = RunCounts {
        new: signed(summary.new),
        unchanged: signed(summary.unchanged),
        superseding: signed(summary.superseding),
        older: signed(summary.older),
        kept: signed(summary.kept),
        quarantined: signed(summary.quarantined),
    };
    source::end_run(db, run, counts, app.now()).await?;
    app.wake();
    Ok(summary)
}

fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Internal(Box::new(error))
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A file that should hold records and holds none: set aside as a whole, with its beginning.
fn whole_file(path: &Path, why: String) -> io::Result<NewProblem> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut length = 0;
    let mut piece = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut piece)?;
        if n == 0 {
            break;
        }
        hasher.update(&piece[..n]);
        length += n as u64;
    }
    let mut bytes = Vec::new();
    // Of a table nobody has said yet which columns may be kept.
    if !is_named_as_table(path) {
        File::open(path)?.take(4 << 10).read_to_end(&mut bytes)?;
    }
    Ok(NewProblem {
        file: file_name(path),
        place: "the whole file".into(),
        reason: Reason::Unreadable.code().into(),
        message: why,
        help: "send FHIR R4 JSON in UTF-8, HL7 v2, IJE, or a table with `--mapping`".into(),
        bytes,
        length,
        hash: hasher.finalize().into(),
        resource_type: None,
    })
}

/// Whether a file holds records, and why not.
type Held = Result<(), String>;

/// Cuts a file into batches on a thread of its own; answers in the end, with why the file holds no records if it does not.
/// Fails when the file cannot be read to its end.
fn cutter(
    path: PathBuf,
    limits: Limits,
    read: Arc<AtomicU64>,
) -> (tokio::task::JoinHandle<io::Result<Held>>, tokio::sync::mpsc::Receiver<Vec<Item>>) {
    let (send, receive) = tokio::sync::mpsc::channel(AHEAD);
    let cut = tokio::task::spawn_blocking(move || {
        let failed = Failed::default();
        let reader = Counted { input: File::open(&path)?, read, failed: failed.clone() };
        let held = match Records::open(reader, &file_name(&path), limits) {
            Err(not) => Err(not.message),
            Ok(mut records) => loop {
                let batch = records.batch(BATCH, BATCH_BYTES);
                // Nobody receives any more only when the ingest has failed.
                if batch.is_empty() || send.blocking_send(batch).is_err() {
                    break Ok(());
                }
            },
        };
        failed.take().map_or(Ok(held), Err)
    });
    (cut, receive)
}

/// What failed beneath a reader; what unpacks and cuts above it says only that its input is broken.
#[derive(Clone, Default)]
pub(crate) struct Failed(Arc<Mutex<Option<io::Error>>>);

impl Failed {
    /// What failed, once.
    pub fn take(&self) -> Option<io::Error> {
        self.0.lock().ok()?.take()
    }
}

/// A file that says how much of it was read, and whether that failed.
pub(crate) struct Counted<R> {
    pub input: R,
    pub read: Arc<AtomicU64>,
    pub failed: Failed,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.input.read(buffer) {
            Ok(n) => {
                self.read.fetch_add(n as u64, Ordering::Relaxed);
                Ok(n)
            }
            Err(error) => {
                let again = io::Error::from(error.kind());
                // Interrupted is no failure: the read is repeated.
                if error.kind() != io::ErrorKind::Interrupted
                    && let Ok(mut failed) = self.failed.0.lock()
                {
                    *failed = Some(error);
                }
                Err(again)
            }
        }
    }
}

/// A batch of resources, read.
#[derive(Default)]
struct Batch {
    arrivals: Vec<Arrival>,
    problems: Vec<SetAside>,
    remarks: BTreeMap<String, u64>,
}

/// A resource that could not be read.
struct SetAside {
    place: String,
    problem: Problem,
    bytes: Vec<u8>,
    length: u64,
    hash: [u8; 32],
}

impl Batch {
    fn of(items: Vec<Item>) -> Self {
        let mut batch = Self::default();
        for item in items {
            match item.read() {
                Ok(resource) => {
                    for note in &resource.notes {
                        *batch.remarks.entry(note.code.code().to_owned()).or_default() += 1;
                    }
                    // An entry that carries nothing has nothing to keep.
                    if resource.resource_type != BUNDLE_ENTRY {
                        batch.arrivals.push(arrival(resource, item.bytes));
                    }
                }
                Err(problem) => batch.problems.push(SetAside::of(item, problem)),
            }
        }
        batch
    }

    fn count(&self, summary: &mut Summary) {
        for arrival in &self.arrivals {
            *summary.by_type.entry(arrival.resource_type.clone()).or_default() += 1;
            if arrival.fact.is_none() && arrival.resource_type != EXPORT_LOG {
                summary.kept += 1;
            }
        }
        for set_aside in &self.problems {
            *summary.by_reason.entry(set_aside.problem.reason.code().to_owned()).or_default() += 1;
        }
        summary.quarantined += self.problems.len() as u64;
        for (code, n) in &self.remarks {
            *summary.remarks.entry(code.clone()).or_default() += n;
        }
    }
}

impl SetAside {
    fn of(item: Item, problem: Problem) -> Self {
        let (length, hash) = match item.cut {
            Some(cut) => (cut.length, cut.sha256),
            None => (item.bytes.len() as u64, Sha256::digest(&item.bytes).into()),
        };
        Self { place: item.place, problem, bytes: item.bytes, length, hash }
    }

    fn named(self, file: &str) -> NewProblem {
        NewProblem {
            file: file.to_owned(),
            place: self.place,
            reason: self.problem.reason.code().to_owned(),
            message: self.problem.message,
            help: self.problem.help,
            bytes: self.bytes,
            length: self.length,
            hash: self.hash,
            resource_type: None,
        }
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let resources: u64 = self.by_type.values().sum();
        writeln!(
            f,
            "{resources} resources from {} files: {} new, {} unchanged, {} newer versions, {} older versions",
            self.files, self.new, self.unchanged, self.superseding, self.older
        )?;
        for (kind, n) in &self.by_type {
            writeln!(f, "  {n:>9}  {kind}")?;
        }
        if self.kept > 0 {
            writeln!(f, "{} of these are of types that are kept as they came and not used yet", self.kept)?;
        }
        for (place, receipt) in &self.receipts {
            writeln!(f, "referral in {place}: receipt {receipt}")?;
        }
        if self.people_joined > 0 {
            writeln!(f, "{} records joined to people who were known already", self.people_joined)?;
        }
        if self.dyads_linked > 0 {
            writeln!(f, "{} babies joined to their mothers", self.dyads_linked)?;
        }
        for (file, why) in &self.passed_over {
            writeln!(f, "passed over {file}: {why}")?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        for (code, n) in &self.remarks {
            let words = kith_interop::NoteCode::from_code(code).map(|note| note.words());
            let words = words.or_else(|| Some(kith_interop::hl7v2::Remark::from_code(code)?.words()));
            let words = words.unwrap_or(code.as_str());
            writeln!(f, "  {n:>9}  remarks: {words}")?;
        }
        if self.quarantined > 0 {
            writeln!(f, "{} records are in quarantine:", self.quarantined)?;
            for (code, n) in &self.by_reason {
                let help = kith_interop::Reason::from_code(code).map_or("", |r| r.help());
                writeln!(f, "  {n:>9}  {code}: {help}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that fails after some bytes.
    struct Broken(&'static [u8]);

    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::other("the drive is away")),
                n => Ok(n),
            }
        }
    }

    #[test]
    fn a_disk_that_fails_is_told_from_a_broken_file() {
        let failed = Failed::default();
        let reader = |input: Broken| Counted { input, read: Arc::default(), failed: failed.clone() };
        assert!(kith_interop::stream::whole(reader(Broken(b"mrn,last\n")), 1 << 10).is_err());
        assert_eq!(failed.take().map(|e| e.to_string()).as_deref(), Some("the drive is away"));
        let gzip: &[u8] = &[0x1f, 0x8b, 8, 0];
        let counted = Counted { input: gzip, read: Arc::default(), failed: failed.clone() };
        assert!(kith_interop::stream::whole(counted, 1 << 10).is_err());
        assert!(failed.take().is_none(), "the archive is broken, the disk is not");
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_fails_its_cutter() {
        let folder = tempfile::tempdir().unwrap();
        let (cut, mut batches) = cutter(folder.path().join("away.csv"), Limits::default(), Arc::default());
        assert!(batches.recv().await.is_none());
        assert!(cut.await.unwrap().is_err());
    }
}
