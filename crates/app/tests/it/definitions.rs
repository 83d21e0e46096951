//! Two definitions of one measure over the same subjects: what the page says of them is what was published.

use std::sync::Arc;

use kith_app::programme::{Definition, Programme, Unit, Words};
use kith_app::view::{Against, DefinitionRow, Definitions, Shown};
use kith_domain::id::{OrganizationId, PersonId, SubjectId};
use kith_domain::measure::{Kin, Outcome, Status};
use kith_store::results;
use kith_testkit::{NOON, Place, TODAY};
use serde_json::json;

use crate::network::{Network, woman};

on_both! {
    definitions_stand_side_by_side_over_the_same_subjects
}

fn words(text: &str) -> Words {
    Words { en: text.into(), es: text.into() }
}

fn definition(id: &str, version_of: Option<&str>) -> Definition {
    let version_of = version_of.map(|base| (base.to_owned(), words("another rule")));
    Definition { id: id.into(), title: words(id), edition: None, version_of }
}

/// A programme that runs a base and one version of it, and could run another.
fn programme(of: &Programme) -> Programme {
    let measure = |id: &str| crate::equity::measure(id, Unit::Delivery);
    Programme {
        headline: "base".into(),
        measures: vec![measure("base"), measure("strict"), measure("alone")],
        definitions: vec![
            definition("base", None),
            definition("later", Some("base")),
            definition("strict", Some("base")),
        ],
        families: vec![["base", "strict"].map(|id| Kin { id: id.into(), part: false }).into()],
        community: Arc::default(),
        ..of.clone()
    }
}

/// So many subjects from a number on, with where they stand in each definition; none where it does not know them.
type Group = (i64, Option<Status>, Option<Status>);

fn outcomes(groups: &[Group], person: PersonId, clinic: Option<OrganizationId>, from: i64) -> Vec<Outcome> {
    let counts_on = TODAY.first_of_month().saturating_sub(jiff::Span::new().months(3));
    let mut subject = from;
    let mut all = Vec::new();
    for (many, base, strict) in groups {
        for _ in 0..*many {
            subject += 1;
            for (measure, status) in [("base", base), ("strict", strict)] {
                all.extend(status.map(|status| Outcome {
                    measure: measure.to_owned(),
                    subject: SubjectId(subject),
                    person,
                    organization: clinic,
                    status,
                    counts_on,
                    on: None,
                    due_on: None,
                    have: 0,
                    needs: 1,
                    evidence: Vec::new(),
                    reason: None,
                    strata: Vec::new(),
                }));
            }
        }
    }
    all
}

fn told<'d>(definitions: &'d Definitions) -> Vec<(&'d str, Shown, Shown, Option<Against>)> {
    let row = |row: &'d DefinitionRow| {
        (row.definition.id.as_str(), row.rate.numerator, row.rate.denominator, row.against)
    };
    definitions.run.iter().map(row).collect()
}

async fn definitions_stand_side_by_side_over_the_same_subjects(place: Place) {
    use Status::{Excluded, Met, NotMet, Pending};
    let network = Network::over(place).await;
    let clinic = json!({"resourceType": "Organization", "id": "clinic-01", "name": "Clinic 01 Example"});
    network.takes("synthetic", &[woman("one", "Ana", "Example", "1990-01-31"), clinic]).await;
    let person = network.person("synthetic", "one").await;
    let clinic = kith_app::find_organization(&network.app, "Organization/clinic-01").await.unwrap()[0].0;
    let mut all = outcomes(
        &[
            (60, Some(Met), Some(Met)),
            (20, Some(Met), Some(NotMet)),
            (2, Some(NotMet), Some(Met)),
            (30, Some(NotMet), Some(NotMet)),
            (4, Some(Met), Some(Pending)),
            (5, Some(Excluded), Some(Met)),
            (7, Some(NotMet), None),
        ],
        person,
        None,
        0,
    );
    all.extend(outcomes(
        &[(40, Some(Met), Some(Met)), (15, Some(Met), Some(NotMet))],
        person,
        Some(clinic),
        1000,
    ));
    // What counts on another day is of another page.
    let mut before = outcomes(&[(9, Some(Met), Some(NotMet))], person, None, 2000);
    for outcome in &mut before {
        outcome.counts_on = outcome.counts_on.saturating_sub(jiff::Span::new().years(1));
    }
    all.extend(before);
    results::publish(&network.db, &[], all, Vec::new(), TODAY, NOON).await.unwrap();

    let app = network.with(programme(network.app.programme()));
    let (full, suppressed) = (network.actor("coordinator").await, network.actor("analyst").await);
    let page = kith_app::measure(&app, &full, "base", None).await.unwrap().definitions.unwrap();
    let n = Shown::Count;
    let against = |both, only_own, only_this| Some(Against { both, only_own, only_this });
    assert_eq!(
        told(&page),
        [("base", n(139), n(178), None), ("strict", n(107), n(172), against(n(167), n(35), n(2))),]
    );
    assert_eq!(page.others.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(), ["later"]);
    // From the other side, with its own first.
    let page = kith_app::measure(&app, &full, "strict", None).await.unwrap().definitions.unwrap();
    assert_eq!(told(&page)[1], ("base", n(139), n(178), against(n(167), n(2), n(35))));
    // Of one clinic.
    let page = kith_app::measure(&app, &full, "base", Some(clinic)).await.unwrap().definitions.unwrap();
    assert_eq!(told(&page)[1], ("strict", n(40), n(55), against(n(55), n(15), n(0))));
    // Two and four people are small, and six are the difference of the denominators.
    let page = kith_app::measure(&app, &suppressed, "base", None).await.unwrap().definitions.unwrap();
    let nothing = Shown::Withheld;
    assert_eq!(told(&page)[1], ("strict", nothing, nothing, against(nothing, nothing, nothing)));
    assert_eq!(told(&page)[0], ("base", n(139), n(178), None));
    // So it is on the page of its own, where the base still leads.
    let page = kith_app::measure(&app, &suppressed, "strict", None).await.unwrap();
    assert_eq!((page.row.rate.numerator, page.row.rate.denominator), (nothing, nothing));
    assert_eq!(told(&page.definitions.unwrap())[1].1, n(139));
    // The only definition of a measure has none beside it.
    assert!(kith_app::measure(&app, &full, "alone", None).await.unwrap().definitions.is_none());
}
