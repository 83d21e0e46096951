use jiff::civil::{Date, date};
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::fact::Body;
use kith_domain::id::{AccountId, Bucket, OrganizationId, PersonId, SubjectId};
use kith_domain::measure::{Outcome, Period, Status};
use kith_store::outreach::{self, OWN_SOURCE};
use kith_store::results::{self, DyadRow, GapFilter, NO_DUE_DAY, Scope};
use kith_store::{Error, facts, ledger, live, source};
use kith_testkit::{NOON, TODAY, a_mother, a_related_person, an_encounter, an_infant, an_outcome, later};

use crate::World;
use crate::world::arrival;

on_both! {
    gaps_come_by_deadline_in_pages,
    gaps_are_limited_by_the_filter,
    a_gap_shows_the_family_and_who_tried,
    attribution_follows_the_dyad,
    a_contact_is_logged_and_undone,
    a_documented_move_marks_the_bucket,
    a_recorded_visit_is_a_record_and_can_be_undone,
}

/// Six infants due on the first six days of September, the odd ones with organisation 7, and their outcomes.
async fn six(w: &World) -> Vec<PersonId> {
    w.state((1..=6).map(|i| an_infant(&format!("i{i}")).build()).collect()).await;
    let people: Vec<PersonId> = w.everyone().await.values().map(|p| p.id).collect();
    let all: Vec<Bucket> = Bucket::all().collect();
    let outcomes: Vec<Outcome> = people
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let mut o = an_outcome("a", *p, if i < 4 { Status::Pending } else { Status::NotMet });
            o.due_on = Some(date(2025, 9, i as i8 + 1));
            o.organization = (i % 2 == 0).then_some(OrganizationId(7));
            o.have = if i == 1 { 3 } else { 1 };
            if i == 5 {
                (o.due_on, o.strata[0].1) = (None, "e\"s_%".to_owned());
                o.counts_on = date(2025, 10, 2);
            }
            o
        })
        .collect();
    let dyads = outcomes.iter().map(|o| DyadRow {
        infant: o.person,
        mother: None,
        organization: o.organization,
        born_on: None,
        delivered_on: None,
        edd_on: None,
        birth_order: None,
        strata: vec![],
    });
    let dyads = dyads.collect();
    results::publish(&w.db, &all, outcomes, dyads, TODAY, NOON).await.unwrap();
    people
}

async fn subjects(w: &World, filter: &GapFilter) -> Vec<i64> {
    let rows = results::gaps(&w.db, filter, None, 100).await.unwrap();
    assert_eq!(results::count_gaps(&w.db, filter).await.unwrap(), rows.len() as i64, "{filter:?}");
    rows.iter().map(|r| r.outcome.subject.0).collect()
}

fn filter() -> GapFilter {
    GapFilter { measure: "a".to_owned(), ..GapFilter::default() }
}

async fn gaps_come_by_deadline_in_pages(w: &World) {
    let people = six(w).await;
    let mut seen: Vec<PersonId> = Vec::new();
    let mut after: Option<(Date, SubjectId)> = None;
    loop {
        let page = results::gaps(&w.db, &filter(), after, 4).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.outcome.due_on.unwrap_or(NO_DUE_DAY), last.outcome.subject));
        seen.extend(page.iter().map(|r| r.person.id));
    }
    assert_eq!(seen, people, "each once, by deadline; who has none comes last");
}

