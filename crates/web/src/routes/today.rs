//! The page that opens the day.

use axum::response::{IntoResponse, Redirect, Response};

use super::Answer;
use crate::page;
use crate::reader::Reader;

/// `GET /`
pub(crate) async fn home(reader: Reader) -> Response {
    Redirect::to(crate::reader::home(&reader.web.app, reader.actor())).into_response()
}

/// `GET /today`
pub(crate) async fn page(reader: Reader) -> Answer {
    show(&reader).await
}

pub(super) async fn show(reader: &Reader) -> Answer {
    let app = &reader.web.app;
    let view = kith_app::today(app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::today(&reader.page(), app.programme(), &view))
}
