//! Which mother has which child.
//!
//! A child's records say who its mother is (her name, birth date, identifiers) and carry what is hers (phone,
//! address, Medicaid id). All records of the child are held against all records of a woman, the best agreement
//! of each comparison counts, and the household counts once and only so far. A second woman nearly as likely
//! sends the pair to a person.

use crate::block::radix;
use crate::compare::{self, Comparer, FIELDS, Field};
use crate::features::{Features, Lexicon};
use crate::keys;
use crate::model::Model;
use crate::weigh::{self, Weights};

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
/// Adults that may share a key before it is passed over.
const CAP: usize = 60;

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
    /// Too little agrees to compare the two at all.
    pub nothing: bool,
}

impl Evidence {
    pub fn total(&self, prior: f32) -> f32 {
        if self.impossible || self.nothing {
            return -100.0;
        }
        prior + self.first + self.last + self.born + self.household + self.identifiers + self.delivery
    }
}

/// What a child's record says of its mother, as if it were a record of hers.
pub(crate) fn mention(child: &Features) -> Features {
    let mut mother = *child;
    mother.given = [child.mother_given, 0];
    mother.middle = 0;
    mother.family = [child.mother_family[0], child.mother_family[1], 0, 0];
    mother.family_len = mother.family.iter().filter(|n| **n != 0).count() as u8;
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
                let delivered = child.born.whole()
                    && woman.event.whole()
                    && child.born.number().abs_diff(woman.event.number()) <= 1;
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
    let mut impossible = false;
    let children = child.records;
    for (child, mother) in children.iter().zip(&child.mentions) {
        for woman in women {
            let same = |x: u32, y: u32| x != 0 && x == y;
            if same(child.ssn, woman.ssn) || same(child.medicaid, woman.medicaid) {
                identifiers = identifiers.max(12.0);
            }
            if (child.source == woman.source && same(child.mrn, woman.mrn)) || named(lexicon, child, woman) {
                identifiers = identifiers.max(20.0);
            }
            if mother.family_len == 0 {
                let shared = child.family.iter().filter(|n| **n != 0 && woman.family.contains(n));
                let bits = shared.map(|n| -0.7 * weights.surname(*n)).fold(-1.0, f32::max);
                surname = surname.max(bits);
            }
            if child.born.whole() && woman.event.whole() {
                let apart = child.born.number().abs_diff(woman.event.number());
                delivery = delivery.max(if apart <= 1 { 8.0 } else { -0.5 });
            }
            if child.born.known() && woman.born.known() {
                let years = child.born.year() as i32 - woman.born.year() as i32;
                impossible |= !(10..=60).contains(&years) && women.len() == 1 && children.len() == 1;
            }
        }
    }
    let said = |field: Field| if best[field as usize] == f32::MIN { 0.0 } else { best[field as usize] };
    let last = said(Field::Last).max(surname);
    Evidence {
        first: said(Field::First),
        last,
        born: said(Field::Born),
        household: said(Field::Household).clamp(-2.0, HOUSEHOLD),
        identifiers,
        delivery: if delivery == f32::MIN { 0.0 } else { delivery },
        impossible,
        nothing: false,
    }
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

/// The mother among those who are likely, or those that a person should choose from.
pub(crate) fn choose(weights: &Weights, mut likely: Vec<Dyad>) -> (Option<Dyad>, Vec<Dyad>) {
    likely.sort_by(|x, y| y.bits.total_cmp(&x.bits).then(x.mother.cmp(&y.mother)));
    match likely.as_slice() {
        [one, rest @ ..]
            if one.bits >= weights.link
                && rest.first().is_none_or(|second| one.bits - second.bits >= MARGIN) =>
        {
            (Some(*one), Vec::new())
        }
        _ => {
            likely.truncate(3);
            (None, likely)
        }
    }
}

/// Bits for a woman to be the mother before anything is known.
pub(crate) fn prior(model: &Model) -> f32 {
    weigh::bits(model.mothers)
}

/// Pairs of (child's record, woman's record) that share a key, unordered and repeated.
pub(crate) fn candidates(
    features: &[Features],
    lexicon: &Lexicon,
    cluster_of: &[u32],
    mut see: impl FnMut(u32, u32),
) {
    let slots = [0..12, 13..14, 18..19, keys::OTHER.from..keys::OTHER.to];
    let (mut women, mut children): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
    for (position, f) in features.iter().enumerate() {
        let child = f.role == crate::record::Role::Infant;
        let keys = if child { keys::mother_keys(f, lexicon) } else { keys::keys(f, lexicon) };
        let list = if child { &mut children } else { &mut women };
        for range in &slots {
            let cluster = u64::from(cluster_of[position]);
            list.extend(
                keys[range.clone()].iter().filter(|k| **k != 0).map(|k| u64::from(*k) << 32 | cluster),
            );
        }
    }
    for list in [&mut women, &mut children] {
        radix(list);
        list.dedup();
    }
    let mut at = 0;
    for entry in children {
        let (key, child) = (entry >> 32, entry as u32);
        while at < women.len() && women[at] >> 32 < key {
            at += 1;
        }
        let end = at + women[at..].iter().take_while(|e| *e >> 32 == key).count();
        if end - at <= CAP {
            for woman in &women[at..end] {
                see(child, *woman as u32);
            }
        }
    }
}
