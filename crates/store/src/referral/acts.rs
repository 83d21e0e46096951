//! Asking a service, and answering.

use jiff::Timestamp;
use kith_domain::care_case::CaseState;
use kith_domain::id::{AccountId, CaseId, ReferralId, ServiceId};
use kith_domain::referral::{Connection, Refused, Side, State, Step, Word, connection, of_case, step};

use super::{FIND, NewReferral, OF_PERSON, Referral, Speaker, Then, re_offer, read, words};
use crate::care_case::{NewEvent, NewTask, add_task, first_due, note};
use crate::db::Tx;
use crate::link::{NewLink, Opens, Purpose};
use crate::outbox::{self, Class};
use crate::service::Place;
use crate::sql::{args, queries};
use crate::{Db, Error, Result, counter, course, ledger, link, service};

queries! {
    INSERT = "referral_insert";
    MOVE = "referral_move";
    ADD_STEP = "referral_add_step";
    HOLD_CASE = "referral_hold_case";
    MOVE_CASE = "referral_move_case";
    DISPUTE_OPEN = "referral_dispute_open";
    SETTLE = "task_settle";
    STATES_OF_CASE = "referral_states_of_case";
}

/// What came of asking a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Referred {
    /// It was sent.
    Sent(ReferralId),
    /// The service has no free place.
    Full,
    /// The service takes no referrals.
    Closed,
    /// The service was asked for this case and has not ended it.
    Asked(ReferralId),
    /// She has a service of this kind, or it was asked, and nobody has two.
    SameKind(ReferralId),
    /// The case is closed.
    CaseClosed,
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was taken: the state after it.
    Done(ReferralId, State),
    /// Somebody said something since the version that was read; nothing was done.
    Changed,
    /// The step does not follow; nothing was done.
    Refused(Refused),
    /// There is no such referral, or the link opens nothing.
    Gone,
}

/// Asks a service to serve somebody, and holds a place for her.
pub async fn refer(db: &Db, new: &NewReferral, speaker: &Speaker<'_>, now: Timestamp) -> Result<Referred> {
    let by = speaker.by.ok_or(Error::NoSuch("account"))?;
    let mut tx = db.write().await?;
    // Of two cases of one woman the second sees what the first asked for.
    ledger::lock(&mut tx).await?;
    let referred = refer_in(&mut tx, new, by, speaker, now).await?;
    if let Referred::Sent(_) = referred {
        tx.commit().await?;
    }
    Ok(referred)
}

/// Asks a service for the account `by`; what is not [`Referred::Sent`] is not to be committed.
pub(super) async fn refer_in(
    tx: &mut Tx,
    new: &NewReferral,
    by: AccountId,
    speaker: &Speaker<'_>,
    now: Timestamp,
) -> Result<Referred> {
    if !hold_case(tx, new.case).await? {
        return Ok(Referred::CaseClosed);
    }
    let asked = service::find_in(tx, new.service).await?.ok_or(Error::NoSuch("service"))?;
    if !asked.open {
        return Ok(Referred::Closed);
    }
    for row in tx.rows(OF_PERSON, args![new.person]).await? {
        let other = read(&row)?;
        let standing = !other.state.is_final();
        if standing && other.service == new.service {
            return Ok(Referred::Asked(other.id));
        }
        if standing && asked.offer.only_one && other.kind == asked.offer.kind {
            return Ok(Referred::SameKind(other.id));
        }
    }
    // Who waits comes before who is new.
    if asked.places_for_new(new.fresh) == Some(0) {
        return Ok(Referred::Full);
    }
    let holds = match service::take_place(tx, new.service, new.fresh).await? {
        Place::Full => return Ok(Referred::Full),
        place => place == Place::Held,
    };
    let id = ReferralId(counter::take(tx, "referral", 1).await?);
    let args = args![
        id,
        new.service,
        new.case,
        new.person,
        by,
        new.why.as_str(),
        new.do_not_contact,
        holds,
        now,
        new.due_at,
    ];
    tx.run(INSERT, args).await?;
    add_step(tx, id, 1, State::Sent, Happened::Sent, speaker, now).await?;
    let parties = (id, asked.organization, by);
    words::tell(tx, parties, 1, State::Sent.name(), &[Class::Service], now).await?;
    // Whoever was to look for another service has found one.
    tx.run(SETTLE, args![new.case, "referral:%:elsewhere", now, by]).await?;
    follow_case(tx, new.case, CaseState::Referred, new.due_at, new.due_at).await?;
    let event = NewEvent { at: now, by: speaker.by, what: "referred", detail: format!("referral/{id}") };
    note(tx, new.case, &event).await?;
    course::changed(tx, new.case, now).await?;
    Ok(Referred::Sent(id))
}