async fn gaps_are_limited_by_the_filter(w: &World) {
    let people = six(w).await;
    let worker = w.account("worker").await;
    outreach::assign(&w.db, &people[..3], Some(worker), worker, NOON).await.unwrap();
    let ids = |places: &[usize]| places.iter().map(|i| people[*i].0).collect::<Vec<_>>();
    let mine = Scope { worker: Some(worker), organization: None };
    let clinic = Scope { worker: None, organization: Some(OrganizationId(7)) };
    let both = Scope { worker: Some(worker), organization: Some(OrganizationId(7)) };
    let october = Period { start: date(2025, 10, 1), end: date(2025, 11, 1) };
    let rows: [(GapFilter, &[usize]); 12] = [
        (filter(), &[0, 1, 2, 3, 4, 5]),
        (GapFilter { measure: "other".to_owned(), ..filter() }, &[]),
        (GapFilter { statuses: vec![Status::NotMet], ..filter() }, &[4, 5]),
        (
            GapFilter { statuses: vec![Status::NotMet, Status::Pending, Status::Met], ..filter() },
            &[0, 1, 2, 3, 4, 5],
        ),
        (GapFilter { due_from: Some(date(2025, 9, 3)), ..filter() }, &[2, 3, 4]),
        (GapFilter { due_to: Some(date(2025, 9, 2)), ..filter() }, &[0, 1]),
        (GapFilter { short_only: true, ..filter() }, &[0, 2, 3, 4, 5]),
        (GapFilter { unassigned_only: true, ..filter() }, &[3, 4, 5]),
        (GapFilter { scope: mine, ..filter() }, &[0, 1, 2]),
        (GapFilter { scope: clinic, short_only: true, ..filter() }, &[0, 2, 4]),
        (GapFilter { scope: both, ..filter() }, &[0, 2]),
        (GapFilter { counted: Some(october), ..filter() }, &[5]),
    ];
    for (filter, expected) in rows {
        assert_eq!(subjects(w, &filter).await, ids(expected), "{filter:?}");
    }
    let stratum =
        |label: &str| GapFilter { stratum: Some(("language".to_owned(), label.to_owned())), ..filter() };
    assert_eq!(subjects(w, &stratum("e\"s_%")).await, ids(&[5]));
    assert_eq!(subjects(w, &stratum("en")).await, ids(&[0, 1, 2, 3, 4]));
    assert_eq!(subjects(w, &stratum("e")).await, ids(&[]), "a whole label, not a part of one");

    outreach::assign(&w.db, &people[..1], None, worker, NOON).await.unwrap();
    assert_eq!(outreach::caseload(&w.db, worker).await.unwrap(), &people[1..3]);
}

async fn family(w: &World) -> (PersonId, PersonId, AccountId) {
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").build(),
        a_mother("m").link("RelatedPerson/r").phone("555-0100").build(),
    ])
    .await;
    w.resolve().await;
    (w.person("i").await, w.person("m").await, w.account("worker").await)
}

async fn a_gap_shows_the_family_and_who_tried(w: &World) {
    let (infant, mother, worker) = family(w).await;
    let bucket = w.everyone().await["Patient/m"].bucket;
    let mut of_mother = an_outcome("ppc", mother, Status::Pending);
    of_mother.subject = SubjectId::delivery(mother, date(2025, 6, 1));
    let outcomes = vec![an_outcome("a", infant, Status::Pending), of_mother];
    results::publish(&w.db, &[bucket], outcomes, vec![], TODAY, NOON).await.unwrap();
    outreach::assign(&w.db, &[infant], Some(worker), worker, NOON).await.unwrap();
    let log = |person, outcome, at| {
        outreach::log_contact(&w.db, person, worker, Channel::Call, outcome, None, TODAY, later(at))
    };
    log(infant, ContactOutcome::NoAnswer, 1).await.unwrap();
    let last = log(mother, ContactOutcome::AskedNotToContact, 2).await.unwrap();

    for measure in ["a", "ppc"] {
        for scope in [Scope::default(), Scope { worker: Some(worker), organization: None }] {
            let filter = GapFilter { measure: measure.to_owned(), scope, ..GapFilter::default() };
            let rows = results::gaps(&w.db, &filter, None, 10).await.unwrap();
            assert_eq!(rows.len(), 1, "{filter:?}");
            let row = &rows[0];
            assert_eq!(row.worker, Some((worker, "worker Testworker".to_owned())));
            assert_eq!(
                (row.contacts, row.do_not_contact),
                (2, true),
                "an attempt counts for the whole family"
            );
            assert_eq!(row.last_contact.as_ref().map(|c| c.id), Some(last));
            assert_eq!(row.mother.as_ref().map(|m| m.id), (measure == "a").then_some(mother));
        }
        let unassigned =
            GapFilter { measure: measure.to_owned(), unassigned_only: true, ..GapFilter::default() };
        assert_eq!(results::count_gaps(&w.db, &unassigned).await.unwrap(), 0, "{measure}");
    }
    assert!(outreach::undo_contact(&w.db, last, worker, later(3)).await.unwrap());
    let rows = results::gaps(&w.db, &filter(), None, 10).await.unwrap();
    assert_eq!((rows[0].contacts, rows[0].do_not_contact), (1, false), "what was undone does not count");
}

