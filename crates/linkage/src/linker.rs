//! Linkage as records arrive, change and go.
//!
//! The division of a component is computed from its records, the model and the decisions alone, never from what
//! it was before: whatever the order of arrival, the same records end in the same people. Nothing of a decision is
//! lost when it is taken back. What is remembered is records, keys and decisions; edges are weighed when asked for.

mod ask;
mod component;
mod dyads;
mod family;
mod index;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::cluster::{Verdict, Why};
use crate::dyad::{self, Finding};
use crate::features::Features;
use crate::grade::Grade;
use crate::keys::{self, CAP, Family, Keys, SLOTS};
use crate::link;
use crate::model::Model;
use crate::population::{self, Population};
use crate::record::{Record, Role};
use crate::weigh::Weights;

use index::Index;

/// A pair for a person to decide, by the caller's keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Undecided {
    /// One record.
    pub a: u64,
    /// The other.
    pub b: u64,
    /// The probability that they are one person.
    pub probability: f64,
    /// Why it was not decided.
    pub why: Why,
}

/// A mother for a child, by the caller's keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The smallest key of the child's records.
    pub infant: u64,
    /// The smallest key of the mother's records.
    pub mother: u64,
    /// The probability that she is the mother.
    pub probability: f64,
    /// Whether the two are taken to be a dyad; otherwise a person should look.
    pub sure: bool,
}

/// What a change led to: the people, questions and dyads of all records that it may have moved.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Touched {
    /// People, each the sorted keys of its records, in the order of their smallest.
    pub people: Vec<Vec<u64>>,
    /// Pairs of records for a person to decide.
    pub reviews: Vec<Undecided>,
    /// The mothers of the children among those people and of the children of the women among them.
    pub dyads: Vec<Proposal>,
    /// Children whose mothers `dyads` tells, by the smallest key of each: one without a proposal has none.
    pub children: Vec<u64>,
}

/// One person who may be the one asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The sorted keys of the person's records.
    pub records: Vec<u64>,
    /// The record that is most alike.
    pub nearest: u64,
    /// The probability that it is the person.
    pub probability: f64,
    /// The same as FHIR grades it.
    pub grade: Grade,
}

/// Records, indexed for linkage one at a time.
#[derive(Debug, Clone)]
pub struct Linker {
    model: Model,
    weights: Weights,
    families: Vec<Family>,
    population: Population,
    /// The caller's key of each slot; `None` for a slot that was removed.
    key_of: Vec<Option<u64>>,
    slot_of: HashMap<u64, u32>,
    index: Index,
    /// What children's records say of their mothers, under the keys of the mothers.
    mentions: Index,
    /// Each decision both ways round.
    decisions: BTreeMap<(u64, u64), Verdict>,
}

/// The records of keys that are too common, each in its order, as far as one question needed them.
type Windows = HashMap<u32, Vec<(keys::Order, u64, u32)>>;

/// Slots of the dead that are kept whatever the number of the living.
const DEAD: usize = 1_000;
/// Records that arrive together from which on the whole is linked at once.
const MANY: usize = 5_000;

impl Linker {
    /// Nobody yet.
    pub fn new(model: Model) -> Self {
        let population = Population::new();
        Self {
            weights: Weights::new(&model, &population.lexicon),
            families: keys::in_use(&model),
            model,
            population,
            key_of: Vec::new(),
            slot_of: HashMap::new(),
            index: Index::default(),
            mentions: Index::default(),
            decisions: BTreeMap::new(),
        }
    }

    /// The model in use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    /// Puts a record in, in place of the one with the same key if there is one.
    pub fn put(&mut self, key: u64, record: &Record) -> Touched {
        self.tidy();
        let mut seeds = self.take_out(key);
        self.insert(key, record, &mut seeds);
        self.touched(seeds)
    }

