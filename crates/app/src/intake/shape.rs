//! What a file is, and its rows: certificates, lines of a table, FHIR records, each with what it becomes.

use jiff::civil::Date;
use kith_interop::fhir::{self, Resource};
use kith_interop::ije::{self, IJE_RECORD};
use kith_interop::stream::{BUNDLE_ENTRY, Item, Records, whole};
use kith_interop::table::{self, Mapping, Sheet, SheetNotes, TABLE_ROW};
use kith_interop::{Limits, Note, Problem, Reason};
use kith_store::ledger::Arrival;

use crate::ingest::arrival;

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// FHIR: NDJSON, a Bundle, one resource.
    Records,
    /// HL7 v2 messages, one or many.
    Messages,
    /// Certificates in fixed width.
    Certificates(ije::Kind),
    /// A table that needs a mapping.
    Table,
}

impl Shape {
    /// Tells what a file is; nothing when it is none of these.
    pub fn of(bytes: &[u8], name: &str) -> Option<Self> {
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let start = start.strip_prefix(b"\x0b").unwrap_or(start);
        if [&b"MSH"[..], b"FHS", b"BHS"].iter().any(|head| start.starts_with(head)) {
            return Some(Self::Messages);
        }
        if Records::open(bytes, name, Limits::default()).is_ok() && !start.is_empty() {
            return Some(Self::Records);
        }
        if let Some(kind) = ije::looks_like(bytes, name) {
            return Some(Self::Certificates(kind));
        }
        table::looks_like(bytes).then_some(Self::Table)
    }
}

