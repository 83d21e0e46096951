//! What is new at the front door.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use kith_app::news;
use kith_app::view::NewsPlace;

use super::Answer;
use crate::page;
use crate::reader::{Posted, Reader};

/// The longest place in the list that an address may name.
const LONGEST: usize = 200;

/// `GET /news`
pub(crate) async fn list(reader: Reader) -> Answer {
    let after = reader.asked_for("after").as_deref().and_then(place);
    let view =
        news::news(&reader.web.app, reader.actor(), after.as_ref()).await.map_err(|e| reader.fail(e))?;
    Ok(page::news(&reader.page(), &view, after.is_some()))
}

/// `POST /news/read`: everything up to the line that stood first was read.
pub(crate) async fn read(posted: Posted) -> Response {
    let reader = &posted.reader;
    let place = posted.field("up_to").and_then(place);
    let place = place.unwrap_or(NewsPlace { at: Timestamp::UNIX_EPOCH, key: String::new() });
    match news::mark_read(&reader.web.app, reader.actor(), &place).await {
        Ok(()) => Redirect::to("/news").into_response(),
        Err(error) => reader.fail(error),
    }
}

/// A place in the list, out of an address: `1767225600000000~referral:7:2:sender`.
fn place(text: &str) -> Option<NewsPlace> {
    let (at, key) = text.split_once('~').filter(|_| text.len() <= LONGEST)?;
    let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some(NewsPlace { at, key: key.to_owned() })
}
