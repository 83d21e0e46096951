//! Attempts to reach her, and what follows from them for her case.

use jiff::{Timestamp, civil::Date};
use kith_domain::access::Actor;
use kith_domain::care_case::{Case, CaseError, CaseState, Form, told};
use kith_domain::contact::{Channel, Contact, ContactOutcome};
use kith_domain::id::{CaseId, ContactId};
use kith_domain::phone::PhoneWish;
use kith_domain::priority::{Rules, Statement};
use kith_domain::reach::spoke_with_her;
use kith_store::care_case::{self, NewEvent, Task};
use kith_store::{outreach, referral, safety};

use super::acts::refused;
use super::{about, attempts, is_of, load, reached, rules, rules_for};
use crate::referral::later;
use crate::{App, Error, audited};

/// The longest note.
const LONGEST_NOTE: usize = 2_000;
/// How often a case is read again that somebody else changed meanwhile: the attempt took place whoever else is at work.
const MOST_TRIES: u32 = 5;

/// Logs an attempt to reach her; what comes next is due when the rules say.
#[allow(clippy::too_many_arguments, reason = "the fields of a contact, each of its own type")]
pub async fn log_attempt(
    app: &App,
    actor: &Actor,
    id: CaseId,
    channel: Channel,
    outcome: ContactOutcome,
    note: Option<String>,
    on: Option<Date>,
) -> Result<ContactId, Error> {
    let case = load(app, actor, id).await?;
    rules(app)?;
    if !case.is_open() {
        return Err(refused(CaseError::Closed));
    }
    let today = app.today();
    let on = on.unwrap_or(today);
    if on > today {
        return Err(Error::Invalid { field: "on", message: "a contact cannot lie in the future".into() });
    }
    if on < case.opened_at.to_zoned(app.time_zone().clone()).date() {
        let message = "the case was opened after this day".into();
        return Err(Error::Invalid { field: "on", message });
    }
    let note = note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    if note.as_ref().is_some_and(|n| n.chars().count() > LONGEST_NOTE) {
        let message = format!("a note has at most {LONGEST_NOTE} characters");
        return Err(Error::Invalid { field: "note", message: message.into() });
    }
    let (who, now) = (actor.account, app.now());
    let contact =
        outreach::log_contact(app.db(), case.person, who, channel, outcome, note.as_deref(), on, now).await?;
    let detail = format!("{}, {}", channel.name(), outcome.name());
    follow(app, actor, id, "attempt", &detail).await?;
    audited(app, actor, "log_attempt", Some(about(id)), channel.name()).await?;
    app.wake();
    Ok(contact)
}

/// Keeps how she wants one of her numbers used, as she said it to whoever asked.
pub async fn keep_wish(
    app: &App,
    actor: &Actor,
    id: CaseId,
    (contact, number, wish): (ContactId, &str, PhoneWish),
) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    safety::keep_wish(app.db(), contact, case.person, number, wish, &actor.name, app.now()).await?;
    audited(app, actor, "keep_wish", Some(about(id)), wish.name()).await
}

/// Takes an attempt of a case back.
pub async fn undo_attempt(app: &App, actor: &Actor, id: CaseId, contact: ContactId) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    let of_hers = attempts(app, &case).await?.into_iter().any(|(c, _)| c.id == contact && is_of(&case, &c));
    if !of_hers || !outreach::undo_contact(app.db(), contact, actor.account, app.now()).await? {
        return Err(Error::NotFound("this attempt"));
    }
    follow(app, actor, id, "attempt_undone", "").await?;
    audited(app, actor, "undo_attempt", Some(about(id)), "").await?;
    app.wake();
    Ok(())
}

