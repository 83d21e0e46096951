//! A file of any shape but FHIR into the ledger, for `kith ingest`.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::id::SourceId;
use kith_interop::hl7v2::mllp::Frame;
use kith_interop::hl7v2::{self, ORIGINAL};
use kith_interop::stream;
use kith_interop::table::{self, Mapping, SheetNotes};
use kith_store::quarantine::{self, NewProblem};
use kith_store::{ledger, source, upload};
use sha2::{Digest, Sha256};

use super::receipt;
use super::settle::{Settled, settle};
use super::shape::{self, FileRow, Refused, Shape};
use crate::ingest::{Counted, Failed, Summary, Trouble};
use crate::messages::Door;
use crate::{App, Error};

/// Messages that are written together.
const MESSAGES: usize = 500;
/// Records of one transaction.
const BATCH: usize = 4_000;
/// The remark on a file that is the whole list: how many known rows of its source are not in it.
pub(super) const ABSENT: &str = "known_before_and_not_in_this_file";

/// Where a file's records go.
pub(crate) struct Place<'p> {
    pub source: SourceId,
    pub source_name: &'p str,
    pub run: i64,
    /// The mapping of tables, when one was given.
    pub mapping: Option<&'p Mapping>,
}

/// What became of a file that is no FHIR.
pub(crate) enum TakenIn {
    /// Its rows were taken or set aside.
    Yes,
    /// It is nothing that is understood; why, where that can be said.
    No(Option<String>),
}

/// Takes a file in that is no FHIR.
pub(crate) async fn take_in(
    app: &App,
    place: &Place<'_>,
    path: &Path,
    most: usize,
    summary: &mut Summary,
) -> Result<TakenIn, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let owned = path.to_owned();
    let read = move || {
        let failed = Failed::default();
        let input = std::fs::File::open(&owned)?;
        let read = stream::whole(Counted { input, read: Arc::default(), failed: failed.clone() }, most);
        failed.take().map_or(Ok(read), Err)
    };
    // A disk that fails is no fault of the file; a broken archive is.
    let read = blocking(read).await?.map_err(|e| Error::Internal(Box::new(e)))?;
    let Ok(Some(bytes)) = read else { return Ok(TakenIn::No(None)) };
    let file_date = file_date(app, path);
    let rows = match Shape::of(&bytes, &name) {
        Some(Shape::Messages) => return messages(app, place, &bytes, summary).await.map(|()| TakenIn::Yes),
        Some(Shape::Certificates(kind)) => blocking(move || shape::certificate_rows(&bytes, kind)).await?,
        Some(Shape::Table) => match table(app, place, bytes, &name, file_date).await? {
            Ok((rows, mapping, notes)) => {
                for (code, n) in notes.remarks {
                    *summary.remarks.entry(code.code().to_owned()).or_default() += n;
                }
                summary.notes.extend(notes.words);
                let absent = receipt::absent(app.db(), Some(place.source), &mapping, &rows).await?;
                if let Some(absent) = absent {
                    *summary.remarks.entry(ABSENT.to_owned()).or_default() += absent;
                }
                rows
            }
            Err(why) => return Ok(TakenIn::No(Some(why))),
        },
        Some(Shape::Records) | None => return Ok(TakenIn::No(None)),
    };
    for row in &rows {
        for note in &row.notes {
            *summary.remarks.entry(note.code.code().to_owned()).or_default() += 1;
        }
        for (resource, _) in row.result.iter().flat_map(|content| &content.records) {
            *summary.by_type.entry(resource.resource_type.clone()).or_default() += 1;
            summary.kept += u64::from(resource.fact.is_none());
        }
        let original = row.result.as_ref().ok().and_then(|content| content.original.as_ref());
        if let Some(original) = original {
            *summary.by_type.entry(original.resource_type.clone()).or_default() += 1;
            summary.kept += 1;
        }
    }
    let settled = settle(app, Some(place.source), rows).await?;
    write(app, place, &name, settled, summary).await?;
    Ok(TakenIn::Yes)
}

/// The rows of a table with the mapping that was given, saved for the source, or read from the headers; or why they
/// cannot be read.
async fn table(
    app: &App,
    place: &Place<'_>,
    bytes: Vec<u8>,
    name: &str,
    file_date: Date,
) -> Result<Result<(Vec<FileRow>, Mapping, SheetNotes), String>, Error> {
    let mapping = match place.mapping {
        Some(mapping) => Some(mapping.clone()),
        None => saved(app, place.source).await?,
    };
    let (name, source_name) = (name.to_owned(), place.source_name.to_owned());
    blocking(move || {
        let options = mapping.as_ref().map(Mapping::options).unwrap_or_default();
        let sheet = table::read(&bytes, &name, &options).map_err(|p| format!("{}; {}", p.message, p.help))?;
        let mapping = mapping.unwrap_or_else(|| {
            let mut proposed = table::propose(&sheet, &[]).mapping;
            proposed.source.name = source_name;
            proposed
        });
        if !mapping.tells_who() {
            return Err("its headers do not say whose the rows are; give a mapping of its columns".into());
        }
        let (rows, mut notes) = shape::table_rows(&sheet, &mapping, file_date);
        notes.words.splice(..0, sheet.notes);
        Ok((rows, mapping, notes))
    })
    .await
}

