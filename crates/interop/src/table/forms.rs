//! Rows of a partner's table as filled-in forms.
//!
//! A mapping says which column answers which question. A cell is read as its question wants it and never repaired: what
//! cannot be read is said with its column. A column that the mapping does not name is said, and so is one that is not
//! there. What a table does not ask is `not asked`, which is neither a no nor a blank, where the mapping says so.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kith_domain::form::{Absent, Answer, Answers, Form, Item, Kind, Mistake, Mode, Standing, Value};
use kith_domain::words::Words;
use serde::Deserialize;
use toml::Spanned;

use super::dates::{self, DateOrder, DateSettings};
use super::header::normal;
use super::{Cell, MappingError, Sheet, Typed};
use crate::referral::not_asked_there;

/// Which columns answer which questions of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// What the table is called, for who chooses it.
    pub title: Words,
    /// The form's id.
    pub form: String,
    /// The language in which the questions were asked.
    pub language: String,
    /// How the forms were filled in.
    pub mode: Mode,
    dates: Option<DateOrder>,
    rest: Option<Absent>,
    columns: Vec<Column>,
    always: Vec<(String, String)>,
    ignored: Vec<String>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    header: String,
    question: String,
    answers: BTreeMap<String, String>,
    unknown: Vec<String>,
    declined: Vec<String>,
    empty: Option<Absent>,
    separator: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    en: String,
    es: String,
    form: Spanned<String>,
    #[serde(default = "english")]
    language: String,
    #[serde(default = "interview")]
    mode: Spanned<String>,
    dates: Option<Spanned<String>>,
    rest: Option<Spanned<String>>,
    #[serde(default)]
    column: Vec<Spanned<ColumnFile>>,
    #[serde(default)]
    always: Vec<Spanned<AlwaysFile>>,
    #[serde(default)]
    ignore: Vec<String>,
}

fn english() -> String {
    "en".into()
}

fn interview() -> Spanned<String> {
    Spanned::new(0..0, Mode::Interview.name().into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    header: String,
    question: String,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default)]
    declined: Vec<String>,
    empty: Option<String>,
    separator: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AlwaysFile {
    question: String,
    answer: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWrong {
    /// The header of the column; empty where no column answers the question.
    pub column: String,
    /// The question.
    pub link_id: String,
    /// What is wrong.
    pub what: Words,
    /// What to do about it.
    pub help: Words,
}

/// One row, as the form that it fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    /// Its line in the file.
    pub line: u64,
    /// What was answered, as far as it can be read; [`not_asked_there`] has still to be said of it.
    pub answers: Answers,
    /// What is wrong; a row with anything wrong is not taken.
    pub wrong: Vec<RowWrong>,
}

/// A table, as forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormRows {
    /// Its rows.
    pub rows: Vec<FormRow>,
    /// Headers that the mapping does not name.
    pub left_out: Vec<String>,
    /// Headers of the mapping that are not there.
    pub missing: Vec<String>,
}

