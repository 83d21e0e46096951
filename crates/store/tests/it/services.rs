//! What a service offers: said by a file or a directory, edited here, and every version kept.

use kith_domain::access::Role;
use kith_domain::id::{DoorFileId, ServiceId};
use kith_domain::matching::{Details, Offer, Site};
use kith_domain::words::Words;
use kith_store::account;
use kith_store::door::{self, NewDoorFile, Purpose};
use kith_store::service::{self, Change, Listed, Said, Service, Speaker};
use kith_testkit::{NOON, later};

use crate::World;

on_both! {
    an_edit_here_outlives_the_file_and_the_rest_follows_it,
    a_directory_that_comes_again_changes_only_what_differs,
    what_a_directory_brought_is_taken_back_but_for_what_was_changed_since,
    every_version_can_be_brought_back,
    bytes_of_a_scanned_page_are_erased_only_after_it_was_typed_in,
    every_scan_that_waits_is_listed_however_many_there_are,
}

fn offer(id: &str, name: &str) -> Offer {
    Offer {
        id: id.into(),
        organization: "Example Center".into(),
        name: Words::same(name),
        kind: "other".into(),
        details: Details {
            sites: vec![Site { postal_code: Some("00001".into()), ..Site::default() }],
            phones: vec!["555-0100".into()],
            ..Details::default()
        },
        ..Offer::default()
    }
}

fn listed(offers: &[Offer]) -> Vec<Listed> {
    let said = |o: &Offer| Said { offer: o.clone(), open: true };
    offers.iter().map(|o| Listed { said: said(o), free: None }).collect()
}

async fn only(w: &World) -> Service {
    let all = service::list(&w.db, None).await.unwrap();
    // What is kept in memory is what stands, however it came to be so: read anew, and again from there.
    for _ in 0..2 {
        assert_eq!(service::standing(&w.db).await.unwrap(), all);
    }
    service::find(&w.db, all.last().unwrap().id).await.unwrap().unwrap()
}

async fn edit(w: &World, found: &Service, change: impl FnOnce(&mut Said)) -> bool {
    let mut stands = Said { offer: (*found.offer).clone(), open: found.open };
    change(&mut stands);
    let by = Speaker { what: "edit", by: None, name: "A Testlead" };
    service::save(&w.db, found.id, found.version, &stands, &by, later(1)).await.unwrap()
}

async fn an_edit_here_outlives_the_file_and_the_rest_follows_it(w: &World) {
    let load = async |offers: &[Offer]| service::load(&w.db, offers, NOON).await.unwrap();
    load(&[offer("a", "A")]).await;
    let first = only(w).await;
    assert_eq!(((*first.offer).clone(), first.version), (offer("a", "A"), 1));
    load(&[offer("a", "A")]).await;
    assert_eq!(only(w).await.version, 1, "nothing changed");

    assert!(edit(w, &first, |s| s.offer.languages = vec!["es".into()]).await);
    assert!(!edit(w, &first, |s| s.offer.languages = vec!["fr".into()]).await, "it was changed since");
    load(&[Offer { languages: vec!["en".into()], ..offer("a", "New") }]).await;
    let joined = only(w).await;
    assert_eq!((joined.offer.name.en.as_str(), &joined.offer.languages), ("New", &vec!["es".to_owned()]));

    // Closed here, it stays closed; gone from the file, it closes, and comes back with it.
    assert!(edit(w, &only(w).await, |s| s.open = false).await);
    load(&[offer("a", "New")]).await;
    assert!(!only(w).await.open);
    assert!(edit(w, &only(w).await, |s| s.open = true).await);
    load(&[]).await;
    assert!(!only(w).await.open);
    load(&[offer("a", "New")]).await;
    assert!(only(w).await.open);
}

