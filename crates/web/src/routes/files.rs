//! Files that somebody puts in by hand.

use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::Error;
use kith_app::intake::{self, TakenBack};
use kith_domain::id::UploadId;
use kith_domain::words::Words;

use super::{Answer, download, number};
use crate::csv_file;
use crate::layout::Done;
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader};
use crate::{Web, guard};

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
    let (mut parts, body) = request.into_parts();
    let reader = Reader::posting(&mut parts, web).await?;
    if !guard::from_here(&parts.headers) {
        return Err(reader.trouble(&Trouble::Forged));
    }
    // Who may not is told so before 20 MB are read.
    intake::may_put_in(reader.actor()).map_err(|e| reader.fail(e))?;
    let form = match Form::read(Request::from_parts(parts, body), web).await {
        Ok(form) => form,
        Err(Unread::TooLarge) => return Err(refused(reader, "file", &TOO_LARGE.into()).await),
        Err(Unread::NoForm) => return Err(reader.trouble(&Trouble::Forged)),
    };
    if !guard::same(&form.csrf, &reader.visitor().csrf) {
        return Err(reader.trouble(&Trouble::Forged));
    }
    if form.bytes.is_empty() {
        return Err(refused(reader, "file", &"choose a file".into()).await);
    }
    match intake::put_in(&reader.web.app, reader.actor(), &form.name, &form.source, form.bytes).await {
        Ok(id) => Ok(id),
        Err(Error::Invalid { field, message }) => Err(refused(reader, field, &message).await),
        Err(error) => Err(reader.fail(error)),
    }
}

/// The list again, with what is wrong beside the field.
async fn refused(reader: Reader, field: &str, message: &Words) -> Response {
    let reader = reader.with_problem("file", field, message, "/data/files");
    match show_list(&reader).await {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(answer) => answer,
    }
}

/// What the form with the file says.
#[derive(Default)]
struct Form {
    csrf: String,
    name: String,
    source: String,
    bytes: Vec<u8>,
}

/// Why a form could not be read.
enum Unread {
    TooLarge,
    NoForm,
}

impl Form {
    async fn read(request: Request, web: &Web) -> Result<Self, Unread> {
        let unread = |error: axum::extract::multipart::MultipartError| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Unread::TooLarge,
            _ => Unread::NoForm,
        };
        let mut parts = Multipart::from_request(request, web).await.map_err(|_| Unread::NoForm)?;
        let mut form = Self::default();
        while let Some(field) = parts.next_field().await.map_err(unread)? {
            match field.name() {
                Some("csrf") => form.csrf = field.text().await.map_err(unread)?,
                Some("source") => form.source = field.text().await.map_err(unread)?.trim().to_owned(),
                Some("file") => {
                    form.name = bare(field.file_name().unwrap_or_default());
                    form.bytes = field.bytes().await.map_err(unread)?.into();
                    if form.bytes.len() > FILE_BYTES {
                        return Err(Unread::TooLarge);
                    }
                }
                _ => {}
            }
        }
        Ok(form)
    }
}

/// The name of a file without its folders and without what no name has.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_folder_and_no_control_character() {
        for (sent, kept) in [
            ("roster.xlsx", "roster.xlsx"),
            ("C:\\fakepath\\roster.xlsx", "roster.xlsx"),
            ("../../etc/roster.csv", "roster.csv"),
            ("a\nb\".csv", "ab\".csv"),
            ("", ""),
        ] {
            assert_eq!(bare(sent), kept, "{sent:?}");
        }
    }
}
