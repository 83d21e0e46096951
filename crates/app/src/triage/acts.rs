//! What people do about a case: take it, give it, weigh it, close it; and take it back.

use kith_domain::access::Actor;
use kith_domain::care_case::{Case, CaseError, CaseState, CloseReason};
use kith_domain::follow_up::{CameOf, asks_outcome};
use kith_domain::id::{AccountId, CaseId, TaskId};
use kith_domain::loss::Loss;
use kith_domain::priority::Tier;
use kith_domain::reach::Missing;
use kith_domain::referral::{Side, of_case};
use kith_domain::words::Words;
use kith_store::care_case::{self, NewEvent, Task};
use kith_store::outreach;
use kith_store::referral::{self, Speaker};

use super::attempts::{by_attempts, settle};
use super::tasks::works_on_cases;
use super::{about, allowed, attempts, load, names, reached, rules, rules_for};
use crate::{App, Error, audited, loss};

/// The longest reason.
const LONGEST_REASON: usize = 2_000;

/// Takes a case that nobody has.
pub async fn take(app: &App, actor: &Actor, id: CaseId) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    if let Some(other) = case.worker.filter(|w| *w != actor.account) {
        let name = names(app).await?.remove(&other).unwrap_or_default();
        let message = Words::new(format!("{name} has this case"), format!("{name} tiene este caso"));
        return Err(Error::Invalid { field: "worker", message });
    }
    hand(app, actor, case, Some(actor.account)).await
}

/// Gives a case to somebody who works on cases, or to nobody.
pub async fn give(app: &App, actor: &Actor, id: CaseId, worker: Option<AccountId>) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    works_on_cases(app, worker).await?;
    hand(app, actor, case, worker).await
}

async fn hand(app: &App, actor: &Actor, case: Case, worker: Option<AccountId>) -> Result<(), Error> {
    let to = worker.map_or("nobody".to_owned(), |worker| format!("account/{worker}"));
    let after = case.clone().given_to(worker).map_err(refused)?;
    save(app, actor, &case, &after, "given", to.clone()).await?;
    audited(app, actor, "give_case", Some(about(case.id)), &to).await
}

/// Sets the tier of a case by hand, for a reason.
pub async fn override_tier(
    app: &App,
    actor: &Actor,
    id: CaseId,
    tier: Tier,
    reason: &str,
) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    if reason.chars().count() > LONGEST_REASON {
        let message = format!("a reason has at most {LONGEST_REASON} characters");
        return Err(Error::Invalid { field: "reason", message: message.into() });
    }
    let (rules, now) = (rules(app)?, app.now());
    let due = rules.calendar.add_business(now, rules.within(tier));
    let after = case.clone().override_tier(tier, reason, actor.account, now, due).map_err(refused)?;
    let detail = format!("{} to {}", case.tier().name(), tier.name());
    save(app, actor, &case, &after, "tier_set", detail.clone()).await?;
    audited(app, actor, "override_tier", Some(about(id)), &detail).await
}

/// Closes a case. As not reachable only once she was tried as the protocol says. What was asked of services is taken back;
/// a service that has her keeps her when that is why the case is closed.
pub async fn close(app: &App, actor: &Actor, id: CaseId, reason: CloseReason) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    let rules = rules_for(app, case.person).await?;
    let reach = reached(&rules, &case, &attempts(app, &case).await?, app.now());
    let after = match case.clone().close(reason, &reach, app.now()) {
        Ok(after) => after,
        Err(CaseError::NotTried(missing)) => {
            audited(app, actor, "close_refused", Some(about(id)), reason.name()).await?;
            return Err(Error::Invalid { field: "reason", message: lacking(app, &missing) });
        }
        Err(error) => return Err(refused(error)),
    };
    let (now, detail) = (app.now(), reason.name().to_owned());
    let event = NewEvent { at: now, by: Some(actor.account), what: "closed", detail };
    let speaker = Speaker {
        side: Side::Sender,
        by: Some(actor.account),
        name: &actor.name,
        note: None,
        visit_on: None,
    };
    let served = reason == CloseReason::Served;
    saved(referral::close_case(app.db(), &case, &after, served, &speaker, &event, now).await?)?;
    audited(app, actor, "close_case", Some(about(id)), reason.name()).await
}

/// Opens a closed case again, as it stood.
pub async fn reopen(app: &App, actor: &Actor, id: CaseId) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    let due = case.due_at;
    let mut after = case.clone().reopen(due).map_err(refused)?;
    if matches!(after.state, CaseState::Referred | CaseState::Waiting | CaseState::Served) {
        // What was asked for it may have been taken back, or ended, meanwhile.
        let asked = referral::of_case(app.db(), id).await?;
        let stands = of_case(&asked.iter().map(|r| r.state).collect::<Vec<_>>());
        after.state = match stands {
            Some(state) => state,
            None => by_attempts(&case, &attempts(app, &case).await?),
        };
    }
    save(app, actor, &case, &after, "reopened", String::new()).await?;
    audited(app, actor, "reopen_case", Some(about(id)), "").await
}

/// Says that a task is done; the case that it is about. What a screening asked for is closed by saying what came of it.
pub async fn complete_task(
    app: &App,
    actor: &Actor,
    id: TaskId,
    came: Option<CameOf>,
) -> Result<CaseId, Error> {
    let task = find_task(app, actor, id).await?;
    let asks = done_at(&task).is_some();
    if asks && !loss::of_case(app, task.case).await?.is_some_and(Loss::stops) {
        let message = "this task is done by answering its questions: open it".into();
        return Err(Error::Invalid { field: "task", message });
    }
    let came = came.filter(|_| asks_outcome(&task.kind));
    if asks_outcome(&task.kind) {
        outcome_holds(app, &task, came).await?;
    }
    let done = care_case::complete_task(app.db(), &task, came, actor.account, app.now()).await?;
    changed(done, "this task is done already")?;
    settle(app, actor, &task).await?;
    audited(app, actor, "complete_task", Some(format!("task/{id}")), task.sort()).await?;
    Ok(task.case)
}

