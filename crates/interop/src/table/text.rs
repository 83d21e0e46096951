//! Delimited text: its encoding, its delimiter, its records with the line on which each starts.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::hidden::Hidden;
use super::{Cell, Options, Raw, problem};
use crate::problem::{Problem, Reason};

const DELIMITERS: [u8; 4] = *b",;\t|";
/// Records looked at to find the delimiter.
const LOOKED_AT: usize = 50;

pub(super) fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Raw, Problem> {
    let mut notes = Vec::new();
    let (text, encoding) = decode(bytes, name)?;
    if encoding == "windows-1252" {
        notes.push("the file is not UTF-8; it was read as Windows-1252".to_owned());
    }
    let (text, said) = without_separator_line(&text);
    let delimiter = options.delimiter.or(said).unwrap_or_else(|| sniff(text));
    let first_line = if said.is_some() { 2 } else { 1 };
    let records = records(text, delimiter, first_line, options.limits.rows)
        .map_err(|line| too_many(line, options.limits.rows))?;
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        if record.open_quote {
            notes.push(format!("line {}: a quotation mark is not closed", record.line));
        }
        if record.cells.len() > options.limits.columns {
            return Err(too_wide(record.line, record.cells.len(), options.limits.columns));
        }
        let cells = record.cells.into_iter().map(Cell::text).collect();
        rows.push((record.line, cells, Some(record.original.to_owned())));
    }
    Ok(Raw {
        rows,
        notes,
        sheets: Vec::new(),
        sheet: None,
        encoding,
        delimiter: Some(delimiter),
        epoch_1904: false,
        hidden: Hidden::default(),
    })
}

pub(super) fn too_many(line: u64, limit: usize) -> Problem {
    problem(
        Reason::DocumentTooLarge,
        format!("line {line}: there are more than the {limit} rows allowed"),
        "cut the file into smaller ones and send each",
    )
}

pub(super) fn too_wide(line: u64, columns: usize, limit: usize) -> Problem {
    problem(
        Reason::DocumentTooLarge,
        format!("line {line} has {columns} columns, more than the {limit} allowed"),
        "delete the columns that nobody needs and send the file again",
    )
}

/// Whether it is text with at least two columns in the first lines, and no JSON, XML or HL7.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(16 << 10)];
    let Ok((text, _)) = decode(head, "") else { return false };
    let start = text.trim_start();
    if start.starts_with(['{', '[', '<']) || ["MSH|", "FHS|", "BHS|"].iter().any(|h| start.starts_with(h)) {
        return false;
    }
    let (text, said) = without_separator_line(&text);
    let delimiter = said.unwrap_or_else(|| sniff(text));
    let Ok(rows) = records(text, delimiter, 1, usize::MAX) else { return false };
    let several = |r: &Record<'_>| r.cells.iter().filter(|c| !c.trim().is_empty()).count() >= 2;
    rows.len() >= 2 && rows.iter().take(LOOKED_AT).any(several)
}

/// The text and the name of its encoding. Nothing is replaced in silence: bytes that no encoding has are refused.
fn decode(bytes: &[u8], name: &str) -> Result<(String, &'static str), Problem> {
    let with_mark = |encoding: &'static Encoding, said: &'static str| {
        let (text, _, broken) = encoding.decode(bytes);
        if broken { Err(not_text(name, said)) } else { Ok((text.into_owned(), said)) }
    };
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return with_mark(UTF_16LE, "utf-16le");
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return with_mark(UTF_16BE, "utf-16be");
    }
    let (rest, marked) = crate::json::without_mark(bytes);
    match str::from_utf8(rest) {
        Ok(text) if !text.contains('\0') => {
            return Ok((text.to_owned(), if marked { "utf-8-bom" } else { "utf-8" }));
        }
        // A character that the end of a piece of a file cut through.
        Err(e) if e.error_len().is_none() && name.is_empty() => {
            return Ok((String::from_utf8_lossy(&rest[..e.valid_up_to()]).into_owned(), "utf-8"));
        }
        _ => {}
    }
    // UTF-16 without its mark: every other byte of plain text is zero.
    let zeros = |offset: usize| rest.iter().skip(offset).step_by(2).take(200).filter(|b| **b == 0).count();
    let half = rest.len().div_ceil(2).min(200);
    if half > 2 && zeros(1) * 4 > half * 3 {
        return with_mark(UTF_16LE, "utf-16le");
    }
    if half > 2 && zeros(0) * 4 > half * 3 {
        return with_mark(UTF_16BE, "utf-16be");
    }
    if rest.contains(&0) {
        return Err(not_text(name, "text"));
    }
    let (text, broken) = WINDOWS_1252.decode_without_bom_handling(rest);
    if broken { Err(not_text(name, "windows-1252")) } else { Ok((text.into_owned(), "windows-1252")) }
}

