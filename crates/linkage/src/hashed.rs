//! The federated option: a partner who may not send names sends keyed hashes of them.
//!
//! It is weaker than linkage on records, and is labelled so wherever it is used: a hash agrees or it does not, so a
//! misspelling that no token forgives loses the person, nothing is weighed, twins are told apart by the given name
//! alone, no dyad is found, and whoever holds the key can try names against the hashes. Tokens are HMAC-SHA-256 (RFC 2104) over
//! normalised text, under a key that the partners agree on and that never leaves them.

mod table;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::dates::Day;
use crate::features::{Features, Lexicon};
use crate::groups::Groups;
use crate::record::{Record, Role};

pub use table::{HashError, Hashes};

/// What a token was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Given name, surnames in any order, day of birth.
    Name,
    /// The sounds of given name and first surname, day of birth.
    Sound,
    /// Given name, day of birth, postal code: for a surname that changed.
    Place,
    /// Social security number and given name.
    SocialSecurity,
    /// Medicaid id and given name.
    Medicaid,
    /// Phone and given name.
    Phone,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Sound, Self::Place, Self::SocialSecurity, Self::Medicaid, Self::Phone];

    /// As it is written in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sound => "sound",
            Self::Place => "place",
            Self::SocialSecurity => "social-security",
            Self::Medicaid => "medicaid",
            Self::Phone => "phone",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A keyed hash, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Token {
    /// What it was made of.
    pub kind: Kind,
    /// The hash.
    pub hash: String,
}

/// The tokens of a record. One of which neither the source nor the record itself tells whether it is of a mother or a
/// child gives none, for with whom should it agree? A record without a given name, and a newborn's temporary name, give none: nothing in
/// them is the person's own. Mothers and children never share a token.
pub fn tokens(key: &[u8], record: &Record) -> Vec<Token> {
    let mut lexicon = Lexicon::new();
    let f = lexicon.read(record);
    if f.given[0] == 0 || f.role == Role::Unknown {
        return Vec::new();
    }
    let words = Words { f: &f, lexicon: &lexicon };
    let mut tokens = Vec::new();
    let mut push = |kind: Kind, parts: Option<String>| {
        if let Some(parts) = parts {
            tokens.push(Token { kind, hash: hash(key, kind, f.role == Role::Infant, &parts) });
        }
    };
    push(Kind::Name, words.name());
    push(Kind::Sound, words.sound());
    push(Kind::Place, words.place());
    let given = words.given();
    let with = |known: bool, value: u64| known.then(|| format!("{given}|{value}"));
    push(Kind::SocialSecurity, with(f.ssn != 0, u64::from(f.ssn)));
    push(Kind::Medicaid, with(f.medicaid != 0, u64::from(f.medicaid)));
    push(Kind::Phone, with(f.phone != 0, f.phone));
    tokens
}

/// Whether two records' tokens say one person: the whole name and day, an identifier, or two weaker kinds agree.
pub fn agree(left: &[Token], right: &[Token]) -> bool {
    let shared: Vec<Kind> = left.iter().filter(|t| right.contains(t)).map(|t| t.kind).collect();
    let strong = |kind: &Kind| matches!(kind, Kind::Name | Kind::SocialSecurity | Kind::Medicaid);
    shared.iter().any(strong) || shared.len() >= 2
}

/// Links records by their tokens: for each, the smallest position of its people.
pub fn link(records: &[Vec<Token>]) -> Vec<u32> {
    let mut held: Vec<(&Token, u32)> = records
        .iter()
        .enumerate()
        .flat_map(|(at, tokens)| tokens.iter().map(move |t| (t, at as u32)))
        .collect();
    held.sort_unstable();
    let mut groups = Groups::new(records.len());
    for block in held.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= crate::keys::CAP) {
        for (i, (_, a)) in block.iter().enumerate() {
            for (_, b) in &block[i + 1..] {
                if agree(&records[*a as usize], &records[*b as usize]) {
                    groups.join(*a as usize, *b as usize);
                }
            }
        }
    }
    (0..records.len()).map(|at| groups.find(at) as u32).collect()
}

struct Words<'a> {
    f: &'a Features,
    lexicon: &'a Lexicon,
}

impl Words<'_> {
    fn given(&self) -> &str {
        self.lexicon.names.word(self.f.given[0])
    }

    fn born(&self) -> Option<String> {
        let whole = |day: Day| day.whole().then(|| day.words());
        whole(self.f.born)
    }

    fn name(&self) -> Option<String> {
        let mut family: Vec<&str> =
            self.f.family[..self.f.family_len as usize].iter().map(|n| self.lexicon.names.word(*n)).collect();
        family.sort_unstable();
        (!family.is_empty()).then_some(())?;
        Some(format!("{}|{}|{}", self.given(), family.join(" "), self.born()?))
    }

    fn sound(&self) -> Option<String> {
        let sound = |n: u32| self.lexicon.names.name(n).sound;
        (self.f.family_len > 0).then_some(())?;
        Some(format!("{:x}|{:x}|{}", sound(self.f.given[0]), sound(self.f.family[0]), self.born()?))
    }

    fn place(&self) -> Option<String> {
        (self.f.zip != 0).then_some(())?;
        Some(format!("{}|{}|{}", self.given(), self.f.zip, self.born()?))
    }
}

fn hash(key: &[u8], kind: Kind, infant: bool, parts: &str) -> String {
    mac(key, format!("{kind:?}|{}|{parts}", if infant { "child" } else { "adult" }).as_bytes())
}

/// HMAC-SHA-256 in hexadecimal.
fn mac(key: &[u8], text: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
