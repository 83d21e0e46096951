//! The courses of cases: what measures read of the front door, from the rows of its tables as they stand now.
//!
//! Nothing is copied to be measured. What is undone, reopened or parted again is so in the next reading, and whoever
//! changes a case marks the bucket of its person, in the transaction of the change.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kith_domain::care_case::CloseReason;
use kith_domain::contact::Contact;
use kith_domain::course::{Asking, Attempt, Course, FormIn, Handout, Said, Todo};
use kith_domain::id::{Bucket, CaseId, PersonId, RecordId, ReferralId};
use kith_domain::priority::Tier;
use kith_domain::referral::{Side, State, Word};

use crate::care_case::outcome;
use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Error, Result, live, outreach};

queries! {
    OF_BUCKET = "course_of_bucket";
    FORMS = "course_forms";
    TASKS = "course_tasks";
    ASKINGS = "course_askings";
    STEPS = "course_steps";
    HANDOUTS = "course_handouts";
    BUCKET = "course_bucket";
}

/// Marks the bucket of a case's person. The last that a transaction does: whoever holds what this holds waits for nothing.
pub(crate) async fn changed(tx: &mut Tx, case: CaseId, now: Timestamp) -> Result<()> {
    let Some(row) = tx.row(BUCKET, args![case]).await? else { return Ok(()) };
    live::mark(tx, &BTreeSet::from([row.get(0)?]), now).await
}

/// The courses of the cases of a bucket's people.
pub(crate) async fn of_bucket(tx: &mut Tx, bucket: Bucket) -> Result<Vec<Course>> {
    let rows = tx.rows(OF_BUCKET, args![bucket]).await?;
    let mut courses: BTreeMap<CaseId, Course> = BTreeMap::new();
    for row in &rows {
        let course = bare(row)?;
        courses.insert(course.case, course);
    }
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let cases = || -> Vec<Value> { courses_of(&rows) };
    forms(&mut courses, &tx.list(FORMS, cases(), vec![]).await?)?;
    tasks(&mut courses, &tx.list(TASKS, cases(), vec![]).await?)?;
    let askings = tx.list(ASKINGS, cases(), vec![]).await?;
    let steps = tx.list(STEPS, cases(), vec![]).await?;
    ask(&mut courses, &askings, &steps)?;
    handouts(&mut courses, &tx.list(HANDOUTS, cases(), vec![]).await?)?;
    let people: BTreeSet<PersonId> = courses.values().map(|c| c.person).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    attempts(&mut courses, outreach::standing_in(tx, &people).await?);
    Ok(courses.into_values().collect())
}

fn courses_of(rows: &[Row]) -> Vec<Value> {
    rows.iter().filter_map(|row| row.get::<CaseId>(0).ok()).map(Value::from).collect()
}

fn bare(row: &Row) -> Result<Course> {
    let tier = |name: &str| Tier::named(name).ok_or(Error::Corrupt("tier"));
    let (closed_at, reason): (Option<Timestamp>, Option<String>) = (row.get(3)?, row.get(4)?);
    let reason = reason.map(|name| CloseReason::named(&name).ok_or(Error::Corrupt("reason"))).transpose()?;
    let (by_hand, at): (Option<String>, Option<Timestamp>) = (row.get(6)?, row.get(7)?);
    let opened_at = row.get(2)?;
    Ok(Course {
        case: row.get(0)?,
        person: row.get(1)?,
        record: RecordId(0),
        organization: None,
        opened_at,
        contact_by: opened_at,
        closed: closed_at.zip(reason),
        assessed: tier(&row.get::<String>(5)?)?,
        overridden: by_hand.map(|name| tier(&name)).transpose()?.zip(at),
        attempts: Vec::new(),
        forms: Vec::new(),
        tasks: Vec::new(),
        askings: Vec::new(),
        handouts: Vec::new(),
    })
}

