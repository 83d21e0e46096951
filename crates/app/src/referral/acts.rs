//! What people say of a referral: send it, answer it, take it back.

use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::{CaseId, PersonId, ReferralId, ServiceId};
use kith_domain::referral::{Side, Step, Visit, Word};
use kith_domain::words::Words;
use kith_store::referral::{self as stored, NewReferral, Referral, Referred, Speaker};
use kith_store::service::{self, Service};

use super::page::may_be_shown_to;
use super::re_offer::after;
use super::{LONGEST_TEXT, about, answer_due, fresh, load, note, outcome, side, then, timers, tried};
use crate::triage::{allowed, load as load_case};
use crate::{App, Error, audited, not_there, require};

/// The most places that a service says it has.
const MOST_PLACES: u32 = 1_000;

/// Asks a service to serve her, and holds a place.
pub async fn refer(
    app: &App,
    actor: &Actor,
    case: CaseId,
    person: PersonId,
    service: ServiceId,
    why: &str,
    do_not_contact: bool,
) -> Result<ReferralId, Error> {
    let found = load_case(app, actor, case).await?;
    let wrong = |field, message: &str| Err(Error::Invalid { field, message: message.into() });
    if found.person != person {
        return wrong("person", "this case is about somebody else");
    }
    let why = why.trim();
    if why.is_empty() {
        return wrong("why", "say what the service needs to know");
    }
    if why.chars().count() > LONGEST_TEXT {
        return wrong("why", &format!("say it in at most {LONGEST_TEXT} characters"));
    }
    if service::find(app.db(), service).await?.is_none() {
        return Err(Error::NotFound("this service"));
    }
    let timers = timers(app).await?;
    let new = NewReferral {
        case,
        person,
        service,
        why: why.to_owned(),
        do_not_contact,
        due_at: answer_due(app, timers)?,
        fresh: fresh(timers, app.now()),
    };
    let speaker = Speaker {
        side: Side::Sender,
        by: Some(actor.account),
        name: &actor.name,
        note: None,
        visit_on: None,
    };
    let id = match stored::refer(app.db(), &new, &speaker, app.now()).await? {
        Referred::Sent(id) => id,
        Referred::Full => {
            return wrong("service", "this service has no free place; choose another one from the list");
        }
        Referred::Closed => return wrong("service", "this service takes no referrals any more"),
        Referred::Asked(_) => return wrong("service", "this service was asked already and has not ended it"),
        Referred::SameKind(_) => {
            return wrong("service", "she has a service of this kind, or it was asked; take that back first");
        }
        Referred::CaseClosed => return wrong("case", "this case is closed"),
    };
    let detail = format!("case/{case}, service/{service}");
    audited(app, actor, "refer", Some(about(id)), &detail).await?;
    Ok(id)
}

/// What is said beside a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// In their words.
    pub note: Option<String>,
    /// The day of her first visit, where they name one: see [`Step::visit_on`].
    pub visit_on: Option<Date>,
}

/// The day of her first visit that a step keeps.
pub(super) fn visit_on(
    app: &App,
    found: &Referral,
    step: Step,
    named: Option<Date>,
) -> Result<Option<Date>, Error> {
    let sent_on = found.sent_at.to_zoned(app.time_zone().clone()).date();
    step.visit_on(named, sent_on, app.today()).ok_or_else(|| {
        let message = match step.visit() {
            Some(Visit::Was) => Words::new(
                "A first visit that took place was between the referral and today. Write its day.",
                "Una primera visita que ya fue está entre la derivación y hoy. Escriba su día.",
            ),
            _ => Words::new(
                "A first visit that is planned is from today on, within a year. Write its day, or none.",
                "Una primera visita planeada es de hoy en adelante, dentro de un año. Escriba su día, o ninguno.",
            ),
        };
        Error::Invalid { field: "visit_on", message }
    })
}

