//! Files that come to the front door: a directory of services, referrals of a partner in a table, a scanned page.
//!
//! The bytes lie in the database and nowhere else, and are erased once they are of no use or too old: of a scanned page
//! only after it was typed in, so that nobody who waits to be called is forgotten; then at once where she hides. Name,
//! sender and receipt stay.

use jiff::Timestamp;
use kith_domain::id::{AccountId, DoorFileId, PersonId, SubmissionId};

use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::upload::erase_in;
use crate::{Db, Error, Result, counter};

queries! {
    INSERT = "door_insert";
    FIND = "door_find";
    LIST = "door_list";
    SCANS = "door_scans";
    BYTES = "door_bytes";
    DONE = "door_done";
    UNDONE = "door_undone";
    ERASE = "door_erase";
    ERASE_OLD = "door_erase_old";
    SCANS_OF = "door_scans_of";
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A directory of services.
    Directory,
    /// Referrals in a table.
    Referrals,
    /// A scanned page, to be typed in.
    Scan,
}

impl Purpose {
    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Referrals => "referrals",
            Self::Scan => "scan",
        }
    }
}

/// A file to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDoorFile {
    /// What it is for.
    pub purpose: Purpose,
    /// Its name.
    pub name: String,
    /// What it is: `application/pdf`.
    pub media: &'static str,
    /// Who sent it, or the directory that it is of.
    pub source_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Who put it in.
    pub by: AccountId,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorFile {
    /// Its id.
    pub id: DoorFileId,
    /// What it is for.
    pub purpose: Purpose,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media: String,
    /// Who sent it, or the directory that it is of.
    pub source_name: String,
    /// How long it is.
    pub length: u64,
    /// Who put it in.
    pub by: AccountId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// When it was taken in, typed in, or put aside.
    pub done: Option<Timestamp>,
    /// When that was taken back.
    pub undone: Option<Timestamp>,
    /// When its bytes were erased.
    pub erased: Option<Timestamp>,
    /// What became of it.
    pub receipt: Option<String>,
    /// The form that was typed in from it.
    pub submission: Option<SubmissionId>,
}

/// Keeps a file.
pub async fn save(db: &Db, new: NewDoorFile, now: Timestamp) -> Result<DoorFileId> {
    let mut tx = db.write().await?;
    let id = DoorFileId(counter::take(&mut tx, "door_file", 1).await?);
    let length = new.bytes.len() as u64;
    let args =
        args![id, new.purpose.name(), new.name, new.media, new.source_name, length, new.bytes, new.by, now];
    tx.run(INSERT, args).await?;
    tx.commit().await?;
    Ok(id)
}

/// One file, without its bytes.
pub async fn find(db: &Db, file: DoorFileId) -> Result<Option<DoorFile>> {
    db.row(FIND, args![file]).await?.map(|row| read(&row)).transpose()
}

/// Files of a purpose that somebody put in, or anybody, the newest first.
pub async fn list(db: &Db, purpose: Purpose, by: Option<AccountId>, limit: u32) -> Result<Vec<DoorFile>> {
    let by = by.map_or(0, |by| by.0);
    db.rows(LIST, args![purpose.name(), by, i64::from(limit)]).await?.iter().map(read).collect()
}

/// Scans that somebody put in, or anybody, the newest first: every one that waits to be typed in, however many there are,
/// for somebody waits to be called; and so many of the others.
pub async fn scans(db: &Db, by: Option<AccountId>, done: u32) -> Result<Vec<DoorFile>> {
    let by = by.map_or(0, |by| by.0);
    db.rows(SCANS, args![by, i64::from(done)]).await?.iter().map(read).collect()
}

/// The bytes of a file; none when it is not there, or they were erased.
pub async fn bytes(db: &Db, file: DoorFileId) -> Result<Option<Vec<u8>>> {
    db.row(BYTES, args![file]).await?.map(|row| row.get(0)).transpose()
}

/// Says what became of a file; false when that was said before, or its bytes were erased.
pub async fn done(
    db: &Db,
    file: DoorFileId,
    receipt: Option<&str>,
    submission: Option<SubmissionId>,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = done_in(&mut tx, file, receipt, submission, now).await?;
    tx.commit().await?;
    Ok(done)
}

pub(crate) async fn done_in(
    tx: &mut Tx,
    file: DoorFileId,
    receipt: Option<&str>,
    submission: Option<SubmissionId>,
    now: Timestamp,
) -> Result<bool> {
    Ok(tx.run(DONE, args![file, now, receipt, submission]).await? > 0)
}

pub(crate) async fn undone_in(tx: &mut Tx, file: DoorFileId, now: Timestamp) -> Result<bool> {
    Ok(tx.run(UNDONE, args![file, now]).await? > 0)
}

/// Erases the bytes of a file; false when they were erased before.
pub async fn erase(db: &Db, file: DoorFileId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let erased = erase_in(&mut tx, db, ERASE, args![file, Vec::<u8>::new(), now]).await?;
    tx.commit().await?;
    Ok(erased > 0)
}

/// Erases the bytes of files of a purpose from before an instant; of scanned pages, those that were done before it.
pub async fn erase_older(db: &Db, purpose: Purpose, before: Timestamp, now: Timestamp) -> Result<u64> {
    let mut tx = db.write().await?;
    let args = args![purpose.name(), before, Vec::<u8>::new(), now];
    let erased = erase_in(&mut tx, db, ERASE_OLD, args).await?;
    tx.commit().await?;
    Ok(erased)
}

/// Erases the scans that were typed in about somebody, or about a baby of hers; which they were.
pub async fn erase_scans_of(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<DoorFileId>> {
    let mut tx = db.write().await?;
    let rows = tx.rows(SCANS_OF, args![person]).await?;
    let scans: Vec<DoorFileId> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    for scan in &scans {
        erase_in(&mut tx, db, ERASE, args![*scan, Vec::<u8>::new(), now]).await?;
    }
    tx.commit().await?;
    Ok(scans)
}

fn read(row: &Row) -> Result<DoorFile> {
    let purpose: String = row.get(1)?;
    let purposes = [Purpose::Directory, Purpose::Referrals, Purpose::Scan];
    Ok(DoorFile {
        id: row.get(0)?,
        purpose: purposes.into_iter().find(|p| p.name() == purpose).ok_or(Error::Corrupt("purpose"))?,
        name: row.get(2)?,
        media: row.get(3)?,
        source_name: row.get(4)?,
        length: row.get(5)?,
        by: row.get(6)?,
        by_name: row.get(7)?,
        at: row.get(8)?,
        done: row.get(9)?,
        undone: row.get(10)?,
        erased: row.get(11)?,
        receipt: row.get(12)?,
        submission: row.get(13)?,
    })
}
