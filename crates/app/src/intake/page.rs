//! A file as its page shows it.

use kith_domain::fact::{Body, Observation, Value};
use kith_interop::table::{Confidence, DateOrder, Field, Guess, Kind, Tally, Whom};
use kith_store::ledger::Arrival;
use kith_store::upload::{self, Upload};

use super::back::{self, may_undo};
use super::receipt::{Aside, Receipt, count, rows_aside};
use super::settle::Settled;
use super::{Look, Table};
use crate::view::{ColumnView, FilePreview, RowView, UploadLine, UploadState};
use crate::{App, Error};

/// Rows shown as they would be taken.
const ROWS: usize = 20;
/// Rows shown that are set aside.
const PROBLEMS: usize = 100;
/// Some values of a column.
const SAMPLES: usize = 3;

/// One line of the list of files.
pub(super) fn line(app: &App, upload: &Upload, opens: bool) -> UploadLine {
    let state = match (&upload.committed, &upload.undone, upload.erased) {
        (_, Some(_), _) => UploadState::Undone,
        (Some(_), None, _) => UploadState::Committed,
        (None, None, Some(_)) => UploadState::Discarded,
        (None, None, None) => UploadState::Preview,
    };
    let counts = upload.receipt.is_some().then(|| {
        let [new, changed, _, aside] = receipt(upload).rows;
        (new + changed, aside)
    });
    UploadLine {
        id: upload.id,
        name: upload.name.clone(),
        source: upload.source_name.clone(),
        by: upload.by_name.clone(),
        at: upload.at,
        state,
        counts,
        stayed: upload.stayed.unwrap_or(0),
        opens,
        may_undo: opens && may_undo(app, upload),
    }
}

