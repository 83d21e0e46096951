//! Referrals as pages show them, to each reader no more than the reader needs.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use kith_domain::access::{Action, Actor, Fields, Role, Subject};
use kith_domain::consent::{Category, Recipient};
use kith_domain::id::{CaseId, OrganizationId, PersonId, ReferralId, ServiceId};
use kith_domain::matching::{Timers, open};
use kith_domain::referral::{Side, State, Step, Visit, connection, may};
use kith_store::account::{self, Account};
use kith_store::people::{self, PersonRow};
use kith_store::referral::{self as stored, Referral, Speaker, StepRow, Turn};
use kith_store::service::{self, Service};
use kith_store::{care_case, outbox};

use super::matches::postal_code;
use super::{about, fresh, load, managed, side, then, timers};
use crate::privacy::{Eyes, listed, opened, relation, why};
use crate::triage::inbox::gestation;
use crate::triage::load as load_case;
use crate::triage::page::{asked_not, phones, safety};
use crate::view::{
    Learns, Places, ReferralLine, ReferralList, ReferralPage, Safety, Said, ServicePage, StepKind, StepShown,
};
use crate::worklist::card;
use crate::{App, Error, audited, require};

/// Referrals on a page.
const PAGE: u32 = 50;
/// Services on a page of those of everybody.
const SERVICES: usize = 50;
/// Of those who wait for a service, how many a page shows.
const LINE: u32 = 50;

/// Kinds of facts that a referral carries.
pub(super) const OF_A_REFERRAL: [Category; 3] =
    [Category::Contact, Category::Pregnancy, Category::SocialNeeds];
/// Said of a referral of which she does not want it known any more; it does not say why.
const WITHHELD: &str = "this referral may not be shown any more";

/// For whom a referral is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Who does triage.
    Sender,
    /// The service.
    Receiver,
}

/// Referrals of a case, the newest first.
pub async fn of_case(app: &App, actor: &Actor, case: CaseId) -> Result<Vec<ReferralLine>, Error> {
    let case = load_case(app, actor, case).await?;
    opened(app, actor, "list_referrals", format!("case/{}", case.id), case.person).await?;
    lines(app, &stored::of_case(app.db(), case.id).await?).await
}

/// Open referrals to the services of the own organisation, what is to be answered first at the top, with the services.
/// Who does triage sees those of all.
pub async fn referrals(app: &App, actor: &Actor) -> Result<ReferralList, Error> {
    referrals_after(app, actor, None).await
}

/// The same after a place in the list; the services stand on its first page alone. Of all there are, so many as fit on a
/// page: those for whom somebody waits come first.
pub async fn referrals_after(app: &App, actor: &Actor, after: Option<&str>) -> Result<ReferralList, Error> {
    let subject = Subject { organization: actor.organization, worker: None };
    let fields = match require(actor, Action::AnswerReferral, subject) {
        Ok(fields) => fields,
        Err(denied) => {
            audited(app, actor, "denied", None, "answer_referral").await?;
            return Err(denied);
        }
    };
    let whose = if fields == Fields::Rows { None } else { actor.organization };
    let after = after.map(read_turn).transpose()?;
    let mut found = stored::open(app.db(), whose, after, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| write_turn(Turn::of(last)));
    let services = if after.is_none() { services(app, whose, fields).await? } else { Vec::new() };
    let lines = shown(app, &found, fields).await?;
    let seen = lines.iter().chain(services.iter().flat_map(|service| &service.waiting));
    let named = seen.filter(|line| !line.name.is_empty()).map(|line| line.person);
    listed(app, actor, "list_referrals", None, (format!("{} rows", lines.len()), named)).await?;
    Ok(ReferralList { lines, services, next })
}

/// One service with its places, for somebody who may say how many it has; who waits is not shown.
pub async fn service_places(app: &App, actor: &Actor, id: ServiceId) -> Result<ServicePage, Error> {
    let found = managed(app, actor, id).await?;
    audited(app, actor, "open_service", Some(format!("service/{id}")), "places").await?;
    Ok(service_page(found, timers(app).await?, app, Vec::new()))
}

