use std::collections::BTreeMap;

use jiff::civil::date;
use kith_domain::id::{Bucket, OrganizationId, PersonId};
use kith_domain::measure::{Counts, Outcome, Status, cells};
use kith_store::results::{self, DyadRow};
use kith_testkit::{NOON, TODAY, a_mother, a_related_person, an_infant, an_outcome, later};

use crate::World;
use crate::chance::Rng;

on_both! {
    cells_are_the_sum_of_the_outcomes,
    cells_of_nobody_are_of_a_publication_too,
    publishing_twice_moves_nothing,
    a_subject_that_moves_is_a_change,
    a_subject_whose_person_moved_bucket_is_counted_once,
    many_small_publications_equal_one_full,
    a_publication_knows_its_data,
    what_moved_long_ago_is_not_known_any_more,
}

fn recount<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> BTreeMap<String, Counts> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for outcome in outcomes {
        for key in cells(outcome) {
            counts.entry(format!("{key:?}")).or_default().add(outcome.status, 1);
        }
    }
    counts
}

/// All cells, read at once; moving those of nothing by each publication gives the same.
async fn cube(w: &World) -> BTreeMap<String, Counts> {
    let latest = results::latest(&w.db).await.unwrap().map_or(0, |p| p.version);
    let (of, cells) = results::cells(&w.db, &["a", "b"]).await.unwrap();
    assert!(cells.iter().all(|(_, counts)| !counts.is_empty()), "an empty cell is gone");
    assert_eq!(of.map_or(0, |p| p.version), latest);
    let all: BTreeMap<String, Counts> =
        cells.into_iter().map(|(key, counts)| (format!("{key:?}"), counts)).collect();
    let mut moved: BTreeMap<String, Counts> = BTreeMap::new();
    for (key, by) in results::moved_cells(&w.db, 0, latest).await.unwrap().expect("few cells move here") {
        *moved.entry(format!("{key:?}")).or_default() += by;
    }
    moved.retain(|_, counts| !counts.is_empty());
    assert_eq!(moved, all);
    all
}

async fn infants(w: &World, n: usize) -> Vec<PersonId> {
    w.state((0..n).map(|i| an_infant(&format!("i{i}")).build()).collect()).await;
    w.everyone().await.values().map(|p| p.id).collect()
}

async fn cells_are_the_sum_of_the_outcomes(w: &World) {
    let people = infants(w, 3).await;
    let mut outcomes: Vec<Outcome> = people.iter().map(|p| an_outcome("a", *p, Status::Met)).collect();
    outcomes[1].status = Status::Excluded;
    outcomes[1].organization = Some(OrganizationId(4));
    outcomes[2].strata.push(("payer".to_owned(), "Medicaid".to_owned()));
    outcomes[2].counts_on = date(2025, 10, 1);
    let all: Vec<Bucket> = Bucket::all().collect();

    let (publication, changes) =
        results::publish(&w.db, &all, outcomes.clone(), vec![], TODAY, NOON).await.unwrap();

    assert_eq!((publication.version, publication.full, publication.moved), (1, true, 3));
    assert_eq!(changes, [], "what is seen for the first time is no change");
    assert_eq!(cube(w).await, recount(&outcomes));
    assert_eq!(results::of_people(&w.db, &people).await.unwrap(), outcomes);
    assert_eq!(results::cells(&w.db, &[]).await.unwrap(), (Some(publication), vec![]));
}

/// Whoever reads nothing must know of which publication that is: what was published since moves it.
async fn cells_of_nobody_are_of_a_publication_too(w: &World) {
    assert_eq!(results::cells(&w.db, &["a"]).await.unwrap(), (None, vec![]), "nothing was published");
    let person = infants(w, 1).await[0];
    let all: Vec<Bucket> = Bucket::all().collect();
    let outcome = an_outcome("a", person, Status::Met);
    results::publish(&w.db, &all, vec![outcome], vec![], TODAY, NOON).await.unwrap();
    let (emptied, _) = results::publish(&w.db, &all, vec![], vec![], TODAY, later(1)).await.unwrap();
    assert_eq!(results::cells(&w.db, &["a"]).await.unwrap(), (Some(emptied), vec![]));
}

