use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use kith_domain::access::Role;
use kith_domain::id::{AccountId, Bucket, PersonId};
use kith_domain::measure::{Direction, Outcome, Status};
use kith_store::{Db, results, source};
use kith_testkit::{NOON, TODAY, an_infant, an_outcome};

use super::*;
use crate::programme::{MeasureInfo, Programme, Unit, Words};
use crate::view::Shown;
use crate::{Clock, Explainer, NewAccount, Question, Setup};

struct Silent;

impl Explainer for Silent {
    fn why(&self, _: &Question<'_>, _: &str) -> Vec<String> {
        Vec::new()
    }
}

fn words() -> Words {
    Words { en: "Test".into(), es: "Prueba".into() }
}

fn programme() -> Programme {
    let measure = MeasureInfo {
        id: "visits".into(),
        title: words(),
        description: words(),
        event: words(),
        unit: Unit::Infant,
        tells: None,
        needs: 1,
        time: None,
        direction: Direction::Higher,
        stratifiers: Vec::new(),
        own_group: false,
        reasons: BTreeMap::new(),
        source: words(),
        definition: String::new(),
        aim: None,
        follows: Default::default(),
    };
    Programme {
        id: "test".into(),
        title: words(),
        aim: words(),
        headline: "visits".into(),
        gap_stratifier: String::new(),
        gap_focus: String::new(),
        gap_reference: String::new(),
        gap_factor: 0.5,
        gap_by: None,
        measures: vec![measure],
        indicators: Vec::new(),
        definitions: Vec::new(),
        families: Vec::new(),
        cascade: None,
        triage: None,
        forms: None,
        centroids: None,
        community: Default::default(),
        area_index: None,
    }
}

/// An app over a throwaway database with one person.
async fn world(place: &kith_testkit::Place) -> (App, Actor) {
    let db = Db::open(&place.location().parse().unwrap()).await.unwrap();
    let source = source::ensure(&db, "clinic", NOON).await.unwrap();
    let fact = an_infant("i").build();
    let arrival = kith_store::ledger::Arrival {
        resource_type: "Patient".into(),
        resource_id: "i".into(),
        version_id: None,
        last_updated: None,
        bytes: serde_json::to_vec(&fact).unwrap(),
        fact: Some(fact),
    };
    kith_store::ledger::append(&db, source, vec![arrival], NOON).await.unwrap();
    let app = App::new(Setup {
        db,
        clock: Clock::Fixed(NOON),
        time_zone: TimeZone::UTC,
        programme: programme(),
        network_name: "Test network".into(),
        explainer: Arc::new(Silent),
    });
    let new = NewAccount {
        login: "coordinator".into(),
        name: "A Testcoordinator".into(),
        role: Role::Coordinator,
        organization: None,
        language: "en".into(),
        password: "correct horse battery".into(),
    };
    let account: AccountId = crate::create_account(&app, new).await.unwrap();
    let actor =
        Actor { account, name: "A Testcoordinator".into(), role: Role::Coordinator, organization: None };
    (app, actor)
}

/// So many of a hundred are met from now on.
async fn met(app: &App, met: i64) {
    let outcome = |n: i64| Outcome {
        subject: kith_domain::id::SubjectId(n),
        counts_on: crate::scorecard::reporting_period(TODAY).start,
        ..an_outcome("visits", PersonId(1), if n <= met { Status::Met } else { Status::NotMet })
    };
    let all: Vec<Bucket> = Bucket::all().collect();
    results::publish(app.db(), &all, (1..=100).map(outcome).collect(), Vec::new(), TODAY, NOON)
        .await
        .unwrap();
}

async fn seen(app: &App, token: &str) -> Shown {
    shown(app, token).await.unwrap().1.row.rate.numerator
}

#[tokio::test]
async fn what_stands_outside_changes_once_a_day_and_is_gone_at_once() {
    let place = kith_testkit::sqlite();
    let (app, actor) = world(&place).await;
    let charts = ["months", "gap"].map(str::to_owned);
    let out = async |chart: &str| {
        let id = publish(&app, &actor, "visits", chart, &charts).await.unwrap();
        let all = standing(&app, &actor, "visits").await.unwrap();
        (id, all.into_iter().find(|e| e.id == id).unwrap().token)
    };
    met(&app, 40).await;
    let (id, token) = out("months").await;
    assert_eq!(seen(&app, &token).await, Shown::Count(40));
    met(&app, 41).await;
    let inside = crate::measure(&app, &actor, "visits", None).await.unwrap();
    assert_eq!(inside.row.rate.numerator, Shown::Count(41));
    assert_eq!(seen(&app, &token).await, Shown::Count(40), "one who came in is not told by the minute");
    assert_eq!(out("months").await.0, id, "let out again it is the same, and still of the morning");
    assert_eq!(seen(&app, &token).await, Shown::Count(40));

    // The next day: what is held is of the day before.
    let held = || app.inner.outside_pages.lock().unwrap();
    held().get_mut("visits").unwrap().0 = TODAY.yesterday().unwrap();
    assert_eq!(seen(&app, &token).await, Shown::Count(41));

    // Another chart is drawn from what is there when it is let out, and both tell the same.
    met(&app, 42).await;
    let (_, other) = out("gap").await;
    assert_eq!((seen(&app, &other).await, seen(&app, &token).await), (Shown::Count(42), Shown::Count(42)));

    withdraw(&app, &actor, id).await.unwrap();
    assert!(matches!(shown(&app, &token).await, Err(Error::NotFound(_))));
    assert_eq!(seen(&app, &other).await, Shown::Count(42));
}
