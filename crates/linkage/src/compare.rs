//! Compares two packed records: one level for each comparison, 0 where either side says nothing.

mod household;

use crate::dates::{self, Alike, Day};
use crate::features::{Features, Lexicon, TEMPORARY};
use crate::record::Role;
use crate::similar;
use crate::text;

/// What is compared, in the order of a [`Vector`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    First,
    Middle,
    Last,
    Born,
    Household,
    Ssn,
    Medicaid,
    Mrn,
    Other,
    Sex,
    Order,
    Mother,
    Event,
}

/// How many comparisons there are.
pub(crate) const FIELDS: usize = 13;

impl Field {
    pub const ALL: [Self; FIELDS] = [
        Self::First,
        Self::Middle,
        Self::Last,
        Self::Born,
        Self::Household,
        Self::Ssn,
        Self::Medicaid,
        Self::Mrn,
        Self::Other,
        Self::Sex,
        Self::Order,
        Self::Mother,
        Self::Event,
    ];
}

/// Levels by [`Field`].
pub(crate) type Vector = [u8; FIELDS];

/// Levels of the given name.
pub(crate) mod first {
    pub const SAME: u8 = 1;
    pub const NICKNAME: u8 = 2;
    pub const CLOSE: u8 = 3;
    pub const PART: u8 = 4;
    pub const INITIAL: u8 = 5;
    pub const SWAPPED: u8 = 6;
    pub const LOOSE: u8 = 7;
    pub const DIFFER: u8 = 8;
}

/// Levels of the surname.
pub(crate) mod last {
    pub const SAME: u8 = 1;
    pub const SHARED: u8 = 2;
    pub const CLOSE: u8 = 3;
    pub const SWAPPED: u8 = 4;
    pub const LOOSE: u8 = 5;
    pub const DIFFER: u8 = 6;
    /// Different, where one of the two is the surname of a newborn under a temporary name.
    pub const NEWBORN: u8 = 7;
}

/// Levels of the day of birth.
pub(crate) mod born {
    pub const SAME: u8 = 1;
    pub const SWAPPED: u8 = 2;
    pub const TYPO: u8 = 3;
    pub const NEAR: u8 = 4;
    pub const PARTIAL: u8 = 5;
    pub const DIFFER: u8 = 6;
    /// A child's record was made on the other's day of birth, and has no day of its own, or a wrong one.
    pub const AT_BIRTH: u8 = 7;
}

/// How alike two names are, from nothing to the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Names {
    Differ,
    Loose,
    Close,
    Nickname,
    Same,
}

/// Days after a birth in which a hospital enters the newborn.
const ENTERED: u32 = 3;

const CACHE: usize = 1 << 17;

/// Compares records of one lexicon, and remembers how alike pairs of names were.
pub(crate) struct Comparer<'a> {
    lexicon: &'a Lexicon,
    /// Mixed pairs of numbers, with the grade in the last three bits.
    cache: Vec<u64>,
}

