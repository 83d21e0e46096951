//! Who looked at whose record: for her, and for the privacy officer.

use std::collections::BTreeSet;

use jiff::ToSpan;
use kith_domain::access::{Action, Actor, Relation, Subject};
use kith_domain::id::PersonId;
use kith_domain::snooping::{self, Known, Looked};
use kith_store::audit::{self, Entry};
use kith_store::glass::{self, Glass};
use kith_store::{account, people, safety};

use super::{about, allowed, sharing};
use crate::view::{GlassShown, LookShown, OddShown, OfficerPage, WhoLooked, Why};
use crate::worklist::card;
use crate::{App, Error, audited, require};

/// Days of the log in which the officer's page looks for what is odd.
const DAYS: i64 = 30;
/// Entries of it that are read.
const ENTRIES: u32 = 20_000;
/// Looks that her list shows.
const MOST: usize = 500;
/// Emergencies on a page.
const GLASSES: u32 = 100;
/// What in the log is a look at somebody's record, each with its words.
pub const LOOKS: [&str; 10] = [
    "see_person",
    "see_record",
    "see_identity",
    "see_privacy",
    "open_case",
    "open_referral",
    "match_case",
    "list_referrals",
    "break_glass",
    "who_looked",
];

/// Who looked at somebody's record, to be printed for her.
pub async fn who_looked(app: &App, actor: &Actor, person: PersonId) -> Result<WhoLooked, Error> {
    allowed(app, actor, Action::SeeLooks, person).await?;
    let row = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    let things = safety::things_of(app.db(), row.id).await?;
    let mut entries = audit::about(app.db(), &things).await?;
    entries.retain(|entry| LOOKS.contains(&entry.action.as_str()));
    let more = entries.len() > MOST;
    entries.truncate(MOST);
    audited(app, actor, "who_looked", Some(about(row.id)), "").await?;
    let look =
        |entry: Entry| LookShown { at: entry.at, why: why_of(&entry), who: entry.who, what: entry.action };
    Ok(WhoLooked {
        person: row.id,
        name: card(&row).name,
        looks: entries.into_iter().map(look).collect(),
        more,
    })
}

/// Why somebody looked, as they stood to her.
fn why_of(entry: &Entry) -> Option<Why> {
    if entry.action == "break_glass" {
        return Some(Why::Emergency);
    }
    if entry.action == "who_looked" {
        return Some(Why::List);
    }
    let said = entry.detail.split_whitespace().find_map(|word| word.strip_prefix("why:"));
    match said {
        Some("emergency") => Some(Why::Emergency),
        Some(name) => Relation::named(name).map(Why::Related),
        None if entry.account.is_none() && entry.action == "open_referral" => Some(Why::Link),
        None => None,
    }
}

/// What a privacy officer works on.
pub async fn officer(app: &App, actor: &Actor) -> Result<OfficerPage, Error> {
    if let Err(denied) = require(actor, Action::ReviewPrivacy, Subject::default()) {
        audited(app, actor, "denied", None, "review_privacy").await?;
        return Err(denied);
    }
    let db = app.db();
    let since = app.today().saturating_sub(DAYS.days());
    let entries = audit::since(db, super::begins(app, since)?, ENTRIES).await?;
    let whole = entries.len() < ENTRIES as usize;
    let looks: Vec<Looked> = entries.iter().filter_map(looked).collect();
    let many = sharing(app).await?.opens_an_hour;
    let known = known(app, &looks).await?;
    let odd = snooping::findings(&looks, &known, usize::from(many)).into_iter().map(|finding| OddShown {
        who: known.accounts.get(&finding.account).cloned().unwrap_or_default(),
        odd: finding.odd,
        people: finding.people.into_iter().collect(),
        last: finding.last,
    });
    let mut odd: Vec<OddShown> = odd.collect();
    odd.sort_by_key(|odd| std::cmp::Reverse((odd.people.len(), odd.last)));
    audited(app, actor, "review_privacy", None, &format!("{} findings", odd.len())).await?;
    Ok(OfficerPage {
        to_review: glass::to_review(db, GLASSES).await?.into_iter().map(shown).collect(),
        reviewed: glass::reviewed(db, GLASSES).await?.into_iter().map(shown).collect(),
        odd,
        since,
        many,
        looks: (looks.len(), !whole),
    })
}

fn shown(glass: Glass) -> GlassShown {
    GlassShown {
        id: glass.id,
        who: glass.who,
        person: glass.person,
        reason: glass.reason,
        words: glass.words,
        at: glass.at,
        until: glass.until,
        finding: glass.finding,
    }
}

/// An entry as a look: who looks at what others looked at does not look at her record.
fn looked(entry: &Entry) -> Option<Looked> {
    let is_look = LOOKS.contains(&entry.action.as_str()) && entry.action != "who_looked";
    let of = entry.detail.split_whitespace().find_map(|word| word.strip_prefix("of:"));
    let direct = entry.subject.as_deref().and_then(|subject| subject.strip_prefix("person/"));
    Some(Looked {
        account: entry.account.filter(|_| is_look)?,
        person: PersonId(of.or(direct)?.parse().ok()?),
        at: entry.at,
        related: why_of(entry) != Some(Why::Related(Relation::None)),
    })
}

async fn known(app: &App, looks: &[Looked]) -> Result<Known, Error> {
    let ids: BTreeSet<PersonId> = looks.iter().map(|look| look.person).collect();
    let rows = people::many(app.db(), &ids.into_iter().collect::<Vec<_>>()).await?.into_iter();
    Ok(Known {
        accounts: account::list(app.db()).await?.into_iter().map(|a| (a.id, a.name)).collect(),
        families: rows.filter_map(|row| Some((row.id, row.family?))).collect(),
        concealed: safety::hot(app.db()).await?.into_iter().collect(),
    })
}
