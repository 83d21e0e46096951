//! A form is put in: its records, its case and what is to be done, in one transaction.

use jiff::Timestamp;
use kith_domain::care_case::{Case, CaseState, Form, Timing, due_by, told};
use kith_domain::fact::Reference;
use kith_domain::id::{
    AccountId, CaseId, OrganizationId, PersonId, RecordId, SourceId, SubmissionId, TaskId,
};
use kith_domain::phone::PhoneWish;
use kith_domain::priority::{Rules, Statement, Tier};
use kith_domain::words::Words;

use super::{NewEvent, hurry, insert_in, note, read, save_in};
use crate::db::Tx;
use crate::ledger::Arrival;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter, course, ledger, safety};

queries! {
    PERSON_OF = "case_person_of";
    ONCE = "submission_once";
    BY_RECEIPT = "submission_by_receipt";
    OF_CASE = "submission_of_case";
    OF_ORGANIZATION = "submission_of_organization";
    INSERT = "submission_insert";
    INSERT_TASK = "task_insert";
}

/// A task that an answer asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// What kind.
    pub kind: String,
    /// What, in words.
    pub words: Words,
    /// Whose work it is.
    pub role: String,
    /// By when somebody has to respond.
    pub due_at: Timestamp,
    /// By when it has to be over, where that is said.
    pub close_by: Option<Timestamp>,
    /// Which answer of the form asks for it, and why: the same of one form asks once.
    pub origin: String,
}

/// A form to be put in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSubmission {
    /// The form's id.
    pub form: String,
    /// Its version.
    pub form_version: String,
    /// How it came: `page`, `link`, `api`, `file`.
    pub channel: String,
    /// The organisation that sends it.
    pub organization: Option<OrganizationId>,
    /// Who entered it, where they have an account.
    pub by: Option<AccountId>,
    /// Their name.
    pub by_name: String,
    /// When it was filled in: of two forms, the later one's word counts.
    pub authored_at: Timestamp,
    /// Whom it is about: a `Patient` of the source, one of the arrivals or one that is known.
    pub person: Reference,
    /// Which of the arrivals holds the answers.
    pub answers: usize,
    /// When she is expected to give birth, or did.
    pub timing: Timing,
    /// What the answers say for the rules.
    pub factors: Vec<(String, Option<bool>)>,
    /// What they ask for.
    pub tasks: Vec<NewTask>,
    /// How she wants numbers used.
    pub wishes: Vec<(String, PhoneWish)>,
    /// The number of the receipt; drawn by chance, for it opens what became of the form.
    pub receipt: String,
    /// The same of one source is the same form.
    pub once: String,
}

/// A form that was put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// Its id.
    pub id: SubmissionId,
    /// The case.
    pub case: CaseId,
    /// The record that holds its answers.
    pub record: RecordId,
    /// The source of that.
    pub source: SourceId,
    /// The organisation that sent it.
    pub organization: Option<OrganizationId>,
    /// The form's id.
    pub form: String,
    /// Its version.
    pub form_version: String,
    /// How it came.
    pub channel: String,
    /// Who entered it.
    pub by: Option<AccountId>,
    /// Their name.
    pub by_name: String,
    /// When it was filled in.
    pub authored_at: Timestamp,
    /// When it came.
    pub at: Timestamp,
    /// When she is expected to give birth, or did.
    pub timing: Timing,
    /// What the answers say for the rules.
    pub factors: Vec<(String, Option<bool>)>,
    /// It was added to a case that was open.
    pub joined: bool,
    /// By when she was to be contacted as this form alone asks for it: so the receipt says.
    pub contact_by: Timestamp,
    /// The number of the receipt.
    pub receipt: String,
}

/// What became of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    /// The form.
    pub submission: Submission,
    /// It had been put in before, and nothing was done.
    pub again: bool,
}

