//! Which buckets wait for their measures to be run again.
//!
//! A write marks the buckets of the people it touched in its own transaction. A worker takes some, runs their
//! measures, publishes, and says that they are done; a bucket that was marked again meanwhile stays. What a dead
//! worker took is given out again after [`LEASE`]: running a bucket twice does no harm.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use kith_domain::id::Bucket;

use crate::db::Tx;
use crate::sql::{Value, args, queries};
use crate::{Db, Result, counter};

queries! {
    MARK = "live_mark";
    TAKE = "live_take";
    DONE = "live_done";
    RELEASE = "live_release";
    COUNT = "live_count";
}

/// How long a worker may keep a bucket before it is given to another.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Marks buckets as dirty.
pub async fn mark_dirty(db: &Db, buckets: &[Bucket], now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    mark(&mut tx, &buckets.iter().copied().collect(), now).await?;
    tx.commit().await
}

/// Marks buckets as dirty. Like all that changes these rows it holds `live`: rows locked one by one by two would have
/// them wait for each other.
pub(crate) async fn mark(tx: &mut Tx, buckets: &BTreeSet<Bucket>, now: Timestamp) -> Result<()> {
    if buckets.is_empty() {
        return Ok(());
    }
    counter::hold(tx, "live").await?;
    let list = buckets.iter().flat_map(|b| args![*b, now]).collect();
    tx.run_list(MARK, list, vec![]).await.map(drop)
}

/// Takes the dirty buckets that have waited longest, at most `limit`. [`done`] is told the same `now`.
pub async fn take_dirty(db: &Db, limit: usize, now: Timestamp) -> Result<Vec<Bucket>> {
    let expired = now.checked_sub(LEASE).unwrap_or(Timestamp::MIN);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut tx = db.write().await?;
    counter::hold(&mut tx, "live").await?;
    let rows = tx.rows(TAKE, args![limit, now, expired]).await?;
    let mut taken: Vec<(i64, Bucket)> =
        rows.iter().map(|r| Ok((r.get(1)?, r.get(0)?))).collect::<Result<_>>()?;
    tx.commit().await?;
    taken.sort_unstable();
    Ok(taken.into_iter().map(|(_, bucket)| bucket).collect())
}

/// Says that buckets taken at `taken_at` are published. One that was marked again since stays dirty.
pub async fn done(db: &Db, buckets: &[Bucket], taken_at: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    counter::hold(&mut tx, "live").await?;
    let list = buckets.iter().map(|b| Value::from(*b)).collect();
    tx.run_list(DONE, list, args![taken_at]).await?;
    tx.commit().await
}

/// Gives back what was taken and not done, without waiting for the lease: for a process that starts.
pub async fn release(db: &Db) -> Result<()> {
    let mut tx = db.write().await?;
    counter::hold(&mut tx, "live").await?;
    tx.run(RELEASE, vec![]).await?;
    tx.commit().await
}

/// How many buckets are dirty, taken ones included.
pub async fn dirty_count(db: &Db) -> Result<i64> {
    db.row(COUNT, vec![]).await?.map_or(Ok(0), |row| row.get(0))
}
