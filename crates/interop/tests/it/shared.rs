//! Every file of the shared example data through the stream reader. The folder is `shared/data` beside the
//! workspace, or in `KITH_SHARED`; without it these tests say that they were skipped, and fail under `CI`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kith_domain::date::PartialDate;
use kith_domain::fact::{Body, Deceased, Value};
use kith_interop::fhir::{FACT_TYPES, Resource};
use kith_interop::stream::{Item, NotRecords, Records, Seems};
use kith_interop::{Limits, Problem, Reason};

pub(crate) fn data() -> Option<PathBuf> {
    let root = match std::env::var_os("KITH_SHARED") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let data = root.join("data");
    if data.is_dir() {
        return Some(data);
    }
    assert!(std::env::var_os("CI").is_none(), "no shared data at {}", data.display());
    println!("skipped: no shared data at {}", data.display());
    None
}

pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            files.append(&mut self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

type Read = (Item, Result<Resource, Problem>);

fn read(path: &Path) -> Result<Vec<Read>, NotRecords> {
    let file = fs::File::open(path).expect("the file can be opened");
    let name = path.file_name().expect("it has a name").to_string_lossy();
    let records = Records::open(file, &name, Limits::default())?;
    Ok(records.map(|item| (item.read(), item)).map(|(outcome, item)| (item, outcome)).collect())
}

/// Counts facts by type, and gathers what was refused.
fn tally(files: &[PathBuf]) -> (BTreeMap<String, usize>, BTreeMap<String, usize>, Vec<String>) {
    let (mut facts, mut kept, mut refused) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for path in files {
        let Ok(items) = read(path) else { continue };
        for (item, outcome) in items {
            match outcome {
                Ok(r) if r.fact.is_some() => *facts.entry(r.resource_type).or_default() += 1,
                Ok(r) => *kept.entry(r.resource_type).or_default() += 1,
                Err(p) => refused.push(format!("{} {}: {} {p}", path.display(), item.place, p.reason)),
            }
        }
    }
    (facts, kept, refused)
}

fn counts(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[test]
fn a_bulk_export_gives_a_fact_for_each_record_of_our_types() {
    let Some(data) = data() else { return };
    let (facts, kept, refused) = tally(&files(&data.join("synthea-bulk-10")));
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(
        facts,
        counts(&[
            ("Condition", 555),
            ("Encounter", 1215),
            ("Immunization", 161),
            ("Location", 44),
            ("MedicationRequest", 1745),
            ("Organization", 43),
            ("Patient", 13),
            ("Practitioner", 43),
            ("Procedure", 2056),
        ])
    );
    assert_eq!(
        kept,
        counts(&[("AllergyIntolerance", 11), ("BulkExportLog", 4), ("Device", 16), ("PractitionerRole", 43)])
    );
}

#[test]
fn bundles_of_whole_histories_give_their_facts() {
    let Some(data) = data() else { return };
    let (facts, kept, refused) = tally(&files(&data.join("synthea-r4")));
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(
        facts,
        counts(&[
            ("Claim", 203),
            ("Condition", 44),
            ("Encounter", 162),
            ("Immunization", 152),
            ("MedicationRequest", 41),
            ("Observation", 597),
            ("Organization", 12),
            ("Patient", 11),
            ("Practitioner", 12),
            ("Procedure", 108),
        ])
    );
    assert_eq!(kept.values().sum::<usize>(), 11 + 162 + 10 + 24);
}

#[test]
fn references_within_a_bundle_lead_to_its_records() {
    let Some(data) = data() else { return };
    for path in files(&data.join("synthea-r4/mothers")) {
        let facts: Vec<_> = read(&path).unwrap().into_iter().filter_map(|(_, r)| r.unwrap().fact).collect();
        let known: std::collections::BTreeSet<_> = facts.iter().map(|f| f.reference.clone()).collect();
        for fact in &facts {
            for reference in fact.subject.iter().chain(&fact.encounter) {
                assert!(known.contains(reference), "{}: {reference}", path.display());
            }
        }
    }
}

#[test]
fn values_are_those_of_the_files() {
    let Some(data) = data() else { return };
    let patients = read(&data.join("synthea-bulk-10/Patient.000.ndjson")).unwrap();
    let (item, first) = &patients[0];
    assert_eq!((item.line, item.place.as_str()), (1, "line 1"));
    let Body::Person(person) = &first.as_ref().unwrap().fact.as_ref().unwrap().body else {
        panic!("a person")
    };
    assert_eq!(person.born, Some(PartialDate::Day(jiff::civil::date(1927, 5, 21))));
    assert_eq!(person.birth_sex.as_deref(), Some("F"));
    assert_eq!(person.multiple_birth, Some(false));
    assert_eq!(person.race.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["2106-3"]);
    assert_eq!(person.ethnicity[0].code, "2186-5");
    assert_eq!(person.identifiers.len(), 5);
    assert_eq!(person.identifiers[1].kind.as_deref(), Some("MR"));
    assert_eq!(person.languages[0].code, "en-US");
    assert_eq!(person.addresses[0].postal_code.as_deref(), Some("66801"));
    let Deceased::On(died) = person.deceased else { panic!("a date of death") };
    assert_eq!(died.day(), Some(jiff::civil::date(1989, 5, 9)));
    assert_eq!(died.at.unwrap().to_string(), "1989-05-10T00:35:22Z");

    let encounters = read(&data.join("synthea-bulk-10/Encounter.000.ndjson")).unwrap();
    let fact = encounters[0].1.as_ref().unwrap().fact.as_ref().unwrap();
    assert_eq!(fact.subject.as_ref().unwrap().0, "Patient/79a66c97-6131-3213-f3c9-4606946ab056");
    let Body::Encounter(encounter) = &fact.body else { panic!("an encounter") };
    assert!(encounter.class.as_ref().unwrap().is("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB"));
    assert_eq!(encounter.types[0].code, "185347001");
    assert_eq!(encounter.reasons[0].code, "46177005");
    assert_eq!(
        encounter.organization.as_ref().unwrap().0,
        "Organization?identifier=https://github.com/synthetichealth/synthea|a261e1fc-9361-3633-a2c4-8569a04b818d"
    );
    let location = read(&data.join("synthea-bulk-10/Location.000.ndjson")).unwrap();
    let Body::Location(site) = &location[0].1.as_ref().unwrap().fact.as_ref().unwrap().body else {
        panic!("a site")
    };
    assert_eq!(
        site.part_of.as_ref().unwrap().0,
        "Organization?identifier=https://github.com/synthetichealth/synthea|658bfe6a-1b87-3ca3-9923-959fd4e14477"
    );
}

#[test]
fn published_examples_of_our_types_are_taken() {
    let Some(data) = data() else { return };
    for (folder, at_least) in [
        ("us-core-examples", 60),
        ("mihr-examples/json", 9),
        ("bser-examples/json", 10),
        ("sdohcc-examples/json", 5),
        ("postpartum-toc-examples", 15),
        ("deqm-examples", 20),
        ("bfdr-records/json", 100),
    ] {
        let (facts, kept, refused) = tally(&files(&data.join(folder)));
        println!("{folder}: facts {facts:?}, kept {kept:?}, refused {refused:#?}");
        assert!(facts.values().sum::<usize>() >= at_least, "{folder}: {facts:?}");
        assert!(facts.keys().all(|kind| FACT_TYPES.contains(&kind.as_str())));
    }
    let (_, _, refused) = tally(&files(&data.join("us-core-examples")));
    assert_eq!(refused, Vec::<String>::new());
}

#[test]
fn a_birth_in_the_published_examples_is_read_in_full() {
    let Some(data) = data() else { return };
    let all: Vec<_> = files(&data.join("mihr-examples/json"))
        .iter()
        .flat_map(|p| read(p).unwrap())
        .filter_map(|(_, r)| r.unwrap().fact)
        .collect();
    let newborn = all.iter().find_map(|f| match &f.body {
        Body::Encounter(e) if e.part_of.is_some() => e.part_of.clone(),
        _ => None,
    });
    assert!(
        newborn.is_some_and(|mother| mother.resource_type() == "Encounter"),
        "the newborn's stay is part of the delivery"
    );
    let toc: Vec<_> = files(&data.join("postpartum-toc-examples"))
        .iter()
        .filter_map(|p| read(p).ok())
        .flatten()
        .filter_map(|(_, r)| r.ok()?.fact)
        .collect();
    assert!(
        toc.iter()
            .any(|f| matches!(&f.body, Body::Observation(o) if matches!(o.value, Some(Value::When(_)))))
    );
}

#[test]
fn the_validator_cases_never_crash_and_bad_json_is_refused() {
    let Some(data) = data() else { return };
    let folder = data.join("fhir-validator-cases/files");
    let mut bad = BTreeMap::new();
    let mut xml = 0;
    for path in files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match read(&path) {
            Err(not) if name.ends_with(".xml") => {
                assert!(matches!(not.seems, Seems::Xml | Seems::Binary), "{name}: {not}");
                xml += 1;
            }
            Err(not) => panic!("{name} is JSON: {not}"),
            Ok(_) if name.ends_with(".xml") => panic!("{name} is XML"),
            Ok(items) => {
                for (_, outcome) in items {
                    if let Err(problem) = outcome {
                        bad.entry(name.clone()).or_insert_with(Vec::new).push(problem);
                    }
                }
            }
        }
    }
    for (name, problems) in &bad {
        println!("{name}: {problems:#?}");
    }
    assert!(xml >= 60, "{xml}");
    for name in [
        "bad-json-close-1.json",
        "bad-json-close-3.json",
        "group-choice-empty.json",
        "json-comma-bad-2.json",
        "json-comments-2.json",
        "json-no-quotes-2.json",
        "list-bad-syntax.json",
    ] {
        let problems = bad.get(name).unwrap_or_else(|| panic!("{name} is not JSON"));
        assert_eq!(problems.iter().map(|p| p.reason).collect::<Vec<_>>(), [Reason::BadJson], "{name}");
    }
    assert_eq!(bad["patient-duplicate.json"][0].reason, Reason::DuplicateKey);
}

#[test]
fn what_the_reference_validator_finds_good_is_taken() {
    let Some(data) = data() else { return };
    let manifest = fs::read_to_string(data.join("fhir-validator-cases/manifest.csv")).unwrap();
    let mut good = 0;
    for row in manifest.lines().skip(1) {
        let columns: Vec<&str> = row.splitn(5, ',').collect();
        let (name, version, errors) = (columns[0], columns[1], columns[3]);
        if !name.ends_with(".json") || version != "4.0" || errors != "0" {
            continue;
        }
        for (item, outcome) in read(&data.join("fhir-validator-cases/files").join(name)).unwrap() {
            // FHIR lets a resource have no id until a server gives it one; here it could not be told apart.
            if let Some(problem) = outcome.err().filter(|p| p.reason != Reason::MissingId) {
                panic!("{name} {}: {} {problem}", item.place, problem.reason);
            }
        }
        good += 1;
    }
    assert!(good >= 13, "{good}");
}

/// Reads everything; what matters is that it ends.
fn exhaust(bytes: &[u8]) {
    if let Ok(records) = Records::open(bytes, "any", Limits::default()) {
        for item in records {
            let _ = item.read();
        }
    }
}

#[test]
fn every_file_survives_cuts_and_changed_bytes() {
    let Some(data) = data() else { return };
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut any = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for path in files(&data.join("fhir-validator-cases/files")) {
        let bytes = fs::read(&path).unwrap();
        for _ in 0..12 {
            exhaust(&bytes[..any(bytes.len())]);
            let mut changed = bytes.clone();
            for _ in 0..=any(4) {
                let at = any(changed.len());
                changed[at] = match any(3) {
                    0 => any(256) as u8,
                    1 => b"{}[]\",:\\\n"[any(9)],
                    _ => changed[any(bytes.len())],
                };
            }
            exhaust(&changed);
        }
    }
}
