//! The page of a hospital: whom it taught about safe sleep before she went home.

use jiff::civil::Date;
use kith_domain::id::{OrganizationId, PersonId};
use kith_domain::loss::Loss;

use super::Estimate;

/// The page of a hospital.
#[derive(Debug, Clone, PartialEq)]
pub struct SleepPage {
    /// Which.
    pub hospital: OrganizationId,
    /// Its name.
    pub name: String,
    /// Others that the reader may open.
    pub hospitals: Vec<(OrganizationId, String)>,
    /// Its policies, the newest first.
    pub policies: Vec<PolicyShown>,
    /// Mothers who are there or have just left.
    pub mothers: Vec<MotherLine>,
    /// How many were taught, by month.
    pub months: Vec<SleepMonth>,
}

/// What a hospital has decided to teach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyShown {
    /// It is in force today.
    pub in_force: bool,
    /// From which day.
    pub from: Date,
    /// The day on which it no longer is; none where nobody said so.
    pub to: Option<Date>,
    /// The name of the document.
    pub document: String,
    /// What it says.
    pub words: String,
    /// Who wrote it down.
    pub by: String,
}

/// A mother who is in the hospital, or has just left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MotherLine {
    /// Her.
    pub person: PersonId,
    /// Her name.
    pub name: String,
    /// The language that she speaks, where known.
    pub language: Option<String>,
    /// The day of the birth.
    pub born: Date,
    /// The day on which she left; none while she is there.
    pub left: Option<Date>,
    /// What she was taught.
    pub taught: Option<TaughtShown>,
    /// Who died: she is not taught then, unless another baby lives.
    pub loss: Option<Loss>,
}

/// What a mother was taught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaughtShown {
    /// Its number.
    pub id: i64,
    /// The day.
    pub on: Date,
    /// The language.
    pub language: String,
    /// Somebody told her.
    pub taught: bool,
    /// Somebody showed her.
    pub demonstrated: bool,
    /// She was given something to read or to look at.
    pub material: bool,
    /// By whom.
    pub by: String,
}

/// How many were taught in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SleepMonth {
    /// Its first day.
    pub month: Date,
    /// Mothers who left in it and were taught before.
    pub taught: usize,
    /// Mothers who are known to have left in it.
    pub left: usize,
    /// Mothers who were taught in it and of whose stay there is no record.
    pub of_no_stay: usize,
    /// The share; none where nobody is known to have left.
    pub share: Option<Estimate>,
}
