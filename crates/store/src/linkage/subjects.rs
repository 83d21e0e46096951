//! What sources say of people now, and which of them changed.

use kith_domain::fact::{Body, Fact, Person, Reference, RelatedPerson};
use kith_domain::id::{PersonId, RecordId, SourceId, SourcePersonId};
use std::collections::HashMap;

use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result};

queries! {
    CHANGED = "linkage_changed";
    SUBJECTS = "linkage_subjects";
    MOTHERS = "linkage_mothers";
    MEMBERS = "linkage_members";
    PERSON_OF = "linkage_person_of";
    CANONICAL = "linkage_canonical";
    FIND = "linkage_find";
}

/// A source person with what is currently stated.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The source person.
    pub key: SourcePersonId,
    /// Who sent it.
    pub source: SourceId,
    /// The sender's name.
    pub source_name: String,
    /// The person that it is on its own; never changes.
    pub home: PersonId,
    /// The person whose member it is.
    pub person: PersonId,
    /// Its reference within the source.
    pub reference: Reference,
    /// What its current record says; none when it was only mentioned, or its record was withdrawn or not understood.
    pub said: Option<Person>,
    /// That record.
    pub record: Option<RecordId>,
    /// Its birth mothers, as current `RelatedPerson` records state them.
    pub mothers: Vec<(RecordId, RelatedPerson)>,
}

/// Source people whose own statement, or whose stated birth mother, changed after a number, in the order of the
/// changes: each once, with the number of its latest change.
pub async fn changed(db: &Db, after: i64, limit: u32) -> Result<Vec<(i64, SourcePersonId)>> {
    let rows = db.rows(CHANGED, args![after, i64::from(limit)]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// What is currently stated of some source people, in the order asked, as it stands at one moment. Those that are not
/// there are left out.
pub async fn subjects(db: &Db, people: &[SourcePersonId]) -> Result<Vec<Subject>> {
    let list: Vec<Value> = people.iter().map(|p| Value::from(*p)).collect();
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = db.snapshot().await?;
    let mut found: HashMap<SourcePersonId, Subject> = HashMap::with_capacity(people.len());
    for row in tx.list(SUBJECTS, list.clone(), vec![]).await? {
        let subject = read(&row)?;
        found.insert(subject.key, subject);
    }
    for row in tx.list(MOTHERS, list, vec![]).await? {
        let infant: SourcePersonId = row.get(0)?;
        let Body::RelatedPerson(related) = fact(&row, 2)?.body else { continue };
        if let Some(subject) = found.get_mut(&infant) {
            let record = row.get(1)?;
            if !subject.mothers.iter().any(|(r, _)| *r == record) {
                subject.mothers.push((record, *related));
            }
        }
    }
    for subject in found.values_mut() {
        subject.mothers.sort_unstable_by_key(|(record, _)| *record);
    }
    Ok(people.iter().filter_map(|p| found.remove(p)).collect())
}

/// The source people that a person is made of, in their order; of an id that is merged away, those of the survivor.
pub async fn members(db: &Db, person: PersonId) -> Result<Vec<Subject>> {
    let rows = db.rows(MEMBERS, args![person]).await?;
    let keys: Vec<SourcePersonId> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    subjects(db, &keys).await
}

/// The person whose member a source person is.
pub async fn person_of(db: &Db, source_person: SourcePersonId) -> Result<Option<PersonId>> {
    db.row(PERSON_OF, args![source_person]).await?.map(|row| row.get(0)).transpose()
}

/// The source person of a source's own reference.
pub async fn find(db: &Db, source: SourceId, reference: &Reference) -> Result<Option<SourcePersonId>> {
    db.row(FIND, args![source, reference.0.as_str()]).await?.map(|row| row.get(0)).transpose()
}

/// The id that stands for a person: its own, or that of the person it is merged into. None for an id of nobody.
pub async fn canonical(db: &Db, person: PersonId) -> Result<Option<PersonId>> {
    db.row(CANONICAL, args![person]).await?.map(|row| row.get(0)).transpose()
}

pub(crate) async fn canonical_in(tx: &mut Tx, person: PersonId) -> Result<Option<PersonId>> {
    tx.row(CANONICAL, args![person]).await?.map(|row| row.get(0)).transpose()
}

fn read(row: &Row) -> Result<Subject> {
    let body: Option<String> = row.get(7)?;
    let said = match body {
        Some(_) => match fact(row, 7)?.body {
            Body::Person(person) => Some(*person),
            _ => None,
        },
        None => None,
    };
    Ok(Subject {
        key: row.get(0)?,
        source: row.get(1)?,
        source_name: row.get(2)?,
        home: row.get(3)?,
        person: row.get(4)?,
        reference: row.get(5)?,
        record: if said.is_some() { row.get(6)? } else { None },
        said,
        mothers: Vec::new(),
    })
}

pub(super) fn fact(row: &Row, column: usize) -> Result<Fact> {
    let body: String = row.get(column)?;
    serde_json::from_str(&body).map_err(|_| Error::Corrupt("fact"))
}