/// Makes the case what its attempts say.
async fn follow(app: &App, actor: &Actor, id: CaseId, what: &'static str, detail: &str) -> Result<(), Error> {
    let now = app.now();
    let event = NewEvent { at: now, by: Some(actor.account), what, detail: detail.to_owned() };
    for _ in 0..MOST_TRIES {
        let case = care_case::find(app.db(), id).await?.ok_or(Error::NotFound("this case"))?;
        let rules = &rules_for(app, case.person).await?;
        let attempts = attempts(app, &case).await?;
        let (state, due) = match standing(rules, &case, &attempts, now) {
            Some((CaseState::New, _)) => (CaseState::New, first_due(app, rules, &case).await?),
            Some(standing) => standing,
            // Whether she is served is not for an attempt to say.
            None => return Ok(care_case::add_event(app.db(), id, &event).await?),
        };
        let after = case.clone().moved_to(state, due).map_err(refused)?;
        if care_case::save(app.db(), &case, &after, &event).await? {
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// Makes a case due that was due for a task which is done now: when the next thing has to happen without it.
pub(super) async fn settle(app: &App, actor: &Actor, done: &Task) -> Result<(), Error> {
    let (rules, now) = (rules(app)?, app.now());
    let detail = done.sort().to_owned();
    let event = NewEvent { at: now, by: Some(actor.account), what: "due_set", detail };
    for _ in 0..MOST_TRIES {
        let case = care_case::find(app.db(), done.case).await?.ok_or(Error::NotFound("this case"))?;
        if !case.is_open() || case.due_at != done.due_at {
            return Ok(());
        }
        let reached = rules.calendar.add_business(now, rules.next.reached);
        let due = match case.state {
            CaseState::New => first_due(app, rules, &case).await?,
            CaseState::Contacting => {
                let attempts = attempts(app, &case).await?;
                let rules = &rules_for(app, case.person).await?;
                standing(rules, &case, &attempts, now).map_or(reached, |(_, due)| due)
            }
            CaseState::Referred => {
                let asked = referral::of_case(app.db(), case.id).await?.into_iter();
                let due = asked.filter(|r| !r.state.is_final()).filter_map(|r| r.due_at).min();
                due.unwrap_or(reached)
            }
            CaseState::Waiting | CaseState::Served => later(now),
            CaseState::Reached | CaseState::Closed(_) => reached,
        };
        let after = Case { due_at: due, ..case.clone() };
        if care_case::save(app.db(), &case, &after, &event).await? {
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// How a case stands by the attempts to reach her alone.
pub(crate) fn by_attempts(case: &Case, attempts: &[(Contact, String)]) -> CaseState {
    let own: Vec<ContactOutcome> =
        attempts.iter().filter(|(c, _)| is_of(case, c)).map(|(c, _)| c.outcome).collect();
    match own.as_slice() {
        [] => CaseState::New,
        some if some.iter().any(|outcome| spoke_with_her(*outcome)) => CaseState::Reached,
        _ => CaseState::Contacting,
    }
}

/// How a case stands by its attempts, and by when the next thing has to happen; none when it is past them.
fn standing(
    rules: &Rules,
    case: &Case,
    attempts: &[(Contact, String)],
    now: Timestamp,
) -> Option<(CaseState, Timestamp)> {
    if !matches!(case.state, CaseState::New | CaseState::Contacting | CaseState::Reached) {
        return None;
    }
    let reach = reached(rules, case, attempts, now);
    let state = by_attempts(case, attempts);
    let due = match reach.next {
        Some(next) if !reach.may_give_up() => next.until,
        _ if reach.reached => rules.calendar.add_business(now, rules.next.reached),
        _ => rules.calendar.add_business(now, rules.next.given_up),
    };
    Some((state, due))
}

/// By when she is to be contacted whom nobody tried: what her forms ask for, or what was set by hand.
async fn first_due(app: &App, rules: &Rules, case: &Case) -> Result<Timestamp, Error> {
    let forms = care_case::submissions(app.db(), case.id).await?.into_iter().map(|(form, _)| Form {
        statement: Statement { at: form.authored_at, factors: form.factors },
        received_at: form.at,
        timing: form.timing,
    });
    let by_hand = case.overridden.as_ref();
    let by_hand = by_hand.map(|o| rules.calendar.add_business(o.at, rules.within(o.tier)));
    let by_forms = told(rules, &forms.collect::<Vec<_>>()).map(|told| told.due_at);
    Ok(by_hand.into_iter().chain(by_forms).min().unwrap_or(case.due_at))
}
