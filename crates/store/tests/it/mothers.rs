use jiff::civil::date;
use kith_domain::fact::Fact;
use kith_store::{facts, live, people};
use kith_testkit::{NOON, a_mother, a_related_person, an_encounter, an_infant};

use crate::World;
use crate::chance::Rng;
use crate::world::{arrival, updated};

on_both! {
    a_patient_who_links_to_the_related_person_is_the_mother,
    a_patient_who_shares_an_identifier_is_the_mother,
    an_identifier_of_two_patients_is_nobodys,
    a_newborn_encounter_in_the_mothers_links_them,
    an_encounter_months_after_the_birth_links_nobody,
    twins_have_one_mother,
    a_link_may_come_before_either_person,
    an_adoptive_mother_is_not_the_birth_mother,
    a_mother_is_older_than_her_child,
    a_link_that_is_taken_back_is_gone,
    an_infant_lies_in_the_mothers_bucket_and_both_are_dirty,
    a_grandchild_moves_along,
    the_order_of_arrival_does_not_matter,
}

fn birth_encounters() -> Vec<Fact> {
    vec![
        an_encounter("delivery", "m").days(date(2025, 5, 31), date(2025, 6, 3)).build(),
        an_encounter("newborn", "i").days(date(2025, 6, 1), date(2025, 6, 3)).part_of("delivery").build(),
    ]
}

async fn a_patient_who_links_to_the_related_person_is_the_mother(w: &World) {
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").build(),
        a_mother("m").link("RelatedPerson/r").build(),
    ])
    .await;
    assert_eq!(w.resolve().await, 1);
    assert_eq!(w.mother_of("i").await.as_deref(), Some("Patient/m"));
    assert_eq!(people::infants_of(&w.db, w.person("m").await).await.unwrap(), [w.person("i").await]);
    assert_eq!(w.resolve().await, 0, "nothing is left to do");
}

async fn a_patient_who_shares_an_identifier_is_the_mother(w: &World) {
    w.state(vec![
        an_infant("i").identifier("urn:mrn", "111").build(),
        a_related_person("r", "i").identifier("urn:mrn", "222").build(),
        a_mother("m").identifier("urn:mrn", "222").build(),
        a_mother("n").identifier("urn:other", "222").build(),
    ])
    .await;
    assert_eq!(w.resolve().await, 1);
    assert_eq!(w.mother_of("i").await.as_deref(), Some("Patient/m"));
}

async fn an_identifier_of_two_patients_is_nobodys(w: &World) {
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").identifier("urn:mrn", "222").build(),
        a_mother("m").identifier("urn:mrn", "222").build(),
    ])
    .await;
    w.resolve().await;
    assert_eq!(w.mother_of("i").await.as_deref(), Some("Patient/m"));

    w.append(vec![updated(a_mother("n").identifier("urn:mrn", "222").build(), 100)]).await;
    assert_eq!(w.resolve().await, 1);
    assert_eq!(w.mother_of("i").await, None);

    // The second record is put right.
    w.append(vec![updated(a_mother("n").identifier("urn:mrn", "333").build(), 200)]).await;
    assert_eq!(w.resolve().await, 1);
    assert_eq!(w.mother_of("i").await.as_deref(), Some("Patient/m"));
}

async fn a_newborn_encounter_in_the_mothers_links_them(w: &World) {
    w.state(vec![an_infant("i").build(), a_mother("m").build()]).await;
    w.state(birth_encounters()).await;
    assert_eq!(w.resolve().await, 1);
    assert_eq!(w.mother_of("i").await.as_deref(), Some("Patient/m"));
}

async fn an_encounter_months_after_the_birth_links_nobody(w: &World) {
    w.state(vec![an_infant("i").born("2025-05-28").build(), a_mother("m").build()]).await;
    w.state(birth_encounters()).await;
    assert_eq!(w.resolve().await, 0, "born three days before the encounter");
    // The birth date is put right.
    w.append(vec![updated(an_infant("i").born("2025-05-29").build(), 100)]).await;
    assert_eq!(w.resolve().await, 1);
    w.append(vec![updated(an_infant("i").born("2025").build(), 200)]).await;
    assert_eq!(w.resolve().await, 1, "a year alone places nobody within two days");
    assert_eq!(w.mother_of("i").await, None);
}