/// Services with those who wait for them; one that is closed and for which nobody waits is left out.
async fn services(
    app: &App,
    whose: Option<OrganizationId>,
    fields: Fields,
) -> Result<Vec<ServicePage>, Error> {
    let mut found = match whose {
        Some(_) => service::list(app.db(), whose).await?,
        None => service::standing(app.db()).await?,
    };
    found.retain(|s| s.open || s.waiting > 0);
    if whose.is_none() && found.len() > SERVICES {
        found.sort_by_key(|s| s.waiting == 0);
        found.truncate(SERVICES);
    }
    let timers = timers(app).await?;
    let mut waiting: HashMap<ServiceId, Vec<ReferralLine>> = HashMap::new();
    let ids: Vec<ServiceId> = found.iter().filter(|s| s.waiting > 0).map(|s| s.id).collect();
    for line in shown(app, &stored::lines(app.db(), &ids, LINE).await?, fields).await? {
        waiting.entry(line.service).or_default().push(line);
    }
    let page = |found: Service| {
        let waiting = waiting.remove(&found.id).unwrap_or_default();
        service_page(found, timers, app, waiting)
    };
    Ok(found.into_iter().map(page).collect())
}

fn write_turn(turn: Turn) -> String {
    format!("{}.{}.{}", u8::from(turn.later), turn.due, turn.id)
}

fn read_turn(text: &str) -> Result<Turn, Error> {
    let mut parts = text.split('.');
    let mut turn = || {
        let (later, due, id) =
            (parts.next()? == "1", parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Turn { later, due, id: ReferralId(id) })
    };
    turn()
        .ok_or_else(|| Error::Invalid { field: "after", message: "open the list from its beginning".into() })
}

/// Lines as this reader may see them.
async fn shown(app: &App, found: &[Referral], fields: Fields) -> Result<Vec<ReferralLine>, Error> {
    match fields {
        Fields::Rows => lines(app, found).await,
        _ => lines_of_service(app, found).await,
    }
}

/// One referral. That somebody of the service opened it is a step: it was received.
pub async fn referral(app: &App, actor: &Actor, id: ReferralId) -> Result<ReferralPage, Error> {
    let (mut found, fields) = load(app, actor, id).await?;
    let reader = match fields {
        Fields::Rows => Reader::Sender,
        _ => Reader::Receiver,
    };
    let relation = relation(app, actor, found.person).await?;
    audited(app, actor, "open_referral", Some(about(id)), &why(relation, false, found.person)).await?;
    may_be_shown_to(app, &found, fields).await?;
    if side(actor) == Side::Receiver && found.state == State::Sent {
        let then = then(app, &found, Some(Step::Receive)).await?;
        let speaker = Speaker {
            side: Side::Receiver,
            by: Some(actor.account),
            name: &actor.name,
            note: None,
            visit_on: None,
        };
        // Whoever else opened it at the same moment received it.
        stored::take(app.db(), id, found.version, Step::Receive, &speaker, &then, app.now()).await?;
        found = stored::find(app.db(), id).await?.ok_or(Error::NotFound("this referral"))?;
    }
    page_of(app, found, reader).await
}

