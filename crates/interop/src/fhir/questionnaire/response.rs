//! A set of answers as a QuestionnaireResponse. The same answers give the same bytes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kith_domain::form::{Absent, Answer, Answers, Form, Item, Kind, Mode, Response, Sheet, State, Value};
use serde::Serialize;
use serde_json::value::RawValue;

use super::extension::{Sent, standard};
use super::{EXTENSIONS, parse, problem, wire};
use crate::build::UNITS;
use crate::problem::{Problem, Reason};

const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const MODE: &str = "http://hl7.org/fhir/StructureDefinition/questionnaireresponse-completionMode";
const MODES: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode";

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Out<'a> {
    resource_type: &'static str,
    id: &'a str,
    meta: Meta,
    language: &'a str,
    extension: Vec<Extension<'a>>,
    questionnaire: String,
    status: &'static str,
    subject: Reference<'a>,
    authored: String,
    author: Reference<'a>,
    #[serde(rename = "item", skip_serializing_if = "Vec::is_empty")]
    items: Vec<ItemOut<'a>>,
}

#[derive(Serialize, Default)]
struct Meta {
    profile: [&'static str; 1],
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Extension<'a> {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_boolean: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_codeable_concept: Option<Concept<'a>>,
}

#[derive(Serialize)]
struct Concept<'a> {
    coding: [Coding<'a>; 1],
}

#[derive(Serialize, Default)]
struct Reference<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct Coding<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    system: &'a str,
    code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    display: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemOut<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extension: Vec<Extension<'a>>,
    link_id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(rename = "answer", skip_serializing_if = "Vec::is_empty")]
    answers: Vec<AnswerOut<'a>>,
    #[serde(rename = "item", skip_serializing_if = "Vec::is_empty")]
    items: Vec<ItemOut<'a>>,
}

#[derive(Serialize)]
enum AnswerOut<'a> {
    #[serde(rename = "valueBoolean")]
    Boolean(bool),
    #[serde(rename = "valueDecimal")]
    Decimal(Box<RawValue>),
    #[serde(rename = "valueInteger")]
    Integer(i64),
    #[serde(rename = "valueDate")]
    Date(String),
    #[serde(rename = "valueString")]
    Text(&'a str),
    #[serde(rename = "valueCoding")]
    Code(Coding<'a>),
    #[serde(rename = "valueQuantity")]
    Quantity { value: Box<RawValue>, unit: &'a str, system: &'static str, code: &'a str },
}

fn digits(decimal: &kith_domain::form::Decimal) -> Box<RawValue> {
    RawValue::from_string(decimal.as_str().to_owned()).expect("digits with a point are a JSON number")
}

fn value<'a>(item: &'a Item, value: &'a Value, language: &str) -> AnswerOut<'a> {
    match value {
        Value::Boolean(yes) => AnswerOut::Boolean(*yes),
        Value::Decimal(decimal) => AnswerOut::Decimal(digits(decimal)),
        Value::Integer(n) => AnswerOut::Integer(*n),
        Value::Date(date) => AnswerOut::Date(date.to_string()),
        Value::Text(text) => AnswerOut::Text(text),
        Value::Quantity(decimal, unit) => {
            AnswerOut::Quantity { value: digits(decimal), unit, system: UNITS, code: unit }
        }
        Value::Code(code) => {
            let choice = item.kind.choices().iter().find(|choice| choice.code == *code);
            AnswerOut::Code(match choice {
                Some(choice) => {
                    Coding { system: &choice.system, code, display: choice.text.in_language(language) }
                }
                None => Coding { system: "", code, display: "" },
            })
        }
    }
}

fn absent_code(absent: Absent) -> &'static str {
    match absent {
        Absent::AskedUnknown => "asked-unknown",
        Absent::Declined => "asked-declined",
        Absent::NotAsked => "not-asked",
    }
}

fn items<'a>(from: &'a [Item], sheet: &'a Sheet<'a>, language: &str) -> Vec<ItemOut<'a>> {
    let mut out = Vec::new();
    for item in from {
        let held = items(&item.items, sheet, language);
        let line = sheet.line(&item.link_id).expect("a sheet has a line for each item");
        let answer = match item.calculated {
            Some(_) => line.answer.as_ref(),
            None => line.given.filter(|_| item.kind.is_question()),
        };
        let (mut answers, mut extension) = (Vec::new(), Vec::new());
        match answer {
            Some(Answer::Given(values)) => {
                answers = values.iter().map(|v| value(item, v, language)).collect();
            }
            Some(Answer::Absent(absent)) => extension.push(Extension {
                url: ABSENT.into(),
                value_code: Some(absent_code(*absent)),
                ..Extension::default()
            }),
            None => {}
        }
        if held.is_empty() && answers.is_empty() && extension.is_empty() {
            continue;
        }
        let text = item.text.in_language(language);
        out.push(ItemOut { extension, link_id: &item.link_id, text, answers, items: held });
    }
    out
}

