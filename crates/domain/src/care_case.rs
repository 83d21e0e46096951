//! A case of the front door: one woman, or baby, whom somebody is worried about, until it is known what became of her.
//!
//! A transition takes the old value and returns the new one, or an error. A case is never closed by silence: as not
//! reachable only once the protocol of attempts is met. This module decides; it does not load, save or look at the clock.

mod forms;

use jiff::{Timestamp, civil::Date};

use crate::id::{AccountId, CaseId, PersonId};
use crate::priority::{Assessment, Override, Tier, effective};
use crate::reach::{Missing, Reach};

pub use forms::{Form, Told, due_by, told};

/// How a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseState {
    /// Nobody has contacted her.
    New,
    /// She is being contacted.
    Contacting,
    /// Somebody spoke with her.
    Reached,
    /// A service was asked.
    Referred,
    /// She waits for a place.
    Waiting,
    /// She is served.
    Served,
    /// Closed, with the reason.
    Closed(CloseReason),
}

/// Why a case is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// She is served.
    Served,
    /// She needs nothing, or has it.
    NoNeed,
    /// She said no.
    Declined,
    /// The protocol of attempts was followed, and nobody reached her.
    UnableToReach,
    /// She moved away.
    Moved,
    /// It is the same as another case.
    Duplicate,
    /// The pregnancy or the baby was lost; she is offered other help.
    Loss,
}

named! {
    CloseReason {
        Served = "served", NoNeed = "no_need", Declined = "declined", UnableToReach = "unable_to_reach",
        Moved = "moved", Duplicate = "duplicate", Loss = "loss",
    }
}

impl CaseState {
    /// Those that are open, in the order in which a case passes through them.
    pub const OPEN: [Self; 6] =
        [Self::New, Self::Contacting, Self::Reached, Self::Referred, Self::Waiting, Self::Served];

    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Contacting => "contacting",
            Self::Reached => "reached",
            Self::Referred => "referred",
            Self::Waiting => "waiting",
            Self::Served => "served",
            Self::Closed(_) => "closed",
        }
    }

    /// The state of a name, with the reason where it is closed.
    pub fn named(name: &str, reason: Option<CloseReason>) -> Option<Self> {
        match (name, reason) {
            ("closed", Some(reason)) => Some(Self::Closed(reason)),
            (name, None) => Self::OPEN.into_iter().find(|s| s.name() == name),
            _ => None,
        }
    }
}

/// When a pregnancy is expected to end, and when it did, as far as somebody said so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timing {
    /// The expected day of birth.
    pub expected_on: Option<Date>,
    /// The day of birth.
    pub born_on: Option<Date>,
}

/// A birth this many days before it was expected is still one of the same pregnancy.
const EARLIEST_BIRTH_DAYS: i32 = 140;

impl Timing {
    /// Whether two may be of one pregnancy: their days lie no more than `window` days apart, or cannot be compared.
    pub fn may_be(self, other: Self, window: i32) -> bool {
        let apart = |a: Date, b: Date| (b - a).get_days();
        let near = |a: Option<Date>, b: Option<Date>| match (a, b) {
            (Some(a), Some(b)) => Some(apart(a, b).abs() <= window),
            _ => None,
        };
        let follows = |expected: Option<Date>, born: Option<Date>| match (expected, born) {
            (Some(expected), Some(born)) => {
                Some((-EARLIEST_BIRTH_DAYS..=window).contains(&apart(expected, born)))
            }
            _ => None,
        };
        near(self.expected_on, other.expected_on)
            .or(near(self.born_on, other.born_on))
            .or(follows(self.expected_on, other.born_on))
            .or(follows(other.expected_on, self.born_on))
            .unwrap_or(true)
    }
}

/// A case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Her, by the id that stands for her now.
    pub person: PersonId,
    /// When she is expected to give birth, or did, where a form said it.
    pub timing: Timing,
    /// When the first form came.
    pub opened_at: Timestamp,
    /// What the rules say.
    pub assessment: Assessment,
    /// The tier that somebody set by hand.
    pub overridden: Option<Override>,
    /// By when the next thing has to happen.
    pub due_at: Timestamp,
    /// Who has it.
    pub worker: Option<AccountId>,
    /// How it stands.
    pub state: CaseState,
    /// How it stood before it was closed.
    pub before: Option<CaseState>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Grows with every change: whoever saves says which one was read.
    pub version: i64,
}

/// Why something cannot be done to a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// It is closed.
    #[error("this case is closed")]
    Closed,
    /// It is open.
    #[error("this case is open")]
    Open,
    /// No reason was given.
    #[error("a reason is needed")]
    NoReason,
    /// The protocol of attempts is not met.
    #[error("she has not been tried often enough")]
    NotTried(Vec<Missing>),
}

impl Case {
    /// The tier that holds.
    pub fn tier(&self) -> Tier {
        effective(self.assessment.tier, self.overridden.as_ref())
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, CaseState::Closed(_))
    }

    /// Nobody has spoken with her yet.
    pub fn is_before_contact(&self) -> bool {
        matches!(self.state, CaseState::New | CaseState::Contacting)
    }

    /// Gives it to somebody, or to nobody.
    pub fn given_to(self, worker: Option<AccountId>) -> Result<Self, CaseError> {
        let case = self.open()?;
        Ok(Self { worker, ..case })
    }

    /// Sets its tier by hand. `due` is when somebody of that tier, seen now, is to be contacted; a more urgent tier never
    /// puts off what was due before, and where she was spoken with, only the tier changes.
    pub fn override_tier(
        self,
        tier: Tier,
        reason: &str,
        by: AccountId,
        at: Timestamp,
        due: Timestamp,
    ) -> Result<Self, CaseError> {
        let case = self.open()?;
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(CaseError::NoReason);
        }
        let due_at = match case.is_before_contact() {
            false => case.due_at,
            true if tier <= case.tier() => case.due_at.min(due),
            true => due,
        };
        let over = case.assessment.tier;
        Ok(Self { overridden: Some(Override { tier, over, reason, by, at }), due_at, ..case })
    }

    /// Moves it on: what comes next is due then.
    pub fn moved_to(self, state: CaseState, due_at: Timestamp) -> Result<Self, CaseError> {
        let case = self.open()?;
        Ok(Self { state, due_at, ..case })
    }

    /// Closes it. As not reachable only once the protocol is met.
    pub fn close(self, reason: CloseReason, reach: &Reach, at: Timestamp) -> Result<Self, CaseError> {
        let case = self.open()?;
        if reason == CloseReason::UnableToReach && !reach.may_give_up() {
            return Err(CaseError::NotTried(reach.missing.clone()));
        }
        Ok(Self { before: Some(case.state), state: CaseState::Closed(reason), closed_at: Some(at), ..case })
    }

    /// Opens it again, as it stood; `due` is by when the next thing has to happen.
    pub fn reopen(self, due_at: Timestamp) -> Result<Self, CaseError> {
        if self.is_open() {
            return Err(CaseError::Open);
        }
        let state = self.before.unwrap_or(CaseState::Contacting);
        Ok(Self { state, before: None, closed_at: None, due_at, ..self })
    }

    fn open(self) -> Result<Self, CaseError> {
        if self.is_open() { Ok(self) } else { Err(CaseError::Closed) }
    }
}

#[cfg(test)]
mod tests;
