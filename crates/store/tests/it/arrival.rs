use jiff::Timestamp;
use kith_domain::fact::Reference;
use kith_domain::id::{Bucket, RecordId};
use kith_store::ledger::{self, Appended, Arrival};
use kith_store::quarantine::{self, NewProblem};
use kith_store::source::{self, RunCounts};
use kith_store::{facts, live};
use kith_testkit::{NOON, a_condition, a_mother, an_encounter, an_infant, an_organization, later};

use crate::World;
use crate::world::{arrival, updated};

on_both! {
    the_same_bytes_change_nothing,
    a_newer_version_supersedes_and_the_older_stays,
    an_older_version_that_comes_later_is_kept_as_superseded,
    of_two_versions_of_one_moment_the_later_to_arrive_stands,
    a_whole_version_id_settles_one_moment,
    a_whole_version_id_settles_what_no_time_does,
    three_versions_in_one_batch_form_a_chain,
    a_reference_may_come_before_its_target,
    a_fact_that_changes_its_patient_leaves_the_old_one,
    a_record_without_a_fact_is_kept_and_counted,
    bytes_come_back_as_they_came,
    an_organization_is_known_from_the_first_mention,
    zero_bytes_in_texts_stop_nothing,
    standings_count,
    quarantine_keeps_each_problem_once,
    dirty_buckets_are_leased,
}

async fn the_same_bytes_change_nothing(w: &World) {
    let facts = || vec![a_mother("m").build(), an_infant("i").build(), an_encounter("e", "i").build()];
    assert_eq!(w.state(facts()).await, Appended { new: 3, ..Appended::default() });
    let before = w.picture().await;
    let taken = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    live::done(&w.db, &taken, NOON).await.unwrap();

    assert_eq!(w.state(facts()).await, Appended { unchanged: 3, ..Appended::default() });

    assert_eq!(w.picture().await, before);
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 0, "nothing is dirty when nothing changed");
    let standing = &source::standings(&w.db).await.unwrap()[0];
    assert_eq!((standing.records, standing.people), (3, 2));
}

async fn a_newer_version_supersedes_and_the_older_stays(w: &World) {
    w.append(vec![updated(an_infant("i").named("Old", "Testperson").build(), 100)]).await;
    let second = w.append(vec![updated(an_infant("i").named("New", "Testperson").build(), 200)]).await;

    assert_eq!(second, Appended { superseding: 1, ..Appended::default() });
    let history = ledger::history(&w.db, w.source, "Patient", "i").await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].superseded_by, None);
    assert_eq!(history[1].superseded_by, Some(history[0].id));
    let person = w.person("i").await;
    let stated = facts::of_people(&w.db, &[person]).await.unwrap();
    assert_eq!(stated.len(), 1, "only the current version states anything");
    assert_eq!(stated[0].record, history[0].id);
    assert_eq!(w.everyone().await["Patient/i"].given.as_deref(), Some("New"));
}

async fn an_older_version_that_comes_later_is_kept_as_superseded(w: &World) {
    w.append(vec![updated(an_infant("i").named("New", "Testperson").build(), 200)]).await;
    let second = w.append(vec![updated(an_infant("i").named("Old", "Testperson").build(), 100)]).await;
    let third = w.append(vec![updated(an_infant("i").named("Middle", "Testperson").build(), 150)]).await;

    assert_eq!(second, Appended { older: 1, ..Appended::default() });
    assert_eq!(third, Appended { older: 1, ..Appended::default() });
    let history = ledger::history(&w.db, w.source, "Patient", "i").await.unwrap();
    let seconds: Vec<i64> = history.iter().map(|r| r.last_updated.unwrap().as_second()).collect();
    assert_eq!(seconds, [200, 150, 100], "each points to the next newer one, whatever the order of arrival");
    assert_eq!(w.everyone().await["Patient/i"].given.as_deref(), Some("New"));
}

async fn of_two_versions_of_one_moment_the_later_to_arrive_stands(w: &World) {
    w.append(vec![updated(an_infant("i").named("First", "Testperson").build(), 100)]).await;
    w.append(vec![updated(an_infant("i").named("Second", "Testperson").build(), 100)]).await;
    assert_eq!(w.everyone().await["Patient/i"].given.as_deref(), Some("Second"));
    // And the first again is known and stays superseded.
    let again = w.append(vec![updated(an_infant("i").named("First", "Testperson").build(), 100)]).await;
    assert_eq!(again.unchanged, 1);
    assert_eq!(w.everyone().await["Patient/i"].given.as_deref(), Some("Second"));
}

