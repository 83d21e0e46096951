//! Forms that ask about a woman whose case is open.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::front_door::{self, Filled, Put};
use kith_app::triage;
use kith_domain::form::{Form, Wrong};
use kith_domain::id::CaseId;

use super::{Answer, number};
use crate::page::{self, Fill};
use crate::reader::{Posted, Reader};
use crate::typed::Typed;

/// The longest sign by which a form that is sent twice is known as one.
const LONGEST_ONCE: usize = 100;

/// `GET /triage/{id}/forms/{form}`
pub(crate) async fn form(reader: Reader, Path((id, form)): Path<(String, String)>) -> Answer {
    let case = CaseId(number(&reader, &id)?);
    let found = front_door::form_about(&reader.web.app, reader.actor(), case, &form).await;
    let form = found.map_err(|e| reader.fail(e))?;
    let once = triage::receipt_number().map_err(|e| reader.fail(e))?;
    let fill = Fill { form: &form, case: Some(case.0), typed: &Typed::default(), wrong: &[], once: &once };
    Ok(page::fill(&reader.page(), &fill))
}

/// `POST /triage/{id}/forms/{form}`: shows what follows, or puts the form in and goes back to the case. What was typed
/// comes back until it is in.
pub(crate) async fn put(Path((id, name)): Path<(String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let case = match number(reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let form = match front_door::form_about(&reader.web.app, reader.actor(), case, &name).await {
        Ok(form) => form,
        Err(error) => return reader.fail(error),
    };
    let typed = Typed::of(posted.fields());
    let once = match posted.field("once").filter(|once| !once.is_empty() && once.len() <= LONGEST_ONCE) {
        Some(once) => once.to_owned(),
        None => match triage::receipt_number() {
            Ok(once) => once,
            Err(error) => return reader.fail(error),
        },
    };
    if posted.field("do") == Some("next") {
        return again(reader, &form, case, &typed, &[], &once);
    }
    let wrong = typed.wrong(&form);
    if !wrong.is_empty() {
        return again(reader, &form, case, &typed, &wrong, &once);
    }
    let filled = Filled {
        form: &name,
        answers: typed.answers(&form).0,
        language: &reader.language,
        mode: typed.mode(),
        once: &once,
    };
    match front_door::submit_about(&reader.web.app, reader.actor(), case, filled).await {
        Ok(Put::In(_)) => Redirect::to(&format!("/triage/{case}")).into_response(),
        Ok(Put::Wrong(wrong)) => again(reader, &form, case, &typed, &wrong, &once),
        Err(error) => reader.fail(error),
    }
}

fn again(reader: &Reader, form: &Form, case: CaseId, typed: &Typed, wrong: &[Wrong], once: &str) -> Response {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let fill = Fill { form, case: Some(case.0), typed, wrong, once };
    (status, page::fill(&reader.page(), &fill)).into_response()
}
