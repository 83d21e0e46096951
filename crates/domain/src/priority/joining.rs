//! What several forms about one pregnancy say together.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// What one form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// When it was filled in.
    pub at: Timestamp,
    /// Factors, each present, absent or unknown.
    pub factors: Vec<(String, Option<bool>)>,
}

/// The newest known word on each factor, in the order of their names. What is known goes before what is not, however old;
/// of two forms filled in at the same instant, the one that says it is present. The order of the forms does not matter.
pub fn join(statements: &[Statement]) -> Vec<(String, Option<bool>)> {
    let mut newest: BTreeMap<&str, Option<(Timestamp, bool)>> = BTreeMap::new();
    for statement in statements {
        for (factor, present) in &statement.factors {
            let known = newest.entry(factor).or_default();
            *known = (*known).max(present.map(|present| (statement.at, present)));
        }
    }
    newest.into_iter().map(|(factor, word)| (factor.to_owned(), word.map(|w| w.1))).collect()
}
