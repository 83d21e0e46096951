//! The mothers of the children whom a change has touched.

use std::collections::{BTreeMap, BTreeSet};

use super::family::Known;
use super::{Linker, Proposal, Touched, Undecided};
use crate::cluster::Review;
use crate::dyad::{self, CAP, Finding};
use crate::explain;
use crate::features::Features;
use crate::link::Linkage;
use crate::record::Role;
use crate::weigh;

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
