//! From counts to what may be shown of them: rates with intervals, gaps, chart limits, small counts withheld.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use kith_domain::measure::{Counts, Direction, Period};
use kith_stats::contrast::{difference, visits_to_narrow};
use kith_stats::gap::{Change, Rates, Verdict as StatsVerdict};
use kith_stats::spc::{Chart, Plan, p_chart};
use kith_stats::suppression::{Preset, Published, suppress_groups};
use kith_stats::{Confidence, Proportion};

use crate::family::{self, Family};
use crate::view::{Estimate, Gap, GroupRate, MonthPoint, Rate, Shown, Signals, Verdict};

/// The rule for readers who may not see small counts.
const PRESET: Preset = Preset::PLATFORM_DEFAULT;
/// The smallest count above none that such a reader is shown.
pub(crate) const SMALLEST_SHOWN: u64 = PRESET.hide_max + 1;
/// The counts that such a reader is not shown.
pub(crate) const SMALL: RangeInclusive<i64> = 1..=PRESET.hide_max as i64;

/// The fewest people of whom such a reader is shown a rate.
pub(crate) const FEWEST_IN_A_RATE: u64 = PRESET.rate_min_denominator;

/// Who reads: as the counts are, or with small ones withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// May see every count.
    Full,
    /// May see no small count and none that gives one away.
    Suppressed,
}

pub(crate) fn proportion(counts: Counts) -> Proportion {
    let met = counts.met.max(0).unsigned_abs();
    let all = counts.denominator().max(0).unsigned_abs();
    Proportion::new(met.min(all), all).expect("met is a part of met and not met")
}

pub(crate) fn estimate(proportion: Proportion) -> Option<Estimate> {
    let value = proportion.rate().ok()?;
    let interval = proportion.wilson(Confidence::P95).ok()?;
    Some(Estimate { value, low: interval.low, high: interval.high })
}

/// One count on its own.
pub(crate) fn shown(count: i64, reader: Reader) -> Shown {
    match (reader, PRESET.publish(count.max(0).unsigned_abs())) {
        (Reader::Suppressed, Published::Withheld) => Shown::Withheld,
        _ => Shown::Count(count),
    }
}

fn published(count: Published) -> Shown {
    match count {
        Published::Count(count) => Shown::Count(i64::try_from(count).unwrap_or(i64::MAX)),
        Published::Withheld => Shown::Withheld,
    }
}

fn full(counts: Counts) -> Rate {
    Rate {
        numerator: Shown::Count(counts.met),
        denominator: Shown::Count(counts.denominator()),
        excluded: Shown::Count(counts.excluded),
        pending: Shown::Count(counts.pending),
        unknown: Shown::Count(counts.unknown),
        value: estimate(proportion(counts)),
    }
}

/// The rates of groups that add up to a total, and the total: suppressed as one table.
///
/// Beside the rate, a column of counts (excluded, pending, unknown) is withheld from every group as soon as one of the
/// column is small, for the others and the total would give it away.
pub(crate) fn group_rates(groups: &[Counts], reader: Reader) -> (Vec<Rate>, Rate) {
    let mut total = Counts::default();
    groups.iter().for_each(|g| total += *g);
    if reader == Reader::Full {
        return (groups.iter().map(|g| full(*g)).collect(), full(total));
    }
    let proportions: Vec<Proportion> = groups.iter().map(|g| proportion(*g)).collect();
    let table = suppress_groups(&proportions, &PRESET);
    let column = |of: fn(&Counts) -> i64| -> Vec<Shown> {
        let alone: Vec<Shown> = groups.iter().map(|g| shown(of(g), reader)).collect();
        let any = alone.contains(&Shown::Withheld);
        if any { vec![Shown::Withheld; groups.len()] } else { alone }
    };
    let (excluded, pending, unknown) = (column(|g| g.excluded), column(|g| g.pending), column(|g| g.unknown));
    let rate = |p: &kith_stats::suppression::PublishedProportion, of: Proportion, beside: [Shown; 3]| Rate {
        numerator: published(p.numerator),
        denominator: published(p.denominator),
        excluded: beside[0],
        pending: beside[1],
        unknown: beside[2],
        value: p.percent.and_then(|_| estimate(of)),
    };
    let rates = table
        .groups
        .iter()
        .enumerate()
        .map(|(i, p)| rate(p, proportions[i], [excluded[i], pending[i], unknown[i]]))
        .collect();
    let beside = [total.excluded, total.pending, total.unknown].map(|n| shown(n, reader));
    (rates, rate(&table.total, proportion(total), beside))
}