/// Takes a step, if `version` is the newest.
pub async fn take(
    db: &Db,
    referral: ReferralId,
    version: i64,
    next: Step,
    speaker: &Speaker<'_>,
    then: &Then,
    now: Timestamp,
) -> Result<Taken> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let taken = take_in(&mut tx, referral, version, next, speaker, then, now).await?;
    if let Taken::Done(..) = taken {
        tx.commit().await?;
    }
    Ok(taken)
}

/// Takes a step by a link, uses the link up and gives the next one, unless nothing
/// follows. A step that is not taken leaves the link as it is.
#[allow(clippy::too_many_arguments, reason = "a step, the link it came by, and the link that follows")]
pub async fn take_by_link(
    db: &Db,
    hash: &[u8; 32],
    following: &NewLink,
    version: i64,
    next: Step,
    speaker: &Speaker<'_>,
    then: &Then,
    now: Timestamp,
) -> Result<Taken> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let Some(Opens::Referral(referral)) = link::use_up(&mut tx, hash, Purpose::Answer, now).await? else {
        return Ok(Taken::Gone);
    };
    let taken = take_in(&mut tx, referral, version, next, speaker, then, now).await?;
    if let Taken::Done(..) = taken {
        if let Taken::Done(_, after) = taken
            && !after.is_final()
        {
            let following = NewLink { opens: Opens::Referral(referral), ..*following };
            link::issue_in(&mut tx, &following, None, now).await?;
        }
        tx.commit().await?;
    }
    Ok(taken)
}

/// Says of a referral that was not answered in time that it lapsed: its place is free again. False when it was answered
/// meanwhile, or lapsed before.
pub async fn lapse(db: &Db, referral: &Referral, then: &Then, now: Timestamp) -> Result<bool> {
    let clock = Speaker { side: Side::Clock, by: None, name: "clock", note: None, visit_on: None };
    let taken = take(db, referral.id, referral.version, Step::Lapse, &clock, then, now).await?;
    Ok(matches!(taken, Taken::Done(..)))
}

/// Gives a place to whoever waits the longest; none when nobody waits. Of two who do it at once, each gives one place.
pub async fn promote(
    db: &Db,
    service: ServiceId,
    speaker: &Speaker<'_>,
    then: &Then,
    now: Timestamp,
) -> Result<Option<ReferralId>> {
    loop {
        let Some(first) = super::waiting(db, service, 1).await?.pop() else { return Ok(None) };
        match take(db, first.id, first.version, Step::Accept, speaker, then, now).await? {
            Taken::Done(id, _) => return Ok(Some(id)),
            Taken::Changed => {}
            Taken::Refused(_) | Taken::Gone => return Ok(None),
        }
    }
}

async fn take_in(
    tx: &mut Tx,
    referral: ReferralId,
    version: i64,
    next: Step,
    speaker: &Speaker<'_>,
    then: &Then,
    now: Timestamp,
) -> Result<Taken> {
    let Some(before) = hold(tx, referral).await? else { return Ok(Taken::Gone) };
    if before.version != version {
        return Ok(Taken::Changed);
    }
    let after = match step(before.state, next, speaker.side) {
        Ok(after) => after,
        Err(refused) => return Ok(Taken::Refused(refused)),
    };
    if !move_in(tx, &before, next, after, speaker, then.due_at, now).await? {
        return Ok(Taken::Changed);
    }
    let case = follow_case(tx, before.case, then.without, then.back_at, then.later_at).await?;
    let detail = format!("referral/{}: {}", before.id, after.name());
    note(tx, before.case, &NewEvent { at: now, by: speaker.by, what: "referral", detail }).await?;
    let elsewhere = matches!(after, State::Returned | State::Lapsed | State::UnableToReach);
    if elsewhere && case != CaseState::Served {
        match then.re_offer {
            true => re_offer::ask(tx, before.id, now).await?,
            false => elsewhere_in(tx, &before, &then.elsewhere, now).await?,
        }
    }
    if case == CaseState::Served && after == State::Enrolled {
        outbox::tell_referrers(tx, before.case, "served", &before.id.to_string(), now).await?;
    }
    let stood = |state| connection(state, before.sender, before.herself);
    if stood(after) == Connection::Disputed && stood(before.state) != Connection::Disputed {
        dispute(tx, &before, &then.dispute, now).await?;
    }
    course::changed(tx, before.case, now).await?;
    Ok(Taken::Done(before.id, after))
}

