//! Safe-sleep teaching by hospitals before mothers go home: the policy in force, and whom they taught.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use kith_domain::id::{AccountId, OrganizationId, PersonId};

use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter, ledger, live};

queries! {
    POLICIES = "sleep_policies";
    ADD_POLICY = "sleep_policy_insert";
    END_POLICY = "sleep_policy_end";
    TEACH = "sleep_teaching_insert";
    UNDO = "sleep_teaching_undo";
    FIND = "sleep_teaching_find";
    TAUGHT = "sleep_teachings";
    BUCKET = "outreach_bucket";
}

/// What a hospital has decided to teach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its number.
    pub id: i64,
    /// The first day on which it is in force.
    pub from_on: Date,
    /// The day on which it no longer is; none while it is.
    pub to_on: Option<Date>,
    /// The name of the document.
    pub document: String,
    /// What it says.
    pub words: String,
    /// When it was written down, and by whom.
    pub noted: (Timestamp, String),
}

/// What a mother was taught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTeaching {
    /// The hospital.
    pub organization: OrganizationId,
    /// Her.
    pub person: PersonId,
    /// The day.
    pub on: Date,
    /// The language in which she was taught, as a tag.
    pub language: String,
    /// Somebody told her.
    pub taught: bool,
    /// Somebody showed her.
    pub demonstrated: bool,
    /// She was given something to read or to look at.
    pub material: bool,
}

/// What a mother was taught, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teaching {
    /// Its number.
    pub id: i64,
    /// What she was taught; the person is the one that stands for her now.
    pub what: NewTeaching,
    /// By whom.
    pub by: String,
}

/// Policies of a hospital, the newest first.
pub async fn policies(db: &Db, organization: OrganizationId) -> Result<Vec<Policy>> {
    let policy = |row: &Row| {
        Ok(Policy {
            id: row.get(0)?,
            from_on: row.get(1)?,
            to_on: row.get(2)?,
            document: row.get(3)?,
            words: row.get(4)?,
            noted: (row.get(5)?, row.get(6)?),
        })
    };
    db.rows(POLICIES, args![organization]).await?.iter().map(policy).collect()
}

/// Writes a policy down; what was in force ends where it begins.
pub async fn add_policy(
    db: &Db,
    organization: OrganizationId,
    (from_on, to_on): (Date, Option<Date>),
    document: &str,
    words: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<i64> {
    let mut tx = db.write().await?;
    let id = counter::take(&mut tx, "sleep_policy", 1).await?;
    tx.run(END_POLICY, args![organization, from_on]).await?;
    tx.run(ADD_POLICY, args![id, organization, from_on, to_on, document, words, now, by]).await?;
    tx.commit().await?;
    Ok(id)
}

/// Writes down what a mother was taught, and marks her bucket.
pub async fn teach(db: &Db, new: &NewTeaching, by: AccountId, now: Timestamp) -> Result<i64> {
    let mut tx = db.write().await?;
    // Nobody is merged or parted meanwhile.
    ledger::lock(&mut tx).await?;
    let id = counter::take(&mut tx, "sleep_teaching", 1).await?;
    let args = args![
        id,
        new.organization,
        new.person,
        new.on,
        new.language.as_str(),
        new.taught,
        new.demonstrated,
        new.material,
        now,
        by,
    ];
    tx.run(TEACH, args).await?;
    changed(&mut tx, new.person, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes back what was written down, and marks her bucket; false when it was before.
pub async fn undo(db: &Db, teaching: i64, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let Some(row) = tx.row(UNDO, args![teaching, now]).await? else { return Ok(false) };
    changed(&mut tx, row.get(0)?, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Marks the bucket of whoever this person is now. The last that a transaction does.
async fn changed(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<()> {
    let bucket = tx.row(BUCKET, args![person]).await?.ok_or(Error::NoSuch("person"))?.get(0)?;
    live::mark(tx, &BTreeSet::from([bucket]), now).await
}

/// The hospital that wrote something down.
pub async fn hospital_of(db: &Db, teaching: i64) -> Result<Option<OrganizationId>> {
    db.row(FIND, args![teaching]).await?.map(|row| row.get(0)).transpose()
}

/// What a hospital taught on some days, last excluded, the newest first.
pub async fn taught(db: &Db, organization: OrganizationId, from: Date, to: Date) -> Result<Vec<Teaching>> {
    let teaching = |row: &Row| {
        Ok::<_, Error>(Teaching {
            id: row.get(0)?,
            what: NewTeaching {
                organization,
                person: row.get(1)?,
                on: row.get(2)?,
                language: row.get(3)?,
                taught: row.get(4)?,
                demonstrated: row.get(5)?,
                material: row.get(6)?,
            },
            by: row.get(7)?,
        })
    };
    db.rows(TAUGHT, args![organization, from, to]).await?.iter().map(teaching).collect()
}
