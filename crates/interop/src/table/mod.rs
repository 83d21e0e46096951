//! Spreadsheets: CSV and workbooks as sheets, a sender's mapping, and each row as FHIR resources.
//!
//! [`read`] turns bytes into a [`Sheet`]: text cells under one header row, each row with its line in the original
//! file. A [`Mapping`] says what the columns of one sender mean; [`propose`] guesses one, with its reasons. [`take`]
//! makes FHIR R4 resources of each row, which then go the way of every other record. A cell is never repaired
//! in silence: what is damaged refuses its row, with the column and what to do. Deliberately absent: pictures, macros,
//! formulas (their cached values are read), pivot tables.

mod dates;
pub mod export;
mod field;
mod forms;
mod header;
mod hidden;
mod make;
mod mapping;
mod merge;
mod propose;
mod take;
mod text;
mod values;
mod words;
mod workbook;

pub use dates::{DateOrder, DateSettings, Tally};
pub use field::{Field, Kind, Whom};
pub use forms::{Columns, FormRow, FormRows, RowWrong};
pub use mapping::{Auto, Check, Column, Ignored, Mapping, MappingError, OneOf, Source, Unmapped};
pub use merge::merged;
pub use propose::{Confidence, Guess, Proposal, propose};
pub use take::{Made, RowProblem, RowTaken, SheetNotes, TABLE_ROW, Taken, take};
pub use values::{Point, WeightUnit};

use crate::problem::{Problem, Reason};

/// How to read a file, where its content does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The worksheet; the first visible one with rows without it.
    pub sheet: Option<String>,
    /// The delimiter; found by counting without it.
    pub delimiter: Option<u8>,
    /// The line of the header in the original file, from 1; found by its looks without it.
    pub header_row: Option<u64>,
    /// Header texts that are expected: they help to find the header row.
    pub expected: Vec<String>,
    /// Guards.
    pub limits: Limits,
}

/// How much of a stranger's spreadsheet is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file in bytes.
    pub bytes: usize,
    /// Largest content of a workbook when unpacked, in bytes.
    pub unpacked: u64,
    /// Most rows.
    pub rows: usize,
    /// Most columns.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, unpacked: 512 << 20, rows: 500_000, columns: 1_000 }
    }
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Typed {
    /// Text, or nothing.
    #[default]
    Text,
    /// A number of a workbook.
    Number,
    /// A date of a workbook, by the style of its cell; the text is `YYYY-MM-DD`, with a time if it has one.
    Date,
    /// An error such as `#REF!`.
    Error,
}

/// One cell as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its text, as sent but for white space around it.
    pub text: String,
    /// What it is.
    pub typed: Typed,
}

impl Cell {
    /// A cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into().trim().to_owned(), typed: Typed::Text }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// One row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line in the original file: where a record of a CSV starts, or the row of the worksheet; from 1.
    pub line: u64,
    /// Its cells, as many as there are headers.
    pub cells: Vec<Cell>,
    /// How many cells came, when that is not as many as there are headers.
    pub ragged: Option<usize>,
    /// The bytes of the row as they came, decoded; for a workbook a JSON object of header to cell.
    pub original: String,
}

/// A file as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The headers, made unique: a second `date` is `date (2)`.
    pub headers: Vec<String>,
    /// The line of the header row.
    pub header_line: u64,
    /// The rows with content, footers and totals left out.
    pub rows: Vec<Row>,
    /// What was noticed, in words for the sender.
    pub notes: Vec<String>,
    /// The worksheets by name, hidden ones too; empty for text.
    pub sheets: Vec<String>,
    /// The worksheet that was read.
    pub sheet: Option<String>,
    /// The encoding; `workbook` for one.
    pub encoding: &'static str,
    /// The delimiter of a text file.
    pub delimiter: Option<u8>,
    /// Whether days without a style count from 1904.
    pub epoch_1904: bool,
}

/// A row of a file: its line, its cells, and its bytes where it is of text.
type RawRow = (u64, Vec<Cell>, Option<String>);

/// The rows of a file before anybody knows which is the header.
struct Raw {
    rows: Vec<RawRow>,
    notes: Vec<String>,
    sheets: Vec<String>,
    sheet: Option<String>,
    encoding: &'static str,
    delimiter: Option<u8>,
    epoch_1904: bool,
    /// Lines, and places of columns, that a workbook hides.
    hidden: hidden::Hidden,
}

/// Reads a file as a table. `name` is only for messages; the format is told by content.
pub fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Sheet, Problem> {
    if bytes.len() > options.limits.bytes {
        let message =
            format!("{name} has {} bytes, more than the {} allowed", bytes.len(), options.limits.bytes);
        return Err(Problem::new(Reason::DocumentTooLarge, message));
    }
    let raw = if workbook::is_one(bytes) {
        workbook::read(bytes, name, options)?
    } else {
        text::read(bytes, name, options)?
    };
    header::sheet(raw, name, options)
}

/// Whether bytes look like a spreadsheet rather than like records of another shape: a workbook, or text of several
/// columns.
pub fn looks_like(bytes: &[u8]) -> bool {
    workbook::is_one(bytes) || text::looks_like(bytes)
}

pub(crate) use take::short_hash;
pub(crate) use values::is_temporary as is_temporary_name;

/// Most cells of a sheet, empty ones too.
const MOST_CELLS: usize = 20_000_000;

fn too_many_cells(name: &str) -> Problem {
    problem(
        Reason::DocumentTooLarge,
        format!("{name} has more than {MOST_CELLS} cells, empty ones too"),
        "delete the columns that nobody needs, or cut the file into smaller ones and send each",
    )
}

/// How many of something, in words.
fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A problem with its own advice.
fn problem(reason: Reason, message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { reason, message: message.into(), help: help.into() }
}

#[cfg(test)]
mod tests;
