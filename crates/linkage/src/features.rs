//! A record packed into numbers: what is compared, and nothing else.

use kith_domain::newborn;

use crate::dates::{self, Day};
use crate::intern::{Names, Words};
use crate::names;
use crate::numbers;
use crate::record::{Record, Role};
use crate::text;

/// The comparable content of one record, about 150 bytes. Zero is "not said" everywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Features {
    pub given: [u32; 2],
    pub middle: u32,
    /// Surname words; the first `family_len` are the present surname, the rest former ones.
    pub family: [u32; 4],
    pub born: Day,
    pub event: Day,
    pub ssn: u32,
    pub medicaid: u32,
    pub mrn: u32,
    /// The last nine digits of the medical record number.
    pub mrn_digits: u32,
    pub phone: u64,
    pub email: u32,
    pub number: u32,
    pub street: u32,
    pub city: u32,
    pub zip: u32,
    pub mother_given: u32,
    pub mother_family: [u32; 2],
    pub mother_born: Day,
    /// Where the further identifiers of this record lie; 0 is none.
    pub more: u32,
    pub source: u16,
    pub family_len: u8,
    pub role: Role,
    pub sex: u8,
    pub order: u8,
    pub marks: u8,
}

/// The name is a newborn's temporary name.
pub(crate) const TEMPORARY: u8 = 1;
/// The record says that it is one of several.
pub(crate) const MULTIPLE: u8 = 2;
/// The role was not said and may be decided by the day of birth.
pub(crate) const ROLE_OPEN: u8 = 4;

impl Features {
    /// Takes words out of the surnames, as long as a surname is left.
    pub fn leave_out(&mut self, filler: impl Fn(u32) -> bool) {
        let (present, former) = self.family.split_at(self.family_len as usize);
        let keep =
            |words: &[u32]| words.iter().copied().filter(|n| *n != 0 && !filler(*n)).collect::<Vec<_>>();
        let (present, former) = (keep(present), keep(former));
        if present.is_empty() {
            return;
        }
        self.family_len = present.len() as u8;
        self.family = [0; 4];
        for (slot, number) in self.family.iter_mut().zip(present.into_iter().chain(former)) {
            *slot = number;
        }
        let hers: Vec<u32> = keep(&self.mother_family);
        if !hers.is_empty() {
            self.mother_family = [hers[0], hers.get(1).copied().unwrap_or(0)];
        }
    }
}

/// Further identifiers of a record, spread to 32 bits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct More {
    /// (system, value), sorted.
    pub own: Vec<(u32, u32)>,
    /// The mother's, as values only: the systems of two sources rarely have one name.
    pub mother: Vec<(u32, u32)>,
}

/// The words that features refer to by number.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    pub names: Names,
    pub places: Words,
    pub sources: Words,
    pub more: Vec<More>,
    folded: String,
    scratch: String,
}

impl Lexicon {
    pub fn new() -> Self {
        let more = vec![More::default()];
        let (places, sources) = (Words::new(), Words::new());
        Self { names: Names::new(), places, sources, more, folded: String::new(), scratch: String::new() }
    }

    /// How much it holds: names, places, sources, lists of identifiers.
    pub fn size(&self) -> [usize; 4] {
        [self.names.len(), self.places.len(), self.sources.len(), self.more.len()]
    }

    /// Forgets what it took in since it had a size.
    pub fn truncate(&mut self, [names, places, sources, more]: [usize; 4]) {
        self.names.truncate(names);
        self.places.truncate(places);
        self.sources.truncate(sources);
        self.more.truncate(more);
    }

    /// Reads one record.
    pub fn read(&mut self, record: &Record) -> Features {
        let mut f = Features {
            given: [0; 2],
            middle: 0,
            family: [0; 4],
            born: dates::read(record.birth_date),
            event: dates::read(record.event_date),
            ssn: numbers::ssn(record.ssn, &mut self.scratch),
            medicaid: numbers::identifier(record.medicaid_id, &mut self.scratch),
            mrn: numbers::identifier(record.mrn, &mut self.scratch),
            mrn_digits: numbers::digits(record.mrn),
            phone: numbers::phone(record.phone, &mut self.scratch),
            email: numbers::email(record.email, &mut self.scratch),
            number: 0,
            street: 0,
            city: 0,
            zip: numbers::zip(record.zip, &mut self.scratch),
            mother_given: 0,
            mother_family: [0; 2],
            mother_born: dates::read(record.mother_birth_date),
            more: 0,
            source: 0,
            family_len: 0,
            role: record.role,
            sex: sex(record.sex),
            order: 0,
            marks: 0,
        };
        text::fold(record.source, &mut self.folded);
        f.source = self.sources.number(&self.folded).min(u32::from(u16::MAX)) as u16;
        self.read_names(record, &mut f);
        self.read_place(record, &mut f);
        self.read_mother(record, &mut f);
        self.read_more(record, &mut f);
        settle_role(&mut f);
        f
    }

