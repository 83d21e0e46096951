//! Rows through a mapping: each becomes FHIR resources, or a problem with its column and what to do.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kith_domain::date::PartialDate;
use sha2::{Digest, Sha256};

use super::dates::{self, DateOrder, DateSettings, Tally, days_between};
use super::field::{Field, Kind};
use super::header::normal;
use super::make::{self, Given};
use super::mapping::{Check, Column, Mapping, Unmapped};
use super::{Cell, Row, Sheet, counted, problem};
use super::{values, words};
use crate::problem::{Note, NoteCode, Problem, Reason};

/// The resource type under which the original of a row is kept.
pub const TABLE_ROW: &str = "TableRow";

/// A row, made into records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The id of the row: the same for the same row key of the same sender.
    pub id: String,
    /// The row as it came, without the columns that are dropped.
    pub original: Vec<u8>,
    /// FHIR R4 resources that name the row in `meta.source`.
    pub resources: Vec<Vec<u8>>,
    /// What the row, or one before it, erases of a person: reference and part, as [`super::merged`] takes it.
    pub cleared: Vec<(String, &'static str)>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// Why a row was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The header of the column that is to be put right, where it is one.
    pub column: Option<String>,
    /// What is wrong and what to do.
    pub problem: Problem,
    /// The row as it came, without the columns that are dropped.
    pub original: Vec<u8>,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowTaken {
    /// Its line in the original file.
    pub line: u64,
    /// Its records, or why there are none.
    pub result: Result<Made, RowProblem>,
}

/// What is to be said about a sheet as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetNotes {
    /// How the dates of each column decide between day and month first.
    pub dates: BTreeMap<String, Tally>,
    /// Values that no list of the mapping has, by header, with how often they came.
    pub unmapped: BTreeMap<String, BTreeMap<String, u64>>,
    /// Headers of columns that were dropped.
    pub dropped: Vec<String>,
    /// Rows that are the same as an earlier one, to the letter.
    pub doubled: u64,
    /// Remarks that are not of one row: how ambiguous dates were read, values left out, rows left out.
    pub remarks: BTreeMap<NoteCode, u64>,
    /// In words, without a value: ambiguous dates, columns that are not used and the like.
    pub words: Vec<String>,
}

/// A sheet through a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Each row.
    pub rows: Vec<RowTaken>,
    /// About all of them.
    pub notes: SheetNotes,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Date(PartialDate),
    Number(i64),
    Pressure(i64, i64),
    Yes(bool),
    Codes(Vec<String>),
    Erase,
}

/// Makes records of every row. `file_date` is the day of the file: nobody in it was born later.
pub fn take(sheet: &Sheet, mapping: &Mapping, file_date: Date) -> Taken {
    let mut taking = Taking::new(sheet, mapping, file_date);
    let rows = sheet
        .rows
        .iter()
        .filter_map(|row| {
            let original = taking.original(row);
            let result = match taking.row(row, &original) {
                Ok(None) => return None,
                Ok(Some(made)) => Ok(made),
                Err((column, problem)) => {
                    let problem =
                        Problem { message: format!("line {}: {}", row.line, problem.message), ..problem };
                    Err(RowProblem { column, problem, original })
                }
            };
            Some(RowTaken { line: row.line, result })
        })
        .collect();
    taking.say_dates();
    taking.say_left_out();
    Taken { rows, notes: taking.notes }
}

/// A problem of one row, with the header of its column.
type Refused = (Option<String>, Problem);

struct Taking<'s> {
    sheet: &'s Sheet,
    mapping: &'s Mapping,
    columns: Vec<(usize, &'s Column)>,
    dropped: Vec<bool>,
    settings: DateSettings,
    /// The zone of days that are given as moments.
    zone: Option<TimeZone>,
    /// A column without which no row can be used, and which the file does not have.
    missing: Option<&'s Column>,
    authority: String,
    /// How often each row key came, with the originals.
    keys: HashMap<String, Vec<Vec<u8>>>,
    people: make::People,
    notes: SheetNotes,
}