/// A reference where it looks like one, and a name otherwise.
fn pointing(to: &str) -> Reference<'_> {
    let reference = to.split_once('/').is_some_and(|(kind, id)| {
        kind.bytes().all(|b| b.is_ascii_alphabetic())
            && kind.starts_with(|c: char| c.is_ascii_uppercase())
            && !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
    });
    if reference {
        Reference { reference: Some(to), display: None }
    } else {
        Reference { reference: None, display: Some(to) }
    }
}

/// Writes a set of answers to a form. Answers to questions that the form does not have are not written; they are
/// mistakes that [`Form::check`] names.
pub fn write_response(form: &Form, response: &Response) -> Vec<u8> {
    let sheet = form.sheet(&response.answers);
    let ours = |name: &str| format!("{EXTENSIONS}{name}");
    let mode = match response.mode {
        Mode::SelfScreen => "ELECTRONIC",
        Mode::SelfPaper => "WRITTEN",
        Mode::Interview => "VERBAL",
    };
    let concept = Concept { coding: [Coding { system: MODES, code: mode, display: "" }] };
    let mut extension = vec![
        Extension { url: MODE.into(), value_codeable_concept: Some(concept), ..Extension::default() },
        Extension {
            url: ours("form-alone"),
            value_boolean: Some(response.answers.alone),
            ..Extension::default()
        },
    ];
    let status = match response.state {
        State::InProgress => "in-progress",
        State::Complete => "completed",
        State::IncompleteClosed => "stopped",
        State::Declined => {
            let (url, value_code) = (ours("form-state"), Some(State::Declined.name()));
            extension.push(Extension { url, value_code, ..Extension::default() });
            "stopped"
        }
    };
    let out = Out {
        resource_type: "QuestionnaireResponse",
        id: &response.id,
        meta: Meta {
            profile: ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-questionnaireresponse"],
        },
        language: &response.language,
        extension,
        questionnaire: format!("{}|{}", response.form, response.version),
        status,
        subject: pointing(&response.subject),
        authored: response.authored_at.to_string(),
        author: pointing(&response.author),
        items: items(&form.items, &sheet, &response.language),
    };
    serde_json::to_vec(&out).expect("plain text and numbers always have a JSON form")
}

/// Reads a set of answers to a form, as they were given: what the form calculates is calculated again.
pub fn read_response(bytes: &[u8], form: &Form) -> Result<Response, Problem> {
    let sent: wire::Response = parse(bytes, "the answers")?;
    let refuse = |reason, message: String, help: &str| Err(problem(reason, message, help));
    if sent.resource_type != "QuestionnaireResponse" {
        let message = "the record is no QuestionnaireResponse".to_owned();
        return refuse(Reason::NoResourceType, message, "send the answers as a QuestionnaireResponse");
    }
    if sent.id.is_empty() {
        return Err(Problem::new(Reason::MissingId, "the answers have no id"));
    }
    let (url, version) = sent.questionnaire.split_once('|').unwrap_or((&sent.questionnaire, &form.version));
    if url != form.url || version != form.version {
        let message = "the answers are to another form, or to another version of it".to_owned();
        return refuse(
            Reason::BadValue,
            message,
            "read them with the form that they name in `questionnaire`",
        );
    }
    let ours = |name: &str| sent.extension.iter().find(|e| e.url.strip_prefix(EXTENSIONS) == Some(name));
    let said = ours("form-state").and_then(|e| e.value_code.as_deref()).and_then(State::named);
    let state = match (sent.status.as_str(), said) {
        ("in-progress", _) => State::InProgress,
        ("completed" | "amended", _) => State::Complete,
        ("stopped", Some(State::Declined)) => State::Declined,
        ("stopped", _) => State::IncompleteClosed,
        _ => {
            let message = "the status of the answers says that they must not be used".to_owned();
            let help = "only in-progress, completed, amended and stopped answers are read";
            return refuse(Reason::BadValue, message, help);
        }
    };
    let mode = standard(&sent.extension, "questionnaireresponse-completionMode")
        .and_then(|e| e.value_codeable_concept.as_ref())
        .and_then(|concept| concept.coding.first())
        .and_then(|coding| coding.code.as_deref());
    let mode = match mode {
        Some("ELECTRONIC") => Mode::SelfScreen,
        Some("WRITTEN") => Mode::SelfPaper,
        _ => Mode::Interview,
    };
    let authored_at: Option<Timestamp> = sent.authored.as_deref().and_then(|text| text.parse().ok());
    let Some(authored_at) = authored_at else {
        let message = "the answers do not say when they were given".to_owned();
        return refuse(Reason::MissingField, message, "fill `authored` with a time and its offset");
    };
    let who = |reference: Option<wire::Reference>| {
        reference.and_then(|r| r.reference.or(r.display)).unwrap_or_default()
    };
    let subject = who(sent.subject);
    if subject.is_empty() {
        return Err(Problem::new(Reason::MissingSubject, "the answers are about nobody"));
    }
    let alone = ours("form-alone").and_then(|e| e.value_boolean);
    let mut answers = Answers { alone: alone.unwrap_or(false), ..Answers::default() };
    take(&sent.items, form, &mut answers)?;
    Ok(Response {
        id: sent.id.clone(),
        form: url.to_owned(),
        version: version.to_owned(),
        state,
        language: sent.language.clone().unwrap_or_else(|| "en".into()),
        mode,
        subject,
        author: who(sent.author),
        authored_at,
        answers,
    })
}

