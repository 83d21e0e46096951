//! What was just done: as it stands in an address, as it is said, and how it is undone.

use super::front_done::FrontDone;
use super::goods_done::GoodsDone;
use crate::lang::Lang;
use crate::t;

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A contact was logged: it can be undone.
    Contact(i64),
    /// A visit was recorded: it can be undone.
    Visit(i64),
    /// What was changed was written beside a measure: it can be undone.
    Annotated(i64),
    /// A chart was let out: it can be taken back.
    Published(i64),
    /// A contact, a visit or a decision was taken back.
    Undone,
    /// Families were given to somebody, so many.
    Assigned(i64),
    /// A record was read again, and is in.
    Replayed,
    /// Records were read again: in, and still waiting.
    ReplayedAll(i64, i64),
    /// A record was read again, and waits still.
    StillWaiting,
    /// Something was decided about who is whom: the act can be taken back.
    Act(ActDone, i64),
    /// The rows of a file count: the upload can be taken back.
    FileIn(i64),
    /// The rows of a file were taken back.
    FileBack,
    /// Something at the front door.
    Front(FrontDone),
    /// Something with goods.
    Goods(GoodsDone),
}

/// What was decided about who is whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActDone {
    /// Two records are one person.
    Same,
    /// Two records are two people.
    Different,
    /// This is her baby.
    Mother,
    /// This is not her baby.
    NotMother,
    /// It was left open.
    Unsure,
    /// It was left open, and is not to be asked again.
    Never,
    /// Which value is used.
    Choice,
    /// Two people became one.
    Merge,
    /// A record is of somebody else.
    Split,
}

impl ActDone {
    const ALL: [Self; 9] = [
        Self::Same,
        Self::Different,
        Self::Mother,
        Self::NotMother,
        Self::Unsure,
        Self::Never,
        Self::Choice,
        Self::Merge,
        Self::Split,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Mother => "mother",
            Self::NotMother => "notmother",
            Self::Unsure => "unsure",
            Self::Never => "never",
            Self::Choice => "choice",
            Self::Merge => "merge",
            Self::Split => "split",
        }
    }
}

impl Done {
    /// As it stands in an address.
    pub fn code(self) -> String {
        match self {
            Self::Contact(id) => format!("contact-{id}"),
            Self::Visit(id) => format!("visit-{id}"),
            Self::Annotated(id) => format!("annotated-{id}"),
            Self::Published(id) => format!("published-{id}"),
            Self::Undone => "undone".to_owned(),
            Self::Assigned(n) => format!("assigned-{n}"),
            Self::Replayed => "replayed".to_owned(),
            Self::ReplayedAll(a, b) => format!("replayedall-{a}-{b}"),
            Self::StillWaiting => "waits".to_owned(),
            Self::Act(act, id) => format!("{}-{id}", act.name()),
            Self::FileIn(id) => format!("file-{id}"),
            Self::FileBack => "fileback".to_owned(),
            Self::Front(done) => done.code(),
            Self::Goods(done) => done.code(),
        }
    }

    /// From an address; anything else is nothing.
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.split('-');
        let name = parts.next()?;
        let mut number = || parts.next().and_then(|p| p.parse::<i64>().ok()).filter(|n| *n >= 0);
        match name {
            "contact" => number().map(Self::Contact),
            "visit" => number().map(Self::Visit),
            "annotated" => number().map(Self::Annotated),
            "published" => number().map(Self::Published),
            "undone" => Some(Self::Undone),
            "assigned" => number().map(Self::Assigned),
            "replayed" => Some(Self::Replayed),
            "replayedall" => Some(Self::ReplayedAll(number()?, number()?)),
            "waits" => Some(Self::StillWaiting),
            "file" => number().map(Self::FileIn),
            "fileback" => Some(Self::FileBack),
            name => ActDone::ALL
                .into_iter()
                .find(|act| act.name() == name)
                .and_then(|act| Some(Self::Act(act, number()?)))
                .or_else(|| FrontDone::parse(name, &mut number).map(Self::Front))
                .or_else(|| GoodsDone::parse(name, &mut number).map(Self::Goods)),
        }
    }

    /// As it is said.
    pub(super) fn words(self, l: &Lang) -> String {
        match self {
            Self::Contact(_) => t!(l, "done-contact"),
            Self::Visit(_) => t!(l, "done-visit"),
            Self::Annotated(_) => t!(l, "done-annotated"),
            Self::Published(_) => t!(l, "done-published"),
            Self::Undone => t!(l, "done-undone"),
            Self::Assigned(n) => t!(l, "done-assigned", n = n),
            Self::Replayed => t!(l, "done-replayed"),
            Self::StillWaiting => t!(l, "done-waits"),
            Self::ReplayedAll(n, waits) => t!(l, "done-replayed-all", n = n, waits = waits),
            Self::Act(act, _) => l.say(&format!("done-act-{}", act.name()), &[]),
            Self::FileIn(_) => t!(l, "done-file"),
            Self::FileBack => t!(l, "done-file-back"),
            Self::Front(done) => done.words(l),
            Self::Goods(done) => done.words(l),
        }
    }

    /// Where it is taken back, where it can be.
    pub(super) fn undo(self) -> Option<String> {
        match self {
            Self::Contact(id) => Some(format!("/contacts/{id}/undo")),
            Self::Visit(id) => Some(format!("/visits/{id}/undo")),
            Self::Annotated(id) => Some(format!("/annotations/{id}/undo")),
            Self::Published(id) => Some(format!("/embeds/{id}/undo")),
            Self::Act(_, id) => Some(format!("/acts/{id}/undo")),
            Self::FileIn(id) => Some(format!("/data/files/{id}/undo")),
            Self::Front(done) => done.undo(),
            Self::Goods(done) => done.undo(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_comes_back_from_its_address() {
        let acts = ActDone::ALL.map(|act| Done::Act(act, 12));
        let others = [
            Done::Contact(1),
            Done::Visit(2),
            Done::Annotated(4),
            Done::Published(5),
            Done::Undone,
            Done::Assigned(3),
            Done::ReplayedAll(1, 2),
            Done::FileIn(4),
            Done::FileBack,
        ];
        for done in acts.into_iter().chain(others) {
            assert_eq!(Done::parse(&done.code()), Some(done));
        }
        for nonsense in ["same", "same-x", "same--1", "file-", "acts-1", ""] {
            assert_eq!(Done::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn every_act_has_its_words_and_its_way_back() {
        for act in ActDone::ALL {
            for code in ["en", "es"] {
                assert!(
                    crate::lang::lang(code).has(&format!("done-act-{}", act.name())),
                    "{act:?} in {code}"
                );
            }
            assert_eq!(Done::Act(act, 12).undo().as_deref(), Some("/acts/12/undo"));
        }
    }
}
