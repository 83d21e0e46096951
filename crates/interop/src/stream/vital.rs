//! Birth and fetal-death reports (BFDR): what a document says by its make-up and no single entry says.
//!
//! A birth report holds the mother and the child as two Patients; in some nothing else says that one bore the other.
//! Such a report gives one record more, the mother as the child's RelatedPerson, and the mother is known to be her. A
//! fetus is nobody's record: the mother has a delivery without a living child instead.

use std::ops::Range;

use memchr::memmem;
use serde_json::{Value as Json, json};

use crate::build;
use crate::references::{Links, is_id};

const MOTHER: &str = "Patient-mother-vr";
const CHILD: &str = "Patient-child-vr";
const FETUS: &str = "Patient-decedent-fetus";

/// Adds what the make-up of a report says to the links of its Bundle, and gives the records that follow from it.
pub(super) fn derive(text: &str, entries: &[Range<usize>], links: &mut Links) -> Vec<Vec<u8>> {
    let raw = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let has = |part: &str, word: &str| memmem::find(part.as_bytes(), word.as_bytes()).is_some();
    let people = |profile: &str| -> Vec<Json> {
        entries
            .iter()
            .map(raw)
            .filter(|part| has(part, profile))
            .filter_map(|part| serde_json::from_str::<Json>(part).ok())
            .filter(|r| r["resourceType"] == "Patient" && says(r, profile) && r["id"].is_string())
            .collect()
    };
    let mothers = people(MOTHER);
    let fetuses = people(FETUS);
    for fetus in &fetuses {
        links.never_born(reference(fetus));
    }
    // Two mothers in one report are two reports that nobody can part.
    let [mother] = &mothers[..] else { return Vec::new() };
    let said = entries.iter().map(raw).any(|part| {
        has(part, "\"Encounter\"") && has(part, "\"partOf\"")
            || has(part, "\"RelatedPerson\"")
                && ["\"MTH\"", "\"NMTH\"", "\"GESTM\""].iter().any(|c| has(part, c))
    });
    let report = entries.iter().map(raw).find_map(|part| {
        let composition: Json = has(part, "\"Composition\"").then(|| serde_json::from_str(part).ok())??;
        Some(format!("Composition/{}", composition["id"].as_str()?))
    });
    let mut derived = Vec::new();
    for child in people(CHILD).iter().filter(|_| !said) {
        let related = related_person(mother, child, report.as_deref());
        let other = format!("RelatedPerson/{}", related["id"].as_str().unwrap_or_default());
        links.is_also(reference(mother), other);
        derived.push(related);
    }
    derived.extend(fetuses.iter().map(|fetus| stillbirth(mother, fetus, report.as_deref())));
    derived.iter().map(|r| serde_json::to_vec(r).expect("JSON has a JSON form")).collect()
}

fn says(patient: &Json, profile: &str) -> bool {
    let profiles = patient["meta"]["profile"].as_array();
    profiles.into_iter().flatten().filter_map(Json::as_str).any(|p| p.ends_with(profile))
}

fn reference(patient: &Json) -> String {
    format!("Patient/{}", patient["id"].as_str().unwrap_or_default())
}

/// An id made of another one; an id that no reference may hold is hashed.
fn id_of(what: &str, patient: &Json) -> String {
    let id = patient["id"].as_str().unwrap_or_default();
    let plain = format!("{what}-{id}");
    if is_id(&plain) { plain } else { format!("{what}-{}", crate::table::short_hash(&[id])) }
}

fn related_person(mother: &Json, child: &Json, report: Option<&str>) -> Json {
    let mut related = json!({"resourceType": "RelatedPerson", "id": id_of("mother-of", child), "active": true,
        "patient": {"reference": reference(child)}, "relationship": build::mother_relationship()});
    for property in ["identifier", "name", "birthDate", "telecom", "address"] {
        if let Some(value) = mother.get(property) {
            related[property] = value.clone();
        }
    }
    with_source(related, report)
}

/// The delivery of a fetus as the mother's diagnosis: one stillbirth.
fn stillbirth(mother: &Json, fetus: &Json, report: Option<&str>) -> Json {
    let id = mother["id"].as_str().unwrap_or_default();
    let mut outcome =
        build::condition(&id_of("outcome-of", fetus), id, "http://hl7.org/fhir/sid/icd-10-cm", "Z37.1");
    if let Some(on) = fetus["birthDate"].as_str() {
        outcome["onsetDateTime"] = on.into();
    }
    with_source(outcome, report)
}

fn with_source(mut resource: Json, report: Option<&str>) -> Json {
    if let Some(report) = report {
        resource["meta"] = json!({"source": report});
    }
    resource
}
