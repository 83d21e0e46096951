//! Goods that families are given: where they are kept, what is there, who has what.
//!
//! Stock is only changed together with the movement that says why, by one guarded statement: of any number who hand out
//! the last one at once, one does. A form that is sent twice gives one thing.
//!
//! Numbers for these tables are taken after the ledger is held, for some things are told to a case in the same transaction.

mod items;
mod recall;

use jiff::{Timestamp, civil::Date};
use kith_domain::goods::{Balance, Movement};
use kith_domain::id::{AccountId, GoodsPlaceId, ItemId, OrganizationId, StockId};

use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter, ledger};

pub use items::{
    Given, Handing, Item, NewItem, answered, end, give, hand_over, item, items_of_case, items_of_lot, kept,
    to_ask,
};
pub use recall::{Recall, find_recall, lots, recall, recall_of_lot, recalls};

queries! {
    PLACES = "goods_places";
    PLACE = "goods_place_find";
    ADD_PLACE = "goods_place_insert";
    STOCK_OF = "goods_stock_of";
    STOCK = "goods_stock_find";
    ADD_STOCK = "goods_stock_insert";
    MOVE = "goods_stock_move";
    ADD_MOVEMENT = "goods_movement_insert";
    MOVEMENTS = "goods_movements";
    GIVEN = "goods_given";
}

#[cfg(test)]
pub(crate) fn every_query() -> Vec<crate::sql::Query> {
    [ALL, items::ALL, recall::ALL].concat()
}

/// Where an organisation keeps goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: GoodsPlaceId,
    /// Whose it is, with the name.
    pub organization: (OrganizationId, String),
    /// Its name.
    pub name: String,
}

/// What came in one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Its id.
    pub id: StockId,
    /// Where it is.
    pub place: Place,
    /// What kind of goods, as the programme's file names it.
    pub kind: String,
    /// The maker's lot; empty where none is written on it.
    pub lot: String,
    /// The last day on which it may be given.
    pub expires_on: Option<Date>,
    /// Who paid.
    pub fund: String,
    /// What one cost, in cents, where that is known.
    pub unit_cents: Option<i64>,
    /// When it came.
    pub received_at: Timestamp,
    /// What is there.
    pub balance: Balance,
    /// Since when it is called back.
    pub recalled_at: Option<Timestamp>,
}

/// A delivery to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStock {
    /// Where it is.
    pub place: GoodsPlaceId,
    /// What kind of goods.
    pub kind: String,
    /// The maker's lot.
    pub lot: String,
    /// The last day on which it may be given.
    pub expires_on: Option<Date>,
    /// Who paid.
    pub fund: String,
    /// What one cost, in cents.
    pub unit_cents: Option<i64>,
    /// How many came.
    pub quantity: i64,
}

/// A change of what is there, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Why.
    pub what: Movement,
    /// By how much.
    pub change: Balance,
    /// The rest, in words.
    pub note: String,
    /// The thing that was kept or given.
    pub item: Option<ItemId>,
}

/// What was given of one kind, paid by one fund, in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenSum {
    /// When the month begins.
    pub from: Timestamp,
    /// Who paid.
    pub fund: String,
    /// What kind.
    pub kind: String,
    /// How many.
    pub n: i64,
    /// What those cost together of which it is known, in cents.
    pub cents: i64,
    /// Of how many it is known.
    pub known: i64,
}

/// Places of an organisation, or of all.
pub async fn places(db: &Db, whose: Option<OrganizationId>) -> Result<Vec<Place>> {
    let rows = db.rows(PLACES, args![of(whose)]).await?;
    rows.iter().map(|row| read_place(row, 0)).collect()
}

/// One place.
pub async fn find_place(db: &Db, place: GoodsPlaceId) -> Result<Option<Place>> {
    db.row(PLACE, args![place]).await?.map(|row| read_place(&row, 0)).transpose()
}

/// Makes a place; none when the organisation has one of this name.
pub async fn add_place(
    db: &Db,
    organization: OrganizationId,
    name: &str,
    now: Timestamp,
) -> Result<Option<GoodsPlaceId>> {
    let mut tx = db.write().await?;
    let id = GoodsPlaceId(counter::take(&mut tx, "goods_place", 1).await?);
    if tx.run(ADD_PLACE, args![id, organization, name, now]).await? == 0 {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(id))
}

/// What came to an organisation, or to all, and what is left of it: by place and kind, what expires first at the top.
pub async fn stock(db: &Db, whose: Option<OrganizationId>) -> Result<Vec<Stock>> {
    db.rows(STOCK_OF, args![of(whose)]).await?.iter().map(|row| read_stock(row, 0)).collect()
}