fn not_text(name: &str, what: &str) -> Problem {
    problem(
        Reason::Unreadable,
        format!("{name} is neither a workbook nor {what} that can be read whole"),
        "save it as CSV UTF-8 or as an Excel workbook (.xlsx) and send it again",
    )
}

/// Excel's first line `sep=;`, which is no record.
fn without_separator_line(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([one]) => (rest, Some(*one)),
        _ => (text, None),
    }
}

/// The delimiter that gives most records the same number of columns, and the most columns of these.
fn sniff(text: &str) -> u8 {
    let head: String = text.split_inclusive('\n').take(LOOKED_AT).collect();
    let score = |delimiter: u8| {
        let Ok(records) = records(&head, delimiter, 1, usize::MAX) else { return (0, 0) };
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for record in &records {
            *counts.entry(record.cells.len()).or_default() += 1;
        }
        let best = counts.into_iter().filter(|(columns, _)| *columns > 1).max_by_key(|(c, n)| (*n, *c));
        best.map_or((0, 0), |(columns, n)| (n, columns))
    };
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let found = score(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}

struct Record<'t> {
    line: u64,
    cells: Vec<String>,
    original: &'t str,
    open_quote: bool,
}

/// Cuts text into records: quotes may hold delimiters and line ends, a doubled quote is one. An error is the line of
/// the first record too many.
fn records(text: &str, delimiter: u8, first_line: u64, most: usize) -> Result<Vec<Record<'_>>, u64> {
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, first_line);
    let mut found = Vec::new();
    while at < bytes.len() {
        let (start, started_on) = (at, line);
        let mut cells = Vec::new();
        let mut cell: Vec<u8> = Vec::new();
        let (mut quoted, mut fresh) = (false, true);
        let mut end = bytes.len();
        while at < bytes.len() {
            let b = bytes[at];
            at += 1;
            if quoted {
                match b {
                    b'"' if bytes.get(at) == Some(&b'"') => {
                        cell.push(b'"');
                        at += 1;
                    }
                    b'"' => quoted = false,
                    _ => {
                        line += u64::from(b == b'\n');
                        cell.push(b);
                    }
                }
            } else if b == b'"' && fresh {
                quoted = true;
                fresh = false;
            } else if b == delimiter {
                cells.push(cell_text(std::mem::take(&mut cell)));
                fresh = true;
            } else if b == b'\n' || b == b'\r' {
                end = at - 1;
                if b == b'\r' && bytes.get(at) == Some(&b'\n') {
                    at += 1;
                }
                line += 1;
                break;
            } else {
                fresh = fresh && b == b' ';
                cell.push(b);
            }
        }
        let original = &text[start..end.max(start)];
        cells.push(cell_text(cell));
        if cells.iter().any(|c| !c.trim().is_empty()) {
            if found.len() >= most {
                return Err(started_on);
            }
            found.push(Record { line: started_on, cells, original, open_quote: quoted });
        }
    }
    Ok(found)
}

fn cell_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("cut from text only at ASCII signs")
}
