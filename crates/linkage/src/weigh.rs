//! From levels to the odds that two records are one person.
//!
//! A pair may be one person, two strangers, two people of one household, or twins. The last two share what a
//! family shares (address, phone, surname, mother; twins also the day of birth), so that such agreement
//! speaks for a family and not for a person: it counts once, and never alone.

mod gates;

use crate::compare::{Comparer, FIELDS, Field, Vector, born, first, last};
use crate::dates::Day;
use crate::features::{Features, Lexicon, MULTIPLE};
use crate::model::{Kind, Model};
use crate::record::Role;

pub(crate) use gates::{anything_else, never, roles_apart};
use gates::{name_alone, number, personal, reached, unclear_role};

const LEVELS: usize = 21;

/// Base-2 logarithms of one kind's parameters, by field and level. Level 0 is zero everywhere.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub same: [[f32; LEVELS]; FIELDS],
    pub strangers: [[f32; LEVELS]; FIELDS],
    pub household: [[f32; LEVELS]; FIELDS],
    pub twins: [[f32; LEVELS]; FIELDS],
    /// Priors in the same order.
    pub prior: [f32; 4],
}

/// A model made ready for a lexicon.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    pub person: Table,
    pub infant: Table,
    pub link: f32,
    pub review: f32,
    /// Whether families are reckoned with, among adults and among children.
    families: [bool; 2],
    first: Vec<f32>,
    last: Vec<f32>,
}

/// What speaks for a family alone comes to so many bits at most: never a link, mostly a question.
const BELOW: f32 = 0.0;

/// Days between two births of one woman, at least.
const APART: u32 = 200;
/// Bits against two births of one family that are less apart than that.
const NO_SIBLING: f32 = -3.0;

/// What the numbers that one source gave two children's records say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// Nothing.
    Silent,
    /// One number, or two under one given name.
    Shared,
    /// Two: twins, two births, or one child that was entered twice.
    Two,
}

/// Why a pair is left to a person at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// Nothing of the person agrees, but only of the household.
    Household,
    /// Nothing but the name agrees: many women share one.
    Name,
    /// One of them may be a mother or a child.
    Role,
}

/// What a pair is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighed {
    /// Bits (log2 odds) that it is one person.
    pub same: f32,
    /// Bits that it is one person and not two strangers: what tells one candidate from another, where `same` is held
    /// down by a possible twin.
    pub alone: f32,
    /// Bits that it is twins.
    pub twins: f32,
    /// Bits that it is two people of one household.
    pub household: f32,
    /// The two cannot be one person, whatever else agrees.
    pub never: bool,
    /// What the numbers of two children at one source say.
    pub number: Number,
}

/// Bits of a probability.
pub(crate) fn bits(probability: f64) -> f32 {
    let p = probability.clamp(1e-12, 1.0 - 1e-12);
    (p / (1.0 - p)).log2() as f32
}

/// The probability of so many bits.
pub(crate) fn probability(bits: f32) -> f64 {
    1.0 / (1.0 + 2_f64.powf(-f64::from(bits)))
}

/// log2(2^a + 2^b).
pub(crate) fn add(a: f32, b: f32) -> f32 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if high - low > 14.0 { high } else { high + (low - high).exp2().ln_1p() * std::f32::consts::LOG2_E }
}

impl Table {
    pub fn new(model: &Model, infants: bool) -> Self {
        let kind = model.kind(infants);
        let mut table = Self {
            same: [[0.0; LEVELS]; FIELDS],
            strangers: [[0.0; LEVELS]; FIELDS],
            household: [[0.0; LEVELS]; FIELDS],
            twins: [[0.0; LEVELS]; FIELDS],
            prior: [0.0; 4],
        };
        for field in Field::ALL {
            let f = field as usize;
            for (at, level) in kind.field(field).levels.iter().enumerate() {
                let (m, u) = (level.m, level.u);
                let l = at + 1;
                table.same[f][l] = m.log2() as f32;
                table.strangers[f][l] = u.log2() as f32;
                table.household[f][l] = in_household(kind, field, l as u8, m, u, infants).log2() as f32;
                table.twins[f][l] = in_twins(kind, field, l as u8, m, u).log2() as f32;
            }
        }
        // First name and surname are exchanged in one slip, whose rarity the first name has borne.
        let surname = &mut table.same[Field::Last as usize];
        surname[last::SWAPPED as usize] = surname[last::SAME as usize];
        let others = (1.0 - kind.same - kind.household - kind.twins).max(1e-6);
        for (slot, share) in table.prior.iter_mut().zip([kind.same, others, kind.household, kind.twins]) {
            *slot = share.log2() as f32;
        }
        table
    }
}

