//! People as pages show them: a projection of the current records of all their sources, without what is concealed.

use jiff::civil::Date;
use kith_domain::date::PartialDate;
use kith_domain::fact::Reference;
use kith_domain::id::{Bucket, PersonId, SourceId};

use crate::db::Tx;
use crate::results::Scope;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Result, safety};

queries! {
    FIND = "people_find";
    MANY = "people_many";
    MOTHER_OF = "people_mother_of";
    INFANTS_OF = "people_infants_of";
    FAMILIES = "people_families";
    SEARCH = "people_search";
}

/// A person, as the current records of their sources say (see [`portrait`](kith_domain::portrait)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Their id.
    pub id: PersonId,
    /// Their bucket.
    pub bucket: Bucket,
    /// Given names, as one text.
    pub given: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// Born on, as far as known.
    pub born: Option<PartialDate>,
    /// Stated to have died.
    pub died: bool,
    /// The day of death, where it is known.
    pub died_on: Option<Date>,
    /// Administrative gender.
    pub sex: Option<String>,
    /// A telephone number in use.
    pub phone: Option<String>,
    /// An e-mail address in use.
    pub email: Option<String>,
    /// The preferred language's tag.
    pub language: Option<String>,
    /// Street and place, as one line.
    pub address: Option<String>,
    /// Their reference within the source that knew them first.
    pub reference: Reference,
    /// That source.
    pub source: SourceId,
}

/// One person; for an id that is merged away the one that it is merged into.
pub async fn find(db: &Db, person: PersonId) -> Result<Option<PersonRow>> {
    let mut found: Vec<PersonRow> =
        db.row(FIND, args![person]).await?.iter().map(read).collect::<Result<_>>()?;
    safety::mask(db, &mut found).await?;
    Ok(found.pop())
}

pub(crate) async fn find_in(tx: &mut Tx, person: PersonId) -> Result<Option<PersonRow>> {
    tx.row(FIND, args![person]).await?.map(|row| read(&row)).transpose()
}

/// Many, in the order of their ids, each once. One whose id is merged away comes as its own source knows it.
pub async fn many(db: &Db, people: &[PersonId]) -> Result<Vec<PersonRow>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    let mut rows: Vec<PersonRow> =
        db.list(MANY, list, vec![]).await?.iter().map(read).collect::<Result<_>>()?;
    rows.sort_unstable_by_key(|p| p.id);
    rows.dedup_by_key(|p| p.id);
    safety::mask(db, &mut rows).await?;
    Ok(rows)
}

/// An infant's mother.
pub async fn mother_of(db: &Db, infant: PersonId) -> Result<Option<PersonId>> {
    db.row(MOTHER_OF, args![infant]).await?.map(|row| row.get(0)).transpose()
}

/// A mother's infants, in the order of their ids.
pub async fn infants_of(db: &Db, mother: PersonId) -> Result<Vec<PersonId>> {
    db.rows(INFANTS_OF, args![mother]).await?.iter().map(|row| row.get(0)).collect()
}

/// Every `(infant, mother)` in which one of some people is either.
pub async fn families(db: &Db, people: &[PersonId]) -> Result<Vec<(PersonId, PersonId)>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    let rows = db.list(FAMILIES, list, vec![]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// People by the beginnings of their names: one word of either name, or two of both in any order. Someone who is of
/// several source people is found by the name under any of which an id was merged away, and listed once.
pub async fn search(db: &Db, text: &str, scope: &Scope, limit: u32) -> Result<Vec<PersonRow>> {
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let Some(first) = words.next() else { return Ok(Vec::new()) };
    let second = words.collect::<Vec<_>>().join(" ");
    let up_to = |word: &str| format!("{word}\u{10ffff}");
    let organization = scope.organization.map_or(0, |o| o.0);
    let worker = scope.worker.map_or(0, |w| w.0);
    let args =
        args![first, up_to(first), second.as_str(), up_to(&second), organization, worker, i64::from(limit),];
    let mut found: Vec<PersonRow> = db.rows(SEARCH, args).await?.iter().map(read).collect::<Result<_>>()?;
    safety::mask(db, &mut found).await?;
    Ok(found)
}

fn read(row: &Row) -> Result<PersonRow> {
    Ok(PersonRow {
        id: row.get(0)?,
        bucket: row.get(1)?,
        given: row.get(2)?,
        family: row.get(3)?,
        born: row.get(4)?,
        died: row.get(5)?,
        died_on: row.get(6)?,
        sex: row.get(7)?,
        phone: row.get(8)?,
        email: row.get(9)?,
        language: row.get(10)?,
        address: row.get(11)?,
        reference: row.get(12)?,
        source: row.get(13)?,
    })
}
