//! What is there, who has what, who paid.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, ToSpan, civil::Date};
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::goods::ItemState;
use kith_domain::id::{ItemId, OrganizationId, PersonId, StockId};
use kith_domain::loss::Loss;
use kith_store::goods::{self as stored, Item, Stock};
use kith_store::{account, people, service};

use super::acts::load_stock;
use super::recall::{beside, reach};
use super::{about, load_item, moment, name_of, recipient, scope, seen};
use crate::privacy::{listed, opened};
use crate::programme::Words;
use crate::view::{
    FundRow, FundsPage, GivePage, GoodsPage, ItemLine, ItemPage, KindShown, PlaceShown, Recipient, StockLine,
    StockPage,
};
use crate::worklist::card;
use crate::{App, Error, audited, loss, require};

/// Days before somebody is to be asked from which it is shown.
const SOON_DAYS: i32 = 7;
/// The most that are shown to be asked about.
const TO_ASK: usize = 100;
/// The most that are looked at for those: of whom somebody died, stays among what is due.
const DUE: u32 = 1_000;
/// The most movements of a delivery.
const MOVED: u32 = 200;
/// Months of which sums are shown.
const MONTHS: i32 = 12;

/// What is there, by place.
pub async fn goods(app: &App, actor: &Actor) -> Result<GoodsPage, Error> {
    let whose = scope(app, actor).await?;
    let (db, today) = (app.db(), app.today());
    let all = stored::stock(db, whose).await?;
    let mut places = Vec::new();
    for place in stored::places(db, whose).await? {
        let mut kinds: BTreeMap<&str, Vec<StockLine>> = BTreeMap::new();
        for stock in all.iter().filter(|s| s.place.id == place.id) {
            let lines = kinds.entry(&stock.kind).or_default();
            // What is used up says only that the place has this kind.
            if stock.balance.on_hand > 0 {
                lines.push(stock_line(app, stock, today));
            }
        }
        let kinds = kinds.into_iter().map(|(kind, stock)| {
            let free = stock.iter().filter(|s| may_be_given(s)).map(|s| s.balance.free()).sum();
            let least = app.programme().community.kind(kind).map_or(0, |kind| i64::from(kind.low));
            KindShown { name: name_of(app, kind), free, low: free < least, stock }
        });
        let kinds: Vec<KindShown> = kinds.collect();
        places.push(PlaceShown {
            place: place.id,
            name: place.name,
            organization: place.organization.1,
            kinds,
        });
    }
    let until = moment(app, today.saturating_add(SOON_DAYS.days()), 23)?;
    let due = stored::to_ask(db, whose, until, DUE).await?;
    let kept = stored::kept(db, whose).await?;
    let people: HashMap<ItemId, PersonId> =
        due.iter().chain(&kept).map(|item| (item.id, item.person)).collect();
    let due = seen::lines(app, whose, &due).await?;
    // Nobody is asked how it goes with a crib whose baby died.
    let stops = |line: &ItemLine| line.loss.is_some_and(Loss::stops);
    let (mut not_to_ask, mut to_ask): (Vec<ItemLine>, Vec<ItemLine>) = due.into_iter().partition(stops);
    to_ask.truncate(TO_ASK);
    not_to_ask.truncate(TO_ASK);
    let kept = seen::lines(app, whose, &kept).await?;
    let funds: BTreeSet<String> = all.iter().map(|s| s.fund.clone()).collect();
    let seen = || to_ask.iter().chain(&not_to_ask).chain(&kept);
    let named =
        seen().filter(|line| !line.person.is_empty()).filter_map(|line| people.get(&line.item).copied());
    listed(app, actor, "list_goods", None, (format!("{} rows", seen().count()), named)).await?;
    Ok(GoodsPage {
        low: places.iter().flat_map(|p| &p.kinds).filter(|k| k.low).count(),
        places,
        to_ask,
        not_to_ask,
        kept,
        kinds: app.programme().community.goods.iter().map(|k| (k.id.clone(), k.name.clone())).collect(),
        owners: owners(app, whose).await?,
        funds: funds.into_iter().collect(),
    })
}

/// Organisations that may have a place: the own one, or those that serve or send somebody.
async fn owners(app: &App, whose: Option<OrganizationId>) -> Result<Vec<(OrganizationId, String)>, Error> {
    let mut names: BTreeMap<OrganizationId, String> = BTreeMap::new();
    for service in service::list(app.db(), whose).await? {
        names.insert(service.organization, service.offer.organization.clone());
    }
    let accounts: Vec<OrganizationId> =
        account::list(app.db()).await?.into_iter().filter_map(|a| a.organization).collect();
    let cube = app.cube().await?;
    for id in accounts.into_iter().filter(|id| whose.is_none_or(|own| own == *id)) {
        names.entry(id).or_insert_with(|| cube.name(id));
    }
    let mut all: Vec<_> = names.into_iter().collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(all)
}

/// One delivery, with what happened to it.
pub async fn stock(app: &App, actor: &Actor, id: StockId) -> Result<StockPage, Error> {
    let found = load_stock(app, actor, id).await?;
    let moved = stored::movements(app.db(), id, MOVED).await?;
    audited(app, actor, "open_goods_stock", Some(format!("goods_stock/{id}")), "").await?;
    Ok(StockPage {
        line: stock_line(app, &found, app.today()),
        received: found.received_at,
        moved: moved.into_iter().map(|m| (m.at, m.by, m.what, m.change, m.note)).collect(),
    })
}

