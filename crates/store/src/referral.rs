//! Referrals: the asking of one service to serve one person, and what each side said of it.
//!
//! What happens is only added to: the number of the newest step is the referral's version, and whoever answers says which
//! one was read. A place is taken and given back in the same transaction as the step that says so, and so is what somebody
//! is to be told. Whoever writes holds the case first, so that of two who ask two services at once the second sees the
//! first. Of a person who was merged it is the survivor who is shown.

mod acts;
mod closing;
mod re_offer;
mod words;

use jiff::{Timestamp, civil::Date};
use kith_domain::care_case::CaseState;
use kith_domain::id::{AccountId, CaseId, OrganizationId, PersonId, ReferralId, ServiceId};
use kith_domain::referral::{Side, State, Step, Word};
use kith_domain::words::Words;

use crate::care_case::NewTask;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result};

pub use acts::{Referred, Taken, lapse, promote, refer, take, take_by_link};
pub use closing::close_case;
pub use re_offer::{propose, re_offer, to_re_offer};
pub use words::{say, say_by_link};

queries! {
    FIND = "referral_find";
    OF_CASE = "referral_of_case";
    OF_PERSON = "referral_of_person";
    OPEN = "referral_open";
    OPEN_OF_ORGANIZATION = "referral_open_of_organization";
    LINES = "referral_lines";
    TO_LAPSE = "referral_to_lapse";
    WAITING = "referral_waiting";
    STEPS = "referral_steps";
}

#[cfg(test)]
pub(crate) fn every_query() -> Vec<crate::sql::Query> {
    [ALL, acts::ALL, re_offer::ALL, words::ALL].concat()
}

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// The service that is asked.
    pub service: ServiceId,
    /// The service's name.
    pub name: Words,
    /// What kind of service it is.
    pub kind: String,
    /// The service's organisation, with its name.
    pub organization: (OrganizationId, String),
    /// The case.
    pub case: CaseId,
    /// Her, by the id that stands for her now.
    pub person: PersonId,
    /// Who sent it.
    pub by: AccountId,
    /// What the service needs to know.
    pub why: String,
    /// She must not be contacted about it.
    pub do_not_contact: bool,
    /// How it stands.
    pub state: State,
    /// The number of its newest step.
    pub version: i64,
    /// A place of the service is hers.
    pub holds: bool,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Since when it stands so.
    pub since: Timestamp,
    /// By when the side whose turn it is has to do something.
    pub due_at: Option<Timestamp>,
    /// What the sender says.
    pub sender: Word,
    /// What she says herself.
    pub herself: Word,
    /// Her place on the waiting list, from 1.
    pub position: Option<i64>,
    /// The day of her first visit, as was said last: that it is to be, or that it was.
    pub visit_on: Option<Date>,
}

/// A referral to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReferral {
    /// The case.
    pub case: CaseId,
    /// Her.
    pub person: PersonId,
    /// The service.
    pub service: ServiceId,
    /// What the service needs to know.
    pub why: String,
    /// She must not be contacted about it.
    pub do_not_contact: bool,
    /// By when the service has to answer.
    pub due_at: Timestamp,
    /// A number of free places that was confirmed before this is too old to count on.
    pub fresh: Timestamp,
}

/// Who says something about a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaker<'a> {
    /// For which side.
    pub side: Side,
    /// Whose account; none for a link and a clock.
    pub by: Option<AccountId>,
    /// Their name.
    pub name: &'a str,
    /// In their words.
    pub note: Option<&'a str>,
    /// The day of her first visit, where they name one.
    pub visit_on: Option<Date>,
}

/// What follows from something that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Then {
    /// By when the referral has to move on; none where nothing is due.
    pub due_at: Option<Timestamp>,
    /// How the case stands when no service does: by the attempts to reach her.
    pub without: CaseState,
    /// When somebody has to look at the case again whose services all said no.
    pub back_at: Timestamp,
    /// When somebody has to look at the case again who waits or is served.
    pub later_at: Timestamp,
    /// What intake has to do when the service does not take her or did not answer.
    pub elsewhere: NewTask,
    /// Somebody is asked in its stead without intake's doing: the task is made only when there is nobody to ask.
    pub re_offer: bool,
    /// What intake has to do when the sides contradict each other.
    pub dispute: NewTask,
}

/// A place in the list of open referrals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// It was answered already, and comes after those that were not.
    pub later: bool,
    /// By when it is due, in microseconds; the largest number where nothing is.
    pub due: i64,
    /// The referral.
    pub id: ReferralId,
}

impl Turn {
    /// The place of a referral.
    pub fn of(referral: &Referral) -> Self {
        Self {
            later: !matches!(referral.state, State::Sent | State::Received),
            due: referral.due_at.map_or(i64::MAX, |due| due.as_microsecond()),
            id: referral.id,
        }
    }
}

