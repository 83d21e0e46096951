//! Which mother has which baby, from what the current records say.
//!
//! Three techniques, the first that gives an answer wins: the infant's `RelatedPerson` (birth mother) to which a
//! `Patient` links; a `RelatedPerson` who shares an identifier with exactly one `Patient`; an encounter of the
//! newborn that is part of someone else's encounter around the birth. Two answers of one technique are none: a wrong
//! mother is worse than no mother. Nobody is her own mother, or as old as her child or younger. What comes out depends
//! on the records alone and not on the order in which they came. An infant lies in the bucket of the mother.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, ToSpan, civil::Date};
use kith_domain::date::PartialDate;
use kith_domain::fact::{Body, Fact};
use kith_domain::id::{Bucket, PersonId, RecordId, SourcePersonId};

use crate::db::Tx;
use crate::sql::{Value, args, queries};
use crate::{Db, Error, Result, ledger, live};

queries! {
    WORK = "identity_work";
    WORK_DONE = "identity_work_done";
    TOUCHED_BY_IDENTIFIER = "identity_touched_by_identifier";
    TOUCHED_BY_LINK = "identity_touched_by_link";
    TOUCHED_BY_MOTHER = "identity_touched_by_mother";
    BY_LINK = "identity_by_link";
    BY_IDENTIFIER = "identity_by_identifier";
    BY_ENCOUNTER = "identity_by_encounter";
    PEOPLE = "identity_people";
    LINKS = "identity_links";
    SAVE = "identity_save";
    REMOVE = "identity_remove";
    PLACES = "identity_places";
    MOVE = "identity_move";
    INFANTS = "identity_infants";
    MOMENT = "identity_moment";
}

/// How many source people are looked at in one transaction: a tenth of a second or so, for which other writers wait.
const AT_ONCE: i64 = 5_000;

/// Generations through which a bucket is passed on; more are not a family but a loop in the records.
const GENERATIONS: usize = 8;

/// Days before the encounter's first and after its last on which the infant may be born.
const AROUND: i64 = 2;

/// Resolves mother links for everybody for whom something changed since the last call, moves infants into their
/// mothers' buckets, and marks the buckets dirty. How many links were made, changed or removed.
pub async fn resolve_mothers(db: &Db) -> Result<u64> {
    let mut changed = 0;
    let mut after = SourcePersonId(0);
    loop {
        let mut tx = db.write().await?;
        ledger::lock(&mut tx).await?;
        let work: Vec<SourcePersonId> =
            tx.rows(WORK, args![after, AT_ONCE]).await?.iter().map(|r| r.get(0)).collect::<Result<_>>()?;
        let Some(last) = work.last() else { return Ok(changed) };
        after = *last;
        changed += resolve(&mut tx, work).await?;
        tx.commit().await?;
    }
}

/// A link: the mother, how she was found and the record that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    mother: PersonId,
    technique: &'static str,
    record: RecordId,
}

/// Someone who may be the mother of an infant.
struct Candidate {
    infant: SourcePersonId,
    mother: SourcePersonId,
    record: RecordId,
    /// The days around which the infant must be born.
    around: Option<(Date, Date)>,
}

async fn resolve(tx: &mut Tx, work: Vec<SourcePersonId>) -> Result<u64> {
    let list: Vec<Value> = work.iter().map(|p| Value::from(*p)).collect();
    let mut infants: BTreeSet<SourcePersonId> = work.iter().copied().collect();
    for query in [TOUCHED_BY_IDENTIFIER, TOUCHED_BY_LINK, TOUCHED_BY_MOTHER] {
        for row in tx.list(query, list.clone(), vec![]).await? {
            infants.insert(row.get(0)?);
        }
    }
    let looked_at: Vec<Value> = infants.iter().map(|p| Value::from(*p)).collect();
    let techniques = [
        ("link", by_link(tx, &looked_at).await?),
        ("identifier", by_identifier(tx, &looked_at).await?),
        ("encounter", by_encounter(tx, &looked_at).await?),
    ];

    let mut everyone: BTreeSet<SourcePersonId> = infants.clone();
    everyone.extend(techniques.iter().flat_map(|(_, found)| found.iter().map(|c| c.mother)));
    let mut people: HashMap<SourcePersonId, (PersonId, Option<PartialDate>)> = HashMap::new();
    for row in tx.list(PEOPLE, everyone.into_iter().map(Value::from).collect(), vec![]).await? {
        people.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }

    // For each infant the one answer of the first technique that has any.
    let mut refused: BTreeSet<SourcePersonId> = BTreeSet::new();
    let mut answers: BTreeMap<PersonId, Vec<Link>> = BTreeMap::new();
    for (technique, candidates) in techniques {
        let mut found: BTreeMap<PersonId, Vec<Link>> = BTreeMap::new();
        for candidate in candidates {
            let (infant, infant_born) = people[&candidate.infant];
            let (mother, mother_born) = people[&candidate.mother];
            if infant == mother || answers.contains_key(&infant) {
                continue;
            }
            if !is_born_around(infant_born, candidate.around) || !may_be_older(mother_born, infant_born) {
                // Looked at again whenever links are resolved: a birth date may be put right.
                refused.insert(candidate.infant);
                continue;
            }
            found.entry(infant).or_default().push(Link { mother, technique, record: candidate.record });
        }
        answers.extend(found);
    }
    let mut wanted: BTreeMap<PersonId, Option<Link>> =
        infants.iter().map(|infant| (people[infant].0, None)).collect();
    for (infant, mut links) in answers {
        links.sort_unstable();
        let alone = links.iter().all(|l| l.mother == links[0].mother);
        wanted.insert(infant, alone.then_some(links[0]));
    }

    let changed = save(tx, &wanted).await?;
    move_buckets(tx, &changed).await?;
    let done = work.into_iter().filter(|p| !refused.contains(p)).map(Value::from).collect();
    tx.run_list(WORK_DONE, done, vec![]).await?;
    // An infant found through someone else is remembered for its own sake.
    ledger::remember_work(tx, &refused).await?;
    Ok(changed.len() as u64)
}