impl<'s> Taking<'s> {
    fn new(sheet: &'s Sheet, mapping: &'s Mapping, file_date: Date) -> Self {
        let columns = mapping.places(&sheet.headers);
        let dropped: Vec<bool> = sheet.headers.iter().map(|h| mapping.ignores(h)).collect();
        let mut notes = SheetNotes::default();
        let mut unused = Vec::new();
        for (at, header) in sheet.headers.iter().enumerate() {
            if dropped[at] {
                notes.dropped.push(header.clone());
            } else if !columns.iter().any(|(place, _)| *place == at) {
                unused.push(format!("`{header}`"));
            }
        }
        if !unused.is_empty() {
            notes.words.push(format!("kept with their rows and not used: {}", unused.join(", ")));
        }
        for (at, _) in columns.iter().filter(|(_, c)| c.field.kind() == Kind::Date) {
            // A row that is shifted proves nothing.
            let cells = sheet.rows.iter().filter(|row| row.ragged.is_none()).map(|row| &row.cells[*at]);
            if let Some(tally) = Tally::of(cells) {
                notes.dates.insert(sheet.headers[*at].clone(), tally);
            }
        }
        let is_workbook = sheet.encoding == "workbook";
        match mapping.source.format.as_str() {
            "csv" | "tsv" if is_workbook => {
                notes.words.push("the file is a workbook, which the mapping does not expect".into());
            }
            "xlsx" if !is_workbook => {
                notes.words.push("the file is no workbook, which the mapping expects".into());
            }
            _ => {}
        }
        let expected = &mapping.source.encoding;
        if !expected.is_empty()
            && !is_workbook
            && !expected
                .iter()
                .any(|e| e.replace("-sig", "").starts_with(sheet.encoding.trim_end_matches("-bom")))
        {
            notes.words.push(format!("the file is {}, which the mapping does not expect", sheet.encoding));
        }
        let missing =
            mapping.columns.iter().find(|c| c.required && !columns.iter().any(|(_, h)| h.field == c.field));
        let settings = DateSettings {
            order: mapping.source.date_order,
            pivot: mapping.source.two_digit_year_pivot,
            file_date,
            epoch_1904: sheet.epoch_1904,
        };
        Self {
            sheet,
            mapping,
            columns,
            dropped,
            settings,
            zone: mapping.source.timezone.as_deref().and_then(|name| TimeZone::get(name).ok()),
            missing,
            authority: mapping.authority(),
            keys: HashMap::new(),
            people: make::People::default(),
            notes,
        }
    }

    /// What is kept of the row as it came: its bytes, or without the dropped columns its cells by header.
    fn original(&self, row: &Row) -> Vec<u8> {
        if !self.dropped.contains(&true) {
            return row.original.clone().into_bytes();
        }
        let kept = self.sheet.headers.iter().zip(&row.cells).zip(&self.dropped);
        let cells: serde_json::Map<String, serde_json::Value> = kept
            .filter(|((_, cell), dropped)| !**dropped && !cell.is_empty())
            .map(|((header, cell), _)| (header.clone(), cell.text.clone().into()))
            .collect();
        serde_json::Value::Object(cells).to_string().into_bytes()
    }

    /// One row; nothing when it is the same as an earlier one.
    fn row(&mut self, row: &Row, original: &[u8]) -> Result<Option<Made>, Refused> {
        if let Some(came) = row.ragged.filter(|came| *came > row.cells.len() || *came < row.cells.len()) {
            let message = format!("the row has {came} cells and the header {}", row.cells.len());
            let help = "a delimiter or a line end stands within a cell, or one is missing; put the cell into quotation marks";
            return Err((None, problem(Reason::BadValue, message, help)));
        }
        if let Some(column) = self.missing {
            let message = format!("the file has no column for `{}`", column.field.name());
            let help =
                "without it the row cannot be used; add the column, or its header to `match` in the mapping";
            return Err((None, problem(Reason::MissingField, message, help)));
        }
        let mut values: BTreeMap<Field, Value> = BTreeMap::new();
        let mut notes = Vec::new();
        for (at, column) in self.columns.clone() {
            let header = &self.sheet.headers[at];
            let cell = &row.cells[at];
            match self.value(cell, header, column)? {
                Some(value) => {
                    values.insert(column.field, value);
                }
                None if column.required => {
                    let message = format!("the column `{header}` is empty");
                    let help = "fill the cell; without it the row cannot be used";
                    return Err((Some(header.clone()), problem(Reason::MissingField, message, help)));
                }
                None => {}
            }
        }
        self.plausible(&values, &mut notes)?;
        let key = self.key(row, &values);
        let before = self.keys.entry(key.clone()).or_default();
        if before.iter().any(|o| o == original) {
            self.notes.doubled += 1;
            return Ok(None);
        }
        before.push(original.to_vec());
        let id = match before.len() {
            1 => short_hash(&["row", &self.authority, &key]),
            n => {
                notes.push(Note::new(NoteCode::KeyRepeated, format!("row {n} of its key")));
                short_hash(&["row", &self.authority, &key, &n.to_string()])
            }
        };
        let given = Given {
            values: &values,
            authority: &self.authority,
            row: &id,
            file_date: self.settings.file_date,
        };
        let records = make::records(&given, &mut self.people, &mut notes).map_err(|p| (None, p))?;
        Ok(Some(Made {
            id,
            original: original.to_vec(),
            resources: records.resources,
            cleared: records.cleared,
            notes,
        }))
    }

