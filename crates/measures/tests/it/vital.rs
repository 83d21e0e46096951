//! Vital records and linked mother-infant examples as partners send them, from the file to the story. The folder is
//! `shared/data` beside the workspace, or in `KITH_SHARED`; without it these tests say that they were skipped, and
//! fail under `CI`.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use kith_domain::fact::{Body, Fact, Reference, Stated};
use kith_domain::id::{PersonId, RecordId, SourceId, SourcePersonId};
use kith_interop::stream::Records;
use kith_interop::{Limits, fhir, ije};
use kith_measures::story::{AtBirth, Input, Live, Route, Story, derive, mother_links};

use super::world::three_by_120;

fn data(path: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("KITH_SHARED") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let found = root.join("data").join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var_os("CI").is_none(), "no shared data at {}", found.display());
    println!("skipped: no shared data at {}", found.display());
    None
}

/// The facts of a file, or of all files of a folder.
fn facts(path: &Path) -> Vec<Fact> {
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        files = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    }
    files.sort();
    let mut facts = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).unwrap();
        if let Some(kind) = ije::looks_like(&bytes, &name) {
            let made = ije::take(&bytes, kind).into_iter().filter_map(|line| line.result.ok());
            let resources = made.flat_map(|certificate| certificate.resources);
            facts.extend(resources.filter_map(|bytes| fhir::read(&bytes).unwrap().fact));
            continue;
        }
        let Ok(mut records) = Records::open(File::open(&file).unwrap(), &name, Limits::default()) else {
            continue;
        };
        facts.extend((&mut records).filter_map(|item| item.read().ok()?.fact));
    }
    facts
}

/// The story of facts of one source, and what it calls its people.
fn story(facts: Vec<Fact>) -> (Story, HashMap<PersonId, Reference>) {
    let mut known: BTreeMap<Reference, SourcePersonId> = BTreeMap::new();
    let mut stated = Vec::new();
    for fact in facts {
        let subject = match &fact.body {
            Body::Person(_) => Some(&fact.reference),
            Body::RelatedPerson(related) => Some(&related.patient),
            _ => fact.subject.as_ref(),
        };
        let Some(subject) = subject.filter(|s| s.resource_type() == "Patient").cloned() else { continue };
        let next = SourcePersonId(known.len() as i64 + 1);
        let person = *known.entry(subject).or_insert(next);
        let record = RecordId(stated.len() as i64 + 1);
        stated.push(Stated { record, source: SourceId(1), person, fact });
    }
    let mothers: Vec<_> = mother_links(&stated)
        .iter()
        .map(|(infant, mother)| (PersonId(infant.0), PersonId(mother.0)))
        .collect();
    let story = derive(&Input {
        facts: &stated,
        person_of: &known.values().map(|id| (*id, PersonId(id.0))).collect(),
        mothers: &mothers,
        choices: &[],
        organizations: &Default::default(),
        value_sets: &three_by_120().value_sets,
        moves: &[],
        courses: &[],
        taught: &[],
        zone: &jiff::tz::TimeZone::UTC,
        deprivation: None,
    });
    (story, known.into_iter().map(|(reference, id)| (PersonId(id.0), reference)).collect())
}

/// Infants as reference, birth date, order and mother; deliveries as mother, day, live and plurality.
#[track_caller]
fn check(
    file: &str,
    infants: &[(&str, &str, Option<u8>, &str)],
    deliveries: &[(&str, &str, Live, Option<u8>)],
) {
    let Some(path) = data(file) else { return };
    let (mut story, names) = story(facts(&path));
    story.infants.sort_by(|a, b| a.reference.cmp(&b.reference));
    let name = |person: Option<PersonId>| person.map_or("", |p| names[&p].0.as_str());
    let day = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
    let told: Vec<_> = story
        .infants
        .iter()
        .map(|i| (i.reference.0.as_str(), day(i.born.day()), i.birth_order, name(i.mother)))
        .collect();
    let expected: Vec<_> = infants.iter().map(|(i, on, n, m)| (*i, (*on).to_owned(), *n, *m)).collect();
    assert_eq!(told, expected, "infants of {file}");
    let told: Vec<_> = story
        .deliveries
        .iter()
        .map(|d| (d.reference.0.as_str(), day(d.delivered.day()), d.live, d.plurality))
        .collect();
    let expected: Vec<_> = deliveries.iter().map(|(m, on, l, n)| (*m, (*on).to_owned(), *l, *n)).collect();
    assert_eq!(told, expected, "deliveries of {file}");
}

#[test]
fn a_birth_record_is_one_infant_with_her_mother_and_one_delivery() {
    let (child, mother) = ("Patient/patient-child-babyg-quinn", "Patient/patient-mother-jada-ann-quinn");
    let infants = [(child, "2019-02-12", Some(1), mother)];
    let deliveries = [(mother, "2019-02-12", Live::Yes, Some(1))];
    for file in ["BasicBirthRecord.json", "BirthRecordBabyGQuinn.json"] {
        check(&format!("bfdr-records/json/{file}"), &infants, &deliveries);
    }
}

#[test]
fn messages_about_records_tell_of_nobody() {
    for file in [
        "BirthRecordErrorMessage.json",
        "BirthRecordStatusMessage.json",
        "BirthRecordSubmissionMessage_acknowledgement.json",
        "BirthRecordVoidMessage.json",
        "BirthRecordIndustryAndOccupationCodedContent.json",
        "FetalDeathCauseOrConditionCodedContent.json",
    ] {
        check(&format!("bfdr-records/json/{file}"), &[], &[]);
    }
}

#[test]
fn a_linked_child_has_her_mother_and_an_unlinked_one_none() {
    let (john, joan) =
        ("Patient/patient-child-john-smith-example", "Patient/patient-child-jane-smith-example");
    let mother = "Patient/patient-jane-smith-example";
    check(
        "mihr-examples/json",
        &[(joan, "2021-06-01", None, ""), (john, "2021-06-01", None, mother)],
        &[(mother, "2021-06-01", Live::Yes, Some(1))],
    );
}

#[test]
fn a_birth_certificate_in_ije_is_one_infant_with_her_mother_and_one_delivery() {
    let Some(path) = data("bfdr-records/ije/BasicBirthRecord.ije") else { return };
    let (story, _) = story(facts(&path));
    let ([infant], [delivery]) = (&story.infants[..], &story.deliveries[..]) else { panic!("{story:#?}") };
    assert_eq!((infant.born.day(), infant.mother), (Some(date(2023, 11, 25)), Some(delivery.person)));
    assert_eq!((delivery.delivered.day(), delivery.live), (infant.born.day(), Live::Yes));
}

#[test]
fn a_fetal_death_is_a_delivery_that_is_not_live_and_no_infant() {
    let mother = "Patient/18ef120e-0b0b-49d5-85f7-acb8f3a583b7";
    let deliveries = [(mother, "2020-02-12", Live::No, Some(1))];
    check("bfdr-records/json/BasicFetalDeathRecord.json", &[], &deliveries);
}

#[test]
fn a_birth_record_tells_how_long_how_heavy_and_how() {
    let Some(path) = data("bfdr-records/json/BirthRecordBabyGQuinn.json") else { return };
    let (story, _) = story(facts(&path));
    let ([infant], [delivery]) = (&story.infants[..], &story.deliveries[..]) else { panic!("{story:#?}") };
    let at_birth = AtBirth { gestation_days: Some(252), weight_grams: Some(2500), plurality: Some(1) };
    assert_eq!((infant.at_birth, delivery.gestation_days), (at_birth, Some(252)));
    assert_eq!(delivery.route, Some(Route::Cesarean));
}
