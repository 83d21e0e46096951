//! The inbox of the front door, and one case.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::{Error, triage};
use kith_domain::care_case::CloseReason;
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::follow_up::CameOf;
use kith_domain::id::{AccountId, CaseId, ContactId, TaskId};
use kith_domain::phone::PhoneWish;
use kith_domain::priority::Tier;

use super::{Answer, number};
use crate::filter::inbox;
use crate::layout::{Done, FrontDone};
use crate::page;
use crate::reader::{Posted, Reader};

/// `GET /triage`
pub(crate) async fn list(reader: Reader) -> Answer {
    let query = reader.query();
    let filter = inbox::parse(query.iter().map(|(n, v)| (n.as_str(), v.as_str())), reader.actor().account);
    let view = triage::inbox(&reader.web.app, reader.actor(), filter).await.map_err(|e| reader.fail(e))?;
    Ok(page::inbox(&reader.page(), &view))
}

/// `GET /triage/{id}`
pub(crate) async fn case(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = CaseId(number(&reader, &id)?);
    show(&reader, id).await
}

async fn show(reader: &Reader, id: CaseId) -> Answer {
    let view = triage::case(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::case(&reader.page(), &view))
}

/// The page that the form is on, which says what was done; the case with what is wrong beside its field; or why not.
pub(super) async fn answered(
    posted: Posted,
    case: CaseId,
    form: &str,
    made: Result<FrontDone, Error>,
) -> Response {
    match made {
        Ok(done) => posted.done(Done::Front(done)),
        Err(Error::Invalid { field, message }) if beside(form, field) => {
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem(form.to_owned(), field, words);
            match show(&reader, case).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => posted.reader.fail(error),
    }
}

/// Whether the case's page has a place for what is wrong with this field.
fn beside(form: &str, field: &str) -> bool {
    let of_task = form.starts_with("task-") && field == "came";
    of_task
        || matches!(
            (form, field),
            ("give", "worker")
                | ("tier", "reason")
                | ("close", "reason")
                | ("ask", "words" | "due_on" | "worker")
                | ("attempt", "channel" | "outcome" | "note")
        )
}

fn choose(field: &'static str) -> Error {
    Error::Invalid { field, message: "choose one".to_owned().into() }
}

/// `POST /triage/{id}/take`
pub(crate) async fn take(Path(id): Path<String>, posted: Posted) -> Response {
    let case = match number(&posted.reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    let made = triage::take(&reader.web.app, reader.actor(), case).await;
    answered(posted, case, "take", made.map(|()| FrontDone::Taken(case.0))).await
}

/// `POST /triage/{id}/give`: to nobody where nobody is named.
pub(crate) async fn give(Path(id): Path<String>, posted: Posted) -> Response {
    let case = match number(&posted.reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    let made = match posted.field("worker").map(|id| id.parse().map(AccountId)).transpose() {
        Ok(worker) => triage::give(&reader.web.app, reader.actor(), case, worker).await,
        Err(_) => Err(choose("worker")),
    };
    answered(posted, case, "give", made.map(|()| FrontDone::Given)).await
}

/// `POST /triage/{id}/tier`
pub(crate) async fn tier(Path(id): Path<String>, posted: Posted) -> Response {
    let case = match number(&posted.reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    let made = match posted.field("tier").and_then(Tier::named) {
        Some(tier) => {
            let reason = posted.field("reason").unwrap_or_default();
            triage::override_tier(&reader.web.app, reader.actor(), case, tier, reason).await
        }
        None => Err(choose("reason")),
    };
    answered(posted, case, "tier", made.map(|()| FrontDone::Tier)).await
}

/// How she wants a number used, where somebody asked her while they spoke.
pub(super) fn wish(posted: &Posted) -> Option<(&str, PhoneWish)> {
    Some((posted.field("wish_number")?, PhoneWish::named(posted.field("wish")?)?))
}

/// `POST /triage/{id}/attempt`
pub(crate) async fn attempt(Path(id): Path<String>, posted: Posted) -> Response {
    let case = match number(&posted.reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    let channel = posted.field("channel").and_then(Channel::named).ok_or(choose("channel"));
    let outcome = posted.field("outcome").and_then(ContactOutcome::named).ok_or(choose("outcome"));
    let made = match (channel, outcome) {
        (Ok(channel), Ok(outcome)) => {
            let note = posted.field("note").map(str::to_owned);
            let (app, actor) = (&reader.web.app, reader.actor());
            let logged = triage::log_attempt(app, actor, case, channel, outcome, note, None).await;
            match (logged, wish(&posted)) {
                (Ok(id), Some((number, wish))) => {
                    triage::keep_wish(app, actor, case, (id, number, wish)).await.map(|()| id)
                }
                (logged, _) => logged,
            }
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    answered(posted, case, "attempt", made.map(|contact| FrontDone::Attempt(case.0, contact.0))).await
}

/// `POST /triage/{id}/attempts/{contact}/undo`
pub(crate) async fn undo_attempt(Path((id, contact)): Path<(String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let (case, contact) = match (number(reader, &id), number(reader, &contact)) {
        (Ok(id), Ok(contact)) => (CaseId(id), ContactId(contact)),
        (Err(answer), _) | (_, Err(answer)) => return answer,
    };
    match triage::undo_attempt(&reader.web.app, reader.actor(), case, contact).await {
        Ok(()) => posted.done(Done::Undone),
        Err(error) => reader.fail(error),
    }
}

/// `POST /triage/{id}/close`
pub(crate) async fn close(Path(id): Path<String>, posted: Posted) -> Response {
    let case = match number(&posted.reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    let made = match posted.field("reason").and_then(CloseReason::named) {
        Some(reason) => triage::close(&reader.web.app, reader.actor(), case, reason).await,
        None => Err(choose("reason")),
    };
    answered(posted, case, "close", made.map(|()| FrontDone::Closed(case.0))).await
}

/// `POST /triage/{id}/reopen`
pub(crate) async fn reopen(Path(id): Path<String>, posted: Posted) -> Response {
    let case = match number(&posted.reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let reader = &posted.reader;
    let made = triage::reopen(&reader.web.app, reader.actor(), case).await;
    answered(posted, case, "reopen", made.map(|()| FrontDone::Open)).await
}

/// `POST /tasks/{id}/done`
pub(crate) async fn task_done(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let task = match number(reader, &id) {
        Ok(id) => TaskId(id),
        Err(answer) => return answer,
    };
    let app = &reader.web.app;
    let came = posted.field("came").and_then(CameOf::named);
    let made = triage::complete_task(app, reader.actor(), task, came).await;
    match made {
        Ok(_) => posted.done(Done::Front(FrontDone::Task(task.0))),
        // What is wrong with what came of it is said where the case is: the lists have many.
        Err(Error::Invalid { field: "came", message }) => {
            let case = match triage::case_of_task(app, reader.actor(), task).await {
                Ok(case) => case,
                Err(error) => return reader.fail(error),
            };
            let wrong = Err(Error::Invalid { field: "came", message });
            answered(posted, case, &format!("task-{task}"), wrong).await
        }
        Err(error) => reader.fail(error),
    }
}

/// `POST /tasks/{id}/undo`
pub(crate) async fn task_undo(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let task = match number(reader, &id) {
        Ok(id) => TaskId(id),
        Err(answer) => return answer,
    };
    match triage::reopen_task(&reader.web.app, reader.actor(), task).await {
        Ok(_) => posted.done(Done::Front(FrontDone::Open)),
        Err(error) => reader.fail(error),
    }
}