fn take(sent: &[wire::ResponseItem], form: &Form, into: &mut Answers) -> Result<(), Problem> {
    for one in sent {
        let place = &one.link_id;
        let refuse = |what: &str, help: &str| {
            Err(problem(Reason::BadValue, format!("item `{place}` {what}"), help.to_owned()))
        };
        let Some(item) = form.item(place) else {
            return Err(problem(
                Reason::BadValue,
                "there is an answer to a question that the form does not have",
                "read it with the form that it names",
            ));
        };
        take(&one.items, form, into)?;
        for answer in &one.answers {
            take(&answer.items, form, into)?;
        }
        if item.calculated.is_some() || matches!(item.kind, Kind::Group | Kind::Display) {
            continue;
        }
        let mut values = Vec::new();
        for answer in &one.answers {
            match Sent::of_answer(answer).value() {
                Some(value) => values.push(value),
                None => return refuse("has an answer that cannot be read", "send one value of its type"),
            }
        }
        let absent = standard(&one.extension, "data-absent-reason").and_then(|e| e.value_code.as_deref());
        let answer = match (values.is_empty(), absent) {
            (false, None) => Answer::Given(values),
            (true, Some("asked-unknown" | "unknown")) => Answer::Absent(Absent::AskedUnknown),
            (true, Some("asked-declined")) => Answer::Absent(Absent::Declined),
            (true, Some("not-asked")) => Answer::Absent(Absent::NotAsked),
            (true, None) => continue,
            _ => {
                return refuse(
                    "has no answer for a reason that is not known, or an answer and a reason for none",
                    "use asked-unknown, asked-declined or not-asked, and no answer",
                );
            }
        };
        if into.given.insert(place.clone(), answer).is_some() {
            return refuse("is answered twice", "send one answer");
        }
    }
    Ok(())
}

/// The first word or code that was answered to each of these questions, whatever the form and its version: for what has
/// to be known even where the form is not known any more.
pub fn said(bytes: &[u8], link_ids: &[&str]) -> Result<BTreeMap<String, String>, Problem> {
    fn into(items: &[wire::ResponseItem], link_ids: &[&str], found: &mut BTreeMap<String, String>) {
        for item in items {
            let value = item.answers.first().and_then(|answer| Sent::of_answer(answer).value());
            if let Some(Value::Text(said) | Value::Code(said)) = value
                && link_ids.contains(&item.link_id.as_str())
            {
                found.entry(item.link_id.clone()).or_insert(said);
            }
            into(&item.items, link_ids, found);
        }
    }
    let sent: wire::Response = parse(bytes, "the answers")?;
    if sent.resource_type != "QuestionnaireResponse" || sent.status == "entered-in-error" {
        let message = "the record holds no answers that may be used";
        return Err(problem(Reason::BadValue, message, "send the answers as a QuestionnaireResponse"));
    }
    let mut found = BTreeMap::new();
    into(&sent.items, link_ids, &mut found);
    Ok(found)
}
