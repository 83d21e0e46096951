//! What waits to be decided: asked for by linkage about pairs, and by portraits about facts.
//!
//! What was asked for once keeps the time since which it waits, however often it is asked for again. A pair about which
//! the latest standing verdict decides, or says never to ask again, is kept but not open.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kith_domain::id::SourcePersonId;
use kith_domain::identity::Verdict;

use super::{Pair, read_pair, read_verdict};
use crate::Result;
use crate::db::Tx;
use crate::sql::{Value, args, queries};

queries! {
    SAVE = "linkage_save_reviews";
    REMOVE = "linkage_remove_reviews";
    OF_FIRST = "linkage_reviews_of_first";
    OF_SECOND = "linkage_reviews_of_second";
    GIVEN = "linkage_given_verdicts";
    REOPEN = "linkage_reopen_reviews";
}

/// Something to be decided.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReview {
    /// The pair.
    pub pair: Pair,
    /// How likely it is that they are one, or mother and child, from 0 to 1; none for facts.
    pub probability: Option<f64>,
    /// Why it was not decided, as JSON.
    pub why: String,
}

/// Writes the difference between what waits and what should: `existing` are all that may be removed.
pub(super) async fn replace(
    tx: &mut Tx,
    existing: BTreeSet<Pair>,
    wanted: BTreeMap<Pair, (NewReview, bool)>,
    now: Timestamp,
) -> Result<()> {
    let removed = existing
        .iter()
        .filter(|pair| !wanted.contains_key(pair))
        .flat_map(|p| args![p.kind.name(), p.a, p.b, p.attribute_name()])
        .collect();
    tx.run_list(REMOVE, removed, vec![]).await?;
    let saved = wanted
        .into_iter()
        .flat_map(|(p, (review, is_open))| {
            let (kind, attribute) = (p.kind.name(), p.attribute_name());
            args![kind, p.a, p.b, attribute, review.probability, review.why, now, is_open]
        })
        .collect();
    tx.run_list(SAVE, saved, vec![]).await.map(drop)
}

/// Reviews in which one of some source people comes first, and with `second` those in which one comes second.
pub(super) async fn about(tx: &mut Tx, people: Vec<Value>, second: bool) -> Result<BTreeSet<Pair>> {
    let mut rows = Vec::new();
    if second {
        rows = tx.list(OF_SECOND, people.clone(), vec![]).await?;
    }
    rows.extend(tx.list(OF_FIRST, people, vec![]).await?);
    rows.iter().map(|row| read_pair(row, 0)).collect()
}

/// Of some pairs those that are settled: the latest standing verdict decides, or says never to ask again.
pub(super) async fn settled(tx: &mut Tx, pairs: impl Iterator<Item = &Pair>) -> Result<BTreeSet<Pair>> {
    let list = pairs.flat_map(|p| args![p.kind.name(), p.a, p.b, p.attribute_name()]).collect();
    let mut latest: BTreeMap<Pair, (i64, bool)> = BTreeMap::new();
    for row in tx.list(GIVEN, list, vec![]).await? {
        let (pair, act): (Pair, i64) = (read_pair(&row, 0)?, row.get(4)?);
        let settles = row.get::<bool>(6)? || read_verdict(&row.get::<String>(5)?)? != Verdict::Unsure;
        let last = latest.entry(pair).or_insert((act, settles));
        if last.0 < act {
            *last = (act, settles);
        }
    }
    Ok(latest.into_iter().filter(|(_, (_, settles))| *settles).map(|(pair, _)| pair).collect())
}

/// Opens and closes what is asked about some pairs, as the verdicts now stand.
pub(super) async fn reopen<'a>(tx: &mut Tx, pairs: impl Iterator<Item = &'a Pair> + Clone) -> Result<()> {
    let settled = settled(tx, pairs.clone()).await?;
    let list = pairs
        .flat_map(|p| args![p.kind.name(), p.a, p.b, p.attribute_name(), !settled.contains(p)])
        .collect();
    tx.run_list(REOPEN, list, vec![]).await.map(drop)
}

/// The wanted reviews with whether each is open.
pub(super) async fn opened(
    tx: &mut Tx,
    reviews: impl IntoIterator<Item = NewReview>,
) -> Result<BTreeMap<Pair, (NewReview, bool)>> {
    let mut wanted: BTreeMap<Pair, (NewReview, bool)> = BTreeMap::new();
    for review in reviews {
        let pair = review.pair.ordered()?;
        wanted.insert(pair, (NewReview { pair, ..review }, true));
    }
    for pair in settled(tx, wanted.keys()).await? {
        if let Some((_, is_open)) = wanted.get_mut(&pair) {
            *is_open = false;
        }
    }
    Ok(wanted)
}

/// The keys of some people as a list.
pub(super) fn keys<'a>(people: impl IntoIterator<Item = &'a SourcePersonId>) -> Vec<Value> {
    people.into_iter().map(|p| Value::from(*p)).collect()
}
