//! Charts that stand on pages outside Kith.

use jiff::Timestamp;
use kith_domain::id::AccountId;

use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    ADD = "embed_insert";
    BY_TOKEN = "embed_by_token";
    FIND = "embed_find";
    LIST = "embed_list";
    UNDO = "embed_undo";
}

/// A chart that stands outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// Its number.
    pub id: i64,
    /// What its address ends with.
    pub token: String,
    /// The measure, by id.
    pub measure: String,
    /// Which chart of the measure, by name.
    pub chart: String,
    /// Since when.
    pub at: Timestamp,
    /// Who let it out.
    pub by: String,
}

fn embed(row: &Row) -> Result<Embed> {
    Ok(Embed {
        id: row.get(0)?,
        token: row.get(1)?,
        measure: row.get(2)?,
        chart: row.get(3)?,
        at: row.get(4)?,
        by: row.get(5)?,
    })
}

/// Lets a chart out, unless it stands outside already: the number of the one that does, and whether it is new.
pub async fn add(
    db: &Db,
    token: &str,
    measure: &str,
    chart: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<(i64, bool)> {
    let mut tx = db.write().await?;
    let id = counter::take(&mut tx, "embed", 1).await?;
    let row = tx.row(ADD, args![id, token, measure, chart, now, by]).await?.ok_or(Error::NoSuch("embed"))?;
    let standing: i64 = row.get(0)?;
    tx.commit().await?;
    Ok((standing, standing == id))
}

/// The one with a token, unless it was taken back.
pub async fn by_token(db: &Db, token: &str) -> Result<Option<Embed>> {
    db.row(BY_TOKEN, args![token]).await?.as_ref().map(embed).transpose()
}

/// One that was not taken back.
pub async fn find(db: &Db, id: i64) -> Result<Option<Embed>> {
    db.row(FIND, args![id]).await?.as_ref().map(embed).transpose()
}

/// Those of a measure that were not taken back, the newest first.
pub async fn of_measure(db: &Db, measure: &str) -> Result<Vec<Embed>> {
    db.rows(LIST, args![measure]).await?.iter().map(embed).collect()
}

/// Takes one back; false when it was before.
pub async fn undo(db: &Db, id: i64, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = tx.run(UNDO, args![id, now, by]).await?;
    tx.commit().await?;
    Ok(done > 0)
}
