//! Facts, by bucket and by person: always what the current records say, and nothing that was superseded.

use jiff::civil::Date;
use kith_domain::course::Course;
use kith_domain::fact::{Identifier, Reference, Stated};
use kith_domain::id::{Bucket, OrganizationId, PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::identity::Attribute;

use crate::linkage::read_attribute;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, course};

queries! {
    OF_BUCKET = "facts_of_bucket";
    PEOPLE_OF_BUCKET = "facts_people_of_bucket";
    MOTHERS_OF_BUCKET = "facts_mothers_of_bucket";
    MOVES_OF_BUCKET = "facts_moves_of_bucket";
    TAUGHT_OF_BUCKET = "facts_taught_of_bucket";
    CHOICES_OF_BUCKET = "facts_choices_of_bucket";
    OF_PEOPLE = "facts_of_people";
    SOURCE_PEOPLE = "facts_source_people";
    OF_RECORDS = "facts_of_records";
    PERSON_OF_RECORD = "facts_person_of_record";
    ORGANIZATIONS = "facts_organizations";
}

/// All that is currently stated about the people of one bucket.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BucketFacts {
    /// Facts, by source person and record.
    pub facts: Vec<Stated>,
    /// Which source people are which person, everybody in the bucket included.
    pub person_of: Vec<(SourcePersonId, PersonId)>,
    /// Infants with their mothers.
    pub mothers: Vec<(PersonId, PersonId)>,
    /// Documented moves out of the area, of the person the contact was about.
    pub moves: Vec<(PersonId, Date)>,
    /// Whose statement somebody chose to believe about what, the oldest choice first.
    pub choices: Vec<(SourcePersonId, Attribute)>,
    /// The courses of their cases at the front door.
    pub courses: Vec<Course>,
    /// Who was taught about safe sleep before going home, and on which day.
    pub taught: Vec<(PersonId, Date)>,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganizationRow {
    /// Its id.
    pub id: OrganizationId,
    /// Who sent it.
    pub source: SourceId,
    /// Its reference within the source.
    pub reference: Reference,
    /// Its name; none until its own record came.
    pub name: Option<String>,
    /// Its identifiers.
    pub identifiers: Vec<Identifier>,
}

/// What is currently stated about the people of a bucket, as it stands at one moment.
pub async fn of_bucket(db: &Db, bucket: Bucket) -> Result<BucketFacts> {
    let mut tx = db.snapshot().await?;
    let mut facts = Vec::new();
    tx.each(OF_BUCKET, args![bucket], |row| {
        facts.push(stated(&row)?);
        Ok(())
    })
    .await?;
    facts.sort_unstable_by_key(|f| (f.person, f.record));
    let choices = tx.rows(CHOICES_OF_BUCKET, args![bucket]).await?;
    let choices = choices.iter().map(|row| Ok((row.get(0)?, read_attribute(&row.get::<String>(1)?)?)));
    Ok(BucketFacts {
        choices: choices.collect::<Result<_>>()?,
        facts,
        person_of: pairs(&tx.rows(PEOPLE_OF_BUCKET, args![bucket]).await?)?,
        mothers: pairs(&tx.rows(MOTHERS_OF_BUCKET, args![bucket]).await?)?,
        moves: pairs(&tx.rows(MOVES_OF_BUCKET, args![bucket]).await?)?,
        courses: course::of_bucket(&mut tx, bucket).await?,
        taught: pairs(&tx.rows(TAUGHT_OF_BUCKET, args![bucket]).await?)?,
    })
}

/// What is currently stated about some people.
pub async fn of_people(db: &Db, people: &[PersonId]) -> Result<Vec<Stated>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    let mut facts: Vec<Stated> =
        db.list(OF_PEOPLE, list, vec![]).await?.iter().map(stated).collect::<Result<_>>()?;
    facts.sort_unstable_by_key(|f| (f.person, f.record));
    Ok(facts)
}

/// The clinical day of some records (see [`Fact::when`](kith_domain::fact::Fact::when)), for those with a whole one.
pub async fn days(db: &Db, records: &[RecordId]) -> Result<Vec<(RecordId, Date)>> {
    let list = records.iter().map(|r| Value::from(*r)).collect();
    let facts: Vec<Stated> =
        db.list(OF_RECORDS, list, vec![]).await?.iter().map(stated).collect::<Result<_>>()?;
    Ok(facts.iter().filter_map(|f| Some((f.record, f.fact.when()?.day()?))).collect())
}

/// The person whom a record is about; none for a record about nobody.
pub async fn person_of_record(db: &Db, record: RecordId) -> Result<Option<PersonId>> {
    db.row(PERSON_OF_RECORD, args![record]).await?.map(|row| row.get(0)).transpose()
}

/// Which source people these people are.
pub async fn source_people(db: &Db, people: &[PersonId]) -> Result<Vec<(SourcePersonId, PersonId)>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    pairs(&db.list(SOURCE_PEOPLE, list, vec![]).await?)
}

/// Every organisation, those that were only mentioned included.
pub async fn organizations(db: &Db) -> Result<Vec<OrganizationRow>> {
    let read = |row: &Row| {
        let identifiers: String = row.get(4)?;
        Ok(OrganizationRow {
            id: row.get(0)?,
            source: row.get(1)?,
            reference: row.get(2)?,
            name: row.get(3)?,
            identifiers: serde_json::from_str(&identifiers).map_err(|_| Error::Corrupt("identifier"))?,
        })
    };
    db.rows(ORGANIZATIONS, vec![]).await?.iter().map(read).collect()
}

pub(crate) fn stated(row: &Row) -> Result<Stated> {
    let body: String = row.get(3)?;
    Ok(Stated {
        record: row.get(0)?,
        source: row.get(1)?,
        person: row.get(2)?,
        fact: serde_json::from_str(&body).map_err(|_| Error::Corrupt("fact"))?,
    })
}

fn pairs<A: crate::sql::Read, B: crate::sql::Read>(rows: &[Row]) -> Result<Vec<(A, B)>> {
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