async fn attribution_follows_the_dyad(w: &World) {
    let (infant, mother, worker) = family(w).await;
    assert_eq!(results::attribution(&w.db, infant).await.unwrap(), None);
    let bucket = w.everyone().await["Patient/m"].bucket;
    let dyad = DyadRow {
        infant,
        mother: Some(mother),
        organization: Some(OrganizationId(7)),
        born_on: Some(date(2025, 6, 1)),
        delivered_on: Some(date(2025, 6, 1)),
        edd_on: Some(date(2025, 6, 4)),
        birth_order: None,
        strata: vec![("payer".to_owned(), "Medicaid".to_owned())],
    };
    results::publish(&w.db, &[bucket], vec![], vec![dyad.clone()], TODAY, NOON).await.unwrap();
    outreach::assign(&w.db, &[infant], Some(worker), worker, NOON).await.unwrap();
    for person in [infant, mother] {
        let expected = Some((Some(OrganizationId(7)), Some(worker)));
        assert_eq!(results::attribution(&w.db, person).await.unwrap(), expected);
        assert_eq!(results::dyads_of(&w.db, &[person]).await.unwrap(), std::slice::from_ref(&dyad));
    }
    let moved = DyadRow { organization: None, ..dyad };
    results::publish(&w.db, &[bucket], vec![], vec![moved], TODAY, NOON).await.unwrap();
    assert_eq!(results::attribution(&w.db, mother).await.unwrap(), Some((None, Some(worker))));
    results::publish(&w.db, &[bucket], vec![], vec![], TODAY, NOON).await.unwrap();
    assert_eq!(results::attribution(&w.db, mother).await.unwrap(), None);
}

async fn a_contact_is_logged_and_undone(w: &World) {
    let (infant, _, worker) = family(w).await;
    let id = outreach::log_contact(
        &w.db,
        infant,
        worker,
        Channel::HomeVisit,
        ContactOutcome::Reached,
        Some("will call back"),
        TODAY,
        NOON,
    )
    .await
    .unwrap();
    let all = outreach::contacts(&w.db, infant).await.unwrap();
    let (contact, who, undone) = &all[0];
    assert_eq!((contact.id, contact.person, contact.by, contact.on), (id, infant, worker, TODAY));
    assert_eq!((contact.channel, contact.outcome), (Channel::HomeVisit, ContactOutcome::Reached));
    assert_eq!(
        (contact.note.as_deref(), who.as_str(), *undone),
        (Some("will call back"), "worker Testworker", false)
    );
    assert!(outreach::undo_contact(&w.db, id, worker, later(1)).await.unwrap());
    assert!(!outreach::undo_contact(&w.db, id, worker, later(2)).await.unwrap(), "only once");
    assert!(outreach::find_contact(&w.db, id).await.unwrap().unwrap().1);
    let nobody = outreach::log_contact(
        &w.db,
        PersonId(99),
        worker,
        Channel::Call,
        ContactOutcome::Reached,
        None,
        TODAY,
        NOON,
    );
    assert!(matches!(nobody.await, Err(Error::NoSuch("person"))));
}

async fn clean(w: &World) {
    let taken = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    live::done(&w.db, &taken, NOON).await.unwrap();
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 0);
}

