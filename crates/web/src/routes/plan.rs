//! Who does what for her, the plan, and the reviews of her case.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::view::DecisionAsked;
use kith_app::{Error, care};
use kith_domain::id::{AccountId, CaseId};

use super::{Answer, number};
use crate::layout::{Done, FrontDone};
use crate::page;
use crate::page::DECISIONS;
use crate::reader::{Posted, Reader};
use crate::typed::Typed;

/// `GET /triage/{id}/plan`
pub(crate) async fn plan(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = CaseId(number(&reader, &id)?);
    show(&reader, id, &Typed::default()).await
}

async fn show(reader: &Reader, id: CaseId, typed: &Typed) -> Answer {
    let view = care::plan(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::plan(&reader.page(), &view, typed))
}

/// `GET /reviews`
pub(crate) async fn agenda(reader: Reader) -> Answer {
    let lines = care::agenda(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::agenda(&reader.page(), &lines))
}

/// The page that the form is on; or the plan again, with what is wrong beside its field and all that was typed.
async fn answered(posted: Posted, case: CaseId, form: &str, made: Result<(), Error>) -> Response {
    match made {
        Ok(()) => posted.done(Done::Front(FrontDone::Planned)),
        Err(Error::Invalid { field, message }) => {
            let typed = Typed::of(posted.fields());
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem(form.to_owned(), field, words);
            match show(&reader, case, &typed).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => posted.reader.fail(error),
    }
}

/// The numbers of a path.
fn numbers(reader: &Reader, case: &str, row: &str) -> Result<(CaseId, i64), Response> {
    Ok((CaseId(number(reader, case)?), number(reader, row)?))
}

/// `POST /triage/{id}/team`
pub(crate) async fn add_member(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let case = match number(reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let text = |name: &str| posted.field(name).unwrap_or_default();
    let (app, actor) = (&reader.web.app, reader.actor());
    let made = care::add_member(app, actor, case, text("duty"), text("name"), text("works_for")).await;
    answered(posted, case, "member", made).await
}

/// `POST /triage/{id}/team/{row}/end`
pub(crate) async fn end_member(Path((id, row)): Path<(String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let (case, row) = match numbers(reader, &id, &row) {
        Ok(numbers) => numbers,
        Err(answer) => return answer,
    };
    let made = care::end_member(&reader.web.app, reader.actor(), case, row).await;
    answered(posted, case, "member", made).await
}

/// `POST /triage/{id}/goals`
pub(crate) async fn add_goal(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let case = match number(reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let text = |name: &str| posted.field(name).unwrap_or_default();
    let made = care::add_goal(&reader.web.app, reader.actor(), case, text("goal"), text("language")).await;
    answered(posted, case, "goal", made).await
}

/// `POST /triage/{id}/goals/{row}/state`
pub(crate) async fn set_goal(Path((id, row)): Path<(String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let (case, row) = match numbers(reader, &id, &row) {
        Ok(numbers) => numbers,
        Err(answer) => return answer,
    };
    let state = posted.field("state").unwrap_or_default();
    let made = care::set_goal(&reader.web.app, reader.actor(), case, row, state).await;
    answered(posted, case, "goal", made).await
}

/// `POST /triage/{id}/goals/{row}/steps`
pub(crate) async fn add_step(Path((id, row)): Path<(String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let (case, row) = match numbers(reader, &id, &row) {
        Ok(numbers) => numbers,
        Err(answer) => return answer,
    };
    let text = |name: &str| posted.field(name).unwrap_or_default();
    let due_on = posted.field("due_on").and_then(|day| day.parse().ok());
    let (app, actor) = (&reader.web.app, reader.actor());
    let made = care::add_step(app, actor, case, row, (text("step"), text("owner")), due_on).await;
    answered(posted, case, &format!("goal{row}"), made).await
}

/// `POST /triage/{id}/steps/{row}/state`
pub(crate) async fn set_step(Path((id, row)): Path<(String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let (case, row) = match numbers(reader, &id, &row) {
        Ok(numbers) => numbers,
        Err(answer) => return answer,
    };
    let state = posted.field("state").unwrap_or_default();
    let made = care::set_step(&reader.web.app, reader.actor(), case, row, state).await;
    answered(posted, case, "goal", made).await
}

/// `POST /triage/{id}/reviews`
pub(crate) async fn ask_review(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let case = match number(reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let reason = posted.field("reason").unwrap_or_default();
    let made = care::ask_review(&reader.web.app, reader.actor(), case, reason).await;
    answered(posted, case, "agenda", made).await
}

/// `POST /triage/{id}/reviews/{row}`
pub(crate) async fn hold_review(Path((id, row)): Path<(String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let (case, row) = match numbers(reader, &id, &row) {
        Ok(numbers) => numbers,
        Err(answer) => return answer,
    };
    let decision = |n: usize| {
        Some(DecisionAsked {
            words: posted.field(&format!("what{n}"))?.to_owned(),
            due_on: posted.field(&format!("when{n}")).and_then(|day| day.parse().ok()),
            owner: posted.field(&format!("who{n}")).and_then(|id| id.parse().ok()).map(AccountId),
        })
    };
    let decisions = (1..=DECISIONS).filter_map(decision).collect();
    let notes = posted.field("notes").unwrap_or_default();
    let made = care::hold_review(&reader.web.app, reader.actor(), case, row, notes, decisions).await;
    answered(posted, case, "held", made).await
}
