//! Which mother has which baby, from what the current records say and from what people decided.
//!
//! It is resolved for people, whatever source people they are made of. The first that gives an answer wins: somebody
//! said so; the infant's `RelatedPerson` (birth mother) to which a `Patient` links; a `RelatedPerson` who shares an
//! identifier with exactly one person; an encounter of the newborn that is part of someone else's encounter around the
//! birth; what linkage infers. A source that names two mothers says nothing, for a wrong mother is worse than no mother;
//! where two sources name one each, the woman known first stands until the two are known to be one. Of two decisions the
//! later holds. A pair that somebody said is none is none. Nobody is her own mother, or as old as her child or younger.
//! Otherwise what comes out depends on the records and the decisions alone and not on the order in which they came. An
//! infant lies in the bucket of the mother.

mod candidates;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};
use kith_domain::date::PartialDate;
use kith_domain::id::{Bucket, PersonId, RecordId, SourceId, SourcePersonId};

use crate::db::Tx;
use crate::sql::{Value, args, queries};
use crate::{Db, Error, Result, ledger, live};

use candidates::{Candidate, Decisions};

queries! {
    WORK = "identity_work";
    WORK_DONE = "identity_work_done";
    MEMBERS = "identity_members";
    TOUCHED_BY_IDENTIFIER = "identity_touched_by_identifier";
    TOUCHED_BY_LINK = "identity_touched_by_link";
    TOUCHED_BY_MOTHER = "identity_touched_by_mother";
    TOUCHED_BY_HOME = "identity_touched_by_home";
    TOUCHED_BY_PROPOSAL = "identity_touched_by_proposal";
    TOUCHED_BY_VERDICT = "identity_touched_by_verdict";
    PEOPLE = "identity_people";
    LINKS = "identity_links";
    SAVE = "identity_save";
    REMOVE = "identity_remove";
    PLACES = "identity_places";
    MOVE = "identity_move";
    INFANTS = "identity_infants";
    MOMENT = "identity_moment";
    OF_INFANTS = "identity_of_infants";
}

#[cfg(test)]
pub(crate) fn candidate_queries() -> &'static [crate::sql::Query] {
    candidates::ALL
}

/// How many source people are looked at in one transaction: a tenth of a second or so, for which other writers wait.
const AT_ONCE: i64 = 5_000;

/// Generations through which a bucket is passed on; more are not a family but a loop in the records.
const GENERATIONS: usize = 8;

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

/// How it is known whose an infant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Technique {
    /// Somebody said so.
    Confirmed,
    /// A `Patient` links to the infant's `RelatedPerson`.
    Link,
    /// The infant's `RelatedPerson` shares an identifier with one person.
    Identifier,
    /// The newborn's encounter is part of hers.
    Encounter,
    /// Linkage takes it to be so.
    Inferred,
}

impl Technique {
    /// All of them, the strongest first.
    pub const ALL: [Self; 5] =
        [Self::Confirmed, Self::Link, Self::Identifier, Self::Encounter, Self::Inferred];

    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Link => "link",
            Self::Identifier => "identifier",
            Self::Encounter => "encounter",
            Self::Inferred => "inferred",
        }
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// How it is known whose an infant is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MotherLink {
    /// The infant.
    pub infant: PersonId,
    /// The mother.
    pub mother: PersonId,
    /// How.
    pub technique: Technique,
    /// The record that says so, where one does.
    pub record: Option<RecordId>,
    /// How likely, where it was inferred.
    pub probability: Option<f64>,
}

/// How it is known whose some people are, by infant: of each its mother, and all that are its infants.
pub async fn mother_links(db: &Db, people: &[PersonId]) -> Result<Vec<MotherLink>> {
    let list: Vec<Value> = people.iter().map(|p| Value::from(*p)).collect();
    let mut links: BTreeMap<PersonId, MotherLink> = BTreeMap::new();
    for query in [LINKS, OF_INFANTS] {
        for row in db.list(query, list.clone(), vec![]).await? {
            let link = read(&row)?;
            links.insert(link.infant, link);
        }
    }
    Ok(links.into_values().collect())
}

fn read(row: &crate::sql::Row) -> Result<MotherLink> {
    let technique: String = row.get(2)?;
    Ok(MotherLink {
        infant: row.get(0)?,
        mother: row.get(1)?,
        technique: Technique::named(&technique).ok_or(Error::Corrupt("technique"))?,
        record: row.get(3)?,
        probability: row.get(4)?,
    })
}

