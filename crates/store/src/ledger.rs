//! The ledger: what arrived, byte for byte, and the facts that it states.
//!
//! Appending is one transaction for a whole batch, and writers take turns. Numbers are given out in the order of
//! arrival, so that an interrupted ingest, run again, ends where an uninterrupted one ends. The versions of a resource
//! form a chain, each pointing to the next newer; only the last one's facts count. What follows from facts here
//! (people as pages show them, who may be whose mother, parts of encounters) is always what the current records
//! say, whatever order they came in; a person is known from the first mention, in whichever version.

mod chain;
mod mentions;
mod project;
mod withdraw;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use kith_domain::fact::{Fact, Reference};
use kith_domain::id::{Bucket, RecordId, SourceId, SourcePersonId};
use sha2::{Digest, Sha256};

use crate::db::{Known, Tx};
use crate::linkage::portraits;
use crate::live;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    COUNTERS = "ledger_counters";
    SET_COUNTER = "ledger_set_counter";
    VERSIONS = "ledger_versions";
    RELINK = "ledger_relink";
    INSERT = "ledger_insert";
    RECORD = "ledger_record";
    BYTES_OF = "ledger_bytes_of";
    HISTORY = "ledger_history";
    SOURCE_PEOPLE = "ledger_source_people";
    INSERT_SOURCE_PEOPLE = "ledger_insert_source_people";
    INSERT_FACTS = "ledger_insert_facts";
    INSERT_LOOSE_FACTS = "ledger_insert_loose_facts";
    RETIRE_FACTS = "ledger_retire_facts";
    RETIRE_LOOSE_FACTS = "ledger_retire_loose_facts";
    RETIRE_BIRTH_MOTHERS = "ledger_retire_birth_mothers";
    RETIRE_IDENTIFIERS = "ledger_retire_identifiers";
    RETIRE_LINKS = "ledger_retire_links";
    RETIRE_PART_OF = "ledger_retire_part_of";
    INSERT_BIRTH_MOTHERS = "ledger_insert_birth_mothers";
    INSERT_IDENTIFIERS = "ledger_insert_identifiers";
    INSERT_LINKS = "ledger_insert_links";
    INSERT_PART_OF = "ledger_insert_part_of";
    TOUCHED_BY_IDENTIFIER = "ledger_touched_by_identifier";
    TOUCHED_BY_LINK = "ledger_touched_by_link";
    TOUCHED_BY_PART_OF = "ledger_touched_by_part_of";
    TOUCHED_BY_WHOLE = "ledger_touched_by_whole";
    MOTHER_WORK = "ledger_mother_work";
    ORGANIZATIONS = "ledger_organizations";
    INSERT_ORGANIZATIONS = "ledger_insert_organizations";
    NAME_ORGANIZATIONS = "ledger_name_organizations";
    BUCKETS = "ledger_buckets";
    SOURCE_MOVES = "ledger_source_moves";
    SOURCE_TYPES = "ledger_source_types";
    LINK_WORK = "ledger_link_work";
    RECORD_RUN = "ledger_record_run";
    STATED = "ledger_stated";
    KEEP_FACTS = "ledger_keep_facts";
    KEEP_LOOSE_FACTS = "ledger_keep_loose_facts";
}

pub(crate) use withdraw::withdraw_in;
pub use withdraw::{RunRecord, Withdrawn, records_of_run, withdraw};
#[cfg(test)]
pub(crate) fn withdraw_queries() -> &'static [crate::sql::Query] {
    withdraw::ALL
}

/// One resource as it arrived, with what it says.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// `Patient`, `Encounter` …
    pub resource_type: String,
    /// Its id within the source.
    pub resource_id: String,
    /// The source's name for this version.
    pub version_id: Option<String>,
    /// When the source last changed it.
    pub last_updated: Option<Timestamp>,
    /// The bytes, as they came.
    pub bytes: Vec<u8>,
    /// What it says; none for a type that is only kept.
    pub fact: Option<Fact>,
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Appended {
    /// Resources seen for the first time.
    pub new: u64,
    /// The same bytes as before.
    pub unchanged: u64,
    /// Newer versions of known resources.
    pub superseding: u64,
    /// Older versions of known resources, kept as superseded.
    pub older: u64,
}

impl std::ops::AddAssign for Appended {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.unchanged += other.unchanged;
        self.superseding += other.superseding;
        self.older += other.older;
    }
}

