//! One thing for one family: kept, given, asked about, brought back.

use jiff::{Timestamp, civil::Date};
use kith_domain::goods::{ItemState, Movement, Reply, Signature, Signed};
use kith_domain::id::{AccountId, CaseId, ItemId, OrganizationId, PersonId, StockId};

use super::{Moving, Stock, of, read_stock};
use crate::care_case::{NewEvent, NewTask, add_task_for, note};
use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter, course, ledger};

queries! {
    INSERT = "goods_item_insert";
    OF_KEY = "goods_item_of_key";
    FIND = "goods_item_find";
    OF_CASE = "goods_items_of_case";
    OF_LOT = "goods_items_of_lot";
    TO_ASK = "goods_items_to_ask";
    KEPT = "goods_items_kept";
    HAND_OVER = "goods_item_hand_over";
    END = "goods_item_end";
    ASKED = "goods_item_asked";
    TASK_DONE = "goods_task_done";
}

/// One thing that is kept for somebody, or was given to her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// The case.
    pub case: CaseId,
    /// Her, by the id that stands for her now.
    pub person: PersonId,
    /// How it stands.
    pub state: ItemState,
    /// Since when it is hers or kept for her.
    pub made_at: Timestamp,
    /// When it was given, and by whom.
    pub handed: Option<(Timestamp, String)>,
    /// Who signed for it, on what.
    pub signed: Option<Signed>,
    /// When somebody asks how it goes.
    pub follow_up_at: Option<Timestamp>,
    /// When somebody asked, and who.
    pub asked: Option<(Timestamp, String)>,
    /// What she said.
    pub answers: Vec<(String, Reply)>,
    /// What else was said then.
    pub note: Option<String>,
    /// The delivery that it is of.
    pub stock: Stock,
}

/// Something for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The delivery that it is taken from.
    pub stock: StockId,
    /// The case.
    pub case: CaseId,
    /// Her.
    pub person: PersonId,
    /// What makes the same form sent again the same thing.
    pub once: String,
}

/// That it is given: who signs, and what is to be asked when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handing {
    /// Who signed for it, on what.
    pub signed: Signed,
    /// What somebody asks when it is due.
    pub follow_up: Option<NewTask>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It is hers, or kept for her.
    Done(ItemId),
    /// The same form came before.
    Again(ItemId),
    /// None is left, or none that may be given.
    Short,
}

impl Item {
    /// The kind of the task by which somebody asks about a thing.
    pub fn follow_up_kind(item: ItemId) -> String {
        format!("goods_follow_up:{item}")
    }
}

/// Gives somebody a thing, or keeps it for her where nobody signs yet.
pub async fn give(
    db: &Db,
    new: &NewItem,
    handing: Option<&Handing>,
    by: AccountId,
    today: Date,
    now: Timestamp,
) -> Result<Given> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    if let Some(row) = tx.row(OF_KEY, args![&new.once]).await? {
        // Another case's form has another key.
        let same = row.get::<CaseId>(1)? == new.case;
        return if same { Ok(Given::Again(row.get(0)?)) } else { Err(Error::Corrupt("key of a form")) };
    }
    let id = ItemId(counter::take(&mut tx, "goods_item", 1).await?);
    let (what, state) = match handing {
        Some(_) => (Movement::HandedOut, ItemState::HandedOut),
        None => (Movement::Reserved, ItemState::Reserved),
    };
    let signed = handing.map(|h| columns(&h.signed));
    let (name, drawn, paper) = signed.unwrap_or_default();
    let args = args![
        id,
        new.stock,
        new.case,
        new.person,
        state.name(),
        new.once.as_str(),
        now,
        by,
        handing.map(|_| now),
        handing.map(|_| by),
        name,
        drawn,
        paper,
        handing.and_then(|h| Some(h.follow_up.as_ref()?.due_at)),
    ];
    tx.run(INSERT, args).await?;
    let moving = Moving { stock: new.stock, item: Some(id), what, n: 1, by, note: "" };
    if !moving.run(&mut tx, Some(today), now).await? {
        return Ok(Given::Short);
    }
    if let Some(handing) = handing {
        ask_later(&mut tx, (id, new.case, new.person), handing, by, now).await?;
    }
    tell(&mut tx, new.case, id, what, by, now).await?;
    tx.commit().await?;
    Ok(Given::Done(id))
}

