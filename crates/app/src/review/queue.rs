//! The queue: what could not be decided and waits for somebody.

use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::SourcePersonId;
use kith_domain::identity::{Attribute, PairKind, Verdict};
use kith_store::linkage::{self, Cursor, Pair, ReviewRow};

use super::compare;
use crate::privacy::listed;
use crate::view::{IdentityCard, ReviewLine, ReviewQueue, Waiting};
use crate::{App, Error, require};

/// Lines of one page.
const PAGE: u32 = 50;

/// What waits. `after` is what [`ReviewQueue::next`] said.
pub async fn queue(
    app: &App,
    actor: &Actor,
    kind: Option<PairKind>,
    after: Option<&str>,
) -> Result<ReviewQueue, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    let after = after.and_then(read_cursor);
    let found = linkage::queue(app.db(), kind, after, PAGE).await?;
    let named = found.iter().flat_map(|row| [row.left.person, row.right.person]);
    listed(app, actor, "list_identity", None, (format!("{} pairs", found.len()), named)).await?;
    let next =
        (found.len() == PAGE as usize).then(|| found.last().map(|row| write_cursor(row.cursor()))).flatten();
    Ok(ReviewQueue {
        waiting: counts(app).await?,
        kind,
        rows: found.iter().map(line).collect(),
        next,
        now: app.now(),
    })
}

/// How much waits, of each kind.
pub async fn waiting(app: &App, actor: &Actor) -> Result<Vec<Waiting>, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    counts(app).await
}

async fn counts(app: &App) -> Result<Vec<Waiting>, Error> {
    let counts = linkage::queue_counts(app.db()).await?;
    Ok(counts.into_iter().map(|c| Waiting { kind: c.kind, count: c.waiting, oldest: c.oldest }).collect())
}

/// The path of what waits after a pair, of its kind; from the beginning when it was the last.
pub(super) async fn after(app: &App, pair: Pair) -> Result<Option<String>, Error> {
    let db = app.db();
    let cursor = linkage::review(db, pair).await?.map(|row| row.cursor());
    let mut found = linkage::queue(db, Some(pair.kind), cursor, 1).await?;
    if found.is_empty() {
        found = linkage::queue(db, Some(pair.kind), None, 2).await?;
    }
    Ok(found.iter().map(|row| row.pair).find(|p| *p != pair).map(path))
}

/// The path of a pair, without `/review/`.
pub(super) fn path(pair: Pair) -> String {
    let path = format!("{}/{}/{}", pair.kind.name(), pair.a, pair.b);
    match pair.attribute {
        Some(attribute) => format!("{path}?attribute={}", attribute.name()),
        None => path,
    }
}

fn line(row: &ReviewRow) -> ReviewLine {
    let looked_at = row.standing.as_ref().filter(|s| s.verdict == Verdict::Unsure);
    ReviewLine {
        kind: row.pair.kind,
        left: card(&row.left),
        right: card(&row.right),
        attribute: row.pair.attribute,
        probability: row.probability.unwrap_or_default(),
        why: why(row),
        since: row.since,
        looked_at: looked_at.map(|s| (s.by.clone().unwrap_or_default(), s.at)),
    }
}

/// Why it waits, a code each. Of a conflict the store keeps what is stated; that is asked for on its own page.
fn why(row: &ReviewRow) -> Vec<String> {
    if row.pair.kind == PairKind::Fact {
        return vec!["conflict".to_owned()];
    }
    serde_json::from_str(&row.why).unwrap_or_else(|error| {
        tracing::warn!(%error, pair = path(row.pair), "the reasons of a review are no list");
        Vec::new()
    })
}

/// A source person, as lists show her.
pub(super) fn card(subject: &linkage::Subject) -> IdentityCard {
    let said = subject.said.as_ref();
    IdentityCard {
        key: subject.key,
        person: subject.person,
        name: said.and_then(|p| compare::current(p).into_iter().next()),
        born: said.and_then(|p| p.born),
        source: subject.source_name.clone(),
    }
}

fn write_cursor(cursor: Cursor) -> String {
    let Pair { kind, a, b, attribute } = cursor.pair;
    let attribute = attribute.map_or("", Attribute::name);
    format!("{}.{}.{a}.{b}.{attribute}", cursor.since.as_microsecond(), kind.name())
}

/// Anything else than what [`write_cursor`] wrote is the beginning.
fn read_cursor(text: &str) -> Option<Cursor> {
    let mut parts = text.split('.');
    let since = jiff::Timestamp::from_microsecond(parts.next()?.parse().ok()?).ok()?;
    let kind = PairKind::named(parts.next()?)?;
    let mut key = || parts.next()?.parse().ok().map(SourcePersonId);
    let (a, b) = (key()?, key()?);
    Some(Cursor { since, pair: Pair { kind, a, b, attribute: parts.next().and_then(Attribute::named) } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_last_one_ended() {
        let check = |pair: Pair| {
            let cursor = Cursor { since: "2026-03-01T10:00:00.123456Z".parse().unwrap(), pair };
            assert_eq!(read_cursor(&write_cursor(cursor)), Some(cursor));
        };
        check(Pair::person(SourcePersonId(3), SourcePersonId(9)));
        check(Pair::dyad(SourcePersonId(9), SourcePersonId(3)));
        check(Pair::fact(SourcePersonId(3), SourcePersonId(9), Attribute::BirthOrder));
        for nonsense in ["", "x", "1.person", "1.person.a.b."] {
            assert_eq!(read_cursor(nonsense), None, "{nonsense}");
        }
    }
}
