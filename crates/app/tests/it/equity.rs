//! What the pages of equity and of sites say of a synthetic network is what was planted in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use kith_app::App;
use kith_app::programme::{MeasureInfo, Programme, Unit, Words};
use kith_app::view::{Driver, EquityAsk, EquityPage, RuleSeen, Shown, Verdict};
use kith_domain::access::{Actor, Role};
use kith_domain::id::{OrganizationId, PersonId, SubjectId};
use kith_domain::measure::{Direction, Outcome};
use kith_store::results;
use kith_synth::{Cell, Plan, StratumCell, Truth, periods, standings, truth_of};
use kith_testkit::{NOON, Place, TODAY};
use serde_json::json;

use crate::network::{Network, woman};

on_both! {
    pages_tell_what_was_planted_and_whose_loss_narrowed_a_gap
}

/// Enough for what is planted to stand out from chance.
const BIRTHS: u64 = 6000;
/// How many standard errors chance may make of a difference: one network in a thousand has more.
const CHANCE: f64 = 3.29;
/// A network in which the change of one clinic stands out from the chance of its quarters: of six thousand births not
/// every one does.
const SEED: u64 = 8;
const VISITS: &str = "wcv_3by120";
const POSTPARTUM: &str = "ppc_postpartum";

/// A measure of which only the numbers matter.
pub fn measure(id: &str, unit: Unit) -> MeasureInfo {
    let words = || Words { en: "Test".into(), es: "Prueba".into() };
    MeasureInfo {
        id: id.into(),
        title: words(),
        description: words(),
        event: words(),
        unit,
        tells: None,
        needs: 1,
        time: None,
        direction: Direction::Higher,
        stratifiers: ["race_ethnicity", "payer", "language"].map(str::to_owned).into(),
        own_group: false,
        follows: false,
        reasons: BTreeMap::new(),
        source: words(),
        definition: String::new(),
        aim: None,
    }
}

/// An app over the published outcomes of the network, with who reads them in full and who does not.
async fn measured(network: &Network) -> (App, Actor, Actor) {
    let mut resources = vec![woman("one", "Ana", "Example", "1990-01-31")];
    resources.extend((1..=10).map(|n| {
        json!({"resourceType": "Organization", "id": format!("clinic-{n:02}"), "name": format!("Clinic {n:02} Example")})
    }));
    network.takes("synthetic", &resources).await;
    let person: PersonId = network.person("synthetic", "one").await;
    let mut clinics: BTreeMap<String, OrganizationId> = BTreeMap::new();
    for n in 1..=10 {
        let reference = format!("Organization/clinic-{n:02}");
        let found = kith_app::find_organization(&network.app, &reference).await.unwrap();
        clinics.insert(reference, found[0].0);
    }
    let plan = Plan::new(BIRTHS, SEED, TODAY);
    let told = standings(&plan).filter(|s| [VISITS, POSTPARTUM].contains(&s.measure));
    let outcomes = told.zip(1..).map(|(standing, subject)| Outcome {
        measure: standing.measure.to_owned(),
        subject: SubjectId(subject),
        person,
        organization: clinics.get(&standing.organization).copied(),
        status: standing.status,
        counts_on: standing.counts_on,
        on: None,
        due_on: None,
        have: 0,
        needs: 1,
        evidence: Vec::new(),
        reason: None,
        strata: standing.strata.map(|(by, stratum)| (by.to_owned(), stratum.to_owned())).into(),
    });
    results::publish(&network.db, &[], outcomes.collect(), Vec::new(), TODAY, NOON).await.unwrap();
    let programme = Programme {
        headline: VISITS.into(),
        measures: vec![measure(VISITS, Unit::Infant), measure(POSTPARTUM, Unit::Delivery)],
        community: Arc::default(),
        area_index: None,
        ..network.app.programme().clone()
    };
    let app = network.with(programme);
    let (full, suppressed) = (network.actor("coordinator").await, network.actor("analyst").await);
    assert_eq!((full.role, suppressed.role), (Role::Coordinator, Role::Analyst));
    (app, full, suppressed)
}

fn cell<'t>(truth: &'t Truth, view: &EquityPage, year: usize, stratum: &str) -> &'t Cell {
    let period = truth.period(&view.measure.id, view.years[year]).expect("the truth has the year");
    let of = |s: &&StratumCell| s.stratifier == view.stratifier && s.stratum == stratum;
    &period.strata.iter().find(of).expect("the stratum has someone").cell
}

/// Every count of the page is the true one, and the gap moved as far as was planted, within chance.
fn is_true(view: &EquityPage, truth: &Truth) {
    // The truth keeps the last year first and the two before it last.
    let kept = periods(TODAY);
    assert_eq!(view.years, [kept[kept.len() - 1], kept[kept.len() - 2], kept[0]]);
    for group in &view.groups {
        for (year, rate) in group.rates.iter().enumerate() {
            if rate.denominator == Shown::Count(0) {
                continue;
            }
            let planted = cell(truth, view, year, &group.group);
            let counts = (Shown::Count(planted.numerator), Shown::Count(planted.denominator));
            assert_eq!((rate.numerator, rate.denominator), counts, "{} in {}", group.group, view.years[year]);
        }
    }
    let pair = view.pair.as_ref().expect("two groups are compared");
    let story = pair.story.as_ref().expect("both years are told");
    let planted = |year: usize| {
        let of = |name: &str| cell(truth, view, year, name).planted.expect("somebody is in the rate");
        of(&pair.reference) - of(&pair.focus)
    };
    let standard_error = (story.change.high - story.change.low) / (2.0 * 1.96);
    let off = story.change.value - (planted(2) - planted(0));
    assert!(off.abs() < CHANCE * standard_error, "{story:?}: {} to {}", planted(0), planted(2));
    let last_quarter = pair.quarters.last().expect("the last year has quarters");
    assert_eq!((pair.quarters.len(), last_quarter.period.end), (12, view.years[2].end));
}

