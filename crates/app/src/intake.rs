//! Files that somebody puts in: looked at with a proposed mapping, then committed, and undone as a whole.
//!
//! Nothing of a file counts before it is committed. A commit is one transaction with one run, and undoing it takes
//! back exactly what that run wrote: what was new states nothing any more, what was changed states again what it stated
//! before. Files of `kith ingest` that are no FHIR go the same way from rows to records.

mod file;
mod page;
mod settle;
mod shape;
pub mod watch;

use jiff::{Span, Timestamp};
use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::id::{SourceId, UploadId};
use kith_interop::Limits;
use kith_interop::table::{self, DateOrder, Field, Guess, Mapping, Sheet, SheetNotes, export};
use kith_store::ledger;
use kith_store::quarantine;
use kith_store::source::{self, RunCounts};
use kith_store::upload::{self, NewUpload, Upload};
use sha2::{Digest, Sha256};

use crate::ingest::check_source;
use crate::view::{FilePreview, FilesPage};
use crate::{App, Error, audited, linking, require};
use settle::{Settled, settle};
use shape::{FileRow, Shape};

pub(crate) use file::{Place, TakenIn, take_in};

/// The largest file that is put in by hand.
const MOST_BYTES: usize = 20 << 20;
/// Files of one page.
const LISTED: u32 = 100;
/// Hours within which a file can be undone.
const UNDO_WITHIN_HOURS: i64 = 30 * 24;

/// A file, read.
struct Look {
    upload: Upload,
    source: Option<SourceId>,
    format: &'static str,
    /// The table, for one that has a mapping.
    table: Option<Table>,
    rows: Vec<FileRow>,
    notes: Vec<String>,
}

/// A table with its mapping.
struct Table {
    sheet: Sheet,
    mapping: Mapping,
    /// What was thought of each column, while nobody has said.
    guesses: Option<Vec<Guess>>,
    notes: SheetNotes,
}

/// The files that were put in, newest first.
pub async fn files(app: &App, actor: &Actor) -> Result<FilesPage, Error> {
    require(actor, Action::Import, Subject::default())?;
    let uploads = upload::list(app.db(), LISTED).await?;
    let mut lines = Vec::with_capacity(uploads.len());
    for upload in &uploads {
        lines.push(page::line(app, upload).await?);
    }
    let sources = source::standings(app.db()).await?.into_iter().map(|s| (s.id, s.name));
    let sources = sources.filter(|(_, name)| name != kith_store::outreach::OWN_SOURCE).collect();
    Ok(FilesPage { uploads: lines, sources })
}