/// Answers a referral: a service lead for the service, who does triage for the sender. `version` is the one that was read.
pub async fn answer(
    app: &App,
    actor: &Actor,
    id: ReferralId,
    version: i64,
    step: Step,
    beside: Beside,
) -> Result<(), Error> {
    let (found, fields) = load(app, actor, id).await?;
    may_be_shown_to(app, &found, fields).await?;
    let words = note(beside.note)?;
    let visit_on = visit_on(app, &found, step, beside.visit_on)?;
    let speaker = Speaker {
        side: side(actor),
        by: Some(actor.account),
        name: &actor.name,
        note: words.as_deref(),
        visit_on,
    };
    tried(app, &found, step).await?;
    let then = then(app, &found, Some(step)).await?;
    let taken = stored::take(app.db(), id, version, step, &speaker, &then, app.now()).await?;
    outcome(taken, "this referral")?;
    audited(app, actor, "answer_referral", Some(about(id)), step.name()).await?;
    after(app, id, &then).await;
    Ok(())
}

/// Takes a referral back. Its links open nothing any more.
pub async fn withdraw(
    app: &App,
    actor: &Actor,
    id: ReferralId,
    version: i64,
    words: Option<String>,
) -> Result<(), Error> {
    allowed(app, actor, Some(about(id))).await?;
    answer(app, actor, id, version, Step::Withdraw, Beside { note: words, visit_on: None }).await
}

/// Writes down what she says herself, or what the sender knows of it. What the service says, it says by its steps.
pub async fn say(app: &App, actor: &Actor, id: ReferralId, side: Side, word: Word) -> Result<(), Error> {
    if !matches!(side, Side::Client | Side::Sender) {
        return Err(Error::Invalid { field: "side", message: "choose one".into() });
    }
    allowed(app, actor, Some(about(id))).await?;
    if word == Word::default() {
        return Err(Error::Invalid { field: "word", message: "choose an answer".into() });
    }
    let (found, _) = load(app, actor, id).await?;
    let then = then(app, &found, None).await?;
    let speaker = Speaker { side, by: Some(actor.account), name: &actor.name, note: None, visit_on: None };
    outcome(stored::say(app.db(), id, word, &speaker, &then, app.now()).await?, "this referral")?;
    audited(app, actor, "say_word", Some(about(id)), side.name()).await
}

/// A service, for somebody who may manage it.
pub(crate) async fn managed(app: &App, actor: &Actor, id: ServiceId) -> Result<Service, Error> {
    let Some(found) = service::find(app.db(), id).await? else {
        return Err(not_there(actor, Action::ManageService, "this service"));
    };
    let subject = Subject { organization: Some(found.organization), worker: None };
    if let Err(denied) = require(actor, Action::ManageService, subject) {
        audited(app, actor, "denied", Some(format!("service/{id}")), "manage_service").await?;
        return Err(denied);
    }
    Ok(found)
}

/// A number of places that can be.
pub(super) fn places(n: u32) -> Result<u32, Error> {
    if n <= MOST_PLACES {
        return Ok(n);
    }
    let message = format!("give a number from 0 to {MOST_PLACES}");
    Err(Error::Invalid { field: "places", message: message.into() })
}

/// Says how many more people a service takes, besides those for whom it was asked already.
pub async fn confirm_places(app: &App, actor: &Actor, service: ServiceId, n: u32) -> Result<(), Error> {
    managed(app, actor, service).await?;
    service::confirm(app.db(), service, places(n)?, &actor.name, app.now()).await?;
    audited(app, actor, "confirm_places", Some(format!("service/{service}")), &n.to_string()).await
}

/// Takes whoever waits the longest for a service; none when nobody waits.
pub async fn promote(app: &App, actor: &Actor, service: ServiceId) -> Result<Option<ReferralId>, Error> {
    managed(app, actor, service).await?;
    let Some(first) = stored::waiting(app.db(), service, 1).await?.pop() else { return Ok(None) };
    let then = then(app, &first, Some(Step::Accept)).await?;
    let speaker = Speaker {
        side: Side::Receiver,
        by: Some(actor.account),
        name: &actor.name,
        note: None,
        visit_on: None,
    };
    let promoted = stored::promote(app.db(), service, &speaker, &then, app.now()).await?;
    if let Some(id) = promoted {
        audited(app, actor, "promote", Some(about(id)), &format!("service/{service}")).await?;
    }
    Ok(promoted)
}
