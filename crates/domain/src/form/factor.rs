//! From answers to risk factors.

use super::answer::{Answer, Value};
use super::condition::Operator;
use super::sheet::{Line, Sheet, Standing};

/// What an answer says of a risk factor.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorRule {
    /// The factor's name in the programme.
    pub factor: String,
    /// How the answer is compared.
    pub operator: Operator,
    /// With what.
    pub value: Value,
    /// What follows.
    pub tells: Tells,
}

/// What a rule says of its factor when it holds, and when it does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tells {
    /// Present when it holds, absent when it does not: a question with a yes and a no.
    #[default]
    BothWays,
    /// Present when it holds; otherwise nothing, for a box that was left empty is no answer.
    OnlyPresent,
    /// Absent when it holds, otherwise nothing: "no earlier pregnancy" rules out an earlier preterm birth.
    OnlyAbsent,
}

/// What one rule says.
enum Says {
    /// Present.
    Yes,
    /// Absent.
    No,
    /// The question was asked and its answer leaves it open.
    Open,
    /// Nothing: the question is not asked, or the rule is silent.
    Nothing,
}

impl Line<'_> {
    /// Whether what was chosen does not say that it is not known.
    fn is_known(&self, answer: &Answer) -> bool {
        let unknown = |value: &Value| {
            let is = |code: &str| self.item.kind.choices().iter().any(|c| c.unknown && c.code == code);
            matches!(value, Value::Code(code) if is(code))
        };
        !answer.values().iter().any(unknown)
    }

    /// The answer, unless what was chosen says that it is not known.
    fn known(&self) -> Option<&Answer> {
        self.answer.as_ref().filter(|answer| self.is_known(answer))
    }

    /// Whether the answer that was given says that the factor is present, whether the question is still asked or not.
    pub(super) fn tells(&self, rule: &FactorRule) -> bool {
        let given = self.given.or(self.answer.as_ref()).filter(|answer| !answer.values().is_empty());
        let holds = |answer: &Answer| rule.operator.holds(Some(answer), &rule.value) == Some(true);
        rule.tells != Tells::OnlyAbsent && given.is_some_and(|answer| self.is_known(answer) && holds(answer))
    }

    fn says(&self, rule: &FactorRule) -> Says {
        if self.standing != Standing::Asked {
            return Says::Nothing;
        }
        // An answer that is not there says nothing either way, even to a rule about its being there.
        let known = self.known().filter(|answer| !answer.values().is_empty());
        match (known.and_then(|a| rule.operator.holds(Some(a), &rule.value)), rule.tells) {
            (Some(true), Tells::BothWays | Tells::OnlyPresent) => Says::Yes,
            (Some(true), Tells::OnlyAbsent) | (Some(false), Tells::BothWays) => Says::No,
            (None, Tells::BothWays) => Says::Open,
            (Some(false) | None, Tells::OnlyPresent | Tells::OnlyAbsent) => Says::Nothing,
        }
    }
}

impl Sheet<'_> {
    /// Which risk factors are present, absent, or not known, in the order of the form. One yes makes a factor
    /// present; it is absent only where something says no and nothing that was asked stays open.
    pub fn factors(&self) -> Vec<(String, Option<bool>)> {
        let mut found: Vec<(String, bool, bool, bool)> = Vec::new();
        for (line, rule) in
            self.lines.iter().flat_map(|line| line.item.factors.iter().map(move |r| (line, r)))
        {
            let at = found.iter().position(|(factor, ..)| *factor == rule.factor).unwrap_or_else(|| {
                found.push((rule.factor.clone(), false, false, false));
                found.len() - 1
            });
            let (_, yes, no, open) = &mut found[at];
            match line.says(rule) {
                Says::Yes => *yes = true,
                Says::No => *no = true,
                Says::Open => *open = true,
                Says::Nothing => {}
            }
        }
        found
            .into_iter()
            .map(|(factor, yes, no, open)| {
                let present = if yes { Some(true) } else { (no && !open).then_some(false) };
                (factor, present)
            })
            .collect()
    }
}
