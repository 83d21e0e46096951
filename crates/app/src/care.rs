//! Who does what for her, what she wants and the steps towards it, and the reviews of her case.
//!
//! Only who does triage sees and changes it; what is seen and done leaves an audit entry. Who does what is put together
//! anew each time, from who has the case, from the referrals that stand, from who has her babies on the caseload, and from
//! what somebody wrote down.

use std::collections::HashMap;

use jiff::civil::Date;
use kith_domain::access::Actor;
use kith_domain::care_case::Case;
use kith_domain::care_team::{Finding, Known, Member, look};
use kith_domain::id::{AccountId, CaseId, PersonId};
use kith_domain::referral::State;
use kith_domain::words::Words;
use kith_store::care_case::NewTask;
use kith_store::care_plan::{self as stored, Act, GoalState, StepState};
use kith_store::{account, care_case, people, referral, results};

use crate::privacy::{listed, opened};
use crate::triage::{allowed, load, works_on_cases};
use crate::view::{
    AgendaLine, DecisionAsked, FindingShown, GoalShown, MemberShown, PlanPage, PlanStepShown, ReviewShown,
    TeamShown,
};
use crate::worklist::card;
use crate::{App, Error, audited};

/// The longest texts, and the longest notes.
const LONGEST: usize = 500;
const LONGEST_NOTES: usize = 4_000;
/// Cases on the agenda.
const AGENDA: u32 = 100;
/// The hour by which what was decided is due.
const BY_HOUR: i8 = 17;

fn wrong<T>(field: &'static str, message: &str) -> Result<T, Error> {
    Err(Error::Invalid { field, message: message.into() })
}

fn words(field: &'static str, said: &str, most: usize) -> Result<String, Error> {
    let said = said.trim();
    if said.is_empty() {
        return wrong(field, "write something here");
    }
    if said.chars().count() > most {
        return wrong(field, "say it in fewer words");
    }
    Ok(said.to_owned())
}

/// The page of the team and the plan of a case.
pub async fn plan(app: &App, actor: &Actor, id: CaseId) -> Result<PlanPage, Error> {
    let case = load(app, actor, id).await?;
    opened(app, actor, "open_plan", format!("case/{id}"), case.person).await?;
    let person = people::find(app.db(), case.person).await?.ok_or(Error::NotFound("this person"))?;
    let step = |step: stored::Step| PlanStepShown {
        id: step.id,
        words: step.words,
        owner: step.owner,
        due_on: step.due_on,
        late: step.state == StepState::Open && step.due_on.is_some_and(|day| day < app.today()),
        state: step.state.name(),
        changed: step.changed,
    };
    let goal = |goal: stored::Goal| GoalShown {
        id: goal.id,
        words: goal.words,
        language: goal.language,
        state: goal.state.name(),
        noted: goal.noted,
        steps: goal.steps.into_iter().map(step).collect(),
    };
    let review = |review: stored::Review| ReviewShown {
        id: review.id,
        reason: review.reason,
        asked: review.asked,
        held: review.held,
    };
    Ok(PlanPage {
        case: id,
        name: card(&person).name,
        language: person.language,
        team: team(app, &case).await?,
        duties: app.programme().community.duties.iter().map(|d| (d.id.clone(), d.name.clone())).collect(),
        goals: stored::goals(app.db(), id).await?.into_iter().map(goal).collect(),
        reviews: stored::reviews(app.db(), id).await?.into_iter().map(review).collect(),
        workers: crate::triage::loads(app).await?,
    })
}

