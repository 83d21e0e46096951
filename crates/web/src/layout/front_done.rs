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
    /// A word of hers was taken down.
    Word,
    /// A word of hers was taken back.
    TakenBack,
    /// How she is safely contacted was taken down.
    Plan,
    /// That is sure now.
    Sure,
    /// An account of somebody who speaks for a baby was ended.
    AccountEnded,
    /// Something of hers is concealed.
    Concealed,
    /// Something is concealed no more.
    Revealed,
    /// A record was opened in an emergency.
    Opened,
    /// An emergency was reviewed.
    Reviewed,
    /// A service was edited.
    Edited,
    /// A service is what it was before.
    Restored,
    /// A directory was taken in.
    Directory,
    /// It was taken back.
    DirectoryBack,
    /// It was discarded before it counted.
    DirectoryGone,
    /// The rows of a table were put in.
    Table,
    /// A scan was put in.
    Scan,
    /// A scan was typed in.
    Typed,
    /// A scan was put aside.
    Aside,
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
            Self::Word => ("word", vec![]),
            Self::TakenBack => ("wordback", vec![]),
            Self::Plan => ("plan", vec![]),
            Self::Sure => ("sure", vec![]),
            Self::AccountEnded => ("accountended", vec![]),
            Self::Concealed => ("concealed", vec![]),
            Self::Revealed => ("revealed", vec![]),
            Self::Opened => ("opened", vec![]),
            Self::Reviewed => ("reviewed", vec![]),
            Self::Edited => ("edited", vec![]),
            Self::Restored => ("restored", vec![]),
            Self::Directory => ("directory", vec![]),
            Self::DirectoryBack => ("directory_back", vec![]),
            Self::DirectoryGone => ("directory_gone", vec![]),
            Self::Table => ("table", vec![]),
            Self::Scan => ("scan", vec![]),
            Self::Typed => ("typed", vec![]),
            Self::Aside => ("aside", vec![]),
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
            "word" => Self::Word,
            "wordback" => Self::TakenBack,
            "plan" => Self::Plan,
            "sure" => Self::Sure,
            "accountended" => Self::AccountEnded,
            "concealed" => Self::Concealed,
            "revealed" => Self::Revealed,
            "opened" => Self::Opened,
            "reviewed" => Self::Reviewed,
            "edited" => Self::Edited,
            "restored" => Self::Restored,
            "directory" => Self::Directory,
            "directory_back" => Self::DirectoryBack,
            "directory_gone" => Self::DirectoryGone,
            "table" => Self::Table,
            "scan" => Self::Scan,
            "typed" => Self::Typed,
            "aside" => Self::Aside,
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
            _ => None,
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
        check(FrontDone::Word, "word", None);
        check(FrontDone::TakenBack, "wordback", None);
        check(FrontDone::Plan, "plan", None);
        check(FrontDone::Sure, "sure", None);
        check(FrontDone::AccountEnded, "accountended", None);
        check(FrontDone::Concealed, "concealed", None);
        check(FrontDone::Revealed, "revealed", None);
        check(FrontDone::Opened, "opened", None);
        check(FrontDone::Reviewed, "reviewed", None);
        check(FrontDone::TaskGiven, "taskgiven", None);
        check(FrontDone::TaskAsked, "taskasked", None);
        check(FrontDone::Planned, "planned", None);
        assert_eq!(Done::parse("attempt-4"), None);
    }
}
