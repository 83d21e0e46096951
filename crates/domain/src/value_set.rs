//! Value sets: the codes by which a visit, a delivery or an outcome is recognised.
//!
//! They are data of a programme, not code: a site adds its own rows.

use std::collections::{BTreeMap, HashSet};

use crate::fact::Coding;

/// The codes of one value set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueSet {
    /// Codes that match exactly, as `(system, code)`.
    pub exact: HashSet<(String, String)>,
    /// Codes that match themselves and every child that starts with them, as `(system, code)`.
    pub prefixes: Vec<(String, String)>,
}

impl ValueSet {
    /// Whether a code belongs to it.
    pub fn contains(&self, system: &str, code: &str) -> bool {
        // A lookup by borrowed parts would need a custom key; the sets are small and this is not a hot path.
        self.exact.contains(&(system.to_owned(), code.to_owned()))
            || self.prefixes.iter().any(|(s, p)| s == system && code.starts_with(p.as_str()))
    }
}

/// Value sets by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueSets(pub BTreeMap<String, ValueSet>);

impl ValueSets {
    /// Whether a code belongs to the named set; a set that is not there has no codes.
    pub fn contains(&self, name: &str, coding: &Coding) -> bool {
        self.0.get(name).is_some_and(|set| set.contains(&coding.system, &coding.code))
    }
}

/// The number by which the lake knows a code, so that queries join on whole numbers: the first eight bytes of
/// FNV-1a over `system|code`. The same code has the same number in every lake.
pub fn concept_id(system: &str, code: &str) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in system.bytes().chain([b'|']).chain(code.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash as i64
}
