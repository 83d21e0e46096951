//! What follows from who is one with whom, and that it is gone when they part.

use jiff::civil::date;
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::id::PersonId;
use kith_domain::measure::Status;
use kith_store::linkage::{self, Cause, EventKind, Partition};
use kith_store::results::{self, GapFilter, Scope};
use kith_store::{Error, facts, ledger, live, outreach, people, source};
use kith_testkit::{
    NOON, TODAY, a_condition, a_mother, a_related_person, an_encounter, an_infant, an_outcome, later,
};

use crate::World;
use crate::world::{arrival, updated};

on_both! {
    a_person_has_the_smallest_home_of_its_members,
    an_event_says_who_moved_and_why,
    what_is_so_already_leaves_no_event,
    who_is_left_out_is_alone,
    nobody_is_in_two_clusters,
    a_merged_person_shows_the_portrait_of_all,
    a_merged_person_is_found_by_every_name,
    records_that_come_later_are_the_survivors,
    contacts_and_visits_follow_and_come_back,
    who_asked_not_to_be_contacted_is_not,
    a_wish_said_while_two_were_one_stays_with_both,
    a_caseload_follows_and_comes_back,
    facts_of_all_members_lie_together,
    changed_statements_are_numbered,
    members_are_told_by_any_id_of_theirs,
}

/// Three mothers who may be one, by their keys.
async fn three(w: &World) -> [kith_domain::id::SourcePersonId; 3] {
    w.state(vec![
        a_mother("a").named("Ana", "Testperson").build(),
        a_mother("b").named("Ana", "Testperson").phone("555-0100").build(),
        a_mother("c").named("Anne", "Testperson").build(),
    ])
    .await;
    [w.key("a").await, w.key("b").await, w.key("c").await]
}

async fn person_of(w: &World, key: kith_domain::id::SourcePersonId) -> PersonId {
    linkage::person_of(&w.db, key).await.unwrap().unwrap()
}

async fn a_person_has_the_smallest_home_of_its_members(w: &World) {
    let [a, b, c] = three(w).await;
    let homes = [w.home("a").await, w.home("b").await, w.home("c").await];
    let rows: [(&[&[_]], [usize; 3]); 6] = [
        (&[&[c, b]], [0, 1, 1]),
        (&[&[c, b, a]], [0, 0, 0]),
        (&[&[c, a]], [0, 1, 0]),
        (&[&[b, a]], [0, 0, 2]),
        (&[&[b, c]], [0, 1, 1]),
        (&[], [0, 1, 2]),
    ];
    for (clusters, expected) in rows {
        w.cluster(clusters, Cause::Linkage).await;
        for (key, (home, place)) in [a, b, c].into_iter().zip(homes.iter().zip(expected)) {
            assert_eq!(person_of(w, key).await, homes[place], "{clusters:?}");
            let standing = linkage::canonical(&w.db, *home).await.unwrap();
            assert_eq!(standing, Some(homes[place]), "an id stands for whom its source person is of");
            let row = people::find(&w.db, *home).await.unwrap().unwrap();
            assert_eq!(row.id, homes[place]);
        }
    }
    assert_eq!(linkage::canonical(&w.db, PersonId(99)).await.unwrap(), None);
}

async fn an_event_says_who_moved_and_why(w: &World) {
    let [a, b, c] = three(w).await;
    let (ha, hb) = (w.home("a").await, w.home("b").await);
    let linked = w.cluster(&[&[a, b, c]], Cause::Linkage).await;
    assert_eq!((linked.moved, linked.events.len()), (2, 1));
    let parted = w.cluster(&[&[b, c]], Cause::Linkage).await;
    assert_eq!((parted.moved, parted.events.len()), (2, 1));

    let history = linkage::history(&w.db, ha, 10).await.unwrap();
    assert_eq!(history.iter().map(|e| e.kind).collect::<Vec<_>>(), [EventKind::Unlink, EventKind::Link]);
    assert_eq!(history[1].evidence, "{\"test\":true}");
    assert_eq!((history[1].cause.as_str(), history[1].by.as_str()), ("linkage", "a test"));
    assert_eq!((history[0].person, history[1].person), (hb, ha));
    let moved: Vec<_> = history[0].moves.iter().map(|m| (m.source_person, m.from, m.to)).collect();
    assert_eq!(moved, [(b, ha, hb), (c, ha, hb)]);
    assert_eq!(linkage::history(&w.db, hb, 10).await.unwrap().len(), 2);
    let newest = async |limit| linkage::history(&w.db, hb, limit).await.unwrap();
    assert_eq!((newest(1).await, newest(0).await), (history[..1].to_vec(), vec![]), "the newest");
}

