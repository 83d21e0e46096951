//! Files that were put in, what a run wrote taken back, and what happened to people.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use kith_domain::id::{AccountId, Bucket, PersonId, RecordId, SourcePersonId};
use kith_store::ledger::{self, Arrival, Withdrawn};
use kith_store::quarantine::{self, NewProblem};
use kith_store::upload::{self, Commit, NewUpload};
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
    the_bytes_of_an_upload_go_and_its_receipt_stays,
    an_upload_that_was_discarded_is_never_committed,
    bytes_that_nobody_decides_about_are_erased_by_age,
    what_is_known_of_one_type_leaves_out_what_was_taken_back,
    rows_set_aside_are_found_by_their_hashes,
    a_mapping_is_saved_for_the_source,
    an_event_is_noticed_once_and_withdrawn_when_nothing_says_so,
    one_birth_of_two_who_are_one_is_one,
    what_came_older_was_not_overtaken,
    what_another_run_stated_stays_until_that_one_is_taken_back,
    a_file_is_in_with_all_of_it_or_not_at_all,
    one_of_two_commits_and_undos_at_once_goes_first,
    a_row_set_aside_is_open_until_every_file_with_it_is_undone,
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
    let after = w.last_change().await;
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
    assert_eq!(withdraw(w, one).await, Withdrawn { withdrawn: 1, overtaken: 1, ..Withdrawn::default() });
    assert_eq!((name(w, "i").await.as_deref(), name(w, "j").await), (Some("Newer"), None));
}

async fn what_came_older_was_not_overtaken(w: &World) {
    let says =
        |id: &str, name: &str, second| updated(an_infant(id).named(name, "Testperson").build(), second);
    w.append(vec![says("i", "Stood", 300), says("j", "Stood", 300)]).await;
    // Of one only older versions; of another an older and a newer; of a third a newer and then an older.
    let one = run(
        w,
        vec![
            says("i", "Older", 100),
            says("i", "Old", 200),
            says("j", "Older", 100),
            says("j", "File", 400),
            says("k", "File", 400),
            says("k", "Older", 100),
        ],
    )
    .await;
    w.append(vec![says("i", "Newer", 500), says("j", "Newer", 500), says("k", "Newer", 500)]).await;
    assert_eq!(withdraw(w, one).await, Withdrawn { older: 1, overtaken: 2, ..Withdrawn::default() });
    for id in ["i", "j", "k"] {
        assert_eq!(name(w, id).await.as_deref(), Some("Newer"), "{id}");
    }
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

    assert_eq!(upload::undo(&w.db, id, by, &[], NOON).await.unwrap(), None, "nothing to undo yet");
    assert!(upload::set_mapping(&w.db, id, "[said]").await.unwrap());
    let says = |id: &str, phone: &str| arrival(an_infant(id).phone(phone).build());
    let mut row = says("row", "555-0100");
    (row.resource_type, row.fact) = ("TableRow".to_owned(), None);
    let batch = vec![row.clone(), says("i", "555-0100"), says("j", "555-0100"), says("k", "555-0100")];
    let first = Commit { mapping: Some("[columns]".to_owned()), ..a_file(w, by, batch) };
    let counts = upload::commit(&w.db, id, first.clone(), later(1)).await.unwrap().unwrap();
    assert_eq!((counts.new, counts.kept, counts.quarantined), (4, 1, 0));
    let latest = source::runs(&w.db, 1).await.unwrap().remove(0);
    assert_eq!((latest.ended_at, latest.counts), (Some(later(1)), counts));
    assert_eq!(upload::commit(&w.db, id, first, later(2)).await.unwrap(), None, "only once");
    assert!(!upload::set_mapping(&w.db, id, "other").await.unwrap(), "it was read as it was");
    row.bytes.push(b' ');
    run(w, vec![row, says("i", "555-0111"), says("j", "555-0100")]).await;
    let back = upload::undo(&w.db, id, by, &["TableRow"], later(3)).await.unwrap();
    assert_eq!(back, Some(Withdrawn { withdrawn: 1, overtaken: 2, kept: 1, ..Withdrawn::default() }));
    assert_eq!(upload::undo(&w.db, id, by, &[], later(4)).await.unwrap(), None);
    let file = upload::find(&w.db, id).await.unwrap().unwrap();
    assert_eq!((file.mapping.as_deref(), file.committed), (Some("[columns]"), Some((latest.id, later(1)))));
    assert_eq!(file.undone, Some((later(3), "steward Testworker".to_owned())));
    assert_eq!(file.stayed, Some(2), "the row is not counted");
    assert_eq!(upload::bytes(&w.db, kith_domain::id::UploadId(99)).await.unwrap(), None);
}

