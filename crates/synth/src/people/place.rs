//! Where people live, and how it is written.

use crate::chance::Chance;

use super::names::Ranked;
use super::noise::{mistyped, typo};
use super::pools::{STREET_A, STREET_B, STREET_KINDS, TOWNS};
use super::{Errors, Row};

/// Where someone lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Home {
    number: u32,
    street: usize,
    kind: usize,
    /// Apartment number and letter, in a building of several.
    unit: Option<(u32, u8)>,
    town: usize,
    zip: u32,
}

/// The towns, the largest drawn most often.
pub(super) struct Towns(Ranked);

/// How many names streets have.
const STREETS: usize = STREET_A.len() * STREET_B.len();

impl Towns {
    pub(super) fn new() -> Self {
        Self(Ranked::new(TOWNS.len() as u32, 2))
    }

    /// A home somewhere.
    pub(super) fn home(&self, chance: &mut Chance) -> Home {
        let town = self.0.draw(chance);
        let zip = TOWNS[town].2 * 100 + 1 + chance.below(18);
        if chance.yes(2400) {
            // One of a few large buildings of the ZIP code.
            let building = chance.below(6);
            let street = (zip * 7 + building * 31) as usize % STREETS;
            let unit = Some((1 + chance.below(30), b'A' + chance.below(6) as u8));
            return Home {
                number: 100 * (building + 1) + zip % 90,
                street,
                kind: building as usize,
                unit,
                town,
                zip,
            };
        }
        let kinds = STREET_KINDS.len() as u32;
        Home {
            number: 1 + chance.below(9800).min(chance.below(9800)),
            street: chance.below(STREETS as u32) as usize,
            kind: chance.below(kinds).min(chance.below(kinds)) as usize,
            unit: chance.yes(1200).then(|| (1 + chance.below(4), b'A' + chance.below(3) as u8)),
            town,
            zip,
        }
    }
}

impl Home {
    /// Writes the address into a record.
    pub(super) fn write(&self, row: &mut Row, errors: Errors, chance: &mut Chance) {
        let (long, short) = STREET_KINDS[self.kind];
        let kind = if chance.yes(6000) { short } else { long };
        let street =
            format!("{}{}", STREET_A[self.street % STREET_A.len()], STREET_B[self.street / STREET_A.len()]);
        let street = if chance.yes(errors.of(250)) { typo(&street, chance) } else { street };
        row.address = format!("{} {street} {kind}", self.number);
        if let Some((number, letter)) = self.unit.filter(|_| chance.yes(8200)) {
            let letter = char::from(letter);
            row.address += &match chance.below(4) {
                0 => format!(" #{number}{letter}"),
                1 => format!(", Unit {number}{letter}"),
                _ => format!(" Apt {number}{letter}"),
            };
        }
        let (town, state, _) = TOWNS[self.town];
        row.city = if chance.yes(errors.of(120)) { typo(town, chance) } else { town.to_owned() };
        row.state = state.to_owned();
        row.zip = format!("{:05}", self.zip);
        match chance.below(10_000) {
            n if n < errors.of(120) => row.zip = mistyped(&row.zip, chance),
            n if n < errors.of(300) => row.zip.clear(),
            n if n > 9200 => row.zip += &format!("-{:04}", 1000 + self.number % 9000),
            _ => {}
        }
    }
}
