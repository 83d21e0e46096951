//! What is taken as true of a person of whom several records speak, and where they contradict each other.
//!
//! Nothing is lost by it: every record stays, and each value taken names its record and why it was taken. What a
//! person chose goes before every rule. Then a value goes before one that says less: a whole date before a year, a
//! name before a newborn's temporary one, a sex before "unknown"; then one that most sources agree on; then the
//! newest. A record that its source retired counts last. A death that any source states stands until a person
//! chooses otherwise. Race and ethnicity are not chosen among: all that was reported is kept.
//!
//! A difference is a conflict only when both cannot be true: a name, a number, an address or a language may change,
//! so they never conflict.

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::fact::{self, Coding, Deceased};
use crate::id::{RecordId, SourceId, SourcePersonId};
use crate::identity::Attribute;
use crate::phone;

mod choosing;
mod conflict;
mod said;

#[cfg(test)]
mod tests;

pub use conflict::Conflict;
pub use said::{is_retired, one_line};

use choosing::{Rank, Stated, choose};

/// What one current record says of a person.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// The record; of two, the newer has the higher number.
    pub record: RecordId,
    /// Which of the person's source people it is about.
    pub by: SourcePersonId,
    /// Who sent it.
    pub source: SourceId,
    /// What it says.
    pub person: &'a fact::Person,
}

/// Why a value was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// No other source says anything of it.
    OnlyOne,
    /// As many sources say so of those that say anything.
    Agreed {
        /// Sources that say so.
        sources: usize,
        /// Sources that say anything of it.
        of: usize,
    },
    /// The others say less: part of a date, a temporary name, an unknown sex, no death.
    MorePrecise,
    /// The others are in records that their sources retired.
    InUse,
    /// As many sources say something else; this is the newest record.
    Newest,
    /// Somebody looked and chose it.
    ChosenByAPerson,
}

/// A value taken, with the record that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen<T> {
    /// What is taken as true.
    pub value: T,
    /// The record that says so.
    pub record: RecordId,
    /// The source person whom that record is about.
    pub by: SourcePersonId,
    /// Why this one.
    pub why: Why,
}

/// A category that was reported, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The category, in the words of the first record that has it.
    pub category: Coding,
    /// The records that report it, in order.
    pub records: Vec<RecordId>,
}

/// What is taken as true of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portrait {
    /// The name to show first.
    pub name: Option<Chosen<fact::Name>>,
    /// The birth date.
    pub born: Option<Chosen<PartialDate>>,
    /// The administrative gender, as sent.
    pub sex: Option<Chosen<String>>,
    /// Whether and when she died; none when no record says anything of it.
    pub death: Option<Chosen<Deceased>>,
    /// The order in a multiple birth, from 1.
    pub birth_order: Option<Chosen<u8>>,
    /// How many were born together.
    pub plurality: Option<Chosen<u8>>,
    /// The telephone number, a mobile one if there is one.
    pub phone: Option<Chosen<String>>,
    /// The e-mail address.
    pub email: Option<Chosen<String>>,
    /// The address, at home if there is one.
    pub address: Option<Chosen<fact::Address>>,
    /// The preferred language, as its tag.
    pub language: Option<Chosen<String>>,
    /// Every race category reported, `UNK` and `ASKU` included.
    pub race: Vec<Reported>,
    /// Every ethnicity category reported.
    pub ethnicity: Vec<Reported>,
    conflicts: Vec<Conflict>,
}

impl Portrait {
    /// What records contradict each other about, whether or not somebody has chosen.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }
}