impl<'a> Comparer<'a> {
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, cache: vec![0; CACHE] }
    }

    /// A comparer for a handful of pairs.
    pub fn small(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, cache: vec![0; 64] }
    }

    /// All levels of a pair of one kind of person.
    pub fn vector(&mut self, a: &Features, b: &Features, infants: bool) -> Vector {
        let mut vector = [0; FIELDS];
        let (first, last) = self.names(a, b);
        vector[Field::First as usize] = first;
        vector[Field::Middle as usize] = self.middle(a, b);
        vector[Field::Last as usize] = last;
        if infants && last >= last::LOOSE && (a.marks ^ b.marks) & TEMPORARY != 0 {
            vector[Field::Last as usize] = last::NEWBORN;
        }
        vector[Field::Born as usize] = days(a.born, b.born);
        vector[Field::Household as usize] = self.household(a, b);
        vector[Field::Ssn as usize] = ssn(a.ssn, b.ssn);
        vector[Field::Medicaid as usize] = equal(u64::from(a.medicaid), u64::from(b.medicaid));
        vector[Field::Mrn as usize] =
            if a.source == b.source { equal(u64::from(a.mrn), u64::from(b.mrn)) } else { 0 };
        vector[Field::Other as usize] = if a.more == 0 || b.more == 0 { 0 } else { self.other(a, b) };
        vector[Field::Sex as usize] = equal(u64::from(a.sex), u64::from(b.sex));
        if infants {
            // A newborn has no number of its own yet: a different one is its mother's.
            if (a.marks | b.marks) & TEMPORARY != 0 {
                for field in [Field::Ssn, Field::Medicaid] {
                    vector[field as usize] &= u8::from(vector[field as usize] == 1);
                }
            }
            let level = &mut vector[Field::Born as usize];
            let unsaid = *level == 0 && (undated_at_birth(a, b) || undated_at_birth(b, a));
            if unsaid || (*level > born::TYPO && (named_at_birth(a, b) || named_at_birth(b, a))) {
                *level = born::AT_BIRTH;
            }
        }
        if infants {
            vector[Field::Order as usize] = equal(u64::from(a.order), u64::from(b.order));
            vector[Field::Mother as usize] = self.mother(a, b);
        } else if a.event.whole() && b.event.whole() {
            let apart = a.event.number().abs_diff(b.event.number());
            vector[Field::Event as usize] = if apart <= 1 { 1 } else { 2 };
        }
        vector
    }

    /// Grades two name tokens.
    pub fn alike(&mut self, a: u32, b: u32) -> Names {
        if a == b {
            return Names::Same;
        }
        let key = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        self.remember(key, |this| this.grade(a, b))
    }

    /// What is known of a pair, or what `find` finds of it.
    fn remember(&mut self, key: u64, find: impl Fn(&Self) -> Names) -> Names {
        let mixed = text::mix(key) & !7;
        let slot = (mixed >> 3) as usize & (self.cache.len() - 1);
        if self.cache[slot] & !7 != mixed {
            self.cache[slot] = mixed | find(self) as u64;
        }
        match self.cache[slot] & 7 {
            4 => Names::Same,
            3 => Names::Nickname,
            2 => Names::Close,
            1 => Names::Loose,
            _ => Names::Differ,
        }
    }

    fn grade(&self, a: u32, b: u32) -> Names {
        let (x, y) = (self.lexicon.names.name(a), self.lexicon.names.name(b));
        if x.families.iter().any(|f| *f != 0 && y.families.contains(f)) {
            return Names::Nickname;
        }
        self.spelling(a, b)
    }

    /// Grades spelling and sound alone. The words are put in order, so that the answer does not depend on it.
    fn spelling(&self, a: u32, b: u32) -> Names {
        let (x, y) = (self.lexicon.names.name(a), self.lexicon.names.name(b));
        let (a, b) = (self.lexicon.names.word(a), self.lexicon.names.word(b));
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let short = a.len().min(b.len());
        let likeness = if similar::at_most(a, b) < 0.79 { 0.0 } else { similar::jaro_winkler(a, b) };
        if likeness >= 0.93
            || (short >= 4 && similar::one_edit(a.as_bytes(), b.as_bytes()))
            || (short >= 4 && x.sound == y.sound && likeness >= 0.8)
        {
            Names::Close
        } else if likeness >= 0.84 || (short >= 3 && similar::one_edit(a.as_bytes(), b.as_bytes())) {
            Names::Loose
        } else {
            Names::Differ
        }
    }

    /// The levels of given name and surname.
    pub fn names(&mut self, a: &Features, b: &Features) -> (u8, u8) {
        let straight_first = self.first(a, b);
        let straight_last = self.last(a, b);
        if straight_first >= first::LOOSE {
            let (x, y) = (&a.family[..a.family_len as usize], &b.family[..b.family_len as usize]);
            let there = x.iter().any(|n| self.alike(*n, b.given[0]) >= Names::Close);
            let back = y.iter().any(|n| self.alike(*n, a.given[0]) >= Names::Close);
            match (there, back) {
                (true, true) => return (first::SWAPPED, last::SWAPPED),
                (true, false) | (false, true) if straight_last >= last::LOOSE => {
                    return (first::SWAPPED, straight_last);
                }
                _ => {}
            }
        }
        (straight_first, straight_last)
    }

    fn first(&mut self, a: &Features, b: &Features) -> u8 {
        let (x, y) = (a.given[0], b.given[0]);
        if x == 0 || y == 0 {
            return 0;
        }
        match self.alike(x, y) {
            Names::Same => return first::SAME,
            Names::Nickname => return first::NICKNAME,
            Names::Close => return first::CLOSE,
            _ => {}
        }
        // `MARIA ELENA` and `ELENA`; a first and a middle name exchanged, or the middle name in use.
        let also_a = [a.given[1], a.middle];
        let also_b = [b.given[1], b.middle];
        if also_b.iter().any(|n| *n != 0 && self.alike(x, *n) >= Names::Close && !self.letter(*n))
            || also_a.iter().any(|n| *n != 0 && self.alike(y, *n) >= Names::Close && !self.letter(*n))
        {
            return first::PART;
        }
        if self.letter(x) || self.letter(y) {
            return if self.initial(x) == self.initial(y) { first::INITIAL } else { first::DIFFER };
        }
        if self.glued(x, y) {
            return first::PART;
        }
        if self.alike(x, y) == Names::Loose { first::LOOSE } else { first::DIFFER }
    }

    fn letter(&self, name: u32) -> bool {
        self.lexicon.names.word(name).len() == 1
    }

    fn initial(&self, name: u32) -> Option<u8> {
        self.lexicon.names.word(name).bytes().next()
    }

    /// `MARIAELENA` starts with `MARIA`.
    fn glued(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.lexicon.names.word(a), self.lexicon.names.word(b));
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        short.len() >= 3 && long.len() >= short.len() + 2 && (long.starts_with(short))
    }

    fn middle(&mut self, a: &Features, b: &Features) -> u8 {
        let (x, y) = (a.middle, b.middle);
        if x == 0 || y == 0 {
            return 0;
        }
        if self.alike(x, y) >= Names::Close {
            return 1;
        }
        if self.letter(x) || self.letter(y) {
            return if self.initial(x) == self.initial(y) { 2 } else { 3 };
        }
        3
    }

    /// Surnames as sets: present ones against present and former ones.
    fn last(&mut self, a: &Features, b: &Features) -> u8 {
        let (x, y) = (&a.family[..a.family_len as usize], &b.family[..b.family_len as usize]);
        if x.is_empty() || y.is_empty() {
            return 0;
        }
        if x.len() == y.len() && x.iter().all(|n| y.contains(n)) {
            return last::SAME;
        }
        if a.family.iter().any(|n| *n != 0 && b.family.contains(n)) {
            return last::SHARED;
        }
        let mut best = Names::Differ;
        for n in a.family.iter().filter(|n| **n != 0) {
            for m in b.family.iter().filter(|n| **n != 0) {
                // A nickname of a given name says nothing in a surname.
                let grade = match self.alike(*n, *m) {
                    Names::Nickname => self.spelling(*n, *m),
                    grade if grade < Names::Close && self.glued_family(*n, *m) => Names::Same,
                    grade => grade,
                };
                best = best.max(grade);
            }
        }
        match best {
            Names::Same => last::SHARED,
            Names::Nickname | Names::Close => last::CLOSE,
            Names::Loose => last::LOOSE,
            Names::Differ => last::DIFFER,
        }
    }

    /// `GARCIALOPEZ` holds `GARCIA` and `LOPEZ`.
    fn glued_family(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.lexicon.names.word(a), self.lexicon.names.word(b));
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        short.len() >= 4
            && long.len() >= short.len() + 4
            && (long.starts_with(short) || long.ends_with(short))
    }

    fn other(&self, a: &Features, b: &Features) -> u8 {
        let (x, y) = (&self.lexicon.more[a.more as usize].own, &self.lexicon.more[b.more as usize].own);
        if x.iter().any(|own| y.binary_search(own).is_ok()) {
            return 1;
        }
        u8::from(x.iter().any(|(system, _)| y.iter().any(|(other, _)| other == system))) * 2
    }

    /// What two infants' records say of their mothers: 1 all alike, 2 most alike, 3 one alike, 4 mixed, 5 differ.
    pub fn mother(&mut self, a: &Features, b: &Features) -> u8 {
        let (mut alike, mut unlike) = (0, 0);
        let mut count = |same: bool| if same { alike += 1 } else { unlike += 1 };
        if a.mother_given != 0 && b.mother_given != 0 {
            count(self.alike(a.mother_given, b.mother_given) >= Names::Close);
        }
        if a.mother_family[0] != 0 && b.mother_family[0] != 0 {
            let some = |n: &u32| *n != 0;
            let same = a.mother_family.iter().filter(|n| some(n)).any(|n| {
                b.mother_family.iter().filter(|m| some(m)).any(|m| self.alike(*n, *m) >= Names::Close)
            });
            count(same);
        }
        if a.mother_born.known() && b.mother_born.known() {
            count(!matches!(dates::alike(a.mother_born, b.mother_born), Alike::Differ | Alike::Near));
        }
        if a.more != 0 && b.more != 0 {
            let (x, y) = (&self.lexicon.more[a.more as usize], &self.lexicon.more[b.more as usize]);
            if x.mother.iter().any(|id| y.mother.contains(id)) {
                count(true);
                count(true);
            }
        }
        match (alike, unlike) {
            (0, 0) => 0,
            (3.., 0) => 1,
            (2, 0) => 2,
            (1, 0) => 3,
            (0, 2..) => 5,
            _ => 4,
        }
    }
}

