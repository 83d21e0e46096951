//! What those see who speak for a baby, and what those see who gave them an account.

use jiff::{Timestamp, civil::Date};
use kith_domain::date::PartialDate;
use kith_domain::id::ProxyId;
use kith_domain::words::Words;

/// The page of somebody who speaks for a baby.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinePage {
    /// They choose a password first.
    Choose,
    /// What may be seen; empty where nothing may.
    Open(Vec<BabyVisits>),
}

/// The visits of one baby.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BabyVisits {
    /// Those that are due, the first to close first.
    pub due: Vec<VisitsDue>,
    /// The days of those that were made, the oldest first.
    pub made: Vec<Date>,
}

/// Visits that are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitsDue {
    /// What they are due for.
    pub title: Words,
    /// How many are still to be made.
    pub missing: usize,
    /// The last day.
    pub by: Date,
}

/// Somebody who speaks for a baby, to those who gave the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyShown {
    /// The id.
    pub id: ProxyId,
    /// When the baby was born, on the page of its mother; who may see that page need not see the baby's.
    pub born: Option<PartialDate>,
    /// It was not ended and no date closes it.
    pub stands: bool,
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// What shows that they may.
    pub evidence: String,
    /// The last day.
    pub last_day: Date,
    /// The day of a court, from which it is closed.
    pub court_on: Option<Date>,
    /// They chose a password of their own.
    pub chosen: bool,
    /// Who gave it, and when.
    pub given: (String, Timestamp),
    /// When it was ended, and by whom.
    pub ended: Option<(Timestamp, String)>,
}
