//! Chance that can be repeated: one stream of numbers per family, the same on every machine.
//!
//! Only whole numbers are drawn, by multiplication of a fixed width, so that neither the platform nor a change in
//! how a library samples a range moves a single record.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Probabilities are whole parts of this.
pub(crate) const WHOLE: u32 = 10_000;

/// A stream of chance.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a seed and a number; streams do not overlap.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut key = *b"kith synthetic families --------";
        key[24..].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A day or count from `low` to `high`, both included; `low` when there is nothing between.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        if high <= low { low } else { low + self.below((high - low + 1) as u32) as i32 }
    }

    /// Yes, in `p` of [`WHOLE`] cases.
    pub(crate) fn yes(&mut self, p: u32) -> bool {
        self.below(WHOLE) < p
    }

    /// The place of one of several weights.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// One of a list.
    pub(crate) fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u32) as usize]
    }
}
