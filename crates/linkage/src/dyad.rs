//! Which mother has which child.
//!
//! A child's records say who its mother is (her name, birth date, identifiers) and carry what is hers (phone,
//! address, Medicaid id). All records of the child are held against all records of a woman, the best agreement
//! of each comparison counts, and the household counts once and only so far. A second woman nearly as likely
//! sends the pair to a person.

mod finding;

use crate::compare::{self, Comparer, FIELDS, Field};
use crate::dates::Day;
use crate::features::{Features, Lexicon, TEMPORARY};
use crate::model::Model;
use crate::record::Role;
use crate::weigh::{self, Weights};

pub(crate) use finding::{Finding, candidates, finding};

/// A mother and a child, by cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dyad {
    /// The child's cluster.
    pub infant: u32,
    /// The mother's cluster.
    pub mother: u32,
    /// Bits (log2 odds) that she is the mother.
    pub bits: f32,
}

/// Household evidence counts for so many bits at most: it is shared with aunts and grandmothers.
const HOUSEHOLD: f32 = 9.0;
/// The second candidate must be so many bits behind.
const MARGIN: f32 = 3.0;
/// Women, or children, that may share a key before it is passed over.
pub(crate) const CAP: usize = 60;
/// Years of a woman's age at a birth: outside the first she was not the mother, outside the second a person should look.
const AGE: std::ops::RangeInclusive<i32> = 10..=60;
const USUAL_AGE: std::ops::RangeInclusive<i32> = 12..=50;
/// Days between two births of one woman that are neither one delivery nor two pregnancies.
const TOO_CLOSE: std::ops::Range<u32> = 3..150;
/// Bits for an identifier of the mother's on the child's record.
const NAMED: f32 = 20.0;

/// The parts of the evidence for a dyad, in bits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Evidence {
    /// First name, surname, birth date of the mother as the child's records tell them.
    pub first: f32,
    pub last: f32,
    pub born: f32,
    pub household: f32,
    /// Identifiers of the mother on the child's record.
    pub identifiers: f32,
    /// A delivery of hers on the child's day of birth.
    pub delivery: f32,
    /// She was too young or too old.
    pub impossible: bool,
    /// Why a person should look, if she is not named by an identifier.
    pub doubt: Doubt,
    /// Too little agrees to compare the two at all.
    pub nothing: bool,
}

/// Why a dyad is not taken for sure, however likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Doubt {
    /// She is recorded as a man.
    pub man: bool,
    /// She was younger or older than mothers usually are.
    pub age: bool,
    /// Nothing but the household speaks for it.
    pub household: bool,
}

impl Doubt {
    pub fn any(self) -> bool {
        self.man || self.age || self.household
    }
}

impl Evidence {
    pub fn total(&self, prior: f32) -> f32 {
        if self.impossible || self.nothing {
            return -100.0;
        }
        prior + self.first + self.last + self.born + self.household + self.identifiers + self.delivery
    }
}

/// What a child's record says of its mother, as if it were a record of hers. A newborn under a temporary name has her
/// surname.
pub(crate) fn mention(child: &Features) -> Features {
    let mut mother = *child;
    mother.given = [child.mother_given, 0];
    mother.middle = 0;
    if child.mother_family[0] != 0 || child.marks & TEMPORARY == 0 {
        mother.family = [child.mother_family[0], child.mother_family[1], 0, 0];
        mother.family_len = mother.family.iter().filter(|n| **n != 0).count() as u8;
    }
    mother.born = child.mother_born;
    mother.more = 0;
    mother.sex = 0;
    mother
}

/// A child's records, and what they say of its mother; what several repeat is compared once.
pub(crate) struct Child<'a> {
    records: &'a [&'a Features],
    mentions: Vec<Features>,
    names: Vec<usize>,
    days: Vec<usize>,
    homes: Vec<usize>,
}

impl<'a> Child<'a> {
    pub fn new(records: &'a [&'a Features]) -> Self {
        let mentions: Vec<Features> = records.iter().map(|child| mention(child)).collect();
        let (names, days, homes) =
            (first_of(&mentions, name), first_of(&mentions, |f| f.born), first_of(&mentions, home));
        Self { records, mentions, names, days, homes }
    }

    /// Whether any two facts agree to the letter between one of the child's records and one of hers, or an identifier:
    /// a cheap look before the whole comparison, which less than that would never carry.
    fn promising(&self, women: &[&Features]) -> bool {
        let same = |x: u32, y: u32| u32::from(x == y && x != 0);
        self.records.iter().zip(&self.mentions).any(|(child, mother)| {
            women.iter().any(|woman| {
                let family = child.family.iter().any(|n| *n != 0 && woman.family.contains(n));
                let on_day = |day: Day| day.whole() && day.number().abs_diff(woman.event.number()) <= 1;
                let delivered = woman.event.whole() && (on_day(child.born) || on_day(entered(child)));
                let identified = same(child.ssn, woman.ssn) + same(child.medicaid, woman.medicaid) > 0
                    || child.more != 0
                    || (child.source == woman.source && same(child.mrn, woman.mrn) > 0);
                let facts = same(mother.given[0], woman.given[0])
                    + u32::from(family)
                    + same(mother.born.0, woman.born.0)
                    + u32::from(child.phone == woman.phone && child.phone != 0)
                    + same(child.email, woman.email)
                    + (same(child.street, woman.street) & same(child.number, woman.number))
                    + u32::from(delivered);
                identified || facts >= 2
            })
        })
    }

    fn differing<'b>(&'b self, which: &'b [usize]) -> impl Iterator<Item = &'b Features> {
        which.iter().map(|at| &self.mentions[*at])
    }
}

