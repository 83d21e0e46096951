//! Whole columns of a table, found by their usual names or by the name that was given.

use anyhow::{Context, bail};

use super::table::{Column, Table, fold};

impl Table {
    /// The column that was named, or else the first with a usual name.
    pub fn named(&self, named: Option<&str>, usual: &[&str]) -> anyhow::Result<Option<Column>> {
        match named {
            None => Ok(self.find(usual)),
            Some(name) => match self.find(&[&fold(name)]) {
                Some(column) => Ok(Some(column)),
                None => bail!("there is no column `{name}`; the columns are {}", self.heads()),
            },
        }
    }

    /// As [`Self::named`], for a column that must be there.
    pub fn need(&self, option: &str, named: Option<&str>, usual: &[&str]) -> anyhow::Result<Column> {
        self.named(named, usual)?.with_context(|| {
            format!("no column for {option}: name one with --{option}; the columns are {}", self.heads())
        })
    }

    /// Cells as they stand.
    pub fn texts(&self, column: Column) -> Vec<String> {
        self.rows().iter().map(|row| row.cell(column).to_owned()).collect()
    }

    /// What names the rows: a column, or their numbers from 1.
    pub fn labels(&self, column: Option<Column>) -> Vec<String> {
        match column {
            Some(column) => self.texts(column),
            None => (1..=self.rows().len()).map(|row| row.to_string()).collect(),
        }
    }

    /// Cells as numbers; none for a missing one.
    pub fn numbers(&self, column: Column) -> anyhow::Result<Vec<Option<f64>>> {
        self.rows().iter().map(|row| self.number(row, column)).collect()
    }

    /// Cells as numbers, all of them there.
    pub fn all_numbers(&self, column: Column) -> anyhow::Result<Vec<f64>> {
        self.rows().iter().map(|row| self.needed(row, column)).collect()
    }

    /// Cells as counts, all of them there.
    pub fn counts(&self, column: Column) -> anyhow::Result<Vec<u64>> {
        self.rows().iter().map(|row| self.count(row, column)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn table(text: &str) -> anyhow::Result<Table> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        Table::read(file.path())
    }

    #[test]
    fn columns_are_found_by_name() {
        let table = table("\u{feff}Month;Events;N\n2026-01;3;10\n;;\n2026-02;NA;12\n").unwrap();
        assert_eq!(table.rows().len(), 2);
        let events = table.need("numerator", None, &["numerator", "events"]).unwrap();
        assert_eq!(table.numbers(events).unwrap(), [Some(3.0), None]);
        let month = table.named(Some("MONTH"), &[]).unwrap();
        assert_eq!(table.labels(month), ["2026-01", "2026-02"]);
        assert_eq!(table.labels(None), ["1", "2"]);
    }

    #[test]
    fn errors_say_where() {
        let table = table("month,events\n1,3\n2,2.5\n3,\"1,234\"\n").unwrap();
        let events = table.need("numerator", None, &["events"]).unwrap();
        let told = |error: Option<anyhow::Error>| error.map(|error| error.to_string()).unwrap_or_default();
        for (told, end) in [
            (
                told(table.numbers(events).err()),
                "row 4, column `events`: “1,234” is not a number; write 1234.5 without commas",
            ),
            (
                told(table.counts(events).err()),
                "row 3, column `events`: “2.5” is not a count: a whole number from 0 up",
            ),
            (
                told(table.named(Some("deaths"), &[]).err()),
                "there is no column `deaths`; the columns are `month`, `events`",
            ),
            (
                told(table.need("denominator", None, &["n"]).err()),
                "no column for denominator: name one with --denominator; the columns are `month`, `events`",
            ),
        ] {
            assert!(told.ends_with(end), "{told}");
        }
    }
}
