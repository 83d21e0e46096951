//! What somebody has to do about a case.

use jiff::Timestamp;
use kith_domain::follow_up::CameOf;
use kith_domain::id::{AccountId, CaseId, PersonId, TaskId};
use kith_domain::words::Words;

use super::submit::{NewTask, add_task_for};
use super::{NewEvent, hurry, note};
use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, course, ledger};

queries! {
    OF_CASE = "task_of_case";
    FIND = "task_find";
    DUE = "task_due";
    DUE_OF_ROLE = "task_due_of_role";
    DUE_OF_OWNER = "task_due_of_owner";
    GIVE = "task_give";
    COUNTS = "task_counts";
    COMPLETE = "task_complete";
    UNDO = "task_undo";
    FIRST_DUE = "task_first_due";
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The case.
    pub case: CaseId,
    /// What kind.
    pub kind: String,
    /// What, in words.
    pub words: Words,
    /// Whose work it is.
    pub role: String,
    /// Who has it, with the name.
    pub owner: Option<(AccountId, String)>,
    /// When it came up.
    pub made_at: Timestamp,
    /// By when somebody has to respond.
    pub due_at: Timestamp,
    /// By when it has to be over, where that is said.
    pub close_by: Option<Timestamp>,
    /// When it was done, and by whom.
    pub done: Option<(Timestamp, AccountId, String)>,
    /// By what it is one task and no other: what made it.
    pub origin: String,
    /// What came of it, where it asked to follow up what a screening found.
    pub outcome: Option<CameOf>,
}

impl Task {
    /// What of a form asked for it, as the table of actions names it: the instrument and the trigger. None for what
    /// nobody's answer asked for.
    pub fn asked_by(&self) -> Option<(&str, &str)> {
        let (_record, said) = self.origin.split_once(':').filter(|_| self.sort() == "screening")?;
        said.split_once(':')
    }

    /// What kind it is without which answer asked for it: no more than a history may say.
    pub fn sort(&self) -> &str {
        self.kind.split(':').next().unwrap_or_default()
    }
}

/// An open task with whom it is about, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTask {
    /// The task.
    pub task: Task,
    /// Her, by the id that stands for her now.
    pub person: PersonId,
    /// Its case is closed.
    pub closed: bool,
}

/// How many tasks are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// Late.
    pub late: i64,
    /// Open ones that somebody has.
    pub mine: i64,
    /// Of these, late.
    pub mine_late: i64,
}

/// Tasks of a case: open ones first, by when they are due.
pub async fn tasks(db: &Db, case: CaseId) -> Result<Vec<Task>> {
    db.rows(OF_CASE, args![case]).await?.iter().map(read).collect()
}

/// When the first open task of a case is due.
pub(crate) async fn first_due(tx: &mut Tx, case: CaseId) -> Result<Option<Timestamp>> {
    tx.row(FIRST_DUE, args![case]).await?.map_or(Ok(None), |row| row.get(0))
}

/// One task.
pub async fn find_task(db: &Db, task: TaskId) -> Result<Option<Task>> {
    db.row(FIND, args![task]).await?.map(|row| read(&row)).transpose()
}

/// Which open tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Everybody's.
    All,
    /// Those of a role.
    Role(&'a str),
    /// Those that somebody has.
    Owner(AccountId),
}

/// Open tasks, those of closed cases too, by when they are due; after the last of the page before.
pub async fn due_tasks(
    db: &Db,
    whose: Whose<'_>,
    after: Option<(Timestamp, TaskId)>,
    limit: u32,
) -> Result<Vec<DueTask>> {
    let (due, id) = after.map_or((i64::MIN, 0), |(due, id)| (due.as_microsecond(), id.0));
    let mut args = args![due, id, i64::from(limit)];
    let query = match whose {
        Whose::All => DUE,
        Whose::Role(role) => {
            args.extend(args![role]);
            DUE_OF_ROLE
        }
        Whose::Owner(owner) => {
            args.extend(args![owner]);
            DUE_OF_OWNER
        }
    };
    let due = |row: &Row| Ok(DueTask { task: read(row)?, person: row.get(16)?, closed: row.get(17)? });
    db.rows(query, args).await?.iter().map(due).collect()
}