impl Columns {
    /// Reads a mapping for one of some forms; the first thing that is wrong, with its line.
    pub fn parse(text: &str, forms: &[Form]) -> Result<Self, MappingError> {
        let line =
            |at: usize| text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
        let wrong = |at: usize, message: String, help: &str| MappingError {
            line: line(at),
            message,
            help: help.to_owned(),
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            wrong(at, error.message().to_owned(), "see the mapping that comes with the programme")
        })?;
        let form = forms.iter().find(|form| form.id == *file.form.get_ref()).ok_or_else(|| {
            let known: Vec<&str> = forms.iter().map(|form| form.id.as_str()).collect();
            let message = format!("no form is called `{}`", file.form.get_ref());
            wrong(file.form.span().start, message, &format!("choose one of {}", known.join(", ")))
        })?;
        let mode = Mode::named(file.mode.get_ref()).ok_or_else(|| {
            let message = format!("`{}` is no way to fill in a form", file.mode.get_ref());
            wrong(file.mode.span().start, message, "write interview, self_screen or self_paper")
        })?;
        let dates = file.dates.map(|order| match order.get_ref().as_str() {
            "MDY" => Ok(DateOrder::Mdy),
            "DMY" => Ok(DateOrder::Dmy),
            other => {
                Err(wrong(order.span().start, format!("`{other}` is no order of dates"), "write MDY or DMY"))
            }
        });
        let absent = |name: &str, at: usize| {
            Absent::named(name).ok_or_else(|| {
                let help = "write asked-unknown, declined or not-asked";
                wrong(at, format!("`{name}` is no reason for no answer"), help)
            })
        };
        let rest = file.rest.map(|rest| absent(rest.get_ref(), rest.span().start)).transpose()?;
        let question = |link_id: &str, at: usize| {
            form.item(link_id).filter(|item| item.kind.is_question()).ok_or_else(|| {
                let message = format!("`{}` has no question `{link_id}`", form.id);
                wrong(at, message, "look up the question's linkId in the form")
            })
        };
        let fits = |item: &Item, answer: &str, at: usize| match value(item, &Cell::text(answer), &plain()) {
            Some(_) => Ok(()),
            None => {
                let codes: Vec<&str> = item.kind.choices().iter().map(|c| c.code.as_str()).collect();
                let help = format!("the answers are {}", codes.join(", "));
                Err(wrong(at, format!("`{answer}` is no answer to `{}`", item.link_id), &help))
            }
        };
        let mut columns: Vec<Column> = Vec::new();
        for written in file.column {
            let at = written.span().start;
            let column = written.into_inner();
            let item = question(&column.question, at)?;
            for answer in column.answers.values() {
                fits(item, answer, at)?;
            }
            let name = normal(&column.header);
            if columns.iter().any(|known| normal(&known.header) == name || known.question == column.question)
            {
                let message = format!("`{}` or its question is there twice", column.header);
                return Err(wrong(at, message, "leave one"));
            }
            let empty = column.empty.as_deref().map(|name| absent(name, at)).transpose()?;
            columns.push(Column {
                header: column.header,
                question: column.question,
                answers: column.answers.into_iter().map(|(cell, answer)| (spelled(&cell), answer)).collect(),
                unknown: column.unknown.iter().map(|cell| spelled(cell)).collect(),
                declined: column.declined.iter().map(|cell| spelled(cell)).collect(),
                empty,
                separator: column.separator,
            });
        }
        let mut always = Vec::new();
        for written in file.always {
            let at = written.span().start;
            let said = written.into_inner();
            fits(question(&said.question, at)?, &said.answer, at)?;
            always.push((said.question, said.answer));
        }
        let title = Words::new(file.en, file.es);
        if title.is_partly() {
            return Err(wrong(0, "the table has no name in both languages".into(), "write `en` and `es`"));
        }
        Ok(Self {
            title,
            form: form.id.clone(),
            language: file.language,
            mode,
            dates: dates.transpose()?,
            rest,
            columns,
            always,
            ignored: file.ignore,
        })
    }

    /// Reads the rows of a table as this form. `today` is the day of the file.
    pub fn take(&self, sheet: &Sheet, form: &Form, today: Date) -> FormRows {
        let place = |header: &str| sheet.headers.iter().position(|h| normal(h) == normal(header));
        let named: Vec<(&Column, Option<usize>)> =
            self.columns.iter().map(|c| (c, place(&c.header))).collect();
        let known: BTreeSet<usize> = named.iter().filter_map(|(_, at)| *at).collect();
        let ignored = |header: &String| self.ignored.iter().any(|name| normal(name) == normal(header));
        let left_out =
            sheet.headers.iter().enumerate().filter(|(at, header)| !known.contains(at) && !ignored(header));
        let left_out = left_out.map(|(_, header)| header.clone()).collect();
        let missing = named.iter().filter(|(_, at)| at.is_none()).map(|(c, _)| c.header.clone()).collect();
        let settings =
            DateSettings { order: self.dates, pivot: 0, file_date: today, epoch_1904: sheet.epoch_1904 };
        let rows = sheet.rows.iter().map(|row| {
            let mut answers = Answers::default();
            let mut wrong = Vec::new();
            for (column, at) in &named {
                let (Some(cell), Some(item)) =
                    (at.and_then(|at| row.cells.get(at)), form.item(&column.question))
                else {
                    continue;
                };
                match column.read(cell, item, &settings) {
                    Ok(Some(answer)) => {
                        answers.given.insert(item.link_id.clone(), answer);
                    }
                    Ok(None) => {}
                    Err(mistake) => wrong.push(RowWrong {
                        column: column.header.clone(),
                        link_id: item.link_id.clone(),
                        what: mistake.what(),
                        help: mistake.help(),
                    }),
                }
            }
            self.complete(form, &mut answers);
            // What is put in is checked, and the row stays as its sender wrote it: by that it is known when it comes
            // again.
            let mut put_in = answers.clone();
            not_asked_there(form, &mut put_in);
            self.check(form, &put_in, &mut wrong);
            if row.ragged.is_some() {
                wrong.push(RowWrong {
                    column: String::new(),
                    link_id: String::new(),
                    what: Words::new(
                        "The row has more or fewer cells than headers.",
                        "La fila no tiene tantas celdas como encabezados.",
                    ),
                    help: Words::new("Put it right and send it again.", "Corríjala y envíela de nuevo."),
                });
            }
            FormRow { line: row.line, answers, wrong }
        });
        FormRows { rows: rows.collect(), left_out, missing }
    }

    /// What the table says of every row, and what it does not ask.
    fn complete(&self, form: &Form, answers: &mut Answers) {
        for (link_id, answer) in &self.always {
            let Some(item) = form.item(link_id) else { continue };
            if let Some(value) = value(item, &Cell::text(answer), &plain()) {
                answers.given.entry(link_id.clone()).or_insert_with(|| Answer::one(value));
            }
        }
        let Some(why) = self.rest else { return };
        // An answer may open further questions; those that need her alone stay closed.
        loop {
            let sheet = form.sheet(answers);
            let open = sheet.lines.iter().filter(|line| line.standing == Standing::Asked);
            let open = open.map(|line| line.item).filter(|item| item.required && item.kind.is_question());
            let open: Vec<String> = open
                .map(|item| item.link_id.clone())
                .filter(|id| {
                    !self.columns.iter().any(|c| c.question == *id) && !answers.given.contains_key(id)
                })
                .collect();
            if open.is_empty() {
                return;
            }
            answers.given.extend(open.into_iter().map(|id| (id, Answer::Absent(why))));
        }
    }

    /// What the form finds wrong, but for what could not be read.
    fn check(&self, form: &Form, answers: &Answers, wrong: &mut Vec<RowWrong>) {
        for found in form.check(answers) {
            if wrong.iter().any(|known| known.link_id == found.link_id) {
                continue;
            }
            let column = self.columns.iter().find(|column| column.question == found.link_id);
            wrong.push(RowWrong {
                column: column.map(|column| column.header.clone()).unwrap_or_default(),
                link_id: found.link_id,
                what: found.what,
                help: found.help,
            });
        }
    }
}

