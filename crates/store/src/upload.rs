//! Files that somebody put in by the browser: mapped, committed by a run, and undone with it.
//!
//! Each is one transaction, and takes its turn with everybody who writes to the ledger: a file is in with its rows, those
//! set aside and its receipt, or it is not; and what it brought is taken back with it, or it is not.
//!
//! The bytes of a file are kept as they came only until it is decided what becomes of it, and not for ever before that:
//! then they are erased, and what SQLite leaves of them in its file is overwritten. Its name, its hash, its mapping and
//! its receipt stay. Undoing needs no more than the run.

use std::collections::HashMap;

use jiff::Timestamp;
use kith_domain::fact::Reference;
use kith_domain::id::{AccountId, SourceId, UploadId};
use sha2::{Digest, Sha256};

use crate::db::Tx;
use crate::ledger::{self, Arrival, Withdrawn};
use crate::quarantine::{self, NewProblem};
use crate::source::{self, RunCounts};
use crate::sql::{Query, Row, Value, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    INSERT = "upload_insert";
    FIND = "upload_find";
    LIST = "upload_list";
    BYTES = "upload_bytes";
    SET_MAPPING = "upload_set_mapping";
    COMMIT = "upload_commit";
    UNDO = "upload_undo";
    RUN = "upload_run";
    ASIDE = "upload_aside";
    DISCARD = "upload_discard";
    ERASE_OLD = "upload_erase_old";
    KNOWN = "upload_known";
    REFUSED = "upload_refused";
    ELSEWHERE = "upload_elsewhere";
    SAVED_MAPPING = "upload_saved_mapping";
    SAVE_MAPPING = "upload_save_mapping";
}

/// A file to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// The file's name.
    pub name: String,
    /// The name of the source that it is from.
    pub source_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Who put it in.
    pub by: AccountId,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The file's name.
    pub name: String,
    /// The name of the source that it is from.
    pub source_name: String,
    /// How long it is.
    pub length: u64,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// Who put it in.
    pub by: AccountId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// How its columns are read, as TOML; none before anybody said.
    pub mapping: Option<String>,
    /// The run that took it in, and when; none before.
    pub committed: Option<(i64, Timestamp)>,
    /// When it was undone, and by whom.
    pub undone: Option<(Timestamp, String)>,
    /// When its bytes were erased; none while they are there. One erased before it was committed was discarded.
    pub erased: Option<Timestamp>,
    /// What became of its rows, as JSON; none before it was committed.
    pub receipt: Option<String>,
    /// Records that stayed when it was undone, because something newer had come or another file said the same.
    pub stayed: Option<u64>,
}

/// Keeps a file.
pub async fn save(db: &Db, new: NewUpload, now: Timestamp) -> Result<UploadId> {
    let hash: [u8; 32] = Sha256::digest(&new.bytes).into();
    let length = new.bytes.len() as u64;
    let mut tx = db.write().await?;
    let id = UploadId(counter::take(&mut tx, "upload", 1).await?);
    tx.run(INSERT, args![id, new.name, new.source_name, length, new.by, now, &hash, new.bytes]).await?;
    tx.commit().await?;
    Ok(id)
}

/// One file, without its bytes.
pub async fn find(db: &Db, upload: UploadId) -> Result<Option<Upload>> {
    db.row(FIND, args![upload]).await?.map(|row| read(&row)).transpose()
}

/// The latest files, newest first.
pub async fn list(db: &Db, limit: u32) -> Result<Vec<Upload>> {
    db.rows(LIST, args![i64::from(limit)]).await?.iter().map(read).collect()
}

/// The bytes of a file; none when it is not there, or they were erased.
pub async fn bytes(db: &Db, upload: UploadId) -> Result<Option<Vec<u8>>> {
    db.row(BYTES, args![upload]).await?.map(|row| row.get(0)).transpose()
}

/// Says how the columns of a file are read; false when it was committed or erased before, or is not there.
pub async fn set_mapping(db: &Db, upload: UploadId, mapping: &str) -> Result<bool> {
    change(db, SET_MAPPING, args![upload, mapping]).await
}

/// What a file is when it is taken in.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The source that it is from.
    pub source: SourceId,
    /// What the run is called: the file's name.
    pub what: String,
    /// Who takes it in.
    pub by: AccountId,
    /// How its columns were read, as TOML: kept with it, and for the source's next file. None of a file without columns.
    pub mapping: Option<String>,
    /// What its rows become.
    pub arrivals: Vec<Arrival>,
    /// The rows that are set aside.
    pub problems: Vec<NewProblem>,
    /// What became of its rows, as JSON.
    pub receipt: String,
    /// Which of them were set aside, as JSON; not read with the file, for there may be many.
    pub aside: String,
}

/// Takes a file in by a run of its own, keeps its receipt and erases its bytes, in one transaction. None when it was
/// taken in, discarded or erased meanwhile, or is not there: then nothing happened.
pub async fn commit(db: &Db, upload: UploadId, file: Commit, now: Timestamp) -> Result<Option<RunCounts>> {
    let Commit { source, what, by, mapping, arrivals, problems, receipt, aside } = file;
    let kept = arrivals.iter().filter(|a| a.fact.is_none()).count() as i64;
    let quarantined = problems.len() as i64;
    let batch = ledger::prepare(arrivals, None).await?;
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let run = source::begin_run_in(&mut tx, source, &what, now).await?;
    let marked = args![upload, run, now, mapping.clone(), Vec::<u8>::new(), receipt, aside];
    if erase_in(&mut tx, db, COMMIT, marked).await? == 0 {
        return Ok(None);
    }
    if let Some(mapping) = mapping {
        tx.run(SAVE_MAPPING, args![source, mapping, by, now]).await?;
    }
    quarantine::add_in(&mut tx, source, run, problems, now).await?;
    let written = ledger::write(&mut tx, db, source, batch, Some(run), now).await?;
    let ledger::Appended { new, unchanged, superseding, older } = written.appended;
    let [new, unchanged, superseding, older] = [new, unchanged, superseding, older].map(|n| n as i64);
    let counts = RunCounts { new, unchanged, superseding, older, kept, quarantined };
    source::end_run_in(&mut tx, run, counts, now).await?;
    tx.commit().await?;
    written.remember(db, source);
    Ok(Some(counts))
}

