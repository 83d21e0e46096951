//! The scorecard and the page of one measure: rates, gaps, charts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{Span, civil::Date};
use kith_domain::access::{Action, Actor, Decision, Fields, Subject, decide};
use kith_domain::id::OrganizationId;
use kith_domain::measure::{Counts, Direction, Period, Status};
use kith_store::results::{self, GapFilter, Scope};

use crate::cube::{Cube, months_of};
use crate::equity::quarters;
use crate::family::{self, Family};
use crate::numbers::{self, GapInput, Reader};
use crate::programme::{MeasureInfo, Programme};
use crate::strata;
use crate::view::{GroupRate, MeasurePage, Rate, ScoreRow, Scorecard, Shown};
use crate::{App, Error, annotations, embed, require};

/// How old a page of a measure may be: who calls whom changes without a publication.
const STALE: Duration = Duration::from_secs(3);

/// The twelve whole months before this one.
pub(crate) fn reporting_period(today: Date) -> Period {
    let end = today.first_of_month();
    Period { start: back(end, 12), end }
}

/// So many months before a first of a month.
pub(crate) fn back(month: Date, months: i32) -> Date {
    month.saturating_sub(Span::new().months(months))
}

pub(crate) fn reader(fields: Fields) -> Reader {
    if fields == Fields::Suppressed { Reader::Suppressed } else { Reader::Full }
}

/// Whether the actor may open a list of people at all: everyone's, the own clinic's or the own caseload.
fn may_open_people(actor: &Actor) -> bool {
    let own = Subject { organization: actor.organization, worker: Some(actor.account) };
    matches!(decide(actor, Action::SeePeople, own), Decision::Allow(_))
}

/// The scorecard of the programme.
pub async fn scorecard(app: &App, actor: &Actor) -> Result<Scorecard, Error> {
    let reader = reader(require(actor, Action::SeeCounts, Subject::default())?);
    let cube = app.cube().await?;
    let key = (reader == Reader::Suppressed, app.today());
    let held = cube.scorecards.lock().unwrap_or_else(|e| e.into_inner()).get(&key).cloned();
    let made = match held {
        Some(made) => made,
        None => {
            let made = Arc::new(make(app, &cube, reader).await?);
            cube.scorecards.lock().unwrap_or_else(|e| e.into_inner()).insert(key, made.clone());
            made
        }
    };
    let mut scorecard = (*made).clone();
    scorecard.may_open_people = may_open_people(actor);
    scorecard.freshness = app.freshness(&cube, scorecard.period).await?;
    Ok(scorecard)
}

async fn make(app: &App, cube: &Cube, reader: Reader) -> Result<Scorecard, Error> {
    let programme = app.programme();
    let period = reporting_period(app.today());
    let mut rows = Vec::with_capacity(programme.measures.len());
    for measure in &programme.measures {
        let mut row = score_row(programme, cube, measure, period, 12, None, reader);
        row.open = Some(open(app, measure, None, reader).await?);
        rows.push(row);
    }
    rows.sort_by_key(|row| row.measure.id != programme.headline);
    Ok(Scorecard {
        period,
        rows,
        indicators: crate::indicators::indicators(programme, cube, period, reader),
        gap_over_time: gap_over_time(programme, cube, &programme.headline, period.end, None, reader),
        freshness: app.freshness(cube, period).await?,
        may_open_people: false,
        suppressed: reader == Reader::Suppressed,
    })
}

/// The page of one measure, of the network or of one clinic.
pub async fn measure(
    app: &App,
    actor: &Actor,
    id: &str,
    organization: Option<OrganizationId>,
) -> Result<MeasurePage, Error> {
    let reader = reader(require(actor, Action::SeeCounts, Subject::default())?);
    if reader == Reader::Suppressed && organization.is_some() {
        // Groups and months within each clinic, taken together, would give away what each one withholds.
        return Err(Error::Denied(
            "counts within one clinic are too small to show; clinics stand side by side",
        ));
    }
    let programme = app.programme();
    let measure = programme.measure(id).ok_or(Error::NotFound("this measure"))?;
    let cube = app.cube().await?;
    let known = |id: &OrganizationId| cube.names.contains_key(id);
    if organization.is_some_and(|o| !known(&o)) {
        return Err(Error::NotFound("this clinic"));
    }
    let mut page = held_page(app, measure, organization, reader).await?;
    page.may_open_people = may_open_people(actor);
    page.may_open = crate::flow::may_open(actor, measure);
    page.annotations = annotations::shown(app, actor, &measure.id, organization).await?;
    page.may_annotate = annotations::may(actor, organization);
    // Only the whole network's stand outside.
    if organization.is_none() {
        page.may_publish = embed::may(actor);
        page.embeds = embed::standing(app, actor, &measure.id).await?;
    }
    page.freshness = app.freshness(&cube, page.period).await?;
    Ok(page)
}