/// What a file of some rows is when it is taken in.
fn a_file(w: &World, by: AccountId, arrivals: Vec<Arrival>) -> Commit {
    Commit {
        source: w.source,
        what: "families.csv".to_owned(),
        by,
        mapping: None,
        arrivals,
        problems: Vec::new(),
        receipt: "{}".to_owned(),
        aside: "[1]".to_owned(),
    }
}

/// A file that nobody decided about.
async fn an_upload(w: &World, login: &str) -> kith_domain::id::UploadId {
    let by = w.account(login).await;
    let new = NewUpload {
        name: "families.csv".to_owned(),
        source_name: "home visiting".to_owned(),
        bytes: b"a,b\n1,2\n".to_vec(),
        by,
    };
    upload::save(&w.db, new, NOON).await.unwrap()
}

async fn the_bytes_of_an_upload_go_and_its_receipt_stays(w: &World) {
    let id = an_upload(w, "steward").await;
    let hash = upload::find(&w.db, id).await.unwrap().unwrap().hash;
    let by = upload::find(&w.db, id).await.unwrap().unwrap().by;
    assert!(upload::commit(&w.db, id, a_file(w, by, vec![]), later(2)).await.unwrap().is_some());
    assert_eq!(upload::bytes(&w.db, id).await.unwrap(), None);
    let file = upload::find(&w.db, id).await.unwrap().unwrap();
    assert_eq!((file.erased, file.receipt.as_deref()), (Some(later(2)), Some("{}")));
    assert_eq!(upload::aside(&w.db, id).await.unwrap().as_deref(), Some("[1]"));
    assert_eq!((file.length, file.hash, file.name.as_str()), (8, hash, "families.csv"));
    let back = upload::undo(&w.db, id, by, &[], later(4)).await.unwrap();
    assert_eq!(back, Some(Withdrawn::default()), "undone without them");
}

/// SQLite keeps freed pages as they were, unless told otherwise.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_an_erased_upload_is_left_in_the_file() {
    const SECRET: &[u8] = b"a remark that was left out";
    let place = kith_testkit::sqlite();
    let w = World::open(&place).await;
    let by = w.account("steward").await;
    let save = async |times: usize| {
        let (name, source_name) = ("families.csv".to_owned(), "home visiting".to_owned());
        let bytes = [SECRET, b",\n"].concat().repeat(times);
        upload::save(&w.db, NewUpload { name, source_name, bytes, by }, NOON).await.unwrap()
    };
    let mut ids = Vec::new();
    for times in [1, 40, 5_000] {
        ids.push(save(times).await);
    }
    assert!(upload::discard(&w.db, ids[0], later(1)).await.unwrap());
    assert!(upload::commit(&w.db, ids[1], a_file(&w, by, vec![]), later(1)).await.unwrap().is_some());
    assert_eq!(upload::erase_older(&w.db, later(1), later(2)).await.unwrap(), 1);
    let file = std::path::Path::new(place.location()).join("kith.sqlite3");
    w.db.close().await;
    let kept = std::fs::read(file).unwrap();
    assert!(kept.windows(12).any(|part| part == b"families.csv"), "its name stays");
    assert!(!kept.windows(SECRET.len()).any(|part| part == SECRET));
}

