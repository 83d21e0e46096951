//! Services: their list, one with its form and versions, and directories.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::services::{self, Draft, Edited, Wrong};
use kith_app::{Error, services::Directories};
use kith_domain::id::{DoorFileId, ServiceId};
use kith_domain::words::Words;

use super::parts::{Parts, Refused};
use super::{Answer, number};
use crate::Web;
use crate::layout::{Done, FrontDone};
use crate::page;
use crate::reader::{Posted, Reader};
use crate::typed::Typed;

/// The largest directory that a browser sends.
pub(crate) const FILE_BYTES: usize = 20 * 1024 * 1024;
/// What is said of a larger one.
const TOO_LARGE: &str = "the files are over 20 MB; `kith services import` takes larger ones";

/// `GET /services`
pub(crate) async fn list(reader: Reader) -> Answer {
    let (app, actor) = (&reader.web.app, reader.actor());
    let all = services::services(app, actor).await.map_err(|e| reader.fail(e))?;
    Ok(page::services(&reader.page(), &all))
}

/// `GET /services/{id}`
pub(crate) async fn one(reader: Reader, Path(id): Path<String>) -> Answer {
    show(&reader, ServiceId(number(&reader, &id)?)).await
}

async fn show(reader: &Reader, id: ServiceId) -> Answer {
    let view = services::service(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::service(&reader.page(), &view))
}

/// `GET /services/{id}/edit`
pub(crate) async fn form(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = ServiceId(number(&reader, &id)?);
    fill(&reader, id, None, &[], false).await
}

/// The form: as the service stands, or as it was typed.
async fn fill(
    reader: &Reader,
    id: ServiceId,
    typed: Option<&Draft>,
    wrong: &[Wrong],
    changed: bool,
) -> Answer {
    let (view, draft, outcomes) =
        services::draft(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::edit(&reader.page(), &view, typed.unwrap_or(&draft), &outcomes, wrong, changed))
}

/// `POST /services/{id}/edit`
pub(crate) async fn edit(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ServiceId(id),
        Err(answer) => return answer,
    };
    let version = posted.field("version").and_then(|v| v.parse().ok()).unwrap_or_default();
    let draft = Draft::from_fields(posted.fields());
    let again = async |wrong: &[Wrong], changed| match fill(reader, id, Some(&draft), wrong, changed).await {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(other) => other,
    };
    match services::edit(&reader.web.app, reader.actor(), id, version, &draft).await {
        Ok(Edited::Saved(_)) => done(id, FrontDone::Edited),
        Ok(Edited::Wrong(wrong)) => again(&wrong, false).await,
        Ok(Edited::Changed) => again(&[], true).await,
        Err(error) => reader.fail(error),
    }
}

fn done(id: ServiceId, what: FrontDone) -> Response {
    Redirect::to(&format!("/services/{id}?did={}", Done::Front(what).code())).into_response()
}

/// `POST /services/{id}/restore`
pub(crate) async fn restore(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ServiceId(id),
        Err(answer) => return answer,
    };
    let said = |name| posted.field(name).and_then(|v| v.parse().ok()).unwrap_or_default();
    match services::restore(&reader.web.app, reader.actor(), id, said("version"), said("to")).await {
        Ok(()) => done(id, FrontDone::Restored),
        Err(Error::Invalid { message, .. }) => {
            let words = reader.page().l.problem(&message);
            let reader = posted.with_problem("service".to_owned(), "version", words);
            match show(&reader, id).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => reader.fail(error),
    }
}

/// `GET /services/directories`
pub(crate) async fn directories(reader: Reader) -> Answer {
    show_directories(&reader).await
}

async fn show_directories(reader: &Reader) -> Answer {
    let all: Vec<Directories> =
        services::directories(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::directories(&reader.page(), &all))
}

/// `POST /services/directories`
pub(crate) async fn put(State(web): State<Web>, request: Request) -> Response {
    let form = match Parts::read(&web, request, FILE_BYTES, async |r| {
        services::may_import(&r.web.app, r.actor()).await
    })
    .await
    {
        Ok(form) => form,
        Err(Refused::Answer(answer)) => return answer,
        Err(Refused::TooLarge(reader)) => {
            return refused(*reader, "file", &TOO_LARGE.into(), Typed::default()).await;
        }
    };
    let typed = form.typed();
    let Parts { reader, files, .. } = form;
    match services::put_in(&reader.web.app, reader.actor(), typed.text("source"), files).await {
        Ok(id) => Redirect::to(&format!("/services/directories/{id}")).into_response(),
        Err(Error::Invalid { field, message }) => refused(reader, field, &message, typed).await,
        Err(error) => reader.fail(error),
    }
}

async fn refused(reader: Reader, field: &str, message: &Words, typed: Typed) -> Response {
    let reader = reader.with_problem("directory", field, message, "/services/directories", typed);
    match show_directories(&reader).await {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(answer) => answer,
    }
}

/// `GET /services/directories/{id}`
pub(crate) async fn directory(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = DoorFileId(number(&reader, &id)?);
    let (one, view) =
        services::preview(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::directory(&reader.page(), &one, view.as_ref()))
}

/// `POST /services/directories/{id}/commit`
pub(crate) async fn commit(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => DoorFileId(id),
        Err(answer) => return answer,
    };
    let whole = posted.field("whole").is_some();
    match services::commit(&reader.web.app, reader.actor(), id, whole).await {
        Ok(()) => to_directory(id, FrontDone::Directory),
        Err(error) => reader.fail(error),
    }
}

/// `POST /services/directories/{id}/undo`
pub(crate) async fn undo(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => DoorFileId(id),
        Err(answer) => return answer,
    };
    match services::undo(&reader.web.app, reader.actor(), id).await {
        Ok(Some(_)) => to_directory(id, FrontDone::DirectoryBack),
        Ok(None) => to_directory(id, FrontDone::DirectoryGone),
        Err(error) => reader.fail(error),
    }
}

fn to_directory(id: DoorFileId, what: FrontDone) -> Response {
    let did = Done::Front(what).code();
    Redirect::to(&format!("/services/directories/{id}?did={did}")).into_response()
}
