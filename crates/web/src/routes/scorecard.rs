//! The scorecard, and its numbers as a file.

use axum::response::Response;

use super::{Answer, download};
use crate::csv_file;
use crate::page;
use crate::reader::Reader;

/// `GET /scorecard`
pub(crate) async fn page(reader: Reader) -> Answer {
    let app = &reader.web.app;
    let view = kith_app::scorecard(app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::scorecard(&reader.page(), app.programme(), &view))
}

/// `GET /report`: every measure, to be printed.
pub(crate) async fn report(reader: Reader) -> Answer {
    let app = &reader.web.app;
    let mut measures = Vec::new();
    for measure in &app.programme().measures {
        let view = kith_app::measure(app, reader.actor(), &measure.id, None).await;
        measures.push(view.map_err(|e| reader.fail(e))?);
    }
    Ok(page::report(&reader.page(), app.programme(), &measures))
}

/// `GET /scorecard.csv`
pub(crate) async fn csv(reader: Reader) -> Result<Response, Response> {
    let view = kith_app::scorecard(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(download("scorecard.csv", csv_file::KIND, csv_file::scorecard(reader.page().l, &view)))
}
