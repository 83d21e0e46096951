//! The work list: infants with days left, who has them, and who nobody has.

use std::collections::HashMap;

use jiff::{Span, civil::Date};
use kith_domain::access::{Action, Actor, Decision, Role, Subject, decide};
use kith_domain::id::{AccountId, OrganizationId, PersonId, SubjectId};
use kith_domain::measure::Status;
use kith_store::people::PersonRow;
use kith_store::results::{self, GapFilter, GapRow, Scope};
use kith_store::safety::{self, Mask};
use kith_store::{account, facts};

use crate::cube::Cube;
use crate::privacy::listed;
use crate::scorecard::reporting_period;
use crate::triage::page::used_as;
use crate::view::{PersonCard, SafeReach, Safety, WorkFilter, WorkRow, Worklist};
use crate::{App, Error, require};

/// The most rows of one page.
const MOST: u32 = 500;

/// A page of the work list, limited to what the reader may see whatever the filter asks for.
pub async fn worklist(app: &App, actor: &Actor, filter: WorkFilter, limit: u32) -> Result<Worklist, Error> {
    let filter = limited(actor, filter);
    let scope = scope(actor, &filter);
    require(actor, Action::SeePeople, Subject { organization: scope.organization, worker: scope.worker })?;
    let programme = app.programme();
    let measure = programme.worklist_measure().ok_or(Error::NotFound("a measure of families"))?.clone();
    let today = app.today();
    let ask = GapFilter {
        measure: measure.id.clone(),
        scope,
        statuses: vec![Status::Pending],
        due_from: Some(today),
        due_to: filter.due_within.map(|days| after(today, days)),
        short_only: !filter.include_done,
        unassigned_only: filter.unassigned,
        stratum: filter.group.clone().map(|group| (programme.gap_stratifier.clone(), group)),
        counted: None,
    };
    let cube = app.cube().await?;
    let measure_id = measure.id.clone();
    let total = results::count_gaps(app.db(), &ask).await?;
    let limit = limit.clamp(1, MOST);
    let from = filter.after.map(|(due, subject)| (due, SubjectId(subject)));
    let gaps = results::gaps(app.db(), &ask, from, limit).await?;
    let next = (gaps.len() == limit as usize)
        .then(|| gaps.last().and_then(|g| Some((g.outcome.due_on?, g.outcome.subject.0))))
        .flatten();
    let rows = rows(app, &cube, gaps).await?;
    let words = format!("work list, {} rows", rows.len());
    listed(app, actor, "list_people", None, (words, named(&rows))).await?;
    Ok(Worklist {
        measure,
        today,
        total,
        rows,
        next,
        workers: workers(app, actor, filter.organization).await?,
        clinics: clinics(app, &cube, actor),
        groups: cube
            .strata(&measure_id, &programme.gap_stratifier, reporting_period(today), None)
            .into_keys()
            .collect(),
        filter,
    })
}

/// The filter with what the role leaves of it: a worker sees the own caseload, a lead the own clinic.
fn limited(actor: &Actor, mut filter: WorkFilter) -> WorkFilter {
    match actor.role {
        Role::OutreachWorker => {
            filter.mine = true;
            filter.unassigned = false;
        }
        Role::ClinicLead => filter.organization = actor.organization,
        _ => {}
    }
    filter
}

fn scope(actor: &Actor, filter: &WorkFilter) -> Scope {
    Scope { organization: filter.organization, worker: filter.mine.then_some(actor.account) }
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days.clamp(0, 3_650)))
}

