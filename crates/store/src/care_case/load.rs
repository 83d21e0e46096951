//! What each of those who work on cases has, for who leads them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kith_domain::id::AccountId;
use kith_domain::priority::Tier;

use crate::sql::{args, queries};
use crate::{Db, Error, Result};

queries! {
    OF_TIERS = "case_load_of_tiers";
    AGES = "case_ages";
}

/// Open cases of one worker and tier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TierLoad {
    /// Open.
    pub open: i64,
    /// Late.
    pub late: i64,
    /// When the first is due.
    pub next_due: Option<Timestamp>,
}

/// What one worker has, or nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullLoad {
    /// Who; none for the cases that nobody has.
    pub account: Option<AccountId>,
    /// The name; empty for nobody.
    pub name: String,
    /// By tier.
    pub tiers: BTreeMap<Tier, TierLoad>,
    /// When the oldest was opened.
    pub oldest: Option<Timestamp>,
    /// When the one in the middle was opened.
    pub middle: Option<Timestamp>,
}

/// Everybody who works on cases by name, and after them nobody.
pub async fn full_loads(db: &Db, now: Timestamp) -> Result<Vec<FullLoad>> {
    let mut tx = db.snapshot().await?;
    let mut ages: BTreeMap<i64, (Timestamp, Option<Timestamp>)> = BTreeMap::new();
    for row in tx.rows(AGES, vec![]).await? {
        ages.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let mut loads: BTreeMap<(bool, String, i64), FullLoad> = BTreeMap::new();
    for row in tx.rows(OF_TIERS, args![now]).await? {
        let (account, name): (Option<AccountId>, String) = (row.get(0)?, row.get(1)?);
        let id = account.map_or(0, |a| a.0);
        let age = ages.get(&id);
        let load = loads.entry((account.is_none(), name.clone(), id)).or_insert_with(|| FullLoad {
            account,
            name,
            tiers: BTreeMap::new(),
            oldest: age.map(|a| a.0),
            middle: age.and_then(|a| a.1),
        });
        let tier = Tier::named(&row.get::<String>(2)?).ok_or(Error::Corrupt("tier"))?;
        load.tiers.insert(tier, TierLoad { open: row.get(3)?, late: row.get(4)?, next_due: row.get(5)? });
    }
    Ok(loads.into_values().collect())
}
