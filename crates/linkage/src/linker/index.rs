//! Which records share a key: a sorted list for the many that came at once, and a map for those that came since.

use std::collections::HashMap;

use crate::block::radix;

/// Slots by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    base: Vec<u64>,
    since: HashMap<u32, Vec<u32>>,
}

impl Index {
    /// An index of many records at once: the keys of slot 0, 1, and so on.
    pub fn of(all: impl Iterator<Item = (u32, impl AsRef<[u32]>)>) -> Self {
        let mut base = Vec::new();
        for (slot, keys) in all {
            base.extend(
                distinct(keys.as_ref()).into_iter().map(|key| u64::from(key) << 32 | u64::from(slot)),
            );
        }
        radix(&mut base);
        base.shrink_to_fit();
        Self { base, since: HashMap::new() }
    }

    pub fn add(&mut self, slot: u32, keys: &[u32]) {
        for key in distinct(keys) {
            self.since.entry(key).or_default().push(slot);
        }
    }

    /// Forgets a slot. What came with the many stays listed, and is passed over by whoever asks for the living.
    pub fn remove(&mut self, slot: u32, keys: &[u32]) {
        for key in distinct(keys) {
            if let Some(slots) = self.since.get_mut(&key) {
                slots.retain(|s| *s != slot);
                if slots.is_empty() {
                    self.since.remove(&key);
                }
            }
        }
    }

    /// The slots that have a key, dead ones of the base included.
    pub fn slots(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.base.partition_point(|e| *e >> 32 < u64::from(key));
        let base =
            self.base[from..].iter().take_while(move |e| *e >> 32 == u64::from(key)).map(|e| *e as u32);
        base.chain(self.since.get(&key).into_iter().flatten().copied())
    }
}

/// The keys of a record without repetition.
pub(crate) fn distinct(keys: &[u32]) -> Vec<u32> {
    let mut keys: Vec<u32> = keys.iter().copied().filter(|k| *k != 0).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
