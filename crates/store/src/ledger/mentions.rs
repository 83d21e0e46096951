//! The people and organisations that a batch mentions: known from the first mention, in whichever version.

use std::collections::BTreeSet;

use kith_domain::fact::{Body, Fact, Reference};
use kith_domain::id::{PersonId, SourceId, SourcePersonId};

use super::{Counters, INSERT_ORGANIZATIONS, ORGANIZATIONS, Prepared, SOURCE_PEOPLE, project};
use crate::db::{Known, Tx};
use crate::sql::{Value, args};
use crate::{Db, Result};

/// The patient that a fact is about.
pub(super) fn owner(fact: &Fact) -> Option<&Reference> {
    match &fact.body {
        Body::Person(_) => Some(&fact.reference),
        Body::RelatedPerson(related) => Some(&related.patient),
        Body::Practitioner(_) | Body::Organization(_) | Body::Location(_) => None,
        _ => fact.subject.as_ref(),
    }
    .filter(|reference| reference.0.starts_with("Patient/") && !reference.0.contains('\0'))
}

/// The people whom a batch mentions.
#[derive(Default)]
pub(super) struct Met {
    pub ids: Known,
    pub new_source_people: Vec<Value>,
}

pub(super) async fn people(
    tx: &mut Tx,
    db: &Db,
    source: SourceId,
    batch: &[Prepared],
    accepted: &[bool],
    counters: &mut Counters,
) -> Result<Met> {
    let mut met = Met::default();
    let mut mentions: Vec<&str> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    {
        let known = db.known.lock().expect("nothing panics with the lock");
        let known = known.get(&source);
        let mut seen = std::collections::HashSet::new();
        for (arrival, accepted) in batch.iter().zip(accepted) {
            if !accepted || arrival.about.is_some() {
                continue;
            }
            // A Patient whose current record says nothing that is understood is looked up, but not made.
            let mention = match &arrival.fact {
                Some(fact) => owner(fact).map(|r| r.0.as_str()),
                None if arrival.resource_type() == "Patient" => Some(arrival.reference.as_str()),
                None => None,
            };
            let Some(reference) = mention else { continue };
            if arrival.fact.is_some() {
                mentions.push(reference);
            }
            if !seen.insert(reference) {
                continue;
            }
            match known.and_then(|k| k.get(reference)) {
                Some(ids) => {
                    met.ids.insert(reference.to_owned(), *ids);
                }
                None => unknown.push(reference),
            }
        }
    }
    let list = unknown.iter().map(|r| Value::from(*r)).collect();
    for row in tx.list(SOURCE_PEOPLE, list, args![source]).await? {
        met.ids.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    for reference in mentions {
        if met.ids.contains_key(reference) {
            continue;
        }
        counters.person += 1;
        counters.source_person += 1;
        let (id, person) = (SourcePersonId(counters.source_person), PersonId(counters.person));
        met.ids.insert(reference.to_owned(), (id, person));
        met.new_source_people.extend(args![id, source, reference, person, person]);
    }
    Ok(met)
}

pub(super) async fn organizations(
    tx: &mut Tx,
    source: SourceId,
    batch: &[Prepared],
    accepted: &[bool],
    counters: &mut Counters,
) -> Result<()> {
    let mut seen = BTreeSet::new();
    let mut mentions = Vec::new();
    for (arrival, _) in batch.iter().zip(accepted).filter(|(a, accepted)| **accepted && a.about.is_none()) {
        let Some(fact) = &arrival.fact else { continue };
        project::organizations(fact, |reference| {
            if seen.insert(reference) {
                mentions.push(reference);
            }
        });
    }
    let list = mentions.iter().map(|r| Value::from(*r)).collect();
    let known: BTreeSet<String> = tx
        .list(ORGANIZATIONS, list, args![source])
        .await?
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for reference in mentions.into_iter().filter(|r| !known.contains(*r)) {
        counters.organization += 1;
        rows.extend(args![counters.organization, source, reference, project::conditional(reference)]);
    }
    tx.run_list(INSERT_ORGANIZATIONS, rows, vec![]).await.map(drop)
}
