//! Who sends records, and what each ingest brought.

use std::collections::HashMap;

use jiff::Timestamp;
use kith_domain::id::SourceId;

use crate::counter;
use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result};

queries! {
    FIND = "source_find";
    INSERT = "source_insert";
    LIST = "source_list";
    TYPES = "source_types";
    LAST_RUNS = "source_last_runs";
    RUNS = "source_runs";
    BEGIN_RUN = "source_begin_run";
    END_RUN = "source_end_run";
}

/// What one ingest found, by what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// Resources seen for the first time.
    pub new: i64,
    /// The same bytes as before.
    pub unchanged: i64,
    /// A newer version of a known resource.
    pub superseding: i64,
    /// An older version of a known resource.
    pub older: i64,
    /// Kept in the ledger without a fact, the type being none that is understood.
    pub kept: i64,
    /// Put into quarantine.
    pub quarantined: i64,
}

/// One ingest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: i64,
    /// Who sent.
    pub source: SourceId,
    /// Begun.
    pub started_at: Timestamp,
    /// Ended; none while it runs, or when it was killed.
    pub ended_at: Option<Timestamp>,
    /// What was read: file names only.
    pub what: String,
    /// What came of it.
    pub counts: RunCounts,
}

/// How a source stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStanding {
    /// Its id.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// When its newest record came.
    pub last_received_at: Option<Timestamp>,
    /// Its latest ingest.
    pub last_run: Option<Run>,
    /// Records in the ledger, every version counted.
    pub records: i64,
    /// People it knows.
    pub people: i64,
    /// Records in quarantine.
    pub quarantined_open: i64,
    /// Records by resource type, in the order of the type's name.
    pub by_type: Vec<(String, i64)>,
}

/// The source of this name, made if need be.
pub async fn ensure(db: &Db, name: &str, now: Timestamp) -> Result<SourceId> {
    if let Some(row) = db.row(FIND, args![name]).await? {
        return row.get(0);
    }
    let mut tx = db.write().await?;
    let id = ensure_in(&mut tx, name, now).await?;
    tx.commit().await?;
    Ok(id)
}

pub(crate) async fn ensure_in(tx: &mut Tx, name: &str, now: Timestamp) -> Result<SourceId> {
    if let Some(row) = tx.row(FIND, args![name]).await? {
        return row.get(0);
    }
    let id = counter::take(tx, "source", 1).await?;
    // Whoever took a number just before may have made it meanwhile: the counter made us wait for them.
    if let Some(row) = tx.row(FIND, args![name]).await? {
        return row.get(0);
    }
    tx.run(INSERT, args![id, name, now]).await?;
    Ok(SourceId(id))
}

/// Every source, by name. Reads counters, not records.
pub async fn standings(db: &Db) -> Result<Vec<SourceStanding>> {
    let mut tx = db.snapshot().await?;
    let mut last_runs: HashMap<SourceId, Run> = HashMap::new();
    for row in tx.rows(LAST_RUNS, vec![]).await? {
        let run = read_run(&row)?;
        last_runs.insert(run.source, run);
    }
    let mut types: HashMap<SourceId, Vec<(String, i64)>> = HashMap::new();
    for row in tx.rows(TYPES, vec![]).await? {
        types.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
    }
    let rows = tx.rows(LIST, vec![]).await?;
    rows.iter()
        .map(|row| {
            let id = row.get(0)?;
            let by_type = types.remove(&id).unwrap_or_default();
            Ok(SourceStanding {
                id,
                name: row.get(1)?,
                last_received_at: row.get(2)?,
                last_run: last_runs.remove(&id),
                records: by_type.iter().map(|(_, n)| n).sum(),
                people: row.get(3)?,
                quarantined_open: row.get(4)?,
                by_type,
            })
        })
        .collect()
}

/// Notes that an ingest begins; its number.
pub async fn begin_run(db: &Db, source: SourceId, what: &str, now: Timestamp) -> Result<i64> {
    let mut tx = db.write().await?;
    let id = begin_run_in(&mut tx, source, what, now).await?;
    tx.commit().await?;
    Ok(id)
}

pub(crate) async fn begin_run_in(tx: &mut Tx, source: SourceId, what: &str, now: Timestamp) -> Result<i64> {
    let id = counter::take(tx, "run", 1).await?;
    tx.run(BEGIN_RUN, args![id, source, now, what]).await?;
    Ok(id)
}

/// Notes that an ingest ended, and what came of it.
pub async fn end_run(db: &Db, run: i64, counts: RunCounts, now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    end_run_in(&mut tx, run, counts, now).await?;
    tx.commit().await
}

pub(crate) async fn end_run_in(tx: &mut Tx, run: i64, counts: RunCounts, now: Timestamp) -> Result<()> {
    let RunCounts { new, unchanged, superseding, older, kept, quarantined } = counts;
    let ended =
        tx.run(END_RUN, args![run, now, new, unchanged, superseding, older, kept, quarantined]).await?;
    if ended == 0 {
        return Err(Error::NoSuch("run"));
    }
    Ok(())
}

/// The latest ingests, newest first.
pub async fn runs(db: &Db, limit: u32) -> Result<Vec<Run>> {
    db.rows(RUNS, args![i64::from(limit)]).await?.iter().map(read_run).collect()
}

fn read_run(row: &Row) -> Result<Run> {
    Ok(Run {
        id: row.get(0)?,
        source: row.get(1)?,
        started_at: row.get(2)?,
        ended_at: row.get(3)?,
        what: row.get(4)?,
        counts: RunCounts {
            new: row.get(5)?,
            unchanged: row.get(6)?,
            superseding: row.get(7)?,
            older: row.get(8)?,
            kept: row.get(9)?,
            quarantined: row.get(10)?,
        },
    })
}
