//! A case is closed, and what was asked for it with it.

use jiff::Timestamp;
use kith_domain::care_case::Case;
use kith_domain::referral::{State, Step};

use super::acts::move_in;
use super::{OF_CASE, Speaker, read};
use crate::care_case::{NewEvent, note, save_in};
use crate::sql::args;
use crate::{Db, Result, course, ledger, outbox};

/// Closes a case and takes back what was asked of services for it; whom a service has stays there when `keep_served`. False,
/// and nothing is done, when somebody saved the case since `before` was read.
pub async fn close_case(
    db: &Db,
    before: &Case,
    after: &Case,
    keep_served: bool,
    speaker: &Speaker<'_>,
    event: &NewEvent,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    // Whoever says something of one of its referrals holds the case first, and sees it closed.
    if !save_in(&mut tx, before, after).await? {
        return Ok(false);
    }
    note(&mut tx, before.id, event).await?;
    outbox::tell_referrers(&mut tx, before.id, "closed", &now.as_microsecond().to_string(), now).await?;
    for row in tx.rows(OF_CASE, args![before.id]).await? {
        let referral = read(&row)?;
        let served = matches!(referral.state, State::Enrolled | State::InService);
        if referral.state.is_final() || (served && keep_served) {
            continue;
        }
        if !move_in(&mut tx, &referral, Step::Withdraw, State::Withdrawn, speaker, None, now).await? {
            return Ok(false);
        }
        let detail = format!("referral/{}: {}", referral.id, State::Withdrawn.name());
        note(&mut tx, before.id, &NewEvent { at: now, by: speaker.by, what: "referral", detail }).await?;
    }
    course::changed(&mut tx, before.id, now).await?;
    tx.commit().await?;
    Ok(true)
}
