use jiff::civil::date;
use kith_domain::date::PartialDate;
use kith_domain::fact::{Fact, Person};
use kith_domain::id::RecordId;
use serde_json::json;

use super::hypertension::{ICD10_CM, SNOMED_CT};
use super::*;

const MOTHER: SourcePersonId = SourcePersonId(1);
const BABY: SourcePersonId = SourcePersonId(2);
const TWICE: SourcePersonId = SourcePersonId(3);

fn stated(record: i64, person: SourcePersonId, resource: serde_json::Value) -> Stated {
    let read = kith_interop::fhir::read(resource.to_string().as_bytes()).unwrap();
    Stated { record: RecordId(record), source: SourceId(1), person, fact: read.fact.unwrap() }
}

fn stay(class: &str, status: &str, ends: &str) -> Stated {
    stated(
        10,
        MOTHER,
        json!({"resourceType": "Encounter", "id": "stay", "status": status, "class": {"code": class},
            "subject": {"reference": "Patient/m"}, "period": {"start": "2026-03-01", "end": ends}}),
    )
}

fn condition(system: &str, code: &str, on: &str, encounter: Option<&str>) -> Stated {
    let mut resource = json!({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/m"},
        "code": {"coding": [{"system": system, "code": code}]}, "onsetDateTime": on});
    if let Some(encounter) = encounter {
        resource["encounter"] = json!({"reference": encounter});
    }
    stated(11, MOTHER, resource)
}

fn found(facts: Vec<Stated>) -> Vec<(&'static str, Date)> {
    chosen(facts, vec![])
}

/// What is told and is news on the first of April.
fn chosen(facts: Vec<Stated>, choices: Vec<(SourcePersonId, Attribute)>) -> Vec<(&'static str, Date)> {
    let bucket = BucketFacts {
        facts,
        choices,
        person_of: vec![(MOTHER, PersonId(1)), (BABY, PersonId(2)), (TWICE, PersonId(2))],
        mothers: vec![(PersonId(2), PersonId(1))],
        ..BucketFacts::default()
    };
    let news = news(date(2026, 4, 1));
    let told = of_bucket(&bucket).into_iter().map(|e| (e.kind, e.on));
    told.filter(|(_, on)| news.contains(on)).collect()
}

#[test]
fn a_mother_with_hypertension_who_goes_home_is_news() {
    let home = vec![(HYPERTENSION_DISCHARGE, date(2026, 3, 4))];
    let check = |stay: Stated, condition: Stated, expected: &[(&str, Date)]| {
        let told = format!("{condition:?}");
        assert_eq!(found(vec![stay, condition]), expected, "{told}");
    };
    let finished = || stay("IMP", "finished", "2026-03-04");
    check(finished(), condition(ICD10_CM, "O14.13", "2025-12-01", Some("Encounter/stay")), &home);
    check(finished(), condition(ICD10_CM, "O13.3", "2026-03-02", None), &home);
    check(finished(), condition(SNOMED_CT, "398254007", "2026-03-04", None), &home);
    check(finished(), condition(SNOMED_CT, "95605009", "2026-03-04", None), &home);
    // Not of this stay, not of pregnancy, not in hospital, not home yet, not recent.
    check(finished(), condition(ICD10_CM, "O13.3", "2025-12-01", None), &[]);
    check(finished(), condition(ICD10_CM, "I10", "2026-03-02", None), &[]);
    check(finished(), condition(ICD10_CM, "O12.0", "2026-03-02", None), &[]);
    check(stay("AMB", "finished", "2026-03-04"), condition(ICD10_CM, "O14.1", "2026-03-02", None), &[]);
    check(stay("IMP", "cancelled", "2026-03-04"), condition(ICD10_CM, "O14.1", "2026-03-02", None), &[]);
    check(stay("IMP", "finished", "2026-04-02"), condition(ICD10_CM, "O14.1", "2026-03-02", None), &[]);
}

fn born(record: i64, person: SourcePersonId, day: Date) -> Stated {
    Stated {
        record: RecordId(record),
        source: SourceId(record),
        person,
        fact: Fact {
            reference: Reference::new("Patient", "b"),
            subject: None,
            encounter: None,
            body: Body::Person(Box::new(Person { born: Some(PartialDate::Day(day)), ..Person::default() })),
        },
    }
}

#[test]
fn a_birth_is_news_once_however_many_tell_of_it() {
    let day = date(2026, 3, 2);
    assert_eq!(found(vec![born(1, BABY, day), born(2, TWICE, day)]), [(BIRTH, day)]);
    assert_eq!(found(vec![born(1, BABY, date(2025, 3, 2))]), []);
    assert_eq!(found(vec![born(1, MOTHER, day)]), [], "a woman is not born twice");
}

#[test]
fn a_birth_of_which_sources_differ_is_one_on_the_day_that_is_believed() {
    let (first, last) = (date(2026, 3, 2), date(2026, 3, 3));
    let both = || vec![born(1, BABY, first), born(2, TWICE, last)];
    assert_eq!(found(both()), [(BIRTH, last)], "the newest of two");
    assert_eq!(chosen(both(), vec![(BABY, Attribute::Born)]), [(BIRTH, first)]);
    assert_eq!(chosen(both(), vec![(BABY, Attribute::Name)]), [(BIRTH, last)]);
    assert_eq!(chosen(both(), vec![(MOTHER, Attribute::Born)]), [(BIRTH, last)], "she is somebody else");
    let agreed = [both(), vec![born(3, BABY, first)]].concat();
    assert_eq!(found(agreed), [(BIRTH, first)], "two sources of three");
    let mut year = born(4, BABY, first);
    let Body::Person(person) = &mut year.fact.body else { unreachable!("a person") };
    person.born = Some(PartialDate::Year(2026));
    assert_eq!(found(vec![year]), [], "a year is no day");
}
