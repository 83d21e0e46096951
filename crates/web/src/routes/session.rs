//! The door, the way out, and the language.

use std::time::Instant;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::Error;

use crate::page::{self, SignIn, Trouble};
use crate::reader::{Asked, LANGUAGE, Posted, fields, local, session_cookie};
use crate::{Web, guard, lang, t};

/// A session ends by itself after so long, whatever happens: the cookie goes with it.
const SECONDS: u32 = 12 * 60 * 60;
const YEAR: u32 = 365 * 24 * 60 * 60;

/// `GET /sign-in`
pub(crate) async fn door(asked: Asked) -> Response {
    let next = local(&next_of(&asked));
    if asked.visitor.is_some() {
        return Redirect::to(&next).into_response();
    }
    page::sign_in(&asked.page(), &SignIn { next, ..SignIn::default() }).into_response()
}

fn next_of(asked: &Asked) -> String {
    let query = asked.here.split_once('?').map_or("", |(_, query)| query);
    crate::reader::decoded(query.as_bytes())
        .and_then(|pairs| pairs.into_iter().find(|(name, _)| name == "next"))
        .map_or_else(|| "/".to_owned(), |(_, next)| next)
}

/// `POST /sign-in`. There is no session yet whose token a form could carry, so the origin alone has to be ours.
pub(crate) async fn sign_in(State(web): State<Web>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = match Asked::from_request_parts(&mut parts, &web).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    if !guard::from_here(&parts.headers) {
        return asked.trouble(&Trouble::Forged);
    }
    let fields = match fields(&asked, Request::from_parts(parts, body), &web).await {
        Ok(fields) => fields,
        Err(answer) => return answer,
    };
    let field = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    let next = local(field("next"));
    let login = field("login").trim().to_owned();
    if !web.tries.take(&login, &asked.address, Instant::now()) {
        tracing::warn!("too many tries to sign in from one address");
        return with(asked.trouble(&Trouble::Slow), header::RETRY_AFTER, "60");
    }
    match kith_app::sign_in(&web.app, &login, field("password")).await {
        Ok(signed_in) => {
            // Whoever held a session here before does not keep it.
            if let Some(old) = &asked.token
                && let Err(error) = kith_app::sign_out(&web.app, old).await
            {
                return asked.fail(error);
            }
            let answer = Redirect::to(&next).into_response();
            let cookie = cookie(&web, session_cookie(&web), &signed_in.token, SECONDS, true);
            with(answer, header::SET_COOKIE, &cookie)
        }
        Err(Error::Denied(_)) => {
            let form = SignIn { login, next, problem: Some(t!(lang::lang(&asked.language), "door-wrong")) };
            (StatusCode::UNPROCESSABLE_ENTITY, page::sign_in(&asked.page(), &form)).into_response()
        }
        Err(error) => asked.fail(error),
    }
}

/// `POST /sign-out`
pub(crate) async fn sign_out(posted: Posted) -> Response {
    let web = &posted.reader.web;
    if let Some(token) = &posted.reader.token
        && let Err(error) = kith_app::sign_out(&web.app, token).await
    {
        return posted.reader.fail(error);
    }
    let answer = Redirect::to("/sign-in").into_response();
    let answer = with(answer, header::SET_COOKIE, &cookie(web, session_cookie(web), "", 0, true));
    with(answer, header::HeaderName::from_static("clear-site-data"), "\"cache\"")
}

/// `POST /language`: of the account where someone is signed in, else of the browser.
pub(crate) async fn language(State(web): State<Web>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = match Asked::from_request_parts(&mut parts, &web).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    if !guard::from_here(&parts.headers) {
        return asked.trouble(&Trouble::Forged);
    }
    let fields = match fields(&asked, Request::from_parts(parts, body), &web).await {
        Ok(fields) => fields,
        Err(answer) => return answer,
    };
    let field = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    let language = lang::lang(field("language")).code;
    if let Some(visitor) = &asked.visitor {
        if !guard::same(field("csrf"), &visitor.csrf) {
            return asked.trouble(&Trouble::Forged);
        }
        if let Err(error) = kith_app::set_language(&web.app, &visitor.actor, language).await {
            return asked.fail(error);
        }
    }
    let answer = Redirect::to(&local(field("back"))).into_response();
    with(answer, header::SET_COOKIE, &cookie(&web, LANGUAGE, language, YEAR, false))
}

fn cookie(web: &Web, name: &str, value: &str, seconds: u32, hidden: bool) -> String {
    let hidden = if hidden { "; HttpOnly" } else { "" };
    let secure = if web.settings.secure_cookies { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; SameSite=Lax; Max-Age={seconds}{hidden}{secure}")
}

fn with(mut response: Response, name: header::HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
    response
}
