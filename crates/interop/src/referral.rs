//! A referral by message as answers: whom it is about, what is asked, and why in the sender's own words.
//!
//! HL7 v2 ([`crate::hl7v2`]) and FHIR ([`crate::fhir::referral`]) both end here, so that a reason means the same
//! whichever way it came. A code makes an answer only where it says so plainly; nothing is answered with a no. Words of
//! which a code or the words themselves tell a sensitive kind go to the question of that kind; words of a kind that no
//! question has (infections passed on by sex, child protection, immigration, reproductive care) stay in the message
//! alone.

mod fit;
mod observed;

use jiff::Timestamp;
use kith_domain::consent::{Category, category_of};
use kith_domain::fact::{Coding, Reference};
use kith_domain::form::{Answer, Answers, Value, identity, referral as ask};

use crate::codes::ICD_10_CM;
pub use fit::{fit, not_asked_there};
pub(crate) use observed::observed;

/// The codes of needs of the Gravity project.
pub(crate) const NEEDS: &str =
    "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes";

/// Bytes of one answer in words; a message whose words are longer is read no further, and stays whole.
const LONGEST: usize = 32 << 10;
/// It is about the woman.
pub(crate) const WOMAN: &str = "woman";
/// It is about the baby.
pub(crate) const BABY: &str = "baby";

/// A referral as answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The Patient among the records that came with it that the case is of; none where it is of a baby whose mother is
    /// only named, and she is made of the answers.
    pub person: Option<Reference>,
    /// Who refers; empty where that is not said.
    pub by: String,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// What it says.
    pub answers: Answers,
}

/// Answers while they are gathered.
#[derive(Default)]
pub(crate) struct Gathered(pub Answers);

impl Gathered {
    /// Answers a question with words, unless there is an answer; empty words are none.
    pub fn say(&mut self, link_id: &str, words: Option<String>) {
        if let Some(words) = words.map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()) {
            self.give(link_id, Answer::one(Value::Text(words)));
        }
    }

    /// Answers a question with a code, unless there is an answer.
    pub fn choose(&mut self, link_id: &str, code: &str) {
        self.give(link_id, Answer::code(code));
    }

    /// Answers a question, unless there is an answer.
    pub fn give(&mut self, link_id: &str, answer: Answer) {
        self.0.given.entry(link_id.to_owned()).or_insert(answer);
    }

    /// Takes over what another set says and this one does not, for some questions.
    pub fn take_over(&mut self, from: &Answers, link_ids: &[&str]) {
        for (link_id, answer) in &from.given {
            if link_ids.contains(&link_id.as_str()) {
                self.give(link_id, answer.clone());
            }
        }
    }

    /// A line of words; the same line is said once.
    pub fn line(&mut self, link_id: &str, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let answer =
            self.0.given.entry(link_id.to_owned()).or_insert_with(|| Answer::one(Value::Text(String::new())));
        let Answer::Given(values) = answer else { return };
        let Some(Value::Text(text)) = values.first_mut() else { return };
        if text.len() + words.len() > LONGEST || text.split('\n').any(|line| line == words) {
            return;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(words);
    }

    fn add(&mut self, link_id: &str, code: &str) {
        let answer = self.0.given.entry(link_id.to_owned()).or_insert_with(|| Answer::Given(Vec::new()));
        let Answer::Given(values) = answer else { return };
        let value = Value::Code(code.to_owned());
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// Why she is referred: words as they came, with the codes that say the same.
    pub fn reason(&mut self, words: &str, codes: &[Coding]) {
        self.sorted(ask::REASON, words, codes);
        for code in codes {
            if let Some(need) = need(code) {
                self.add(ask::NEEDS, need);
            }
            if let Some(history) = history(code) {
                self.add(ask::HISTORY, history);
            }
        }
    }

    /// What is asked for: it may tell as much as a reason.
    pub fn asks(&mut self, words: &str, codes: &[Coding]) {
        self.sorted(ask::ASKS, words, codes);
    }

    /// A line for a question, or for the question of the sensitive kind that it is of.
    fn sorted(&mut self, link_id: &str, words: &str, codes: &[Coding]) {
        let as_text = Coding { display: Some(words.to_owned()), ..Coding::new("", "") };
        match category_of(codes.iter().chain([&as_text])) {
            None => self.line(link_id, words),
            Some(category) => {
                if let Some(link_id) = question_of(category) {
                    self.line(link_id, words);
                }
            }
        }
    }

    /// A need by its code of the Gravity project.
    pub fn need(&mut self, code: &str) {
        match code {
            "intimate-partner-violence" => self.line(ask::VIOLENCE, "Partner violence"),
            "homelessness"
            | "food-insecurity"
            | "housing-instability"
            | "inadequate-housing"
            | "utility-insecurity"
            | "transportation-insecurity"
            | "financial-insecurity"
            | "material-hardship"
            | "health-insurance-coverage-status"
            | "medical-cost-burden"
            | "employment-status"
            | "educational-attainment"
            | "social-connection"
            | "stress"
            | "language-access" => self.add(ask::NEEDS, code),
            _ => self.add(ask::NEEDS, "other"),
        }
    }

    /// Whether it is about a baby.
    pub fn is_of_baby(&self) -> bool {
        self.0.given.get(ask::ABOUT) == Some(&Answer::code(BABY))
    }

    /// Who is asked about: somebody has a name, or nobody can be looked for.
    pub fn has_name(&self) -> bool {
        [identity::FAMILY, identity::GIVEN, identity::INFANT_FAMILY, identity::INFANT_GIVEN]
            .iter()
            .any(|link_id| self.0.given.contains_key(*link_id))
    }
}

/// The question for words of a sensitive kind; none where no question is of that kind.
fn question_of(category: Category) -> Option<&'static str> {
    match category {
        Category::BehavioralHealth => Some(ask::MENTAL),
        Category::Substance | Category::Part2 => Some(ask::SUBSTANCE),
        Category::Violence => Some(ask::VIOLENCE),
        Category::HivSti | Category::Reproductive | Category::ChildWelfare | Category::Immigration => None,
        _ => Some(ask::REASON),
    }
}