/// The share of a level among two people of one household. Children of one household are siblings.
fn in_household(kind: &Kind, field: Field, level: u8, m: f64, u: f64, infants: bool) -> f64 {
    match field {
        Field::Household | Field::Mother => m,
        Field::Last if infants => m,
        Field::Last => 0.5 * m + 0.5 * u,
        Field::Ssn => pick(level, &[kind.family_ssn, 0.02, 1.0 - kind.family_ssn]),
        Field::Medicaid => pick(level, &[kind.family_medicaid, 1.0 - kind.family_medicaid]),
        Field::Mrn | Field::Other => pick(level, &[0.005, 0.995]),
        Field::Born if infants && level == born::AT_BIRTH => u * 2.0,
        // Parents give no two children one name.
        Field::First if infants && level == first::SAME => u * 0.1,
        // A brother or sister is born a year apart or more, often on a similar date by chance alone.
        _ => u,
    }
    .max(1e-9)
}

/// The share of a level among twins.
fn in_twins(kind: &Kind, field: Field, level: u8, m: f64, u: f64) -> f64 {
    match field {
        Field::Household | Field::Mother | Field::Last | Field::Born => m,
        Field::Ssn => pick(level, &[kind.family_ssn, 0.05, 1.0 - kind.family_ssn]),
        Field::Medicaid => pick(level, &[kind.family_medicaid, 1.0 - kind.family_medicaid]),
        Field::Mrn | Field::Other => pick(level, &[0.01, 0.99]),
        Field::Order => pick(level, &[0.03, 0.97]),
        Field::Sex => pick(level, &[0.6, 0.4]),
        // Nor twins, but these may have like-sounding ones.
        Field::First if level == first::SAME => u * 0.1,
        _ => u,
    }
    .max(1e-9)
}

fn pick(level: u8, shares: &[f64]) -> f64 {
    shares[(level as usize - 1).min(shares.len() - 1)]
}

impl Weights {
    pub fn new(model: &Model, lexicon: &Lexicon) -> Self {
        let mut weights = Self {
            person: Table::new(model, false),
            infant: Table::new(model, true),
            link: bits(model.link),
            review: bits(model.review),
            families: [model.person.families, model.infant.families],
            first: Vec::new(),
            last: Vec::new(),
        };
        weights.extend(model, lexicon);
        weights
    }

    /// Takes in the names that the lexicon learned since.
    pub fn extend(&mut self, model: &Model, lexicon: &Lexicon) {
        for number in self.first.len()..lexicon.names.len() {
            let word = lexicon.names.word(number as u32);
            let of = |table: &crate::model::Frequencies| {
                table.common.get(word).copied().unwrap_or(table.rare).log2() as f32
            };
            self.first.push(of(&model.first_names));
            self.last.push(of(&model.surnames));
        }
    }

    /// Forgets the names that came after the first so many.
    pub fn truncate(&mut self, names: usize) {
        self.first.truncate(names);
        self.last.truncate(names);
    }

    /// How common the agreeing name is, in place of the mean over names: the correction to `u`, in bits.
    pub fn rarity(&self, field: Field, level: u8, a: &Features, b: &Features) -> Option<f32> {
        match (field, level) {
            (Field::First, first::SAME) => Some(self.first[a.given[0] as usize]),
            (Field::First, first::SWAPPED) => {
                Some(self.last[a.given[0] as usize].max(self.last[b.given[0] as usize]).min(-6.0))
            }
            (Field::Last, last::SWAPPED) => {
                Some(self.first[a.given[0] as usize].max(self.first[b.given[0] as usize]).min(-6.0))
            }
            (Field::Last, last::SAME | last::SHARED) => {
                let shared = a.family.iter().filter(|n| **n != 0 && b.family.contains(n));
                let all: f32 = shared.map(|n| self.last[*n as usize]).fold(0.0, f32::min);
                (all < 0.0).then_some(all - if level == last::SHARED { -1.0 } else { 0.0 })
            }
            _ => None,
        }
    }

    /// What one level of an adult's comparison is worth by itself, in bits.
    pub fn bits(&self, field: Field, level: u8, a: &Features, b: &Features) -> f32 {
        let (f, l) = (field as usize, level as usize);
        self.person.same[f][l] - self.rarity(field, level, a, b).unwrap_or(self.person.strangers[f][l])
    }

    /// How common a surname is, in bits (negative).
    pub fn surname(&self, name: u32) -> f32 {
        self.last[name as usize]
    }