/// The page of a measure without what depends on who reads it, made anew when it is stale.
pub(crate) async fn held_page(
    app: &App,
    measure: &MeasureInfo,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Result<MeasurePage, Error> {
    let cube = app.cube().await?;
    let key = (measure.id.clone(), organization, reader == Reader::Suppressed, app.today());
    let held = cube.pages.lock().unwrap_or_else(|e| e.into_inner()).get(&key).cloned();
    if let Some((_, made)) = held.filter(|(at, _)| at.elapsed() < STALE) {
        return Ok((*made).clone());
    }
    let made = Arc::new(make_page(app, &cube, measure, organization, reader).await?);
    let now = (Instant::now(), made.clone());
    cube.pages.lock().unwrap_or_else(|e| e.into_inner()).insert(key, now);
    Ok((*made).clone())
}

async fn make_page(
    app: &App,
    cube: &Cube,
    measure: &MeasureInfo,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Result<MeasurePage, Error> {
    let programme = app.programme();
    let period = reporting_period(app.today());
    let mut row = score_row(programme, cube, measure, period, 24, organization, reader);
    row.open = Some(open(app, measure, organization, reader).await?);
    let telling = cube.telling(&measure.id);
    let strata = measure
        .stratifiers
        .iter()
        .filter(|by| telling.contains(by.as_str()))
        .map(|by| (by.clone(), strata(programme, cube, &measure.id, by, period, organization, reader)))
        .collect();
    Ok(MeasurePage {
        projected: crate::projection::project(measure, &row.months),
        definitions: crate::definitions::side_by_side(app, cube, measure, period, organization, reader)
            .await?,
        annotations: Vec::new(),
        may_annotate: false,
        embeds: Vec::new(),
        may_publish: false,
        row,
        period,
        organization: organization.map(|o| (o, cube.name(o))),
        strata,
        clinics: clinics(programme, cube, &measure.id, period, reader),
        gap_over_time: gap_over_time(programme, cube, &measure.id, period.end, organization, reader),
        deadlines: deadlines(app, measure, organization, reader).await?,
        times: crate::flow::times(app, cube, measure, period, organization, reader).await?,
        freshness: app.freshness(cube, period).await?,
        may_open_people: false,
        may_open: false,
        suppressed: reader == Reader::Suppressed,
    })
}

pub(crate) fn score_row(
    programme: &Programme,
    cube: &Cube,
    measure: &MeasureInfo,
    period: Period,
    months: i32,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> ScoreRow {
    let drawn = Period { start: back(period.end, months), end: period.end };
    let drawn_of = |id: &str| cube.months(id, drawn, organization).into_values().collect();
    let monthly: Family<Vec<Counts>> = Family::of(programme, &measure.id, reader, drawn_of);
    let (months, signals) = numbers::chart(&months_of(drawn).collect::<Vec<_>>(), &monthly, reader);
    ScoreRow {
        measure: measure.clone(),
        rate: total(programme, cube, &measure.id, period, organization, reader),
        gap: gap(programme, cube, &measure.id, period, organization, reader),
        months,
        signals,
        open: None,
    }
}

/// The rate of a measure over a period.
pub(crate) fn total(
    programme: &Programme,
    cube: &Cube,
    measure: &str,
    period: Period,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Rate {
    let counts = Family::of(programme, measure, reader, |id| cube.total(id, period, organization));
    family::total(&counts, reader)
}

/// How many have an open window and events to come, and how many of these are due within 14 days. Who is not shown
/// small counts is not told the second: beside the weeks of the deadlines it would leave a single day over.
async fn open(
    app: &App,
    measure: &MeasureInfo,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Result<(Shown, Shown), Error> {
    let ids = Family::ids(app.programme(), &measure.id, reader);
    let mut all = Vec::new();
    for id in ids.iter() {
        all.push(results::count_gaps(app.db(), &open_filter(app, id, organization)).await?);
    }
    let filter = open_filter(app, &measure.id, organization);
    let soon = GapFilter { due_to: Some(app.today().saturating_add(Span::new().days(14))), ..filter };
    let soon = match reader {
        Reader::Full => Shown::Count(results::count_gaps(app.db(), &soon).await?),
        Reader::Suppressed => Shown::Withheld,
    };
    Ok((family::shown(&ids.with(all), reader), soon))
}

fn open_filter(app: &App, measure: &str, organization: Option<OrganizationId>) -> GapFilter {
    GapFilter {
        measure: measure.to_owned(),
        scope: Scope { organization, worker: None },
        statuses: vec![Status::Pending],
        due_from: Some(app.today()),
        due_to: None,
        short_only: true,
        unassigned_only: false,
        stratum: None,
        counted: None,
    }
}

/// Open gaps by week of their deadline, for eight weeks.
async fn deadlines(
    app: &App,
    measure: &MeasureInfo,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Result<Vec<(Date, Shown, Shown)>, Error> {
    let weeks: Vec<Date> =
        (0..8).map(|week| app.today().saturating_add(Span::new().days(7 * week))).collect();
    let ids = Family::ids(app.programme(), &measure.id, reader);
    let mut of_each = Vec::new();
    for id in ids.iter() {
        let open = open_filter(app, id, organization);
        let mut counts = Vec::with_capacity(weeks.len());
        for from in &weeks {
            let to = from.saturating_add(Span::new().days(6));
            let filter = GapFilter { due_from: Some(*from), due_to: Some(to), ..open.clone() };
            let all = results::count_gaps(app.db(), &filter).await?;
            let nobody = GapFilter { unassigned_only: true, ..filter };
            counts.push((all, results::count_gaps(app.db(), &nobody).await?));
        }
        let everything = results::count_gaps(app.db(), &open).await?;
        let later = everything - counts.iter().map(|(all, _)| all).sum::<i64>();
        of_each.push((counts, later));
    }
    let shown = numbers::parts_of_a_total(&ids.with(of_each), reader);
    Ok(weeks.into_iter().zip(shown).map(|(from, (all, nobody))| (from, all, nobody)).collect())
}

pub(crate) fn strata(
    programme: &Programme,
    cube: &Cube,
    measure: &str,
    stratifier: &str,
    period: Period,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Vec<GroupRate> {
    let of = |id: &str| cube.slice(id, stratifier, period, organization);
    strata::rates(stratifier, &Family::of(programme, measure, reader, of), reader)
}

/// Clinics by name: no ranking.
pub(crate) fn clinics(
    programme: &Programme,
    cube: &Cube,
    measure: &str,
    period: Period,
    reader: Reader,
) -> Vec<GroupRate> {
    let of = Family::of(programme, measure, reader, |id| cube.organizations(id, period));
    let mut there: Vec<(String, Option<OrganizationId>)> = of
        .iter()
        .flat_map(|counts| counts.keys())
        .map(|id| (id.map(|id| cube.name(id)).unwrap_or_default(), *id))
        .collect();
    // Those with no clinic stand last, under a name that the page gives them.
    there.sort_by(|(name, a), (other, b)| (a.is_none(), name, a).cmp(&(b.is_none(), other, b)));
    there.dedup();
    let table =
        of.map(|counts| there.iter().map(|(_, id)| counts.get(id).copied().unwrap_or_default()).collect());
    let rates =
        there.iter().zip(family::rates(&table, reader)).filter(|((_, id), _)| of.own().contains_key(id));
    rates
        .map(|((group, id), rate)| {
            let key = id.map(|id| id.to_string()).unwrap_or_default();
            GroupRate { group: group.clone(), key, rate }
        })
        .collect()
}

/// Rates of the two groups of the programme's gap, out of all strata so that they are suppressed as one table.
fn pair(
    programme: &Programme,
    cube: &Cube,
    measure: &str,
    period: Period,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Option<[(GroupRate, Counts); 2]> {
    let counts = cube.strata(measure, &programme.gap_stratifier, period, organization);
    let rates = strata(programme, cube, measure, &programme.gap_stratifier, period, organization, reader);
    let find = |group: &str| {
        let rate = rates.iter().find(|r| r.key == group)?.clone();
        Some((rate, *counts.get(group)?))
    };
    Some([find(&programme.gap_focus)?, find(&programme.gap_reference)?])
}

fn gap(
    programme: &Programme,
    cube: &Cube,
    measure: &str,
    period: Period,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Option<crate::view::Gap> {
    let [focus, reference] = pair(programme, cube, measure, period, organization, reader)?;
    let earlier = Period { start: back(period.start, 12), end: period.start };
    // The earlier period speaks only where this reader could have been shown it.
    let before = pair(programme, cube, measure, earlier, organization, reader)
        .filter(|pair| pair.iter().all(|(rate, _)| rate.rate.value.is_some()))
        .map(|[f, r]| (earlier, f.1, r.1));
    numbers::gap(&GapInput {
        focus: (&focus.0, focus.1),
        reference: (&reference.0, reference.1),
        before,
        factor: programme.gap_factor,
        direction: programme.measure(measure).map_or(Direction::Higher, |m| m.direction),
    })
}

/// The two groups quarter by quarter, over two years; none where neither way is better.
fn gap_over_time(
    programme: &Programme,
    cube: &Cube,
    measure: &str,
    end: Date,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Vec<(Period, GroupRate, GroupRate)> {
    if programme.measure(measure).is_some_and(|m| m.direction == Direction::Neither) {
        return Vec::new();
    }
    let of = |id: &str| cube.by_month(id, &programme.gap_stratifier, organization);
    let by_month = Family::of(programme, measure, reader, of);
    let pair = [programme.gap_focus.as_str(), programme.gap_reference.as_str()];
    quarters(&by_month, pair, end, 2, reader).into_iter().map(|(q, [f, r])| (q, f.0, r.0)).collect()
}
