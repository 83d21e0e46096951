//! Files that somebody puts in by hand.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::Error;
use kith_app::intake::{self, TakenBack};
use kith_domain::id::UploadId;
use kith_domain::words::Words;

use super::parts::{Parts, Refused};
use super::{Answer, download, number};
use crate::Web;
use crate::csv_file;
use crate::layout::Done;
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader};
use crate::typed::Typed;

/// The largest file that a browser sends.
pub(crate) const FILE_BYTES: usize = 20 * 1024 * 1024;

/// What [`intake::put_in`] says of a larger one.
const TOO_LARGE: &str = "the file is over 20 MB; `kith ingest` takes larger ones";

/// `GET /data/files`
pub(crate) async fn list(reader: Reader) -> Answer {
    show_list(&reader).await
}

async fn show_list(reader: &Reader) -> Answer {
    let view = intake::files(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::files(&reader.page(), &view))
}

/// `GET /data/files/{id}`, and `GET /data/files/template.csv`
pub(crate) async fn file(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    if id == "template.csv" {
        // Who may not put a file in needs no template either.
        intake::may_put_in(reader.actor()).map_err(|e| reader.fail(e))?;
        return Ok(download("kith-template.csv", csv_file::KIND, intake::template_csv()));
    }
    let id = UploadId(number(&reader, &id)?);
    Ok(show(&reader, id).await?.into_response())
}

async fn show(reader: &Reader, id: UploadId) -> Answer {
    let view = intake::preview(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::preview(&reader.page(), &view))
}

/// `GET /data/files/{id}/{part}`: the rows set aside with their reasons, or the mapping.
pub(crate) async fn part(
    reader: Reader,
    Path((id, part)): Path<(String, String)>,
) -> Result<Response, Response> {
    let id = UploadId(number(&reader, &id)?);
    let (app, actor) = (&reader.web.app, reader.actor());
    match part.as_str() {
        "problems.csv" => {
            let rows = intake::problems_csv(app, actor, id).await.map_err(|e| reader.fail(e))?;
            Ok(download(&format!("set-aside-{id}.csv"), csv_file::KIND, rows))
        }
        "mapping.toml" => {
            let mapping = intake::mapping_toml(app, actor, id).await.map_err(|e| reader.fail(e))?;
            Ok(download(&format!("mapping-{id}.toml"), "application/toml; charset=utf-8", mapping))
        }
        _ => Err(reader.trouble(&Trouble::NotFound)),
    }
}

/// `POST /data/files`: the one form with a file in it, so it is read in parts.
pub(crate) async fn put(State(web): State<Web>, request: Request) -> Response {
    match put_in(&web, request).await {
        Ok(id) => Redirect::to(&format!("/data/files/{id}")).into_response(),
        Err(answer) => answer,
    }
}

async fn put_in(web: &Web, request: Request) -> Result<UploadId, Response> {
    let form = match Parts::read(web, request, FILE_BYTES, async |r| intake::may_put_in(r.actor())).await {
        Ok(form) => form,
        Err(Refused::TooLarge(reader)) => {
            return Err(refused(*reader, "file", &TOO_LARGE.into(), Typed::default()).await);
        }
        Err(Refused::Answer(answer)) => return Err(answer),
    };
    let typed = form.typed();
    let Parts { reader, mut files, .. } = form;
    let Some((name, bytes)) = files.pop().filter(|(_, bytes)| !bytes.is_empty()) else {
        return Err(refused(reader, "file", &"choose a file".into(), typed).await);
    };
    match intake::put_in(&reader.web.app, reader.actor(), &name, typed.text("source"), bytes).await {
        Ok(id) => Ok(id),
        Err(Error::Invalid { field, message }) => Err(refused(reader, field, &message, typed).await),
        Err(error) => Err(reader.fail(error)),
    }
}

/// The list again, with what is wrong beside the field.
async fn refused(reader: Reader, field: &str, message: &Words, typed: Typed) -> Response {
    let reader = reader.with_problem("file", field, message, "/data/files", typed);
    match show_list(&reader).await {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(answer) => answer,
    }
}

fn id_of(posted: &Posted, id: &str) -> Result<UploadId, Response> {
    number(&posted.reader, id).map(UploadId)
}

/// `POST /data/files/{id}/mapping`
pub(crate) async fn mapping(Path(id): Path<String>, posted: Posted) -> Response {
    let id = match id_of(&posted, &id) {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    let columns: Vec<(usize, Option<String>)> = posted
        .fields()
        .filter_map(|(name, value)| {
            let index = name.strip_prefix("field-")?.parse().ok()?;
            Some((index, (!value.is_empty()).then(|| value.to_owned())))
        })
        .collect();
    let reader = &posted.reader;
    let (dates, snapshot) = (posted.field("date_order"), posted.field("snapshot").is_some());
    let made = intake::map(&reader.web.app, reader.actor(), id, &columns, dates, snapshot).await;
    match made {
        Ok(()) => Redirect::to(&format!("/data/files/{id}")).into_response(),
        Err(Error::Invalid { field, message }) => {
            let words = reader.page().l.problem(&message);
            let reader = posted.with_problem("mapping".to_owned(), field, words);
            match show(&reader, id).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(answer) => answer,
            }
        }
        Err(error) => reader.fail(error),
    }
}

/// `POST /data/files/{id}/commit`
pub(crate) async fn commit(Path(id): Path<String>, posted: Posted) -> Response {
    let id = match id_of(&posted, &id) {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    match intake::commit(&reader.web.app, reader.actor(), id).await {
        Ok(_) => posted.done(Done::FileIn(id.0)),
        Err(error) => reader.fail(error),
    }
}

/// `POST /data/files/{id}/undo`
pub(crate) async fn undo(Path(id): Path<String>, posted: Posted) -> Response {
    let id = match id_of(&posted, &id) {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    match intake::undo(&reader.web.app, reader.actor(), id).await {
        Ok(TakenBack::Undone) => posted.done(Done::FileBack),
        // Its page, or the list, says what became of it.
        Ok(TakenBack::Discarded | TakenBack::Nothing) => Redirect::to(&reader.here).into_response(),
        Err(error) => reader.fail(error),
    }
}
