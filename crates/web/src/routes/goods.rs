//! Goods: what is there, giving it, asking about it, calling it back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::view::Recipient;
use kith_app::{Error, goods, triage};
use kith_domain::goods::{Reply, Signed};
use kith_domain::id::{GoodsPlaceId, ItemId, OrganizationId, RecallId, StockId};

use super::{Answer, download, number};
use crate::csv_file;
use crate::layout::{Done, GoodsDone};
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader};
use crate::typed::Typed;

/// The longest key of a form.
const LONGEST_ONCE: usize = 100;

/// `GET /goods`
pub(crate) async fn page(reader: Reader) -> Answer {
    show(&reader, &Typed::default()).await
}

async fn show(reader: &Reader, typed: &Typed) -> Answer {
    let view = goods::goods(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::goods(&reader.page(), &view, typed))
}

/// `GET /goods.csv`
pub(crate) async fn csv(reader: Reader) -> Result<Response, Response> {
    let view = goods::goods(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(download("goods.csv", csv_file::KIND, csv_file::stock(reader.page().l, &view)))
}

/// What a form says wrongly: the form's name, its field, and what to do.
fn wrong<T>(field: &'static str, message: &str) -> Result<T, Error> {
    Err(Error::Invalid { field, message: message.into() })
}

/// Back to where the form came from; or its page again, with what is wrong beside its field and all that was typed.
async fn answered(
    posted: Posted,
    form: &str,
    made: Result<GoodsDone, Error>,
    again: impl AsyncFnOnce(&Reader, &Typed) -> Answer,
) -> Response {
    match made {
        Ok(done) => posted.done(Done::Goods(done)),
        Err(Error::Invalid { field, message }) => {
            let typed = Typed::of(posted.fields());
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem(form.to_owned(), field, words);
            match again(&reader, &typed).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => posted.reader.fail(error),
    }
}

/// `POST /goods/places`
pub(crate) async fn add_place(posted: Posted) -> Response {
    let reader = &posted.reader;
    let organization = posted.field("organization").and_then(|id| id.parse().ok()).map(OrganizationId);
    let name = posted.field("name").unwrap_or_default();
    let made = goods::add_place(&reader.web.app, reader.actor(), organization, name).await;
    answered(posted, "place", made.map(|_| GoodsDone::Place), show).await
}

/// `POST /goods/receive`
pub(crate) async fn receive(posted: Posted) -> Response {
    let reader = &posted.reader;
    let made = match delivery(&posted) {
        Ok(delivery) => goods::receive(&reader.web.app, reader.actor(), delivery).await,
        Err(error) => Err(error),
    };
    answered(posted, "receive", made.map(|_| GoodsDone::Received), show).await
}

fn delivery(posted: &Posted) -> Result<goods::Delivery, Error> {
    let text = |name: &str| posted.field(name).unwrap_or_default().to_owned();
    let expires_on = match posted.field("expires_on").map(str::parse).transpose() {
        Ok(day) => day,
        Err(_) => return wrong("expires_on", "write the day as year-month-day, such as 2027-03-31"),
    };
    let Ok(unit_cents) = posted.field("cost").map(cents).transpose() else {
        return wrong("cost", "write an amount, such as 89.50");
    };
    Ok(goods::Delivery {
        place: posted.field("place").and_then(|id| id.parse().ok()).map(GoodsPlaceId),
        kind: text("kind"),
        lot: text("lot"),
        expires_on,
        fund: text("fund"),
        unit_cents,
        quantity: posted.field("quantity").and_then(|n| n.parse().ok()),
    })
}

/// An amount in cents: `89.50`, `89,5`, `90`.
fn cents(text: &str) -> Result<i64, ()> {
    let text = text.trim().trim_start_matches('$').replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || part.len() > 2 || !(part.is_empty() || digits(part)) {
        return Err(());
    }
    let part: i64 = format!("{part:0<2}").parse().map_err(|_| ())?;
    Ok(whole.parse::<i64>().map_err(|_| ())? * 100 + part)
}

/// `GET /goods/give?to=case-12`
pub(crate) async fn to_give(reader: Reader) -> Answer {
    let to = reader.asked_for("to").and_then(|to| Recipient::parse(&to));
    let Some(to) = to else { return Err(reader.trouble(&Trouble::NotFound)) };
    let once = triage::receipt_number().map_err(|e| reader.fail(e))?;
    show_give(&reader, to, &Typed::default(), &once).await
}

async fn show_give(reader: &Reader, to: Recipient, typed: &Typed, once: &str) -> Answer {
    let view = goods::to_give(&reader.web.app, reader.actor(), to).await.map_err(|e| reader.fail(e))?;
    Ok(page::give(&reader.page(), &view, typed, once))
}

/// What a form says of who signs.
fn signed(posted: &Posted) -> Result<Signed, Error> {
    let text = |name: &str| posted.field(name).unwrap_or_default();
    let signed = Signed::new(text("name"), text("drawn"), text("holder"));
    signed.map_err(|e| Error::Invalid { field: "signed", message: e.to_string().into() })
}

/// `POST /goods/give`
pub(crate) async fn give(posted: Posted) -> Response {
    let reader = &posted.reader;
    let Some(to) = posted.field("to").and_then(Recipient::parse) else {
        return reader.trouble(&Trouble::NotFound);
    };
    let once = posted.field("once").filter(|once| once.len() <= LONGEST_ONCE).map(str::to_owned);
    let once = match once.map_or_else(triage::receipt_number, Ok) {
        Ok(once) => once,
        Err(error) => return reader.fail(error),
    };
    let (app, actor) = (&reader.web.app, reader.actor());
    let made = match posted.field("stock").and_then(|id| id.parse().ok()).map(StockId) {
        None => wrong("stock", "choose one"),
        Some(stock) if posted.field("do") == Some("keep") => {
            goods::keep(app, actor, to, stock, &once).await.map(|item| GoodsDone::Kept(item.0))
        }
        Some(stock) => match signed(&posted) {
            Ok(signed) => {
                goods::give(app, actor, to, stock, signed, &once).await.map(|item| GoodsDone::Gave(item.0))
            }
            Err(error) => Err(error),
        },
    };
    answered(posted, "give", made, async |reader, typed| show_give(reader, to, typed, &once).await).await
}

/// `GET /goods/stock/{id}`
pub(crate) async fn stock(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = StockId(number(&reader, &id)?);
    show_stock(&reader, id, &Typed::default()).await
}

async fn show_stock(reader: &Reader, id: StockId, typed: &Typed) -> Answer {
    let view = goods::stock(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::stock(&reader.page(), &view, typed))
}

/// `POST /goods/stock/{id}/write-off`
pub(crate) async fn write_off(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => StockId(id),
        Err(answer) => return answer,
    };
    let n = posted.field("quantity").and_then(|n| n.parse().ok()).unwrap_or(0);
    let reason = posted.field("reason").unwrap_or_default();
    let made = goods::write_off(&reader.web.app, reader.actor(), id, n, reason).await;
    let again = async |reader: &Reader, typed: &Typed| show_stock(reader, id, typed).await;
    answered(posted, "off", made.map(|()| GoodsDone::WrittenOff), again).await
}

/// `GET /goods/items/{id}`
pub(crate) async fn item(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = ItemId(number(&reader, &id)?);
    show_item(&reader, id, &Typed::default()).await
}

async fn show_item(reader: &Reader, id: ItemId, typed: &Typed) -> Answer {
    let view = goods::item(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::item(&reader.page(), &view, typed))
}

/// `POST /goods/items/{id}/hand-over`
pub(crate) async fn hand_over(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ItemId(id),
        Err(answer) => return answer,
    };
    let made = match signed(&posted) {
        Ok(signed) => goods::hand_over(&reader.web.app, reader.actor(), id, signed).await,
        Err(error) => Err(error),
    };
    let again = async |reader: &Reader, typed: &Typed| show_item(reader, id, typed).await;
    answered(posted, "hand", made.map(|()| GoodsDone::Gave(id.0)), again).await
}

