//! One site over time, small: its line, its centre, its limits, what a rule marks. Panels of a page share their scale.

use kith_app::view::PlaceSeries;
use maud::html;

use super::{Chart, Percents, Plot, Table, n, text_width};
use crate::lang::Lang;
use crate::t;

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 180.0;

/// The scale of all panels.
#[derive(Debug, Clone, Copy)]
pub struct Scale(Percents);

/// What is said of a panel.
#[derive(Debug, Clone, Default)]
pub struct PanelWords {
    /// Its name in file names.
    pub name: String,
    /// The site, and what the rules say of it.
    pub title: String,
    /// What, when, unit.
    pub subtitle: String,
    /// What a reader who cannot see it needs to know.
    pub summary: String,
}

/// The scale that holds every value and limit of all sites.
pub fn scale(places: &[PlaceSeries]) -> Scale {
    let values = places.iter().flat_map(|place| {
        let points = place.points.iter().filter(|p| p.rate.value.is_some());
        points
            .flat_map(|p| {
                let (low, high) = p.limits.unwrap_or((f64::NAN, f64::NAN));
                [p.rate.value.map_or(f64::NAN, |v| v.value), low, high]
            })
            .chain(place.centre)
    });
    Scale(Percents::holding(values, HEIGHT - 34.0, 10.0))
}

/// The panel of one site.
pub fn panel(l: &Lang, words: PanelWords, place: &PlaceSeries, scale: Scale) -> Chart {
    let table = Table {
        heads: ["th-period", "th-rate", "th-met", "th-of", "th-limits", "th-signal"]
            .map(|key| l.say(key, &[]))
            .into(),
        rows: place
            .points
            .iter()
            .map(|p| {
                let limits = p.limits.filter(|_| p.rate.value.is_some());
                vec![
                    l.period(p.period),
                    l.rate(&p.rate),
                    l.count(p.rate.numerator),
                    l.count(p.rate.denominator),
                    limits.map(|(a, b)| format!("{}–{}", l.percent(a), l.percent(b))).unwrap_or_default(),
                    if p.marked { t!(l, "panel-marked") } else { String::new() },
                ]
            })
            .collect(),
    };
    let drawn = draw(l, place, scale.0);
    Chart {
        name: words.name,
        title: words.title,
        subtitle: words.subtitle,
        summary: words.summary,
        wide: drawn.clone(),
        narrow: drawn,
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

fn draw(l: &Lang, place: &PlaceSeries, y: Percents) -> Plot {
    let (left, right, bottom) = (42.0, 46.0, HEIGHT - 34.0);
    let edge = WIDTH - right;
    let step = (edge - left) / place.points.len().max(1) as f64;
    let x = |i: usize| left + step * (i as f64 + 0.5);
    let value = |i: usize| place.points[i].rate.value.map(|v| v.value);
    let all: Vec<usize> = (0..place.points.len()).collect();
    let limit = |pick: fn((f64, f64)) -> f64| {
        let path = |(path, pen): (String, char), i: &usize| match place.points[*i].limits {
            Some(limits) => {
                let at = n(y.at(pick(limits)));
                let (a, b) = (n(x(*i) - step / 2.0), n(x(*i) + step / 2.0));
                (format!("{path}{pen}{a} {at}L{b} {at}"), 'L')
            }
            None => (path, 'M'),
        };
        all.iter().fold((String::new(), 'M'), path).0
    };
    let line = all.iter().fold((String::new(), 'M'), |(path, pen), i| match value(*i) {
        Some(v) => (format!("{path}{pen}{} {}", n(x(*i)), n(y.at(v))), 'L'),
        None => (path, 'M'),
    });
    let radius = if place.points.len() > 20 { "2.5" } else { "4" };
    let first = place.points.first().map(|p| l.month(p.period.start));
    let last = place.points.last().map(|p| l.month(p.period.end.yesterday().unwrap_or(p.period.end)));
    let body = html! {
        @for tick in y.ticks() {
            line .grid x1=(n(left)) x2=(n(edge)) y1=(n(y.at(tick))) y2=(n(y.at(tick))) {}
            text .c-soft.c-end.c-small x=(n(left - 6.0)) y=(n(y.at(tick) + 4.0)) { (l.percent(tick)) }
        }
        path .limit d=(limit(|(low, _)| low)) {}
        path .limit d=(limit(|(_, high)| high)) {}
        @if let Some(centre) = place.centre {
            line .centre x1=(n(left)) x2=(n(edge)) y1=(n(y.at(centre))) y2=(n(y.at(centre))) {}
            text .c-soft.c-small x=(n(edge + 6.0)) y=(n(y.at(centre) + 4.0)) { (l.percent(centre)) }
        }
        path .line d=(line.0) {}
        @for (i, point) in place.points.iter().enumerate() {
            @if let Some(v) = point.rate.value {
                circle .dot cx=(n(x(i))) cy=(n(y.at(v.value))) r=(radius) {
                    title { (l.period(point.period)) ": " (l.rate(&point.rate)) }
                }
                @if point.marked { circle .ring cx=(n(x(i))) cy=(n(y.at(v.value))) r="7" {} }
            }
        }
        line .axis x1=(n(left)) x2=(n(edge)) y1=(n(bottom)) y2=(n(bottom)) {}
        @if let Some(first) = first { text .c-soft.c-small x=(n(left)) y=(n(bottom + 18.0)) { (first) } }
        @if let Some(last) = last {
            text .c-soft.c-small x=(n((edge - text_width(&last, 11.5)).max(left))) y=(n(bottom + 18.0)) { (last) }
        }
    };
    Plot { width: WIDTH, height: HEIGHT, body }
}