async fn what_is_so_already_leaves_no_event(w: &World) {
    let [a, b, _] = three(w).await;
    w.cluster(&[&[a, b]], Cause::Linkage).await;
    let taken = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    live::done(&w.db, &taken, NOON).await.unwrap();
    let again = w.cluster(&[&[b, a]], Cause::Linkage).await;
    assert_eq!((again.moved, again.events.len()), (0, 0));
    assert_eq!(live::dirty_count(&w.db).await.unwrap(), 0);
}

async fn who_is_left_out_is_alone(w: &World) {
    let [a, b, c] = three(w).await;
    w.cluster(&[&[a, b, c]], Cause::Linkage).await;
    // Nobody but one is named; the others are now with her, and in no cluster.
    let partition = Partition { touched: vec![b], ..Partition::default() };
    linkage::apply(&w.db, &partition, Cause::Linkage, "a test", NOON).await.unwrap();
    for (key, id) in [(a, "a"), (b, "b"), (c, "c")] {
        assert_eq!(person_of(w, key).await, w.home(id).await);
    }
}

async fn nobody_is_in_two_clusters(w: &World) {
    let [a, b, c] = three(w).await;
    let cluster = |members: &[_]| linkage::Cluster { members: members.to_vec(), evidence: String::new() };
    let twice = Partition { clusters: vec![cluster(&[a, b]), cluster(&[b, c])], ..Partition::default() };
    assert!(linkage::apply(&w.db, &twice, Cause::Linkage, "a test", NOON).await.is_err());
    let nobody = kith_domain::id::SourcePersonId(99);
    let unknown = Partition { clusters: vec![cluster(&[a, nobody])], ..Partition::default() };
    let error = linkage::apply(&w.db, &unknown, Cause::Linkage, "a test", NOON).await.unwrap_err();
    assert!(matches!(error, Error::NoSuch("source person")));
    assert_eq!(person_of(w, b).await, w.home("b").await, "nothing happened");
}

async fn a_merged_person_shows_the_portrait_of_all(w: &World) {
    let [a, b, _] = three(w).await;
    w.cluster(&[&[a, b]], Cause::Linkage).await;
    let row = people::find(&w.db, w.home("a").await).await.unwrap().unwrap();
    assert_eq!(row.phone.as_deref(), Some("555-0100"), "from the other member");
    assert_eq!(row.reference.0, "Patient/a");

    // A member's record changes.
    w.append(vec![updated(a_mother("b").named("Ana", "Testperson").phone("555-0111").build(), 100)]).await;
    let row = people::find(&w.db, w.home("b").await).await.unwrap().unwrap();
    assert_eq!((row.id, row.phone.as_deref()), (w.home("a").await, Some("555-0111")));

    w.cluster(&[], Cause::Linkage).await;
    let row = people::find(&w.db, w.home("a").await).await.unwrap().unwrap();
    assert_eq!(row.phone, None, "her own record says nothing of it");
}

async fn a_merged_person_is_found_by_every_name(w: &World) {
    let [a, _, c] = three(w).await;
    w.cluster(&[&[a, c]], Cause::Linkage).await;
    let find = async |text: &str| {
        let rows = people::search(&w.db, text, &Scope::default(), 10).await.unwrap();
        rows.into_iter().map(|p| p.reference.0).collect::<Vec<_>>()
    };
    assert_eq!(find("test").await, ["Patient/a", "Patient/b"], "listed once");
    assert_eq!(find("test ana").await, ["Patient/a", "Patient/b"], "by her own name, whichever is shown");
    assert_eq!(find("anne test").await, ["Patient/a"], "by the name of the id that was merged away");
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!(find("anne").await, ["Patient/c"]);
}

async fn records_that_come_later_are_the_survivors(w: &World) {
    let [a, _, c] = three(w).await;
    w.cluster(&[&[a, c]], Cause::Linkage).await;
    w.state(vec![a_condition("late", "c", "O14.90")]).await;
    let home = w.home("a").await;
    assert_eq!(facts::of_people(&w.db, &[home]).await.unwrap().len(), 3);
    // And a handle that remembers who is who from before knows it as well.
    w.cluster(&[], Cause::Linkage).await;
    w.state(vec![a_condition("later", "c", "O14.90")]).await;
    assert_eq!(facts::of_people(&w.db, &[w.home("c").await]).await.unwrap().len(), 3);
    assert_eq!(facts::of_people(&w.db, &[home]).await.unwrap().len(), 1);
}

