//! What somebody allows, how she is safely contacted, what is concealed; who looked; emergencies.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::{Date, Time};
use kith_app::Error;
use kith_app::privacy::{self, Given, NewConcealment, NewWord};
use kith_app::privacy::{Finding, Reason};
use kith_domain::consent::{Category, Channel, Grantee, Grantor, GrantorKind, Purpose, Word};
use kith_domain::contact::Channel as Way;
use kith_domain::id::{ConsentId, GlassId, OrganizationId, PersonId, SafePlanId};
use kith_domain::safe_contact::{Plan, Told};
use kith_domain::words::Words;

use super::{Answer, number};
use crate::layout::{Done, FrontDone};
use crate::page::{self, Sent};
use crate::reader::{Posted, Reader};

/// `GET /people/{id}/sharing`
pub(crate) async fn sharing(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = PersonId(number(&reader, &id)?);
    show(&reader, id, &Sent::default()).await
}

async fn show(reader: &Reader, id: PersonId, sent: &Sent) -> Answer {
    show_with(reader, id, sent, None).await
}

/// The same, with an account that was just given, whose password stands here and nowhere else.
pub(super) async fn show_with(reader: &Reader, id: PersonId, sent: &Sent, given: Option<&Given>) -> Answer {
    let view = privacy::page(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::sharing(&reader.page(), &view, sent, given))
}

