//! Certificates of the shared example data: fixed-width lines and the FHIR reports of the same kind.

use std::collections::BTreeMap;
use std::fs;

use kith_domain::fact::{Body, Fact};
use kith_interop::ije::{self, Kind};
use kith_interop::stream::Records;
use kith_interop::{Limits, Reason, fhir};

use crate::shared::data;

#[test]
fn lines_of_the_reference_implementation_are_read_or_say_what_is_missing() {
    let Some(data) = data() else { return };
    let read = |name: &str| fs::read(data.join("bfdr-records/ije").join(name)).unwrap();
    let birth = read("BasicBirthRecord.ije");
    assert_eq!(ije::looks_like(&birth, "BasicBirthRecord.ije"), Some(Kind::Natality));
    let made = ije::take(&birth, Kind::Natality).remove(0).result.unwrap();
    assert_eq!(made.id, "natality-2023-MA-048858");
    let facts: Vec<Fact> = made.resources.iter().filter_map(|r| fhir::read(r).unwrap().fact).collect();
    let people: Vec<_> = facts
        .iter()
        .filter_map(|f| match &f.body {
            Body::Person(p) => Some(p),
            _ => None,
        })
        .collect();
    assert_eq!(people[0].born.unwrap().to_string(), "1994-11-29");
    assert_eq!(people[1].born.unwrap().to_string(), "2023-11-25");
    assert_eq!(people[1].names[0].family.as_deref(), Some("TestLast"));
    assert_eq!(people[1].gender.as_deref(), Some("male"));
    assert_eq!(people[1].birth_order, Some(6));

    // Cut off, and without anything that tells one certificate from another.
    for (name, kind) in
        [("FetalDeathRecord.ije", Kind::FetalDeath), ("UnknownParentBirthDates.ije", Kind::Natality)]
    {
        let bytes = read(name);
        assert_eq!(ije::looks_like(&bytes, name), Some(kind));
        let taken = ije::take(&bytes, kind);
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].result.as_ref().unwrap_err().reason, Reason::MissingId, "{name}");
    }
}

/// The facts of one report, and what was set aside.
fn report(name: &str) -> Option<(Vec<Fact>, BTreeMap<String, usize>)> {
    let path = data()?.join("bfdr-records/json").join(name);
    let bytes = fs::read(path).unwrap();
    let mut refused = BTreeMap::new();
    let mut facts = Vec::new();
    for item in Records::open(&bytes[..], name, Limits::default()).unwrap() {
        match item.read() {
            Ok(resource) => facts.extend(resource.fact),
            Err(problem) => *refused.entry(problem.reason.code().to_owned()).or_default() += 1,
        }
    }
    Some((facts, refused))
}

/// Mothers and infants by the strongest statement: link, else a stay that is part of hers.
fn dyads(facts: &[Fact]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for fact in facts {
        if let Body::RelatedPerson(r) = &fact.body
            && r.is_birth_mother()
        {
            for mother in facts {
                if let Body::Person(p) = &mother.body
                    && p.links.iter().any(|l| l.other == fact.reference)
                {
                    found.push((mother.reference.0.clone(), r.patient.0.clone()));
                }
            }
        }
        if let Body::Encounter(e) = &fact.body
            && let Some(whole) = &e.part_of
        {
            let hers = facts.iter().find(|f| f.reference == *whole);
            found.extend(hers.and_then(|h| Some((h.subject.clone()?.0, fact.subject.clone()?.0))));
        }
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn birth_reports_become_their_dyads() {
    let check = |name: &str, expected: &[(&str, &str)]| {
        let Some((facts, refused)) = report(name) else { return };
        println!("{name}: {} facts, refused {refused:?}", facts.len());
        let found = dyads(&facts);
        let found: Vec<(&str, &str)> = found.iter().map(|(m, i)| (m.as_str(), i.as_str())).collect();
        assert_eq!(found, expected, "{name}");
    };
    let quinn = ("Patient/patient-mother-jada-ann-quinn", "Patient/patient-child-babyg-quinn");
    check("BasicBirthRecord.json", &[quinn]);
    check("BirthRecordBabyGQuinn.json", &[quinn]);
    check(
        "BirthRecordFakeWithRace.json",
        &[("Patient/ceb74991-0ca7-4193-b236-7935ad6ead9d", "Patient/25a17d0e-3d4d-4d48-aa1d-bb3437922fec")],
    );
    check(
        "BirthRecordSubmissionMessage.json",
        &[(
            "Patient/patient-mother-vr-jada-ann-quinn-common",
            "Patient/urn:uuid:9b0abc88-167d-460e-9a02-af7524198930",
        )],
    );
    // A message without its header, one of an unknown event, and those that carry no record make nobody.
    for name in [
        "HeadlessMessage.json",
        "InvalidMessage.json",
        "BirthRecordVoidMessage.json",
        "BirthRecordErrorMessage.json",
        "BirthRecordStatusMessage.json",
        "BirthRecordSubmissionMessage_acknowledgement.json",
    ] {
        let Some((facts, refused)) = report(name) else { return };
        assert!(facts.is_empty() && refused.is_empty(), "{name}: {facts:?} {refused:?}");
    }
}

#[test]
fn a_fetal_death_report_makes_a_delivery_and_no_infant() {
    let Some((facts, _)) = report("BasicFetalDeathRecord.json") else { return };
    let people: Vec<&str> =
        facts.iter().filter(|f| f.kind() == "person").map(|f| f.reference.0.as_str()).collect();
    assert_eq!(people, ["Patient/18ef120e-0b0b-49d5-85f7-acb8f3a583b7"]);
    let about: Vec<&Fact> =
        facts.iter().filter(|f| f.subject.as_ref().is_some_and(|s| s.0.contains("fbdfe5ae"))).collect();
    assert!(about.is_empty(), "{about:?}");
    let outcome = facts.iter().find_map(|f| match &f.body {
        Body::Condition(c) if c.codes.iter().any(|code| code.code == "Z37.1") => {
            Some((f.subject.clone(), c.onset))
        }
        _ => None,
    });
    let (mother, on) = outcome.unwrap();
    assert_eq!(mother.unwrap().0, people[0]);
    assert_eq!(on.unwrap().date.to_string(), "2020-02-12");
}
