//! Records packed for linkage, in the order in which they were pushed.

use crate::dates::Day;
use crate::features::{Features, Lexicon};
use crate::model::Model;
use crate::record::{Record, Role};
use crate::weigh;

/// Up to four billion packed records. The caller keeps the record ids; here a record is its position.
#[derive(Debug, Clone)]
pub struct Population {
    pub(crate) lexicon: Lexicon,
    pub(crate) features: Vec<Features>,
}

impl Default for Population {
    fn default() -> Self {
        Self::new()
    }
}

impl Population {
    /// Nobody.
    pub fn new() -> Self {
        Self { lexicon: Lexicon::new(), features: Vec::new() }
    }

    /// Adds a record and gives its position.
    pub fn push(&mut self, record: &Record) -> u32 {
        let features = self.lexicon.read(record);
        self.features.push(features);
        self.features.len() as u32 - 1
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// The role of a record, as stated or as the record shows.
    pub fn role(&self, position: u32) -> Role {
        self.features[position as usize].role
    }

    /// Applies what only a model can tell: open roles, and values that too many share.
    pub(crate) fn settle(&mut self, model: &Model) {
        settle(&mut self.features, &self.lexicon, model);
    }

    /// Births and days as they stand, for the parts that count them.
    pub(crate) fn born(&self) -> impl Iterator<Item = (Role, Day)> + '_ {
        self.features.iter().map(|f| (f.role, f.born))
    }
}

/// Applies what only a model can tell to packed records.
pub(crate) fn settle(features: &mut [Features], lexicon: &Lexicon, model: &Model) {
    let crowded = crowded(model);
    let by_source: Vec<Option<Role>> = (0..lexicon.sources.len())
        .map(|source| model.source_roles.get(lexicon.sources.word(source as u32)).copied())
        .collect();
    let filler = |number: u32| {
        number != 0 && model.filler_surnames.iter().any(|name| name == lexicon.names.word(number))
    };
    for f in features {
        if !model.filler_surnames.is_empty() {
            f.leave_out(filler);
        }
        weigh::settle(f, model, &crowded, by_source[f.source as usize]);
    }
}

/// The crowded values of a model, sorted.
pub(crate) fn crowded(model: &Model) -> Vec<u64> {
    let mut hashes: Vec<u64> =
        model.crowded.iter().filter_map(|text| u64::from_str_radix(text, 16).ok()).collect();
    hashes.sort_unstable();
    hashes
}
