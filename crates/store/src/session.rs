//! Who is signed in.
//!
//! Only a hash of the token is kept, so that who reads the table cannot sign in with it.

use jiff::{SignedDuration, Timestamp};
use kith_domain::id::AccountId;

use crate::db::Tx;
use crate::sql::{args, queries};
use crate::{Db, Result};

queries! {
    INSERT = "session_insert";
    FIND = "session_find";
    TOUCH = "session_touch";
    END = "session_end";
    END_ALL = "session_end_all";
    SWEEP = "session_sweep";
}

/// How long a use of a session may go unnoted, so that not every page view writes.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// A session.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// What a form must carry.
    pub csrf: String,
    /// Begun.
    pub created_at: Timestamp,
    /// Last used, to the minute.
    pub seen_at: Timestamp,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("account", &self.account)
            .field("created_at", &self.created_at)
            .field("seen_at", &self.seen_at)
            .finish_non_exhaustive()
    }
}

/// Begins a session.
pub async fn create(
    db: &Db,
    token_hash: &[u8; 32],
    account: AccountId,
    csrf: &str,
    now: Timestamp,
) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(INSERT, args![token_hash, account, csrf, now]).await?;
    tx.commit().await
}

/// The session of a token, unless it was idle for too long, is too old, or its account is disabled. Notes the use, at
/// most once a minute.
pub async fn find(
    db: &Db,
    token_hash: &[u8; 32],
    now: Timestamp,
    idle: SignedDuration,
    absolute: SignedDuration,
) -> Result<Option<Session>> {
    let args = args![token_hash, before(now, idle), before(now, absolute)];
    let Some(row) = db.row(FIND, args).await? else { return Ok(None) };
    let mut session =
        Session { account: row.get(0)?, csrf: row.get(1)?, created_at: row.get(2)?, seen_at: row.get(3)? };
    if now.duration_since(session.seen_at) >= TOUCH_AFTER {
        let mut tx = db.write().await?;
        tx.run(TOUCH, args![token_hash, now]).await?;
        tx.commit().await?;
        session.seen_at = now;
    }
    Ok(Some(session))
}

/// Ends a session.
pub async fn end(db: &Db, token_hash: &[u8; 32]) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(END, args![token_hash]).await?;
    tx.commit().await
}

/// Ends every session of an account.
pub async fn end_all(db: &Db, account: AccountId) -> Result<()> {
    let mut tx = db.write().await?;
    end_all_in(&mut tx, account).await?;
    tx.commit().await
}

pub(crate) async fn end_all_in(tx: &mut Tx, account: AccountId) -> Result<()> {
    tx.run(END_ALL, args![account]).await.map(drop)
}

/// Removes the sessions that have expired; how many.
pub async fn sweep(db: &Db, now: Timestamp, idle: SignedDuration, absolute: SignedDuration) -> Result<u64> {
    let mut tx = db.write().await?;
    let ended = tx.run(SWEEP, args![before(now, idle), before(now, absolute)]).await?;
    tx.commit().await?;
    Ok(ended)
}

fn before(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}