async fn a_whole_version_id_settles_one_moment(w: &World) {
    let version = |name: &str, id: &str| {
        let mut a = updated(an_infant("i").named(name, "Testperson").build(), 100);
        a.version_id = Some(id.to_owned());
        a
    };
    w.append(vec![version("Tenth", "10")]).await;
    assert_eq!(w.append(vec![version("Ninth", "9")]).await.older, 1);
    assert_eq!(w.everyone().await["Patient/i"].given.as_deref(), Some("Tenth"));
}

async fn a_whole_version_id_settles_what_no_time_does(w: &World) {
    let version = |name: &str, id: &str| Arrival {
        version_id: Some(id.to_owned()),
        ..arrival(an_infant("i").named(name, "Testperson").build())
    };
    w.append(vec![version("Tenth", "10"), version("Eleventh", "11"), version("Eighth", "8")]).await;
    assert_eq!(w.append(vec![version("Ninth", "9")]).await.older, 1);
    assert_eq!(w.append(vec![version("Twelfth", "12"), version("Seventh", "7")]).await.superseding, 1);
    let history = ledger::history(&w.db, w.source, "Patient", "i").await.unwrap();
    let numbers: Vec<_> = history.into_iter().filter_map(|r| r.version_id).collect();
    assert_eq!(numbers, ["12", "11", "10", "9", "8", "7"]);
    assert_eq!(w.everyone().await["Patient/i"].given.as_deref(), Some("Twelfth"));
}

async fn three_versions_in_one_batch_form_a_chain(w: &World) {
    let version = |name: &str, at| updated(an_infant("i").named(name, "Testperson").build(), at);
    let done =
        w.append(vec![version("B", 200), version("C", 300), version("A", 100), version("C", 300)]).await;
    assert_eq!(done, Appended { new: 1, superseding: 1, older: 1, unchanged: 1 });
    let history = ledger::history(&w.db, w.source, "Patient", "i").await.unwrap();
    let seconds: Vec<i64> = history.iter().map(|r| r.last_updated.unwrap().as_second()).collect();
    assert_eq!(seconds, [300, 200, 100]);
    assert_eq!(facts::of_people(&w.db, &[w.person("i").await]).await.unwrap().len(), 1);
}

async fn a_reference_may_come_before_its_target(w: &World) {
    w.state(vec![an_encounter("e", "i").build()]).await;
    let first = w.everyone().await["Patient/i"].clone();
    assert_eq!((first.given.as_deref(), first.born), (None, None));

    w.state(vec![an_infant("i").build()]).await;

    let then = w.everyone().await["Patient/i"].clone();
    assert_eq!(then.id, first.id, "an id never changes");
    assert_eq!(then.given.as_deref(), Some("Infant"));
    assert_eq!(facts::of_people(&w.db, &[then.id]).await.unwrap().len(), 2);
}

async fn a_fact_that_changes_its_patient_leaves_the_old_one(w: &World) {
    w.append(vec![updated(an_encounter("e", "a").build(), 100)]).await;
    w.append(vec![updated(an_encounter("e", "b").build(), 200)]).await;
    assert!(facts::of_people(&w.db, &[w.person("a").await]).await.unwrap().is_empty());
    assert_eq!(facts::of_people(&w.db, &[w.person("b").await]).await.unwrap().len(), 1);
    let dirty = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    for id in ["a", "b"] {
        assert!(dirty.contains(&w.everyone().await[&format!("Patient/{id}")].bucket), "{id} is dirty");
    }
}

async fn a_record_without_a_fact_is_kept_and_counted(w: &World) {
    let mut kept = arrival(an_encounter("x", "i").build());
    (kept.resource_type, kept.fact) = ("Provenance".to_owned(), None);
    assert_eq!(w.append(vec![kept]).await.new, 1);
    let standing = &source::standings(&w.db).await.unwrap()[0];
    assert_eq!(standing.by_type, [("Provenance".to_owned(), 1)]);
    assert_eq!(standing.people, 0, "a record that is only kept mentions nobody");
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 0);
}

