//! What people do about a gap: say who has whom, try to reach a family, record a visit; and take it back.

use jiff::{Timestamp, civil::Date};
use kith_domain::access::{Action, Actor};
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::fact::{Coding, Reference};
use kith_domain::id::{AccountId, ContactId, PersonId};
use kith_domain::phone::PhoneWish;
use kith_interop::fhir::{self, VisitStatus};
use kith_store::ledger::{self, Arrival};
use kith_store::people::PersonRow;
use kith_store::{account, audit, outreach, people, results, safety};

use crate::{App, Error, audited, entry, not_there, require_person};

/// The code of a visit recorded in Kith.
fn well_child_visit() -> Coding {
    Coding {
        system: "http://snomed.info/sct".into(),
        code: "410620009".into(),
        display: Some("Well child visit".into()),
    }
}

/// The most families that are given to somebody at once: more than a page has.
const MOST_AT_ONCE: usize = 500;
/// The longest note.
const LONGEST_NOTE: usize = 2_000;

/// Says who has these infants; nobody, when `worker` is none.
pub async fn assign(
    app: &App,
    actor: &Actor,
    infants: &[PersonId],
    worker: Option<AccountId>,
) -> Result<(), Error> {
    if infants.is_empty() {
        return Err(Error::Invalid { field: "infants", message: "choose at least one family".into() });
    }
    if infants.len() > MOST_AT_ONCE {
        let message = format!("choose at most {MOST_AT_ONCE} families at a time");
        return Err(Error::Invalid { field: "infants", message: message.into() });
    }
    for infant in infants {
        require_person(app, actor, Action::Assign, *infant).await?;
    }
    if let Some(worker) = worker {
        let found = account::find(app.db(), worker).await?.filter(|a| !a.disabled);
        if found.is_none_or(|a| a.role != kith_domain::access::Role::OutreachWorker) {
            return Err(Error::Invalid {
                field: "worker",
                message: "choose an outreach worker from the list".into(),
            });
        }
    }
    outreach::assign(app.db(), infants, worker, actor.account, app.now()).await?;
    let to = worker.map_or("nobody".to_owned(), |worker| format!("account/{worker}"));
    let given = |infant: &PersonId| entry(app, actor, "assign", Some(format!("person/{infant}")), &to);
    Ok(audit::append(app.db(), &infants.iter().map(given).collect::<Vec<_>>()).await?)
}

/// Logs an attempt to reach a family.
pub async fn log_contact(
    app: &App,
    actor: &Actor,
    infant: PersonId,
    channel: Channel,
    outcome: ContactOutcome,
    note: Option<String>,
    on: Option<Date>,
) -> Result<ContactId, Error> {
    require_person(app, actor, Action::Act, infant).await?;
    let today = app.today();
    let on = on.unwrap_or(today);
    if on > today {
        return Err(Error::Invalid { field: "on", message: "a contact cannot lie in the future".into() });
    }
    let note = note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    if note.as_ref().is_some_and(|n| n.chars().count() > LONGEST_NOTE) {
        return Err(Error::Invalid {
            field: "note",
            message: format!("a note has at most {LONGEST_NOTE} characters").into(),
        });
    }
    let id = outreach::log_contact(
        app.db(),
        infant,
        actor.account,
        channel,
        outcome,
        note.as_deref(),
        on,
        app.now(),
    )
    .await?;
    audited(app, actor, "log_contact", Some(format!("person/{infant}")), channel.name()).await?;
    app.wake();
    Ok(id)
}

/// Keeps how the family of a baby wants a number used that the page shows of them: the mother's word, where she is known.
pub async fn keep_wish(
    app: &App,
    actor: &Actor,
    infant: PersonId,
    (contact, number, wish): (ContactId, &str, PhoneWish),
) -> Result<(), Error> {
    require_person(app, actor, Action::Act, infant).await?;
    let whose = people::mother_of(app.db(), infant).await?.unwrap_or(infant);
    safety::keep_wish(app.db(), contact, whose, number, wish, &actor.name, app.now()).await?;
    audited(app, actor, "keep_wish", Some(format!("person/{whose}")), wish.name()).await
}

