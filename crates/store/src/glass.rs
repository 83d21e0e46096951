//! Records that were opened in an emergency, each for a while, and what the privacy officer says of it.

use jiff::Timestamp;
use kith_domain::id::{AccountId, GlassId, PersonId};

use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    INSERT = "glass_insert";
    OPEN = "glass_open";
    LIST = "glass_list";
    REVIEWED = "glass_reviewed";
    REVIEW = "glass_review";
}

/// Why a record was opened in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Somebody is in danger.
    Danger,
    /// She is being treated now.
    Treatment,
    /// She has to be found.
    Reach,
    /// Something else, which the words say.
    Other,
}

/// What the privacy officer says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finding {
    /// There was a reason.
    Fine,
    /// There was none: it opens nothing from now on.
    NotFine,
}

kith_domain::named! {
    Reason { Danger = "danger", Treatment = "treatment", Reach = "reach", Other = "other" }
    Finding { Fine = "fine", NotFine = "not_fine" }
}

/// One opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glass {
    /// Its id.
    pub id: GlassId,
    /// Who opened.
    pub account: AccountId,
    /// Their name.
    pub who: String,
    /// Whose record.
    pub person: PersonId,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub words: String,
    /// From when.
    pub at: Timestamp,
    /// Until when, that instant excluded.
    pub until: Timestamp,
    /// What the privacy officer says of it, with a note.
    pub finding: Option<(Finding, Option<String>)>,
}

/// Opens a record for somebody until an instant.
pub async fn open(
    db: &Db,
    account: AccountId,
    person: PersonId,
    reason: Reason,
    words: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<GlassId> {
    let mut tx = db.write().await?;
    let id = GlassId(counter::take(&mut tx, "glass", 1).await?);
    tx.run(INSERT, args![id, account, person, reason.name(), words, now, until]).await?;
    tx.commit().await?;
    Ok(id)
}

/// The opening by which an account sees a person at an instant.
pub async fn standing(
    db: &Db,
    account: AccountId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<Glass>> {
    db.row(OPEN, args![person, account, now]).await?.map(|row| read(&row)).transpose()
}

/// Openings that nobody reviewed, the oldest first.
pub async fn to_review(db: &Db, limit: u32) -> Result<Vec<Glass>> {
    db.rows(LIST, args![i64::from(limit)]).await?.iter().map(read).collect()
}

/// Openings that were reviewed, the newest first.
pub async fn reviewed(db: &Db, limit: u32) -> Result<Vec<Glass>> {
    db.rows(REVIEWED, args![i64::from(limit)]).await?.iter().map(read).collect()
}

/// Says of an opening what it was; false where somebody did before, or where it was the reviewer's own.
pub async fn review(
    db: &Db,
    id: GlassId,
    finding: Finding,
    note: Option<&str>,
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let args = args![id, finding.name(), note.map(str::to_owned), by, now];
    let done = tx.run(REVIEW, args).await? > 0;
    tx.commit().await?;
    Ok(done)
}

fn read(row: &Row) -> Result<Glass> {
    let wrong = || Error::Corrupt("emergency");
    let finding = match row.get::<Option<String>>(7)? {
        Some(name) => Some((Finding::named(&name).ok_or_else(wrong)?, row.get(8)?)),
        None => None,
    };
    Ok(Glass {
        id: row.get(0)?,
        account: row.get(1)?,
        person: row.get(2)?,
        reason: Reason::named(&row.get::<String>(3)?).ok_or_else(wrong)?,
        words: row.get(4)?,
        at: row.get(5)?,
        until: row.get(6)?,
        finding,
        who: row.get(9)?,
    })
}