    /// Puts many records in. From a few thousand on the whole is linked at once, and all people are returned.
    pub fn put_many<'a, 'r: 'a>(
        &mut self,
        records: impl IntoIterator<Item = (u64, &'a Record<'r>)>,
    ) -> Touched {
        let records: Vec<_> = records.into_iter().collect();
        if records.len() < MANY {
            self.tidy();
            let mut seeds = BTreeSet::new();
            for (key, record) in records {
                seeds.extend(self.take_out(key));
                self.insert(key, record, &mut seeds);
            }
            return self.touched(seeds);
        }
        self.load(records);
        self.relink()
    }

    /// Takes many records in without dividing them, as at start, when the division is already stored.
    pub fn load<'a, 'r: 'a>(&mut self, records: impl IntoIterator<Item = (u64, &'a Record<'r>)>) {
        for (key, record) in records {
            if let Some(slot) = self.slot_of.remove(&key) {
                self.key_of[slot as usize] = None;
            }
            let slot = self.population.push(record);
            self.key_of.push(Some(key));
            self.slot_of.insert(key, slot);
        }
        self.rebuild();
    }

    /// Links everything anew, and returns all people.
    pub fn relink(&mut self) -> Touched {
        self.rebuild();
        let position = |key: &u64| self.slot_of.get(key).copied();
        let decisions: link::Decisions = self
            .decisions
            .iter()
            .filter_map(|((a, b), verdict)| Some((ordered(position(a)?, position(b)?), *verdict)))
            .collect();
        let keys = &self.key_of;
        let key = |slot: u32| keys[slot as usize].expect("rebuilding leaves no dead slot");
        let (edges, _) = link::edges(&self.population, &self.model, &self.weights, &decisions, key);
        let mut linkage = link::divide(&self.population, &self.weights, edges, &decisions, key);
        link::find_dyads(&self.population, &self.model, &self.weights, &decisions, key, &mut linkage);
        self.told(linkage)
    }

    /// Takes a record out.
    pub fn remove(&mut self, key: u64) -> Touched {
        let seeds = self.take_out(key);
        self.touched(seeds)
    }

    /// Keeps what a person or a source decided about two records, or takes it back (`None`).
    pub fn decide(&mut self, a: u64, b: u64, verdict: Option<Verdict>) -> Touched {
        let mut seeds = self.concerned(&[a, b]);
        for pair in [(a, b), (b, a)] {
            match verdict {
                Some(verdict) => self.decisions.insert(pair, verdict),
                None => self.decisions.remove(&pair),
            };
        }
        seeds.extend([a, b].into_iter().filter(|key| self.slot_of.contains_key(key)));
        self.touched(seeds)
    }

    /// The people, questions and dyads among the records connected with these, as they now are.
    pub fn around(&mut self, keys: &[u64]) -> Touched {
        self.touched(keys.iter().copied().filter(|key| self.slot_of.contains_key(key)).collect())
    }

    /// The person whom a record belongs to: the sorted keys of all its records.
    pub fn person(&self, key: u64) -> Option<Vec<u64>> {
        let slot = *self.slot_of.get(&key)?;
        Some(self.keys_of(&self.person_of(slot)))
    }

    fn features(&self, key: u64) -> Option<&Features> {
        self.slot_of.get(&key).map(|slot| &self.population.features[*slot as usize])
    }

    fn read(&mut self, record: &Record) -> Features {
        let mut features = [self.population.lexicon.read(record)];
        population::settle(&mut features, &self.population.lexicon, &self.model);
        self.weights.extend(&self.model, &self.population.lexicon);
        let [features] = features;
        features
    }

    /// The keys of the kinds in use.
    fn keys(&self, features: &Features) -> Keys {
        let mut keys = keys::keys(features, &self.population.lexicon);
        for (slot, key) in keys.iter_mut().enumerate() {
            if !self.families.iter().any(|f| (f.from..f.to).contains(&slot)) {
                *key = 0;
            }
        }
        keys
    }

    /// The keys under which a record is found: its own, and for a woman those by which her children find her.
    fn found_by(&self, features: &Features) -> Finding {
        let mut keys = Finding::default();
        keys[..SLOTS].copy_from_slice(&self.keys(features));
        if features.role != Role::Infant {
            let wanted = dyad::finding(features, &self.population.lexicon);
            for (key, wanted) in keys.iter_mut().zip(wanted) {
                *key = if *key == 0 { wanted } else { *key };
            }
        }
        keys
    }

    /// Leaves the dead out when they are more than the living, so that what is put in again and again takes no more room.
    fn tidy(&mut self) {
        if self.key_of.len() > 2 * self.slot_of.len() + DEAD {
            self.rebuild();
        }
    }

    fn insert(&mut self, key: u64, record: &Record, seeds: &mut BTreeSet<u64>) {
        let features = self.read(record);
        let slot = self.population.features.len() as u32;
        let keys = self.keys(&features);
        self.population.features.push(features);
        self.key_of.push(Some(key));
        self.slot_of.insert(key, slot);
        self.index.add(slot, &self.found_by(&features));
        self.mentions.add(slot, &self.mention_keys(&features));
        seeds.insert(key);
        self.crossing(&keys, CAP + 1, seeds);
        seeds.extend(self.beside(&features, key));
    }

    /// Removes a record, and gives the keys of all that were connected with it.
    fn take_out(&mut self, key: u64) -> BTreeSet<u64> {
        let mut seeds = self.concerned(&[key]);
        seeds.remove(&key);
        let Some(slot) = self.slot_of.remove(&key) else { return seeds };
        let features = self.population.features[slot as usize];
        let keys = self.keys(&features);
        self.index.remove(slot, &self.found_by(&features));
        self.mentions.remove(slot, &self.mention_keys(&features));
        self.key_of[slot as usize] = None;
        self.crossing(&keys, CAP, &mut seeds);
        seeds.extend(self.beside(&features, key));
        seeds
    }

    /// Those whose neighbours under a key that is too common change with a record.
    fn beside(&self, features: &Features, own: u64) -> Vec<u64> {
        let keys = self.keys(features);
        let strong = keys.iter().enumerate().filter(|(slot, key)| **key != 0 && keys::is_strong(*slot));
        let mut windows = Windows::new();
        let mut found = Vec::new();
        for (_, key) in strong {
            if self.living(&self.index, *key).nth(CAP).is_some() {
                found.extend(self.neighbours(features, own, *key, &mut windows));
            }
        }
        self.keys_of(&found)
    }

    /// Those who share a key that has just become too common, or has just ceased to be.
    fn crossing(&self, keys: &Keys, size: usize, seeds: &mut BTreeSet<u64>) {
        for key in index::distinct(keys) {
            let living: Vec<u64> =
                self.living(&self.index, key).filter_map(|s| self.key_of[s as usize]).collect();
            if living.len() == size {
                seeds.extend(living);
            }
        }
    }

    fn living<'a>(&'a self, index: &'a Index, key: u32) -> impl Iterator<Item = u32> + 'a {
        index.slots(key).filter(|slot| self.key_of[*slot as usize].is_some())
    }

    /// The slots that share a key, or are neighbours under one that is too common.
    fn sharing(&self, features: &Features, own: u64, windows: &mut Windows) -> Vec<u32> {
        let keys = self.keys(features);
        let mut slots = Vec::new();
        for key in index::distinct(&keys) {
            let before = slots.len();
            slots.extend(self.living(&self.index, key).take(CAP + 1));
            if slots.len() - before > CAP {
                slots.truncate(before);
                if keys.iter().enumerate().any(|(slot, k)| *k == key && keys::is_strong(slot)) {
                    slots.extend(self.neighbours(features, own, key, windows));
                }
            }
        }
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// The neighbours of a record, put in under `own` if at all, under a key that is too common.
    fn neighbours(&self, features: &Features, own: u64, key: u32, windows: &mut Windows) -> Vec<u32> {
        let lexicon = &self.population.lexicon;
        let all = windows.entry(key).or_insert_with(|| {
            let placed = |slot: u32| {
                let own = self.key_of[slot as usize].expect("the living have keys");
                (keys::order(&self.population.features[slot as usize], lexicon), own, slot)
            };
            let mut all: Vec<_> = self.living(&self.index, key).map(placed).collect();
            all.sort_unstable();
            all
        });
        let here = (keys::order(features, lexicon), own);
        let (from, to) =
            (all.partition_point(|e| (e.0, e.1) < here), all.partition_point(|e| (e.0, e.1) <= here));
        let range = from.saturating_sub(keys::WINDOW)..(to + keys::WINDOW).min(all.len());
        all[range].iter().map(|e| e.2).collect()
    }

    fn verdict(&self, a: u64, b: u64) -> Option<Verdict> {
        self.decisions.get(&(a, b)).copied()
    }

    fn keys_of(&self, slots: &[u32]) -> Vec<u64> {
        let mut keys: Vec<u64> = slots.iter().filter_map(|s| self.key_of[*s as usize]).collect();
        keys.sort_unstable();
        keys
    }

    /// Leaves out the dead and sorts the index of the living.
    fn rebuild(&mut self) {
        let mut at = 0;
        let alive: Vec<bool> = self.key_of.iter().map(Option::is_some).collect();
        self.population.features.retain(|_| {
            at += 1;
            alive[at - 1]
        });
        self.key_of.retain(Option::is_some);
        self.slot_of = self
            .key_of
            .iter()
            .enumerate()
            .map(|(slot, key)| (key.expect("the living have keys"), slot as u32))
            .collect();
        self.population.settle(&self.model);
        self.weights.extend(&self.model, &self.population.lexicon);
        let all = || self.population.features.iter().enumerate();
        self.index = Index::of(all().map(|(slot, f)| (slot as u32, self.found_by(f))));
        self.mentions = Index::of(all().map(|(slot, f)| (slot as u32, self.mention_keys(f))));
    }
}

fn ordered<T: Ord>(a: T, b: T) -> (T, T) {
    if a <= b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests;