    fn read_names(&mut self, record: &Record, f: &mut Features) {
        let mut middle = String::new();
        text::fold(record.middle_name, &mut middle);
        text::fold(record.last_name, &mut self.scratch);
        text::fold(record.first_name, &mut self.folded);
        if let Some(english) = newborn::in_english(record.first_name, &self.folded, &self.scratch) {
            self.folded = english;
        }
        let given = names::given(&self.folded, &middle);
        for (slot, word) in f.given.iter_mut().zip(&given.words) {
            *slot = self.names.number(word);
        }
        let mut marked = given.temporary;
        let (mut order, mut multiple) = (given.order, given.multiple);
        if given.sex != 0 {
            // A temporary name and a sex that contradict each other say nothing.
            f.sex = if f.sex == 0 || f.sex == given.sex { given.sex } else { 0 };
        }
        if let Some(mother) = &given.mother {
            f.mother_given = self.names.number(mother);
        }
        if !given.temporary {
            let word =
                middle.split(' ').find(|w| !w.is_empty() && !matches!(*w, "NMN" | "NONE" | "NA" | "UNKNOWN"));
            f.middle = word.map_or(0, |word| self.names.number(word));
        }
        for (place, name) in std::iter::once(&record.last_name).chain(&record.other_names).enumerate() {
            names::fold_family(name, &mut self.folded);
            if place == 0 && names::is_temporary(&self.folded) {
                let temporary = names::given(&self.folded, &middle);
                marked = true;
                multiple |= temporary.multiple;
                order = if order == 0 { temporary.order } else { order };
                f.sex = if f.sex == 0 { temporary.sex } else { f.sex };
            }
            let (numbers, family) = (&mut self.names, &mut f.family);
            names::family(&self.folded, |word| {
                let number = numbers.number(word);
                if !family.contains(&number)
                    && let Some(free) = family.iter_mut().find(|n| **n == 0)
                {
                    *free = number;
                }
            });
            if place == 0 {
                f.family_len = f.family.iter().filter(|n| **n != 0).count() as u8;
            }
        }
        let stated = record.birth_order.trim();
        f.order = match stated.as_bytes() {
            [b'1'..=b'8'] => stated.as_bytes()[0] - b'0',
            [b'0', b'1'..=b'8'] => stated.as_bytes()[1] - b'0',
            [letter @ (b'A'..=b'D' | b'a'..=b'd')] => (letter & 31).min(8),
            _ => order,
        };
        f.marks |= if marked { TEMPORARY } else { 0 };
        f.marks |= if multiple || f.order > 1 { MULTIPLE } else { 0 };
    }

    fn read_place(&mut self, record: &Record, f: &mut Features) {
        text::fold(record.address, &mut self.folded);
        f.number = numbers::address(&self.folded, &mut self.scratch);
        f.street = self.places.number(&self.scratch);
        text::fold(record.city, &mut self.folded);
        f.city = self.places.number(&self.folded);
    }

    fn read_mother(&mut self, record: &Record, f: &mut Features) {
        text::fold(record.mother_first_name, &mut self.folded);
        if let Some(word) = names::given(&self.folded, "").words.first() {
            f.mother_given = self.names.number(word);
        }
        names::fold_family(record.mother_last_name, &mut self.folded);
        let (numbers, family) = (&mut self.names, &mut f.mother_family);
        names::family(&self.folded, |word| {
            if let Some(free) = family.iter_mut().find(|n| **n == 0) {
                *free = numbers.number(word);
            }
        });
        if f.role != Role::Mother {
            let hers = |n: u32| n != 0 && f.mother_family.contains(&n);
            if hers(f.given[0]) && f.family_len == 1 && !hers(f.family[0]) {
                std::mem::swap(&mut f.given[0], &mut f.family[0]);
            }
            // A newborn often has its mother's surname first.
            for number in f.mother_family {
                if number != 0
                    && !f.family.contains(&number)
                    && let Some(free) = f.family.iter_mut().find(|n| **n == 0)
                {
                    *free = number;
                }
            }
        }
    }

    fn read_more(&mut self, record: &Record, f: &mut Features) {
        if record.identifiers.is_empty() && record.mother_identifiers.is_empty() {
            return;
        }
        let mut read = |pairs: &[(&str, &str)]| {
            let mut out = Vec::with_capacity(pairs.len());
            for (system, value) in pairs {
                let value = numbers::identifier(value, &mut self.scratch);
                if value != 0 {
                    out.push((numbers::narrow(text::hash(system.trim().as_bytes())), value));
                }
            }
            out.sort_unstable();
            out.dedup();
            out
        };
        let more = More { own: read(&record.identifiers), mother: read(&record.mother_identifiers) };
        f.more = self.more.len() as u32;
        self.more.push(more);
    }
}

fn sex(text: &str) -> u8 {
    match text.trim().as_bytes() {
        [b'F' | b'f' | b'2', ..] => b'F',
        [b'M' | b'm' | b'1', ..] => b'M',
        _ => 0,
    }
}

/// Decides the role from the record alone, and moves the mother's day of birth off the child.
fn settle_role(f: &mut Features) {
    let age_days = (f.born.known() && f.event.whole()).then(|| f.event.number() - f.born.number());
    let names_mother = f.mother_given != 0 || f.mother_family[0] != 0 || f.mother_born.known();
    if f.role == Role::Unknown {
        f.role = if f.marks & TEMPORARY != 0 || names_mother || f.order != 0 {
            Role::Infant
        } else {
            match age_days {
                Some(days) if (-40..730).contains(&days) => Role::Infant,
                Some(days) if days > 3650 => Role::Mother,
                _ => Role::Unknown,
            }
        };
        f.marks |= ROLE_OPEN;
    }
    if f.role == Role::Infant && f.born.known() {
        let as_mother = f.mother_born.known() && f.born == f.mother_born;
        let too_old = f.event.known() && age_days.is_some_and(|days| days > 9 * 365);
        if as_mother || too_old {
            if !f.mother_born.known() {
                f.mother_born = f.born;
            }
            f.born = Day::NONE;
        }
    }
    if f.role == Role::Infant {
        f.middle = if f.marks & TEMPORARY != 0 { 0 } else { f.middle };
    } else {
        f.order = 0;
    }
}
