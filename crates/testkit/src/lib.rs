//! For tests only: builders of facts that are valid as they stand, a fixed clock, throwaway databases, gateways that
//! keep what they are sent.
//!
//! Every person is plainly synthetic. A test names only what it is about; the builders fill in the rest.

mod content;
mod database;
mod fact;
mod gateway;
pub mod storage;

pub use content::{content, fill, rows};
pub use database::{Place, postgres, sqlite};
pub use fact::{
    EncounterBuilder, PersonBuilder, RelatedPersonBuilder, a_condition, a_mother, a_related_person,
    an_encounter, an_infant, an_organization, an_outcome,
};
pub use gateway::{Arrived, Gateway};

use jiff::{Timestamp, civil::Date};

/// When every test happens: 2026-01-05, noon UTC.
pub const NOON: Timestamp = Timestamp::constant(1_767_614_400, 0);

/// The day of [`NOON`].
pub const TODAY: Date = Date::constant(2026, 1, 5);

/// A moment so many seconds after [`NOON`].
pub fn later(seconds: i64) -> Timestamp {
    Timestamp::constant(NOON.as_second() + seconds, 0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn noon_is_noon() {
        assert_eq!(super::NOON.to_string(), "2026-01-05T12:00:00Z");
        assert_eq!(super::later(60).to_string(), "2026-01-05T12:01:00Z");
    }
}