/// Whether a follow-up may be closed with what came of it: nobody is out of reach whom nobody tried since it came up.
async fn outcome_holds(app: &App, task: &Task, came: Option<CameOf>) -> Result<(), Error> {
    let wrong = |en: &str, es: &str| Err(Error::Invalid { field: "came", message: Words::new(en, es) });
    let Some(came) = came else {
        return wrong(
            "Say what came of it: this follows up a screening.",
            "Diga qué resultó: esto es el seguimiento de un tamizaje.",
        );
    };
    if came != CameOf::NotReached {
        return Ok(());
    }
    let case = care_case::find(app.db(), task.case).await?.ok_or(Error::NotFound("this case"))?;
    // A task outlives its case, and so do tries that were made for it.
    let contacts = outreach::contacts(app.db(), case.person).await?;
    if contacts.iter().any(|(contact, _, undone)| !undone && contact.at >= task.made_at) {
        return Ok(());
    }
    if !case.is_open() {
        return wrong(
            "No try to reach her is written down since this came up. Open the case again and write one down.",
            "No hay ningún intento anotado desde que surgió esto. Abra el caso de nuevo y anote uno.",
        );
    }
    wrong(
        "No try to reach her is written down since this came up. Write one down first.",
        "No hay ningún intento anotado desde que surgió esto. Anote uno primero.",
    )
}

/// The case of a task, for somebody who works on cases.
pub async fn case_of_task(app: &App, actor: &Actor, id: TaskId) -> Result<CaseId, Error> {
    Ok(find_task(app, actor, id).await?.case)
}

/// Takes back that a task is done; the case that it is about.
pub async fn reopen_task(app: &App, actor: &Actor, id: TaskId) -> Result<CaseId, Error> {
    let task = find_task(app, actor, id).await?;
    if done_at(&task).is_some() {
        let message = "what was answered stays answered".into();
        return Err(Error::Invalid { field: "task", message });
    }
    let open = care_case::reopen_task(app.db(), &task, actor.account, app.now()).await?;
    changed(open, "this task is open already")?;
    audited(app, actor, "reopen_task", Some(format!("task/{id}")), task.sort()).await?;
    Ok(task.case)
}

/// Where a task is done that is done by answering questions.
pub(crate) fn done_at(task: &Task) -> Option<String> {
    let item = task.kind.strip_prefix("goods_follow_up:")?;
    Some(format!("/goods/items/{item}"))
}

async fn find_task(app: &App, actor: &Actor, id: TaskId) -> Result<Task, Error> {
    allowed(app, actor, Some(format!("task/{id}"))).await?;
    care_case::find_task(app.db(), id).await?.ok_or(Error::NotFound("this task"))
}

fn changed(done: bool, otherwise: &str) -> Result<(), Error> {
    if done { Ok(()) } else { Err(Error::Invalid { field: "task", message: otherwise.into() }) }
}

/// Saves a case unless somebody else did meanwhile.
async fn save(
    app: &App,
    actor: &Actor,
    before: &Case,
    after: &Case,
    what: &'static str,
    detail: String,
) -> Result<(), Error> {
    let event = NewEvent { at: app.now(), by: Some(actor.account), what, detail };
    saved(care_case::save(app.db(), before, after, &event).await?)
}

fn saved(saved: bool) -> Result<(), Error> {
    if saved {
        return Ok(());
    }
    let message = "somebody changed this case meanwhile: look at it again".into();
    Err(Error::Invalid { field: "case", message })
}

/// What a case refuses, as the person who asked reads it.
pub(super) fn refused(error: CaseError) -> Error {
    let field = match error {
        CaseError::NoReason | CaseError::NotTried(_) => "reason",
        CaseError::Closed | CaseError::Open => "case",
    };
    Error::Invalid { field, message: error.to_string().into() }
}

/// What is missing before anybody may give up.
pub(crate) fn lacking(app: &App, missing: &[Missing]) -> Words {
    let say = |what: &Missing| match what {
        Missing::SheAnswered => Words::new(
            "she asked not to be contacted, which is an answer: close it as declined",
            "ella pidió que no la contacten, y eso es una respuesta: ciérrelo como rechazado",
        ),
        Missing::Attempts(n) => {
            Words::new(format!("attempts missing: {n}"), format!("intentos que faltan: {n}"))
        }
        Missing::Modes(n) => {
            Words::new(format!("other ways to try: {n}"), format!("otras vías por intentar: {n}"))
        }
        Missing::Parts(n) => {
            Words::new(format!("other parts of the day: {n}"), format!("otros momentos del día: {n}"))
        }
        Missing::Time(until) => {
            let until = until.to_zoned(app.time_zone().clone()).strftime("%Y-%m-%d %H:%M").to_string();
            Words::new(format!("she has time until {until}"), format!("ella tiene tiempo hasta {until}"))
        }
    };
    let said: Vec<Words> = missing.iter().map(say).collect();
    let said = Words::join(&said, "; ");
    Words::new(
        format!("not yet as not reachable; {}", said.en),
        format!("todavía no como imposible de localizar; {}", said.es),
    )
}
