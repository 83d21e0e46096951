//! Files that somebody put in by the browser: kept as they came, mapped, committed by a run, and undone with it.

use jiff::Timestamp;
use kith_domain::id::{AccountId, SourceId, UploadId};
use sha2::{Digest, Sha256};

use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    INSERT = "upload_insert";
    FIND = "upload_find";
    LIST = "upload_list";
    BYTES = "upload_bytes";
    SET_MAPPING = "upload_set_mapping";
    COMMIT = "upload_commit";
    UNDO = "upload_undo";
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

/// The bytes of a file.
pub async fn bytes(db: &Db, upload: UploadId) -> Result<Option<Vec<u8>>> {
    db.row(BYTES, args![upload]).await?.map(|row| row.get(0)).transpose()
}

/// Says how the columns of a file are read; false when it was committed before or is not there.
pub async fn set_mapping(db: &Db, upload: UploadId, mapping: &str) -> Result<bool> {
    change(db, SET_MAPPING, args![upload, mapping]).await
}

/// Says that a run took the file in; false when one did before, or it is not there.
pub async fn mark_committed(db: &Db, upload: UploadId, run: i64, now: Timestamp) -> Result<bool> {
    change(db, COMMIT, args![upload, run, now]).await
}

/// Says that what the file brought was taken back (see [`withdraw`](crate::ledger::withdraw)); false when it was
/// before, or was never committed.
pub async fn mark_undone(db: &Db, upload: UploadId, by: AccountId, now: Timestamp) -> Result<bool> {
    change(db, UNDO, args![upload, by, now]).await
}

async fn change(db: &Db, query: crate::sql::Query, args: Vec<crate::sql::Value>) -> Result<bool> {
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
    })
}
