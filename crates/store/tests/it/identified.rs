//! Whose an infant is when people are made of several records, when somebody decides it, when linkage infers it.

use jiff::civil::date;
use kith_domain::id::SourcePersonId;
use kith_domain::identity::{PairKind, Verdict};
use kith_store::identity::{self, Technique};
use kith_store::linkage::{self, Cause, Cluster, Pair, Partition, Proposal};
use kith_testkit::{NOON, a_mother, a_related_person, an_encounter, an_infant, later};

use crate::World;
use crate::chance::Rng;
use crate::decisions::saying;
use crate::world::updated;

on_both! {
    a_confirmed_mother_comes_before_every_other,
    a_mother_who_was_denied_is_none,
    an_inferred_mother_is_the_last_to_be_asked,
    an_identifier_of_one_person_is_hers_however_many_records_have_it,
    two_encounters_of_one_mother_are_one_answer,
    a_mother_who_is_merged_away_is_the_survivor,
    an_infant_that_is_merged_away_has_one_mother,
    nobody_is_merged_into_her_own_mother,
    merge_then_take_back_is_nothing,
    any_order_of_acts_ends_the_same,
}

async fn link(w: &World, id: &str) -> Option<(String, Technique, bool, Option<f64>)> {
    let home = w.home(id).await;
    let links = identity::mother_links(&w.db, &[home]).await.unwrap();
    let link = links.into_iter().find(|l| l.infant == home)?;
    let mother = kith_store::people::find(&w.db, link.mother).await.unwrap().unwrap();
    assert_eq!(mother.id, link.mother, "a mother stands for herself");
    Some((mother.reference.0, link.technique, link.record.is_some(), link.probability))
}

fn found(reference: &str, technique: Technique) -> Option<(String, Technique, bool, Option<f64>)> {
    let says_so = !matches!(technique, Technique::Confirmed | Technique::Inferred);
    Some((reference.to_owned(), technique, says_so, (technique == Technique::Inferred).then_some(0.97)))
}

/// An infant whose record names one mother, and another woman.
async fn family(w: &World) -> [SourcePersonId; 3] {
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").build(),
        a_mother("m").link("RelatedPerson/r").build(),
        a_mother("n").build(),
    ])
    .await;
    w.resolve().await;
    [w.key("i").await, w.key("m").await, w.key("n").await]
}

async fn decide(w: &World, verdict: Verdict, pair: Pair) -> kith_domain::id::ActId {
    let who = match kith_store::account::find_by_login(&w.db, "steward").await.unwrap() {
        Some(account) => account.id,
        None => w.account("steward").await,
    };
    let act = linkage::act(&w.db, &saying(verdict, who, &[pair]), NOON).await.unwrap();
    w.resolve().await;
    act
}

async fn take_back(w: &World, act: kith_domain::id::ActId) {
    assert!(linkage::take_back(&w.db, act, None, later(1)).await.unwrap());
    w.resolve().await;
}

async fn propose(w: &World, infant: SourcePersonId, mothers: &[SourcePersonId]) {
    let proposals = mothers.iter().map(|mother| Proposal {
        infant,
        mother: *mother,
        probability: 0.97,
        evidence: "{}".to_owned(),
    });
    let partition =
        Partition { proposals: proposals.collect(), touched: vec![infant], ..Partition::default() };
    linkage::apply(&w.db, &partition, Cause::Linkage, "a test", NOON).await.unwrap();
    w.resolve().await;
}

async fn a_confirmed_mother_comes_before_every_other(w: &World) {
    let [i, m, n] = family(w).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Link));
    let first = decide(w, Verdict::Same, Pair::dyad(i, n)).await;
    assert_eq!(link(w, "i").await, found("Patient/n", Technique::Confirmed));
    let second = decide(w, Verdict::Same, Pair::dyad(i, m)).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Confirmed), "the later decision holds");
    take_back(w, second).await;
    assert_eq!(link(w, "i").await, found("Patient/n", Technique::Confirmed));
    take_back(w, first).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Link));
}

async fn a_mother_who_was_denied_is_none(w: &World) {
    let [i, m, n] = family(w).await;
    let denied = decide(w, Verdict::Different, Pair::dyad(i, m)).await;
    assert_eq!(link(w, "i").await, None);
    propose(w, i, &[m]).await;
    assert_eq!(link(w, "i").await, None, "by whatever technique");
    propose(w, i, &[n]).await;
    assert_eq!(link(w, "i").await, found("Patient/n", Technique::Inferred));
    decide(w, Verdict::Same, Pair::dyad(i, m)).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Confirmed));
    take_back(w, denied).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Confirmed));
}

