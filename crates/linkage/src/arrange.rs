//! Records in an order that keeps those of one home together, so that what is compared lies near in memory.
//!
//! A million records are more than any cache holds; what is compared, divided and looked through for mothers is mostly of
//! one home. The order decides nothing: positions are turned back before anybody sees them.

use crate::block::radix;
use crate::cluster::{Review, Verdict};
use crate::dyad::Dyad;
use crate::features::Features;
use crate::link::{Decisions, Linkage};
use crate::text::join;

/// Records below which the order of arrival is as good.
const FEW: usize = 20_000;

/// Where each record stood before.
pub(crate) struct Arranged {
    before: Vec<u32>,
}

impl Arranged {
    /// Puts records of one home together; few records are left as they are.
    pub fn new(features: &mut [Features]) -> Self {
        let mut before: Vec<u64> = (0..features.len() as u64).collect();
        if features.len() >= FEW {
            for (entry, f) in before.iter_mut().zip(features.iter()) {
                *entry |= join(&home(f)) >> 32 << 32;
            }
            radix(&mut before);
        }
        let arranged = Self { before: before.into_iter().map(|entry| entry as u32).collect() };
        arranged.permute(features, false);
        arranged
    }

    /// The position of a record before it was moved.
    pub fn before(&self, at: u32) -> u32 {
        self.before[at as usize]
    }

    /// Decisions about the records where they are now.
    pub fn decisions(&self, decisions: &Decisions) -> Decisions {
        if decisions.is_empty() {
            return Decisions::new();
        }
        let mut now = vec![0; self.before.len()];
        for (at, before) in self.before.iter().enumerate() {
            now[*before as usize] = at as u32;
        }
        let moved = |((a, b), verdict): (&(u32, u32), &Verdict)| {
            let (a, b) = (now[*a as usize], now[*b as usize]);
            ((a.min(b), a.max(b)), *verdict)
        };
        decisions.iter().map(moved).collect()
    }

    /// Turns everything back: the records, and what was found.
    pub fn undo(self, features: &mut [Features], linkage: &mut Linkage) {
        self.permute(features, true);
        let mut first = vec![u32::MAX; self.before.len()];
        for (cluster, before) in linkage.cluster_of.iter().zip(&self.before) {
            let first = &mut first[*cluster as usize];
            *first = (*first).min(*before);
        }
        let mut cluster_of = vec![0; self.before.len()];
        for (cluster, before) in linkage.cluster_of.iter().zip(&self.before) {
            cluster_of[*before as usize] = first[*cluster as usize];
        }
        linkage.cluster_of = cluster_of;
        for Review { a, b, .. } in &mut linkage.reviews {
            let (x, y) = (self.before(*a), self.before(*b));
            (*a, *b) = (x.min(y), x.max(y));
        }
        linkage.reviews.sort_unstable_by_key(|r| (r.a, r.b));
        for dyads in [&mut linkage.dyads, &mut linkage.dyad_reviews] {
            for Dyad { infant, mother, .. } in dyads.iter_mut() {
                (*infant, *mother) = (first[*infant as usize], first[*mother as usize]);
            }
            dyads.sort_unstable_by_key(|d| (d.infant, d.mother));
        }
    }

    /// Moves the records in place, cycle by cycle: to where they are now, or back.
    fn permute(&self, features: &mut [Features], back: bool) {
        let mut done = vec![false; features.len()];
        for start in 0..features.len() {
            if done[start] {
                continue;
            }
            done[start] = true;
            let held = features[start];
            let (mut at, mut carried) = (start, held);
            loop {
                let next = self.before[at] as usize;
                if back {
                    std::mem::swap(&mut features[next], &mut carried);
                } else {
                    features[at] = if next == start { held } else { features[next] };
                }
                if next == start {
                    break;
                }
                done[next] = true;
                at = next;
            }
        }
    }
}

/// What those of one home share: the address, or else the telephone, or else nothing but the name.
fn home(f: &Features) -> [u64; 2] {
    if f.street != 0 {
        [u64::from(f.street), u64::from(f.number)]
    } else if f.phone != 0 {
        [1, f.phone]
    } else {
        [2, u64::from(f.given[0]) << 32 | u64::from(f.family[0])]
    }
}

#[cfg(test)]
mod tests {
    use super::Arranged;
    use crate::link::Linkage;
    use crate::population::Population;
    use crate::record::Record;

    #[test]
    fn what_was_moved_is_back_where_it_was() {
        let mut population = Population::new();
        let streets: Vec<String> = (0..23_000).map(|i| format!("{} Elm St", i * 7919 % 4_001)).collect();
        for address in &streets {
            population.push(&Record { address, ..Record::default() });
        }
        let as_pushed = population.features.clone();
        let arranged = Arranged::new(&mut population.features);
        assert!(population.features != as_pushed);
        for (at, f) in population.features.iter().enumerate() {
            assert_eq!(*f, as_pushed[arranged.before(at as u32) as usize]);
        }
        let homes = population.features.chunk_by(|a, b| a.number == b.number).count();
        assert_eq!(homes, 4_001, "each home lies together");
        let mut linkage = Linkage { cluster_of: (0..23_000).collect(), ..Linkage::default() };
        arranged.undo(&mut population.features, &mut linkage);
        assert!(population.features == as_pushed);
        assert_eq!(linkage.cluster_of, (0..23_000).collect::<Vec<u32>>());
    }
}
