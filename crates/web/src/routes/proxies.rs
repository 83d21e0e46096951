//! Accounts of those who speak for a baby: given and ended on the page of what somebody allows.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use kith_app::Error;
use kith_app::privacy::{self, NewProxy};
use kith_domain::id::{PersonId, ProxyId};

use super::number;
use super::privacy::{answered, bad_day, gone, show_with};
use crate::layout::FrontDone;
use crate::page::Sent;
use crate::reader::Posted;

/// `POST /people/{id}/accounts`: the page after it has the password, once.
pub(crate) async fn give(Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(person) = number(&posted.reader, &id).map(PersonId) else { return gone(&posted) };
    let reader = &posted.reader;
    let given = match asked(&posted) {
        Ok(new) => privacy::give_proxy(&reader.web.app, reader.actor(), person, new).await,
        Err(error) => Err(error),
    };
    match given {
        Ok(given) => show_with(reader, person, &Sent::default(), Some(&given)).await.into_response(),
        Err(error) => answered(posted, person, "account", Err(error)).await,
    }
}

fn asked(posted: &Posted) -> Result<NewProxy, Error> {
    let text = |name: &str| posted.field(name).unwrap_or_default().to_owned();
    let day = |name: &'static str| {
        posted.field(name).map(|d| d.parse::<Date>().map_err(|_| bad_day(name))).transpose()
    };
    Ok(NewProxy {
        name: text("name"),
        login: text("login"),
        evidence: text("evidence"),
        language: posted.field("language").unwrap_or("en").to_owned(),
        last_day: day("last_day")?,
        court_on: day("court_on")?,
    })
}

/// `POST /people/{id}/accounts/{proxy}/end`
pub(crate) async fn end(Path((id, proxy)): Path<(String, String)>, posted: Posted) -> Response {
    let (Ok(person), Ok(proxy)) = (number(&posted.reader, &id), number(&posted.reader, &proxy)) else {
        return gone(&posted);
    };
    let person = PersonId(person);
    let reader = &posted.reader;
    let made = privacy::end_proxy(&reader.web.app, reader.actor(), person, ProxyId(proxy)).await;
    answered(posted, person, "", made.map(|()| FrontDone::AccountEnded)).await
}