/// How many open tasks are late, and how many somebody has.
pub async fn task_counts(db: &Db, owner: AccountId, now: Timestamp) -> Result<TaskCounts> {
    let row = db.row(COUNTS, args![now, owner]).await?.ok_or(Error::Corrupt("count"))?;
    Ok(TaskCounts { late: row.get(0)?, mine: row.get(1)?, mine_late: row.get(2)? })
}

/// Gives an open task to somebody, or to nobody; false when it is done or not there.
pub async fn give_task(
    db: &Db,
    task: &Task,
    owner: Option<AccountId>,
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    if tx.run(GIVE, args![task.id, owner]).await? == 0 {
        return Ok(false);
    }
    let event = NewEvent { at: now, by: Some(by), what: "task_given", detail: task.sort().to_owned() };
    note(&mut tx, task.case, &event).await?;
    tx.commit().await?;
    Ok(true)
}

/// Asks somebody to do something about a case. The same asked again by the same form is one.
pub async fn ask_task(
    db: &Db,
    (case, person): (CaseId, PersonId),
    task: &NewTask,
    owner: Option<AccountId>,
    by: AccountId,
    now: Timestamp,
) -> Result<()> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    add_task_for(&mut tx, case, person, task, owner, &task.origin, now).await?;
    let event = NewEvent { at: now, by: Some(by), what: "task_asked", detail: task.kind.clone() };
    note(&mut tx, case, &event).await?;
    tx.commit().await
}

/// Says that a task is done, and what came of it; false when it was done before or is not there.
pub async fn complete_task(
    db: &Db,
    task: &Task,
    outcome: Option<CameOf>,
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    if tx.run(COMPLETE, args![task.id, now, by, outcome.map(CameOf::name)]).await? == 0 {
        return Ok(false);
    }
    let event = NewEvent { at: now, by: Some(by), what: "task_done", detail: task.sort().to_owned() };
    note(&mut tx, task.case, &event).await?;
    course::changed(&mut tx, task.case, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Takes back that a task is done; false when it is open or not there.
pub async fn reopen_task(db: &Db, task: &Task, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    if tx.run(UNDO, args![task.id]).await? == 0 {
        return Ok(false);
    }
    hurry(&mut tx, task.case, task.due_at).await?;
    let event = NewEvent { at: now, by: Some(by), what: "task_reopened", detail: task.sort().to_owned() };
    note(&mut tx, task.case, &event).await?;
    course::changed(&mut tx, task.case, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// What came of a task, as stored.
pub(crate) fn outcome(row: &Row, column: usize) -> Result<Option<CameOf>> {
    let named = |name: String| CameOf::named(&name).ok_or(Error::Corrupt("outcome of a task"));
    row.get::<Option<String>>(column)?.map(named).transpose()
}

fn read(row: &Row) -> Result<Task> {
    let (owner, done_at, done_by): (Option<AccountId>, Option<Timestamp>, Option<AccountId>) =
        (row.get(6)?, row.get(10)?, row.get(11)?);
    let (owner_name, done_name): (String, String) = (row.get(12)?, row.get(13)?);
    Ok(Task {
        id: row.get(0)?,
        case: row.get(1)?,
        kind: row.get(2)?,
        words: Words { en: row.get(3)?, es: row.get(4)? },
        role: row.get(5)?,
        owner: owner.map(|owner| (owner, owner_name)),
        made_at: row.get(7)?,
        due_at: row.get(8)?,
        close_by: row.get(9)?,
        done: done_at.zip(done_by).map(|(at, by)| (at, by, done_name)),
        origin: row.get(14)?,
        outcome: outcome(row, 15)?,
    })
}