async fn an_upload_that_was_discarded_is_never_committed(w: &World) {
    let id = an_upload(w, "steward").await;
    assert!(upload::discard(&w.db, id, later(1)).await.unwrap());
    assert!(!upload::discard(&w.db, id, later(2)).await.unwrap());
    let by = upload::find(&w.db, id).await.unwrap().unwrap().by;
    let file = a_file(w, by, vec![arrival(an_infant("i").build())]);
    assert_eq!(upload::commit(&w.db, id, file, later(3)).await.unwrap(), None);
    assert_eq!(source::runs(&w.db, 1).await.unwrap(), [], "not even a run");
    assert!(upload::known(&w.db, w.source, "Patient").await.unwrap().is_empty());
    assert!(!upload::set_mapping(&w.db, id, "[columns]").await.unwrap());
    let file = upload::find(&w.db, id).await.unwrap().unwrap();
    assert_eq!((file.erased, file.committed, file.receipt), (Some(later(1)), None, None));
    assert_eq!(upload::bytes(&w.db, id).await.unwrap(), None);
}

async fn bytes_that_nobody_decides_about_are_erased_by_age(w: &World) {
    let old = an_upload(w, "steward").await;
    assert_eq!(upload::erase_older(&w.db, NOON, later(9)).await.unwrap(), 0, "not yet");
    assert_eq!(upload::erase_older(&w.db, later(1), later(9)).await.unwrap(), 1);
    assert_eq!(upload::erase_older(&w.db, later(1), later(10)).await.unwrap(), 0);
    assert_eq!(upload::bytes(&w.db, old).await.unwrap(), None);
    assert_eq!(upload::find(&w.db, old).await.unwrap().unwrap().erased, Some(later(9)));
}

async fn what_is_known_of_one_type_leaves_out_what_was_taken_back(w: &World) {
    run(w, vec![arrival(an_infant("a").build()), arrival(an_infant("b").build())]).await;
    run(w, vec![arrival(an_infant("b").phone("555-0100").build())]).await;
    let last = run(w, vec![arrival(an_infant("c").build()), arrival(an_encounter("e", "c").build())]).await;
    let known = async |kind: &str| {
        let known = upload::known(&w.db, w.source, kind).await.unwrap();
        known.into_iter().map(|r| r.0).collect::<Vec<_>>()
    };
    assert_eq!(known("Patient").await, ["Patient/a", "Patient/b", "Patient/c"], "each once");
    assert_eq!(known("Encounter").await, ["Encounter/e"]);
    assert_eq!(known("TableRow").await, [""; 0]);
    ledger::withdraw(&w.db, last, NOON).await.unwrap();
    assert_eq!(known("Patient").await, ["Patient/a", "Patient/b"]);
}

fn problem(place: &str, bytes: &[u8], hash: [u8; 32]) -> NewProblem {
    NewProblem {
        file: "families.csv".to_owned(),
        place: place.to_owned(),
        reason: "bad_date".to_owned(),
        message: "no day".to_owned(),
        help: "correct it".to_owned(),
        bytes: bytes.to_vec(),
        length: 3,
        hash,
        resource_type: None,
    }
}

