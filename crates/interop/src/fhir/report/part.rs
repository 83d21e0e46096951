//! Names, ids and small pieces of the resources that reports are made of.

use kith_domain::fact::Reference;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::Count;
use crate::references::{is_id, is_type};

/// Where the resources that are made here are said to lie.
pub(super) const BASE: &str = "https://kith.example/fhir/";
/// The codes of this platform.
pub(super) const OWN: &str = "urn:kith:code";
pub(super) const POPULATION: &str = "http://terminology.hl7.org/CodeSystem/measure-population";
pub(super) const NOTATION: &str = "http://terminology.hl7.org/CodeSystem/measure-improvement-notation";
pub(super) const SCORING: &str = "http://terminology.hl7.org/CodeSystem/measure-scoring";
pub(super) const GUIDE: &str = "http://hl7.org/fhir/uv/deqm/";
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
pub(super) const CRITERIA: &str = "http://hl7.org/fhir/StructureDefinition/cqf-criteriaReference";
pub(super) const GROUP_LINK: &str =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-MeasureReport.group.linkId";
const LINK: &str =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-MeasureReport.group.population.linkId";
/// The longest that an id may be.
const LONGEST_ID: usize = 64;

/// Where the definition of a measure is said to lie.
pub(super) fn canonical(measure: &str) -> String {
    format!("{BASE}Measure/{}", measure.replace('_', "-"))
}

pub(super) fn population(system: &str, code: &str, display: &str, count: Count) -> Json {
    let mut population = json!({
        "extension": [{"url": LINK, "valueString": code}],
        "code": coded(system, code, display),
    });
    let absent = |why: &str| json!({"extension": [{"url": ABSENT, "valueCode": why}]});
    match count {
        Count::Of(count) => population["count"] = count.into(),
        Count::Masked => population["_count"] = absent("masked"),
        Count::Unknown => population["_count"] = absent("unknown"),
    }
    population
}

/// A required reference, which says so where nobody is known.
pub(super) fn pointing(to: Option<&Reference>) -> Json {
    match to {
        Some(to) => json!({"reference": to.0}),
        None => json!({"extension": [{"url": ABSENT, "valueCode": "unknown"}]}),
    }
}

pub(super) fn coded(system: &str, code: &str, display: &str) -> Json {
    json!({"coding": [{"system": system, "code": code, "display": display}]})
}

pub(super) fn own(code: &str) -> Json {
    json!({"coding": [{"system": OWN, "code": code}], "text": code.replace('_', " ")})
}

pub(super) fn profile(name: &str) -> Json {
    json!({"profile": [format!("{GUIDE}StructureDefinition/{name}")]})
}

/// A definition's hash as tables show it.
pub(super) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// What stands after the type of a reference.
pub(super) fn tail(reference: &Reference) -> &str {
    reference.0.split_once('/').map_or("", |(_, id)| id)
}

/// `Type/id`, which a document can hold, and not a search or an address elsewhere.
pub(super) fn is_literal(reference: &Reference) -> bool {
    is_type(reference.resource_type()) && is_id(tail(reference))
}

/// An id of parts. One that would be too long, or holds what no id may, is cut and told apart by its digest.
pub(super) fn id(parts: &[&str]) -> String {
    let whole = parts.join("-");
    let fits: String = whole
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '-' })
        .collect();
    // An underscore is the only sign of ours that changes; the ids of measures have no hyphen.
    if fits.len() <= LONGEST_ID && fits == whole.replace('_', "-") {
        return fits;
    }
    let digest = hex(&Sha256::digest(whole.as_bytes())[..8]);
    format!("{}-{digest}", fits.chars().take(LONGEST_ID - 17).collect::<String>())
}

/// A UUID (version 8) of a text: the same text has the same.
pub(super) fn uuid(text: &str) -> String {
    let mut bytes: [u8; 16] =
        Sha256::digest(text.as_bytes())[..16].try_into().expect("a digest has 32 bytes");
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex(&bytes);
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