/// One record of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRecord {
    /// Its id.
    pub id: RecordId,
    /// Who sent it.
    pub source: SourceId,
    /// `Patient`, `Encounter` …
    pub resource_type: String,
    /// Its id within the source.
    pub resource_id: String,
    /// The source's name for this version.
    pub version_id: Option<String>,
    /// When the source last changed it.
    pub last_updated: Option<Timestamp>,
    /// When it came.
    pub received_at: Timestamp,
    /// The next newer version; none for the current one.
    pub superseded_by: Option<RecordId>,
    /// The bytes, as they came.
    pub bytes: Vec<u8>,
}

/// Appends a batch, in one transaction that is on disk when this returns. About 2,000 at a time spread the cost of that
/// well.
///
/// The same bytes of the same resource change nothing. A newer version supersedes (see
/// [`Version`](kith_domain::version::Version)); the older bytes stay and their facts leave. An older version that
/// comes later is kept as superseded. The buckets of the people touched are marked dirty.
pub async fn append(db: &Db, source: SourceId, batch: Vec<Arrival>, now: Timestamp) -> Result<Appended> {
    if batch.is_empty() {
        return Ok(Appended::default());
    }
    append_noting(db, source, batch, None, now).await.map(|receipt| receipt.appended)
}

/// What became of each arrival of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// How many of each.
    pub appended: Appended,
    /// The record of each arrival, in order; for unchanged bytes, the one that has them.
    pub records: Vec<RecordId>,
}

/// Appends a batch as [`append`] does, and says which record each arrival became. With a run, the records are noted as
/// its own, so that [`withdraw`] can take them back; what it states of another such run's records stays with it then.
pub async fn append_noting(
    db: &Db,
    source: SourceId,
    batch: Vec<Arrival>,
    run: Option<i64>,
    now: Timestamp,
) -> Result<Receipt> {
    if batch.is_empty() {
        return Ok(Receipt::default());
    }
    let batch = prepare(batch, None).await?;
    let mut tx = db.write().await?;
    let written = write(&mut tx, db, source, batch, run, now).await?;
    tx.commit().await?;
    written.remember(db, source);
    Ok(Receipt { appended: written.appended, records: written.records })
}

/// One record with its bytes.
pub async fn bytes(db: &Db, record: RecordId) -> Result<Option<LedgerRecord>> {
    db.row(RECORD, args![record]).await?.map(|row| read_record(&row)).transpose()
}

/// The bytes of some records.
pub async fn bytes_of(db: &Db, records: &[RecordId]) -> Result<HashMap<RecordId, Vec<u8>>> {
    let list = records.iter().map(|record| Value::from(*record)).collect();
    let rows = db.list(BYTES_OF, list, vec![]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Every version of a resource, the current one first.
pub async fn history(
    db: &Db,
    source: SourceId,
    resource_type: &str,
    resource_id: &str,
) -> Result<Vec<LedgerRecord>> {
    let reference = Reference::new(resource_type, resource_id);
    Ok(histories(db, source, [&reference]).await?.into_values().next().unwrap_or_default())
}

/// Every version of some resources, the current one first. Those that never came are left out.
pub async fn histories<'r>(
    db: &Db,
    source: SourceId,
    resources: impl IntoIterator<Item = &'r Reference>,
) -> Result<HashMap<Reference, Vec<LedgerRecord>>> {
    let asked: BTreeSet<String> = resources.into_iter().map(|r| as_stored(&r.0)).collect();
    let list = asked.into_iter().map(Value::from).collect();
    let mut all: HashMap<Reference, Vec<LedgerRecord>> = HashMap::new();
    for row in db.list(HISTORY, list, args![source]).await? {
        all.entry(Reference(row.get(2)?)).or_default().push(read_record(&row)?);
    }
    for left in all.values_mut() {
        let mut chain = Vec::with_capacity(left.len());
        let mut next = None;
        while let Some(at) = left.iter().position(|r| r.superseded_by == next) {
            let record = left.swap_remove(at);
            next = Some(record.id);
            chain.push(record);
        }
        if !std::mem::replace(left, chain).is_empty() {
            return Err(Error::Corrupt("chain of versions"));
        }
    }
    Ok(all)
}

/// A reference as it is stored: no text of PostgreSQL has a zero byte; the bytes keep it.
fn as_stored(reference: &str) -> String {
    reference.replace('\0', "\u{fffd}")
}

fn read_record(row: &Row) -> Result<LedgerRecord> {
    let reference: String = row.get(2)?;
    let (resource_type, resource_id) = reference.split_once('/').ok_or(Error::Corrupt("reference"))?;
    Ok(LedgerRecord {
        id: row.get(0)?,
        source: row.get(1)?,
        resource_type: resource_type.to_owned(),
        resource_id: resource_id.to_owned(),
        version_id: row.get(3)?,
        last_updated: row.get(4)?,
        received_at: row.get(5)?,
        superseded_by: row.get(6)?,
        bytes: row.get(7)?,
    })
}

/// An arrival, ready to be written.
pub(crate) struct Prepared {
    reference: String,
    type_length: usize,
    version_id: Option<String>,
    last_updated: Option<Timestamp>,
    hash: [u8; 32],
    bytes: Vec<u8>,
    fact: Option<Fact>,
    body: String,
    about: Option<About>,
    /// The record in whose place this one comes, if that is still current: what it said is taken back.
    takes_back: Option<RecordId>,
}

/// The person a record is about, where that is known better than from the fact, and the source in whose terms it
/// refers to others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    pub person: SourcePersonId,
    pub source: SourceId,
}

