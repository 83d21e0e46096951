//! Services for a case, referrals, and the places of services, for who has an account.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::referral::Beside;
use kith_app::view::{IssuedLink, MatchFilter};
use kith_app::{Error, referral};
use kith_domain::id::{CaseId, PersonId, ReferralId, ServiceId};
use kith_domain::referral::{Side, Step, Word};
use kith_domain::words::Words;
use maud::Markup;

use super::{Answer, number};
use crate::layout::{Done, FrontDone, Page};
use crate::page::{self, OnPaper, Trouble};
use crate::reader::{Posted, Reader};

/// The longest words that services are searched for by.
const LONGEST_SEARCH: usize = 100;

/// `GET /triage/{id}/match`: `q` searches, `all` shows every service.
pub(crate) async fn matches(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = CaseId(number(&reader, &id)?);
    let search = reader.asked_for("q").map(|words| words.chars().take(LONGEST_SEARCH).collect());
    let asked = MatchFilter { search, all: reader.asked_for("all").is_some(), with: None };
    show_matches(&reader, id, asked).await
}

async fn show_matches(reader: &Reader, id: CaseId, asked: MatchFilter) -> Answer {
    let view = referral::matches_among(&reader.web.app, reader.actor(), id, asked).await;
    let view = view.map_err(|e| reader.fail(e))?;
    Ok(page::matches(&reader.page(), &view))
}

/// A page again, with what is wrong beside its field.
fn wrong(page: Answer) -> Response {
    match page {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(other) => other,
    }
}

/// `POST /triage/{id}/refer`
pub(crate) async fn refer(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let case = match number(reader, &id) {
        Ok(id) => CaseId(id),
        Err(answer) => return answer,
    };
    let named = |field| posted.field(field).and_then(|id| id.parse::<i64>().ok());
    let (Some(service), Some(person)) = (named("service"), named("person")) else {
        return reader.trouble(&Trouble::NotFound);
    };
    let why = posted.field("why").unwrap_or_default();
    let silent = posted.field("do_not_contact").is_some();
    let (service, person) = (ServiceId(service), PersonId(person));
    match referral::refer(&reader.web.app, reader.actor(), case, person, service, why, silent).await {
        Ok(_) => {
            let done = Done::Front(FrontDone::Referred);
            Redirect::to(&format!("/triage/{case}?did={}", done.code())).into_response()
        }
        Err(Error::Invalid { message, .. }) => {
            let words = reader.page().l.problem(&message);
            let reader = posted.with_problem(format!("refer-{service}"), "why", words);
            // What was written stands beside its service, wherever that stands in the order.
            let asked = MatchFilter { with: Some(service), ..MatchFilter::default() };
            wrong(show_matches(&reader, case, asked).await)
        }
        Err(error) => reader.fail(error),
    }
}

/// `GET /referrals`
pub(crate) async fn list(reader: Reader) -> Answer {
    show_list(&reader).await
}

async fn show_list(reader: &Reader) -> Answer {
    let after = reader.asked_for("after");
    let view = referral::referrals_after(&reader.web.app, reader.actor(), after.as_deref()).await;
    let view = view.map_err(|e| reader.fail(e))?;
    Ok(page::referrals(&reader.page(), &view, after.is_some()))
}

/// `GET /referrals/{id}`: that it was opened says that it was received, so a browser that only looks ahead gets nothing.
pub(crate) async fn one(reader: Reader, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let ahead = |name| headers.get(name).is_some_and(|v| v.to_str().is_ok_and(|v| v.contains("prefetch")));
    if ahead("sec-purpose") || ahead("purpose") {
        return Err(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    let id = ReferralId(number(&reader, &id)?);
    show(&reader, id).await
}

async fn show(reader: &Reader, id: ReferralId) -> Answer {
    let view = referral::referral(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::referral(&reader.page(), &view))
}

/// What a form says of a referral: the step that it was read at, and the step that follows.
pub(super) fn said<'p>(field: impl Fn(&str) -> Option<&'p str>) -> Result<(i64, Step), Error> {
    let wrong = |message: &str| Error::Invalid { field: "step", message: message.to_owned().into() };
    let version = field("version").and_then(|v| v.parse().ok());
    let name = field("step").unwrap_or_default();
    match (version, Step::named(name, field("reason"))) {
        (Some(version), Some(step)) => Ok((version, step)),
        _ => Err(wrong("choose one")),
    }
}

/// What a form says beside a step.
pub(super) fn beside<'p>(field: impl Fn(&str) -> Option<&'p str>) -> Result<Beside, Error> {
    let day = |text: &str| {
        let message = Words::new("Write a day, such as 2026-07-31.", "Escriba un día, como 2026-07-31.");
        text.parse().map_err(|_| Error::Invalid { field: "visit_on", message })
    };
    let visit_on = field("visit_on").map(day).transpose()?;
    Ok(Beside { note: field("note").map(str::to_owned), visit_on })
}

