//! Referrals of a partner in a table: each row is a form, looked at first and then put in as if somebody had typed it.
//!
//! A row with anything wrong is not put in, and is said with its line and its column. The same row again is the same form.
//! The bytes are erased once the rows are in; the receipts stay, and they name nobody.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::form::{Answers, Form, Value, identity};
use kith_domain::id::{DoorFileId, OrganizationId};
use kith_interop::referral::not_asked_there;
use kith_interop::table::{self, Columns, FormRows};
use kith_store::door::{self, DoorFile, NewDoorFile, Purpose};
use serde::{Deserialize, Serialize};

use super::{About, Door, Filled, Forms, Put, of, once_of, partner_of, sender, sender_called, take_in};
use crate::ingest::check_source;
use crate::programme::Words;
use crate::{App, Error, admitted, audited};

/// The largest file that is put in by hand, and the most rows of one.
const MOST_BYTES: usize = 5 << 20;
const MOST_ROWS: usize = 2_000;
/// Files of one page.
const LISTED: u32 = 50;
/// Days for which the bytes of a table are kept that nobody put in.
const KEEP_DAYS: i64 = 14;

/// A table that was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// Its file.
    pub file: DoorFileId,
    /// The file's name.
    pub name: String,
    /// Who sends it.
    pub sender: String,
    /// Who put it in.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When its rows were put in.
    pub done: Option<Timestamp>,
    /// Its bytes are erased.
    pub erased: bool,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mend {
    /// The header of the column; empty where no column answers the question.
    pub column: String,
    /// The question, as the form asks it.
    pub question: Words,
    /// What is wrong, and what to do about it.
    pub what: Words,
}

/// A row of a table, and what becomes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Its line in the file.
    pub line: u64,
    /// Whom it is about; nobody once the rows are in.
    #[serde(skip)]
    pub name: String,
    /// What is wrong with it.
    pub wrong: Vec<Mend>,
    /// The number of its receipt.
    pub receipt: Option<String>,
    /// By when she is to be contacted.
    pub contact_by: Option<Timestamp>,
    /// It had come before.
    pub again: bool,
}

/// A table, row by row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePage {
    /// What it was read as.
    pub title: Words,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// Headers that nobody reads.
    pub left_out: Vec<String>,
    /// Headers that should be there.
    pub missing: Vec<String>,
}

impl TablePage {
    /// How many rows can be put in, or were; and how many cannot.
    pub fn counts(&self) -> (usize, usize) {
        let wrong = self.rows.iter().filter(|row| !row.wrong.is_empty()).count();
        (self.rows.len() - wrong, wrong)
    }

    /// The receipts as a table for the sender: a line, a number, and nobody's name.
    pub fn receipts_csv(&self) -> String {
        let mut csv = table::export::record(["line", "receipt", "contact_by", "again", "wrong"]);
        for row in &self.rows {
            let wrong: Vec<String> =
                row.wrong.iter().map(|w| format!("{}: {}", w.column, w.what.en)).collect();
            csv.push_str(&table::export::record([
                row.line.to_string(),
                row.receipt.clone().unwrap_or_default(),
                row.contact_by.map(|at| at.to_string()).unwrap_or_default(),
                if row.again { "yes".into() } else { String::new() },
                wrong.join(" | "),
            ]));
        }
        csv
    }
}

async fn may(app: &App, actor: &Actor, about: Option<DoorFileId>) -> Result<Fields, Error> {
    let own = Subject { organization: actor.organization, worker: None };
    admitted(app, actor, Action::Submit, own, about.map(|id| format!("door/{id}"))).await
}

/// Refuses who may not put referrals in.
pub async fn may_put_in(app: &App, actor: &Actor) -> Result<(), Error> {
    may(app, actor, None).await.map(drop)
}

/// The tables that this programme reads, and those that were put in, the newest first.
pub async fn tables(app: &App, actor: &Actor) -> Result<(Vec<Words>, Vec<TableFile>), Error> {
    let fields = may(app, actor, None).await?;
    let forms = of(app)?;
    let before = app.now().checked_sub(SignedDuration::from_hours(24 * KEEP_DAYS)).unwrap_or(Timestamp::MIN);
    door::erase_older(app.db(), Purpose::Referrals, before, app.now()).await?;
    let by = (fields != Fields::Rows).then_some(actor.account);
    let files = door::list(app.db(), Purpose::Referrals, by, LISTED).await?.into_iter();
    let own: Vec<TableFile> = files.map(line).collect();
    audited(app, actor, "list_referral_tables", None, &own.len().to_string()).await?;
    Ok((forms.columns.iter().map(|columns| columns.title.clone()).collect(), own))
}

fn opens(fields: Fields, actor: &Actor, file: &DoorFile) -> bool {
    fields == Fields::Rows || file.by == actor.account
}

