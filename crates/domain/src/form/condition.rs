//! When a question is asked.

use std::cmp::Ordering;

use super::answer::{Answer, Value};

/// How an answer is compared, as FHIR names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Whether there is an answer.
    Exists,
    /// At least one value is equal.
    Equal,
    /// There is an answer, and no value of it is equal.
    NotEqual,
    /// At least one value is greater.
    Greater,
    /// At least one value is less.
    Less,
    /// At least one value is greater or equal.
    GreaterOrEqual,
    /// At least one value is less or equal.
    LessOrEqual,
}

named! {
    Operator {
        Exists = "exists", Equal = "=", NotEqual = "!=", Greater = ">", Less = "<", GreaterOrEqual = ">=",
        LessOrEqual = "<=",
    }
}

impl Operator {
    /// Whether it holds of an answer; none where there is no answer to hold it against. Only [`Operator::Exists`]
    /// holds of nothing.
    pub fn holds(self, answer: Option<&Answer>, value: &Value) -> Option<bool> {
        let values = answer.map_or(&[][..], Answer::values);
        if self == Self::Exists {
            return Some(*value == Value::Boolean(!values.is_empty()));
        }
        if values.is_empty() {
            return None;
        }
        let any = |wanted: fn(Ordering) -> bool| values.iter().any(|v| v.compare(value).is_some_and(wanted));
        Some(match self {
            Self::Exists => unreachable!("answered above"),
            Self::Equal => any(Ordering::is_eq),
            Self::NotEqual => !any(Ordering::is_eq),
            Self::Greater => any(Ordering::is_gt),
            Self::Less => any(Ordering::is_lt),
            Self::GreaterOrEqual => any(Ordering::is_ge),
            Self::LessOrEqual => any(Ordering::is_le),
        })
    }
}

/// One condition on the answer to an earlier question.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The link id of that question.
    pub question: String,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub value: Value,
}

/// When an item is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Enable {
    /// Always.
    #[default]
    Always,
    /// When all of these hold.
    All(Vec<Condition>),
    /// When one of these holds.
    Any(Vec<Condition>),
}

impl Enable {
    /// Its conditions.
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Self::Always => &[],
            Self::All(conditions) | Self::Any(conditions) => conditions,
        }
    }

    /// Whether the item is asked, given the answers that count. A condition on what has no answer does not hold.
    pub fn holds<'a>(&self, answer: impl Fn(&str) -> Option<&'a Answer>) -> bool {
        let mut each =
            self.conditions().iter().map(|c| c.operator.holds(answer(&c.question), &c.value) == Some(true));
        match self {
            Self::Always => true,
            Self::All(_) => each.all(|holds| holds),
            Self::Any(_) => each.any(|holds| holds),
        }
    }
}