async fn an_inferred_mother_is_the_last_to_be_asked(w: &World) {
    w.state(vec![an_infant("i").build(), a_mother("m").build(), a_mother("n").build()]).await;
    let (i, m, n) = (w.key("i").await, w.key("m").await, w.key("n").await);
    propose(w, i, &[m]).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Inferred));
    let all = w.everyone().await;
    assert_eq!(all["Patient/i"].bucket, all["Patient/m"].bucket);
    propose(w, i, &[m, n]).await;
    assert_eq!(link(w, "i").await, None, "two answers are none");
    w.cluster(&[&[m, n]], Cause::Linkage).await;
    propose(w, i, &[m, n]).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Inferred), "of one person they are one");
    w.state(vec![a_related_person("r", "i").identifier("urn:mrn", "7").build()]).await;
    w.state(vec![a_mother("o").identifier("urn:mrn", "7").build()]).await;
    w.resolve().await;
    assert_eq!(link(w, "i").await, found("Patient/o", Technique::Identifier));
    propose(w, i, &[]).await;
    assert_eq!(link(w, "i").await, found("Patient/o", Technique::Identifier));
}

async fn an_identifier_of_one_person_is_hers_however_many_records_have_it(w: &World) {
    w.state(vec![
        an_infant("i").build(),
        a_related_person("r", "i").identifier("urn:mrn", "2").build(),
        a_mother("m").identifier("urn:mrn", "2").build(),
        a_mother("n").identifier("urn:mrn", "2").build(),
    ])
    .await;
    w.resolve().await;
    assert_eq!(link(w, "i").await, None);
    let (m, n) = (w.key("m").await, w.key("n").await);
    w.cluster(&[&[m, n]], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Identifier));
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, None);
}

async fn two_encounters_of_one_mother_are_one_answer(w: &World) {
    let day = date(2025, 6, 1);
    w.state(vec![an_infant("i").build(), an_infant("j").build()]).await;
    w.state(vec![a_mother("m").build(), a_mother("n").build()]).await;
    w.state(vec![
        an_encounter("dm", "m").on(day).build(),
        an_encounter("dn", "n").on(day).build(),
        an_encounter("bi", "i").on(day).part_of("dm").build(),
        an_encounter("bj", "j").on(day).part_of("dn").build(),
    ])
    .await;
    w.resolve().await;
    let (i, j, m, n) = (w.key("i").await, w.key("j").await, w.key("m").await, w.key("n").await);
    assert_eq!(link(w, "j").await, found("Patient/n", Technique::Encounter));
    w.cluster(&[&[i, j]], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, None, "her two records name two mothers");
    w.cluster(&[&[i, j], &[m, n]], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Encounter));
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Encounter));
    assert_eq!(link(w, "j").await, found("Patient/n", Technique::Encounter));
}

async fn a_mother_who_is_merged_away_is_the_survivor(w: &World) {
    w.state(vec![a_mother("first").build()]).await;
    let [i, m, _] = family(w).await;
    let first = w.key("first").await;
    w.cluster(&[&[first, m]], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, found("Patient/first", Technique::Link));
    let all = w.everyone().await;
    assert_eq!(all["Patient/i"].bucket, all["Patient/first"].bucket);
    let denied = decide(w, Verdict::Different, Pair::dyad(i, first)).await;
    assert_eq!(link(w, "i").await, None, "said of one record of her, it is said of her");
    take_back(w, denied).await;
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Link));
}

async fn an_infant_that_is_merged_away_has_one_mother(w: &World) {
    w.state(vec![an_infant("first").build()]).await;
    let [i, ..] = family(w).await;
    let first = w.key("first").await;
    assert_eq!(link(w, "first").await, None);
    w.cluster(&[&[first, i]], Cause::Linkage).await;
    assert_eq!(link(w, "first").await, found("Patient/m", Technique::Link));
    assert_eq!(link(w, "i").await, None, "an id that is merged away has nothing of its own");
    let infants = kith_store::people::infants_of(&w.db, w.home("m").await).await.unwrap();
    assert_eq!(infants, [w.home("first").await]);
    assert_eq!(w.mother_of("i").await.as_deref(), Some("Patient/m"), "asked for, it is the survivor");
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!(link(w, "first").await, None);
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Link));
}

async fn nobody_is_merged_into_her_own_mother(w: &World) {
    let [i, m, n] = family(w).await;
    w.cluster(&[&[i, m]], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, None);
    propose(w, i, &[n]).await;
    w.cluster(&[], Cause::Linkage).await;
    assert_eq!(link(w, "i").await, found("Patient/m", Technique::Link));
}

/// The clusters that the standing verdicts make: those said to be the same, joined.
async fn follow(w: &World, cause: Cause) {
    let everybody: Vec<SourcePersonId> =
        linkage::changed(&w.db, 0, 10_000).await.unwrap().into_iter().map(|(_, key)| key).collect();
    let mut cluster_of: std::collections::BTreeMap<_, _> = everybody.iter().map(|k| (*k, *k)).collect();
    for standing in linkage::verdicts(&w.db, 0, 10_000).await.unwrap() {
        if standing.pair.kind != PairKind::Person || standing.verdict != Some(Verdict::Same) {
            continue;
        }
        let (a, b) = (cluster_of[&standing.pair.a], cluster_of[&standing.pair.b]);
        cluster_of.values_mut().filter(|c| **c == b).for_each(|c| *c = a);
    }
    let mut clusters: std::collections::BTreeMap<SourcePersonId, Vec<SourcePersonId>> = Default::default();
    for (key, cluster) in cluster_of {
        clusters.entry(cluster).or_default().push(key);
    }
    let clusters =
        clusters.into_values().map(|members| Cluster { members, evidence: "{}".to_owned() }).collect();
    let partition = Partition { clusters, touched: everybody, ..Partition::default() };
    linkage::apply(&w.db, &partition, cause, "a test", NOON).await.unwrap();
    w.resolve().await;
}