/// Puts a form in. It joins the open case of the same person and pregnancy, or opens one: what several forms say is
/// joined, the newest known word on each factor counting. When the person has an open case of what seems another
/// pregnancy, a case is opened and somebody is asked to look. `source` is in whose terms the arrivals speak.
pub async fn submit(
    db: &Db,
    rules: &Rules,
    source: SourceId,
    arrivals: Vec<Arrival>,
    new: &NewSubmission,
    now: Timestamp,
) -> Result<Submitted> {
    let batch = ledger::prepare(arrivals, None).await?;
    let mut tx = db.write().await?;
    // Forms come in one after another: the same one twice is seen, and so is the case that another just opened.
    ledger::lock(&mut tx).await?;
    if let Some(row) = tx.row(ONCE, args![source, &new.once]).await? {
        return Ok(Submitted { submission: read_submission(&row)?, again: true });
    }
    let written = ledger::write(&mut tx, db, source, batch, None, now).await?;
    let record = *written.records.get(new.answers).ok_or(Error::NoSuch("record with the answers"))?;
    let row = tx.row(PERSON_OF, args![source, new.person.0.as_str()]).await?;
    let person: PersonId = row.ok_or(Error::NoSuch("person"))?.get(0)?;

    let form = Form {
        statement: Statement { at: new.authored_at, factors: new.factors.clone() },
        received_at: now,
        timing: new.timing,
    };
    let known = tx.rows(super::OF_PERSON, args![person]).await?;
    let known: Vec<Case> = known.iter().map(read).collect::<Result<_>>()?;
    let open: Vec<&Case> = known.iter().filter(|c| c.is_open()).collect();
    let joins = open.iter().find(|c| c.timing.may_be(new.timing, rules.merge_window_days));
    let case = match joins {
        Some(case) => join(&mut tx, rules, case, &form, now).await?,
        None => make(&mut tx, rules, person, &form, now).await?,
    };
    let id = SubmissionId(counter::take(&mut tx, "submission", 1).await?);
    let submission = Submission {
        id,
        case: case.id,
        record,
        source,
        organization: new.organization,
        form: new.form.clone(),
        form_version: new.form_version.clone(),
        channel: new.channel.clone(),
        by: new.by,
        by_name: new.by_name.clone(),
        authored_at: new.authored_at,
        at: now,
        timing: new.timing,
        factors: new.factors.clone(),
        joined: joins.is_some(),
        // What else has to be done about her is not for a receipt to say.
        contact_by: due_by(rules, &form),
        receipt: new.receipt.clone(),
    };
    insert(&mut tx, &submission, person, &new.once).await?;
    for task in &new.tasks {
        let origin = format!("{record}:{}", task.origin);
        add_task(&mut tx, case.id, person, task, &origin, now).await?;
    }
    for (number, wish) in &new.wishes {
        safety::wish_in(&mut tx, person, number, *wish, &new.by_name, new.authored_at).await?;
    }
    if joins.is_none() && !open.is_empty() {
        let task = same_pregnancy(rules, now);
        add_task(&mut tx, case.id, person, &task, &format!("case:{}:{}", case.id, task.kind), now).await?;
    }
    let what = if joins.is_some() { "joined" } else { "opened" };
    note(&mut tx, case.id, &NewEvent { at: now, by: new.by, what, detail: format!("submission/{id}") })
        .await?;
    // Her records marked the bucket in which they found her; the case may be of one she was merged into.
    course::changed(&mut tx, case.id, now).await?;
    tx.commit().await?;
    written.remember(db, source);
    Ok(Submitted { submission, again: false })
}

/// A case with one more form.
async fn join(tx: &mut Tx, rules: &Rules, case: &Case, form: &Form, now: Timestamp) -> Result<Case> {
    let rows = tx.rows(OF_CASE, args![case.id]).await?;
    let mut forms = vec![form.clone()];
    for row in &rows {
        let earlier = read_submission(row)?;
        forms.push(Form {
            statement: Statement { at: earlier.authored_at, factors: earlier.factors },
            received_at: earlier.at,
            timing: earlier.timing,
        });
    }
    let told = told(rules, &forms).ok_or(Error::Corrupt("case without a form"))?;
    let due_at = case.due_at.min(due_by(rules, form));
    let after = Case { assessment: told.assessment, timing: told.timing, due_at, ..case.clone() };
    if !save_in(tx, case, &after).await? {
        return Err(Error::Corrupt("version of a case"));
    }
    if after.tier() != case.tier() {
        let detail = format!("{} to {}", case.tier().name(), after.tier().name());
        note(tx, case.id, &NewEvent { at: now, by: None, what: "tier_changed", detail }).await?;
    }
    Ok(after)
}

async fn make(tx: &mut Tx, rules: &Rules, person: PersonId, form: &Form, now: Timestamp) -> Result<Case> {
    let told = told(rules, std::slice::from_ref(form)).ok_or(Error::Corrupt("case without a form"))?;
    let case = Case {
        id: CaseId(counter::take(tx, "care_case", 1).await?),
        person,
        timing: told.timing,
        opened_at: now,
        assessment: told.assessment,
        overridden: None,
        due_at: told.due_at,
        worker: None,
        state: CaseState::New,
        before: None,
        closed_at: None,
        version: 1,
    };
    insert_in(tx, &case).await?;
    Ok(case)
}