async fn resolve(tx: &mut Tx, work: Vec<SourcePersonId>) -> Result<u64> {
    // Everybody who is one with them, the infants that their statements may give a mother, and who is one with those.
    let mut infants = members(tx, work.iter().copied().collect()).await?;
    let list: Vec<Value> = infants.keys().map(|p| Value::from(*p)).collect();
    let mut touched: BTreeSet<SourcePersonId> = BTreeSet::new();
    for query in [
        TOUCHED_BY_IDENTIFIER,
        TOUCHED_BY_LINK,
        TOUCHED_BY_MOTHER,
        TOUCHED_BY_HOME,
        TOUCHED_BY_PROPOSAL,
        TOUCHED_BY_VERDICT,
    ] {
        for row in tx.list(query, list.clone(), vec![]).await? {
            touched.insert(row.get(0)?);
        }
    }
    touched.retain(|p| !infants.contains_key(p));
    infants.extend(members(tx, touched).await?);
    let looked_at: Vec<Value> = infants.keys().map(|p| Value::from(*p)).collect();
    let decisions = Decisions::read(tx, &looked_at).await?;
    let candidates = candidates::all(tx, &looked_at, &decisions).await?;

    let mut everyone: BTreeSet<SourcePersonId> = infants.keys().copied().collect();
    everyone.extend(candidates.iter().map(|c| c.mother));
    everyone.extend(decisions.mothers());
    let mut people: HashMap<SourcePersonId, Known> = HashMap::new();
    for row in tx.list(PEOPLE, everyone.into_iter().map(Value::from).collect(), vec![]).await? {
        people.insert(row.get(0)?, Known { person: row.get(1)?, born: row.get(2)?, source: row.get(3)? });
    }

    let (answers, refused) = answers(candidates, &decisions, &people);
    // What an id that is merged away had is the survivor's.
    let mut wanted: BTreeMap<PersonId, Option<MotherLink>> =
        infants.values().map(|(home, _)| (*home, None)).collect();
    wanted.extend(infants.values().map(|(_, person)| (*person, None)));
    wanted.extend(answers.into_iter().map(|(infant, link)| (infant, Some(link))));

    let changed = save(tx, &wanted).await?;
    move_buckets(tx, &changed).await?;
    let done = work.into_iter().filter(|p| !refused.contains(p)).map(Value::from).collect();
    tx.run_list(WORK_DONE, done, vec![]).await?;
    // An infant found through someone else is remembered for its own sake.
    ledger::remember_work(tx, &refused).await?;
    Ok(changed.len() as u64)
}

/// Who a source person is.
#[derive(Debug, Clone, Copy)]
struct Known {
    person: PersonId,
    born: Option<PartialDate>,
    source: SourceId,
}

/// Everybody who is one with some source people, with home and person.
async fn members(
    tx: &mut Tx,
    people: BTreeSet<SourcePersonId>,
) -> Result<BTreeMap<SourcePersonId, (PersonId, PersonId)>> {
    let list = people.into_iter().map(Value::from).collect();
    let rows = tx.list(MEMBERS, list, vec![]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).collect()
}

/// For each infant the answer of the first technique that has any; and the infants of whom a candidate was refused,
/// or of whom there were two. Those are looked at again whenever links are resolved: a birth date may be put right, two
/// may turn out to be one.
fn answers(
    candidates: Vec<Candidate>,
    decisions: &Decisions,
    people: &HashMap<SourcePersonId, Known>,
) -> (BTreeMap<PersonId, MotherLink>, BTreeSet<SourcePersonId>) {
    let decided = decisions.between(|p| people.get(&p).map(|known| known.person));
    let mut refused: BTreeSet<SourcePersonId> = BTreeSet::new();
    let mut found: BTreeMap<(PersonId, Technique), Vec<(MotherLink, SourcePersonId)>> = BTreeMap::new();
    for candidate in candidates::unambiguous(candidates, |p| people[&p].person) {
        let Known { person: infant, born: infant_born, .. } = people[&candidate.infant];
        let Known { person: mother, born: mother_born, .. } = people[&candidate.mother];
        if infant == mother {
            refused.insert(candidate.infant);
            continue;
        }
        let same = decided.get(&(infant, mother));
        let confirmed = candidate.technique == Technique::Confirmed;
        if same == Some(&false) || (confirmed && same.is_none()) {
            continue;
        }
        if !is_born_around(infant_born, candidate.around) || !may_be_older(mother_born, infant_born) {
            refused.insert(candidate.infant);
            continue;
        }
        let Candidate { technique, record, probability, .. } = candidate;
        let link = MotherLink { infant, mother, technique, record, probability };
        found.entry((infant, technique)).or_default().push((link, candidate.infant));
    }
    let mut answers: BTreeMap<PersonId, Option<MotherLink>> = BTreeMap::new();
    for ((infant, _), mut links) in found {
        if answers.contains_key(&infant) {
            continue;
        }
        links.sort_unstable_by_key(|(l, by)| (l.mother, l.record, *by));
        if links.iter().any(|(l, _)| l.mother != links[0].0.mother) {
            refused.extend(links.iter().map(|(_, by)| *by));
        }
        // A source that names two says nothing. Where each of two sources names one, the two are most likely the
        // same woman, not yet known to be: the one known first stands, so that a second source parts no dyad.
        let clear = |by: SourcePersonId, mother: PersonId| {
            links.iter().all(|(l, other)| people[other].source != people[&by].source || l.mother == mother)
        };
        answers.insert(infant, links.iter().find(|(l, by)| clear(*by, l.mother)).map(|(l, _)| *l));
    }
    (answers.into_iter().filter_map(|(infant, link)| Some((infant, link?))).collect(), refused)
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
async fn save(tx: &mut Tx, wanted: &BTreeMap<PersonId, Option<MotherLink>>) -> Result<Vec<PersonId>> {
    let mut existing: HashMap<PersonId, MotherLink> = HashMap::new();
    for row in tx.list(LINKS, wanted.keys().map(|p| Value::from(*p)).collect(), vec![]).await? {
        let link = read(&row)?;
        existing.insert(link.infant, link);
    }
    let (mut saved, mut removed, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for (infant, link) in wanted {
        if existing.get(infant) == link.as_ref() {
            continue;
        }
        changed.push(*infant);
        match link {
            Some(l) => {
                saved.extend(args![*infant, l.mother, l.technique.name(), l.record, l.probability]);
            }
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