/// The day on which a newborn was entered under a temporary name, which is that of its birth.
fn entered(f: &Features) -> Day {
    if f.marks & TEMPORARY != 0 { f.event } else { Day::NONE }
}

fn name(f: &Features) -> impl PartialEq + use<> {
    (f.given, f.middle, f.family, f.family_len)
}

fn home(f: &Features) -> impl PartialEq + use<> {
    (f.street, f.number, f.zip, f.city, f.phone, f.email)
}

/// The first place of each value of a fact.
fn first_of<T: PartialEq>(records: &[Features], fact: impl Fn(&Features) -> T) -> Vec<usize> {
    let new = |at: &usize| !records[..*at].iter().any(|seen| fact(seen) == fact(&records[*at]));
    (0..records.len()).filter(new).collect()
}

/// Holds a child's records against a woman's.
pub(crate) fn evidence(
    weights: &Weights,
    comparer: &mut Comparer,
    lexicon: &Lexicon,
    child: &Child,
    women: &[&Features],
) -> Evidence {
    if !child.promising(women) {
        return Evidence { nothing: true, ..Evidence::default() };
    }
    let mut best = [f32::MIN; FIELDS];
    let mut see = |field: Field, level: u8, mother: &Features, woman: &Features| {
        if level != 0 {
            let bits = weights.bits(field, level, mother, woman);
            best[field as usize] = best[field as usize].max(bits);
        }
    };
    let her_names = distinct(women, name);
    for mother in child.differing(&child.names) {
        for woman in &her_names {
            let (first, last) = comparer.names(mother, woman);
            see(Field::First, first, mother, woman);
            see(Field::Last, last, mother, woman);
        }
    }
    for mother in child.differing(&child.days) {
        for woman in women {
            see(Field::Born, compare::days(mother.born, woman.born), mother, woman);
        }
    }
    let her_homes = distinct(women, home);
    for mother in child.differing(&child.homes) {
        for woman in &her_homes {
            see(Field::Household, comparer.household(mother, woman), mother, woman);
        }
    }
    let mut surname = f32::MIN;
    let (mut delivery, mut identifiers) = (f32::MIN, 0.0_f32);
    let children = child.records;
    for (child, mother) in children.iter().zip(&child.mentions) {
        for woman in women {
            let same = |x: u32, y: u32| x != 0 && x == y;
            if same(child.ssn, woman.ssn) || same(child.medicaid, woman.medicaid) {
                identifiers = identifiers.max(12.0);
            }
            if (child.source == woman.source && same(child.mrn, woman.mrn)) || named(lexicon, child, woman) {
                identifiers = identifiers.max(NAMED);
            }
            if mother.family_len == 0 {
                let shared = child.family.iter().filter(|n| **n != 0 && woman.family.contains(n));
                let bits = shared.map(|n| -0.7 * weights.surname(*n)).fold(-1.0, f32::max);
                surname = surname.max(bits);
            }
            if woman.event.whole() && (child.born.whole() || entered(child).whole()) {
                let on_day = |day: Day| day.whole() && day.number().abs_diff(woman.event.number()) <= 1;
                let delivered = on_day(child.born) || on_day(entered(child));
                delivery = delivery.max(if delivered { 8.0 } else { -0.5 });
            }
        }
    }
    let said = |field: Field| if best[field as usize] == f32::MIN { 0.0 } else { best[field as usize] };
    let mut evidence = Evidence {
        first: said(Field::First),
        last: said(Field::Last).max(surname),
        born: said(Field::Born),
        household: said(Field::Household).clamp(-2.0, HOUSEHOLD),
        identifiers,
        delivery: if delivery == f32::MIN { 0.0 } else { delivery },
        impossible: !aged(children, women, AGE),
        doubt: Doubt::default(),
        nothing: false,
    };
    if evidence.identifiers < NAMED {
        let hers = [evidence.first, evidence.born, evidence.identifiers, evidence.delivery];
        evidence.doubt = Doubt {
            man: is_man(women),
            age: !aged(children, women, USUAL_AGE),
            household: hers.iter().all(|bits| *bits <= 0.0),
        };
    }
    evidence
}

/// Whether a person's records say more often that it is a man than that it is a woman. Men give birth too; but then
/// somebody says so.
fn is_man(records: &[&Features]) -> bool {
    let count = |sex: u8| records.iter().filter(|f| f.sex == sex).count();
    count(b'M') > count(b'F')
}

