//! Links for those without an account. Looking may be done again and again, for programs that read mail look first;
//! saying something uses the link up, and the answer has the next one.

use jiff::Timestamp;
use kith_domain::access::Actor;
use kith_domain::id::{PersonId, ReferralId, ServiceId};
use kith_domain::referral::{Side, Step, Word};
use kith_domain::words::Words;
use kith_store::link::{self, NewLink, Opens, Purpose};
use kith_store::referral::{self as stored, Referral, Speaker, Taken};
use kith_store::{people, safety, service};

use super::acts::{Beside, managed, places, visit_on};
use super::page::{Reader, may_be_shown, page_of, service_page, visit};
use super::re_offer::after;
use super::{about, after_days, audited_as, load, note, outcome, then, timers, tried};
use crate::session::{random_token, token_hash};
use crate::triage::allowed;
use crate::triage::page::{asked_not, phones, texts_are_safe};
use crate::view::{IssuedLink, OwnPage, ReferralPage, ServicePage};
use crate::{App, Error, audited};

/// What a link that opens nothing is answered with, whatever the reason.
const GONE: &str = "this link";
/// Who it is, in the audit log and in what happened, that came by a link.
const LINK: &str = "link";

/// A link by which the service sees a referral and answers it; its token is shown once. Earlier ones open nothing any more.
pub async fn issue_link(app: &App, actor: &Actor, id: ReferralId) -> Result<IssuedLink, Error> {
    allowed(app, actor, Some(about(id))).await?;
    if load(app, actor, id).await?.0.state.is_final() {
        return Err(Error::NotFound("an open referral"));
    }
    let (token, new) = new_link(app, Purpose::Answer, Opens::Referral(id)).await?;
    link::issue(app.db(), &new, Some(actor.account), app.now()).await?;
    audited(app, actor, "issue_link", Some(about(id)), "answer").await?;
    Ok(IssuedLink { token, until: new.expires_at })
}

/// A link by which a service says how many places it has.
pub async fn places_link(app: &App, actor: &Actor, service: ServiceId) -> Result<IssuedLink, Error> {
    managed(app, actor, service).await?;
    let (token, new) = new_link(app, Purpose::Places, Opens::Service(service)).await?;
    link::issue(app.db(), &new, Some(actor.account), app.now()).await?;
    audited(app, actor, "issue_link", Some(format!("service/{service}")), "places").await?;
    Ok(IssuedLink { token, until: new.expires_at })
}

async fn new_link(app: &App, purpose: Purpose, opens: Opens) -> Result<(String, NewLink), Error> {
    let token = random_token()?;
    let expires_at = after_days(app.now(), i64::from(timers(app).await?.link_days));
    let new = NewLink { hash: token_hash(&token), purpose, opens, expires_at };
    Ok((token, new))
}

async fn opened(app: &App, token: &str, purpose: Purpose) -> Result<Opens, Error> {
    let found = link::find(app.db(), &token_hash(token), purpose, app.now()).await?;
    Ok(found.ok_or(Error::NotFound(GONE))?.opens)
}

/// A referral, as the holder of its link sees it.
pub async fn by_link(app: &App, token: &str) -> Result<ReferralPage, Error> {
    let Opens::Referral(id) = opened(app, token, Purpose::Answer).await? else {
        return Err(Error::NotFound(GONE));
    };
    let found = standing(app, id).await?;
    may_be_shown(app, &found).await?;
    audited_as(app, LINK, "open_referral", about(id), &by_link_of(found.person)).await?;
    page_of(app, found, Reader::Receiver).await
}

/// Why somebody looked who came by a link, as the audit log has it.
fn by_link_of(person: PersonId) -> String {
    format!("why:link of:{person}")
}

/// The referral of a link to answer it: what has ended is not opened by one.
async fn standing(app: &App, id: ReferralId) -> Result<Referral, Error> {
    let found = stored::find(app.db(), id).await?.filter(|r| !r.state.is_final());
    found.ok_or(Error::NotFound(GONE))
}

/// Answers a referral by its link; the token of the next one, unless nothing follows.
pub async fn answer_by_link(
    app: &App,
    token: &str,
    version: i64,
    step: Step,
    beside: Beside,
) -> Result<Option<String>, Error> {
    let Opens::Referral(id) = opened(app, token, Purpose::Answer).await? else {
        return Err(Error::NotFound(GONE));
    };
    let words = note(beside.note)?;
    let found = standing(app, id).await?;
    may_be_shown(app, &found).await?;
    let visit_on = visit_on(app, &found, step, beside.visit_on)?;
    tried(app, &found, step).await?;
    let then = then(app, &found, Some(step)).await?;
    let (next, following) = new_link(app, Purpose::Answer, Opens::Referral(id)).await?;
    let speaker = Speaker {
        side: Side::Receiver,
        by: None,
        name: &found.organization.1,
        note: words.as_deref(),
        visit_on,
    };
    let hash = token_hash(token);
    let now = app.now();
    let taken =
        stored::take_by_link(app.db(), &hash, &following, version, step, &speaker, &then, now).await?;
    outcome(taken, GONE)?;
    let ended = matches!(taken, Taken::Done(_, after) if after.is_final());
    audited_as(app, LINK, "answer_referral", about(id), step.name()).await?;
    after(app, id, &then).await;
    Ok((!ended).then_some(next))
}

