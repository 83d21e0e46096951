//! What was just done with goods, or taught: as it stands in an address, and how it is undone.

use crate::lang::Lang;

/// What was just done with goods, or taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoodsDone {
    /// A delivery was written down.
    Received,
    /// A place was made.
    Place,
    /// A thing was given: undone, it is back on the shelf.
    Gave(i64),
    /// A thing is kept for somebody: undone, it is not.
    Kept(i64),
    /// A thing is not kept for somebody any more.
    Released,
    /// A thing came back.
    Back,
    /// Some were taken off the shelf.
    WrittenOff,
    /// Somebody asked how it goes.
    Asked,
    /// A lot was called back.
    Recalled,
    /// A mother was taught: it can be taken back.
    Taught(i64),
    /// A policy was written down.
    Policy,
}

impl GoodsDone {
    fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Received => ("stocked", None),
            Self::Place => ("place", None),
            Self::Gave(item) => ("gave", Some(item)),
            Self::Kept(item) => ("kept", Some(item)),
            Self::Released => ("released", None),
            Self::Back => ("back", None),
            Self::WrittenOff => ("writtenoff", None),
            Self::Asked => ("asked", None),
            Self::Recalled => ("recalled", None),
            Self::Taught(id) => ("taught", Some(id)),
            Self::Policy => ("policy", None),
        }
    }

    /// As it stands in an address.
    pub fn code(self) -> String {
        let (name, number) = self.parts();
        number.map_or_else(|| name.to_owned(), |n| format!("{name}-{n}"))
    }

    /// From the parts of an address.
    pub(super) fn parse(name: &str, mut number: impl FnMut() -> Option<i64>) -> Option<Self> {
        Some(match name {
            "stocked" => Self::Received,
            "place" => Self::Place,
            "gave" => Self::Gave(number()?),
            "kept" => Self::Kept(number()?),
            "released" => Self::Released,
            "back" => Self::Back,
            "writtenoff" => Self::WrittenOff,
            "asked" => Self::Asked,
            "recalled" => Self::Recalled,
            "taught" => Self::Taught(number()?),
            "policy" => Self::Policy,
            _ => return None,
        })
    }

    /// As it is said.
    pub(super) fn words(self, l: &Lang) -> String {
        l.say(&format!("done-goods-{}", self.parts().0), &[])
    }

    /// Where it is taken back, where it can be.
    pub(super) fn undo(self) -> Option<String> {
        match self {
            Self::Gave(item) => Some(format!("/goods/items/{item}/return")),
            Self::Kept(item) => Some(format!("/goods/items/{item}/release")),
            Self::Taught(id) => Some(format!("/safe-sleep/taught/{id}/undo")),
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
        let check = |done: GoodsDone, code: &str, undo: Option<&str>| {
            assert_eq!(done.code(), code);
            assert_eq!(Done::parse(code), Some(Done::Goods(done)));
            assert_eq!(done.undo().as_deref(), undo);
            for language in ["en", "es"] {
                let key = format!("done-goods-{}", done.parts().0);
                assert!(crate::lang::lang(language).has(&key), "{key} in {language}");
            }
        };
        check(GoodsDone::Received, "stocked", None);
        check(GoodsDone::Place, "place", None);
        check(GoodsDone::Gave(4), "gave-4", Some("/goods/items/4/return"));
        check(GoodsDone::Kept(4), "kept-4", Some("/goods/items/4/release"));
        check(GoodsDone::Released, "released", None);
        check(GoodsDone::Back, "back", None);
        check(GoodsDone::WrittenOff, "writtenoff", None);
        check(GoodsDone::Asked, "asked", None);
        check(GoodsDone::Recalled, "recalled", None);
        check(GoodsDone::Taught(4), "taught-4", Some("/safe-sleep/taught/4/undo"));
        check(GoodsDone::Policy, "policy", None);
        assert_eq!(Done::parse("gave"), None);
    }
}
