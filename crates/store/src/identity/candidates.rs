//! Who may be the mother of an infant, by each technique, as source people.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{ToSpan, civil::Date};
use kith_domain::fact::{Body, Fact};
use kith_domain::id::{PersonId, RecordId, SourcePersonId};
use kith_domain::identity::Verdict;

use super::Technique;
use crate::db::Tx;
use crate::linkage::read_verdict;
use crate::sql::{Value, queries};
use crate::{Error, Result};

queries! {
    BY_LINK = "identity_by_link";
    BY_IDENTIFIER = "identity_by_identifier";
    BY_ENCOUNTER = "identity_by_encounter";
    BY_PROPOSAL = "identity_by_proposal";
    DECIDED = "identity_decided";
}

/// Days before the encounter's first and after its last on which the infant may be born.
const AROUND: i64 = 2;

/// Someone who may be the mother of an infant.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub infant: SourcePersonId,
    pub mother: SourcePersonId,
    pub technique: Technique,
    pub record: Option<RecordId>,
    pub probability: Option<f64>,
    /// The days around which the infant must be born.
    pub around: Option<(Date, Date)>,
    /// The identifier by which she was found, as its record and place: one of several people is nobody's.
    pub identifier: Option<i64>,
}

impl Candidate {
    fn by(technique: Technique, infant: SourcePersonId, mother: SourcePersonId) -> Self {
        Self { infant, mother, technique, record: None, probability: None, around: None, identifier: None }
    }
}

/// What people decided about infants and mothers, that was not taken back.
pub(super) struct Decisions(Vec<(i64, SourcePersonId, SourcePersonId, Verdict)>);

impl Decisions {
    pub async fn read(tx: &mut Tx, infants: &[Value]) -> Result<Self> {
        let rows = tx.list(DECIDED, infants.to_vec(), vec![]).await?;
        let read = rows
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, read_verdict(&row.get::<String>(3)?)?)));
        let mut decided: Vec<_> = read.collect::<Result<_>>()?;
        decided.sort_unstable_by_key(|d| d.0);
        Ok(Self(decided))
    }

    /// Everybody who was decided to be a mother, or not.
    pub fn mothers(&self) -> impl Iterator<Item = SourcePersonId> {
        self.0.iter().map(|d| d.2)
    }

    /// For each infant and mother, as people, whether the latest decision says that they are that. Of several mothers
    /// whom an infant was decided to have only the latest is one.
    pub fn between(
        &self,
        person_of: impl Fn(SourcePersonId) -> Option<PersonId>,
    ) -> HashMap<(PersonId, PersonId), bool> {
        let mut decided: HashMap<(PersonId, PersonId), bool> = HashMap::new();
        let mut confirmed: HashMap<PersonId, PersonId> = HashMap::new();
        for (_, infant, mother, verdict) in &self.0 {
            let (Some(infant), Some(mother)) = (person_of(*infant), person_of(*mother)) else { continue };
            match verdict {
                Verdict::Same => {
                    decided.insert((infant, mother), true);
                    if let Some(before) = confirmed.insert(infant, mother).filter(|b| *b != mother) {
                        decided.remove(&(infant, before));
                    }
                }
                Verdict::Different => {
                    decided.insert((infant, mother), false);
                    if confirmed.get(&infant) == Some(&mother) {
                        confirmed.remove(&infant);
                    }
                }
                Verdict::Unsure => drop(decided.remove(&(infant, mother))),
            }
        }
        decided
    }
}

/// Everybody who may be the mother of one of some infants.
pub(super) async fn all(tx: &mut Tx, infants: &[Value], decisions: &Decisions) -> Result<Vec<Candidate>> {
    let said_so = decisions.0.iter().filter(|d| d.3 == Verdict::Same);
    let mut found: Vec<Candidate> =
        said_so.map(|(_, infant, mother, _)| Candidate::by(Technique::Confirmed, *infant, *mother)).collect();
    for row in tx.list(BY_LINK, infants.to_vec(), vec![]).await? {
        let candidate = Candidate::by(Technique::Link, row.get(0)?, row.get(1)?);
        found.push(Candidate { record: Some(row.get(2)?), ..candidate });
    }
    for row in tx.list(BY_IDENTIFIER, infants.to_vec(), vec![]).await? {
        let candidate = Candidate::by(Technique::Identifier, row.get(0)?, row.get(1)?);
        found.push(Candidate { record: Some(row.get(2)?), identifier: Some(row.get(3)?), ..candidate });
    }
    by_encounter(tx, infants, &mut found).await?;
    for row in tx.list(BY_PROPOSAL, infants.to_vec(), vec![]).await? {
        let candidate = Candidate::by(Technique::Inferred, row.get(0)?, row.get(1)?);
        found.push(Candidate { probability: Some(row.get(2)?), ..candidate });
    }
    Ok(found)
}

async fn by_encounter(tx: &mut Tx, infants: &[Value], found: &mut Vec<Candidate>) -> Result<()> {
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
        let candidate = Candidate::by(Technique::Encounter, row.get(0)?, row.get(1)?);
        found.push(Candidate { record: Some(row.get(2)?), around: Some(around), ..candidate });
    }
    Ok(())
}

/// Leaves out those found by an identifier that several people have.
pub(super) fn unambiguous(
    candidates: Vec<Candidate>,
    person_of: impl Fn(SourcePersonId) -> PersonId,
) -> Vec<Candidate> {
    let key = |c: &Candidate| Some((c.infant, c.record?, c.identifier?));
    let mut owners: BTreeMap<_, BTreeSet<PersonId>> = BTreeMap::new();
    for candidate in &candidates {
        if let Some(key) = key(candidate) {
            owners.entry(key).or_default().insert(person_of(candidate.mother));
        }
    }
    let alone = |c: &Candidate| key(c).is_none_or(|key| owners[&key].len() == 1);
    candidates.into_iter().filter(alone).collect()
}
