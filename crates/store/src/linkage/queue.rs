//! The queue of what waits to be decided, the longest first.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use kith_domain::id::{ActId, SourcePersonId};
use kith_domain::identity::{PairKind, Verdict};

use super::{Pair, Subject, read_pair, read_verdict, subjects};
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result};

queries! {
    QUEUE = "linkage_queue";
    REVIEW = "linkage_review";
    COUNTS = "linkage_queue_counts";
    STANDING = "linkage_standing";
}

/// The latest verdict about a pair that was not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The act that gave it.
    pub act: ActId,
    /// What.
    pub verdict: Verdict,
    /// Whether the pair is not to be asked about again.
    pub never_again: bool,
    /// Whose name; none for what a source itself stated.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Something that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRow {
    /// The pair.
    pub pair: Pair,
    /// The first, as currently stated.
    pub left: Subject,
    /// The second.
    pub right: Subject,
    /// How likely it is that they are one, or mother and child; none for facts.
    pub probability: Option<f64>,
    /// Why it was not decided, as JSON.
    pub why: String,
    /// Since when it waits.
    pub since: Timestamp,
    /// Whether it still does: not decided, and to be asked about.
    pub open: bool,
    /// What was last said about it: somebody may have looked and left it open.
    pub standing: Option<Standing>,
}

/// Where a page of the queue ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Since when the last one waits.
    pub since: Timestamp,
    /// The last one.
    pub pair: Pair,
}

impl ReviewRow {
    /// Where the page that ends with this row ended.
    pub fn cursor(&self) -> Cursor {
        Cursor { since: self.since, pair: self.pair }
    }
}

/// How far it is counted what waits of a kind.
pub const MOST_COUNTED: i64 = 1_000;

/// How much of a kind waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueCount {
    /// The kind.
    pub kind: PairKind,
    /// How many, at most [`MOST_COUNTED`].
    pub waiting: i64,
    /// Since when the oldest waits; none when nothing does.
    pub oldest: Option<Timestamp>,
}

/// A page of the queue, after where another ended: what waits longest first. All kinds together unless one is given.
pub async fn queue(
    db: &Db,
    kind: Option<PairKind>,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Vec<ReviewRow>> {
    let kinds = kind.map_or_else(|| PairKind::ALL.to_vec(), |kind| vec![kind]);
    let mut found = Vec::new();
    for kind in kinds {
        // Rows of all kinds are in one order: by the time, then by kind, then by pair.
        let (since, a, b, attribute) = match after {
            None => (Timestamp::MIN, 0, 0, ""),
            Some(c) if c.pair.kind == kind => (c.since, c.pair.a.0, c.pair.b.0, c.pair.attribute_name()),
            Some(c) if c.pair.kind < kind => (c.since, 0, 0, ""),
            Some(c) => (c.since, i64::MAX, 0, ""),
        };
        let args = args![kind.name(), since, a, b, attribute, i64::from(limit)];
        for row in db.rows(QUEUE, args).await? {
            found.push(read(&row)?);
        }
    }
    found.sort_unstable_by_key(|f| (f.since, f.pair));
    found.truncate(limit as usize);
    rows(db, found).await
}

/// How much waits, of every kind.
pub async fn queue_counts(db: &Db) -> Result<Vec<QueueCount>> {
    let kinds = PairKind::ALL.iter().map(|kind| Value::from(kind.name())).collect();
    let mut counts = Vec::with_capacity(PairKind::ALL.len());
    for row in db.list(COUNTS, kinds, args![MOST_COUNTED]).await? {
        let kind = PairKind::named(&row.get::<String>(0)?).ok_or(Error::Corrupt("kind of a pair"))?;
        counts.push(QueueCount { kind, waiting: row.get(1)?, oldest: row.get(2)? });
    }
    counts.sort_unstable_by_key(|c| c.kind);
    Ok(counts)
}

/// What is asked about one pair, decided or not; none when linkage asks nothing about it.
pub async fn review(db: &Db, pair: Pair) -> Result<Option<ReviewRow>> {
    let pair = pair.ordered()?;
    let args = args![pair.kind.name(), pair.a, pair.b, pair.attribute_name()];
    let found = db.row(REVIEW, args).await?.map(|row| read(&row)).transpose()?;
    Ok(rows(db, found.into_iter().collect()).await?.pop())
}

/// The latest verdict about a pair that was not taken back, whether or not it is in the queue.
pub async fn standing(db: &Db, pair: Pair) -> Result<Option<Standing>> {
    let pair = pair.ordered()?;
    Ok(latest(db, &[pair]).await?.remove(&pair))
}

/// The latest verdicts about some pairs that were not taken back; pairs of which nothing stands are left out.
pub async fn standing_of(db: &Db, pairs: &[Pair]) -> Result<HashMap<Pair, Standing>> {
    let pairs: Vec<Pair> = pairs.iter().map(|p| p.ordered()).collect::<Result<_>>()?;
    latest(db, &pairs).await
}

struct Found {
    pair: Pair,
    probability: Option<f64>,
    why: String,
    since: Timestamp,
    open: bool,
}

fn read(row: &Row) -> Result<Found> {
    Ok(Found {
        pair: read_pair(row, 0)?,
        probability: row.get(4)?,
        why: row.get(5)?,
        since: row.get(6)?,
        open: row.get(7)?,
    })
}

/// Adds who they are and what was last said.
async fn rows(db: &Db, found: Vec<Found>) -> Result<Vec<ReviewRow>> {
    let pairs: Vec<Pair> = found.iter().map(|f| f.pair).collect();
    let keys: BTreeSet<SourcePersonId> = pairs.iter().flat_map(|p| [p.a, p.b]).collect();
    let people: HashMap<SourcePersonId, Subject> =
        subjects(db, &keys.into_iter().collect::<Vec<_>>()).await?.into_iter().map(|s| (s.key, s)).collect();
    let mut standing = latest(db, &pairs).await?;
    let who = |key| people.get(&key).cloned().ok_or(Error::Corrupt("pair of a review"));
    found
        .into_iter()
        .map(|f| {
            Ok(ReviewRow {
                left: who(f.pair.a)?,
                right: who(f.pair.b)?,
                standing: standing.remove(&f.pair),
                pair: f.pair,
                probability: f.probability,
                why: f.why,
                since: f.since,
                open: f.open,
            })
        })
        .collect()
}

async fn latest(db: &Db, pairs: &[Pair]) -> Result<HashMap<Pair, Standing>> {
    let list: Vec<Value> =
        pairs.iter().flat_map(|p| args![p.kind.name(), p.a, p.b, p.attribute_name()]).collect();
    let mut latest: HashMap<Pair, Standing> = HashMap::new();
    for row in db.list(STANDING, list, vec![]).await? {
        let pair = read_pair(&row, 0)?;
        let one = Standing {
            act: row.get(4)?,
            verdict: read_verdict(&row.get::<String>(5)?)?,
            never_again: row.get(6)?,
            by: row.get(7)?,
            at: row.get(8)?,
        };
        if latest.get(&pair).is_none_or(|l| l.act < one.act) {
            latest.insert(pair, one);
        }
    }
    Ok(latest)
}