async fn a_row_set_aside_is_open_until_every_file_with_it_is_undone(w: &World) {
    let by = w.account("steward").await;
    let (name, source_name) = ("families.csv".to_owned(), "home visiting".to_owned());
    let new = NewUpload { name, source_name, bytes: b"a".to_vec(), by };
    let file = async |hashes: &[u8]| {
        let id = upload::save(&w.db, new.clone(), NOON).await.unwrap();
        let problems = hashes.iter().map(|hash| problem("line 2", b"a,b", [*hash; 32])).collect();
        let file = Commit { problems, ..a_file(w, by, vec![]) };
        upload::commit(&w.db, id, file, NOON).await.unwrap().unwrap();
        id
    };
    let undo = async |id| upload::undo(&w.db, id, by, &[], later(1)).await.unwrap().unwrap();
    let open = async |expected: &[u8]| {
        let open = quarantine::list(&w.db, true, None, 10).await.unwrap();
        let mut hashes = Vec::new();
        for held in open {
            let bytes = upload::refused(&w.db, w.source, &[[held.id as u8; 32]]).await.unwrap();
            hashes.extend(bytes.into_keys().map(|hash| hash[0]));
        }
        assert_eq!(hashes, expected);
    };
    // Numbered as they come, so that the hash tells the entry.
    let (first, second) = (file(&[1, 2]).await, file(&[2, 3]).await);
    open(&[1, 2, 3]).await;
    undo(first).await;
    open(&[2, 3]).await;
    let third = file(&[1, 2]).await;
    open(&[1, 2, 3]).await;
    undo(second).await;
    open(&[1, 2]).await;
    // What a plain ingest has seen too stays open; what was understood is not opened by undoing.
    let run = source::begin_run(&w.db, w.source, "feed", NOON).await.unwrap();
    let seen = vec![problem("line 2", b"a,b", [1; 32])];
    assert_eq!(quarantine::add(&w.db, w.source, run, seen, NOON).await.unwrap(), 0);
    undo(third).await;
    open(&[1]).await;
}

async fn what_another_run_stated_stays_until_that_one_is_taken_back(w: &World) {
    let says = |name: &str| vec![arrival(an_infant("i").named(name, "Testperson").build())];
    let stands = async |expected: Option<&str>| assert_eq!(name(w, "i").await.as_deref(), expected);
    w.append(says("Before")).await;
    // Written by the first, said by two more.
    let [first, second, third] =
        [run(w, says("One")).await, run(w, says("One")).await, run(w, says("One")).await];
    let kept = Withdrawn { kept: 1, ..Withdrawn::default() };
    assert_eq!(withdraw(w, first).await, kept);
    stands(Some("One")).await;
    // Something newer comes and goes: what stands again is still said by the third.
    let newer = run(w, says("Two")).await;
    assert_eq!(withdraw(w, newer).await.restored, 1);
    stands(Some("One")).await;
    assert_eq!(withdraw(w, second).await, kept);
    stands(Some("One")).await;
    assert_eq!(withdraw(w, third).await, Withdrawn { restored: 1, ..Withdrawn::default() });
    stands(Some("Before")).await;

    // The other way round, nothing is left to keep it.
    let (first, second) = (run(w, says("One")).await, run(w, says("One")).await);
    assert_eq!(withdraw(w, second).await, Withdrawn::default());
    stands(Some("One")).await;
    assert_eq!(withdraw(w, first).await.restored, 1);
    stands(Some("Before")).await;
    assert_eq!(w.append(says("Before")).await.unchanged, 1);
}

async fn a_file_is_in_with_all_of_it_or_not_at_all(w: &World) {
    let id = an_upload(w, "steward").await;
    let by = upload::find(&w.db, id).await.unwrap().unwrap().by;
    let file = |aside: NewProblem| {
        let problems = vec![aside];
        let mapping = Some("[columns]".to_owned());
        Commit { problems, mapping, ..a_file(w, by, vec![arrival(an_infant("i").build())]) }
    };
    // The transaction stops at an account that there is not, when the file is marked already.
    let broken = Commit { by: AccountId(99), ..file(problem("line 2", b"a,b", [1; 32])) };
    assert!(upload::commit(&w.db, id, broken, later(1)).await.is_err());
    let cut = upload::find(&w.db, id).await.unwrap().unwrap();
    assert_eq!((cut.committed, cut.erased, cut.mapping, cut.receipt), (None, None, None, None));
    assert!(upload::bytes(&w.db, id).await.unwrap().is_some());
    assert_eq!(source::runs(&w.db, 1).await.unwrap(), []);
    assert_eq!(upload::undo(&w.db, id, by, &[], later(2)).await.unwrap(), None);
    assert!(quarantine::list(&w.db, false, None, 10).await.unwrap().is_empty());
    // So it goes in as if nothing had been.
    let counts = upload::commit(&w.db, id, file(problem("line 2", b"a,b", [1; 32])), later(3)).await.unwrap();
    assert_eq!(counts.map(|c| (c.new, c.quarantined)), Some((1, 1)));
    assert_eq!(quarantine::count_open(&w.db).await.unwrap(), 1);
    assert_eq!(upload::saved_mapping(&w.db, w.source).await.unwrap().as_deref(), Some("[columns]"));
}