impl Prepared {
    fn resource_type(&self) -> &str {
        &self.reference[..self.type_length]
    }
}

/// Hashes and writes out what takes no database, away from the threads that serve.
pub(crate) async fn prepare(batch: Vec<Arrival>, about: Option<About>) -> Result<Vec<Prepared>> {
    let work = move || {
        batch
            .into_iter()
            .map(|arrival| {
                let body = match &arrival.fact {
                    Some(fact) => serde_json::to_string(fact).map_err(|_| Error::Corrupt("fact"))?,
                    None => String::new(),
                };
                Ok(Prepared {
                    reference: as_stored(&format!("{}/{}", arrival.resource_type, arrival.resource_id)),
                    type_length: arrival.resource_type.len(),
                    version_id: arrival.version_id,
                    last_updated: arrival.last_updated.map(to_micros),
                    hash: Sha256::digest(&arrival.bytes).into(),
                    bytes: arrival.bytes,
                    fact: arrival.fact,
                    body,
                    about,
                    takes_back: None,
                })
            })
            .collect()
    };
    tokio::task::spawn_blocking(work).await.expect("preparing a batch does not panic")
}

/// The instant as it is stored, so that a version in the batch compares with one in the table.
fn to_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond())
        .expect("an instant is an instant without its nanoseconds")
}

/// What a batch wrote.
pub(crate) struct Written {
    pub appended: Appended,
    /// The record of each arrival, in order; for unchanged bytes, the one that has them.
    pub records: Vec<RecordId>,
    met: Known,
}

impl Written {
    /// Remembers the people that were looked up; only after the commit, for an id that was not kept is nobody's.
    pub fn remember(&self, db: &Db, source: SourceId) {
        let mut known = db.known.lock().expect("nothing panics with the lock");
        let people = known.entry(source).or_default();
        if people.len() > MOST_KNOWN {
            people.clear();
        }
        people.extend(self.met.iter().map(|(reference, ids)| (reference.clone(), *ids)));
    }
}

/// How many people are remembered for each source before all are forgotten: some 50 MB.
const MOST_KNOWN: usize = 500_000;

/// Holds the ledger until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx) -> Result<()> {
    counter::hold(tx, "ledger").await
}

/// Notes that the mother links of some source people are to be resolved.
pub(crate) async fn remember_work(tx: &mut Tx, people: &BTreeSet<SourcePersonId>) -> Result<()> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    tx.run_list(MOTHER_WORK, list, vec![]).await.map(drop)
}

/// The last numbers given out.
#[derive(Clone, Copy, Default, PartialEq)]
struct Counters {
    record: i64,
    source_person: i64,
    person: i64,
    organization: i64,
    link_work: i64,
}

impl Counters {
    async fn read(tx: &mut Tx) -> Result<Self> {
        let mut counters = Self::default();
        for row in tx.rows(COUNTERS, vec![]).await? {
            let (name, value): (String, i64) = (row.get(0)?, row.get(1)?);
            *counters.named(&name).ok_or(Error::Corrupt("counter"))? = value;
        }
        Ok(counters)
    }

    fn named(&mut self, name: &str) -> Option<&mut i64> {
        Some(match name {
            "record" => &mut self.record,
            "source_person" => &mut self.source_person,
            "person" => &mut self.person,
            "organization" => &mut self.organization,
            "link_work" => &mut self.link_work,
            _ => return None,
        })
    }

    async fn save(self, before: Self, tx: &mut Tx) -> Result<()> {
        let pairs = [
            ("record", self.record, before.record),
            ("source_person", self.source_person, before.source_person),
            ("person", self.person, before.person),
            ("organization", self.organization, before.organization),
            ("link_work", self.link_work, before.link_work),
        ];
        for (name, now, before) in pairs {
            if now != before {
                tx.run(SET_COUNTER, args![name, now]).await?;
            }
        }
        Ok(())
    }
}