/// `POST /goods/items/{id}/release`
pub(crate) async fn release(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ItemId(id),
        Err(answer) => return answer,
    };
    match goods::release(&reader.web.app, reader.actor(), id).await {
        Ok(()) => posted.done(Done::Goods(GoodsDone::Released)),
        Err(error) => reader.fail(error),
    }
}

/// `POST /goods/items/{id}/return`: back on the shelf unless it is said that it cannot be.
pub(crate) async fn take_back(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ItemId(id),
        Err(answer) => return answer,
    };
    let fit = posted.field("fit") != Some("no");
    let made = goods::take_back(&reader.web.app, reader.actor(), id, fit, posted.field("note")).await;
    let again = async |reader: &Reader, typed: &Typed| show_item(reader, id, typed).await;
    answered(posted, "back", made.map(|()| GoodsDone::Back), again).await
}

/// `POST /goods/items/{id}/follow-up`
pub(crate) async fn follow_up(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ItemId(id),
        Err(answer) => return answer,
    };
    let answers = posted
        .fields()
        .filter_map(|(name, value)| Some((name.strip_prefix("q.")?.to_owned(), Reply::named(value)?)));
    let answers = answers.collect();
    let made = goods::follow_up(&reader.web.app, reader.actor(), id, answers, posted.field("note")).await;
    let again = async |reader: &Reader, typed: &Typed| show_item(reader, id, typed).await;
    answered(posted, "ask", made.map(|()| GoodsDone::Asked), again).await
}