async fn by_link(tx: &mut Tx, infants: &[Value]) -> Result<Vec<Candidate>> {
    let rows = tx.list(BY_LINK, infants.to_vec(), vec![]).await?;
    rows.iter()
        .map(|r| Ok(Candidate { infant: r.get(0)?, mother: r.get(1)?, record: r.get(2)?, around: None }))
        .collect()
}

async fn by_identifier(tx: &mut Tx, infants: &[Value]) -> Result<Vec<Candidate>> {
    let mut owners: BTreeMap<(SourcePersonId, RecordId, i64), BTreeSet<SourcePersonId>> = BTreeMap::new();
    for row in tx.list(BY_IDENTIFIER, infants.to_vec(), vec![]).await? {
        owners.entry((row.get(0)?, row.get(2)?, row.get(3)?)).or_default().insert(row.get(1)?);
    }
    let only = owners.into_iter().filter(|(_, owners)| owners.len() == 1);
    Ok(only
        .flat_map(|((infant, record, _), owners)| {
            owners.into_iter().map(move |mother| Candidate { infant, mother, record, around: None })
        })
        .collect())
}

async fn by_encounter(tx: &mut Tx, infants: &[Value]) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for row in tx.list(BY_ENCOUNTER, infants.to_vec(), vec![]).await? {
        let body: String = row.get(3)?;
        let fact: Fact = serde_json::from_str(&body).map_err(|_| Error::Corrupt("fact"))?;
        let Body::Encounter(whole) = &fact.body else { continue };
        let Some(starts) = whole.starts.or(whole.ends).filter(|_| whole.happened()) else { continue };
        let ends = whole.ends.unwrap_or(starts);
        let around = (
            starts.date.earliest().saturating_sub(AROUND.days()),
            ends.date.latest().saturating_add(AROUND.days()),
        );
        found.push(Candidate {
            infant: row.get(0)?,
            mother: row.get(1)?,
            record: row.get(2)?,
            around: Some(around),
        });
    }
    Ok(found)
}

/// Whether the whole span in which the infant was born lies within the days given.
fn is_born_around(born: Option<PartialDate>, around: Option<(Date, Date)>) -> bool {
    around.is_none_or(|(from, to)| born.is_some_and(|b| from <= b.earliest() && b.latest() <= to))
}

fn may_be_older(mother: Option<PartialDate>, infant: Option<PartialDate>) -> bool {
    match (mother, infant) {
        (Some(mother), Some(infant)) => mother.earliest() < infant.latest(),
        _ => true,
    }
}

/// Writes the difference between the links that are and those that are wanted; whose changed.
async fn save(tx: &mut Tx, wanted: &BTreeMap<PersonId, Option<Link>>) -> Result<Vec<PersonId>> {
    let mut existing: HashMap<PersonId, (PersonId, String, RecordId)> = HashMap::new();
    for row in tx.list(LINKS, wanted.keys().map(|p| Value::from(*p)).collect(), vec![]).await? {
        existing.insert(row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?));
    }
    let (mut saved, mut removed, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for (infant, link) in wanted {
        let is =
            existing.get(infant).map(|(mother, technique, record)| (*mother, technique.as_str(), *record));
        let should = link.map(|l| (l.mother, l.technique, l.record));
        if is == should {
            continue;
        }
        changed.push(*infant);
        match link {
            Some(link) => saved.extend(args![*infant, link.mother, link.technique, link.record]),
            None => removed.push(Value::from(*infant)),
        }
    }
    tx.run_list(SAVE, saved, vec![]).await?;
    tx.run_list(REMOVE, removed, vec![]).await?;
    Ok(changed)
}

/// Brings people into the bucket of their mother, or back to their own, and with them their own infants.
async fn move_buckets(tx: &mut Tx, changed: &[PersonId]) -> Result<()> {
    let mut dirty: BTreeSet<Bucket> = BTreeSet::new();
    let mut people: Vec<Value> = changed.iter().map(|p| Value::from(*p)).collect();
    for _ in 0..GENERATIONS {
        let mut moves = Vec::new();
        let mut moved = Vec::new();
        for row in tx.list(PLACES, std::mem::take(&mut people), vec![]).await? {
            let (person, is, mothers): (PersonId, Bucket, Option<Bucket>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let should = mothers.unwrap_or_else(|| Bucket::of(person));
            dirty.extend([is, should]);
            if is != should {
                moves.extend(args![person, should]);
                moved.push(Value::from(person));
            }
        }
        if moves.is_empty() {
            break;
        }
        tx.run_list(MOVE, moves, vec![]).await?;
        for row in tx.list(INFANTS, moved, vec![]).await? {
            people.push(Value::from(row.get::<PersonId>(0)?));
        }
    }
    if !dirty.is_empty() {
        let moment: Timestamp =
            tx.row(MOMENT, vec![]).await?.map_or(Ok(Timestamp::UNIX_EPOCH), |r| r.get(0))?;
        live::mark(tx, &dirty, moment).await?;
    }
    Ok(())
}
