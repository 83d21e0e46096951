//! What a measure says of one subject, and how subjects are counted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{OrganizationId, PersonId, RecordId, SubjectId};

pub mod strata;

/// Whole days: the first included, the last excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a period: write START/END as two dates, 2025-01-01/2026-01-01; END is not included")]
pub struct NotAPeriod(pub String);

impl Period {
    /// Whether a day lies in it.
    pub fn contains(&self, day: Date) -> bool {
        self.start <= day && day < self.end
    }
}

impl std::str::FromStr for Period {
    type Err = NotAPeriod;
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let wrong = || NotAPeriod(text.to_owned());
        let (start, end) = text.split_once('/').ok_or_else(wrong)?;
        let period =
            Self { start: start.parse().map_err(|_| wrong())?, end: end.parse().map_err(|_| wrong())? };
        if period.start < period.end { Ok(period) } else { Err(wrong()) }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

/// Which way a rate is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A higher rate.
    Higher,
    /// A lower rate.
    Lower,
    /// Neither: what it counts is hers to choose, or says only for whom the next step is. Nobody is better or worse off
    /// by it, and no gap is told.
    Neither,
}

/// Where one subject stands in one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the rate, and done.
    Met,
    /// In the rate, and not done.
    NotMet,
    /// Taken out of the rate for a stated reason.
    Excluded,
    /// The window is still open on the as-of date, whatever has been done already.
    Pending,
    /// Whether the subject belongs to the rate cannot be known from the records.
    Unknown,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Met, Self::NotMet, Self::Excluded, Self::Pending, Self::Unknown];

    /// Its name, as in JSON and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Excluded => "excluded",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
        }
    }

    /// The status of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// One stratifier's value for one subject: `("race_ethnicity", "Hispanic or Latino")`.
pub type Stratum = (String, String);

/// The result of one measure for one subject, with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The measure's id.
    pub measure: String,
    /// What is counted.
    pub subject: SubjectId,
    /// The person it is about: the infant, or the mother.
    pub person: PersonId,
    /// The organisation that the subject is attributed to.
    pub organization: Option<OrganizationId>,
    /// Where it stands.
    pub status: Status,
    /// The day that places the subject in a period.
    pub counts_on: Date,
    /// When the numerator was reached.
    pub on: Option<Date>,
    /// The last day on which it can be reached.
    pub due_on: Option<Date>,
    /// Events that count, so far, on different days.
    pub have: u16,
    /// Events that are needed.
    pub needs: u16,
    /// The records that say so: the events that count, or the reason for an exclusion.
    pub evidence: Vec<RecordId>,
    /// For an exclusion or an unknown, which one: a key of the measure's `reasons`.
    pub reason: Option<String>,
    /// The strata the subject falls in: one for each stratifier, and each of several where they overlap
    /// ([`strata::strata_of`]).
    pub strata: Vec<Stratum>,
}

/// One cell of the cube: a measure's counts for an organisation, a month and a stratum.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CellKey {
    /// The measure's id.
    pub measure: String,
    /// The organisation; none when the subject is attributed to nobody.
    pub organization: Option<OrganizationId>,
    /// The first day of the month in which the subjects count.
    pub month: Date,
    /// Stratifier and stratum; none for the whole.
    pub stratum: Option<Stratum>,
}

/// A measure among those of its family: definitions of one measure, and the parts of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// Its id.
    pub id: String,
    /// Whether it is a part of the first of the family.
    pub part: bool,
}

/// How many subjects stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Met.
    pub met: i64,
    /// Not met.
    pub not_met: i64,
    /// Excluded.
    pub excluded: i64,
    /// Pending.
    pub pending: i64,
    /// Unknown.
    pub unknown: i64,
}

impl Counts {
    /// Adds `n` subjects of a status; a negative number takes them away.
    pub fn add(&mut self, status: Status, n: i64) {
        *match status {
            Status::Met => &mut self.met,
            Status::NotMet => &mut self.not_met,
            Status::Excluded => &mut self.excluded,
            Status::Pending => &mut self.pending,
            Status::Unknown => &mut self.unknown,
        } += n;
    }

    /// Those in the rate: met and not met. The excluded, the pending and the unknown stand beside it.
    pub fn denominator(&self) -> i64 {
        self.met + self.not_met
    }

    /// Whether nobody is counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.met += other.met;
        self.not_met += other.not_met;
        self.excluded += other.excluded;
        self.pending += other.pending;
        self.unknown += other.unknown;
    }
}

/// The cells to which one outcome belongs: the whole of its organisation and month, and one per stratum.
pub fn cells(outcome: &Outcome) -> impl Iterator<Item = CellKey> + '_ {
    std::iter::once(None).chain(outcome.strata.iter().cloned().map(Some)).map(|stratum| CellKey {
        measure: outcome.measure.clone(),
        organization: outcome.organization,
        month: outcome.counts_on.first_of_month(),
        stratum,
    })
}