/// Whether a woman's age at a birth is in a range, going by the days of birth that most records of both state.
fn aged(children: &[&Features], women: &[&Features], range: std::ops::RangeInclusive<i32>) -> bool {
    let (born, hers) = (usual_days(children), usual_days(women));
    let years = born.0.iter().flat_map(|b| hers.0.iter().map(|w| b.year() as i32 - w.year() as i32));
    born.0.is_empty() || hers.0.is_empty() || years.into_iter().any(|years| range.contains(&years))
}

/// The days of birth that most of a person's records state, several where they are as many; and how many state each.
fn usual_days(records: &[&Features]) -> (Vec<Day>, usize) {
    let mut days: Vec<Day> = records.iter().map(|f| f.born).filter(|day| day.known()).collect();
    days.sort_unstable();
    let runs = || days.chunk_by(|a, b| a == b);
    let most = runs().map(<[Day]>::len).max().unwrap_or(0);
    (runs().filter(|run| run.len() == most).map(|run| run[0]).collect(), most)
}

/// When a child was born, as its records say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Birth {
    day: Day,
    /// Whether two records say so.
    borne_out: bool,
}

/// The day of birth of a child's records.
pub(crate) fn birth(records: &[&Features]) -> Option<Birth> {
    let (days, most) = usual_days(records);
    days.first()
        .filter(|day| day.whole())
        .map(|day| Birth { day: *day, borne_out: most > 1 && days.len() == 1 })
}

/// Whether one birth is in doubt because of another of the same woman: too near for two pregnancies, too far for one
/// delivery. A day that two records state stands above one that a single record states.
pub(crate) fn too_close(one: Birth, other: Birth) -> bool {
    TOO_CLOSE.contains(&one.day.number().abs_diff(other.day.number())) && (!one.borne_out || other.borne_out)
}

/// Whether any days of birth that two children's records state are too close, so that a division of them may be too.
pub(crate) fn may_be_close(ones: &[&Features], others: &[&Features]) -> bool {
    let whole = |f: &&&Features| f.born.whole();
    let near = |a: &Features, b: &Features| TOO_CLOSE.contains(&a.born.number().abs_diff(b.born.number()));
    ones.iter().filter(whole).any(|a| others.iter().filter(whole).any(|b| near(a, b)))
}

/// Whether a person is a child: one of its records is.
pub(crate) fn is_child<'a>(records: impl IntoIterator<Item = &'a Features>) -> bool {
    records.into_iter().any(|f| f.role == Role::Infant)
}

/// The records that differ in a fact, one for each value of it.
fn distinct<'a, T: PartialEq>(records: &[&'a Features], fact: impl Fn(&Features) -> T) -> Vec<&'a Features> {
    let mut all: Vec<&'a Features> = Vec::with_capacity(records.len());
    for record in records {
        if !all.iter().any(|seen| fact(seen) == fact(record)) {
            all.push(record);
        }
    }
    all
}

/// Whether the child's record names the woman by an identifier of hers.
fn named(lexicon: &Lexicon, child: &Features, woman: &Features) -> bool {
    let of = &lexicon.more[child.more as usize].mother;
    let own = &lexicon.more[woman.more as usize].own;
    of.iter().any(|id| {
        own.contains(id)
            || (woman.mrn != 0 && id.1 == woman.mrn)
            || (woman.medicaid != 0 && id.1 == woman.medicaid)
    })
}

/// A woman who may be the mother.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Likely {
    pub dyad: Dyad,
    /// She is not taken to be the mother without a person's look.
    pub doubt: bool,
}

/// Whether a woman of so many bits is in the way of another of so many.
pub(crate) fn rivals(bits: f32, other: f32) -> bool {
    bits - other < MARGIN
}

/// The mother among those who are likely, or those that a person should choose from.
pub(crate) fn choose(weights: &Weights, mut likely: Vec<Likely>) -> (Option<Dyad>, Vec<Dyad>) {
    likely.sort_by(|x, y| y.dyad.bits.total_cmp(&x.dyad.bits).then(x.dyad.mother.cmp(&y.dyad.mother)));
    let sure = match likely.as_slice() {
        [one, rest @ ..] => {
            let clear = rest.first().is_none_or(|second| !rivals(one.dyad.bits, second.dyad.bits));
            (one.dyad.bits >= weights.link && !one.doubt && clear).then_some(one.dyad)
        }
        [] => None,
    };
    // Three to choose from, and who is as likely as the third.
    let least = likely.get(2).map_or(f32::MIN, |third| third.dyad.bits);
    likely.retain(|one| sure.is_none() && one.dyad.bits >= least);
    (sure, likely.into_iter().map(|one| one.dyad).collect())
}

/// Bits for a woman to be the mother before anything is known.
pub(crate) fn prior(model: &Model) -> f32 {
    weigh::bits(model.mothers)
}
