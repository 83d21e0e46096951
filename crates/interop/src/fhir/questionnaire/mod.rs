//! Forms as FHIR R4 Questionnaires, and sets of answers as QuestionnaireResponses.
//!
//! A form is read from a Questionnaire that any FHIR tool can show: groups, questions, `enableWhen`, `answerOption`,
//! Spanish as `translation` extensions, scores as `ordinalValue`, LOINC codes. What FHIR has no place for stands in
//! extensions below [`EXTENSIONS`], on items:
//!
//! | extension | value | meaning |
//! |---|---|---|
//! | `form-alone` | `valueBoolean` | only asked when she is alone; of a group, for all in it |
//! | `form-category` | `valueCode` | how sensitive the answer is; of a group, for all in it that say nothing else |
//! | `form-instrument` | `instrument` and `item`, both `valueString` | it is this item of this instrument; may be repeated |
//! | `form-calculated` | `instrument`, `what` (`total`, `positive`, `part-positive`, `part-sum`), `part` | nobody answers it |
//! | `form-wants-help` | `valueString` | it asks whether help is wanted with what this instrument found |
//! | `form-factor` | `factor`, `operator` (`=` without it), `value` of the answer's type, `only` (`present`, `absent`) | a risk factor that the answer makes; with `only` it says nothing when it does not hold |
//!
//! On a set of answers, `form-alone` says that she was alone, and `form-state` that she did not want to fill it in.
//!
//! Who only knows FHIR still shows every question, asks in the same order and sees the same answers. Whatever in a
//! file is not understood here is refused by name, for a condition that is skipped asks a question that must not be
//! asked. Deliberately absent: answer lists that are elsewhere (`answerValueSet`), expressions, and questions within
//! questions; a group with a condition says the same.

mod extension;
mod identity;
mod item;
mod law;
mod response;
mod sent;
mod wire;

use kith_domain::form::Form;
use kith_domain::words::Words;

pub use identity::patient;
pub use response::{read_response, said, write_response};
pub use sent::{Sent, form_of, identity_of, sent};

use crate::json;
use crate::problem::{Problem, Reason};

/// Where the extensions of forms are named.
pub const EXTENSIONS: &str = "https://kith.example/fhir/StructureDefinition/";

/// A problem with its own advice.
fn problem(reason: Reason, message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { reason, message: message.into(), help: help.into() }
}

/// The JSON of a file that a partner sends.
pub(crate) fn tree(bytes: &[u8]) -> Result<serde_json::Value, Problem> {
    parse(bytes, "the file")
}

/// Reads the text of a JSON file of a form or of answers.
fn parse<'t, T: serde::Deserialize<'t>>(bytes: &'t [u8], what: &str) -> Result<T, Problem> {
    let (bytes, _) = json::without_mark(bytes);
    let text = str::from_utf8(bytes).map_err(|e| {
        Problem::new(Reason::InvalidUtf8, format!("byte {} is not UTF-8", e.valid_up_to() + 1))
    })?;
    if json::is_deeper(bytes, crate::Limits::default().max_depth) {
        return Err(Problem::new(Reason::TooDeep, format!("{what} is nested too deep")));
    }
    serde_json::from_str(text).map_err(|e| json::problem(text, what, &e))
}

/// Reads a form. All that is wrong is said at once, each with the link id of its item.
pub fn read_form(bytes: &[u8]) -> Result<Form, Vec<Problem>> {
    let sent: wire::Questionnaire = parse(bytes, "the form").map_err(|problem| vec![problem])?;
    if sent.resource_type != "Questionnaire" {
        let message = "the file is no Questionnaire";
        return Err(vec![problem(
            Reason::NoResourceType,
            message,
            "write \"resourceType\": \"Questionnaire\"",
        )]);
    }
    let mut problems = Vec::new();
    for (name, value) in [("id", &sent.id), ("url", &sent.url), ("version", &sent.version)] {
        if value.trim().is_empty() {
            let message = format!("the form has no `{name}`");
            problems.push(problem(Reason::MissingField, message, "answers are kept with it; write one"));
        }
    }
    let text = |text: &Option<String>, element: &Option<wire::Element>| Words {
        en: text.clone().unwrap_or_default(),
        es: extension::spanish(element),
    };
    let form = Form {
        title: text(&sent.title, &sent.title_element),
        purpose: text(&sent.purpose, &sent.purpose_element),
        items: item::items(&sent.items, item::Inherited::default(), &mut problems),
        id: sent.id,
        url: sent.url,
        version: sent.version,
    };
    problems.extend(law::broken(&form));
    if problems.is_empty() { Ok(form) } else { Err(problems) }
}

#[cfg(test)]
mod tests;