/// What is taken as true of the person of whom these statements speak, in whatever order they come. `choices` are
/// those that stand, the oldest first: whom to believe about what. The newest by which one of `statements` is meant
/// holds; the choice of somebody who is no part of the person, or who says nothing of it, does not.
pub fn portrait(statements: &[Statement<'_>], choices: &[(SourcePersonId, Attribute)]) -> Portrait {
    let mut statements = statements.to_vec();
    statements.sort_by_key(|s| (s.record, s.by));
    let all = |attribute| Telling { statements: &statements, choices, attribute };

    let born = born(&statements, choices);
    let sex = all(Some(Attribute::Sex)).tell(
        |p| p.gender.clone(),
        |sex| if said::is_unknown(sex) { Rank(1) } else { Rank(0) },
        |a, b| a.eq_ignore_ascii_case(b),
    );
    let death = all(Some(Attribute::Death)).tell_of_death();
    let birth_order = all(Some(Attribute::BirthOrder)).tell_plainly(|p| p.birth_order);
    let conflicts = [
        conflict::of_birth(&statements, born.as_ref()),
        conflict::of_sex(&statements, sex.as_ref()),
        conflict::of_death(&statements, death.as_ref()),
        conflict::of_birth_order(&statements, birth_order.as_ref()),
    ];
    Portrait {
        name: all(Some(Attribute::Name)).tell_of_name(),
        born,
        sex,
        death,
        birth_order,
        plurality: all(None).tell_plainly(|p| p.plurality.or((p.multiple_birth == Some(false)).then_some(1))),
        phone: all(Some(Attribute::Phone)).tell(said::phone, |_| Rank(0), |a, b| phone::is_same(a, b)),
        email: all(None).tell(said::email, |_| Rank(0), |a, b| a.eq_ignore_ascii_case(b)),
        address: all(Some(Attribute::Address)).tell(
            said::address,
            |_| Rank(0),
            |a, b| one_line(a).to_lowercase() == one_line(b).to_lowercase(),
        ),
        language: all(Some(Attribute::Language))
            .tell(
                said::language,
                |l| Rank(u8::from(!l.preferred)),
                |a, b| said::one_language(&a.code, &b.code),
            )
            .map(|c| Chosen { value: c.value.code, record: c.record, by: c.by, why: c.why }),
        race: said::reported(&statements, |p| &p.race),
        ethnicity: said::reported(&statements, |p| &p.ethnicity),
        conflicts: conflicts.into_iter().flatten().collect(),
    }
}

/// The birth date alone, as [`portrait`] takes it.
pub fn born(
    statements: &[Statement<'_>],
    choices: &[(SourcePersonId, Attribute)],
) -> Option<Chosen<PartialDate>> {
    let telling = Telling { statements, choices, attribute: Some(Attribute::Born) };
    telling.tell(|p| p.born, |b| said::whole(*b), said::compatible)
}

/// The statements, and what a person chose, about one thing.
struct Telling<'s, 'a> {
    statements: &'s [Statement<'a>],
    choices: &'s [(SourcePersonId, Attribute)],
    attribute: Option<Attribute>,
}

impl Telling<'_, '_> {
    /// Chooses among what the statements say, by how much each says and by which agree.
    fn tell<T: Clone>(
        &self,
        says: impl Fn(&fact::Person) -> Option<T>,
        rank: impl Fn(&T) -> Rank,
        agree: impl Fn(&T, &T) -> bool,
    ) -> Option<Chosen<T>> {
        choose(self.stated(says, |value| (rank(value), 0)), self.believed(), agree)
    }

    fn tell_plainly<T: Clone + PartialEq>(
        &self,
        says: impl Fn(&fact::Person) -> Option<T>,
    ) -> Option<Chosen<T>> {
        self.tell(says, |_| Rank(0), T::eq)
    }

    fn tell_of_name(&self) -> Option<Chosen<fact::Name>> {
        let stated = self.stated(said::name, |name| (said::naming(name), said::spelling(name)));
        choose(stated, self.believed(), said::one_name)
    }

    fn tell_of_death(&self) -> Option<Chosen<Deceased>> {
        let says = |p: &fact::Person| Some(p.deceased).filter(|d| *d != Deceased::NotSaid);
        let mut stated = self.stated(says, |death| (said::dying(death), 0));
        // A death stated in a record that was retired was stated all the same.
        stated.iter_mut().for_each(|s| s.retired = false);
        choose(stated, self.believed(), said::one_death)
    }

    fn stated<T>(
        &self,
        says: impl Fn(&fact::Person) -> Option<T>,
        weigh: impl Fn(&T) -> (Rank, u8),
    ) -> Vec<Stated<T>> {
        let stated = self.statements.iter().filter_map(|s| {
            let value = says(s.person)?;
            let (rank, style) = weigh(&value);
            let retired = said::is_retired(s.person);
            Some(Stated { value, rank, style, retired, record: s.record, by: s.by, source: s.source })
        });
        stated.collect()
    }

    /// Whom to believe, the newest choice first.
    fn believed(&self) -> impl Iterator<Item = SourcePersonId> {
        let about = |chosen: Attribute| Some(chosen) == self.attribute;
        self.choices.iter().rev().filter(move |(_, chosen)| about(*chosen)).map(|(by, _)| *by)
    }
}
