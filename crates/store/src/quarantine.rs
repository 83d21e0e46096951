//! What could not be understood, with the reason and as much of it as was kept.
//!
//! The same bytes with the same reason are one entry, however often they are sent; one that was resolved and is seen
//! again is open again. One is resolved when it is understood after all, or when every file that brought it is taken back.

use std::collections::HashMap;

use jiff::Timestamp;
use kith_domain::id::SourceId;

use crate::counter;
use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Result};

queries! {
    KNOWN = "quarantine_known";
    REOPEN = "quarantine_reopen";
    INSERT = "quarantine_insert";
    FIND = "quarantine_find";
    LIST_OPEN = "quarantine_list_open";
    LIST_ALL = "quarantine_list_all";
    COUNT = "quarantine_count";
    BYTES = "quarantine_bytes";
    RESOLVE = "quarantine_resolve";
    SEEN = "quarantine_seen";
    UNSEE = "quarantine_unsee";
    RESOLVE_RUN = "quarantine_resolve_run";
    UNSEE_RUN = "quarantine_unsee_run";
    BY_REASON = "quarantine_by_reason";
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProblem {
    /// The file's name.
    pub file: String,
    /// The place in the file: a line, an entry.
    pub place: String,
    /// A short name for the reason, by which problems are grouped.
    pub reason: String,
    /// What is wrong, in words, without content.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The bytes, as much as was kept.
    pub bytes: Vec<u8>,
    /// How long it was.
    pub length: u64,
    /// SHA-256 of the whole.
    pub hash: [u8; 32],
    /// The resource type, where it could be read.
    pub resource_type: Option<String>,
}

/// Something in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its number.
    pub id: i64,
    /// Who sent it.
    pub source: SourceId,
    /// The sender's name.
    pub source_name: String,
    /// The file's name.
    pub file: String,
    /// The place in the file.
    pub place: String,
    /// The reason's short name.
    pub reason: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The resource type, where it could be read.
    pub resource_type: Option<String>,
    /// How long it was.
    pub length: u64,
    /// When it was last seen.
    pub seen_at: Timestamp,
    /// When it was resolved.
    pub resolved_at: Option<Timestamp>,
    /// Whether all of its bytes were kept, so that it can be tried again.
    pub complete: bool,
}

/// Adds problems; how many are new or open again.
pub async fn add(
    db: &Db,
    source: SourceId,
    run: i64,
    problems: Vec<NewProblem>,
    now: Timestamp,
) -> Result<u64> {
    if problems.is_empty() {
        return Ok(0);
    }
    let mut tx = db.write().await?;
    let added = add_in(&mut tx, source, run, problems, now).await?;
    tx.commit().await?;
    Ok(added)
}

pub(crate) async fn add_in(
    tx: &mut Tx,
    source: SourceId,
    run: i64,
    problems: Vec<NewProblem>,
    now: Timestamp,
) -> Result<u64> {
    // Holds the numbers before looking, so that two ingests do not both find an entry missing.
    let before = counter::take(tx, "quarantine", 0).await?;
    let list = problems.iter().flat_map(|p| args![&p.hash, &p.reason]).collect();
    // The entry, and whether it was resolved.
    let mut known: HashMap<([u8; 32], String), (i64, bool)> = HashMap::new();
    for row in tx.list(KNOWN, list, args![source]).await? {
        known.insert((row.get(1)?, row.get(2)?), (row.get(0)?, row.get(3)?));
    }
    let mut reopened = Vec::new();
    let mut rows = Vec::new();
    let mut seen = Vec::new();
    let mut last = before;
    for problem in problems {
        match known.get_mut(&(problem.hash, problem.reason.clone())) {
            Some((id, resolved)) => {
                if std::mem::take(resolved) {
                    reopened.push(Value::from(*id));
                }
                seen.extend(args![*id, run]);
            }
            None => {
                last += 1;
                known.insert((problem.hash, problem.reason.clone()), (last, false));
                seen.extend(args![last, run]);
                rows.extend(args![
                    last,
                    source,
                    run,
                    problem.file,
                    problem.place,
                    problem.reason,
                    problem.message,
                    problem.help,
                    problem.resource_type,
                    problem.length,
                    now,
                    &problem.hash,
                    problem.bytes,
                ]);
            }
        }
    }
    let added = (last - before) as u64 + reopened.len() as u64;
    counter::take(tx, "quarantine", (last - before) as usize).await?;
    tx.run_list(INSERT, rows, vec![]).await?;
    tx.run_list(UNSEE, reopened.clone(), vec![]).await?;
    tx.run_list(REOPEN, reopened, args![now, run]).await?;
    tx.run_list(SEEN, seen, vec![]).await?;
    Ok(added)
}

/// Notes that a run was taken back: what was set aside in no other is no longer open.
pub(crate) async fn take_back_in(tx: &mut Tx, run: i64, now: Timestamp) -> Result<()> {
    counter::hold(tx, "quarantine").await?;
    tx.run(RESOLVE_RUN, args![run, now]).await?;
    tx.run(UNSEE_RUN, args![run]).await.map(drop)
}

/// Entries after one, in the order in which they were first seen.
pub async fn list(db: &Db, open_only: bool, after: Option<i64>, limit: u32) -> Result<Vec<Quarantined>> {
    let query = if open_only { LIST_OPEN } else { LIST_ALL };
    db.rows(query, args![after.unwrap_or(0), i64::from(limit)]).await?.iter().map(read).collect()
}

/// One entry.
pub async fn find(db: &Db, id: i64) -> Result<Option<Quarantined>> {
    db.row(FIND, args![id]).await?.as_ref().map(read).transpose()
}

/// How many are open.
pub async fn count_open(db: &Db) -> Result<i64> {
    db.row(COUNT, vec![]).await?.map_or(Ok(0), |row| row.get(0))
}

/// The bytes that were kept.
pub async fn bytes(db: &Db, id: i64) -> Result<Option<Vec<u8>>> {
    db.row(BYTES, args![id]).await?.map(|row| row.get(0)).transpose()
}

/// Notes that an entry was understood after all.
pub async fn resolve(db: &Db, id: i64, now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(RESOLVE, args![id, now]).await?;
    tx.commit().await
}

/// Open entries by reason, most frequent first.
pub async fn by_reason(db: &Db) -> Result<Vec<(String, i64)>> {
    db.rows(BY_REASON, vec![]).await?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

fn read(row: &Row) -> Result<Quarantined> {
    Ok(Quarantined {
        id: row.get(0)?,
        source: row.get(1)?,
        source_name: row.get(2)?,
        file: row.get(3)?,
        place: row.get(4)?,
        reason: row.get(5)?,
        message: row.get(6)?,
        help: row.get(7)?,
        resource_type: row.get(8)?,
        length: row.get(9)?,
        seen_at: row.get(10)?,
        resolved_at: row.get(11)?,
        complete: row.get(12)?,
    })
}
