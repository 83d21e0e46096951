//! What a person, a pregnancy, a birth and a record are, and what may be decided about them.
//!
//! Nothing here does I/O, holds a clock or draws chance: time, ids and code lists arrive as arguments.
//! Every other crate speaks in these types; this one knows none of them.

#[macro_use]
mod named;

pub mod access;
pub mod care_case;
pub mod care_team;
pub mod consent;
pub mod contact;
pub mod contraception;
pub mod course;
pub mod date;
pub mod deprivation;
pub mod fact;
pub mod follow_up;
pub mod form;
pub mod goods;
pub mod id;
pub mod identity;
pub mod loss;
pub mod matching;
pub mod measure;
pub mod newborn;
pub mod phone;
pub mod population;
pub mod portrait;
pub mod priority;
pub mod reach;
pub mod referral;
pub mod safe_contact;
pub mod safe_sleep;
pub mod snooping;
pub mod value_set;
pub mod version;
pub mod words;
pub mod worktime;
