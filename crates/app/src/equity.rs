//! The page of equity: groups side by side over whole years, the gap between two of them, and who moved it.
//!
//! Gaps are differences of what is not wanted, so that a gap above zero is the group being worse off whichever way the
//! measure counts; where neither way is better there is none. Two groups are compared over the same years throughout: a
//! pair that is chosen anew each year would narrow or widen by the choice alone. Who may not see small counts is shown
//! what the tables of years and of quarters leave, as on the page of the measure.

use std::collections::BTreeMap;

use jiff::{Span, civil::Date};
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::measure::strata::{is_not_said, overlaps};
use kith_domain::measure::{Counts, Period};
use kith_stats::gap::{Change, Driver as StatsDriver, Rates};
use kith_stats::{Confidence, NotDefined, Proportion};

use crate::cube::{ByMonth, Cube, months_of};
use crate::family::{self, Family};
use crate::numbers::{self, Reader, WITHHELD};
use crate::programme::{MeasureInfo, Programme};
use crate::scorecard::{back, reader, reporting_period, total};
use crate::strata::{self, SITE, Slice};
use crate::view::{
    Chosen, Driver, EquityAsk, EquityPage, Estimate, GapPoint, GroupRate, GroupYears, NoPercent, PairView,
    Percent, Rate, Story,
};
use crate::{App, Error, require};

mod cross;
mod inequality;

pub(crate) use cross::Crossed;

/// The most years that the page goes back, the last included.
const MOST_YEARS: usize = 5;
/// The years that it compares unless the reader asks for others.
const USUAL_YEARS: usize = 3;
/// How many a group must have in each of the years to be compared unasked, and how many where no two have that: the
/// rates of fewer are mostly chance.
const ENOUGH: [i64; 2] = [100, FEWEST];
/// A group of fewer people says too little to be set against others.
const FEWEST: i64 = 30;
/// With fewer than so many in a cell of the comparison years should be pooled.
const FEW: i64 = 20;

/// The groups of a measure over the years, and the gap between two of them.
pub async fn equity(app: &App, actor: &Actor, id: &str, ask: &EquityAsk) -> Result<EquityPage, Error> {
    let reader = reader(require(actor, Action::SeeCounts, Subject::default())?);
    let programme = app.programme();
    let measure = programme.measure(id).ok_or(Error::NotFound("this measure"))?;
    let cube = app.cube().await?;
    let stratifiers = stratifiers(&cube, measure);
    let stratifier = stratifier(programme, &stratifiers, ask.by.as_deref())?;
    let period = reporting_period(app.today());
    let by_month = Family::of(programme, id, reader, |id| cube.by_month(id, &stratifier, None));
    let most_years = years_known(by_month.own(), period.end);
    let back_by = ask.back.unwrap_or(USUAL_YEARS - 1).clamp(1, MOST_YEARS - 1).min(most_years - 1);
    let years: Vec<Period> = (0..=back_by).rev().map(|n| year(period.end, n)).collect();
    let slices: Vec<Family<Slice>> = years.iter().map(|y| by_month.map(|of| of.over(*y))).collect();
    let shown: Vec<Vec<GroupRate>> = slices.iter().map(|s| strata::rates(&stratifier, s, reader)).collect();
    let counts: Vec<BTreeMap<String, Counts>> =
        slices.iter().map(|slice| slice.own().strata.clone()).collect();
    let groups = groups(&counts, &shown);
    // Who is in both of two groups would be compared with herself.
    let choices = if overlaps(&stratifier) { Vec::new() } else { choices(&groups) };
    let side = Side { measure, reader };
    let pair = choose(programme, &side, &stratifier, &choices, &counts, ask).map(|(names, chosen)| {
        let rate_of = |at: usize, name: &str| shown[at].iter().find(|g| g.key == name).cloned();
        let of_year = |at: usize| Some((years[at], rate_of(at, &names[0])?, rate_of(at, &names[1])?));
        let ends = [0, years.len() - 1].map(|at| {
            let of = |name: &String| counts[at].get(name).copied().unwrap_or_default();
            (years[at], of(&names[0]), of(&names[1]))
        });
        PairView {
            chosen,
            years: (0..years.len()).filter_map(of_year).collect(),
            quarters: match (stratifier.as_str(), reader) {
                // As on the page of sites: points within each site would give away what its table withholds.
                (SITE, Reader::Suppressed) => Vec::new(),
                _ => side.gap_points(&by_month, &names, period.end, years.len()),
            },
            story: (years.len() > 1).then(|| side.story(ends[0], ends[1])).flatten(),
            focus: names[0].clone(),
            reference: names[1].clone(),
        }
    });
    let last = years.len() - 1;
    let reference = pair.as_ref().map(|pair| pair.reference.as_str());
    let indices = match overlaps(&stratifier) {
        true => None,
        false => inequality::indices(&counts[last], &shown[last], reference, measure.direction),
    };
    let seconds = cross::seconds(&stratifiers, &stratifier, reader);
    let cross = match ask.and.as_deref().filter(|and| seconds.iter().any(|by| by == and)) {
        Some(and) => Some(cross::cross(app, &cube, measure, [&stratifier, and], years[last], reader).await?),
        None => None,
    };
    let shown_by_index = |by: &str| by == "deprivation";
    let index = [Some(stratifier.as_str()), cross.as_ref().map(|c| c.by.as_str())];
    let index =
        index.into_iter().flatten().any(shown_by_index).then(|| programme.area_index.clone()).flatten();
    Ok(EquityPage {
        measure: measure.clone(),
        measures: programme.measures.iter().filter(|m| !m.stratifiers.is_empty()).cloned().collect(),
        stratifier,
        years,
        most_years,
        groups,
        whole: total(programme, &cube, id, period, None, reader),
        pair,
        indices,
        choices,
        stratifiers,
        seconds,
        cross,
        index,
        freshness: app.freshness(&cube, period).await?,
        suppressed: reader == Reader::Suppressed,
    })
}

