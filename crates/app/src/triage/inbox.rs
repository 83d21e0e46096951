//! The inbox: what is about to be late comes first.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use kith_domain::access::Actor;
use kith_domain::care_case::Case;
use kith_domain::id::{CaseId, PersonId};
use kith_domain::matching::TERM;
use kith_domain::priority::Tier;
use kith_store::care_case::{self, Ask, Cursor, Load};
use kith_store::people::{self, PersonRow};

use super::page::seen;
use super::{allowed, names, receipt_number_in, rules};
use crate::front_door::partner_of;
use crate::privacy::{Eyes, listed};
use crate::view::{CaseLine, Gestation, Inbox, InboxFilter, Reason, Whose, WorkerLoad};
use crate::worklist::{card, days_between};
use crate::{App, Error};

/// Cases on a page.
const PAGE: u32 = 50;

/// Late cases of the first tier that come before a page.
const AT_ONCE: u32 = 10;

/// A page of the inbox.
pub async fn inbox(app: &App, actor: &Actor, filter: InboxFilter) -> Result<Inbox, Error> {
    allowed(app, actor, None).await?;
    rules(app)?;
    let now = app.now();
    let ask = Ask {
        worker: filter.whose.map(|whose| match whose {
            Whose::Worker(worker) => Some(worker),
            Whose::Nobody => None,
        }),
        tier: filter.tier,
        due_before: filter.late.then_some(now),
        closed: filter.closed,
        search: filter.search.clone().filter(|text| !text.trim().is_empty()),
    };
    let after = filter.after.as_deref().map(read_cursor).transpose()?;
    let mut cases = match numbered(app, filter.search.as_deref()).await? {
        Some(case) => vec![case],
        None => care_case::inbox(app.db(), &ask, after, PAGE + 1).await?,
    };
    let more = cases.len() > PAGE as usize;
    cases.truncate(PAGE as usize);
    let next = cases.last().filter(|_| more).map(|last| write_cursor(Cursor::of(last, &ask)));
    let begins = ask.search.is_none() && ask.tier.is_none() && !ask.closed && after.is_none();
    let first = Ask { tier: Some(Tier::First), due_before: Some(now), ..ask };
    let at_once = if begins { care_case::inbox(app.db(), &first, None, AT_ONCE).await? } else { Vec::new() };
    cases.retain(|case| at_once.iter().all(|first| first.id != case.id));
    let (at_once, lines) = (lines(app, at_once).await?, lines(app, cases).await?);
    let counts = care_case::counts(app.db(), now).await?;
    let urgent = super::tasks::urgent(app, actor).await?;
    let named = at_once.iter().chain(&lines).map(|line| line.person);
    let named = named.chain(urgent.iter().map(|line| line.person));
    let words = format!("inbox, {} rows", at_once.len() + lines.len());
    let people: Vec<PersonId> = at_once.iter().chain(&lines).map(|line| line.person).collect();
    listed(app, actor, "list_cases", None, (words, named)).await?;
    let eyes = Eyes::of_list(app, actor, &people).await?;
    let hold = |line: CaseLine| match eyes.get(&line.person) {
        Some(eyes) => seen(app, eyes, line),
        None => line,
    };
    let [at_once, lines] = [at_once, lines].map(|all| all.into_iter().map(hold).collect::<Vec<CaseLine>>());
    Ok(Inbox {
        urgent,
        filter,
        at_once,
        lines,
        next,
        open: counts.open,
        late: counts.late,
        unassigned: counts.nobody,
        workers: loads(app).await?,
    })
}

/// The case of the form whose receipt has this number: whoever asks with it means that case, closed or not.
async fn numbered(app: &App, search: Option<&str>) -> Result<Option<Case>, Error> {
    let Some(number) = search.and_then(receipt_number_in) else { return Ok(None) };
    let Some(form) = care_case::submission_by_receipt(app.db(), &number).await? else { return Ok(None) };
    Ok(care_case::find(app.db(), form.case).await?)
}

/// Those who work on cases, with what they have.
pub(crate) async fn loads(app: &App) -> Result<Vec<WorkerLoad>, Error> {
    let today = app.today();
    let load = |load: Load| WorkerLoad {
        account: load.account,
        name: load.name,
        open: load.open,
        late: load.late,
        oldest_days: load.oldest.map(|at| days_between(day(app, at), today)),
    };
    Ok(care_case::loads(app.db(), app.now()).await?.into_iter().map(load).collect())
}

/// Cases as lists show them.
pub(crate) async fn lines(app: &App, cases: Vec<Case>) -> Result<Vec<CaseLine>, Error> {
    let ids: Vec<PersonId> = cases.iter().map(|c| c.person).collect();
    let people: HashMap<PersonId, PersonRow> =
        people::many(app.db(), &ids).await?.into_iter().map(|p| (p.id, p)).collect();
    let senders = care_case::senders(app.db(), &cases.iter().map(|c| c.id).collect::<Vec<_>>()).await?;
    let (names, rules) = (names(app).await?, rules(app)?);
    let (now, today) = (app.now(), app.today());
    let line = |case: Case| {
        let person = people.get(&case.person).ok_or(Error::NotFound("this person"))?;
        let reasons = case.assessment.reasons.iter().map(|reason| Reason {
            factor: reason.factor.clone(),
            words: reason.words.clone(),
            tier: reason.tier,
            points: reason.points,
            private: rules.is_private(&reason.factor),
        });
        Ok(CaseLine {
            case: case.id,
            person: case.person,
            name: card(person).name,
            age: person.born.and_then(|born| born.day()).map(|born| years(born, today)),
            gestation: gestation(&case, today),
            tier: case.tier(),
            overridden: case.overridden.is_some(),
            score: case.assessment.score,
            completeness: case.assessment.completeness,
            reasons: reasons.collect(),
            due: case.due_at,
            late: case.is_open() && case.due_at < now,
            opened: case.opened_at,
            worker: case.worker.map(|w| (w, names.get(&w).cloned().unwrap_or_default())),
            state: case.state,
            from: senders
                .get(&case.id)
                .into_iter()
                .flatten()
                .map(|name| partner_of(name).to_owned())
                .collect(),
        })
    };
    cases.into_iter().map(line).collect()
}

fn day(app: &App, at: Timestamp) -> Date {
    at.to_zoned(app.time_zone().clone()).date()
}

/// Whole years between two days.
/// Whole years from one day to another.
pub(crate) fn years(from: Date, to: Date) -> i16 {
    let before = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i16::from(before)
}

/// How far along she is, from the day of birth or else from the day on which it is expected.
pub(crate) fn gestation(case: &Case, today: Date) -> Option<Gestation> {
    if let Some(born) = case.timing.born_on.filter(|born| *born <= today) {
        return i32::try_from(days_between(born, today)).ok().map(Gestation::After);
    }
    let days = i64::from(TERM) - days_between(today, case.timing.expected_on?);
    i32::try_from(days).ok().filter(|days| *days >= 0).map(Gestation::Pregnant)
}

fn write_cursor(cursor: Cursor) -> String {
    format!("{}.{}", cursor.at.as_microsecond(), cursor.case)
}

fn read_cursor(text: &str) -> Result<Cursor, Error> {
    let wrong = || Error::Invalid { field: "after", message: "open the list from its beginning".into() };
    let (at, case) = text.split_once('.').ok_or_else(wrong)?;
    let at = at.parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok()).ok_or_else(wrong)?;
    Ok(Cursor { at, case: case.parse::<CaseId>().map_err(|_| wrong())? })
}
