//! How people flow: the time that something takes, what is lost between two steps, and whether groups are treated alike.
//!
//! Counts are those of the published cube and times those of the published outcomes: nothing is measured here. Who may not
//! see small counts is shown a time only where the rate beside it may be shown, and of how many it is told only where that
//! and the rate leave no few between them: those who are open, late or still wait.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Fields, Role, Subject};
use kith_domain::id::{OrganizationId, PersonId, SubjectId};
use kith_domain::measure::strata::overlaps;
use kith_domain::measure::{Counts, Period, Status};
use kith_stats::Confidence;
use kith_stats::time_to_event::{Quantile, Wait, Waiting};
use kith_store::people::PersonRow;
use kith_store::results::{self, GapFilter, GapRow, Scope, TimeRow};

use crate::cube::Cube;
use crate::family::Family;
use crate::numbers::{self, Reader};
use crate::privacy::{Eyes, listed};
use crate::programme::{MeasureInfo, Unit};
use crate::scorecard::{self, reader, reporting_period, total};
use crate::strata;
use crate::view::{
    BalancePage, CascadePage, CascadeStep, Days, Opens, PeopleFilter, PeopleOpen, PersonOpen, Shown, Spared,
    TimeTaken, Times,
};
use crate::worklist::card;
use crate::{App, Error, admitted, audited, require};

/// People on a page.
const PAGE: u32 = 50;
/// The measures that tell whether groups are treated alike.
const BALANCE: [&str; 2] = ["tier_overridden", "service_accepted"];
/// By what they are shown, as far as each has it.
const BALANCE_BY: [&str; 4] = ["race_ethnicity", "language", "tier", "service"];

/// The cascade of the programme: how many get through each step, and how many are lost before the next.
pub async fn cascade(app: &App, actor: &Actor) -> Result<CascadePage, Error> {
    let reader = reader(require(actor, Action::SeeCounts, Subject::default())?);
    let programme = app.programme();
    let cascade = programme.cascade.as_ref().ok_or(Error::NotFound("a cascade of this programme"))?;
    let cube = app.cube().await?;
    let period = reporting_period(app.today());
    let by = &programme.gap_stratifier;
    let step = |id: &String| {
        let measure = programme.measure(id)?.clone();
        let rate = total(programme, &cube, id, period, None, reader);
        Some(CascadeStep {
            groups: scorecard::strata(programme, &cube, id, by, period, None, reader),
            may_open: may_open(actor, &measure),
            measure,
            rate,
        })
    };
    Ok(CascadePage {
        title: cascade.title.clone(),
        start: cascade.start.clone(),
        steps: cascade.measures.iter().filter_map(step).collect(),
        stratifier: by.clone(),
        period,
        freshness: app.freshness(&cube, period).await?,
        suppressed: reader == Reader::Suppressed,
    })
}