/// The stratifiers of a measure in which something is known of somebody, and sites; all of the measure's where nobody
/// has been counted.
fn stratifiers(cube: &Cube, measure: &MeasureInfo) -> Vec<String> {
    let telling = cube.telling(&measure.id);
    let own = measure.stratifiers.iter().map(String::as_str);
    let with_sites = own.chain([SITE]).filter(|by| telling.contains(by));
    let found: Vec<String> = with_sites.map(str::to_owned).collect();
    if found.is_empty() { measure.stratifiers.clone() } else { found }
}

/// The stratifier that was asked for; else that of the programme's gap, or the first of those there are.
fn stratifier(programme: &Programme, there: &[String], asked: Option<&str>) -> Result<String, Error> {
    let has = |by: &str| there.iter().any(|s| s == by);
    let first = || there.first().cloned().ok_or(Error::NotFound("groups of this measure"));
    match asked {
        Some(by) if has(by) => Ok(by.to_owned()),
        Some(_) => Err(Error::NotFound("this grouping of the measure")),
        None if has(&programme.gap_stratifier) => Ok(programme.gap_stratifier.clone()),
        None => first(),
    }
}

/// The year that ends so many years before a first of a month.
fn year(end: Date, before: usize) -> Period {
    let months = 12 * i32::try_from(before).unwrap_or(0);
    Period { start: back(end, months + 12), end: back(end, months) }
}

/// How many whole years before `end` there are numbers for, from 1 to [`MOST_YEARS`].
fn years_known(by_month: &ByMonth, end: Date) -> usize {
    let Some(first) = by_month.first() else { return 1 };
    (1..=MOST_YEARS).rev().find(|n| year(end, n - 1).start >= first).unwrap_or(1)
}

/// Every group of any year with its rates; of a year in which it has nobody, none.
fn groups(counts: &[BTreeMap<String, Counts>], shown: &[Vec<GroupRate>]) -> Vec<GroupYears> {
    let names: std::collections::BTreeSet<&String> = counts.iter().flat_map(BTreeMap::keys).collect();
    let rate = |year: &Vec<GroupRate>, name: &str| {
        let found = year.iter().find(|g| g.key == name).map(|g| g.rate.clone());
        found.unwrap_or_else(|| numbers::group_rates(&[Counts::default()], Reader::Full).1)
    };
    let group = |name: &String| GroupYears {
        group: name.clone(),
        rates: shown.iter().map(|year| rate(year, name)).collect(),
    };
    names.into_iter().map(group).collect()
}

/// Groups whose rate may be shown in the first and the last year.
fn choices(groups: &[GroupYears]) -> Vec<String> {
    let shown = |rate: Option<&Rate>| rate.is_some_and(|r| r.value.is_some());
    let may = |g: &&GroupYears| shown(g.rates.first()) && shown(g.rates.last()) && !is_not_said(&g.group);
    groups.iter().filter(may).map(|g| g.group.clone()).collect()
}

