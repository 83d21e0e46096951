//! What somebody has to do about a case.

use jiff::Timestamp;
use kith_domain::id::{AccountId, CaseId, TaskId};
use kith_domain::words::Words;

use super::{NewEvent, hurry, note};
use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Result, course};

queries! {
    OF_CASE = "task_of_case";
    FIND = "task_find";
    DUE = "task_due_of_role";
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
}

impl Task {
    /// What kind it is without which answer asked for it: no more than a history may say.
    pub fn sort(&self) -> &str {
        self.kind.split(':').next().unwrap_or_default()
    }
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

/// Open tasks of a role, by when they are due; `after` is the last of the page before.
pub async fn due_tasks(db: &Db, role: &str, after: Option<&Task>, limit: u32) -> Result<Vec<Task>> {
    let (due, id) = after.map_or((i64::MIN, 0), |t| (t.due_at.as_microsecond(), t.id.0));
    db.rows(DUE, args![role, due, id, i64::from(limit)]).await?.iter().map(read).collect()
}

/// Says that a task is done; false when it was done before or is not there.
pub async fn complete_task(db: &Db, task: &Task, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    if tx.run(COMPLETE, args![task.id, now, by]).await? == 0 {
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
    })
}
