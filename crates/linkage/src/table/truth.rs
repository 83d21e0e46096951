//! The truth about a table, and how a linkage of it compares.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;

use serde::{Deserialize, Serialize};

use crate::evaluate::{BCubed, Found, Part, across, b_cubed, dyads, merged, mothers_with_infants, pairs};

use super::{Ids, TableError};

/// Who is who, by the numbers of the records of one table.
#[derive(Debug, Default)]
pub struct Truth {
    people: Vec<u32>,
    infants: Vec<Option<bool>>,
    numbers: HashMap<String, u32>,
    by_id: HashMap<String, usize>,
    dyads: Option<Vec<(u32, u32)>>,
    twins: Option<Vec<(u32, u32)>>,
    epochs: Option<Vec<Option<u8>>>,
}

/// How a linkage compares with the truth. What the truth says nothing of is not there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Pairs of records of one person.
    pub pairs: Found,
    /// The same, averaged over records.
    pub b_cubed: BCubed,
    /// Clusters with records of a mother and of an infant, of those with several records.
    pub mothers_with_infants: Part,
    /// Pairs of twins who share a cluster.
    pub twins_merged: Option<Part>,
    /// Infants with their mothers.
    pub dyads: Option<Found>,
    /// Pairs of records of one person across a change of surname that are together.
    pub surname_changes: Option<Part>,
}

impl Truth {
    /// Reads `record_id,entity_id,role` for the records of a table. A record that it does not speak of is a person
    /// of its own; the role may be missing.
    pub fn read(ids: &Ids, truth: impl Read) -> Result<Self, TableError> {
        let by_id: HashMap<String, usize> =
            ids.iter().enumerate().map(|(i, id)| (id.to_owned(), i)).collect();
        let mut numbers = HashMap::new();
        let mut people = vec![u32::MAX; ids.len()];
        let mut infants = vec![None; ids.len()];
        for row in rows(truth) {
            let row = row?;
            let next = numbers.len() as u32;
            let number = *numbers.entry(row.get(1).unwrap_or_default().to_owned()).or_insert(next);
            if let Some(place) = row.get(0).and_then(|id| by_id.get(id)) {
                people[*place] = number;
                infants[*place] = match row.get(2) {
                    Some("mother") => Some(false),
                    Some("infant") => Some(true),
                    _ => None,
                };
            }
        }
        let known = numbers.len() as u32;
        let unknown = people.iter_mut().filter(|person| **person == u32::MAX);
        unknown.zip(known..).for_each(|(person, number)| *person = number);
        Ok(Self { people, infants, numbers, by_id, ..Self::default() })
    }

    /// Adds `infant_entity_id,mother_entity_id`.
    pub fn with_dyads(mut self, table: impl Read) -> Result<Self, TableError> {
        self.dyads = Some(self.entity_pairs(table)?);
        Ok(self)
    }

    /// Adds `entity_id_a,entity_id_b`, infants of one pregnancy.
    pub fn with_twins(mut self, table: impl Read) -> Result<Self, TableError> {
        self.twins = Some(self.entity_pairs(table)?);
        Ok(self)
    }

    /// Adds `record_id,epoch` of people whose surname changed.
    pub fn with_surnames(mut self, table: impl Read) -> Result<Self, TableError> {
        let mut epochs = vec![None; self.people.len()];
        for row in rows(table) {
            let row = row?;
            if let Some(place) = row.get(0).and_then(|id| self.by_id.get(id)) {
                epochs[*place] = row.get(1).and_then(|epoch| epoch.parse().ok());
            }
        }
        self.epochs = Some(epochs);
        Ok(self)
    }

    fn entity_pairs(&self, table: impl Read) -> Result<Vec<(u32, u32)>, TableError> {
        let mut pairs = Vec::new();
        for row in rows(table) {
            let row = row?;
            let number = |place: usize| row.get(place).and_then(|id| self.numbers.get(id)).copied();
            pairs.extend(number(0).zip(number(1)));
        }
        Ok(pairs)
    }

    /// Compares the cluster of each record, and the pairs of an infant's and a mother's cluster.
    pub fn compare(&self, clusters: &[u32], found: &[(u32, u32)]) -> Report {
        let people = &self.people;
        Report {
            pairs: pairs(clusters, people),
            b_cubed: b_cubed(clusters, people),
            mothers_with_infants: mothers_with_infants(clusters, &self.infants),
            twins_merged: self.twins.as_ref().map(|twins| merged(clusters, people, twins)),
            dyads: self.dyads.as_ref().map(|truth| dyads(clusters, people, found, truth)),
            surname_changes: self.epochs.as_ref().map(|epochs| across(clusters, people, epochs)),
        }
    }
}

fn rows(table: impl Read) -> impl Iterator<Item = Result<csv::StringRecord, csv::Error>> {
    csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(table).into_records()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = |f: &mut fmt::Formatter<'_>, what: &str, found: &Found| {
            let (p, r, f1) = (found.precision(), found.recall(), found.f1());
            writeln!(f, "{what:<28} F1 {f1:.4}  precision {p:.4}  recall {r:.4}")
        };
        found(f, "pairs", &self.pairs)?;
        let b = self.b_cubed;
        let (p, r) = (b.precision, b.recall);
        writeln!(f, "{:<28} F1 {:.4}  precision {p:.4}  recall {r:.4}", "B-cubed", b.f1())?;
        let per = self.mothers_with_infants;
        writeln!(
            f,
            "{:<28} {:.2} in 10,000 ({} clusters)",
            "mother and infant together",
            per.per_10_000(),
            per.count
        )?;
        if let Some(twins) = self.twins_merged {
            writeln!(
                f,
                "{:<28} {:.1} % ({} of {})",
                "twins merged",
                100.0 * twins.share(),
                twins.count,
                twins.of
            )?;
        }
        if let Some(dyads) = &self.dyads {
            found(f, "dyads", dyads)?;
        }
        if let Some(changes) = self.surname_changes {
            writeln!(
                f,
                "{:<28} recall {:.4} of {} pairs",
                "across a surname change",
                changes.share(),
                changes.of
            )?;
        }
        Ok(())
    }
}
