//! Population indicators.

use kith_domain::measure::Period;

use super::{Estimate, Shown};
use crate::programme::MeasureInfo;

/// One indicator.
#[derive(Debug, Clone)]
pub struct IndicatorRow {
    /// Which.
    pub measure: MeasureInfo,
    /// For so many.
    pub per: u32,
    /// The latest twelve months that are over for everybody; the latest there are where none is. Of persons, the latest such
    /// calendar year of the table.
    pub period: Period,
    /// Events.
    pub events: Shown,
    /// Births or persons that they are told of; none where no table has the persons.
    pub of: Option<Shown>,
    /// Whether it is persons.
    pub of_persons: bool,
    /// Events for so many, with their exact 95 % interval; or why not.
    pub told: Result<Estimate, NoIndicator>,
    /// So few events that it says little.
    pub unstable: bool,
}

/// Why there is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoIndicator {
    /// Too few to show.
    Withheld,
    /// It is told of persons, and no table says how many there are.
    NoPopulation,
    /// Nobody is in it yet.
    Nobody,
    /// Somebody is open in every twelve months that it could tell of.
    Open,
}
