//! The page of sites: each within what chance leaves it, and each over time. Nobody is ranked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::OrganizationId;
use kith_domain::measure::{Counts, Period};
use kith_stats::Confidence;
use kith_stats::funnel::{
    Adjustment, Dispersion, Funnel, Limits, Site, Standing as StatsStanding, Statistic, exact_limits, funnel,
    widened_limits,
};
use kith_stats::spc::rules::Side;
use kith_stats::spc::{Caution, Chart, Plan, Rule, RuleSet, p_chart};

use crate::cube::Cube;
use crate::numbers::{self, Reader};
use crate::scorecard::{back, clinics, reader, reporting_period, total};
use crate::view::{
    FunnelPlace, FunnelView, GroupRate, PlacePoint, PlaceSeries, RuleSeen, Shown, SiteSeries, SitesPage,
    Standing, Step,
};
use crate::{App, Error, require};

/// Above this mean squared score sites differ by more than chance all round, and limits are widened.
const OVERDISPERSED: f64 = 1.5;
/// Sizes at which the limits of a funnel are drawn.
const CURVE: u32 = 60;
/// Months of the series of sites.
const MONTHS: i32 = 36;
/// With and without the event so many are to be expected at a point of the middle site for months to be drawn.
const EXPECTED: f64 = 5.0;
/// The rules of every chart over time of the pages.
const RULES: RuleSet = RuleSet::Anhoej;
/// How often they signal in a stable series of quarters and of months: simulated, with a test that makes it again.
const FALSE_ALARM: [(usize, f64); 2] = [(12, 0.08), (36, 0.17)];

/// Sites within the limits of chance, and each over three years.
pub async fn sites(app: &App, actor: &Actor, id: &str) -> Result<SitesPage, Error> {
    let reader = reader(require(actor, Action::SeeCounts, Subject::default())?);
    let programme = app.programme();
    let measure = programme.measure(id).ok_or(Error::NotFound("this measure"))?;
    let cube = app.cube().await?;
    let period = reporting_period(app.today());
    let sites = clinics(programme, &cube, id, period, reader);
    Ok(SitesPage {
        measure: measure.clone(),
        measures: programme.measures.clone(),
        period,
        whole: total(programme, &cube, id, period, None, reader),
        funnel: funnel_of(&sites),
        // Points within each site, taken together, would give away what the table of sites withholds.
        series: (reader == Reader::Full).then(|| series(&cube, id, period.end)),
        sites,
        freshness: app.freshness(&cube, period).await?,
        suppressed: reader == Reader::Suppressed,
    })
}

/// The funnel of the sites whose rate is shown; those with no site are none.
fn funnel_of(sites: &[GroupRate]) -> Option<FunnelView> {
    let named: Vec<(&str, Site)> = sites
        .iter()
        .filter(|g| !g.group.is_empty() && g.rate.value.is_some())
        .filter_map(|g| match (g.rate.numerator, g.rate.denominator) {
            (Shown::Count(events), Shown::Count(of)) => {
                Some((g.group.as_str(), Site { events: events as f64, denominator: of as f64 }))
            }
            _ => None,
        })
        .collect();
    let places: Vec<Site> = named.iter().map(|(_, site)| *site).collect();
    let drawn = |adjustment| funnel(Statistic::Proportion, &places, None, adjustment).ok();
    let exact = drawn(Adjustment::None)?;
    let spread = exact.dispersion?;
    let widened = spread.phi > OVERDISPERSED && spread.tau2 > 0.0;
    let outside = |f: &Funnel| f.sites.iter().filter(|p| very(p.standing)).count();
    let outside_exact = outside(&exact);
    let funnel = if widened { drawn(Adjustment::Additive)? } else { exact };
    let largest = places.iter().map(|site| site.denominator).fold(0.0, f64::max);
    Some(FunnelView {
        places: named
            .iter()
            .zip(&funnel.sites)
            .map(|((name, site), placed)| FunnelPlace {
                name: (*name).to_owned(),
                size: site.denominator as i64,
                value: placed.value,
                standing: standing(placed.standing),
            })
            .collect(),
        target: funnel.target,
        curve: curve(funnel.target, largest, widened.then_some(spread)),
        spread: spread.phi,
        between: spread.tau2.sqrt(),
        widened,
        outside_exact,
    })
}

/// The limits at sizes that rise to a little more than the largest site.
fn curve(target: f64, largest: f64, widened: Option<Dispersion>) -> Vec<(f64, [f64; 4])> {
    let mut sizes: Vec<u64> = (1..=CURVE)
        .map(|i| (largest * 1.05 * (f64::from(i) / f64::from(CURVE)).powi(2)).ceil().max(1.0) as u64)
        .collect();
    sizes.dedup();
    let at = |size: u64| {
        let size = size as f64;
        let limits = match widened {
            None => exact_limits(Statistic::Proportion, target, size).ok()?,
            Some(spread) => {
                let of = |confidence| {
                    widened_limits(
                        Statistic::Proportion,
                        target,
                        size,
                        spread,
                        Adjustment::Additive,
                        confidence,
                    )
                };
                Limits { inner: of(Confidence::P95), outer: of(Confidence::P998) }
            }
        };
        let ends = [limits.outer.low, limits.inner.low, limits.inner.high, limits.outer.high];
        Some((size, ends.map(|end| end.clamp(0.0, 1.0))))
    };
    sizes.into_iter().filter_map(at).collect()
}