/// The two groups to compare, and why these: those asked for, else the programme's, else those furthest apart over all
/// the years together.
fn choose(
    programme: &Programme,
    side: &Side<'_>,
    by: &str,
    choices: &[String],
    counts: &[BTreeMap<String, Counts>],
    ask: &EquityAsk,
) -> Option<([String; 2], Chosen)> {
    let may = |name: &String| choices.contains(name);
    let programmes = [programme.gap_focus.clone(), programme.gap_reference.clone()];
    // The programme's groups have their names in the other standard too.
    let of_programme = strata::of_one_answer(by, &programme.gap_stratifier);
    let (usual, why) = if of_programme && programmes.iter().all(may) {
        (programmes, Chosen::Programme)
    } else {
        side.furthest_apart(choices, counts)?
    };
    let asked = |name: &Option<String>| name.clone().filter(may);
    let mut pair = match (asked(&ask.focus), asked(&ask.reference)) {
        (Some(focus), Some(reference)) => [focus, reference],
        (Some(focus), None) => [focus, usual[1].clone()],
        (None, Some(reference)) => [usual[0].clone(), reference],
        (None, None) => usual.clone(),
    };
    if pair[0] == pair[1] {
        // A group is not compared with itself: the other one of the usual two stands in.
        pair[1] = usual.iter().find(|name| **name != pair[0])?.clone();
    }
    let why = if pair == usual { why } else { Chosen::Asked };
    Some((pair, why))
}

/// Which end of a measure is wanted, and who reads.
struct Side<'a> {
    measure: &'a MeasureInfo,
    reader: Reader,
}

impl Side<'_> {
    /// The share of what is not wanted; none where neither way is better.
    fn unwanted(&self, counts: Counts) -> Option<Proportion> {
        numbers::unwanted(counts, self.measure.direction)
    }

    /// The groups with the worst and the best rate over all years together, among those with enough in each year; else
    /// the two largest, the worse off first. Where neither way is better, the higher rate first.
    fn furthest_apart(
        &self,
        choices: &[String],
        counts: &[BTreeMap<String, Counts>],
    ) -> Option<([String; 2], Chosen)> {
        let of = |year: &BTreeMap<String, Counts>, name: &str| year.get(name).copied().unwrap_or_default();
        let pooled = |name: &str| {
            let mut all = Counts::default();
            counts.iter().for_each(|year| all += of(year, name));
            all
        };
        let least = |name: &str| counts.iter().map(|year| of(year, name).denominator()).min().unwrap_or(0);
        let with = |needed: i64| choices.iter().filter(|name| least(name) >= needed).collect::<Vec<_>>();
        let enough = ENOUGH.iter().map(|n| with(*n)).find(|found| found.len() > 1);
        let (among, why) = match enough {
            Some(found) => (found, Chosen::Apart),
            None => {
                let mut all: Vec<&String> = choices.iter().collect();
                all.sort_by_key(|name| std::cmp::Reverse(pooled(name).denominator()));
                all.truncate(2);
                (all, Chosen::Largest)
            }
        };
        let mut rated: Vec<(f64, &String)> = among
            .into_iter()
            .filter_map(|name| {
                let counts = pooled(name);
                let share = self.unwanted(counts).unwrap_or_else(|| numbers::proportion(counts));
                Some((share.rate().ok()?, name))
            })
            .collect();
        rated.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (rated.first()?, rated.last()?);
        (best.1 != worst.1).then(|| ([worst.1.clone(), best.1.clone()], why))
    }

    fn gap(&self, focus: Counts, reference: Counts) -> Option<Estimate> {
        numbers::gap_between(self.unwanted(focus)?, self.unwanted(reference)?)
    }

    /// The gap in each quarter of so many years.
    fn gap_points(
        &self,
        by_month: &Family<ByMonth>,
        pair: &[String; 2],
        end: Date,
        years: usize,
    ) -> Vec<GapPoint> {
        let quarters = quarters(by_month, [&pair[0], &pair[1]], end, years, self.reader);
        let point = |(period, [(focus, f), (reference, r)]): (Period, Two)| {
            let both = focus.rate.value.is_some() && reference.rate.value.is_some();
            GapPoint { period, gap: both.then(|| self.gap(f, r)).flatten(), focus, reference }
        };
        quarters.into_iter().map(point).collect()
    }

    /// How the gap moved between two periods, each with the counts of the group and of the reference.
    fn story(&self, from: (Period, Counts, Counts), to: (Period, Counts, Counts)) -> Option<Story> {
        let rates = |(_, focus, reference): (Period, Counts, Counts)| {
            let of = |counts| self.unwanted(counts)?.estimate().ok();
            Some(Rates { group: of(focus)?, reference: of(reference)? })
        };
        let change = Change { before: rates(from)?, after: rates(to)? };
        let moved = change.in_gap();
        let limits = moved.interval(Confidence::P95);
        let reading = change.reading(Confidence::P95);
        let few = |counts: Counts| counts.met.min(counts.not_met) < FEW;
        Some(Story {
            from: from.0,
            to: to.0,
            before: self.gap(from.1, from.2)?,
            now: self.gap(to.1, to.2)?,
            change: Estimate { value: moved.value, low: limits.low, high: limits.high },
            verdict: numbers::verdict(change),
            narrowed: change
                .stated_narrowing(Confidence::P95)
                .map(|n| Percent { value: n.percent, low: n.limits.low, high: n.limits.high })
                .map_err(|reason| match reason {
                    NotDefined::NoEarlierGap => NoPercent::NoEarlierGap,
                    _ => NoPercent::EarlierGapUncertain,
                }),
            driver: match reading.driver {
                StatsDriver::NotNarrowed => Driver::NotNarrowed,
                StatsDriver::GroupBetter => Driver::GroupBetter,
                StatsDriver::GroupBetterReferenceWorse => Driver::GroupBetterReferenceWorse,
                StatsDriver::OnlyReferenceWorse => Driver::OnlyReferenceWorse,
            },
            by_focus: reading.from_group,
            by_reference: reading.from_reference,
            share_of_reference: reading.share_from_reference,
            reference_may_be_chance: reading.reference_may_be_chance,
            few_events: [from.1, from.2, to.1, to.2].into_iter().any(few),
        })
    }
}

