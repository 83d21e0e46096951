//! Files that were put in, what a run wrote taken back, and what happened to people.

use kith_domain::id::RecordId;
use kith_store::ledger::{self, Arrival, Withdrawn};
use kith_store::upload::{self, NewUpload};
use kith_store::{event, facts, linkage, source};
use kith_testkit::{
    NOON, TODAY, a_condition, a_related_person, an_encounter, an_infant, an_organization, later,
};

use crate::World;
use crate::world::{arrival, updated};

on_both! {
    what_was_new_says_nothing_any_more,
    what_was_superseded_is_said_again,
    the_same_file_may_come_again,
    what_was_overtaken_is_left,
    runs_are_taken_back_in_any_order,
    a_receipt_names_the_records,
    an_upload_is_mapped_committed_and_undone,
    a_mapping_is_saved_for_the_source,
    an_event_is_noticed_once,
}

async fn run(w: &World, batch: Vec<Arrival>) -> i64 {
    let run = source::begin_run(&w.db, w.source, "sheet.csv", NOON).await.unwrap();
    ledger::append_noting(&w.db, w.source, batch, Some(run), NOON).await.unwrap();
    run
}

async fn withdraw(w: &World, run: i64) -> Withdrawn {
    let done = ledger::withdraw(&w.db, run, later(10)).await.unwrap();
    w.resolve().await;
    assert_eq!(ledger::withdraw(&w.db, run, later(11)).await.unwrap(), Withdrawn::default(), "only once");
    done
}

async fn name(w: &World, id: &str) -> Option<String> {
    w.everyone().await[&format!("Patient/{id}")].given.clone()
}

async fn what_was_new_says_nothing_any_more(w: &World) {
    let batch = || {
        let mut unread = arrival(an_encounter("x", "i").build());
        (unread.resource_type, unread.fact) = ("Provenance".to_owned(), None);
        vec![
            arrival(an_infant("i").identifier("urn:mrn", "1").build()),
            arrival(a_related_person("r", "i").build()),
            arrival(a_condition("c", "i", "Z00.129")),
            arrival(an_organization("1", "Harbor Test Clinic")),
            unread,
        ]
    };
    let first = run(w, batch()).await;
    let after = linkage::last_change(&w.db).await.unwrap();
    let done = withdraw(w, first).await;
    assert_eq!(done, Withdrawn { withdrawn: 5, ..Withdrawn::default() });
    let home = w.home("i").await;
    assert!(facts::of_people(&w.db, &[home]).await.unwrap().is_empty());
    assert_eq!(name(w, "i").await, None);
    let changed = linkage::changed(&w.db, after, 10).await.unwrap();
    assert_eq!(changed.iter().map(|c| c.1).collect::<Vec<_>>(), [w.key("i").await]);
    let subject = linkage::members(&w.db, home).await.unwrap().remove(0);
    assert!(subject.said.is_none() && subject.mothers.is_empty());
    let history = ledger::history(&w.db, w.source, "Patient", "i").await.unwrap();
    assert_eq!(
        history.iter().map(|r| r.bytes.is_empty()).collect::<Vec<_>>(),
        [true, false],
        "the bytes stay"
    );

    let again = ledger::append_noting(&w.db, w.source, batch(), None, NOON).await.unwrap();
    assert_eq!(
        (again.appended.superseding, again.appended.unchanged),
        (5, 0),
        "taken back, it is news again"
    );
    assert_eq!(name(w, "i").await.as_deref(), Some("Infant"));
    assert_eq!(facts::of_people(&w.db, &[home]).await.unwrap().len(), 3);
}

