//! Services, and the referrals made to them.
//!
//! Who leads a service sees what was referred to the own organisation, and of her only what the referral carries; who may
//! do triage sees all. A link without an account opens one referral, or the places of one service, and a link that is
//! wrong, used, revoked or expired gets one and the same answer. Every referral opened and everything said leaves an audit
//! entry, by link too. Nothing is sent from here: what is to be told is written down with what it tells.

mod acts;
mod by_link;
mod clock;
mod matches;
mod page;
mod re_offer;

use jiff::{SignedDuration, Timestamp};
use kith_domain::access::{Action, Actor, Fields, Role, Subject};
use kith_domain::care_case::CaseState;
use kith_domain::id::ReferralId;
use kith_domain::matching::{ContactPoint, Offer, Timers, Whose};
use kith_domain::priority::ReOffer;
use kith_domain::reach;
use kith_domain::referral::{Side, State, Step};
use kith_domain::words::Words;
use kith_domain::worktime::Within;
use kith_store::care_case::NewTask;
use kith_store::referral::{self, Referral, Taken, Then};
use kith_store::{audit, care_case, outbox, service, setting};

use crate::triage::attempts::by_attempts;
use crate::triage::tasks::ELSEWHERE;
use crate::triage::{attempts, lacking, rules};
use crate::{App, Error, audited, not_there, require};

pub(crate) use acts::managed;
pub use acts::{Beside, answer, confirm_places, promote, refer, say, withdraw};
pub use by_link::{
    answer_by_link, by_link, confirm_places_by_link, issue_link, own_by_link, own_link, own_word_by_link,
    places_by_link, places_link,
};
pub use clock::{ask, lapse, run_clock};
pub use matches::{facts, matches, matches_among};
pub(crate) use page::{lines, may_be_shown_to, places_of, reachable, said_by};
pub use page::{of_case, referral, referrals, referrals_after, service_places};
pub use re_offer::re_offer;

/// The setting that holds how long each side has.
const TIMERS: &str = "referral_timers";
/// Days after which somebody looks at a case again who waits or is served.
const BRIDGE_DAYS: i64 = 14;
/// The longest note, and the longest reason for a referral.
const LONGEST_TEXT: usize = 2_000;

/// Makes the services of the network what the programme's file says. This is for whoever runs the machine; it asks
/// nobody's role.
pub async fn load_services(app: &App, timers: Timers, offers: &[Offer]) -> Result<(), Error> {
    service::load(app.db(), offers, app.now()).await?;
    let timers = serde_json::to_string(&timers).map_err(|e| Error::Internal(Box::new(e)))?;
    Ok(setting::set(app.db(), TIMERS, &timers).await?)
}

/// Makes the places where messages reach services, organisations and intake what the programme's file says. For whoever
/// runs the machine.
pub async fn load_contact_points(app: &App, points: &[(Whose, ContactPoint)]) -> Result<(), Error> {
    Ok(outbox::load_points(app.db(), points).await?)
}

/// How long each side has.
pub(crate) async fn timers(app: &App) -> Result<Timers, Error> {
    let text = setting::get(app.db(), TIMERS).await?.ok_or(Error::NotFound("a service of this programme"))?;
    serde_json::from_str(&text).map_err(|e| Error::Internal(Box::new(e)))
}

/// When somebody looks again at a case that waits or is served.
pub(crate) fn later(now: Timestamp) -> Timestamp {
    after_days(now, BRIDGE_DAYS)
}

/// So many days after an instant.
pub(crate) fn after_days(at: Timestamp, days: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX)
}

/// A number of free places that was confirmed before this is too old to count on.
pub(crate) fn fresh(timers: Timers, now: Timestamp) -> Timestamp {
    let days = i64::from(timers.places_days);
    now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN)
}

/// By when a service that is asked now answers.
fn answer_due(app: &App, timers: Timers) -> Result<Timestamp, Error> {
    let days = u16::try_from(timers.answer_days).unwrap_or(u16::MAX);
    Ok(rules(app)?.calendar.add_business(app.now(), Within::Days(days)))
}

