//! Reading a file that was put in: whose it is, its shape, its rows under a mapping.

use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::id::{SourceId, UploadId};
use kith_interop::Limits;
use kith_interop::table::{self, Guess, Mapping, Sheet, SheetNotes};
use kith_store::source;
use kith_store::upload::{self, Upload};

use super::shape::{self, FileRow, Shape};
use super::{back, file, receipt};
use crate::{App, Error, require};

/// A file, read.
pub(super) struct Look {
    pub upload: Upload,
    pub source: Option<SourceId>,
    pub format: &'static str,
    /// The table, for one that has a mapping.
    pub table: Option<Table>,
    pub rows: Vec<FileRow>,
    pub notes: Vec<String>,
}

/// A table with its mapping.
pub(super) struct Table {
    pub sheet: Sheet,
    pub mapping: Mapping,
    /// What was thought of each column, while nobody has said.
    pub guesses: Option<Vec<Guess>>,
    pub notes: SheetNotes,
}

/// Whether a file opens to this reader: whoever is not shown rows sees those of the files that they put in themselves.
pub(super) fn opens(fields: Fields, actor: &Actor, upload: &Upload) -> bool {
    fields == Fields::Rows || upload.by == actor.account
}

/// A file. Whoever is not shown rows sees those of the files that they put in themselves. One that is too old is erased
/// before it is looked at.
pub(super) async fn own(app: &App, actor: &Actor, id: UploadId) -> Result<Upload, Error> {
    let fields = require(actor, Action::Import, Subject::default())?;
    let find = async || {
        let found = upload::find(app.db(), id).await?;
        let found = found.filter(|upload| opens(fields, actor, upload));
        found.ok_or(Error::NotFound("this file"))
    };
    let upload = find().await?;
    if upload.erased.is_none() && upload.at < back::too_old(app).await? {
        back::erase_old(app).await?;
        return find().await;
    }
    Ok(upload)
}

pub(super) async fn known_source(app: &App, name: &str) -> Result<Option<SourceId>, Error> {
    let standings = source::standings(app.db()).await?;
    Ok(standings.into_iter().find(|s| s.name == name).map(|s| s.id))
}

/// Of a table that is the whole list, how many rows that are known of its source are not in it.
pub(super) async fn absent(
    app: &App,
    look: &Look,
    source: Option<SourceId>,
    rows: &[FileRow],
) -> Result<Option<u64>, Error> {
    match &look.table {
        Some(table) => receipt::absent(app.db(), source, &table.mapping, rows).await,
        None => Ok(None),
    }
}

/// Reads a file with the mapping that was said, else the one that was saved for its source, else a proposed one.
pub(super) async fn look(app: &App, upload: Upload) -> Result<Look, Error> {
    let db = app.db();
    let bytes = upload::bytes(db, upload.id).await?.ok_or(Error::NotFound("this file"))?;
    let source = known_source(app, &upload.source_name).await?;
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
    let sheet = read.map_err(|p| Error::Invalid {
        field: "file",
        message: format!("{}; {}", p.message, p.help).into(),
    })?;
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