/// Several families, some of whom are known twice, with contacts and a caseload.
async fn town(w: &World) -> Vec<SourcePersonId> {
    let mut keys = Vec::new();
    for n in 0..3 {
        w.state(vec![
            an_infant(&format!("i{n}")).named("Ada", &format!("Testperson {n}")).build(),
            a_related_person(&format!("r{n}"), &format!("i{n}")).identifier("urn:mrn", "5").build(),
            a_mother(&format!("m{n}")).phone(&format!("555-010{n}")).identifier("urn:mrn", "5").build(),
            an_infant(&format!("j{n}")).born("2025-06-02").build(),
            a_mother(&format!("n{n}")).born("1996-02").link(&format!("RelatedPerson/r{n}")).build(),
        ])
        .await;
        for id in ["i", "m", "j", "n"] {
            keys.push(w.key(&format!("{id}{n}")).await);
        }
    }
    w.resolve().await;
    let worker = w.account("worker").await;
    let infants = [w.home("i1").await, w.home("j0").await];
    kith_store::outreach::assign(&w.db, &infants, Some(worker), worker, NOON).await.unwrap();
    keys
}

async fn merge_then_take_back_is_nothing(w: &World) {
    let keys = town(w).await;
    follow(w, Cause::Linkage).await;
    let mut rng = Rng::new();
    for round in 0..8 {
        let before = w.tables().await;
        let mut acts = Vec::new();
        for _ in 0..1 + rng.below(4) {
            let (a, b) = (keys[rng.below(keys.len())], keys[rng.below(keys.len())]);
            if a == b {
                continue;
            }
            let pair = if rng.below(4) == 0 { Pair::dyad(a, b) } else { Pair::person(a, b) };
            let verdict = if rng.below(5) == 0 { Verdict::Different } else { Verdict::Same };
            let act = decide(w, verdict, pair).await;
            acts.push(act);
            follow(w, Cause::Act(act)).await;
        }
        rng.shuffle(&mut acts);
        for act in acts {
            take_back(w, act).await;
            follow(w, Cause::Act(act)).await;
        }
        let after = w.tables().await;
        for (table, rows) in &before {
            // Whoever took part is an account now.
            if table != "account" {
                assert_eq!(&after[table], rows, "{table} in round {round}");
            }
        }
        assert!(before.len() > 30 && before.contains_key("mother_link"));
    }
}

/// The same decisions in any order, and records that come before, between or after, end in the same people.
async fn any_order_of_acts_ends_the_same(w: &World) {
    let mut rng = Rng::new();
    let mut expected = None;
    for round in 0..5 {
        let place = match w.db.kind() {
            "sqlite" => kith_testkit::sqlite(),
            _ => kith_testkit::postgres().await.expect("there was one a moment ago"),
        };
        let w = World::open(&place).await;
        let keys = town(&w).await;
        let mut pairs = vec![
            (Verdict::Same, Pair::person(keys[0], keys[2])),
            (Verdict::Same, Pair::person(keys[2], keys[4])),
            (Verdict::Same, Pair::person(keys[1], keys[3])),
            (Verdict::Same, Pair::dyad(keys[6], keys[5])),
            (Verdict::Different, Pair::dyad(keys[8], keys[11])),
        ];
        rng.shuffle(&mut pairs);
        let mut records = vec![
            updated(a_mother("n0").phone("555-0199").link("RelatedPerson/r0").build(), 100),
            updated(an_infant("j0").named("Real", "Name").build(), 100),
            updated(a_related_person("r1", "i1").inactive().build(), 100),
        ];
        for (verdict, pair) in pairs {
            if rng.below(2) == 0 {
                w.append(records.pop().into_iter().collect()).await;
            }
            decide(&w, verdict, pair).await;
            if rng.below(2) == 0 {
                follow(&w, Cause::Linkage).await;
            }
        }
        // In one order, for the newest record shows.
        while let Some(record) = records.pop() {
            w.append(vec![record]).await;
        }
        follow(&w, Cause::Linkage).await;
        let mut tables = w.tables().await;
        tables.retain(|name, _| {
            ["person", "source_person", "mother_link", "caseload", "fact"].contains(&name.as_str())
        });
        assert_eq!(tables.len(), 5);
        let expected = expected.get_or_insert_with(|| tables.clone());
        assert_eq!(&tables, expected, "round {round}");
    }
}
