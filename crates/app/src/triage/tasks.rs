//! What has to be done, over all cases: what is due first comes first, whether its case is open or closed.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp, civil::Date};
use kith_domain::access::{Actor, Role};
use kith_domain::consent::of_answer;
use kith_domain::follow_up::asks_outcome;
use kith_domain::form::Level;
use kith_domain::id::{AccountId, CaseId, PersonId, TaskId};
use kith_domain::loss::Loss;
use kith_domain::words::Words;
use kith_store::care_case::{self, DueTask, NewTask, Task, Whose};
use kith_store::{account, people};

use super::acts::done_at;
use super::inbox::loads;
use super::{about, allowed, load, rules};
use crate::front_door::category_of_action;
use crate::privacy::{Eyes, listed};
use crate::view::{TaskFilter, TaskLine, TaskShown, TasksPage};
use crate::worklist::card;
use crate::{App, Error, audited, loss};

/// Tasks on a page.
const PAGE: u32 = 50;
/// The most that stand above the inbox, and how soon they are due.
const URGENT: u32 = 5;
const URGENT_MINUTES: i64 = 60;
/// The longest words of a task.
const LONGEST: usize = 200;
/// The hour by which what somebody asked for is due.
const BY_HOUR: i8 = 17;

/// The kind of a task that asks for another service than the one that did not take her.
pub(crate) const ELSEWHERE: &str = "refer_elsewhere";

