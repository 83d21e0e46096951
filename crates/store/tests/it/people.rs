use jiff::civil::date;
use kith_domain::date::When;
use kith_domain::fact::{Address, Deceased, Language, Name, Telecom};
use kith_domain::id::{OrganizationId, PersonId};
use kith_store::results::{self, DyadRow, Scope};
use kith_store::{outreach, people};
use kith_testkit::{NOON, TODAY, a_mother, a_related_person, an_infant};

use crate::World;
use crate::world::{arrival, updated};

on_both! {
    a_person_is_what_the_current_record_says,
    a_current_record_that_is_not_understood_blanks_the_person,
    search_finds_beginnings_of_names,
    search_keeps_to_its_scope,
    nobody_is_found_where_nobody_is,
}

async fn a_person_is_what_the_current_record_says(w: &World) {
    let telecom = |system: &str, value: &str, usage: &str| Telecom {
        system: system.to_owned(),
        value: value.to_owned(),
        usage: Some(usage.to_owned()),
    };
    let some = |text: &str| Some(text.to_owned());
    let fact = a_mother("m").born("1995-03").with(|p| {
        p.names = vec![
            Name { usage: some("maiden"), family: some("Before"), given: vec!["A".to_owned()], text: None },
            Name {
                usage: None,
                family: some("Testperson"),
                given: vec!["Ana".to_owned(), "Luz".to_owned()],
                text: None,
            },
        ];
        p.telecoms = vec![
            telecom("phone", "555-0100", "home"),
            telecom("phone", "555-0199", "old"),
            telecom("phone", "555-0101", "mobile"),
            telecom("email", "ana@example.org", "home"),
        ];
        p.languages = vec![
            Language { code: "en".to_owned(), preferred: false },
            Language { code: "es".to_owned(), preferred: true },
        ];
        p.addresses = vec![Address {
            lines: vec!["1 Test Street".to_owned()],
            city: some("Testville"),
            postal_code: some("00000"),
            ..Address::default()
        }];
        p.deceased = Deceased::On(When::on(date(2025, 7, 1)));
    });
    w.append(vec![updated(fact.build(), 100)]).await;
    let m = w.everyone().await["Patient/m"].clone();
    assert_eq!((m.given.as_deref(), m.family.as_deref()), (Some("Ana Luz"), Some("Testperson")));
    assert_eq!((m.phone.as_deref(), m.email.as_deref()), (Some("555-0101"), Some("ana@example.org")));
    assert_eq!((m.language.as_deref(), m.sex.as_deref()), (Some("es"), Some("female")));
    assert_eq!(m.address.as_deref(), Some("1 Test Street, Testville, 00000"));
    assert_eq!((m.died, m.died_on), (true, Some(date(2025, 7, 1))));
    assert_eq!(m.born.map(|b| b.to_string()).as_deref(), Some("1995-03"));
    assert_eq!(m.source, w.source);

    w.append(vec![updated(a_mother("m").build(), 200)]).await;
    let then = w.everyone().await["Patient/m"].clone();
    assert_eq!(
        (then.phone, then.died, then.died_on),
        (None, false, None),
        "nothing of the older record is left"
    );
}

async fn a_current_record_that_is_not_understood_blanks_the_person(w: &World) {
    w.append(vec![updated(an_infant("i").build(), 100)]).await;
    let mut unreadable = updated(an_infant("i").phone("1").build(), 200);
    unreadable.fact = None;
    w.append(vec![unreadable]).await;
    assert_eq!(w.everyone().await["Patient/i"].given, None);
    // The older record again, another spelling: still older.
    w.append(vec![updated(an_infant("i").phone("2").build(), 150)]).await;
    assert_eq!(w.everyone().await["Patient/i"].given, None);
}

async fn search_finds_beginnings_of_names(w: &World) {
    w.state(vec![
        a_mother("1").named("Ana", "Álvarez").build(),
        a_mother("2").named("Anabel", "Testperson").build(),
        a_mother("3").named("Zoe", "Anand").build(),
    ])
    .await;
    let find = async |text: &str| {
        let rows = people::search(&w.db, text, &Scope::default(), 10).await.unwrap();
        rows.into_iter().map(|p| p.reference.0).collect::<Vec<_>>()
    };
    assert_eq!(find("ana").await, ["Patient/3", "Patient/2", "Patient/1"], "by family name");
    assert_eq!(find("ÁLV").await, ["Patient/1"]);
    assert_eq!(find("test ana").await, ["Patient/2"]);
    assert_eq!(find("Anabel  TEST").await, ["Patient/2"]);
    assert_eq!(find("nab").await, [""; 0]);
    assert_eq!(find("%").await, [""; 0]);
    assert_eq!(find("  ").await, [""; 0]);
    assert_eq!(people::search(&w.db, "ana", &Scope::default(), 1).await.unwrap().len(), 1);
}

async fn search_keeps_to_its_scope(w: &World) {
    w.append(
        [
            an_infant("i").build(),
            a_related_person("r", "i").build(),
            a_mother("m").link("RelatedPerson/r").build(),
            a_mother("n").build(),
        ]
        .map(arrival)
        .to_vec(),
    )
    .await;
    w.resolve().await;
    let (infant, mother) = (w.person("i").await, w.person("m").await);
    let worker = w.account("worker").await;
    let dyad = DyadRow {
        infant,
        mother: Some(mother),
        organization: Some(OrganizationId(7)),
        born_on: None,
        delivered_on: None,
        edd_on: None,
        birth_order: None,
        strata: vec![],
    };
    let bucket = w.everyone().await["Patient/m"].bucket;
    results::publish(&w.db, &[bucket], vec![], vec![dyad], TODAY, NOON).await.unwrap();
    outreach::assign(&w.db, &[infant], Some(worker), worker, NOON).await.unwrap();
    let find = async |organization, worker| {
        let rows = people::search(&w.db, "test", &Scope { organization, worker }, 10).await.unwrap();
        rows.into_iter().map(|p| p.reference.0).collect::<Vec<_>>()
    };
    assert_eq!(find(None, None).await.len(), 3);
    assert_eq!(find(Some(OrganizationId(7)), None).await, ["Patient/i", "Patient/m"]);
    assert_eq!(find(Some(OrganizationId(8)), None).await, [""; 0]);
    assert_eq!(find(None, Some(worker)).await, ["Patient/i", "Patient/m"]);
}

async fn nobody_is_found_where_nobody_is(w: &World) {
    assert_eq!(people::find(&w.db, PersonId(1)).await.unwrap(), None);
    assert_eq!(people::many(&w.db, &[]).await.unwrap(), []);
    assert_eq!(people::mother_of(&w.db, PersonId(1)).await.unwrap(), None);
    assert_eq!(results::attribution(&w.db, PersonId(1)).await.unwrap(), None);
    assert!(kith_store::facts::of_people(&w.db, &[]).await.unwrap().is_empty());
}