/// What became of a file; nothing of one that was never committed.
pub(super) fn receipt(upload: &Upload) -> Receipt {
    upload.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The page of a file whose bytes are erased.
pub(super) async fn closed(app: &App, upload: &Upload) -> Result<FilePreview, Error> {
    let receipt = receipt(upload);
    let aside = rows_aside(app.db(), upload.id).await?;
    let line = line(app, upload, true);
    let elsewhere = match upload.committed {
        Some((run, _)) if line.state == UploadState::Committed => {
            upload::known_elsewhere(app.db(), run).await?
        }
        _ => 0,
    };
    let problem = |row: &Aside| RowView {
        line: row.line,
        becomes: "set_aside",
        says: Vec::new(),
        problem: Some((row.column.clone(), row.message.clone(), row.help.clone())),
        notes: Vec::new(),
    };
    Ok(FilePreview {
        upload: line,
        erased: upload.erased,
        keep_days: back::keep_days(app).await?,
        format: receipt.format,
        read_as: receipt.read_as,
        columns: Vec::new(),
        fields: Vec::new(),
        date_order: None,
        ambiguous_dates: 0,
        snapshot: receipt.absent.is_some(),
        would: receipt.rows,
        absent: receipt.absent,
        elsewhere,
        rows: Vec::new(),
        problems: aside.iter().take(PROBLEMS).map(problem).collect(),
        notes: receipt.notes,
        missing: Vec::new(),
        mapping: upload.mapping.clone().filter(|_| upload.committed.is_some()).unwrap_or_default(),
    })
}

/// What must be said before a file can be committed.
pub(super) fn missing(look: &Look, rows: usize) -> Vec<String> {
    let mut missing = Vec::new();
    if rows == 0 {
        missing.push("rows".to_owned());
    }
    let Some(table) = &look.table else { return missing };
    if table.mapping.columns.is_empty() {
        missing.push("mapping".to_owned());
    } else if !table.mapping.tells_who() {
        missing.push("name".to_owned());
    } else if table.mapping.source.row_key.is_empty() {
        missing.push("row_key".to_owned());
    }
    if ambiguous(table) > 0 && table.mapping.source.date_order.is_none() {
        missing.push("date_order".to_owned());
    }
    missing
}

/// Dates that can be read either way, in columns whose other dates do not decide.
fn ambiguous(table: &Table) -> u64 {
    table.notes.dates.values().filter(|t| t.proves().is_none()).map(|t| t.undecidable).sum()
}

/// The page of one file.
pub(super) async fn preview(
    app: &App,
    look: Look,
    rows: Vec<Settled>,
    absent: Option<u64>,
) -> Result<FilePreview, Error> {
    let shown = |row: &Settled| row_view(row, look.table.as_ref());
    let taken: Vec<RowView> = rows.iter().filter(|r| r.result.is_ok()).take(ROWS).map(shown).collect();
    let problems: Vec<RowView> =
        rows.iter().filter(|r| r.result.is_err()).take(PROBLEMS).map(shown).collect();
    let mut notes = notes(&look);
    let mut view = FilePreview {
        upload: line(app, &look.upload, true),
        erased: None,
        keep_days: back::keep_days(app).await?,
        format: look.format.to_owned(),
        read_as: read_as(&look, rows.len()),
        columns: Vec::new(),
        fields: Vec::new(),
        date_order: None,
        ambiguous_dates: 0,
        snapshot: false,
        would: count(&rows),
        absent,
        elsewhere: 0,
        rows: taken,
        problems,
        notes: Vec::new(),
        missing: missing(&look, rows.len()),
        mapping: String::new(),
    };
    if let Some(table) = look.table {
        notes.extend(unmapped(&table));
        view.columns = columns(&table);
        view.fields = groups();
        view.date_order = table.mapping.source.date_order.map(|order| {
            match order {
                DateOrder::Mdy => "MDY",
                DateOrder::Dmy => "DMY",
            }
            .to_owned()
        });
        view.ambiguous_dates = ambiguous(&table);
        view.snapshot = table.mapping.source.snapshot;
        view.mapping = table.mapping.to_toml();
    }
    view.notes = notes;
    Ok(view)
}

/// How a file was read.
pub(super) fn read_as(look: &Look, rows: usize) -> Vec<(String, String)> {
    let mut said = Vec::new();
    if let Some(Table { sheet, .. }) = &look.table {
        match &sheet.sheet {
            Some(name) => said.push(("sheet", name.clone())),
            None => said.push(("encoding", sheet.encoding.to_uppercase())),
        }
        if let Some(delimiter) = sheet.delimiter {
            let shown = if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() };
            said.push(("delimiter", shown));
        }
        said.push(("header_row", sheet.header_line.to_string()));
    }
    said.push(("rows", rows.to_string()));
    said.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
}

/// What is to be said of a file as a whole, without a value of it.
pub(super) fn notes(look: &Look) -> Vec<String> {
    let mut notes = look.notes.clone();
    let Some(table) = &look.table else { return notes };
    notes.extend(table.notes.words.iter().cloned());
    notes
}

/// Values that the mapping does not know.
fn unmapped(table: &Table) -> impl Iterator<Item = String> + '_ {
    table.notes.unmapped.iter().map(|(header, values)| {
        let listed: Vec<String> =
            values.iter().take(10).map(|(value, n)| format!("`{value}` ({n})")).collect();
        format!("`{header}` holds values that the mapping does not know: {}", listed.join(", "))
    })
}

fn columns(table: &Table) -> Vec<ColumnView> {
    let fields = table.mapping.fields(&table.sheet.headers);
    let one = |(index, header): (usize, &String)| {
        let field = fields[index];
        let ignored = table.mapping.ignores(header);
        let guess = table.guesses.as_ref().map(|guesses| &guesses[index]);
        let (why, confidence) = match guess {
            _ if ignored => ("ignored", 1.0),
            Some(guess) if field.is_some() => why(guess),
            None if field.is_some() => ("chosen", 1.0),
            _ => ("none", 0.0),
        };
        let dates = table.notes.dates.get(header).filter(|_| field.is_some_and(|f| f.kind() == Kind::Date));
        ColumnView {
            index,
            header: header.clone(),
            field: field.map(|f| f.name().to_owned()),
            why: why.to_owned(),
            confidence,
            samples: if ignored { Vec::new() } else { samples(table, index) },
            dates: dates.map(|Tally { day_first, month_first, undecidable }| {
                (*month_first, *day_first, *undecidable)
            }),
        }
    };
    table.sheet.headers.iter().enumerate().map(one).collect()
}

