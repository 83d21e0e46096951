//! Of 160 babies with two visits 153 have three. Nobody who may not see small counts finds the seven, on whatever page.

use std::sync::Arc;

use kith_app::programme::{MeasureInfo, Programme, Unit};
use kith_app::view::{EquityAsk, GroupRate, MeasurePage, Rate, Shown};
use kith_domain::id::{OrganizationId, PersonId, SubjectId};
use kith_domain::measure::{Kin, Outcome, Status};
use kith_store::results;
use kith_testkit::{NOON, Place, TODAY};
use serde_json::json;

use crate::network::{Network, woman};

on_both! {
    the_few_between_two_definitions_are_told_on_no_page
}

const TWO: &str = "wcv_2by120";
const THREE: &str = "wcv_3by120";

/// Babies of one group, clinic and month: how many have two visits, how many of these three, and how many have neither.
type Babies = (&'static str, usize, i32, i64, i64, i64);

/// In the first month seven at the first clinic, all of one group, have two visits and not three.
const BABIES: [Babies; 8] = [
    ("Black or African American", 0, 11, 30, 23, 20),
    ("Black or African American", 1, 11, 20, 20, 20),
    ("White", 0, 11, 20, 20, 20),
    ("White", 1, 11, 20, 20, 15),
    ("Black or African American", 0, 4, 20, 20, 20),
    ("Black or African American", 1, 4, 15, 15, 20),
    ("White", 0, 4, 20, 20, 15),
    ("White", 1, 4, 15, 15, 20),
];

fn outcomes(person: PersonId, clinics: &[OrganizationId], earlier: i32) -> Vec<Outcome> {
    let mut all = Vec::new();
    for (group, clinic, ago, two, three, neither) in BABIES {
        let counts_on = TODAY.first_of_month().saturating_sub(jiff::Span::new().months(ago + 1 + earlier));
        for baby in 0..two + neither {
            let subject = SubjectId(i64::try_from(all.len()).unwrap() / 2 + 10_000 * i64::from(earlier));
            all.extend([(TWO, two), (THREE, three)].map(|(measure, met)| Outcome {
                measure: measure.to_owned(),
                subject,
                person,
                organization: Some(clinics[clinic]),
                status: if baby < met { Status::Met } else { Status::NotMet },
                counts_on,
                on: None,
                due_on: None,
                have: 0,
                needs: 1,
                evidence: Vec::new(),
                reason: None,
                strata: vec![("race_ethnicity".to_owned(), group.to_owned())],
            }));
        }
    }
    all
}

/// What is withheld of a measure is nothing that stands alone: neither its counts nor what is made of them.
fn is_withheld(rate: &Rate) -> bool {
    rate.numerator == Shown::Withheld && rate.value.is_none()
}

fn all_withheld<'r>(rates: impl IntoIterator<Item = &'r GroupRate>) -> bool {
    rates.into_iter().all(|group| is_withheld(&group.rate))
}

/// That neither the page nor anything drawn from it tells how many have three visits.
fn tells_nothing(page: &MeasurePage) {
    assert!(is_withheld(&page.row.rate) && page.row.gap.is_none());
    assert!(page.row.signals.centre.is_none());
    let empty = |rate: &Rate| rate.denominator == Shown::Count(0);
    assert!(page.row.months[12..].iter().all(|month| is_withheld(&month.rate) || empty(&month.rate)));
    assert!(
        page.strata.iter().all(|(_, strata)| !strata.is_empty() && all_withheld(strata)),
        "{:?}",
        page.strata
    );
    assert!(page.clinics.len() == 2 && all_withheld(&page.clinics));
    let told = page.gap_over_time.iter().filter(|(_, f, r)| !is_withheld(&f.rate) || !is_withheld(&r.rate));
    assert_eq!(told.count(), 0);
}

async fn the_few_between_two_definitions_are_told_on_no_page(place: Place) {
    let network = Network::over(place).await;
    let mut resources = vec![woman("one", "Ana", "Example", "1990-01-31")];
    resources.extend(["01", "02"].map(|n| {
        json!({"resourceType": "Organization", "id": format!("clinic-{n}"), "name": format!("Clinic {n} Example")})
    }));
    network.takes("synthetic", &resources).await;
    let person = network.person("synthetic", "one").await;
    let mut clinics = Vec::new();
    for n in ["01", "02"] {
        let found = kith_app::find_organization(&network.app, &format!("Organization/clinic-{n}")).await;
        clinics.push(found.unwrap()[0].0);
    }
    let mut all = outcomes(person, &clinics, 0);
    all.extend(outcomes(person, &clinics, 12));
    results::publish(&network.db, &[], all, Vec::new(), TODAY, NOON).await.unwrap();

    let measure = |id: &str| MeasureInfo { follows: id == THREE, ..crate::equity::measure(id, Unit::Infant) };
    let kin = |id: &str| Kin { id: id.into(), part: false };
    let app = network.with(Programme {
        headline: THREE.into(),
        measures: vec![measure(THREE), measure(TWO)],
        families: vec![vec![kin(TWO), kin(THREE)]],
        community: Arc::default(),
        ..network.app.programme().clone()
    });
    let (full, suppressed) = (network.actor("coordinator").await, network.actor("analyst").await);

    // Who may see every count does.
    let page = kith_app::measure(&app, &full, THREE, None).await.unwrap();
    assert_eq!((page.row.rate.numerator, page.row.rate.denominator), (Shown::Count(153), Shown::Count(310)));
    assert!(page.strata.iter().all(|(_, strata)| !all_withheld(strata)));
    // The one that leads is shown as if it stood alone.
    let page = kith_app::measure(&app, &suppressed, TWO, None).await.unwrap();
    assert_eq!((page.row.rate.numerator, page.row.rate.denominator), (Shown::Count(160), Shown::Count(310)));
    assert!(page.strata.iter().any(|(by, strata)| by == "race_ethnicity" && strata[0].rate.value.is_some()));
    assert!(!all_withheld(&page.clinics) && page.row.months[12].rate.numerator == Shown::Count(90));

    tells_nothing(&kith_app::measure(&app, &suppressed, THREE, None).await.unwrap());
    tells_nothing(&kith_app::embed::public_page(&app, THREE).await.unwrap());
    let card = kith_app::scorecard(&app, &suppressed).await.unwrap();
    let row = card.rows.iter().find(|row| row.measure.id == THREE).unwrap();
    assert!(is_withheld(&row.rate) && row.gap.is_none());
    assert!(card.gap_over_time.iter().all(|(_, f, r)| is_withheld(&f.rate) && is_withheld(&r.rate)));

    for by in ["race_ethnicity", "site"] {
        let ask = EquityAsk { by: Some(by.into()), ..EquityAsk::default() };
        let page = kith_app::equity(&app, &suppressed, THREE, &ask).await.unwrap();
        assert!(is_withheld(&page.whole) && page.pair.is_none() && page.indices.is_none(), "{by}");
        assert!(page.groups.iter().all(|group| group.rates.iter().all(is_withheld)), "{by}");
        let led = kith_app::equity(&app, &suppressed, TWO, &ask).await.unwrap();
        assert!(led.groups.iter().all(|group| !group.rates.iter().any(is_withheld)), "{by}");
    }
    let sites = kith_app::sites(&app, &suppressed, THREE).await.unwrap();
    assert!(is_withheld(&sites.whole) && all_withheld(&sites.sites) && sites.funnel.is_none());
    let sites = kith_app::sites(&app, &suppressed, TWO).await.unwrap();
    assert!(!is_withheld(&sites.whole) && !all_withheld(&sites.sites));
}
