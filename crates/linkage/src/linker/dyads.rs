//! The mothers of the children whom a change has touched.

use std::collections::{BTreeMap, BTreeSet};

use super::{Linker, Proposal, Touched, Undecided, index};
use crate::compare::Comparer;
use crate::dyad::{self, CAP, Dyad, Finding, Likely};
use crate::features::Features;
use crate::link::Linkage;
use crate::record::Role;
use crate::weigh;

/// Clusters that are known while one change is worked on.
#[derive(Default)]
pub(super) struct Known {
    cluster_of: BTreeMap<u32, usize>,
    clusters: Vec<Vec<u32>>,
    children: Vec<bool>,
    chosen: BTreeMap<usize, (Option<Dyad>, Vec<Dyad>)>,
}

/// A change moves a key over [`CAP`] or under it by a few clusters: up to here all who share it are looked at again.
const NEAR_CAP: usize = 2 * CAP;

impl Linker {
    /// The keys under which a child's mother is found; none for an adult.
    pub(super) fn mention_keys(&self, features: &Features) -> Finding {
        if features.role != Role::Infant {
            return Finding::default();
        }
        dyad::finding(features, &self.population.lexicon)
    }

    /// The keys of all records that a change of these may concern: those connected with them, and the children whose mother
    /// may become another.
    pub(super) fn concerned(&self, keys: &[u64]) -> BTreeSet<u64> {
        let mut all = self.component_keys(keys);
        let members: Vec<u32> = all.iter().filter_map(|key| self.slot_of.get(key).copied()).collect();
        let mut known = Known::default();
        for child in self.children_of(&members, &mut known) {
            all.extend(self.keys_of(&known.clusters[child]));
        }
        all
    }

