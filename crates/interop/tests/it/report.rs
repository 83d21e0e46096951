//! Reports beside the published examples of the quality-measure guide: what these have, ours have, in the same place and
//! under the same codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jiff::civil::date;
use kith_domain::fact::Reference;
use kith_domain::measure::{Direction, Status};
use kith_interop::fhir::report::{Count, Populations, Reported, Standing, care_gaps, individual, summary};
use serde_json::Value;

use super::shared::{data, files};

/// What ours have that no example shows, each a part of R4.
const MORE: [&str; 4] = ["evidence.detail.extension", "detail", "subject.extension", "reporter.extension"];
/// What examples have that is not known here: who certified the software, who sold it, how a page should look.
const LESS: [&str; 4] = ["text", "meta.source", "group.id", "group.population.id"];

/// Every path of properties in a resource, with the kind of value at its end.
fn paths(of: &Value, at: &str, found: &mut BTreeSet<(String, &'static str)>) {
    match of {
        Value::Object(properties) => {
            for (name, value) in properties {
                let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                paths(value, &at, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(item, at, found)),
        Value::String(_) => drop(found.insert((at.to_owned(), "text"))),
        Value::Number(_) => drop(found.insert((at.to_owned(), "number"))),
        Value::Bool(_) => drop(found.insert((at.to_owned(), "yes or no"))),
        Value::Null => panic!("{at} is null, which no resource of ours may hold"),
    }
}

fn shape(of: &Value) -> BTreeSet<(String, &'static str)> {
    let mut found = BTreeSet::new();
    paths(of, "", &mut found);
    found
}

/// The texts at the ends of some paths: systems, urls and fixed codes.
fn texts(of: &Value, path: &[&str]) -> BTreeSet<String> {
    match (of, path) {
        (Value::Array(items), _) => items.iter().flat_map(|item| texts(item, path)).collect(),
        (Value::String(text), []) => BTreeSet::from([text.clone()]),
        (Value::Object(properties), [first, rest @ ..]) => {
            properties.get(*first).map(|value| texts(value, rest)).unwrap_or_default()
        }
        _ => BTreeSet::new(),
    }
}

/// The examples of a type, whole and within Bundles, by profile.
fn examples(folder: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut by_profile: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for path in files(folder).iter().filter(|path| path.extension().is_some_and(|e| e == "json")) {
        let resource: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let within: Vec<Value> = resource["entry"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| entry["resource"].clone())
            .collect();
        for resource in within.into_iter().chain([resource]) {
            let profile = resource["meta"]["profile"][0].as_str().unwrap_or_default().to_owned();
            by_profile.entry(profile).or_default().push(resource);
        }
    }
    by_profile
}

/// What every example of its profile has, it has; and what it has, some example has.
fn has_the_shape(ours: &Value, examples: &BTreeMap<String, Vec<Value>>) {
    let profile = ours["meta"]["profile"][0].as_str().unwrap();
    let alike = &examples[profile];
    let within = |path: &str, list: &[&str]| {
        list.iter().any(|known| path == *known || path.starts_with(&format!("{known}.")))
    };
    let shapes: Vec<_> = alike.iter().map(shape).collect();
    let own = shape(ours);
    let kept = |path: &&(String, &'static str)| {
        // What resources in an entry are is looked at by their own profile.
        !within(&path.0, &LESS) && !path.0.starts_with("entry.resource.")
    };
    for path in shapes[0].iter().filter(kept) {
        if shapes.iter().all(|shape| shape.contains(path)) {
            assert!(own.contains(path), "{profile}: every example has {path:?}, ours has not: {ours:#}");
        }
    }
    for path in own.iter().filter(kept).filter(|path| !within(&path.0, &MORE)) {
        assert!(shapes.iter().any(|shape| shape.contains(path)), "{profile}: no example has {path:?}");
    }
    for path in [
        "status",
        "code.coding.system",
        "code.coding.code",
        "type.coding.system",
        "type.coding.code",
        "improvementNotation.coding.system",
        "modifierExtension.url",
        "modifierExtension.valueCodeableConcept.coding.system",
        "group.measureScore.system",
        "evaluatedResource.extension.url",
        "identifier.system",
    ] {
        let path: Vec<&str> = path.split('.').collect();
        let theirs: BTreeSet<String> = alike.iter().flat_map(|example| texts(example, &path)).collect();
        let ours = texts(ours, &path);
        assert!(ours.is_subset(&theirs), "{profile}: {path:?} is {ours:?}, and theirs {theirs:?}");
    }
    let standard = "http://terminology.hl7.org/CodeSystem/measure-population";
    let systems = texts(ours, &["group", "population", "code", "coding", "system"]);
    assert!(systems.is_empty() || systems.contains(standard), "{systems:?}");
}

fn reported() -> Reported<'static> {
    Reported {
        measure: "wcv_3by120",
        title: "Three visits by day 120",
        version: "0123456789abcdef",
        edition: None,
        version_of: None,
        direction: Direction::Higher,
        per: None,
        over_persons: false,
        period: "2025-01-01/2026-01-01".parse().unwrap(),
        as_of: date(2026, 7, 1),
    }
}

#[test]
fn reports_and_gap_documents_have_the_shape_of_the_published_examples() {
    let Some(data) = data() else { return };
    let examples = examples(&data.join("deqm-examples"));
    let network = Reference::new("Organization", "net");
    let counts = Populations {
        initial: Count::Of(120),
        denominator: Count::Of(110),
        excluded: Some(Count::Of(10)),
        numerator: Count::Of(80),
        pending: Count::Of(7),
        unknown: Count::Of(3),
        score: Some(0.8),
    };
    has_the_shape(&summary(&reported(), Some(&network), &counts, &[]), &examples);
    let (baby, visit) = (Reference::new("Patient", "b"), [Reference::new("Encounter", "v")]);
    for status in [Status::Met, Status::NotMet, Status::Excluded, Status::Pending] {
        let standing = Standing {
            subject: 1,
            person: &baby,
            organization: Some(&network),
            status,
            words: "1 of 3 visits by 2025-07-08",
            done: false,
            evidence: &visit,
        };
        if matches!(status, Status::Met | Status::NotMet) {
            has_the_shape(&individual(&reported(), &standing), &examples);
        }
        let document = care_gaps(Some(&network), &[(reported(), standing)]).unwrap();
        has_the_shape(&document, &examples);
        let entries: Vec<&Value> =
            document["entry"].as_array().unwrap().iter().map(|e| &e["resource"]).collect();
        has_the_shape(entries[0], &examples);
        has_the_shape(entries[1], &examples);
    }
}
