//! A made population, and what is true of it.

use std::io;

use kith_linkage::{Population, Record, Role};
use kith_synth::people::{self, Errors, Kin, PeoplePlan, PeopleSink, Row, Written, generate_people};

/// Records as they were made.
#[derive(Default)]
pub struct Made {
    pub written: Vec<Written>,
    pub kin: Kin,
}

impl Made {
    /// So many records with so many errors.
    pub fn new(records: u64, seed: u64, errors: Errors) -> Self {
        let mut made = Self::default();
        generate_people(&PeoplePlan { records, seed, errors }, &mut made).expect("memory takes all");
        made
    }

    /// All records, packed.
    pub fn population(&self) -> Population {
        let mut population = Population::new();
        for written in &self.written {
            population.push(&record(&written.row));
        }
        population
    }

    /// The person of each record.
    pub fn people(&self) -> Vec<u32> {
        self.written.iter().map(|w| w.entity as u32).collect()
    }

    /// Whether each record is of an infant.
    pub fn infants(&self) -> Vec<Option<bool>> {
        self.written.iter().map(|w| Some(w.role == people::Role::Infant)).collect()
    }
}

impl PeopleSink for Made {
    fn record(&mut self, record: Written) -> io::Result<()> {
        self.written.push(record);
        Ok(())
    }

    fn kin(&mut self, kin: &Kin) -> io::Result<()> {
        self.kin.dyads.extend(&kin.dyads);
        self.kin.twins.extend(&kin.twins);
        Ok(())
    }
}

/// A row as the linkage takes it.
pub fn record(row: &Row) -> Record<'_> {
    Record {
        source: &row.source,
        role: Role::read(&row.role),
        first_name: &row.first_name,
        middle_name: &row.middle_name,
        last_name: &row.last_name,
        birth_date: &row.birth_date,
        sex: &row.sex,
        birth_order: &row.birth_order,
        ssn: &row.ssn,
        mrn: &row.mrn,
        medicaid_id: &row.medicaid_id,
        phone: &row.phone,
        email: &row.email,
        address: &row.address,
        city: &row.city,
        state: &row.state,
        zip: &row.zip,
        mother_first_name: &row.mother_first_name,
        mother_last_name: &row.mother_last_name,
        mother_birth_date: &row.mother_birth_date,
        event_date: &row.event_date,
        ..Record::default()
    }
}
