//! The mothers of the children whom a change has touched.

use std::collections::{BTreeMap, BTreeSet};

use super::{Linker, Proposal, Touched, Undecided, index};
use crate::compare::Comparer;
use crate::dyad::{self, Dyad};
use crate::features::Features;
use crate::keys::{self, CAP, Keys, SLOTS};
use crate::link::Linkage;
use crate::record::Role;
use crate::weigh;

/// Clusters that are known while one change is worked on.
#[derive(Default)]
struct Known {
    cluster_of: BTreeMap<u32, usize>,
    clusters: Vec<Vec<u32>>,
}

impl Linker {
    /// The keys under which a child's mother is found; none for an adult.
    pub(super) fn mention_keys(&self, features: &Features) -> Keys {
        if features.role != Role::Infant {
            return [0; SLOTS];
        }
        dyad_slots(keys::mother_keys(features, &self.population.lexicon))
    }

    /// Divides what is connected with `seeds`, and finds the dyads that this may change.
    pub(super) fn touched(&self, seeds: BTreeSet<u64>) -> Touched {
        let slots: Vec<u32> = seeds.iter().filter_map(|key| self.slot_of.get(key).copied()).collect();
        let (members, division) = self.division(&slots);
        let mut known = Known::default();
        for cluster in &division.clusters {
            known.add(cluster);
        }
        let mut touched = Touched {
            people: division.clusters.iter().map(|c| self.keys_of(c)).collect(),
            reviews: division
                .reviews
                .iter()
                .map(|r| {
                    let key = |slot: u32| self.key_of[slot as usize].expect("the living have keys");
                    let (a, b) = super::ordered(key(r.a), key(r.b));
                    Undecided { a, b, probability: weigh::probability(r.bits), why: r.why }
                })
                .collect(),
            ..Touched::default()
        };
        touched.people.sort_unstable();
        touched.reviews.sort_by_key(|r| (r.a, r.b));
        let mut children = BTreeSet::new();
        for &slot in &members {
            if self.infant(slot) {
                children.insert(self.cluster(slot, &mut known));
            } else {
                for child in self.children_near(slot) {
                    children.insert(self.cluster(child, &mut known));
                }
            }
        }
        for child in children {
            let infant = self.keys_of(&known.clusters[child])[0];
            touched.children.push(infant);
            touched.dyads.extend(self.mother(child, &mut known));
        }
        touched.children.sort_unstable();
        touched.dyads.sort_by_key(|d| (d.infant, d.mother));
        touched
    }

    fn infant(&self, slot: u32) -> bool {
        self.population.features[slot as usize].role == Role::Infant
    }

    /// The cluster of a slot, divided when it is not known yet.
    fn cluster(&self, slot: u32, known: &mut Known) -> usize {
        if let Some(cluster) = known.cluster_of.get(&slot) {
            return *cluster;
        }
        for cluster in self.division(&[slot]).1.clusters {
            known.add(&cluster);
        }
        known.cluster_of[&slot]
    }

    /// Children who may name a woman as their mother.
    fn children_near(&self, woman: u32) -> Vec<u32> {
        let features = &self.population.features[woman as usize];
        let keys = dyad_slots(keys::keys(features, &self.population.lexicon));
        let mut children: Vec<u32> = Vec::new();
        for key in index::distinct(&keys) {
            children.extend(self.living(&self.mentions, key).take(CAP));
        }
        let key = self.key_of[woman as usize].expect("the living have keys");
        let stated = self.mothers.iter().filter(|(_, mother)| **mother == key);
        children.extend(stated.filter_map(|(infant, _)| self.slot_of.get(infant)));
        children.sort_unstable();
        children.dedup();
        children
    }