async fn contacts_and_visits_follow_and_come_back(w: &World) {
    let [a, _, c] = three(w).await;
    let (ha, hc) = (w.home("a").await, w.home("c").await);
    let worker = w.account("worker").await;
    let log = |person, at| {
        let (call, reached) = (Channel::Call, ContactOutcome::MovedAway);
        outreach::log_contact(&w.db, person, worker, call, reached, None, TODAY, later(at))
    };
    let visit = async |person| {
        let make = |row: &people::PersonRow, id: &str| {
            let patient = row.reference.0.strip_prefix("Patient/").unwrap().to_owned();
            arrival(an_encounter(id, &patient).on(TODAY).build())
        };
        outreach::record_visit(&w.db, person, TODAY, make, worker, NOON).await.unwrap()
    };
    let of_a = log(ha, 1).await.unwrap();
    let of_c = log(hc, 2).await.unwrap();
    visit(hc).await;

    w.cluster(&[&[a, c]], Cause::Linkage).await;
    for asked in [ha, hc] {
        let contacts = outreach::contacts(&w.db, asked).await.unwrap();
        let ids: Vec<_> = contacts.iter().map(|(c, ..)| (c.id, c.person)).collect();
        assert_eq!(ids, [(of_c, ha), (of_a, ha)]);
        assert_eq!(outreach::visits(&w.db, asked).await.unwrap().len(), 1);
    }
    assert_eq!(outreach::find_contact(&w.db, of_c).await.unwrap().unwrap().0.person, ha);
    let bucket = people::find(&w.db, ha).await.unwrap().unwrap().bucket;
    assert_eq!(facts::of_bucket(&w.db, bucket).await.unwrap().moves, [(ha, TODAY)]);
    // What is done to an id that is merged away is done to the survivor.
    let meanwhile = log(hc, 3).await.unwrap();
    assert_eq!(visit(hc).await.person, ha);

    w.cluster(&[], Cause::Linkage).await;
    let ids = async |person| {
        let contacts = outreach::contacts(&w.db, person).await.unwrap();
        contacts.iter().map(|(c, ..)| c.id).collect::<Vec<_>>()
    };
    assert_eq!((ids(ha).await, ids(hc).await), (vec![meanwhile, of_a], vec![of_c]));
    assert_eq!(outreach::visits(&w.db, hc).await.unwrap().len(), 1);
    assert_eq!(outreach::visits(&w.db, ha).await.unwrap().len(), 1);
}

async fn who_asked_not_to_be_contacted_is_not(w: &World) {
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").build(),
        a_mother("m").link("RelatedPerson/r").build(),
        a_mother("n").build(),
    ])
    .await;
    w.resolve().await;
    let (infant, n) = (w.home("i").await, w.home("n").await);
    let worker = w.account("worker").await;
    let asked = ContactOutcome::AskedNotToContact;
    outreach::log_contact(&w.db, n, worker, Channel::Call, asked, None, TODAY, NOON).await.unwrap();
    let all: Vec<_> = kith_domain::id::Bucket::all().collect();
    let outcomes = vec![an_outcome("a", infant, Status::Pending), an_outcome("a", n, Status::Pending)];
    results::publish(&w.db, &all, outcomes, vec![], TODAY, NOON).await.unwrap();
    let filter = GapFilter { measure: "a".to_owned(), ..GapFilter::default() };
    let told = async || {
        let rows = results::gaps(&w.db, &filter, None, 10).await.unwrap();
        rows.iter().map(|r| (r.outcome.person, r.person.id, r.do_not_contact)).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [(infant, infant, false), (n, n, true)]);
    let (km, kn) = (w.key("m").await, w.key("n").await);
    w.cluster(&[&[km, kn]], Cause::Linkage).await;
    let m = w.home("m").await;
    assert_eq!(told().await, [(infant, infant, true), (n, m, true)], "before anything is published again");
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!(told().await, [(infant, infant, false), (n, n, true)]);
}

