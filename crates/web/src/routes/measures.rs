//! One measure: its page, its charts as files, its numbers as a file.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::view::MeasurePage;
use kith_app::{Error, annotations};
use kith_domain::id::OrganizationId;

use super::{download, number};
use crate::csv_file;
use crate::layout::Done;
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader};

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

/// `POST /measures/{id}/annotations`
pub(crate) async fn annotate(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let clinic = posted.field("clinic").and_then(|id| id.parse().ok()).map(OrganizationId);
    let on = posted.field("on").and_then(|day| day.parse().ok());
    let words = posted.field("words").unwrap_or_default();
    match annotations::annotate(&reader.web.app, reader.actor(), &id, clinic, on, words).await {
        Ok(note) => posted.done(Done::Annotated(note)),
        Err(Error::Invalid { field, message }) => {
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem(page::ANNOTATION.to_owned(), field, words);
            match of_clinic(&reader, &id, clinic).await {
                Ok(view) => {
                    let page = page::measure(&reader.page(), reader.web.app.programme(), &view);
                    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
                }
                Err(answer) => answer,
            }
        }
        Err(error) => reader.fail(error),
    }
}

/// `POST /annotations/{id}/undo`
pub(crate) async fn undo_annotation(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    match annotations::undo(&reader.web.app, reader.actor(), id).await {
        Ok(()) => posted.done(Done::Undone),
        Err(error) => reader.fail(error),
    }
}

async fn load(reader: &Reader, id: &str) -> Result<MeasurePage, Response> {
    let clinic = reader.asked_for("clinic").and_then(|id| id.parse().ok()).map(OrganizationId);
    of_clinic(reader, id, clinic).await
}

async fn of_clinic(
    reader: &Reader,
    id: &str,
    clinic: Option<OrganizationId>,
) -> Result<MeasurePage, Response> {
    kith_app::measure(&reader.web.app, reader.actor(), id, clinic).await.map_err(|e| reader.fail(e))
}
