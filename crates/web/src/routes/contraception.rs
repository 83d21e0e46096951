//! Contraception: which site has which methods; and what a mother said.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::{Error, contraception};
use kith_domain::contraception::{Access, Outcome, Talk, Wish};
use kith_domain::id::{CaseId, OrganizationId};

use super::{Answer, number};
use crate::layout::{Done, FrontDone};
use crate::page;
use crate::reader::{Posted, Reader};

/// `GET /contraception`
pub(crate) async fn methods(reader: Reader) -> Answer {
    let view = contraception::methods(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::methods(&reader.page(), &view))
}

/// `POST /contraception/{id}`
pub(crate) async fn set_site(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let site = match number(reader, &id) {
        Ok(id) => OrganizationId(id),
        Err(answer) => return answer,
    };
    let said = posted
        .fields()
        .filter_map(|(name, value)| Some((name.strip_prefix("m.")?.to_owned(), Access::named(value)?)));
    let said = said.collect();
    match contraception::set_site(&reader.web.app, reader.actor(), site, said).await {
        Ok(()) => posted.done(Done::Front(FrontDone::Planned)),
        Err(error) => reader.fail(error),
    }
}

/// `GET /triage/{id}/contraception`
pub(crate) async fn talk(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = CaseId(number(&reader, &id)?);
    let view = contraception::talk(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::talk(&reader.page(), &view))
}

/// What a form says that she said.
fn said(posted: &Posted) -> Talk {
    Talk {
        asked: posted.field("asked").is_some(),
        wants: posted.field("wants").and_then(Wish::named),
        offered: posted.all("offered").map(str::to_owned).collect(),
        chosen: posted.field("chosen").map(str::to_owned),
        outcome: posted.field("outcome").and_then(Outcome::named),
    }
}

/// `POST /triage/{id}/contraception`
pub(crate) async fn say(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let case = match number(reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let (version, talk) = (posted.field("version").and_then(|v| v.parse().ok()).unwrap_or(0), said(&posted));
    match contraception::say(&reader.web.app, reader.actor(), case, version, talk.clone()).await {
        Ok(()) => posted.done(Done::Front(FrontDone::Planned)),
        Err(Error::Invalid { field, message }) => {
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem("talk".to_owned(), field, words);
            match contraception::talk(&reader.web.app, reader.actor(), case).await {
                // What was typed stays; what it answers is the newest.
                Ok(view) => {
                    let view = kith_app::view::TalkPage { talk, ..view };
                    (StatusCode::UNPROCESSABLE_ENTITY, page::talk(&reader.page(), &view)).into_response()
                }
                Err(error) => reader.fail(error),
            }
        }
        Err(error) => reader.fail(error),
    }
}
