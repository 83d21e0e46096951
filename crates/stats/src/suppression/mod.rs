//! Hiding small cells so that nobody can work them out.
//!
//! Primary suppression hides the cells that are too small; the sums would give them back, so
//! complementary suppression hides others with them. What is returned is always safe against an
//! outsider who knows the published cells, the sums, and the least a hidden count can be; it is the
//! least possible wherever [`Pattern::proven_least`] says so. Deliberately absent: outsiders who
//! know one of the hidden cells (a member of the group); what follows from counts being whole, which
//! in tables of three and more dimensions can narrow a range further; and tables that share cells
//! but are suppressed apart. Put what is published together into one table.

mod attack;
mod family;
mod groups;
mod preset;
mod search;

use serde::Serialize;

pub use attack::{Range, attack};
pub use family::{Cell, apart, hide_in_family};
pub use groups::{PublishedGroups, PublishedProportion, suppress_groups};
pub use preset::{Preset, Published, Suppressed, suppress, suppress_knowing};
pub use search::protect;

/// Counts and the sums between them, which hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    cells: Vec<u64>,
    sums: Vec<Sum>,
}

/// One cell is the total of others. Cells count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// The total.
    pub total: usize,
    /// What it is the total of.
    pub parts: Vec<usize>,
}

/// A table that contradicts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A sum names a cell that is not there.
    #[error("cell {cell} does not exist")]
    NoSuchCell {
        /// Its place.
        cell: usize,
    },
    /// The parts do not add up to the total.
    #[error("cell {total} is not the total of its parts")]
    WrongTotal {
        /// The place of the total.
        total: usize,
    },
}

impl Table {
    /// # Errors
    /// When a sum names a missing cell or does not hold.
    pub fn new(cells: Vec<u64>, sums: Vec<Sum>) -> Result<Self, TableError> {
        for sum in &sums {
            let named = std::iter::once(&sum.total).chain(&sum.parts);
            if let Some(&cell) = named.into_iter().find(|&&cell| cell >= cells.len()) {
                return Err(TableError::NoSuchCell { cell });
            }
            let parts = sum.parts.iter().try_fold(0_u64, |all, &p| all.checked_add(cells[p]));
            if parts != Some(cells[sum.total]) {
                return Err(TableError::WrongTotal { total: sum.total });
            }
        }
        Ok(Self { cells, sums })
    }

    /// The counts.
    #[must_use]
    pub fn cells(&self) -> &[u64] {
        &self.cells
    }

    /// The sums.
    #[must_use]
    pub fn sums(&self) -> &[Sum] {
        &self.sums
    }

    /// The totals that are part of no other total: what everybody asks for first.
    #[must_use]
    pub fn grand_totals(&self) -> Vec<usize> {
        (0..self.cells.len())
            .filter(|cell| self.sums.iter().any(|sum| sum.total == *cell))
            .filter(|cell| !self.sums.iter().any(|sum| sum.parts.contains(cell)))
            .collect()
    }
}

/// When a primary cell counts as protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// More than one value fits.
    NotDerivable,
    /// Some table that fits has at least this count there, so that nobody can say the cell is
    /// small.
    Reaches(u64),
}

/// What to give up least of. Primary cells are hidden anyway and cost the same in every pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// The number of hidden cells.
    FewestCells,
    /// The sum of the hidden counts, which keeps totals and large groups published.
    SmallestSum,
}

/// What to hide, and how.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The table.
    pub table: &'a Table,
    /// The cells to protect.
    pub primary: &'a [usize],
    /// Cells to publish in any case. Zeros that are not primary are published too.
    pub kept: &'a [usize],
    /// What an outsider knows every hidden count to be at least: 0, or 1 where zeros are always
    /// published and a hidden cell is therefore none.
    pub at_least: u64,
    /// How far to protect them.
    pub protection: Protection,
    /// What to give up least of.
    pub objective: Objective,
}

/// Which cells to hide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pattern {
    /// For each cell, whether it is hidden: the primary ones and those that protect them.
    pub hidden: Vec<bool>,
    /// The objective over all hidden cells.
    pub cost: u64,
    /// Whether no safe pattern costs less. False when the search ended at its limit.
    pub proven_least: bool,
}

/// Not even hiding every cell that may be hidden protects the primary ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no choice of cells protects the small ones while the kept cells are published")]
pub struct CannotProtect;

impl Task<'_> {
    fn weight(&self, cell: usize) -> u64 {
        match self.objective {
            Objective::FewestCells => 1,
            Objective::SmallestSum => self.table.cells[cell],
        }
    }
}

#[cfg(test)]
mod tests;
