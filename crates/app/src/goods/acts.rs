//! What people do with goods: receive them, keep one for somebody, give it, ask about it, take it back.

use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::goods::{Kind, Movement, Reply, Signed};
use kith_domain::id::{GoodsPlaceId, ItemId, OrganizationId, StockId};
use kith_domain::loss::Loss;
use kith_domain::words::Words;
use kith_store::care_case::NewTask;
use kith_store::goods::{self as stored, Given, Handing, NewItem, NewStock, Stock};

use super::{about, keeps, kind_of, load_item, moment, name_of, recipient, scope, text, words};
use crate::view::Recipient;
use crate::{App, Error, audited, loss, not_there, require};

/// The most that come in one delivery.
const MOST: i64 = 100_000;
/// What one may cost, in cents.
const DEAREST: i64 = 10_000_000;
/// The hour by which something is to be asked about.
const BY_HOUR: i8 = 17;
/// Days in which somebody sees to an answer that is not fine.
const WORRY_DAYS: i64 = 2;

/// A delivery, as somebody writes it down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Where it is.
    pub place: Option<GoodsPlaceId>,
    /// What kind of goods.
    pub kind: String,
    /// The maker's lot; empty where none is written on it.
    pub lot: String,
    /// The last day on which it may be given.
    pub expires_on: Option<Date>,
    /// Who paid.
    pub fund: String,
    /// What one cost, in cents.
    pub unit_cents: Option<i64>,
    /// How many came.
    pub quantity: Option<i64>,
}

fn wrong<T>(field: &'static str, message: &str) -> Result<T, Error> {
    Err(Error::Invalid { field, message: message.into() })
}

/// Makes a place where an organisation keeps goods: the reader's own where none is named.
pub async fn add_place(
    app: &App,
    actor: &Actor,
    organization: Option<OrganizationId>,
    name: &str,
) -> Result<GoodsPlaceId, Error> {
    scope(app, actor).await?;
    let Some(organization) = organization.or(actor.organization) else {
        return wrong("organization", "choose one");
    };
    if let Err(denied) =
        require(actor, Action::KeepGoods, Subject { organization: Some(organization), worker: None })
    {
        audited(app, actor, "denied", Some(format!("organization/{organization}")), "keep_goods").await?;
        return Err(denied);
    }
    let name = words("name", name)?;
    let Some(id) = stored::add_place(app.db(), organization, &name, app.now()).await? else {
        return wrong("name", "there is a place of this name");
    };
    audited(app, actor, "add_goods_place", Some(format!("goods_place/{id}")), "").await?;
    Ok(id)
}

/// Writes a delivery down.
pub async fn receive(app: &App, actor: &Actor, delivery: Delivery) -> Result<StockId, Error> {
    scope(app, actor).await?;
    let place = match delivery.place {
        Some(id) => stored::find_place(app.db(), id).await?,
        None => None,
    };
    let Some(place) = place else { return wrong("place", "choose one") };
    keeps(app, actor, &place).await?;
    let kind = kind_of(app, &delivery.kind)?.id.clone();
    let quantity = match delivery.quantity {
        Some(n @ 1..=MOST) => n,
        _ => return wrong("quantity", "write a whole number, such as 3"),
    };
    if delivery.unit_cents.is_some_and(|cents| !(0..=DEAREST).contains(&cents)) {
        return wrong("cost", "write an amount, such as 89.50");
    }
    if delivery.expires_on.is_some_and(|day| day < app.today()) {
        return wrong("expires_on", "this day has passed; what expired is not given to anybody");
    }
    let new = NewStock {
        place: place.id,
        kind,
        lot: text("lot", &delivery.lot)?,
        expires_on: delivery.expires_on,
        fund: words("fund", &delivery.fund)?,
        unit_cents: delivery.unit_cents,
        quantity,
    };
    let id = stored::receive(app.db(), &new, actor.account, app.now()).await?;
    audited(app, actor, "receive_goods", Some(format!("goods_stock/{id}")), &quantity.to_string()).await?;
    Ok(id)
}

/// Takes some off the shelf that nobody may be given, for a reason.
pub async fn write_off(app: &App, actor: &Actor, id: StockId, n: i64, reason: &str) -> Result<(), Error> {
    load_stock(app, actor, id).await?;
    if !(1..=MOST).contains(&n) {
        return wrong("quantity", "write a whole number, such as 3");
    }
    let reason = words("reason", reason)?;
    if !stored::write_off(app.db(), id, n, &reason, actor.account, app.now()).await? {
        return wrong("quantity", "there are not so many free");
    }
    audited(app, actor, "write_off_goods", Some(format!("goods_stock/{id}")), &n.to_string()).await
}

/// A delivery, for somebody who keeps the goods of its place.
pub(super) async fn load_stock(app: &App, actor: &Actor, id: StockId) -> Result<Stock, Error> {
    let Some(found) = stored::find_stock(app.db(), id).await? else {
        return Err(not_there(actor, Action::KeepGoods, "these goods"));
    };
    keeps(app, actor, &found.place).await?;
    Ok(found)
}

/// Gives somebody a thing. The same form sent again gives nothing more.
pub async fn give(
    app: &App,
    actor: &Actor,
    to: Recipient,
    stock: StockId,
    signed: Signed,
    once: &str,
) -> Result<ItemId, Error> {
    taken(app, actor, to, stock, Some(signed), once).await
}