/// How often the tier is set by hand and how often services take somebody, by group.
pub async fn balance(app: &App, actor: &Actor) -> Result<BalancePage, Error> {
    let reader = reader(require(actor, Action::SeeCounts, Subject::default())?);
    let cube = app.cube().await?;
    let period = reporting_period(app.today());
    let programme = app.programme();
    let rows = BALANCE.iter().filter_map(|id| programme.measure(id)).map(|measure| {
        let rate = total(programme, &cube, &measure.id, period, None, reader);
        let by = BALANCE_BY.iter().filter(|by| measure.stratifiers.iter().any(|s| s == *by));
        let strata = by.map(|by| {
            ((*by).to_owned(), scorecard::strata(programme, &cube, &measure.id, by, period, None, reader))
        });
        (measure.clone(), rate, strata.collect())
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Err(Error::NotFound("this page in this programme"));
    }
    Ok(BalancePage {
        rows,
        period,
        freshness: app.freshness(&cube, period).await?,
        suppressed: reader == Reader::Suppressed,
    })
}

/// Whether the actor may open the list of those behind a measure: cases and referrals are for who does triage, families
/// for who sees everyone's, those of the own clinic, or the own caseload. Where a measure tells what is sensitive, how
/// many of a short list it is of would tell of each.
pub(crate) fn may_open(actor: &Actor, measure: &MeasureInfo) -> bool {
    let (action, subject) = asked_of(actor, measure, None);
    require(actor, action, subject).is_ok_and(|fields| measure.tells.is_none() || fields == Fields::Rows)
}

/// What the list of those behind a measure needs: all that the actor may be shown of it, or of one clinic.
fn asked_of(actor: &Actor, measure: &MeasureInfo, organization: Option<OrganizationId>) -> (Action, Subject) {
    if !measure.unit.is_of_people() {
        return (Action::Triage, Subject::default());
    }
    let own = actor.role == Role::ClinicLead;
    let organization = if own { actor.organization } else { organization };
    let worker = (actor.role == Role::OutreachWorker).then_some(actor.account);
    (Action::SeePeople, Subject { organization, worker })
}

/// The people behind a number, by when each is due: of mothers and babies, those who count in the period of the number, and
/// all who still have time. Where a measure tells what is sensitive, those whom it may be told of to this reader: nothing
/// else of the list, neither a row without a name nor how many there are, for either could be laid beside other lists.
pub async fn people(
    app: &App,
    actor: &Actor,
    id: &str,
    mut filter: PeopleFilter,
) -> Result<PeopleOpen, Error> {
    let about = Some(format!("measure/{id}"));
    let Some(measure) = app.programme().measure(id).cloned() else {
        admitted(app, actor, Action::Triage, Subject::default(), about).await?;
        return Err(Error::NotFound("a list of this measure"));
    };
    let (action, subject) = asked_of(actor, &measure, filter.organization);
    let fields = admitted(app, actor, action, subject, about.clone()).await?;
    if !may_open(actor, &measure) {
        audited(app, actor, "denied", about, "what a measure tells").await?;
        return Err(Error::Denied("who stands where in this measure tells what is sensitive"));
    }
    let people = measure.unit.is_of_people();
    let open = filter.status == Status::Pending;
    filter.organization = subject.organization.filter(|_| people);
    let counted = Some(reporting_period(app.today())).filter(|_| people && !open);
    let ask = GapFilter {
        measure: measure.id.clone(),
        scope: Scope { organization: filter.organization, worker: subject.worker },
        statuses: vec![filter.status],
        due_from: Some(app.today()).filter(|_| people && open),
        short_only: open,
        stratum: filter.stratum.clone(),
        counted,
        ..GapFilter::default()
    };
    let total = match measure.tells {
        None => Some(results::count_gaps(app.db(), &ask).await?),
        Some(_) => None,
    };
    let (gaps, next) = page_of(app, actor, &measure, &ask, filter.after).await?;
    let named = |gap: &GapRow| [Some(gap.person.id), mother(&measure, gap).map(|mother| mother.id)];
    let named: Vec<PersonId> = gaps.iter().flat_map(named).flatten().collect();
    let cube = app.cube().await?;
    let rows: Vec<PersonOpen> = gaps.into_iter().map(|gap| shown(&cube, &measure, gap, fields)).collect();
    listed(app, actor, "list_people", None, (looked_at(&measure, &filter, rows.len()), named)).await?;
    let organization = filter.organization.map(|organization| cube.name(organization));
    Ok(PeopleOpen { measure, filter, organization, counted, total, rows, next, today: app.today() })
}

/// Whose mother a row names: of a baby of whom sensitive things are told, she is not named.
fn mother<'g>(measure: &MeasureInfo, gap: &'g GapRow) -> Option<&'g PersonRow> {
    gap.mother.as_ref().filter(|_| measure.tells.is_none())
}

/// What is kept of a look at a list. A stratum is what somebody wrote into an address: it is one word here, so that it can
/// never be read as one of those who were named.
fn looked_at(measure: &MeasureInfo, filter: &PeopleFilter, rows: usize) -> String {
    let mut words = format!("{}, {rows} rows, {}", measure.id, filter.status.name());
    if let Some(clinic) = filter.organization {
        words.push_str(&format!(", organization {clinic}"));
    }
    let known = |by: &String| measure.stratifiers.contains(by);
    if let Some((by, stratum)) = filter.stratum.as_ref().filter(|(by, _)| known(by)) {
        let stratum: Vec<&str> = stratum.split_whitespace().collect();
        words.push_str(&format!(", {by}={}", stratum.join("_")));
    }
    words
}

