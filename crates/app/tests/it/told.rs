//! Where a mother stands in a measure of moods tells of her mood: who may not see that is not told it by a measure.

use std::sync::Arc;

use kith_app::programme::{MeasureInfo, Programme, Unit};
use kith_app::view::{Opens, PeopleFilter, PeopleOpen};
use kith_app::{App, Error, NewAccount, flow};
use kith_domain::access::{Actor, Role};
use kith_domain::consent::Category;
use kith_domain::id::{PersonId, SubjectId};
use kith_domain::measure::{Outcome, Status};
use kith_store::results::{self, DyadRow};
use kith_testkit::{NOON, Place, TODAY};
use serde_json::json;

use crate::network::{Network, woman};

on_both! {
    what_a_measure_tells_is_seen_by_whom_she_shares_it_with
}

const MOOD: &str = "pds_positive";
const PRESSURE: &str = "bp10";

/// The measures on the page of somebody.
async fn measures(app: &App, actor: &Actor, person: PersonId) -> Vec<String> {
    let page = kith_app::dyad(app, actor, person, "en").await.unwrap();
    page.measures.into_iter().map(|reasoned| reasoned.measure.id).collect()
}

async fn list(app: &App, actor: &Actor, measure: &str) -> Result<PeopleOpen, Error> {
    flow::people(app, actor, measure, PeopleFilter::of(Status::Met)).await
}

async fn what_a_measure_tells_is_seen_by_whom_she_shares_it_with(place: Place) {
    let network = Network::over(place).await;
    let organization = json!({"resourceType": "Organization", "id": "one", "name": "Clinic one"});
    network.takes("synthetic", &[woman("one", "Ana", "Example", "1990-01-31"), organization]).await;
    let mother = network.person("synthetic", "one").await;
    network.has_baby(mother, "918-555-0142", "2026-01-05", false).await;
    let baby = network.person("synthetic", "baby-one").await;
    let clinic = kith_app::find_organization(&network.app, "Organization/one").await.unwrap()[0].0;
    let account = NewAccount {
        login: "lead".into(),
        name: "Test lead".into(),
        role: Role::ClinicLead,
        organization: Some(clinic),
        language: "en".into(),
        password: "correct horse battery".into(),
    };
    kith_app::create_account(&network.app, account).await.unwrap();

    let last_month = TODAY.first_of_month().yesterday().unwrap();
    let outcome = |measure: &str| Outcome {
        measure: measure.into(),
        subject: SubjectId(7),
        person: mother,
        organization: Some(clinic),
        status: Status::Met,
        counts_on: last_month,
        on: Some(last_month),
        due_on: None,
        have: 1,
        needs: 1,
        evidence: Vec::new(),
        reason: None,
        strata: Vec::new(),
    };
    let dyad = DyadRow {
        infant: baby,
        mother: Some(mother),
        organization: Some(clinic),
        born_on: None,
        delivered_on: None,
        edd_on: None,
        birth_order: None,
        strata: Vec::new(),
    };
    let all = vec![outcome(MOOD), outcome(PRESSURE)];
    results::publish(&network.db, &[], all, vec![dyad], TODAY, NOON).await.unwrap();
    let plain = crate::equity::measure(PRESSURE, Unit::Delivery);
    let moods = crate::equity::measure(MOOD, Unit::Delivery);
    let app = network.with(Programme {
        headline: PRESSURE.into(),
        measures: vec![plain, MeasureInfo { tells: Some(Category::BehavioralHealth), ..moods }],
        community: Arc::default(),
        ..network.app.programme().clone()
    });
    let (lead, outreach) = (network.actor("lead").await, network.actor("outreach").await);
    let coordinator = network.actor("coordinator").await;
    kith_app::assign(&app, &coordinator, &[baby], Some(outreach.account)).await.unwrap();

    // Her clinic cares for her: on her page, not on her baby's.
    assert_eq!(measures(&app, &lead, mother).await, [PRESSURE, MOOD]);
    for (actor, person) in
        [(&lead, baby), (&coordinator, mother), (&coordinator, baby), (&outreach, mother), (&outreach, baby)]
    {
        assert_eq!(measures(&app, actor, person).await, [PRESSURE], "{:?}", actor.role);
    }

    let named = |found: PeopleOpen| {
        assert_eq!((found.total, found.rows.len()), (1, 1));
        (found.rows[0].name.clone(), found.rows[0].opens)
    };
    let she = (Some("Ana Example".to_owned()), Some(Opens::Person(mother)));
    for actor in [&lead, &coordinator, &outreach] {
        assert_eq!(named(list(&app, actor, PRESSURE).await.unwrap()), she, "{:?}", actor.role);
    }
    assert_eq!(named(list(&app, &lead, MOOD).await.unwrap()), she);
    assert_eq!(named(list(&app, &coordinator, MOOD).await.unwrap()), (None, None));
    // Of a caseload of one, that there is one would name her.
    assert!(matches!(list(&app, &outreach, MOOD).await, Err(Error::Denied(_))));
    let page = kith_app::measure(&app, &outreach, MOOD, None).await.unwrap();
    assert!(!page.may_open && kith_app::measure(&app, &lead, MOOD, None).await.unwrap().may_open);
}