/// What follows from something that is said of a referral.
async fn then(app: &App, about: &Referral, step: Option<Step>) -> Result<Then, Error> {
    let (rules, timers, now) = (rules(app)?, timers(app).await?, app.now());
    let back_at = rules.calendar.add_business(now, rules.next.reached);
    let task = |kind: &str, words: Words| NewTask {
        kind: kind.into(),
        words,
        role: Role::Intake.name().into(),
        due_at: back_at,
        close_by: None,
        origin: String::new(),
    };
    let name = &about.name;
    let (why, por_que) = match step {
        Some(Step::GiveUp) => ("did not reach her", "no logró comunicarse con ella"),
        Some(Step::Lapse) => ("did not answer in time", "no respondió a tiempo"),
        _ => ("does not take her", "no la recibe"),
    };
    // Only a service that does not take her makes somebody look for another.
    let next = match step {
        Some(Step::Lapse | Step::Return(_) | Step::GiveUp) => matches::next(app, about).await?,
        _ => None,
    };
    let next = next.unwrap_or_else(|| Words {
        en: "by the rules, no other one fits".into(),
        es: "según las reglas, no hay otro adecuado".into(),
    });
    let elsewhere = Words {
        en: format!("{} {why}. Next: {}", name.en, next.en),
        es: format!("{} {por_que}. Siguiente: {}", name.es, next.es),
    };
    let dispute = Words {
        en: format!("She and {} say different things: ask both", name.en),
        es: format!("Ella y {} dicen cosas distintas: pregunte a ambas partes", name.es),
    };
    Ok(Then {
        due_at: match step {
            // Having seen it is no answer.
            Some(Step::Receive) => about.due_at,
            // Whoever is served is late for nothing; how it ends is theirs to say when it does.
            Some(Step::Enroll | Step::Start) => None,
            _ => Some(after_days(about.sent_at, i64::from(timers.outcome_days)).max(now)),
        },
        without: without(app, about, step).await?,
        back_at,
        later_at: later(now),
        elsewhere: task(ELSEWHERE, elsewhere),
        dispute: task("connection_disputed", dispute),
        re_offer: rules.re_offer == ReOffer::Send && matches!(step, Some(Step::Lapse | Step::Return(_))),
    })
}

/// Nobody is given up whom the service did not try as the protocol says since it took her.
async fn tried(app: &App, about: &Referral, step: Step) -> Result<(), Error> {
    if step != Step::GiveUp || about.state != State::Attempted {
        return Ok(());
    }
    let rules = rules(app)?;
    let steps = referral::steps(app.db(), about.id).await?;
    let taken = steps.iter().filter(|s| s.step == Some(Step::Accept)).map(|s| s.at).max();
    let attempts: Vec<Timestamp> =
        steps.iter().filter(|s| s.step == Some(Step::Attempt)).map(|s| s.at).collect();
    let since = taken.unwrap_or(about.sent_at);
    let missing = reach::lacking(&rules.protocol, &rules.calendar, since, &attempts, app.now());
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid { field: "step", message: lacking(app, &missing) })
}

/// How the case stands should no service stand after this: who spoke with the service was reached.
async fn without(app: &App, about: &Referral, step: Option<Step>) -> Result<CaseState, Error> {
    let spoke = matches!(step, Some(Step::Decline(_) | Step::Leave(_)))
        || matches!(about.state, State::Reached | State::Enrolled | State::InService);
    if spoke {
        return Ok(CaseState::Reached);
    }
    let case = care_case::find(app.db(), about.case).await?.ok_or(Error::NotFound("this case"))?;
    Ok(by_attempts(&case, &attempts(app, &case).await?))
}

/// A referral, for somebody who may answer it. Whoever is refused is not told whether there is such a one.
async fn load(app: &App, actor: &Actor, id: ReferralId) -> Result<(Referral, Fields), Error> {
    let Some(found) = referral::find(app.db(), id).await? else {
        return Err(not_there(actor, Action::AnswerReferral, "this referral"));
    };
    let subject = Subject { organization: Some(found.organization.0), worker: None };
    match require(actor, Action::AnswerReferral, subject) {
        Ok(fields) => Ok((found, fields)),
        Err(denied) => {
            audited(app, actor, "denied", Some(about(id)), "answer_referral").await?;
            Err(denied)
        }
    }
}

/// The side that somebody speaks for.
fn side(actor: &Actor) -> Side {
    if actor.role == Role::ServiceLead { Side::Receiver } else { Side::Sender }
}

/// A referral, in the audit log.
pub(crate) fn about(id: ReferralId) -> String {
    format!("referral/{id}")
}

/// An audit entry of what nobody with an account did.
pub(crate) async fn audited_as(
    app: &App,
    who: &str,
    action: &str,
    subject: String,
    detail: &str,
) -> Result<(), Error> {
    let entry = audit::Entry {
        at: app.now(),
        account: None,
        who: who.to_owned(),
        action: action.to_owned(),
        subject: Some(subject),
        detail: detail.to_owned(),
    };
    Ok(audit::append(app.db(), &[entry]).await?)
}

/// What came of a step, as the person who asked reads it.
fn outcome(taken: Taken, gone: &'static str) -> Result<ReferralId, Error> {
    let wrong = |field, message: String| Error::Invalid { field, message: message.into() };
    match taken {
        Taken::Done(id, _) => Ok(id),
        Taken::Changed => {
            Err(wrong("referral", "somebody said something about this meanwhile: look at it again".into()))
        }
        Taken::Refused(refused) => Err(wrong("step", refused.to_string())),
        Taken::Gone => Err(Error::NotFound(gone)),
    }
}

/// A note without what surrounds it; none when it is empty.
fn note(note: Option<String>) -> Result<Option<String>, Error> {
    let note = note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    if note.as_ref().is_some_and(|n| n.chars().count() > LONGEST_TEXT) {
        let message = format!("a note has at most {LONGEST_TEXT} characters");
        return Err(Error::Invalid { field: "note", message: message.into() });
    }
    Ok(note)
}
