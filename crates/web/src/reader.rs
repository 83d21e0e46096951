//! Who asks, and how: taken from a request once, for every handler.

mod form;

pub(crate) use form::{Posted, decoded, fields};

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::view::Visitor;
use kith_app::{App, Error, Page as AppPage};
use kith_domain::access::{Action, Actor, Decision, Role, Subject, decide};
use kith_domain::words::Words;

use crate::filter::encode;
use crate::layout::{Done, Nav, Page, Problem};
use crate::page::{Trouble, trouble};
use crate::typed::Typed;
use crate::{Web, lang};

/// The session's cookie. Over TLS its name has the browser refuse one that another host of the domain has set.
pub(crate) fn session_cookie(web: &Web) -> &'static str {
    if web.settings.secure_cookies { "__Host-kith_session" } else { "kith_session" }
}

/// Where somebody's day opens: with their work at the front door, for who keeps records in order with what waits to be
/// decided, for others with today.
pub(crate) fn home(app: &App, actor: &Actor) -> &'static str {
    let may = |action| matches!(decide(actor, action, Subject::default()), Decision::Allow(_));
    let opens = |page| app.may(actor, page);
    match actor.role {
        Role::Intake if opens(AppPage::Triage) => "/triage",
        Role::ServiceLead if opens(AppPage::Referrals) => "/referrals",
        Role::PrivacyOfficer => "/privacy",
        Role::Client => "/mine",
        Role::Referrer if opens(AppPage::FrontDoor) => "/front-door",
        // A programme without a front door has no work for them.
        Role::Intake | Role::ServiceLead => "/scorecard",
        Role::Referrer => "/help",
        _ if may(Action::ReviewIdentity) && !may(Action::SeeCounts) => "/review",
        _ => "/today",
    }
}

/// The language of who is not signed in.
pub(crate) const LANGUAGE: &str = "kith_language";

/// Somebody who asks; perhaps nobody we know.
pub(crate) struct Asked {
    pub(crate) web: Web,
    pub(crate) visitor: Option<Visitor>,
    pub(crate) token: Option<String>,
    /// Path and query of the page, without what was just done.
    pub(crate) here: String,
    pub(crate) language: String,
    pub(crate) address: String,
    /// Where others reach these pages.
    site: String,
    pub(crate) problem: Option<Problem>,
    /// How many pairs wait for this reader.
    waiting: Option<i64>,
    unread: Option<i64>,
    fragment: bool,
    done: Option<Done>,
}

/// Somebody who is signed in.
pub(crate) struct Reader {
    asked: Asked,
    visitor: Visitor,
}

impl std::ops::Deref for Reader {
    type Target = Asked;
    fn deref(&self) -> &Asked {
        &self.asked
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, value)| value))
}

impl FromRequestParts<Web> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let headers = &parts.headers;
        let token = cookie(headers, session_cookie(web)).filter(|t| !t.is_empty()).map(str::to_owned);
        let path = parts.uri.path_and_query().map_or("/", |p| p.as_str());
        let (here, done) = without_done(path);
        let forwarded = || {
            // A proxy may add a line of its own after those that came with the request.
            let value = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            value.rsplit(',').next().map(|a| a.trim().to_owned())
        };
        let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_string());
        let address = web.settings.behind_proxy.then(forwarded).flatten().or_else(peer);
        let accepts = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let mut asked = Self {
            web: web.clone(),
            visitor: None,
            here,
            language: cookie(headers, LANGUAGE)
                .or(accepts)
                .map_or("en", |l| lang::lang(l.trim()).code)
                .to_owned(),
            address: address.unwrap_or_default(),
            site: site(web, headers),
            problem: None,
            waiting: None,
            unread: None,
            fragment: headers.contains_key("x-kith-fragment"),
            done,
            token: None,
        };
        if let Some(token) = token {
            match kith_app::visitor(&web.app, &token).await {
                Ok(visitor) => asked.visitor = visitor,
                Err(error) => return Err(asked.fail(error)),
            }
            asked.token = Some(token);
        }
        if let Some(visitor) = &asked.visitor {
            asked.language = visitor.language.clone();
            // The bar says how many wait; a part of a page has no bar, what acts answers with another page, and the
            // queue counts itself.
            let get = parts.method == axum::http::Method::GET;
            let whole = get && !asked.fragment;
            if whole {
                match kith_app::news::unread(&web.app, &visitor.actor).await {
                    Ok(unread) => asked.unread = unread,
                    Err(error) => return Err(asked.fail(error)),
                }
            }
            let page = whole && parts.uri.path() != "/review";
            if page && web.app.may(&visitor.actor, AppPage::Review) {
                match kith_app::review::waiting(&web.app, &visitor.actor).await {
                    Ok(waiting) => asked.waiting = Some(waiting.iter().map(|w| w.count).sum()),
                    Err(error) => return Err(asked.fail(error)),
                }
            }
        }
        Ok(asked)
    }
}