/// Who does what for her of a case, where two do the same, and what nobody does.
pub(crate) async fn team(app: &App, case: &Case) -> Result<TeamShown, Error> {
    let duties = &app.programme().community.duties;
    let (db, network) = (app.db(), app.network_name());
    let mut members: Vec<(Member, Words, Option<i64>)> = Vec::new();
    let names: HashMap<AccountId, String> =
        account::list(db).await?.into_iter().map(|a| (a.id, a.name)).collect();
    let name = |id: AccountId| names.get(&id).cloned().unwrap_or_default();
    let named = |id: &str| {
        let duty = duties.iter().find(|duty| duty.id == id);
        duty.map_or_else(|| Words::same(id), |duty| duty.name.clone())
    };
    if let Some(worker) = case.worker.filter(|_| case.is_open()) {
        let lead = duties.iter().find(|duty| duty.case_lead).map_or("lead", |duty| &duty.id);
        let member = Member { duty: lead.to_owned(), who: name(worker), works_for: network.to_owned() };
        members.push((member, named(lead), None));
    }
    for asked in referral::of_person(db, case.person).await? {
        // Who was only asked does nothing yet, and who waits is not served.
        if asked.state.is_final() || matches!(asked.state, State::Sent | State::Received | State::Waitlisted)
        {
            continue;
        }
        let duty = duties.iter().find(|duty| duty.services.contains(&asked.kind));
        let member = Member {
            duty: duty.map_or(asked.kind.clone(), |duty| duty.id.clone()),
            who: asked.name.en.clone(),
            works_for: asked.organization.1.clone(),
        };
        members.push((member, duty.map_or(asked.name.clone(), |duty| duty.name.clone()), None));
    }
    for infant in people::infants_of(db, case.person).await? {
        if let Some((_, Some(worker))) = results::attribution(db, infant).await? {
            let member = Member { duty: "outreach".into(), who: name(worker), works_for: network.to_owned() };
            let words = Words::new(
                "Reaches the family about the baby's visits",
                "Contacta a la familia por los controles",
            );
            members.push((member, words, None));
        }
    }
    for noted in stored::members(db, case.id).await? {
        let duty = named(&noted.duty);
        let member = Member { duty: noted.duty, who: noted.name, works_for: noted.works_for };
        members.push((member, duty, Some(noted.id)));
    }
    let known = Known {
        factors: case.assessment.reasons.iter().map(|reason| reason.factor.clone()).collect(),
        born: case.timing.born_on.is_some_and(|born| born <= app.today()),
    };
    let all: Vec<Member> = members.iter().map(|(member, ..)| member.clone()).collect();
    let finding = |finding: Finding<'_>| match finding {
        Finding::Gap(duty) => FindingShown {
            words: duty.gap.clone().unwrap_or_else(|| duty.name.clone()),
            who: vec![],
            private: duty.private,
        },
        Finding::Overlap(duty, who) => FindingShown {
            words: duty.overlap.clone().unwrap_or_else(|| duty.name.clone()),
            who: who.into_iter().map(|m| m.who).collect(),
            private: duty.private,
        },
    };
    let findings = look(duties, &all, &known).into_iter().map(finding).collect();
    let private = |id: &str| duties.iter().any(|duty| duty.id == id && duty.private);
    let shown = |(member, duty, noted): (Member, Words, Option<i64>)| MemberShown {
        private: private(&member.duty),
        duty,
        who: member.who,
        works_for: member.works_for,
        noted,
    };
    Ok(TeamShown { members: members.into_iter().map(shown).collect(), findings })
}

/// Who does what for a person, from her newest open case, for a reader who does triage; none for others, and where she has
/// no such case.
pub(crate) async fn of_person(app: &App, person: PersonId) -> Result<Option<(CaseId, TeamShown)>, Error> {
    let cases = care_case::of_person(app.db(), person).await?;
    let Some(case) = cases.into_iter().find(Case::is_open) else { return Ok(None) };
    Ok(Some((case.id, team(app, &case).await?)))
}

async fn act(app: &App, actor: &Actor, id: CaseId) -> Result<(Case, Act), Error> {
    let case = load(app, actor, id).await?;
    Ok((case, Act { case: id, by: actor.account, at: app.now() }))
}

async fn done(app: &App, actor: &Actor, id: CaseId, what: &str, done: bool) -> Result<(), Error> {
    if !done {
        return wrong("plan", "somebody changed this meanwhile: look at it again");
    }
    audited(app, actor, what, Some(format!("case/{id}")), "").await
}

/// Writes down who does something for her.
pub async fn add_member(
    app: &App,
    actor: &Actor,
    id: CaseId,
    duty: &str,
    name: &str,
    works_for: &str,
) -> Result<(), Error> {
    let (_, act) = act(app, actor, id).await?;
    let Some(duty) = app.programme().community.duties.iter().find(|d| d.id == duty) else {
        return wrong("duty", "choose one");
    };
    let name = words("name", name, LONGEST)?;
    let works_for = works_for.trim().chars().take(LONGEST).collect::<String>();
    stored::add_member(app.db(), &act, &duty.id, &name, &works_for).await?;
    done(app, actor, id, "add_member", true).await
}

/// Writes down that somebody no longer does it.
pub async fn end_member(app: &App, actor: &Actor, id: CaseId, member: i64) -> Result<(), Error> {
    let (_, act) = act(app, actor, id).await?;
    let ended = stored::end_member(app.db(), &act, member).await?;
    done(app, actor, id, "end_member", ended).await
}

