//! The course of a case: what happened in it, as measures read it.
//!
//! It is made of the rows of the case as they stand now, so that what was undone, reopened or merged is told as if it had
//! always been so. Instants stay instants: the day that one lies on is for whoever knows the network's time zone to say.
//! Nothing of an answer is in it but which form was filled in and what it asked somebody to do.

use jiff::{Timestamp, civil::Date};

use crate::care_case::CloseReason;
use crate::contact::{Channel, ContactOutcome};
use crate::follow_up::CameOf;
use crate::id::{CaseId, OrganizationId, PersonId, RecordId, ReferralId};
use crate::priority::Tier;
use crate::referral::{Connection, Side, State, Word, connection};

/// The course of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The case.
    pub case: CaseId,
    /// Her, by the id that stands for her now.
    pub person: PersonId,
    /// The record of the first form.
    pub record: RecordId,
    /// Who sent the first form.
    pub organization: Option<OrganizationId>,
    /// When the first form came.
    pub opened_at: Timestamp,
    /// By when she was to be contacted, as the form that asked for the soonest said.
    pub contact_by: Timestamp,
    /// When it was closed and why, where it is.
    pub closed: Option<(Timestamp, CloseReason)>,
    /// The tier that the rules give.
    pub assessed: Tier,
    /// The tier that somebody set by hand, and when.
    pub overridden: Option<(Tier, Timestamp)>,
    /// Attempts to reach her while it was open, those that were not undone.
    pub attempts: Vec<Attempt>,
    /// Forms that were filled in.
    pub forms: Vec<FormIn>,
    /// What somebody had to do.
    pub tasks: Vec<Todo>,
    /// Services that were asked.
    pub askings: Vec<Asking>,
    /// Things that were handed out to her.
    pub handouts: Vec<Handout>,
}

/// One attempt to reach her.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// When it was written down.
    pub at: Timestamp,
    /// The day on which it was made.
    pub on: Date,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub outcome: ContactOutcome,
}

/// A form that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormIn {
    /// When.
    pub at: Timestamp,
    /// Which.
    pub form: String,
    /// The record with its answers.
    pub record: RecordId,
}

/// Something that somebody had to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// When it came up.
    pub made_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// What kind: `screening:high` …
    pub kind: String,
    /// The record whose answers asked for it, where one did.
    pub record: Option<RecordId>,
    /// What came of it, where that was asked.
    pub outcome: Option<CameOf>,
}

/// The asking of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// The referral.
    pub referral: ReferralId,
    /// The service's name.
    pub service: String,
    /// What kind of service.
    pub kind: String,
    /// What each side said, in order; the first is the sending.
    pub said: Vec<Said>,
    /// What the sender says of it, and when that was said last.
    pub sender: Word,
    /// What she says of it.
    pub herself: Word,
}

/// A thing that was handed out to her: a crib, a cuff, a car seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// Its number.
    pub item: i64,
    /// What kind: `crib` …
    pub kind: String,
    /// When it was handed out.
    pub at: Timestamp,
    /// When somebody asked how it goes: whether it is in use, and for a crib whether the baby sleeps safely in it.
    pub asked_at: Option<Timestamp>,
    /// When it was given back.
    pub returned_at: Option<Timestamp>,
}

/// What one side said of a referral: a step, or only a word on whether she was reached and is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub side: Side,
    /// Where the referral stood afterwards.
    pub state: State,
    /// The reason, where the step has one.
    pub reason: Option<String>,
    /// Whether it was a step; else it was a word.
    pub step: bool,
}

impl Asking {
    /// Whether she and the service found each other, each time that changed. A word holds from the last time that its side
    /// gave one: what it said before is not kept.
    pub fn connections(&self) -> Vec<(Timestamp, Connection)> {
        let last = |side: Side| self.said.iter().rposition(|said| !said.step && said.side == side);
        // The sender's own steps are no words, and neither is the sending.
        let (sender, herself) = (last(Side::Sender), last(Side::Client));
        let mut all: Vec<(Timestamp, Connection)> = Vec::new();
        for (place, said) in self.said.iter().enumerate() {
            let holds = |from: Option<usize>, word: Word| match from {
                Some(from) if from <= place => word,
                _ => Word::default(),
            };
            let now = connection(said.state, holds(sender, self.sender), holds(herself, self.herself));
            if all.last().is_none_or(|(_, before)| *before != now) {
                all.push((said.at, now));
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
