//! The other doors: tables of referrals, and scans.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::front_door::{self, Filled, Put, scans, tables};
use kith_app::{Error, triage};
use kith_domain::access::Action;
use kith_domain::form::{Form, Wrong};
use kith_domain::id::DoorFileId;
use kith_domain::words::Words;

use super::parts::{Parts, Refused};
use super::{Answer, download, number};
use crate::layout::{Done, FrontDone};
use crate::page::{self, Fill, ScanPage};
use crate::reader::{Posted, Reader};
use crate::typed::Typed;
use crate::{Web, csv_file};

/// The largest table, and the largest scan, that a browser sends.
pub(crate) const TABLE_BYTES: usize = 5 << 20;
pub(crate) const SCAN_BYTES: usize = scans::MOST_BYTES;
/// The longest sign by which a form that is sent twice is known as one.
const LONGEST_ONCE: usize = 100;
/// A file of a stranger: nothing in it runs, wherever it is shown.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// `GET /referral-tables`
pub(crate) async fn list(reader: Reader) -> Answer {
    show_tables(&reader).await
}

async fn show_tables(reader: &Reader) -> Answer {
    let (kinds, files) = tables::tables(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::tables(&reader.page(), &kinds, &files))
}

/// `POST /referral-tables`
pub(crate) async fn put(State(web): State<Web>, request: Request) -> Response {
    let form = match Parts::read(&web, request, TABLE_BYTES, async |r| {
        tables::may_put_in(&r.web.app, r.actor()).await
    })
    .await
    {
        Ok(form) => form,
        Err(Refused::Answer(answer)) => return answer,
        Err(Refused::TooLarge(reader)) => {
            let words = "the file is over 5 MB: cut it into smaller ones";
            return table_refused(*reader, "file", &words.into(), Typed::default()).await;
        }
    };
    let typed = form.typed();
    let Parts { reader, mut files, .. } = form;
    let (columns, partner) = (typed.text("columns"), typed.text("partner"));
    let (name, bytes) = files.pop().unwrap_or_default();
    match tables::put_in(&reader.web.app, reader.actor(), columns, partner, &name, bytes).await {
        Ok(id) => Redirect::to(&format!("/referral-tables/{id}")).into_response(),
        Err(Error::Invalid { field, message }) => table_refused(reader, field, &message, typed).await,
        Err(error) => reader.fail(error),
    }
}

async fn table_refused(reader: Reader, field: &str, message: &Words, typed: Typed) -> Response {
    let reader = reader.with_problem("table", field, message, "/referral-tables", typed);
    again(show_tables(&reader).await)
}

/// A page again, with what is wrong beside its field.
fn again(page: Answer) -> Response {
    match page {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(answer) => answer,
    }
}

/// `GET /referral-tables/{id}`
pub(crate) async fn table(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = DoorFileId(number(&reader, &id)?);
    let (file, view) =
        tables::preview(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::table(&reader.page(), &file, view.as_ref()))
}

/// `GET /referral-tables/{id}/receipts.csv`
pub(crate) async fn receipts(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let id = DoorFileId(number(&reader, &id)?);
    let (_, view) = tables::preview(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    let csv = view.unwrap_or_default().receipts_csv();
    Ok(download(&format!("receipts-{id}.csv"), csv_file::KIND, csv))
}

/// `POST /referral-tables/{id}/commit`
pub(crate) async fn commit(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => DoorFileId(id),
        Err(answer) => return answer,
    };
    match tables::commit(&reader.web.app, reader.actor(), id).await {
        Ok(()) => to(&format!("/referral-tables/{id}"), FrontDone::Table),
        Err(error) => reader.fail(error),
    }
}

/// `POST /referral-tables/{id}/discard`
pub(crate) async fn discard(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => DoorFileId(id),
        Err(answer) => return answer,
    };
    match tables::discard(&reader.web.app, reader.actor(), id).await {
        Ok(()) => to("/referral-tables", FrontDone::DirectoryGone),
        Err(error) => reader.fail(error),
    }
}

fn to(path: &str, what: FrontDone) -> Response {
    Redirect::to(&format!("{path}?did={}", Done::Front(what).code())).into_response()
}

/// `GET /scans`
pub(crate) async fn scan_list(reader: Reader) -> Answer {
    show_scans(&reader).await
}

