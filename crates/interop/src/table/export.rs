//! Tables out: cells that no spreadsheet takes for a formula, the rows that were refused with their reasons, an empty
//! template.

use std::collections::HashMap;

use super::field::{Field, Kind};
use super::{Mapping, Row, Sheet};

/// What a formula begins with, in the wide forms of East Asia too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell that is safe to open in a spreadsheet: what starts like a formula is marked as text, unless it is a number.
pub fn cell(text: &str) -> String {
    let starts = text.starts_with(FORMULA);
    if starts && !is_number(text) { format!("'{text}") } else { text.to_owned() }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut points = 0;
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| {
            points += usize::from(b == b'.');
            b.is_ascii_digit() || b == b'.' && points < 2
        })
}

/// One record of a CSV file.
pub fn record<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut line = String::new();
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let safe = cell(text.as_ref());
        if safe.contains([',', '"', '\n', '\r', ';', '\t']) {
            line.push('"');
            line.push_str(&safe.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&safe);
        }
    }
    line.push_str("\r\n");
    line
}

/// A row that was refused.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'r> {
    /// Its line in the file.
    pub line: u64,
    /// The header of the column that is to be put right; empty for the row as a whole.
    pub column: &'r str,
    /// What is wrong.
    pub message: &'r str,
    /// What to do about it.
    pub help: &'r str,
}

/// The rows that were refused, as they came, with line, column, reason and advice in front. Dropped columns stay out; rows
/// of a file that is no table come without cells.
pub fn problems<'r>(
    table: Option<(&Sheet, &Mapping)>,
    rows: impl IntoIterator<Item = Refused<'r>>,
) -> String {
    let headers = table.map_or(&[][..], |(sheet, _)| &sheet.headers);
    let dropped = |at: usize| table.is_some_and(|(_, mapping)| mapping.ignores(&headers[at]));
    let kept: Vec<usize> = (0..headers.len()).filter(|at| !dropped(*at)).collect();
    let sent: HashMap<u64, &Row> =
        table.iter().flat_map(|(sheet, _)| &sheet.rows).map(|row| (row.line, row)).collect();
    let fixed = ["line", "column", "what is wrong", "what to do"];
    // A spreadsheet reads UTF-8 only with a mark.
    let mut out = String::from("\u{feff}");
    out.push_str(&record(fixed.into_iter().chain(kept.iter().map(|at| headers[*at].as_str()))));
    for row in rows {
        let line = row.line.to_string();
        let cells = sent.get(&row.line).map(|sent| &sent.cells);
        let cells = kept.iter().map(|at| cells.map_or("", |cells| cells[*at].text.as_str()));
        out.push_str(&record([line.as_str(), row.column, row.message, row.help].into_iter().chain(cells)));
    }
    out
}

/// An empty file with a header for every field and one row that says how its cells are written.
pub fn template() -> String {
    let hint = |field: &Field| match field.kind() {
        Kind::Date => "YYYY-MM-DD",
        Kind::Gestation => "31w4d",
        Kind::Weight => "3200 g",
        Kind::Bp => "120/80",
        Kind::YesNo => "yes or no",
        Kind::Integer => "number",
        Kind::Multi => "one or more, with ; between",
        Kind::Id => "as text",
        _ => "",
    };
    let mut out = String::from("\u{feff}");
    out.push_str(&record(Field::ALL.iter().map(|f| f.name())));
    out.push_str(&record(Field::ALL.iter().map(hint)));
    out
}