impl Column {
    fn read(&self, cell: &Cell, item: &Item, settings: &DateSettings) -> Result<Option<Answer>, Mistake> {
        let text = spelled(&cell.text);
        if text.is_empty() {
            return Ok(self.empty.map(Answer::Absent));
        }
        if self.unknown.contains(&text) {
            return Ok(Some(Answer::Absent(Absent::AskedUnknown)));
        }
        if self.declined.contains(&text) {
            return Ok(Some(Answer::Absent(Absent::Declined)));
        }
        let parts: Vec<&str> = match (&self.separator, &item.kind) {
            (Some(separator), Kind::Many(_)) => cell.text.split(separator.as_str()).collect(),
            _ => vec![cell.text.as_str()],
        };
        let one = |part: &str| {
            let text = self.answers.get(&spelled(part)).map_or(part.trim(), String::as_str);
            value(item, &Cell { text: text.to_owned(), typed: cell.typed }, settings)
                .ok_or(Mistake::WrongKind)
        };
        parts
            .into_iter()
            .filter(|part| !part.trim().is_empty())
            .map(one)
            .collect::<Result<_, _>>()
            .map(|all| Some(Answer::Given(all)))
    }
}

/// A cell as it is compared.
fn spelled(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Years first, and nothing to be guessed.
fn plain() -> DateSettings {
    DateSettings { order: None, pivot: 0, file_date: Date::MAX, epoch_1904: false }
}

/// Whether four digits stand together.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 4 || run.len() == 8)
}

/// A cell as its question wants it.
fn value(item: &Item, cell: &Cell, settings: &DateSettings) -> Option<Value> {
    let text = cell.text.trim();
    Some(match &item.kind {
        Kind::Group | Kind::Display => return None,
        Kind::One(choices) | Kind::Many(choices) => {
            let said = spelled(text);
            let is = |c: &&kith_domain::form::Choice| {
                [&c.code, &c.text.en, &c.text.es].into_iter().any(|name| spelled(name) == said)
            };
            Value::Code(choices.iter().find(is)?.code.clone())
        }
        Kind::Boolean => Value::Boolean(match spelled(text).as_str() {
            "yes" | "y" | "true" | "1" | "sí" | "si" => true,
            "no" | "n" | "false" | "0" => false,
            _ => return None,
        }),
        Kind::Text(_) => Value::Text(text.to_owned()),
        // A year of two digits may be of either century.
        Kind::Date if cell.typed == Typed::Text && !has_year(text) => return None,
        Kind::Date => Value::Date(dates::read(cell, settings, false).ok()?),
        Kind::Integer(..) => Value::Integer(text.strip_suffix(".0").unwrap_or(text).parse().ok()?),
        Kind::Decimal => Value::Decimal(text.parse().ok()?),
        Kind::Quantity(unit) => Value::Quantity(text.parse().ok()?, unit.clone()),
    })
}

#[cfg(test)]
mod tests;
