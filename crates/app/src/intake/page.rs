//! A file as its page shows it.

use kith_domain::fact::{Body, Observation, Value};
use kith_interop::table::{Confidence, DateOrder, Field, Guess, Kind, Tally, Whom};
use kith_store::ledger::{self, Arrival};
use kith_store::source;
use kith_store::upload::Upload;

use super::settle::{Becomes, Settled};
use super::{Look, Table, may_undo};
use crate::view::{ColumnView, FilePreview, RowView, UploadLine, UploadState};
use crate::{App, Error};

/// Rows shown as they would be taken.
const ROWS: usize = 20;
/// Rows shown that are set aside.
const PROBLEMS: usize = 100;
/// Latest runs among which that of a file is looked for.
const RUNS: u32 = 1_000;
/// Some values of a column.
const SAMPLES: usize = 3;

/// One line of the list of files.
pub(super) async fn line(app: &App, upload: &Upload) -> Result<UploadLine, Error> {
    let state = match (&upload.committed, &upload.undone) {
        (_, Some(_)) => UploadState::Undone,
        (Some(_), None) => UploadState::Committed,
        (None, None) => UploadState::Preview,
    };
    let counts = match upload.committed {
        None => None,
        Some((run, _)) => {
            let written = ledger::records_of_run(app.db(), run).await?;
            let is_row =
                |r: &&ledger::RunRecord| matches!(r.reference.resource_type(), "TableRow" | "IjeRecord");
            let rows = written.iter().filter(is_row).count();
            let taken = if rows > 0 { rows } else { written.len() };
            let runs = source::runs(app.db(), RUNS).await?;
            let aside = runs.iter().find(|r| r.id == run).map_or(0, |r| r.counts.quarantined);
            Some((super::signed(taken), aside))
        }
    };
    Ok(UploadLine {
        id: upload.id,
        name: upload.name.clone(),
        source: upload.source_name.clone(),
        by: upload.by_name.clone(),
        at: upload.at,
        state,
        counts,
        may_undo: may_undo(app, upload),
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

/// Dates that can be read either way.
fn ambiguous(table: &Table) -> u64 {
    table.notes.dates.values().map(|tally| tally.undecidable).sum()
}

/// The page of one file.
pub(super) async fn preview(app: &App, look: Look, rows: Vec<Settled>) -> Result<FilePreview, Error> {
    let upload = line(app, &look.upload).await?;
    let missing = if look.upload.committed.is_some() { Vec::new() } else { missing(&look, rows.len()) };
    let mut would = [0; 4];
    for row in &rows {
        would[match &row.result {
            Ok((Becomes::New, _)) => 0,
            Ok((Becomes::Changed, _)) => 1,
            Ok((Becomes::Unchanged, _)) => 2,
            Err(_) => 3,
        }] += 1;
    }
    let shown = |row: &Settled| row_view(row, look.table.as_ref());
    let taken: Vec<RowView> = rows.iter().filter(|r| r.result.is_ok()).take(ROWS).map(shown).collect();
    let problems: Vec<RowView> =
        rows.iter().filter(|r| r.result.is_err()).take(PROBLEMS).map(shown).collect();
    let mut notes = look.notes;
    let mut view = FilePreview {
        upload,
        format: look.format.to_owned(),
        read_as: Vec::new(),
        columns: Vec::new(),
        fields: Vec::new(),
        date_order: None,
        ambiguous_dates: 0,
        would,
        known_elsewhere: 0,
        rows: taken,
        problems,
        notes: Vec::new(),
        missing,
        mapping: String::new(),
    };
    if let Some(table) = look.table {
        notes.extend(table_notes(&table));
        view.read_as = read_as(&table, rows.len());
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
        view.mapping = table.mapping.to_toml();
    } else {
        view.read_as = vec![("rows".into(), rows.len().to_string())];
    }
    view.notes = notes;
    Ok(view)
}

fn read_as(table: &Table, rows: usize) -> Vec<(String, String)> {
    let sheet = &table.sheet;
    let mut said = Vec::new();
    match &sheet.sheet {
        Some(name) => said.push(("sheet", name.clone())),
        None => said.push(("encoding", sheet.encoding.to_uppercase())),
    }
    if let Some(delimiter) = sheet.delimiter {
        let shown = if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() };
        said.push(("delimiter", shown));
    }
    said.push(("header_row", sheet.header_line.to_string()));
    said.push(("rows", rows.to_string()));
    said.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
}

/// What is to be said of a table as a whole.
fn table_notes(table: &Table) -> Vec<String> {
    let mut notes = table.notes.words.clone();
    for (header, values) in &table.notes.unmapped {
        let listed: Vec<String> =
            values.iter().take(10).map(|(value, n)| format!("`{value}` ({n})")).collect();
        notes.push(format!("`{header}` holds values that the mapping does not know: {}", listed.join(", ")));
    }
    let dropped = &table.notes.dropped;
    if !dropped.is_empty() {
        notes.push(format!("dropped before anything is stored: {}", dropped.join(", ")));
    }
    if table.notes.doubled > 0 {
        notes.push(format!("{} rows are the same as an earlier row, to the letter", table.notes.doubled));
    }
    notes
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
            let problem = (
                refused.column.clone().unwrap_or_default(),
                refused.problem.message.clone(),
                refused.problem.help.clone(),
            );
            ("set_aside", Some(problem), table.map(|t| cells(t, row.line)).unwrap_or_default())
        }
    };
    RowView { line: row.line, becomes, says, problem, notes: row.notes.clone() }
}

/// What the mapped cells of a row hold, by field.
fn cells(table: &Table, line: u64) -> Vec<(String, String)> {
    let Some(row) = table.sheet.rows.iter().find(|r| r.line == line) else { return Vec::new() };
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
