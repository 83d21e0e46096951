//! Cases of the front door: forms that came in, what is known of whom, what is to be done.
//!
//! A form and everything that follows from it (records, case, tasks) is one transaction, and the same form sent twice is
//! one. A case is saved by whoever read its newest version: of two people who change it at once, one is told so. What
//! happened to it is only added to. Attempts to reach somebody are contacts of the person (see [`crate::outreach`]), not
//! of the case: a wish not to be contacted, a wrong number and a documented move are true whoever asks, and a second
//! table of attempts would let two pages say different things.
//!
//! Numbers for these tables are taken after the ledger is held, never before.

mod inbox;
mod load;
mod submit;
mod tasks;

use std::collections::HashSet;

use jiff::Timestamp;
use kith_domain::care_case::{Case, CaseState, CloseReason, Timing};
use kith_domain::id::{AccountId, CaseId, PersonId, RecordId};
use kith_domain::priority::{Assessment, Override, Tier};

use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter, course};

pub(crate) use submit::{add_task, add_task_for};
pub(crate) use tasks::{first_due, outcome};

pub use inbox::{Ask, Counts, Cursor, Load, counts, inbox, loads, maybe_same, senders};
pub use load::{FullLoad, TierLoad, full_loads};
pub use submit::{
    NewSubmission, NewTask, Submission, Submitted, of_organization, submission_by_receipt, submission_once,
    submissions, submit,
};
pub use tasks::{
    DueTask, Task, TaskCounts, Whose, ask_task, complete_task, due_tasks, find_task, give_task, reopen_task,
    task_counts, tasks,
};

queries! {
    FIND = "case_find";
    MANY = "case_many";
    OF_PERSON = "case_of_person";
    HAVING = "case_having";
    LOST = "case_lost";
    RECORDS = "submission_records";
    INSERT = "case_insert";
    SAVE = "case_save";
    HURRY = "case_hurry";
    ADD_LOAD = "case_add_load";
    TAKE_LOAD = "case_take_load";
    ADD_EVENT = "case_add_event";
    EVENTS = "case_events";
}

#[cfg(test)]
pub(crate) fn every_query() -> Vec<crate::sql::Query> {
    [ALL, inbox::ALL, load::ALL, submit::ALL, tasks::ALL].concat()
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When.
    pub at: Timestamp,
    /// Who; none for a clock or a sender without an account.
    pub by: Option<AccountId>,
    /// What: `opened`, `joined`, `given`, `tier_set`, `attempt`, `closed` …
    pub what: &'static str,
    /// The rest, in words or a number.
    pub detail: String,
}

/// Something that happened to a case, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Option<AccountId>,
    /// Their name; empty where nobody did it.
    pub by_name: String,
    /// What.
    pub what: String,
    /// The rest.
    pub detail: String,
}

/// One case.
pub async fn find(db: &Db, case: CaseId) -> Result<Option<Case>> {
    db.row(FIND, args![case]).await?.map(|row| read(&row)).transpose()
}

/// These cases, in no order.
pub async fn many(db: &Db, cases: &[CaseId]) -> Result<Vec<Case>> {
    let list = cases.iter().map(|case| Value::from(*case)).collect();
    db.list(MANY, list, vec![]).await?.iter().map(read).collect()
}

/// Of these cases, those of which who closed it, or a service, said that the pregnancy or the baby was lost.
pub async fn lost(db: &Db, cases: &[CaseId]) -> Result<HashSet<CaseId>> {
    let list = cases.iter().map(|case| Value::from(*case)).collect();
    db.list(LOST, list, vec![]).await?.iter().map(|row| row.get(0)).collect()
}

