//! Workbooks: `.xlsx` by streaming its cells.
//!
//! The older `.xls` is refused: what reads it sets memory aside by the size that the file itself claims.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};
use jiff::civil::Date;

use super::dates::serial_day;
use super::hidden::Hidden;
use super::text::{too_many, too_wide};
use super::{Cell, MOST_CELLS, Options, Raw, RawRow, Typed, counted, problem, too_many_cells};
use crate::problem::{Problem, Reason};

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Most parts of one workbook's archive.
const MOST_PARTS: usize = 10_000;
/// Longest text of one cell, which is the limit of Excel itself.
const LONGEST_TEXT: usize = 32_767;
/// What a cell takes in memory beside its text, in bytes.
const CELL: u64 = 64;

pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(OLE)
}

type Cells = BTreeMap<u32, BTreeMap<u32, Cell>>;

pub(super) fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Raw, Problem> {
    if bytes.starts_with(OLE) {
        return Err(problem(
            Reason::Unreadable,
            format!("{name} is an .xls workbook, or one with a password; neither is read"),
            "open it in Excel, save it as .xlsx without a password or as CSV, and send it again",
        ));
    }
    unpack_to_nothing(bytes, name, options.limits.unpacked)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| unreadable(name, &e.to_string()))?;
    let epoch_1904 = book.has_1904_epoch();
    let (chosen, mut notes) = choose(book.sheets_metadata(), options.sheet.as_deref(), name)?;
    let sheets = book.sheet_names();
    if epoch_1904 {
        notes.push("the workbook counts its days from 1904".into());
    }
    let mut cells = Cells::new();
    let mut budget = Budget { left: options.limits.unpacked };
    {
        let mut reader =
            book.worksheet_cells_reader(&chosen).map_err(|e| unreadable(name, &e.to_string()))?;
        while let Some(cell) = reader.next_cell().map_err(|e| unreadable(name, &e.to_string()))? {
            let value = from_ref(cell.get_value(), epoch_1904);
            place(&mut cells, cell.get_position(), value, &mut budget, options)?;
        }
    }
    let merged = book.merge_cells_by_sheet_name(&chosen).unwrap_or_default();
    let merged = merged.iter().map(|d| (d.start, d.end)).collect::<Vec<_>>();
    let filled = fill(&mut cells, &merged, &mut budget)?;
    if filled > 0 {
        let take = counted(
            filled,
            "cell takes the value of the merged cell that covers it",
            "cells take the value of the merged cell that covers them",
        );
        notes.push(take);
    }
    let left = first_column(&cells);
    let hidden = Hidden::of(bytes, &chosen, options.limits.rows).counted_from(u64::from(left));
    let rows = dense(cells, left, name)?;
    Ok(Raw {
        rows,
        notes,
        sheets,
        sheet: Some(chosen),
        encoding: "workbook",
        delimiter: None,
        epoch_1904,
        hidden,
    })
}

/// The memory that the cells of a workbook may still take, in bytes.
struct Budget {
    left: u64,
}

impl Budget {
    fn take(&mut self, row: u32, cell: &Cell) -> Result<(), Problem> {
        let needed = CELL + cell.text.len() as u64;
        self.left = self.left.checked_sub(needed).ok_or_else(|| {
            problem(
                Reason::DocumentTooLarge,
                format!("row {}: the cells up to here hold more than is allowed", u64::from(row) + 1),
                "cut the workbook into smaller ones and send each",
            )
        })?;
        Ok(())
    }
}

fn place(
    cells: &mut Cells,
    (row, column): Place,
    cell: Cell,
    budget: &mut Budget,
    options: &Options,
) -> Result<(), Problem> {
    if cell.is_empty() {
        return Ok(());
    }
    if cell.text.len() > LONGEST_TEXT && cell.text.chars().count() > LONGEST_TEXT {
        return Err(problem(
            Reason::DocumentTooLarge,
            format!("row {}: a cell has more than {LONGEST_TEXT} characters", u64::from(row) + 1),
            "no spreadsheet program writes such a cell; check where the file came from",
        ));
    }
    budget.take(row, &cell)?;
    if column as usize >= options.limits.columns {
        return Err(too_wide(u64::from(row) + 1, column as usize + 1, options.limits.columns));
    }
    let in_row = cells.entry(row).or_default();
    in_row.insert(column, cell);
    if cells.len() > options.limits.rows {
        return Err(too_many(u64::from(row) + 1, options.limits.rows));
    }
    Ok(())
}

/// A place of a worksheet: row and column from 0.
type Place = (u32, u32);

/// A cell that was merged over several rows of one column stands for each of them; one merged over columns is a
/// title and stands once. How many cells were filled.
fn fill(cells: &mut Cells, merged: &[(Place, Place)], budget: &mut Budget) -> Result<u64, Problem> {
    let mut filled = 0;
    for ((top, left), (bottom, right)) in merged {
        let Some(cell) = cells.get(top).and_then(|row| row.get(left)).cloned() else { continue };
        if left != right || bottom <= top {
            continue;
        }
        for (at, row) in cells.range_mut(top + 1..=*bottom) {
            // Taken for a cell that is there already too: merges that overlap without end would cost time.
            budget.take(*at, &cell)?;
            row.entry(*left).or_insert_with(|| cell.clone());
            filled += 1;
        }
    }
    Ok(filled)
}

/// The first column that is used, from 0.
fn first_column(cells: &Cells) -> u32 {
    cells.values().filter_map(|row| row.keys().next()).min().copied().unwrap_or(0)
}