/// Whoever has an open case and comes with other days is looked at by a person.
fn same_pregnancy(rules: &Rules, now: Timestamp) -> NewTask {
    NewTask {
        kind: "same_pregnancy".into(),
        words: Words {
            en: "Another case of hers is open with other dates: say whether it is the same pregnancy".into(),
            es: "Tiene otro caso abierto con otras fechas: diga si es el mismo embarazo".into(),
        },
        role: "intake".into(),
        due_at: rules.calendar.add_business(now, rules.within(Tier::Second)),
        close_by: None,
        origin: String::new(),
    }
}

/// Adds a task unless it was added before; its case is due no later than it.
pub(crate) async fn add_task(
    tx: &mut Tx,
    case: CaseId,
    person: PersonId,
    task: &NewTask,
    origin: &str,
    now: Timestamp,
) -> Result<()> {
    add_task_for(tx, case, person, task, None, origin, now).await
}

/// The same for somebody who has it from the beginning.
pub(crate) async fn add_task_for(
    tx: &mut Tx,
    case: CaseId,
    person: PersonId,
    task: &NewTask,
    owner: Option<AccountId>,
    origin: &str,
    now: Timestamp,
) -> Result<()> {
    let id = TaskId(counter::take(tx, "task", 1).await?);
    let args = args![
        id,
        case,
        person,
        &task.kind,
        &task.words.en,
        &task.words.es,
        &task.role,
        owner,
        now,
        task.due_at,
        task.close_by,
        origin,
    ];
    if tx.run(INSERT_TASK, args).await? == 0 {
        return Ok(());
    }
    hurry(tx, case, task.due_at).await
}

async fn insert(tx: &mut Tx, new: &Submission, person: PersonId, once: &str) -> Result<()> {
    let factors = serde_json::to_string(&new.factors).map_err(|_| Error::Corrupt("factors"))?;
    let args = args![
        new.id,
        new.case,
        person,
        new.record,
        new.source,
        new.organization,
        &new.form,
        &new.form_version,
        &new.channel,
        new.by,
        &new.by_name,
        new.authored_at,
        new.at,
        new.timing.expected_on,
        new.timing.born_on,
        factors,
        new.joined,
        new.contact_by,
        &new.receipt,
        once,
    ];
    tx.run(INSERT, args).await.map(drop)
}

/// Forms of a case, the newest first, with the name of who sent each.
pub async fn submissions(db: &Db, case: CaseId) -> Result<Vec<(Submission, String)>> {
    let rows = db.rows(OF_CASE, args![case]).await?;
    rows.iter().map(|row| Ok((read_submission(row)?, row.get(18)?))).collect()
}

/// The form of a receipt.
pub async fn submission_by_receipt(db: &Db, receipt: &str) -> Result<Option<Submission>> {
    db.row(BY_RECEIPT, args![receipt]).await?.map(|row| read_submission(&row)).transpose()
}

/// What an organisation put in, the newest first; `after` is the last of the page before.
pub async fn of_organization(
    db: &Db,
    organization: OrganizationId,
    after: Option<(Timestamp, SubmissionId)>,
    limit: u32,
) -> Result<Vec<Submission>> {
    let (at, id) = after.map_or((i64::MAX, 0), |(at, id)| (at.as_microsecond(), id.0));
    let args = args![organization, at, id, i64::from(limit)];
    db.rows(OF_ORGANIZATION, args).await?.iter().map(read_submission).collect()
}

fn read_submission(row: &Row) -> Result<Submission> {
    let factors: String = row.get(14)?;
    Ok(Submission {
        id: row.get(0)?,
        case: row.get(1)?,
        record: row.get(2)?,
        source: row.get(3)?,
        organization: row.get(4)?,
        form: row.get(5)?,
        form_version: row.get(6)?,
        channel: row.get(7)?,
        by: row.get(8)?,
        by_name: row.get(9)?,
        authored_at: row.get(10)?,
        at: row.get(11)?,
        timing: Timing { expected_on: row.get(12)?, born_on: row.get(13)? },
        factors: serde_json::from_str(&factors).map_err(|_| Error::Corrupt("factors"))?,
        joined: row.get(15)?,
        contact_by: row.get(16)?,
        receipt: row.get(17)?,
    })
}

/// The form of a source that was put in with this key.
pub async fn submission_once(db: &Db, source: SourceId, once: &str) -> Result<Option<Submission>> {
    db.row(ONCE, args![source, once]).await?.map(|row| read_submission(&row)).transpose()
}
