//! Who does what for her of a case, what she wants and the steps towards it, and the reviews of the case.
//!
//! What follows from referrals, cases and caseloads is in their own tables; here is what somebody wrote down. Every change
//! is told to the case in the same transaction: what happened to a plan is what happened to the case.

use jiff::{Timestamp, civil::Date};
use kith_domain::id::{AccountId, CaseId, PersonId};

use crate::care_case::{NewEvent, NewTask, add_task_for, note};
use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter, ledger};

queries! {
    MEMBERS = "care_members";
    ADD_MEMBER = "care_member_insert";
    END_MEMBER = "care_member_end";
    GOALS = "care_goals";
    ADD_GOAL = "care_goal_insert";
    GOAL_STATE = "care_goal_state";
    STEPS = "care_steps";
    ADD_STEP = "care_step_insert";
    STEP_STATE = "care_step_state";
    ADD_REVIEW = "review_insert";
    HOLD = "review_hold";
    OF_CASE = "review_of_case";
    WAITING = "review_waiting";
}

/// Somebody who does something for her, as somebody wrote it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The number of the row.
    pub id: i64,
    /// What: the id of a duty.
    pub duty: String,
    /// Who.
    pub name: String,
    /// For whom they work.
    pub works_for: String,
    /// When it was written down, and by whom.
    pub noted: (Timestamp, String),
}

/// How something that she wants stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalState {
    /// Somebody works on it.
    Open,
    /// She has it.
    Reached,
    /// She does not want it any more.
    Left,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Somebody has to take it.
    Open,
    /// It was taken.
    Done,
    /// It is not needed.
    Dropped,
}

impl GoalState {
    /// All of them, with their names as stored.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Open, "open"), (Self::Reached, "reached"), (Self::Left, "left")];

    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    /// The state of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(state, _)| *state)
    }
}

impl StepState {
    /// All of them, with their names as stored.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Open, "open"), (Self::Done, "done"), (Self::Dropped, "dropped")];

    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    /// The state of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(state, _)| *state)
    }
}

/// Something that she wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The number of the row.
    pub id: i64,
    /// In her words.
    pub words: String,
    /// The language in which she said it, as a tag.
    pub language: String,
    /// How it stands.
    pub state: GoalState,
    /// When it was written down, and by whom.
    pub noted: (Timestamp, String),
    /// The steps towards it.
    pub steps: Vec<Step>,
}

/// A step towards it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number of the row.
    pub id: i64,
    /// What.
    pub words: String,
    /// Who takes it.
    pub owner: String,
    /// By when.
    pub due_on: Option<Date>,
    /// How it stands.
    pub state: StepState,
    /// Since when it stands so, and who said so, where somebody did.
    pub changed: Option<(Timestamp, String)>,
}

/// A case on the agenda of a review, or a review that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The number of the row.
    pub id: i64,
    /// The case.
    pub case: CaseId,
    /// Her, by the id that stands for her now.
    pub person: PersonId,
    /// Why.
    pub reason: String,
    /// When it was put on the agenda, and by whom.
    pub asked: (Timestamp, String),
    /// When it was held, by whom, and what was said.
    pub held: Option<(Timestamp, String, String)>,
}

/// Who does something, and is to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// The case.
    pub case: CaseId,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

impl Act {
    async fn tell(&self, tx: &mut Tx, what: &'static str, detail: String) -> Result<()> {
        note(tx, self.case, &NewEvent { at: self.at, by: Some(self.by), what, detail }).await
    }

