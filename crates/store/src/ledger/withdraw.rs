//! Taking back what a run wrote, without taking anything out of the ledger.
//!
//! What was new gets a newer version that says nothing; what superseded something gets a newer version with the bytes
//! and the fact of what it superseded. The versions that were taken back are marked, so that the same bytes, sent again,
//! are news again. A resource of which something newer came since, or stood already, is left as it is. So is a record
//! that another run stated to the letter: it is that run's from then on, and goes when that one is taken back too.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use kith_domain::fact::{Fact, Reference};
use kith_domain::id::{RecordId, SourceId};
use sha2::{Digest, Sha256};

use super::chain::{Version, versions};
use super::{Prepared, lock, write};
use crate::db::Tx;
use crate::sql::{Value, args, queries};
use crate::{Db, Error, Result};

queries! {
    OF_RUN = "withdraw_of_run";
    RUNS = "withdraw_runs";
    SAID = "withdraw_said";
    TAKEN_BACK = "withdraw_taken_back";
    RECORD_RUN = "ledger_record_run";
    STATES_NO_MORE = "withdraw_states_no_more";
    HAND_OVER = "withdraw_hand_over";
    HANDED_OVER = "withdraw_handed_over";
    STATED_AGAIN = "withdraw_stated_again";
}

/// What became of what a run wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Withdrawn {
    /// Resources of which nothing is stated any more.
    pub withdrawn: u64,
    /// Resources that state again what they stated before the run.
    pub restored: u64,
    /// Resources left as they are, for something newer came since.
    pub overtaken: u64,
    /// Resources left as they are, for what the run brought of them was older than what stood already.
    pub older: u64,
    /// Resources left as they are, for another run stated the same.
    pub kept: u64,
}

/// A record that a run wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// The record.
    pub record: RecordId,
    /// Who sent it.
    pub source: SourceId,
    /// Its reference within the source.
    pub reference: Reference,
    /// The next newer version; none for the current one.
    pub superseded_by: Option<RecordId>,
}

/// What a run wrote that was noted as its own (see [`append_noting`](super::append_noting)), in order.
pub async fn records_of_run(db: &Db, run: i64) -> Result<Vec<RunRecord>> {
    let mut tx = db.snapshot().await?;
    of_run(&mut tx, run).await
}

async fn of_run(tx: &mut Tx, run: i64) -> Result<Vec<RunRecord>> {
    let rows = tx.rows(OF_RUN, args![run]).await?;
    rows.iter()
        .map(|row| {
            Ok(RunRecord {
                record: row.get(0)?,
                source: row.get(1)?,
                reference: row.get(2)?,
                superseded_by: row.get(3)?,
            })
        })
        .collect()
}

/// Takes back what a run wrote that was noted as its own, in one transaction. A second time changes nothing.
pub async fn withdraw(db: &Db, run: i64, now: Timestamp) -> Result<Withdrawn> {
    let mut tx = db.write().await?;
    let (done, _) = withdraw_in(&mut tx, db, run, now).await?;
    tx.commit().await?;
    Ok(done)
}

/// Takes back what a run wrote, in a transaction of the caller. Which resources are left as they are is said too.
pub(crate) async fn withdraw_in(
    tx: &mut Tx,
    db: &Db,
    run: i64,
    now: Timestamp,
) -> Result<(Withdrawn, Vec<Reference>)> {
    lock(tx).await?;
    let brought = of_run(tx, run).await?;
    tx.run(STATES_NO_MORE, args![run]).await?;
    if tx.run(HAND_OVER, args![run]).await? > 0 {
        let list = brought.iter().map(|r| Value::from(r.record)).collect();
        tx.run_list(HANDED_OVER, list, vec![]).await?;
    }
    let records = of_run(tx, run).await?;
    let own: BTreeSet<RecordId> = records.iter().map(|r| r.record).collect();
    let mut by_source: BTreeMap<SourceId, BTreeSet<String>> = BTreeMap::new();
    for record in &records {
        by_source.entry(record.source).or_default().insert(record.reference.0.clone());
    }
    let left = |r: &&RunRecord| !by_source.get(&r.source).is_some_and(|own| own.contains(&r.reference.0));
    let kept: BTreeSet<(SourceId, &str)> =
        brought.iter().filter(left).map(|r| (r.source, r.reference.0.as_str())).collect();
    let mut done = Withdrawn { kept: kept.len() as u64, ..Withdrawn::default() };
    let mut stayed: Vec<Reference> = kept.into_iter().map(|(_, r)| Reference(r.to_owned())).collect();
    for (source, references) in by_source.clone() {
        let mut batch = Backwards::read(tx, source, references, &own).await?;
        stayed.append(&mut batch.stayed);
        batch.write(tx, db, source, now, &mut done).await?;
    }
    Ok((done, stayed))
}

/// What goes back to what, in one source.
#[derive(Default)]
struct Backwards {
    /// The current record of the run, with its resource and what stood before it.
    turned: Vec<(RecordId, String, Option<RecordId>)>,
    /// Records of the run that are no longer current.
    left: Vec<RecordId>,
    overtaken: u64,
    older: u64,
    /// Resources that are left as they are.
    stayed: Vec<Reference>,
}

