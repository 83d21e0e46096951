//! Handlers: parse, call one use case, render.

pub(crate) mod by_link;
pub(crate) mod contraception;
pub(crate) mod data;
pub(crate) mod door;
pub(crate) mod embed;
pub(crate) mod equity;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod flow;
pub(crate) mod front_door;
pub(crate) mod goods;
pub(crate) mod identity;
pub(crate) mod measures;
pub(crate) mod mine;
pub(crate) mod news;
mod parts;
pub(crate) mod people;
pub(crate) mod plain;
pub(crate) mod plan;
pub(crate) mod privacy;
pub(crate) mod proxies;
pub(crate) mod referral;
pub(crate) mod review;
pub(crate) mod safe_sleep;
pub(crate) mod scorecard;
pub(crate) mod services;
pub(crate) mod session;
pub(crate) mod tasks;
pub(crate) mod today;
pub(crate) mod triage;
pub(crate) mod worklist;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kith_app::Error;
use maud::Markup;

use crate::reader::{Posted, Reader};

/// A page, or the answer that takes its place.
type Answer = Result<Markup, Response>;

/// A file to keep.
fn download(name: &str, kind: &'static str, body: impl Into<axum::body::Body>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body.into())
        .into_response()
}

/// The page that a form is on, again, with what is wrong beside its field; where that page cannot say it, a page
/// that does.
async fn refused(posted: Posted, form: String, error: Error) -> Response {
    let Error::Invalid { field, message } = error else { return posted.reader.fail(error) };
    let words = posted.reader.page().l.problem(&message);
    let reader = posted.with_problem(form, field, words);
    let path = reader.here.split('?').next().unwrap_or_default().to_owned();
    let again = match path.as_str() {
        "/today" => today::show(&reader).await,
        "/worklist" => worklist::show(&reader).await,
        path => match path.strip_prefix("/people/").and_then(|id| id.parse().ok()) {
            Some(id) => people::show(&reader, id).await,
            None => return reader.fail(Error::Invalid { field, message }),
        },
    };
    match again {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(other) => other,
    }
}

/// The reader's own view of a path's number; what is no number is not there.
fn number(reader: &Reader, text: &str) -> Result<i64, Response> {
    text.parse().map_err(|_| reader.trouble(&crate::page::Trouble::NotFound))
}
