//! Asking the next service in the stead of one that ended, without anybody's doing.
//!
//! That it is to be done is written with the step that ended the first, and that it is done with the referral to the next:
//! a process that dies in between leaves it to be done, and nobody does it twice.

use jiff::Timestamp;
use kith_domain::id::ReferralId;
use kith_domain::referral::Side;

use super::acts::{Referred, elsewhere_in, hold, refer_in};
use super::{NewReferral, Referral, Speaker, words};
use crate::care_case::NewTask;
use crate::db::Tx;
use crate::outbox::Class;
use crate::sql::{args, queries};
use crate::{Db, Result, ledger};

queries! {
    ASK = "re_offer_ask";
    DONE = "re_offer_done";
    TO_DO = "re_offer_to_do";
}

/// That the next service is to be asked, in the transaction of the step that ended this one.
pub(super) async fn ask(tx: &mut Tx, ended: ReferralId, now: Timestamp) -> Result<()> {
    tx.run(ASK, args![ended, now]).await.map(drop)
}

/// Referrals in whose stead another service is to be asked, with when that came up, the oldest first; `after` is the last
/// of those before.
pub async fn to_re_offer(
    db: &Db,
    after: Option<(Timestamp, ReferralId)>,
    limit: u32,
) -> Result<Vec<(Timestamp, ReferralId)>> {
    let (at, id) = after.map_or((i64::MIN, 0), |(at, id)| (at.as_microsecond(), id.0));
    let rows = db.rows(TO_DO, args![at, id, i64::from(limit)]).await?;
    rows.iter().map(|row| Ok((row.get(1)?, row.get(0)?))).collect()
}

/// Asks a service in the stead of one that ended, for whoever sent that one, and tells the sender so. None when somebody
/// did it before; what is not [`Referred::Sent`] leaves it to be done.
pub async fn re_offer(
    db: &Db,
    ended: &Referral,
    new: &NewReferral,
    now: Timestamp,
) -> Result<Option<Referred>> {
    let clock = Speaker { side: Side::Clock, by: None, name: "clock", note: None, visit_on: None };
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    if tx.run(DONE, args![ended.id, now]).await? == 0 {
        return Ok(None);
    }
    let referred = refer_in(&mut tx, new, ended.by, &clock, now).await?;
    if let Referred::Sent(id) = referred {
        let parties = (id, ended.organization.0, ended.by);
        words::tell(&mut tx, parties, 1, "re_offered", &[Class::Sender, Class::Intake], now).await?;
        tx.commit().await?;
    }
    Ok(Some(referred))
}

/// Leaves it to intake to find another service, where no next one is to be asked. False when somebody did it before. A case
/// that was closed meanwhile needs none.
pub async fn propose(db: &Db, ended: &Referral, task: &NewTask, open: bool, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    hold(&mut tx, ended.id).await?;
    if tx.run(DONE, args![ended.id, now]).await? == 0 {
        return Ok(false);
    }
    if open {
        elsewhere_in(&mut tx, ended, task, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}
