//! Where a mother stands in a measure of moods tells of her mood: who may not see that is not told it by a measure.

use std::sync::Arc;

use kith_app::programme::{MeasureInfo, Programme, Unit};
use kith_app::view::{Opens, PeopleFilter, PeopleOpen, Spared};
use kith_app::{App, Error, NewAccount, flow};
use kith_domain::access::{Actor, Role};
use kith_domain::consent::Category;
use kith_domain::id::{PersonId, RecordId, SubjectId};
use kith_domain::measure::{Outcome, Status};
use kith_store::results::{self, DyadRow};
use kith_testkit::{NOON, Place, TODAY};
use serde_json::json;

use crate::network::{Network, woman};

on_both! {
    what_a_measure_tells_is_seen_by_whom_she_shares_it_with
    a_list_says_who_died
}

const MOOD: &str = "pds_positive";
const PRESSURE: &str = "bp10";
const VISITS: &str = "wcv_3by120";

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
    let encounter = |id: &str| {
        json!({"resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": "AMB"},
            "subject": {"reference": "Patient/one"}, "period": {"start": "2026-02-01"}})
    };
    network.takes("synthetic", &[encounter("visit"), encounter("talk")]).await;
    let stated = kith_store::facts::of_people(&network.db, &[mother]).await.unwrap();
    let record = |id: &str| {
        stated.iter().find(|s| s.fact.reference.0 == format!("Encounter/{id}")).expect("it was sent").record
    };
    let (visit, talk) = (record("visit"), record("talk"));
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
    let outcome = |measure: &str, visit: RecordId| Outcome {
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
        evidence: vec![visit],
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
    let all = vec![outcome(MOOD, talk), outcome(PRESSURE, visit)];
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

    // A visit that only the mood is read from is no visit of the caseload, and nowhere is it said to count for that.
    let counts_for = async |actor: &Actor, record: RecordId| {
        let page = kith_app::dyad(&app, actor, mother, "en").await.unwrap();
        page.timeline.into_iter().find(|item| item.record == Some(record)).map(|item| item.counts_for)
    };
    assert_eq!(counts_for(&lead, talk).await, Some(vec![MOOD.to_owned()]));
    assert_eq!(counts_for(&coordinator, talk).await, Some(Vec::new()));
    assert_eq!(counts_for(&outreach, talk).await, None);
    for actor in [&lead, &coordinator, &outreach] {
        assert_eq!(counts_for(actor, visit).await, Some(vec![PRESSURE.to_owned()]), "{:?}", actor.role);
    }

    let named = |found: PeopleOpen| {
        let rows = found.rows.into_iter().map(|row| (row.name, row.opens)).collect::<Vec<_>>();
        (found.total, rows)
    };
    let she = vec![("Ana Example".to_owned(), Some(Opens::Person(mother)))];
    for actor in [&lead, &coordinator, &outreach] {
        let found = named(list(&app, actor, PRESSURE).await.unwrap());
        assert_eq!(found, (Some(1), she.clone()), "{:?}", actor.role);
    }
    assert_eq!(named(list(&app, &lead, MOOD).await.unwrap()), (None, she));
    assert_eq!(named(list(&app, &coordinator, MOOD).await.unwrap()), (None, Vec::new()));
    // What somebody writes into an address is no name of anybody in the log.
    let stratum = Some(("race_ethnicity".to_owned(), "x of:999\tof:998".to_owned()));
    let filter = PeopleFilter { stratum, ..PeopleFilter::of(Status::Met) };
    flow::people(&app, &lead, PRESSURE, filter).await.unwrap();
    let kept = kith_store::audit::recent(&network.db, 1).await.unwrap();
    assert_eq!(
        kept[0].detail,
        format!("{PRESSURE}, 0 rows, met, organization {clinic}, race_ethnicity=x_of:999_of:998")
    );
    // Of a caseload of one, that there is one would name her.
    assert!(matches!(list(&app, &outreach, MOOD).await, Err(Error::Denied(_))));
    let page = kith_app::measure(&app, &outreach, MOOD, None).await.unwrap();
    assert!(!page.may_open && kith_app::measure(&app, &lead, MOOD, None).await.unwrap().may_open);
}

/// A list of babies and of deliveries says who died: nobody is called as if all were well.
async fn a_list_says_who_died(place: Place) {
    let network = Network::over(place).await;
    for (id, given, family, born, lost) in
        [("one", "Ana", "Example", "1990-01-31", true), ("two", "Berta", "Sample", "1995-06-17", false)]
    {
        network.takes("synthetic", &[woman(id, given, family, born)]).await;
        let mother = network.person("synthetic", id).await;
        network.has_baby(mother, "918-555-0142", "2026-01-05", lost).await;
    }
    let mut outcomes = Vec::new();
    for id in ["one", "two"] {
        let (mother, baby) = (network.person("synthetic", id).await, format!("baby-{id}"));
        let baby = network.person("synthetic", &baby).await;
        for (measure, person) in [(PRESSURE, mother), (VISITS, baby)] {
            outcomes.push(Outcome {
                measure: measure.into(),
                subject: SubjectId(outcomes.len() as i64),
                person,
                organization: None,
                status: Status::Pending,
                counts_on: TODAY,
                on: None,
                due_on: Some(TODAY),
                have: 0,
                needs: 1,
                evidence: Vec::new(),
                reason: None,
                strata: Vec::new(),
            });
        }
    }
    results::publish(&network.db, &[], outcomes, Vec::new(), TODAY, NOON).await.unwrap();
    let app = network.with(Programme {
        headline: PRESSURE.into(),
        measures: vec![
            crate::equity::measure(PRESSURE, Unit::Delivery),
            crate::equity::measure(VISITS, Unit::Infant),
        ],
        community: Arc::default(),
        ..network.app.programme().clone()
    });
    let coordinator = network.actor("coordinator").await;
    let spared = async |measure: &str| {
        let filter = PeopleFilter::of(Status::Pending);
        let found = flow::people(&app, &coordinator, measure, filter).await.unwrap();
        found.rows.into_iter().map(|row| row.spared).collect::<Vec<_>>()
    };
    assert_eq!(spared(PRESSURE).await, [Some(Spared::LostBaby), None]);
    assert_eq!(spared(VISITS).await, [Some(Spared::BabyDied), None]);
    let mut died = woman("two", "Berta", "Sample", "1995-06-17");
    died["link"] = json!([{"other": {"reference": "RelatedPerson/r-two"}, "type": "seealso"}]);
    died["deceasedBoolean"] = json!(true);
    network.takes("synthetic", &[died]).await;
    assert_eq!(spared(PRESSURE).await, [Some(Spared::LostBaby), Some(Spared::Died)]);
    assert_eq!(spared(VISITS).await, [Some(Spared::BabyDied), Some(Spared::MotherDied)]);
}