/// The day of birth, or the day on which a child without one was recorded.
pub(crate) fn day(f: &Features) -> Day {
    if f.born.whole() || f.role != Role::Infant { f.born } else { f.event }
}

/// Whether at least two facts agree to the letter, or one that is all but proof: a cheap look before a whole
/// comparison. Records of one person that agree in one fact alone are too far apart to be linked anyway.
pub(crate) fn promising(a: &Features, b: &Features) -> bool {
    let same = |x: u32, y: u32| u32::from(x == y && x != 0);
    if same(a.ssn, b.ssn) + same(a.medicaid, b.medicaid) > 0 || (a.more != 0 && b.more != 0) {
        return true;
    }
    // Without a branch, so that several words are looked at in one step.
    let mut shared = false;
    for n in &a.family {
        for m in &b.family {
            shared |= (n == m) & (*n != 0);
        }
    }
    let mut crossed = false;
    for (n, m) in a.family.iter().zip(&b.family) {
        crossed |= (*n == b.given[0]) | (*m == a.given[0]);
    }
    crossed &= (a.given[0] != 0) & (b.given[0] != 0);
    let facts = same(a.given[0], b.given[0])
        + u32::from(shared || crossed)
        + same(day(a).0, day(b).0)
        + u32::from(a.phone == b.phone && a.phone != 0)
        + same(a.email, b.email)
        + (same(a.street, b.street) & same(a.number, b.number))
        + same(a.mother_given, b.mother_given)
        + same(a.mother_born.0, b.mother_born.0)
        + (same(a.mrn, b.mrn) & u32::from(a.source == b.source))
        + (same(a.zip, b.zip) & u32::from(a.street == 0 || b.street == 0 || a.street != b.street));
    facts >= 2 || (facts == 1 && born_together(a, b))
}