async fn a_directory_that_comes_again_changes_only_what_differs(w: &World) {
    let by = Speaker::nobody("directory");
    let take = async |offers: &[Offer], whole| {
        service::take_in(&w.db, "City 211", &listed(offers), whole, None, &by, NOON).await.unwrap()
    };
    service::load(&w.db, &[offer("a", "Ours")], NOON).await.unwrap();
    let (one, two) = (offer("a", "One"), offer("b", "Two"));
    let plan = service::plan(&w.db, "City 211", &listed(&[one.clone(), two.clone()]), true).await.unwrap();
    assert!(plan.iter().all(|p| p.change == Change::New), "{plan:?}");
    assert_eq!(service::list(&w.db, None).await.unwrap().len(), 1, "a plan writes nothing");
    let made = take(&[one.clone(), two.clone()], true).await;
    assert_eq!(made.len(), 2);
    let all = service::list(&w.db, None).await.unwrap();
    assert_eq!(all.len(), 3, "two places may call two services the same");
    assert_eq!(all.iter().filter(|s| s.origin.as_deref() == Some("City 211")).count(), 2);

    let again = take(&[one.clone(), two.clone()], true).await;
    assert!(again.iter().all(|p| p.change == Change::Same), "{again:?}");
    let mut newer = one.clone();
    newer.details.phones = vec!["555-0199".into()];
    let changes = take(&[newer.clone(), two.clone()], true).await;
    assert_eq!(changes[0].change, Change::Changed(vec!["phones"]));
    assert_eq!(changes[1].change, Change::Same);

    // A page of a directory is not the whole of it.
    assert_eq!(take(std::slice::from_ref(&newer), false).await.len(), 1);
    let whole = take(&[newer], true).await;
    assert_eq!(whole[1].change, Change::Changed(vec!["open"]));
    let ours = service::list(&w.db, None).await.unwrap();
    assert!(ours.iter().find(|s| s.origin.is_none()).unwrap().open, "the programme's own stays");

    // What a service said itself of its places is not undone by an older word of the directory.
    let id = made[0].service.unwrap();
    service::confirm(&w.db, id, 3, "A Testlead", later(10)).await.unwrap();
    let free = |at| vec![Listed { free: Some((9, at)), ..listed(&[offer("a", "One")])[0].clone() }];
    service::take_in(&w.db, "City 211", &free(NOON), false, None, &by, NOON).await.unwrap();
    let places = async || service::find(&w.db, id).await.unwrap().unwrap().capacity.unwrap().free;
    assert_eq!(places().await, 3);
    service::take_in(&w.db, "City 211", &free(later(20)), false, None, &by, NOON).await.unwrap();
    assert_eq!(places().await, 9);
}

async fn file(w: &World, purpose: Purpose) -> DoorFileId {
    let by = match account::find_by_login(&w.db, "clerk").await.unwrap() {
        Some(known) => known.id,
        None => {
            let new = account::NewAccount {
                login: "clerk".into(),
                name: "A Testclerk".into(),
                role: Role::Intake,
                organization: None,
                language: "en".into(),
                password_hash: "hash".into(),
            };
            account::create(&w.db, &new, NOON).await.unwrap()
        }
    };
    let new = NewDoorFile {
        purpose,
        name: "file".into(),
        media: "application/json",
        source_name: "City 211".into(),
        bytes: b"{}".to_vec(),
        by,
    };
    door::save(&w.db, new, NOON).await.unwrap()
}

async fn what_a_directory_brought_is_taken_back_but_for_what_was_changed_since(w: &World) {
    let by = Speaker::nobody("directory");
    let take = async |offers: &[Offer]| {
        let id = file(w, Purpose::Directory).await;
        let with = Some((id, "{}".to_owned()));
        let done = service::take_in(&w.db, "City 211", &listed(offers), false, with.clone(), &by, NOON)
            .await
            .unwrap();
        let twice =
            service::take_in(&w.db, "City 211", &listed(offers), false, with, &by, NOON).await.unwrap();
        assert!(twice.is_empty(), "a file is taken in once");
        (id, done)
    };
    let (_, made) = take(&[offer("a", "One"), offer("b", "Two")]).await;
    let (second, _) = take(&[offer("a", "Uno"), offer("b", "Dos"), offer("c", "Tres")]).await;
    let find = async |id: Option<ServiceId>| service::find(&w.db, id.unwrap()).await.unwrap().unwrap();
    let b = find(made[1].service).await;
    assert!(edit(w, &b, |s| s.offer.languages = vec!["es".into()]).await);

    let back = service::take_back(&w.db, second, &by, later(2)).await.unwrap();
    assert_eq!(back, Some((2, 1)));
    assert_eq!(service::take_back(&w.db, second, &by, later(2)).await.unwrap(), None, "once");
    assert_eq!(find(made[0].service).await.offer.name.en, "One");
    assert_eq!(find(made[1].service).await.offer.name.en, "Dos", "somebody worked on it since");
    assert!(!only(w).await.open, "what it made closes");

    let (_, again) = take(&[offer("a", "Uno"), offer("b", "Dos"), offer("c", "Tres")]).await;
    let changes: Vec<&Change> = again.iter().map(|p| &p.change).collect();
    let changed = |part| Change::Changed(vec![part]);
    assert_eq!(changes, [&changed("name"), &Change::Same, &changed("open")], "it can be taken in again");
}