/// One row of a file, or one record of it.
pub(crate) struct FileRow {
    /// Its line.
    pub line: u64,
    /// What it becomes.
    pub result: Result<Content, Refused>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// What a row becomes.
pub(crate) struct Content {
    /// The row itself, where the file is not of FHIR.
    pub original: Option<Arrival>,
    /// Records with their bytes.
    pub records: Vec<(Resource, Vec<u8>)>,
    /// Whether a blank says nothing, so that a person is joined with what was known.
    pub sparse: bool,
    /// What is erased of people: reference and property.
    pub cleared: Vec<(String, &'static str)>,
}

/// A row that is set aside.
pub(crate) struct Refused {
    /// The header of the column that is to be put right.
    pub column: Option<String>,
    /// Where, in words.
    pub place: String,
    /// What is wrong and what to do.
    pub problem: Problem,
    /// The row as it is kept.
    pub bytes: Vec<u8>,
    /// The type under which rows of its kind are kept; none for FHIR, whose records say theirs.
    pub row_type: Option<&'static str>,
}

impl Refused {
    /// What is wrong, for where its line and its column are said beside it.
    pub fn words(&self, line: u64) -> String {
        let message = self.problem.message.as_str();
        let message = message.strip_prefix(&format!("line {line}: ")).unwrap_or(message);
        let column = self.column.as_deref().map(|column| format!("the column `{column}`: "));
        let message = column.and_then(|column| message.strip_prefix(&column)).unwrap_or(message);
        message.to_owned()
    }
}

/// Reads the records that a door made; ones that cannot be read are a mistake of the door.
fn read(resources: Vec<Vec<u8>>) -> Result<Vec<(Resource, Vec<u8>)>, Problem> {
    resources.into_iter().map(|bytes| Ok((fhir::read(&bytes)?, bytes))).collect()
}

fn original(kind: &str, id: String, bytes: Vec<u8>) -> Option<Arrival> {
    Some(Arrival {
        resource_type: kind.into(),
        resource_id: id,
        version_id: None,
        last_updated: None,
        bytes,
        fact: None,
    })
}

/// The rows of a table under a mapping, and what is to be said of the table.
pub(crate) fn table_rows(sheet: &Sheet, mapping: &Mapping, file_date: Date) -> (Vec<FileRow>, SheetNotes) {
    let taken = table::take(sheet, mapping, file_date);
    let rows = taken.rows.into_iter().map(|row| {
        let refused = |column: Option<String>, problem, bytes| {
            let place = match &column {
                Some(column) => format!("line {}, column {column}", row.line),
                None => format!("line {}", row.line),
            };
            Refused { column, place, problem, bytes, row_type: Some(TABLE_ROW) }
        };
        let (result, notes) = match row.result {
            Err(p) => (Err(refused(p.column, p.problem, p.original)), Vec::new()),
            Ok(made) => match read(made.resources) {
                Err(problem) => (Err(refused(None, problem, made.original)), Vec::new()),
                Ok(records) => {
                    let original = original(TABLE_ROW, made.id, made.original);
                    (Ok(Content { original, records, sparse: true, cleared: made.cleared }), made.notes)
                }
            },
        };
        FileRow { line: row.line, result, notes }
    });
    (rows.collect(), taken.notes)
}

/// The rows of a file of certificates.
pub(crate) fn certificate_rows(bytes: &[u8], kind: ije::Kind) -> Vec<FileRow> {
    let rows = ije::take(bytes, kind).into_iter().map(|line| {
        let refused = |problem, bytes| {
            let place = format!("line {}", line.line);
            Refused { column: None, place, problem, bytes, row_type: Some(IJE_RECORD) }
        };
        let (result, notes) = match line.result {
            Err(problem) => (Err(refused(problem, line.original)), Vec::new()),
            Ok(made) => match read(made.resources) {
                Err(problem) => (Err(refused(problem, line.original)), Vec::new()),
                Ok(records) => {
                    let original = original(IJE_RECORD, made.id, made.original);
                    (Ok(Content { original, records, sparse: true, cleared: Vec::new() }), made.notes)
                }
            },
        };
        FileRow { line: line.line, result, notes }
    });
    rows.collect()
}

/// Most bytes of a file of FHIR that is looked at before it is taken in, when unpacked, and most records of it.
const MOST_UNPACKED: usize = 256 << 20;
const MOST_RECORDS: usize = 500_000;

/// The records of a file of FHIR. One that unpacks to too much is refused whole; after too many records a problem
/// says that the rest was not read.
pub(crate) fn record_rows(bytes: &[u8], name: &str, limits: Limits) -> Vec<FileRow> {
    record_rows_within(bytes, name, limits, MOST_UNPACKED, MOST_RECORDS)
}

fn record_rows_within(
    bytes: &[u8],
    name: &str,
    limits: Limits,
    most_unpacked: usize,
    most_records: usize,
) -> Vec<FileRow> {
    let unpacked = match whole(bytes, most_unpacked) {
        Ok(Some(unpacked)) => unpacked,
        Ok(None) => return vec![too_large(1, format!("{name} unpacks to more than {most_unpacked} bytes"))],
        // Broken before it was too large: what there is of it is read, and the break said.
        Err(_) => bytes.to_vec(),
    };
    let Ok(records) = Records::open(&unpacked[..], name, limits) else { return Vec::new() };
    let mut rows = Vec::new();
    for row in records.filter_map(record_row) {
        if rows.len() >= most_records {
            let message = format!("{name} has more than {most_records} records; the rest was not read");
            rows.push(too_large(row.line, message));
            break;
        }
        rows.push(row);
    }
    rows
}

fn too_large(line: u64, message: String) -> FileRow {
    let help = "cut the file into smaller ones and send each, or put it in with `kith ingest`".to_owned();
    let problem = Problem { reason: Reason::DocumentTooLarge, message, help };
    let place = format!("line {line}");
    let refused = Refused { column: None, place, problem, bytes: Vec::new(), row_type: None };
    FileRow { line, result: Err(refused), notes: Vec::new() }
}

/// One record; nothing for an entry of a Bundle that holds none.
fn record_row(item: Item) -> Option<FileRow> {
    let line = item.line;
    let (result, notes) = match item.read() {
        Ok(resource) if resource.resource_type == BUNDLE_ENTRY => return None,
        Ok(resource) => {
            let notes = resource.notes.clone();
            let records = vec![(resource, item.bytes)];
            (Ok(Content { original: None, records, sparse: false, cleared: Vec::new() }), notes)
        }
        Err(problem) => {
            let place = item.place.clone();
            (Err(Refused { column: None, place, problem, bytes: item.bytes, row_type: None }), Vec::new())
        }
    };
    Some(FileRow { line, result, notes })
}

impl Content {
    /// What the row is in the ledger, in the order in which it is written.
    pub fn arrivals(self) -> Vec<Arrival> {
        let records = self.records.into_iter().map(|(resource, bytes)| arrival(resource, bytes));
        self.original.into_iter().chain(records).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_records_is_read_within_its_bounds() {
        let line = |n: u32| format!("{{\"resourceType\":\"Patient\",\"id\":\"p{n}\"}}\n");
        let text: String = (0..5).map(line).collect();
        let read = |unpacked, records| {
            let rows = record_rows_within(text.as_bytes(), "x", Limits::default(), unpacked, records);
            let refused = rows.iter().filter_map(|row| row.result.as_ref().err());
            (rows.len(), refused.map(|r| r.problem.message.clone()).collect::<Vec<_>>())
        };
        assert_eq!(read(1 << 20, 5), (5, vec![]));
        assert_eq!(read(1 << 20, 3), (4, vec!["x has more than 3 records; the rest was not read".into()]));
        assert_eq!(read(100, 5), (1, vec!["x unpacks to more than 100 bytes".into()]));
    }
}
