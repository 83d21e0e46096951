//! Which woman gave birth to which infant, as far as records say so.
//!
//! Three statements are taken, the strongest first: her `Patient` links to the `RelatedPerson` that is her in the
//! baby's record; that `RelatedPerson` shares an identifier with exactly one other `Patient`; the newborn's
//! encounter is part of an encounter of another person. A name, an address or a phone number is never enough.

use std::collections::{BTreeMap, HashMap, HashSet};

use kith_domain::date::PartialDate;
use kith_domain::fact::{Body, Reference, Stated};
use kith_domain::id::{SourceId, SourcePersonId};

use super::delivery::YOUNGEST_YEARS;
use super::strata::years;

/// What links are made from, kept small: a caller that streams facts keeps these instead of the facts.
#[derive(Debug, Clone, Default)]
pub struct LinkEvidence {
    /// Baby, the source of the record and its reference, identifiers of the mother in it.
    related: Vec<(SourcePersonId, SourceId, Reference, Vec<String>)>,
    /// Who links to which `RelatedPerson`.
    seen_also: HashMap<(SourceId, Reference), Vec<SourcePersonId>>,
    /// Whose an identifier is.
    identifiers: HashMap<String, Vec<SourcePersonId>>,
    /// Whose an encounter is. There are many: each is known by its hash.
    encounters: HashMap<u64, SourcePersonId>,
    /// A person, and the encounter that one of hers is part of.
    part_of: Vec<(SourcePersonId, u64)>,
    /// When someone was born.
    born: HashMap<SourcePersonId, PartialDate>,
}

impl LinkEvidence {
    /// Takes in what one fact says of a link.
    pub fn add(&mut self, stated: &Stated) {
        let source = stated.source;
        match &stated.fact.body {
            Body::Person(person) => {
                if let Some(born) = person.born {
                    self.born.insert(stated.person, born);
                }
                for link in person.links.iter().filter(|l| l.kind == "seealso") {
                    self.seen_also.entry((source, link.other.clone())).or_default().push(stated.person);
                }
                for identifier in person.identifiers.iter().filter(|i| !i.value.is_empty()) {
                    let key = format!("{}|{}", identifier.system, identifier.value);
                    self.identifiers.entry(key).or_default().push(stated.person);
                }
            }
            Body::RelatedPerson(related) if related.is_birth_mother() => {
                let identifiers = related.who.identifiers.iter().filter(|i| !i.value.is_empty());
                let keys = identifiers.map(|i| format!("{}|{}", i.system, i.value)).collect();
                self.related.push((stated.person, source, stated.fact.reference.clone(), keys));
            }
            Body::Encounter(encounter) if encounter.happened() => {
                self.encounters.insert(hash(source, &stated.fact.reference), stated.person);
                if let Some(parent) = &encounter.part_of {
                    self.part_of.push((stated.person, hash(source, parent)));
                }
            }
            _ => {}
        }
    }

    /// An encounter that is part of another person's says who is whose mother only with the years on its side.
    fn may_be_mother_of(&self, mother: SourcePersonId, baby: SourcePersonId) -> bool {
        match (self.born.get(&mother), self.born.get(&baby)) {
            (Some(mother), Some(baby)) => years(mother.earliest(), baby.latest()) >= YOUNGEST_YEARS,
            _ => true,
        }
    }

    /// Infants and their mothers, each infant once. Where statements of one strength disagree there is no link.
    pub fn links(&self) -> Vec<(SourcePersonId, SourcePersonId)> {
        let mut found: [BTreeMap<SourcePersonId, HashSet<SourcePersonId>>; 3] = Default::default();
        for (baby, source, reference, identifiers) in &self.related {
            for mother in self.seen_also.get(&(*source, reference.clone())).into_iter().flatten() {
                found[0].entry(*baby).or_default().insert(*mother);
            }
            for identifier in identifiers {
                let owners: HashSet<_> = self.identifiers.get(identifier).into_iter().flatten().collect();
                if let [mother] = owners.into_iter().collect::<Vec<_>>()[..] {
                    found[1].entry(*baby).or_default().insert(*mother);
                }
            }
        }
        for (baby, parent) in &self.part_of {
            if let Some(mother) = self.encounters.get(parent)
                && self.may_be_mother_of(*mother, *baby)
            {
                found[2].entry(*baby).or_default().insert(*mother);
            }
        }
        let mut links: BTreeMap<SourcePersonId, SourcePersonId> = BTreeMap::new();
        let mut settled: HashSet<SourcePersonId> = HashSet::new();
        for strength in &found {
            for (&baby, mothers) in strength {
                let others: Vec<_> = mothers.iter().filter(|m| **m != baby).collect();
                if others.is_empty() || !settled.insert(baby) {
                    continue;
                }
                // Nobody is the child of her own child.
                if let [mother] = others[..]
                    && links.get(mother) != Some(&baby)
                {
                    links.insert(baby, *mother);
                }
            }
        }
        links.into_iter().collect()
    }
}

fn hash(source: SourceId, reference: &Reference) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (source, reference).hash(&mut hasher);
    hasher.finish()
}

/// The links that a set of facts states: infant, then mother.
pub fn mother_links(facts: &[Stated]) -> Vec<(SourcePersonId, SourcePersonId)> {
    let mut evidence = LinkEvidence::default();
    facts.iter().for_each(|f| evidence.add(f));
    evidence.links()
}
