//! A referral by message as answers: whom it is about, what is asked, and why in the sender's own words.
//!
//! HL7 v2 ([`crate::hl7v2`]) and FHIR ([`crate::fhir::referral`]) both end here, so that a reason means the same
//! whichever way it came. A code makes an answer only where it says so plainly; nothing is answered with a no. Words of
//! which a code or the words themselves tell a sensitive kind go to the question of that kind; words of a kind that no
//! question has (infections passed on by sex, child protection, immigration, reproductive care) stay in the message
//! alone.

mod fit;
mod named;
mod observed;

use jiff::Timestamp;
use kith_domain::consent::category_of;
use kith_domain::fact::{Coding, Reference};
use kith_domain::form::{Answer, Answers, Value, identity, referral as ask};

pub use fit::{fit, not_asked_there};
use named::{diagnosis, history, need, question_of};
pub(crate) use observed::observed;

/// The codes of needs of the Gravity project.
pub(crate) const NEEDS: &str =
    "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes";

/// Bytes of one answer in words: longer ones are cut there, and the message stays whole.
const LONGEST: usize = 32 << 10;
/// Where somebody may be reached about a baby, besides the mother's own answers.
const REACHED_BY: [&str; 6] = [
    identity::PHONE,
    identity::OTHER_PHONE,
    identity::ADDRESS,
    identity::CITY,
    identity::POSTAL_CODE,
    identity::LANGUAGE,
];
/// Years from which on a patient is nobody's baby.
pub(crate) const GROWN_YEARS: i16 = 11;
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
    /// Numbers that must not be used, beside that of the answers.
    pub not_used: Vec<String>,
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

    /// What a baby's own record answers: its name, its birth date and its sex; and who may be called, where nobody said
    /// it of the mother.
    pub fn baby(&mut self, own: &Answers, sex: Option<&str>) {
        for (from, to) in [
            (identity::GIVEN, identity::INFANT_GIVEN),
            (identity::FAMILY, identity::INFANT_FAMILY),
            (identity::BIRTH_DATE, identity::INFANT_BIRTH_DATE),
        ] {
            if let Some(answer) = own.given.get(from) {
                self.give(to, answer.clone());
            }
        }
        let sex = sex.filter(|sex| matches!(*sex, "female" | "male"));
        self.choose(identity::INFANT_SEX, sex.unwrap_or("unknown"));
        for link_id in REACHED_BY {
            if let Some(answer) = own.given.get(link_id) {
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
        let room = LONGEST.saturating_sub(text.len() + usize::from(!text.is_empty()));
        if room == 0 || text.split('\n').any(|line| line == words) {
            return;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&words[..words.floor_char_boundary(room)]);
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
        self.told(words, codes);
        self.named(codes);
    }

    /// Words that tell why, sorted by their codes; the codes themselves answer nothing.
    pub fn told(&mut self, words: &str, codes: &[Coding]) {
        self.sorted(ask::REASON, words, codes);
    }

    /// What codes name of her.
    pub fn named(&mut self, codes: &[Coding]) {
        for code in codes {
            if let Some(need) = need(code) {
                self.add(ask::NEEDS, need);
            }
            if let Some(history) = history(code) {
                self.add(ask::HISTORY, history);
            }
            if let Some((link_id, choice)) = diagnosis(code) {
                self.add(link_id, choice);
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
            "intimate-partner-violence" => self.add(ask::VIOLENCE_CODED, "partner_violence"),
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

#[cfg(test)]
mod tests;