    /// Weighs a pair whose levels are known. `several` says that a multiple birth is known of the delivery.
    pub fn weigh(
        &self,
        vector: &Vector,
        a: &Features,
        b: &Features,
        infants: bool,
        several: bool,
    ) -> Weighed {
        let table = if infants { &self.infant } else { &self.person };
        let mut sums = table.prior;
        if several {
            sums[3] = sums[0] + 1.0;
        }
        for field in Field::ALL {
            let (f, level) = (field as usize, vector[field as usize]);
            if level == 0 {
                continue;
            }
            let l = level as usize;
            sums[0] += table.same[f][l];
            match self.rarity(field, level, a, b) {
                None => {
                    sums[1] += table.strangers[f][l];
                    sums[2] += table.household[f][l];
                    sums[3] += table.twins[f][l];
                }
                Some(rarity) => {
                    let shift = rarity - table.strangers[f][l];
                    let family = if field == Field::First { shift } else { 0.0 };
                    sums[1] += rarity;
                    sums[2] += table.household[f][l] + family;
                    sums[3] += table.twins[f][l] + family;
                }
            }
        }
        if infants && too_near(vector, a, b) {
            sums[2] += NO_SIBLING;
        }
        let [same, strangers, household, twins] = sums;
        let mut weighed = Weighed {
            same: same - add(add(strangers, household), twins),
            alone: same - strangers,
            twins: twins - add(add(strangers, household), same),
            household: household - add(add(strangers, twins), same),
            never: never(vector, a, b, infants),
            number: if infants { number(vector, a, b) } else { Number::Silent },
        };
        if self.held(vector, a, b, infants).is_some() {
            weighed.same = weighed.same.min(BELOW.min(self.link - 0.01));
        }
        weighed
    }

    /// Why a pair is left to a person at best, however much agrees.
    pub fn held(&self, vector: &Vector, a: &Features, b: &Features, infants: bool) -> Option<Held> {
        if !self.families[usize::from(infants)] {
            None
        } else if !personal(vector, infants) {
            Some(Held::Household)
        } else if !infants && name_alone(vector) {
            Some(Held::Name)
        } else if unclear_role(a, b) && !reached(vector, infants) {
            Some(Held::Role)
        } else {
            None
        }
    }
}

/// Whether two days of birth are alike but too near for a brother or sister: one child, or an error.
fn too_near(vector: &Vector, a: &Features, b: &Features) -> bool {
    matches!(vector[Field::Born as usize], born::SWAPPED | born::TYPO)
        && a.born.number().abs_diff(b.born.number()) < APART
}

/// Whether a pair is compared as children.
pub(crate) fn as_infants(a: &Features, b: &Features) -> bool {
    a.role == Role::Infant || b.role == Role::Infant
}

/// Whether either record says that it is one of several.
pub(crate) fn multiple(a: &Features, b: &Features) -> bool {
    (a.marks | b.marks) & MULTIPLE != 0
}

/// Compares and weighs a pair in one step.
pub(crate) fn pair(
    weights: &Weights,
    comparer: &mut Comparer,
    a: &Features,
    b: &Features,
    several: bool,
) -> Weighed {
    let infants = as_infants(a, b);
    let vector = comparer.vector(a, b, infants);
    weights.weigh(&vector, a, b, infants, several)
}

/// Settles what only the model can tell: an open role, and values that too many share.
pub(crate) fn settle(f: &mut Features, model: &Model, crowded: &[u64], source: Option<Role>) {
    if let (Role::Unknown, Some(role)) = (f.role, source) {
        f.role = role;
    }
    if f.role == Role::Unknown && model.children_born_from > 0 && f.born.known() {
        f.role = if f.born.year() >= model.children_born_from { Role::Infant } else { Role::Mother };
    }
    if crowded.is_empty() {
        return;
    }
    let is = |kind: u64, value: u64| value != 0 && crowded.binary_search(&crowd(kind, value)).is_ok();
    if is(0, u64::from(f.ssn)) {
        f.ssn = 0;
    }
    if is(1, u64::from(f.medicaid)) {
        f.medicaid = 0;
    }
    if is(2, f.phone) {
        f.phone = 0;
    }
    if is(3, u64::from(f.email)) {
        f.email = 0;
    }
    if is(4, u64::from(f.born.0)) {
        f.born = Day::NONE;
    }
    if is(5, crate::text::join(&[u64::from(f.source), u64::from(f.mrn)])) {
        f.mrn = 0;
    }
}

/// How a crowded value is listed in a model.
pub(crate) fn crowd(kind: u64, value: u64) -> u64 {
    crate::text::join(&[kind, value])
}
