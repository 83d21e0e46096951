//! Blocking keys: only records that share one are compared.
//!
//! A key that more than [`CAP`] records share says little about a person and is passed over; the finer keys
//! beside it take its place. The keys that are a person's own (name and birth date, identifiers) may be one person's many
//! visits: under those each record is compared with its neighbours in an order of their content. Coarse keys are used only where the population is small enough for them.

use crate::compare;
use crate::dates::Day;
use crate::features::{Features, Lexicon};
use crate::model::Model;
use crate::text::join;

/// Records that may share a key before it is passed over.
pub(crate) const CAP: usize = 60;
/// Neighbours on either side with which a record is compared under a key that is too common.
pub(crate) const WINDOW: usize = 8;
/// Keys of one record.
pub(crate) const SLOTS: usize = 28;

/// The keys of one record; 0 is none.
pub(crate) type Keys = [u32; SLOTS];

/// A kind of key, and the slots where its values are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Family {
    pub name: &'static str,
    pub from: usize,
    pub to: usize,
    /// Used only when the model lists it.
    pub coarse: bool,
    /// A person's own, so that a key that is too common is looked at in part.
    pub strong: bool,
}

/// Up to this slot, and from that one on, keys are a person's own.
const STRONG: usize = 7;
const OWN: usize = 24;

/// Whether the key in a slot is a person's own.
pub(crate) fn is_strong(slot: usize) -> bool {
    !(STRONG..OWN).contains(&slot)
}

/// Where a record stands among others of one key: near those that say the same.
pub(crate) type Order = [u64; 4];

/// Where a record stands among others of one key.
pub(crate) fn order(f: &Features, lexicon: &Lexicon) -> Order {
    let name = lexicon.names.name(f.given[0]).canonical;
    [f.role as u64, name, u64::from(f.born.0), crate::link::content(f, lexicon)]
}

const fn family(name: &'static str, from: usize, to: usize, coarse: bool) -> Family {
    Family { name, from, to, coarse, strong: to <= STRONG || from >= OWN }
}

/// All kinds, those that find most first.
pub(crate) const FAMILIES: [Family; 18] = [
    family("name and birth date", 0, 4, false),
    family("social security number", 4, 5, false),
    family("Medicaid id", 5, 6, false),
    family("medical record number", 6, 7, false),
    family("phone", 7, 8, false),
    family("e-mail", 8, 9, false),
    family("first name and surname", 9, 12, true),
    family("first name, surname and year", 12, 13, false),
    family("first name, surname and postal code", 13, 14, false),
    family("sounds and year", 14, 15, true),
    family("birth date and postal code", 15, 16, false),
    family("mother's and own birth date", 16, 17, false),
    family("mother's name and birth date", 17, 18, false),
    family("address", 18, 19, false),
    family("phone and first name", 19, 20, false),
    family("birth date", 20, 21, true),
    family("house number and postal code", 21, 22, true),
    family("sound of a name and postal code", 22, 24, true),
];
/// Where the keys of further identifiers begin; at most four of them.
pub(crate) const OTHER: Family = family("other identifiers", 24, 28, false);

/// The kinds that a model uses, in order.
pub(crate) fn in_use(model: &Model) -> Vec<Family> {
    let listed = |f: &Family| !f.coarse || model.coarse_keys.iter().any(|name| name == f.name);
    std::iter::once(OTHER).chain(FAMILIES.into_iter().filter(listed)).collect()
}

fn narrow(parts: &[u64]) -> u32 {
    ((join(parts) >> 32) as u32).max(1)
}