impl FromRequestParts<Web> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let get = parts.method == axum::http::Method::GET || parts.method == axum::http::Method::HEAD;
        Asked::from_request_parts(parts, web).await?.signed_in(get)
    }
}

/// `?did=` says what was just done: taken out of the address, so that no link carries it on.
fn without_done(path: &str) -> (String, Option<Done>) {
    let Some((path, query)) = path.split_once('?') else { return (path.to_owned(), None) };
    let mut done = None;
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| match pair.strip_prefix("did=") {
            Some(code) => {
                done = Done::parse(code);
                false
            }
            None => !pair.is_empty(),
        })
        .collect();
    (if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }, done)
}

/// Where others reach these pages: as the operator says, else as this browser does.
fn site(web: &Web, headers: &HeaderMap) -> String {
    if let Some(address) = &web.settings.address {
        return address.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let scheme = if web.settings.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// A path of ours to go to, or home: never another site.
pub(crate) fn local(path: &str) -> String {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2000
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if ours { without_done(path).0 } else { "/".to_owned() }
}

impl Asked {
    fn signed_in(self, get: bool) -> Result<Reader, Response> {
        match self.visitor.clone() {
            Some(visitor) => Ok(Reader { asked: self, visitor }),
            None => {
                let next = if get && self.here != "/" {
                    format!("?next={}", encode(&self.here))
                } else {
                    String::new()
                };
                Err(Redirect::to(&format!("/sign-in{next}")).into_response())
            }
        }
    }

    /// What pages need.
    pub(crate) fn page(&self) -> Page<'_> {
        let app = &self.web.app;
        let may = |nav: &Nav| {
            let page = match nav {
                Nav::Today => AppPage::Today,
                Nav::Triage => AppPage::Triage,
                Nav::Referrals => AppPage::Referrals,
                Nav::Tasks => AppPage::Triage,
                Nav::Goods => AppPage::Goods,
                Nav::SafeSleep => AppPage::Teaching,
                Nav::Methods => AppPage::Methods,
                Nav::FrontDoor => AppPage::FrontDoor,
                Nav::News => AppPage::News,
                Nav::Scorecard | Nav::Equity => AppPage::Scorecard,
                Nav::Worklist => AppPage::Worklist,
                Nav::Review => AppPage::Review,
                Nav::Data => AppPage::Data,
                Nav::Privacy => AppPage::Privacy,
            };
            // Whose day does not open with families has no page for it in the bar.
            self.visitor.as_ref().is_some_and(|v| {
                app.may(&v.actor, page) && (*nav != Nav::Today || home(app, &v.actor) == "/today")
            })
        };
        Page {
            l: lang::lang(&self.language),
            visitor: self.visitor.as_ref(),
            nav: Nav::ALL.into_iter().filter(may).collect(),
            waiting: self.waiting,
            unread: self.unread,
            here: self.here.clone(),
            network: app.network_name(),
            site: self.site.clone(),
            now: app.now(),
            zone: app.time_zone().clone(),
            fragment: self.fragment,
            done: self.done,
            problem: self.problem.clone(),
        }
    }

    /// The page for something that went wrong.
    pub(crate) fn trouble(&self, what: &Trouble) -> Response {
        let status = match what {
            Trouble::NotFound => StatusCode::NOT_FOUND,
            Trouble::Denied(_) | Trouble::Forged => StatusCode::FORBIDDEN,
            Trouble::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Trouble::Slow => StatusCode::TOO_MANY_REQUESTS,
            Trouble::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Trouble::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, trouble(&self.page(), what)).into_response()
    }

    /// The answer to what a use case refused. What failed inside is logged under an id, and only the id is shown.
    pub(crate) fn fail(&self, error: Error) -> Response {
        static FAILED: AtomicU64 = AtomicU64::new(0);
        self.trouble(&match error {
            Error::NotFound(_) => Trouble::NotFound,
            Error::Denied(reason) => Trouble::Denied(reason.to_owned()),
            Error::Invalid { message, .. } => Trouble::Invalid(self.page().l.problem(&message)),
            Error::Busy => Trouble::Busy,
            Error::Internal(cause) => {
                let count = FAILED.fetch_add(1, Ordering::Relaxed);
                let id = format!("{:x}-{count}", self.web.app.now().as_second());
                let path = loggable(&self.here);
                tracing::error!(error.id = %id, path, error = %chain(&*cause), "a page failed: {id}");
                Trouble::Internal(id)
            }
        })
    }
}

/// Where something failed, as a log may keep it: a link's token opens what it opens to whoever reads the log.
fn loggable(here: &str) -> &str {
    let path = here.split('?').next().unwrap_or_default();
    ["/r/", "/p/", "/w/"].into_iter().find(|of_a_link| path.starts_with(of_a_link)).unwrap_or(path)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

impl Reader {
    /// Who acts.
    pub(crate) fn actor(&self) -> &Actor {
        &self.visitor.actor
    }

    /// Who reads.
    pub(crate) fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// Who posts a form that the handler reads itself. Its origin and its token are the handler's to check.
    pub(crate) async fn posting(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        Asked::from_request_parts(parts, web).await?.signed_in(false)
    }

    /// The same reader at the page of a form, with what is wrong beside its field, and what was typed.
    pub(crate) fn with_problem(
        mut self,
        form: &str,
        field: &str,
        message: &Words,
        here: &str,
        typed: Typed,
    ) -> Self {
        let message = self.page().l.problem(message);
        self.asked.problem = Some(Problem { form: form.to_owned(), field: field.to_owned(), message, typed });
        self.asked.here = here.to_owned();
        self
    }

    /// What the query says of one thing; nothing where it is blank.
    pub(crate) fn asked_for(&self, name: &str) -> Option<String> {
        let found = self.query().into_iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The path without its query, and the pairs of the query.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        decoded(self.here.split_once('?').map_or("", |(_, query)| query).as_bytes()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_back_to() {
        assert_eq!(local("/worklist?due=7"), "/worklist?due=7");
        assert_eq!(local("/worklist?due=7&did=visit-3"), "/worklist?due=7");
        for other in ["//evil.example", "https://evil.example", "/\\evil.example", "", "worklist", "/a\nb"] {
            assert_eq!(local(other), "/", "{other:?}");
        }
    }

    #[test]
    fn a_log_keeps_no_token() {
        for (here, kept) in [
            ("/r/dG9rZW4", "/r/"),
            ("/p/dG9rZW4?said=1", "/p/"),
            ("/w/dG9rZW4/", "/w/"),
            ("/referrals/7?a=b", "/referrals/7"),
            ("/", "/"),
        ] {
            assert_eq!(loggable(here), kept, "{here}");
        }
    }

    #[test]
    fn what_was_done_is_read_strictly() {
        assert_eq!(without_done("/today?did=visit-12"), ("/today".into(), Some(Done::Visit(12))));
        assert_eq!(without_done("/today?did=visit-%2F"), ("/today".into(), None));
        assert_eq!(without_done("/today?a=1&did=undone&b=2"), ("/today?a=1&b=2".into(), Some(Done::Undone)));
    }
}
