//! Forms: what is asked, of whom, under which condition, and what the answers mean.
//!
//! A form is data of a programme. Everything said of a set of answers is a function of the form and the answers: which
//! questions are asked now ([`Sheet`]), what is wrong ([`Wrong`]), what instruments give ([`Score`]), what has to be done
//! ([`Action`]), which risk factors are present ([`Sheet::factors`]). Three things always hold. What is not known is
//! never a no: it has its own value, and what hangs on it is not known either. An answer to a question that is not asked
//! does not count, except that an answer of danger is never dropped. A total exists only when every item has an answer.
//!
//! # Questions about who she is
//!
//! Forms of the front door ask for her with the same link ids, so that a form becomes a Patient without a mapping:
//!
//! | link id | type | what |
//! |---|---|---|
//! | `identity.given` | text | given names |
//! | `identity.family` | text | family name |
//! | `identity.birth_date` | date | her birth date |
//! | `identity.phone` | text | telephone number |
//! | `identity.phone_safe` | choice: `call`, `text`, `call_no_message`, `do_not_use` | how the number may be used |
//! | `identity.other_phone` | text | a second number, or of somebody who reaches her |
//! | `identity.best_time` | choice: `morning`, `afternoon`, `evening` (several) | when to call |
//! | `identity.address` | text | street and number; a shelter is an address |
//! | `identity.city` | text | city |
//! | `identity.postal_code` | text | ZIP |
//! | `identity.language` | choice of BCP-47 codes: `en`, `es` … | language she wants to be spoken to in |
//! | `identity.insurance` | choice: `medicaid`, `applied`, `private`, `none`, `other` | how care is paid for |
//! | `identity.insurance_id` | text | Medicaid or member number |
//! | `identity.race` | choice of CDC codes (several) | as she says it; never a reason for anything |
//! | `identity.ethnicity` | choice of CDC codes | as she says it |
//! | `pregnancy.due_date` | date | estimated due date |
//! | `pregnancy.lmp` | date | first day of the last period |
//! | `pregnancy.delivered_on` | date | day of birth, on a form for after it |
//! | `history.pregnant_before` | yes or no | whether this is her first pregnancy |
//! | `infant.given`, `infant.family` | text | the baby's name |
//! | `infant.birth_date` | date | the baby's birth date |
//! | `infant.sex` | choice: `female`, `male`, `unknown` | the baby's sex |
//! | `infant.birth_weight` | quantity in `g` | birth weight |
//! | `infant.gestation_weeks` | integer | completed weeks at birth |
//!
//! Their names are in [`identity`].
//!
//! # What a referral by message says
//!
//! A programme with a form [`MESSAGE`] takes referrals in HL7 v2 and FHIR; what a message says becomes answers to it
//! ([`referral`] has their link ids, `sender.*` and the questions about who she is stand beside them). What a message
//! leaves out is not known.
//!
//! Deliberately absent: reading and writing files, clocks, and who may see which answer;
//! a question only carries its [`Category`], from which others decide that.

mod action;
mod answer;
mod check;
mod condition;
mod factor;
mod instrument;
mod score;
mod sheet;

use serde::{Deserialize, Serialize};

use crate::words::Words;

pub use action::{Action, ActionTable, ActionTableError, Level, TaskRole};
pub use answer::{Absent, Answer, Answers, Decimal, Mode, NotADecimal, Response, State, Value};
pub use check::{Mistake, Wrong};
pub use condition::{Condition, Enable, Operator};
pub use factor::{FactorRule, Tells};
pub use instrument::{Flag, Instrument, Meaning};
pub use score::{Part, Score};
pub use sheet::{Line, Sheet, Standing};

/// Link ids that all forms of the front door share.
pub mod identity {
    /// Given names.
    pub const GIVEN: &str = "identity.given";
    /// Family name.
    pub const FAMILY: &str = "identity.family";
    /// Her birth date.
    pub const BIRTH_DATE: &str = "identity.birth_date";
    /// Telephone number.
    pub const PHONE: &str = "identity.phone";
    /// How the number may be used.
    pub const PHONE_SAFE: &str = "identity.phone_safe";
    /// A second number.
    pub const OTHER_PHONE: &str = "identity.other_phone";
    /// When to call.
    pub const BEST_TIME: &str = "identity.best_time";
    /// Street and number.
    pub const ADDRESS: &str = "identity.address";
    /// City.
    pub const CITY: &str = "identity.city";
    /// ZIP.
    pub const POSTAL_CODE: &str = "identity.postal_code";
    /// Language she wants to be spoken to in.
    pub const LANGUAGE: &str = "identity.language";
    /// How care is paid for.
    pub const INSURANCE: &str = "identity.insurance";
    /// Medicaid or member number.
    pub const INSURANCE_ID: &str = "identity.insurance_id";
    /// Race as she says it.
    pub const RACE: &str = "identity.race";
    /// Ethnicity as she says it.
    pub const ETHNICITY: &str = "identity.ethnicity";
    /// Whether she was pregnant before.
    pub const PREGNANT_BEFORE: &str = "history.pregnant_before";
    /// Estimated due date.
    pub const DUE_DATE: &str = "pregnancy.due_date";
    /// First day of the last period.
    pub const LMP: &str = "pregnancy.lmp";
    /// Day of birth.
    pub const DELIVERED_ON: &str = "pregnancy.delivered_on";
    /// The baby's given names.
    pub const INFANT_GIVEN: &str = "infant.given";
    /// The baby's family name.
    pub const INFANT_FAMILY: &str = "infant.family";
    /// The baby's birth date.
    pub const INFANT_BIRTH_DATE: &str = "infant.birth_date";
    /// The baby's sex.
    pub const INFANT_SEX: &str = "infant.sex";
    /// Birth weight in grams.
    pub const INFANT_BIRTH_WEIGHT: &str = "infant.birth_weight";
    /// Completed weeks at birth.
    pub const INFANT_GESTATION: &str = "infant.gestation_weeks";
}