async fn bytes_come_back_as_they_came(w: &World) {
    let mut a = arrival(an_infant("i").build());
    a.bytes = b"{ \"any\": \"bytes\\u0000\", \xff\x00 }".to_vec();
    a.version_id = Some("3".to_owned());
    a.last_updated = Some("2025-01-02T03:04:05.123456Z".parse::<Timestamp>().unwrap());
    w.append(vec![a.clone()]).await;
    let record = ledger::bytes(&w.db, RecordId(1)).await.unwrap().unwrap();
    assert_eq!(record.bytes, a.bytes);
    assert_eq!((record.resource_type.as_str(), record.resource_id.as_str()), ("Patient", "i"));
    assert_eq!(
        (record.version_id, record.last_updated, record.received_at),
        (a.version_id, a.last_updated, NOON)
    );
    assert_eq!(ledger::bytes(&w.db, RecordId(99)).await.unwrap(), None);
}

async fn an_organization_is_known_from_the_first_mention(w: &World) {
    w.state(vec![
        an_encounter("e", "i").organization("Organization/1").build(),
        an_encounter("f", "i").organization("Organization?identifier=urn:npi|22").build(),
    ])
    .await;
    let first = facts::organizations(&w.db).await.unwrap();
    assert_eq!(first.len(), 2);
    assert_eq!(
        (first[0].reference.clone(), first[0].name.clone()),
        (Reference("Organization/1".to_owned()), None)
    );
    assert_eq!(first[1].identifiers[0].value, "22", "a conditional reference names the identifier");

    w.state(vec![an_organization("1", "Harbor Test Clinic")]).await;

    let then = facts::organizations(&w.db).await.unwrap();
    assert_eq!(then[0].id, first[0].id);
    assert_eq!(then[0].name.as_deref(), Some("Harbor Test Clinic"));
    assert_eq!(then[0].identifiers.len(), 1);
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 256, "it may change to whom anybody is attributed");
}

async fn zero_bytes_in_texts_stop_nothing(w: &World) {
    let facts = || {
        vec![
            an_infant("i").named("A\0da", "Testperson").identifier("urn:mrn", "1\0").build(),
            an_encounter("e\0", "i").organization("Organization/1\0").build(),
            a_condition("c", "j\0", "Z00.129"),
            an_organization("2\0", "Har\0bor"),
        ]
    };
    assert_eq!(w.state(facts()).await.new, 4);
    assert_eq!(w.state(facts()).await.unchanged, 4);
    let mut again = facts();
    again[1] = an_encounter("e\0", "i").status("planned").build();
    assert_eq!(w.state(again).await.superseding, 1);
    assert_eq!(facts::of_people(&w.db, &[w.person("i").await]).await.unwrap().len(), 2);
}

async fn standings_count(w: &World) {
    let other = source::ensure(&w.db, "another", NOON).await.unwrap();
    assert_eq!(source::ensure(&w.db, "another", NOON).await.unwrap(), other);
    w.state(vec![an_infant("i").build(), a_condition("c", "i", "Z00.129"), a_condition("d", "j", "Z00.129")])
        .await;
    let run = source::begin_run(&w.db, w.source, "a.ndjson", NOON).await.unwrap();
    let counts = RunCounts { new: 3, kept: 1, quarantined: 2, ..RunCounts::default() };
    source::end_run(&w.db, run, counts, later(5)).await.unwrap();

    let standings = source::standings(&w.db).await.unwrap();

    assert_eq!(standings.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["another", "clinic"]);
    assert_eq!(standings[0].last_received_at, None);
    let clinic = &standings[1];
    assert_eq!((clinic.records, clinic.people, clinic.quarantined_open), (3, 2, 0));
    assert_eq!(clinic.by_type, [("Condition".to_owned(), 2), ("Patient".to_owned(), 1)]);
    assert_eq!(clinic.last_received_at, Some(NOON));
    let last = clinic.last_run.clone().unwrap();
    assert_eq!((last.id, last.ended_at, last.counts), (run, Some(later(5)), counts));
    assert_eq!(source::runs(&w.db, 5).await.unwrap(), [last]);
    assert!(source::end_run(&w.db, 77, counts, NOON).await.is_err());
}

