//! Any series over time with its centre and limits, in the words of the caller.

use maud::html;

use super::numbers::Numbers;
use super::{Chart, Plot, TEXT, Table, n, text_width, wrap};

/// One point.
#[derive(Debug, Clone, Default)]
pub struct SeriesPoint {
    /// Its name.
    pub label: String,
    /// Its value; none when missing.
    pub value: Option<f64>,
    /// The centre there.
    pub centre: Option<f64>,
    /// The limits there.
    pub limits: Option<(f64, f64)>,
    /// What it signals, in words; empty for nothing.
    pub signals: String,
    /// Whether it takes part.
    pub included: bool,
    /// Which phase it belongs to: lines end where it changes.
    pub phase: usize,
}

/// What is said of a series.
#[derive(Debug, Clone, Default)]
pub struct SeriesWords {
    /// Its name in file names.
    pub name: String,
    /// The finding.
    pub title: String,
    /// What, where, when, unit.
    pub subtitle: String,
    /// What a reader who cannot see it needs to know.
    pub summary: String,
    /// Beside the lines: centre, upper and lower limit.
    pub lines: [String; 3],
    /// Heads of the table: point, value, centre, low, high, signals.
    pub heads: [String; 6],
    /// Small, below the drawing: how it was made.
    pub notes: Vec<String>,
}

/// The chart of a series; `show` writes a value.
#[must_use]
pub fn series(words: SeriesWords, points: &[SeriesPoint], show: impl Fn(f64) -> String) -> Chart {
    let cell = |value: Option<f64>| value.map(&show).unwrap_or_default();
    let row = |point: &SeriesPoint| {
        vec![
            point.label.clone(),
            cell(point.value),
            cell(point.centre),
            cell(point.limits.map(|limits| limits.0)),
            cell(point.limits.map(|limits| limits.1)),
            point.signals.clone(),
        ]
    };
    let table = Table { heads: words.heads.to_vec(), rows: points.iter().map(row).collect() };
    let wide = draw(&words, points, &show, 760.0, 330.0, true);
    let narrow = draw(&words, points, &show, 350.0, 300.0, false);
    Chart {
        name: words.name,
        title: words.title,
        subtitle: words.subtitle,
        summary: words.summary,
        wide,
        narrow,
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

fn draw(
    words: &SeriesWords,
    points: &[SeriesPoint],
    show: &impl Fn(f64) -> String,
    width: f64,
    height: f64,
    named: bool,
) -> Plot {
    let notes: Vec<String> = words.notes.iter().flat_map(|note| wrap(note, width - 20.0, 11.5)).collect();
    let right = if named { 130.0 } else { 14.0 };
    let (left, top, bottom) = (58.0, 22.0, 40.0 + 16.0 * notes.len() as f64);
    let height = height + 16.0 * notes.len() as f64;
    let drawn = points.iter().flat_map(|p| {
        let (low, high) = p.limits.map_or((None, None), |(low, high)| (Some(low), Some(high)));
        [p.value, p.centre, low, high].into_iter().flatten()
    });
    let y = Numbers::holding(drawn, height - bottom, top);
    let step = (width - left - right) / points.len().max(1) as f64;
    let x = |i: usize| left + step * (i as f64 + 0.5);
    let path = |of: &dyn Fn(&SeriesPoint) -> Option<f64>, stepped: bool| {
        let mut path = String::new();
        let mut phase = None;
        for (i, point) in points.iter().enumerate() {
            let Some(value) = of(point) else {
                phase = None;
                continue;
            };
            let pen = if phase == Some(point.phase) { 'L' } else { 'M' };
            let at = n(y.at(value));
            if stepped {
                path.push_str(&format!("{pen}{} {at}L{} {at}", n(x(i) - step / 2.0), n(x(i) + step / 2.0)));
            } else {
                path.push_str(&format!("{pen}{} {at}", n(x(i))));
            }
            phase = Some(point.phase);
        }
        path
    };
    let last = points.iter().rev().find(|point| point.centre.is_some());
    let mut labels: Vec<(f64, String)> = Vec::new();
    if let (true, Some(last)) = (named, last) {
        let mut label = |word: &str, value: Option<f64>| {
            labels.extend(value.map(|value| (y.at(value), format!("{word} {}", show(value)))));
        };
        label(&words.lines[0], last.centre);
        label(&words.lines[1], last.limits.map(|limits| limits.1));
        label(&words.lines[2], last.limits.map(|limits| limits.0));
        labels.sort_by(|a, b| a.0.total_cmp(&b.0));
        for i in 1..labels.len() {
            labels[i].0 = labels[i].0.max(labels[i - 1].0 + 16.0);
        }
    }
    // As many names below as do not touch.
    let widest = points.iter().map(|p| text_width(&p.label, TEXT)).fold(10.0, f64::max) + 16.0;
    let every = ((widest / step.max(1e-9)).ceil() as usize).max(1);
    let radius = if points.len() > 200 { "1.5" } else { "4" };
    let body = html! {
        @for tick in y.ticks() {
            line .grid x1=(n(left)) x2=(n(width - right)) y1=(n(y.at(tick))) y2=(n(y.at(tick))) {}
            text .c-soft.c-end x=(n(left - 8.0)) y=(n(y.at(tick) + 4.5)) { (y.label(tick)) }
        }
        path .limit d=(path(&|p| p.limits.map(|limits| limits.0), true)) {}
        path .limit d=(path(&|p| p.limits.map(|limits| limits.1), true)) {}
        path .centre fill="none" d=(path(&|p| p.centre, true)) {}
        path .line d=(path(&|p| p.value.filter(|_| p.included), false)) {}
        @for (i, point) in points.iter().enumerate() {
            @if let Some(value) = point.value {
                circle .dot.hollow[!point.included] cx=(n(x(i))) cy=(n(y.at(value))) r=(radius) {
                    title { (point.label) ": " (show(value)) @if !point.signals.is_empty() { " · " (point.signals) } }
                }
                @if !point.signals.is_empty() { circle .ring cx=(n(x(i))) cy=(n(y.at(value))) r="8" {} }
            }
        }
        @for (at, words) in &labels { text .c-soft x=(n(width - right + 8.0)) y=(n(at + 4.5)) { (words) } }
        line .axis x1=(n(left)) x2=(n(width - right)) y1=(n(height - bottom)) y2=(n(height - bottom)) {}
        @for (i, point) in points.iter().enumerate().step_by(every) {
            text .c-soft.c-mid x=(n(x(i))) y=(n(height - bottom + 18.0)) { (point.label) }
        }
        @for (i, note) in notes.iter().enumerate() {
            text .c-soft.c-small x="0" y=(n(height - bottom + 42.0 + 16.0 * i as f64)) { (note) }
        }
    };
    Plot { width, height, body }
}