/// One delivery.
pub async fn find_stock(db: &Db, stock: StockId) -> Result<Option<Stock>> {
    db.row(STOCK, args![stock]).await?.map(|row| read_stock(&row, 0)).transpose()
}

/// Writes a delivery down. One of a lot that was called back is called back.
pub async fn receive(db: &Db, new: &NewStock, by: AccountId, now: Timestamp) -> Result<StockId> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let id = StockId(counter::take(&mut tx, "goods_stock", 1).await?);
    let recalled = recall::since(&mut tx, &new.kind, &new.lot).await?;
    let args = args![
        id,
        new.place,
        new.kind.as_str(),
        new.lot.as_str(),
        new.expires_on,
        new.fund.as_str(),
        new.unit_cents,
        now,
        recalled,
    ];
    tx.run(ADD_STOCK, args).await?;
    let moving = Moving { stock: id, item: None, what: Movement::Received, n: new.quantity, by, note: "" };
    if !moving.run(&mut tx, None, now).await? {
        return Err(Error::Corrupt("number of goods"));
    }
    tx.commit().await?;
    Ok(id)
}

/// Takes some off the shelf that nobody may be given; false when fewer are free.
pub async fn write_off(
    db: &Db,
    stock: StockId,
    n: i64,
    note: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let moving = Moving { stock, item: None, what: Movement::WrittenOff, n, by, note };
    if !moving.run(&mut tx, None, now).await? {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

/// What happened to a delivery, the newest first.
pub async fn movements(db: &Db, stock: StockId, limit: u32) -> Result<Vec<Moved>> {
    let rows = db.rows(MOVEMENTS, args![stock, i64::from(limit)]).await?;
    let moved = |row: &Row| {
        Ok(Moved {
            at: row.get(0)?,
            by: row.get(1)?,
            what: Movement::named(&row.get::<String>(2)?).ok_or(Error::Corrupt("movement"))?,
            change: Balance { on_hand: row.get(3)?, reserved: row.get(4)? },
            note: row.get(5)?,
            item: row.get(6)?,
        })
    };
    rows.iter().map(moved).collect()
}

/// What was given within some spans of time, by fund and kind.
pub async fn given(
    db: &Db,
    spans: &[(Timestamp, Timestamp)],
    whose: Option<OrganizationId>,
) -> Result<Vec<GivenSum>> {
    let list: Vec<Value> = spans.iter().flat_map(|(from, to)| args![*from, *to]).collect();
    let sum = |row: &Row| {
        Ok(GivenSum {
            from: row.get(0)?,
            fund: row.get(1)?,
            kind: row.get(2)?,
            n: row.get(3)?,
            cents: row.get(4)?,
            known: row.get(5)?,
        })
    };
    db.list(GIVEN, list, args![of(whose)]).await?.iter().map(sum).collect()
}

/// One change of what is there.
struct Moving<'a> {
    stock: StockId,
    item: Option<ItemId>,
    what: Movement,
    n: i64,
    by: AccountId,
    note: &'a str,
}

impl Moving<'_> {
    /// Changes what is there and says why; false, and nothing is done, where that cannot be. `today` is the day on which
    /// something leaves for a family, where it does.
    async fn run(&self, tx: &mut Tx, today: Option<Date>, now: Timestamp) -> Result<bool> {
        let change = self.what.change(self.n);
        let leaves = i64::from(self.what.gives());
        let args = args![self.stock, change.on_hand, change.reserved, leaves, today];
        if tx.run(MOVE, args).await? == 0 {
            return Ok(false);
        }
        let id = counter::take(tx, "goods_movement", 1).await?;
        let args = args![
            id,
            self.stock,
            self.item,
            now,
            self.by,
            self.what.name(),
            change.on_hand,
            change.reserved,
            self.note,
        ];
        tx.run(ADD_MOVEMENT, args).await?;
        Ok(true)
    }
}

fn of(whose: Option<OrganizationId>) -> i64 {
    whose.map_or(0, |o| o.0)
}

fn read_place(row: &Row, at: usize) -> Result<Place> {
    Ok(Place { id: row.get(at)?, organization: (row.get(at + 1)?, row.get(at + 2)?), name: row.get(at + 3)? })
}

fn read_stock(row: &Row, at: usize) -> Result<Stock> {
    Ok(Stock {
        id: row.get(at)?,
        place: read_place(row, at + 1)?,
        kind: row.get(at + 5)?,
        lot: row.get(at + 6)?,
        expires_on: row.get(at + 7)?,
        fund: row.get(at + 8)?,
        unit_cents: row.get(at + 9)?,
        received_at: row.get(at + 10)?,
        balance: Balance { on_hand: row.get(at + 11)?, reserved: row.get(at + 12)? },
        recalled_at: row.get(at + 13)?,
    })
}