/// `GET /goods/recalls`
pub(crate) async fn recalls(reader: Reader) -> Answer {
    show_recalls(&reader, &Typed::default()).await
}

async fn show_recalls(reader: &Reader, typed: &Typed) -> Answer {
    let view = goods::recalls(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::recalls(&reader.page(), &view, typed))
}

/// `POST /goods/recalls`
pub(crate) async fn call_back(posted: Posted) -> Response {
    let reader = &posted.reader;
    let (kind, lot) = posted.field("lot").and_then(|lot| lot.split_once('/')).unwrap_or_default();
    let reason = posted.field("reason").unwrap_or_default();
    let made = goods::call_back(&reader.web.app, reader.actor(), kind, lot, reason).await;
    answered(posted, "recall", made.map(|_| GoodsDone::Recalled), show_recalls).await
}

/// `GET /goods/recalls/{id}`, as a page or as a file.
pub(crate) async fn recall(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let (id, file) = id.strip_suffix(".csv").map_or((id.as_str(), false), |id| (id, true));
    let id = RecallId(number(&reader, id)?);
    let view = goods::recall(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    if file {
        return Ok(download("recall.csv", csv_file::KIND, csv_file::recall(reader.page().l, &view)));
    }
    Ok(page::recall(&reader.page(), &view).into_response())
}

/// `GET /goods/funds`
pub(crate) async fn funds(reader: Reader) -> Answer {
    let view = goods::funds(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::funds(&reader.page(), &view))
}

/// `GET /goods/funds.csv`
pub(crate) async fn funds_csv(reader: Reader) -> Result<Response, Response> {
    let view = goods::funds(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(download("funds.csv", csv_file::KIND, csv_file::funds(reader.page().l, &view)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_amount_is_read_in_cents() {
        let check =
            |text: &str, expected: Result<i64, ()>| assert_eq!(super::cents(text), expected, "{text}");
        check("89.50", Ok(8_950));
        check("89,5", Ok(8_950));
        check("$ 90", Err(()));
        check("$90", Ok(9_000));
        check("0.05", Ok(5));
        for nonsense in ["", ".5", "1.234", "-1", "1.-1", "a", "99999999999"] {
            check(nonsense, Err(()));
        }
    }
}
