//! The front door for who sends somebody: the forms, filling one in, and what became of those sent.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::front_door::{self, Filled, Put};
use kith_app::triage;
use kith_domain::form::{Form, Wrong};
use kith_domain::id::CaseId;

use super::{Answer, number};
use crate::page::{self, Fill};
use crate::reader::{Posted, Reader};
use crate::typed::{Typed, answer_field};

/// The longest sign by which a form that is sent twice is known as one.
const LONGEST_ONCE: usize = 100;

/// `GET /front-door`
pub(crate) async fn list(reader: Reader) -> Answer {
    let (app, actor) = (&reader.web.app, reader.actor());
    let forms = front_door::forms(app, actor).map_err(|e| reader.fail(e))?;
    let sent = front_door::sent(app, actor).await.map_err(|e| reader.fail(e))?;
    Ok(page::front_door(&reader.page(), &forms, &sent))
}

/// `GET /front-door/{form}`: empty, or with who she is where `?case=` says whose case it is about.
pub(crate) async fn form(reader: Reader, Path(id): Path<String>) -> Answer {
    let form = front_door::form(&reader.web.app, reader.actor(), &id).map_err(|e| reader.fail(e))?;
    let once = triage::receipt_number().map_err(|e| reader.fail(e))?;
    let query = reader.query();
    let typed = match query.iter().find(|(name, _)| name == "case") {
        Some((_, case)) => {
            let case = CaseId(number(&reader, case)?);
            let who = triage::who(&reader.web.app, reader.actor(), case).await.map_err(|e| reader.fail(e))?;
            let fields: Vec<_> =
                who.into_iter().map(|(link_id, said)| (answer_field(link_id), said)).collect();
            Typed::of(fields.iter().map(|(name, said)| (name.as_str(), said.as_str())))
        }
        None => Typed::default(),
    };
    Ok(page::fill(&reader.page(), &Fill { form: &form, typed: &typed, wrong: &[], once: &once }))
}

/// `POST /front-door/{form}`: shows what follows, or puts the form in. What was typed comes back until it is in.
pub(crate) async fn put(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let form = match front_door::form(&reader.web.app, reader.actor(), &id) {
        Ok(form) => form,
        Err(error) => return reader.fail(error),
    };
    let typed = Typed::of(posted.fields());
    let once = match posted.field("once").filter(|once| once.len() <= LONGEST_ONCE) {
        Some(once) => once.to_owned(),
        None => match triage::receipt_number() {
            Ok(once) => once,
            Err(error) => return reader.fail(error),
        },
    };
    if posted.field("do") == Some("next") {
        return again(reader, &form, &typed, &[], &once);
    }
    let wrong = typed.wrong(&form);
    if !wrong.is_empty() {
        return again(reader, &form, &typed, &wrong, &once);
    }
    let filled = Filled {
        form: &id,
        answers: typed.answers(&form).0,
        language: &reader.language,
        mode: typed.mode(),
        once: &once,
    };
    match front_door::submit(&reader.web.app, reader.actor(), filled).await {
        // The same form sent again gets the same receipt, so this page may be loaded again.
        Ok(Put::In(receipt)) => page::receipt(&reader.page(), &receipt).into_response(),
        Ok(Put::Wrong(wrong)) => again(reader, &form, &typed, &wrong, &once),
        Err(error) => reader.fail(error),
    }
}

fn again(reader: &Reader, form: &Form, typed: &Typed, wrong: &[Wrong], once: &str) -> Response {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, page::fill(&reader.page(), &Fill { form, typed, wrong, once })).into_response()
}
