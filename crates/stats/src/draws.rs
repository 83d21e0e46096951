//! Chance that is an argument: as many draws as asked for, from a seed.

use serde::{Deserialize, Serialize};

/// How many random draws to make, and from where. The same draws always give the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draws {
    /// How many. 20,000 leave limits uncertain by about half a percent of an interval's width.
    pub count: usize,
    /// Where the sequence starts.
    pub seed: u64,
}

impl Draws {
    /// What is used where nobody asks for more.
    pub const USUAL: Self = Self { count: 20_000, seed: 20_260_601 };
}

/// A sequence of numbers that pass for random (`SplitMix64`; Steele, Lea & Flood, OOPSLA 2014).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Strictly between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((z >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
}

/// The value below which this share of the draws lies, between neighbours in proportion (type 7 of
/// Hyndman & Fan, Am Stat 1996;50:361). The order of the draws is lost.
pub(crate) fn quantile(draws: &mut [f64], share: f64) -> f64 {
    let place = share * (draws.len() - 1) as f64;
    let below = place.floor() as usize;
    let (_, &mut low, rest) = draws.select_nth_unstable_by(below, f64::total_cmp);
    let high = rest.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    low + (place - below as f64) * (high - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        let draws = [4.0, 1.0, 3.0, 2.0];
        for (share, value) in [(0.0, 1.0), (0.5, 2.5), (0.25, 1.75), (1.0, 4.0)] {
            assert_eq!(quantile(&mut draws.clone(), share), value, "{share}");
        }
    }

    #[test]
    fn draws_fill_the_unit_evenly() {
        let mut chance = Chance::new(7);
        let draws: Vec<f64> = (0..10_000).map(|_| chance.uniform()).collect();
        let mean = draws.iter().sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.01);
        assert!(draws.iter().all(|draw| *draw > 0.0 && *draw < 1.0));
    }
}
