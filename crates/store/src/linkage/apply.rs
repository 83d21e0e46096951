//! Makes the clusters what linkage says they are.
//!
//! A source person moves to the person of its cluster, or back to its home; all that follows from who is whom moves in
//! the same transaction, or is noted as work in it. Nothing that was kept under an id is written anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use kith_domain::id::{ActId, PersonId, SourcePersonId};
use kith_domain::identity::PairKind;

use super::{EventKind, NewReview, portraits, reviews};
use crate::db::Tx;
use crate::sql::{Value, args, queries};
use crate::{Db, Error, Result, counter, ledger, live, outreach};

queries! {
    AFFECTED = "linkage_affected";
    MOVE = "linkage_move";
    MERGE = "linkage_merge";
    SAVE_EVENTS = "linkage_save_events";
    SAVE_MOVES = "linkage_save_moves";
    BUCKETS = "linkage_buckets";
    PROPOSALS = "linkage_proposals";
    REMOVE_PROPOSALS = "linkage_remove_proposals";
    SAVE_PROPOSALS = "linkage_save_proposals";
}

/// Source people who are one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cluster {
    /// The members, in any order.
    pub members: Vec<SourcePersonId>,
    /// Why they are one, as JSON: what an event keeps when anybody moved.
    pub evidence: String,
}

/// That an infant was born to someone, as linkage takes it where no record says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The infant.
    pub infant: SourcePersonId,
    /// The mother.
    pub mother: SourcePersonId,
    /// How likely, from 0 to 1.
    pub probability: f64,
    /// Why, as JSON.
    pub evidence: String,
}

/// What linkage says about some source people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Partition {
    /// The clusters of everybody touched. Who is touched, or is now with someone touched, and is in no cluster is a
    /// person alone.
    pub clusters: Vec<Cluster>,
    /// All that waits to be decided about those touched: whether they are one with someone, and of touched infants whose
    /// they are.
    pub reviews: Vec<NewReview>,
    /// All mothers proposed for touched infants.
    pub proposals: Vec<Proposal>,
    /// Who was looked at.
    pub touched: Vec<SourcePersonId>,
}

/// Why clusters change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Records came or changed, or the model did.
    Linkage,
    /// A source stated it.
    Source(ActId),
    /// Somebody did something, or took it back.
    Act(ActId),
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// How many source people moved.
    pub moved: u64,
    /// The events that say so.
    pub events: Vec<i64>,
}

/// A source person that moves.
struct Moving {
    key: SourcePersonId,
    home: PersonId,
    from: PersonId,
    to: PersonId,
}

/// Makes the clusters of the touched what the partition says, in one transaction: moves, what pages show, mothers to be
/// resolved, dirty buckets, reviews and proposals. Clusters that are so already move nobody and leave no event. An
/// error when someone is in two clusters or is not there.
pub async fn apply(
    db: &Db,
    partition: &Partition,
    cause: Cause,
    by: &str,
    now: Timestamp,
) -> Result<Applied> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let mut touched: BTreeSet<SourcePersonId> = partition.touched.iter().copied().collect();
    touched.extend(partition.clusters.iter().flat_map(|c| &c.members));

    // Everybody who is now with someone touched.
    let mut standing: BTreeMap<SourcePersonId, (PersonId, PersonId)> = BTreeMap::new();
    for row in tx.list(AFFECTED, reviews::keys(&touched), vec![]).await? {
        standing.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let (moving, causes) = plan(partition, &standing)?;
    let events = keep_events(&mut tx, &moving, &causes, &standing, cause, by, now).await?;
    if !moving.is_empty() {
        carry_out(&mut tx, &moving, &standing, now).await?;
    }
    ask(&mut tx, partition, &touched, now).await?;
    propose(&mut tx, partition, &touched).await?;
    tx.commit().await?;
    Ok(Applied { moved: moving.len() as u64, events })
}

/// Who moves, by the person to whom; and for each such person the evidence.
#[allow(clippy::type_complexity, reason = "two maps that are read once")]
fn plan<'a>(
    partition: &'a Partition,
    standing: &BTreeMap<SourcePersonId, (PersonId, PersonId)>,
) -> Result<(Vec<Moving>, HashMap<PersonId, &'a str>)> {
    let mut to: BTreeMap<SourcePersonId, PersonId> = BTreeMap::new();
    let mut evidence: HashMap<PersonId, &str> = HashMap::new();
    for cluster in &partition.clusters {
        let mut homes = cluster.members.iter().map(|m| standing.get(m).map(|s| s.0));
        let first = homes.try_fold(None, |least: Option<PersonId>, home| {
            let home = home.ok_or(Error::NoSuch("source person"))?;
            Ok::<_, Error>(Some(least.map_or(home, |l| l.min(home))))
        })?;
        let Some(first) = first else { continue };
        evidence.insert(first, &cluster.evidence);
        for member in &cluster.members {
            if to.insert(*member, first).is_some_and(|other| other != first) {
                return Err(Error::NoSuch("one cluster of a source person"));
            }
        }
    }
    let moving = standing.iter().filter_map(|(key, (home, from))| {
        let to = to.get(key).copied().unwrap_or(*home);
        (to != *from).then_some(Moving { key: *key, home: *home, from: *from, to })
    });
    Ok((moving.collect(), evidence))
}

