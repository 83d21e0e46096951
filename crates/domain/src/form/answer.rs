//! Answers as they were given.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::date::PartialDate;

/// A number in the digits that were written, compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(String);

/// Why a text is not a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a number of at most 15 digits, such as 12 or 3.50")]
pub struct NotADecimal;

impl Decimal {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number times 10 to the power of 15: exact, for no more digits than that can follow the point.
    fn scaled(&self) -> i128 {
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, ""));
        format!("{whole}{part:0<15}").parse().expect("checked when it was made")
    }
}

impl std::str::FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let plain = whole == "0" || !whole.starts_with('0');
        if digits(whole) && digits(part) && plain && whole.len() + part.len() <= 16 && part.len() <= 15 {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotADecimal)
        }
    }
}

impl TryFrom<String> for Decimal {
    type Error = NotADecimal;
    fn try_from(text: String) -> Result<Self, NotADecimal> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.0
    }
}

/// One value of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// The code that was chosen, as the form has it.
    Code(String),
    /// Yes or no.
    Boolean(bool),
    /// Words.
    Text(String),
    /// A date as far as it is known.
    Date(PartialDate),
    /// A whole number.
    Integer(i64),
    /// A number.
    Decimal(Decimal),
    /// A number with its UCUM unit.
    Quantity(Decimal, String),
}

impl Value {
    /// How it compares with another of its kind; none where that cannot be said, as of a year with a day in it.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Code(a), Self::Code(b)) => (a == b).then_some(Ordering::Equal),
            (Self::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => (a == b).then_some(Ordering::Equal),
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (Self::Decimal(a), Self::Decimal(b)) => Some(a.scaled().cmp(&b.scaled())),
            (Self::Quantity(a, unit), Self::Quantity(b, other)) if unit == other => {
                Some(a.scaled().cmp(&b.scaled()))
            }
            (Self::Date(a), Self::Date(b)) if a == b => Some(Ordering::Equal),
            (Self::Date(a), Self::Date(b)) if a.latest() < b.earliest() => Some(Ordering::Less),
            (Self::Date(a), Self::Date(b)) if a.earliest() > b.latest() => Some(Ordering::Greater),
            _ => None,
        }
    }
}

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absent {
    /// She was asked and does not know.
    AskedUnknown,
    /// She was asked and would rather not say.
    Declined,
    /// She was not asked.
    NotAsked,
}

named! {
    Absent { AskedUnknown = "asked-unknown", Declined = "declined", NotAsked = "not-asked" }
}

/// What was said to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// One value, or several where several may be chosen; never none.
    Given(Vec<Value>),
    /// None, and why. This is neither a no nor a blank.
    Absent(Absent),
}

impl Answer {
    /// One value.
    pub fn one(value: Value) -> Self {
        Self::Given(vec![value])
    }

    /// One code.
    pub fn code(code: &str) -> Self {
        Self::one(Value::Code(code.into()))
    }

    /// Its values; none where it is absent.
    pub fn values(&self) -> &[Value] {
        match self {
            Self::Given(values) => values,
            Self::Absent(_) => &[],
        }
    }
}

/// The answers to a form, by link id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// She said that she is alone, and questions for that may be asked.
    pub alone: bool,
    /// What was said.
    pub given: BTreeMap<String, Answer>,
}

impl Answers {
    /// The same, with one more answer.
    #[must_use]
    pub fn with(mut self, link_id: &str, answer: Answer) -> Self {
        self.given.insert(link_id.into(), answer);
        self
    }
}

/// Where a set of answers stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is being filled in.
    InProgress,
    /// All that is required has an answer, or a reason for none.
    Complete,
    /// It was ended before that.
    IncompleteClosed,
    /// She did not want to fill it in.
    Declined,
}

/// How it was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By herself on a screen.
    SelfScreen,
    /// By herself on paper.
    SelfPaper,
    /// Somebody asked her.
    Interview,
}

named! {
    State {
        InProgress = "in_progress", Complete = "complete", IncompleteClosed = "incomplete_closed",
        Declined = "declined",
    }
    Mode { SelfScreen = "self_screen", SelfPaper = "self_paper", Interview = "interview" }
}

/// A set of answers with all that has to be kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Its id.
    pub id: String,
    /// The URL of the form.
    pub form: String,
    /// The version of the form that was answered.
    pub version: String,
    /// Where it stands.
    pub state: State,
    /// The language of the questions.
    pub language: String,
    /// How it was filled in.
    pub mode: Mode,
    /// Whom it is about: `Patient/…`.
    pub subject: String,
    /// Who filled it in, by name or role.
    pub author: String,
    /// When they did.
    pub authored_at: Timestamp,
    /// The answers.
    pub answers: Answers,
}
