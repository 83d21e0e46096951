//! What waits to be decided, a pair, and the decisions.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::Error;
use kith_app::review::{self, Decision};
use kith_domain::id::{ActId, SourcePersonId};
use kith_domain::identity::{Attribute, PairKind, Verdict};
use kith_domain::words::Words;

use super::{Answer, download, identity, number};
use crate::layout::{ActDone, Done};
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader, local};

/// `GET /review`
pub(crate) async fn queue(reader: Reader) -> Answer {
    let kind = reader.asked_for("kind").as_deref().and_then(PairKind::named);
    let after = reader.asked_for("after");
    let view = review::queue(&reader.web.app, reader.actor(), kind, after.as_deref())
        .await
        .map_err(|e| reader.fail(e))?;
    let mut page = reader.page();
    page.waiting = Some(view.waiting.iter().map(|w| w.count).sum());
    Ok(page::review(&page, &view))
}

/// The pair of a path.
struct Pair {
    kind: PairKind,
    a: SourcePersonId,
    b: SourcePersonId,
}

impl Pair {
    fn read(reader: &Reader, (kind, a, b): &(String, String, String)) -> Result<Self, Response> {
        let kind = PairKind::named(kind).ok_or_else(|| reader.trouble(&Trouble::NotFound))?;
        let id = |text: &str| number(reader, text).map(SourcePersonId);
        Ok(Self { kind, a: id(a)?, b: id(b)? })
    }
}

/// `GET /review/{kind}/{a}/{b}`, and with `.json` its reasoning.
pub(crate) async fn pair(
    reader: Reader,
    Path((kind, a, b)): Path<(String, String, String)>,
) -> Result<Response, Response> {
    if let Some(b) = b.strip_suffix(".json") {
        let pair = Pair::read(&reader, &(kind, a, b.to_owned()))?;
        let reasoning = review::explanation(&reader.web.app, reader.actor(), pair.kind, pair.a, pair.b)
            .await
            .map_err(|e| reader.fail(e))?;
        let json = serde_json::to_string_pretty(&reasoning).expect("numbers and texts have a JSON form");
        return Ok(download(&format!("pair-{}-{}.json", pair.a, pair.b), "application/json", json));
    }
    let pair = Pair::read(&reader, &(kind, a, b))?;
    let attribute = reader.asked_for("attribute").as_deref().and_then(Attribute::named);
    Ok(show(&reader, &pair, attribute).await?.into_response())
}

async fn show(reader: &Reader, pair: &Pair, attribute: Option<Attribute>) -> Answer {
    let view = review::pair(&reader.web.app, reader.actor(), pair.kind, pair.a, pair.b, attribute)
        .await
        .map_err(|e| reader.fail(e))?;
    Ok(page::pair(&reader.page(), &view))
}

/// `POST /review/{kind}/{a}/{b}/decide`: then the next that waits.
pub(crate) async fn decide(Path(path): Path<(String, String, String)>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let pair = match Pair::read(reader, &path) {
        Ok(pair) => pair,
        Err(answer) => return answer,
    };
    let made = match pair.kind {
        PairKind::Fact => fact(&posted, &pair).await,
        PairKind::Person | PairKind::Dyad => verdict(&posted, &pair).await,
    };
    match made {
        Ok((done, act)) => {
            let next = local(posted.field("next").unwrap_or("/review"));
            let join = if next.contains('?') { '&' } else { '?' };
            Redirect::to(&format!("{next}{join}did={}", Done::Act(done, act.0).code())).into_response()
        }
        Err(Error::Invalid { field, message }) => refused(posted, &pair, field, &message).await,
        Err(error) => reader.fail(error),
    }
}

/// The page that the form is on, with what is wrong: of a choice that may be the page of a person.
async fn refused(posted: Posted, pair: &Pair, field: &'static str, message: &Words) -> Response {
    let words = posted.reader.page().l.problem(message);
    let attribute = attribute_of(&posted);
    let page = match (identity::person_at(&posted.reader), attribute) {
        (Some(person), Some(attribute)) => {
            let reader = posted.with_problem(format!("choice-{}", attribute.name()), field, words);
            identity::show(&reader, person).await
        }
        _ => show(&posted.with_problem("decide".to_owned(), field, words), pair, attribute).await,
    };
    match page {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Err(answer) => answer,
    }
}

fn attribute_of(posted: &Posted) -> Option<Attribute> {
    posted.field("attribute").and_then(Attribute::named)
}

async fn verdict(posted: &Posted, pair: &Pair) -> Result<(ActDone, ActId), Error> {
    let verdict = posted.field("verdict").and_then(Verdict::named).ok_or_else(|| choose_one("verdict"))?;
    let decision = Decision {
        verdict,
        never_again: posted.field("never_again").is_some(),
        note: posted.field("note").map(str::to_owned),
    };
    let reader = &posted.reader;
    let decided =
        review::decide(&reader.web.app, reader.actor(), pair.kind, pair.a, pair.b, decision).await?;
    let done = match (verdict, pair.kind == PairKind::Dyad) {
        (Verdict::Same, false) => ActDone::Same,
        (Verdict::Different, false) => ActDone::Different,
        (Verdict::Same, true) => ActDone::Mother,
        (Verdict::Different, true) => ActDone::NotMother,
        (Verdict::Unsure, _) => left_open(posted),
    };
    Ok((done, decided.act))
}

fn left_open(posted: &Posted) -> ActDone {
    if posted.field("never_again").is_some() { ActDone::Never } else { ActDone::Unsure }
}

/// Which of several values to use, or that nobody can say.
async fn fact(posted: &Posted, pair: &Pair) -> Result<(ActDone, ActId), Error> {
    let attribute = attribute_of(posted).ok_or_else(|| choose_one("choose"))?;
    let note = posted.field("note").map(str::to_owned);
    let (app, actor) = (&posted.reader.web.app, posted.reader.actor());
    if posted.field("verdict").and_then(Verdict::named) == Some(Verdict::Unsure) {
        let never_again = posted.field("never_again").is_some();
        let left = review::leave(app, actor, attribute, pair.a, pair.b, never_again, note).await?;
        return Ok((left_open(posted), left.act));
    }
    let by = posted.field("choose").and_then(|id| id.parse().ok()).ok_or_else(|| choose_one("choose"))?;
    let decided = review::choose(app, actor, attribute, by, note).await?;
    Ok((ActDone::Choice, decided.act))
}

fn choose_one(field: &'static str) -> Error {
    Error::Invalid { field, message: "choose one".to_owned().into() }
}

/// `POST /acts/{id}/undo`
pub(crate) async fn undo(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(id) = number(reader, &id).map(ActId) else { return reader.trouble(&Trouble::NotFound) };
    match review::undo(&reader.web.app, reader.actor(), id).await {
        Ok(_) => posted.done(Done::Undone),
        Err(error) => reader.fail(error),
    }
}
