use jiff::civil::date;

use super::*;

fn reported(measure: &'static str) -> Reported<'static> {
    Reported {
        measure,
        title: "Three visits by day 120",
        version: "0123456789abcdef0123",
        edition: None,
        version_of: None,
        direction: Direction::Higher,
        per: None,
        over_persons: false,
        period: "2025-01-01/2026-01-01".parse().unwrap(),
        as_of: date(2026, 7, 1),
    }
}

fn counts() -> Populations {
    Populations {
        initial: Count::Of(120),
        denominator: Count::Of(110),
        excluded: Some(Count::Of(10)),
        numerator: Count::Of(80),
        pending: Count::Of(7),
        unknown: Count::Of(3),
        score: Some(0.8),
    }
}

fn population<'a>(of: &'a Json, code: &str) -> &'a Json {
    let all = of["population"].as_array().unwrap();
    all.iter().find(|p| p["code"]["coding"][0]["code"] == code).unwrap_or_else(|| panic!("{code}: {of}"))
}

#[test]
fn another_definition_names_its_base_and_its_edition() {
    let version =
        Reported { edition: Some("2019"), version_of: Some("ppc_postpartum"), ..reported("ppc_2019") };
    let report = summary(&version, None, &counts(), &[]);
    let told = |name: &str| {
        let url = format!("https://kith.example/fhir/StructureDefinition/measure-{name}");
        let all = report["extension"].as_array().unwrap();
        all.iter().find(|e| e["url"] == url).cloned().unwrap_or_default()
    };
    assert_eq!(told("version-of")["valueCanonical"], "https://kith.example/fhir/Measure/ppc-postpartum");
    assert_eq!(told("edition")["valueString"], "2019");
    let alone = summary(&reported("m"), None, &counts(), &[]);
    assert_eq!(alone["extension"].as_array().unwrap().len(), 1, "{alone}");
}

#[test]
fn a_summary_counts_the_excluded_in_the_denominator() {
    let report = summary(&reported("wcv_3by120"), None, &counts(), &[]);
    let group = &report["group"][0];
    let count = |code| population(group, code)["count"].as_u64().unwrap();
    let (n, without, met) = (count("denominator"), count("denominator-exclusion"), count("numerator"));
    assert_eq!(group["measureScore"]["value"].as_f64().unwrap(), met as f64 / (n - without) as f64);
    assert_eq!(count("initial-population"), n + count("pending") + count("unknown"));
    assert_eq!(report["period"], json!({"start": "2025-01-01", "end": "2025-12-31"}));
    assert_eq!(report["measure"], "https://kith.example/fhir/Measure/wcv-3by120|0123456789ab");
    assert_eq!(report["id"], "wcv-3by120-2025-01-01-2026-01-01");
    assert_eq!(report["reporter"]["extension"][0]["valueCode"], "unknown");
    assert!(group.get("stratifier").is_none(), "an empty list is no FHIR");
}

#[test]
fn what_is_not_shown_says_why() {
    let few = Populations { numerator: Count::Masked, initial: Count::Unknown, score: None, ..counts() };
    let report = summary(&reported("m"), None, &few, &[]);
    let group = &report["group"][0];
    let why = |code| population(group, code)["_count"]["extension"][0]["valueCode"].as_str();
    assert_eq!((why("numerator"), why("initial-population")), (Some("masked"), Some("unknown")));
    assert!(population(group, "numerator").get("count").is_none() && group.get("measureScore").is_none());
}

#[test]
fn strata_stand_by_their_stratifiers_one_or_two_at_once() {
    let of = |pairs: &[(&str, &str)]| StratumCounts {
        of: pairs.iter().map(|(by, name)| ((*by).to_owned(), (*name).to_owned())).collect(),
        counts: counts(),
    };
    let strata = [
        of(&[("payer", "Medicaid")]),
        of(&[("payer", "Private")]),
        of(&[("organization", "Organization/a"), ("payer", "Medicaid")]),
    ];
    let report = summary(&reported("m"), None, &counts(), &strata);
    let stratifiers = report["group"][0]["stratifier"].as_array().unwrap();
    assert_eq!(stratifiers.len(), 2);
    assert_eq!(stratifiers[0]["code"].as_array().unwrap().len(), 1);
    assert_eq!(stratifiers[0]["stratum"][1]["value"]["text"], "Private");
    assert_eq!(stratifiers[1]["code"].as_array().unwrap().len(), 2);
    let both = &stratifiers[1]["stratum"][0];
    assert!(both.get("value").is_none());
    assert_eq!(both["component"][0]["value"]["text"], "Organization/a");
    assert_eq!(both["component"][1]["code"]["coding"][0]["code"], "payer");
    assert_eq!(population(both, "numerator")["count"], 80);
}

/// One subject of a measure, in a status, with one record.
fn standing<'a>(status: Status, done: bool, names: &'a [Reference; 2]) -> Standing<'a> {
    Standing {
        subject: 7,
        person: &names[0],
        organization: None,
        status,
        words: "1 of 3 visits by 2025-07-08",
        done,
        evidence: &names[1..],
    }
}

