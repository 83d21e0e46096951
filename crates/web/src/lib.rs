//! Pages, charts and live updates: what people see of Kith, rendered on the server.
//!
//! A handler parses, calls one use case of `kith_app` and renders; what a reader may not see never reaches a page.
//! Everything works without the script, which makes acts happen in place and numbers follow by themselves.

// An answer that takes the place of a page is moved once for each request that needs one.
#![allow(clippy::result_large_err)]

pub mod access;
pub mod assets;
pub mod chart;
mod csv_file;
pub mod filter;
mod guard;
pub mod lang;
pub mod layout;
pub mod page;
mod reader;
mod routes;
pub mod say;
pub mod typed;

pub use access::access_table;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use kith_app::App;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// How the pages are served.
#[derive(Debug, Clone, Default)]
pub struct WebSettings {
    /// The session's cookie only travels over TLS. Off only where a browser and Kith share a machine.
    pub secure_cookies: bool,
    /// A proxy of ours stands before Kith: the address of who calls is the last one that it wrote down.
    pub behind_proxy: bool,
    /// Where others reach these pages, such as `https://kith.example.org`; what a browser asked for, where it is not said.
    pub address: Option<String>,
    /// Turns true when the process stops: streams of events end then, so that the server can.
    pub closing: Option<tokio::sync::watch::Receiver<bool>>,
}

/// What every handler has.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) app: App,
    pub(crate) settings: Arc<WebSettings>,
    pub(crate) tries: Arc<guard::Tries>,
}

/// The longest body of a form.
const FORM_BYTES: usize = 256 * 1024;

/// All routes over an app. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, so that tries to
/// sign in are counted by address.
pub fn router(app: App, settings: WebSettings) -> Router {
    let web = Web { app, settings: Arc::new(settings), tries: Arc::default() };
    access::routes()
        .fallback(routes::plain::not_found)
        .method_not_allowed_fallback(routes::plain::not_found)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(middleware::map_response_with_state(web.clone(), guard::headers))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(CompressionLayer::new())
        .with_state(web)
}