/// The mapping that was last confirmed for a source.
pub(super) async fn saved(app: &App, source: SourceId) -> Result<Option<Mapping>, Error> {
    Ok(upload::saved_mapping(app.db(), source).await?.and_then(|text| Mapping::parse(&text).ok()))
}

/// Work that takes long, away from the threads that serve.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(Box::new(e)))
}

/// The day of a file: when it was last changed.
fn file_date(app: &App, path: &Path) -> Date {
    let changed = path.metadata().and_then(|m| m.modified()).ok().and_then(|at| Timestamp::try_from(at).ok());
    changed.map_or_else(|| app.today(), |at| at.to_zoned(app.time_zone().clone()).date())
}

/// Writes settled rows, a batch in a transaction, and sets aside the others.
async fn write(
    app: &App,
    place: &Place<'_>,
    name: &str,
    rows: Vec<Settled>,
    summary: &mut Summary,
) -> Result<(), Error> {
    let mut problems = Vec::new();
    let mut batch = Vec::new();
    for row in rows {
        match row.result {
            Ok((_, arrivals)) => batch.extend(arrivals),
            Err(refused) => {
                *summary.by_reason.entry(refused.problem.reason.code().to_owned()).or_default() += 1;
                problems.push(problem(name, refused));
            }
        }
        if batch.len() >= BATCH {
            append(app, place, std::mem::take(&mut batch), summary).await?;
        }
    }
    append(app, place, batch, summary).await?;
    problems.iter().for_each(|problem| summary.list(problem.into()));
    summary.quarantined += problems.len() as u64;
    summary.newly_quarantined +=
        quarantine::add(app.db(), place.source, place.run, problems, app.now()).await?;
    Ok(())
}

async fn append(
    app: &App,
    place: &Place<'_>,
    batch: Vec<ledger::Arrival>,
    summary: &mut Summary,
) -> Result<(), Error> {
    let appended = ledger::append(app.db(), place.source, batch, app.now()).await?;
    summary.new += appended.new;
    summary.unchanged += appended.unchanged;
    summary.superseding += appended.superseding;
    summary.older += appended.older;
    Ok(())
}

/// A row for the quarantine.
pub(super) fn problem(name: &str, refused: Refused) -> NewProblem {
    NewProblem {
        file: name.to_owned(),
        place: refused.place,
        reason: refused.problem.reason.code().to_owned(),
        message: refused.problem.message,
        help: refused.problem.help,
        length: refused.bytes.len() as u64,
        hash: Sha256::digest(&refused.bytes).into(),
        bytes: refused.bytes,
        resource_type: refused.row_type.map(str::to_owned),
    }
}

/// Takes a file of messages through the door that a socket uses.
async fn messages(app: &App, place: &Place<'_>, bytes: &[u8], summary: &mut Summary) -> Result<(), Error> {
    let mut door = Door::under(app, place.source_name);
    let before = records(app, place.source).await?;
    let reasons = quarantine::by_reason(app.db()).await?;
    let frames: Vec<Frame> =
        hl7v2::split_batch(bytes).into_iter().map(|m| Frame::Message(m.to_vec())).collect();
    let (mut stored, mut refused) = (0, 0);
    let mut answered = 0_u64;
    for group in frames.chunks(MESSAGES) {
        for reply in door.receive(app, group.to_vec()).await {
            if !reply.kept {
                // Nothing is lost: the file is taken in again, and what was stored is known then.
                return Err(Error::Busy);
            }
            *if reply.stored { &mut stored } else { &mut refused } += 1;
            answered += 1;
            if let Some(receipt) = reply.receipt {
                summary.receipts.push((format!("message {answered}"), receipt));
            }
            if !reply.stored {
                summary.list(refusal(answered, &reply.bytes));
            }
        }
    }
    for (code, n) in door.close(app).await? {
        *summary.remarks.entry(code).or_default() += n;
    }
    summary.new += records(app, place.source).await?.saturating_sub(before);
    *summary.by_type.entry(ORIGINAL.to_owned()).or_default() += stored;
    summary.kept += stored;
    summary.quarantined += refused;
    for (reason, n) in quarantine::by_reason(app.db()).await? {
        let was = reasons.iter().find(|(r, _)| *r == reason).map_or(0, |(_, n)| *n);
        let more = u64::try_from(n - was).unwrap_or(0);
        if more > 0 {
            *summary.by_reason.entry(reason).or_default() += more;
            summary.newly_quarantined += more;
        }
    }
    Ok(())
}

/// What an answer says of a message that was refused: the words of ERR-8, or of MSA-3 before version 2.5.
fn refusal(number: u64, answer: &[u8]) -> Trouble {
    let text = String::from_utf8_lossy(answer);
    let separator = text.chars().nth(3).unwrap_or('|');
    let field = |name: &str, at: usize| {
        let segment = text.split('\r').find(|segment| segment.starts_with(name))?;
        segment.split(separator).nth(at).filter(|words| !words.is_empty()).map(str::to_owned)
    };
    let message = field("ERR", 8).or_else(|| field("MSA", 3)).unwrap_or_else(|| "it was refused".into());
    let help = "the message is in quarantine, with the place and what to do".into();
    Trouble { place: format!("message {number}"), message, help }
}

/// How many records a source has, every version counted.
async fn records(app: &App, source: SourceId) -> Result<u64, Error> {
    let standings = source::standings(app.db()).await?;
    Ok(standings.iter().find(|s| s.id == source).map_or(0, |s| u64::try_from(s.records).unwrap_or(0)))
}
