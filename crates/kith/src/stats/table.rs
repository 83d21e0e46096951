//! A table that somebody typed: columns by name, cells as numbers, errors with their place.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};

/// What stands in a cell without a value.
const MISSING: &[&str] = &["", "NA", "N/A", "n/a", "null", "."];

/// A table with a header.
#[derive(Debug)]
pub struct Table {
    headers: Vec<String>,
    /// Each with its line in the file, from 1.
    rows: Vec<(u64, Vec<String>)>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(usize);

impl Table {
    /// Reads a file, or standard input for `-`. Cells are separated by what separates the header:
    /// commas, semicolons, tabs or bars.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let mut bytes = Vec::new();
        if path == Path::new("-") {
            std::io::stdin().read_to_end(&mut bytes).context("standard input")?;
        } else {
            bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        }
        Self::parse(&bytes).with_context(|| path.display().to_string())
    }

    fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let text = std::str::from_utf8(bytes)
            .context("the file is not UTF-8 text; save it as \"CSV UTF-8\"")?
            .trim_start_matches('\u{feff}');
        let header = text.lines().next().unwrap_or_default();
        let delimiter = [b',', b';', b'\t', b'|']
            .into_iter()
            .max_by_key(|d| (header.bytes().filter(|b| b == d).count(), *d == b','))
            .unwrap_or(b',');
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        if headers.iter().all(String::is_empty) {
            bail!("the file is empty; it needs a header with the names of its columns");
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().any(|cell| !cell.is_empty()) {
                rows.push((line, record.iter().map(str::to_owned).collect()));
            }
        }
        if rows.is_empty() {
            bail!("there is a header and no rows");
        }
        Ok(Self { headers, rows })
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The column that was named, or else the first with a usual name; upper and lower case are one.
    pub fn find(&self, named: Option<&str>, usual: &[&str]) -> anyhow::Result<Option<Column>> {
        let is = |header: &str, name: &str| header.eq_ignore_ascii_case(name);
        let Some(name) = named else {
            let find = |name: &&str| self.headers.iter().position(|header| is(header, name));
            return Ok(usual.iter().find_map(find).map(Column));
        };
        match self.headers.iter().position(|header| is(header, name)) {
            Some(index) => Ok(Some(Column(index))),
            None => bail!("there is no column `{name}`; the columns are {}", self.names()),
        }
    }

    /// As [`Self::find`], for a column that must be there.
    pub fn need(&self, option: &str, named: Option<&str>, usual: &[&str]) -> anyhow::Result<Column> {
        self.find(named, usual)?.with_context(|| {
            format!("no column for {option}: name one with --{option}; the columns are {}", self.names())
        })
    }

    /// The name of a column.
    pub fn name(&self, column: Column) -> &str {
        &self.headers[column.0]
    }

    fn names(&self) -> String {
        self.headers.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }

    /// Cells as they stand.
    pub fn texts(&self, column: Column) -> Vec<String> {
        self.rows.iter().map(|(_, cells)| cells[column.0].clone()).collect()
    }

    /// What names the rows: a column, or their numbers from 1.
    pub fn labels(&self, column: Option<Column>) -> Vec<String> {
        match column {
            Some(column) => self.texts(column),
            None => (1..=self.rows.len()).map(|row| row.to_string()).collect(),
        }
    }

    /// Cells as numbers; none for a missing one.
    pub fn numbers(&self, column: Column) -> anyhow::Result<Vec<Option<f64>>> {
        let number = |(line, cells): &(u64, Vec<String>)| {
            let cell = cells[column.0].as_str();
            if MISSING.contains(&cell) {
                return Ok(None);
            }
            match cell.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => bail!(
                    "line {line}, column `{}`: `{cell}` is not a number{}",
                    self.name(column),
                    hint(cell)
                ),
            }
        };
        self.rows.iter().map(number).collect()
    }

    /// Cells as numbers, all of them there.
    pub fn all_numbers(&self, column: Column) -> anyhow::Result<Vec<f64>> {
        let numbers = self.numbers(column)?;
        let there = |((line, _), number): (&(u64, Vec<String>), Option<f64>)| {
            number.with_context(|| {
                format!("line {line}, column `{}`: a number is needed here", self.name(column))
            })
        };
        self.rows.iter().zip(numbers).map(there).collect()
    }

    /// Cells as counts, all of them there.
    pub fn counts(&self, column: Column) -> anyhow::Result<Vec<u64>> {
        let count = |((line, _), number): (&(u64, Vec<String>), f64)| {
            if number < 0.0 || number.fract() != 0.0 || number > 9e15 {
                bail!("line {line}, column `{}`: {number} is not a count (0, 1, 2, …)", self.name(column));
            }
            Ok(number as u64)
        };
        self.rows.iter().zip(self.all_numbers(column)?).map(count).collect()
    }

    /// What went wrong with a row.
    pub fn at(&self, row: usize, problem: impl std::fmt::Display) -> anyhow::Error {
        anyhow::anyhow!("line {}: {problem}", self.rows[row].0)
    }
}

/// What may have been meant.
fn hint(cell: &str) -> &'static str {
    if cell.ends_with('%') {
        "; write 12.5 for 12.5%"
    } else if cell.contains(',') {
        "; write 1234.5 without commas"
    } else if cell.starts_with(['<', '*']) {
        "; leave a withheld count empty"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let table =
            Table::parse("\u{feff}Month;Events;N\n2026-01;3;10\n;;\n2026-02;NA;12\n".as_bytes()).unwrap();
        assert_eq!(table.len(), 2);
        let events = table.need("numerator", None, &["numerator", "events"]).unwrap();
        assert_eq!(table.numbers(events).unwrap(), [Some(3.0), None]);
        let month = table.find(Some("month"), &[]).unwrap();
        assert_eq!(table.labels(month), ["2026-01", "2026-02"]);
        assert_eq!(table.labels(None), ["1", "2"]);
    }

    #[test]
    fn errors_say_where() {
        let table = Table::parse(b"month,events\n1,3\n2,\"1,234\"\n3,2.5\n4,\n").unwrap();
        let events = Column(1);
        for (told, error) in [
            (
                table.numbers(events).unwrap_err(),
                "line 3, column `events`: `1,234` is not a number; write 1234.5 without commas",
            ),
            (
                table.find(Some("deaths"), &[]).unwrap_err(),
                "there is no column `deaths`; the columns are `month`, `events`",
            ),
            (
                table.need("denominator", None, &["n"]).unwrap_err(),
                "no column for denominator: name one with --denominator; the columns are `month`, `events`",
            ),
            (
                Table::parse(b"").unwrap_err(),
                "the file is empty; it needs a header with the names of its columns",
            ),
            (Table::parse(b"a,b\n").unwrap_err(), "there is a header and no rows"),
        ] {
            assert_eq!(told.to_string(), error);
        }
        let table = Table::parse(b"events\n3\n2.5\n").unwrap();
        assert_eq!(
            table.counts(Column(0)).unwrap_err().to_string(),
            "line 3, column `events`: 2.5 is not a count (0, 1, 2, …)"
        );
    }
}
