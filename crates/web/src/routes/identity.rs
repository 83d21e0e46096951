//! What a person is made of, and making two people one or one two.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::Error;
use kith_app::review;
use kith_domain::id::{PersonId, SourcePersonId};

use super::{Answer, number};
use crate::layout::{ActDone, Done};
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader};

/// `GET /people/{id}/identity`
pub(crate) async fn page(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let id = PersonId(number(&reader, &id)?);
    if let Some(survivor) = merged_into(&reader, id).await? {
        return Ok(Redirect::to(&format!("/people/{survivor}/identity")).into_response());
    }
    Ok(show(&reader, id).await?.into_response())
}

/// The person whom this one was merged into, where it was: for who may know.
pub(super) async fn merged_into(reader: &Reader, id: PersonId) -> Result<Option<PersonId>, Response> {
    review::survivor(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))
}

/// The person whose page of records the reader is at.
pub(super) fn person_at(reader: &Reader) -> Option<PersonId> {
    let path = reader.here.split('?').next()?;
    let id = path.strip_prefix("/people/")?.strip_suffix("/identity")?;
    id.parse().ok().map(PersonId)
}

/// The page.
pub(super) async fn show(reader: &Reader, id: PersonId) -> Answer {
    let search = reader.asked_for("q").unwrap_or_default();
    let view =
        review::identity(&reader.web.app, reader.actor(), id, &search).await.map_err(|e| reader.fail(e))?;
    Ok(page::identity(&reader.page(), &view))
}

/// `POST /people/{id}/merge`
pub(crate) async fn merge(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(person) = number(reader, &id).map(PersonId) else { return reader.trouble(&Trouble::NotFound) };
    let made = match posted.field("other").and_then(|id| id.parse().ok()) {
        Some(other) => review::merge(&reader.web.app, reader.actor(), person, other, None).await,
        None => Err(Error::Invalid { field: "other", message: "choose one".to_owned().into() }),
    };
    match made {
        Ok(decided) => {
            // One of the two ids stays, and it need not be this one.
            let person = match merged_into(reader, person).await {
                Ok(survivor) => survivor.unwrap_or(person),
                Err(answer) => return answer,
            };
            let did = Done::Act(ActDone::Merge, decided.act.0).code();
            Redirect::to(&format!("/people/{person}/identity?did={did}")).into_response()
        }
        Err(error) => refused(posted, person, error).await,
    }
}

/// `POST /people/{id}/split`
pub(crate) async fn split(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(person) = number(reader, &id).map(PersonId) else { return reader.trouble(&Trouble::NotFound) };
    let Some(record) = posted.field("source_person").and_then(|id| id.parse().ok()).map(SourcePersonId)
    else {
        return reader.trouble(&Trouble::NotFound);
    };
    match review::split(&reader.web.app, reader.actor(), person, record, None).await {
        Ok(decided) => posted.done(Done::Act(ActDone::Split, decided.act.0)),
        Err(error) => refused(posted, person, error).await,
    }
}

/// The same page, with what is wrong.
async fn refused(posted: Posted, person: PersonId, error: Error) -> Response {
    let Error::Invalid { field, message } = error else { return posted.reader.fail(error) };
    let words = posted.reader.page().l.problem(&message);
    let reader = posted.with_problem("merge".to_owned(), field, words);
    match show(&reader, person).await {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(answer) => answer,
    }
}