    /// What tells this row from others.
    fn key(&self, row: &Row, values: &BTreeMap<Field, Value>) -> String {
        let fields = self.mapping.source.row_key.iter().filter_map(|key| self.mapping.field_of(key));
        let texts: Vec<String> = fields
            .map(|field| {
                let cell = self.columns.iter().find(|(_, c)| c.field == field).map(|(at, _)| &row.cells[*at]);
                match values.get(&field) {
                    Some(Value::Date(date)) => date.to_string(),
                    Some(Value::Text(text)) => normal(text),
                    _ => cell.map(|c| normal(&c.text)).unwrap_or_default(),
                }
            })
            .collect();
        if texts.iter().any(|t| !t.is_empty()) {
            return texts.join("\u{1f}");
        }
        // Nothing tells it apart but what it says.
        row.original.clone()
    }

    fn value(&mut self, cell: &Cell, header: &str, column: &Column) -> Result<Option<Value>, Refused> {
        let text = cell.text.trim();
        let field = column.field;
        let refuse = |what: String, help: &str| {
            let message = format!("the column `{header}`: {what}");
            let reason = if field.kind() == Kind::Date { Reason::BadDate } else { Reason::BadValue };
            (Some(header.to_owned()), problem(reason, message, help))
        };
        if self.mapping.source.delete.iter().any(|d| d == text) {
            if make::erased_by(field).is_none() {
                return Err(refuse(
                    format!("`{text}` erases nothing here"),
                    "leave the cell empty; a statement that was wrong is put right by the right one, or its file is taken back",
                ));
            }
            return Ok(Some(Value::Erase));
        }
        let listed = |one: &str| {
            column.values.iter().find(|(k, _)| normal_value(k) == normal_value(one)).map(|(_, v)| v.clone())
        };
        let is_empty = |one: &str| {
            one.is_empty() || self.mapping.source.empty.iter().any(|e| e.eq_ignore_ascii_case(one))
        };
        if is_empty(text) && (text.is_empty() || listed(text).is_none()) {
            return Ok(None);
        }
        if cell.typed == super::Typed::Error {
            return Err(refuse(
                format!("the cell holds {text}, an error of the spreadsheet"),
                "put the formula right, or write the value itself into the cell",
            ));
        }
        let value = match field.kind() {
            Kind::Id => Value::Text(values::id(cell).map_err(|what| {
                refuse(what, "format the column as text in the spreadsheet, enter the number again and send the file again")
            })?),
            Kind::Name | Kind::Text | Kind::Email => Value::Text(text.to_owned()),
            Kind::Phone => Value::Text(values::phone(text)),
            Kind::Zip => Value::Text(values::zip(cell, self.mapping.source.zip_pad).map_err(|what| {
                refuse(what, "format the column as text, or set `zip_pad = true` in the mapping if this sender's spreadsheet drops zeros")
            })?),
            Kind::Date => {
                let past = matches!(field, Field::MotherBorn | Field::InfantBorn);
                let settings = DateSettings { order: self.order(header), ..self.settings };
                let local = self.local_day(cell);
                Value::Date(dates::read(local.as_ref().unwrap_or(cell), &settings, past).map_err(|what| {
                    let help = if what.contains("day or with the month") {
                        "say `date_order = \"MDY\"` or `\"DMY\"` in the mapping, or send dates as YYYY-MM-DD"
                    } else {
                        "correct the date at the source and send the row again; YYYY-MM-DD is always understood"
                    };
                    refuse(what, help)
                })?)
            }
            Kind::Integer => Value::Number(self.listed_number(cell, &listed).map_err(|what| {
                refuse(what, "write a whole number, or leave the cell empty if it is not known")
            })?),
            Kind::Gestation => Value::Number(values::gestation(cell, self.mapping.source.gestation_point).map_err(|what| {
                let help = if what.contains("point") {
                    "say `gestation_point = \"days\"` or `\"weeks\"` in the mapping, or write 31w4d"
                } else {
                    "write weeks and days, such as 31w4d"
                };
                refuse(what, help)
            })?),
            Kind::Weight => Value::Number(values::weight(cell, self.mapping.source.weight_unit).map_err(|what| {
                refuse(what, "write grams, or `7 lb 4 oz`, or say `weight_unit` in the mapping")
            })?),
            Kind::Bp => {
                let (systolic, diastolic) =
                    values::bp(cell).map_err(|what| refuse(what, "write it as 120/80, or leave the cell empty"))?;
                Value::Pressure(systolic, diastolic)
            }
            Kind::YesNo => {
                let said = listed(text).unwrap_or_else(|| text.to_owned());
                match values::yes_no(&said) {
                    Ok(yes) => Value::Yes(yes),
                    Err(_) => return self.not_listed(text, header, column).map(|text| text.map(|t| Value::Codes(vec![t]))),
                }
            }
            Kind::Code | Kind::Multi => {
                let mut codes = Vec::new();
                for part in split(text, column).into_iter().filter(|p| !is_empty(p) || listed(p).is_some()) {
                    let code = listed(part).or_else(|| words::code_of(field, part));
                    match code {
                        Some(code) => codes.push(code),
                        None => codes.extend(self.not_listed(part, header, column)?),
                    }
                }
                codes.dedup();
                if codes.is_empty() {
                    return Ok(None);
                }
                Value::Codes(codes)
            }
        };
        self.keeps_to(&value, column).map_err(|what| {
            refuse(what, "correct the value at the source, or leave the cell empty if it is not known")
        })?;
        Ok(Some(value))
    }

