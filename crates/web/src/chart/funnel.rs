//! Places side by side within the limits of chance, in the words of the caller. No ranking.

use maud::html;

use super::numbers::Numbers;
use super::{Chart, Plot, Table, n, text_width};

/// One place.
#[derive(Debug, Clone, Default)]
pub struct FunnelPoint {
    /// Its name.
    pub label: String,
    /// How many people, how much exposure, or how many events expected.
    pub size: f64,
    /// Its value.
    pub value: f64,
    /// Where it stands, in words.
    pub standing: String,
    /// Whether it lies outside the outer limits, and is named.
    pub outside: bool,
}

/// The limits at one size: outer low, inner low, inner high, outer high.
pub type FunnelLimits = (f64, [f64; 4]);

/// What is said of a funnel.
#[derive(Debug, Clone, Default)]
pub struct FunnelWords {
    /// Its name in file names.
    pub name: String,
    /// The finding.
    pub title: String,
    /// What, where, when, unit.
    pub subtitle: String,
    /// What a reader who cannot see it needs to know.
    pub summary: String,
    /// Below the axis.
    pub size: String,
    /// After the numbers of the upright axis: ` %`.
    pub unit: String,
    /// Beside the outer and the inner limits.
    pub lines: [String; 2],
    /// Heads of the table: place, size, value, standing.
    pub heads: [String; 4],
}

/// The funnel; `curve` holds limits at sizes that rise, and `show` writes a value.
#[must_use]
pub fn funnel(
    words: FunnelWords,
    points: &[FunnelPoint],
    target: f64,
    curve: &[FunnelLimits],
    show: impl Fn(f64) -> String,
) -> Chart {
    let row = |p: &FunnelPoint| vec![p.label.clone(), show(p.size), show(p.value), p.standing.clone()];
    let table = Table { heads: words.heads.to_vec(), rows: points.iter().map(row).collect() };
    let wide = draw(&words, points, target, curve, &show, 760.0, 400.0);
    let narrow = draw(&words, points, target, curve, &show, 350.0, 320.0);
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
    words: &FunnelWords,
    points: &[FunnelPoint],
    target: f64,
    curve: &[FunnelLimits],
    show: &impl Fn(f64) -> String,
    width: f64,
    height: f64,
) -> Plot {
    let right = if width > 500.0 { 120.0 } else { 14.0 };
    let (left, top, bottom) = (58.0, 18.0, 52.0);
    let values = || points.iter().map(|p| p.value);
    // The narrow end of a funnel is as wide as the axis; what lies there need not all be seen.
    let most = values().chain([2.0 * target]).fold(target, f64::max);
    let limits = curve.iter().flat_map(|(_, limits)| *limits).filter(|limit| *limit <= 1.2 * most);
    let y = Numbers::holding(values().chain(limits).chain([target]), height - bottom, top);
    let sizes = points.iter().map(|p| p.size).chain(curve.iter().map(|(size, _)| *size));
    let x = Numbers::holding(sizes.chain([0.0]), left, width - right);
    let path = |which: usize| -> String {
        let place = |(i, (size, limits)): (usize, &FunnelLimits)| {
            format!("{}{} {}", if i == 0 { 'M' } else { 'L' }, n(x.at(*size)), n(y.at(limits[which])))
        };
        curve.iter().enumerate().map(place).collect()
    };
    let end = curve.last().map(|(_, limits)| *limits);
    let body = html! {
        @for tick in y.ticks() {
            line .grid x1=(n(left)) x2=(n(width - right)) y1=(n(y.at(tick))) y2=(n(y.at(tick))) {}
            text .c-soft.c-end x=(n(left - 8.0)) y=(n(y.at(tick) + 4.5)) { (y.label(tick)) (words.unit) }
        }
        @for which in [0, 3] { path .limit d=(path(which)) {} }
        @for which in [1, 2] { path .centre fill="none" d=(path(which)) {} }
        line .flag x1=(n(left)) x2=(n(width - right)) y1=(n(y.at(target))) y2=(n(y.at(target))) {}
        @if let (true, Some(end)) = (right > 100.0, end) {
            text .c-soft.c-small x=(n(width - right + 8.0)) y=(n(y.at(end[3]) - 2.0)) { (words.lines[0]) }
            text .c-soft.c-small x=(n(width - right + 8.0)) y=(n(y.at(end[2]).max(y.at(end[3]) + 13.0) + 2.0)) { (words.lines[1]) }
        }
        @for p in points {
            circle .dot cx=(n(x.at(p.size))) cy=(n(y.at(p.value))) r="4" {
                title { (p.label) ": " (show(p.value)) " · " (p.standing) }
            }
            @if p.outside { circle .ring cx=(n(x.at(p.size))) cy=(n(y.at(p.value))) r="8" {} }
        }
        @for (at_x, at_y, name) in names(points, &x, &y, width - right) {
            text .c-warm.c-small.on-paper x=(n(at_x)) y=(n(at_y)) { (name) }
        }
        line .axis x1=(n(left)) x2=(n(width - right)) y1=(n(height - bottom)) y2=(n(height - bottom)) {}
        @for tick in x.ticks() {
            text .c-soft.c-mid x=(n(x.at(tick))) y=(n(height - bottom + 18.0)) { (x.label(tick)) }
        }
        text .c-soft.c-mid x=(n((left + width - right) / 2.0)) y=(n(height - 10.0)) { (words.size) }
    };
    Plot { width, height, body }
}

/// The names of the places outside, where they do not touch each other.
fn names(points: &[FunnelPoint], x: &Numbers, y: &Numbers, edge: f64) -> Vec<(f64, f64, String)> {
    let mut placed: Vec<(f64, f64, f64, String)> = Vec::new();
    for p in points.iter().filter(|p| p.outside) {
        let wide = text_width(&p.label, 11.5);
        // To the right of its place, or to the left where that would leave the drawing.
        let right = x.at(p.size) + 11.0;
        let at_x = if right + wide <= edge { right } else { (right - 22.0 - wide).max(0.0) };
        let at_y = y.at(p.value) + 4.0;
        let touches = |(other_x, other_y, other, _): &(f64, f64, f64, String)| {
            (at_y - other_y).abs() < 13.0 && at_x < other_x + other && *other_x < at_x + wide
        };
        if !placed.iter().any(touches) {
            placed.push((at_x, at_y, wide, p.label.clone()));
        }
    }
    placed.into_iter().map(|(at_x, at_y, _, name)| (at_x, at_y, name)).collect()
}
