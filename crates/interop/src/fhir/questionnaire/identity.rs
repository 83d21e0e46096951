//! Who a form is about, as the Patient that her answers make.

use jiff::Timestamp;
use kith_domain::form::{Answers, Value, identity as ask};
use kith_domain::phone::is_same;
use serde_json::{Map, Value as Json, json};

const RACE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
const ETHNICITY: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity";
const OMB: &str = "urn:oid:2.16.840.1.113883.6.238";
const MEMBER_NUMBER: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";

/// The words of an answer; none where there is none.
fn text(answers: &Answers, link_id: &str) -> Option<String> {
    let value = answers.given.get(link_id)?.values().first()?;
    let text = match value {
        Value::Text(text) | Value::Code(text) => text.trim().to_owned(),
        Value::Date(date) => date.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn codes(answers: &Answers, link_id: &str) -> Vec<String> {
    let values = answers.given.get(link_id).map(|a| a.values()).unwrap_or_default();
    values.iter().filter_map(|v| if let Value::Code(code) = v { Some(code.clone()) } else { None }).collect()
}

/// The Patient of a form's answers: what was not said is not in it.
pub fn patient(answers: &Answers, id: &str, at: Timestamp) -> Vec<u8> {
    let mut patient = Map::new();
    patient.insert("resourceType".into(), "Patient".into());
    patient.insert("id".into(), id.into());
    let meta = json!({"versionId": at.as_millisecond().to_string(), "lastUpdated": at.to_string()});
    patient.insert("meta".into(), meta);
    let extensions: Vec<Json> = [(RACE, ask::RACE), (ETHNICITY, ask::ETHNICITY)]
        .into_iter()
        .filter_map(|(url, link_id)| omb(url, &codes(answers, link_id)))
        .collect();
    if !extensions.is_empty() {
        patient.insert("extension".into(), extensions.into());
    }
    if let Some(number) = text(answers, ask::INSURANCE_ID) {
        let kind = json!({"coding": [{"system": MEMBER_NUMBER, "code": "MB"}]});
        let medicaid = codes(answers, ask::INSURANCE).iter().any(|code| code == "medicaid");
        let kind = if medicaid { json!({"coding": [{"system": MEMBER_NUMBER, "code": "MA"}]}) } else { kind };
        patient.insert("identifier".into(), json!([{"type": kind, "value": number}]));
    }
    let mut name = Map::new();
    if let Some(family) = text(answers, ask::FAMILY) {
        name.insert("family".into(), family.into());
    }
    if let Some(given) = text(answers, ask::GIVEN) {
        name.insert("given".into(), given.split_whitespace().collect::<Vec<_>>().into());
    }
    if !name.is_empty() {
        patient.insert("name".into(), json!([name]));
    }
    // A number that she does not want used stays in the answers: out of a record it would come to lists and files.
    let is_unsafe = codes(answers, ask::PHONE_SAFE).iter().any(|code| code == "do_not_use");
    let not_used = text(answers, ask::PHONE).filter(|_| is_unsafe);
    let phones: Vec<Json> = [ask::PHONE, ask::OTHER_PHONE]
        .into_iter()
        .filter_map(|link_id| text(answers, link_id))
        .filter(|number| !not_used.as_ref().is_some_and(|not| is_same(not, number)))
        .map(|value| json!({"system": "phone", "value": value}))
        .collect();
    if !phones.is_empty() {
        patient.insert("telecom".into(), phones.into());
    }
    patient.insert("gender".into(), "female".into());
    if let Some(born) = text(answers, ask::BIRTH_DATE) {
        patient.insert("birthDate".into(), born.into());
    }
    let mut address = Map::new();
    if let Some(line) = text(answers, ask::ADDRESS) {
        address.insert("line".into(), json!([line]));
    }
    for (property, link_id) in [("city", ask::CITY), ("postalCode", ask::POSTAL_CODE)] {
        if let Some(value) = text(answers, link_id) {
            address.insert(property.into(), value.into());
        }
    }
    if !address.is_empty() {
        patient.insert("address".into(), json!([address]));
    }
    if let Some(language) = text(answers, ask::LANGUAGE) {
        let coding = json!({"system": "urn:ietf:bcp:47", "code": language});
        patient
            .insert("communication".into(), json!([{"language": {"coding": [coding]}, "preferred": true}]));
    }
    serde_json::to_vec(&patient).expect("plain text always has a JSON form")
}

fn omb(url: &str, codes: &[String]) -> Option<Json> {
    if codes.is_empty() {
        return None;
    }
    let category =
        |code: &String| json!({"url": "ombCategory", "valueCoding": {"system": OMB, "code": code}});
    let mut parts: Vec<Json> = codes.iter().map(category).collect();
    parts.push(json!({"url": "text", "valueString": codes.join(", ")}));
    Some(json!({"url": url, "extension": parts}))
}

#[cfg(test)]
mod tests {
    use kith_domain::fact::Body;
    use kith_domain::form::Answer;

    use super::*;

    fn answers(of: &[(&str, Value)]) -> Answers {
        let given = of.iter().map(|(id, value)| ((*id).to_owned(), Answer::one(value.clone())));
        Answers { given: given.collect(), ..Answers::default() }
    }

    fn ana() -> Answers {
        let text = |t: &str| Value::Text(t.into());
        answers(&[
            (ask::FAMILY, text("Testperson")),
            (ask::GIVEN, text("Ana Maria")),
            (ask::BIRTH_DATE, Value::Date("1998-04-05".parse().unwrap())),
            (ask::PHONE, text("918-555-0101")),
            (ask::POSTAL_CODE, text("99001")),
            (ask::LANGUAGE, Value::Code("es".into())),
            (ask::RACE, Value::Code("2054-5".into())),
        ])
    }

    #[test]
    fn her_answers_become_a_person() {
        let bytes = patient(&ana(), "p1", Timestamp::UNIX_EPOCH);
        let resource = crate::fhir::read(&bytes).unwrap();
        let Some(fact) = resource.fact else { panic!("it tells of a person") };
        let Body::Person(person) = fact.body else { panic!("it tells of a person") };
        assert_eq!(person.names[0].family.as_deref(), Some("Testperson"));
        assert_eq!(person.names[0].given, ["Ana", "Maria"]);
        assert_eq!(person.telecoms[0].value, "918-555-0101");
    }

    #[test]
    fn a_number_that_is_not_to_be_used_is_in_no_record() {
        let check = |safe: &str, other: &str, expected: &[&str]| {
            let mut answers = ana();
            let code = Answer::one(Value::Code(safe.into()));
            answers.given.insert(ask::PHONE_SAFE.into(), code);
            answers.given.insert(ask::OTHER_PHONE.into(), Answer::one(Value::Text(other.into())));
            let sent: Json = serde_json::from_slice(&patient(&answers, "p1", Timestamp::UNIX_EPOCH)).unwrap();
            let found = sent["telecom"].as_array().cloned().unwrap_or_default();
            let found: Vec<&str> = found.iter().filter_map(|t| t["value"].as_str()).collect();
            assert_eq!(found, expected, "{safe} {other}");
        };
        check("call", "918-555-0102", &["918-555-0101", "918-555-0102"]);
        check("do_not_use", "918-555-0102", &["918-555-0102"]);
        check("do_not_use", "(918) 555 0101", &[]);
    }
}
