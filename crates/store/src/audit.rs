//! Who read and did what: a log in which each entry vouches for all before it.
//!
//! The hash of an entry is SHA-256 over the hash before it and the entry as JSON with its keys in the order of
//! [`Entry`], so that a change, a removal or an insertion anywhere shows. Instants are kept to the microsecond.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use kith_domain::id::{AccountId, PersonId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot::{self, error::TryRecvError};

use crate::counter;
use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result};

queries! {
    HEAD = "audit_head";
    INSERT = "audit_insert";
    ALL_ENTRIES = "audit_all";
    RECENT = "audit_recent";
    COUNT = "audit_count";
    OF_SUBJECTS = "audit_of_subjects";
    SINCE = "audit_since";
    NAMING = "audit_naming";
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Whose account; none for the system.
    pub account: Option<AccountId>,
    /// Their name.
    pub who: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: Option<String>,
    /// More.
    pub detail: String,
}

/// A chain that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many entries.
    pub entries: i64,
    /// The hash of the last; zeros when there is none.
    pub head: [u8; 32],
}

/// Entries that wait to be written together.
#[derive(Default)]
pub(crate) struct Waiting {
    lots: Mutex<Vec<Lot>>,
    /// Held by the one who writes.
    turn: tokio::sync::Mutex<()>,
}

/// The entries of one caller, and how to tell it that they are on disk.
struct Lot {
    entries: Vec<Entry>,
    done: oneshot::Sender<()>,
}

impl Waiting {
    fn lots(&self) -> MutexGuard<'_, Vec<Lot>> {
        self.lots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Appends entries, in order: they are on disk when this returns. Those of callers who wait for the database at the same
/// time are written in one transaction. A caller who stops waiting may leave its entries to the next one.
pub async fn append(db: &Db, entries: &[Entry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let waiting = &db.audits;
    let (done, mut written) = oneshot::channel();
    waiting.lots().push(Lot { entries: entries.to_vec(), done });
    let _turn = waiting.turn.lock().await;
    let alone = match written.try_recv() {
        Ok(()) => return Ok(()),
        Err(TryRecvError::Empty) => false,
        // Whoever took them along failed: nobody else's failure is this caller's.
        Err(TryRecvError::Closed) => true,
    };
    let mut tx = db.write().await?;
    if alone {
        write(&mut tx, entries).await?;
        return tx.commit().await;
    }
    // Taken only now, so that what came while the connection was waited for goes along.
    let lots = std::mem::take(&mut *waiting.lots());
    let all: Vec<Entry> = lots.iter().flat_map(|lot| lot.entries.iter().cloned()).collect();
    write(&mut tx, &all).await?;
    tx.commit().await?;
    for lot in lots {
        // Nobody listens where the caller stopped waiting, or is this one.
        lot.done.send(()).ok();
    }
    Ok(())
}

/// Continues the chain.
async fn write(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    // The counter makes writers take turns, so that each continues from the last.
    let last = counter::take(tx, "audit", entries.len()).await?;
    let mut head = match tx.row(HEAD, vec![]).await? {
        Some(row) => row.get(1)?,
        None => [0; 32],
    };
    let first = last - entries.len() as i64 + 1;
    let mut rows = Vec::with_capacity(entries.len() * 8);
    for (id, entry) in (first..).zip(entries) {
        let at =
            Timestamp::from_microsecond(entry.at.as_microsecond()).map_err(|_| Error::Corrupt("instant"))?;
        let entry = Entry { at, ..entry.clone() };
        head = next(&head, &entry);
        let Entry { at, account, who, action, subject, detail } = entry;
        rows.extend(args![id, at, account, who, action, subject, detail, &head]);
    }
    tx.run_list(INSERT, rows, vec![]).await.map(drop)
}

/// Verifies the whole chain; [`Error::BrokenChain`] says where it breaks. Entries missing from its end show as well.
pub async fn verify(db: &Db) -> Result<Verified> {
    let mut tx = db.snapshot().await?;
    let given_out: i64 = tx.row(COUNT, vec![]).await?.map_or(Ok(0), |row| row.get(0))?;
    let mut verified = Verified { entries: 0, head: [0; 32] };
    tx.each(ALL_ENTRIES, vec![], |row| {
        let number = verified.entries + 1;
        let broken = Error::BrokenChain { entry: number };
        let (id, hash): (i64, Vec<u8>) = (row.get(0)?, row.get(7)?);
        let head = match read(&row) {
            Ok(entry) => next(&verified.head, &entry),
            Err(_) => return Err(broken),
        };
        if id != number || hash != head {
            return Err(broken);
        }
        verified = Verified { entries: number, head };
        Ok(())
    })
    .await?;
    if verified.entries != given_out {
        return Err(Error::BrokenChain { entry: verified.entries + 1 });
    }
    Ok(verified)
}

/// The latest entries, newest first.
pub async fn recent(db: &Db, limit: u32) -> Result<Vec<Entry>> {
    db.rows(RECENT, args![i64::from(limit)]).await?.iter().map(read).collect()
}

/// Entries about some things, such as `person/12`, the newest first.
pub async fn about(db: &Db, subjects: &[String]) -> Result<Vec<Entry>> {
    let list = subjects.iter().map(|s| Value::from(s.as_str())).collect();
    let mut entries: Vec<Entry> =
        db.list(OF_SUBJECTS, list, vec![]).await?.iter().map(read).collect::<Result<_>>()?;
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    Ok(entries)
}

/// Entries of lists on which any of some people was named (`of:12`), the newest first. The whole log is read for it.
pub async fn naming(db: &Db, people: &[PersonId]) -> Result<Vec<Entry>> {
    let list = people.iter().map(|person| Value::from(format!("of:{person}"))).collect();
    let rows = db.list(NAMING, list, vec![]).await?;
    // Two ids of hers on one list are one look.
    let found: BTreeMap<i64, Entry> =
        rows.iter().map(|row| Ok((row.get(0)?, read(row)?))).collect::<Result<_>>()?;
    Ok(found.into_values().rev().collect())
}

/// Entries since an instant, the newest first, so many at most.
pub async fn since(db: &Db, from: Timestamp, limit: u32) -> Result<Vec<Entry>> {
    db.rows(SINCE, args![from, i64::from(limit)]).await?.iter().map(read).collect()
}

fn next(head: &[u8; 32], entry: &Entry) -> [u8; 32] {
    let json = serde_json::to_vec(entry).expect("an entry is texts and numbers");
    Sha256::new().chain_update(head).chain_update(json).finalize().into()
}

fn read(row: &Row) -> Result<Entry> {
    Ok(Entry {
        at: row.get(1)?,
        account: row.get(2)?,
        who: row.get(3)?,
        action: row.get(4)?,
        subject: row.get(5)?,
        detail: row.get(6)?,
    })
}
