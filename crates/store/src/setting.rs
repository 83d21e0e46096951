//! Settings of the whole network, as texts by key.

use crate::sql::{args, queries};
use crate::{Db, Result};

queries! {
    GET = "setting_get";
    SET = "setting_set";
}

/// The value of a setting.
pub async fn get(db: &Db, key: &str) -> Result<Option<String>> {
    db.row(GET, args![key]).await?.map(|row| row.get(0)).transpose()
}

/// Sets it.
pub async fn set(db: &Db, key: &str, value: &str) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(SET, args![key, value]).await?;
    tx.commit().await
}
