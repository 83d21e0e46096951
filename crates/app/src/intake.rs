//! Files that somebody puts in: looked at with a proposed mapping, then committed, and undone as a whole.
//!
//! Nothing of a file counts before it is committed. A commit is one transaction with one run, and undoing it takes
//! back exactly what that run wrote: what was new states nothing any more, what was changed states again what it stated
//! before, and what another file stated too stays until that one is undone. Files of `kith ingest` that are no FHIR go the same way from rows to records.
//!
//! The bytes of a file are kept only until it is decided what becomes of it, and for some days at most: what its mapping
//! leaves out is nowhere then. A receipt stays.

mod back;
mod file;
mod look;
mod page;
mod receipt;
mod settle;
mod shape;
pub mod watch;

use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::UploadId;
use kith_domain::words::Words;
use kith_interop::table::{DateOrder, Field, export};
use kith_store::source;
use kith_store::upload::{self, Commit, NewUpload, Upload};
use sha2::{Digest, Sha256};

use crate::ingest::check_source;
use crate::view::{FilePreview, FilesPage};
use crate::{App, Error, audited, linking, require};
use look::{Look, Table, absent, known_source, look, own};
use receipt::Receipt;
use settle::{Settled, settle};
use shape::Shape;

pub use back::{TakenBack, erase_old, keep_days, run, set_keep_days, undo};
pub(crate) use file::{Place, TakenIn, take_in};

/// The largest file that is put in by hand.
const MOST_BYTES: usize = 20 << 20;
/// Files of one page.
const LISTED: u32 = 100;

/// Refuses who may not put files in.
pub fn may_put_in(actor: &Actor) -> Result<(), Error> {
    require(actor, Action::Import, Subject::default()).map(drop)
}

/// The files that were put in, newest first.
pub async fn files(app: &App, actor: &Actor) -> Result<FilesPage, Error> {
    let fields = require(actor, Action::Import, Subject::default())?;
    let uploads = upload::list(app.db(), LISTED).await?;
    let line = |upload| page::line(app, upload, look::opens(fields, actor, upload));
    let lines = uploads.iter().map(line).collect();
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
    let stands = |u: &&Upload| u.undone.is_none() && (u.erased.is_none() || u.committed.is_some());
    let same = before
        .iter()
        .filter(stands)
        .find(|u| u.hash == hash && u.source_name == source && u.by == actor.account);
    if let Some(same) = same {
        return Ok(same.id);
    }
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let new = NewUpload { name, source_name: source.to_owned(), bytes, by: actor.account };
    let id = upload::save(app.db(), new, app.now()).await?;
    audited(app, actor, "put_in_file", Some(format!("upload/{id}")), source).await?;
    Ok(id)
}

/// What a file says and what would become of it; of one whose bytes are erased, what became of it.
pub async fn preview(app: &App, actor: &Actor, id: UploadId) -> Result<FilePreview, Error> {
    let upload = own(app, actor, id).await?;
    audited(app, actor, "see_file", Some(format!("upload/{id}")), "").await?;
    if upload.erased.is_some() {
        return page::closed(app, &upload).await;
    }
    let mut look = look(app, upload).await?;
    let rows = std::mem::take(&mut look.rows);
    let absent = absent(app, &look, look.source, &rows).await?;
    let rows = settle(app, look.source, rows).await?;
    page::preview(app, look, rows, absent).await
}

/// Says what the columns mean. A column without a field is left out; `date_order` is `MDY` or `DMY`; `snapshot` says that
/// every file of this source is the whole list.
pub async fn map(
    app: &App,
    actor: &Actor,
    id: UploadId,
    columns: &[(usize, Option<String>)],
    date_order: Option<&str>,
    snapshot: bool,
) -> Result<(), Error> {
    let upload = own(app, actor, id).await?;
    let look = look(app, upload).await?;
    let Some(Table { sheet, mut mapping, .. }) = look.table else {
        return Err(Error::Invalid { field: "columns", message: "this file needs no mapping".into() });
    };
    let invalid = |field: &'static str, message: String| Error::Invalid { field, message: message.into() };
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
    mapping.source.snapshot = snapshot;
    mapping.source.row_key = mapping.usual_row_key();
    if !upload::set_mapping(app.db(), id, &mapping.to_toml()).await? {
        return Err(invalid("columns", "the file was committed already; undo it first".into()));
    }
    Ok(())
}