/// Rows in order, from a first column on.
fn dense(cells: Cells, left: u32, name: &str) -> Result<Vec<RawRow>, Problem> {
    let width =
        |row: &BTreeMap<u32, Cell>| row.keys().next_back().map_or(0, |last| (last - left + 1) as usize);
    if cells.values().map(width).sum::<usize>() > MOST_CELLS {
        return Err(too_many_cells(name));
    }
    let rows = cells.into_iter().map(|(row, sparse)| {
        let mut dense = vec![Cell::default(); width(&sparse)];
        for (column, cell) in sparse {
            dense[(column - left) as usize] = cell;
        }
        (u64::from(row) + 1, dense, None)
    });
    Ok(rows.collect())
}

/// The worksheet to read and what is to be said about it.
fn choose(
    sheets: &[calamine::Sheet],
    wanted: Option<&str>,
    name: &str,
) -> Result<(String, Vec<String>), Problem> {
    let tables: Vec<_> = sheets.iter().filter(|s| s.typ == calamine::SheetType::WorkSheet).collect();
    let names = || tables.iter().map(|s| format!("`{}`", s.name)).collect::<Vec<_>>().join(", ");
    if let Some(wanted) = wanted {
        let found = tables.iter().find(|s| s.name.trim().eq_ignore_ascii_case(wanted.trim()));
        let note = |s: &calamine::Sheet| {
            let hidden = s.visible != SheetVisible::Visible;
            hidden.then(|| {
                format!("the sheet `{}` is hidden in the workbook, and was read all the same", s.name)
            })
        };
        return found.map(|s| (s.name.clone(), note(s).into_iter().collect())).ok_or_else(|| {
            problem(
                Reason::MissingField,
                format!("{name} has no sheet `{wanted}`"),
                format!("its sheets are {}; name one of them in the mapping", names()),
            )
        });
    }
    let visible: Vec<_> = tables.iter().filter(|s| s.visible == SheetVisible::Visible).collect();
    let Some(first) = visible.first() else {
        return Err(problem(
            Reason::Empty,
            format!("{name} has no visible worksheet"),
            "show the sheet that holds the rows, or name it in the mapping",
        ));
    };
    let mut notes = Vec::new();
    if tables.len() > 1 {
        notes.push(format!("the workbook has the sheets {}; `{}` was read", names(), first.name));
    }
    let unseen: Vec<_> = tables.iter().filter(|s| s.visible != SheetVisible::Visible).collect();
    if !unseen.is_empty() {
        let unseen: Vec<_> = unseen.iter().map(|s| format!("`{}`", s.name)).collect();
        let hidden = counted(unseen.len() as u64, "sheet is hidden and was", "sheets are hidden and were");
        notes.push(format!("{hidden} not read: {}", unseen.join(", ")));
    }
    Ok((first.name.clone(), notes))
}

/// Unpacks every part of the archive once, counting: what a part says of its own size may be a lie.
fn unpack_to_nothing(bytes: &[u8], name: &str, most: u64) -> Result<(), Problem> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(name, &e.to_string()))?;
    let too_large = || {
        problem(
            Reason::DocumentTooLarge,
            format!("{name} unpacks to more than the {most} bytes allowed"),
            "no roster is so large; check where the file came from",
        )
    };
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut left = most;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|e| unreadable(name, &e.to_string()))?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|e| unreadable(name, &e.to_string()))?;
        left = left.checked_sub(read).ok_or_else(too_large)?;
    }
    Ok(())
}

fn unreadable(name: &str, why: &str) -> Problem {
    problem(
        Reason::Unreadable,
        format!("{name} cannot be read as a workbook: {why}"),
        "open it in the program that made it, save it without a password as .xlsx or CSV, and send it again",
    )
}

fn from_ref(value: &DataRef<'_>, epoch_1904: bool) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::text(*text),
        other => from_owned(&Data::from(other.clone()), epoch_1904),
    }
}

fn from_owned(value: &Data, epoch_1904: bool) -> Cell {
    match value {
        Data::Empty => Cell::default(),
        Data::String(text) => Cell::text(text.as_str()),
        Data::Int(n) => Cell { text: n.to_string(), typed: Typed::Number },
        Data::Float(n) => Cell { text: number(*n), typed: Typed::Number },
        Data::Bool(yes) => Cell::text(if *yes { "TRUE" } else { "FALSE" }),
        Data::DateTime(at) => day_and_time(at, epoch_1904),
        Data::DateTimeIso(text) => Cell { text: text.trim().to_owned(), typed: Typed::Date },
        Data::DurationIso(text) => Cell::text(text.as_str()),
        Data::Error(error) => Cell { text: error.to_string(), typed: Typed::Error },
    }
}

/// A number with the digits that it needs and no exponent.
fn number(n: f64) -> String {
    format!("{n}")
}

fn day_and_time(at: &ExcelDateTime, epoch_1904: bool) -> Cell {
    let serial = at.as_f64();
    if at.is_duration() || !at.is_datetime() {
        return Cell { text: number(serial), typed: Typed::Number };
    }
    // A time without a day.
    if (0.0..1.0).contains(&serial) {
        let minutes = (serial * 1440.0).round() as u32;
        return Cell::text(format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60));
    }
    let Some(day) = serial_day(serial, epoch_1904) else {
        return Cell { text: number(serial), typed: Typed::Number };
    };
    Cell { text: with_time(day, serial), typed: Typed::Date }
}

fn with_time(day: Date, serial: f64) -> String {
    let seconds = (serial.fract() * 86_400.0).round() as u32;
    match seconds {
        0 | 86_400 => day.to_string(),
        _ => format!("{day}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60),
    }
}