async fn every_version_can_be_brought_back(w: &World) {
    service::load(&w.db, &[offer("a", "A")], NOON).await.unwrap();
    let found = only(w).await;
    edit(w, &found, |s| s.offer.name = Words::new("B", "Be")).await;
    edit(w, &only(w).await, |s| s.offer.organization = "Example House".into()).await;
    let versions = service::versions(&w.db, found.id, 10).await.unwrap();
    let said: Vec<(i64, &str, &str)> =
        versions.iter().map(|v| (v.version, v.what.as_str(), v.by_name.as_str())).collect();
    assert_eq!(said, [(3, "edit", "A Testlead"), (2, "edit", "A Testlead"), (1, "file", "")]);
    let by = Speaker { what: "back", by: None, name: "A Testlead" };
    let restore =
        async |before, to| service::restore(&w.db, found.id, before, to, &by, later(3)).await.unwrap();
    assert!(!restore(2, 1).await, "it was changed since");
    assert!(!restore(3, 9).await, "it never was so");
    assert!(restore(3, 1).await);
    let back = only(w).await;
    assert_eq!(((*back.offer).clone(), back.version), (offer("a", "A"), 4));
    assert_eq!(back.organization, found.organization);
}

async fn bytes_of_a_scanned_page_are_erased_only_after_it_was_typed_in(w: &World) {
    let (waits, typed) = (file(w, Purpose::Scan).await, file(w, Purpose::Scan).await);
    assert!(door::done(&w.db, typed, None, None, later(1)).await.unwrap());
    assert!(!door::done(&w.db, typed, None, None, later(1)).await.unwrap(), "once");
    assert_eq!(door::erase_older(&w.db, Purpose::Directory, later(99), later(99)).await.unwrap(), 0);
    assert_eq!(door::erase_older(&w.db, Purpose::Scan, later(1), later(99)).await.unwrap(), 0);
    assert_eq!(door::erase_older(&w.db, Purpose::Scan, later(99), later(99)).await.unwrap(), 1);
    assert_eq!(door::bytes(&w.db, waits).await.unwrap().unwrap(), b"{}");
    assert_eq!(door::bytes(&w.db, typed).await.unwrap(), None);
    assert!(door::find(&w.db, typed).await.unwrap().unwrap().erased.is_some());
    assert!(door::erase(&w.db, waits, later(100)).await.unwrap());
    assert_eq!(door::list(&w.db, Purpose::Scan, None, 9).await.unwrap().len(), 2, "its name stays");
}

async fn every_scan_that_waits_is_listed_however_many_there_are(w: &World) {
    let mut waits = Vec::new();
    for _ in 0..101 {
        waits.push(file(w, Purpose::Scan).await);
    }
    let mut done = Vec::new();
    for _ in 0..3 {
        done.push(file(w, Purpose::Scan).await);
        assert!(door::done(&w.db, done[done.len() - 1], None, None, later(1)).await.unwrap());
    }
    let by = door::find(&w.db, waits[0]).await.unwrap().unwrap().by;
    let listed = async |by| -> Vec<DoorFileId> {
        let mut ids: Vec<_> = door::scans(&w.db, by, 2).await.unwrap().into_iter().map(|f| f.id).collect();
        ids.sort_unstable();
        ids
    };
    let all = [&waits[..], &done[1..]].concat();
    assert_eq!(listed(None).await, all, "all that wait, and the newest two of the others");
    assert_eq!(listed(Some(by)).await, all);
    assert_eq!(listed(Some(kith_domain::id::AccountId(by.0 + 1))).await, []);
}