/// Whether a newborn's record under a temporary name tells of the day of birth of another of that year, though not to
/// the letter.
fn born_together(a: &Features, b: &Features) -> bool {
    (a.marks ^ b.marks) & TEMPORARY != 0
        && a.born.year() == b.born.year()
        && a.born != b.born
        && ((one_part(a.born, b.born)
            && matches!(dates::alike(a.born, b.born), Alike::Swapped | Alike::Typo))
            || named_at_birth(a, b)
            || named_at_birth(b, a))
}

/// Whether one of month and day is the same, or stands in the other's place.
fn one_part(a: Day, b: Day) -> bool {
    a.month() == b.month() || a.day() == b.day() || (a.month() == b.day() && a.day() == b.month())
}

/// One digit wrong, or two neighbours exchanged.
pub(crate) fn near(mut a: u32, mut b: u32) -> bool {
    let (mut wrong, mut places, mut place) = (0, [(0, 0, 0); 3], 0);
    while a > 0 || b > 0 {
        let (x, y) = (a % 10, b % 10);
        if x != y {
            if wrong == 2 {
                return false;
            }
            places[wrong] = (place, x, y);
            wrong += 1;
        }
        (a, b, place) = (a / 10, b / 10, place + 1);
    }
    let ((p, x, y), (q, v, w)) = (places[0], places[1]);
    wrong < 2 || (q == p + 1 && x == w && y == v)
}

fn equal(a: u64, b: u64) -> u8 {
    if a == 0 || b == 0 { 0 } else { 1 + u8::from(a != b) }
}

fn ssn(a: u32, b: u32) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => 0,
        (a, b) if a == b => 1,
        (a, b) if near(a, b) => 2,
        _ => 3,
    }
}

/// Whether a child's record without a day of birth was made on the day that the other says.
fn undated_at_birth(without: &Features, with: &Features) -> bool {
    !without.born.known() && without.role == Role::Infant && made_at(without, with)
}

/// Whether a record with a newborn's temporary name, made on the other's day of birth, has a wrong day of birth.
fn named_at_birth(temporary: &Features, other: &Features) -> bool {
    temporary.marks & TEMPORARY != 0 && made_at(temporary, other)
}

/// Whether a child's record was made at its birth: under a temporary name, or within days.
pub(crate) fn at_birth(f: &Features) -> bool {
    f.marks & TEMPORARY != 0 || entered(f)
}

/// Whether a child's record was made within days of the birth that it states.
pub(crate) fn entered(f: &Features) -> bool {
    f.born.whole() && f.event.whole() && f.event.number().abs_diff(f.born.number()) <= ENTERED
}

fn made_at(record: &Features, birth: &Features) -> bool {
    record.event.whole() && birth.born.whole() && record.event.number().abs_diff(birth.born.number()) <= 1
}

/// The level of two days of birth.
pub(crate) fn days(a: Day, b: Day) -> u8 {
    if !a.known() || !b.known() {
        return 0;
    }
    match dates::alike(a, b) {
        Alike::Same => born::SAME,
        Alike::Swapped => born::SWAPPED,
        Alike::Typo => born::TYPO,
        Alike::Near => born::NEAR,
        Alike::Partial => born::PARTIAL,
        Alike::Differ => born::DIFFER,
    }
}