/// The rates of groups whose total stands elsewhere on the page, suppressed on its own. Where the groups are only
/// safe without their total, none of them is shown.
pub(crate) fn rates_of_groups(groups: &[Counts], reader: Reader) -> Vec<Rate> {
    let (rates, within) = group_rates(groups, reader);
    if reader == Reader::Full {
        return rates;
    }
    let mut total = Counts::default();
    groups.iter().for_each(|g| total += *g);
    let (_, alone) = group_rates(&[total], reader);
    let gives_away = |within: Shown, alone: Shown| within == Shown::Withheld && alone != Shown::Withheld;
    if gives_away(within.numerator, alone.numerator) || gives_away(within.denominator, alone.denominator) {
        return vec![WITHHELD; groups.len()];
    }
    rates
}

pub(crate) const WITHHELD: Rate = Rate {
    numerator: Shown::Withheld,
    denominator: Shown::Withheld,
    excluded: Shown::Withheld,
    pending: Shown::Withheld,
    unknown: Shown::Withheld,
    value: None,
};

/// What may be shown of a rate that is part of two tables: what both of them show.
pub(crate) fn in_both(one: Rate, other: Rate) -> Rate {
    let both = |a: Shown, b: Shown| if b == Shown::Withheld { b } else { a };
    Rate {
        numerator: both(one.numerator, other.numerator),
        denominator: both(one.denominator, other.denominator),
        excluded: both(one.excluded, other.excluded),
        pending: both(one.pending, other.pending),
        unknown: both(one.unknown, other.unknown),
        value: one.value.filter(|_| other.value.is_some()),
    }
}

/// Counts that add up to a total that is shown, each with a part of it: `(all, part)`. Withheld together with what
/// they leave, so that no difference gives a small one away.
/// Each of the family has its rows, and what is left of its total.
pub(crate) fn parts_of_a_total(of: &Family<(Vec<(i64, i64)>, i64)>, reader: Reader) -> Vec<(Shown, Shown)> {
    let counts =
        |(all, part): (i64, i64)| Counts { met: part, not_met: (all - part).max(0), ..Counts::default() };
    let table = of.map(|(rows, rest)| {
        let mut table: Vec<Counts> = rows.iter().copied().map(counts).collect();
        table.push(counts((*rest.max(&0), 0)));
        table
    });
    let mut rates = family::rates(&table, reader);
    rates.truncate(of.own().0.len());
    rates.into_iter().map(|rate| (rate.denominator, rate.numerator)).collect()
}

/// Months that are suppressed as one table: a year, whose total is shown beside them.
const YEAR: usize = 12;

/// A p-chart over months, with what its rules say. Years are counted back from the last month, so that a page of
/// twelve months and one of twenty-four withhold the same ones. A reader who is not shown a month is not told what the
/// rules make of it.
pub(crate) fn chart(
    months: &[Date],
    counts: &Family<Vec<Counts>>,
    reader: Reader,
) -> (Vec<MonthPoint>, Signals) {
    let first = months.len() % YEAR;
    let years = std::iter::once(0..first).chain((first..months.len()).step_by(YEAR).map(|at| at..at + YEAR));
    let rates: Vec<Rate> =
        years.flat_map(|year| family::rates(&counts.map(|c| c[year.clone()].to_vec()), reader)).collect();
    let counts = counts.own();
    let shown = |rate: &Rate| reader == Reader::Full || rate.value.is_some();
    let values: Vec<Option<Proportion>> = counts
        .iter()
        .zip(&rates)
        .map(|(c, rate)| Some(proportion(*c)).filter(|p| p.denominator() > 0 && shown(rate)))
        .collect();
    let drawn = p_chart(&values, &Plan::default()).ok();
    let points = months
        .iter()
        .zip(rates)
        .enumerate()
        .map(|(i, (month, rate))| {
            let point = drawn.as_ref().map(|c| c.points[i]).filter(|_| rate.value.is_some());
            let limits = point.and_then(|p| p.limits).map(|l| (l.three_sigma.low, l.three_sigma.high));
            MonthPoint { month: *month, rate, limits, beyond: point.is_some_and(|p| p.sigma_signal) }
        })
        .collect();
    (points, drawn.map_or_else(no_signals, |chart| signals(&chart)))
}

fn no_signals() -> Signals {
    Signals { centre: None, longest_run: None, crossings: None, runs_signal: false, run: None }
}

fn signals(chart: &Chart) -> Signals {
    let Some(phase) = chart.phases.last() else { return no_signals() };
    let test = phase.runs.test;
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let too_long = test.is_some_and(|t| t.longest > t.longest_limit);
    Signals {
        centre: phase.centre,
        longest_run: test.map(|t| (small(t.longest), small(t.longest_limit))),
        crossings: test.map(|t| (small(t.crossings), small(t.crossings_limit))),
        runs_signal: phase.runs.signal(),
        run: phase.centre.filter(|_| too_long).and_then(|centre| longest_run(chart, centre)),
    }
}

