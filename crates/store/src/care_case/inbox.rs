//! The inbox: a page costs what it shows, however many cases are open.

use std::collections::HashMap;

use jiff::Timestamp;
use kith_domain::care_case::Case;
use kith_domain::id::{AccountId, CaseId, PersonId};
use kith_domain::priority::Tier;

use super::read;
use crate::sql::{Value, args, queries};
use crate::{Db, Result};

queries! {
    INBOX = "case_inbox";
    INBOX_OF_TIER = "case_inbox_of_tier";
    INBOX_OF_WORKER = "case_inbox_of_worker";
    INBOX_OF_WORKER_AND_TIER = "case_inbox_of_worker_and_tier";
    CLOSED = "case_closed";
    SEARCH = "case_search";
    OPEN = "case_open";
    LATE = "case_late";
    NOBODY = "case_nobody";
    LOADS = "case_loads";
    SENDERS = "submission_of_cases";
    MAYBE_SAME = "case_maybe_same";
}

/// What a list of cases is limited to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// Those of one worker; inside, none for nobody's.
    pub worker: Option<Option<AccountId>>,
    /// One tier.
    pub tier: Option<Tier>,
    /// Open ones that were due before this.
    pub due_before: Option<Timestamp>,
    /// Closed ones, the newest first, instead of open ones, the most urgent due first.
    pub closed: bool,
    /// The beginnings of one or two names. Closed ones then come by when they were due.
    pub search: Option<String>,
}

/// The last case of a page, for the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// What the list is ordered by: when it was due, or was closed.
    pub at: Timestamp,
    /// The case.
    pub case: CaseId,
}

impl Cursor {
    /// The place of a case in the list that was asked for.
    pub fn of(case: &Case, ask: &Ask) -> Self {
        let at = if ask.closed && ask.search.is_none() {
            case.closed_at.unwrap_or(case.due_at)
        } else {
            case.due_at
        };
        Self { at, case: case.id }
    }
}

/// A page of cases.
pub async fn inbox(db: &Db, ask: &Ask, after: Option<Cursor>, limit: u32) -> Result<Vec<Case>> {
    let limit = i64::from(limit);
    let worker = ask.worker.map(|w| w.map_or(0, |w| w.0));
    let tier = ask.tier.map(Tier::name);
    let until = ask.due_before.map_or(i64::MAX, |at| at.as_microsecond());
    let (at, id) = after.map_or((i64::MIN, 0), |c| (c.at.as_microsecond(), c.case.0));
    let page = args![at, id, until, limit];
    let of = |first: Vec<Value>| [first, page.clone()].concat();
    let (any, every) = (worker.unwrap_or(-1), tier.unwrap_or_default());
    let (query, args) = match (&ask.search, ask.closed, worker, tier) {
        (Some(text), ..) => {
            let lower = text.to_lowercase();
            let mut words = lower.split_whitespace();
            let Some(first) = words.next() else { return Ok(Vec::new()) };
            let second = words.collect::<Vec<_>>().join(" ");
            let up_to = |word: &str| format!("{word}\u{10ffff}");
            let (first_to, second_to) = (up_to(first), up_to(&second));
            (SEARCH, args![first, first_to, second, second_to, ask.closed, any, every, until, at, id, limit])
        }
        (None, true, ..) => {
            let (at, id) = after.map_or((i64::MAX, 0), |c| (c.at.as_microsecond(), c.case.0));
            (CLOSED, args![at, id, any, every, limit])
        }
        (None, false, Some(worker), Some(tier)) => {
            let worker = if worker == 0 { -1 } else { worker };
            (INBOX_OF_WORKER_AND_TIER, of(args![worker, tier]))
        }
        (None, false, Some(worker), None) => (INBOX_OF_WORKER, of(args![worker])),
        (None, false, None, Some(tier)) => (INBOX_OF_TIER, of(args![tier])),
        (None, false, None, None) => (INBOX, of(args![])),
    };
    db.rows(query, args).await?.iter().map(read).collect()
}

/// How many cases are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open.
    pub open: i64,
    /// Open, and due before now.
    pub late: i64,
    /// Open, and nobody's.
    pub nobody: i64,
}

/// How many cases are open, late, and nobody's.
pub async fn counts(db: &Db, now: Timestamp) -> Result<Counts> {
    let mut tx = db.snapshot().await?;
    let mut one = async |query, args| tx.row(query, args).await?.map_or(Ok(0), |row| row.get(0));
    Ok(Counts {
        open: one(OPEN, vec![]).await?,
        late: one(LATE, args![now]).await?,
        nobody: one(NOBODY, vec![]).await?,
    })
}

/// The load of somebody who works on cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Open cases.
    pub open: i64,
    /// Late ones.
    pub late: i64,
    /// When the oldest was opened.
    pub oldest: Option<Timestamp>,
}

/// Everybody who works on cases, by name.
pub async fn loads(db: &Db, now: Timestamp) -> Result<Vec<Load>> {
    let rows = db.rows(LOADS, args![now]).await?;
    let load = |row: &crate::sql::Row| {
        Ok(Load {
            account: row.get(0)?,
            name: row.get(1)?,
            open: row.get(2)?,
            late: row.get(3)?,
            oldest: row.get(4)?,
        })
    };
    rows.iter().map(load).collect()
}

/// Who sent the forms of some cases, each once, the first first.
pub async fn senders(db: &Db, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<String>>> {
    let list = cases.iter().map(|c| Value::from(*c)).collect();
    let mut all: HashMap<CaseId, Vec<String>> = HashMap::new();
    for row in db.list(SENDERS, list, vec![]).await? {
        let (case, name): (CaseId, String) = (row.get(0)?, row.get(1)?);
        let names = all.entry(case).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(all)
}

/// How many pairs of records wait to be looked at in which a person may be the same as another.
pub async fn maybe_same(db: &Db, person: PersonId) -> Result<i64> {
    db.row(MAYBE_SAME, args![person]).await?.map_or(Ok(0), |row| row.get(0))
}
