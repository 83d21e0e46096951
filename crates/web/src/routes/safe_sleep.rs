//! A hospital: whom it taught about safe sleep.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::Error;
use kith_app::teaching::{self, Taught};
use kith_domain::id::{OrganizationId, PersonId};

use super::{Answer, number};
use crate::layout::{Done, GoodsDone};
use crate::page;
use crate::reader::{Posted, Reader};
use crate::typed::Typed;

/// `GET /safe-sleep`
pub(crate) async fn page(reader: Reader) -> Answer {
    let asked = reader.asked_for("hospital").and_then(|id| id.parse().ok()).map(OrganizationId);
    show(&reader, asked, &Typed::default()).await
}

async fn show(reader: &Reader, asked: Option<OrganizationId>, typed: &Typed) -> Answer {
    let view = teaching::sleep(&reader.web.app, reader.actor(), asked).await.map_err(|e| reader.fail(e))?;
    Ok(page::safe_sleep(&reader.page(), &view, typed))
}

fn hospital(posted: &Posted) -> Option<OrganizationId> {
    posted.field("hospital").and_then(|id| id.parse().ok()).map(OrganizationId)
}

async fn answered(posted: Posted, form: String, made: Result<GoodsDone, Error>) -> Response {
    match made {
        Ok(done) => posted.done(Done::Goods(done)),
        Err(Error::Invalid { field, message }) => {
            let (asked, typed) = (hospital(&posted), Typed::of(posted.fields()));
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem(form, field, words);
            match show(&reader, asked, &typed).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => posted.reader.fail(error),
    }
}

/// `POST /safe-sleep/mothers/{id}/taught`
pub(crate) async fn taught(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let mother = match number(reader, &id) {
        Ok(id) => PersonId(id),
        Err(answer) => return answer,
    };
    let ticked = |name: &str| posted.field(name).is_some();
    let what = Taught {
        on: posted.field("on").and_then(|day| day.parse().ok()),
        language: posted.field("language").unwrap_or_default().to_owned(),
        taught: ticked("taught"),
        demonstrated: ticked("demonstrated"),
        material: ticked("material"),
    };
    let made = teaching::teach(&reader.web.app, reader.actor(), hospital(&posted), mother, what).await;
    answered(posted, format!("taught-{mother}"), made.map(GoodsDone::Taught)).await
}

/// `POST /safe-sleep/taught/{id}/undo`
pub(crate) async fn undo(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    match teaching::undo_teaching(&reader.web.app, reader.actor(), id).await {
        Ok(()) => posted.done(Done::Undone),
        Err(error) => reader.fail(error),
    }
}

/// `POST /safe-sleep/policies`
pub(crate) async fn add_policy(posted: Posted) -> Response {
    let reader = &posted.reader;
    let day = |name: &str| posted.field(name).and_then(|day| day.parse().ok());
    let text = |name: &str| posted.field(name).unwrap_or_default();
    let days = (day("from"), day("to"));
    let (app, actor) = (&reader.web.app, reader.actor());
    let made =
        teaching::add_policy(app, actor, hospital(&posted), days, text("document"), text("words")).await;
    answered(posted, "policy".into(), made.map(|_| GoodsDone::Policy)).await
}
