//! The gap from quarter to quarter: a line with the band in which it may lie, and the years that are compared.

use kith_app::view::{Estimate, GapPoint};
use kith_domain::measure::Period;
use maud::{Markup, html};

use super::numbers::Numbers;
use super::{Chart, Plot, TEXT, Table, n, text_width};
use crate::lang::{Lang, round};
use crate::t;

/// A year whose gap is drawn as a level across its quarters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The year.
    pub period: Period,
    /// Its gap, as a proportion.
    pub gap: Estimate,
}

/// What is said of a gap over time.
#[derive(Debug, Clone, Default)]
pub struct BandWords {
    /// Its name in file names.
    pub name: String,
    /// The finding.
    pub title: String,
    /// What, where, when, unit.
    pub subtitle: String,
    /// What a reader who cannot see it needs to know.
    pub summary: String,
}

/// The chart of a gap by quarter; `levels` are the years that are compared.
pub fn gap_band(l: &Lang, words: BandWords, points: &[GapPoint], levels: &[Level]) -> Chart {
    let names = points.last().map(|p| (l.group(&p.focus.group), l.group(&p.reference.group)));
    let (focus, reference) = names.unwrap_or_default();
    let table = Table {
        heads: vec![t!(l, "th-period"), focus, t!(l, "th-of"), reference, t!(l, "th-of"), t!(l, "band-head")],
        rows: points
            .iter()
            .map(|p| {
                vec![
                    l.period(p.period),
                    l.rate(&p.focus.rate),
                    l.count(p.focus.rate.denominator),
                    l.rate(&p.reference.rate),
                    l.count(p.reference.rate.denominator),
                    p.gap.map(|gap| in_points(l, gap)).unwrap_or_else(|| t!(l, "withheld")),
                ]
            })
            .collect(),
    };
    Chart {
        name: words.name,
        title: words.title,
        subtitle: words.subtitle,
        summary: words.summary,
        wide: draw(l, points, levels, 760.0, 330.0, false),
        narrow: draw(l, points, levels, 350.0, 300.0, true),
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

/// A gap with its interval, in points: `13 points (9–16)`.
fn in_points(l: &Lang, gap: Estimate) -> String {
    format!("{} {}", t!(l, "points", n = round(gap.value * 100.0)), l.interval(gap))
}

fn draw(l: &Lang, points: &[GapPoint], levels: &[Level], width: f64, height: f64, narrow: bool) -> Plot {
    let (left, right, top, bottom) = (40.0, if narrow { 14.0 } else { 96.0 }, 46.0, 40.0);
    let gaps = || points.iter().filter_map(|p| p.gap);
    let values = gaps().flat_map(|g| [g.low, g.high]).map(|v| v * 100.0);
    let y = Numbers::holding(values.chain([0.0]), height - bottom, top);
    let step = (width - left - right) / points.len().max(1) as f64;
    let x = |i: usize| left + step * (i as f64 + 0.5);
    let edge = width - right;
    let at = |gap: f64| y.at(gap * 100.0);
    let last = points.iter().enumerate().rev().find_map(|(i, p)| Some((i, p.gap?)));
    let body = html! {
        @for tick in y.ticks() {
            line .grid x1=(n(left)) x2=(n(edge)) y1=(n(y.at(tick))) y2=(n(y.at(tick))) {}
            text .c-soft.c-end x=(n(left - 8.0)) y=(n(y.at(tick) + 4.5)) { (y.label(tick).replacen('-', "−", 1)) }
        }
        text .c-soft.c-small x="2" y="12" { (t!(l, "band-unit")) }
        @for stretch in stretches(points) { path .band d=(outline(points, &stretch, &x, &at)) {} }
        line .axis x1=(n(left)) x2=(n(edge)) y1=(n(at(0.0))) y2=(n(at(0.0))) {}
        @if !narrow { text .c-soft.c-small x=(n(edge + 8.0)) y=(n(at(0.0) + 4.0)) { (t!(l, "band-none")) } }
        @for level in levels { (level_line(l, points, level, &x, &at, step, (left, edge))) }
        @for stretch in stretches(points) { path .line d=(line(points, &stretch, &x, &at)) {} }
        @for (i, point) in points.iter().enumerate() {
            @if let Some(gap) = point.gap {
                circle .dot cx=(n(x(i))) cy=(n(at(gap.value))) r=(if narrow { "3.5" } else { "4.5" }) {
                    title { (l.period(point.period)) ": " (in_points(l, gap)) }
                }
            }
        }
        @if let (false, Some((i, gap))) = (narrow, last) {
            @if i + 1 == points.len() {
                text .c-strong x=(n(edge + 8.0)) y=(n(clear_of(at(gap.value), at(0.0)) + 4.5)) {
                    (t!(l, "points", n = round(gap.value * 100.0)))
                }
            }
        }
        (quarters(l, points, &x, height - bottom, step))
    };
    Plot { width, height, body }
}

/// A height at which words do not touch those at another.
fn clear_of(y: f64, other: f64) -> f64 {
    if (y - other).abs() >= 15.0 {
        y
    } else if y <= other {
        other - 15.0
    } else {
        other + 15.0
    }
}

/// Quarters that follow each other with a gap each: lines end where one is withheld.
fn stretches(points: &[GapPoint]) -> Vec<Vec<usize>> {
    let shown: Vec<usize> = (0..points.len()).filter(|i| points[*i].gap.is_some()).collect();
    shown.chunk_by(|a, b| a + 1 == *b).map(<[usize]>::to_vec).collect()
}

fn line(
    points: &[GapPoint],
    stretch: &[usize],
    x: &impl Fn(usize) -> f64,
    at: &impl Fn(f64) -> f64,
) -> String {
    let mut path = String::new();
    for i in stretch {
        let Some(gap) = points[*i].gap else { continue };
        let pen = if path.is_empty() { 'M' } else { 'L' };
        path.push_str(&format!("{pen}{} {}", n(x(*i)), n(at(gap.value))));
    }
    path
}

/// The band of a stretch: along the upper limits and back along the lower ones. A quarter alone has a band as wide as
/// its dot.
fn outline(
    points: &[GapPoint],
    stretch: &[usize],
    x: &impl Fn(usize) -> f64,
    at: &impl Fn(f64) -> f64,
) -> String {
    let ends: Vec<(f64, Estimate)> = stretch.iter().filter_map(|i| Some((x(*i), points[*i].gap?))).collect();
    let ends = match ends[..] {
        [(alone, gap)] => vec![(alone - 4.0, gap), (alone + 4.0, gap)],
        _ => ends,
    };
    let mut path = String::new();
    for (x, gap) in &ends {
        let pen = if path.is_empty() { 'M' } else { 'L' };
        path.push_str(&format!("{pen}{} {}", n(*x), n(at(gap.high))));
    }
    for (x, gap) in ends.iter().rev() {
        path.push_str(&format!("L{} {}", n(*x), n(at(gap.low))));
    }
    path.push('Z');
    path
}

/// The gap of a year across its quarters, with its words above.
fn level_line(
    l: &Lang,
    points: &[GapPoint],
    level: &Level,
    x: &impl Fn(usize) -> f64,
    at: &impl Fn(f64) -> f64,
    step: f64,
    (left, edge): (f64, f64),
) -> Markup {
    let within = |p: &GapPoint| level.period.start <= p.period.start && p.period.end <= level.period.end;
    let (Some(first), Some(last)) = (points.iter().position(within), points.iter().rposition(within)) else {
        return html! {};
    };
    let (from, to, y) = (x(first) - step / 2.0, x(last) + step / 2.0, at(level.gap.value));
    // Above the band of its quarters, where nothing else is written.
    let highest = points[first..=last].iter().filter_map(|p| p.gap).map(|g| at(g.high)).fold(y, f64::min);
    let words = t!(l, "band-year", n = round(level.gap.value * 100.0));
    let half = text_width(&words, TEXT) / 2.0;
    let mid = ((from + to) / 2.0).clamp(left + half, (edge - half).max(left + half));
    html! {
        line .level x1=(n(from)) x2=(n(to)) y1=(n(y)) y2=(n(y)) {}
        text .c-kith.c-mid.c-strong.on-paper x=(n(mid)) y=(n((highest - 7.0).max(34.0))) { (words) }
    }
}

/// The first months of quarters below, as many as stand side by side.
fn quarters(l: &Lang, points: &[GapPoint], x: &impl Fn(usize) -> f64, bottom: f64, step: f64) -> Markup {
    let name = |p: &GapPoint| l.month(p.period.start);
    let widest = points.iter().map(|p| text_width(&name(p), 11.5)).fold(20.0, f64::max) + 12.0;
    let every = ((widest / step.max(1e-9)).ceil() as usize).max(1);
    html! {
        @for (i, point) in points.iter().enumerate().filter(|(i, _)| i % every == 0) {
            text .c-soft.c-mid.c-small x=(n(x(i))) y=(n(bottom + 18.0)) { (name(point)) }
        }
    }
}