/// Takes a contact back.
pub async fn undo_contact(app: &App, actor: &Actor, contact: ContactId) -> Result<PersonId, Error> {
    let Some((found, _)) = outreach::find_contact(app.db(), contact).await? else {
        return Err(not_there(actor, Action::Act, "this contact"));
    };
    let person = found.person;
    require_person(app, actor, Action::Act, person).await?;
    if outreach::undo_contact(app.db(), contact, actor.account, app.now()).await? {
        let detail = format!("contact/{contact}");
        audited(app, actor, "undo_contact", Some(format!("person/{person}")), &detail).await?;
        app.wake();
    }
    Ok(person)
}

/// Records a well-child visit of an infant; the measures that it counts for move within seconds.
pub async fn record_visit(app: &App, actor: &Actor, infant: PersonId, on: Date) -> Result<i64, Error> {
    require_person(app, actor, Action::Act, infant).await?;
    let person = people::find(app.db(), infant).await?.ok_or(Error::NotFound("this person"))?;
    if !results::dyads_of(app.db(), &[infant]).await?.iter().any(|dyad| dyad.infant == infant) {
        // The page of a mother has no such form.
        return Err(Error::NotFound("this baby"));
    }
    let wrong = |message: &str| Error::Invalid { field: "on", message: message.into() };
    if on > app.today() {
        return Err(wrong("a visit cannot lie in the future"));
    }
    if person.born.is_some_and(|born| on < born.earliest()) {
        return Err(wrong("this day is before the birth"));
    }
    if person.died_on.is_some_and(|died| on > died) {
        return Err(wrong("this day is after the death that is on record"));
    }
    let visits = outreach::visits(app.db(), infant).await?;
    if visits.iter().any(|v| v.on == on && !v.undone) {
        return Err(wrong("a visit on this day is already recorded"));
    }
    let now = app.now();
    let make = |person: &PersonRow, id: &str| {
        visit_arrival(&person.reference, id, on, VisitStatus::Finished, &actor.name, now)
    };
    let visit = outreach::record_visit(app.db(), infant, on, make, actor.account, now).await?;
    audited(app, actor, "record_visit", Some(format!("person/{infant}")), &format!("visit/{}", visit.id))
        .await?;
    app.wake();
    Ok(visit.id)
}

/// Takes a recorded visit back: the record stays in the ledger, marked as entered in error.
pub async fn undo_visit(app: &App, actor: &Actor, visit: i64) -> Result<PersonId, Error> {
    let Some(visit) = outreach::find_visit(app.db(), visit).await? else {
        return Err(not_there(actor, Action::Act, "this visit"));
    };
    require_person(app, actor, Action::Act, visit.person).await?;
    if visit.undone {
        return Ok(visit.person);
    }
    let person = people::find(app.db(), visit.person).await?.ok_or(Error::NotFound("this person"))?;
    let record = ledger::bytes(app.db(), visit.record).await?.ok_or(Error::NotFound("this visit"))?;
    let now = app.now();
    let mistaken = visit_arrival(
        &person.reference,
        &record.resource_id,
        visit.on,
        VisitStatus::EnteredInError,
        &actor.name,
        now,
    );
    if outreach::undo_visit(app.db(), visit.id, mistaken, actor.account, now).await? {
        let detail = format!("visit/{}", visit.id);
        audited(app, actor, "undo_visit", Some(format!("person/{}", visit.person)), &detail).await?;
        app.wake();
    }
    Ok(visit.person)
}

/// The visit as the FHIR record that goes into the ledger, read back through the same door as everyone's.
fn visit_arrival(
    patient: &Reference,
    id: &str,
    on: Date,
    status: VisitStatus,
    recorded_by: &str,
    now: Timestamp,
) -> Arrival {
    let bytes = fhir::visit_encounter(id, patient, on, &well_child_visit(), status, None, recorded_by, now);
    let resource =
        fhir::read(&bytes).expect("what Kith writes, Kith reads: a law of the interop crate's tests");
    crate::ingest::arrival(resource, bytes)
}
