//! Questions that change nothing: why a pair is what it is, and who may be meant.

use super::{Linker, Match, Windows};
use crate::compare::Comparer;
use crate::explain::{self, Explanation};
use crate::features::Features;
use crate::grade::{Grade, grade};
use crate::record::Record;
use crate::weigh;

impl Linker {
    /// Explains a pair of records as a waterfall of weights, and says what stands between the people they are of, or joins
    /// them.
    pub fn explain(&self, a: u64, b: u64) -> Option<Explanation> {
        let (x, y) = (self.features(a)?, self.features(b)?);
        let verdict = self.verdict(a, b);
        let mut told = explain::pair(&self.model, &self.weights, &self.population.lexicon, x, y, verdict);
        for words in self.between(self.slot_of[&a], self.slot_of[&b]) {
            told.constrain(words);
        }
        Some(told)
    }

    /// Explains why a woman may be the mother of a child, from all records of both, and what leaves it to a person.
    pub fn explain_dyad(&self, infant: u64, mother: u64) -> Option<Explanation> {
        let (children, women) = (self.person(infant)?, self.person(mother)?);
        let of = |keys: &[u64]| keys.iter().filter_map(|k| self.features(*k)).collect::<Vec<_>>();
        let (children, women) = (of(&children), of(&women));
        let lexicon = &self.population.lexicon;
        let mut told = explain::dyad(&self.model, &self.weights, lexicon, &children, &women);
        for words in self.in_the_way(self.slot_of[&infant], self.slot_of[&mother]) {
            told.constrain(words);
        }
        Some(told)
    }

    /// The people who may be the one that `query` describes, best first, at most `limit`.
    ///
    /// With `only_certain`, the one person of grade certain, and nobody when there are two: FHIR `$match` with
    /// `onlyCertainMatches`. Nothing of the query is remembered.
    pub fn matches(&mut self, query: &Record, limit: usize, only_certain: bool) -> Vec<Match> {
        let before = self.population.lexicon.size();
        let features = self.read(query);
        let found = self.matching(&features, limit, only_certain);
        self.population.lexicon.truncate(before);
        self.weights.truncate(before[0]);
        found
    }

    fn matching(&self, features: &Features, limit: usize, only_certain: bool) -> Vec<Match> {
        let mut comparer = Comparer::small(&self.population.lexicon);
        let mut near: Vec<(f32, u32)> = Vec::new();
        for slot in self.sharing(features, u64::MAX, &mut Windows::new()) {
            let other = &self.population.features[slot as usize];
            if weigh::roles_apart(features, other) {
                continue;
            }
            let worth = weigh::pair(&self.weights, &mut comparer, features, other, false);
            if worth.same >= self.weights.review && !worth.never {
                near.push((worth.same, slot));
            }
        }
        near.sort_by(|x, y| {
            y.0.total_cmp(&x.0).then(self.key_of[x.1 as usize].cmp(&self.key_of[y.1 as usize]))
        });
        let mut found: Vec<Match> = Vec::new();
        for (bits, slot) in near {
            let nearest = self.key_of[slot as usize].expect("the living have keys");
            if found.iter().any(|m| m.records.contains(&nearest)) {
                continue;
            }
            let probability = weigh::probability(bits);
            let records = self.person(nearest).unwrap_or_else(|| vec![nearest]);
            found.push(Match { records, nearest, probability, grade: grade(probability) });
        }
        if only_certain {
            found.retain(|m| m.grade == Grade::Certain);
            if found.len() > 1 {
                found.clear();
            }
        }
        found.truncate(limit);
        found
    }
}