async fn twins_have_one_mother(w: &World) {
    w.state(vec![
        an_infant("a").build(),
        an_infant("b").build(),
        a_related_person("ra", "a").build(),
        a_related_person("rb", "b").identifier("urn:mrn", "5").build(),
        a_mother("m").link("RelatedPerson/ra").identifier("urn:mrn", "5").build(),
    ])
    .await;
    assert_eq!(w.resolve().await, 2);
    let mother = w.person("m").await;
    let infants = people::infants_of(&w.db, mother).await.unwrap();
    assert_eq!(infants, [w.person("a").await, w.person("b").await]);
}

async fn a_link_may_come_before_either_person(w: &World) {
    w.state(vec![a_related_person("r", "i").build()]).await;
    assert_eq!(w.resolve().await, 0);
    w.state(vec![a_mother("m").link("RelatedPerson/r").build()]).await;
    assert_eq!(w.resolve().await, 1, "the infant is known from the mention");
    w.state(vec![an_infant("i").build()]).await;
    assert_eq!(w.resolve().await, 0);
    assert_eq!(w.mother_of("i").await.as_deref(), Some("Patient/m"));

    // The whole encounter comes last.
    let mut encounters = birth_encounters();
    let delivery = encounters.remove(0);
    w.state(vec![an_infant("j").build()]).await;
    let mut newborn = arrival(an_encounter("nj", "j").on(date(2025, 6, 1)).part_of("delivery").build());
    newborn.version_id = Some("1".to_owned());
    w.append(vec![newborn]).await;
    assert_eq!(w.resolve().await, 0);
    w.state(vec![delivery]).await;
    assert_eq!(w.resolve().await, 1);
    assert_eq!(w.mother_of("j").await.as_deref(), Some("Patient/m"));
}

async fn an_adoptive_mother_is_not_the_birth_mother(w: &World) {
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").relationship("ADOPTM").identifier("urn:mrn", "2").build(),
        a_mother("m").link("RelatedPerson/r").identifier("urn:mrn", "2").build(),
    ])
    .await;
    assert_eq!(w.resolve().await, 0);
    assert_eq!(w.mother_of("i").await, None);
}

async fn a_mother_is_older_than_her_child(w: &World) {
    w.append(vec![
        arrival(an_infant("i").build()),
        arrival(a_related_person("r", "i").build()),
        updated(a_mother("m").born("2025-06-01").link("RelatedPerson/r").build(), 100),
    ])
    .await;
    assert_eq!(w.resolve().await, 0);
    w.append(vec![updated(a_mother("m").born("1995").link("RelatedPerson/r").build(), 200)]).await;
    assert_eq!(w.resolve().await, 1);
}

async fn a_link_that_is_taken_back_is_gone(w: &World) {
    w.append(vec![
        arrival(an_infant("i").build()),
        updated(a_related_person("r", "i").build(), 100),
        arrival(a_mother("m").link("RelatedPerson/r").build()),
    ])
    .await;
    w.resolve().await;
    w.append(vec![updated(a_related_person("r", "i").inactive().build(), 200)]).await;
    assert_eq!(w.resolve().await, 1);
    assert_eq!(w.mother_of("i").await, None);
    let infant = w.everyone().await["Patient/i"].clone();
    assert_eq!(infant.bucket, kith_domain::id::Bucket::of(infant.id), "back where it began");
}

async fn an_infant_lies_in_the_mothers_bucket_and_both_are_dirty(w: &World) {
    // Enough infants that some begin elsewhere.
    for n in 0..5 {
        w.state(vec![
            an_infant(&format!("i{n}")).build(),
            a_related_person(&format!("r{n}"), &format!("i{n}")).build(),
        ])
        .await;
    }
    let link = |m: kith_testkit::PersonBuilder, n: i32| m.link(&format!("RelatedPerson/r{n}"));
    w.state(vec![(0..5).fold(a_mother("m"), link).build()]).await;
    let before = w.everyone().await;
    let taken = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    live::done(&w.db, &taken, NOON).await.unwrap();

    assert_eq!(w.resolve().await, 5);

    let after = w.everyone().await;
    let bucket = after["Patient/m"].bucket;
    let dirty = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    for n in 0..5 {
        let reference = format!("Patient/i{n}");
        assert_eq!(after[&reference].bucket, bucket);
        assert!(dirty.contains(&before[&reference].bucket) && dirty.contains(&bucket));
    }
    let together = facts::of_bucket(&w.db, bucket).await.unwrap();
    assert_eq!((together.mothers.len(), together.person_of.len()), (5, 6));
    assert_eq!(together.facts.len(), 11);
    assert!(together.facts.is_sorted_by_key(|f| (f.person, f.record)));
}

