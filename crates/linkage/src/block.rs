//! Walks every pair that shares a key, once.

use crate::features::{Features, Lexicon};
use crate::keys::{self, CAP, Family, Keys, SLOTS};
use crate::record::Role;

/// The keys of a whole population. Keys that are too common are struck out as their kind is walked.
pub(crate) struct Blocks {
    keys: Vec<Keys>,
    roles: Vec<Role>,
    families: Vec<Family>,
    /// Keys that more than [`CAP`] records share: passed over, or compared in part.
    pub common: u64,
}

/// One kind's entries: key and position, sorted.
pub(crate) struct Walk {
    entries: Vec<u64>,
    /// The first position of each block and where its entries begin, in the order of the positions, so that what lies together
    /// is looked at together.
    blocks: Vec<u64>,
    at: usize,
    /// Pairs of neighbours under keys that are too common to compare all.
    neighbours: Vec<(u32, u32)>,
    /// All ones at the slots of the kinds that were walked before.
    earlier: Keys,
}

impl Blocks {
    pub fn new(features: &[Features], lexicon: &Lexicon, families: Vec<Family>) -> Self {
        let keys = features.iter().map(|f| keys::keys(f, lexicon)).collect();
        let roles = features.iter().map(|f| f.role).collect();
        Self { keys, roles, families, common: 0 }
    }

    /// Walks other kinds of key from now on.
    pub fn use_only(&mut self, families: Vec<Family>) {
        self.families = families;
    }

    pub fn families(&self) -> usize {
        self.families.len()
    }

    /// Sorts the entries of one kind and strikes out the keys that too many share. With `sample` above 1 only
    /// that share of the keys is taken. `place` is where a record stands among those of one key that is too common.
    pub fn walk<P: Ord>(&mut self, at: usize, sample: u64, place: impl Fn(u32) -> P) -> Walk {
        let family = self.families[at];
        // Keys are spread evenly, so those below a bound are a fair sample.
        let bound = (u64::from(u32::MAX) / sample.max(1)) as u32;
        let mut entries = Vec::new();
        for (position, keys) in self.keys.iter().enumerate() {
            for &key in &keys[family.from..family.to] {
                if key != 0 && key <= bound {
                    entries.push(u64::from(key) << 32 | position as u64);
                }
            }
        }
        radix(&mut entries);
        entries.dedup();
        let (mut kept, mut neighbours, mut blocks) = (0, Vec::new(), Vec::new());
        let mut start = 0;
        while start < entries.len() {
            let key = entries[start] >> 32;
            let end = start + entries[start..].iter().take_while(|e| **e >> 32 == key).count();
            let size = end - start;
            if size > CAP {
                self.common += 1;
                if family.strong {
                    let mut all: Vec<u32> = entries[start..end].iter().map(|e| *e as u32).collect();
                    all.sort_by_cached_key(|at| place(*at));
                    for (i, a) in all.iter().enumerate() {
                        neighbours.extend(all[i + 1..].iter().take(keys::WINDOW).map(|b| (*a, *b)));
                    }
                }
                for entry in &entries[start..end] {
                    for slot in &mut self.keys[*entry as u32 as usize][family.from..family.to] {
                        if u64::from(*slot) == key {
                            *slot = 0;
                        }
                    }
                }
            } else if size > 1 {
                blocks.push(entries[start] << 32 | kept as u64);
                entries.copy_within(start..end, kept);
                kept += size;
            }
            start = end;
        }
        entries.truncate(kept);
        radix(&mut blocks);
        let mut earlier = [0; SLOTS];
        for before in &self.families[..at] {
            earlier[before.from..before.to].fill(u32::MAX);
        }
        Walk { entries, blocks, at, neighbours, earlier }
    }

    /// Calls `see` with each pair of `walk` that is `worth` a look between two of its entries that no earlier key has shown.
    /// A mother and a child are no pair.
    pub fn pairs(
        &self,
        walk: &Walk,
        (part, of): (usize, usize),
        worth: impl Fn(u32, u32) -> bool,
        mut see: impl FnMut(u32, u32),
    ) {
        let apart = |a: u32, b: u32| {
            let roles = (self.roles[a as usize], self.roles[b as usize]);
            matches!(roles, (Role::Mother, Role::Infant) | (Role::Infant, Role::Mother))
        };
        for &(a, b) in walk.neighbours.iter().skip(part).step_by(of) {
            if !apart(a, b) && worth(a, b) {
                see(a, b);
            }
        }
        let entries = &walk.entries;
        let share = |part: usize| walk.blocks.len() * part / of;
        for block in &walk.blocks[share(part)..share(part + 1)] {
            let start = *block as u32 as usize;
            let key = (entries[start] >> 32) as u32;
            let end = start + entries[start..].iter().take_while(|e| (**e >> 32) as u32 == key).count();
            for i in start..end {
                let a = entries[i] as u32;
                for entry in &entries[i + 1..end] {
                    let b = *entry as u32;
                    if !apart(a, b) && worth(a, b) && !self.seen(walk, key, a, b) {
                        see(a, b);
                    }
                }
            }
        }
    }

    /// Whether an earlier kind, or a smaller key of this kind, has shown the pair. A surname in another place may
    /// hide that it was: the pair is then seen twice, which does no harm.
    fn seen(&self, walk: &Walk, key: u32, a: u32, b: u32) -> bool {
        let (x, y) = (&self.keys[a as usize], &self.keys[b as usize]);
        // Without a branch, so that several slots are looked at in one step.
        let mut shared = 0;
        for slot in 0..SLOTS {
            let same = u32::from(x[slot] == y[slot]).wrapping_neg();
            shared |= same & x[slot] & walk.earlier[slot];
        }
        // Names and birth dates find most; their places are looked through crosswise.
        if walk.earlier[0] != 0 {
            for k in &x[..4] {
                for m in &y[..4] {
                    shared |= u32::from(k == m).wrapping_neg() & k;
                }
            }
        }
        if shared != 0 {
            return true;
        }
        let family = self.families[walk.at];
        let (x, y) = (&x[family.from..family.to], &y[family.from..family.to]);
        x.len() > 1 && x.iter().any(|k| *k != 0 && *k < key && y.contains(k))
    }
}

impl Walk {
    /// How many pairs the blocks hold, repeated ones counted.
    pub fn size(&self) -> usize {
        let mut pairs = 0;
        let mut run = 0;
        for i in 0..self.entries.len() {
            run = if i > 0 && self.entries[i] >> 32 == self.entries[i - 1] >> 32 { run + 1 } else { 0 };
            pairs += run;
        }
        pairs
    }
}

/// Sorts by the upper half, keeping the order of the lower: four passes of a byte each.
pub(crate) fn radix(entries: &mut Vec<u64>) {
    if entries.len() < 4096 {
        entries.sort_unstable();
        return;
    }
    let mut other = vec![0; entries.len()];
    for shift in [32, 43, 54] {
        let bits = if shift == 54 { 10 } else { 11 };
        let mask = (1_u64 << bits) - 1;
        let mut counts = vec![0_usize; 1 << bits];
        for entry in entries.iter() {
            counts[(entry >> shift & mask) as usize] += 1;
        }
        let mut sum = 0;
        for count in &mut counts {
            sum += std::mem::replace(count, sum);
        }
        for entry in entries.iter() {
            let slot = &mut counts[(entry >> shift & mask) as usize];
            other[*slot] = *entry;
            *slot += 1;
        }
        std::mem::swap(entries, &mut other);
    }
}