/// A referral as its sender or its receiver sees it. Who must not be contacted about it has no number and no place here,
/// and a service that has nothing to do with her any more has neither. Her street is for whoever took her.
pub(super) async fn page_of(app: &App, found: Referral, reader: Reader) -> Result<ReferralPage, Error> {
    let person = people::find(app.db(), found.person).await?.ok_or(Error::NotFound("this person"))?;
    let case = care_case::find(app.db(), found.case).await?.ok_or(Error::NotFound("this case"))?;
    let steps = stored::steps(app.db(), found.id).await?.into_iter();
    let steps = steps.filter(|step| reader == Reader::Sender || is_of_service(step)).map(|step| StepShown {
        at: step.at,
        side: step.side,
        by: step.by,
        step: step.step,
        said: step.said,
        state: step.state,
        visit_on: step.visit_on,
        note: step.note.filter(|_| reader == Reader::Sender || step.side == Side::Receiver),
    });
    let eyes = eyes(app, &found).await?;
    let seen = |category| reader == Reader::Sender || eyes.see(category, false).is_shown();
    let basis = OF_A_REFERRAL.map(|category| eyes.basis(category, false, None)).to_vec();
    let reachable = reachable(&found, asked_not(app, found.person).await?);
    let taken = found.state.holds_a_place() && !matches!(found.state, State::Sent | State::Received);
    let place = match (reachable, taken || reader == Reader::Sender) {
        (false, _) => None,
        (true, true) => person.address.clone(),
        (true, false) if eyes.mask.address => eyes.mask.substitute.clone(),
        (true, false) => postal_code(app, found.person).await?,
    };
    let mut phones = match reachable {
        true => phones(app, found.person, person.phone.clone()).await?.0,
        false => Vec::new(),
    };
    if reader == Reader::Receiver {
        // What she said holds for the service; to whom she said it is not theirs to know.
        phones.iter_mut().for_each(|phone| phone.asked = None);
    }
    let safety = if reachable { safety(app, found.person).await? } else { Safety::default() };
    let speaks_for = match reader {
        Reader::Sender => Side::Sender,
        Reader::Receiver => Side::Receiver,
    };
    let learns = match reader {
        Reader::Sender if !found.state.is_final() => Some(learns(app, &found).await?),
        _ => None,
    };
    Ok(ReferralPage {
        line: line(&found, &person, app.now()),
        version: found.version,
        why: if seen(Category::SocialNeeds) { found.why } else { String::new() },
        phones,
        safety,
        place,
        language: person.language,
        gestation: gestation(&case, app.today()).filter(|_| seen(Category::Pregnancy)),
        steps: steps.collect(),
        may: may(found.state, speaks_for).into_iter().filter_map(kind).collect(),
        words: (reader == Reader::Sender).then_some(Said { sender: found.sender, herself: found.herself }),
        do_not_contact: found.do_not_contact,
        basis,
        learns,
    })
}

/// How the service of a referral learns of it.
async fn learns(app: &App, found: &Referral) -> Result<Learns, Error> {
    let of = found.organization.0;
    let answers = |a: &Account| !a.disabled && a.role == Role::ServiceLead && a.organization == Some(of);
    if account::list(app.db()).await?.iter().any(answers) {
        return Ok(Learns::Account);
    }
    let point = outbox::point_of_service(app.db(), found.service, of).await?;
    Ok(match point.is_some_and(|p| p.email.is_some() || p.phone.is_some()) {
        true => Learns::Message,
        false => Learns::Page,
    })
}

/// Whether she may be contacted about a referral: not where she does not want to be, and not once it ended.
pub(crate) fn reachable(found: &Referral, asked_not: bool) -> bool {
    !found.do_not_contact && !asked_not && !found.state.is_final()
}

/// What a service may know of her whom it was asked to serve, by what she says now.
async fn eyes(app: &App, found: &Referral) -> Result<Eyes, Error> {
    Eyes::of_service(app, found.person, found.organization.0, &found.kind).await
}

/// Whether the service may still be shown who she is.
pub(super) async fn may_be_shown(app: &App, found: &Referral) -> Result<(), Error> {
    match eyes(app, found).await?.see(Category::Contact, false).is_shown() {
        true => Ok(()),
        false => Err(Error::Denied(WITHHELD)),
    }
}

/// The same of a reader who sees referrals with these fields: who does triage is always shown her.
pub(crate) async fn may_be_shown_to(app: &App, found: &Referral, fields: Fields) -> Result<(), Error> {
    match fields {
        Fields::Rows => Ok(()),
        _ => may_be_shown(app, found).await,
    }
}

/// The same lines for the service: without her name where that may not be shown any more, by what her page asks too.
async fn lines_of_service(app: &App, found: &[Referral]) -> Result<Vec<ReferralLine>, Error> {
    let to = |r: &Referral| Recipient { organization: Some(r.organization.0), kinds: vec![r.kind.clone()] };
    let eyes = Eyes::of_services(app, found.iter().map(|r| (r.person, to(r))).collect()).await?;
    let mut lines = lines(app, found).await?;
    for (line, eyes) in lines.iter_mut().zip(eyes) {
        if !eyes.see(Category::Contact, false).is_shown() {
            line.name.clear();
        }
    }
    Ok(lines)
}