async fn a_grandchild_moves_along(w: &World) {
    w.state(vec![
        an_infant("child").build(),
        a_related_person("r1", "child").build(),
        a_mother("young").born("2008-01-01").link("RelatedPerson/r1").build(),
    ])
    .await;
    w.resolve().await;
    w.state(vec![
        a_related_person("r2", "young").build(),
        a_mother("elder").born("1985-01-01").link("RelatedPerson/r2").build(),
    ])
    .await;
    w.resolve().await;
    let all = w.everyone().await;
    assert_eq!(all["Patient/young"].bucket, all["Patient/elder"].bucket);
    assert_eq!(all["Patient/child"].bucket, all["Patient/elder"].bucket);
}

/// Whatever the order, the batches and the moments at which links are resolved, the same records make the same people,
/// mothers and facts.
async fn the_order_of_arrival_does_not_matter(w: &World) {
    let records = || {
        let mut all = vec![
            updated(an_infant("i").born("2024-06-01").named("Temp", "Testperson").build(), 100),
            updated(an_infant("i").named("Ada", "Testperson").phone("555-0100").build(), 200),
            updated(a_related_person("r", "i").identifier("urn:mrn", "9").build(), 100),
            updated(a_related_person("r", "i").identifier("urn:mrn", "2").build(), 300),
            updated(a_mother("m").identifier("urn:mrn", "2").build(), 100),
            updated(a_mother("n").identifier("urn:mrn", "2").build(), 100),
            updated(a_mother("n").identifier("urn:mrn", "3").born("1990").build(), 150),
            updated(an_infant("j").build(), 100),
            updated(a_related_person("rj", "j").build(), 100),
            updated(a_mother("k").link("RelatedPerson/rj").build(), 100),
            updated(a_mother("k").link("RelatedPerson/rj").phone("555-0101").build(), 120),
            updated(an_infant("l").build(), 100),
            updated(an_encounter("nl", "l").on(date(2025, 6, 1)).part_of("dl").build(), 100),
            updated(an_encounter("dl", "k").on(date(2025, 6, 1)).build(), 100),
            updated(an_encounter("dl", "m").on(date(2025, 6, 2)).organization("Organization/1").build(), 200),
            updated(an_encounter("v", "i").on(date(2025, 7, 1)).status("planned").build(), 100),
            updated(an_encounter("v", "i").on(date(2025, 7, 2)).build(), 110),
        ];
        all.push(updated(kith_testkit::an_organization("1", "Harbor Test Clinic"), 100));
        all
    };
    w.append(records()).await;
    w.resolve().await;
    let expected = w.picture().await;
    assert_eq!(expected["Patient/i"].1.as_deref(), Some("Patient/m"));
    assert_eq!(expected["Patient/j"].1.as_deref(), Some("Patient/k"));
    assert_eq!(expected["Patient/l"].1.as_deref(), Some("Patient/m"));

    let mut rng = Rng::new();
    for _ in 0..12 {
        let source = format!("clinic {}", rng.below(1 << 30));
        let shuffled = World {
            db: w.db.clone(),
            location: w.location.clone(),
            source: kith_store::source::ensure(&w.db, &source, NOON).await.unwrap(),
        };
        let mut rest = records();
        rng.shuffle(&mut rest);
        while !rest.is_empty() {
            let batch = rest.split_off(rest.len().saturating_sub(1 + rng.below(6)));
            shuffled.append(batch).await;
            if rng.below(3) == 0 {
                shuffled.resolve().await;
            }
        }
        shuffled.resolve().await;
        assert_eq!(shuffled.picture().await, expected, "{source}");
    }
}