/// The id of the form that referrals by message answer.
pub const MESSAGE: &str = "referral_message";

/// Link ids of what a referral by message says.
pub mod referral {
    /// Whom it is about: `woman` or `baby`.
    pub const ABOUT: &str = "referral.about";
    /// The sender's own number.
    pub const NUMBER: &str = "referral.number";
    /// How urgent the sender calls it: `stat`, `asap`, `urgent`, `routine`.
    pub const URGENCY: &str = "referral.urgency";
    /// What is asked for, in the sender's words.
    pub const ASKS: &str = "referral.asks";
    /// Why, in the sender's words.
    pub const REASON: &str = "referral.reason";
    /// Needs, by the codes of the Gravity project; `other` for any other.
    pub const NEEDS: &str = "referral.needs";
    /// What the sender says of mood and mental health.
    pub const MENTAL: &str = "referral.mental";
    /// What the sender says of tobacco, alcohol and drugs.
    pub const SUBSTANCE: &str = "referral.substance";
    /// What the sender says of violence and her safety.
    pub const VIOLENCE: &str = "referral.violence";
    /// What the sender's codes name of mood and mental health: `diagnosis`.
    pub const MENTAL_CODED: &str = "referral.mental_coded";
    /// What the sender's codes name of tobacco, alcohol and drugs: `diagnosis`.
    pub const SUBSTANCE_CODED: &str = "referral.substance_coded";
    /// What the sender's codes name of violence: `diagnosis`, or `partner_violence` as a need.
    pub const VIOLENCE_CODED: &str = "referral.violence_coded";
    /// That she must not be contacted about this: `prohibited`.
    pub const CONTACT: &str = "referral.contact";
    /// What the sender says of this pregnancy and earlier ones: `preterm`, `no_prenatal_care`.
    pub const HISTORY: &str = "referral.history";
    /// Who refers.
    pub const SENDER: &str = "sender.name";
    /// Their telephone.
    pub const SENDER_PHONE: &str = "sender.phone";
    /// Their clinic or hospital.
    pub const SENDER_SITE: &str = "sender.site";
    /// Their national provider identifier.
    pub const SENDER_NPI: &str = "sender.npi";
}

/// How sensitive an answer is: who may read it hangs on this.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Nothing special.
    #[default]
    General,
    /// Who she is and how to reach her.
    Identity,
    /// Pregnancies, births and losses.
    PregnancyHistory,
    /// Illness and treatment.
    MedicalHistory,
    /// Mood, worry, thoughts of harm.
    MentalHealth,
    /// Alcohol, tobacco, drugs.
    Substance,
    /// What a partner does to her.
    PartnerViolence,
    /// Food, housing, transport, money.
    SocialNeeds,
}

named! {
    Category {
        General = "general", Identity = "identity", PregnancyHistory = "pregnancy_history",
        MedicalHistory = "medical_history", MentalHealth = "mental_health", Substance = "substance",
        PartnerViolence = "partner_violence", SocialNeeds = "social_needs",
    }
}

/// One form in one version.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Form {
    /// Its id: the name of its file.
    pub id: String,
    /// The URL by which the world knows it.
    pub url: String,
    /// Version; answers remember the one that they were given to.
    pub version: String,
    /// Title.
    pub title: Words,
    /// What it is for, in a sentence.
    pub purpose: Words,
    /// Groups and questions, in the order of asking.
    pub items: Vec<Item>,
}

