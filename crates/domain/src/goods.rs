//! Goods that families are given: portable cribs, cuffs, car seats.
//!
//! Stock is a ledger: every change of it is a movement, what is there is the sum of them, and no sum falls below nothing
//! or below what is reserved. What was given is signed for, asked after some weeks later, and found again by its lot when a
//! maker calls it back. This module decides; it does not load, save or look at the clock.

mod catalogue;
mod signature;

use jiff::civil::Date;

use crate::words::Words;

pub use catalogue::kinds;
pub use signature::{Signature, Signed, SignedError};

/// A kind of goods, as the programme's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its name in the file: it stays when the words change.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// A place that has fewer than this many free ones runs low.
    pub low: u32,
    /// Days after which somebody asks how it goes; none where nobody does.
    pub follow_up_days: Option<u32>,
    /// What is asked then.
    pub questions: Vec<Question>,
}

/// Something that is asked about what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name in the file.
    pub id: String,
    /// The question.
    pub words: Words,
    /// The answer by which all is well; none where any is.
    pub fine: Option<Reply>,
    /// What somebody has to do after the other answer.
    pub then: Option<Words>,
}

/// An answer. Not to have been asked is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Yes.
    Yes,
    /// No.
    No,
    /// She was asked, and does not know or does not say.
    Unknown,
}

/// How a thing that was meant for somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// It is kept for her.
    Reserved,
    /// She has it.
    HandedOut,
    /// It came back.
    Returned,
    /// It was kept for her, and no longer is.
    Released,
}

/// Why stock changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Movement {
    /// It came in.
    Received,
    /// One is kept for somebody.
    Reserved,
    /// One is no longer kept for somebody.
    Released,
    /// One was given to somebody.
    HandedOut,
    /// One that was kept for somebody was given to her.
    HandedOver,
    /// One came back and may be given again.
    Returned,
    /// One came back and may not be given again: nothing is added.
    ReturnedUnfit,
    /// It is broken, expired, lost or called back.
    WrittenOff,
}

named! {
    Reply { Yes = "yes", No = "no", Unknown = "unknown" }
    ItemState { Reserved = "reserved", HandedOut = "handed_out", Returned = "returned", Released = "released" }
    Movement {
        Received = "received", Reserved = "reserved", Released = "released", HandedOut = "handed_out",
        HandedOver = "handed_over", Returned = "returned", ReturnedUnfit = "returned_unfit", WrittenOff = "written_off",
    }
}

/// How many there are of one delivery, and how many of these are kept for somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// On the shelf, those kept for somebody included.
    pub on_hand: i64,
    /// Kept for somebody.
    pub reserved: i64,
}

/// There are not so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are not so many free")]
pub struct Short;

impl Movement {
    /// By how much `n` of it change what is there.
    pub fn change(self, n: i64) -> Balance {
        let (on_hand, reserved) = match self {
            Self::Received | Self::Returned => (n, 0),
            Self::Reserved => (0, n),
            Self::Released => (0, -n),
            Self::HandedOut | Self::WrittenOff => (-n, 0),
            Self::HandedOver => (-n, -n),
            Self::ReturnedUnfit => (0, 0),
        };
        Balance { on_hand, reserved }
    }

    /// Whether something leaves for a family: not from what expired or was called back.
    pub fn gives(self) -> bool {
        matches!(self, Self::Reserved | Self::HandedOut | Self::HandedOver)
    }
}

impl Balance {
    /// Free for whoever comes next.
    pub fn free(self) -> i64 {
        self.on_hand - self.reserved
    }

    /// What is there after a movement.
    ///
    /// # Errors
    /// [`Short`] where fewer would be left than nothing, or than are kept for somebody.
    pub fn after(self, change: Self) -> Result<Self, Short> {
        let after =
            Self { on_hand: self.on_hand + change.on_hand, reserved: self.reserved + change.reserved };
        if after.reserved < 0 || after.on_hand < after.reserved { Err(Short) } else { Ok(after) }
    }
}

impl Kind {
    /// The day on which somebody asks how it goes.
    pub fn follow_up_on(&self, handed_on: Date) -> Option<Date> {
        let days = jiff::Span::new().try_days(self.follow_up_days?).ok()?;
        handed_on.checked_add(days).ok()
    }

    /// What somebody has to do after these answers.
    pub fn worries<'k>(
        &'k self,
        answers: &'k [(String, Reply)],
    ) -> impl Iterator<Item = (&'k Question, &'k Words)> {
        self.questions.iter().filter_map(|question| {
            let (_, reply) = answers.iter().find(|(id, _)| *id == question.id)?;
            let otherwise = question.fine.is_some_and(|fine| *reply != fine && *reply != Reply::Unknown);
            Some((question, question.then.as_ref().filter(|_| otherwise)?))
        })
    }
}

#[cfg(test)]
mod tests;
