//! The ids of a table's records, held tightly.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Texts in the order they came, each once.
#[derive(Debug, Default)]
pub struct Ids {
    text: String,
    ends: Vec<usize>,
    /// The hash and the line of each, only while texts are added.
    seen: Vec<(u64, u32)>,
}

/// A text that is there twice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    pub(super) id: String,
    pub(super) first: u64,
    pub(super) line: u64,
}

impl Ids {
    /// Adds a text from a line.
    pub(super) fn push(&mut self, id: &str, line: u64) {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        self.seen.push((hasher.finish(), line as u32));
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    /// Ends the adding: there must be no text twice. Sorting all at once is quicker than asking for each.
    pub(super) fn close(&mut self) -> Result<(), Repeated> {
        let seen = std::mem::take(&mut self.seen);
        let mut places: Vec<(u64, u32)> =
            seen.iter().zip(0..).map(|((hash, _), place)| (*hash, place)).collect();
        places.sort_unstable_by(|a, b| {
            let texts = || self.get(a.1 as usize).cmp(self.get(b.1 as usize));
            a.0.cmp(&b.0).then_with(texts).then(a.1.cmp(&b.1))
        });
        let line = |place: u32| u64::from(seen[place as usize].1);
        let same = |pair: &&[(u64, u32)]| {
            pair[0].0 == pair[1].0 && self.get(pair[0].1 as usize) == self.get(pair[1].1 as usize)
        };
        match places.windows(2).filter(same).min_by_key(|pair| pair[1].1) {
            None => Ok(()),
            Some(pair) => Err(Repeated {
                id: self.get(pair[0].1 as usize).to_owned(),
                first: line(pair[0].1),
                line: line(pair[1].1),
            }),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text at a place below [`Ids::len`].
    pub fn get(&self, place: usize) -> &str {
        text(&self.text, &self.ends, place)
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }
}

fn text<'a>(all: &'a str, ends: &[usize], place: usize) -> &'a str {
    let begin = if place == 0 { 0 } else { ends[place - 1] };
    &all[begin..ends[place]]
}