async fn quarantine_keeps_each_problem_once(w: &World) {
    let run = source::begin_run(&w.db, w.source, "bad.ndjson", NOON).await.unwrap();
    let problem = |reason: &str, n: u8| NewProblem {
        file: "bad.ndjson".to_owned(),
        place: format!("line {n}"),
        reason: reason.to_owned(),
        message: "not JSON".to_owned(),
        help: "send it again".to_owned(),
        bytes: vec![b'{', n],
        length: 2,
        hash: [n; 32],
        resource_type: None,
    };
    let long = NewProblem { length: 100_000_000, ..problem("too_long", 9) };
    let add = |problems| quarantine::add(&w.db, w.source, run, problems, NOON);
    assert_eq!(add(vec![problem("json", 1), problem("json", 2), problem("json", 1), long]).await.unwrap(), 3);
    assert_eq!(add(vec![problem("json", 1)]).await.unwrap(), 0, "seen before and still open");
    assert_eq!(add(vec![problem("date", 1)]).await.unwrap(), 1, "the same bytes for another reason");
    assert_eq!(quarantine::count_open(&w.db).await.unwrap(), 4);
    let by_reason = quarantine::by_reason(&w.db).await.unwrap();
    assert_eq!(by_reason, [("json".to_owned(), 2), ("date".to_owned(), 1), ("too_long".to_owned(), 1)]);

    quarantine::resolve(&w.db, 1, later(1)).await.unwrap();

    assert_eq!(quarantine::count_open(&w.db).await.unwrap(), 3);
    let open = quarantine::list(&w.db, true, Some(2), 10).await.unwrap();
    assert_eq!(open.iter().map(|q| (q.id, q.complete)).collect::<Vec<_>>(), [(3, false), (4, true)]);
    assert_eq!(open[0].source_name, "clinic");
    assert_eq!(quarantine::list(&w.db, false, None, 10).await.unwrap()[0].resolved_at, Some(later(1)));
    assert_eq!(quarantine::bytes(&w.db, 1).await.unwrap().unwrap(), vec![b'{', 1]);
    assert_eq!(quarantine::bytes(&w.db, 50).await.unwrap(), None);
    assert_eq!(
        add(vec![problem("json", 1)]).await.unwrap(),
        1,
        "seen again after it was resolved: open again"
    );
    assert_eq!(source::standings(&w.db).await.unwrap()[0].quarantined_open, 4);
}

async fn dirty_buckets_are_leased(w: &World) {
    live::mark_dirty(&w.db, &[Bucket(7)], later(1)).await.unwrap();
    live::mark_dirty(&w.db, &[Bucket(3), Bucket(9)], later(2)).await.unwrap();
    live::mark_dirty(&w.db, &[Bucket(7)], later(3)).await.unwrap();

    let taken = live::take_dirty(&w.db, 2, later(10)).await.unwrap();
    assert_eq!(taken, [Bucket(7), Bucket(3)], "the one that waited longest first");
    assert_eq!(live::take_dirty(&w.db, 5, later(11)).await.unwrap(), [Bucket(9)]);
    assert_eq!(live::take_dirty(&w.db, 5, later(12)).await.unwrap(), [], "all are taken");

    // Marked again while it was worked on: stays.
    live::mark_dirty(&w.db, &[Bucket(3)], later(13)).await.unwrap();
    live::done(&w.db, &taken, later(10)).await.unwrap();
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 2);
    assert_eq!(live::take_dirty(&w.db, 5, later(14)).await.unwrap(), [Bucket(3)]);

    // Whoever took 9 died.
    let after_lease = later(12).checked_add(live::LEASE).unwrap();
    assert_eq!(live::take_dirty(&w.db, 5, after_lease).await.unwrap(), [Bucket(9)]);
    live::done(&w.db, &[Bucket(9)], later(11)).await.unwrap();
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 2, "who lost the lease says nothing");
    live::release(&w.db).await.unwrap();
    assert_eq!(live::take_dirty(&w.db, 5, later(15)).await.unwrap().len(), 2);
}

#[test]
fn a_location_is_a_directory_or_an_address() {
    use kith_store::Location;
    assert_eq!("data".parse::<Location>().unwrap(), Location::Sqlite { dir: "data".into() });
    assert!(matches!("postgres://h/k".parse::<Location>().unwrap(), Location::Postgres { .. }));
    let error = "mysql://me:secret@h/k".parse::<Location>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`h/k` is not a database location: give a directory or a postgres:// address"
    );
}
