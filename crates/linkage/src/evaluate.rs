//! How good a linkage is, where the truth is known.
//!
//! Everything is counted from the sizes of clusters, of people and of what they share, never by going through pairs,
//! so a million records are judged in a second. Records, clusters and people are numbered by the caller: record `i`
//! is in cluster `clusters[i]` and is truly of person `people[i]`.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// What was found against what is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Found, rightly or wrongly.
    pub found: u64,
    /// Found and there.
    pub right: u64,
    /// There, found or not.
    pub there: u64,
}

impl Found {
    /// The share of what was found that is right; 1 where nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// The share of what is there that was found; 1 where there is nothing.
    pub fn recall(self) -> f64 {
        share(self.right, self.there)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }
}

/// Precision and recall averaged over records: of the cluster a record is in, and of the person it is of
/// (Bagga & Baldwin 1998).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BCubed {
    /// The mean share of a record's cluster that is of its person.
    pub precision: f64,
    /// The mean share of a person's records that are in the record's cluster.
    pub recall: f64,
}

impl BCubed {
    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        harmonic(self.precision, self.recall)
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

impl Part {
    /// The share; 0 of nothing.
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.count as f64 / self.of as f64 }
    }

    /// How many of 10,000.
    pub fn per_10_000(self) -> f64 {
        self.share() * 10_000.0
    }
}

/// Pairs of records in one cluster against pairs of records of one person.
pub fn pairs(clusters: &[u32], people: &[u32]) -> Found {
    let both = clusters.iter().zip(people).map(|(c, p)| (*c, *p));
    Found {
        found: pairs_within(clusters.iter().copied()),
        right: pairs_within(both),
        there: pairs_within(people.iter().copied()),
    }
}

/// B-cubed precision and recall. Of no records, both are 1.
pub fn b_cubed(clusters: &[u32], people: &[u32]) -> BCubed {
    if clusters.is_empty() {
        return BCubed { precision: 1.0, recall: 1.0 };
    }
    let in_cluster = sizes(clusters.iter().copied());
    let of_person = sizes(people.iter().copied());
    let (mut precision, mut recall) = (0.0, 0.0);
    // Sorted, because the order of a sum of floats is seen in its last digit.
    let mut shared: Vec<_> =
        sizes(clusters.iter().copied().zip(people.iter().copied())).into_iter().collect();
    shared.sort_unstable();
    for ((cluster, person), n) in shared {
        let square = (n * n) as f64;
        precision += square / in_cluster[&cluster] as f64;
        recall += square / of_person[&person] as f64;
    }
    let records = clusters.len() as f64;
    BCubed { precision: precision / records, recall: recall / records }
}

/// Pairs of different people, twins for example, who have a cluster in common; of the pairs given.
pub fn merged(clusters: &[u32], people: &[u32], pairs: &[(u32, u32)]) -> Part {
    let mut of: HashMap<u32, Vec<u32>> =
        pairs.iter().flat_map(|(a, b)| [(*a, vec![]), (*b, vec![])]).collect();
    for (cluster, person) in clusters.iter().zip(people) {
        if let Some(clusters) = of.get_mut(person) {
            clusters.push(*cluster);
        }
    }
    let share_one = |(a, b): &&(u32, u32)| of[a].iter().any(|cluster| of[b].contains(cluster));
    Part { count: pairs.iter().filter(share_one).count() as u64, of: pairs.len() as u64 }
}

/// Clusters that hold records both of mothers and of infants, of the clusters with more than one record.
/// `infants[i]` is whether record `i` is truly of an infant, and none where that is not known.
pub fn mothers_with_infants(clusters: &[u32], infants: &[Option<bool>]) -> Part {
    let mut seen: HashMap<u32, (u32, bool, bool)> = HashMap::new();
    for (cluster, infant) in clusters.iter().zip(infants) {
        let (records, mother, child) = seen.entry(*cluster).or_default();
        *records += 1;
        *mother |= *infant == Some(false);
        *child |= *infant == Some(true);
    }
    let several = seen.values().filter(|(records, ..)| *records > 1);
    Part {
        count: several.clone().filter(|(_, mother, child)| *mother && *child).count() as u64,
        of: several.count() as u64,
    }
}

/// Pairs of an infant's cluster and a mother's against the true pairs of infant and mother. A cluster stands for
/// the person with most of its records, the lowest number among equals, and a pair that is found twice counts once.
pub fn dyads(clusters: &[u32], people: &[u32], found: &[(u32, u32)], truth: &[(u32, u32)]) -> Found {
    let mut votes: Vec<((u32, u32), u64)> =
        sizes(clusters.iter().copied().zip(people.iter().copied())).into_iter().collect();
    votes.sort_unstable();
    let mut stands_for: HashMap<u32, (u32, u64)> = HashMap::new();
    for ((cluster, person), n) in votes {
        let best = stands_for.entry(cluster).or_insert((person, n));
        if n > best.1 {
            *best = (person, n);
        }
    }
    let person = |cluster: &u32| stands_for.get(cluster).map(|(person, _)| *person);
    // A cluster that no record is in stands for nobody: the pair is wrong, and counted as found.
    let (known, unknown): (Vec<_>, Vec<_>) = found
        .iter()
        .map(|(infant, mother)| Some((person(infant)?, person(mother)?)))
        .partition(Option::is_some);
    let mut found: Vec<(u32, u32)> = known.into_iter().flatten().collect();
    let mut truth = truth.to_vec();
    for list in [&mut found, &mut truth] {
        list.sort_unstable();
        list.dedup();
    }
    let right = found.iter().filter(|pair| truth.binary_search(pair).is_ok()).count() as u64;
    Found { found: (found.len() + unknown.len()) as u64, right, there: truth.len() as u64 }
}

/// Pairs of records of one person from different epochs, before and after a change of surname for example, that are
/// in one cluster; of all such pairs. A record without an epoch takes no part.
pub fn across(clusters: &[u32], people: &[u32], epochs: &[Option<u8>]) -> Part {
    let known = || {
        let rows = clusters.iter().zip(people).zip(epochs);
        rows.filter_map(|((cluster, person), epoch)| Some((*cluster, *person, (*epoch)?)))
    };
    let together = pairs_within(known().map(|(c, p, _)| (c, p))) - pairs_within(known());
    let all = pairs_within(known().map(|(_, p, _)| p)) - pairs_within(known().map(|(_, p, e)| (p, e)));
    Part { count: together, of: all }
}

fn sizes<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> HashMap<K, u64> {
    let mut sizes = HashMap::new();
    keys.for_each(|key| *sizes.entry(key).or_default() += 1);
    sizes
}

fn pairs_within<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> u64 {
    sizes(keys).values().map(|n| n * (n - 1) / 2).sum()
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn harmonic(a: f64, b: f64) -> f64 {
    if a + b == 0.0 { 0.0 } else { 2.0 * a * b / (a + b) }
}

#[cfg(test)]
mod tests;