/// Writes down what she wants, in her words.
pub async fn add_goal(app: &App, actor: &Actor, id: CaseId, said: &str, language: &str) -> Result<(), Error> {
    let (_, act) = act(app, actor, id).await?;
    let said = words("goal", said, LONGEST)?;
    let language = language.trim();
    if language.is_empty() || language.len() > 20 {
        return wrong("language", "choose one");
    }
    stored::add_goal(app.db(), &act, &said, language).await?;
    done(app, actor, id, "add_goal", true).await
}

/// Says how something that she wants stands.
pub async fn set_goal(app: &App, actor: &Actor, id: CaseId, goal: i64, state: &str) -> Result<(), Error> {
    let (_, act) = act(app, actor, id).await?;
    let Some(state) = GoalState::named(state) else { return wrong("state", "choose one") };
    let set = stored::set_goal(app.db(), &act, goal, state).await?;
    done(app, actor, id, "set_goal", set).await
}

/// Writes down a step: what, whose, by when.
pub async fn add_step(
    app: &App,
    actor: &Actor,
    id: CaseId,
    goal: i64,
    (said, owner): (&str, &str),
    due_on: Option<Date>,
) -> Result<(), Error> {
    let (_, act) = act(app, actor, id).await?;
    let (said, owner) = (words("step", said, LONGEST)?, words("owner", owner, LONGEST)?);
    let added = stored::add_step(app.db(), &act, goal, &said, &owner, due_on).await?;
    done(app, actor, id, "add_step", added).await
}

/// Says how a step stands.
pub async fn set_step(app: &App, actor: &Actor, id: CaseId, step: i64, state: &str) -> Result<(), Error> {
    let (_, act) = act(app, actor, id).await?;
    let Some(state) = StepState::named(state) else { return wrong("state", "choose one") };
    let set = stored::set_step(app.db(), &act, step, state).await?;
    done(app, actor, id, "set_step", set).await
}

/// Puts a case on the agenda of the next review.
pub async fn ask_review(app: &App, actor: &Actor, id: CaseId, reason: &str) -> Result<(), Error> {
    let (_, act) = act(app, actor, id).await?;
    let reason = words("reason", reason, LONGEST)?;
    if !stored::ask_review(app.db(), &act, &reason).await? {
        return wrong("reason", "this case is on the agenda already");
    }
    done(app, actor, id, "ask_review", true).await
}

/// Writes down what was said of a case, and what somebody is to do now: each decision becomes a task.
pub async fn hold_review(
    app: &App,
    actor: &Actor,
    id: CaseId,
    review: i64,
    notes: &str,
    decisions: Vec<DecisionAsked>,
) -> Result<(), Error> {
    let (case, act) = act(app, actor, id).await?;
    let notes = words("notes", notes, LONGEST_NOTES)?;
    let mut then = Vec::new();
    for decision in decisions {
        let said = words("decision", &decision.words, LONGEST)?;
        let Some(due_on) = decision.due_on.filter(|day| *day >= app.today()) else {
            return wrong("decision", "choose a day from today on");
        };
        works_on_cases(app, decision.owner).await?;
        let due_at = due_on.at(BY_HOUR, 0, 0, 0).to_zoned(app.time_zone().clone());
        let task = NewTask {
            kind: "decided".into(),
            words: Words::same(said),
            role: actor.role.name().into(),
            due_at: due_at.map_err(|e| Error::Internal(Box::new(e)))?.timestamp(),
            close_by: None,
            origin: String::new(),
        };
        then.push((task, decision.owner));
    }
    let held = stored::hold_review(app.db(), &act, review, case.person, &notes, &then).await?;
    done(app, actor, id, "hold_review", held).await
}

/// Cases on the agenda of the next review, the oldest first.
pub async fn agenda(app: &App, actor: &Actor) -> Result<Vec<AgendaLine>, Error> {
    allowed(app, actor, None).await?;
    let found = stored::agenda(app.db(), AGENDA).await?;
    let ids: Vec<PersonId> = found.iter().map(|review| review.person).collect();
    let names: HashMap<PersonId, String> =
        people::many(app.db(), &ids).await?.into_iter().map(|p| (p.id, card(&p).name)).collect();
    listed(app, actor, "list_reviews", None, (format!("{} rows", found.len()), ids)).await?;
    let line = |review: stored::Review| AgendaLine {
        case: review.case,
        name: names.get(&review.person).cloned().unwrap_or_default(),
        reason: review.reason,
        asked: review.asked,
    };
    Ok(found.into_iter().map(line).collect())
}
