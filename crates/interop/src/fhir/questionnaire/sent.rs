//! Filled-in forms as a partner's system sends them: a QuestionnaireResponse, or a Bundle of them with their Patients.

use jiff::civil::Date;
use kith_domain::date::PartialDate;
use kith_domain::form::{Answer, Answers, Value, identity as ask};
use serde_json::Value as Json;

use super::problem;
use crate::json;
use crate::problem::{Problem, Reason};

/// One filled-in form.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Where it stands in the file.
    pub place: String,
    /// The response, or why it is none.
    pub response: Result<Vec<u8>, Problem>,
    /// The Patient that it is about, where that came with it.
    pub patient: Option<Vec<u8>>,
}

/// The filled-in forms of a file. What asks for something without a form is among them, with a problem.
///
/// # Errors
///
/// A file that is not JSON, or that is neither a Bundle nor a QuestionnaireResponse.
pub fn sent(bytes: &[u8]) -> Result<Vec<Sent>, Problem> {
    let document: Json = super::parse(bytes, "the file")?;
    let kind = |of: &Json| of["resourceType"].as_str().unwrap_or_default().to_owned();
    let bytes_of = |of: &Json| serde_json::to_vec(of).expect("JSON that was read can be written");
    match kind(&document).as_str() {
        "QuestionnaireResponse" => {
            Ok(vec![Sent { place: "/".into(), response: Ok(bytes_of(&document)), patient: None }])
        }
        "Bundle" => {
            let entries = document["entry"].as_array().map(Vec::as_slice).unwrap_or_default();
            let patients: Vec<&Json> = entries.iter().filter(|e| kind(&e["resource"]) == "Patient").collect();
            let mut all = Vec::new();
            for (at, entry) in entries.iter().enumerate() {
                let resource = &entry["resource"];
                let place = format!("/entry/{at}/resource");
                match kind(resource).as_str() {
                    "QuestionnaireResponse" => {
                        let subject = resource["subject"]["reference"].as_str().unwrap_or_default();
                        let patient = patients.iter().find(|p| is_called(p, subject)).map(|p| &p["resource"]);
                        let patient = patient.map(bytes_of);
                        all.push(Sent { place, response: Ok(bytes_of(resource)), patient });
                    }
                    "ServiceRequest" => {
                        let message = "a ServiceRequest says what is asked for, and nothing of her";
                        let help = "send the filled-in form as a QuestionnaireResponse with it";
                        let with_form =
                            entries.iter().any(|e| kind(&e["resource"]) == "QuestionnaireResponse");
                        if !with_form {
                            let response = Err(problem(Reason::MissingField, message, help));
                            all.push(Sent { place, response, patient: None });
                        }
                    }
                    _ => {}
                }
            }
            Ok(all)
        }
        _ => {
            let help =
                "send a QuestionnaireResponse, or a Bundle with the Patient and the QuestionnaireResponse";
            Err(problem(Reason::NoResourceType, "the file holds no filled-in form", help))
        }
    }
}

/// Whether an entry of a Bundle is what a reference names.
fn is_called(entry: &Json, reference: &str) -> bool {
    let id = entry["resource"]["id"].as_str().unwrap_or_default();
    let url = entry["fullUrl"].as_str().unwrap_or_default();
    !reference.is_empty() && (reference == url || reference == format!("Patient/{id}"))
}

/// The address of the form that a response answers, without its version.
pub fn form_of(bytes: &[u8]) -> Result<String, Problem> {
    let response: Json = super::parse(bytes, "the answers")?;
    let url = response["questionnaire"].as_str().unwrap_or_default();
    match url.split('|').next().filter(|url| !url.is_empty()) {
        Some(url) => Ok(url.to_owned()),
        None => Err(problem(
            Reason::MissingField,
            "the answers do not say to which form",
            "name the form in `questionnaire`",
        )),
    }
}

