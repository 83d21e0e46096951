//! Lots that are called back: nobody is given one any more, and who has one is told.

use jiff::Timestamp;
use kith_domain::goods::ItemState;
use kith_domain::id::{AccountId, RecallId};

use super::items::of_lot_in;
use crate::care_case::{NewTask, add_task_for};
use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Result, counter, ledger};

queries! {
    INSERT = "goods_recall_insert";
    STOCK = "goods_recall_stock";
    OF_LOT = "goods_recall_of_lot";
    FIND = "goods_recall_find";
    LIST = "goods_recalls";
    LOTS = "goods_lots";
}

/// A lot that is called back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recall {
    /// Its id.
    pub id: RecallId,
    /// What kind of goods.
    pub kind: String,
    /// The lot.
    pub lot: String,
    /// Why.
    pub reason: String,
    /// When it was written down.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// Calls a lot back: what is on a shelf stays there, and for each family that has one somebody has to reach her. The one
/// that was called back before where it was.
pub async fn recall(
    db: &Db,
    kind: &str,
    lot: &str,
    reason: &str,
    task: &NewTask,
    by: AccountId,
    now: Timestamp,
) -> Result<RecallId> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let id = RecallId(counter::take(&mut tx, "goods_recall", 1).await?);
    if tx.run(INSERT, args![id, kind, lot, reason, now, by]).await? == 0 {
        drop(tx);
        let before = recall_of_lot(db, kind, lot).await?;
        return before.map(|r| r.id).ok_or(crate::Error::NoSuch("recall"));
    }
    // Nobody is given one of it from here on: those who have one are all there will be.
    tx.run(STOCK, args![kind, lot, now]).await?;
    let items = of_lot_in(&mut tx, kind, lot).await?;
    for item in items.iter().filter(|item| item.state == ItemState::HandedOut) {
        let origin = format!("recall:{kind}:{lot}:{}", item.id);
        let task = NewTask { kind: format!("goods_recall:{}", item.id), ..task.clone() };
        add_task_for(&mut tx, item.case, item.person, &task, None, &origin, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Since when a lot is called back.
pub(super) async fn since(tx: &mut Tx, kind: &str, lot: &str) -> Result<Option<Timestamp>> {
    tx.row(OF_LOT, args![kind, lot]).await?.map(|row| row.get(4)).transpose()
}

/// The calling back of a lot.
pub async fn recall_of_lot(db: &Db, kind: &str, lot: &str) -> Result<Option<Recall>> {
    db.row(OF_LOT, args![kind, lot]).await?.map(|row| read(&row)).transpose()
}

/// One.
pub async fn find_recall(db: &Db, recall: RecallId) -> Result<Option<Recall>> {
    db.row(FIND, args![recall]).await?.map(|row| read(&row)).transpose()
}

/// All of them, the newest first.
pub async fn recalls(db: &Db) -> Result<Vec<Recall>> {
    db.rows(LIST, vec![]).await?.iter().map(read).collect()
}

/// Lots that came in, with their kinds.
pub async fn lots(db: &Db) -> Result<Vec<(String, String)>> {
    db.rows(LOTS, vec![]).await?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

fn read(row: &Row) -> Result<Recall> {
    Ok(Recall {
        id: row.get(0)?,
        kind: row.get(1)?,
        lot: row.get(2)?,
        reason: row.get(3)?,
        at: row.get(4)?,
        by: row.get(5)?,
    })
}