/// `POST /referrals/{id}/answer`
pub(crate) async fn answer(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ReferralId(id),
        Err(answer) => return answer,
    };
    let made = match said(|name| posted.field(name)) {
        Ok((version, step)) => match beside(|name| posted.field(name)) {
            Ok(beside) => referral::answer(&reader.web.app, reader.actor(), id, version, step, beside).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    answered(posted, id, "step", made).await
}

/// `POST /referrals/{id}/word`
pub(crate) async fn word(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ReferralId(id),
        Err(answer) => return answer,
    };
    let word = own(|name| posted.field(name));
    let side = posted.field("side").and_then(Side::named).unwrap_or(Side::Client);
    let made = referral::say(&reader.web.app, reader.actor(), id, side, word).await;
    answered(posted, id, "word", made).await
}

/// What a form says that she says.
pub(super) fn own<'p>(field: impl Fn(&str) -> Option<&'p str>) -> Word {
    let said = |name| match field(name) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    Word { reached: said("reached"), served: said("served") }
}

async fn answered(posted: Posted, id: ReferralId, field: &str, made: Result<(), Error>) -> Response {
    match made {
        Ok(()) => posted.done(Done::Front(FrontDone::Said)),
        Err(Error::Invalid { message, .. }) => {
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem("referral".to_owned(), field, words);
            wrong(show(&reader, id).await)
        }
        Err(error) => posted.reader.fail(error),
    }
}

/// Where this server is, as the browser that asks knows it.
fn address(headers: &HeaderMap, reader: &Reader, path: &str) -> String {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("localhost");
    let scheme = if reader.web.settings.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{host}{path}")
}

/// A page on paper with a link, which is shown this once: what it is about, and the link.
fn on_paper<V>(
    reader: &Reader,
    headers: &HeaderMap,
    prefix: &str,
    made: Result<(V, IssuedLink), Error>,
    draw: fn(&Page<'_>, &V, OnPaper<'_>) -> Markup,
) -> Response {
    match made {
        Ok((view, IssuedLink { token, until })) => {
            let address = address(headers, reader, &format!("/{prefix}/{token}"));
            draw(&reader.page(), &view, OnPaper { address: &address, until }).into_response()
        }
        Err(error) => reader.fail(error),
    }
}

/// `POST /referrals/{id}/link`: the page on paper.
pub(crate) async fn link(Path(id): Path<String>, headers: HeaderMap, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ReferralId(id),
        Err(answer) => return answer,
    };
    let (app, actor) = (&reader.web.app, reader.actor());
    let made = async {
        let link = referral::issue_link(app, actor, id).await?;
        Ok((referral::referral(app, actor, id).await?, link))
    };
    on_paper(reader, &headers, "r", made.await, page::paper)
}

/// `POST /referrals/{id}/own-link`: her own page on paper, by which she says what became of it.
pub(crate) async fn own_link(Path(id): Path<String>, headers: HeaderMap, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ReferralId(id),
        Err(answer) => return answer,
    };
    let (app, actor) = (&reader.web.app, reader.actor());
    let made = async {
        let link = referral::own_link(app, actor, id).await?;
        Ok((referral::referral(app, actor, id).await?, link))
    };
    on_paper(reader, &headers, "w", made.await, page::own_paper)
}

/// `POST /services/{id}/link`: the page on paper by which a service says how many places it has.
pub(crate) async fn places_link(Path(id): Path<String>, headers: HeaderMap, posted: Posted) -> Response {
    let reader = &posted.reader;
    let id = match number(reader, &id) {
        Ok(id) => ServiceId(id),
        Err(answer) => return answer,
    };
    let (app, actor) = (&reader.web.app, reader.actor());
    let made = async {
        let link = referral::places_link(app, actor, id).await?;
        Ok((referral::service_places(app, actor, id).await?, link))
    };
    on_paper(reader, &headers, "p", made.await, page::places_paper)
}

/// `POST /services/{id}/next`: whoever waits the longest gets a place.
pub(crate) async fn next(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let service = match number(reader, &id) {
        Ok(id) => ServiceId(id),
        Err(answer) => return answer,
    };
    match referral::promote(&reader.web.app, reader.actor(), service).await {
        // Nobody waits any more: the list says so.
        Ok(_) => posted.done(Done::Front(FrontDone::Said)),
        Err(error) => reader.fail(error),
    }
}

/// How many free places a form says.
pub(super) fn places(said: Option<&str>) -> Result<u32, Error> {
    let message = "write a whole number, such as 3".to_owned();
    said.and_then(|n| n.parse().ok()).ok_or(Error::Invalid { field: "places", message: message.into() })
}

/// `POST /services/{id}/places`
pub(crate) async fn confirm(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let service = match number(reader, &id) {
        Ok(id) => ServiceId(id),
        Err(answer) => return answer,
    };
    let made = match places(posted.field("places")) {
        Ok(n) => referral::confirm_places(&reader.web.app, reader.actor(), service, n).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(()) => posted.done(Done::Front(FrontDone::Places)),
        Err(Error::Invalid { message, .. }) => {
            let words = reader.page().l.problem(&message);
            let reader = posted.with_problem(format!("places-{service}"), "places", words);
            wrong(show_list(&reader).await)
        }
        Err(error) => reader.fail(error),
    }
}
