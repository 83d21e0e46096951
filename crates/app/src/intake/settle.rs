//! Rows against the ledger: what is new, what changes what, and what is known already.
//!
//! A blank cell says nothing, so a person of a row is joined with what her source said before. The last row that
//! mentions a record writes it, with what all rows said; a record that says nothing new is written as it stands.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kith_domain::fact::Reference;
use kith_domain::id::SourceId;
use kith_interop::{Note, fhir, table};
use kith_store::ledger::{self, Arrival};
use kith_store::{Db, source};

use super::shape::{FileRow, Refused};
use crate::ingest::arrival;
use crate::{App, Error};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Becomes {
    /// It was never seen.
    New,
    /// It says something else than before.
    Changed,
    /// It says what is known.
    Unchanged,
}

impl Becomes {
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// A row, ready to be written.
pub(crate) struct Settled {
    /// Its line.
    pub line: u64,
    /// What becomes of it, with what it writes; or why it is set aside.
    pub result: Result<(Becomes, Vec<Arrival>), Refused>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// What is erased of people: reference and property.
type Cleared = Vec<(String, &'static str)>;

/// A row, whether a blank in it says nothing, and what it erases.
type Weighed = (Settled, bool, Cleared);

/// Versions of a record, the current one first.
type Versions = Vec<Vec<u8>>;

/// Settles the rows of a file. `source` is none when nobody has sent under its name yet.
pub(crate) async fn settle(
    app: &App,
    source: Option<SourceId>,
    rows: Vec<FileRow>,
) -> Result<Vec<Settled>, Error> {
    let mut settled: Vec<Weighed> = rows
        .into_iter()
        .map(|row| match row.result {
            Err(refused) => {
                (Settled { line: row.line, result: Err(refused), notes: row.notes }, false, Vec::new())
            }
            Ok(content) => {
                let (sparse, cleared) = (content.sparse, content.cleared.clone());
                let result = Ok((Becomes::Unchanged, content.arrivals()));
                (Settled { line: row.line, result, notes: row.notes }, sparse, cleared)
            }
        })
        .collect();
    let known = known(app.db(), source, settled.iter().filter_map(|(s, ..)| s.result.as_ref().ok())).await?;
    if settled.iter().any(|(_, sparse, _)| *sparse) {
        only_last_mention(&mut settled);
    }
    Ok(settled
        .into_iter()
        .map(|(row, sparse, cleared)| {
            let result = row.result.map(|(_, arrivals)| against(&known, arrivals, sparse, &cleared));
            Settled { result, ..row }
        })
        .collect())
}

/// The versions of every record that the rows speak of.
async fn known<'r>(
    db: &Db,
    source: Option<SourceId>,
    rows: impl Iterator<Item = &'r (Becomes, Vec<Arrival>)>,
) -> Result<HashMap<Reference, Versions>, Error> {
    let Some(source) = source else { return Ok(HashMap::new()) };
    let standings = source::standings(db).await?;
    if standings.iter().any(|s| s.id == source && s.records == 0) {
        return Ok(HashMap::new());
    }
    let keys: BTreeSet<Reference> = rows.flat_map(|(_, arrivals)| arrivals.iter().map(key)).collect();
    let histories = ledger::histories(db, source, &keys).await?;
    Ok(histories.into_iter().map(|(key, all)| (key, all.into_iter().map(|r| r.bytes).collect())).collect())
}

fn key(arrival: &Arrival) -> Reference {
    Reference::new(&arrival.resource_type, &arrival.resource_id)
}

/// Leaves each record to the last row that mentions it; a person takes along what earlier rows said.
fn only_last_mention(rows: &mut [Weighed]) {
    let mut last: BTreeMap<Reference, usize> = BTreeMap::new();
    for (at, (row, ..)) in rows.iter().enumerate() {
        for arrival in row.result.iter().flat_map(|(_, arrivals)| arrivals) {
            last.insert(key(arrival), at);
        }
    }
    let mut said: HashMap<Reference, Vec<u8>> = HashMap::new();
    for (at, (row, _, cleared)) in rows.iter_mut().enumerate() {
        let Ok((_, arrivals)) = &mut row.result else { continue };
        for arrival in arrivals.iter_mut().filter(|a| a.resource_type == "Patient") {
            let key = key(arrival);
            if let Some(before) = said.get(&key) {
                *arrival = joined(before, arrival, &cleared_of(cleared, &key));
            }
            said.insert(key, arrival.bytes.clone());
        }
        arrivals.retain(|arrival| last.get(&key(arrival)) == Some(&at));
    }
}

fn cleared_of<'c>(cleared: &'c [(String, &'static str)], key: &Reference) -> Vec<&'c str> {
    cleared.iter().filter(|(of, _)| *of == key.0).map(|(_, property)| *property).collect()
}

/// A person's record with what was said before.
fn joined(before: &[u8], update: &Arrival, cleared: &[&str]) -> Arrival {
    let bytes = table::merged(before, &update.bytes, cleared);
    match fhir::read(&bytes) {
        Ok(resource) => arrival(resource, bytes),
        // What was said before cannot be joined with; what is said now stands alone.
        Err(_) => update.clone(),
    }
}

/// What a row writes beside what is known.
fn against(
    known: &HashMap<Reference, Versions>,
    arrivals: Vec<Arrival>,
    sparse: bool,
    cleared: &[(String, &'static str)],
) -> (Becomes, Vec<Arrival>) {
    let (mut all_new, mut all_known) = (true, true);
    let mut written = Vec::with_capacity(arrivals.len());
    for mut one in arrivals {
        let key = key(&one);
        let versions = known.get(&key).map(Vec::as_slice).unwrap_or_default();
        // A version that was taken back says nothing.
        let current = versions.first().filter(|bytes| !bytes.is_empty());
        if sparse
            && one.resource_type == "Patient"
            && let Some(current) = current
        {
            one = joined(current, &one, &cleared_of(cleared, &key));
        }
        match current {
            None => all_known = false,
            Some(current) if *current == one.bytes => all_new = false,
            Some(current) if sparse && says_the_same(current, &one.bytes) => {
                all_new = false;
                // As it stands, so that it is noted that this file states it too.
                one.bytes.clone_from(current);
            }
            Some(_) if !sparse && versions.contains(&one.bytes) => all_new = false,
            Some(_) => {
                (all_new, all_known) = (false, false);
                if versions.contains(&one.bytes) {
                    one = as_news(one, versions.len());
                }
            }
        }
        written.push(one);
    }
    let becomes = match (all_known, all_new) {
        (true, _) => Becomes::Unchanged,
        (false, true) => Becomes::New,
        (false, false) => Becomes::Changed,
    };
    (becomes, written)
}

/// Whether two versions differ in nothing but where they came from.
fn says_the_same(one: &[u8], other: &[u8]) -> bool {
    let plain = |bytes: &[u8]| {
        let mut value = serde_json::from_slice::<serde_json::Value>(bytes).ok()?;
        value.as_object_mut()?.remove("meta");
        Some(value)
    };
    matches!((plain(one), plain(other)), (Some(a), Some(b)) if a == b)
}

/// A record that says again what it said in an older version: numbered, so that it is a newer one.
fn as_news(arrival_of: Arrival, versions: usize) -> Arrival {
    let Ok(mut value) = serde_json::from_slice::<serde_json::Value>(&arrival_of.bytes) else {
        return arrival_of;
    };
    if !value["meta"].is_object() {
        return arrival_of;
    }
    value["meta"]["versionId"] = (versions + 1).to_string().into();
    let Ok(bytes) = serde_json::to_vec(&value) else { return arrival_of };
    match fhir::read(&bytes) {
        Ok(resource) => arrival(resource, bytes),
        Err(_) => arrival_of,
    }
}

#[cfg(test)]
mod tests;