async fn one_of_two_commits_and_undos_at_once_goes_first(w: &World) {
    let by = w.account("steward").await;
    let (name, source_name) = ("families.csv".to_owned(), "home visiting".to_owned());
    let new = NewUpload { name, source_name, bytes: b"a".to_vec(), by };
    for round in 0..8 {
        let id = upload::save(&w.db, new.clone(), NOON).await.unwrap();
        let infant = format!("i{round}");
        let file = || a_file(w, by, vec![arrival(an_infant(&infant).build())]);
        let commit = || upload::commit(&w.db, id, file(), later(1));
        let (one, undone, other) =
            tokio::join!(commit(), upload::undo(&w.db, id, by, &[], later(2)), commit());
        let (one, undone, other) = (one.unwrap(), undone.unwrap(), other.unwrap());
        assert!(one.is_some() != other.is_some(), "one of them took it in");
        let known = upload::known(&w.db, w.source, "Patient").await.unwrap();
        let stands = known.iter().any(|r| r.0 == format!("Patient/{infant}"));
        assert_eq!(stands, undone.is_none(), "what is undone has no rows, in round {round}");
        let again = upload::undo(&w.db, id, by, &[], later(3)).await.unwrap();
        assert_eq!(again.is_some(), stands);
    }
    assert!(upload::known(&w.db, w.source, "Patient").await.unwrap().is_empty());
}

async fn rows_set_aside_are_found_by_their_hashes(w: &World) {
    let run = source::begin_run(&w.db, w.source, "families.csv", NOON).await.unwrap();
    let problems = vec![problem("line 2", b"a,b", [1; 32]), problem("line 3", b"c,d", [2; 32])];
    quarantine::add(&w.db, w.source, run, problems, NOON).await.unwrap();
    let found = upload::refused(&w.db, w.source, &[[2; 32], [3; 32]]).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [([2; 32], b"c,d".to_vec())]);
    assert!(upload::refused(&w.db, w.source, &[]).await.unwrap().is_empty());
}

async fn a_mapping_is_saved_for_the_source(w: &World) {
    let by = w.account("steward").await;
    assert_eq!(upload::saved_mapping(&w.db, w.source).await.unwrap(), None);
    let (name, source_name) = ("families.csv".to_owned(), "home visiting".to_owned());
    let new = NewUpload { name, source_name, bytes: b"a".to_vec(), by };
    for text in ["first", "second"] {
        let id = upload::save(&w.db, new.clone(), NOON).await.unwrap();
        let file = Commit { mapping: Some(text.to_owned()), ..a_file(w, by, vec![]) };
        upload::commit(&w.db, id, file, NOON).await.unwrap().unwrap();
        assert_eq!(upload::saved_mapping(&w.db, w.source).await.unwrap().as_deref(), Some(text));
    }
}

/// What was noted and stands, of every person.
async fn standing(w: &World) -> Vec<(i64, PersonId, Date)> {
    let all = event::list(&w.db, 0, 10).await.unwrap();
    all.iter().map(|e| (e.id, e.person, e.on)).collect()
}

/// Settles what is told of some source people, as (whom, record, day) of a birth, the days up to today being news.
async fn settle(w: &World, told: &[(SourcePersonId, RecordId, Date)]) -> (u64, u64, u64) {
    let mut people = HashMap::new();
    for home in [PersonId(1), PersonId(2)] {
        for member in linkage::members(&w.db, home).await.unwrap() {
            people.insert(member.key, member.person);
        }
    }
    let buckets: Vec<Bucket> = Bucket::all().collect();
    let told: Vec<_> = told
        .iter()
        .map(|&(source_person, record, on)| event::NewEvent { kind: event::BIRTH, source_person, record, on })
        .collect();
    let news = DAY..=TODAY;
    let settled = event::settle(&w.db, &buckets, &people, &told, &news, NOON).await.unwrap();
    let again = event::settle(&w.db, &buckets, &people, &told, &news, NOON).await.unwrap();
    assert_eq!(again, event::Settled::default(), "settled is settled");
    (settled.noticed, settled.withdrawn, settled.restored)
}