impl Backwards {
    async fn read(
        tx: &mut Tx,
        source: SourceId,
        references: BTreeSet<String>,
        own: &BTreeSet<RecordId>,
    ) -> Result<Self> {
        let asked: Vec<Prepared> = references.into_iter().map(|r| nothing(r, None)).collect();
        let chains = versions(tx, source, &asked).await?;
        let mut backwards = Self::default();
        for arrival in &asked {
            let chain = chains.get(arrival.reference.as_str()).map(Vec::as_slice).unwrap_or_default();
            let is_own = |v: &&Version| own.contains(&v.id) && !v.withdrawn;
            let current = chain.last().filter(is_own);
            let own_in_chain = chain.iter().enumerate().filter(|(_, v)| is_own(v));
            let left: Vec<usize> =
                own_in_chain.filter(|(_, v)| Some(v.id) != current.map(|c| c.id)).map(|(at, _)| at).collect();
            backwards.left.extend(left.iter().map(|at| chain[*at].id));
            // Records are numbered as they come: one whose followers all have higher numbers was current once.
            let was_current = |at: &usize| chain[*at + 1..].iter().all(|v| v.id > chain[*at].id);
            match current {
                Some(current) => {
                    let stood = chain.iter().rev().find(|v| !own.contains(&v.id) && !v.withdrawn);
                    backwards.turned.push((current.id, arrival.reference.clone(), stood.map(|v| v.id)));
                }
                None if left.is_empty() => {}
                None => {
                    let overtaken = left.iter().any(was_current);
                    *if overtaken { &mut backwards.overtaken } else { &mut backwards.older } += 1;
                    backwards.stayed.push(Reference(arrival.reference.clone()));
                }
            }
        }
        Ok(backwards)
    }

    async fn write(
        self,
        tx: &mut Tx,
        db: &Db,
        source: SourceId,
        now: Timestamp,
        done: &mut Withdrawn,
    ) -> Result<()> {
        let stood: Vec<Value> = self.turned.iter().filter_map(|t| t.2).map(Value::from).collect();
        let mut said = said(tx, stood.clone()).await?;
        let mut runs: HashMap<RecordId, i64> = HashMap::new();
        for row in tx.list(RUNS, stood, vec![]).await? {
            runs.insert(row.get(0)?, row.get(1)?);
        }
        let mut batch = Vec::with_capacity(self.turned.len());
        for (record, reference, stood) in &self.turned {
            let mut prepared = nothing(reference.clone(), Some(*record));
            match stood {
                Some(stood) => {
                    let Said { version_id, last_updated, hash, bytes, body } =
                        said.remove(stood).ok_or(Error::Corrupt("chain of versions"))?;
                    let fact: Option<Fact> = body
                        .as_deref()
                        .map(|b| serde_json::from_str(b).map_err(|_| Error::Corrupt("fact")))
                        .transpose()?;
                    let body = body.unwrap_or_default();
                    prepared = Prepared { version_id, last_updated, hash, bytes, fact, body, ..prepared };
                    done.restored += 1;
                }
                None => done.withdrawn += 1,
            }
            batch.push(prepared);
        }
        done.overtaken += self.overtaken;
        done.older += self.older;
        let written = write(tx, db, source, batch, None, now).await?;
        let mut taken_back = Vec::new();
        let mut of_runs = Vec::new();
        let mut stated = Vec::new();
        for ((record, _, stood), by) in self.turned.iter().zip(&written.records) {
            taken_back.extend(args![*record, *by]);
            // What stands again belongs to the run that once wrote it.
            if let Some(run) = stood.and_then(|s| runs.get(&s)) {
                of_runs.extend(args![*by, *run]);
            }
            stated.extend(stood.iter().flat_map(|stood| args![*stood, *by]));
        }
        taken_back.extend(self.left.iter().flat_map(|record| args![*record, None::<RecordId>]));
        tx.run_list(TAKEN_BACK, taken_back, vec![]).await?;
        tx.run_list(RECORD_RUN, of_runs, vec![]).await?;
        tx.run_list(STATED_AGAIN, stated, vec![]).await.map(drop)
    }
}

/// A version that says nothing.
fn nothing(reference: String, takes_back: Option<RecordId>) -> Prepared {
    Prepared {
        type_length: reference.find('/').unwrap_or(reference.len()),
        reference,
        version_id: None,
        last_updated: None,
        hash: Sha256::digest([]).into(),
        bytes: Vec::new(),
        fact: None,
        body: String::new(),
        about: None,
        takes_back,
    }
}

/// What a superseded record was and said.
struct Said {
    version_id: Option<String>,
    last_updated: Option<Timestamp>,
    hash: [u8; 32],
    bytes: Vec<u8>,
    body: Option<String>,
}

async fn said(tx: &mut Tx, records: Vec<Value>) -> Result<HashMap<RecordId, Said>> {
    let rows = tx.list(SAID, records, vec![]).await?;
    rows.iter()
        .map(|row| {
            let said = Said {
                version_id: row.get(1)?,
                last_updated: row.get(2)?,
                hash: row.get(3)?,
                bytes: row.get(4)?,
                body: row.get(5)?,
            };
            Ok((row.get(0)?, said))
        })
        .collect()
}
