//! One measure: its page, its charts as files, its numbers as a file.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kith_app::view::MeasurePage;
use kith_domain::id::OrganizationId;

use super::download;
use crate::csv_file;
use crate::page::{self, Trouble};
use crate::reader::Reader;

/// `GET /measures/{id}`, and `GET /measures/{id}.csv`
pub(crate) async fn page(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    if let Some(id) = id.strip_suffix(".csv") {
        let view = load(&reader, id).await?;
        return Ok(download(&format!("{id}.csv"), csv_file::KIND, csv_file::measure(reader.page().l, &view)));
    }
    let view = load(&reader, &id).await?;
    Ok(page::measure(&reader.page(), reader.web.app.programme(), &view).into_response())
}

/// `GET /measures/{id}/charts/{chart}`
pub(crate) async fn chart(
    reader: Reader,
    Path((id, chart)): Path<(String, String)>,
) -> Result<Response, Response> {
    let view = load(&reader, &id).await?;
    let charts = page::charts(&reader.page(), reader.web.app.programme(), &view);
    let found = chart.strip_suffix(".svg").and_then(|name| charts.named(name));
    let found = found.ok_or_else(|| reader.trouble(&Trouble::NotFound))?;
    Ok(download(&format!("{id}-{chart}"), "image/svg+xml", found.standalone()))
}

async fn load(reader: &Reader, id: &str) -> Result<MeasurePage, Response> {
    let clinic = reader.query().into_iter().find(|(name, _)| name == "clinic");
    let clinic = clinic.and_then(|(_, id)| id.parse().ok()).map(OrganizationId);
    kith_app::measure(&reader.web.app, reader.actor(), id, clinic).await.map_err(|e| reader.fail(e))
}