fn forms(courses: &mut BTreeMap<CaseId, Course>, rows: &[Row]) -> Result<()> {
    for row in rows {
        let Some(course) = courses.get_mut(&row.get::<CaseId>(0)?) else { continue };
        let (record, contact_by): (RecordId, Timestamp) = (row.get(3)?, row.get(5)?);
        if course.forms.is_empty() {
            course.record = record;
            course.organization = row.get(4)?;
            course.contact_by = contact_by;
        }
        course.contact_by = course.contact_by.min(contact_by);
        course.forms.push(FormIn { at: row.get(1)?, form: row.get(2)?, record });
    }
    Ok(())
}

fn tasks(courses: &mut BTreeMap<CaseId, Course>, rows: &[Row]) -> Result<()> {
    for row in rows {
        let Some(course) = courses.get_mut(&row.get::<CaseId>(0)?) else { continue };
        // The origin of what an answer asked for begins with the record of the answers.
        let origin: String = row.get(4)?;
        let record = origin.split(':').next().and_then(|id| id.parse().ok()).map(RecordId);
        course.tasks.push(Todo {
            made_at: row.get(1)?,
            done_at: row.get(2)?,
            kind: row.get(3)?,
            record,
            outcome: outcome(row, 5)?,
        });
    }
    Ok(())
}

fn ask(courses: &mut BTreeMap<CaseId, Course>, askings: &[Row], steps: &[Row]) -> Result<()> {
    let mut said: BTreeMap<ReferralId, Vec<Said>> = BTreeMap::new();
    for row in steps {
        said.entry(row.get(0)?).or_default().push(Said {
            at: row.get(1)?,
            side: Side::named(&row.get::<String>(2)?).ok_or(Error::Corrupt("side of a referral"))?,
            state: State::named(&row.get::<String>(3)?).ok_or(Error::Corrupt("state of a referral"))?,
            reason: row.get(4)?,
            step: row.get(5)?,
        });
    }
    for row in askings {
        let Some(course) = courses.get_mut(&row.get::<CaseId>(0)?) else { continue };
        let word = |column| -> Result<Option<bool>> { Ok(row.get::<Option<i64>>(column)?.map(|n| n != 0)) };
        let referral = row.get(1)?;
        course.askings.push(Asking {
            referral,
            service: row.get(2)?,
            kind: row.get(3)?,
            said: said.remove(&referral).unwrap_or_default(),
            sender: Word { reached: word(4)?, served: word(5)? },
            herself: Word { reached: word(6)?, served: word(7)? },
        });
    }
    Ok(())
}

/// What was only kept for her, and never handed out, is not in it.
fn handouts(courses: &mut BTreeMap<CaseId, Course>, rows: &[Row]) -> Result<()> {
    for row in rows {
        let Some(course) = courses.get_mut(&row.get::<CaseId>(0)?) else { continue };
        course.handouts.push(Handout {
            item: row.get(1)?,
            kind: row.get(2)?,
            at: row.get(3)?,
            asked_at: row.get(4)?,
            returned_at: row.get(5)?,
        });
    }
    Ok(())
}

/// Attempts are of a person: each belongs to those of her cases that were open when it was made.
fn attempts(courses: &mut BTreeMap<CaseId, Course>, contacts: Vec<Contact>) {
    let mut of: BTreeMap<PersonId, Vec<Attempt>> = BTreeMap::new();
    for Contact { person, at, on, channel, outcome, .. } in contacts {
        of.entry(person).or_default().push(Attempt { at, on, channel, outcome });
    }
    for course in courses.values_mut() {
        let open =
            |a: &&Attempt| a.at >= course.opened_at && course.closed.is_none_or(|(closed, _)| a.at <= closed);
        let own = of.get(&course.person).into_iter().flatten();
        course.attempts = own.filter(open).copied().collect();
        course.attempts.sort_by_key(|a| (a.on, a.at));
    }
}
