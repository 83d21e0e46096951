//! Records of mothers and infants as many sources keep them, with errors, and the truth about who is who.
//!
//! What `kith link` is for: the same woman in two clinics, at the hospital, with her plan, on the birth certificates
//! of her children and in a spreadsheet. Names follow the proportions of real ones, but no row speaks of anyone:
//! telephone numbers ring nowhere, mail hosts do not exist, towns are invented. A plan makes the same bytes on every
//! machine. Households are made one at a time and shuffled within a window, so memory is bounded.

mod family;
mod folder;
mod names;
mod newborn;
mod noise;
mod place;
mod pools;
mod record;
mod sources;
mod visits;

use std::io;

use jiff::civil::{Date, date};

use crate::chance::Chance;
use family::{Household, World};

pub use folder::{Counts, write_people};

/// The day on which the records end.
pub const TODAY: Date = date(2026, 7, 1);
/// Years in which births and other changes fall.
const YEARS: i32 = 5;
/// Keeps these streams of chance apart from those of the synthetic network.
const STREAMS: u64 = 1 << 61;

/// How many errors records have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errors {
    /// None at all.
    None,
    /// Two fifths of the usual.
    Low,
    /// As in data that nobody has cleaned.
    Usual,
    /// Twice the usual.
    High,
}

impl Errors {
    /// The level of a name: `none`, `low`, `usual`, `high`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "none" => Self::None,
            "low" => Self::Low,
            "usual" => Self::Usual,
            "high" => Self::High,
            _ => return None,
        })
    }

    /// A rate at this level, in parts of ten thousand, from the usual one.
    fn of(self, usual: u32) -> u32 {
        match self {
            Self::None => 0,
            Self::Low => usual * 2 / 5,
            Self::Usual => usual,
            Self::High => usual * 2,
        }
    }
}

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeoplePlan {
    /// How many records, exactly.
    pub records: u64,
    /// The same seed makes the same records.
    pub seed: u64,
    /// How many errors they have.
    pub errors: Errors,
}

/// Whether someone gave birth or was born.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A woman who was pregnant, or may have been.
    Mother,
    /// Her child.
    Infant,
}

impl Role {
    /// `mother` or `infant`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mother => "mother",
            Self::Infant => "infant",
        }
    }
}

/// The cells of one record, as its source wrote them; empty where it said nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct Row {
    pub source: String,
    pub role: String,
    pub first_name: String,
    pub middle_name: String,
    pub last_name: String,
    pub birth_date: String,
    pub sex: String,
    pub birth_order: String,
    pub ssn: String,
    pub mrn: String,
    pub medicaid_id: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub city: String,
    pub state: String,
    pub zip: String,
    pub mother_first_name: String,
    pub mother_last_name: String,
    pub mother_birth_date: String,
    pub event_date: String,
}

/// The columns of a file of people: the record's id, then the cells of [`Row`].
pub const COLUMNS: [&str; 22] = [
    "record_id",
    "source",
    "role",
    "first_name",
    "middle_name",
    "last_name",
    "birth_date",
    "sex",
    "birth_order",
    "ssn",
    "mrn",
    "medicaid_id",
    "phone",
    "email",
    "address",
    "city",
    "state",
    "zip",
    "mother_first_name",
    "mother_last_name",
    "mother_birth_date",
    "event_date",
];

impl Row {
    /// The cells, in the order of [`COLUMNS`] after the first.
    pub fn cells(&self) -> [&str; 21] {
        [
            &self.source,
            &self.role,
            &self.first_name,
            &self.middle_name,
            &self.last_name,
            &self.birth_date,
            &self.sex,
            &self.birth_order,
            &self.ssn,
            &self.mrn,
            &self.medicaid_id,
            &self.phone,
            &self.email,
            &self.address,
            &self.city,
            &self.state,
            &self.zip,
            &self.mother_first_name,
            &self.mother_last_name,
            &self.mother_birth_date,
            &self.event_date,
        ]
    }
}

/// One record, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the source wrote.
    pub row: Row,
    /// The person.
    pub entity: u64,
    /// What the person is.
    pub role: Role,
    /// Of a person whose surname changed while records were kept: 0 before, 1 after. None where it never did.
    pub surname_epoch: Option<u8>,
}

/// What is true of the people whose records went out together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kin {
    /// Infant and mother, of those who both have a record.
    pub dyads: Vec<(u64, u64)>,
    /// Two infants of one pregnancy who both have a record.
    pub twins: Vec<(u64, u64)>,
}

/// Where records go.
pub trait PeopleSink {
    /// Takes one record.
    fn record(&mut self, record: Written) -> io::Result<()>;
    /// Takes what is true of one household, after its records.
    fn kin(&mut self, kin: &Kin) -> io::Result<()>;
}

/// Makes records, household by household, until there are as many as planned.
pub fn generate_people(plan: &PeoplePlan, sink: &mut impl PeopleSink) -> io::Result<()> {
    let world = World::new();
    let (mut made, mut entity, mut index) = (0, 1, 0);
    while made < plan.records {
        let mut chance = Chance::new(plan.seed, STREAMS + index);
        let house = world.household(entity, &mut chance);
        let mut records = visits::records(&house, plan.errors, &mut chance);
        records.truncate((plan.records - made) as usize);
        made += records.len() as u64;
        entity += house.size();
        index += 1;
        let kin = house.kin(&records);
        for record in records {
            sink.record(record)?;
        }
        sink.kin(&kin)?;
    }
    Ok(())
}

impl Household {
    /// How many people it has.
    fn size(&self) -> u64 {
        (self.women.len() + self.births.iter().map(|birth| birth.infants.len()).sum::<usize>()) as u64
    }

    /// Who belongs to whom, among those with a record.
    fn kin(&self, records: &[Written]) -> Kin {
        let known = |entity: u64| records.iter().any(|record| record.entity == entity);
        let mut kin = Kin::default();
        for birth in &self.births {
            let mother = self.women[birth.mother].entity;
            let infants: Vec<u64> = birth.infants.iter().map(|i| i.entity).filter(|i| known(*i)).collect();
            if known(mother) {
                kin.dyads.extend(infants.iter().map(|infant| (*infant, mother)));
            }
            for (place, one) in infants.iter().enumerate() {
                kin.twins.extend(infants[place + 1..].iter().map(|other| (*one, *other)));
            }
        }
        kin
    }
}

#[cfg(test)]
mod tests;
