//! Tables of text: the records that `kith link` reads, the files it writes, and the truth it may be judged by.
//!
//! Reading is tolerant of how tables are written (delimiter, encoding, order and case of the columns) and strict about
//! what it would have to guess: a row with too many or too few cells is set aside with its line, and a record without
//! a name of its own, or with another's, stops the work. Nothing here opens a file: it reads and writes what it is given.

mod columns;
mod decode;
mod ids;
mod job;
mod truth;
mod write;

use std::io::{Cursor, Read};

use csv::{ByteRecord, ReaderBuilder};

use crate::record::{Record, Role};

pub use columns::{Columns, FIELDS};
pub use ids::Ids;
pub use job::{Linked, Stage, link_table};
pub use truth::{Report, Truth};
pub use write::{cell, write_rows};

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It cannot be read at all.
    #[error("the table cannot be read")]
    Read(#[from] csv::Error),
    /// Nothing in it, not even a header.
    #[error("the table is empty: its first line must name the columns")]
    Empty,
    /// A column that is needed is not there.
    #[error("no column `{wanted}` among {found}; name it so, or say with --columns which one it is")]
    NoColumn {
        /// The column.
        wanted: &'static str,
        /// The header as it is.
        found: String,
    },
    /// Two columns mean the same.
    #[error(
        "columns `{first}` and `{second}` both mean `{field}`; keep one, or name the other with --columns"
    )]
    SameField {
        /// The meaning.
        field: &'static str,
        /// One header.
        first: String,
        /// The other header.
        second: String,
    },
    /// A record without an id.
    #[error("line {line}: `record_id` is empty; give every record an id of its own")]
    NoId {
        /// Line of the file.
        line: u64,
    },
    /// Two records with one id.
    #[error("line {line}: `record_id` {id} is already on line {first}; give every record an id of its own")]
    SameId {
        /// Line of the file.
        line: u64,
        /// Line of the first record with the id.
        first: u64,
        /// The id.
        id: String,
    },
    /// A table could not be written.
    #[error("the table cannot be written")]
    Write(#[from] std::io::Error),
    /// A mapping of columns that cannot be understood.
    #[error("{0}")]
    Columns(String),
}

/// A row that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Line of the file.
    pub line: u64,
    /// In words.
    pub why: String,
}

/// What came of reading a table.
#[derive(Debug, Default)]
pub struct Reading {
    /// The ids of the records, in the order of the table.
    pub ids: Ids,
    /// Rows that were not taken.
    pub aside: Vec<Aside>,
    /// Headers that mean nothing here.
    pub ignored: Vec<String>,
    /// Rows that were not UTF-8, and were read as Windows-1252.
    pub other_encoding: u64,
    /// Numbers that a spreadsheet had turned into powers of ten (`1.23457E+11`): taken as not said.
    pub damaged_numbers: u64,
}

/// A longer cell is the rest of the file behind a quotation mark that nobody closed.
const LONGEST_CELL: usize = 4096;

/// Reads records, and gives each to `each` in the order of the table.
pub fn read(
    input: impl Read,
    columns: &Columns,
    mut each: impl FnMut(&Record<'_>),
) -> Result<Reading, TableError> {
    let (head, rest) = decode::opened(input).map_err(csv::Error::from)?;
    let delimiter = decode::delimiter(&head);
    let mut table = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .buffer_capacity(1 << 18)
        .from_reader(Cursor::new(head).chain(rest));
    let mut row = ByteRecord::new();
    if !table.read_byte_record(&mut row)? {
        return Err(TableError::Empty);
    }
    let header: Vec<String> = row.iter().map(|cell| decode::text(cell).0.trim().to_owned()).collect();
    let places = columns.places(&header)?;
    let mut reading = Reading::default();
    reading.ignored.extend(
        header
            .iter()
            .zip(&places.fields)
            .filter(|(name, f)| f.is_none() && !name.is_empty())
            .map(|(n, _)| n.clone()),
    );
    let mut decoded = ByteRecord::new();
    while table.read_byte_record(&mut row)? {
        let line = row.position().map_or(0, csv::Position::line);
        if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if let Some(why) = misshapen(&row, header.len()) {
            reading.aside.push(Aside { line, why });
            continue;
        }
        let mut cells = &row;
        if !is_utf8(&row) {
            reading.other_encoding += 1;
            decoded.clear();
            decoded.extend(row.iter().map(|cell| decode::text(cell).0.into_owned()));
            cells = &decoded;
        }
        take(cells, &places.at, line, &mut reading, &mut each)?;
    }
    let repeated = |ids::Repeated { id, first, line }| TableError::SameId { line, first, id };
    reading.ids.close().map_err(repeated)?;
    Ok(reading)
}

/// Whether every cell of a row is UTF-8.
fn is_utf8(row: &ByteRecord) -> bool {
    let whole = std::str::from_utf8(row.as_slice());
    whole.is_ok_and(|text| (0..row.len()).all(|i| row.range(i).is_some_and(|r| text.is_char_boundary(r.end))))
}

/// What is wrong with the shape of a row.
fn misshapen(row: &ByteRecord, width: usize) -> Option<String> {
    if row.iter().any(|cell| cell.len() > LONGEST_CELL) {
        return Some("a cell goes on for more than 4,096 bytes: is a quotation mark not closed?".to_owned());
    }
    (row.len() != width).then(|| format!("{} cells where the header has {width}", row.len()))
}

fn take(
    row: &ByteRecord,
    at: &[Option<usize>; FIELDS.len()],
    line: u64,
    reading: &mut Reading,
    each: &mut impl FnMut(&Record<'_>),
) -> Result<(), TableError> {
    // The whole row is known to be text, so it is looked at once and not once a cell.
    let text = std::str::from_utf8(row.as_slice()).unwrap_or_default();
    let cell = |field: usize| {
        let range = at[field].and_then(|place| row.range(place)).unwrap_or_default();
        text.get(range).unwrap_or_default().trim()
    };
    let mut damaged = 0;
    let mut number = |field: usize| {
        let text = cell(field);
        if decode::power_of_ten(text) {
            damaged += 1;
            return "";
        }
        text
    };
    let id = cell(0);
    if id.is_empty() {
        return Err(TableError::NoId { line });
    }
    let record = Record {
        record_id: id,
        source: cell(1),
        role: Role::read(cell(2)),
        first_name: cell(3),
        middle_name: cell(4),
        last_name: cell(5),
        birth_date: cell(6),
        sex: cell(7),
        birth_order: cell(8),
        ssn: number(9),
        mrn: number(10),
        medicaid_id: number(11),
        phone: number(12),
        email: cell(13),
        address: cell(14),
        city: cell(15),
        state: cell(16),
        zip: number(17),
        mother_first_name: cell(18),
        mother_last_name: cell(19),
        mother_birth_date: cell(20),
        event_date: cell(21),
        ..Record::default()
    };
    reading.damaged_numbers += damaged;
    reading.ids.push(id, line);
    each(&record);
    Ok(())
}

#[cfg(test)]
mod tests;