async fn a_wish_said_while_two_were_one_stays_with_both(w: &World) {
    w.state(vec![a_mother("m").build(), a_mother("n").build()]).await;
    let (km, kn) = (w.key("m").await, w.key("n").await);
    let (m, n) = (w.home("m").await, w.home("n").await);
    let worker = w.account("worker").await;
    let asked = ContactOutcome::AskedNotToContact;
    w.cluster(&[&[km, kn]], Cause::Linkage).await;
    let wish =
        outreach::log_contact(&w.db, m, worker, Channel::Call, asked, None, TODAY, NOON).await.unwrap();
    let ids = async |person| {
        let contacts = outreach::contacts(&w.db, person).await.unwrap();
        contacts.iter().map(|(c, _, undone)| (c.id, *undone)).collect::<Vec<_>>()
    };
    assert_eq!(ids(m).await, [(wish, false)], "once while they are one");
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!((ids(m).await, ids(n).await), (vec![(wish, false)], vec![(wish, false)]));
    let outcomes = vec![an_outcome("a", m, Status::Pending), an_outcome("a", n, Status::Pending)];
    let all: Vec<_> = kith_domain::id::Bucket::all().collect();
    results::publish(&w.db, &all, outcomes, vec![], TODAY, NOON).await.unwrap();
    let filter = GapFilter { measure: "a".to_owned(), ..GapFilter::default() };
    let rows = results::gaps(&w.db, &filter, None, 10).await.unwrap();
    assert_eq!(
        rows.iter().map(|r| (r.do_not_contact, r.contacts)).collect::<Vec<_>>(),
        [(true, 1), (true, 1)]
    );
    assert!(outreach::undo_contact(&w.db, wish, worker, NOON).await.unwrap());
    assert_eq!((ids(m).await, ids(n).await), (vec![(wish, true)], vec![(wish, true)]));
}

async fn a_caseload_follows_and_comes_back(w: &World) {
    w.state(["a", "b", "c"].map(|id| an_infant(id).build()).to_vec()).await;
    let [a, b, c] = [w.key("a").await, w.key("b").await, w.key("c").await];
    let [ha, hb, hc] = [w.home("a").await, w.home("b").await, w.home("c").await];
    let (one, two) = (w.account("one").await, w.account("two").await);
    outreach::assign(&w.db, &[hb], Some(one), one, NOON).await.unwrap();
    outreach::assign(&w.db, &[hc], Some(two), one, NOON).await.unwrap();
    let of = async |worker| outreach::caseload(&w.db, worker).await.unwrap();
    assert_eq!((of(one).await, of(two).await), (vec![hb], vec![hc]));

    w.cluster(&[&[a, b, c]], Cause::Linkage).await;
    assert_eq!((of(one).await, of(two).await), (vec![ha], vec![]), "the first of those merged away");
    assert_eq!(results::attribution(&w.db, hc).await.unwrap(), None, "no dyad is published");
    w.cluster(&[&[b, c]], Cause::Linkage).await;
    assert_eq!((of(one).await, of(two).await), (vec![hb], vec![]), "her own before another's");
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!((of(one).await, of(two).await), (vec![hb], vec![hc]));

    // Given to another, or to nobody, while they are one.
    w.cluster(&[&[a, c]], Cause::Linkage).await;
    outreach::assign(&w.db, &[hc], Some(one), one, NOON).await.unwrap();
    assert_eq!((of(one).await, of(two).await), (vec![ha, hb], vec![]));
    outreach::assign(&w.db, &[ha], None, one, NOON).await.unwrap();
    assert_eq!((of(one).await, of(two).await), (vec![hb], vec![]), "nobody's means nobody's");
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!((of(one).await, of(two).await), (vec![hb], vec![hc]), "who parts has the worker from before");

    // To nobody, of two that were each given to somebody; and of one alone, which takes nothing from who joins.
    w.cluster(&[&[b, c]], Cause::Linkage).await;
    for _ in 0..2 {
        outreach::assign(&w.db, &[hc], None, one, NOON).await.unwrap();
        assert_eq!((of(one).await, of(two).await), (vec![], vec![]), "saying it twice is saying it");
    }
    w.cluster(&[&[a, b, c]], Cause::Linkage).await;
    assert_eq!(
        (of(one).await, of(two).await),
        (vec![], vec![]),
        "it holds for who joins them with no worker"
    );
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!((of(one).await, of(two).await), (vec![], vec![hc]), "it was said of the survivor");
    outreach::assign(&w.db, &[ha], None, one, NOON).await.unwrap();
    w.cluster(&[&[a, c]], Cause::Linkage).await;
    assert_eq!(of(two).await, [ha]);
}