/// Writes a batch in a transaction of the caller.
pub(crate) async fn write(
    tx: &mut Tx,
    db: &Db,
    source: SourceId,
    batch: Vec<Prepared>,
    run: Option<i64>,
    now: Timestamp,
) -> Result<Written> {
    lock(tx).await?;
    let before = Counters::read(tx).await?;
    let mut counters = before;

    // Where each arrival stands among the versions of its resource.
    let mut chains = chain::versions(tx, source, &batch).await?;
    let mut appended = Appended::default();
    let mut records = Vec::with_capacity(batch.len());
    let mut stated_again = Vec::new();
    let mut accepted = vec![false; batch.len()];
    for (place, arrival) in batch.iter().enumerate() {
        let chain = chains.entry(arrival.reference.as_str()).or_default();
        let id = RecordId(counters.record + 1);
        if let Some(known) = chain::place(chain, arrival, place, id, &mut appended) {
            stated_again.extend(run.map(|_| Value::from(known)));
            records.push(known);
            continue;
        }
        counters.record += 1;
        accepted[place] = true;
        records.push(id);
    }
    if appended.unchanged == batch.len() as u64 {
        state_again(tx, run, stated_again).await?;
        return Ok(Written { appended, records, met: Known::new() });
    }

    // People and organisations, known from the first mention.
    let met = mentions::people(tx, db, source, &batch, &accepted, &mut counters).await?;
    mentions::organizations(tx, source, &batch, &accepted, &mut counters).await?;
    let owners: Vec<Option<SourcePersonId>> = batch
        .iter()
        .map(|arrival| {
            let fact = arrival.fact.as_ref()?;
            arrival
                .about
                .map(|a| a.person)
                .or_else(|| mentions::owner(fact).and_then(|r| met.ids.get(&r.0)).map(|ids| ids.0))
        })
        .collect();

    // Each version points to the next; what was current and no longer is leaves.
    let mut next: Vec<Option<RecordId>> = vec![None; batch.len()];
    let mut relink = Vec::new();
    let mut retired: Vec<(RecordId, Option<SourcePersonId>)> = Vec::new();
    let mut stated: BTreeSet<SourcePersonId> = BTreeSet::new();
    // In the order of arrival, not of the map.
    let mut seen = BTreeSet::new();
    for arrival in batch.iter() {
        let reference = arrival.reference.as_str();
        if !seen.insert(reference) {
            continue;
        }
        let chain = &chains[reference];
        for (at, version) in chain.iter().enumerate() {
            let follower = chain.get(at + 1).map(|v| v.id);
            match version.place {
                Some(place) => next[place] = follower,
                None if version.superseded_by != follower => {
                    relink.extend(args![version.id, follower]);
                    if version.superseded_by.is_none() {
                        retired.push((version.id, version.owner));
                        if reference.starts_with("Patient/") || reference.starts_with("RelatedPerson/") {
                            stated.extend(version.owner);
                        }
                    }
                }
                None => {}
            }
        }
    }
    tx.run_list(RELINK, relink, vec![]).await?;
    if run.is_some() {
        keep_facts(tx, &retired).await?;
    }
    let mut work: BTreeSet<SourcePersonId> = retire(tx, &retired).await?;
    let mut touched: BTreeSet<SourcePersonId> = retired.iter().filter_map(|r| r.1).collect();

    // The records, then what the current ones say.
    let mut rows = Vec::with_capacity(batch.len() * 10);
    let mut says = project::Says::new(source);
    let mut types: BTreeMap<String, i64> = BTreeMap::new();
    let mut written = Vec::new();
    for (place, mut arrival) in batch.into_iter().enumerate() {
        if !accepted[place] {
            continue;
        }
        *types.entry(arrival.resource_type().to_owned()).or_default() += 1;
        let id = records[place];
        if let Some(run) = run {
            written.extend(args![id, run]);
        }
        if next[place].is_none() {
            let body = std::mem::take(&mut arrival.body);
            let terms = arrival.about.map_or(source, |a| a.source);
            says.current(id, terms, &arrival.reference, arrival.fact.as_ref(), owners[place], &met.ids, body);
            touched.extend(owners[place]);
        }
        rows.extend([
            Value::from(id),
            Value::from(source),
            Value::from(arrival.reference),
            Value::from(owners[place]),
            Value::from(arrival.version_id),
            Value::from(arrival.last_updated),
            Value::from(now),
            Value::from(next[place]),
            Value::from(&arrival.hash),
            Value::from(arrival.bytes),
        ]);
    }
    // A person before whoever points to them, a record before what it says.
    for (reference, (_, person)) in met.ids.iter().filter(|(_, ids)| ids.1.0 > before.person) {
        says.met(*person, reference);
    }
    says.write_people(tx).await?;
    tx.run_list(INSERT_SOURCE_PEOPLE, met.new_source_people, vec![]).await?;
    tx.run_list(INSERT, rows, vec![]).await?;
    tx.run_list(RECORD_RUN, written, vec![]).await?;
    state_again(tx, run, stated_again).await?;
    work.extend(says.write(tx).await?);
    stated.append(&mut says.stated);
    note_changes(tx, &stated, &mut counters).await?;
    // Who is new is of nobody else.
    let known = stated.into_iter().filter(|p| p.0 <= before.source_person).collect();
    portraits::refresh(tx, &known, now).await?;

    let organizations_moved = says.organizations_moved;
    remember_work(tx, &work).await?;
    counters.save(before, tx).await?;
    tx.run(SOURCE_MOVES, args![source, counters.source_person - before.source_person, now]).await?;
    let list = types.into_iter().flat_map(|(name, n)| args![source, name, n]).collect();
    tx.run_list(SOURCE_TYPES, list, vec![]).await?;

    // An organisation's own record may change to whom anybody is attributed.
    let buckets: BTreeSet<Bucket> =
        if organizations_moved { Bucket::all().collect() } else { buckets(tx, touched).await? };
    live::mark(tx, &buckets, now).await?;
    Ok(Written { appended, records, met: met.ids })
}