fn line(file: DoorFile) -> TableFile {
    let sender = file.source_name.split_once('\n').map_or(file.source_name.as_str(), |(_, sender)| sender);
    TableFile {
        file: file.id,
        name: file.name,
        sender: partner_of(sender).to_owned(),
        by: file.by_name,
        at: file.at,
        done: file.done,
        erased: file.erased.is_some(),
    }
}

fn wrong(field: &'static str, message: impl Into<Words>) -> Error {
    Error::Invalid { field, message: message.into() }
}

fn columns(forms: &Forms, title: &str) -> Option<(Columns, Form)> {
    let found = forms.columns.iter().find(|columns| columns.title.en == title)?;
    Some((found.clone(), forms.forms.iter().find(|form| form.id == found.form)?.clone()))
}

/// Keeps a table to be looked at. `title` says how it is read; `partner` who sends it, where that is not the actor's own
/// organisation.
pub async fn put_in(
    app: &App,
    actor: &Actor,
    title: &str,
    partner: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<DoorFileId, Error> {
    let fields = may(app, actor, None).await?;
    let forms = of(app)?;
    let (columns, form) =
        columns(&forms, title).ok_or_else(|| wrong("columns", "choose how the table is read"))?;
    let sender = match (fields, actor.organization) {
        (Fields::Rows, None) => {
            check_source(partner).map_err(|_| wrong("partner", "say who sends it"))?;
            sender_called(partner.trim())
        }
        _ => sender(app, actor).await?,
    };
    if bytes.is_empty() {
        return Err(wrong("file", "choose a file"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(wrong("file", "the file is over 5 MB: cut it into smaller ones"));
    }
    read(app, &columns, &form, name, &bytes)?;
    let new = NewDoorFile {
        purpose: Purpose::Referrals,
        name: name.to_owned(),
        media: "application/octet-stream",
        // How it is read goes with it, so that a look and the rows that are put in are one.
        source_name: format!("{title}\n{sender}"),
        bytes,
        by: actor.account,
    };
    let id = door::save(app.db(), new, app.now()).await?;
    audited(app, actor, "put_in_referral_table", Some(format!("door/{id}")), &sender).await?;
    Ok(id)
}

fn read(app: &App, columns: &Columns, form: &Form, name: &str, bytes: &[u8]) -> Result<FormRows, Error> {
    let sheet = table::read(bytes, name, &table::Options::default())
        .map_err(|problem| wrong("file", format!("{}; {}", problem.message, problem.help)))?;
    if sheet.rows.len() > MOST_ROWS {
        return Err(wrong("file", "the table has more than 2,000 rows: cut it into smaller ones"));
    }
    Ok(columns.take(&sheet, form, app.today()))
}

async fn own(app: &App, actor: &Actor, id: DoorFileId) -> Result<DoorFile, Error> {
    let fields = may(app, actor, Some(id)).await?;
    let found = door::find(app.db(), id).await?.filter(|file| file.purpose == Purpose::Referrals);
    found.filter(|file| opens(fields, actor, file)).ok_or(Error::NotFound("this file"))
}

/// A table with what is wrong in each row; of one that was put in, its receipts.
pub async fn preview(
    app: &App,
    actor: &Actor,
    id: DoorFileId,
) -> Result<(TableFile, Option<TablePage>), Error> {
    let file = own(app, actor, id).await?;
    audited(app, actor, "see_referral_table", Some(format!("door/{id}")), "").await?;
    if let Some(receipt) = &file.receipt {
        let page = serde_json::from_str(receipt).map_err(|e| Error::Internal(Box::new(e)))?;
        return Ok((line(file), Some(page)));
    }
    let Some((columns, form, rows, _)) = opened(app, &file).await? else { return Ok((line(file), None)) };
    let page = page(&columns, &form, &rows);
    Ok((line(file), Some(page)))
}

type Opened = (Columns, Arc<Form>, FormRows, String);

async fn opened(app: &App, file: &DoorFile) -> Result<Option<Opened>, Error> {
    let Some(bytes) = door::bytes(app.db(), file.id).await? else { return Ok(None) };
    let (title, sender) = file.source_name.split_once('\n').ok_or(Error::NotFound("this file"))?;
    let forms = of(app)?;
    let (columns, form) = columns(&forms, title).ok_or(Error::NotFound("how this table is read"))?;
    let rows = read(app, &columns, &form, &file.name, &bytes)?;
    Ok(Some((columns, Arc::new(form), rows, sender.to_owned())))
}

fn page(columns: &Columns, form: &Form, found: &FormRows) -> TablePage {
    let row = |row: &table::FormRow| TableRow {
        line: row.line,
        name: name(&row.answers),
        wrong: row.wrong.iter().map(|w| mend(form, &w.column, &w.link_id, &w.what, &w.help)).collect(),
        ..TableRow::default()
    };
    TablePage {
        title: columns.title.clone(),
        rows: found.rows.iter().map(row).collect(),
        left_out: found.left_out.clone(),
        missing: found.missing.clone(),
    }
}

fn mend(form: &Form, column: &str, link_id: &str, what: &Words, help: &Words) -> Mend {
    Mend {
        column: column.to_owned(),
        question: form.item(link_id).map(|item| item.text.clone()).unwrap_or_default(),
        what: Words::new(format!("{} {}", what.en, help.en), format!("{} {}", what.es, help.es)),
    }
}

fn name(answers: &Answers) -> String {
    let said = |id: &str| match answers.given.get(id)?.values().first()? {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    [said(identity::GIVEN), said(identity::FAMILY)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Who puts rows in.
struct Sender<'s> {
    organization: Option<OrganizationId>,
    actor: Option<&'s Actor>,
    name: &'s str,
    source: &'s str,
}

/// Puts the rows in that have nothing wrong, one after another: what was put in before a failure is in, and is the same
/// when it comes again.
async fn put(
    app: &App,
    columns: &Columns,
    form: &Form,
    found: FormRows,
    from: &Sender<'_>,
) -> Result<TablePage, Error> {
    let mut page = page(columns, form, &found);
    for (row, shown) in found.rows.into_iter().zip(&mut page.rows) {
        if !shown.wrong.is_empty() {
            continue;
        }
        let door = Door {
            channel: "file",
            organization: from.organization,
            by: from.actor.map(|actor| actor.account),
            by_name: from.name,
            sender: from.source,
            authored_at: app.now(),
            // Of what the sender said: a row is the same whatever this side adds to it.
            once: once_of(&form.id, &row.answers),
            about: About::Answers,
            with: Vec::new(),
            not_used: Vec::new(),
        };
        let mut answers = row.answers;
        not_asked_there(form, &mut answers);
        let filled =
            Filled { form: &form.id, answers, language: &columns.language, mode: columns.mode, once: "" };
        match take_in(app, form, &filled, door).await? {
            Put::In(receipt) => {
                shown.receipt = Some(receipt.number);
                shown.contact_by = Some(receipt.contact_by);
                shown.again = receipt.again;
                if let (Some(actor), Some(case)) = (from.actor.filter(|_| !receipt.again), receipt.case) {
                    let submission = format!("submission/{}", receipt.submission);
                    audited(app, actor, "submit", Some(format!("case/{case}")), &submission).await?;
                }
            }
            Put::Wrong(all) => {
                shown.wrong = all.iter().map(|w| mend(form, "", &w.link_id, &w.what, &w.help)).collect();
            }
        }
    }
    Ok(page)
}

/// Puts the rows of a table in and erases its bytes. Once more changes nothing.
pub async fn commit(app: &App, actor: &Actor, id: DoorFileId) -> Result<(), Error> {
    let file = own(app, actor, id).await?;
    if file.done.is_some() {
        return Ok(());
    }
    let opened = opened(app, &file).await?;
    let (columns, form, rows, source) =
        opened.ok_or_else(|| wrong("file", "the file was erased; put it in again"))?;
    let from =
        Sender { organization: actor.organization, actor: Some(actor), name: &actor.name, source: &source };
    let page = put(app, &columns, &form, rows, &from).await?;
    let receipt = serde_json::to_string(&page).map_err(|e| Error::Internal(Box::new(e)))?;
    door::done(app.db(), id, Some(&receipt), None, app.now()).await?;
    door::erase(app.db(), id, app.now()).await?;
    audited(app, actor, "commit_referral_table", Some(format!("door/{id}")), &source).await
}

/// Discards a table that was only looked at.
pub async fn discard(app: &App, actor: &Actor, id: DoorFileId) -> Result<(), Error> {
    let file = own(app, actor, id).await?;
    if file.done.is_none() {
        door::erase(app.db(), id, app.now()).await?;
    }
    audited(app, actor, "discard_referral_table", Some(format!("door/{id}")), "").await
}

/// Puts the rows of a table in from the command line. This is for whoever runs the machine; it asks nobody's role.
pub async fn ingest(
    app: &App,
    columns: &Columns,
    partner: &str,
    name: &str,
    bytes: &[u8],
) -> Result<TablePage, Error> {
    check_source(partner)?;
    let forms = of(app)?;
    let form = forms.forms.iter().find(|form| form.id == columns.form).ok_or(Error::NotFound("this form"))?;
    let rows = read(app, columns, form, name, bytes)?;
    let source = sender_called(partner);
    let from = Sender { organization: None, actor: None, name: partner, source: &source };
    put(app, columns, form, rows, &from).await
}