/// Keeps a file to be looked at. The same bytes of the same source are the same file.
pub async fn put_in(
    app: &App,
    actor: &Actor,
    name: &str,
    source: &str,
    bytes: Vec<u8>,
) -> Result<UploadId, Error> {
    require(actor, Action::Import, Subject::default())?;
    let source = source.trim();
    check_source(source)?;
    let wrong = |message: &str| Error::Invalid { field: "file", message: message.into() };
    if bytes.is_empty() {
        return Err(wrong("the file is empty"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(wrong("the file is over 20 MB; `kith ingest` takes larger ones"));
    }
    match Shape::of(&bytes, name) {
        None => {
            return Err(wrong(
                "the file is neither a table (CSV, XLSX), nor FHIR JSON, nor a certificate file (IJE)",
            ));
        }
        Some(Shape::Messages) => {
            return Err(wrong("HL7 v2 messages come through `kith ingest` or the message port"));
        }
        Some(_) => {}
    }
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    let before = upload::list(app.db(), LISTED).await?;
    let same = before
        .iter()
        .find(|u| u.hash == hash && u.source_name == source && u.undone.is_none() && u.by == actor.account);
    if let Some(same) = same {
        return Ok(same.id);
    }
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let new = NewUpload { name, source_name: source.to_owned(), bytes, by: actor.account };
    let id = upload::save(app.db(), new, app.now()).await?;
    audited(app, actor, "put_in_file", Some(format!("upload/{id}")), source).await?;
    Ok(id)
}

/// What a file says and what would become of it.
pub async fn preview(app: &App, actor: &Actor, id: UploadId) -> Result<FilePreview, Error> {
    require(actor, Action::Import, Subject::default())?;
    let mut look = look(app, actor, id).await?;
    let rows = settle(app, look.source, std::mem::take(&mut look.rows)).await?;
    audited(app, actor, "see_file", Some(format!("upload/{id}")), "").await?;
    page::preview(app, look, rows).await
}

/// Says what the columns mean. A column without a field is left out; `date_order` is `MDY` or `DMY`.
pub async fn map(
    app: &App,
    actor: &Actor,
    id: UploadId,
    columns: &[(usize, Option<String>)],
    date_order: Option<&str>,
) -> Result<(), Error> {
    require(actor, Action::Import, Subject::default())?;
    let look = look(app, actor, id).await?;
    let Some(Table { sheet, mut mapping, .. }) = look.table else {
        return Err(Error::Invalid { field: "columns", message: "this file needs no mapping".into() });
    };
    let invalid = |field: &'static str, message: String| Error::Invalid { field, message };
    for (index, name) in columns {
        let Some(header) = sheet.headers.get(*index) else {
            return Err(invalid("columns", format!("there is no column {}", index + 1)));
        };
        let field = match name.as_deref().filter(|n| !n.is_empty()) {
            None => None,
            Some(name) => {
                Some(Field::named(name).ok_or_else(|| invalid("columns", format!("`{name}` is no field")))?)
            }
        };
        mapping.set(header, field);
    }
    if let Some(twice) = mapping.taken_twice(&sheet.headers) {
        return Err(invalid("columns", format!("two columns are `{}`; leave one of them out", twice.name())));
    }
    match date_order {
        None | Some("") => {}
        Some("MDY") => mapping.source.date_order = Some(DateOrder::Mdy),
        Some("DMY") => mapping.source.date_order = Some(DateOrder::Dmy),
        // Years first are never ambiguous.
        Some("YMD") => mapping.source.date_order = None,
        Some(other) => return Err(invalid("date_order", format!("`{other}` is no order of dates"))),
    }
    mapping.source.row_key = mapping.usual_row_key();
    if !upload::set_mapping(app.db(), id, &mapping.to_toml()).await? {
        return Err(invalid("columns", "the file was committed already; undo it first".into()));
    }
    Ok(())
}

/// Takes a file in. Once more after a crash goes on where it stopped.
pub async fn commit(app: &App, actor: &Actor, id: UploadId) -> Result<(), Error> {
    require(actor, Action::Import, Subject::default())?;
    let mut look = look(app, actor, id).await?;
    let rows = std::mem::take(&mut look.rows);
    let missing = page::missing(&look, rows.len());
    if !missing.is_empty() {
        let message = "some things must be said first: see what is missing".to_owned();
        return Err(Error::Invalid { field: "mapping", message });
    }
    if look.upload.undone.is_some() {
        let message = "the file was undone; put it in again".to_owned();
        return Err(Error::Invalid { field: "file", message });
    }
    let db = app.db();
    let source = source::ensure(db, &look.upload.source_name, app.now()).await?;
    // The mapping that was committed is what later looks at the file go by, and the sender's next file.
    if let Some(table) = &look.table {
        let text = table.mapping.to_toml();
        upload::set_mapping(db, id, &text).await?;
        upload::save_mapping(db, source, &text, actor.account, app.now()).await?;
    }
    let run = match look.upload.committed {
        Some((run, _)) => run,
        None => {
            let run = source::begin_run(db, source, &look.upload.name, app.now()).await?;
            if !upload::mark_committed(db, id, run, app.now()).await? {
                // Somebody else was faster.
                return Ok(());
            }
            run
        }
    };
    let rows = settle(app, Some(source), rows).await?;
    let mut counts = RunCounts::default();
    let (mut arrivals, mut problems) = (Vec::new(), Vec::new());
    for Settled { result, .. } in rows {
        match result {
            Ok((_, more)) => arrivals.extend(more),
            Err(refused) => problems.push(file::problem(&look.upload.name, refused)),
        }
    }
    counts.quarantined = signed(problems.len());
    counts.kept = signed(arrivals.iter().filter(|a| a.fact.is_none()).count());
    // One transaction: all of the file or nothing of it.
    let receipt = ledger::append_noting(db, source, arrivals, Some(run), app.now()).await?;
    quarantine::add(db, source, run, problems, app.now()).await?;
    let appended = receipt.appended;
    counts.new = signed(appended.new as usize);
    counts.unchanged = signed(appended.unchanged as usize);
    counts.superseding = signed(appended.superseding as usize);
    counts.older = signed(appended.older as usize);
    source::end_run(db, run, counts, app.now()).await?;
    audited(app, actor, "commit_file", Some(format!("upload/{id}")), &look.upload.source_name).await?;
    linking::link(app).await?;
    app.wake();
    Ok(())
}

/// Takes back what a file brought; false when there was nothing to take back.
pub async fn undo(app: &App, actor: &Actor, id: UploadId) -> Result<bool, Error> {
    require(actor, Action::Import, Subject::default())?;
    let upload = upload::find(app.db(), id).await?.ok_or(Error::NotFound("this file"))?;
    let Some((run, _)) = upload.committed.filter(|_| may_undo(app, &upload)) else { return Ok(false) };
    let back = ledger::withdraw(app.db(), run, app.now()).await?;
    let undone = upload::mark_undone(app.db(), id, actor.account, app.now()).await?;
    let detail = format!(
        "{}: {} withdrawn, {} as before, {} left as a later file has them",
        upload.source_name, back.withdrawn, back.restored, back.overtaken
    );
    audited(app, actor, "undo_file", Some(format!("upload/{id}")), &detail).await?;
    linking::link(app).await?;
    app.wake();
    Ok(undone)
}

/// Whether a file can be taken back: it was committed, not undone, and not too long ago.
fn may_undo(app: &App, upload: &Upload) -> bool {
    let Some((_, at)) = upload.committed.filter(|_| upload.undone.is_none()) else { return false };
    let until: Result<Timestamp, _> = at.checked_add(Span::new().hours(UNDO_WITHIN_HOURS));
    until.is_ok_and(|until| app.now() <= until)
}

/// The rows that are set aside, as they came, with their reasons; safe to open in a spreadsheet.
pub async fn problems_csv(app: &App, actor: &Actor, id: UploadId) -> Result<String, Error> {
    require(actor, Action::Import, Subject::default())?;
    let look = look(app, actor, id).await?;
    audited(app, actor, "see_file", Some(format!("upload/{id}")), "rows set aside").await?;
    let headers = look.table.as_ref().map(|t| t.sheet.headers.as_slice()).unwrap_or_default();
    let kept: Vec<usize> = match &look.table {
        Some(table) => (0..headers.len()).filter(|at| !table.mapping.ignores(&headers[*at])).collect(),
        None => Vec::new(),
    };
    let fixed = ["line", "column", "what is wrong", "what to do"];
    // A spreadsheet reads UTF-8 only with a mark.
    let mut out = String::from("\u{feff}");
    out.push_str(&export::record(fixed.into_iter().chain(kept.iter().map(|at| headers[*at].as_str()))));
    for row in &look.rows {
        let Err(refused) = &row.result else { continue };
        let line = row.line.to_string();
        let first = [
            &line,
            refused.column.as_deref().unwrap_or_default(),
            &refused.problem.message,
            &refused.problem.help,
        ];
        let sent = look.table.as_ref().and_then(|t| t.sheet.rows.iter().find(|r| r.line == row.line));
        let cells = kept.iter().map(|at| sent.map_or("", |r| r.cells[*at].text.as_str()));
        out.push_str(&export::record(first.into_iter().chain(cells)));
    }
    Ok(out)
}

/// The mapping of a file as TOML.
pub async fn mapping_toml(app: &App, actor: &Actor, id: UploadId) -> Result<String, Error> {
    require(actor, Action::Import, Subject::default())?;
    let look = look(app, actor, id).await?;
    look.table.map(|t| t.mapping.to_toml()).ok_or(Error::NotFound("the mapping of this file"))
}

/// An empty table with every field.
pub fn template_csv() -> String {
    export::template()
}

/// Reads a file with the mapping that was said, else the one that was saved for its source, else a proposed one.
/// Whoever is not shown rows sees those of the files that they put in themselves.
async fn look(app: &App, actor: &Actor, id: UploadId) -> Result<Look, Error> {
    let db = app.db();
    let fields = require(actor, Action::Import, Subject::default())?;
    let found = upload::find(db, id).await?.filter(|u| fields == Fields::Rows || u.by == actor.account);
    let upload = found.ok_or(Error::NotFound("this file"))?;
    let bytes = upload::bytes(db, id).await?.ok_or(Error::NotFound("this file"))?;
    let source =
        source::standings(db).await?.into_iter().find(|s| s.name == upload.source_name).map(|s| s.id);
    let saved = match source {
        Some(source) => file::saved(app, source).await?,
        None => None,
    };
    let file_date = upload.at.to_zoned(app.time_zone().clone()).date();
    file::blocking(move || {
        let shape = Shape::of(&bytes, &upload.name);
        let plain =
            |format, rows, upload| Look { upload, source, format, table: None, rows, notes: Vec::new() };
        match shape {
            Some(Shape::Records) => {
                let rows = shape::record_rows(&bytes, &upload.name, Limits::default());
                Ok(plain("fhir", rows, upload))
            }
            Some(Shape::Certificates(kind)) => {
                Ok(plain("ije", shape::certificate_rows(&bytes, kind), upload))
            }
            _ => {
                let (table, rows) = read_table(&bytes, &upload, saved, file_date)?;
                let format = if table.sheet.encoding == "workbook" { "xlsx" } else { "csv" };
                let notes = table.sheet.notes.clone();
                Ok(Look { upload, source, format, table: Some(table), rows, notes })
            }
        }
    })
    .await?
}

fn read_table(
    bytes: &[u8],
    upload: &Upload,
    saved: Option<Mapping>,
    file_date: jiff::civil::Date,
) -> Result<(Table, Vec<FileRow>), Error> {
    let said = upload.mapping.as_deref().and_then(|text| Mapping::parse(text).ok());
    let options = said.as_ref().or(saved.as_ref()).map(Mapping::options).unwrap_or_default();
    // A sheet of an earlier file may have another name in this one.
    let read = table::read(bytes, &upload.name, &options)
        .or_else(|_| table::read(bytes, &upload.name, &table::Options { sheet: None, ..options }));
    let sheet =
        read.map_err(|p| Error::Invalid { field: "file", message: format!("{}; {}", p.message, p.help) })?;
    let (mapping, guesses) = match said {
        Some(mapping) => (mapping, None),
        None => {
            let known: Vec<Mapping> = saved.into_iter().collect();
            let mut proposal = table::propose(&sheet, &known);
            if proposal.mapping.source.name.is_empty() {
                proposal.mapping.source.name = upload.source_name.clone();
            }
            (proposal.mapping, Some(proposal.guesses))
        }
    };
    let (rows, notes) = shape::table_rows(&sheet, &mapping, file_date);
    Ok((Table { sheet, mapping, guesses, notes }, rows))
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
