//! Who is a child's mother, who are her children, and which of them are one, while one change is worked on.

use std::collections::{BTreeMap, BTreeSet};

use super::{Linker, index};
use crate::cluster::{Divider, Division, Review};
use crate::compare::Comparer;
use crate::dyad::{self, CAP, Dyad, Likely};
use crate::features::Features;
use crate::link;
use crate::record::Role;

/// Clusters that are known while one change is worked on: as they are divided, before the children of one mother and one
/// birth are joined.
#[derive(Default)]
pub(super) struct Known {
    pub(super) cluster_of: BTreeMap<u32, usize>,
    pub(super) clusters: Vec<Vec<u32>>,
    pub(super) children: Vec<bool>,
    /// What was left to a person where those were divided.
    pub(super) reviews: Vec<Review>,
    pub(super) chosen: BTreeMap<usize, (Option<Dyad>, Vec<Dyad>)>,
    /// The clusters that are one child with one, itself included.
    pub(super) one_child: BTreeMap<usize, Vec<usize>>,
}

impl Linker {
    pub(super) fn infant(&self, slot: u32) -> bool {
        self.population.features[slot as usize].role == Role::Infant
    }

    pub(super) fn records(&self, slots: &[u32]) -> Vec<&Features> {
        slots.iter().map(|s| &self.population.features[*s as usize]).collect()
    }

    /// Keeps a division of whole components, and gives the numbers of its clusters.
    pub(super) fn learn(&self, division: Division, known: &mut Known) -> std::ops::Range<usize> {
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
    pub(super) fn cluster(&self, slot: u32, known: &mut Known) -> usize {
        if !known.cluster_of.contains_key(&slot) {
            let division = self.division(&[slot]).1;
            self.learn(division, known);
        }
        known.cluster_of[&slot]
    }

    /// The clusters that are one child with one, itself included, the smallest number first.
    pub(super) fn one_child(&self, child: usize, known: &mut Known) -> Vec<usize> {
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
        let order = |slot: u32| {
            (link::content(&self.population.features[slot as usize], &self.population.lexicon), key(slot))
        };
        let verdict = |a: u32, b: u32| self.verdict(key(a), key(b));
        for one in divider.births(&records, &known.clusters[mother], order, verdict) {
            let one: Vec<usize> = one.into_iter().map(|place| hers[place]).collect();
            for child in &one {
                known.one_child.insert(*child, one.clone());
            }
        }
        known.one_child[&child].clone()
    }

    /// The clusters of the children who are surely a woman's.
    pub(super) fn hers(&self, mother: usize, limit: usize, known: &mut Known) -> BTreeSet<usize> {
        let slots = known.clusters[mother].clone();
        let mut hers = self.children_near(&slots, limit, known);
        hers.retain(|child| self.choice(*child, known).0.is_some_and(|dyad| dyad.mother as usize == mother));
        hers
    }

    /// The records of a child with all that is joined to it for its mother's sake; of an adult, those of the cluster.
    pub(super) fn whole(&self, child: usize, known: &mut Known) -> Vec<u32> {
        let one = self.one_child(child, known);
        let mut slots: Vec<u32> = one.iter().flat_map(|part| known.clusters[*part].iter().copied()).collect();
        slots.sort_unstable();
        slots
    }

    /// The clusters of children whose records say a key of their mother; none when more than `limit` do.
    pub(super) fn children_by(&self, key: u32, limit: usize, known: &mut Known) -> Option<BTreeSet<usize>> {
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
    pub(super) fn women_by(&self, key: u32, limit: usize, known: &mut Known) -> Option<BTreeSet<usize>> {
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

    pub(super) fn finding(&self, slot: u32) -> Vec<u32> {
        index::distinct(&dyad::finding(&self.population.features[slot as usize], &self.population.lexicon))
    }

    /// The women who may be the mother of a child.
    pub(super) fn women_of(&self, child: usize, limit: usize, known: &mut Known) -> BTreeSet<usize> {
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
    pub(super) fn children_near(&self, slots: &[u32], limit: usize, known: &mut Known) -> BTreeSet<usize> {
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

    /// The mother of a child, or those who may be.
    pub(super) fn mother(&self, child: usize, known: &mut Known) -> (Option<Dyad>, Vec<Dyad>) {
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
    pub(super) fn too_close(&self, child: usize, mother: usize, known: &mut Known) -> bool {
        let one = self.one_child(child, known);
        let birth = dyad::birth(&self.records(&self.whole(child, known)));
        let others = self.hers(mother, CAP, known).into_iter().filter(|other| !one.contains(other));
        others.into_iter().any(|other| {
            let theirs = dyad::birth(&self.records(&self.whole(other, known)));
            matches!((birth, theirs), (Some(one), Some(two)) if dyad::too_close(one, two))
        })
    }

    /// The mother of a child as far as the two alone tell, or those who may be.
    pub(super) fn choice(&self, child: usize, known: &mut Known) -> (Option<Dyad>, Vec<Dyad>) {
        if let Some(chosen) = known.chosen.get(&child) {
            return chosen.clone();
        }
        let chosen = dyad::choose(&self.weights, self.likely(child, known));
        known.chosen.insert(child, chosen.clone());
        chosen
    }

    /// The women who are likely the mother of a child.
    pub(super) fn likely(&self, child: usize, known: &mut Known) -> Vec<Likely> {
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
}
