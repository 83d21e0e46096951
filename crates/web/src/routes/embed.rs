//! A chart on pages outside: its frame, open to everybody, and letting it out and taking it back.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kith_app::{Error, embed};
use maud::Markup;

use super::by_link::spoken;
use super::number;
use crate::guard::FRAMED;
use crate::layout::Done;
use crate::page;
use crate::reader::{Asked, Posted};

/// A page that may stand within any other. No cache keeps it: what is taken back is gone at once.
fn within(status: StatusCode, markup: Markup) -> Response {
    let mut response = (status, markup).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMED));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// `GET /embed/{token}`
pub(crate) async fn frame(asked: Asked, Path(token): Path<String>) -> Response {
    let asked = spoken(asked);
    let mut page = asked.page();
    // It is the same to everybody, signed in or not.
    page.visitor = None;
    let shown = match embed::shown(&asked.web.app, &token).await {
        Ok((name, view)) => {
            let charts = page::charts(&page, asked.web.app.programme(), &view);
            charts.public().find(|c| c.name == name).map(|chart| page::framed(&page, &view, chart))
        }
        Err(Error::NotFound(_)) => None,
        Err(error) => return asked.fail(error),
    };
    match shown {
        Some(markup) => within(StatusCode::OK, markup),
        None => within(StatusCode::NOT_FOUND, page::framed_gone(&page)),
    }
}

/// `POST /measures/{id}/embeds`
pub(crate) async fn publish(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let app = &reader.web.app;
    let made = match embed::public_page(app, &id).await {
        Ok(view) => {
            let charts = page::charts(&reader.page(), app.programme(), &view);
            let names: Vec<String> = charts.public().map(|c| c.name.clone()).collect();
            let chart = posted.field("chart").unwrap_or_default();
            embed::publish(app, reader.actor(), &id, chart, &names).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => posted.done(Done::Published(id)),
        Err(Error::Invalid { field, message }) => {
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem(page::EMBED.to_owned(), field, words);
            match kith_app::measure(&reader.web.app, reader.actor(), &id, None).await {
                Ok(view) => {
                    let page = page::measure(&reader.page(), reader.web.app.programme(), &view);
                    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
                }
                Err(error) => reader.fail(error),
            }
        }
        Err(error) => reader.fail(error),
    }
}

/// `POST /embeds/{id}/undo`
pub(crate) async fn withdraw(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    match embed::withdraw(&reader.web.app, reader.actor(), id).await {
        Ok(()) => posted.done(Done::Undone),
        Err(error) => reader.fail(error),
    }
}