/// Keeps a thing for somebody.
pub async fn keep(
    app: &App,
    actor: &Actor,
    to: Recipient,
    stock: StockId,
    once: &str,
) -> Result<ItemId, Error> {
    taken(app, actor, to, stock, None, once).await
}

async fn taken(
    app: &App,
    actor: &Actor,
    to: Recipient,
    stock: StockId,
    signed: Option<Signed>,
    once: &str,
) -> Result<ItemId, Error> {
    scope(app, actor).await?;
    let (case, person) = recipient(app, actor, to).await?;
    let stock = load_stock(app, actor, stock).await?;
    let once = words("once", once)?;
    let handing = signed.map(|signed| handing(app, actor, &stock, signed)).transpose()?;
    let new = NewItem { stock: stock.id, case, person, once };
    let (done, now) = (if handing.is_some() { "give_goods" } else { "keep_goods" }, app.now());
    match stored::give(app.db(), &new, handing.as_ref(), actor.account, app.today(), now).await? {
        Given::Done(item) => {
            audited(app, actor, done, Some(about(item)), &format!("case/{case}, {}", stock.kind)).await?;
            app.wake();
            Ok(item)
        }
        Given::Again(item) => Ok(item),
        Given::Short => wrong("stock", "none of these is left that may be given; choose others"),
    }
}

/// Gives her what was kept for her.
pub async fn hand_over(app: &App, actor: &Actor, id: ItemId, signed: Signed) -> Result<(), Error> {
    let item = load_item(app, actor, id).await?;
    let handing = handing(app, actor, &item.stock, signed)?;
    if !stored::hand_over(app.db(), &item, &handing, actor.account, app.today(), app.now()).await? {
        return wrong("stock", "this is not kept for her any more, or may not be given");
    }
    audited(app, actor, "give_goods", Some(about(id)), &format!("case/{}", item.case)).await?;
    app.wake();
    Ok(())
}

/// Keeps it for her no longer.
pub async fn release(app: &App, actor: &Actor, id: ItemId) -> Result<(), Error> {
    ended(app, actor, id, Movement::Released, "").await
}

/// Takes it back: to be given to somebody else, or not.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    id: ItemId,
    fit: bool,
    note: Option<&str>,
) -> Result<(), Error> {
    let what = if fit { Movement::Returned } else { Movement::ReturnedUnfit };
    ended(app, actor, id, what, &text("note", note.unwrap_or_default())?).await
}

async fn ended(app: &App, actor: &Actor, id: ItemId, what: Movement, note: &str) -> Result<(), Error> {
    let item = load_item(app, actor, id).await?;
    if !stored::end(app.db(), &item, what, note, actor.account, app.now()).await? {
        return wrong("item", "somebody changed this meanwhile: look at it again");
    }
    audited(app, actor, what.name(), Some(about(id)), &format!("case/{}", item.case)).await?;
    app.wake();
    Ok(())
}

/// Writes down how it goes with what she was given. Every question has an answer, "she does not know" among them; an answer
/// that is not fine makes a task for who asked.
pub async fn follow_up(
    app: &App,
    actor: &Actor,
    id: ItemId,
    answers: Vec<(String, Reply)>,
    note: Option<&str>,
) -> Result<(), Error> {
    let item = load_item(app, actor, id).await?;
    if loss::of_case(app, item.case).await?.is_some_and(Loss::stops) {
        let message = Words::new(
            "somebody of this family died, or the pregnancy was lost: do not ask about this",
            "alguien de esta familia murió, o se perdió el embarazo: no pregunte por esto",
        );
        return Err(Error::Invalid { field: "answers", message });
    }
    let kind = kind_of(app, &item.stock.kind)?;
    let asked = |id: &str| answers.iter().any(|(of, _)| of == id);
    if !kind.questions.iter().all(|question| asked(&question.id)) {
        return wrong("answers", "answer every question; \"does not know\" is an answer");
    }
    let note = text("note", note.unwrap_or_default())?;
    let due = app.now().checked_add(jiff::SignedDuration::from_hours(24 * WORRY_DAYS));
    let due_at = due.map_err(|e| Error::Internal(Box::new(e)))?;
    let task = |kind: String, words: Words| NewTask {
        kind,
        words,
        role: actor.role.name().into(),
        due_at,
        close_by: None,
        origin: String::new(),
    };
    let worries = kind.worries(&answers);
    let then: Vec<NewTask> = worries.map(|(q, w)| task(format!("goods_worry:{}", q.id), w.clone())).collect();
    let note = Some(note.as_str()).filter(|n| !n.is_empty());
    if !stored::answered(app.db(), &item, &answers, note, &then, actor.account, app.now()).await? {
        return wrong("answers", "somebody asked her already: look at it again");
    }
    audited(app, actor, "follow_up_goods", Some(about(id)), &format!("{} to do", then.len())).await?;
    app.wake();
    Ok(())
}

fn handing(app: &App, actor: &Actor, stock: &Stock, signed: Signed) -> Result<Handing, Error> {
    let due =
        app.programme().community.kind(&stock.kind).and_then(|kind: &Kind| kind.follow_up_on(app.today()));
    let name = name_of(app, &stock.kind);
    let words =
        Words { en: format!("{}: ask how it goes", name.en), es: format!("{}: pregunte cómo va", name.es) };
    let task = |due_at| NewTask {
        kind: String::new(),
        words,
        role: actor.role.name().into(),
        due_at,
        close_by: None,
        origin: String::new(),
    };
    let due = due.map(|day| moment(app, day, BY_HOUR)).transpose()?;
    Ok(Handing { signed, follow_up: due.map(task) })
}