fn names() -> [Reference; 2] {
    [Reference::new("Patient", "a"), Reference::new("Encounter", "v1")]
}

#[test]
fn one_subject_is_in_the_populations_of_her_status() {
    let names = names();
    let check = |status, there: [u64; 6], score: Option<f64>, criterion| {
        let report = individual(&reported("m"), &standing(status, false, &names));
        let group = &report["group"][0];
        let codes =
            ["initial-population", "denominator", "denominator-exclusion", "numerator", "pending", "unknown"];
        assert_eq!(codes.map(|code| population(group, code)["count"].as_u64().unwrap()), there, "{status:?}");
        assert_eq!(group["measureScore"]["value"].as_f64(), score, "{status:?}");
        let used = &report["evaluatedResource"][1];
        assert_eq!(
            (&used["reference"], &used["extension"][0]["valueString"]),
            (&json!("Encounter/v1"), &json!(criterion))
        );
        assert_eq!(report["subject"]["reference"], "Patient/a");
    };
    check(Status::Met, [1, 1, 0, 1, 0, 0], Some(1.0), "numerator");
    check(Status::NotMet, [1, 1, 0, 0, 0, 0], Some(0.0), "numerator");
    check(Status::Excluded, [1, 1, 1, 0, 0, 0], None, "denominator-exclusion");
    check(Status::Pending, [1, 0, 0, 0, 1, 0], None, "numerator");
    check(Status::Unknown, [1, 0, 0, 0, 0, 1], None, "numerator");
}

#[test]
fn a_gap_is_open_for_those_who_are_where_nobody_should_be() {
    let names = names();
    let gap = |status, done, direction| {
        let reported = Reported { direction, ..reported("m") };
        let document = care_gaps(None, &[(reported, standing(status, done, &names))])?;
        let issue = &document["entry"][1]["resource"];
        let coding = &issue["modifierExtension"][0]["valueCodeableConcept"]["coding"][0];
        Some(coding["code"].as_str().unwrap().to_owned())
    };
    let check = |status, done, higher: Option<&str>, lower: Option<&str>| {
        assert_eq!(gap(status, done, Direction::Higher).as_deref(), higher, "{status:?}");
        assert_eq!(gap(status, done, Direction::Lower).as_deref(), lower, "{status:?}, less is better");
        assert_eq!(gap(status, done, Direction::Neither), None, "{status:?}, neither is better");
    };
    check(Status::Met, true, Some("closed-gap"), Some("open-gap"));
    check(Status::NotMet, false, Some("open-gap"), Some("closed-gap"));
    check(Status::Pending, false, Some("prospective-gap"), Some("prospective-gap"));
    check(Status::Pending, true, Some("closed-gap"), Some("open-gap"));
    check(Status::Excluded, false, Some("not-applicable"), Some("not-applicable"));
    check(Status::Unknown, false, None, None);
}

#[test]
fn a_document_holds_what_its_composition_points_at() {
    let names = names();
    let author = Reference::new("Organization", "net");
    let both = [
        (reported("one"), standing(Status::NotMet, false, &names)),
        (reported("two"), standing(Status::Unknown, false, &names)),
        (reported("three"), standing(Status::Met, true, &names)),
    ];
    let document = care_gaps(Some(&author), &both).unwrap();
    let entries = document["entry"].as_array().unwrap();
    let held: Vec<String> = entries
        .iter()
        .map(|e| {
            format!(
                "{}/{}",
                e["resource"]["resourceType"].as_str().unwrap(),
                e["resource"]["id"].as_str().unwrap()
            )
        })
        .collect();
    for (entry, name) in entries.iter().zip(&held) {
        assert_eq!(entry["fullUrl"], format!("{BASE}{name}"));
    }
    let composition = &entries[0]["resource"];
    let sections = composition["section"].as_array().unwrap();
    assert_eq!(sections.len(), 2, "nobody knows whether she belongs to the second");
    let mut pointed = vec![&composition["subject"], &composition["author"][0]];
    sections.iter().for_each(|s| pointed.extend([&s["focus"], &s["entry"][0]]));
    for to in pointed {
        assert!(held.iter().any(|name| to["reference"] == **name), "{to} in {held:?}");
    }
    assert_eq!(document, care_gaps(Some(&author), &both).unwrap(), "the same question gives the same bytes");
    let other = care_gaps(Some(&author), &both[..1]).unwrap();
    assert_ne!(document["identifier"], other["identifier"]);
}

#[test]
fn ids_are_short_of_permitted_signs_and_never_shared() {
    let check = |parts: &[&str], expected: &str| assert_eq!(id(parts), expected);
    check(&["wcv_3by120", "7"], "wcv-3by120-7");
    let long = "x".repeat(70);
    let (one, other) = (id(&[&long, "1"]), id(&[&long, "2"]));
    assert!(one.len() == 64 && one != other, "{one}");
    let strange = id(&["gaps", "Ä1"]);
    assert!(crate::references::is_id(&strange) && strange != id(&["gaps", "Ö1"]), "{strange}");
}