/// Z codes and the need that each names (Gravity's categories); the longest beginning counts.
const Z_CODES: [(&str, &str); 17] = [
    ("Z55", "educational-attainment"),
    ("Z56", "employment-status"),
    ("Z590", "homelessness"),
    ("Z591", "inadequate-housing"),
    ("Z5912", "utility-insecurity"),
    ("Z592", "housing-instability"),
    ("Z594", "food-insecurity"),
    ("Z595", "financial-insecurity"),
    ("Z596", "financial-insecurity"),
    ("Z597", "financial-insecurity"),
    ("Z5971", "health-insurance-coverage-status"),
    ("Z5981", "housing-instability"),
    ("Z5982", "transportation-insecurity"),
    ("Z5986", "financial-insecurity"),
    ("Z5987", "material-hardship"),
    ("Z602", "social-connection"),
    ("Z604", "social-connection"),
];

fn icd_10(coding: &Coding) -> Option<String> {
    (coding.system == ICD_10_CM).then(|| coding.code.replace('.', "").to_ascii_uppercase())
}

fn need(coding: &Coding) -> Option<&'static str> {
    let code = icd_10(coding)?;
    let found = Z_CODES.iter().filter(|(prefix, _)| code.starts_with(prefix));
    found.max_by_key(|(prefix, _)| prefix.len()).map(|(_, need)| *need)
}

/// O09.21, Z87.51: preterm labour or birth before; O09.3: too little prenatal care.
fn history(coding: &Coding) -> Option<&'static str> {
    let code = icd_10(coding)?;
    match () {
        () if code.starts_with("O0921") || code.starts_with("Z8751") => Some("preterm"),
        () if code.starts_with("O093") => Some("no_prenatal_care"),
        () => None,
    }
}

#[cfg(test)]
mod tests;
