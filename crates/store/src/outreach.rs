//! Who has whom, who was tried, which visits were recorded here.
//!
//! What is undone stays and says so. A visit is a record in the ledger like any other, of the source [`OWN_SOURCE`];
//! undoing it is a newer version that was entered in error.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use kith_domain::contact::{Channel, Contact, ContactOutcome};
use kith_domain::id::{AccountId, ContactId, PersonId, RecordId, SourcePersonId};

use crate::db::Tx;
use crate::ledger::{About, Arrival};
use crate::people::PersonRow;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter, ledger, linkage, live, people, safety, source};

queries! {
    ASSIGN = "outreach_assign";
    UNASSIGN = "outreach_unassign";
    ASSIGN_NOBODY = "outreach_assign_nobody";
    SETTLE = "outreach_settle";
    UNSETTLE = "outreach_unsettle";
    CLUSTERS = "outreach_clusters";
    CASELOAD = "outreach_caseload";
    BUCKET = "outreach_bucket";
    INSERT_CONTACT = "outreach_insert_contact";
    CONTACT_ABOUT = "outreach_contact_about";
    UNDO_CONTACT = "outreach_undo_contact";
    FIND_CONTACT = "outreach_find_contact";
    CONTACTS = "outreach_contacts";
    CONTACTS_OF_PEOPLE = "outreach_contacts_of_people";
    SOURCE_PERSON = "outreach_source_person";
    INSERT_VISIT = "outreach_insert_visit";
    UNDO_VISIT = "outreach_undo_visit";
    VISIT_RECORD = "outreach_visit_record";
    VISIT_TERMS = "outreach_visit_terms";
    FIND_VISIT = "outreach_find_visit";
    VISITS = "outreach_visits";
}

/// The source of what is recorded in Kith itself.
pub const OWN_SOURCE: &str = "kith";

/// A visit recorded here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedVisit {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub person: PersonId,
    /// The record that now says so, or that it was entered by mistake.
    pub record: RecordId,
    /// The day of the visit.
    pub on: Date,
    /// Who recorded it.
    pub by: AccountId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was undone.
    pub undone: bool,
}

/// Puts infants on a worker's caseload, or on nobody's. Of an id that is merged away it is the survivor who is meant;
/// what was said of the others holds again when they part.
pub async fn assign(
    db: &Db,
    infants: &[PersonId],
    worker: Option<AccountId>,
    by: AccountId,
    now: Timestamp,
) -> Result<()> {
    let mut tx = db.write().await?;
    // Nobody is merged or parted meanwhile.
    ledger::lock(&mut tx).await?;
    let list: Vec<Value> = infants.iter().map(|p| Value::from(*p)).collect();
    // Each with the id that stands for it, and all that are merged into that.
    let mut everyone: BTreeSet<PersonId> = BTreeSet::new();
    let mut standing: BTreeSet<PersonId> = BTreeSet::new();
    for row in tx.list(CLUSTERS, list, vec![]).await? {
        standing.insert(row.get(0)?);
        everyone.insert(row.get(1)?);
    }
    match worker {
        Some(worker) => {
            let rows = standing.iter().flat_map(|infant| args![*infant, worker, by, now]).collect();
            tx.run_list(ASSIGN, rows, vec![]).await?;
        }
        None => {
            tx.run_list(UNASSIGN, standing.iter().map(|p| Value::from(*p)).collect(), vec![]).await?;
            let rows = standing.iter().flat_map(|infant| args![*infant, by, now]).collect();
            tx.run_list(ASSIGN_NOBODY, rows, vec![]).await?;
        }
    }
    settle_caseload(&mut tx, &everyone).await?;
    tx.commit().await
}

/// Makes the caseload of some people what their assignments say: of a person the assignment of its own id, to nobody
/// included, or else that of the first of those that are merged into it.
pub(crate) async fn settle_caseload(tx: &mut Tx, people: &BTreeSet<PersonId>) -> Result<()> {
    let list: Vec<Value> = people.iter().map(|p| Value::from(*p)).collect();
    tx.run_list(UNSETTLE, list.clone(), vec![]).await?;
    tx.run_list(SETTLE, list, vec![]).await.map(drop)
}