async fn a_documented_move_marks_the_bucket(w: &World) {
    let (infant, _, worker) = family(w).await;
    let bucket = w.everyone().await["Patient/i"].bucket;
    clean(w).await;
    let log =
        |outcome| outreach::log_contact(&w.db, infant, worker, Channel::Call, outcome, None, TODAY, NOON);
    log(ContactOutcome::Reached).await.unwrap();
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 0, "an attempt alone moves no measure");
    let id = log(ContactOutcome::MovedAway).await.unwrap();
    assert_eq!(live::take_dirty(&w.db, 9, NOON).await.unwrap(), [bucket]);
    live::done(&w.db, &[bucket], NOON).await.unwrap();
    assert_eq!(facts::of_bucket(&w.db, bucket).await.unwrap().moves, [(infant, TODAY)]);
    outreach::undo_contact(&w.db, id, worker, later(1)).await.unwrap();
    assert_eq!(live::take_dirty(&w.db, 9, NOON).await.unwrap(), [bucket]);
    assert_eq!(facts::of_bucket(&w.db, bucket).await.unwrap().moves, []);
}

async fn a_recorded_visit_is_a_record_and_can_be_undone(w: &World) {
    let (infant, _, worker) = family(w).await;
    let bucket = w.everyone().await["Patient/i"].bucket;
    clean(w).await;
    let visit = |status: &'static str| {
        move |patient: &str, id: &str| {
            let patient = patient.strip_prefix("Patient/").unwrap().to_owned();
            arrival(
                an_encounter(id, &patient).on(TODAY).status(status).organization("Organization/1").build(),
            )
        }
    };
    let recorded = outreach::record_visit(
        &w.db,
        infant,
        TODAY,
        |person, id| visit("finished")(&person.reference.0, id),
        worker,
        NOON,
    )
    .await
    .unwrap();
    assert_eq!(
        (recorded.person, recorded.by_name.as_str(), recorded.undone),
        (infant, "worker Testworker", false)
    );
    assert_eq!(live::take_dirty(&w.db, 9, NOON).await.unwrap(), [bucket]);
    live::done(&w.db, &[bucket], NOON).await.unwrap();
    let record = ledger::bytes(&w.db, recorded.record).await.unwrap().unwrap();
    let own = source::ensure(&w.db, OWN_SOURCE, NOON).await.unwrap();
    assert_eq!((record.source, record.resource_id.as_str()), (own, "visit-1"));
    let stated = facts::of_people(&w.db, &[infant]).await.unwrap();
    let fact =
        stated.iter().find(|s| s.record == recorded.record).expect("the visit is a fact of the infant");
    assert_eq!(fact.source, w.source, "its references are in the terms of the infant's own source");
    assert_eq!(w.everyone().await.len(), 2, "nobody new");

    let undo = |at| {
        outreach::undo_visit(
            &w.db,
            recorded.id,
            visit("entered-in-error")("Patient/i", "visit-1"),
            worker,
            later(at),
        )
    };
    assert!(undo(1).await.unwrap());
    assert!(!undo(2).await.unwrap(), "only once");
    assert_eq!(live::take_dirty(&w.db, 9, NOON).await.unwrap(), [bucket]);
    let stated = facts::of_people(&w.db, &[infant]).await.unwrap();
    let statuses: Vec<&str> = stated
        .iter()
        .filter_map(|s| match &s.fact.body {
            Body::Encounter(e) => Some(e.status.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(statuses, ["entered-in-error"]);
    let visits = outreach::visits(&w.db, infant).await.unwrap();
    assert!(visits[0].undone && visits[0].record != recorded.record);
    assert_eq!(outreach::find_visit(&w.db, recorded.id).await.unwrap().as_ref(), Some(&visits[0]));
    assert_eq!(ledger::history(&w.db, own, "Encounter", "visit-1").await.unwrap().len(), 2);
    let nobody =
        outreach::record_visit(&w.db, PersonId(99), TODAY, |_, _| unreachable!(), worker, NOON).await;
    assert!(matches!(nobody, Err(Error::NoSuch("person"))));
}
