//! What a link opens, for whoever holds it: no account, no cookie, no way to anything else.
//!
//! The token is the right and there is no session to ride on, so these forms have no other token. A link that is wrong,
//! used, revoked or expired gets one answer.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::{Error, referral};
use maud::Markup;

use super::referral::{beside, own, places, said};
use crate::Web;
use crate::lang::LANGUAGES;
use crate::layout::{Page, Problem};
use crate::page;
use crate::reader::{Asked, fields};
use crate::typed::Typed;

/// Says in the address that an answer has arrived; it opens nothing.
const ARRIVED: &str = "said=1";

/// No cache keeps it, no engine finds it, and the next page does not learn from where somebody came.
fn sealed(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}

/// The page that a link opens, or what stands in its place.
fn shown(asked: &Asked, view: Result<impl FnOnce(&Page<'_>) -> Markup, Error>) -> Response {
    let mut page = asked.page();
    // Somebody with an account may hold a link as well: it opens the same page to everybody.
    page.visitor = None;
    match view {
        Ok(view) => {
            let status =
                if page.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let markup = view(&page);
            sealed((status, markup))
        }
        Err(Error::NotFound(_)) if arrived(asked) => sealed(page::thanks(&page)),
        Err(Error::NotFound(_)) => sealed((StatusCode::NOT_FOUND, page::gone(&page))),
        // She does not want it known any more; who holds a link learns that it may not be shown, and not why.
        Err(Error::Denied(_)) => sealed((StatusCode::NOT_FOUND, page::withheld(&page))),
        Err(error) => sealed(asked.fail(error)),
    }
}

fn arrived(asked: &Asked) -> bool {
    asked.here.ends_with(ARRIVED)
}

/// The language that was chosen on the page: who holds a link has no cookie that could keep it.
fn chosen(asked: &Asked) -> Option<&'static str> {
    let (_, query) = asked.here.split_once('?')?;
    spoken_here(query.split('&').find_map(|part| part.strip_prefix("lang="))?)
}

/// The language of pages that a tag names: `es` of `es-MX`.
fn spoken_here(tag: &str) -> Option<&'static str> {
    let of = tag.split('-').next()?;
    LANGUAGES.iter().map(|(code, _)| *code).find(|code| *code == of)
}

/// The page after an answer, in the same language.
fn next_page(asked: &Asked, path: &str, token: &str) -> Response {
    sealed(Redirect::to(&format!("/{path}/{token}?lang={}&{ARRIVED}", asked.language)))
}

/// The same, asked in the language that was chosen.
pub(super) fn spoken(mut asked: Asked) -> Asked {
    if let Some(code) = chosen(&asked) {
        asked.language = code.to_owned();
    }
    asked
}

/// `GET /r/{token}`
pub(crate) async fn referral(asked: Asked, Path(token): Path<String>) -> Response {
    let asked = spoken(asked);
    let view = referral::by_link(&asked.web.app, &token).await;
    let said = arrived(&asked);
    shown(&asked, view.map(|view| move |page: &Page<'_>| page::referral_by_link(page, &view, &token, said)))
}

/// `POST /r/{token}`: uses the link up; the next page has the next, unless the referral has ended.
pub(crate) async fn answer(
    State(web): State<Web>,
    mut asked: Asked,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    asked = spoken(asked);
    let sent = match fields(&asked, request, &web).await {
        Ok(sent) => sent,
        Err(answer) => return sealed(answer),
    };
    let made = match said(|name| field(&sent, name)) {
        Ok((version, step)) => match beside(|name| field(&sent, name)) {
            Ok(beside) => referral::answer_by_link(&web.app, &token, version, step, beside).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    match made {
        // Where nothing follows, the link that was used up has but thanks.
        Ok(next) => next_page(&asked, "r", &next.unwrap_or(token)),
        Err(error) => match refused(&mut asked, "step", &sent, error) {
            Some(error) => shown(&asked, Err::<fn(&Page<'_>) -> Markup, _>(error)),
            None => referral(asked, Path(token)).await,
        },
    }
}

/// `GET /p/{token}`
pub(crate) async fn places_page(asked: Asked, Path(token): Path<String>) -> Response {
    let asked = spoken(asked);
    let view = referral::places_by_link(&asked.web.app, &token).await;
    let said = arrived(&asked);
    shown(&asked, view.map(|view| move |page: &Page<'_>| page::places_by_link(page, &view, &token, said)))
}

/// `POST /p/{token}`: one tap says that the number still stands.
pub(crate) async fn confirm(
    State(web): State<Web>,
    mut asked: Asked,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    asked = spoken(asked);
    let sent = match fields(&asked, request, &web).await {
        Ok(sent) => sent,
        Err(answer) => return sealed(answer),
    };
    let made = match places(field(&sent, "places")) {
        Ok(n) => referral::confirm_places_by_link(&web.app, &token, n).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(next) => next_page(&asked, "p", &next),
        Err(error) => match refused(&mut asked, "places", &sent, error) {
            Some(error) => shown(&asked, Err::<fn(&Page<'_>) -> Markup, _>(error)),
            None => places_page(asked, Path(token)).await,
        },
    }
}

/// `GET /w/{token}`: her own link.
pub(crate) async fn own_page(asked: Asked, Path(token): Path<String>) -> Response {
    let mut asked = spoken(asked);
    let view = referral::own_by_link(&asked.web.app, &token).await;
    // Hers, until another is chosen.
    let hers = view.as_ref().ok().and_then(|view| spoken_here(view.language.as_deref()?));
    if let (None, Some(code)) = (chosen(&asked), hers) {
        asked.language = code.to_owned();
    }
    let said = arrived(&asked);
    shown(&asked, view.map(|view| move |page: &Page<'_>| page::own_by_link(page, &view, &token, said)))
}

/// `POST /w/{token}`: what she says of it.
pub(crate) async fn own_word(
    State(web): State<Web>,
    mut asked: Asked,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    asked = spoken(asked);
    let sent = match fields(&asked, request, &web).await {
        Ok(sent) => sent,
        Err(answer) => return sealed(answer),
    };
    let word = own(|name| field(&sent, name));
    match referral::own_word_by_link(&web.app, &token, word).await {
        Ok(next) => next_page(&asked, "w", &next),
        Err(error) => match refused(&mut asked, "word", &sent, error) {
            Some(error) => shown(&asked, Err::<fn(&Page<'_>) -> Markup, _>(error)),
            None => own_page(asked, Path(token)).await,
        },
    }
}

fn field<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
}

/// Puts what is wrong with an answer on the page, with what was typed; any other error comes back.
fn refused(asked: &mut Asked, field: &str, sent: &[(String, String)], error: Error) -> Option<Error> {
    let Error::Invalid { message, .. } = error else { return Some(error) };
    let message = asked.page().l.problem(&message);
    asked.problem = Some(Problem {
        form: "referral".to_owned(),
        field: field.to_owned(),
        message,
        typed: Typed::of(sent.iter().map(|(name, value)| (name.as_str(), value.as_str()))),
    });
    None
}
