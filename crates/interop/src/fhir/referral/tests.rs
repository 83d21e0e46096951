use jiff::civil::date;
use jiff::tz::TimeZone;
use kith_domain::form::Answer;
use serde_json::json;

use super::*;

fn bundle(entries: Tree) -> Vec<u8> {
    serde_json::to_vec(&json!({"resourceType": "Bundle", "entry": entries})).unwrap()
}

/// The referrals of a file that came in on a day.
fn read_in(bytes: &[u8]) -> Result<Vec<Sent>, Problem> {
    let zone = TimeZone::get("America/Chicago").unwrap();
    sent(bytes, &date(2025, 11, 12).at(15, 0, 0, 0).to_zoned(zone).unwrap())
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
    let all = read_in(&bundle(json!([{"resource": inner}]))).unwrap();
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
        let all = read_in(&bundle(json!([
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
        let all = read_in(&bundle(json!([
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
        assert!(read_in(text.as_bytes()).is_err(), "{text}");
    }
    let all = read_in(br#"{"resourceType":"ServiceRequest","status":"active"}"#).unwrap();
    assert_eq!((all[0].place.as_str(), all[0].referral.is_err()), ("/", true));
}

#[test]
fn a_request_is_of_the_day_that_it_names_or_of_when_it_came() {
    let check = |born: &str, authored: Option<&str>, about: &str, at: Option<&str>| {
        let mut request = json!({"resourceType": "ServiceRequest", "id": "s", "status": "active",
            "subject": {"reference": "Patient/b"}});
        if let Some(authored) = authored {
            request["authoredOn"] = authored.into();
        }
        let patient =
            json!({"resourceType": "Patient", "id": "b", "birthDate": born, "name": [{"family": "Test"}]});
        let all = read_in(&bundle(json!([{"resource": patient}, {"resource": request}]))).unwrap();
        let found = all[0].referral.as_ref().unwrap();
        let whom = found.answers.given.get(ask::ABOUT);
        assert_eq!(whom, Some(&Answer::code(about)), "{born} {authored:?}");
        assert_eq!(found.at.map(|at| at.to_string()).as_deref(), at, "{authored:?}");
    };
    check("2025-11-01", None, BABY, None);
    check("2025", None, BABY, None);
    check("1998-03-04", None, WOMAN, None);
    check("1998", Some("2025"), WOMAN, None);
    check("2025-11-01", Some("2025-11"), BABY, None);
    check("2025-11-01", Some("2025-11-10"), BABY, Some("2025-11-10T06:00:00Z"));
    check("1998-03-04", Some("2025-11-10T12:00:00-06:00"), WOMAN, Some("2025-11-10T18:00:00Z"));
}

#[test]
fn reasons_are_told_apart_by_where_they_stand() {
    let reason = |kind: &str, words: &str| json!({"resourceType": kind, "id": "1", "code": {"text": words}});
    let within = |words: &str| json!({"resourceType": "Condition", "code": {"text": words}});
    let all = read_in(&bundle(json!([
        {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Test"}]}},
        {"resource": reason("Condition", "Worried")},
        {"resource": reason("Observation", "Tired")},
        {"fullUrl": "urn:uuid:3", "resource": within("Alone")},
        {"fullUrl": "urn:uuid:4", "resource": within("Cold")},
        {"resource": {"resourceType": "ServiceRequest", "status": "active", "subject": {"reference": "Patient/p"},
            "reasonReference": [{"reference": "Condition/1"}, {"reference": "urn:uuid:3"}, {"reference": "urn:uuid:4"}],
            "supportingInfo": [{"reference": "Observation/1"}, {"reference": "Condition/1"}]}}])))
    .unwrap();
    assert_eq!(words(&all[0], ask::REASON), "[Text(\"Worried\\nAlone\\nCold\\nTired\")]");
}

#[test]
fn who_must_not_be_contacted_is_said_with_every_number() {
    let check = |telecom: Tree, numbers: &[&str], wish: &str| {
        let all = read_in(&bundle(json!([
            {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Test"}], "telecom": telecom}},
            {"resource": {"resourceType": "ServiceRequest", "status": "active", "subject": {"reference": "Patient/p"},
                "orderDetail": [{"coding": [{"code": NO_CONTACT}]}]}}])))
        .unwrap();
        assert_eq!(all[0].referral.as_ref().unwrap().not_used, numbers);
        assert_eq!(words(&all[0], ask::CONTACT), "[Code(\"prohibited\")]");
        assert_eq!(words(&all[0], identity::PHONE_SAFE), wish);
    };
    let phone = |number: &str, more: &str| json!({"system": "phone", "value": number, "use": more});
    check(
        json!([phone("555-0100", "home"), phone("555-0101", "old"), {"system": "sms", "value": "555-0102"},
            {"system": "email", "value": "a@example.org"}]),
        &["555-0100", "555-0101", "555-0102"],
        "[Code(\"do_not_use\")]",
    );
    check(json!([]), &[], "[]");
}
