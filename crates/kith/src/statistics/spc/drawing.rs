//! A charted series as a drawing, by the same code that draws for pages.

use kith_web::chart::{Chart, SeriesPoint, SeriesWords, series};

use super::{Told, words};
use crate::statistics::cells::{many, show};

pub fn chart(told: &Told, per: f64) -> Chart {
    let chart = &told.chart;
    let mut signals = vec![String::new(); chart.points.len()];
    for signal in &told.signals {
        let said = &mut signals[signal.point];
        if !said.is_empty() {
            said.push_str("; ");
        }
        said.push_str(&words::rule(signal.rule, signal.side));
    }
    let point = |(i, point): (usize, &kith_stats::spc::Point)| SeriesPoint {
        label: told.labels[i].clone(),
        value: point.value.map(|value| value * per),
        centre: chart.phases[point.phase].centre.map(|centre| centre * per),
        limits: point
            .limits
            .map(|limits| limits.three_sigma.times(per))
            .map(|limits| (limits.low, limits.high)),
        signals: signals[i].clone(),
        included: point.included,
        phase: point.phase,
    };
    let points: Vec<SeriesPoint> = chart.points.iter().enumerate().map(point).collect();
    let found = signals.iter().filter(|said| !said.is_empty()).count();
    let title = match found {
        0 => "Nothing here is more than chance".to_owned(),
        _ => format!("{found} of {} signal", many(points.len(), "point")),
    };
    let range = match (told.labels.first(), told.labels.last()) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => String::new(),
    };
    let unit = if per == 1.0 { String::new() } else { format!(" · per {}", show(per)) };
    let words = SeriesWords {
        name: "series".into(),
        title,
        subtitle: format!("{} · {range}{unit} · rules: {}", words::kind(chart.kind), told.set.name()),
        summary: words::made(told),
        lines: ["centre", "upper", "lower"].map(str::to_owned),
        heads: ["point", "value", "centre", "low", "high", "signals"].map(str::to_owned),
        notes: words::notes(told),
    };
    series(words, &points, show)
}