fn standing(standing: StatsStanding) -> Standing {
    match standing {
        StatsStanding::Within => Standing::Within,
        StatsStanding::High => Standing::High,
        StatsStanding::VeryHigh => Standing::VeryHigh,
        StatsStanding::Low => Standing::Low,
        StatsStanding::VeryLow => Standing::VeryLow,
    }
}

fn very(standing: StatsStanding) -> bool {
    matches!(standing, StatsStanding::VeryHigh | StatsStanding::VeryLow)
}

/// Every site over the three years before `end`.
fn series(cube: &Cube, measure: &str, end: Date) -> SiteSeries {
    let period = Period { start: back(end, MONTHS), end };
    let mut found: Vec<(String, OrganizationId, BTreeMap<Date, Counts>)> = cube
        .organizations_by_month(measure, period)
        .into_iter()
        .map(|(id, months)| (cube.name(id), id, months))
        .collect();
    found.sort_by(|a, b| (&a.0, a.1.0).cmp(&(&b.0, b.1.0)));
    let step = step_for(&found.iter().map(|(_, _, months)| months).collect::<Vec<_>>());
    let months = if step == Step::Month { 1 } else { 3 };
    let periods: Vec<Period> = (0..MONTHS / months)
        .map(|i| Period { start: back(end, MONTHS - i * months), end: back(end, MONTHS - (i + 1) * months) })
        .collect();
    let places = found.into_iter().map(|(name, id, counts)| {
        let of = |period: &Period| {
            let mut sum = Counts::default();
            counts.range(period.start..period.end).for_each(|(_, c)| sum += *c);
            sum
        };
        place(name, id, &periods, &periods.iter().map(of).collect::<Vec<_>>())
    });
    SiteSeries {
        step,
        period,
        points: periods.len(),
        places: places.collect(),
        false_alarm: FALSE_ALARM.iter().find(|(n, _)| *n == periods.len()).map_or(0.1, |(_, chance)| *chance),
    }
}

/// Months where the middle site has enough of them with and without the event for the limits to hold, else quarters.
fn step_for(sites: &[&BTreeMap<Date, Counts>]) -> Step {
    let mut expected: Vec<f64> = sites
        .iter()
        .map(|months| {
            let (mut met, mut not_met) = (0, 0);
            months.values().for_each(|c| (met, not_met) = (met + c.met, not_met + c.not_met));
            met.min(not_met) as f64 / f64::from(MONTHS)
        })
        .collect();
    expected.sort_by(f64::total_cmp);
    if expected.get(expected.len() / 2).is_some_and(|middle| *middle >= EXPECTED) {
        Step::Month
    } else {
        Step::Quarter
    }
}

fn place(name: String, id: OrganizationId, periods: &[Period], counts: &[Counts]) -> PlaceSeries {
    let value = |c: &Counts| Some(numbers::proportion(*c)).filter(|p| p.denominator() > 0);
    let values: Vec<_> = counts.iter().map(value).collect();
    let chart = p_chart(&values, &Plan::default()).ok();
    let signals = chart.as_ref().map(|chart| chart.signals(RULES)).unwrap_or_default();
    let points = periods.iter().zip(counts).enumerate().map(|(i, (period, counts))| PlacePoint {
        period: *period,
        rate: numbers::group_rates(&[*counts], Reader::Full).1,
        limits: chart
            .as_ref()
            .and_then(|chart| chart.points[i].limits)
            .map(|l| (l.three_sigma.low, l.three_sigma.high)),
        marked: signals.iter().any(|s| s.point == i && s.rule != Rule::FewCrossings),
    });
    let phase = chart.as_ref().and_then(|chart| chart.phases.first());
    let doubtful = |caution: &Caution| {
        matches!(
            caution,
            Caution::ShortSeries { .. } | Caution::ShortBaseline { .. } | Caution::FewExpected { .. }
        )
    };
    PlaceSeries {
        name,
        key: id.to_string(),
        points: points.collect(),
        centre: phase.and_then(|phase| phase.centre),
        rules: chart.as_ref().map(rules).unwrap_or_default(),
        few: phase.is_none_or(|phase| phase.cautions.iter().any(doubtful)),
    }
}

/// The rules that fired on a chart, each once.
fn rules(chart: &Chart) -> Vec<RuleSeen> {
    let signals = chart.signals(RULES);
    let Some(test) = chart.phases.first().and_then(|phase| phase.runs.test) else { return Vec::new() };
    let of = |rule: Rule| signals.iter().filter(move |s| s.rule == rule);
    let mut seen = Vec::new();
    let side = |side: Side| of(Rule::BeyondThreeSigma).filter(|s| s.side == Some(side)).count();
    let (above, below) = (side(Side::Above), side(Side::Below));
    if above + below > 0 {
        seen.push(RuleSeen::Beyond { above, below });
    }
    if let Some(first) = of(Rule::LongestRun).next() {
        seen.push(RuleSeen::LongRun {
            points: test.longest,
            limit: test.longest_limit,
            above: first.side == Some(Side::Above),
            from: first.point,
        });
    }
    if of(Rule::FewCrossings).next().is_some() {
        seen.push(RuleSeen::FewCrossings { crossings: test.crossings, limit: test.crossings_limit });
    }
    seen
}

#[cfg(test)]
mod tests;
