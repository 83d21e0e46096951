//! ServiceRequests of published examples as referrals; their folders are put together as a partner's Bundle would be.

use kith_domain::form::{Answer, Value, identity, referral as ask};
use kith_interop::fhir::questionnaire::read_form;
use kith_interop::fhir::referral::{Sent, sent};
use kith_interop::referral::{Referral, fit};
use serde_json::{Value as Json, json};

use crate::shared;

const FORM: &[u8] = include_bytes!("../../../../programmes/central-triage/forms/referral_message.json");

fn said(of: &Referral, link_id: &str) -> String {
    let values = of.answers.given.get(link_id).map(Answer::values).unwrap_or_default();
    let text = |value: &Value| match value {
        Value::Text(text) | Value::Code(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        other => format!("{other:?}"),
    };
    values.iter().map(text).collect::<Vec<_>>().join(" | ")
}

/// The referrals of a folder of the examples, as one Bundle.
fn of_folder(folder: &str) -> Option<Vec<Sent>> {
    let folder = shared::data()?.join(folder);
    let resources =
        shared::files(&folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "json"));
    let entries: Vec<Json> = resources
        .filter_map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).ok())
        .map(|resource: Json| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    let arrived = "2025-11-12T15:00:00-06:00[America/Chicago]".parse().unwrap();
    Some(sent(&serde_json::to_vec(&bundle).unwrap(), &arrived).unwrap())
}

#[test]
fn published_requests_say_whom_what_and_why() {
    let form = read_form(FORM).unwrap();
    for (folder, whom, what, why, needs) in [
        (
            "sdohcc-examples/json",
            "COLIN V. ABBAS",
            "Assistance with application for food pantry program (467771000124109)",
            "Food insecurity",
            "food-insecurity",
        ),
        ("bser-examples/json", "Eve", "Patient referral (3457005)", "Arthritis (disorder) (3723001)", ""),
    ] {
        let Some(all) = of_folder(folder) else { return };
        let found = all[0].referral.as_ref().unwrap();
        let name = format!("{} {}", said(found, identity::GIVEN), said(found, identity::FAMILY));
        assert!(name.to_lowercase().contains(&whom.to_lowercase()), "{folder}: {name}");
        assert_eq!(said(found, ask::ASKS), what, "{folder}");
        let reasons = said(found, ask::REASON);
        assert!(reasons.to_lowercase().contains(&why.to_lowercase()), "{folder}: {reasons}");
        assert_eq!(said(found, ask::NEEDS), needs, "{folder}");
        assert!(!said(found, ask::NUMBER).is_empty(), "{folder}");
        assert_eq!(form.check(&fit(&form, found.answers.clone())), [], "{folder}");
        assert!(!all[0].records.is_empty());
    }
}

#[test]
fn requests_of_us_core_are_told_apart_by_what_they_ask() {
    let Some(all) = of_folder("us-core-examples") else { return };
    let mut asked: Vec<String> = all
        .iter()
        .map(|one| match &one.referral {
            Ok(found) => format!("{} / {}", said(found, ask::ASKS), said(found, ask::SUBSTANCE)),
            Err(problem) => problem.message.clone(),
        })
        .collect();
    asked.sort();
    assert!(
        asked.iter().any(|what| what.starts_with("Food Pantry Referral (467771000124109)")),
        "{asked:#?}"
    );
    assert!(asked.iter().any(|what| what.contains("Alcohol rehabilitation")), "{asked:#?}");
}