/// A page of open tasks.
pub async fn tasks(app: &App, actor: &Actor, filter: TaskFilter) -> Result<TasksPage, Error> {
    allowed(app, actor, None).await?;
    rules(app)?;
    let after = filter.after.as_deref().map(read_cursor).transpose()?;
    let whose = if filter.mine { Whose::Owner(actor.account) } else { Whose::All };
    let mut found = care_case::due_tasks(app.db(), whose, after, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let last = found.last().filter(|_| more).map(|due| &due.task);
    let next = last.map(|task| format!("{}.{}", task.due_at.as_microsecond(), task.id));
    let counts = care_case::task_counts(app.db(), actor.account, app.now()).await?;
    let lines = lines(app, actor, &found).await?;
    let named = lines.iter().map(|line| line.person);
    listed(app, actor, "list_tasks", None, (format!("{} rows", lines.len()), named)).await?;
    Ok(TasksPage {
        filter,
        lines,
        next,
        late: counts.late,
        mine: counts.mine,
        mine_late: counts.mine_late,
        workers: loads(app).await?,
    })
}

/// What is late or due within the hour, for the top of the inbox.
pub(super) async fn urgent(app: &App, actor: &Actor) -> Result<Vec<TaskLine>, Error> {
    let soon = app.now().checked_add(SignedDuration::from_mins(URGENT_MINUTES)).unwrap_or(app.now());
    let mut found = care_case::due_tasks(app.db(), Whose::All, None, URGENT).await?;
    found.retain(|due| due.task.due_at < soon);
    lines(app, actor, &found).await
}

async fn lines(app: &App, actor: &Actor, found: &[DueTask]) -> Result<Vec<TaskLine>, Error> {
    let ids: Vec<PersonId> = found.iter().map(|due| due.person).collect();
    let names: HashMap<PersonId, String> =
        people::many(app.db(), &ids).await?.into_iter().map(|p| (p.id, card(&p).name)).collect();
    let asks = found.iter().filter(|due| done_at(&due.task).is_some());
    let losses = loss::of_cases(app, &asks.map(|due| due.task.case).collect::<Vec<_>>()).await?;
    let asking = found.iter().filter(|due| due.task.asked_by().is_some()).map(|due| due.person);
    let eyes = Eyes::of_list(app, actor, &asking.collect::<Vec<_>>()).await?;
    let now = app.now();
    let line = |due: &DueTask| TaskLine {
        case: due.task.case,
        person: due.person,
        name: names.get(&due.person).cloned().unwrap_or_default(),
        closed: due.closed,
        task: shown(
            seen(app, eyes.get(&due.person), due.task.clone()),
            losses.get(&due.task.case).copied(),
            now,
        ),
    };
    Ok(found.iter().map(line).collect())
}

/// A task without what she does not allow this reader to see: somebody has to do it, and its words say no more than that.
pub(super) fn seen(app: &App, eyes: Option<&Eyes>, task: Task) -> Task {
    let asked_by = task.asked_by().and_then(|(source, trigger)| category_of_action(app, source, trigger));
    let hidden = asked_by
        .is_some_and(|category| eyes.is_none_or(|eyes| !eyes.see(of_answer(category), false).is_shown()));
    if !hidden {
        return task;
    }
    let level = task.kind.split_once(':').and_then(|(_, level)| Level::named(level));
    let words = match level {
        Some(level) if level <= Level::Urgent => Words::new(
            "Speak with her now. Why is hidden: she does not allow it",
            "Hable con ella ahora. El motivo está oculto: ella no lo permite",
        ),
        _ => Words::new(
            "Follow up on her answers. Which ones is hidden: she does not allow it",
            "Dé seguimiento a sus respuestas. Cuáles está oculto: ella no lo permite",
        ),
    };
    Task { words, ..task }
}

/// A task as pages show it. To ask how it goes with what was given is no work any more where somebody died: then it says
/// so, and is done by saying that it was read.
pub(super) fn shown(task: Task, loss: Option<Loss>, now: Timestamp) -> TaskShown {
    let stops = task.done.is_none() && loss.is_some_and(Loss::stops) && done_at(&task).is_some();
    let asks = asks_outcome(&task.kind);
    let find_service = task.done.is_none() && (asks || task.kind == ELSEWHERE);
    TaskShown {
        task: task.id,
        done_at: done_at(&task).filter(|_| !stops),
        what: if stops { not_to_ask(&task.words) } else { task.words },
        role: task.role,
        late: task.done.is_none() && task.due_at < now,
        due: task.due_at,
        close_by: task.close_by.filter(|_| task.done.is_none()),
        owner: task.owner.map(|o| o.1),
        done: task.done.map(|(at, _, by)| (at, by)),
        asks_outcome: asks,
        came: task.outcome,
        find_service,
    }
}

fn not_to_ask(words: &Words) -> Words {
    Words::new(
        format!("Somebody of this family died, or the pregnancy was lost. Do not do this: {}", words.en),
        format!("Alguien de esta familia murió, o se perdió el embarazo. No haga esto: {}", words.es),
    )
}

/// Gives a task to somebody who works on cases, or to nobody.
pub async fn give_task(
    app: &App,
    actor: &Actor,
    id: TaskId,
    owner: Option<AccountId>,
) -> Result<CaseId, Error> {
    allowed(app, actor, Some(format!("task/{id}"))).await?;
    let task = care_case::find_task(app.db(), id).await?.ok_or(Error::NotFound("this task"))?;
    works_on_cases(app, owner).await?;
    if !care_case::give_task(app.db(), &task, owner, actor.account, app.now()).await? {
        return Err(Error::Invalid { field: "task", message: "this task is done already".into() });
    }
    let to = owner.map_or("nobody".to_owned(), |owner| format!("account/{owner}"));
    audited(app, actor, "give_task", Some(format!("task/{id}")), &to).await?;
    Ok(task.case)
}

/// Asks somebody to do something about a case by a day. `once` makes the same form sent again ask nothing more.
pub async fn ask_task(
    app: &App,
    actor: &Actor,
    id: CaseId,
    words: &str,
    due_on: Option<Date>,
    owner: Option<AccountId>,
    once: &str,
) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    let wrong = |field, message: &str| Err(Error::Invalid { field, message: message.into() });
    let words = words.trim();
    if words.is_empty() {
        return wrong("words", "write something here");
    }
    if words.chars().count() > LONGEST {
        return wrong("words", "write at most 200 characters");
    }
    let Some(due_on) = due_on.filter(|day| *day >= app.today()) else {
        return wrong("due_on", "choose a day from today on");
    };
    works_on_cases(app, owner).await?;
    let due_at = due_on.at(BY_HOUR, 0, 0, 0).to_zoned(app.time_zone().clone());
    let task = NewTask {
        kind: "asked".into(),
        words: Words::same(words),
        role: actor.role.name().into(),
        due_at: due_at.map_err(|e| Error::Internal(Box::new(e)))?.timestamp(),
        close_by: None,
        origin: format!("asked:{id}:{once}"),
    };
    care_case::ask_task(app.db(), (id, case.person), &task, owner, actor.account, app.now()).await?;
    audited(app, actor, "ask_task", Some(about(id)), "").await
}

/// Whether somebody may be given cases and tasks.
pub(crate) async fn works_on_cases(app: &App, worker: Option<AccountId>) -> Result<(), Error> {
    let Some(worker) = worker else { return Ok(()) };
    let found = account::find(app.db(), worker).await?.filter(|a| !a.disabled);
    if found.is_none_or(|a| !matches!(a.role, Role::Intake | Role::Coordinator)) {
        let message = "choose somebody of the intake team from the list".into();
        return Err(Error::Invalid { field: "worker", message });
    }
    Ok(())
}

fn read_cursor(text: &str) -> Result<(Timestamp, TaskId), Error> {
    let wrong = || Error::Invalid { field: "after", message: "open the list from its beginning".into() };
    let (at, task) = text.split_once('.').ok_or_else(wrong)?;
    let at = at.parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok()).ok_or_else(wrong)?;
    Ok((at, task.parse().map_err(|_| wrong())?))
}
