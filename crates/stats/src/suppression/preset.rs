//! The rules of those who own the data, and counts as they may leave the system.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::search::protect_within;
use super::{Objective, Pattern, Protection, Range, Table, Task, attack};

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

/// A table as it may be shown, and what is known about its safety.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// Every cell.
    pub cells: Vec<Published>,
    /// Whether no other safe pattern hides fewer people. False when the search ended at its limit.
    pub proven_least: bool,
    /// Whether the small cells stay safe from somebody who knows the cells that were said to be known.
    pub safe_from_known: bool,
    /// Whether anything but withholding every cell protects the small ones.
    pub protectable: bool,
}

impl Suppressed {
    /// What an outsider can work out about each cell; none for a rule that hides no others, where nothing
    /// is promised.
    #[must_use]
    pub fn ranges(&self, table: &Table, preset: &Preset) -> Option<Vec<Range>> {
        let hidden: Vec<bool> = self.cells.iter().map(|cell| cell.count().is_none()).collect();
        preset.complementary.then(|| attack(table, &hidden, u64::from(preset.zero_ok)))
    }
}

/// Every cell of a table as the preset lets it be shown.
///
/// With complementary suppression each small cell is protected up to the first count that may be
/// shown, and as few people as possible are hidden with it. Grand totals are kept while that is
/// safe; should nothing else do, all cells are withheld.
#[must_use]
pub fn suppress(table: &Table, preset: &Preset) -> Vec<Published> {
    publish(table, preset, &hide(table, preset, &[]).pattern)
}

/// As [`suppress`], against an outsider who also knows some of the cells from elsewhere, such as totals
/// that are published in another table.
///
/// # Panics
/// When a known cell is not in the table.
#[must_use]
pub fn suppress_knowing(table: &Table, preset: &Preset, known: &[usize]) -> Suppressed {
    let hidden = hide(table, preset, known);
    Suppressed {
        cells: publish(table, preset, &hidden.pattern),
        proven_least: hidden.pattern.proven_least,
        safe_from_known: hidden.safe_from_known,
        protectable: hidden.protectable,
    }
}

fn publish(table: &Table, preset: &Preset, pattern: &Pattern) -> Vec<Published> {
    let publish = |(&count, hidden): (&u64, &bool)| {
        if *hidden { Published::Withheld } else { preset.publish(count) }
    };
    table.cells().iter().zip(&pattern.hidden).map(publish).collect()
}

struct Hidden {
    pattern: Pattern,
    safe_from_known: bool,
    protectable: bool,
}

fn hide(table: &Table, preset: &Preset, known: &[usize]) -> Hidden {
    let cells = table.cells();
    let primary: Vec<usize> = (0..cells.len()).filter(|&cell| preset.hides(cells[cell])).collect();
    let cost = |hidden: &[bool]| (0..cells.len()).filter(|&cell| hidden[cell]).map(|cell| cells[cell]).sum();
    if primary.is_empty() || !preset.complementary {
        let hidden: Vec<bool> = cells.iter().map(|&count| preset.hides(count)).collect();
        let pattern = Pattern { cost: cost(&hidden), hidden, proven_least: true };
        return Hidden { pattern, safe_from_known: primary.is_empty(), protectable: true };
    }
    let keeping = |kept: &[usize]| {
        let protection = Protection::Reaches(preset.hide_max + 1);
        let objective = Objective::SmallestSum;
        // Where zeros are shown, whoever sees a hidden cell knows that it is none.
        let at_least = u64::from(preset.zero_ok);
        let task = Task { table, primary: &primary, kept, at_least, protection, objective };
        protect_within(&task, PATIENCE)
    };
    let totals = table.grand_totals();
    // A small cell that is known from elsewhere cannot be protected, nor need it be.
    let known: Vec<usize> = known.iter().copied().filter(|cell| !primary.contains(cell)).collect();
    let both: Vec<usize> = totals.iter().chain(&known).copied().collect();
    let tries = [(true, &both[..]), (known.is_empty(), &totals[..]), (known.is_empty(), &[])];
    for (safe_from_known, kept) in tries {
        if let Ok(pattern) = keeping(kept) {
            return Hidden { pattern, safe_from_known, protectable: true };
        }
    }
    let all = vec![true; cells.len()];
    let pattern = Pattern { cost: cost(&all), hidden: all, proven_least: false };
    Hidden { pattern, safe_from_known: known.is_empty(), protectable: false }
}
