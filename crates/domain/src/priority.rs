//! Who is to be contacted first, and why.
//!
//! The rules are a file that the programme's people write: which factors there are, how many points each has, and
//! which tier it makes whatever the points say. What nobody answered is never taken for a no: it adds nothing, and it
//! is said how much is known. Who somebody is (race, ethnicity, language) is no factor, and a file that makes it one is
//! refused. Nothing here looks at a clock.

mod assess;
mod joining;
mod rules;

pub use assess::{Assessment, Override, Reason, assess, effective};
pub use joining::{Statement, join};
pub(crate) use rules::line_of;
pub use rules::{Factor, Next, Problem, ReOffer, Rules};

/// How soon somebody has to be contacted. Hard rules; a score orders within a tier and never moves between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// At once: danger to her or to the baby.
    First,
    /// Soon: what happened before may happen again.
    Second,
    /// Everybody else.
    Third,
}

named! {
    Tier { First = "first", Second = "second", Third = "third" }
}

#[cfg(test)]
mod tests;
