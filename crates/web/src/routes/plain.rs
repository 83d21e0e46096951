//! What needs nobody: help, files of the binary, the sign of life, and the page for what is not there.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::Markup;

use crate::reader::Asked;
use crate::{assets, page};

/// `GET /help`
pub(crate) async fn help(asked: Asked) -> Markup {
    page::help(&asked.page())
}

/// `GET /assets/{name}`: the name changes with the content, so it may be kept for ever.
pub(crate) async fn asset(asked: Asked, Path(name): Path<String>) -> Response {
    match assets::find(&name) {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, asset.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::VARY, "Accept-Encoding"),
            ];
            (headers, asset.body).into_response()
        }
        None => asked.trouble(&page::Trouble::NotFound),
    }
}

/// `GET /healthz`
pub(crate) async fn health() -> &'static str {
    "ok\n"
}

/// Everything else.
pub(crate) async fn not_found(asked: Asked) -> Response {
    asked.trouble(&page::Trouble::NotFound)
}