/// Two infants: their keys, a record of each, and their homes.
async fn two_infants(w: &World) -> ([SourcePersonId; 2], Vec<RecordId>, [PersonId; 2]) {
    let batch = vec![arrival(an_infant("i").build()), arrival(an_infant("j").build())];
    let records = ledger::append_noting(&w.db, w.source, batch, None, NOON).await.unwrap().records;
    ([w.key("i").await, w.key("j").await], records, [w.home("i").await, w.home("j").await])
}

const DAY: Date = date(2026, 1, 2);

async fn an_event_is_noticed_once_and_withdrawn_when_nothing_says_so(w: &World) {
    let ([i, j], records, [hi, hj]) = two_infants(w).await;
    let old = date(2025, 1, 1);
    assert_eq!(settle(w, &[(i, records[0], DAY), (j, records[1], old)]).await, (1, 0, 0), "old is no news");
    assert_eq!(settle(w, &[(i, records[1], DAY)]).await, (0, 0, 0), "once, whichever record says so");
    assert_eq!(event::list(&w.db, 0, 10).await.unwrap()[0].record, records[1]);

    // Corrected, and put back.
    assert_eq!(settle(w, &[(i, records[0], TODAY), (j, records[1], DAY)]).await, (2, 1, 0));
    assert_eq!(standing(w).await, [(2, hi, TODAY), (3, hj, DAY)]);
    assert_eq!(settle(w, &[(i, records[0], DAY), (j, records[1], DAY)]).await, (0, 1, 1));
    assert_eq!(standing(w).await, [(1, hi, DAY), (3, hj, DAY)]);
    let after: Vec<i64> = event::list(&w.db, 1, 10).await.unwrap().iter().map(|e| e.id).collect();
    assert_eq!(after, [3]);

    // Those of whom no facts were read are left; of the others what nobody tells is withdrawn, however old.
    let only = HashMap::from([(i, hi)]);
    let buckets: Vec<Bucket> = Bucket::all().collect();
    let settled = event::settle(&w.db, &buckets, &only, &[], &(TODAY..=TODAY), NOON).await.unwrap();
    assert_eq!((settled.withdrawn, standing(w).await), (1, vec![(3, hj, DAY)]));
}

async fn one_birth_of_two_who_are_one_is_one(w: &World) {
    let ([i, j], records, [hi, hj]) = two_infants(w).await;
    let both = [(i, records[0], DAY), (j, records[1], DAY)];
    assert_eq!(settle(w, &both).await, (2, 0, 0));
    w.cluster(&[&[i, j]], linkage::Cause::Linkage).await;
    assert_eq!(settle(w, &both[1..]).await, (0, 1, 0));
    assert_eq!(standing(w).await, [(1, hi, DAY)], "the first stands");
    let of: Vec<i64> = event::of_person(&w.db, hj, 10).await.unwrap().iter().map(|e| e.id).collect();
    assert_eq!(of, [1]);
    w.cluster(&[], linkage::Cause::Linkage).await;
    assert_eq!(settle(w, &both).await, (0, 0, 1));
    assert_eq!(standing(w).await, [(1, hi, DAY), (2, hj, DAY)]);
    assert_eq!(settle(w, &[(j, records[1], TODAY), (i, records[0], DAY)]).await, (1, 1, 0));
    w.cluster(&[&[i, j]], linkage::Cause::Linkage).await;
    assert_eq!(event::of_person(&w.db, hi, 1).await.unwrap()[0].id, 3, "the newest");
}
