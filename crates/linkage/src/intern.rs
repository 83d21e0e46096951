//! Words kept once, each known by a small number, and what is computed once for each name.

use crate::nicknames;
use crate::similar;
use crate::text;

/// Words in the order of their first appearance; number 0 is the empty word, "not said".
#[derive(Debug, Clone)]
pub(crate) struct Words {
    bytes: String,
    ends: Vec<u32>,
    /// By the lower half of a word's hash: that half, and the number.
    slots: Vec<(u32, u32)>,
}

/// A slot without a word.
const FREE: u32 = u32::MAX;

impl Words {
    pub fn new() -> Self {
        let mut words = Self { bytes: String::new(), ends: Vec::new(), slots: vec![(0, FREE); 1024] };
        words.number("");
        words
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    /// The number of `word`, new when it was never seen.
    pub fn number(&mut self, word: &str) -> u32 {
        if word.is_empty() && !self.ends.is_empty() {
            return 0;
        }
        if (self.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let hash = hash(word);
        let slot = self.slot(hash, word);
        if self.slots[slot].1 != FREE {
            return self.slots[slot].1;
        }
        let number = self.ends.len() as u32;
        self.bytes.push_str(word);
        self.ends.push(self.bytes.len() as u32);
        self.slots[slot] = (hash, number);
        number
    }

    /// Forgets the words that came after the first `len`, the last one first, so that no gap opens in the table.
    pub fn truncate(&mut self, len: usize) {
        for number in (len.max(1)..self.len()).rev() {
            let word = self.word(number as u32);
            let slot = self.slot(hash(word), word);
            self.slots[slot].1 = FREE;
            self.ends.pop();
            self.bytes.truncate(self.ends[number - 1] as usize);
        }
    }

    fn slot(&self, hash: u32, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (other, number) = self.slots[slot];
            if number == FREE || (other == hash && self.word(number) == word) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mut slots = vec![(0, FREE); self.slots.len() * 2];
        let mask = slots.len() - 1;
        for &(hash, number) in self.slots.iter().filter(|(_, number)| *number != FREE) {
            let mut slot = hash as usize & mask;
            while slots[slot].1 != FREE {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (hash, number);
        }
        self.slots = slots;
    }
}

fn hash(word: &str) -> u32 {
    text::hash(word.as_bytes()) as u32
}

/// What is known about one name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    /// How it sounds.
    pub sound: u64,
    /// Families of nicknames it belongs to, numbered from 1; 0 is none.
    pub families: [u16; 4],
    /// The hash of its first family, or of the name.
    pub canonical: u64,
    /// Its spread over 64 bits.
    pub hash: u64,
}

/// Name tokens, given names and surnames alike.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    words: Words,
    known: Vec<Name>,
}

impl Names {
    /// The nicknames come first, so that their numbers are the same in every population.
    pub fn new() -> Self {
        let mut words = Words::new();
        let mut families: Vec<[u16; 4]> = vec![[0; 4]];
        for (family, names) in nicknames::families().enumerate() {
            for name in names {
                let number = words.number(name) as usize;
                families.resize(families.len().max(number + 1), [0; 4]);
                if let Some(free) = families[number].iter_mut().find(|f| **f == 0) {
                    *free = family as u16 + 1;
                }
            }
        }
        let mut names = Self { words, known: Vec::new() };
        for (number, families) in families.into_iter().enumerate() {
            names.learn(number as u32, families);
        }
        names
    }

    fn learn(&mut self, number: u32, families: [u16; 4]) {
        let word = self.words.word(number);
        let hash = text::hash(word.as_bytes());
        let canonical = if families[0] == 0 { hash } else { text::join(&[u64::from(families[0])]) };
        self.known.push(Name { sound: similar::sound(word), families, canonical, hash });
    }

    pub fn number(&mut self, word: &str) -> u32 {
        let number = self.words.number(word);
        if number as usize == self.known.len() {
            self.learn(number, [0; 4]);
        }
        number
    }

    /// Forgets the names that came after the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.words.truncate(len);
        self.known.truncate(len);
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn word(&self, number: u32) -> &str {
        self.words.word(number)
    }

    pub fn name(&self, number: u32) -> &Name {
        &self.known[number as usize]
    }
}
