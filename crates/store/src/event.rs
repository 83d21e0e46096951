//! What happened to a person and is to be acted on: a birth, a discharge. Noticed once for a person and a day.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use kith_domain::id::{PersonId, RecordId, SourcePersonId};

use crate::sql::{Row, args, queries};
use crate::{Db, Result, counter};

queries! {
    KNOWN = "event_known";
    NOTICE = "event_notice";
    LIST = "event_list";
    OF_PERSON = "event_of_person";
}

/// A birth.
pub const BIRTH: &str = "birth";
/// A mother with a hypertensive disorder left the hospital.
pub const HYPERTENSION_DISCHARGE: &str = "hypertension_discharge";

/// Something that happened to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareEvent {
    /// Its number; later ones have higher ones.
    pub id: i64,
    /// What: [`BIRTH`], [`HYPERTENSION_DISCHARGE`].
    pub kind: String,
    /// To whom: the person whose member the source person now is.
    pub person: PersonId,
    /// To whom, as the source knows them.
    pub source_person: SourcePersonId,
    /// The record that says so.
    pub record: RecordId,
    /// The day.
    pub on: Date,
    /// When it was noticed.
    pub noticed_at: Timestamp,
}

/// An event to be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewEvent {
    /// What: [`BIRTH`], [`HYPERTENSION_DISCHARGE`].
    pub kind: &'static str,
    /// To whom, as the source knows them.
    pub source_person: SourcePersonId,
    /// The record that says so.
    pub record: RecordId,
    /// The day.
    pub on: Date,
}

/// Notes what records say that happened, each once for a person and a day however many records or versions say it; how
/// much of it was not noted before.
pub async fn notice(db: &Db, events: &[NewEvent], now: Timestamp) -> Result<u64> {
    if events.is_empty() {
        return Ok(0);
    }
    let mut tx = db.write().await?;
    // Holds the numbers before looking, so that nobody notes the same meanwhile.
    let before = counter::take(&mut tx, "care_event", 0).await?;
    let list = events.iter().flat_map(|e| args![e.kind, e.source_person, e.on]).collect();
    let mut known: BTreeSet<(String, SourcePersonId, Date)> = BTreeSet::new();
    for row in tx.list(KNOWN, list, vec![]).await? {
        known.insert((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    let new: Vec<&NewEvent> =
        events.iter().filter(|e| known.insert((e.kind.to_owned(), e.source_person, e.on))).collect();
    if new.is_empty() {
        return Ok(0);
    }
    let rows = (before + 1..)
        .zip(&new)
        .flat_map(|(id, e)| args![id, e.kind, e.source_person, e.record, e.on, now])
        .collect();
    tx.run_list(NOTICE, rows, vec![]).await?;
    counter::take(&mut tx, "care_event", new.len()).await?;
    tx.commit().await?;
    Ok(new.len() as u64)
}

/// Events after a number, in their order.
pub async fn list(db: &Db, after: i64, limit: u32) -> Result<Vec<CareEvent>> {
    db.rows(LIST, args![after, i64::from(limit)]).await?.iter().map(read).collect()
}

/// Events of a person, newest first.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<CareEvent>> {
    db.rows(OF_PERSON, args![person]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<CareEvent> {
    Ok(CareEvent {
        id: row.get(0)?,
        kind: row.get(1)?,
        person: row.get(2)?,
        source_person: row.get(3)?,
        record: row.get(4)?,
        on: row.get(5)?,
        noticed_at: row.get(6)?,
    })
}