    /// The mother of a child, or those who may be.
    fn mother(&self, child: usize, known: &mut Known) -> Vec<Proposal> {
        let infant = self.keys_of(&known.clusters[child]);
        let stated: Vec<u32> = infant
            .iter()
            .filter_map(|key| self.mothers.get(key))
            .filter_map(|mother| self.slot_of.get(mother).copied())
            .collect();
        let mut women = BTreeSet::new();
        if stated.is_empty() {
            for slot in known.clusters[child].clone() {
                let keys = self.mention_keys(&self.population.features[slot as usize]);
                for key in index::distinct(&keys) {
                    let near: Vec<u32> = self
                        .living(&self.index, key)
                        .filter(|s| !self.infant(*s))
                        .take(4 * CAP + 1)
                        .collect();
                    if near.len() <= 4 * CAP {
                        women.extend(near);
                    }
                }
            }
        }
        let all =
            |slots: &[u32]| slots.iter().map(|s| &self.population.features[*s as usize]).collect::<Vec<_>>();
        let mut mothers = BTreeSet::new();
        for slot in stated.iter().copied().chain(women) {
            mothers.insert(self.cluster(slot, known));
        }
        let proposal = |mother: usize, known: &Known, probability, sure, stated| Proposal {
            infant: infant[0],
            mother: self.keys_of(&known.clusters[mother])[0],
            probability,
            sure,
            stated,
        };
        if !stated.is_empty() {
            let sure = mothers.len() == 1;
            return mothers.into_iter().map(|m| proposal(m, known, 1.0, sure, true)).collect();
        }
        let prior = dyad::prior(&self.model);
        let mut comparer = Comparer::small(&self.population.lexicon);
        let records = all(&known.clusters[child]);
        let records = dyad::Child::new(&records);
        let mut likely = Vec::new();
        for mother in mothers {
            let women = all(&known.clusters[mother]);
            let lexicon = &self.population.lexicon;
            let evidence = dyad::evidence(&self.weights, &mut comparer, lexicon, &records, &women);
            let bits = evidence.total(prior);
            if bits >= self.weights.review {
                likely.push(Dyad { infant: child as u32, mother: mother as u32, bits });
            }
        }
        let (sure, unsure) = dyad::choose(&self.weights, likely);
        let told =
            |d: Dyad, sure| proposal(d.mother as usize, known, weigh::probability(d.bits), sure, false);
        sure.into_iter().map(|d| told(d, true)).chain(unsure.into_iter().map(|d| told(d, false))).collect()
    }

    /// A whole linkage in the caller's keys.
    pub(super) fn told(&self, linkage: Linkage) -> Touched {
        let key = |slot: u32| self.key_of[slot as usize].expect("rebuilding leaves no dead slot");
        let mut people: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for (slot, cluster) in linkage.cluster_of.iter().enumerate() {
            people.entry(*cluster).or_default().push(key(slot as u32));
        }
        people.values_mut().for_each(|keys| keys.sort_unstable());
        let first = |cluster: u32| people[&cluster][0];
        let mut stated: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (infant, mother) in &self.mothers {
            if let (Some(infant), Some(mother)) = (self.slot_of.get(infant), self.slot_of.get(mother)) {
                let cluster = |slot: &u32| linkage.cluster_of[*slot as usize];
                stated.entry(cluster(infant)).or_default().insert(cluster(mother));
            }
        }
        let mut dyads = Vec::new();
        for (list, sure) in [(&linkage.dyads, true), (&linkage.dyad_reviews, false)] {
            for dyad in list.iter().filter(|d| !stated.contains_key(&d.infant)) {
                dyads.push(Proposal {
                    infant: first(dyad.infant),
                    mother: first(dyad.mother),
                    probability: weigh::probability(dyad.bits),
                    sure,
                    stated: false,
                });
            }
        }
        for (infant, mothers) in &stated {
            for mother in mothers {
                let sure = mothers.len() == 1;
                let (infant, mother) = (first(*infant), first(*mother));
                dyads.push(Proposal { infant, mother, probability: 1.0, sure, stated: true });
            }
        }
        dyads.sort_by_key(|d| (d.infant, d.mother));
        let mut reviews: Vec<Undecided> = linkage
            .reviews
            .iter()
            .map(|r| {
                let (a, b) = super::ordered(key(r.a), key(r.b));
                Undecided { a, b, probability: weigh::probability(r.bits), why: r.why }
            })
            .collect();
        reviews.sort_by_key(|r| (r.a, r.b));
        let infants = people.keys().filter(|cluster| self.infant(**cluster));
        let mut children: Vec<u64> = infants.map(|cluster| first(*cluster)).collect();
        children.sort_unstable();
        let mut people: Vec<Vec<u64>> = people.into_values().collect();
        people.sort_unstable();
        Touched { people, reviews, dyads, children }
    }
}

impl Known {
    fn add(&mut self, cluster: &[u32]) {
        if cluster.iter().any(|slot| self.cluster_of.contains_key(slot)) {
            return;
        }
        self.cluster_of.extend(cluster.iter().map(|slot| (*slot, self.clusters.len())));
        self.clusters.push(cluster.to_vec());
    }
}

/// Only the kinds of key by which a mother is looked for.
pub(super) fn dyad_slots(mut keys: Keys) -> Keys {
    for (slot, key) in keys.iter_mut().enumerate() {
        if !(matches!(slot, 0..=11 | 13 | 18) || slot >= keys::OTHER.from) {
            *key = 0;
        }
    }
    keys
}
