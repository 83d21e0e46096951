//! Which records are one person, and which mother has which baby.
//!
//! Records come from clinics, hospitals, plans, vital records and home visitors, each with its own spelling, its own
//! numbers and its own holes. This crate reads no file, clock or chance: the same records in the same order always
//! give the same people.
//!
//! # How it decides
//!
//! 1. **Normalise.** Names lose case, accents, particles and suffixes; surnames become sets of words; `BABY GIRL B`
//!    is no name but says sex and order; placeholder dates and numbers say nothing; an address is a number and a
//!    street.
//! 2. **Block.** Only records that share a key are compared (name and birth date, an identifier, phone, address, ...).
//!    A key that too many share is passed over, and finer keys stand beside it; under a name and birth date or an
//!    identifier, each record is then compared with its neighbours, for they may be one woman's many visits.
//! 3. **Compare.** Each comparison has a few levels: the same, a nickname, sounding alike, exchanged day and month.
//!    Address, phone and e-mail are one comparison, so that a household counts once.
//! 4. **Weigh.** Fellegi and Sunter (*A theory for record linkage*, JASA 1969): the log odds that two records are one
//!    person are the sum of log(m/u) over the comparisons. Beside strangers stand two more ways of being two people:
//!    a household, whose members share address and surname, and twins, who also share the birth date. What speaks
//!    for a family does so for all of them, and never alone makes one person. An agreeing name weighs by how
//!    rare it is (Winkler, *Frequency-based matching*, 2000).
//! 5. **Learn.** m, u and the shares of the four are learned from the records by expectation and maximisation
//!    (Dempster, Laird and Rubin 1977; Winkler 1988), without labels, from rough beginnings that small populations keep.
//! 6. **Divide.** Records that pairs connect are divided into people, the strongest pairs first, under constraints: a
//!    mother is not her child, two births are two children, twins whom nothing tells apart are left to a person, and so are
//!    two newborns with two numbers of one hospital; a record without a name joins one person at most, one wrong pair does
//!    not chain two groups. What stays open is a review.
//! 7. **Dyads.** Each child's records are held against the women they name or share a household with; the delivery on
//!    the day of birth counts. Two candidates are a review, and so are a man, an unlikely age, two births too near each
//!    other for one woman, and a household with nothing beside it. Children of one sure mother and one day are then one
//!    child, unless something says that they are two: so a newborn under its mother's surname meets its later name.
//!
//! [`link`] does this for a whole [`Population`]; a [`Linker`] for records as they arrive, change and go, with the
//! decisions of people. The two agree, and neither depends on the order of arrival. [`explain`] shows any pair as a
//! waterfall of weights. A person's id is the callers' affair: the smallest home id of a cluster's members stays while
//! that member stays.
//!
//! # What it does not do
//!
//! It keeps no history and no raw values, and decides nothing about which of two birth dates is right. The federated
//! option in [`hashed`] is weaker on purpose.

mod arrange;
mod block;
mod cluster;
mod compare;
mod dates;
mod defaults;
mod dyad;
pub mod evaluate;
mod explain;
mod features;
mod grade;
mod groups;
pub mod hashed;
mod intern;
mod keys;
mod learn;
mod link;
mod linker;
mod model;
mod names;
mod nicknames;
mod numbers;
mod population;
mod record;
mod similar;
pub mod table;
mod text;
mod weigh;

pub use cluster::{Review, Verdict, Why};
pub use dyad::Dyad;
pub use explain::{Explanation, Step, Vocabulary, explain, vocabulary};
pub use grade::{Grade, grade};
pub use learn::{Settings, learn, observe};
pub use link::{Decisions, Linkage, link};
pub use linker::{Linker, Match, Proposal, Touched, Undecided};
pub use model::{Comparison, Frequencies, Kind, Level, Model, ModelError};
pub use population::Population;
pub use record::{Record, Role};

#[cfg(test)]
mod tests;
