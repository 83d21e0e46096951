//! Attempts to reach a family.
//!
//! What happened is said as it happened; a family is never at fault. "Moved away" is a documented move out of the
//! area, which takes the infant out of measures that say so; nobody closes a case by silence.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, ContactId, PersonId};

/// How the family was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A telephone call.
    Call,
    /// A text message.
    Text,
    /// A visit at home.
    HomeVisit,
    /// A letter.
    Letter,
    /// In person at the clinic.
    InPerson,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactOutcome {
    /// Spoke with the family.
    Reached,
    /// A visit was booked.
    VisitBooked,
    /// Left a message.
    LeftMessage,
    /// Nobody answered.
    NoAnswer,
    /// The number or address does not reach them.
    WrongNumber,
    /// They asked not to be contacted about this.
    AskedNotToContact,
    /// They moved out of the area.
    MovedAway,
}

named! {
    Channel { Call = "call", Text = "text", HomeVisit = "home_visit", Letter = "letter", InPerson = "in_person" }
    ContactOutcome {
        Reached = "reached", VisitBooked = "visit_booked", LeftMessage = "left_message", NoAnswer = "no_answer",
        WrongNumber = "wrong_number", AskedNotToContact = "asked_not_to_contact", MovedAway = "moved_away",
    }
}

/// One attempt to reach a family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The infant (or mother) it was about.
    pub person: PersonId,
    /// Who tried.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// The civil day, at the place of care.
    pub on: Date,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub outcome: ContactOutcome,
    /// A note, in the worker's words.
    pub note: Option<String>,
}