/// A link by which she herself says what became of it; none where she must not be contacted about it.
pub async fn own_link(app: &App, actor: &Actor, id: ReferralId) -> Result<IssuedLink, Error> {
    allowed(app, actor, Some(about(id))).await?;
    let (found, _) = load(app, actor, id).await?;
    if found.do_not_contact {
        let message = "she must not be contacted about this".into();
        return Err(Error::Invalid { field: "referral", message });
    }
    if !may_have_link(app, found.person, None).await? {
        let message = Words::new(
            "by what she said of how to contact her safely, a link is not safe: ask her when you speak with her",
            "por lo que ella dijo de cómo contactarla sin riesgo, un enlace no es seguro: pregúntele cuando hable con ella",
        );
        return Err(Error::Invalid { field: "referral", message });
    }
    let (token, new) = new_link(app, Purpose::OwnWord, Opens::Referral(id)).await?;
    link::issue(app.db(), &new, Some(actor.account), app.now()).await?;
    audited(app, actor, "issue_link", Some(about(id)), "own_word").await?;
    Ok(IssuedLink { token, until: new.expires_at })
}

/// What she sees who opens her own link.
pub async fn own_by_link(app: &App, token: &str) -> Result<OwnPage, Error> {
    let found = hers(app, token).await?;
    audited_as(app, LINK, "open_own_word", about(found.id), &by_link_of(found.person)).await?;
    let language = people::find(app.db(), found.person).await?.and_then(|person| person.language);
    Ok(OwnPage {
        service_name: found.name,
        organization: found.organization.1,
        word: found.herself,
        visit: visit(found.state, found.visit_on),
        language,
    })
}

/// What she says by her own link; the token of the next one. That she does not know yet is an answer too.
pub async fn own_word_by_link(app: &App, token: &str, word: Word) -> Result<String, Error> {
    let found = hers(app, token).await?;
    let then = then(app, &found, None).await?;
    let (next, following) = new_link(app, Purpose::OwnWord, Opens::Referral(found.id)).await?;
    let speaker = Speaker { side: Side::Client, by: None, name: "", note: None, visit_on: None };
    let hash = token_hash(token);
    let said = stored::say_by_link(app.db(), &hash, &following, word, &speaker, &then, app.now()).await?;
    outcome(said, GONE)?;
    audited_as(app, LINK, "own_word", about(found.id), Side::Client.name()).await?;
    Ok(next)
}

async fn hers(app: &App, token: &str) -> Result<Referral, Error> {
    let link = link::find(app.db(), &token_hash(token), Purpose::OwnWord, app.now()).await?;
    let link = link.ok_or(Error::NotFound(GONE))?;
    let Opens::Referral(id) = link.opens else { return Err(Error::NotFound(GONE)) };
    let found = stored::find(app.db(), id).await?.ok_or(Error::NotFound(GONE))?;
    match may_have_link(app, found.person, Some(link.made_at)).await? {
        true => Ok(found),
        false => Err(Error::NotFound(GONE)),
    }
}

/// Whether a link may lie in her telephone, and open something: nobody else reads it, texts are safe, she did not ask not
/// to be contacted, and has a number that she wants used. One that was made before she said of a number that it is not to
/// be used may lie in that telephone. The name of a service may be a place.
async fn may_have_link(app: &App, person: PersonId, made: Option<Timestamp>) -> Result<bool, Error> {
    if asked_not(app, person).await? || !texts_are_safe(app, person).await? {
        return Ok(false);
    }
    let mask = safety::masks(app.db(), &[person]).await?.remove(&person).unwrap_or_default();
    if made.zip(mask.unused_since).is_some_and(|(made, said)| made <= said) {
        return Ok(false);
    }
    let first = people::find(app.db(), person).await?.and_then(|row| row.phone);
    let (numbers, not_used) = phones(app, person, first).await?;
    Ok(!numbers.is_empty() || !not_used)
}

/// The places of a service, as the holder of its link sees them: who waits is not shown.
pub async fn places_by_link(app: &App, token: &str) -> Result<ServicePage, Error> {
    let Opens::Service(id) = opened(app, token, Purpose::Places).await? else {
        return Err(Error::NotFound(GONE));
    };
    let found = service::find(app.db(), id).await?.ok_or(Error::NotFound(GONE))?;
    audited_as(app, LINK, "open_service", format!("service/{id}"), "").await?;
    Ok(service_page(found, timers(app).await?, app, Vec::new()))
}

/// Says by a link how many more people a service takes; the token of the next link.
pub async fn confirm_places_by_link(app: &App, token: &str, n: u32) -> Result<String, Error> {
    let Opens::Service(id) = opened(app, token, Purpose::Places).await? else {
        return Err(Error::NotFound(GONE));
    };
    let n = places(n)?;
    let (next, following) = new_link(app, Purpose::Places, Opens::Service(id)).await?;
    let confirmed = link::confirm_places(app.db(), &token_hash(token), n, &following, app.now()).await?;
    confirmed.ok_or(Error::NotFound(GONE))?;
    audited_as(app, LINK, "confirm_places", format!("service/{id}"), &n.to_string()).await?;
    Ok(next)
}
