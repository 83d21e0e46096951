//! A family: its page, the records behind it, and what is done about it.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use kith_app::Error;
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::id::{ContactId, PersonId, RecordId};

use super::triage::wish;
use super::{Answer, download, number, refused};
use crate::chart;
use crate::layout::Done;
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader};

/// `GET /people/{id}`
pub(crate) async fn page(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let id = PersonId(number(&reader, &id)?);
    if let Some(survivor) = super::identity::merged_into(&reader, id).await? {
        return Ok(Redirect::to(&format!("/people/{survivor}")).into_response());
    }
    Ok(show(&reader, id).await?.into_response())
}

pub(super) async fn show(reader: &Reader, id: PersonId) -> Answer {
    let language = &reader.visitor().language;
    let view =
        kith_app::dyad(&reader.web.app, reader.actor(), id, language).await.map_err(|e| reader.fail(e))?;
    Ok(page::dyad(&reader.page(), &view))
}

/// `GET /people/{id}/timeline.svg`
pub(crate) async fn timeline(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let id = PersonId(number(&reader, &id)?);
    let language = &reader.visitor().language;
    let view =
        kith_app::dyad(&reader.web.app, reader.actor(), id, language).await.map_err(|e| reader.fail(e))?;
    let chart = chart::timeline(reader.page().l, &view).ok_or_else(|| reader.trouble(&Trouble::NotFound))?;
    Ok(download("timeline.svg", "image/svg+xml", chart.standalone()))
}

/// `GET /records/{id}`
pub(crate) async fn record(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = RecordId(number(&reader, &id)?);
    let view = kith_app::record(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::record(&reader.page(), &view))
}

/// `POST /people/{id}/visit`
pub(crate) async fn visit(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(infant) = number(reader, &id).map(PersonId) else { return reader.trouble(&Trouble::NotFound) };
    let form = format!("visit-{infant}");
    let made = match day(&posted) {
        Some(on) => kith_app::record_visit(&reader.web.app, reader.actor(), infant, on).await,
        None => Err(bad_day()),
    };
    match made {
        Ok(visit) => posted.done(Done::Visit(visit)),
        Err(error) => refused(posted, form, error).await,
    }
}

/// `POST /people/{id}/contact`
pub(crate) async fn contact(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(infant) = number(reader, &id).map(PersonId) else { return reader.trouble(&Trouble::NotFound) };
    let form = format!("contact-{infant}");
    let channel = posted.field("channel").and_then(Channel::named);
    let outcome = posted.field("outcome").and_then(ContactOutcome::named);
    let (Some(channel), Some(outcome)) = (channel, outcome) else {
        let field = if channel.is_none() { "channel" } else { "outcome" };
        return refused(posted, form, Error::Invalid { field, message: "choose one".to_owned().into() })
            .await;
    };
    let Some(on) = day(&posted) else { return refused(posted, form, bad_day()).await };
    let note = posted.field("note").map(str::to_owned);
    let (app, actor) = (&reader.web.app, reader.actor());
    let logged = kith_app::log_contact(app, actor, infant, channel, outcome, note, Some(on)).await;
    let made = match (logged, wish(&posted)) {
        (Ok(id), Some((number, wish))) => {
            kith_app::keep_wish(app, actor, infant, (id, number, wish)).await.map(|()| id)
        }
        (logged, _) => logged,
    };
    match made {
        Ok(contact) => posted.done(Done::Contact(contact.0)),
        Err(error) => refused(posted, form, error).await,
    }
}

/// `POST /contacts/{id}/undo`
pub(crate) async fn undo_contact(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(id) = number(reader, &id).map(ContactId) else { return reader.trouble(&Trouble::NotFound) };
    match kith_app::undo_contact(&reader.web.app, reader.actor(), id).await {
        Ok(_) => posted.done(Done::Undone),
        Err(error) => reader.fail(error).into_response(),
    }
}

/// `POST /visits/{id}/undo`
pub(crate) async fn undo_visit(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(id) = number(reader, &id) else { return reader.trouble(&Trouble::NotFound) };
    match kith_app::undo_visit(&reader.web.app, reader.actor(), id).await {
        Ok(_) => posted.done(Done::Undone),
        Err(error) => reader.fail(error).into_response(),
    }
}

fn day(posted: &Posted) -> Option<Date> {
    posted.field("on")?.parse().ok()
}

fn bad_day() -> Error {
    Error::Invalid { field: "on", message: "write a day that has happened, such as today".to_owned().into() }
}