/// The keys of a record.
pub(crate) fn keys(f: &Features, lexicon: &Lexicon) -> Keys {
    let mut keys = [0; SLOTS];
    let name = |number: u32| lexicon.names.name(number);
    let given = f.given[0];
    let day = compare::day(f);
    let born = day.whole().then_some(u64::from(day.0));
    if let Some(born) = born {
        for (slot, number) in std::iter::once(given).chain(f.family.iter().copied().take(3)).enumerate() {
            if number != 0 {
                keys[slot] = name_and_day(lexicon, number, born);
            }
        }
    }
    if f.ssn != 0 {
        keys[4] = narrow(&[11, u64::from(f.ssn)]);
    }
    if f.medicaid != 0 {
        keys[5] = narrow(&[12, u64::from(f.medicaid)]);
    }
    if f.mrn != 0 {
        let source = crate::text::hash(lexicon.sources.word(u32::from(f.source)).as_bytes());
        keys[6] = narrow(&[13, source, u64::from(f.mrn)]);
    }
    if f.phone != 0 {
        keys[7] = narrow(&[14, f.phone]);
        if given != 0 {
            keys[19] = narrow(&[15, f.phone, name(given).canonical]);
        }
    }
    if f.email != 0 {
        keys[8] = narrow(&[16, u64::from(f.email)]);
    }
    let last = f.family[0];
    if given != 0 && last != 0 {
        let canonical = name(given).canonical;
        for (slot, number) in f.family.iter().take(3).enumerate().filter(|(_, n)| **n != 0) {
            // The same for a first name and surname exchanged.
            keys[9 + slot] = narrow(&[17, canonical.wrapping_add(name(*number).canonical)]);
        }
        let whole = canonical.wrapping_add(name(last).canonical);
        if f.born.known() {
            keys[12] = narrow(&[18, whole, u64::from(f.born.year())]);
            let sounds = name(given).sound.wrapping_add(name(last).sound);
            keys[14] = narrow(&[20, sounds, u64::from(f.born.year())]);
        }
        if f.zip != 0 {
            keys[13] = narrow(&[19, whole, u64::from(f.zip)]);
        }
    }
    if let Some(born) = born {
        keys[20] = narrow(&[26, born]);
        // The same for day and month exchanged.
        let (less, more) = (day.day().min(day.month()), day.day().max(day.month()));
        let born = u64::from(day.year() << 10 | more << 5 | less);
        if f.zip != 0 {
            keys[15] = narrow(&[21, born, u64::from(f.zip)]);
        }
        if f.mother_born.whole() {
            keys[16] = narrow(&[22, born, u64::from(f.mother_born.0)]);
        }
        if f.mother_given != 0 {
            keys[17] = narrow(&[23, born, name(f.mother_given).canonical]);
        }
    }
    if f.street != 0 && f.number != 0 {
        let street = crate::text::hash(lexicon.places.word(f.street).as_bytes());
        keys[18] = narrow(&[24, street, u64::from(f.number)]);
    }
    if f.zip != 0 {
        if f.number != 0 {
            keys[21] = narrow(&[27, u64::from(f.number), u64::from(f.zip)]);
        }
        for (slot, number) in [given, last].into_iter().enumerate().filter(|(_, n)| *n != 0) {
            keys[22 + slot] = narrow(&[28, name(number).sound, u64::from(f.zip)]);
        }
    }
    if f.more != 0 {
        for (slot, (system, value)) in lexicon.more[f.more as usize].own.iter().take(4).enumerate() {
            keys[OTHER.from + slot] = narrow(&[29, u64::from(*system), u64::from(*value)]);
        }
    }
    keys
}

/// The key under which an adult of this name and birth date is found.
pub(crate) fn name_and_day(lexicon: &Lexicon, name: u32, day: u64) -> u32 {
    narrow(&[10, lexicon.names.name(name).canonical, day])
}

/// The key under which a birth and a delivery on a day, by its number, are found by a surname.
pub(crate) fn surname_and_day(lexicon: &Lexicon, name: u32, day: i32) -> u32 {
    narrow(&[30, lexicon.names.name(name).canonical, day as u64])
}

/// The keys that a child's record shares with those of its mother: what it says of her, and what it has from her.
pub(crate) fn mother_keys(f: &Features, lexicon: &Lexicon) -> Keys {
    let mut mother = *f;
    mother.given = [f.mother_given, 0];
    mother.middle = 0;
    mother.family = [f.mother_family[0], f.mother_family[1], 0, 0];
    mother.born = f.mother_born;
    mother.mother_born = Day::NONE;
    mother.mother_given = 0;
    mother.more = 0;
    let mut keys = keys(&mother, lexicon);
    if f.more != 0 {
        for (slot, (system, value)) in lexicon.more[f.more as usize].mother.iter().take(4).enumerate() {
            keys[OTHER.from + slot] = narrow(&[29, u64::from(*system), u64::from(*value)]);
        }
    }
    keys
}