/// What somebody may be given, and has.
pub async fn to_give(app: &App, actor: &Actor, to: Recipient) -> Result<GivePage, Error> {
    let whose = scope(app, actor).await?;
    let (case, person) = recipient(app, actor, to).await?;
    let person = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    let choices = stored::stock(app.db(), whose).await?;
    let choices = choices.iter().map(|stock| stock_line(app, stock, app.today()));
    let choices = choices.filter(|s| may_be_given(s) && s.balance.free() > 0).collect();
    let mut items = stored::items_of_case(app.db(), case).await?;
    items.retain(|item| whose.is_none_or(|own| item.stock.place.organization.0 == own));
    opened(app, actor, "open_goods_form", format!("case/{case}"), person.id).await?;
    Ok(GivePage { to, person: card(&person).name, choices, items: lines(app, &items).await? })
}

/// One thing.
pub async fn item(app: &App, actor: &Actor, id: ItemId) -> Result<ItemPage, Error> {
    let found = load_item(app, actor, id).await?;
    opened(app, actor, "open_goods_item", about(id), found.person).await?;
    let (phones, _) = reach(app, scope(app, actor).await?, found.person).await?;
    let line = lines(app, std::slice::from_ref(&found)).await?.pop().ok_or(Error::NotFound("this thing"))?;
    let kind = app.programme().community.kind(&found.stock.kind);
    Ok(ItemPage {
        line,
        stock: stock_line(app, &found.stock, app.today()),
        handed: found.handed,
        signed: found.signed,
        questions: kind.map(|kind| kind.questions.clone()).unwrap_or_default(),
        asked: found.asked,
        answers: found.answers,
        note: found.note,
        safety: beside(app, &phones, found.person).await?,
        phones,
        opens_case: require(actor, Action::Triage, Subject::default()).is_ok(),
    })
}

/// What was given in the last months, by fund and kind.
pub async fn funds(app: &App, actor: &Actor) -> Result<FundsPage, Error> {
    let whose = scope(app, actor).await?;
    let last = app.today().first_of_month();
    let months: Vec<Date> = (0..MONTHS).rev().map(|n| last.saturating_sub(n.months())).collect();
    let next = [last.saturating_add(1.month())];
    let starts = months.iter().chain(&next).map(|day| moment(app, *day, 0));
    let starts: Vec<Timestamp> = starts.collect::<Result<_, _>>()?;
    let spans: Vec<(Timestamp, Timestamp)> = starts.windows(2).map(|w| (w[0], w[1])).collect();
    let month: HashMap<Timestamp, Date> = starts.iter().copied().zip(months.iter().copied()).collect();
    let sums = stored::given(app.db(), &spans, whose).await?;
    audited(app, actor, "list_goods_funds", None, "").await?;
    let row = |sum: stored::GivenSum| FundRow {
        month: month[&sum.from],
        fund: sum.fund,
        name: name_of(app, &sum.kind),
        n: sum.n,
        cents: sum.cents,
        known: sum.known,
    };
    let mut rows: Vec<FundRow> = sums.into_iter().map(row).collect();
    rows.sort_by(|a, b| (b.month, &a.fund, &a.name.en).cmp(&(a.month, &b.fund, &b.name.en)));
    Ok(FundsPage { months: (months[0], last), rows })
}

/// Things as lists show them.
pub(crate) async fn lines(app: &App, items: &[Item]) -> Result<Vec<ItemLine>, Error> {
    let ids: Vec<PersonId> = items.iter().map(|item| item.person).collect();
    let names: HashMap<PersonId, String> =
        people::many(app.db(), &ids).await?.into_iter().map(|p| (p.id, card(&p).name)).collect();
    let losses = loss::of_cases(app, &items.iter().map(|item| item.case).collect::<Vec<_>>()).await?;
    let now = app.now();
    let line = |item: &Item| {
        let open = item.state == ItemState::HandedOut && item.asked.is_none();
        let ask_at = item.follow_up_at.filter(|_| open);
        ItemLine {
            item: item.id,
            case: item.case,
            person: names.get(&item.person).cloned().unwrap_or_default(),
            name: name_of(app, &item.stock.kind),
            lot: item.stock.lot.clone(),
            state: item.state,
            at: item.handed.as_ref().map_or(item.made_at, |(at, _)| *at),
            ask_at,
            late: ask_at.is_some_and(|at| at < now),
            loss: losses.get(&item.case).copied(),
        }
    };
    Ok(items.iter().map(line).collect())
}

pub(super) fn stock_line(app: &App, stock: &Stock, today: Date) -> StockLine {
    let name: Words = name_of(app, &stock.kind);
    StockLine {
        stock: stock.id,
        name,
        place: stock.place.name.clone(),
        lot: stock.lot.clone(),
        expires_on: stock.expires_on,
        expired: stock.expires_on.is_some_and(|day| day < today),
        recalled: stock.recalled_at.is_some(),
        fund: stock.fund.clone(),
        balance: stock.balance,
    }
}

fn may_be_given(line: &StockLine) -> bool {
    !line.expired && !line.recalled
}
