//! What a workbook hides on a worksheet: rows and columns. Hidden rows are still data, and are read; that is said.

use std::collections::BTreeSet;
use std::io::{BufReader, Cursor, Read, Seek};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::{Row, counted};

/// Rows and columns that are named in a note.
const NAMED: usize = 10;

/// What is hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// Rows of the worksheet, from 1.
    pub rows: BTreeSet<u64>,
    /// First and last of columns that lie side by side, from 0.
    pub columns: Vec<(u64, u64)>,
}

impl Hidden {
    /// What a worksheet hides, as far as its workbook can be followed to it; of rows the first so many.
    pub fn of(bytes: &[u8], sheet: &str, most_rows: usize) -> Self {
        let read = || {
            let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
            let part = part_of(&mut archive, sheet)?;
            read(&mut archive, &part, most_rows)
        };
        read().unwrap_or_default()
    }

    /// The same with columns counted from the first that is used.
    pub fn counted_from(mut self, left: u64) -> Self {
        self.columns.retain(|(_, last)| *last >= left);
        for (first, last) in &mut self.columns {
            (*first, *last) = (first.saturating_sub(left), *last - left);
        }
        self
    }

    /// What is to be said of it, for a table with these headers and rows.
    pub fn notes(&self, headers: &[String], rows: &[Row]) -> Vec<String> {
        let mut notes = Vec::new();
        let is_hidden = |at: usize| self.columns.iter().any(|(a, z)| (*a..=*z).contains(&(at as u64)));
        let columns: Vec<String> = (0..headers.len())
            .filter(|at| is_hidden(*at) && rows.iter().any(|row| !row.cells[*at].is_empty()))
            .map(|at| format!("`{}`", headers[at]))
            .collect();
        if !columns.is_empty() {
            let hidden = counted(columns.len() as u64, "hidden column is", "hidden columns are");
            notes.push(format!("{hidden} read like the others: {}", first(&columns)));
        }
        let lines = rows.iter().map(|row| row.line).filter(|line| self.rows.contains(line));
        let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
        if !lines.is_empty() {
            let hidden = counted(lines.len() as u64, "hidden row is", "hidden rows are");
            let in_lines = if lines.len() == 1 { "line" } else { "lines" };
            notes.push(format!("{hidden} read like the others: {in_lines} {}", first(&lines)));
        }
        notes
    }
}

fn first(names: &[String]) -> String {
    let more = if names.len() > NAMED { " …" } else { "" };
    format!("{}{more}", names[..names.len().min(NAMED)].join(", "))
}

/// The part of the archive that holds a worksheet.
fn part_of<R: Read + Seek>(archive: &mut ZipArchive<R>, sheet: &str) -> Option<String> {
    let mut id = None;
    each(archive, "xl/workbook.xml", |name, tag| {
        if name == "sheet" && attribute(tag, "name").as_deref() == Some(sheet) {
            id = attribute(tag, "id");
        }
        id.is_none()
    })?;
    let id = id?;
    let mut target = None;
    each(archive, "xl/_rels/workbook.xml.rels", |name, tag| {
        if name == "Relationship" && attribute(tag, "Id").as_deref() == Some(&id) {
            target = attribute(tag, "Target");
        }
        target.is_none()
    })?;
    let target = target?;
    Some(match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    })
}

fn read<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str, most_rows: usize) -> Option<Hidden> {
    let mut hidden = Hidden::default();
    let mut row = 0;
    each(archive, part, |name, tag| {
        let is_hidden = || attribute(tag, "hidden").is_some_and(|said| said == "1" || said == "true");
        let number = |name| attribute(tag, name).and_then(|n| n.parse::<u64>().ok());
        match name {
            "col" if is_hidden() => {
                if let (Some(first), Some(last)) = (number("min"), number("max"))
                    && 0 < first
                    && first <= last
                {
                    hidden.columns.push((first - 1, last - 1));
                }
            }
            "row" => {
                row = number("r").unwrap_or(row + 1);
                if is_hidden() {
                    hidden.rows.insert(row);
                }
            }
            _ => {}
        }
        hidden.rows.len() < most_rows && hidden.columns.len() < most_rows
    })?;
    Some(hidden)
}

/// Shows each element of a part with its name without a prefix, while that is wanted; none when there is no such part.
fn each<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    part: &str,
    mut show: impl FnMut(&str, &BytesStart<'_>) -> bool,
) -> Option<()> {
    let part = archive.by_name(part).ok()?;
    let mut xml = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = tag.local_name();
                if !show(name.as_ref(), &tag) {
                    return Some(());
                }
            }
            Ok(Event::Eof) | Err(_) => return Some(()),
            Ok(_) => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut found = tag.attributes().flatten().filter(|a| a.key.local_name().as_ref() == name);
    Some(found.next()?.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}