async fn publishing_twice_moves_nothing(w: &World) {
    let people = infants(w, 3).await;
    let outcomes: Vec<Outcome> = people.iter().map(|p| an_outcome("a", *p, Status::Pending)).collect();
    let all: Vec<Bucket> = Bucket::all().collect();
    results::publish(&w.db, &all, outcomes.clone(), vec![], TODAY, NOON).await.unwrap();
    let (again, _) = results::publish(&w.db, &all, outcomes, vec![], TODAY, later(1)).await.unwrap();
    assert_eq!((again.version, again.moved), (2, 0));
    assert_eq!(results::latest(&w.db).await.unwrap(), Some(again));
}

async fn a_subject_that_moves_is_a_change(w: &World) {
    let person = infants(w, 1).await[0];
    let bucket = [w.everyone().await["Patient/i0"].bucket];
    let pending = an_outcome("a", person, Status::Pending);
    results::publish(&w.db, &bucket, vec![pending.clone()], vec![], TODAY, NOON).await.unwrap();

    let met = Outcome { status: Status::Met, have: 3, on: Some(date(2025, 9, 1)), ..pending };
    let (publication, changes) =
        results::publish(&w.db, &bucket, vec![met.clone()], vec![], TODAY, later(1)).await.unwrap();

    assert!(!publication.full);
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].from, changes[0].to), (Some(Status::Pending), Some(Status::Met)));
    assert_eq!(results::changes_since(&w.db, 0, 10).await.unwrap(), changes);
    assert_eq!(results::changes_since(&w.db, publication.version, 10).await.unwrap(), []);
    // More evidence, the same status: published, and no change.
    let more = Outcome { evidence: vec![kith_domain::id::RecordId(1)], ..met };
    let (_, none) =
        results::publish(&w.db, &bucket, vec![more.clone()], vec![], TODAY, later(2)).await.unwrap();
    assert_eq!(none, []);
    assert_eq!(results::of_people(&w.db, &[person]).await.unwrap(), [more]);

    let (_, left) = results::publish(&w.db, &bucket, vec![], vec![], TODAY, later(3)).await.unwrap();
    assert_eq!((left[0].from, left[0].to), (Some(Status::Met), None));
    assert_eq!(cube(w).await, BTreeMap::new());
}

async fn a_subject_whose_person_moved_bucket_is_counted_once(w: &World) {
    // Infants until one begins in another bucket than its mother.
    w.state(vec![a_mother("m").link("RelatedPerson/r").build()]).await;
    let home = w.everyone().await["Patient/m"].bucket;
    let mut n = 0;
    let (infant, old) = loop {
        w.state(vec![an_infant(&format!("i{n}")).build()]).await;
        let row = w.everyone().await[&format!("Patient/i{n}")].clone();
        if row.bucket != home {
            break (row.id, row.bucket);
        }
        n += 1;
    };
    let outcome = an_outcome("a", infant, Status::Pending);
    let dyad = DyadRow {
        infant,
        mother: None,
        organization: None,
        born_on: Some(date(2025, 6, 1)),
        delivered_on: None,
        edd_on: None,
        birth_order: Some(1),
        strata: outcome.strata.clone(),
    };
    results::publish(&w.db, &[old], vec![outcome.clone()], vec![dyad.clone()], TODAY, NOON).await.unwrap();
    w.state(vec![a_related_person("r", &format!("i{n}")).build()]).await;
    assert_eq!(w.resolve().await, 1);

    // The new bucket first, then the one that was left.
    let met = Outcome { status: Status::Met, ..outcome };
    let (_, changes) =
        results::publish(&w.db, &[home], vec![met.clone()], vec![dyad.clone()], TODAY, later(1))
            .await
            .unwrap();
    assert_eq!((changes[0].from, changes[0].to), (Some(Status::Pending), Some(Status::Met)));
    assert_eq!(cube(w).await, recount([&met]));
    let (left, changes) = results::publish(&w.db, &[old], vec![], vec![], TODAY, later(2)).await.unwrap();
    assert_eq!((left.moved, changes.len()), (0, 0));
    assert_eq!(cube(w).await, recount([&met]));
    assert_eq!(results::dyads_of(&w.db, &[infant]).await.unwrap(), [dyad]);
}

