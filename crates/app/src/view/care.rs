//! Who does what for her, the plan, and the reviews of a case.

use jiff::{Timestamp, civil::Date};
use kith_domain::id::{AccountId, CaseId};

use super::WorkerLoad;
use crate::programme::Words;

/// Who does what for her, and what somebody has to see to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TeamShown {
    /// Who does what.
    pub members: Vec<MemberShown>,
    /// Where two do the same, and what nobody does.
    pub findings: Vec<FindingShown>,
}

/// Somebody who does something for her.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberShown {
    /// What.
    pub duty: Words,
    /// Who.
    pub who: String,
    /// For whom they work.
    pub works_for: String,
    /// The number of the row, where somebody wrote it down by hand.
    pub noted: Option<i64>,
    /// It is not for paper.
    pub private: bool,
}

/// What somebody has to see to.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingShown {
    /// In words.
    pub words: Words,
    /// Those who do the same; nobody where nobody does.
    pub who: Vec<String>,
    /// It is not for paper.
    pub private: bool,
}

/// The team and the plan of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanPage {
    /// The case.
    pub case: CaseId,
    /// Her name.
    pub name: String,
    /// The language that she speaks.
    pub language: Option<String>,
    /// Who does what.
    pub team: TeamShown,
    /// What can be done: ids and names.
    pub duties: Vec<(String, Words)>,
    /// What she wants.
    pub goals: Vec<GoalShown>,
    /// Reviews, the newest first.
    pub reviews: Vec<ReviewShown>,
    /// To whom a task may be given.
    pub workers: Vec<WorkerLoad>,
}

/// Something that she wants.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalShown {
    /// The number of the row.
    pub id: i64,
    /// In her words.
    pub words: String,
    /// The language in which she said it.
    pub language: String,
    /// How it stands: `open`, `reached`, `left`.
    pub state: &'static str,
    /// When it was written down, and by whom.
    pub noted: (Timestamp, String),
    /// The steps towards it.
    pub steps: Vec<PlanStepShown>,
}

/// A step towards it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanStepShown {
    /// The number of the row.
    pub id: i64,
    /// What.
    pub words: String,
    /// Whose.
    pub owner: String,
    /// By when.
    pub due_on: Option<Date>,
    /// That day has passed.
    pub late: bool,
    /// How it stands: `open`, `done`, `dropped`.
    pub state: &'static str,
    /// Since when, and who said so.
    pub changed: Option<(Timestamp, String)>,
}

/// A review of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewShown {
    /// The number of the row.
    pub id: i64,
    /// Why.
    pub reason: String,
    /// When it was put on the agenda, and by whom.
    pub asked: (Timestamp, String),
    /// When it was held, by whom, and what was said.
    pub held: Option<(Timestamp, String, String)>,
}

/// A case on the agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaLine {
    /// The case.
    pub case: CaseId,
    /// Her name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// When it was put there, and by whom.
    pub asked: (Timestamp, String),
}

/// What was decided in a review, and is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionAsked {
    /// What.
    pub words: String,
    /// By when.
    pub due_on: Option<Date>,
    /// Who does it.
    pub owner: Option<AccountId>,
}