/// First and last point of the longest run on one side of the centre; points on the centre are passed over.
fn longest_run(chart: &Chart, centre: f64) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    let mut run: Option<(usize, usize, usize, bool)> = None;
    for (i, point) in chart.points.iter().enumerate() {
        let Some(value) = point.value.filter(|v| *v != centre) else { continue };
        let above = value > centre;
        run = match run {
            Some((from, _, n, side)) if side == above => Some((from, i, n + 1, side)),
            _ => Some((i, i, 1, above)),
        };
        if let Some((from, to, n, _)) = run
            && best.is_none_or(|(_, _, most)| n > most)
        {
            best = Some((from, to, n));
        }
    }
    best.map(|(from, to, _)| (from, to))
}

/// What may be said of a change of a gap. Where the group got better, a loss of the reference that chance explains
/// takes nothing from it.
pub(crate) fn verdict(change: Change) -> Verdict {
    match change.verdict(Confidence::P95) {
        StatsVerdict::Improved => Verdict::Narrowed,
        StatsVerdict::ReferenceWorsened => {
            let reading = change.reading(Confidence::P95);
            match reading.reference_may_be_chance && reading.from_group > 0.0 {
                true => Verdict::Narrowed,
                false => Verdict::ReferenceWorsened,
            }
        }
        StatsVerdict::NoClearChange => Verdict::NoClearChange,
        StatsVerdict::Widened => Verdict::Widened,
    }
}

/// The proportion of what is not wanted: a gap is told of that, so that it is above zero where the group fares worse.
/// None where neither way is better.
pub(crate) fn unwanted(counts: Counts, direction: Direction) -> Option<Proportion> {
    match direction {
        Direction::Higher => Some(proportion(counts).complement()),
        Direction::Lower => Some(proportion(counts)),
        Direction::Neither => None,
    }
}

/// The gap between a group and the reference, in what is not wanted, with its 95 % interval (Newcombe).
pub(crate) fn gap_between(focus: Proportion, reference: Proportion) -> Option<Estimate> {
    let gap = difference(focus, reference, Confidence::P95).ok()?;
    Some(Estimate { value: gap.estimate, low: gap.interval.low, high: gap.interval.high })
}

/// Two groups with their counts in two periods.
pub(crate) struct GapInput<'a> {
    /// The group whose gap is to close, with its rate as it may be shown.
    pub focus: (&'a GroupRate, Counts),
    /// The group it is compared with.
    pub reference: (&'a GroupRate, Counts),
    /// The earlier period with the counts of both, when there is one.
    pub before: Option<(Period, Counts, Counts)>,
    /// The share of the gap that is to be left.
    pub factor: f64,
    /// Which way is better.
    pub direction: Direction,
}

/// The gap, its change and what would close it; none where one of the rates may not be shown, or neither way is better.
pub(crate) fn gap(input: &GapInput) -> Option<Gap> {
    let ((focus_rate, focus), (reference_rate, reference)) = (input.focus, input.reference);
    focus_rate.rate.value.and(reference_rate.rate.value)?;
    let unwanted = |counts: Counts| unwanted(counts, input.direction);
    let points = |focus: Counts, reference: Counts| gap_between(unwanted(focus)?, unwanted(reference)?);
    let now = points(focus, reference)?;
    let before = input.before.and_then(|(period, f, r)| Some((period, points(f, r)?, f, r)));
    let change = before.and_then(|(_, _, f, r)| {
        // Rates of what is not wanted: lower is better, as the change of a gap is defined.
        let rates = |f: Counts, r: Counts| -> Option<Rates> {
            Some(Rates { group: unwanted(f)?.estimate().ok()?, reference: unwanted(r)?.estimate().ok()? })
        };
        let change = Change { before: rates(f, r)?, after: rates(focus, reference)? };
        let moved = change.in_gap();
        let interval = moved.interval(Confidence::P95);
        Some((Estimate { value: moved.value, low: interval.low, high: interval.high }, verdict(change)))
    });
    // How many more it takes is said of what is wanted.
    let more = match before {
        _ if input.direction != Direction::Higher => None,
        // Down to the target share of what the gap was.
        Some((_, then, ..)) if then.value > 0.0 => {
            let reference_rate = proportion(reference).rate().ok()?;
            proportion(focus)
                .visits_to_reach((reference_rate - input.factor * then.value).clamp(0.0, 1.0))
                .ok()
        }
        _ => visits_to_narrow(proportion(focus), proportion(reference), input.factor).ok(),
    };
    Some(Gap {
        focus: focus_rate.clone(),
        reference: reference_rate.clone(),
        difference: now,
        before: before.map(|(period, then, ..)| (period, then)),
        change,
        more_to_target: more.and_then(|n| i64::try_from(n).ok()),
    })
}

#[cfg(test)]
mod tests;