/// Cells moved by many differences are the cells counted at once.
async fn many_small_publications_equal_one_full(w: &World) {
    let people = infants(w, 60).await;
    let buckets: BTreeMap<PersonId, Bucket> =
        w.everyone().await.into_values().map(|p| (p.id, p.bucket)).collect();
    let mut rng = Rng::new();
    let mut stands: BTreeMap<(String, PersonId), Outcome> = BTreeMap::new();
    for round in 0..40 {
        for _ in 0..10 {
            let person = people[rng.below(people.len())];
            let measure = ["a", "b"][rng.below(2)];
            let key = (measure.to_owned(), person);
            if rng.below(4) == 0 {
                stands.remove(&key);
                continue;
            }
            let mut outcome = an_outcome(measure, person, Status::ALL[rng.below(5)]);
            outcome.organization = (rng.below(3) > 0).then(|| OrganizationId(rng.below(3) as i64 + 1));
            outcome.counts_on = date(2025, 1 + rng.below(3) as i8, 1 + rng.below(28) as i8);
            outcome.strata.push(("payer".to_owned(), ["Medicaid", "Private"][rng.below(2)].to_owned()));
            stands.insert(key, outcome);
        }
        // Half of the time everything, else what lies in a third of the buckets.
        let third = rng.below(3) as u16;
        let asked: Vec<Bucket> = if round % 2 == 0 {
            Bucket::all().collect()
        } else {
            Bucket::all().filter(|b| b.0 % 3 == third).collect()
        };
        let outcomes = stands.values().filter(|o| asked.contains(&buckets[&o.person])).cloned().collect();
        results::publish(&w.db, &asked, outcomes, vec![], TODAY, later(round)).await.unwrap();
        let table = results::of_people(&w.db, &people).await.unwrap();
        assert_eq!(cube(w).await, recount(&table), "round {round}: the cells are a recount of the outcomes");
    }
    let all: Vec<Bucket> = Bucket::all().collect();
    results::publish(&w.db, &all, stands.values().cloned().collect(), vec![], TODAY, later(99))
        .await
        .unwrap();
    let many = cube(w).await;
    assert_eq!(many, recount(stands.values()));

    results::publish(&w.db, &all, vec![], vec![], TODAY, later(100)).await.unwrap();
    assert_eq!(cube(w).await, BTreeMap::new());
    results::publish(&w.db, &all, stands.into_values().collect(), vec![], TODAY, later(101)).await.unwrap();
    assert_eq!(cube(w).await, many, "from nothing, in one");
}

async fn what_moved_long_ago_is_not_known_any_more(w: &World) {
    let person = infants(w, 1).await[0];
    let bucket = [w.everyone().await["Patient/i0"].bucket];
    for (n, status) in [Status::Met, Status::NotMet].into_iter().cycle().take(70).enumerate() {
        let outcome = an_outcome("a", person, status);
        results::publish(&w.db, &bucket, vec![outcome], vec![], TODAY, later(n as i64)).await.unwrap();
    }
    let moved = async |since, up_to| results::moved_cells(&w.db, since, up_to).await.unwrap();
    assert_eq!(moved(0, 70).await, None);
    assert_eq!(moved(5, 70).await, None, "one in between is not known");
    assert_eq!(moved(70, 70).await, Some(vec![]));
    assert_eq!(moved(70, 71).await, None, "there is no such publication yet");
    let last = moved(69, 70).await.expect("the last is known");
    assert!(last.iter().all(|(key, by)| key.measure == "a" && by.met + by.not_met == 0 && by.met != 0));
}

async fn a_publication_knows_its_data(w: &World) {
    assert_eq!(results::latest(&w.db).await.unwrap(), None);
    infants(w, 1).await;
    let (publication, _) =
        results::publish(&w.db, &[Bucket(1)], vec![], vec![], TODAY, later(9)).await.unwrap();
    assert_eq!((publication.data_moment, publication.as_of, publication.at), (NOON, TODAY, later(9)));
    let stranger = an_outcome("a", PersonId(99), Status::Met);
    let refused = results::publish(&w.db, &[Bucket(1)], vec![stranger], vec![], TODAY, later(10)).await;
    assert!(matches!(refused, Err(kith_store::Error::NoSuch("person"))));
    assert_eq!(results::latest(&w.db).await.unwrap(), Some(publication), "what failed did not happen");
}