fn why(guess: &Guess) -> (&'static str, f64) {
    match guess.confidence {
        Confidence::Known => ("saved", 1.0),
        Confidence::High => ("header", 0.95),
        Confidence::Medium => ("header", 0.7),
        Confidence::Low => ("content", 0.4),
        Confidence::None => ("none", 0.0),
    }
}

fn samples(table: &Table, index: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for row in &table.sheet.rows {
        let text = &row.cells[index].text;
        if !text.is_empty() && !samples.contains(text) {
            samples.push(text.clone());
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// The fields that a column may fill, by whom they are about.
fn groups() -> Vec<(String, Vec<String>)> {
    let groups = [
        ("mother", Whom::Mother),
        ("infant", Whom::Infant),
        ("pregnancy", Whom::Pregnancy),
        ("care", Whom::Care),
        ("row", Whom::Row),
    ];
    let of =
        |whom| Field::ALL.iter().filter(move |f| f.whom() == whom).map(|f| f.name().to_owned()).collect();
    groups.into_iter().map(|(name, whom)| (name.to_owned(), of(whom))).collect()
}

fn row_view(row: &Settled, table: Option<&Table>) -> RowView {
    let (becomes, problem, says) = match &row.result {
        Ok((becomes, arrivals)) => {
            let says = match table {
                Some(table) => cells(table, row.line),
                None => arrivals.iter().filter_map(record_says).collect(),
            };
            (becomes.name(), None, says)
        }
        Err(refused) => {
            let column = refused.column.clone().unwrap_or_default();
            let problem = (column, refused.words(row.line), refused.problem.help.clone());
            ("set_aside", Some(problem), table.map(|t| cells(t, row.line)).unwrap_or_default())
        }
    };
    RowView {
        line: row.line,
        becomes,
        says,
        problem,
        notes: row.notes.iter().map(ToString::to_string).collect(),
    }
}

/// What the mapped cells of a row hold, by field.
fn cells(table: &Table, line: u64) -> Vec<(String, String)> {
    // Rows stand in the order of their lines.
    let Ok(at) = table.sheet.rows.binary_search_by_key(&line, |row| row.line) else { return Vec::new() };
    let row = &table.sheet.rows[at];
    let fields = table.mapping.fields(&table.sheet.headers);
    let filled = row.cells.iter().zip(fields).filter(|(cell, _)| !cell.text.is_empty());
    filled.filter_map(|(cell, field)| Some((field?.name().to_owned(), cell.text.clone()))).collect()
}

/// One record in a word: its type, and what it says first.
fn record_says(arrival: &Arrival) -> Option<(String, String)> {
    let fact = arrival.fact.as_ref()?;
    let words = match &fact.body {
        Body::Person(person) => {
            let name = person.names.first();
            let given = name.map(|n| n.given.join(" ")).unwrap_or_default();
            let family = name.and_then(|n| n.family.clone()).unwrap_or_default();
            let born = person.born.map(|d| d.to_string()).unwrap_or_default();
            format!("{given} {family} {born}").split_whitespace().collect::<Vec<_>>().join(" ")
        }
        Body::Observation(Observation { codes, value, .. }) => {
            let code = codes.first().map(|c| c.code.clone()).unwrap_or_default();
            match value {
                Some(Value::Quantity { value, unit }) => format!("{code}: {value} {unit}"),
                Some(Value::Integer(n)) => format!("{code}: {n}"),
                Some(Value::When(when)) => format!("{code}: {}", when.date),
                _ => code,
            }
        }
        _ => fact.when().map(|when| when.date.to_string()).unwrap_or_default(),
    };
    Some((arrival.resource_type.clone(), words))
}
