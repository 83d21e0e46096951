//! What has to be done, over all cases.

use axum::extract::Path;
use axum::response::Response;
use kith_app::view::TaskFilter;
use kith_app::{Error, triage};
use kith_domain::id::{AccountId, CaseId, TaskId};

use super::triage::answered;
use super::{Answer, number};
use crate::layout::{Done, FrontDone};
use crate::page;
use crate::reader::{Posted, Reader};

/// The longest cursor.
const LONGEST: usize = 100;

/// `GET /tasks`
pub(crate) async fn page(reader: Reader) -> Answer {
    let filter = TaskFilter {
        mine: reader.asked_for("who").as_deref() == Some("mine"),
        after: reader.asked_for("after").filter(|after| after.len() <= LONGEST),
    };
    let view = triage::tasks(&reader.web.app, reader.actor(), filter).await.map_err(|e| reader.fail(e))?;
    Ok(page::tasks(&reader.page(), &view))
}

/// `POST /tasks/{id}/give`: to nobody where nobody is named.
pub(crate) async fn give(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let task = match number(reader, &id) {
        Ok(id) => TaskId(id),
        Err(answer) => return answer,
    };
    let worker = posted.field("worker").and_then(|id| id.parse().ok()).map(AccountId);
    match triage::give_task(&reader.web.app, reader.actor(), task, worker).await {
        Ok(_) => posted.done(Done::Front(FrontDone::TaskGiven)),
        Err(error) => reader.fail(error),
    }
}

/// `POST /triage/{id}/task`
pub(crate) async fn ask(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let case = match number(reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let made = match triage::receipt_number() {
        Ok(once) => asked(&posted, case, &once).await,
        Err(error) => Err(error),
    };
    answered(posted, case, "ask", made.map(|()| FrontDone::TaskAsked)).await
}

async fn asked(posted: &Posted, case: CaseId, once: &str) -> Result<(), Error> {
    let reader = &posted.reader;
    let due_on = posted.field("due_on").and_then(|day| day.parse().ok());
    let worker = posted.field("worker").and_then(|id| id.parse().ok()).map(AccountId);
    let words = posted.field("words").unwrap_or_default();
    triage::ask_task(&reader.web.app, reader.actor(), case, words, due_on, worker, once).await
}