/// The records that hold the answers of the forms of these cases, of each case the oldest first.
pub async fn records(db: &Db, cases: &[CaseId]) -> Result<Vec<(CaseId, RecordId)>> {
    let list = cases.iter().map(|case| Value::from(*case)).collect();
    db.list(RECORDS, list, vec![]).await?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Cases of a person, of every id that is merged with it, the newest first.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<Case>> {
    db.rows(OF_PERSON, args![person]).await?.iter().map(read).collect()
}

/// Those of some people who have a case, or had one.
pub async fn having(db: &Db, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    let list = people.iter().map(|person| Value::from(*person)).collect();
    db.list(HAVING, list, vec![]).await?.iter().map(|row| row.get(0)).collect()
}

/// Saves a case, and notes what happened; false, and nothing is done, when somebody saved it since `before` was read.
/// The person, the first form and the id never change.
pub async fn save(db: &Db, before: &Case, after: &Case, event: &NewEvent) -> Result<bool> {
    let mut tx = db.write().await?;
    if !save_in(&mut tx, before, after).await? {
        return Ok(false);
    }
    note(&mut tx, before.id, event).await?;
    course::changed(&mut tx, before.id, event.at).await?;
    tx.commit().await?;
    Ok(true)
}

/// What happened to a case, the oldest first.
pub async fn events(db: &Db, case: CaseId) -> Result<Vec<CaseEvent>> {
    let rows = db.rows(EVENTS, args![case]).await?;
    let event = |row: &Row| {
        Ok(CaseEvent {
            at: row.get(1)?,
            by: row.get(2)?,
            what: row.get(3)?,
            detail: row.get(4)?,
            by_name: row.get(5)?,
        })
    };
    rows.iter().map(event).collect()
}

/// Notes what happened to a case, and changes nothing.
pub async fn add_event(db: &Db, case: CaseId, event: &NewEvent) -> Result<()> {
    let mut tx = db.write().await?;
    note(&mut tx, case, event).await?;
    course::changed(&mut tx, case, event.at).await?;
    tx.commit().await
}

pub(crate) async fn note(tx: &mut Tx, case: CaseId, event: &NewEvent) -> Result<()> {
    let id = counter::take(tx, "case_event", 1).await?;
    tx.run(ADD_EVENT, args![id, case, event.at, event.by, event.what, &event.detail]).await.map(drop)
}

pub(crate) async fn insert_in(tx: &mut Tx, case: &Case) -> Result<()> {
    let (timing, says) = (case.timing, &case.assessment);
    let reasons = serde_json::to_string(&says.reasons).map_err(|_| Error::Corrupt("reasons"))?;
    let args = args![
        case.id,
        case.person,
        timing.expected_on,
        timing.born_on,
        case.opened_at,
        case.tier().name(),
        says.tier.name(),
        i64::from(says.score),
        says.completeness,
        reasons,
        case.due_at,
    ];
    tx.run(INSERT, args).await?;
    load(tx, None, Some(case)).await
}

/// Makes an open case due no later than this.
pub(crate) async fn hurry(tx: &mut Tx, case: CaseId, due_at: Timestamp) -> Result<()> {
    tx.run(HURRY, args![case, due_at]).await.map(drop)
}

/// Saves a case, due no later than its first open task.
pub(crate) async fn save_in(tx: &mut Tx, before: &Case, after: &Case) -> Result<bool> {
    let due_at = tasks::first_due(tx, before.id).await?.map_or(after.due_at, |due| due.min(after.due_at));
    let says = &after.assessment;
    let reasons = serde_json::to_string(&says.reasons).map_err(|_| Error::Corrupt("reasons"))?;
    let by_hand = after.overridden.as_ref();
    let closed = match after.state {
        CaseState::Closed(reason) => Some(reason.name()),
        _ => None,
    };
    let args = args![
        before.id,
        before.version,
        after.timing.expected_on,
        after.timing.born_on,
        after.tier().name(),
        says.tier.name(),
        i64::from(says.score),
        says.completeness,
        reasons,
        by_hand.map(|o| o.tier.name()),
        by_hand.map(|o| o.over.name()),
        by_hand.map(|o| o.reason.as_str()),
        by_hand.map(|o| o.by),
        by_hand.map(|o| o.at),
        due_at,
        after.worker,
        after.state.name(),
        after.before.map(CaseState::name),
        closed,
        after.closed_at,
    ];
    if tx.run(SAVE, args).await? == 0 {
        return Ok(false);
    }
    load(tx, Some(before), Some(after)).await?;
    Ok(true)
}

/// Keeps the number of open cases of each worker what it is.
async fn load(tx: &mut Tx, before: Option<&Case>, after: Option<&Case>) -> Result<()> {
    let holder = |case: Option<&Case>| case.filter(|c| c.is_open()).map(|c| c.worker.map_or(0, |w| w.0));
    let (from, to) = (holder(before), holder(after));
    if from == to {
        return Ok(());
    }
    // In the order of their numbers, so that two who give cases to each other do not wait for each other.
    let mut steps: Vec<(i64, bool)> =
        from.map(|holder| (holder, false)).into_iter().chain(to.map(|holder| (holder, true))).collect();
    steps.sort_unstable();
    for (holder, more) in steps {
        match more {
            true => tx.run(ADD_LOAD, args![holder, 1i64]).await?,
            false => tx.run(TAKE_LOAD, args![holder]).await?,
        };
    }
    Ok(())
}

/// A case from its columns.
fn read(row: &Row) -> Result<Case> {
    let tier = |column| {
        let name: Option<String> = row.get(column)?;
        name.map(|name| Tier::named(&name).ok_or(Error::Corrupt("tier"))).transpose()
    };
    let reasons: String = row.get(8)?;
    let overridden = match (tier(9)?, tier(10)?, row.get(11)?, row.get(12)?, row.get(13)?) {
        (Some(tier), Some(over), Some(reason), Some(by), Some(at)) => {
            Some(Override { tier, over, reason, by, at })
        }
        _ => None,
    };
    let close: Option<String> = row.get(18)?;
    let close = close.map(|name| CloseReason::named(&name).ok_or(Error::Corrupt("reason"))).transpose()?;
    let state = |name: &str, close| CaseState::named(name, close).ok_or(Error::Corrupt("state of a case"));
    let before: Option<String> = row.get(17)?;
    Ok(Case {
        id: row.get(0)?,
        person: row.get(1)?,
        timing: Timing { expected_on: row.get(2)?, born_on: row.get(3)? },
        opened_at: row.get(4)?,
        assessment: Assessment {
            tier: tier(5)?.ok_or(Error::Corrupt("tier"))?,
            score: i32::try_from(row.get::<i64>(6)?).map_err(|_| Error::Corrupt("score"))?,
            completeness: row.get(7)?,
            reasons: serde_json::from_str(&reasons).map_err(|_| Error::Corrupt("reasons"))?,
        },
        overridden,
        due_at: row.get(14)?,
        worker: row.get(15)?,
        state: state(&row.get::<String>(16)?, close)?,
        before: before.map(|name| state(&name, None)).transpose()?,
        closed_at: row.get(19)?,
        version: row.get(20)?,
    })
}
