//! What was just done at the front door: as it stands in an address, and how it is undone.

use crate::lang::Lang;

/// What was just done at the front door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontDone {
    /// The reader took a case: undone, nobody has it.
    Taken(i64),
    /// A case was given to somebody.
    Given,
    /// How soon was decided by hand.
    Tier,
    /// A case, and a try to reach her that was written down.
    Attempt(i64, i64),
    /// A task is done.
    Task(i64),
    /// A case was closed.
    Closed(i64),
    /// A case is open again, or a task.
    Open,
    /// A service was asked.
    Referred,
    /// Something was said of a referral.
    Said,
    /// A service said how many places it has.
    Places,
    /// A task was given to somebody.
    TaskGiven,
    /// Somebody is to do something.
    TaskAsked,
    /// The plan of a case was changed.
    Planned,
}

impl FrontDone {
    fn parts(self) -> (&'static str, Vec<i64>) {
        match self {
            Self::Taken(case) => ("taken", vec![case]),
            Self::Given => ("given", vec![]),
            Self::Tier => ("tier", vec![]),
            Self::Attempt(case, contact) => ("attempt", vec![case, contact]),
            Self::Task(task) => ("task", vec![task]),
            Self::Closed(case) => ("closed", vec![case]),
            Self::Open => ("open", vec![]),
            Self::Referred => ("referred", vec![]),
            Self::Said => ("said", vec![]),
            Self::Places => ("places", vec![]),
            Self::TaskGiven => ("taskgiven", vec![]),
            Self::TaskAsked => ("taskasked", vec![]),
            Self::Planned => ("planned", vec![]),
        }
    }

    /// As it stands in an address.
    pub fn code(self) -> String {
        let (name, numbers) = self.parts();
        numbers.iter().fold(name.to_owned(), |code, n| format!("{code}-{n}"))
    }

    /// From the parts of an address.
    pub(super) fn parse(name: &str, mut number: impl FnMut() -> Option<i64>) -> Option<Self> {
        Some(match name {
            "taken" => Self::Taken(number()?),
            "given" => Self::Given,
            "tier" => Self::Tier,
            "attempt" => Self::Attempt(number()?, number()?),
            "task" => Self::Task(number()?),
            "closed" => Self::Closed(number()?),
            "open" => Self::Open,
            "referred" => Self::Referred,
            "said" => Self::Said,
            "places" => Self::Places,
            "taskgiven" => Self::TaskGiven,
            "taskasked" => Self::TaskAsked,
            "planned" => Self::Planned,
            _ => return None,
        })
    }

    /// As it is said.
    pub(super) fn words(self, l: &Lang) -> String {
        l.say(&format!("done-front-{}", self.parts().0), &[])
    }

    /// Where it is taken back, where it can be.
    pub(super) fn undo(self) -> Option<String> {
        match self {
            // Given to nobody: the form says no name.
            Self::Taken(case) => Some(format!("/triage/{case}/give")),
            Self::Attempt(case, contact) => Some(format!("/triage/{case}/attempts/{contact}/undo")),
            Self::Task(task) => Some(format!("/tasks/{task}/undo")),
            Self::Closed(case) => Some(format!("/triage/{case}/reopen")),
            Self::Given
            | Self::Tier
            | Self::Open
            | Self::Referred
            | Self::Said
            | Self::Places
            | Self::TaskGiven
            | Self::TaskAsked
            | Self::Planned => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Done;
    use super::*;

    #[test]
    fn what_was_done_comes_back_from_its_address_with_words_and_way_back() {
        let check = |done: FrontDone, code: &str, undo: Option<&str>| {
            assert_eq!(done.code(), code);
            assert_eq!(Done::parse(code), Some(Done::Front(done)));
            assert_eq!(done.undo().as_deref(), undo);
            for language in ["en", "es"] {
                let key = format!("done-front-{}", done.parts().0);
                assert!(crate::lang::lang(language).has(&key), "{key} in {language}");
            }
        };
        check(FrontDone::Taken(4), "taken-4", Some("/triage/4/give"));
        check(FrontDone::Given, "given", None);
        check(FrontDone::Tier, "tier", None);
        check(FrontDone::Attempt(4, 7), "attempt-4-7", Some("/triage/4/attempts/7/undo"));
        check(FrontDone::Task(3), "task-3", Some("/tasks/3/undo"));
        check(FrontDone::Closed(4), "closed-4", Some("/triage/4/reopen"));
        check(FrontDone::Open, "open", None);
        check(FrontDone::Referred, "referred", None);
        check(FrontDone::Said, "said", None);
        check(FrontDone::Places, "places", None);
        check(FrontDone::TaskGiven, "taskgiven", None);
        check(FrontDone::TaskAsked, "taskasked", None);
        check(FrontDone::Planned, "planned", None);
        assert_eq!(Done::parse("attempt-4"), None);
    }
}
