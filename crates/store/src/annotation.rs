//! Annotations: what was changed and when, beside the chart of a measure.

use jiff::{Timestamp, civil::Date};
use kith_domain::id::{AccountId, OrganizationId};

use crate::sql::{Row, args, queries};
use crate::{Db, Result, counter};

queries! {
    ADD = "annotation_insert";
    FIND = "annotation_find";
    LIST = "annotation_list";
    UNDO = "annotation_undo";
}

/// What was changed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnnotation {
    /// The measure, by id.
    pub measure: String,
    /// The site that changed it; none where the whole network did.
    pub organization: Option<OrganizationId>,
    /// The first day on which it was so.
    pub on: Date,
    /// What was changed, in a few words.
    pub words: String,
}

/// An annotation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Its number.
    pub id: i64,
    /// What it says.
    pub what: NewAnnotation,
    /// The name of the site, where one did it.
    pub site: Option<String>,
    /// When it was written down.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

fn annotation(row: &Row) -> Result<Annotation> {
    Ok(Annotation {
        id: row.get(0)?,
        what: NewAnnotation {
            measure: row.get(1)?,
            organization: row.get(2)?,
            on: row.get(4)?,
            words: row.get(5)?,
        },
        site: row.get(3)?,
        at: row.get(6)?,
        by: row.get(7)?,
    })
}

/// Writes one down; its number.
pub async fn add(db: &Db, new: &NewAnnotation, by: AccountId, now: Timestamp) -> Result<i64> {
    let mut tx = db.write().await?;
    let id = counter::take(&mut tx, "annotation", 1).await?;
    let args = args![id, new.measure.as_str(), new.organization, new.on, new.words.as_str(), now, by];
    tx.run(ADD, args).await?;
    tx.commit().await?;
    Ok(id)
}

/// One that was not taken back.
pub async fn find(db: &Db, id: i64) -> Result<Option<Annotation>> {
    db.row(FIND, args![id]).await?.as_ref().map(annotation).transpose()
}

/// Those of a measure that were not taken back, the oldest first.
pub async fn of_measure(db: &Db, measure: &str) -> Result<Vec<Annotation>> {
    db.rows(LIST, args![measure]).await?.iter().map(annotation).collect()
}

/// Takes one back; false when it was before.
pub async fn undo(db: &Db, id: i64, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = tx.run(UNDO, args![id, now, by]).await?;
    tx.commit().await?;
    Ok(done > 0)
}