async fn facts_of_all_members_lie_together(w: &World) {
    let other = source::ensure(&w.db, "hospital", NOON).await.unwrap();
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").build(),
        a_mother("m").link("RelatedPerson/r").build(),
    ])
    .await;
    w.resolve().await;
    let newborn = [an_infant("n").build(), an_encounter("stay", "n").on(date(2025, 6, 1)).build()];
    ledger::append(&w.db, other, newborn.map(arrival).to_vec(), NOON).await.unwrap();
    let hospital = World { db: w.db.clone(), location: w.location.clone(), source: other };
    let (i, n) = (w.key("i").await, hospital.key("n").await);
    w.cluster(&[&[i, n]], Cause::Linkage).await;

    let bucket = w.everyone().await["Patient/m"].bucket;
    let together = facts::of_bucket(&w.db, bucket).await.unwrap();
    let home = w.home("i").await;
    assert_eq!(together.mothers, [(home, w.home("m").await)]);
    assert!(together.person_of.contains(&(n, home)) && together.person_of.contains(&(i, home)));
    assert_eq!(together.facts.len(), 5);
    let dirty = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    assert!(dirty.contains(&bucket) && dirty.contains(&hospital.everyone().await["Patient/n"].bucket));
}

async fn changed_statements_are_numbered(w: &World) {
    let everything = async |after| {
        let rows = linkage::changed(&w.db, after, 100).await.unwrap();
        rows.into_iter().map(|(_, key)| key).collect::<Vec<_>>()
    };
    w.state(vec![an_infant("i").build(), a_mother("m").build(), an_encounter("e", "x").build()]).await;
    let (i, m, x) = (w.key("i").await, w.key("m").await, w.key("x").await);
    assert_eq!(everything(0).await, [i, m], "who is only mentioned says nothing");
    let after = w.last_change().await;

    w.state(vec![an_encounter("f", "i").build(), a_condition("c", "m", "O14.90")]).await;
    assert_eq!(everything(after).await, [], "care is no statement of who they are");
    w.state(vec![an_infant("i").build()]).await;
    assert_eq!(everything(after).await, [], "nor are the same bytes again");
    w.append(vec![updated(a_related_person("r", "m").build(), 100)]).await;
    assert_eq!(everything(after).await, [m]);
    // The stated mother is now of someone else, and one record says nothing any more.
    w.append(vec![updated(a_related_person("r", "x").build(), 200)]).await;
    let mut gone = updated(an_infant("i").build(), 200);
    (gone.fact, gone.bytes) = (None, b"{}".to_vec());
    w.append(vec![gone]).await;
    assert_eq!(everything(after).await, [m, x, i], "each once, by its latest change");
    assert_eq!(linkage::changed(&w.db, 0, 2).await.unwrap().len(), 2);

    let subjects = linkage::subjects(&w.db, &[x, i, m]).await.unwrap();
    assert_eq!(subjects.iter().map(|s| s.key).collect::<Vec<_>>(), [x, i, m]);
    assert_eq!((subjects[0].said.is_some(), subjects[0].mothers.len()), (false, 1));
    assert_eq!((subjects[1].said.is_some(), subjects[1].record), (false, None));
    assert!(subjects[2].said.is_some() && subjects[2].mothers.is_empty());
    assert_eq!((subjects[2].source_name.as_str(), subjects[2].reference.0.as_str()), ("clinic", "Patient/m"));
}

async fn members_are_told_by_any_id_of_theirs(w: &World) {
    let other = source::ensure(&w.db, "a hospital", NOON).await.unwrap();
    w.state(vec![a_mother("m").build()]).await;
    ledger::append(&w.db, other, vec![arrival(a_mother("n").build())], NOON).await.unwrap();
    let hospital = World { db: w.db.clone(), location: w.location.clone(), source: other };
    let (m, n) = (w.key("m").await, hospital.key("n").await);
    let (hm, hn) = (w.home("m").await, hospital.home("n").await);
    w.cluster(&[&[m, n]], Cause::Linkage).await;
    let members = linkage::members(&w.db, hn).await.unwrap();
    assert_eq!(
        members.iter().map(|s| (s.key, s.home, s.person)).collect::<Vec<_>>(),
        [(m, hm, hm), (n, hn, hm)]
    );
}