/// Takes back what a file brought (see [`withdraw`](ledger::withdraw)), with the rows that only it had set aside, in one
/// transaction. None when it was taken back before, or was never taken in. How many of its records stayed is kept
/// with it, those of the types `uncounted` left out.
pub async fn undo(
    db: &Db,
    upload: UploadId,
    by: AccountId,
    uncounted: &[&str],
    now: Timestamp,
) -> Result<Option<Withdrawn>> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let Some(row) = tx.row(RUN, args![upload]).await? else { return Ok(None) };
    let run: i64 = row.get(0)?;
    quarantine::take_back_in(&mut tx, run, now).await?;
    let (back, stayed) = ledger::withdraw_in(&mut tx, db, run, now).await?;
    let stayed = stayed.iter().filter(|r| !uncounted.contains(&r.resource_type())).count() as u64;
    tx.run(UNDO, args![upload, by, now, stayed]).await?;
    tx.commit().await?;
    Ok(Some(back))
}

/// Which rows of a file were set aside, as JSON; none before it was committed.
pub async fn aside(db: &Db, upload: UploadId) -> Result<Option<String>> {
    db.row(ASIDE, args![upload]).await?.map_or(Ok(None), |row| row.get(0))
}

/// Erases the bytes of a file that was not committed, so that it never can be; false when there is no such file.
pub async fn discard(db: &Db, upload: UploadId, now: Timestamp) -> Result<bool> {
    Ok(erased(db, DISCARD, args![upload, Vec::<u8>::new(), now]).await? > 0)
}

/// Erases the bytes of every file that nothing happened to since `before`; how many.
pub async fn erase_older(db: &Db, before: Timestamp, now: Timestamp) -> Result<u64> {
    erased(db, ERASE_OLD, args![Vec::<u8>::new(), now, before]).await
}

async fn erased(db: &Db, query: Query, args: Vec<Value>) -> Result<u64> {
    let mut tx = db.write().await?;
    let erased = erase_in(&mut tx, db, query, args).await?;
    tx.commit().await?;
    Ok(erased)
}

/// Runs a query that erases. SQLite only forgets where bytes lay that are gone, unless it is told to overwrite them.
pub(crate) async fn erase_in(tx: &mut Tx, db: &Db, query: Query, args: Vec<Value>) -> Result<u64> {
    let overwrite = Query { name: "overwrite", text: "pragma secure_delete = on" };
    let as_usual = Query { name: "as_usual", text: "pragma secure_delete = off" };
    if db.kind() == "sqlite" {
        tx.run(overwrite, vec![]).await?;
    }
    let erased = tx.run(query, args).await?;
    if db.kind() == "sqlite" {
        tx.run(as_usual, vec![]).await?;
    }
    Ok(erased)
}

/// What a source's current records of one type are called, in order; those taken back are none.
pub async fn known(db: &Db, source: SourceId, resource_type: &str) -> Result<Vec<Reference>> {
    let rows = db.rows(KNOWN, args![source, resource_type]).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// How many people of whom a run wrote something have records of another source too, as they are linked now. Visits of
/// Kith itself are no other source.
pub async fn known_elsewhere(db: &Db, run: i64) -> Result<u64> {
    db.row(ELSEWHERE, args![run, crate::outreach::OWN_SOURCE]).await?.map_or(Ok(0), |row| row.get(0))
}

/// What is kept of rows of a source that were set aside, by the hash of their bytes.
pub async fn refused(db: &Db, source: SourceId, hashes: &[[u8; 32]]) -> Result<HashMap<[u8; 32], Vec<u8>>> {
    let list: Vec<Value> = hashes.iter().flat_map(|hash| args![hash]).collect();
    let rows = db.list(REFUSED, list, args![source]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

async fn change(db: &Db, query: Query, args: Vec<Value>) -> Result<bool> {
    let mut tx = db.write().await?;
    let changed = tx.run(query, args).await?;
    tx.commit().await?;
    Ok(changed > 0)
}

/// How the columns of the source's file were read that was last taken in, as TOML.
pub async fn saved_mapping(db: &Db, source: SourceId) -> Result<Option<String>> {
    db.row(SAVED_MAPPING, args![source]).await?.map(|row| row.get(0)).transpose()
}

fn read(row: &Row) -> Result<Upload> {
    let (run, committed_at): (Option<i64>, Option<Timestamp>) = (row.get(9)?, row.get(10)?);
    let (undone_at, undone_by): (Option<Timestamp>, Option<String>) = (row.get(11)?, row.get(12)?);
    let undone = match (undone_at, undone_by) {
        (None, _) => None,
        (Some(at), Some(by)) => Some((at, by)),
        (Some(_), None) => return Err(Error::Corrupt("upload")),
    };
    Ok(Upload {
        id: row.get(0)?,
        name: row.get(1)?,
        source_name: row.get(2)?,
        length: row.get(3)?,
        hash: row.get(4)?,
        by: row.get(5)?,
        by_name: row.get(6)?,
        at: row.get(7)?,
        mapping: row.get(8)?,
        committed: run.zip(committed_at),
        undone,
        erased: row.get(13)?,
        receipt: row.get(14)?,
        stayed: row.get(15)?,
    })
}
