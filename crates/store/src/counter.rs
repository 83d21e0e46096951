//! Numbers given out in order.

use crate::db::Tx;
use crate::sql::{args, queries};
use crate::{Error, Result};

queries! {
    TAKE = "counter_take";
    HOLD = "counter_hold";
}

/// Takes the next `n` numbers of a kind; the last of them. Whoever takes next waits until this transaction ends, so
/// that an abandoned one leaves no hole.
pub(crate) async fn take(tx: &mut Tx, name: &str, n: usize) -> Result<i64> {
    let row = tx.row(TAKE, args![name, n as i64]).await?.ok_or(Error::Corrupt("counter"))?;
    row.get(0)
}

/// Makes whoever holds the same name next wait until this transaction ends. Held in the order `source`, `ledger`, any
/// other number, `live`, and of other numbers only one without `ledger`, so that nobody waits for each other.
pub(crate) async fn hold(tx: &mut Tx, name: &str) -> Result<()> {
    tx.run(HOLD, args![name]).await.map(drop)
}
