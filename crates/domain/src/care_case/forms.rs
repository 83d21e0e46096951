//! What the forms of a case say together.

use jiff::{Timestamp, civil::Date};

use super::Timing;
use crate::priority::{Assessment, Rules, Statement, assess, join};

/// One form about a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it says, and when it was filled in.
    pub statement: Statement,
    /// When it came.
    pub received_at: Timestamp,
    /// The days that it gives.
    pub timing: Timing,
}

/// What some forms say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Who she is to be contacted before.
    pub assessment: Assessment,
    /// The newest days that were given.
    pub timing: Timing,
    /// By when she is to be contacted: as the most pressing of the forms asks for by itself. A newer form never puts off
    /// what an older one made due.
    pub due_at: Timestamp,
}

/// By when one form alone asks for her to be contacted.
pub fn due_by(rules: &Rules, form: &Form) -> Timestamp {
    let tier = assess(rules, &form.statement.factors).tier;
    rules.calendar.add_business(form.received_at, rules.within(tier))
}

/// What some forms say together, in whatever order they come; nothing when there are none.
pub fn told(rules: &Rules, forms: &[Form]) -> Option<Told> {
    let due_at = forms.iter().map(|form| due_by(rules, form)).min()?;
    let newest = |day: fn(&Timing) -> Option<Date>| {
        let said = forms.iter().filter_map(|f| Some((f.statement.at, day(&f.timing)?)));
        said.max().map(|(_, day)| day)
    };
    let timing = Timing { expected_on: newest(|t| t.expected_on), born_on: newest(|t| t.born_on) };
    let statements: Vec<Statement> = forms.iter().map(|f| f.statement.clone()).collect();
    Some(Told { assessment: assess(rules, &join(&statements)), timing, due_at })
}