/// Gives her what was kept for her; false when it no longer is, or may not be given any more.
pub async fn hand_over(
    db: &Db,
    item: &Item,
    handing: &Handing,
    by: AccountId,
    today: Date,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let (name, drawn, paper) = columns(&handing.signed);
    let due = handing.follow_up.as_ref().map(|task| task.due_at);
    if tx.run(HAND_OVER, args![item.id, now, by, name, drawn, paper, due]).await? == 0 {
        return Ok(false);
    }
    let what = Movement::HandedOver;
    let moving = Moving { stock: item.stock.id, item: Some(item.id), what, n: 1, by, note: "" };
    if !moving.run(&mut tx, Some(today), now).await? {
        return Ok(false);
    }
    ask_later(&mut tx, (item.id, item.case, item.person), handing, by, now).await?;
    tell(&mut tx, item.case, item.id, what, by, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Keeps it for her no longer, or takes it back, fit to be given again or not; false when it does not stand so any more.
pub async fn end(
    db: &Db,
    item: &Item,
    what: Movement,
    words: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let (before, after) = match what {
        Movement::Released => (ItemState::Reserved, ItemState::Released),
        Movement::Returned | Movement::ReturnedUnfit => (ItemState::HandedOut, ItemState::Returned),
        _ => return Err(Error::Corrupt("movement")),
    };
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    if tx.run(END, args![item.id, before.name(), after.name(), now]).await? == 0 {
        return Ok(false);
    }
    let moving = Moving { stock: item.stock.id, item: Some(item.id), what, n: 1, by, note: words };
    if !moving.run(&mut tx, None, now).await? {
        return Ok(false);
    }
    tx.run(TASK_DONE, args![item.case, Item::follow_up_kind(item.id), now, by]).await?;
    tell(&mut tx, item.case, item.id, what, by, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Writes down what she said when somebody asked how it goes, with what follows; false when somebody asked before.
pub async fn answered(
    db: &Db,
    item: &Item,
    answers: &[(String, Reply)],
    words: Option<&str>,
    then: &[NewTask],
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let said = serde_json::to_string(answers).map_err(|_| Error::Corrupt("answers"))?;
    if tx.run(ASKED, args![item.id, now, by, said, words]).await? == 0 {
        return Ok(false);
    }
    tx.run(TASK_DONE, args![item.case, Item::follow_up_kind(item.id), now, by]).await?;
    for task in then {
        let origin = format!("goods:{}:{}", item.id, task.kind);
        add_task_for(&mut tx, item.case, item.person, task, Some(by), &origin, now).await?;
    }
    let detail = format!("item/{}", item.id);
    note(&mut tx, item.case, &NewEvent { at: now, by: Some(by), what: "goods_asked", detail }).await?;
    course::changed(&mut tx, item.case, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// One thing.
pub async fn item(db: &Db, item: ItemId) -> Result<Option<Item>> {
    db.row(FIND, args![item]).await?.map(|row| read(&row)).transpose()
}

/// What was kept for or given to her of a case, the newest first.
pub async fn items_of_case(db: &Db, case: CaseId) -> Result<Vec<Item>> {
    db.rows(OF_CASE, args![case]).await?.iter().map(read).collect()
}

/// What families have of a lot, or is kept for them.
pub async fn items_of_lot(
    db: &Db,
    kind: &str,
    lot: &str,
    whose: Option<OrganizationId>,
) -> Result<Vec<Item>> {
    db.rows(OF_LOT, args![kind, lot, of(whose)]).await?.iter().map(read).collect()
}

/// What families have of a lot wherever it was, or is kept for them.
pub(super) async fn of_lot_in(tx: &mut Tx, kind: &str, lot: &str) -> Result<Vec<Item>> {
    tx.rows(OF_LOT, args![kind, lot, of(None)]).await?.iter().map(read).collect()
}

/// What is to be asked about before a time, the longest due first.
pub async fn to_ask(
    db: &Db,
    whose: Option<OrganizationId>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<Item>> {
    db.rows(TO_ASK, args![of(whose), before, i64::from(limit)]).await?.iter().map(read).collect()
}

/// What is kept for somebody.
pub async fn kept(db: &Db, whose: Option<OrganizationId>) -> Result<Vec<Item>> {
    db.rows(KEPT, args![of(whose)]).await?.iter().map(read).collect()
}

async fn ask_later(
    tx: &mut Tx,
    (item, case, person): (ItemId, CaseId, PersonId),
    handing: &Handing,
    by: AccountId,
    now: Timestamp,
) -> Result<()> {
    let Some(task) = &handing.follow_up else { return Ok(()) };
    let task = NewTask { kind: Item::follow_up_kind(item), ..task.clone() };
    add_task_for(tx, case, person, &task, Some(by), &format!("goods:{item}:follow_up"), now).await
}

/// Tells the case, and whoever measures it: the last that a transaction does.
async fn tell(
    tx: &mut Tx,
    case: CaseId,
    item: ItemId,
    what: Movement,
    by: AccountId,
    now: Timestamp,
) -> Result<()> {
    let detail = format!("item/{item}: {}", what.name());
    note(tx, case, &NewEvent { at: now, by: Some(by), what: "goods", detail }).await?;
    course::changed(tx, case, now).await
}

/// Who signed, what was drawn, who keeps the paper.
fn columns(signed: &Signed) -> (Option<&str>, Option<String>, Option<&str>) {
    match signed {
        Signed::Drawn { name, signature } => (Some(name), Some(signature.text()), None),
        Signed::Paper { name, holder } => (Some(name), None, Some(holder)),
    }
}

fn read(row: &Row) -> Result<Item> {
    let (handed_at, asked_at): (Option<Timestamp>, Option<Timestamp>) = (row.get(5)?, row.get(11)?);
    let (handed_by, asked_by): (String, String) = (row.get(6)?, row.get(12)?);
    let (name, drawn, paper): (Option<String>, Option<String>, Option<String>) =
        (row.get(7)?, row.get(8)?, row.get(9)?);
    let signed = match (name, drawn, paper) {
        (Some(name), Some(drawn), _) => {
            let signature = Signature::parse(&drawn).map_err(|_| Error::Corrupt("signature"))?;
            Some(Signed::Drawn { name, signature })
        }
        (Some(name), None, Some(holder)) => Some(Signed::Paper { name, holder }),
        _ => None,
    };
    let answers: String = row.get(13)?;
    Ok(Item {
        id: row.get(0)?,
        case: row.get(1)?,
        person: row.get(2)?,
        state: ItemState::named(&row.get::<String>(3)?).ok_or(Error::Corrupt("state of a thing"))?,
        made_at: row.get(4)?,
        handed: handed_at.map(|at| (at, handed_by)),
        signed,
        follow_up_at: row.get(10)?,
        asked: asked_at.map(|at| (at, asked_by)),
        answers: serde_json::from_str(&answers).map_err(|_| Error::Corrupt("answers"))?,
        note: row.get(14)?,
        stock: read_stock(row, 15)?,
    })
}
