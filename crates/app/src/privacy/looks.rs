//! Who looked at whose record: for her, and for the privacy officer.

use std::collections::{BTreeSet, HashSet};

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
/// What in the log is a look at something of one person, each with its words.
pub const LOOKS: [&str; 21] = [
    "see_person",
    "see_mine",
    "see_record",
    "see_identity",
    "see_privacy",
    "see_consent_form",
    "open_case",
    "open_plan",
    "open_reproductive",
    "ask_again",
    "known_of",
    "open_referral",
    "open_own_word",
    "match_case",
    "list_referrals",
    "open_goods_form",
    "open_goods_item",
    "open_scan",
    "see_scan",
    "break_glass",
    "who_looked",
];
/// What in the log is a list on which people are named, each with its words.
pub const LISTS: [&str; 10] = [
    "list_people",
    "list_cases",
    "list_tasks",
    "list_reviews",
    "list_referrals",
    "list_goods",
    "open_recall",
    "list_mothers",
    "list_identity",
    "follow_submissions",
];

/// Who looked at somebody's record, to be printed for her.
pub async fn who_looked(app: &App, actor: &Actor, person: PersonId) -> Result<WhoLooked, Error> {
    allowed(app, actor, Action::SeeLooks, person).await?;
    let row = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    let things = safety::things_of(app.db(), row.id).await?;
    let mut entries = audit::about(app.db(), &things).await?;
    entries.retain(|entry| LOOKS.contains(&entry.action.as_str()));
    let ids = things.iter().filter_map(|thing| thing.strip_prefix("person/")?.parse().ok().map(PersonId));
    let mut lists = audit::naming(app.db(), &ids.collect::<Vec<_>>()).await?;
    lists.retain(|entry| LISTS.contains(&entry.action.as_str()));
    once_a_day(app, &mut lists);
    // A list that is looked at all day takes no place from a look at her record.
    let more = entries.len() > MOST || lists.len() > MOST;
    entries.truncate(MOST);
    entries.extend(lists.into_iter().take(MOST));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
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

/// Leaves of each list, for each who read it, the last look of a day: open pages are read again as numbers move.
fn once_a_day(app: &App, lists: &mut Vec<Entry>) {
    let mut known = HashSet::new();
    lists.retain(|entry| {
        let day = entry.at.to_zoned(app.time_zone().clone()).date();
        known.insert((entry.account, entry.who.clone(), entry.action.clone(), day))
    });
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
        Some("link") => Some(Why::Link),
        Some(name) => Relation::named(name).map(Why::Related),
        None if entry.account.is_none() && entry.action == "open_referral" => Some(Why::Link),
        None if LISTS.contains(&entry.action.as_str()) => Some(Why::OnList),
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
    let action = entry.action.as_str();
    // Of a list it is not said whom of those on it somebody read.
    let is_list = LISTS.contains(&action) && !entry.detail.starts_with("why:");
    // Who speaks for a baby is of its family, and looks at nobody else.
    let is_look = LOOKS.contains(&action) && !is_list && !matches!(action, "who_looked" | "see_mine");
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use kith_domain::id::AccountId;

    use super::*;

    #[test]
    fn a_look_is_at_one_person_and_by_somebody() {
        let check = |action: &str, subject: Option<&str>, detail: &str, expected: Option<(i64, bool)>| {
            let entry = Entry {
                at: Timestamp::UNIX_EPOCH,
                account: Some(AccountId(1)),
                who: "A Tester".into(),
                action: action.into(),
                subject: subject.map(str::to_owned),
                detail: detail.into(),
            };
            assert_eq!(
                looked(&entry).map(|look| (look.person.0, look.related)),
                expected,
                "{action} {detail}"
            );
            assert!(looked(&Entry { account: None, ..entry }).is_none(), "a link is nobody's account");
        };
        check("open_case", Some("case/1"), "why:case of:12", Some((12, true)));
        check("open_plan", Some("case/1"), "why:none of:12", Some((12, false)));
        check("open_goods_item", Some("goods_item/5"), "why:receiver of:12", Some((12, true)));
        check("list_referrals", Some("case/1"), "why:case of:12", Some((12, true)));
        check("list_referrals", None, "2 rows of:12 of:13", None);
        check("list_people", None, "work list, 2 rows of:12 of:13", None);
        check("break_glass", Some("person/12"), "danger of:12", Some((12, true)));
        check("who_looked", Some("person/12"), "", None);
        check("give_consent", Some("person/12"), "consent/1 permit", None);
    }
}