/// Whether the service reads that this happened: not that the others said how it stands, or what for. That she spoke is
/// not for whom she may have spoken of.
fn is_of_service(step: &StepRow) -> bool {
    step.side == Side::Receiver || step.side != Side::Client && (step.step.is_some() || step.seq == 1)
}

/// Referrals as lists show them.
pub(crate) async fn lines(app: &App, found: &[Referral]) -> Result<Vec<ReferralLine>, Error> {
    let ids: Vec<PersonId> = found.iter().map(|r| r.person).collect();
    let people: HashMap<PersonId, PersonRow> =
        people::many(app.db(), &ids).await?.into_iter().map(|p| (p.id, p)).collect();
    let now = app.now();
    let line = |r: &Referral| {
        let person = people.get(&r.person).ok_or(Error::NotFound("this person"))?;
        Ok(line(r, person, now))
    };
    found.iter().map(line).collect()
}

/// Her first visit as it stands: planned while she waits for it, and held once she is served. Of what ended otherwise
/// nobody knows whether it took place.
pub(super) fn visit(state: State, on: Option<Date>) -> Option<(Date, Visit)> {
    let on = on?;
    match state {
        State::InService | State::Completed => Some((on, Visit::Was)),
        state if state.is_final() => None,
        _ => Some((on, Visit::ToBe)),
    }
}

fn line(r: &Referral, person: &PersonRow, now: Timestamp) -> ReferralLine {
    // Whoever is served is late for nothing.
    let due = r.due_at.filter(|_| !matches!(r.state, State::Enrolled | State::InService));
    ReferralLine {
        referral: r.id,
        case: r.case,
        person: r.person,
        service: r.service,
        service_name: r.name.clone(),
        organization: r.organization.1.clone(),
        name: card(person).name,
        state: r.state,
        since: r.since,
        due,
        late: due.is_some_and(|due| due < now),
        position: r.position,
        visit: visit(r.state, r.visit_on),
        connection: connection(r.state, r.sender, r.herself),
    }
}

pub(super) fn service_page(
    found: Service,
    timers: Timers,
    app: &App,
    waiting: Vec<ReferralLine>,
) -> ServicePage {
    let now = app.now();
    let hours = open(&found.offer.details.hours, app.here());
    ServicePage {
        service: found.id,
        places: places_of(&found, timers, now),
        said: found.capacity.as_ref().map(|said| said.free),
        said_by: said_by(&found),
        held: found.held,
        waiting_now: found.waiting,
        waiting,
        conditions: found.offer.rules.iter().map(|rule| rule.words.clone()).collect(),
        name: found.offer.name.clone(),
        organization: found.offer.organization.clone(),
        hours,
        languages: found.offer.languages.clone(),
    }
}

/// What is known of the places of a service for somebody new: what it said last, less those that were given since and
/// less those who wait. Whoever looks, at the service or at intake, reads the same number.
pub(crate) fn places_of(found: &Service, timers: Timers, now: Timestamp) -> Places {
    let Some(said) = &found.capacity else { return Places::Unknown };
    let at = said.confirmed_at;
    match (found.places_for_new(fresh(timers, now)), said.free_for_new(found.waiting)) {
        (None, free) => Places::Stale(free, at),
        (Some(0), _) => Places::Full(at),
        (Some(free), _) => Places::Free(free, at),
    }
}

/// Who said it.
pub(crate) fn said_by(found: &Service) -> Option<String> {
    found.capacity.as_ref().map(|said| said.by.clone())
}

/// A step as pages offer it; that it was seen is not for a page to say.
fn kind(step: Step) -> Option<StepKind> {
    Some(match step {
        Step::Receive | Step::Lapse => return None,
        Step::Accept => StepKind::Accept,
        Step::Return(_) => StepKind::Return,
        Step::Attempt => StepKind::Attempt,
        Step::Reach => StepKind::Reach,
        Step::Waitlist => StepKind::Waitlist,
        Step::Enroll => StepKind::Enroll,
        Step::Start => StepKind::Start,
        Step::Complete => StepKind::Complete,
        Step::Leave(_) => StepKind::Leave,
        Step::Decline(_) => StepKind::Decline,
        Step::GiveUp => StepKind::GiveUp,
        Step::Withdraw => StepKind::Withdraw,
    })
}