    /// Divides what is connected with `seeds`, and finds the dyads that this may change.
    pub(super) fn touched(&self, seeds: BTreeSet<u64>) -> Touched {
        let slots: Vec<u32> = seeds.iter().filter_map(|key| self.slot_of.get(key).copied()).collect();
        let (members, division) = self.division(&slots);
        let mut known = Known::default();
        for cluster in &division.clusters {
            self.learn(cluster, &mut known);
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
        for child in self.children_of(&members, &mut known) {
            let infant = self.keys_of(&known.clusters[child])[0];
            touched.children.push(infant);
            let (sure, unsure) = self.mother(child, &mut known);
            for (dyad, sure) in
                sure.into_iter().map(|d| (d, true)).chain(unsure.into_iter().map(|d| (d, false)))
            {
                let mother = self.keys_of(&known.clusters[dyad.mother as usize])[0];
                let probability = weigh::probability(dyad.bits);
                touched.dyads.push(Proposal { infant, mother, probability, sure });
            }
        }
        touched.children.sort_unstable();
        touched.dyads.sort_by_key(|d| (d.infant, d.mother));
        touched
    }

    fn infant(&self, slot: u32) -> bool {
        self.population.features[slot as usize].role == Role::Infant
    }

    fn records(&self, slots: &[u32]) -> Vec<&Features> {
        slots.iter().map(|s| &self.population.features[*s as usize]).collect()
    }

    fn learn(&self, cluster: &[u32], known: &mut Known) {
        if cluster.iter().any(|slot| known.cluster_of.contains_key(slot)) {
            return;
        }
        known.cluster_of.extend(cluster.iter().map(|slot| (*slot, known.clusters.len())));
        known.children.push(dyad::is_child(self.records(cluster)));
        known.clusters.push(cluster.to_vec());
    }

    /// The cluster of a slot, divided when it is not known yet.
    fn cluster(&self, slot: u32, known: &mut Known) -> usize {
        if let Some(cluster) = known.cluster_of.get(&slot) {
            return *cluster;
        }
        for cluster in self.division(&[slot]).1.clusters {
            self.learn(&cluster, known);
        }
        known.cluster_of[&slot]
    }

    /// The clusters of children whose records say a key of their mother; none when more than `limit` do.
    fn children_by(&self, key: u32, limit: usize, known: &mut Known) -> Option<BTreeSet<usize>> {
        let mut found = BTreeSet::new();
        for slot in self.living(&self.mentions, key).collect::<Vec<_>>() {
            found.insert(self.cluster(slot, known));
            if found.len() > limit {
                return None;
            }
        }
        Some(found)
    }

    /// The clusters of women who have a key; none when more than `limit` have it.
    fn women_by(&self, key: u32, limit: usize, known: &mut Known) -> Option<BTreeSet<usize>> {
        let mut found = BTreeSet::new();
        let slots: Vec<u32> = self.living(&self.index, key).filter(|slot| !self.infant(*slot)).collect();
        for slot in slots {
            let cluster = self.cluster(slot, known);
            if !known.children[cluster] {
                found.insert(cluster);
            }
            if found.len() > limit {
                return None;
            }
        }
        Some(found)
    }

    fn finding(&self, slot: u32) -> Vec<u32> {
        index::distinct(&dyad::finding(&self.population.features[slot as usize], &self.population.lexicon))
    }

    /// The women who may be the mother of a child.
    fn women_of(&self, child: usize, known: &mut Known) -> BTreeSet<usize> {
        let mut women = BTreeSet::new();
        for slot in known.clusters[child].clone().into_iter().filter(|slot| self.infant(*slot)) {
            for key in self.finding(slot) {
                if self.children_by(key, CAP, known).is_some()
                    && let Some(found) = self.women_by(key, CAP, known)
                {
                    women.extend(found);
                }
            }
        }
        women
    }

    /// Children of whom some of `slots`, records of adults, may be the mother's.
    fn children_near(&self, slots: &[u32], limit: usize, known: &mut Known) -> BTreeSet<usize> {
        let mut children = BTreeSet::new();
        for &slot in slots.iter().filter(|slot| !self.infant(**slot)) {
            for key in self.finding(slot) {
                if self.living(&self.mentions, key).next().is_some()
                    && self.women_by(key, limit, known).is_some()
                    && let Some(found) = self.children_by(key, limit, known)
                {
                    children.extend(found);
                }
            }
        }
        children
    }

    /// The children whose mother may be another for what changed in `members`.
    fn children_of(&self, members: &[u32], known: &mut Known) -> BTreeSet<usize> {
        let mut children = self.children_near(members, NEAR_CAP, known);
        for &slot in members.iter().filter(|slot| self.infant(**slot)) {
            children.insert(self.cluster(slot, known));
            for key in self.finding(slot) {
                if self.living(&self.mentions, key).nth(CAP - 1).is_some() {
                    children.extend(self.children_by(key, NEAR_CAP, known).into_iter().flatten());
                }
            }
        }
        // A birth puts in doubt another of the same woman.
        let mut doubted = BTreeSet::new();
        for &child in &children {
            for woman in self.women_of(child, known) {
                let slots = known.clusters[woman].clone();
                for other in self.children_near(&slots, CAP, known) {
                    let of = |cluster: usize| self.records(&known.clusters[cluster]);
                    if dyad::may_be_close(&of(other), &of(child)) {
                        doubted.insert(other);
                    }
                }
            }
        }
        children.extend(doubted);
        children
    }

    /// Whether one child's birth is in doubt for another's sake, if one woman bore both.
    fn in_doubt(&self, child: usize, other: usize, known: &Known) -> bool {
        let birth = |cluster: usize| dyad::birth(&self.records(&known.clusters[cluster]));
        matches!((birth(child), birth(other)), (Some(one), Some(two)) if dyad::too_close(one, two))
    }

    /// The mother of a child, or those who may be.
    fn mother(&self, child: usize, known: &mut Known) -> (Option<Dyad>, Vec<Dyad>) {
        let (sure, unsure) = self.choice(child, known);
        let Some(dyad) = sure else { return (None, unsure) };
        let slots = known.clusters[dyad.mother as usize].clone();
        for other in self.children_near(&slots, CAP, known) {
            if other != child && self.in_doubt(child, other, known) {
                let theirs = self.choice(other, known).0;
                if theirs.is_some_and(|d| d.mother == dyad.mother) {
                    return (None, vec![dyad]);
                }
            }
        }
        (sure, unsure)
    }

    /// The mother of a child as far as the two alone tell, or those who may be.
    fn choice(&self, child: usize, known: &mut Known) -> (Option<Dyad>, Vec<Dyad>) {
        if let Some(chosen) = known.chosen.get(&child) {
            return chosen.clone();
        }
        let women = self.women_of(child, known);
        let prior = dyad::prior(&self.model);
        let lexicon = &self.population.lexicon;
        let mut comparer = Comparer::small(lexicon);
        let records = self.records(&known.clusters[child]);
        let records = dyad::Child::new(&records);
        let mut likely = Vec::new();
        for mother in women {
            let hers = self.records(&known.clusters[mother]);
            let evidence = dyad::evidence(&self.weights, &mut comparer, lexicon, &records, &hers);
            let bits = evidence.total(prior);
            if bits >= self.weights.review {
                let dyad = Dyad { infant: child as u32, mother: mother as u32, bits };
                likely.push(Likely { dyad, doubt: evidence.doubt });
            }
        }
        let chosen = dyad::choose(&self.weights, likely);
        known.chosen.insert(child, chosen.clone());
        chosen
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
        let mut dyads = Vec::new();
        for (list, sure) in [(&linkage.dyads, true), (&linkage.dyad_reviews, false)] {
            for dyad in list {
                dyads.push(Proposal {
                    infant: first(dyad.infant),
                    mother: first(dyad.mother),
                    probability: weigh::probability(dyad.bits),
                    sure,
                });
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
        let infants = (0_u32..).zip(&linkage.cluster_of).filter(|(slot, _)| self.infant(*slot));
        let infants: BTreeSet<u32> = infants.map(|(_, cluster)| *cluster).collect();
        let mut children: Vec<u64> = infants.into_iter().map(first).collect();
        children.sort_unstable();
        let mut people: Vec<Vec<u64>> = people.into_values().collect();
        people.sort_unstable();
        Touched { people, reviews, dyads, children }
    }
}
