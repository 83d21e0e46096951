//! Which row is the header, and which rows at the end are no records.

use std::collections::HashSet;

use super::propose::known_header;
use super::{Cell, MOST_CELLS, Options, Raw, RawRow, Row, Sheet, Typed, counted, problem, too_many_cells};
use crate::problem::{Problem, Reason};

/// Rows among which the header is looked for.
const LOOKED_AT: usize = 25;

pub(super) fn sheet(raw: Raw, name: &str, options: &Options) -> Result<Sheet, Problem> {
    let Raw { rows, mut notes, sheets, sheet, encoding, delimiter, epoch_1904, hidden } = raw;
    let Some(at) = find(&rows, options) else {
        return Err(problem(
            Reason::MissingField,
            format!("{name} has no row that looks like headers"),
            "put the names of the columns into the first row, or give `header_row` in the mapping",
        ));
    };
    let mut rows = rows.into_iter();
    let above: Vec<u64> = rows.by_ref().take(at).map(|(line, ..)| line).collect();
    if !above.is_empty() {
        let above = counted(
            above.len() as u64,
            "row above the headers was left out as a title",
            "rows above the headers were left out as titles",
        );
        notes.push(above);
    }
    let Some((header_line, header, _)) = rows.next() else { return Err(empty(name)) };
    let headers = unique(&header, &mut notes);
    if rows.len().saturating_mul(headers.len()) > MOST_CELLS {
        return Err(too_many_cells(name));
    }

    let mut kept: Vec<Row> = Vec::new();
    let mut ragged: Vec<u64> = Vec::new();
    let mut repeated = 0;
    let mut left = options.limits.unpacked;
    for (line, mut cells, original) in rows {
        if is_same(&cells, &header) {
            repeated += 1;
            continue;
        }
        let came = cells.len();
        let beyond = cells.iter().skip(headers.len()).any(|c| !c.is_empty());
        // A workbook has no ends of rows, and a text row of one cell is a footer.
        let short = original.is_some() && came < headers.len() && came > 1;
        cells.resize_with(headers.len(), Cell::default);
        let uneven = beyond || short;
        if uneven {
            ragged.push(line);
        }
        let original = match original {
            Some(original) => original,
            None => {
                let made = as_json(&headers, &cells);
                // Each row repeats the headers, however long they are.
                left = left.checked_sub(made.len() as u64).ok_or_else(|| too_long(line))?;
                made
            }
        };
        kept.push(Row { line, cells, ragged: uneven.then_some(came), original });
    }
    if repeated > 0 {
        notes.push(counted(
            repeated,
            "row repeats the headers and was left out",
            "rows repeat the headers and were left out",
        ));
    }
    let footers = footers(&kept);
    if footers > 0 {
        let first = kept[kept.len() - footers].line;
        notes.push(match footers {
            1 => format!("the last row, in line {first}, is a total or a remark and was left out"),
            n => format!("{n} rows from line {first} on are totals or remarks and were left out"),
        });
        kept.truncate(kept.len() - footers);
    }
    ragged.retain(|line| kept.last().is_some_and(|last| *line <= last.line));
    if !ragged.is_empty() {
        let lines = ragged.iter().take(10).map(u64::to_string).collect::<Vec<_>>().join(", ");
        notes.push(match ragged.len() {
            1 => format!("1 row has more or fewer cells than headers: line {lines}"),
            n => format!("{n} rows have more or fewer cells than headers: lines {lines}"),
        });
    }
    notes.extend(hidden.notes(&headers, &kept));
    Ok(Sheet { headers, header_line, rows: kept, notes, sheets, sheet, encoding, delimiter, epoch_1904 })
}

fn too_long(line: u64) -> Problem {
    problem(
        Reason::DocumentTooLarge,
        format!("line {line}: the rows up to here, with their headers, hold more than is allowed"),
        "shorten the headers, or cut the file into smaller ones and send each",
    )
}

fn empty(name: &str) -> Problem {
    problem(Reason::Empty, format!("{name} has no rows"), "check that the right file or sheet was sent")
}