/// A group of questions, a question, or a text between them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Its name in the form; stable over versions.
    pub link_id: String,
    /// The heading or the question.
    pub text: Words,
    /// What it is called in LOINC.
    pub loinc: Option<String>,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// When it is asked.
    pub enable: Enable,
    /// It needs an answer, or the reason why there is none.
    pub required: bool,
    /// It is only asked when she is alone.
    pub alone: bool,
    /// It is never shown: it is calculated, or filled in by the program.
    pub hidden: bool,
    /// How sensitive the answer is.
    pub category: Category,
    /// The instruments that it is an item of: the first two of PHQ-9 are those of PHQ-2 too.
    pub parts: Vec<Membership>,
    /// What it is calculated from, for an item that nobody answers.
    pub calculated: Option<Calculated>,
    /// It asks whether help is wanted with what this instrument found.
    pub wants_help: Option<Instrument>,
    /// The risk factors that its answer makes.
    pub factors: Vec<FactorRule>,
    /// What a group holds.
    pub items: Vec<Item>,
}

/// That a question is an item of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The instrument.
    pub instrument: Instrument,
    /// Which item: `1` to `10`; `tobacco.1` for the second TAPS.
    pub item: String,
}

/// What an item shows that nobody answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculated {
    /// From which instrument.
    pub instrument: Instrument,
    /// What.
    pub what: Calculation,
}

/// What is taken from an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Calculation {
    /// The total; none before the set is complete.
    Total,
    /// Whether it is positive.
    Positive,
    /// Whether one domain of it is positive.
    PartPositive(String),
    /// The sum of one domain.
    PartSum(String),
}

/// What kind of answer an item takes.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Kind {
    /// None: it holds others.
    #[default]
    Group,
    /// None: it is a text to read.
    Display,
    /// One of these.
    One(Vec<Choice>),
    /// Any of these.
    Many(Vec<Choice>),
    /// Yes or no.
    Boolean,
    /// Words, at most so many characters.
    Text(usize),
    /// A date, which may be half known.
    Date,
    /// A whole number between two, both included.
    Integer(Option<i64>, Option<i64>),
    /// A number.
    Decimal,
    /// A number with this UCUM unit.
    Quantity(String),
}

impl Kind {
    /// Whether it takes an answer.
    pub fn is_question(&self) -> bool {
        !matches!(self, Self::Group | Self::Display)
    }

    /// What may be chosen.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::One(choices) | Self::Many(choices) => choices,
            _ => &[],
        }
    }
}

/// Something to choose.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// Code system; empty for codes of the form itself.
    pub system: String,
    /// Code.
    pub code: String,
    /// What she reads.
    pub text: Words,
    /// It says that the answer is not known or not told, and so is neither yes nor no.
    pub unknown: bool,
    /// It cannot stand beside another, as "none of these".
    pub exclusive: bool,
}

impl Form {
    /// Every group, question and text, each before what it holds.
    pub fn walk(&self) -> Vec<&Item> {
        fn into<'f>(items: &'f [Item], all: &mut Vec<&'f Item>) {
            for item in items {
                all.push(item);
                into(&item.items, all);
            }
        }
        let mut all = Vec::new();
        into(&self.items, &mut all);
        all
    }

    /// The item of a link id.
    pub fn item(&self, link_id: &str) -> Option<&Item> {
        self.walk().into_iter().find(|item| item.link_id == link_id)
    }

    /// Instruments with an item in the form, in the order of asking.
    pub fn instruments(&self) -> Vec<Instrument> {
        let mut all = Vec::new();
        for part in self.walk().iter().flat_map(|item| &item.parts) {
            if !all.contains(&part.instrument) {
                all.push(part.instrument);
            }
        }
        all
    }

    /// Link ids of items with a text that is missing in a language; empty for the title and the purpose.
    pub fn untranslated(&self) -> Vec<&str> {
        let whole = [&self.title, &self.purpose].into_iter().filter(|text| text.is_partly()).map(|_| "");
        let items = self.walk();
        let shown = items.iter().filter(|item| !item.hidden);
        let some = shown.filter(|item| {
            item.text.is_partly() || item.kind.choices().iter().any(|choice| choice.text.is_partly())
        });
        whole.chain(some.map(|item| item.link_id.as_str())).collect()
    }

    /// The form as it stands with these answers.
    pub fn sheet<'f>(&'f self, answers: &'f Answers) -> Sheet<'f> {
        Sheet::new(self, answers)
    }

    /// What is wrong with these answers, in the order of the form.
    pub fn check(&self, answers: &Answers) -> Vec<Wrong> {
        self.sheet(answers).check()
    }

    /// What the instruments in it give.
    pub fn scores(&self, answers: &Answers) -> Vec<Score> {
        self.sheet(answers).scores()
    }

    /// What has to be done because of these answers.
    pub fn actions(&self, answers: &Answers, table: &ActionTable) -> Vec<Action> {
        self.sheet(answers).actions(table)
    }

    /// Which risk factors are present, absent, or not known.
    pub fn factors(&self, answers: &Answers) -> Vec<(String, Option<bool>)> {
        self.sheet(answers).factors()
    }
}

#[cfg(test)]
mod tests;