    /// Which comes first in the ambiguous dates of a column: what the mapping says, else what its other dates prove.
    fn order(&self, header: &str) -> Option<DateOrder> {
        self.settings.order.or_else(|| self.notes.dates.get(header)?.proves())
    }

    /// The day of a moment with its offset, where the sender is. Midnight stands for a day without a time.
    fn local_day(&self, cell: &Cell) -> Option<Cell> {
        let zone = self.zone.as_ref()?;
        let moment = cell.text.parse::<Timestamp>().ok()?;
        let (_, time) = cell.text.split_once(['T', ' '])?;
        let written: Option<Time> = time.get(..5).and_then(|t| t.parse().ok());
        (written != Some(Time::midnight()))
            .then(|| Cell::text(moment.to_zoned(zone.clone()).date().to_string()))
    }

    fn listed_number(&self, cell: &Cell, listed: &dyn Fn(&str) -> Option<String>) -> Result<i64, String> {
        match listed(cell.text.trim()) {
            Some(text) => values::integer(&Cell::text(text)),
            None => values::integer(cell),
        }
    }

    /// A value that no list has: left out and listed, or refused, or kept as words.
    fn not_listed(&mut self, text: &str, header: &str, column: &Column) -> Result<Option<String>, Refused> {
        let seen = self.notes.unmapped.entry(header.to_owned()).or_default();
        if seen.len() < 100 || seen.contains_key(text) {
            *seen.entry(text.to_owned()).or_default() += 1;
        }
        match column.unmapped {
            Unmapped::Queue => {
                *self.notes.remarks.entry(NoteCode::NotListed).or_default() += 1;
                Ok(None)
            }
            Unmapped::KeepText => Ok(Some(format!("text:{text}"))),
            Unmapped::RejectRow => {
                let message = format!("the column `{header}` holds a value that the mapping does not know");
                let help = "add the value to `values` of the column in the mapping";
                Err((Some(header.to_owned()), problem(Reason::BadValue, message, help)))
            }
        }
    }