async fn what_was_superseded_is_said_again(w: &World) {
    let stood = |name: &str, second| updated(an_infant("i").named(name, "Testperson").build(), second);
    w.append(vec![stood("Before", 100), arrival(an_organization("1", "Before"))]).await;
    let before = w.picture().await;
    let record = ledger::history(&w.db, w.source, "Patient", "i").await.unwrap().remove(0);
    let changed =
        run(w, vec![stood("After", 300), stood("Between", 200), arrival(an_organization("1", "After"))])
            .await;
    assert_eq!(name(w, "i").await.as_deref(), Some("After"));
    assert_eq!(withdraw(w, changed).await, Withdrawn { restored: 2, ..Withdrawn::default() });
    assert_eq!(w.picture().await, before);
    let now = ledger::history(&w.db, w.source, "Patient", "i").await.unwrap().remove(0);
    assert_eq!((now.bytes, now.last_updated), (record.bytes, record.last_updated));
    assert_ne!(now.id, record.id);
    // What stands is what stood, also beside what comes next.
    assert_eq!(w.append(vec![stood("Before", 100)]).await.unchanged, 1);
    assert_eq!(w.append(vec![stood("Older", 50)]).await.older, 1);
    assert_eq!(w.append(vec![stood("Newer", 150)]).await.superseding, 1);
    assert_eq!(name(w, "i").await.as_deref(), Some("Newer"));
}

async fn the_same_file_may_come_again(w: &World) {
    let file = || vec![arrival(an_infant("i").named("File", "Testperson").build())];
    w.append(vec![arrival(an_infant("i").named("Before", "Testperson").build())]).await;
    for _ in 0..3 {
        let one = run(w, file()).await;
        assert_eq!(name(w, "i").await.as_deref(), Some("File"));
        assert_eq!(withdraw(w, one).await.restored, 1);
        assert_eq!(name(w, "i").await.as_deref(), Some("Before"));
    }
    assert_eq!(ledger::history(&w.db, w.source, "Patient", "i").await.unwrap().len(), 7);
}

async fn what_was_overtaken_is_left(w: &World) {
    let one = run(
        w,
        vec![
            arrival(an_infant("i").named("File", "Testperson").build()),
            arrival(an_infant("j").named("File", "Testperson").build()),
        ],
    )
    .await;
    w.append(vec![arrival(an_infant("i").named("Newer", "Testperson").build())]).await;
    assert_eq!(withdraw(w, one).await, Withdrawn { withdrawn: 1, overtaken: 1, restored: 0 });
    assert_eq!((name(w, "i").await.as_deref(), name(w, "j").await), (Some("Newer"), None));
}

async fn runs_are_taken_back_in_any_order(w: &World) {
    for (round, order) in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1], [1, 2, 0]].into_iter().enumerate() {
        let id = format!("i{round}");
        let says = |name: &str| vec![arrival(an_infant(&id).named(name, "Testperson").build())];
        w.append(says("Before")).await;
        let mut runs = Vec::new();
        for name in ["One", "Two", "Three"] {
            runs.push(run(w, says(name)).await);
        }
        let names = ["One", "Two", "Three"];
        let mut left = vec![0, 1, 2];
        for which in order {
            withdraw(w, runs[which]).await;
            left.retain(|l| *l != which);
            let expected = left.last().map_or("Before", |last| names[*last]);
            assert_eq!(name(w, &id).await.as_deref(), Some(expected), "{order:?} after {which}");
        }
    }
}

async fn a_receipt_names_the_records(w: &World) {
    let batch = || vec![arrival(an_infant("i").build()), arrival(an_encounter("e", "i").build())];
    let first = ledger::append_noting(&w.db, w.source, batch(), None, NOON).await.unwrap();
    assert_eq!(first.records, [RecordId(1), RecordId(2)]);
    let again = ledger::append_noting(&w.db, w.source, batch(), Some(1), NOON).await.unwrap();
    assert_eq!(again.records, first.records, "where the same bytes are");
    assert_eq!(ledger::records_of_run(&w.db, 1).await.unwrap(), [], "and they are not the run's");
    let one = run(w, vec![arrival(an_infant("i").phone("555-0100").build())]).await;
    let own = ledger::records_of_run(&w.db, one).await.unwrap();
    assert_eq!((own.len(), own[0].record, own[0].superseded_by), (1, RecordId(3), None));
    assert_eq!((own[0].reference.0.as_str(), own[0].source), ("Patient/i", w.source));
    let nothing = ledger::append_noting(&w.db, w.source, vec![], None, NOON).await.unwrap();
    assert_eq!(nothing, ledger::Receipt::default());
}