async fn show_scans(reader: &Reader) -> Answer {
    let all = scans::scans(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    let page = reader.page();
    Ok(page::scans(&page, &all, page.may(Action::Triage)))
}

/// `POST /scans`
pub(crate) async fn put_scan(State(web): State<Web>, request: Request) -> Response {
    let form = match Parts::read(&web, request, SCAN_BYTES, async |r| {
        scans::may_put_in(&r.web.app, r.actor()).await
    })
    .await
    {
        Ok(form) => form,
        Err(Refused::Answer(answer)) => return answer,
        Err(Refused::TooLarge(reader)) => {
            let words = "the scan is over 10 MB: scan it in black and white, or page by page";
            return scan_refused(*reader, "file", &words.into(), Typed::default()).await;
        }
    };
    let typed = form.typed();
    let Parts { reader, mut files, .. } = form;
    let (name, bytes) = files.pop().unwrap_or_default();
    match scans::put_in(&reader.web.app, reader.actor(), typed.text("partner"), &name, bytes).await {
        Ok(_) => to("/scans", FrontDone::Scan),
        Err(Error::Invalid { field, message }) => scan_refused(reader, field, &message, typed).await,
        Err(error) => reader.fail(error),
    }
}

async fn scan_refused(reader: Reader, field: &str, message: &Words, typed: Typed) -> Response {
    let reader = reader.with_problem("scan", field, message, "/scans", typed);
    again(show_scans(&reader).await)
}

type Asked = Query<BTreeMap<String, String>>;

/// `GET /scans/{id}`, with `form` the one to type in.
pub(crate) async fn scan(reader: Reader, Path(id): Path<String>, Query(asked): Asked) -> Answer {
    let id = DoorFileId(number(&reader, &id)?);
    let chosen = asked.get("form").map(|form| front_door::form(&reader.web.app, reader.actor(), form));
    let chosen = chosen.transpose().map_err(|e| reader.fail(e))?;
    let once = triage::receipt_number().map_err(|e| reader.fail(e))?;
    show_scan(&reader, id, chosen.as_ref(), &Typed::default(), &[], &once).await
}

async fn show_scan(
    reader: &Reader,
    id: DoorFileId,
    form: Option<&Form>,
    typed: &Typed,
    wrong: &[Wrong],
    once: &str,
) -> Answer {
    let (scan, forms) = scans::open(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    let fill = form.map(|form| Fill { form, typed, wrong, once });
    Ok(page::scan(&reader.page(), &ScanPage { scan: &scan, forms: &forms, fill }))
}

/// `POST /scans/{id}`: puts the form in that was typed beside the scan, or shows what follows.
pub(crate) async fn type_in(Path(id): Path<String>, Query(asked): Asked, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => DoorFileId(id),
        Err(answer) => return answer,
    };
    let named = asked.get("form").map(String::as_str).unwrap_or_default();
    let form = match front_door::form(&reader.web.app, reader.actor(), named) {
        Ok(form) => form,
        Err(error) => return reader.fail(error),
    };
    let typed = Typed::of(posted.fields());
    let once = posted.field("once").filter(|once| once.len() <= LONGEST_ONCE).unwrap_or_default();
    let show = async |wrong: &[Wrong]| show_scan(reader, id, Some(&form), &typed, wrong, once).await;
    if posted.field("do") == Some("next") {
        return show(&[]).await.into_response();
    }
    let wrong = typed.wrong(&form);
    if !wrong.is_empty() {
        return again(show(&wrong).await);
    }
    let filled = Filled {
        form: named,
        answers: typed.answers(&form).0,
        language: &reader.language,
        mode: typed.mode(),
        once,
    };
    match scans::type_in(&reader.web.app, reader.actor(), id, filled).await {
        Ok(Put::In(_)) => to(&format!("/scans/{id}/receipt"), FrontDone::Typed),
        Ok(Put::Wrong(wrong)) => again(show(&wrong).await),
        Err(error) => reader.fail(error),
    }
}

/// `GET /scans/{id}/file`: as a file that no page runs. Pictures may stand in our own page.
pub(crate) async fn file(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let id = DoorFileId(number(&reader, &id)?);
    let (media, bytes) =
        scans::bytes(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    let (kind, ending) = match media.as_str() {
        "application/pdf" => ("application/pdf", "pdf"),
        "image/png" => ("image/png", "png"),
        "image/jpeg" => ("image/jpeg", "jpg"),
        _ => ("image/tiff", "tiff"),
    };
    let mut response = download(&format!("scan-{id}.{ending}"), kind, bytes);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    Ok(response)
}

/// `GET /scans/{id}/receipt`
pub(crate) async fn scan_receipt(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = DoorFileId(number(&reader, &id)?);
    let (scan, receipt) =
        scans::receipt(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::scan_receipt(&reader.page(), &scan, receipt.as_ref()))
}

/// `POST /scans/{id}/aside`
pub(crate) async fn aside(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => DoorFileId(id),
        Err(answer) => return answer,
    };
    let why = posted.field("why").unwrap_or_default();
    match scans::put_aside(&reader.web.app, reader.actor(), id, why).await {
        Ok(()) => to("/scans", FrontDone::Aside),
        Err(Error::Invalid { field, message }) => {
            let words = reader.page().l.problem(&message);
            let reader = posted.with_problem("scan".to_owned(), field, words);
            again(show_scan(&reader, id, None, &Typed::default(), &[], "").await)
        }
        Err(error) => reader.fail(error),
    }
}
