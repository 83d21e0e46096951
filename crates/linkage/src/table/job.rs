//! The whole work on a table: read it, learn from it, link it, and write what was found.

use std::borrow::Cow;
use std::io::{Read, Write};

use crate::learn::{Settings, learn};
use crate::link::{Decisions, Linkage, link};
use crate::model::Model;
use crate::population::Population;

use super::{Columns, Reading, Report, TableError, Truth, read, write_rows};

/// Where the work is, for those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading records: so many so far.
    Reading(u64),
    /// Learning the model.
    Learning,
    /// Comparing and clustering.
    Linking,
}

/// A table that was linked.
#[derive(Debug)]
pub struct Linked {
    /// What came of reading it.
    pub reading: Reading,
    /// The model that it was linked by.
    pub model: Model,
    /// The people, the dyads, and what is left to review.
    pub linkage: Linkage,
}

/// Reads a table and links it, by a model or else by what it teaches itself.
pub fn link_table(
    input: impl Read,
    columns: &Columns,
    model: Option<Model>,
    mut stage: impl FnMut(Stage),
) -> Result<Linked, TableError> {
    let mut population = Population::new();
    let mut records = 0_u64;
    stage(Stage::Reading(0));
    let reading = read(input, columns, |record| {
        population.push(record);
        records += 1;
        if records.is_multiple_of(1 << 14) {
            stage(Stage::Reading(records));
        }
    })?;
    let model = match model {
        Some(model) => model,
        None => {
            stage(Stage::Learning);
            learn(&population, &Settings::default())
        }
    };
    stage(Stage::Linking);
    let linkage = link(&mut population, &model, &Decisions::new());
    Ok(Linked { reading, model, linkage })
}

impl Linked {
    /// How many people the records are of.
    pub fn people(&self) -> usize {
        self.linkage
            .cluster_of
            .iter()
            .enumerate()
            .filter(|(place, cluster)| *place == **cluster as usize)
            .count()
    }

    /// How many pairs are left to review: of one person, and of mother and infant.
    pub fn reviews(&self) -> usize {
        self.linkage.reviews.len() + self.linkage.dyad_reviews.len()
    }

    /// Writes `record_id,cluster_id` in the order of the table. A cluster is named by the number, from 1, of its first
    /// record.
    pub fn write_clusters(&self, out: impl Write) -> Result<(), TableError> {
        let rows = self.reading.ids.iter().zip(&self.linkage.cluster_of);
        write_rows(
            out,
            ["record_id", "cluster_id"],
            rows.map(|(id, cluster)| [Cow::Borrowed(id), Cow::Owned(name(*cluster))]),
        )
    }

    /// Writes `infant_cluster_id,mother_cluster_id`.
    pub fn write_dyads(&self, out: impl Write) -> Result<(), TableError> {
        let rows = self.linkage.dyads.iter().map(|dyad| [name(dyad.infant), name(dyad.mother)]);
        write_rows(out, ["infant_cluster_id", "mother_cluster_id"], rows)
    }

    /// Writes `record_id_a,record_id_b,kind,probability,why`: pairs that may be one person, and of a possible dyad the
    /// first record of the infant and of the mother. The likeliest come first.
    pub fn write_reviews(&self, out: impl Write) -> Result<(), TableError> {
        let people =
            self.linkage.reviews.iter().map(|pair| (pair.a, pair.b, "person", pair.bits, pair.why.words()));
        let dyads = self.linkage.dyad_reviews.iter();
        let dyads =
            dyads.map(|dyad| (dyad.infant, dyad.mother, "dyad", dyad.bits, "may be mother and child"));
        let mut all: Vec<_> = people.chain(dyads).collect();
        all.sort_by(|x, y| y.3.total_cmp(&x.3).then((x.0, x.1).cmp(&(y.0, y.1))));
        let id = |place: u32| self.reading.ids.get(place as usize).to_owned();
        let rows = all.into_iter().map(|(a, b, kind, bits, why)| {
            [id(a), id(b), kind.to_owned(), format!("{:.4}", probability(bits)), why.to_owned()]
        });
        write_rows(out, ["record_id_a", "record_id_b", "kind", "probability", "why"], rows)
    }

    /// Compares with the truth.
    pub fn compare(&self, truth: &Truth) -> Report {
        let dyads: Vec<(u32, u32)> =
            self.linkage.dyads.iter().map(|dyad| (dyad.infant, dyad.mother)).collect();
        truth.compare(&self.linkage.cluster_of, &dyads)
    }
}

fn name(cluster: u32) -> String {
    (cluster + 1).to_string()
}

/// The probability of odds in bits.
fn probability(bits: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(bits)).exp2())
}