    /// The limits of the field's scale and those of the mapping.
    fn keeps_to(&self, value: &Value, column: &Column) -> Result<(), String> {
        let within = |n: i64, (from, to): (i64, i64)| {
            if (from..=to).contains(&n) {
                Ok(())
            } else {
                Err(format!("the number is outside {from} to {to}"))
            }
        };
        match value {
            Value::Number(n) => {
                if let Some(range) = column.field.range() {
                    within(*n, range)?;
                }
                if let Some(Check::Numbers(from, to)) = column.check {
                    within(*n, (from, to))?;
                }
            }
            Value::Date(date) => {
                let from_file = |day: Date| i64::from(days_between(self.settings.file_date, day));
                if let Some(Check::Days(from, to)) = column.check
                    && !(from_file(date.latest()) >= from && from_file(date.earliest()) <= to)
                {
                    return Err(format!("the day is not within {from} to {to} days of the file"));
                }
                if column.field == Field::DueDate && from_file(date.earliest()) > 300 {
                    return Err("a due date lies more than 300 days after the file".into());
                }
                let later = matches!(
                    column.field,
                    Field::Delivered | Field::Lmp | Field::VisitDate | Field::ScreenDate
                );
                if later && column.field != Field::VisitDate && from_file(date.earliest()) > 0 {
                    return Err("the day lies after the file".into());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What the dates of a row say together.
    fn plausible(&self, values: &BTreeMap<Field, Value>, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let date = |field| match values.get(&field) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        let delivered = date(Field::Delivered).or(date(Field::InfantBorn));
        if let (Some(lmp), Some(delivered)) = (date(Field::Lmp).and_then(PartialDate::day), delivered) {
            let days = days_between(lmp, delivered.latest());
            if (0..140).contains(&days) || days < 0 {
                let message =
                    format!("the delivery lies {days} days after the last period began, fewer than 140");
                let help = "correct the last menstrual period or the day of delivery";
                return Err((self.header_of(Field::Lmp), problem(Reason::BadDate, message, help)));
            }
        }
        if let Some(born) = date(Field::MotherBorn) {
            let on = delivered.or(date(Field::DueDate)).map_or(self.settings.file_date, PartialDate::latest);
            let years = days_between(born.earliest(), on) / 365;
            if !(9..=60).contains(&years) {
                notes.push(Note::new(NoteCode::UnlikelyAge, format!("{years} years")));
            }
        }
        Ok(())
    }

    fn header_of(&self, field: Field) -> Option<String> {
        self.columns.iter().find(|(_, c)| c.field == field).map(|(at, _)| self.sheet.headers[*at].clone())
    }

    /// Says aloud how ambiguous dates were read.
    fn say_dates(&mut self) {
        for (header, tally) in self.notes.dates.clone() {
            let order = self.order(&header);
            let Tally { day_first, month_first, undecidable } = tally;
            if day_first > 0 && month_first > 0 {
                self.notes.words.push(format!(
                    "`{header}` has dates of both orders: {day_first} only day first, {month_first} only month first"
                ));
            }
            if undecidable > 0 {
                let (dates, they, their) = match undecidable {
                    1 => ("date", "it was", "its row was"),
                    _ => ("dates", "they were", "their rows were"),
                };
                let why = match tally.proves() {
                    proven if proven == order => "as the other dates of the column show",
                    _ => "as the mapping says",
                };
                let (read, code) = match order {
                    Some(DateOrder::Mdy) => (format!("{they} read month first, {why}"), NoteCode::MonthFirst),
                    Some(DateOrder::Dmy) => (format!("{they} read day first, {why}"), NoteCode::DayFirst),
                    None => {
                        let words = format!("{their} set aside until the mapping says which");
                        self.notes.words.push(format!(
                            "`{header}` has {undecidable} {dates} that can be read either way; {words}"
                        ));
                        continue;
                    }
                };
                *self.notes.remarks.entry(code).or_default() += undecidable;
                self.notes.words.push(format!(
                    "`{header}` has {undecidable} {dates} that can be read either way; {read}"
                ));
            }
        }
    }

    /// Says which columns and rows were left out.
    fn say_left_out(&mut self) {
        let notes = &mut self.notes;
        if !notes.dropped.is_empty() {
            let dropped: Vec<String> = notes.dropped.iter().map(|header| format!("`{header}`")).collect();
            notes.words.push(format!("dropped before anything is stored: {}", dropped.join(", ")));
        }
        if notes.doubled > 0 {
            notes.remarks.insert(NoteCode::RowRepeated, notes.doubled);
            notes.words.push(counted(
                notes.doubled,
                "row is the same as an earlier row, to the letter",
                "rows are the same as an earlier row, to the letter",
            ));
        }
    }
}

fn normal_value(text: &str) -> String {
    let bare = text.trim();
    // `AI/AN` and `<16` keep their signs.
    bare.to_lowercase()
}

fn split<'t>(text: &'t str, column: &Column) -> Vec<&'t str> {
    let whole = normal_value(text);
    let listed = column.values.keys().any(|k| normal_value(k) == whole);
    if column.field.kind() != Kind::Multi || listed || words::code_of(column.field, text).is_some() {
        return vec![text];
    }
    let mut parts = vec![text];
    for sign in column.split.iter().filter(|s| !s.is_empty()) {
        parts = parts.into_iter().flat_map(|p| p.split(sign.as_str())).map(str::trim).collect();
    }
    parts
}

/// The same parts, the same short name.
pub(crate) fn short_hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0x1f]);
    }
    hasher.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
}
