//! What people decided: verdicts about pairs, and whom to believe. Nothing is overwritten; it is taken back.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kith_domain::id::{AccountId, ActId, SourcePersonId};
use kith_domain::identity::{Attribute, PairKind, Verdict};

use super::{Pair, portraits, read_attribute, read_pair, read_verdict, reviews};
use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter, ledger, live};

queries! {
    SAVE_ACT = "linkage_save_act";
    SAVE_VERDICTS = "linkage_save_verdicts";
    SAVE_CHOICES = "linkage_save_choices";
    TAKE_BACK = "linkage_take_back";
    ACT = "linkage_act";
    VERDICTS_OF_ACTS = "linkage_verdicts_of_acts";
    CHOICES_OF_ACTS = "linkage_choices_of_acts";
    RENUMBER = "linkage_renumber_verdicts";
    VERDICTS = "linkage_verdicts";
    CHOICES = "linkage_choices";
    ACTS_ABOUT = "linkage_acts_about";
}

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActKind {
    /// Said that a pair is one.
    Same,
    /// Said that it is not.
    Different,
    /// Looked and left it open.
    Unsure,
    /// Left it open, and asked not to be asked again.
    NeverAgain,
    /// Made two people one.
    Merge,
    /// Took a source person out of a person.
    Split,
    /// Chose whom to believe.
    Choice,
}

impl ActKind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Same, Self::Different, Self::Unsure, Self::NeverAgain, Self::Merge, Self::Split, Self::Choice];

    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Unsure => "unsure",
            Self::NeverAgain => "never_again",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Choice => "choice",
        }
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// A verdict to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewVerdict {
    /// About which pair.
    pub pair: Pair,
    /// What.
    pub verdict: Verdict,
}

/// An act to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAct {
    /// What it is.
    pub kind: ActKind,
    /// Who; none for what a source itself states.
    pub by: Option<AccountId>,
    /// Their words.
    pub note: Option<String>,
    /// What it says about pairs.
    pub verdicts: Vec<NewVerdict>,
    /// Whether these pairs are not to be asked about again.
    pub never_again: bool,
    /// Whom to believe about what.
    pub choices: Vec<(Attribute, SourcePersonId)>,
}

/// A verdict that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenVerdict {
    /// About which pair.
    pub pair: Pair,
    /// What.
    pub verdict: Verdict,
    /// Whether the pair is not to be asked about again.
    pub never_again: bool,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its id; later acts have higher ones.
    pub id: ActId,
    /// What it is.
    pub kind: ActKind,
    /// When.
    pub at: Timestamp,
    /// Who; none for what a source itself stated.
    pub by: Option<AccountId>,
    /// Their name.
    pub by_name: Option<String>,
    /// Their words.
    pub note: Option<String>,
    /// When it was taken back, and by whom.
    pub undone: Option<(Timestamp, Option<String>)>,
    /// What it says about pairs.
    pub verdicts: Vec<GivenVerdict>,
    /// Whom to believe about what.
    pub choices: Vec<(Attribute, SourcePersonId)>,
}

/// What stands about a pair of which a verdict was given or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingVerdict {
    /// The number of that change.
    pub seq: i64,
    /// The pair.
    pub pair: Pair,
    /// The latest verdict that was not taken back; none when there is none left.
    pub verdict: Option<Verdict>,
    /// The act that gave it, or the one that was taken back.
    pub act: ActId,
}

