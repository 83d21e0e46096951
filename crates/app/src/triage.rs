//! The front door: whom to contact first, who does, and what became of her.
//!
//! Those who do triage see every case and nobody else sees any; who is refused is not told whether there is such a case.
//! Every case opened and everything done leaves an audit entry, and so does what was refused. Whoever changes a case
//! that somebody else changed meanwhile is told so, and nothing is done.

mod acts;
pub(crate) mod attempts;
pub(crate) mod inbox;

pub(crate) mod page;
mod supervise;
pub(crate) mod tasks;

use std::collections::HashMap;

use jiff::Timestamp;
use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::care_case::Case;
use kith_domain::contact::{Contact, ContactOutcome};
use kith_domain::form::identity;
use kith_domain::id::{AccountId, CaseId, PersonId};
use kith_domain::priority::Rules;
use kith_domain::reach::{Reach, Tried, reach};
use kith_store::care_case;
use kith_store::{account, outreach, people, safety};

use crate::privacy::opened;
use crate::{App, Error, audited, require};

pub(crate) use acts::lacking;
pub use acts::{case_of_task, close, complete_task, give, override_tier, reopen, reopen_task, take};
pub use attempts::{keep_wish, log_attempt, undo_attempt};
pub use inbox::inbox;
pub(crate) use inbox::loads;
pub use page::case;
pub use supervise::supervise;
pub(crate) use tasks::works_on_cases;
pub use tasks::{ask_task, give_task, tasks};

/// The signs of a receipt's number: none that is taken for another.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A number for a receipt that nobody guesses: 80 bits by chance, in four groups.
pub fn receipt_number() -> Result<String, Error> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string().into()))?;
    Ok(in_groups(bytes.iter().map(|b| char::from(SIGNS[usize::from(*b) % SIGNS.len()])).collect()))
}

fn in_groups(signs: Vec<char>) -> String {
    signs.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// The number of a receipt as it is kept, from what somebody typed who read it from paper: small letters, without the
/// signs between. None where it is no such number.
fn receipt_number_in(text: &str) -> Option<String> {
    let between = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}');
    let signs: Vec<char> = text.chars().filter(|c| !between(*c)).map(|c| c.to_ascii_uppercase()).collect();
    let known = |c: &char| u8::try_from(*c).is_ok_and(|c| SIGNS.contains(&c));
    (signs.len() == 16 && signs.iter().all(known)).then(|| in_groups(signs))
}

pub(crate) fn rules(app: &App) -> Result<&Rules, Error> {
    app.programme().triage.as_deref().ok_or(Error::NotFound("the front door of this programme"))
}

/// Asks whether the actor may do triage at all; a refusal is kept.
pub(crate) async fn allowed(app: &App, actor: &Actor, subject: Option<String>) -> Result<Fields, Error> {
    match require(actor, Action::Triage, Subject::default()) {
        Ok(fields) => Ok(fields),
        Err(denied) => {
            audited(app, actor, "denied", subject, "triage").await?;
            Err(denied)
        }
    }
}

/// The case, for somebody who may do triage.
pub(crate) async fn load(app: &App, actor: &Actor, id: CaseId) -> Result<Case, Error> {
    allowed(app, actor, Some(about(id))).await?;
    care_case::find(app.db(), id).await?.ok_or(Error::NotFound("this case"))
}

/// Who she is, as answers to the questions of a form about who she is: what is asked again need not be typed again.
pub async fn who(app: &App, actor: &Actor, id: CaseId) -> Result<Vec<(&'static str, String)>, Error> {
    let case = load(app, actor, id).await?;
    let person = people::find(app.db(), case.person).await?.ok_or(Error::NotFound("this person"))?;
    let (phones, _) = page::phones(app, case.person, person.phone).await?;
    let known = [
        (identity::GIVEN, person.given),
        (identity::FAMILY, person.family),
        (identity::BIRTH_DATE, person.born.map(|born| born.to_string())),
        (identity::PHONE, phones.into_iter().next().map(|phone| phone.number)),
        (identity::LANGUAGE, person.language),
    ];
    opened(app, actor, "ask_again", about(id), case.person).await?;
    Ok(known.into_iter().filter_map(|(question, answer)| Some((question, answer?))).collect())
}

/// A case, in the audit log.
fn about(case: CaseId) -> String {
    format!("case/{case}")
}

/// The names of accounts, disabled ones included.
async fn names(app: &App) -> Result<HashMap<AccountId, String>, Error> {
    Ok(account::list(app.db()).await?.into_iter().map(|a| (a.id, a.name)).collect())
}

/// Attempts to reach the person of a case while it was open, the newest first, with who tried. A wish not to be contacted
/// counts whenever it was said.
pub(crate) async fn attempts(app: &App, case: &Case) -> Result<Vec<(Contact, String)>, Error> {
    let all = outreach::contacts(app.db(), case.person).await?.into_iter();
    let counts = |c: &Contact| c.outcome == ContactOutcome::AskedNotToContact || is_of(case, c);
    Ok(all.filter(|(c, _, undone)| !undone && counts(c)).map(|(c, by, _)| (c, by)).collect())
}

/// Whether an attempt was made while the case was open.
fn is_of(case: &Case, contact: &Contact) -> bool {
    contact.at >= case.opened_at && case.closed_at.is_none_or(|closed| contact.at <= closed)
}

/// The rules as far as they are safe for a person: her ways and hours, where she said some.
pub(crate) async fn rules_for(app: &App, person: PersonId) -> Result<Rules, Error> {
    let mut rules = rules(app)?.clone();
    let mask = safety::masks(app.db(), &[person]).await?.remove(&person).unwrap_or_default();
    if let Some(plan) = &mask.plan {
        rules.protocol = plan.narrow(&rules.protocol);
    }
    if !mask.says_yes_to_texts() {
        rules.protocol = rules.protocol.without_texts();
    }
    Ok(rules)
}

/// How far the attempts of a case are. One that was written down on a later day counts for its day, and for no part of it.
fn reached(rules: &Rules, case: &Case, attempts: &[(Contact, String)], now: Timestamp) -> Reach {
    let calendar = &rules.calendar;
    let tried: Vec<Tried> = attempts
        .iter()
        .map(|(contact, _)| {
            let same_day = contact.at.to_zoned(calendar.zone().clone()).date() == contact.on;
            let end_of_day = calendar.instant(contact.on, jiff::civil::time(23, 59, 59, 0));
            let at = if same_day { contact.at } else { end_of_day.unwrap_or(contact.at) };
            Tried { at, channel: contact.channel, outcome: contact.outcome }
        })
        .collect();
    reach(&rules.protocol, calendar, case.opened_at, &tried, now)
}