/// A row's place in the order of its list.
type Cursor = (Date, i64);

/// The rows of a page whom the reader may be told of, and where the next page begins.
async fn page_of(
    app: &App,
    actor: &Actor,
    measure: &MeasureInfo,
    ask: &GapFilter,
    after: Option<Cursor>,
) -> Result<(Vec<GapRow>, Option<Cursor>), Error> {
    let place = |gap: &GapRow| (gap.outcome.due_on.unwrap_or(results::NO_DUE_DAY), gap.outcome.subject.0);
    let (page, at_once) = (PAGE as usize, if measure.tells.is_some() { 4 * PAGE } else { PAGE + 1 });
    let (mut rows, mut from) = (Vec::new(), after);
    loop {
        let read = results::gaps(app.db(), ask, from.map(|(due, id)| (due, SubjectId(id))), at_once).await?;
        let last = read.len() < at_once as usize;
        from = read.last().map(place);
        match measure.tells {
            None => rows.extend(read),
            Some(kind) => {
                let ids: Vec<PersonId> = read.iter().map(|gap| gap.person.id).collect();
                let eyes = Eyes::of_list(app, actor, &ids).await?;
                let shown = |gap: &GapRow| {
                    eyes.get(&gap.person.id).is_some_and(|eyes| eyes.see(kind, false).is_shown())
                };
                rows.extend(read.into_iter().filter(shown));
            }
        }
        if last || rows.len() > page {
            break;
        }
    }
    let next = (rows.len() > page).then(|| place(&rows[page - 1]));
    rows.truncate(page);
    Ok((rows, next))
}

/// A row.
fn shown(cube: &Cube, measure: &MeasureInfo, gap: GapRow, fields: Fields) -> PersonOpen {
    let (spared, mother) = (spared(measure, &gap), mother(measure, &gap).map(|mother| card(mother).name));
    let outcome = gap.outcome;
    let service = outcome.strata.iter().find(|(by, _)| by == "service").map(|(_, name)| name.clone());
    let opens = match measure.unit {
        Unit::Case => Some(Opens::Case(outcome.subject.0)),
        Unit::Referral => Some(Opens::Referral(outcome.subject.0)),
        unit => unit.is_of_people().then_some(Opens::Person(gap.person.id)),
    };
    // Why a mother is taken out of a measure may be an illness of hers.
    let reason = outcome.reason.filter(|_| fields == Fields::Rows || measure.unit == Unit::Infant);
    PersonOpen {
        name: card(&gap.person).name,
        opens,
        mother,
        steps: (outcome.needs > 1).then(|| (outcome.have.min(outcome.needs).into(), outcome.needs.into())),
        spared,
        counts_on: outcome.counts_on,
        due_on: outcome.due_on,
        on: outcome.on,
        reason: reason.and_then(|reason| measure.reasons.get(&reason).cloned()),
        from: outcome.organization.map(|o| cube.name(o)),
        service: service.filter(|_| measure.unit == Unit::Referral),
    }
}

/// Why nobody should call this family, or what to know before.
fn spared(measure: &MeasureInfo, gap: &GapRow) -> Option<Spared> {
    let mother_died = gap.mother.as_ref().is_some_and(|mother| mother.died);
    match measure.unit {
        unit if !unit.is_of_people() => None,
        Unit::Infant if gap.person.died => Some(Spared::BabyDied),
        Unit::Infant if mother_died => Some(Spared::MotherDied),
        Unit::Delivery | Unit::Patient if gap.person.died => Some(Spared::Died),
        Unit::Delivery | Unit::Patient if gap.infant_died => Some(Spared::LostBaby),
        _ => gap.do_not_contact.then_some(Spared::Asked),
    }
}

