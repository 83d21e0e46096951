//! The mothers of the children whom a change has touched.

use std::collections::{BTreeMap, BTreeSet};

use super::{Linker, Proposal, Touched, Undecided, index};
use crate::cluster::{Divider, Division, Review};
use crate::compare::Comparer;
use crate::dyad::{self, CAP, Dyad, Finding, Likely};
use crate::explain;
use crate::features::Features;
use crate::link::Linkage;
use crate::record::Role;
use crate::weigh;

/// Clusters that are known while one change is worked on: as they are divided, before the children of one mother and one
/// birth are joined.
#[derive(Default)]
pub(super) struct Known {
    cluster_of: BTreeMap<u32, usize>,
    clusters: Vec<Vec<u32>>,
    children: Vec<bool>,
    /// What was left to a person where those were divided.
    reviews: Vec<Review>,
    chosen: BTreeMap<usize, (Option<Dyad>, Vec<Dyad>)>,
    /// The clusters that are one child with one, itself included.
    one_child: BTreeMap<usize, Vec<usize>>,
}

/// The children whom a change may have moved.
struct Moved {
    /// Those who may have become another child, or have another mother.
    children: BTreeSet<usize>,
    /// Those of them, and others, whose mother may be another.
    mothers: BTreeSet<usize>,
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
        for child in self.moved(&members, &mut known).mothers {
            all.extend(self.keys_of(&self.whole(child, &mut known)));
        }
        all
    }

    /// Divides what is connected with `seeds`, and finds the dyads that this may change.
    pub(super) fn touched(&self, seeds: BTreeSet<u64>) -> Touched {
        let slots: Vec<u32> = seeds.iter().filter_map(|key| self.slot_of.get(key).copied()).collect();
        let (members, division) = self.division(&slots);
        let mut known = Known::default();
        let parts = self.learn(division, &mut known);
        let moved = self.moved(&members, &mut known);
        let mut people: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for part in parts.chain(moved.children) {
            let first = self.one_child(part, &mut known)[0];
            people.entry(first).or_insert_with(|| self.whole(part, &mut known));
        }
        let mut touched = Touched {
            people: people.values().map(|slots| self.keys_of(slots)).collect(),
            reviews: self.reviews(&people, &mut known),
            ..Touched::default()
        };
        touched.people.sort_unstable();
        let first_of: BTreeSet<usize> =
            moved.mothers.into_iter().map(|child| self.one_child(child, &mut known)[0]).collect();
        for child in first_of {
            let infant = self.keys_of(&self.whole(child, &mut known))[0];
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

    /// What is left to a person about the records of `people`.
    fn reviews(&self, people: &BTreeMap<usize, Vec<u32>>, known: &mut Known) -> Vec<Undecided> {
        let told: BTreeSet<u32> = people.values().flatten().copied().collect();
        let mut reviews: Vec<Undecided> = Vec::new();
        for review in known.reviews.clone() {
            let of = |slot: u32, known: &mut Known| {
                let part = known.cluster_of[&slot];
                self.one_child(part, known)[0]
            };
            if (told.contains(&review.a) || told.contains(&review.b))
                && of(review.a, known) != of(review.b, known)
            {
                reviews.push(self.undecided(&review));
            }
        }
        reviews.sort_by_key(|r| (r.a, r.b));
        reviews
    }

    fn undecided(&self, review: &Review) -> Undecided {
        let key = |slot: u32| self.key_of[slot as usize].expect("the living have keys");
        let (a, b) = super::ordered(key(review.a), key(review.b));
        Undecided { a, b, probability: weigh::probability(review.bits), why: review.why }
    }

    /// The records of the person whom a slot belongs to.
    pub(super) fn person_of(&self, slot: u32) -> Vec<u32> {
        let mut known = Known::default();
        let part = self.cluster(slot, &mut known);
        self.whole(part, &mut known)
    }

    /// What stands between the people of two slots, or joins them, beside what the two records say.
    pub(super) fn between(&self, a: u32, b: u32) -> Vec<&'static str> {
        let mut known = Known::default();
        let (x, y) = (self.cluster(a, &mut known), self.cluster(b, &mut known));
        if x == y {
            return Vec::new();
        }
        if self.one_child(x, &mut known).contains(&y) {
            return vec![explain::ONE_BIRTH];
        }
        let about = |r: &&Review| {
            let (p, q) = (known.cluster_of[&r.a], known.cluster_of[&r.b]);
            (p, q) == (x, y) || (p, q) == (y, x)
        };
        known.reviews.iter().filter(about).filter_map(|r| explain::holding(r.why)).collect()
    }

    /// What leaves it to a person whether a woman is a child's mother, beside what their records say.
    pub(super) fn in_the_way(&self, infant: u32, mother: u32) -> Vec<&'static str> {
        let mut known = Known::default();
        let (child, mother) = (self.cluster(infant, &mut known), self.cluster(mother, &mut known));
        let mut words = Vec::new();
        for part in self.one_child(child, &mut known) {
            let likely = self.likely(part, &mut known);
            let of = |woman: usize| likely.iter().map(|l| l.dyad).find(|d| d.mother as usize == woman);
            let Some(hers) = of(mother) else { continue };
            let others = likely.iter().filter(|l| l.dyad.mother as usize != mother);
            if others.into_iter().any(|l| dyad::rivals(hers.bits, l.dyad.bits)) {
                words.push(explain::RIVAL);
            }
        }
        if self.too_close(child, mother, &mut known) {
            words.push(explain::CLOSE);
        }
        words
    }

    fn infant(&self, slot: u32) -> bool {
        self.population.features[slot as usize].role == Role::Infant
    }

    fn records(&self, slots: &[u32]) -> Vec<&Features> {
        slots.iter().map(|s| &self.population.features[*s as usize]).collect()
    }

    /// Keeps a division of whole components, and gives the numbers of its clusters.
    fn learn(&self, division: Division, known: &mut Known) -> std::ops::Range<usize> {
        let from = known.clusters.len();
        for cluster in division.clusters {
            known.cluster_of.extend(cluster.iter().map(|slot| (*slot, known.clusters.len())));
            known.children.push(dyad::is_child(self.records(&cluster)));
            known.clusters.push(cluster);
        }
        known.reviews.extend(division.reviews);
        from..known.clusters.len()
    }

    /// The cluster of a slot, divided when it is not known yet.
    fn cluster(&self, slot: u32, known: &mut Known) -> usize {
        if !known.cluster_of.contains_key(&slot) {
            let division = self.division(&[slot]).1;
            self.learn(division, known);
        }
        known.cluster_of[&slot]
    }

    /// The clusters that are one child with one, itself included, the smallest number first.
    fn one_child(&self, child: usize, known: &mut Known) -> Vec<usize> {
        if let Some(one) = known.one_child.get(&child) {
            return one.clone();
        }
        let mother = if known.children[child] { self.choice(child, known).0 } else { None };
        let Some(mother) = mother.map(|dyad| dyad.mother as usize) else {
            known.one_child.insert(child, vec![child]);
            return vec![child];
        };
        let hers: Vec<usize> = self.hers(mother, CAP, known).into_iter().collect();
        let records: Vec<Vec<u32>> = hers.iter().map(|child| known.clusters[*child].clone()).collect();
        let mut comparer = Comparer::small(&self.population.lexicon);
        let mut divider =
            Divider { weights: &self.weights, comparer: &mut comparer, features: &self.population.features };
        let key = |slot: u32| self.key_of[slot as usize].expect("the living have keys");
        let verdict = |a: u32, b: u32| self.verdict(key(a), key(b));
        for one in divider.births(&records, &known.clusters[mother], verdict) {
            let one: Vec<usize> = one.into_iter().map(|place| hers[place]).collect();
            for child in &one {
                known.one_child.insert(*child, one.clone());
            }
        }
        known.one_child[&child].clone()
    }

    /// The clusters of the children who are surely a woman's.
    fn hers(&self, mother: usize, limit: usize, known: &mut Known) -> BTreeSet<usize> {
        let slots = known.clusters[mother].clone();
        let mut hers = self.children_near(&slots, limit, known);
        hers.retain(|child| self.choice(*child, known).0.is_some_and(|dyad| dyad.mother as usize == mother));
        hers
    }

    /// The records of a child with all that is joined to it for its mother's sake; of an adult, those of the cluster.
    fn whole(&self, child: usize, known: &mut Known) -> Vec<u32> {
        let one = self.one_child(child, known);
        let mut slots: Vec<u32> = one.iter().flat_map(|part| known.clusters[*part].iter().copied()).collect();
        slots.sort_unstable();
        slots
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
    fn women_of(&self, child: usize, limit: usize, known: &mut Known) -> BTreeSet<usize> {
        let mut women = BTreeSet::new();
        for slot in known.clusters[child].clone().into_iter().filter(|slot| self.infant(*slot)) {
            for key in self.finding(slot) {
                if self.children_by(key, limit, known).is_some()
                    && let Some(found) = self.women_by(key, limit, known)
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

    /// The children whom a change in `members` may move, or give another mother.
    fn moved(&self, members: &[u32], known: &mut Known) -> Moved {
        let mut children = self.children_near(members, NEAR_CAP, known);
        for &slot in members.iter().filter(|slot| self.infant(**slot)) {
            children.insert(self.cluster(slot, known));
            for key in self.finding(slot) {
                if self.living(&self.mentions, key).nth(CAP - 1).is_some() {
                    children.extend(self.children_by(key, NEAR_CAP, known).into_iter().flatten());
                }
            }
        }
        // Whoever may be one child with one that changed, or may have been.
        let women: BTreeSet<usize> =
            children.iter().flat_map(|child| self.women_of(*child, NEAR_CAP, known)).collect();
        for woman in &women {
            children.extend(self.hers(*woman, NEAR_CAP, known));
        }
        // A birth puts in doubt another of the same woman.
        let mut mothers = children.clone();
        for &woman in &women {
            let slots = known.clusters[woman].clone();
            let near = self.children_near(&slots, CAP, known);
            let of = |cluster: usize| self.records(&known.clusters[cluster]);
            let changed: Vec<usize> = near.intersection(&children).copied().collect();
            let doubted = |other: &&usize| changed.iter().any(|c| dyad::may_be_close(&of(**other), &of(*c)));
            mothers.extend(near.iter().filter(doubted));
        }
        Moved { children, mothers }
    }

    /// The mother of a child, or those who may be.
    fn mother(&self, child: usize, known: &mut Known) -> (Option<Dyad>, Vec<Dyad>) {
        let (sure, unsure) = self.choice(child, known);
        let Some(mut dyad) = sure else { return (None, unsure) };
        let mother = dyad.mother as usize;
        let one = self.one_child(child, known);
        for part in &one {
            let of_part = self.choice(*part, known).0;
            dyad.bits = of_part.map_or(dyad.bits, |d| d.bits.max(dyad.bits));
        }
        if self.too_close(child, mother, known) { (None, vec![dyad]) } else { (Some(dyad), unsure) }
    }

    /// Whether the birth of a child is in doubt for another birth of its mother's.
    fn too_close(&self, child: usize, mother: usize, known: &mut Known) -> bool {
        let one = self.one_child(child, known);
        let birth = dyad::birth(&self.records(&self.whole(child, known)));
        let others = self.hers(mother, CAP, known).into_iter().filter(|other| !one.contains(other));
        others.into_iter().any(|other| {
            let theirs = dyad::birth(&self.records(&self.whole(other, known)));
            matches!((birth, theirs), (Some(one), Some(two)) if dyad::too_close(one, two))
        })
    }

    /// The mother of a child as far as the two alone tell, or those who may be.
    fn choice(&self, child: usize, known: &mut Known) -> (Option<Dyad>, Vec<Dyad>) {
        if let Some(chosen) = known.chosen.get(&child) {
            return chosen.clone();
        }
        let chosen = dyad::choose(&self.weights, self.likely(child, known));
        known.chosen.insert(child, chosen.clone());
        chosen
    }

    /// The women who are likely the mother of a child.
    fn likely(&self, child: usize, known: &mut Known) -> Vec<Likely> {
        let women = self.women_of(child, CAP, known);
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
                likely.push(Likely { dyad, doubt: evidence.doubt.any() });
            }
        }
        likely
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
        let mut reviews: Vec<Undecided> = linkage.reviews.iter().map(|r| self.undecided(r)).collect();
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
