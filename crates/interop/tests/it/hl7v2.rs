//! The HL7 v2 files of the shared example data: what is taken, what is refused, what they say as facts.

use std::collections::BTreeMap;
use std::path::Path;

use kith_domain::fact::{Body, Fact, Value};
use kith_interop::fhir;
use kith_interop::hl7v2::{Sender, Taken, Verdict, split_batch, take};

use crate::shared;

/// A sender of test data, as the examples are.
fn examples() -> Sender {
    Sender { processing_ids: ["P", "T", "D"].map(String::from).into(), ..Sender::default() }
}

fn facts(taken: &Taken) -> Vec<Fact> {
    let read = |bytes: &Vec<u8>| fhir::read(bytes).expect("what is written here is read here").fact;
    taken.resources.iter().map(|r| read(r).expect("each is of a type that becomes a fact")).collect()
}

fn only(folder: &Path, file: &str) -> Taken {
    let bytes = std::fs::read(folder.join(file)).expect("the file is there");
    let messages = split_batch(&bytes);
    assert_eq!(messages.len(), 1, "{file}");
    take(messages[0], &examples(), None).expect("the message is taken")
}

#[test]
fn every_example_is_taken_or_refused_with_its_reason() {
    let Some(data) = shared::data() else { return };
    let mut outcomes: BTreeMap<String, String> = BTreeMap::new();
    for path in shared::files(&data.join("hl7v2-messages")) {
        if path.extension().is_none_or(|e| e != "hl7") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("the file can be read");
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        for message in split_batch(&bytes) {
            let outcome = match take(message, &examples(), None) {
                Ok(taken) => {
                    let facts = facts(&taken);
                    assert!(!facts.is_empty() && taken.when.is_some(), "{name}");
                    "AA".to_owned()
                }
                Err(refusal) => {
                    let code = if refusal.verdict == Verdict::Error { "AE" } else { "AR" };
                    format!("{code} {} {}", refusal.errors[0].wrong.code(), refusal.errors[0].place())
                }
            };
            assert!(outcomes.insert(name.clone(), outcome).is_none(), "{name} holds one message");
        }
    }
    let refused: Vec<String> =
        outcomes.iter().filter(|(_, o)| *o != "AA").map(|(n, o)| format!("{n} {o}")).collect();
    assert_eq!(
        refused,
        [
            "ADT-A60-01 AR 201 MSH-9",
            "CA_001_CA_OML_O21 AR 200 MSH-9",
            // Its PID-3 has an authority and a type, and no value.
            "CA_002_CA_ORU_R01 AE 101 PID-3",
            "Epic_001_Epic_ORM_O01 AR 200 MSH-9",
            "IZ_1_1.1_Admin_Child_Max_Message AR 200 MSH-9",
            "MN_002_MN_OML_O21_NBS AR 200 MSH-9",
            "Natus_001_Natus_ACK AR 200 MSH-9",
            "NewSTEPs_001_NewSTEPs_OML_021 AR 200 MSH-9",
        ]
    );
    assert_eq!(outcomes.len(), 28);
}

#[test]
fn without_leave_test_data_stay_out() {
    let Some(data) = shared::data() else { return };
    let bytes = std::fs::read(data.join("hl7v2-messages/newborn-screening/MN_005_MN_ADT_A01.hl7")).unwrap();
    let refusal = take(&bytes, &Sender::default(), None).unwrap_err();
    assert_eq!((refusal.verdict, refusal.errors[0].wrong.code()), (Verdict::Rejected, "202"));
}

#[test]
fn the_newborn_of_the_examples_has_a_mother_and_a_gestation() {
    let Some(data) = shared::data() else { return };
    let taken = only(&data.join("hl7v2-messages/newborn-screening"), "MN_005_MN_ADT_A01.hl7");
    let facts = facts(&taken);
    let infant = facts
        .iter()
        .find_map(|f| match &f.body {
            Body::Person(person) => Some((&f.reference, person)),
            _ => None,
        })
        .expect("the infant is there");
    assert_eq!(infant.0.0, "Patient/SCH.11102779");
    assert_eq!(infant.1.names[0].usage.as_deref(), Some("temp"));
    assert_eq!(infant.1.multiple_birth, Some(false));
    let mothers: Vec<_> = facts
        .iter()
        .filter_map(|f| match &f.body {
            Body::RelatedPerson(related) if related.is_birth_mother() => Some(related),
            _ => None,
        })
        .collect();
    assert_eq!(mothers.len(), 1, "NK1 and PID-21 speak of one mother");
    assert_eq!(mothers[0].patient, *infant.0);
    assert_eq!(mothers[0].who.names[0].given, ["SADIE", "S"]);
    let weeks = facts.iter().find_map(|f| match &f.body {
        Body::Observation(o) if o.codes[0].is("http://loinc.org", "49051-6") => o.value.clone(),
        _ => None,
    });
    assert_eq!(weeks, Some(Value::Quantity { value: "32".into(), unit: "wk".into() }));
}

#[test]
fn the_merge_of_the_examples_points_from_loser_to_winner() {
    let Some(data) = shared::data() else { return };
    let taken = only(&data.join("hl7v2-messages/fhir-converter"), "ADT-A40-01.hl7");
    let people: Vec<_> = facts(&taken)
        .into_iter()
        .filter_map(|f| match f.body {
            Body::Person(person) => Some((f.reference.0, person)),
            _ => None,
        })
        .collect();
    let [(winner, _), (loser, retired)] = people.as_slice() else { panic!("{people:?}") };
    assert_eq!((winner.as_str(), loser.as_str()), ("Patient/BCBS.12345", "Patient/BCBS.56789"));
    assert_eq!(retired.active, Some(false));
    assert_eq!(
        (retired.links[0].other.0.as_str(), retired.links[0].kind.as_str()),
        (winner.as_str(), "replaced-by")
    );
}

#[test]
fn the_full_admission_of_the_examples_becomes_facts_of_each_kind() {
    let Some(data) = shared::data() else { return };
    let taken = only(&data.join("hl7v2-messages/fhir-converter"), "ADT-A01-01.hl7");
    let mut kinds: Vec<&str> = Vec::new();
    let facts = facts(&taken);
    kinds.extend(facts.iter().map(Fact::kind));
    assert_eq!(
        kinds,
        [
            "person",
            "related_person",
            "related_person",
            "encounter",
            "organization",
            "condition",
            "procedure",
            "observation",
            "coverage"
        ]
    );
    for fact in &facts {
        assert!(fact.reference.0.len() < 100, "{}", fact.reference);
        assert!(fact.subject.as_ref().is_none_or(|s| s.0 == "Patient/test1.PATID1234"));
    }
}
