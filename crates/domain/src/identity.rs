//! Which records are one person, and what is taken as true of her where they differ.
//!
//! A person is a cluster of source people. The clusters are a function of the records, of the linkage model and of
//! what people decided; a decision is never overwritten, only taken back, and then the clusters are again what they
//! were. A person's id is the smallest *home* id of the cluster's members, the id that a source person was given
//! when it was first mentioned: so an existing id never changes when a record joins, and comes back when it leaves.

use serde::{Deserialize, Serialize};

/// What somebody decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The two are one person; or this is her baby.
    Same,
    /// They are not, whatever the evidence.
    Different,
    /// Looked at and left open.
    Unsure,
}

/// What a pair, a review or a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairKind {
    /// Whether two source people are one person.
    Person,
    /// Whether the first, an infant, was born to the second.
    Dyad,
    /// Which of two source people to believe about something of the person that both are.
    Fact,
}

/// What sources may differ about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// The name.
    Name,
    /// The birth date.
    Born,
    /// The sex.
    Sex,
    /// Whether and when she died.
    Death,
    /// The order in a multiple birth.
    BirthOrder,
    /// The telephone number.
    Phone,
    /// The address.
    Address,
    /// The preferred language.
    Language,
}

/// Declares the stored names of the variants of an enum.
macro_rules! named {
    ($kind:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name, as stored.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The one of a name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

named!(Verdict { Same = "same", Different = "different", Unsure = "unsure" });
named!(PairKind { Person = "person", Dyad = "dyad", Fact = "fact" });
named!(Attribute {
    Name = "name",
    Born = "born",
    Sex = "sex",
    Death = "death",
    BirthOrder = "birth_order",
    Phone = "phone",
    Address = "address",
    Language = "language",
});
