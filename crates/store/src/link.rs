//! Links that open one thing without an account: for one purpose, for a while, until they were acted by.
//!
//! Only the SHA-256 of a token is kept, so that who reads the database opens nothing. Of one thing and purpose at most one
//! link opens: a new one revokes those before it.

use jiff::Timestamp;
use kith_domain::id::{AccountId, ReferralId, ServiceId};

use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, service};

queries! {
    INSERT = "link_insert";
    FIND = "link_find";
    USE = "link_use";
    KNOWN = "link_known";
    REVOKE_OF_REFERRAL = "link_revoke_of_referral";
    REVOKE_OF_SERVICE = "link_revoke_of_service";
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To see a referral and answer it.
    Answer,
    /// To say how many places a service has.
    Places,
    /// To say for oneself what became of a referral.
    OwnWord,
}

impl Purpose {
    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Places => "places",
            Self::OwnWord => "own_word",
        }
    }
}

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// A referral.
    Referral(ReferralId),
    /// A service.
    Service(ServiceId),
}

/// A link to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewLink {
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// What it is for.
    pub purpose: Purpose,
    /// What it opens.
    pub opens: Opens,
    /// Until when.
    pub expires_at: Timestamp,
}

/// A link that opens something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it opens.
    pub opens: Opens,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it opens it.
    pub expires_at: Timestamp,
}

/// Makes a link unless there was this one before: a message that is sent again carries the link that it carried, open or
/// not.
pub async fn issue_once(db: &Db, new: &NewLink, now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    if tx.row(KNOWN, args![&new.hash]).await?.is_none() {
        issue_in(&mut tx, new, None, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Makes a link; earlier ones of the same thing and purpose open nothing from now on.
pub async fn issue(db: &Db, new: &NewLink, by: Option<AccountId>, now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    issue_in(&mut tx, new, by, now).await?;
    tx.commit().await
}

pub(crate) async fn issue_in(
    tx: &mut Tx,
    new: &NewLink,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<()> {
    let (referral, service) = match new.opens {
        Opens::Referral(referral) => (Some(referral), None),
        Opens::Service(service) => (None, Some(service)),
    };
    match new.opens {
        Opens::Referral(referral) => revoke(tx, referral, new.purpose, now).await?,
        Opens::Service(service) => tx.run(REVOKE_OF_SERVICE, args![service, now]).await.map(drop)?,
    }
    let args = args![&new.hash, new.purpose.name(), referral, service, by, now, new.expires_at];
    tx.run(INSERT, args).await.map(drop)
}

/// A link that was neither used nor revoked and has not expired. Looking does not use it up.
pub async fn find(db: &Db, hash: &[u8; 32], purpose: Purpose, now: Timestamp) -> Result<Option<Link>> {
    let found = db.row(FIND, args![hash, purpose.name(), now]).await?;
    found
        .map(|row| Ok(Link { opens: read(&row)?, expires_at: row.get(2)?, made_at: row.get(3)? }))
        .transpose()
}

/// Uses a link up; none, when it does not open anything any more.
pub(crate) async fn use_up(
    tx: &mut Tx,
    hash: &[u8; 32],
    purpose: Purpose,
    now: Timestamp,
) -> Result<Option<Opens>> {
    let row = tx.row(USE, args![hash, purpose.name(), now]).await?;
    row.map(|row| read(&row)).transpose()
}

/// Revokes the links of a referral that are for some purpose.
pub(crate) async fn revoke(
    tx: &mut Tx,
    referral: ReferralId,
    purpose: Purpose,
    now: Timestamp,
) -> Result<()> {
    tx.run(REVOKE_OF_REFERRAL, args![referral, now, purpose.name()]).await.map(drop)
}

/// Says by a link how many places its service has, and gives the next link. None, and nothing is done, when the link
/// does not open anything any more.
pub async fn confirm_places(
    db: &Db,
    hash: &[u8; 32],
    free: u32,
    next: &NewLink,
    now: Timestamp,
) -> Result<Option<ServiceId>> {
    let mut tx = db.write().await?;
    let Some(Opens::Service(service)) = use_up(&mut tx, hash, Purpose::Places, now).await? else {
        return Ok(None);
    };
    service::confirm_in(&mut tx, service, free, "link", now).await?;
    issue_in(&mut tx, &NewLink { opens: Opens::Service(service), ..*next }, None, now).await?;
    tx.commit().await?;
    Ok(Some(service))
}

fn read(row: &Row) -> Result<Opens> {
    match (row.get(0)?, row.get(1)?) {
        (Some(referral), None) => Ok(Opens::Referral(referral)),
        (None, Some(service)) => Ok(Opens::Service(service)),
        _ => Err(Error::Corrupt("link")),
    }
}