/// Takes a file in and erases its bytes: all of it or nothing of it. Once more changes nothing.
pub async fn commit(app: &App, actor: &Actor, id: UploadId) -> Result<(), Error> {
    let upload = own(app, actor, id).await?;
    if upload.erased.is_some() || upload.committed.is_some() {
        return stands(&upload);
    }
    let mut look = look(app, upload).await?;
    let rows = std::mem::take(&mut look.rows);
    let missing = page::missing(&look, rows.len());
    if !missing.is_empty() {
        let message = "some things must be said first: see what is missing".to_owned();
        return Err(Error::Invalid { field: "mapping", message: message.into() });
    }
    let db = app.db();
    let source = source::ensure(db, &look.upload.source_name, app.now()).await?;
    let absent = absent(app, &look, Some(source), &rows).await?;
    let rows = settle(app, Some(source), rows).await?;
    let receipt = Receipt {
        format: look.format.to_owned(),
        read_as: page::read_as(&look, rows.len()),
        rows: receipt::count(&rows),
        absent,
        notes: page::notes(&look),
    };
    let (receipt, aside) = (json(&receipt)?, json(&receipt::aside(&rows))?);
    let (mut arrivals, mut problems) = (Vec::new(), Vec::new());
    for Settled { result, .. } in rows {
        match result {
            Ok((_, more)) => arrivals.extend(more),
            Err(refused) => problems.push(file::problem(&look.upload.name, refused)),
        }
    }
    let what = look.upload.name.clone();
    // The mapping that was committed is what later looks at the file go by, and the sender's next file.
    let mapping = look.table.as_ref().map(|table| table.mapping.to_toml());
    let file = Commit { source, what, by: actor.account, mapping, arrivals, problems, receipt, aside };
    if upload::commit(db, id, file, app.now()).await?.is_none() {
        // Somebody else was faster.
        let upload = upload::find(db, id).await?.ok_or(Error::NotFound("this file"))?;
        return stands(&upload);
    }
    audited(app, actor, "commit_file", Some(format!("upload/{id}")), &look.upload.source_name).await?;
    linking::link(app).await?;
    app.wake();
    Ok(())
}

/// Refuses a file that was decided about, unless it is in.
fn stands(upload: &Upload) -> Result<(), Error> {
    if upload.committed.is_some() && upload.undone.is_none() {
        return Ok(());
    }
    let message = Words::new(
        "The file was taken back or discarded. Put it in again.",
        "El archivo se retiró o se descartó. Entréguelo otra vez.",
    );
    Err(Error::Invalid { field: "file", message })
}

/// The rows that are set aside, as they came, with their reasons; safe to open in a spreadsheet.
pub async fn problems_csv(app: &App, actor: &Actor, id: UploadId) -> Result<String, Error> {
    let upload = own(app, actor, id).await?;
    audited(app, actor, "see_file", Some(format!("upload/{id}")), "rows set aside").await?;
    if upload.erased.is_some() {
        let source = known_source(app, &upload.source_name).await?;
        let aside = receipt::rows_aside(app.db(), id).await?;
        return page::receipt(&upload).problems_csv(app.db(), source, &aside).await;
    }
    let look = look(app, upload).await?;
    let refused: Vec<_> =
        look.rows.iter().filter_map(|row| Some((row.line, row.result.as_ref().err()?))).collect();
    let words: Vec<String> = refused.iter().map(|(line, refused)| refused.words(*line)).collect();
    let rows = refused.iter().zip(&words).map(|((line, refused), message)| export::Refused {
        line: *line,
        column: refused.column.as_deref().unwrap_or_default(),
        message,
        help: &refused.problem.help,
    });
    Ok(export::problems(look.table.as_ref().map(|t| (&t.sheet, &t.mapping)), rows))
}

/// The mapping of a file as TOML.
pub async fn mapping_toml(app: &App, actor: &Actor, id: UploadId) -> Result<String, Error> {
    let upload = own(app, actor, id).await?;
    if upload.erased.is_some() {
        return upload.mapping.ok_or(Error::NotFound("the mapping of this file"));
    }
    let look = look(app, upload).await?;
    look.table.map(|t| t.mapping.to_toml()).ok_or(Error::NotFound("the mapping of this file"))
}

/// An empty table with every field.
pub fn template_csv() -> String {
    export::template()
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Internal(Box::new(e)))
}

#[cfg(test)]
mod tests;
