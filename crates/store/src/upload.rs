//! Files that somebody put in by the browser: mapped, committed by a run, and undone with it.
//!
//! The bytes of a file are kept as they came only until it is decided what becomes of it, and not for ever before that:
//! then they are erased, and what SQLite leaves of them in its file is overwritten. Its name, its hash, its mapping and
//! its receipt stay. Undoing needs no more than the run.

use std::collections::HashMap;

use jiff::Timestamp;
use kith_domain::fact::Reference;
use kith_domain::id::{AccountId, SourceId, UploadId};
use sha2::{Digest, Sha256};

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
    ERASE = "upload_erase";
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
    /// Records that stayed when it was undone, because something newer had come.
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

/// Says that a run took the file in; false when one did before, or it was discarded or is not there.
pub async fn mark_committed(db: &Db, upload: UploadId, run: i64, now: Timestamp) -> Result<bool> {
    change(db, COMMIT, args![upload, run, now]).await
}

/// Says that what the file brought was taken back (see [`withdraw`](crate::ledger::withdraw)); false when it was
/// before, or was never committed. `stayed` is how many of its records something newer had come for.
pub async fn mark_undone(
    db: &Db,
    upload: UploadId,
    by: AccountId,
    stayed: u64,
    now: Timestamp,
) -> Result<bool> {
    change(db, UNDO, args![upload, by, now, stayed]).await
}

/// What is kept of a file that was taken in, both as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept<'k> {
    /// What became of its rows.
    pub receipt: &'k str,
    /// Which of them were set aside; not read with the file, for there may be many.
    pub aside: &'k str,
}

/// Erases the bytes of a file that was taken in, and keeps what is to stay; false when they were erased before.
pub async fn erase(db: &Db, upload: UploadId, kept: Option<Kept<'_>>, now: Timestamp) -> Result<bool> {
    let (receipt, aside) = (kept.map(|k| k.receipt.to_owned()), kept.map(|k| k.aside.to_owned()));
    Ok(erased(db, ERASE, args![upload, Vec::<u8>::new(), now, receipt, aside]).await? > 0)
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

/// Runs a query that erases. SQLite only forgets where bytes lay that are gone, unless it is told to overwrite them.
async fn erased(db: &Db, query: Query, args: Vec<Value>) -> Result<u64> {
    let overwrite = Query { name: "overwrite", text: "pragma secure_delete = on" };
    let as_usual = Query { name: "as_usual", text: "pragma secure_delete = off" };
    let mut tx = db.write().await?;
    if db.kind() == "sqlite" {
        tx.run(overwrite, vec![]).await?;
    }
    let erased = tx.run(query, args).await?;
    if db.kind() == "sqlite" {
        tx.run(as_usual, vec![]).await?;
    }
    tx.commit().await?;
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

/// How the columns of a source's files were last read, as TOML.
pub async fn saved_mapping(db: &Db, source: SourceId) -> Result<Option<String>> {
    db.row(SAVED_MAPPING, args![source]).await?.map(|row| row.get(0)).transpose()
}

/// Keeps how the columns of a source's files are read.
pub async fn save_mapping(
    db: &Db,
    source: SourceId,
    mapping: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<()> {
    change(db, SAVE_MAPPING, args![source, mapping, by, now]).await.map(drop)
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
