use serde_json::json;

use super::*;

fn bundle(entries: Tree) -> Vec<u8> {
    serde_json::to_vec(&json!({"resourceType": "Bundle", "entry": entries})).unwrap()
}

fn words(of: &Sent, link_id: &str) -> String {
    let answer = of.referral.as_ref().unwrap().answers.given.get(link_id);
    format!("{:?}", answer.map(Answer::values).unwrap_or_default())
}

#[test]
fn a_bundle_within_a_bundle_and_addresses_of_entries_are_followed() {
    let inner = json!({"resourceType": "Bundle", "entry": [
        {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Test"}]}},
        {"resource": {"resourceType": "ServiceRequest", "status": "active", "subject": {"reference": "urn:uuid:1"},
            "contained": [{"resourceType": "Condition", "id": "c", "code": {"text": "Worried"}}],
            "reasonReference": [{"reference": "#c"}]}}]});
    let all = sent(&bundle(json!([{"resource": inner}]))).unwrap();
    assert_eq!((all.len(), all[0].place.as_str()), (1, "/entry/0/resource/entry/1/resource"));
    assert!(words(&all[0], ask::REASON).contains("Worried"));
    let person = all[0].referral.as_ref().unwrap().person.clone();
    assert_eq!(person, Some(Reference::new("Patient", "p")));
    // A Condition that no reference from outside reaches goes along in words alone.
    assert_eq!(all[0].records.len(), 2);
}

#[test]
fn a_baby_is_of_its_mother_where_she_is_named() {
    let of = |mother: Tree| {
        let all = sent(&bundle(json!([
            {"resource": {"resourceType": "Patient", "id": "b", "birthDate": "2025-11-01", "gender": "female",
                "name": [{"family": "Test", "given": ["Ada"]}], "telecom": [{"system": "phone", "value": "555-0100"}]}},
            {"resource": mother},
            {"resource": {"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/b"},
                "code": {"coding": [{"system": "http://loinc.org", "code": "8339-4"}]},
                "valueQuantity": {"value": 1.32, "unit": "kg"}}},
            {"resource": {"resourceType": "ServiceRequest", "id": "s", "status": "active", "authoredOn": "2025-11-10",
                "subject": {"reference": "Patient/b"}}}])));
        all.unwrap().remove(0)
    };
    let named = of(json!({"resourceType": "RelatedPerson", "id": "m", "patient": {"reference": "Patient/b"},
        "relationship": [{"coding": [{"code": "MTH"}]}], "name": [{"family": "Test", "given": ["Eva"]}]}));
    assert!(
        words(&named, identity::GIVEN).contains("Eva") && words(&named, identity::PHONE).contains("0100")
    );
    assert!(words(&named, identity::INFANT_BIRTH_WEIGHT).contains("1320"));
    assert_eq!(named.referral.as_ref().unwrap().person, None);
    let alone =
        of(json!({"resourceType": "RelatedPerson", "id": "m", "patient": {"reference": "Patient/b"}}));
    assert_eq!(alone.referral.as_ref().unwrap().person, Some(Reference::new("Patient", "b")));
    assert_eq!(words(&alone, identity::BIRTH_DATE), "[]", "a baby is nobody's teen mother");
}

#[test]
fn what_she_has_not_is_no_finding() {
    let check = |beside: Tree, coded: bool| {
        let all = sent(&bundle(json!([
            {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Test"}]}},
            {"resource": beside},
            {"resource": {"resourceType": "ServiceRequest", "id": "s", "status": "active",
                "subject": {"reference": "Patient/p"}, "reasonReference": [{"reference": format!("{}/x", kind(&beside))}]}}])));
        let one = all.unwrap().remove(0);
        assert!(words(&one, ask::MENTAL).contains("Depression"), "{one:?}");
        assert_eq!(words(&one, ask::MENTAL_CODED) == "[Code(\"diagnosis\")]", coded, "{one:?}");
    };
    let code = json!({"coding": [{"system": "http://snomed.info/sct", "code": "35489007", "display": "Depression"}]});
    let mut condition = json!({"resourceType": "Condition", "id": "x", "code": code});
    check(condition.clone(), true);
    condition["verificationStatus"] = json!({"coding": [{"code": "refuted"}]});
    check(condition, false);
    let no = json!({"coding": [{"system": "http://snomed.info/sct", "code": "373067005", "display": "No"}]});
    check(json!({"resourceType": "Observation", "id": "x", "code": code, "valueCodeableConcept": no}), false);
}

#[test]
fn a_file_without_a_request_is_no_referral() {
    for text in ["{", "[]", "{\"resourceType\":\"Patient\"}", "{\"resourceType\":\"Bundle\"}"] {
        assert!(sent(text.as_bytes()).is_err(), "{text}");
    }
    let all = sent(br#"{"resourceType":"ServiceRequest","status":"active"}"#).unwrap();
    assert_eq!((all[0].place.as_str(), all[0].referral.is_err()), ("/", true));
}
