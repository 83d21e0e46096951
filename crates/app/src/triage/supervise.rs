//! Load, age and lateness by worker, for who leads the intake team.

use kith_domain::access::Actor;
use kith_domain::priority::Tier;
use kith_store::care_case::{self, FullLoad};

use super::{allowed, rules};
use crate::view::{LoadPage, LoadRow};
use crate::worklist::days_between;
use crate::{App, Error};

/// Who has what, and how late it is.
pub async fn supervise(app: &App, actor: &Actor) -> Result<LoadPage, Error> {
    allowed(app, actor, None).await?;
    rules(app)?;
    let (now, today) = (app.now(), app.today());
    let age = |at: jiff::Timestamp| days_between(at.to_zoned(app.time_zone().clone()).date(), today);
    let loads = care_case::full_loads(app.db(), now).await?;
    let rows: Vec<LoadRow> = loads.into_iter().map(|load| row(load, age)).collect();
    Ok(LoadPage {
        open: rows.iter().map(|r| r.open).sum(),
        late: rows.iter().map(|r| r.late).sum(),
        rows,
        now,
    })
}

fn row(load: FullLoad, age: impl Fn(jiff::Timestamp) -> i64 + Copy) -> LoadRow {
    LoadRow {
        account: load.account,
        name: load.name,
        open: load.tiers.values().map(|t| t.open).sum(),
        late: load.tiers.values().map(|t| t.late).sum(),
        next_due: load.tiers.values().filter_map(|t| t.next_due).min(),
        tiers: [Tier::First, Tier::Second, Tier::Third]
            .map(|tier| (tier, load.tiers.get(&tier).map_or(0, |t| t.open)))
            .into(),
        oldest_days: load.oldest.map(age),
        median_days: load.middle.map(age),
    }
}
