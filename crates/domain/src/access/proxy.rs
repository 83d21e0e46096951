//! Who speaks for a baby with an account of their own: its father, a guardian.
//!
//! What closes it is never told to who holds it: an end, a date and somebody who hides look alike. It is given for a
//! while, because families change; a day in court closes it until somebody reads what the court said and gives it anew.
//! A woman is spoken for by nobody.

use jiff::civil::Date;

use crate::safe_contact::Plan;

/// Who speaks for a baby, among the kinds of those who receive: a mother's word may be about all of them.
pub const PROXY: &str = "proxy";
/// Days for which such an account is given at the longest: after a year somebody asks again.
pub const GIVEN_FOR: i64 = 366;
/// Days in which the password that was given has to be changed for one of their own.
const PASSWORD_FOR: i64 = 7;
/// Years until which somebody is a baby or a small child, for whom another may speak.
const SMALL_UNTIL: i16 = 6;

/// For how long somebody speaks for a baby.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The day on which it was given.
    pub given_on: Date,
    /// The last day.
    pub last_day: Date,
    /// The day of a court that decides about the baby, from which it is closed.
    pub court_on: Option<Date>,
    /// They chose a password of their own.
    pub chosen: bool,
    /// Somebody ended it.
    pub ended: bool,
}

impl Term {
    /// Whether it stands on a day.
    pub fn stands(&self, today: Date) -> bool {
        !self.ended && today <= self.last_day && self.court_on.is_none_or(|court| today < court)
    }

    /// Whether it stands, and the password that was given still opens it to who has to choose their own.
    pub fn may_choose(&self, today: Date) -> bool {
        let last = self.given_on.checked_add(jiff::Span::new().days(PASSWORD_FOR));
        self.stands(today) && !self.chosen && last.is_ok_and(|last| today <= last)
    }
}

/// What is known of a baby and of the mother with whom it lives, where somebody else speaks for it.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The day of birth, or the last on which it may have been.
    pub born_by: Option<Date>,
    /// Has children: a mother, however young.
    pub mother: bool,
    /// Has died.
    pub died: bool,
    /// An address or a number is concealed.
    pub concealed: bool,
    /// How the mother is contacted safely.
    pub plan: Option<&'a Plan>,
}

impl Around<'_> {
    /// Whether this is a baby or a small child. Of whom the birth date is not known it is not said.
    pub fn is_small(&self, today: Date) -> bool {
        let years = jiff::Span::new().years(SMALL_UNTIL);
        let grown = self.born_by.and_then(|born| born.checked_add(years).ok());
        !self.mother && grown.is_some_and(|grown| today < grown)
    }

    /// Whether anything may be shown to who speaks for it.
    pub fn is_open(&self, today: Date) -> bool {
        self.is_small(today) && !self.died && !self.concealed && !self.plan.is_some_and(Plan::says_no)
    }
}

#[cfg(test)]
mod tests;