/// The time that a measure tells, where it tells one.
pub(crate) async fn times(
    app: &App,
    cube: &Cube,
    measure: &MeasureInfo,
    period: Period,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Result<Option<Times>, Error> {
    let Some(words) = &measure.time else { return Ok(None) };
    let as_of = cube.publication.as_ref().map_or(app.today(), |p| p.as_of);
    let rows = results::times(app.db(), &measure.id, period, organization).await?;
    let mut groups: BTreeMap<&str, BTreeMap<&str, Vec<&TimeRow>>> = BTreeMap::new();
    for row in &rows {
        for (by, stratum) in &row.strata {
            groups.entry(by).or_default().entry(stratum).or_default().push(row);
        }
    }
    let programme = app.programme();
    let all = cube.total(&measure.id, period, organization);
    let whole = total(programme, cube, &measure.id, period, organization, reader);
    // Of a measure that is read beside others, how many it was would be taken from how many it was of them.
    let leads = !Family::ids(programme, &measure.id, reader).follows();
    let may = |shown: bool| reader == Reader::Full || shown;
    let mut by_stratifier = Vec::new();
    let telling = cube.telling(&measure.id);
    for by in measure.stratifiers.iter().filter(|by| telling.contains(by.as_str())) {
        let of_groups = groups.get(by.as_str());
        let rows_of = |group: &str| of_groups.and_then(|of| of.get(group)).map_or(&[][..], Vec::as_slice);
        let slice = cube.slice(&measure.id, by, period, organization);
        // What few of one group are, the others and the whole would tell.
        let apart = leads && !overlaps(by) && strata::beside(by).is_none();
        let counted = may(apart && slice.strata.iter().all(|(group, of)| !tells_of_few(rows_of(group), *of)));
        let rates = scorecard::strata(programme, cube, &measure.id, by, period, organization, reader);
        let groups = rates.into_iter().map(|group| {
            let rows = rows_of(&group.key);
            let taken = may(group.rate.value.is_some()).then(|| taken(rows, as_of, counted)).flatten();
            (group.group, taken)
        });
        by_stratifier.push((by.clone(), groups.collect()));
    }
    let everybody: Vec<&TimeRow> = rows.iter().collect();
    let counted = may(leads && !tells_of_few(&everybody, all));
    Ok(Some(Times {
        words: words.clone(),
        whole: may(whole.value.is_some()).then(|| taken(&everybody, as_of, counted)).flatten(),
        strata: by_stratifier,
    }))
}

/// To how many of all something happened, early or late.
fn happened(rows: &[&TimeRow]) -> (i64, i64) {
    let people = |rows: &mut dyn Iterator<Item = &&TimeRow>| rows.map(|row| row.people).sum();
    (people(&mut rows.iter().filter(|row| row.on.is_some())), people(&mut rows.iter()))
}

/// Whether these numbers and a rate leave few between them.
fn tells_of_few(rows: &[&TimeRow], rate: Counts) -> bool {
    let (happened, people) = happened(rows);
    let open = people - rate.denominator();
    let (late, never, wait) = (happened - rate.met, rate.denominator() - happened, people - happened);
    let few = |n: i64| numbers::shown(n.abs(), Reader::Suppressed) == Shown::Withheld;
    [happened, people, open, late, never, wait].into_iter().any(few)
}

/// What rows say together: whom it has not happened to waits until the last day that counts, or until now.
fn taken(rows: &[&TimeRow], as_of: Date, counted: bool) -> Option<TimeTaken> {
    let days = |from: Date, to: Date| u32::try_from((to - from).get_days()).unwrap_or(0);
    let waits: Vec<Wait> = rows
        .iter()
        .flat_map(|row| {
            let until = row.due_on.map_or(as_of, |due| due.min(as_of));
            let wait = match row.on {
                Some(on) => Wait { days: days(row.counts_on, on), happened: true },
                None => Wait { days: days(row.counts_on, until), happened: false },
            };
            std::iter::repeat_n(wait, usize::try_from(row.people).unwrap_or(0))
        })
        .collect();
    let waiting = Waiting::of(&waits).ok()?;
    let Quantile { days, low, high } = waiting.quantile(0.5, Confidence::P95);
    Some(TimeTaken {
        counted: counted.then(|| happened(rows)),
        median: Days { days, low, high },
        most: waiting.quantile(0.9, Confidence::P95).days,
        longest: waiting.longest,
    })
}