/// What a Patient says of who she is, as answers to the questions about that. What is not in use any more is left out.
pub fn identity_of(patient: &[u8]) -> Result<Answers, Problem> {
    let (bytes, _) = json::without_mark(patient);
    let patient: Json = super::parse(bytes, "the patient")?;
    let mut answers = Answers::default();
    let mut say = |link_id: &str, text: Option<String>| {
        if let Some(text) = text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()) {
            answers.given.insert(link_id.to_owned(), Answer::one(Value::Text(text)));
        }
    };
    let list = |of: &Json, name: &str| of[name].as_array().cloned().unwrap_or_default();
    let in_use = |one: &Json| one["use"].as_str() != Some("old");
    let text = |of: &Json| of.as_str().map(str::to_owned);
    if let Some(name) = list(&patient, "name").iter().find(|name| in_use(name)) {
        let given: Vec<String> = list(name, "given").iter().filter_map(text).collect();
        say(ask::GIVEN, Some(given.join(" ")));
        say(ask::FAMILY, text(&name["family"]));
    }
    let phones = list(&patient, "telecom");
    let mut phones = phones.iter().filter(|t| t["system"] == "phone" && in_use(t));
    say(ask::PHONE, phones.next().and_then(|t| text(&t["value"])));
    say(ask::OTHER_PHONE, phones.next().and_then(|t| text(&t["value"])));
    if let Some(home) = list(&patient, "address").iter().find(|address| in_use(address)) {
        let lines: Vec<String> = list(home, "line").iter().filter_map(text).collect();
        say(ask::ADDRESS, Some(lines.join(", ")));
        say(ask::CITY, text(&home["city"]));
        say(ask::POSTAL_CODE, text(&home["postalCode"]));
    }
    let spoken = list(&patient, "communication");
    let spoken = spoken.iter().find(|c| c["preferred"] == true).or(spoken.first());
    let tag = spoken.and_then(|c| c["language"]["coding"][0]["code"].as_str());
    if let Some(tag) = tag.and_then(|tag| tag.split('-').next()) {
        answers.given.insert(ask::LANGUAGE.to_owned(), Answer::code(tag));
    }
    if let Some(born) = patient["birthDate"].as_str().and_then(|day| day.parse::<Date>().ok()) {
        answers.given.insert(ask::BIRTH_DATE.to_owned(), Answer::one(Value::Date(PartialDate::Day(born))));
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bundle(entries: Json) -> Vec<u8> {
        serde_json::to_vec(&json!({"resourceType": "Bundle", "entry": entries})).unwrap()
    }

    #[test]
    fn a_response_finds_its_patient() {
        let patient = json!({"resource": {"resourceType": "Patient", "id": "p1"}, "fullUrl": "urn:uuid:1"});
        let response = |to: &str| {
            json!({"resource": {"resourceType": "QuestionnaireResponse", "subject": {"reference": to},
                "questionnaire": "https://example.org/q|1"}})
        };
        for (to, found) in [("Patient/p1", true), ("urn:uuid:1", true), ("Patient/p2", false), ("", false)] {
            let all = sent(&bundle(json!([patient, response(to)]))).unwrap();
            assert_eq!((all.len(), all[0].patient.is_some()), (1, found), "{to}");
            assert_eq!(form_of(all[0].response.as_ref().unwrap()).unwrap(), "https://example.org/q");
        }
    }

    #[test]
    fn what_is_no_filled_in_form_is_refused_in_words() {
        let asks = json!([{"resource": {"resourceType": "ServiceRequest", "id": "s"}}]);
        let all = sent(&bundle(asks)).unwrap();
        assert!(all[0].response.as_ref().unwrap_err().message.contains("nothing of her"));
        for text in ["{", "[]", "{\"resourceType\":\"Patient\"}"] {
            assert!(sent(text.as_bytes()).is_err(), "{text}");
        }
        assert!(form_of(b"{\"resourceType\":\"QuestionnaireResponse\"}").is_err());
    }

    #[test]
    fn a_patient_answers_who_she_is() {
        let patient = json!({"resourceType": "Patient",
            "name": [{"use": "old", "family": "Before"}, {"family": "Testcase", "given": ["Rosa", "Ana"]}],
            "telecom": [{"system": "email", "value": "x@example.org"}, {"system": "phone", "value": "555-0100"}],
            "address": [{"line": ["1 Example St"], "postalCode": "00101"}], "birthDate": "1998-03-04",
            "communication": [{"language": {"coding": [{"code": "es-MX"}]}}]});
        let found = identity_of(&serde_json::to_vec(&patient).unwrap()).unwrap();
        let said = |id: &str| found.given.get(id).map(|a| a.values()[0].clone());
        assert_eq!(said(ask::GIVEN), Some(Value::Text("Rosa Ana".into())));
        assert_eq!(said(ask::FAMILY), Some(Value::Text("Testcase".into())));
        assert_eq!(said(ask::PHONE), Some(Value::Text("555-0100".into())));
        assert_eq!(said(ask::LANGUAGE), Some(Value::Code("es".into())));
        assert_eq!(said(ask::BIRTH_DATE), Some(Value::Date("1998-03-04".parse().unwrap())));
        assert_eq!(said(ask::CITY), None);
    }
}