/// `GET /people/{id}/consent-form`: in the language that is asked for, whatever the reader's is.
pub(crate) async fn form(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = PersonId(number(&reader, &id)?);
    let view = privacy::blank(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    let language = reader.asked_for("in").unwrap_or_else(|| reader.visitor().language.clone());
    Ok(page::consent_form(&reader.page(), &view, if language == "es" { "es" } else { "en" }))
}

/// `GET /people/{id}/looks`
pub(crate) async fn looks(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = PersonId(number(&reader, &id)?);
    let view = privacy::who_looked(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::who_looked(&reader.page(), &view))
}

/// What came of a form: the page that it is on, which says what was done, or what is wrong with all that was typed.
pub(super) async fn answered(
    posted: Posted,
    person: PersonId,
    form: &str,
    made: Result<FrontDone, Error>,
) -> Response {
    match made {
        Ok(done) => Redirect::to(&format!("/people/{person}/sharing?did={}", Done::Front(done).code()))
            .into_response(),
        Err(Error::Invalid { field, message }) => {
            let sent = Sent(posted.fields().map(|(n, v)| (n.to_owned(), v.to_owned())).collect());
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem(form.to_owned(), field, words);
            match show(&reader, person, &sent).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => posted.reader.fail(error),
    }
}

fn choose(field: &'static str) -> Error {
    Error::Invalid { field, message: Words::new("choose one", "elija una opción") }
}

pub(super) fn bad_day(field: &'static str) -> Error {
    Error::Invalid {
        field,
        message: Words::new("write a day, such as 2026-07-31", "escriba un día, como 2026-07-31"),
    }
}

/// `POST /people/{id}/consents`
pub(crate) async fn give(Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(person) = number(&posted.reader, &id).map(PersonId) else { return gone(&posted) };
    let reader = &posted.reader;
    let made = match word(&posted) {
        Ok(new) => privacy::give(&reader.web.app, reader.actor(), person, new).await,
        Err(error) => Err(error),
    };
    answered(posted, person, "word", made.map(|_| FrontDone::Word)).await
}

fn word(posted: &Posted) -> Result<NewWord, Error> {
    let field = |name: &str| posted.field(name);
    let day =
        |name: &'static str| field(name).map(|d| d.parse::<Date>().map_err(|_| bad_day(name))).transpose();
    let grantee = match field("to").unwrap_or_default().split_once('-') {
        None if field("to") == Some("network") => Grantee::Network,
        Some(("kind", kind)) => Grantee::Kind(kind.to_owned()),
        Some(("organization", id)) => {
            Grantee::Organization(OrganizationId(id.parse().map_err(|_| choose("to"))?))
        }
        _ => return Err(choose("to")),
    };
    // A name that is not known must not widen the word to all.
    let categories: BTreeSet<Category> = posted
        .all("category")
        .map(Category::named)
        .collect::<Option<_>>()
        .ok_or_else(|| choose("category"))?;
    let purposes: BTreeSet<Purpose> =
        posted.all("purpose").map(Purpose::named).collect::<Option<_>>().ok_or_else(|| choose("purpose"))?;
    Ok(NewWord {
        word: field("word").and_then(Word::named).ok_or_else(|| choose("word"))?,
        grantee,
        categories,
        purposes,
        uses: BTreeSet::new(),
        grantor: Grantor {
            kind: field("grantor").and_then(GrantorKind::named).unwrap_or(GrantorKind::Herself),
            name: field("grantor_name").map(str::to_owned),
            evidence: field("evidence").map(str::to_owned),
        },
        channel: field("channel").and_then(Channel::named).ok_or_else(|| choose("channel"))?,
        on: day("on")?.ok_or_else(|| bad_day("on"))?,
        kept_by: field("kept_by").map(str::to_owned),
        language: field("language").unwrap_or("en").to_owned(),
        last_day: day("last_day")?,
    })
}

/// `POST /consents/{id}/revoke`
pub(crate) async fn revoke(Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(consent) = number(&posted.reader, &id).map(ConsentId) else { return gone(&posted) };
    let reader = &posted.reader;
    let how = posted.field("how").map(str::to_owned);
    let told = posted.field("told").and_then(Told::named);
    match privacy::revoke(&reader.web.app, reader.actor(), consent, how, told).await {
        Ok(person) => answered(posted, person, "", Ok(FrontDone::TakenBack)).await,
        // The form says whose page it stands on.
        Err(Error::Invalid { field, message }) => {
            let person = posted.field("person").map(|id| number(reader, id));
            let Some(Ok(person)) = person else { return reader.fail(Error::Invalid { field, message }) };
            let form = format!("back-{consent}");
            answered(posted, PersonId(person), &form, Err(Error::Invalid { field, message })).await
        }
        Err(error) => reader.fail(error),
    }
}

/// `POST /people/{id}/plan`
pub(crate) async fn plan(Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(person) = number(&posted.reader, &id).map(PersonId) else { return gone(&posted) };
    let reader = &posted.reader;
    let told = posted.field("told").and_then(Told::named).ok_or_else(|| choose("told"));
    let made = match (planned(&posted), told) {
        (Ok(plan), Ok(told)) => {
            let told = privacy::tell(&reader.web.app, reader.actor(), person, plan, told).await;
            told.map(|_| FrontDone::Plan)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    answered(posted, person, "plan", made).await
}

fn planned(posted: &Posted) -> Result<Plan, Error> {
    let field = |name: &str| posted.field(name).map(str::to_owned);
    let time = |name: &'static str| {
        let message = Words::new("write a time, such as 14:30", "escriba una hora, como 14:30");
        let read = |text: String| text.parse::<Time>().map_err(|_| Error::Invalid { field: name, message });
        field(name).map(read).transpose()
    };
    let said = |name: &str| match posted.field(name) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    let mut ways: Vec<Way> = posted.all("way").filter_map(Way::named).collect();
    if let Some(first) = posted.field("first").and_then(Way::named) {
        ways.retain(|way| *way != first);
        ways.insert(0, first);
    }
    Ok(Plan {
        ways,
        from: time("from")?,
        until: time("until")?,
        may_tell: field("may_tell"),
        code_word: field("code_word"),
        if_another: field("if_another"),
        voicemail: said("voicemail"),
        mail: said("mail"),
        safe_device: said("safe_device"),
    })
}

/// `POST /people/{id}/plan/{plan}/confirm`
pub(crate) async fn confirm(Path((id, plan)): Path<(String, String)>, posted: Posted) -> Response {
    let (Ok(person), Ok(plan)) = (number(&posted.reader, &id), number(&posted.reader, &plan)) else {
        return gone(&posted);
    };
    let (person, plan) = (PersonId(person), SafePlanId(plan));
    let reader = &posted.reader;
    let made = match posted.field("told").and_then(Told::named) {
        Some(told) => privacy::confirm(&reader.web.app, reader.actor(), person, plan, told).await,
        None => Err(choose("told")),
    };
    answered(posted, person, &format!("sure-{plan}"), made.map(|()| FrontDone::Sure)).await
}

/// `POST /people/{id}/concealed`
pub(crate) async fn conceal(Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(person) = number(&posted.reader, &id).map(PersonId) else { return gone(&posted) };
    let reader = &posted.reader;
    let new = NewConcealment {
        address: posted.all("what").any(|what| what == "address"),
        phone: posted.all("what").any(|what| what == "phone"),
        reason: posted.field("reason").unwrap_or_default().to_owned(),
        programme: posted.field("programme").map(str::to_owned),
        substitute: posted.field("substitute").map(str::to_owned),
    };
    let made = privacy::conceal(&reader.web.app, reader.actor(), person, new).await;
    answered(posted, person, "conceal", made.map(|()| FrontDone::Concealed)).await
}

/// `POST /people/{id}/concealed/{concealed}/end`
pub(crate) async fn reveal(Path((id, concealed)): Path<(String, String)>, posted: Posted) -> Response {
    let (Ok(person), Ok(concealed)) = (number(&posted.reader, &id), number(&posted.reader, &concealed))
    else {
        return gone(&posted);
    };
    let person = PersonId(person);
    let reader = &posted.reader;
    let made = match posted.field("told").and_then(Told::named) {
        Some(told) => privacy::revealed(&reader.web.app, reader.actor(), person, concealed, told).await,
        None => Err(choose("told")),
    };
    answered(posted, person, &format!("reveal-{concealed}"), made.map(|()| FrontDone::Revealed)).await
}

/// `GET /people/{id}/open`
pub(crate) async fn opening(reader: Reader, Path(id): Path<String>) -> Answer {
    let id = PersonId(number(&reader, &id)?);
    open_form(&reader, id, &Sent::default()).await
}

async fn open_form(reader: &Reader, id: PersonId, sent: &Sent) -> Answer {
    let minutes = privacy::opening(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(page::opening(&reader.page(), id, minutes, sent))
}

/// `POST /people/{id}/open`
pub(crate) async fn open(Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(person) = number(&posted.reader, &id).map(PersonId) else { return gone(&posted) };
    let reader = &posted.reader;
    let made = match posted.field("reason").and_then(Reason::named) {
        Some(reason) => {
            let words = posted.field("words").unwrap_or_default();
            privacy::break_glass(&reader.web.app, reader.actor(), person, reason, words).await
        }
        None => Err(choose("reason")),
    };
    match made {
        Ok(open) => {
            let did = Done::Front(FrontDone::Opened).code();
            Redirect::to(&format!("/people/{}?did={did}", open.person)).into_response()
        }
        Err(Error::Invalid { field, message }) => {
            let sent = Sent(posted.fields().map(|(n, v)| (n.to_owned(), v.to_owned())).collect());
            let words = posted.reader.page().l.problem(&message);
            let reader = posted.with_problem("open".to_owned(), field, words);
            match open_form(&reader, person, &sent).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => reader.fail(error),
    }
}

/// `GET /privacy`
pub(crate) async fn officer(reader: Reader) -> Answer {
    review_page(&reader, None).await
}

/// The page, with what was sent of one review.
async fn review_page(reader: &Reader, sent: Option<(GlassId, Sent)>) -> Answer {
    let view = privacy::officer(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::officer(&reader.page(), &view, sent.as_ref()))
}

/// `POST /privacy/{id}/review`
pub(crate) async fn review(Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(glass) = number(&posted.reader, &id).map(GlassId) else { return gone(&posted) };
    let reader = &posted.reader;
    let made = match posted.field("finding").and_then(Finding::named) {
        Some(finding) => {
            privacy::review(&reader.web.app, reader.actor(), glass, finding, posted.field("note")).await
        }
        None => Err(choose("finding")),
    };
    match made {
        Ok(()) => {
            Redirect::to(&format!("/privacy?did={}", Done::Front(FrontDone::Reviewed).code())).into_response()
        }
        Err(Error::Invalid { field, message }) => {
            let words = posted.reader.page().l.problem(&message);
            let sent = Sent(posted.fields().map(|(n, v)| (n.to_owned(), v.to_owned())).collect());
            let reader = posted.with_problem(format!("review-{glass}"), field, words);
            match review_page(&reader, Some((glass, sent))).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(other) => other,
            }
        }
        Err(error) => reader.fail(error),
    }
}

pub(super) fn gone(posted: &Posted) -> Response {
    posted.reader.trouble(&page::Trouble::NotFound)
}
