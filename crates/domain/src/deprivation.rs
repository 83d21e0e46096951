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
        self.areas.insert(written(area), quintile).is_none()
    }

    /// The fifth of the area with the longest beginning of a postal code. Of a British one no beginning ends within the
    /// number or the letters of the district: `M1` is not where `M11 2AB` is.
    pub fn quintile(&self, postal_code: &str) -> Option<Quintile> {
        let code = written(postal_code);
        let district = code.find(' ').unwrap_or(0);
        let kind = |at: usize| code.as_bytes()[at].is_ascii_digit();
        let whole = |length: &usize| *length >= district || kind(length - 1) != kind(*length);
        (1..=code.len()).rev().filter(whole).find_map(|length| self.areas.get(code.get(..length)?)).copied()
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

/// A postal code as it is looked up: [`plain`], and a British one with a blank after its district, however it was sent.
fn written(code: &str) -> String {
    let plain_code = plain(code);
    let is_district = |text: &str| {
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let rest = &text.as_bytes()[letters..];
        (1..=2).contains(&letters)
            && (1..=2).contains(&rest.len())
            && rest[0].is_ascii_digit()
            && rest.iter().all(u8::is_ascii_alphanumeric)
    };
    let is_rest = |text: &str| {
        let (number, letters) = text.as_bytes().split_first().map_or((b' ', &[][..]), |(n, rest)| (*n, rest));
        number.is_ascii_digit() && letters.len() <= 2 && letters.iter().all(u8::is_ascii_uppercase)
    };
    let blank = code.trim().split_once(char::is_whitespace).map(|(district, _)| plain(district).len());
    let at = blank.or_else(|| plain_code.len().checked_sub(3));
    let parts = at.and_then(|at| plain_code.split_at_checked(at));
    match parts {
        Some((district, rest))
            if is_district(district) && is_rest(rest) && (blank.is_some() || rest.len() == 3) =>
        {
            format!("{district} {rest}")
        }
        _ => plain_code,
    }
}

/// A postal code as it is compared: capitals and digits only.
pub fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests;
