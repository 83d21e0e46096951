//! What happened to people, from the records of several sources to the list that others act on.

use jiff::civil::{Date, date};
use kith_app::App;
use kith_app::live::{Measured, Measurer, catch_up};
use kith_app::programme::{Indicator, MeasureInfo, Programme, Unit};
use kith_domain::fact::Fact;
use kith_domain::id::Bucket;
use kith_store::event::{self, BIRTH};
use kith_store::facts::{BucketFacts, OrganizationRow};
use kith_store::ledger::{self, Arrival};
use kith_store::{identity, source};
use kith_testkit::{NOON, Place, a_mother, a_related_person, an_infant};
use serde_json::{Value, json};

use crate::network::{Network, baby, woman};

on_both! {
    a_birth_follows_what_is_said_of_it
    a_new_definition_measures_everybody_again
}

/// Measures nothing.
pub struct Nothing;

impl Measurer for Nothing {
    async fn measure(
        &self,
        _: Vec<(Bucket, BucketFacts)>,
        _: Vec<OrganizationRow>,
        _: Date,
    ) -> Result<Measured, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Measured::default())
    }
}

/// A definition that changed, of a measure or of an indicator, and no other reason.
async fn a_new_definition_measures_everybody_again(place: Place) {
    let network = Network::over(place).await;
    network.takes("Clinic", &family("2025-12-20")).await;
    let with = |measure: &str, indicator: &str| {
        let defined = |definition: &str| MeasureInfo {
            definition: definition.into(),
            ..crate::equity::measure("test", Unit::Infant)
        };
        let indicator =
            Indicator { measure: defined(indicator), per: 1000, unstable_below: None, persons: None };
        let own = network.app.programme().clone();
        network.with(Programme { measures: vec![defined(measure)], indicators: vec![indicator], ..own })
    };
    let again = async |app: App| {
        let mut measured = 0;
        catch_up(&app, &Nothing, |progress| measured = progress.all).await.unwrap();
        measured
    };
    again(with("a", "b")).await;
    assert_eq!(again(with("a", "b")).await, 0);
    let every = Bucket::all().count();
    assert_eq!(again(with("a", "c")).await, every);
    assert_eq!(again(with("d", "c")).await, every);
    assert_eq!(again(with("d", "c")).await, 0);
}

/// The days of the births that stand, once everything is measured.
async fn births(network: &Network) -> Vec<Date> {
    catch_up(&network.app, &Nothing, |_| ()).await.unwrap();
    let all = event::list(&network.db, 0, 100).await.unwrap();
    let mut days: Vec<Date> = all.iter().filter(|e| e.kind == BIRTH).map(|e| e.on).collect();
    days.sort_unstable();
    days
}

/// A mother and her baby, born on a day as the source has it.
fn family(born: &str) -> [Value; 3] {
    let mut mother = woman("m", "Ana", "Balabrin", "1995-03-04");
    mother["link"] = json!([{"other": {"reference": "RelatedPerson/r"}, "type": "seealso"}]);
    let related = json!({"resourceType": "RelatedPerson", "id": "r", "patient": {"reference": "Patient/b"},
        "relationship": [{"coding": [{"code": "MTH"}]}]});
    [mother, related, baby("b", "Test", "Balabrin", born, "female")]
}

async fn a_birth_follows_what_is_said_of_it(place: Place) {
    let network = Network::over(place).await;
    let days = [date(2025, 12, 20), date(2025, 12, 21), date(2025, 12, 22)];
    network.takes("Clinic", &family("2025-12-20")).await;
    assert_eq!(births(&network).await, days[..1]);
    network.takes("Clinic", &family("2025-12-21")).await;
    assert_eq!(births(&network).await, days[1..2], "one birth, on the day that is now said");

    // A file corrects it, and brings another mother with her baby; then it is taken back.
    let source = source::ensure(&network.db, "Clinic", NOON).await.unwrap();
    let run = source::begin_run(&network.db, source, "corrections.csv", NOON).await.unwrap();
    let corrected = an_infant("b").named("Test", "Balabrin").born("2025-12-22").build();
    let new = [
        an_infant("n").named("Other", "Filagard").born("2025-12-20").build(),
        a_related_person("s", "n").build(),
        a_mother("o").named("Bea", "Filagard").link("RelatedPerson/s").build(),
    ];
    let batch = [corrected].into_iter().chain(new).map(arrival).collect();
    ledger::append_noting(&network.db, source, batch, Some(run), NOON).await.unwrap();
    identity::resolve_mothers(&network.db).await.unwrap();
    assert_eq!(births(&network).await, [days[0], days[2]]);
    ledger::withdraw(&network.db, run, NOON).await.unwrap();
    identity::resolve_mothers(&network.db).await.unwrap();
    assert_eq!(births(&network).await, days[1..2], "what was said before is said again");
}

fn arrival(fact: Fact) -> Arrival {
    let (resource_type, resource_id) = fact.reference.0.split_once('/').expect("a type and an id");
    Arrival {
        resource_type: resource_type.to_owned(),
        resource_id: resource_id.to_owned(),
        version_id: None,
        last_updated: None,
        bytes: serde_json::to_vec(&fact).unwrap(),
        fact: Some(fact),
    }
}