/// Rows as pages show them, with the days of the visits that count.
pub(crate) async fn rows(app: &App, cube: &Cube, gaps: Vec<GapRow>) -> Result<Vec<WorkRow>, Error> {
    let today = app.today();
    let records: Vec<_> = gaps.iter().flat_map(|g| g.outcome.evidence.iter().copied()).collect();
    let days: HashMap<_, _> = facts::days(app.db(), &records).await?.into_iter().collect();
    let people: Vec<PersonId> =
        gaps.iter().flat_map(|g| [Some(g.person.id), g.mother.as_ref().map(|m| m.id)]).flatten().collect();
    let masks = safety::masks(app.db(), &people).await?;
    let row = |gap: GapRow| {
        let born = gap.person.born.and_then(|b| b.day());
        let mut visits_on: Vec<Date> =
            gap.outcome.evidence.iter().filter_map(|record| days.get(record).copied()).collect();
        visits_on.sort_unstable();
        visits_on.dedup();
        WorkRow {
            days_left: gap.outcome.due_on.map_or(0, |due| days_between(today, due)),
            age_days: born.map(|born| days_between(born, today)),
            visits_on,
            organization: gap.outcome.organization.map(|o| (o, cube.name(o))),
            reach: reach(&gap.person, gap.mother.as_ref(), &masks),
            infant: card(&gap.person),
            mother: gap.mother.as_ref().map(card),
            outcome: gap.outcome,
            worker: gap.worker,
            last_contact: gap.last_contact,
            contacts: gap.contacts,
            do_not_contact: gap.do_not_contact,
        }
    };
    Ok(gaps.into_iter().map(row).collect())
}

/// Who is named on some rows.
pub(crate) fn named(rows: &[WorkRow]) -> impl Iterator<Item = PersonId> {
    rows.iter()
        .flat_map(|row| std::iter::once(row.infant.id).chain(row.mother.as_ref().map(|mother| mother.id)))
}

/// How one reaches the family of a baby: by the mother's number while she lives, else by whichever the baby's record has;
/// by the plan of either, for they live together. A plan that nobody is sure of yet waits on her own page.
pub(crate) fn reach(
    infant: &PersonRow,
    mother: Option<&PersonRow>,
    masks: &HashMap<PersonId, Mask>,
) -> SafeReach {
    if mother.is_some_and(|m| m.died) {
        return SafeReach::default();
    }
    let whose: Vec<&Mask> =
        [mother, Some(infant)].into_iter().flatten().filter_map(|p| masks.get(&p.id)).collect();
    let plan = whose.iter().find_map(|mask| mask.plan.as_ref());
    let number = mother.and_then(|m| m.phone.clone()).or_else(|| infant.phone.clone());
    let wish = |number: &str| whose.iter().find_map(|mask| mask.wish(number));
    let phone = number.and_then(|number| used_as(wish(&number), None, number, plan));
    SafeReach {
        phones: phone.into_iter().collect(),
        safety: Safety {
            plan: plan.cloned(),
            waiting: false,
            address: whose.iter().any(|mask| mask.address),
            phone: whose.iter().any(|mask| mask.phone),
        },
    }
}

/// Whole days from one day to another.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// The least that a list needs of a person.
pub(crate) fn card(person: &PersonRow) -> PersonCard {
    let name = [person.given.as_deref(), person.family.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    PersonCard {
        id: person.id,
        name: if name.trim().is_empty() { person.reference.0.clone() } else { name },
        born: person.born,
        phone: person.phone.clone(),
        language: person.language.clone(),
        died: person.died,
    }
}

/// Those who can take families, for who may assign.
async fn workers(
    app: &App,
    actor: &Actor,
    organization: Option<OrganizationId>,
) -> Result<Vec<(AccountId, String)>, Error> {
    let subject = Subject { organization, worker: None };
    if !matches!(decide(actor, Action::Assign, subject), Decision::Allow(_)) {
        return Ok(Vec::new());
    }
    let workers = account::list(app.db()).await?.into_iter();
    Ok(workers.filter(|a| a.role == Role::OutreachWorker && !a.disabled).map(|a| (a.id, a.name)).collect())
}

/// The clinics that a reader may choose between.
fn clinics(app: &App, cube: &Cube, actor: &Actor) -> Vec<(OrganizationId, String)> {
    if actor.role != Role::Coordinator {
        return Vec::new();
    }
    let measures = app.programme().worklist_measure().map_or(&[][..], |m| cube.of(&m.id));
    let ids: std::collections::BTreeSet<OrganizationId> =
        measures.iter().filter_map(|c| c.organization).collect();
    let mut clinics: Vec<(OrganizationId, String)> = ids.into_iter().map(|id| (id, cube.name(id))).collect();
    clinics.sort_by(|a, b| a.1.cmp(&b.1));
    clinics
}
