//! Which source people are one person: what is said of them, what was decided, what follows.
//!
//! A cluster is a function of the records, of the linkage model and of the verdicts that stand. Someone else computes
//! it; here is kept what it is computed from, in the order in which it changes, and what came of it. A person's id is
//! the smallest home id of its members, so a merge writes nobody's rows anew: what was kept under an id that is merged
//! away is read with the survivor's, and is its own again after the split. People only give and take back verdicts;
//! every move of a source person is a row with its evidence and its cause.

mod acts;
mod apply;
mod history;
pub(crate) mod portraits;
mod queue;
mod reviews;
mod subjects;

use kith_domain::id::SourcePersonId;
use kith_domain::identity::{Attribute, PairKind, Verdict};

use crate::{Error, Result};

pub use acts::{
    Act, ActKind, GivenVerdict, NewAct, NewVerdict, StandingVerdict, act, acts_about, choices, take_back,
    verdicts,
};
pub use apply::{Applied, Cause, Cluster, Partition, Proposal, apply};
pub use history::{EventKind, EventRow, Move, history};
pub use queue::{
    Cursor, MOST_COUNTED, QueueCount, ReviewRow, Standing, queue, queue_counts, review, standing, standing_of,
};
pub use reviews::NewReview;
pub(crate) use subjects::canonical_in;
pub use subjects::{Subject, canonical, changed, find, members, person_of, subjects};

/// A pair about which something is asked or decided: for [`PairKind::Dyad`] an infant and a mother, else the smaller
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pair {
    /// What is asked.
    pub kind: PairKind,
    /// The one, or the infant.
    pub a: SourcePersonId,
    /// The other, or the mother.
    pub b: SourcePersonId,
    /// What they differ about, for [`PairKind::Fact`].
    pub attribute: Option<Attribute>,
}

impl Pair {
    /// Whether two are one person.
    pub fn person(one: SourcePersonId, other: SourcePersonId) -> Self {
        Self { kind: PairKind::Person, a: one.min(other), b: one.max(other), attribute: None }
    }

    /// Whether an infant was born to someone.
    pub fn dyad(infant: SourcePersonId, mother: SourcePersonId) -> Self {
        Self { kind: PairKind::Dyad, a: infant, b: mother, attribute: None }
    }

    /// Which of two to believe about something.
    pub fn fact(one: SourcePersonId, other: SourcePersonId, attribute: Attribute) -> Self {
        Self { kind: PairKind::Fact, a: one.min(other), b: one.max(other), attribute: Some(attribute) }
    }

    /// In the order in which it is stored; an error for nobody and themself.
    pub(crate) fn ordered(self) -> Result<Self> {
        let turned = self.kind != PairKind::Dyad && self.a > self.b;
        let (a, b) = if turned { (self.b, self.a) } else { (self.a, self.b) };
        if a == b { Err(Error::NoSuch("pair")) } else { Ok(Self { a, b, ..self }) }
    }

    pub(crate) fn attribute_name(self) -> &'static str {
        self.attribute.map_or("", Attribute::name)
    }
}

/// Reads a pair from four columns.
pub(crate) fn read_pair(row: &crate::sql::Row, at: usize) -> Result<Pair> {
    let (kind, attribute): (String, String) = (row.get(at)?, row.get(at + 3)?);
    Ok(Pair {
        kind: PairKind::named(&kind).ok_or(Error::Corrupt("kind of a pair"))?,
        a: row.get(at + 1)?,
        b: row.get(at + 2)?,
        attribute: match attribute.as_str() {
            "" => None,
            name => Some(read_attribute(name)?),
        },
    })
}

pub(crate) fn read_attribute(name: &str) -> Result<Attribute> {
    Attribute::named(name).ok_or(Error::Corrupt("attribute"))
}

pub(crate) fn read_verdict(name: &str) -> Result<Verdict> {
    Verdict::named(name).ok_or(Error::Corrupt("verdict"))
}

/// Every query here, for the test that prepares each.
#[cfg(test)]
pub(crate) fn every_query() -> Vec<crate::sql::Query> {
    [acts::ALL, apply::ALL, history::ALL, portraits::ALL, queue::ALL, reviews::ALL, subjects::ALL].concat()
}
