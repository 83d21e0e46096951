//! What was decided about pairs: by people, and by sources that say two of their people are one. A person's word goes
//! before a source's.

use std::collections::{BTreeMap, BTreeSet};

use kith_domain::identity::{PairKind, Verdict as Said};
use kith_linkage::Verdict;
use kith_store::linkage::StandingVerdict;

use super::key;

/// Decisions that stand, by pair, the smaller key first.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    people: BTreeMap<(u64, u64), Verdict>,
    /// Whom each record's source says it is.
    sources: BTreeMap<u64, BTreeSet<u64>>,
}

impl Decisions {
    /// Takes what now stands of people's verdicts about a pair; the pair, if it is about who is one person.
    pub fn person(&mut self, standing: &StandingVerdict) -> Option<(u64, u64)> {
        if standing.pair.kind != PairKind::Person {
            return None;
        }
        let pair = ordered(key(standing.pair.a), key(standing.pair.b));
        match standing.verdict {
            Some(Said::Same) => self.people.insert(pair, Verdict::Same),
            Some(Said::Different) => self.people.insert(pair, Verdict::Different),
            Some(Said::Unsure) | None => self.people.remove(&pair),
        };
        Some(pair)
    }

    /// Takes whom a source says that a record is; the pairs about which that changes anything.
    pub fn source(&mut self, record: u64, same: &[u64]) -> Vec<(u64, u64)> {
        let now: BTreeSet<u64> = same.iter().copied().collect();
        let before = self.sources.remove(&record).unwrap_or_default();
        let changed = before.symmetric_difference(&now).map(|other| ordered(record, *other)).collect();
        if !now.is_empty() {
            self.sources.insert(record, now);
        }
        changed
    }

    /// What stands about a pair.
    pub fn of(&self, a: u64, b: u64) -> Option<Verdict> {
        let stated = |one: u64, other: u64| self.sources.get(&one).is_some_and(|same| same.contains(&other));
        let person = self.people.get(&ordered(a, b)).copied();
        person.or_else(|| (stated(a, b) || stated(b, a)).then_some(Verdict::Same))
    }

    /// Everything that stands.
    pub fn all(&self) -> Vec<(u64, u64, Verdict)> {
        let stated =
            self.sources.iter().flat_map(|(one, same)| same.iter().map(|other| ordered(*one, *other)));
        let pairs: BTreeSet<(u64, u64)> = self.people.keys().copied().chain(stated).collect();
        pairs.into_iter().filter_map(|(a, b)| Some((a, b, self.of(a, b)?))).collect()
    }
}

fn ordered(a: u64, b: u64) -> (u64, u64) {
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use kith_domain::id::{ActId, SourcePersonId};
    use kith_store::linkage::Pair;

    use super::*;

    fn said(a: i64, b: i64, verdict: Option<Said>) -> StandingVerdict {
        let pair = Pair::person(SourcePersonId(a), SourcePersonId(b));
        StandingVerdict { seq: 1, pair, verdict, act: ActId(1) }
    }

    #[test]
    fn a_person_goes_before_a_source_and_a_source_before_nothing() {
        let mut decisions = Decisions::default();
        assert_eq!(decisions.source(9, &[3]), [(3, 9)]);
        assert_eq!(decisions.source(9, &[3]), [], "the same again changes nothing");
        assert_eq!(decisions.of(3, 9), Some(Verdict::Same));
        assert_eq!(decisions.person(&said(3, 9, Some(Said::Different))), Some((3, 9)));
        assert_eq!(decisions.of(9, 3), Some(Verdict::Different));
        assert_eq!(decisions.all(), [(3, 9, Verdict::Different)]);
        decisions.person(&said(3, 9, None));
        assert_eq!(decisions.of(3, 9), Some(Verdict::Same));
        assert_eq!(decisions.source(9, &[]), [(3, 9)], "the source took it back");
        assert_eq!(decisions.all(), []);
    }

    #[test]
    fn a_dyad_is_not_about_who_is_one_person() {
        let pair = Pair::dyad(SourcePersonId(1), SourcePersonId(2));
        let standing = StandingVerdict { seq: 1, pair, verdict: Some(Said::Same), act: ActId(1) };
        assert_eq!(Decisions::default().person(&standing), None);
    }
}
