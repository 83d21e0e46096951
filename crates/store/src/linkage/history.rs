//! Who came together and who parted, when, why and by whom.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kith_domain::id::{ActId, PersonId, SourcePersonId};

use super::acts::{Act, acts_in};
use crate::sql::{Value, args, queries};
use crate::{Db, Error, Result};

queries! {
    EVENTS = "linkage_events";
    MOVES = "linkage_moves";
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Source people came together.
    Link,
    /// They parted.
    Unlink,
}

impl EventKind {
    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Unlink => "unlink",
        }
    }
}

/// One source person that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Who.
    pub source_person: SourcePersonId,
    /// The person before.
    pub from: PersonId,
    /// The person after.
    pub to: PersonId,
}

/// Something that happened to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Its number; later events have higher ones.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// `linkage`, `source` or `act`.
    pub cause: String,
    /// The act that it follows from, with whether that was taken back.
    pub act: Option<Act>,
    /// Whose doing it was: a person's name, a source's, or the model's.
    pub by: String,
    /// What happened.
    pub kind: EventKind,
    /// The person to whom they moved.
    pub person: PersonId,
    /// Why, as JSON; empty when nothing was given.
    pub evidence: String,
    /// Who moved.
    pub moves: Vec<Move>,
}

/// What last happened to a person, newest first: events in which anybody moved to or from this id.
pub async fn history(db: &Db, person: PersonId, limit: u32) -> Result<Vec<EventRow>> {
    let mut tx = db.snapshot().await?;
    let rows = tx.rows(EVENTS, args![person, i64::from(limit)]).await?;
    let ids: Vec<Value> = rows.iter().map(|row| row.get::<i64>(0).map(Value::from)).collect::<Result<_>>()?;
    let mut moves: BTreeMap<i64, Vec<Move>> = BTreeMap::new();
    for row in tx.list(MOVES, ids, vec![]).await? {
        let one = Move { source_person: row.get(1)?, from: row.get(2)?, to: row.get(3)? };
        moves.entry(row.get(0)?).or_default().push(one);
    }
    let caused = rows.iter().map(|row| row.get::<Option<ActId>>(3));
    let caused: BTreeSet<ActId> = caused.filter_map(Result::transpose).collect::<Result<_>>()?;
    let acts = acts_in(&mut tx, &caused).await?;
    rows.iter()
        .map(|row| {
            let (id, kind, act): (i64, String, Option<ActId>) = (row.get(0)?, row.get(5)?, row.get(3)?);
            let mut moves = moves.remove(&id).unwrap_or_default();
            moves.sort_unstable_by_key(|m| m.source_person);
            Ok(EventRow {
                id,
                at: row.get(1)?,
                cause: row.get(2)?,
                act: act.and_then(|a| acts.get(&a).cloned()),
                by: row.get(4)?,
                kind: match kind.as_str() {
                    "link" => EventKind::Link,
                    "unlink" => EventKind::Unlink,
                    _ => return Err(Error::Corrupt("kind of an event")),
                },
                person: row.get(6)?,
                evidence: row.get(7)?,
                moves,
            })
        })
        .collect()
}
