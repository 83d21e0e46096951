//! The page of those who speak for a baby. It has no number in its address: nobody asks it for another baby.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::Error;

use super::Answer;
use crate::page;
use crate::reader::{Posted, Reader};

/// `GET /mine`
pub(crate) async fn page(reader: Reader) -> Answer {
    show(&reader).await
}

async fn show(reader: &Reader) -> Answer {
    let view = kith_app::mine(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::mine(&reader.page(), &view))
}

/// `POST /mine/password`: who has chosen one signs in with it.
pub(crate) async fn choose(posted: Posted) -> Response {
    let reader = &posted.reader;
    let password = posted.as_typed("password").to_owned();
    match kith_app::choose_password(&reader.web.app, reader.actor(), password).await {
        Ok(()) => Redirect::to("/sign-in").into_response(),
        // Nothing waits to be chosen: the page says so.
        Err(Error::NotFound(_)) => Redirect::to("/mine").into_response(),
        Err(Error::Invalid { field, message }) => {
            let words = reader.page().l.problem(&message);
            let reader = posted.with_problem("password".to_owned(), field, words);
            match show(&reader).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => reader.fail(error),
    }
}