/// Notes that a run states what other runs wrote.
async fn state_again(tx: &mut Tx, run: Option<i64>, records: Vec<Value>) -> Result<()> {
    match run {
        Some(run) => tx.run_list(STATED, records, args![run]).await.map(drop),
        None => Ok(()),
    }
}

/// Takes away what records said that are no longer current. Whose mother links may change by that.
async fn retire(
    tx: &mut Tx,
    retired: &[(RecordId, Option<SourcePersonId>)],
) -> Result<BTreeSet<SourcePersonId>> {
    let mut work = BTreeSet::new();
    if retired.is_empty() {
        return Ok(work);
    }
    let owned: Vec<Value> = retired.iter().filter_map(|(id, o)| o.map(|o| args![o, *id])).flatten().collect();
    let ids: Vec<Value> = retired.iter().map(|r| Value::from(r.0)).collect();
    for (query, list) in
        [(TOUCHED_BY_IDENTIFIER, &owned), (TOUCHED_BY_LINK, &owned), (TOUCHED_BY_PART_OF, &ids)]
    {
        for row in tx.list(query, list.clone(), vec![]).await? {
            work.insert(row.get(0)?);
        }
    }
    for query in [RETIRE_FACTS, RETIRE_IDENTIFIERS, RETIRE_LINKS] {
        tx.run_list(query, owned.clone(), vec![]).await?;
    }
    for query in [RETIRE_LOOSE_FACTS, RETIRE_BIRTH_MOTHERS, RETIRE_PART_OF] {
        tx.run_list(query, ids.clone(), vec![]).await?;
    }
    Ok(work)
}

/// Keeps what records say that are about to be superseded by a run that can be undone.
async fn keep_facts(tx: &mut Tx, retired: &[(RecordId, Option<SourcePersonId>)]) -> Result<()> {
    let owned = retired.iter().filter_map(|(id, o)| o.map(|o| args![o, *id])).flatten().collect();
    tx.run_list(KEEP_FACTS, owned, vec![]).await?;
    let loose = retired.iter().filter(|r| r.1.is_none()).map(|r| Value::from(r.0)).collect();
    tx.run_list(KEEP_LOOSE_FACTS, loose, vec![]).await.map(drop)
}

/// Notes whose own statement is another now, each with the next number.
async fn note_changes(tx: &mut Tx, stated: &BTreeSet<SourcePersonId>, counters: &mut Counters) -> Result<()> {
    let mut rows = Vec::with_capacity(stated.len() * 2);
    for person in stated {
        counters.link_work += 1;
        rows.extend(args![*person, counters.link_work]);
    }
    tx.run_list(LINK_WORK, rows, vec![]).await.map(drop)
}

/// Where some source people lie.
pub(crate) async fn buckets(tx: &mut Tx, people: BTreeSet<SourcePersonId>) -> Result<BTreeSet<Bucket>> {
    let list = people.into_iter().map(Value::from).collect();
    tx.list(BUCKETS, list, vec![]).await?.iter().map(|row| row.get(0)).collect()
}
