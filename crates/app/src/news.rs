//! What is new at the front door: what somebody is told, as that one reads it here.
//!
//! A line names nobody. It says which service or case moved, and where to look, where what may be seen is decided again.

use jiff::Timestamp;
use kith_domain::access::{Action, Actor, Decision, Role, Subject, decide};
use kith_store::outbox::{self, Class, Of, Reader};

use crate::view::{NewsAbout, NewsLine, NewsList, NewsPlace};
use crate::{App, Error, audited};

/// Lines on a page.
const PAGE: u32 = 50;
/// New lines are counted up to this many.
const MOST: u32 = 100;

/// What an account is told here: what was done about its own referrals, its organisation's services and forms, and what
/// waits for the intake team. None for whoever has nothing to do with the front door.
pub(crate) fn readers(actor: &Actor) -> Vec<Reader> {
    let may = |action| {
        let subject = Subject { organization: actor.organization, worker: None };
        matches!(decide(actor, action, subject), Decision::Allow(_))
    };
    let mut all = Vec::new();
    if may(Action::Triage) {
        all.extend([Reader::Intake, Reader::Account(actor.account)]);
    }
    if let Some(organization) = actor.organization {
        if actor.role == Role::ServiceLead && may(Action::AnswerReferral) {
            all.push(Reader::Service(organization));
        }
        if may(Action::FollowSubmission) {
            all.push(Reader::Referrer(organization));
        }
    }
    all
}

fn allowed(actor: &Actor) -> Result<Vec<Reader>, Error> {
    let readers = readers(actor);
    if readers.is_empty() {
        return Err(Error::Denied("what is new is told to those who work with the front door"));
    }
    Ok(readers)
}

/// What is new, the newest first; `after` is the last line of the page before.
pub async fn news(app: &App, actor: &Actor, after: Option<&NewsPlace>) -> Result<NewsList, Error> {
    let readers = allowed(actor)?;
    let mut all = Vec::new();
    // An account is at most three readers.
    for reader in readers {
        let before = after.map(|place| (place.at, place.key.as_str()));
        all.extend(outbox::of_reader(app.db(), reader, before, PAGE + 1).await?);
    }
    all.sort_by(|a, b| (b.made_at, &b.key).cmp(&(a.made_at, &a.key)));
    let more = all.len() > PAGE as usize;
    all.truncate(PAGE as usize);
    let read = outbox::read_up_to(app.db(), actor.account).await?;
    let is_new =
        |at: Timestamp, key: &str| read.as_ref().is_none_or(|(to, last)| (at, key) > (*to, last.as_str()));
    let next = all.last().filter(|_| more).map(|last| NewsPlace { at: last.made_at, key: last.key.clone() });
    let first = all.first().map(|first| NewsPlace { at: first.made_at, key: first.key.clone() });
    let lines: Vec<NewsLine> = all
        .into_iter()
        .map(|news| NewsLine {
            about: match (news.class, news.of) {
                (Class::Referrer, _) => NewsAbout::Sent,
                (_, Of::Referral(id)) => NewsAbout::Referral(id),
                (_, Of::Case(id)) => NewsAbout::Case(id),
                (_, Of::Service(id)) => NewsAbout::Service(id),
            },
            is_new: is_new(news.made_at, &news.key),
            template: news.template,
            service: news.service,
            at: news.made_at,
        })
        .collect();
    audited(app, actor, "list_news", None, &format!("{} rows", lines.len())).await?;
    Ok(NewsList { lines, first, next, sends: app.outside().map(|o| o.sends()).unwrap_or_default() })
}

/// How much is new for somebody, counted up to a hundred; none for whoever is told nothing here.
pub async fn unread(app: &App, actor: &Actor) -> Result<Option<i64>, Error> {
    if app.programme().triage.is_none() {
        return Ok(None);
    }
    let readers = readers(actor);
    if readers.is_empty() {
        return Ok(None);
    }
    Ok(Some(outbox::unread(app.db(), actor.account, &readers, MOST).await?))
}

/// Says that everything up to a line was read.
pub async fn mark_read(app: &App, actor: &Actor, up_to: &NewsPlace) -> Result<(), Error> {
    allowed(actor)?;
    outbox::mark_read(app.db(), actor.account, up_to.at.min(app.now()), &up_to.key).await?;
    audited(app, actor, "read_news", None, "").await
}