/// Keeps one event for each person to whom anybody moves. They are linked when they come together from several, and
/// unlinked when they part from one.
async fn keep_events(
    tx: &mut Tx,
    moving: &[Moving],
    evidence: &HashMap<PersonId, &str>,
    standing: &BTreeMap<SourcePersonId, (PersonId, PersonId)>,
    cause: Cause,
    by: &str,
    now: Timestamp,
) -> Result<Vec<i64>> {
    let goes: HashMap<SourcePersonId, PersonId> = moving.iter().map(|m| (m.key, m.to)).collect();
    let mut came_from: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
    for m in moving {
        came_from.entry(m.to).or_default().insert(m.from);
    }
    for (_, (_, is)) in standing.iter().filter(|(key, _)| !goes.contains_key(key)) {
        if let Some(from) = came_from.get_mut(is) {
            from.insert(*is);
        }
    }
    let first = counter::take(tx, "link_event", came_from.len()).await? - came_from.len() as i64 + 1;
    let numbers: BTreeMap<PersonId, i64> = came_from.keys().copied().zip(first..).collect();
    let (name, act) = match cause {
        Cause::Linkage => ("linkage", None),
        Cause::Source(act) => ("source", Some(act)),
        Cause::Act(act) => ("act", Some(act)),
    };
    let rows = came_from
        .iter()
        .flat_map(|(to, from)| {
            let kind = if from.len() > 1 { EventKind::Link } else { EventKind::Unlink };
            let evidence = evidence.get(to).copied().unwrap_or_default();
            args![numbers[to], now, name, act, by, kind.name(), *to, evidence]
        })
        .collect();
    tx.run_list(SAVE_EVENTS, rows, vec![]).await?;
    let rows = moving.iter().flat_map(|m| args![numbers[&m.to], m.key, m.from, m.to]).collect();
    tx.run_list(SAVE_MOVES, rows, vec![]).await?;
    Ok(numbers.into_values().collect())
}

/// Moves them, and with them what follows from who is whom.
async fn carry_out(
    tx: &mut Tx,
    moving: &[Moving],
    standing: &BTreeMap<SourcePersonId, (PersonId, PersonId)>,
    now: Timestamp,
) -> Result<()> {
    tx.run_list(MOVE, moving.iter().flat_map(|m| args![m.key, m.to]).collect(), vec![]).await?;
    let merged = moving.iter().flat_map(|m| args![m.home, Some(m.to).filter(|to| *to != m.home)]).collect();
    tx.run_list(MERGE, merged, vec![]).await?;

    let people: BTreeSet<PersonId> = moving.iter().flat_map(|m| [m.from, m.to]).collect();
    let goes: HashMap<SourcePersonId, PersonId> = moving.iter().map(|m| (m.key, m.to)).collect();
    // How many members each had and has: a person alone shows what is said of it alone, before and after.
    let mut members: HashMap<PersonId, (u32, u32)> = HashMap::new();
    let mut theirs: BTreeSet<SourcePersonId> = BTreeSet::new();
    for (key, (_, was)) in standing {
        let is = goes.get(key).unwrap_or(was);
        members.entry(*was).or_default().0 += 1;
        members.entry(*is).or_default().1 += 1;
        if people.contains(was) || people.contains(is) {
            theirs.insert(*key);
        }
    }
    let composed = |p: &PersonId| members.get(p).is_some_and(|(was, is)| *was > 1 || *is > 1);
    let repaint = people.iter().filter(|p| composed(p)).copied().collect();
    portraits::project(tx, &repaint, &theirs, now).await?;
    let ids: BTreeSet<PersonId> = people.iter().copied().chain(moving.iter().map(|m| m.home)).collect();
    outreach::settle_caseload(tx, &ids).await?;
    ledger::remember_work(tx, &theirs).await?;
    let list = people.into_iter().map(Value::from).collect();
    let buckets = tx.list(BUCKETS, list, vec![]).await?;
    let buckets = buckets.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    live::mark(tx, &buckets, now).await
}

/// Asks what is to be asked about the touched, and nothing else.
async fn ask(
    tx: &mut Tx,
    partition: &Partition,
    touched: &BTreeSet<SourcePersonId>,
    now: Timestamp,
) -> Result<()> {
    let existing = reviews::about(tx, reviews::keys(touched), true).await?;
    let existing = existing.into_iter().filter(|p| p.kind != PairKind::Fact).collect();
    let wanted = partition.reviews.iter().filter(|r| r.pair.kind != PairKind::Fact).cloned();
    let wanted = reviews::opened(tx, wanted).await?;
    reviews::replace(tx, existing, wanted, now).await
}

/// Proposes mothers for the touched infants, and notes whose changed.
async fn propose(tx: &mut Tx, partition: &Partition, touched: &BTreeSet<SourcePersonId>) -> Result<()> {
    let mut before: BTreeMap<(SourcePersonId, SourcePersonId), (f64, String)> = BTreeMap::new();
    for row in tx.list(PROPOSALS, reviews::keys(touched), vec![]).await? {
        before.insert((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
    }
    let mut after: BTreeMap<(SourcePersonId, SourcePersonId), (f64, String)> = BTreeMap::new();
    for p in &partition.proposals {
        after.insert((p.infant, p.mother), (p.probability, p.evidence.clone()));
    }
    let gone: Vec<_> = before.keys().filter(|pair| !after.contains_key(pair)).copied().collect();
    let new: Vec<_> = after.iter().filter(|(pair, says)| before.get(pair) != Some(says)).collect();
    let work = gone.iter().map(|pair| pair.0).chain(new.iter().map(|(pair, _)| pair.0)).collect();
    ledger::remember_work(tx, &work).await?;
    let rows = gone.iter().flat_map(|(infant, mother)| args![*infant, *mother]).collect();
    tx.run_list(REMOVE_PROPOSALS, rows, vec![]).await?;
    let rows = new
        .into_iter()
        .flat_map(|((infant, mother), (probability, evidence))| {
            args![*infant, *mother, *probability, evidence]
        })
        .collect();
    tx.run_list(SAVE_PROPOSALS, rows, vec![]).await.map(drop)
}