/// The infants on a worker's caseload.
pub async fn caseload(db: &Db, worker: AccountId) -> Result<Vec<PersonId>> {
    db.rows(CASELOAD, args![worker]).await?.iter().map(|row| row.get(0)).collect()
}

/// Logs an attempt to reach a family. A documented move marks the bucket dirty. A wish not to be contacted is kept for every
/// id that stands for the person now, and so outlives a split for each of them.
#[allow(clippy::too_many_arguments, reason = "the fields of a contact, each of its own type")]
pub async fn log_contact(
    db: &Db,
    person: PersonId,
    by: AccountId,
    channel: Channel,
    outcome: ContactOutcome,
    note: Option<&str>,
    on: Date,
    now: Timestamp,
) -> Result<ContactId> {
    let mut tx = db.write().await?;
    // Nobody is merged or parted meanwhile.
    ledger::lock(&mut tx).await?;
    let id = ContactId(counter::take(&mut tx, "contact", 1).await?);
    let person = linkage::canonical_in(&mut tx, person).await?.ok_or(Error::NoSuch("person"))?;
    mark_if_moved(&mut tx, person, outcome, now).await?;
    tx.run(INSERT_CONTACT, args![id, person, by, now, on, channel.name(), outcome.name(), note]).await?;
    if outcome == ContactOutcome::AskedNotToContact {
        let cluster = tx.list(CLUSTERS, args![person], vec![]).await?;
        let ids: Vec<PersonId> = cluster.iter().map(|row| row.get(1)).collect::<Result<_>>()?;
        let others = ids.into_iter().filter(|other| *other != person);
        tx.run_list(CONTACT_ABOUT, others.flat_map(|other| args![id, other]).collect(), vec![]).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Undoes an attempt; false when it was undone before or is not there.
pub async fn undo_contact(db: &Db, contact: ContactId, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let Some(row) = tx.row(UNDO_CONTACT, args![contact, by, now]).await? else { return Ok(false) };
    mark_if_moved(&mut tx, row.get(0)?, outcome(&row, 1)?, now).await?;
    safety::undo_wish(&mut tx, contact).await?;
    tx.commit().await?;
    Ok(true)
}

async fn mark_if_moved(tx: &mut Tx, person: PersonId, outcome: ContactOutcome, now: Timestamp) -> Result<()> {
    let bucket = tx.row(BUCKET, args![person]).await?.ok_or(Error::NoSuch("person"))?.get(0)?;
    if outcome == ContactOutcome::MovedAway {
        live::mark(tx, &BTreeSet::from([bucket]), now).await?;
    }
    Ok(())
}

/// One attempt, and whether it was undone.
pub async fn find_contact(db: &Db, contact: ContactId) -> Result<Option<(Contact, bool)>> {
    let row = db.row(FIND_CONTACT, args![contact]).await?;
    row.map(|row| Ok((read_contact(&row)?, row.get(8)?))).transpose()
}

/// Attempts about a person, newest first, with who tried and whether it was undone; those about an id that is merged
/// into this one included.
pub async fn contacts(db: &Db, person: PersonId) -> Result<Vec<(Contact, String, bool)>> {
    let rows = db.rows(CONTACTS, args![person]).await?;
    rows.iter().map(|row| Ok((read_contact(row)?, row.get(9)?, row.get(8)?))).collect()
}

/// Attempts about some people that were not undone, in no order; those about ids merged into theirs included. Each is
/// said to be of whoever was asked for.
pub(crate) async fn standing_contacts(db: &Db, people: &[PersonId]) -> Result<Vec<Contact>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    db.list(CONTACTS_OF_PEOPLE, list, vec![]).await?.iter().map(read_contact).collect()
}

/// The same, within a transaction.
pub(crate) async fn standing_in(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Contact>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    tx.list(CONTACTS_OF_PEOPLE, list, vec![]).await?.iter().map(read_contact).collect()
}

/// Records a visit of a person, in one transaction with its ledger record. `make` is given the person and the id for
/// the new resource; its fact is taken to be about the person, its references to be in the terms of the source that
/// first knew them.
pub async fn record_visit(
    db: &Db,
    person: PersonId,
    on: Date,
    make: impl FnOnce(&PersonRow, &str) -> Arrival + Send,
    by: AccountId,
    now: Timestamp,
) -> Result<RecordedVisit> {
    let mut tx = db.write().await?;
    let own = source::ensure_in(&mut tx, OWN_SOURCE, now).await?;
    ledger::lock(&mut tx).await?;
    let id = counter::take(&mut tx, "visit", 1).await?;
    let row = people::find_in(&mut tx, person).await?.ok_or(Error::NoSuch("person"))?;
    let person = row.id;
    let known = tx.row(SOURCE_PERSON, args![person]).await?.ok_or(Error::NoSuch("person"))?;
    let about = About { person: known.get(0)?, source: known.get(1)? };

    let arrival = make(&row, &format!("visit-{id}"));

    let batch = ledger::prepare(vec![arrival], Some(about)).await?;
    let written = ledger::write(&mut tx, db, own, batch, None, now).await?;
    tx.run(INSERT_VISIT, args![id, person, about.person, written.records[0], on, by, now]).await?;
    let visit = tx.row(FIND_VISIT, args![id]).await?.ok_or(Error::NoSuch("account"))?;
    let visit = read_visit(&visit)?;
    tx.commit().await?;
    Ok(visit)
}

/// One visit recorded here.
pub async fn find_visit(db: &Db, id: i64) -> Result<Option<RecordedVisit>> {
    db.row(FIND_VISIT, args![id]).await?.map(|row| read_visit(&row)).transpose()
}

/// Undoes a visit by a newer version of its record that was entered in error; false when it was undone before or is
/// not there. The resource's type and id are those of the visit, whatever the arrival says.
pub async fn undo_visit(
    db: &Db,
    id: i64,
    arrival_entered_in_error: Arrival,
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let own = source::ensure_in(&mut tx, OWN_SOURCE, now).await?;
    let Some(undone) = tx.row(UNDO_VISIT, args![id, by, now]).await? else { return Ok(false) };
    let (person, record): (SourcePersonId, RecordId) = (undone.get(0)?, undone.get(1)?);
    let terms = tx.row(VISIT_TERMS, args![person, record]).await?.ok_or(Error::Corrupt("visit"))?;
    let reference: String = terms.get(1)?;
    let (resource_type, resource_id) = reference.split_once('/').ok_or(Error::Corrupt("reference"))?;
    let arrival = Arrival {
        resource_type: resource_type.to_owned(),
        resource_id: resource_id.to_owned(),
        ..arrival_entered_in_error
    };
    let batch = ledger::prepare(vec![arrival], Some(About { person, source: terms.get(0)? })).await?;
    let written = ledger::write(&mut tx, db, own, batch, None, now).await?;
    tx.run(VISIT_RECORD, args![id, written.records[0]]).await?;
    tx.commit().await?;
    Ok(true)
}

/// Visits recorded here about a person, newest first.
pub async fn visits(db: &Db, person: PersonId) -> Result<Vec<RecordedVisit>> {
    db.rows(VISITS, args![person]).await?.iter().map(read_visit).collect()
}

fn read_contact(row: &Row) -> Result<Contact> {
    let channel: String = row.get(5)?;
    Ok(Contact {
        id: row.get(0)?,
        person: row.get(1)?,
        by: row.get(2)?,
        at: row.get(3)?,
        on: row.get(4)?,
        channel: Channel::named(&channel).ok_or(Error::Corrupt("channel"))?,
        outcome: outcome(row, 6)?,
        note: row.get(7)?,
    })
}

fn outcome(row: &Row, column: usize) -> Result<ContactOutcome> {
    ContactOutcome::named(&row.get::<String>(column)?).ok_or(Error::Corrupt("outcome of a contact"))
}

fn read_visit(row: &Row) -> Result<RecordedVisit> {
    Ok(RecordedVisit {
        id: row.get(0)?,
        person: row.get(1)?,
        record: row.get(2)?,
        on: row.get(3)?,
        by: row.get(4)?,
        by_name: row.get(5)?,
        at: row.get(6)?,
        undone: row.get(7)?,
    })
}
