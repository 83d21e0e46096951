//! Who is to be contacted first, and why.

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
