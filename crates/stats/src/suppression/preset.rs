//! The rules of those who own the data, and counts as they may leave the system.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::search::protect_within;
use super::{Objective, Protection, Table, Task};

/// Steps of arithmetic a page can wait for: a second or so.
const PATIENCE: u64 = 3_000_000_000;

/// A rule for small numbers. One preset serves a whole table: rounding and complementary
/// suppression are never mixed within one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The smallest count that is hidden.
    pub hide_min: u64,
    /// The largest count that is hidden.
    pub hide_max: u64,
    /// Whether a zero may be shown.
    pub zero_ok: bool,
    /// Whether other cells are hidden so that the small ones cannot be worked out.
    pub complementary: bool,
    /// Published counts are rounded to the nearest multiple, halves up; 0 leaves them.
    pub round_to: u64,
    /// Fewest events that a rate is shown for.
    #[serde(default)]
    pub rate_min_numerator: u64,
    /// Fewest people that a rate is shown for.
    #[serde(default)]
    pub rate_min_denominator: u64,
}

impl Preset {
    /// The platform's own: 1 to 10 hidden, and rates only of 11 events among 30 people.
    pub const PLATFORM_DEFAULT: Self = Self { rate_min_numerator: 11, rate_min_denominator: 30, ..Self::CMS };

    /// The cell-size policy of the Centers for Medicare & Medicaid Services: 1 to 10 are neither
    /// shown nor derivable.
    pub const CMS: Self = Self {
        hide_min: 1,
        hide_max: 10,
        zero_ok: true,
        complementary: true,
        round_to: 0,
        rate_min_numerator: 0,
        rate_min_denominator: 0,
    };

    /// English hospital statistics below the national level since 2018: 1 to 7 hidden, the rest
    /// rounded to 5.
    pub const NHS_HES_2018_SUBNATIONAL: Self =
        Self { hide_max: 7, complementary: false, round_to: 5, ..Self::CMS };

    /// Whether a count is too small to show.
    #[must_use]
    pub fn hides(&self, count: u64) -> bool {
        (self.hide_min..=self.hide_max).contains(&count) || (count == 0 && !self.zero_ok)
    }

    /// The count as this preset alone would show it, without regard to sums.
    #[must_use]
    pub fn publish(&self, count: u64) -> Published {
        if self.hides(count) { Published::Withheld } else { Published::Count(self.round(count)) }
    }

    fn round(&self, count: u64) -> u64 {
        if self.round_to == 0 {
            return count;
        }
        let below = count / self.round_to * self.round_to;
        if (count - below) * 2 >= self.round_to { below + self.round_to } else { below }
    }
}

/// A count as it may leave the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Published {
    /// May be shown.
    Count(u64),
    /// May not, because it is small or would give a small one away. Which of the two is not told.
    Withheld,
}

impl Published {
    /// The count, if it may be shown.
    #[must_use]
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Withheld => None,
        }
    }
}

/// The count in digits or the word `withheld`, for logs; pages have their own words.
impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Withheld => f.write_str("withheld"),
        }
    }
}

/// Every cell of a table as the preset lets it be shown.
///
/// With complementary suppression each small cell is protected up to the first count that may be
/// shown, and as few people as possible are hidden with it. Grand totals are kept while that is
/// safe; should nothing else do, all cells are withheld.
#[must_use]
pub fn suppress(table: &Table, preset: &Preset) -> Vec<Published> {
    let hidden = hidden_by(table, preset);
    let publish = |(&count, hidden): (&u64, bool)| {
        if hidden { Published::Withheld } else { preset.publish(count) }
    };
    table.cells().iter().zip(hidden).map(publish).collect()
}

fn hidden_by(table: &Table, preset: &Preset) -> Vec<bool> {
    let cells = table.cells();
    let primary: Vec<usize> = (0..cells.len()).filter(|&cell| preset.hides(cells[cell])).collect();
    if primary.is_empty() || !preset.complementary {
        return cells.iter().map(|&count| preset.hides(count)).collect();
    }
    let keeping = |kept: &[usize]| {
        let protection = Protection::Reaches(preset.hide_max + 1);
        let objective = Objective::SmallestSum;
        // Where zeros are shown, whoever sees a hidden cell knows that it is none.
        let at_least = u64::from(preset.zero_ok);
        let task = Task { table, primary: &primary, kept, at_least, protection, objective };
        protect_within(&task, PATIENCE)
    };
    let pattern = keeping(&table.grand_totals()).or_else(|_| keeping(&[]));
    pattern.map_or(vec![true; cells.len()], |pattern| pattern.hidden)
}