/// Something that happened to a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Its number, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Which side.
    pub side: Side,
    /// Who.
    pub by: String,
    /// What; none where it was sent, or somebody said how it stands.
    pub step: Option<Step>,
    /// What was said of how it stands; nothing in it where that was not written down.
    pub said: Option<Word>,
    /// State after it.
    pub state: State,
    /// In their words.
    pub note: Option<String>,
    /// The day of her first visit, where it was named.
    pub visit_on: Option<Date>,
}

/// One referral.
pub async fn find(db: &Db, referral: ReferralId) -> Result<Option<Referral>> {
    db.row(FIND, args![referral]).await?.map(|row| read(&row)).transpose()
}

/// Referrals of a case, the newest first.
pub async fn of_case(db: &Db, case: CaseId) -> Result<Vec<Referral>> {
    db.rows(OF_CASE, args![case]).await?.iter().map(read).collect()
}

/// Referrals of a person and of every id that is merged with hers, the newest first.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<Referral>> {
    db.rows(OF_PERSON, args![person]).await?.iter().map(read).collect()
}

/// Open referrals to the services of an organisation, or of all: what is to be answered first comes first. `after` is the
/// place of the last of the page before.
pub async fn open(
    db: &Db,
    organization: Option<OrganizationId>,
    after: Option<Turn>,
    limit: u32,
) -> Result<Vec<Referral>> {
    let Turn { later, due, id } = after.unwrap_or(Turn { later: false, due: i64::MIN, id: ReferralId(0) });
    let mut args = args![i64::from(later), due, id, i64::from(limit)];
    let query = match organization {
        None => OPEN,
        Some(organization) => {
            args.extend(args![organization]);
            OPEN_OF_ORGANIZATION
        }
    };
    db.rows(query, args).await?.iter().map(read).collect()
}

/// Who waits for some services, the first `each` of each service in turn.
pub async fn lines(db: &Db, services: &[ServiceId], each: u32) -> Result<Vec<Referral>> {
    let list = services.iter().map(|service| Value::from(*service)).collect();
    db.list(LINES, list, args![i64::from(each)]).await?.iter().map(read).collect()
}

/// Referrals that were due for an answer by now and have none, by when they were due; `after` is the last of those before.
pub async fn to_lapse(
    db: &Db,
    after: Option<&Referral>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Referral>> {
    let due = after.and_then(|r| r.due_at).map_or(i64::MIN, |at| at.as_microsecond());
    let args = args![due, after.map_or(0, |r| r.id.0), now, i64::from(limit)];
    db.rows(TO_LAPSE, args).await?.iter().map(read).collect()
}

/// Who waits for a place, in turn.
pub async fn waiting(db: &Db, service: ServiceId, limit: u32) -> Result<Vec<Referral>> {
    db.rows(WAITING, args![service, i64::from(limit)]).await?.iter().map(read).collect()
}

/// What happened to a referral, the oldest first.
pub async fn steps(db: &Db, referral: ReferralId) -> Result<Vec<StepRow>> {
    db.rows(STEPS, args![referral]).await?.iter().map(read_step).collect()
}

fn read_step(row: &Row) -> Result<StepRow> {
    let (step, reason): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
    let seq: i64 = row.get(0)?;
    let said =
        (step.is_none() && seq > 1).then(|| reason.as_deref().and_then(Word::named).unwrap_or_default());
    let step = step
        .map(|name| Step::named(&name, reason.as_deref()).ok_or(Error::Corrupt("step of a referral")))
        .transpose()?;
    Ok(StepRow {
        seq,
        at: row.get(1)?,
        side: Side::named(&row.get::<String>(2)?).ok_or(Error::Corrupt("side of a referral"))?,
        by: row.get(3)?,
        step,
        said,
        state: state(row, 6)?,
        note: row.get(7)?,
        visit_on: row.get(8)?,
    })
}

fn state(row: &Row, column: usize) -> Result<State> {
    State::named(&row.get::<String>(column)?).ok_or(Error::Corrupt("state of a referral"))
}

fn read(row: &Row) -> Result<Referral> {
    let said = |column| -> Result<Option<bool>> { Ok(row.get::<Option<i64>>(column)?.map(|n| n != 0)) };
    let state = state(row, 11)?;
    Ok(Referral {
        id: row.get(0)?,
        service: row.get(1)?,
        name: Words { en: row.get(2)?, es: row.get(3)? },
        organization: (row.get(4)?, row.get(5)?),
        case: row.get(6)?,
        person: row.get(7)?,
        by: row.get(8)?,
        why: row.get(9)?,
        do_not_contact: row.get(10)?,
        state,
        version: row.get(12)?,
        holds: row.get(13)?,
        sent_at: row.get(14)?,
        since: row.get(15)?,
        due_at: row.get(16)?,
        sender: Word { reached: said(17)?, served: said(18)? },
        herself: Word { reached: said(19)?, served: said(20)? },
        kind: row.get(21)?,
        position: Some(row.get::<i64>(22)?).filter(|_| state == State::Waitlisted),
        visit_on: row.get(23)?,
    })
}