/// Moves a referral on: its place, its links and what is to be told go with it. False when somebody was first.
pub(super) async fn move_in(
    tx: &mut Tx,
    before: &Referral,
    next: Step,
    after: State,
    speaker: &Speaker<'_>,
    due_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    let holds = match (before.holds, after.holds_a_place()) {
        (true, false) => {
            service::give_place(tx, before.service).await?;
            false
        }
        // The service's own word on its places holds: it takes her even where none is known to be free.
        (false, true) if before.state == State::Waitlisted => {
            service::take_place(tx, before.service, now).await? == Place::Held
        }
        (held, _) => held,
    };
    let due_at = if after.is_final() || after == State::Waitlisted { None } else { due_at };
    let waits = (after == State::Waitlisted).then_some(now);
    let ended = after.is_final().then_some(now);
    // A day that was planned falls with the plan.
    let visit_on = speaker.visit_on.or(before.visit_on).filter(|_| after != State::Waitlisted);
    if tx
        .run(MOVE, args![before.id, before.version, after.name(), holds, now, due_at, waits, ended, visit_on])
        .await?
        == 0
    {
        return Ok(false);
    }
    let seq = before.version + 1;
    add_step(tx, before.id, seq, after, Happened::Stepped(next), speaker, now).await?;
    let parties = (before.id, before.organization.0, before.by);
    words::tell(tx, parties, seq, after.name(), words::audience(next, speaker.side), now).await?;
    if after.is_final() {
        link::revoke(tx, before.id, Purpose::Answer, now).await?;
    }
    if matches!(next, Step::Withdraw | Step::Lapse) {
        link::revoke(tx, before.id, Purpose::OwnWord, now).await?;
    }
    Ok(true)
}

/// Intake has to find another service than the one that ended.
pub(super) async fn elsewhere_in(
    tx: &mut Tx,
    ended: &Referral,
    task: &NewTask,
    now: Timestamp,
) -> Result<()> {
    add_task(tx, ended.case, ended.person, task, &origin(ended, "elsewhere"), now).await
}

/// Somebody has to ask the sides, unless somebody is about to. A contradiction after that was done is another one.
pub(super) async fn dispute(tx: &mut Tx, before: &Referral, task: &NewTask, now: Timestamp) -> Result<()> {
    let origin = origin(before, "dispute");
    if tx.row(DISPUTE_OPEN, args![before.case, format!("{origin}:%")]).await?.is_some() {
        return Ok(());
    }
    let origin = format!("{origin}:{}", before.version + 1);
    add_task(tx, before.case, before.person, task, &origin, now).await
}

/// What asks for a task: each thing about one referral asks once.
fn origin(referral: &Referral, what: &str) -> String {
    format!("referral:{}:{what}", referral.id)
}

/// The referral, with its case held.
pub(super) async fn hold(tx: &mut Tx, referral: ReferralId) -> Result<Option<Referral>> {
    let Some(row) = tx.row(FIND, args![referral]).await? else { return Ok(None) };
    hold_case(tx, read(&row)?.case).await?;
    tx.row(FIND, args![referral]).await?.map(|row| read(&row)).transpose()
}

/// Makes an open case what its referrals say, `without` when no service stands, and says by when somebody has to look at
/// it: at `back_at` when none stands, at `later_at` when she waits or is served.
async fn follow_case(
    tx: &mut Tx,
    case: CaseId,
    without: CaseState,
    back_at: Timestamp,
    later_at: Timestamp,
) -> Result<CaseState> {
    let (mut states, mut due) = (Vec::new(), None);
    for row in tx.rows(STATES_OF_CASE, args![case]).await? {
        let state = super::state(&row, 0)?;
        states.push(state);
        if !state.is_final() {
            due = row.get::<Option<Timestamp>>(1)?.into_iter().chain(due).min();
        }
    }
    let stands = of_case(&states);
    let state = stands.unwrap_or(without);
    let due = match stands {
        Some(CaseState::Referred) => due.unwrap_or(later_at),
        Some(_) => later_at,
        None => back_at,
    };
    let due = first_due(tx, case).await?.map_or(due, |task| task.min(due));
    tx.run(MOVE_CASE, args![case, state.name(), due]).await?;
    Ok(state)
}

/// Holds a case; whether it is open.
async fn hold_case(tx: &mut Tx, case: CaseId) -> Result<bool> {
    tx.row(HOLD_CASE, args![case]).await?.ok_or(Error::NoSuch("case"))?.get(0)
}

/// What happened to a referral.
pub(super) enum Happened {
    /// It was sent.
    Sent,
    /// A step was taken.
    Stepped(Step),
    /// Somebody said how it stands.
    Said(Word),
}

/// Writes down what happened to a referral.
pub(super) async fn add_step(
    tx: &mut Tx,
    referral: ReferralId,
    seq: i64,
    state: State,
    happened: Happened,
    speaker: &Speaker<'_>,
    now: Timestamp,
) -> Result<()> {
    let (step, reason) = match happened {
        Happened::Sent => (None, None),
        Happened::Stepped(step) => (Some(step.name()), step.reason().map(str::to_owned)),
        Happened::Said(word) => (None, Some(word.code())),
    };
    let args = args![
        referral,
        seq,
        now,
        speaker.side.name(),
        speaker.by,
        speaker.name,
        step,
        reason,
        state.name(),
        speaker.note,
        speaker.visit_on,
    ];
    tx.run(ADD_STEP, args).await.map(drop)
}
