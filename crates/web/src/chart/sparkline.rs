//! A sparkline: twelve months, the last one marked, a band for what chance would give.

use kith_app::view::MonthPoint;
use maud::{Markup, html};

use super::n;

const WIDTH: f64 = 168.0;
const HEIGHT: f64 = 44.0;

/// The line alone. Its words stand beside it, so it is hidden from who listens.
pub fn sparkline(months: &[MonthPoint]) -> Markup {
    let values: Vec<Option<f64>> = months.iter().map(|m| m.rate.value.map(|v| v.value)).collect();
    let limits = || months.iter().filter_map(|m| m.limits);
    let all = || values.iter().flatten().copied().chain(limits().flat_map(|(low, high)| [low, high]));
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    if low > high {
        return html! {};
    }
    let span = (high - low).max(0.02);
    let x = |i: usize| 4.0 + i as f64 * (WIDTH - 12.0) / (months.len().max(2) - 1) as f64;
    let y = |v: f64| HEIGHT - 5.0 - (v - low) / span * (HEIGHT - 10.0);
    let band = band(months, x, y);
    let mut line = String::new();
    let mut pen = 'M';
    for (i, value) in values.iter().enumerate() {
        match value {
            Some(v) => {
                line.push_str(&format!("{pen}{} {}", n(x(i)), n(y(*v))));
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    let last = values.iter().enumerate().rev().find_map(|(i, v)| v.map(|v| (i, v)));
    html! {
        svg .spark viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) aria-hidden="true" focusable="false" {
            @if !band.is_empty() { path .expected d=(band) {} }
            path .line d=(line) {}
            @for (i, point) in months.iter().enumerate() {
                @if let (true, Some(v)) = (point.beyond, values[i]) {
                    circle .ring cx=(n(x(i))) cy=(n(y(v))) r="4.5" {}
                }
            }
            @if let Some((i, v)) = last { circle .dot cx=(n(x(i))) cy=(n(y(v))) r="3.5" {} }
        }
    }
}

fn band(months: &[MonthPoint], x: impl Fn(usize) -> f64, y: impl Fn(f64) -> f64) -> String {
    let limits: Vec<(usize, (f64, f64))> =
        months.iter().enumerate().filter_map(|(i, m)| m.limits.map(|limits| (i, limits))).collect();
    if limits.len() < 2 {
        return String::new();
    }
    let mut path = String::new();
    for (k, (i, (_, high))) in limits.iter().enumerate() {
        path.push_str(&format!("{}{} {}", if k == 0 { 'M' } else { 'L' }, n(x(*i)), n(y(*high))));
    }
    for (i, (low, _)) in limits.iter().rev() {
        path.push_str(&format!("L{} {}", n(x(*i)), n(y(*low))));
    }
    path.push('Z');
    path
}
