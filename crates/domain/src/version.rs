//! Which of two versions of a record is the newer.
//!
//! A sender says when a version was made, or which number it has, or both, or neither. Where the times differ, they
//! tell; else the whole numbers do, where both have one; else what came later is newer. So a sender that only numbers
//! its versions is read as well as one that only dates them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Which version of its record something is, as far as the sender said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    updated: Option<Timestamp>,
    number: Option<u64>,
}

impl Version {
    /// A version by when it was last updated, of which parts of a microsecond do not count, and by its number; one that is
    /// not a whole number says nothing.
    pub fn new(last_updated: Option<Timestamp>, version_id: Option<&str>) -> Self {
        let micros = |at: Timestamp| {
            Timestamp::from_microsecond(at.as_microsecond())
                .expect("an instant is an instant without its nanoseconds")
        };
        Self { updated: last_updated.map(micros), number: version_id.and_then(|id| id.parse().ok()) }
    }

    /// Whether a version that came after this one takes its place.
    pub fn gives_way_to(self, later: Self) -> bool {
        match (self.updated, later.updated) {
            (Some(this), Some(other)) if this != other => this < other,
            _ => self.number.zip(later.number).is_none_or(|(this, other)| this <= other),
        }
    }
}

#[cfg(test)]
mod tests;
