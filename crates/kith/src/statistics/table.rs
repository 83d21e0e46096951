//! A table of a file, whose errors say where they are.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// A table with named columns.
pub struct Table {
    file: PathBuf,
    heads: Vec<String>,
    rows: Vec<Row>,
}

/// One row and the line it stands on.
pub struct Row(csv::StringRecord);

/// A column of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Column(usize);

impl Table {
    /// Reads a table of at least one row, from standard input for `-`. Empty lines are skipped, and blanks
    /// around a cell.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let name = || file.display().to_string();
        let mut bytes = Vec::new();
        if file == Path::new("-") {
            std::io::stdin().read_to_end(&mut bytes).context("standard input")?;
        } else {
            bytes = fs::read(file).with_context(|| format!("{}: the file cannot be opened", name()))?;
        }
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .delimiter(delimiter(&bytes))
            .from_reader(&bytes[..]);
        let heads: Vec<String> = reader.headers().with_context(name)?.iter().map(fold).collect();
        if heads.iter().all(String::is_empty) {
            bail!("{}: the file is empty; a header line names the columns", name());
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.with_context(name)?;
            if record.iter().any(|cell| !cell.is_empty()) {
                rows.push(Row(record));
            }
        }
        if rows.is_empty() {
            bail!("{}: there is no row below the header", name());
        }
        Ok(Self { file: file.to_owned(), heads, rows })
    }

    /// A column by any of its names.
    pub fn find(&self, names: &[&str]) -> Option<Column> {
        names.iter().find_map(|name| self.heads.iter().position(|head| head == name)).map(Column)
    }

    /// A column that must be there.
    pub fn column(&self, names: &[&str]) -> anyhow::Result<Column> {
        self.find(names).with_context(|| {
            let wanted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let there = self.heads.join(", ");
            format!("{}: no column {}; the file has {there}", self.file.display(), wanted.join(" or "))
        })
    }

    /// All columns but some.
    pub fn others(&self, but: &[Column]) -> Vec<Column> {
        (0..self.heads.len()).filter(|i| !but.iter().any(|column| column.0 == *i)).map(Column).collect()
    }

    pub fn head(&self, column: Column) -> &str {
        &self.heads[column.0]
    }

    /// The names of all columns.
    pub fn heads(&self) -> String {
        self.heads.iter().map(|head| format!("`{head}`")).collect::<Vec<_>>().join(", ")
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A complaint about one cell.
    pub fn wrong(&self, row: &Row, column: Column, what: &str) -> anyhow::Error {
        let (file, head) = (self.file.display(), self.head(column));
        anyhow::anyhow!("{file}, row {}, column `{head}`: {what}", row.line())
    }

    /// A complaint about a row, counted from 0.
    pub fn at(&self, row: usize, what: &str) -> anyhow::Error {
        anyhow::anyhow!("{}, row {}: {what}", self.file.display(), self.rows[row].line())
    }

    /// A complaint about the whole.
    pub fn whole(&self, what: &str) -> anyhow::Error {
        anyhow::anyhow!("{}: {what}", self.file.display())
    }

    pub fn text<'r>(&self, row: &'r Row, column: Column) -> anyhow::Result<&'r str> {
        match row.cell(column) {
            "" => Err(self.wrong(row, column, "the cell is empty")),
            text => Ok(text),
        }
    }

    /// A number, or none for an empty cell, `NA`, or a dash.
    pub fn number(&self, row: &Row, column: Column) -> anyhow::Result<Option<f64>> {
        let text = row.cell(column);
        if matches!(text, "" | "NA" | "N/A" | "-" | "–") {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.wrong(row, column, &format!("“{text}” is not a number{}", hint(text)))),
        }
    }

    /// A number that must be there.
    pub fn needed(&self, row: &Row, column: Column) -> anyhow::Result<f64> {
        self.number(row, column)?.ok_or_else(|| self.wrong(row, column, "a number is needed here"))
    }

    /// A whole number, not below zero.
    pub fn count(&self, row: &Row, column: Column) -> anyhow::Result<u64> {
        let text = self.text(row, column)?;
        text.parse().map_err(|_| {
            self.wrong(row, column, &format!("“{text}” is not a count: a whole number from 0 up"))
        })
    }

    /// Yes or no, as people write it.
    pub fn yes(&self, row: &Row, column: Column) -> anyhow::Result<bool> {
        match self.text(row, column)?.to_lowercase().as_str() {
            "1" | "yes" | "true" | "y" => Ok(true),
            "0" | "no" | "false" | "n" => Ok(false),
            other => Err(self.wrong(row, column, &format!("“{other}” is neither 1 nor 0"))),
        }
    }
}

impl Row {
    /// A cell as it stands.
    pub fn cell(&self, column: Column) -> &str {
        &self.0[column.0]
    }

    fn line(&self) -> u64 {
        self.0.position().map_or(0, csv::Position::line)
    }
}

/// What separates the cells: of commas, semicolons, tabs and bars the one that the header has most of.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let times = |d: &u8| (header.iter().filter(|byte| *byte == d).count(), *d == b',');
    [b',', b';', b'\t', b'|'].into_iter().max_by_key(times).unwrap_or(b',')
}

/// What may have been meant.
fn hint(text: &str) -> &'static str {
    if text.ends_with('%') {
        "; write 12.5 for 12.5%"
    } else if text.contains(',') {
        "; write 1234.5 without commas"
    } else if text.starts_with(['<', '*']) {
        "; leave a withheld count empty"
    } else {
        ""
    }
}

/// Names of columns are compared without case, and a blank is a line below.
pub(super) fn fold(head: &str) -> String {
    head.trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_")
}