/// Two groups with their counts.
type Two = [(GroupRate, Counts); 2];

/// Two groups in each quarter of so many years before `end`, oldest first; quarters in which one of them is not there
/// are left out. The rates are part of two tables and shown as both show them: the groups of the quarter, and the
/// quarters of a year, whose total stands among the groups. Of a group whose year is withheld there, so are the quarters:
/// they add up to it.
pub(crate) fn quarters(
    by_month: &Family<ByMonth>,
    pair: [&str; 2],
    end: Date,
    years: usize,
    reader: Reader,
) -> Vec<(Period, Two)> {
    let by = by_month.own().by.as_str();
    let within = |year: Period| {
        let starts = months_of(year).step_by(3);
        let quarter = |start: Date| Period { start, end: start.saturating_add(Span::new().months(3)) };
        let quarters: Vec<Period> = starts.map(quarter).collect();
        let slices: Vec<Family<Slice>> =
            quarters.iter().map(|quarter| by_month.map(|of| of.over(*quarter))).collect();
        let shown: Vec<Vec<GroupRate>> = slices.iter().map(|of| strata::rates(by, of, reader)).collect();
        let of_year = strata::rates(by, &by_month.map(|of| of.over(year)), reader);
        let [one, other] = pair.map(|name| {
            let is_shown = of_year.iter().any(|g| g.key == name && strata::is_whole(&g.rate));
            of_a_year(name, by_month, &quarters, &shown, is_shown, reader)
        });
        let found = quarters.iter().zip(one).zip(other);
        found.filter_map(|((quarter, one), other)| Some((*quarter, [one?, other?]))).collect::<Vec<_>>()
    };
    (0..years).rev().flat_map(|n| within(year(end, n))).collect()
}

/// One group in each quarter of a year; none where nobody of it is there. Each of the two tables is safe alone, and what
/// is left of the year or of the quarter would tell what the other withholds: of a group of which the year or one quarter
/// is withheld, all are.
fn of_a_year(
    name: &str,
    by_month: &Family<ByMonth>,
    quarters: &[Period],
    shown: &[Vec<GroupRate>],
    year_is_shown: bool,
    reader: Reader,
) -> Vec<Option<(GroupRate, Counts)>> {
    let of = |of: &ByMonth, quarter: &Period| of.over(*quarter).strata.get(name).copied();
    let table = by_month.map(|m| quarters.iter().map(|quarter| of(m, quarter).unwrap_or_default()).collect());
    let within = family::rates(&table, reader);
    let both = |(groups, within): (&Vec<GroupRate>, Rate)| {
        let found = groups.iter().find(|g| g.key == name)?.clone();
        Some(GroupRate { rate: numbers::in_both(found.rate.clone(), within), ..found })
    };
    let found: Vec<Option<GroupRate>> = shown.iter().zip(within).map(both).collect();
    let all = year_is_shown && found.iter().flatten().all(|group| strata::is_whole(&group.rate));
    let as_told = |group: GroupRate| match (reader, all) {
        (Reader::Full, _) => group,
        (Reader::Suppressed, true) => GroupRate { rate: strata::without_columns(group.rate), ..group },
        (Reader::Suppressed, false) => GroupRate { rate: WITHHELD, ..group },
    };
    let there = |quarter: &Period| of(by_month.own(), quarter);
    let with_counts =
        |(group, quarter): (Option<GroupRate>, &Period)| Some((as_told(group?), there(quarter)?));
    found.into_iter().zip(quarters).map(with_counts).collect()
}

#[cfg(test)]
pub(crate) mod tests;