async fn an_upload_is_mapped_committed_and_undone(w: &World) {
    let by = w.account("steward").await;
    let new = NewUpload {
        name: "families.csv".to_owned(),
        source_name: "home visiting".to_owned(),
        bytes: b"a,b\n1,2\n".to_vec(),
        by,
    };
    let id = upload::save(&w.db, new.clone(), NOON).await.unwrap();
    let second =
        upload::save(&w.db, NewUpload { name: "more.csv".to_owned(), ..new.clone() }, NOON).await.unwrap();
    let file = upload::find(&w.db, id).await.unwrap().unwrap();
    assert_eq!(
        (file.name.as_str(), file.length, file.by_name.as_str()),
        ("families.csv", 8, "steward Testworker")
    );
    assert_eq!((&file.mapping, file.committed, &file.undone), (&None, None, &None));
    assert_eq!(upload::bytes(&w.db, id).await.unwrap().unwrap(), new.bytes);
    let ids: Vec<_> = upload::list(&w.db, 10).await.unwrap().iter().map(|u| u.id).collect();
    assert_eq!(ids, [second, id], "newest first");

    assert!(!upload::mark_undone(&w.db, id, by, NOON).await.unwrap(), "nothing to undo yet");
    assert!(upload::set_mapping(&w.db, id, "[columns]").await.unwrap());
    let run = source::begin_run(&w.db, w.source, "families.csv", NOON).await.unwrap();
    assert!(upload::mark_committed(&w.db, id, run, later(1)).await.unwrap());
    assert!(!upload::mark_committed(&w.db, id, run, later(2)).await.unwrap(), "only once");
    assert!(!upload::set_mapping(&w.db, id, "other").await.unwrap(), "it was read as it was");
    assert!(upload::mark_undone(&w.db, id, by, later(3)).await.unwrap());
    assert!(!upload::mark_undone(&w.db, id, by, later(4)).await.unwrap());
    let file = upload::find(&w.db, id).await.unwrap().unwrap();
    assert_eq!((file.mapping.as_deref(), file.committed), (Some("[columns]"), Some((run, later(1)))));
    assert_eq!(file.undone, Some((later(3), "steward Testworker".to_owned())));
    assert_eq!(upload::bytes(&w.db, kith_domain::id::UploadId(99)).await.unwrap(), None);
}

async fn a_mapping_is_saved_for_the_source(w: &World) {
    let by = w.account("steward").await;
    assert_eq!(upload::saved_mapping(&w.db, w.source).await.unwrap(), None);
    for text in ["first", "second"] {
        upload::save_mapping(&w.db, w.source, text, by, NOON).await.unwrap();
        assert_eq!(upload::saved_mapping(&w.db, w.source).await.unwrap().as_deref(), Some(text));
    }
}

async fn an_event_is_noticed_once(w: &World) {
    let batch = vec![
        arrival(an_infant("i").build()),
        arrival(an_infant("j").build()),
        arrival(an_encounter("e", "j").build()),
        arrival(an_organization("1", "Harbor Test Clinic")),
    ];
    let records = ledger::append_noting(&w.db, w.source, batch, None, NOON).await.unwrap().records;
    let key = w.key("j").await;
    let notice = async |kind, record, on| {
        event::notice(&w.db, &[event::NewEvent { kind, source_person: key, record, on }], NOON).await.unwrap()
    };
    assert_eq!(notice(event::BIRTH, records[1], TODAY).await, 1);
    assert_eq!(notice(event::BIRTH, records[2], TODAY).await, 0, "once is enough, whichever record says so");
    assert_eq!(notice(event::HYPERTENSION_DISCHARGE, records[2], TODAY).await, 1);
    let all = event::list(&w.db, 0, 10).await.unwrap();
    assert_eq!(
        all.iter().map(|e| (e.id, e.kind.as_str(), e.on)).collect::<Vec<_>>(),
        [(1, event::BIRTH, TODAY), (2, event::HYPERTENSION_DISCHARGE, TODAY)]
    );
    assert_eq!(event::list(&w.db, 1, 10).await.unwrap(), all[1..]);
    let (i, j) = (w.key("i").await, w.key("j").await);
    w.cluster(&[&[i, j]], linkage::Cause::Linkage).await;
    let of = event::of_person(&w.db, w.home("j").await).await.unwrap();
    assert_eq!(
        of.iter().map(|e| (e.id, e.person)).collect::<Vec<_>>(),
        [(2, w.home("i").await), (1, w.home("i").await)]
    );
}