/// Keeps an act, in one transaction. What follows from it for clusters is for whoever computes them; what follows for
/// mothers, for what is shown of a person and for the queue is done or noted here.
pub async fn act(db: &Db, new: &NewAct, now: Timestamp) -> Result<ActId> {
    let mut given: BTreeMap<Pair, Verdict> = BTreeMap::new();
    for verdict in &new.verdicts {
        given.insert(verdict.pair.ordered()?, verdict.verdict);
    }
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let id = ActId(counter::take(&mut tx, "act", 1).await?);
    tx.run(SAVE_ACT, args![id, new.kind.name(), now, new.by, new.note.as_deref()]).await?;
    let first = counter::take(&mut tx, "verdict", given.len()).await? - given.len() as i64 + 1;
    let rows = (first..)
        .zip(&given)
        .flat_map(|(seq, (pair, verdict))| {
            let (kind, attribute) = (pair.kind.name(), pair.attribute_name());
            args![id, kind, pair.a, pair.b, attribute, verdict.name(), new.never_again, seq]
        })
        .collect();
    tx.run_list(SAVE_VERDICTS, rows, vec![]).await?;
    let choices: BTreeSet<_> = new.choices.iter().copied().collect();
    let rows = choices.iter().flat_map(|(attribute, by)| args![id, attribute.name(), *by]).collect();
    tx.run_list(SAVE_CHOICES, rows, vec![]).await?;
    follow(&mut tx, given.keys().copied().collect(), choices.iter().map(|c| c.1).collect(), now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes an act back; false when it was taken back before or is not there.
pub async fn take_back(db: &Db, act: ActId, by: Option<AccountId>, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    if tx.run(TAKE_BACK, args![act, now, by]).await? == 0 {
        return Ok(false);
    }
    let rows = tx.list(VERDICTS_OF_ACTS, args![act], vec![]).await?;
    let pairs: BTreeSet<Pair> = rows.iter().map(|row| read_pair(row, 0)).collect::<Result<_>>()?;
    let first = counter::take(&mut tx, "verdict", pairs.len()).await? - pairs.len() as i64 + 1;
    let list = (first..)
        .zip(&pairs)
        .flat_map(|(seq, p)| args![p.kind.name(), p.a, p.b, p.attribute_name(), seq])
        .collect();
    tx.run_list(RENUMBER, list, args![act]).await?;
    let rows = tx.list(CHOICES_OF_ACTS, args![act], vec![]).await?;
    let chosen = rows.iter().map(|row| row.get(2)).collect::<Result<_>>()?;
    follow(&mut tx, pairs, chosen, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// What follows at once from verdicts given or taken back about some pairs, and from choices of some source people.
async fn follow(
    tx: &mut Tx,
    pairs: BTreeSet<Pair>,
    chosen: BTreeSet<SourcePersonId>,
    now: Timestamp,
) -> Result<()> {
    let of = |kind| pairs.iter().filter(move |p| p.kind == kind);
    let work = of(PairKind::Dyad).flat_map(|p| [p.a, p.b]).collect();
    ledger::remember_work(tx, &work).await?;
    let shown: BTreeSet<SourcePersonId> =
        of(PairKind::Fact).flat_map(|p| [p.a, p.b]).chain(chosen.iter().copied()).collect();
    portraits::refresh(tx, &shown, now).await?;
    reviews::reopen(tx, pairs.iter().filter(|p| p.kind != PairKind::Fact)).await?;
    let buckets = ledger::buckets(tx, chosen).await?;
    live::mark(tx, &buckets, now).await
}

/// The newest acts about some source people, newest first, those taken back included.
pub async fn acts_about(db: &Db, people: &[SourcePersonId], limit: u32) -> Result<Vec<Act>> {
    let mut tx = db.snapshot().await?;
    let list = people.iter().map(|p| Value::from(*p)).collect();
    let rows = tx.list(ACTS_ABOUT, list, args![i64::from(limit)]).await?;
    let ids: BTreeSet<ActId> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    let ids = ids.into_iter().rev().take(limit as usize).collect();
    Ok(acts_in(&mut tx, &ids).await?.into_values().rev().collect())
}

pub(super) async fn acts_in(tx: &mut Tx, ids: &BTreeSet<ActId>) -> Result<BTreeMap<ActId, Act>> {
    let list: Vec<Value> = ids.iter().map(|id| Value::from(*id)).collect();
    let mut acts = BTreeMap::new();
    for row in tx.list(ACT, list.clone(), vec![]).await? {
        let act = read_act(&row)?;
        acts.insert(act.id, act);
    }
    for row in tx.list(VERDICTS_OF_ACTS, list.clone(), vec![]).await? {
        let verdict = GivenVerdict {
            pair: read_pair(&row, 0)?,
            verdict: read_verdict(&row.get::<String>(4)?)?,
            never_again: row.get(5)?,
        };
        if let Some(act) = acts.get_mut(&row.get(6)?) {
            act.verdicts.push(verdict);
        }
    }
    for row in tx.list(CHOICES_OF_ACTS, list, vec![]).await? {
        if let Some(act) = acts.get_mut(&row.get(0)?) {
            act.choices.push((read_attribute(&row.get::<String>(1)?)?, row.get(2)?));
        }
    }
    for act in acts.values_mut() {
        act.verdicts.sort_unstable_by_key(|v| v.pair);
        act.choices.sort_unstable();
    }
    Ok(acts)
}

fn read_act(row: &Row) -> Result<Act> {
    let (kind, undone_at, undone_by): (String, Option<Timestamp>, Option<String>) =
        (row.get(1)?, row.get(6)?, row.get(7)?);
    Ok(Act {
        id: row.get(0)?,
        kind: ActKind::named(&kind).ok_or(Error::Corrupt("kind of an act"))?,
        at: row.get(2)?,
        by: row.get(3)?,
        by_name: row.get(4)?,
        note: row.get(5)?,
        undone: undone_at.map(|at| (at, undone_by)),
        verdicts: Vec::new(),
        choices: Vec::new(),
    })
}

/// Pairs of which a verdict was given or taken back after a number, in that order, with what now stands about each. A
/// pair comes once for every verdict that was ever given about it.
pub async fn verdicts(db: &Db, after: i64, limit: u32) -> Result<Vec<StandingVerdict>> {
    let read = |row: &Row| {
        let (standing, verdict): (Option<ActId>, Option<String>) = (row.get(6)?, row.get(7)?);
        Ok(StandingVerdict {
            seq: row.get(4)?,
            pair: read_pair(row, 0)?,
            verdict: verdict.map(|v| read_verdict(&v)).transpose()?,
            act: standing.map_or_else(|| row.get(5), Ok)?,
        })
    };
    db.rows(VERDICTS, args![after, i64::from(limit)]).await?.iter().map(read).collect()
}

/// Choices of some source people that stand, the oldest first.
pub async fn choices(db: &Db, people: &[SourcePersonId]) -> Result<Vec<(Attribute, SourcePersonId, ActId)>> {
    let mut tx = db.snapshot().await?;
    choices_in(&mut tx, people.iter().map(|p| Value::from(*p)).collect()).await
}

pub(super) async fn choices_in(
    tx: &mut Tx,
    people: Vec<Value>,
) -> Result<Vec<(Attribute, SourcePersonId, ActId)>> {
    let mut choices = Vec::new();
    for row in tx.list(CHOICES, people, vec![]).await? {
        choices.push((read_attribute(&row.get::<String>(1)?)?, row.get(2)?, row.get(0)?));
    }
    choices.sort_unstable_by_key(|(attribute, by, act)| (*act, *attribute, *by));
    Ok(choices)
}
