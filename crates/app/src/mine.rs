//! What somebody sees who speaks for a baby: the visits that are due, and the days of those that were made.
//!
//! Nothing here names anybody, or a place, or tells of the mother. What may not be shown, for whatever reason, and what
//! is over are one and the same page, and the reason is in the log alone.

use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Relation, Subject};
use kith_domain::consent::Category;
use kith_domain::fact::Body;
use kith_domain::id::{PersonId, RecordId};
use kith_domain::measure::Status;
use kith_store::{account, facts, people, proxy, results};

use crate::privacy::{self, Eyes};
use crate::session::{self, hashed, verified};
use crate::view::{BabyVisits, MinePage, VisitsDue};
use crate::{App, Error, admitted, audited};

/// What there is to see for who is signed in.
pub async fn mine(app: &App, actor: &Actor) -> Result<MinePage, Error> {
    admitted(app, actor, Action::SeeMine, Subject::default(), None).await?;
    let today = app.today();
    let mine = proxy::of_account(app.db(), actor.account).await?;
    if mine.iter().any(|proxy| proxy.term.may_choose(today)) {
        return Ok(MinePage::Choose);
    }
    let mut babies = Vec::new();
    for person in standing(&mine, today) {
        match baby(app, actor, person).await? {
            Some(visits) => {
                let why = privacy::why(Relation::Proxy, false, person);
                audited(app, actor, "see_mine", Some(privacy::about(person)), &why).await?;
                babies.push(visits);
            }
            None => audited(app, actor, "denied", Some(privacy::about(person)), "see_mine").await?,
        }
    }
    Ok(MinePage::Open(babies))
}

/// Whether an account speaks for somebody now.
pub(crate) async fn speaks(app: &App, actor: &Actor, person: PersonId) -> Result<bool, Error> {
    let Some(row) = people::find(app.db(), person).await? else { return Ok(false) };
    let mine = proxy::of_account(app.db(), actor.account).await?;
    Ok(standing(&mine, app.today()).contains(&row.id))
}

fn standing(mine: &[proxy::Proxy], today: Date) -> BTreeSet<PersonId> {
    mine.iter().filter(|p| p.term.chosen && p.term.stands(today)).map(|p| p.person).collect()
}

/// The visits of one baby; none where nothing may be shown.
async fn baby(app: &App, actor: &Actor, person: PersonId) -> Result<Option<BabyVisits>, Error> {
    let db = app.db();
    let Some(row) = people::find(db, person).await? else { return Ok(None) };
    let (_, open) = privacy::around(app, &row).await?;
    let eyes = Eyes::of(app, actor, row.id).await?;
    if !open || eyes.relation != Relation::Proxy || !eyes.see(Category::Infant, false).is_shown() {
        return Ok(None);
    }
    let days: Vec<(RecordId, Date)> = facts::of_people(db, &[row.id])
        .await?
        .iter()
        .filter(|s| matches!(s.fact.body, Body::Encounter(_) | Body::Procedure(_)))
        .filter(|s| eyes.see(privacy::category(&s.fact.body, true), false).is_shown())
        .filter_map(|s| Some((s.record, s.fact.when()?.date.day()?)))
        .collect();
    let (mut due, mut made) = (Vec::new(), BTreeSet::new());
    for outcome in results::of_people(db, &[row.id]).await? {
        let Some(measure) = app.programme().measure(&outcome.measure) else { continue };
        if !measure.asks_for_visits() || outcome.person != row.id {
            continue;
        }
        let evidence: HashSet<RecordId> = outcome.evidence.iter().copied().collect();
        let on: BTreeSet<Date> =
            days.iter().filter(|(record, _)| evidence.contains(record)).map(|(_, day)| *day).collect();
        let missing = usize::from(outcome.needs).saturating_sub(on.len());
        let by = outcome.due_on.filter(|day| *day >= app.today());
        if let (Status::Pending, 1.., Some(by)) = (outcome.status, missing, by) {
            due.push(VisitsDue { title: measure.title.clone(), missing, by });
        }
        made.extend(on);
    }
    due.sort_by_key(|due| due.by);
    Ok(Some(BabyVisits { due, made: made.into_iter().collect() }))
}

/// Keeps a password of their own in the place of the one that was given. Whoever is signed in signs in anew.
pub async fn choose_password(app: &App, actor: &Actor, password: String) -> Result<(), Error> {
    admitted(app, actor, Action::SeeMine, Subject::default(), None).await?;
    let mine = proxy::of_account(app.db(), actor.account).await?;
    let found = account::find(app.db(), actor.account).await?;
    let waits = mine.iter().any(|proxy| proxy.term.may_choose(app.today()));
    let Some(given) = found.filter(|_| waits) else { return Err(Error::NotFound("a password to choose")) };
    session::long_enough(&password)?;
    if verified(password.clone(), given.password_hash).await? {
        return Err(session::not_the_given_one());
    }
    proxy::choose(app.db(), actor.account, &hashed(password).await?, app.now()).await?;
    audited(app, actor, "choose_password", None, "").await
}
