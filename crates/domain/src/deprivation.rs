//! How deprived areas are: fifths of the areas of one index, looked up by postal code.
//!
//! A fifth is one of areas and not of people, and never an average: ranks are not added up. Indices are not comparable
//! with one another, so each has a name and an edition, and says itself which end is the deprived one.

use std::collections::BTreeMap;

/// A fifth of the areas of an index, from 1, the most deprived, to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quintile(u8);

/// The strata of `deprivation`, the most deprived fifth first.
pub const STRATA: [&str; 5] = ["Quintile 1", "Quintile 2", "Quintile 3", "Quintile 4", "Quintile 5"];

impl Quintile {
    /// Its stratum: one of [`STRATA`].
    pub fn stratum(self) -> &'static str {
        STRATA[usize::from(self.0) - 1]
    }

    /// From 1 to 5.
    pub fn number(self) -> u8 {
        self.0
    }

    fn turned(self) -> Self {
        Self(6 - self.0)
    }
}

/// Which end of an index is the deprived one, and how the areas of its table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Ranks from 1 to the number of areas.
    Rank {
        /// How many areas the index ranks: those of the whole edition, not of the table.
        areas: u32,
        /// Whether the first is the most deprived.
        first_is_most_deprived: bool,
    },
    /// Percentiles above 0 up to 100.
    Percentile {
        /// Whether a higher one is more deprived.
        higher_is_more_deprived: bool,
    },
}

/// Why a number is no place on a scale.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum NoPlace {
    /// Not a rank of this many areas.
    #[error("a rank is a whole number from 1 to {0}")]
    Rank(u32),
    /// Not a percentile.
    #[error("a percentile is a number above 0 and not above 100")]
    Percentile,
}

impl Scale {
    /// The fifth of a number as the table has it: `ceil(rank × 5 / areas)`, turned round where the last are the most
    /// deprived.
    pub fn quintile(self, number: &str) -> Result<Quintile, NoPlace> {
        match self {
            Self::Rank { areas, first_is_most_deprived } => {
                let rank = number.parse().ok().filter(|rank| (1..=areas).contains(rank));
                let rank = u64::from(rank.ok_or(NoPlace::Rank(areas))?);
                let fifth = Quintile((rank * 5).div_ceil(u64::from(areas)) as u8);
                Ok(if first_is_most_deprived { fifth } else { fifth.turned() })
            }
            Self::Percentile { higher_is_more_deprived } => {
                let percent: Option<f64> = number.parse().ok().filter(|p| *p > 0.0 && *p <= 100.0);
                let fifth = Quintile((percent.ok_or(NoPlace::Percentile)? / 20.0).ceil() as u8);
                Ok(if higher_is_more_deprived { fifth.turned() } else { fifth })
            }
        }
    }
}

/// The areas of an index, by postal code or by its beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprivation {
    areas: BTreeMap<String, Quintile>,
}

impl Deprivation {
    /// Adds an area; says whether there was none of this beginning yet.
    pub fn add(&mut self, area: &str, quintile: Quintile) -> bool {
        self.areas.insert(plain(area), quintile).is_none()
    }

    /// The fifth of the area with the longest beginning of a postal code.
    pub fn quintile(&self, postal_code: &str) -> Option<Quintile> {
        let code = plain(postal_code);
        (1..=code.len()).rev().find_map(|length| self.areas.get(code.get(..length)?)).copied()
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }
}

/// A postal code as it is compared: capitals and digits only.
pub fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests;
