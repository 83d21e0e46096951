//! One value of several: chosen by a person, or said most fully, by most, last.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Chosen, Why};
use crate::id::{RecordId, SourceId, SourcePersonId};

/// How much a value says: 0 is all that can be said, and every step more is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(pub u8);

/// A value that a record states.
#[derive(Debug)]
pub(super) struct Stated<T> {
    pub value: T,
    pub rank: Rank,
    /// Of values that agree the one with the lowest is shown.
    pub style: u8,
    /// Whether its source retired the record.
    pub retired: bool,
    pub record: RecordId,
    pub by: SourcePersonId,
    pub source: SourceId,
}

/// Chooses. `believed` are the source people whom somebody chose to believe, the newest choice first; `agree` holds
/// for values that may both be true.
pub(super) fn choose<T: Clone>(
    stated: Vec<Stated<T>>,
    believed: impl Iterator<Item = SourcePersonId>,
    agree: impl Fn(&T, &T) -> bool,
) -> Option<Chosen<T>> {
    let take =
        |one: &Stated<T>, why| Chosen { value: one.value.clone(), record: one.record, by: one.by, why };
    let newest = |s: &&Stated<T>| (Reverse(s.record), s.by);
    for by in believed {
        let own = stated.iter().filter(|s| s.by == by);
        if let Some(chosen) = own.min_by_key(|s| (s.retired, s.rank, newest(s))) {
            return Some(take(chosen, Why::ChosenByAPerson));
        }
    }

    let in_use = stated.iter().any(|s| !s.retired);
    let standing: Vec<_> = stated.iter().filter(|s| s.retired != in_use).collect();
    let most = standing.iter().map(|s| s.rank).min()?;
    let fullest: Vec<_> = standing.iter().copied().filter(|s| s.rank == most).collect();
    let support = |of: &Stated<T>| {
        let saying = standing.iter().filter(|s| agree(&s.value, &of.value));
        saying.map(|s| s.source).collect::<BTreeSet<_>>().len()
    };
    let best = fullest.iter().map(|s| support(s)).max()?;
    let agreed = fullest.iter().copied().filter(|s| support(s) == best);
    let last = agreed.min_by_key(newest)?;
    let alike = fullest.iter().copied().filter(|s| agree(&s.value, &last.value));
    let one = alike.min_by_key(|s| (s.style, newest(s)))?;

    let sources = standing.iter().map(|s| s.source).collect::<BTreeSet<_>>().len();
    let against = |s: &&Stated<T>| !agree(&s.value, &one.value);
    let rivals: Vec<_> = fullest.iter().copied().filter(against).collect();
    let why = if !rivals.is_empty() {
        match rivals.iter().map(|s| support(s)).max() {
            Some(others) if others == best => Why::Newest,
            _ => Why::Agreed { sources: best, of: sources },
        }
    } else if fullest.len() < standing.len() {
        Why::MorePrecise
    } else if sources > 1 {
        Why::Agreed { sources: best, of: sources }
    } else if stated.iter().any(|s| against(&s)) {
        Why::InUse
    } else {
        Why::OnlyOne
    };
    Some(take(one, why))
}
