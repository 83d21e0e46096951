//! Keys by which children and the women who may be their mothers find each other.

use super::{CAP, entered};
use crate::block::radix;
use crate::compare;
use crate::dates::Day;
use crate::features::{Features, Lexicon};
use crate::keys::{self, SLOTS};
use crate::record::Role;

/// Surname words and days by which a birth and a delivery find each other.
const DELIVERY: usize = 4;

/// The keys by which a child's record and its mother's find each other; 0 is none.
pub(crate) type Finding = [u32; SLOTS + DELIVERY];

/// The keys by which a child's record and its mother's find each other: of a child, what it says of her and has from her.
pub(crate) fn finding(f: &Features, lexicon: &Lexicon) -> Finding {
    let keys = if f.role == Role::Infant { keys::mother_keys(f, lexicon) } else { keys::keys(f, lexicon) };
    let mut finding = [0; SLOTS + DELIVERY];
    for (slot, key) in keys.into_iter().enumerate() {
        if matches!(slot, 0..=11 | 13 | 18) || slot >= keys::OTHER.from {
            finding[slot] = key;
        }
    }
    finding[SLOTS..].copy_from_slice(&deliveries(f, lexicon));
    finding
}

/// Surname and day: of a woman, those of her event and the day after; of a child that was entered at its birth and does not
/// name its mother, those of the birth.
fn deliveries(f: &Features, lexicon: &Lexicon) -> [u32; DELIVERY] {
    let mut keys = [0; DELIVERY];
    let number = |day: Day| if day.whole() { day.number() } else { 0 };
    let days = match f.role {
        Role::Infant if f.mother_given != 0 || !compare::at_birth(f) => return keys,
        Role::Infant if f.born == entered(f) => [number(f.born), 0],
        Role::Infant => [number(f.born), number(entered(f))],
        _ => [number(f.event), number(f.event) + 1],
    };
    let words = f.family.iter().take(f.family_len as usize).take(DELIVERY / 2);
    let all = words.flat_map(|word| days.map(|day| (word, day)));
    for (key, (word, day)) in keys.iter_mut().zip(all).filter(|(_, (_, day))| *day > 1) {
        *key = keys::surname_and_day(lexicon, *word, day);
    }
    keys
}

/// Pairs of a child's cluster and a woman's that share a key which neither too many women nor too many children have,
/// each once. `is_child` says it of a cluster.
pub(crate) fn candidates(
    features: &[Features],
    lexicon: &Lexicon,
    cluster_of: &[u32],
    is_child: &[bool],
) -> Vec<u64> {
    let (mut women, mut children): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
    for (position, f) in features.iter().enumerate() {
        let cluster = cluster_of[position];
        let list = match (f.role == Role::Infant, is_child[cluster as usize]) {
            (true, _) => &mut children,
            (false, false) => &mut women,
            (false, true) => continue,
        };
        let keys = finding(f, lexicon);
        list.extend(keys.iter().filter(|k| **k != 0).map(|k| u64::from(*k) << 32 | u64::from(cluster)));
    }
    for list in [&mut women, &mut children] {
        radix(list);
        list.chunk_by_mut(|x, y| *x >> 32 == *y >> 32).for_each(<[u64]>::sort_unstable);
        list.dedup();
    }
    let mut pairs = Vec::new();
    let mut at = 0;
    for of_key in children.chunk_by(|x, y| x >> 32 == y >> 32).filter(|c| c.len() <= CAP) {
        let key = of_key[0] >> 32;
        while at < women.len() && women[at] >> 32 < key {
            at += 1;
        }
        let end = at + women[at..].iter().take_while(|e| *e >> 32 == key).count();
        if end - at <= CAP {
            for child in of_key {
                pairs.extend(women[at..end].iter().map(|w| child << 32 | (w & 0xFFFF_FFFF)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
