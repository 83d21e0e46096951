//! Tables out: cells that no spreadsheet takes for a formula, the rows that were refused with their reasons, an empty
//! template.

use super::Sheet;
use super::field::{Field, Kind};
use super::take::{RowProblem, RowTaken};

/// A cell that is safe to open in a spreadsheet: what starts like a formula is marked as text, unless it is a number.
pub fn cell(text: &str) -> String {
    let starts = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
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

/// The rows that were refused, as they came, with line, column, reason and advice in front. Dropped columns stay out.
pub fn problems(sheet: &Sheet, rows: &[RowTaken], dropped: impl Fn(&str) -> bool) -> String {
    let kept: Vec<usize> = (0..sheet.headers.len()).filter(|at| !dropped(&sheet.headers[*at])).collect();
    let fixed = ["line", "column", "what is wrong", "what to do"].map(str::to_owned);
    // A spreadsheet reads UTF-8 only with a mark.
    let mut out = String::from("\u{feff}");
    out.push_str(&record(fixed.iter().chain(kept.iter().map(|at| &sheet.headers[*at]))));
    for row in rows {
        let Err(RowProblem { column, problem, .. }) = &row.result else { continue };
        let sent = sheet.rows.iter().find(|r| r.line == row.line);
        let line = row.line.to_string();
        let first = [&line, column.as_deref().unwrap_or_default(), &problem.message, &problem.help];
        let cells = kept.iter().map(|at| sent.map_or("", |r| r.cells[*at].text.as_str()));
        out.push_str(&record(first.into_iter().chain(cells)));
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