async fn pages_tell_what_was_planted_and_whose_loss_narrowed_a_gap(place: Place) {
    let network = Network::over(place).await;
    let (app, reader, analyst) = measured(&network).await;
    let truth = truth_of(&Plan::new(BIRTHS, SEED, TODAY));
    let ask = |by: &str| EquityAsk { by: Some(by.into()), ..EquityAsk::default() };

    // Those behind gained: progress, and nothing is called out.
    let view = kith_app::equity(&app, &reader, VISITS, &EquityAsk::default()).await.unwrap();
    is_true(&view, &truth);
    let pair = view.pair.as_ref().unwrap();
    let story = pair.story.unwrap();
    assert_eq!([&pair.focus[..], &pair.reference[..]], ["Black or African American", "White"]);
    assert_eq!((story.verdict, story.driver), (Verdict::Narrowed, Driver::GroupBetter), "{story:?}");
    assert!(!story.calls_out());
    let percent = story.narrowed.expect("there was a gap to narrow");
    assert!(0.0 < percent.low && percent.low < percent.value && percent.value < percent.high, "{percent:?}");

    // Those ahead lost: a gap that narrowed and is no progress.
    let view = kith_app::equity(&app, &reader, POSTPARTUM, &ask("payer")).await.unwrap();
    is_true(&view, &truth);
    let pair = view.pair.as_ref().unwrap();
    let story = pair.story.unwrap();
    assert_eq!([&pair.focus[..], &pair.reference[..]], ["Medicaid", "Private"]);
    assert!(story.calls_out() && story.share_of_reference.unwrap() > 0.5, "{story:?}");

    // Who may not see small counts sees the same of what is large enough, and nothing of what is not.
    let view = kith_app::equity(&app, &analyst, POSTPARTUM, &ask("payer")).await.unwrap();
    assert!(view.suppressed);
    assert_eq!(view.pair.as_ref().unwrap().story, Some(story));
    let view = kith_app::equity(&app, &analyst, VISITS, &ask("language")).await.unwrap();
    let small = view.groups.iter().find(|g| g.group == "am").expect("some speak Amharic");
    assert!(small.rates.iter().all(|rate| rate.value.is_none() && rate.numerator == Shown::Withheld));

    // Two groupings at once: the cells of a group add up to it, and a reader without the right sees no small one.
    let both =
        EquityAsk { by: Some("payer".into()), and: Some("race_ethnicity".into()), ..EquityAsk::default() };
    let view = kith_app::equity(&app, &reader, VISITS, &both).await.unwrap();
    let cross = view.cross.as_ref().expect("it was asked for");
    assert!(cross.columns.len() > 4 && !cross.left_out && !cross.withheld);
    let number = |of: Shown| if let Shown::Count(n) = of { n } else { panic!("a count is withheld") };
    for (group, rates) in &cross.rows {
        let sum: i64 = rates.iter().map(|rate| number(rate.denominator)).sum();
        assert_eq!(Shown::Count(sum), group.rate.denominator, "{}", group.group);
    }
    let view = kith_app::equity(&app, &analyst, VISITS, &both).await.unwrap();
    let cells = view.cross.as_ref().unwrap().rows.iter().flat_map(|(_, rates)| rates);
    let shown = cells.filter_map(|rate| if let Shown::Count(n) = rate.numerator { Some(n) } else { None });
    assert!(shown.into_iter().all(|n| n == 0 || n > 10));
    assert_eq!(view.seconds, ["race_ethnicity", "language"], "sites are for who may see small counts");
    let unknown = EquityAsk { and: Some("shoe size".into()), ..both.clone() };
    assert_eq!(kith_app::equity(&app, &reader, VISITS, &unknown).await.unwrap().cross, None);

    let by_site = kith_app::equity(&app, &reader, VISITS, &ask("site")).await.unwrap();
    assert_eq!(by_site.groups.len(), 10);
    assert!(by_site.groups.iter().any(|g| g.group == "Clinic 03 Example"));

    let sites = kith_app::sites(&app, &reader, VISITS).await.unwrap();
    let places = &truth.period(VISITS, sites.period).unwrap().organizations;
    assert_eq!((sites.sites.len(), places.len()), (10, 10));
    for (site, place) in sites.sites.iter().zip(places) {
        assert_eq!(site.rate.denominator, Shown::Count(place.cell.denominator));
    }
    let changed = &sites.series.as_ref().unwrap().places[2];
    let (name, signal) = (&changed.name, changed.rules.first());
    assert_eq!(name, "Clinic 03 Example");
    assert!(matches!(
        signal,
        Some(RuleSeen::Beyond { .. } | RuleSeen::LongRun { .. } | RuleSeen::FewCrossings { .. })
    ));
    assert_eq!(sites.funnel.unwrap().places.len(), 10);
    assert!(kith_app::sites(&app, &analyst, VISITS).await.unwrap().series.is_none());
}