    /// Runs a change, and tells the case; false, and nothing is done, where it changes nothing.
    async fn change(
        &self,
        db: &Db,
        query: crate::sql::Query,
        args: Vec<Value>,
        what: &'static str,
        detail: String,
    ) -> Result<bool> {
        let mut tx = db.write().await?;
        if tx.run(query, args).await? == 0 {
            return Ok(false);
        }
        self.tell(&mut tx, what, detail).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Who does something for her, as somebody wrote it down.
pub async fn members(db: &Db, case: CaseId) -> Result<Vec<Member>> {
    let member = |row: &Row| {
        Ok(Member {
            id: row.get(0)?,
            duty: row.get(1)?,
            name: row.get(2)?,
            works_for: row.get(3)?,
            noted: (row.get(4)?, row.get(5)?),
        })
    };
    db.rows(MEMBERS, args![case]).await?.iter().map(member).collect()
}

/// Writes down who does something for her.
pub async fn add_member(db: &Db, act: &Act, duty: &str, name: &str, works_for: &str) -> Result<i64> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let id = counter::take(&mut tx, "care_member", 1).await?;
    tx.run(ADD_MEMBER, args![id, act.case, duty, name, works_for, act.at, act.by]).await?;
    act.tell(&mut tx, "member_added", format!("member/{id}: {duty}")).await?;
    tx.commit().await?;
    Ok(id)
}

/// Writes down that somebody no longer does it; false when that was written down before.
pub async fn end_member(db: &Db, act: &Act, member: i64) -> Result<bool> {
    let args = args![member, act.case, act.at, act.by];
    act.change(db, END_MEMBER, args, "member_ended", format!("member/{member}")).await
}

/// What she wants, what is open first, with the steps.
pub async fn goals(db: &Db, case: CaseId) -> Result<Vec<Goal>> {
    let goal = |row: &Row| {
        Ok(Goal {
            id: row.get(0)?,
            words: row.get(1)?,
            language: row.get(2)?,
            state: GoalState::named(&row.get::<String>(3)?).ok_or(Error::Corrupt("state of a goal"))?,
            noted: (row.get(4)?, row.get(5)?),
            steps: Vec::new(),
        })
    };
    let mut goals: Vec<Goal> = db.rows(GOALS, args![case]).await?.iter().map(goal).collect::<Result<_>>()?;
    for row in db.rows(STEPS, args![case]).await? {
        let of: i64 = row.get(0)?;
        let (at, by): (Option<Timestamp>, String) = (row.get(6)?, row.get(7)?);
        let step = Step {
            id: row.get(1)?,
            words: row.get(2)?,
            owner: row.get(3)?,
            due_on: row.get(4)?,
            state: StepState::named(&row.get::<String>(5)?).ok_or(Error::Corrupt("state of a step"))?,
            changed: at.map(|at| (at, by)),
        };
        if let Some(goal) = goals.iter_mut().find(|goal| goal.id == of) {
            goal.steps.push(step);
        }
    }
    Ok(goals)
}

/// Writes down what she wants.
pub async fn add_goal(db: &Db, act: &Act, words: &str, language: &str) -> Result<i64> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let id = counter::take(&mut tx, "care_goal", 1).await?;
    tx.run(ADD_GOAL, args![id, act.case, words, language, act.at, act.by]).await?;
    act.tell(&mut tx, "goal_added", format!("goal/{id}")).await?;
    tx.commit().await?;
    Ok(id)
}

/// Says how something that she wants stands; false when it stands so.
pub async fn set_goal(db: &Db, act: &Act, goal: i64, state: GoalState) -> Result<bool> {
    let detail = format!("goal/{goal}: {}", state.name());
    act.change(db, GOAL_STATE, args![goal, act.case, state.name()], "goal_set", detail).await
}

/// Writes down a step; false when the case has no such goal.
pub async fn add_step(
    db: &Db,
    act: &Act,
    goal: i64,
    words: &str,
    owner: &str,
    due_on: Option<Date>,
) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let id = counter::take(&mut tx, "care_step", 1).await?;
    let args = args![id, goal, act.case, words, owner, due_on, act.at, act.by];
    if tx.run(ADD_STEP, args).await? == 0 {
        return Ok(false);
    }
    act.tell(&mut tx, "step_added", format!("goal/{goal}, step/{id}")).await?;
    tx.commit().await?;
    Ok(true)
}

/// Says how a step stands; false when it stands so, or the case has none such.
pub async fn set_step(db: &Db, act: &Act, step: i64, state: StepState) -> Result<bool> {
    let detail = format!("step/{step}: {}", state.name());
    let args = args![step, act.case, state.name(), act.at, act.by];
    act.change(db, STEP_STATE, args, "step_set", detail).await
}

/// Puts a case on the agenda; false when it is on it.
pub async fn ask_review(db: &Db, act: &Act, reason: &str) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let id = counter::take(&mut tx, "case_review", 1).await?;
    if tx.run(ADD_REVIEW, args![id, act.case, reason, act.at, act.by]).await? == 0 {
        return Ok(false);
    }
    act.tell(&mut tx, "review_asked", format!("review/{id}")).await?;
    tx.commit().await?;
    Ok(true)
}

/// Writes down what was said, and what somebody is to do now; false when that was written down before.
pub async fn hold_review(
    db: &Db,
    act: &Act,
    review: i64,
    person: PersonId,
    notes: &str,
    then: &[(NewTask, Option<AccountId>)],
) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    if tx.run(HOLD, args![review, act.case, act.at, act.by, notes]).await? == 0 {
        return Ok(false);
    }
    for (n, (task, owner)) in then.iter().enumerate() {
        let origin = format!("review:{review}:{n}");
        add_task_for(&mut tx, act.case, person, task, *owner, &origin, act.at).await?;
    }
    act.tell(&mut tx, "review_held", format!("review/{review}, {} to do", then.len())).await?;
    tx.commit().await?;
    Ok(true)
}

/// Reviews of a case, the newest first.
pub async fn reviews(db: &Db, case: CaseId) -> Result<Vec<Review>> {
    db.rows(OF_CASE, args![case]).await?.iter().map(read_review).collect()
}

/// Cases on the agenda, the oldest first.
pub async fn agenda(db: &Db, limit: u32) -> Result<Vec<Review>> {
    db.rows(WAITING, args![i64::from(limit)]).await?.iter().map(read_review).collect()
}

fn read_review(row: &Row) -> Result<Review> {
    let held: Option<Timestamp> = row.get(6)?;
    let (by, notes): (String, String) = (row.get(7)?, row.get(8)?);
    Ok(Review {
        id: row.get(0)?,
        case: row.get(1)?,
        person: row.get(2)?,
        reason: row.get(3)?,
        asked: (row.get(4)?, row.get(5)?),
        held: held.map(|at| (at, by, notes)),
    })
}