/// The place of the header among the rows: the one that was named, else the row with the most headers that are
/// expected or known, else the first row of several texts that is as wide as what follows.
fn find(rows: &[RawRow], options: &Options) -> Option<usize> {
    if let Some(line) = options.header_row {
        return rows.iter().position(|(l, ..)| *l == line);
    }
    let expected: HashSet<String> = options.expected.iter().map(|h| normal(h)).collect();
    let score = |cells: &[Cell]| {
        let known = |c: &&Cell| {
            c.typed == Typed::Text
                && !c.is_empty()
                && (expected.contains(&normal(&c.text)) || known_header(&c.text))
        };
        cells.iter().filter(known).count()
    };
    let head = &rows[..rows.len().min(LOOKED_AT)];
    let mut best = (0, 0);
    for (at, (_, cells, _)) in head.iter().enumerate() {
        let found = score(cells);
        let texts = cells.iter().filter(|c| !c.is_empty()).count();
        // Most of a header is names; a note that mentions one word is none.
        if found > best.1 && found * 3 >= texts && (found >= 2 || texts <= 2) {
            best = (at, found);
        }
    }
    if best.1 > 0 {
        return Some(best.0);
    }
    let width = head.iter().map(|(_, c, _)| c.iter().filter(|c| !c.is_empty()).count()).max()?;
    head.iter().position(|(_, cells, _)| {
        let texts = cells.iter().filter(|c| c.typed == Typed::Text && has_letter(&c.text)).count();
        texts >= 2 && texts * 10 >= width * 6
    })
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// A header in its one spelling: lower case, accents off, signs to single spaces.
pub(super) fn normal(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    for c in header.chars().flat_map(char::to_lowercase) {
        let c = match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            c => c,
        };
        if c.is_alphanumeric() || c == '#' {
            out.push(c);
        } else if c != '\'' && c != '’' && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.trim_end().to_owned()
}

fn unique(header: &[Cell], notes: &mut Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut headers = Vec::with_capacity(header.len());
    // Cells beyond the last name are no columns.
    let width = header.iter().rposition(|c| !c.is_empty()).map_or(0, |last| last + 1);
    for (at, cell) in header[..width].iter().enumerate() {
        let plain = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let base = if plain.is_empty() { format!("column {}", at + 1) } else { plain };
        let mut name = base.clone();
        let mut number = 2;
        while !seen.insert(normal(&name)) {
            name = format!("{base} ({number})");
            number += 1;
        }
        if number > 2 {
            notes.push(format!("a second column `{base}` is called `{name}`"));
        }
        headers.push(name);
    }
    headers
}

fn is_same(cells: &[Cell], header: &[Cell]) -> bool {
    let filled =
        |row: &[Cell]| row.iter().filter(|c| !c.is_empty()).map(|c| normal(&c.text)).collect::<Vec<_>>();
    filled(cells) == filled(header)
}

/// How many rows at the end are no records: totals, remarks, page numbers.
fn footers(rows: &[Row]) -> usize {
    const WORDS: [&str; 10] = [
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sum",
        "count",
        "page",
        "generated",
        "end of report",
        "source",
    ];
    let is_footer = |row: &Row| {
        let filled: Vec<&Cell> = row.cells.iter().filter(|c| !c.is_empty()).collect();
        let Some(first) = filled.first() else { return true };
        let text = normal(&first.text);
        let says = WORDS.iter().any(|w| text == *w || text.starts_with(&format!("{w} ")));
        let confidential = filled.len() == 1 && row.cells.len() > 2;
        // Nothing but the word and figures, or one remark across a table of several columns.
        says && filled.iter().skip(1).all(|c| !has_letter(&c.text)) && row.cells.len() > 2 || confidential
    };
    rows.iter().rev().take_while(|row| is_footer(row)).count()
}

fn as_json(headers: &[String], cells: &[Cell]) -> String {
    let map: serde_json::Map<String, serde_json::Value> = headers
        .iter()
        .zip(cells)
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(header, cell)| (header.clone(), cell.text.clone().into()))
        .collect();
    serde_json::Value::Object(map).to_string()
}
