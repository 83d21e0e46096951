//! Gaps, groups and series as the charts of pages draw them.

use kith_stats::gap::Counts;
use kith_stats::impact::Point;
use kith_stats::inequality::Setting;
use kith_stats::{Confidence, Interval};
use kith_web::chart::{Chart, SeriesPoint, SeriesWords, series};

use super::words::{level, number};

/// A value with its limits, apart from its neighbours.
fn alone(phase: usize, label: &str, value: Option<f64>, limits: Option<Interval>) -> SeriesPoint {
    SeriesPoint {
        label: label.to_owned(),
        value,
        limits: limits.map(|limits| (limits.low, limits.high)),
        included: true,
        phase,
        ..SeriesPoint::default()
    }
}

fn words(name: &str, title: String, subtitle: String, summary: String, heads: [&str; 6]) -> SeriesWords {
    let lines = ["without the change", "upper", "lower"].map(str::to_owned);
    let (name, heads) = (name.to_owned(), heads.map(str::to_owned));
    SeriesWords { name, title, subtitle, summary, lines, heads, notes: Vec::new() }
}

/// The gap in each period, with its limits.
pub fn gap(
    group: &str,
    reference: &str,
    periods: &[(String, Counts)],
    per: f64,
    confidence: Confidence,
) -> anyhow::Result<Chart> {
    let mut points = Vec::new();
    for (i, (period, counts)) in periods.iter().enumerate() {
        let gap = counts.rates(per)?.gap();
        points.push(alone(i, period, Some(gap.value), Some(gap.interval(confidence))));
    }
    let title = format!("The gap between {group} and {reference}");
    let subtitle = format!(
        "{group} minus {reference}, events for each {} · limits of {}",
        number(per),
        level(confidence.level())
    );
    let summary = "Zero is no gap. A change is clear only when its own limits leave out zero.".to_owned();
    let heads = ["period", "gap", "", "low", "high", ""];
    Ok(series(words("gap", title, subtitle, summary, heads), &points, number))
}

/// The estimate of each group, with its limits.
pub fn groups(names: &[String], setting: &Setting, confidence: Confidence) -> Chart {
    let point = |(i, name): (usize, &String)| {
        let group = setting.groups[i];
        let half = group.standard_error.map(|error| confidence.z() * error);
        let limits =
            group.estimate.zip(half).map(|(y, half)| Interval { low: (y - half).max(0.0), high: y + half });
        alone(i, name, group.estimate, limits)
    };
    let points: Vec<SeriesPoint> = names.iter().enumerate().map(point).collect();
    let order = if setting.ordered { "from worst to best off" } else { "in no order" };
    let title = format!("{} groups, {order}", names.len());
    let subtitle = format!("of {} · limits of {}", number(setting.per), level(confidence.level()));
    let summary = "Limits that overlap do not mean that two groups are alike.".to_owned();
    let heads = ["group", "estimate", "", "low", "high", ""];
    series(words("groups", title, subtitle, summary, heads), &points, number)
}

/// What was seen, and how it would have gone on without the change.
pub fn impact(
    times: &[String],
    values: &[f64],
    lines: &[Point],
    start: usize,
    confidence: Confidence,
) -> Chart {
    let points: Vec<SeriesPoint> = (0..values.len())
        .map(|i| SeriesPoint {
            centre: Some(lines[i].counterfactual),
            phase: usize::from(i >= start),
            ..alone(0, &times[i], Some(values[i]), (i >= start).then_some(lines[i].interval))
        })
        .collect();
    let title = format!("Before and after {}", times[start]);
    let subtitle = format!(
        "line: as it would have gone on without the change · limits of {}",
        level(confidence.level())
    );
    let summary = "Whatever else happened at the same time is in the difference too.".to_owned();
    let heads = ["time", "value", "without the change", "low", "high", ""];
    series(words("impact", title, subtitle, summary, heads), &points, number)
}
