//! Definitions of one measure, side by side.

use super::{Rate, Shown};
use crate::programme::Definition;

/// The definitions of a measure: those that the programme runs, and those that it could run.
#[derive(Debug, Clone, PartialEq)]
pub struct Definitions {
    /// Those that run, the page's own first.
    pub run: Vec<DefinitionRow>,
    /// Those that do not.
    pub others: Vec<Definition>,
}

/// One definition with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct DefinitionRow {
    /// Which.
    pub definition: Definition,
    /// Its rate over the period of the page.
    pub rate: Rate,
    /// Against the page's own; none for that itself.
    pub against: Option<Against>,
}

/// Those whom two definitions both count, and where they disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Against {
    /// Whom both count.
    pub both: Shown,
    /// Of these, who is met in the page's own and not in this one.
    pub only_own: Shown,
    /// Of these, who is met in this one and not in the page's own.
    pub only_this: Shown,
}
