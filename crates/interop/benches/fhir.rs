//! How fast resources become facts, beside the least that a JSON library can do with the same bytes.
//!
//! `cargo bench -p kith-interop` prints MB/s on one core for `fhir::read` and for a bare parse of the same
//! lines into borrowed partial structs with `serde_json`, and the ratio of the two.

use std::hint::black_box;
use std::time::{Duration, Instant};

use kith_interop::fhir;
use serde::Deserialize;

/// The least that a reader of facts would take from any of the lines.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "parsed to be timed")]
struct Bare<'a> {
    resource_type: &'a str,
    id: &'a str,
    status: Option<&'a str>,
    #[serde(borrow)]
    subject: Option<Pointer<'a>>,
    #[serde(borrow)]
    encounter: Option<Pointer<'a>>,
    #[serde(borrow)]
    class: Option<Code<'a>>,
    #[serde(borrow)]
    code: Option<Concept<'a>>,
    #[serde(borrow)]
    period: Option<Period<'a>>,
    effective_date_time: Option<&'a str>,
    birth_date: Option<&'a str>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "parsed to be timed")]
struct Pointer<'a> {
    reference: Option<&'a str>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "parsed to be timed")]
struct Code<'a> {
    system: Option<&'a str>,
    code: Option<&'a str>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "parsed to be timed")]
struct Concept<'a> {
    #[serde(borrow)]
    coding: Option<Vec<Code<'a>>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "parsed to be timed")]
struct Period<'a> {
    start: Option<&'a str>,
    end: Option<&'a str>,
}

fn main() {
    let mut mixed: Vec<String> = Vec::new();
    for (name, lines) in
        [("Encounter", lines(encounter)), ("Observation", lines(observation)), ("Patient", lines(patient))]
    {
        report(name, &lines);
        mixed.extend(lines);
    }
    // Neighbours of one kind would flatter the branch predictor.
    let third = mixed.len() / 3;
    let mixed: Vec<String> = (0..third)
        .flat_map(|i| (0..3).map(move |kind| (i, kind)))
        .map(|(i, kind)| mixed[kind * third + i].clone())
        .collect();
    report("all three mixed", &mixed);
}

fn lines(line: fn(usize) -> String) -> Vec<String> {
    (0..6000).map(line).collect()
}

fn report(name: &str, lines: &[String]) {
    let bytes: usize = lines.iter().map(String::len).sum();
    let facts = rate(bytes, || {
        for line in lines {
            let resource = fhir::read(black_box(line.as_bytes())).expect("the lines are well formed");
            assert!(resource.fact.is_some());
            black_box(resource);
        }
    });
    let bare = rate(bytes, || {
        for line in lines {
            black_box(
                serde_json::from_slice::<Bare<'_>>(black_box(line.as_bytes())).expect("the lines are JSON"),
            );
        }
    });
    println!(
        "{name:<16} {:>5} bytes a resource   facts {facts:>5.0} MB/s   bare serde_json {bare:>5.0} MB/s   ratio {:.2}",
        bytes / lines.len(),
        facts / bare
    );
}

/// MB/s, the best of several runs: what the code can do, not what else the machine did.
fn rate(bytes: usize, mut run: impl FnMut()) -> f64 {
    let mut best = Duration::MAX;
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(1500) {
        let one = Instant::now();
        run();
        best = best.min(one.elapsed());
    }
    bytes as f64 / 1e6 / best.as_secs_f64()
}

fn uuid(kind: u64, i: usize) -> String {
    let mixed = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ kind;
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        mixed >> 32,
        mixed & 0xffff,
        mixed & 0xfff,
        kind & 0xfff,
        mixed >> 16
    )
}

fn encounter(i: usize) -> String {
    format!(
        r#"{{"resourceType":"Encounter","id":"{}","meta":{{"versionId":"1","lastUpdated":"2025-03-0{d}T12:00:00.000Z","profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-encounter"]}},"identifier":[{{"use":"official","system":"https://clinic.example/encounters","value":"E{i:08}"}}],"status":"finished","class":{{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"}},"type":[{{"coding":[{{"system":"http://www.ama-assn.org/go/cpt","code":"99391","display":"Periodic preventive visit, infant"}}],"text":"Well child visit"}}],"subject":{{"reference":"Patient/{}"}},"participant":[{{"individual":{{"reference":"Practitioner/{}"}}}}],"period":{{"start":"2025-03-0{d}T09:30:00-05:00","end":"2025-03-0{d}T10:00:00-05:00"}},"reasonCode":[{{"coding":[{{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z00.129"}}]}}],"serviceProvider":{{"reference":"Organization/{}"}}}}"#,
        uuid(1, i),
        uuid(2, i / 7),
        uuid(3, i % 40),
        uuid(4, i % 10),
        d = i % 9 + 1,
    )
}

fn observation(i: usize) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"{}","meta":{{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-blood-pressure"]}},"status":"final","category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital Signs"}}]}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"85354-9","display":"Blood pressure panel"}}],"text":"Blood pressure"}},"subject":{{"reference":"Patient/{}"}},"encounter":{{"reference":"Encounter/{}"}},"effectiveDateTime":"2025-03-0{}T09:41:00-05:00","component":[{{"code":{{"coding":[{{"system":"http://loinc.org","code":"8480-6"}}]}},"valueQuantity":{{"value":{},"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}}},{{"code":{{"coding":[{{"system":"http://loinc.org","code":"8462-4"}}]}},"valueQuantity":{{"value":{},"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}}}]}}"#,
        uuid(5, i),
        uuid(2, i / 7),
        uuid(1, i),
        i % 9 + 1,
        100 + i % 60,
        60 + i % 40,
    )
}

fn patient(i: usize) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{}","meta":{{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]}},"extension":[{{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[{{"url":"ombCategory","valueCoding":{{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2054-5","display":"Black or African American"}}}},{{"url":"text","valueString":"Black or African American"}}]}},{{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity","extension":[{{"url":"ombCategory","valueCoding":{{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2186-5","display":"Not Hispanic or Latino"}}}},{{"url":"text","valueString":"Not Hispanic or Latino"}}]}},{{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":"F"}}],"identifier":[{{"type":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}}]}},"system":"https://clinic.example/mrn","value":"{i:09}"}}],"active":true,"name":[{{"use":"official","family":"Sample{i}","given":["Test","Person"]}}],"telecom":[{{"system":"phone","value":"555-0100","use":"mobile"}}],"gender":"female","birthDate":"1996-02-{:02}","address":[{{"line":["{i} Example Street"],"city":"Testville","state":"MD","postalCode":"21201"}}],"communication":[{{"language":{{"coding":[{{"system":"urn:ietf:bcp:47","code":"es"}}]}},"preferred":true}}],"generalPractitioner":[{{"reference":"Organization/{}"}}]}}"#,
        uuid(2, i),
        i % 28 + 1,
        uuid(4, i % 10),
    )
}
