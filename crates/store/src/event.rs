//! What happened to a person and is to be acted on: a birth, a discharge.
//!
//! It is noted once for a person and a day, and stands as long as a current record says so: a record that was taken
//! back or corrected takes back what was noted by it. What is withdrawn stays, and stands again when it is said again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use jiff::{Timestamp, civil::Date};
use kith_domain::fact::Stated;
use kith_domain::id::{Bucket, PersonId, RecordId, SourcePersonId};

use crate::sql::{Row, Value, args, queries};
use crate::{Db, Result, counter};

queries! {
    OF_BUCKETS = "event_of_buckets";
    NOTICE = "event_notice";
    WITHDRAW = "event_withdraw";
    RESTORE = "event_restore";
    LIST = "event_list";
    OF_PERSON = "event_of_person";
    STAYS = "event_stays";
}

/// A birth.
pub const BIRTH: &str = "birth";
/// A mother with a hypertensive disorder left the hospital.
pub const HYPERTENSION_DISCHARGE: &str = "hypertension_discharge";
/// A mother's stay in hospital in which a baby was born; its day is that of the birth.
pub const BIRTH_STAY: &str = "birth_stay";

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
    /// A record that says so.
    pub record: RecordId,
    /// The day.
    pub on: Date,
    /// When it was noticed.
    pub noticed_at: Timestamp,
}

/// An event that facts tell of.
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

/// What came of settling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// Noted for the first time.
    pub noticed: u64,
    /// Said by no record any more, or said of someone of whom it is noted already.
    pub withdrawn: u64,
    /// Said again.
    pub restored: u64,
}

/// Something that was noted.
struct Noted {
    id: i64,
    record: RecordId,
    withdrawn: bool,
}

/// Makes what is noted of the people of some buckets what their facts tell. What is told is noted when its day is
/// `news`, once for a person and a day however many records or versions say it; what is noted and not told is
/// withdrawn, and stands again when it is told again. Of what was noted twice of people who are now one, the first
/// stands. `people` are those of whom the facts were read; others are left as they are.
pub async fn settle(
    db: &Db,
    buckets: &[Bucket],
    people: &HashMap<SourcePersonId, PersonId>,
    told: &[NewEvent],
    news: &RangeInclusive<Date>,
    now: Timestamp,
) -> Result<Settled> {
    let mut noted: BTreeMap<(String, PersonId, Date), Vec<Noted>> = BTreeMap::new();
    for row in db.list(OF_BUCKETS, buckets.iter().map(|b| Value::from(*b)).collect(), vec![]).await? {
        if let Some(person) = people.get(&row.get(2)?) {
            let one = Noted { id: row.get(0)?, record: row.get(3)?, withdrawn: row.get(5)? };
            noted.entry((row.get(1)?, *person, row.get(4)?)).or_default().push(one);
        }
    }
    let (mut new, mut again, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    let mut done = Settled::default();
    let mut seen = BTreeSet::new();
    for event in told {
        let Some(person) = people.get(&event.source_person) else { continue };
        if !seen.insert((event.kind, *person, event.on)) {
            continue;
        }
        match noted.get_mut(&(event.kind.to_owned(), *person, event.on)) {
            None if news.contains(&event.on) => new.push(event),
            None => {}
            Some(noted) => {
                noted.sort_unstable_by_key(|n| n.id);
                let first = noted.remove(0);
                done.restored += u64::from(first.withdrawn);
                if first.withdrawn || first.record != event.record {
                    again.extend(args![first.id, event.record]);
                }
            }
        }
    }
    gone.extend(noted.into_values().flatten().filter(|n| !n.withdrawn).map(|n| Value::from(n.id)));
    if new.is_empty() && again.is_empty() && gone.is_empty() {
        return Ok(done);
    }
    let mut tx = db.write().await?;
    let first = counter::take(&mut tx, "care_event", new.len()).await? - new.len() as i64 + 1;
    let rows = (first..)
        .zip(&new)
        .flat_map(|(id, e)| args![id, e.kind, e.source_person, e.record, e.on, now])
        .collect();
    done.noticed = tx.run_list(NOTICE, rows, vec![]).await?;
    done.withdrawn = tx.run_list(WITHDRAW, gone, args![now]).await?;
    tx.run_list(RESTORE, again, vec![]).await?;
    tx.commit().await?;
    Ok(done)
}

/// Events after a number that stand, in their order.
pub async fn list(db: &Db, after: i64, limit: u32) -> Result<Vec<CareEvent>> {
    db.rows(LIST, args![after, i64::from(limit)]).await?.iter().map(read).collect()
}

/// The newest events of a person that stand, the newest first.
pub async fn of_person(db: &Db, person: PersonId, limit: u32) -> Result<Vec<CareEvent>> {
    db.rows(OF_PERSON, args![person, i64::from(limit)]).await?.iter().map(read).collect()
}

/// Hospital stays in which a baby was born on some days, last excluded: the mother, the day of the birth, the record.
pub async fn birth_stays(db: &Db, from: Date, to: Date) -> Result<Vec<(PersonId, Date, Stated)>> {
    let rows = db.rows(STAYS, args![from, to]).await?;
    rows.iter().map(|row| Ok((row.get(4)?, row.get(5)?, crate::facts::stated(row)?))).collect()
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
