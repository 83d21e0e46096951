//! What is connected with a record, and its division into people.

use std::collections::BTreeSet;

use super::{Linker, Windows};
use crate::cluster::{Divider, Division, Edge};
use crate::compare::{self, Comparer};
use crate::link;
use crate::weigh;

impl Linker {
    /// The edges of a slot.
    fn edges(&self, slot: u32, comparer: &mut Comparer, windows: &mut Windows) -> Vec<Edge> {
        let features = &self.population.features[slot as usize];
        let key = self.key_of[slot as usize].expect("the living have keys");
        let mut edges = Vec::new();
        let mut weigh = |other: u32, always: bool| {
            let theirs = &self.population.features[other as usize];
            if other == slot || (!always && weigh::roles_apart(features, theirs)) {
                return;
            }
            if !always && self.model.quick && !compare::promising(features, theirs) {
                return;
            }
            let worth = weigh::pair(&self.weights, comparer, features, theirs, false);
            if always || link::worth_keeping(&self.weights, &worth) {
                edges.push(Edge { a: slot.min(other), b: slot.max(other), worth });
            }
        };
        for other in self.sharing(features, key, windows) {
            weigh(other, false);
        }
        for other in self.decided_with(key) {
            weigh(other, true);
        }
        edges
    }

    /// The slots that a decision connects with a record.
    fn decided_with(&self, key: u64) -> Vec<u32> {
        let decided = self.decisions.range((key, 0)..=(key, u64::MAX));
        decided.filter_map(|((_, other), _)| self.slot_of.get(other).copied()).collect()
    }

    /// All that is connected with `seeds`, and its division.
    pub(super) fn division(&self, seeds: &[u32]) -> (Vec<u32>, Division) {
        let mut comparer = Comparer::small(&self.population.lexicon);
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut all = Division::default();
        for seed in seeds {
            if seen.contains(seed) {
                continue;
            }
            let (members, edges) = self.component(*seed, &mut comparer);
            seen.extend(&members);
            let mut divider = Divider {
                weights: &self.weights,
                comparer: &mut comparer,
                features: &self.population.features,
            };
            let key = |slot: u32| self.key_of[slot as usize].expect("the living have keys");
            let order = |s: u32| {
                (link::content(&self.population.features[s as usize], &self.population.lexicon), key(s))
            };
            let division = divider.divide(members, &edges, order, |a, b| self.verdict(key(a), key(b)));
            all.clusters.extend(division.clusters);
            all.reviews.extend(division.reviews);
        }
        (seen.into_iter().collect(), all)
    }

    fn component(&self, seed: u32, comparer: &mut Comparer) -> (Vec<u32>, Vec<Edge>) {
        let mut seen = BTreeSet::from([seed]);
        let mut waiting = vec![seed];
        let mut edges = Vec::new();
        let mut windows = Windows::new();
        while let Some(slot) = waiting.pop() {
            for edge in self.edges(slot, comparer, &mut windows) {
                let other = if edge.a == slot { edge.b } else { edge.a };
                if seen.insert(other) {
                    waiting.push(other);
                }
                edges.push(edge);
            }
        }
        edges.sort_unstable_by_key(|e| (e.a, e.b));
        edges.dedup_by_key(|e| (e.a, e.b));
        (seen.into_iter().collect(), edges)
    }

    pub(super) fn component_keys(&self, keys: &[u64]) -> BTreeSet<u64> {
        let slots: Vec<u32> = keys.iter().filter_map(|key| self.slot_of.get(key).copied()).collect();
        let mut comparer = Comparer::small(&self.population.lexicon);
        let mut all = BTreeSet::new();
        for slot in slots {
            all.extend(self.component(slot, &mut comparer).0);
        }
        all.into_iter().filter_map(|slot| self.key_of[slot as usize]).collect()
    }
}
