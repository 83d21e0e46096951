//! Groups or clinics side by side: a row each, by name, a dot with its interval. No ranking.

use kith_app::view::Rate;
use maud::{Markup, html};

use super::{Chart, Percents, Plot, TEXT, Table, n, wrap};
use crate::lang::Lang;
use crate::t;

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its rate.
    pub rate: Rate,
    /// Its rate in an earlier period: a hollow dot.
    pub before: Option<Rate>,
    /// The class that colours it.
    pub hue: &'static str,
    /// Where its name leads.
    pub href: Option<String>,
}

/// The chart of rows beside the rate of all.
pub fn interval_rows(
    l: &Lang,
    name: &str,
    title: String,
    subtitle: String,
    rows: &[Row],
    whole: Option<f64>,
) -> Chart {
    let shown: Vec<&Row> = rows.iter().filter(|r| r.rate.value.is_some()).collect();
    let value = |r: &Row| r.rate.value.map_or(0.0, |v| v.value);
    let lowest = shown.iter().min_by(|a, b| value(a).total_cmp(&value(b)));
    let highest = shown.iter().max_by(|a, b| value(a).total_cmp(&value(b)));
    let summary = match (lowest, highest) {
        (Some(low), Some(high)) if shown.len() > 1 => t!(
            l,
            "rows-summary",
            n = rows.len(),
            low = low.name.clone(),
            lowrate = l.rate(&low.rate),
            high = high.name.clone(),
            highrate = l.rate(&high.rate),
        ),
        _ => t!(l, "rows-summary-few", n = rows.len()),
    };
    let table = Table {
        heads: ["th-group", "th-rate", "th-met", "th-of", "th-excluded", "th-pending", "th-unknown"]
            .map(|key| l.say(key, &[]))
            .into(),
        rows: rows
            .iter()
            .map(|r| {
                vec![
                    r.name.clone(),
                    l.rate(&r.rate),
                    l.count(r.rate.numerator),
                    l.count(r.rate.denominator),
                    l.count(r.rate.excluded),
                    l.count(r.rate.pending),
                    l.count(r.rate.unknown),
                ]
            })
            .collect(),
    };
    Chart {
        name: name.to_owned(),
        title,
        subtitle,
        summary,
        wide: wide(l, rows, whole),
        narrow: narrow(l, rows, whole),
        table,
        csv: None,
        svg: None,
        linked: rows.iter().any(|r| r.href.is_some()),
    }
}

fn scale(rows: &[Row], whole: Option<f64>, from: f64, to: f64) -> Percents {
    let before = rows.iter().filter_map(|r| r.before.as_ref()?.value).map(|v| v.value);
    let values = rows.iter().filter_map(|r| r.rate.value).flat_map(|v| [v.low, v.high]).chain(whole);
    let values = values.chain(before);
    Percents::holding(values, from, to)
}

fn wide(l: &Lang, rows: &[Row], whole: Option<f64>) -> Plot {
    let (width, left, right, top) = (760.0, 220.0, 190.0, 26.0);
    let x = scale(rows, whole, left, width - right);
    let lines: Vec<Vec<String>> = rows.iter().map(|r| wrap(&r.name, left - 24.0, TEXT)).collect();
    let mut at = top + 6.0;
    let centres: Vec<f64> = lines
        .iter()
        .map(|name| {
            let height = 34.0 + 16.0 * (name.len() as f64 - 1.0);
            at += height;
            at - height / 2.0
        })
        .collect();
    let bottom = at + 4.0;
    let body = html! {
        (frame(l, &x, whole, top, bottom))
        @for ((row, name), y) in rows.iter().zip(&lines).zip(&centres) {
            (named(row, html! {
                @for (k, line) in name.iter().enumerate() {
                    text .c-end x=(n(left - 16.0)) y=(n(y + 4.5 + 16.0 * (k as f64 - (name.len() as f64 - 1.0) / 2.0))) {
                        (line)
                    }
                }
            }))
            (dot(l, row, &x, *y))
            @if row.rate.value.is_some() {
                text x=(n(width - right + 16.0)) y=(n(y + 4.5)) {
                    tspan .c-strong { (l.percent(row.rate.value.map_or(0.0, |v| v.value))) }
                    tspan .c-soft { " " (row.rate.value.map(|v| l.interval(v)).unwrap_or_default())
                        " " (t!(l, "of-count", count = l.count(row.rate.denominator))) }
                }
            } @else {
                text .c-soft x=(n(width - right + 16.0)) y=(n(y + 4.5)) { (l.rate(&row.rate)) }
            }
        }
        (foot(l, &x, left, bottom))
    };
    Plot { width, height: bottom + 42.0, body }
}

fn narrow(l: &Lang, rows: &[Row], whole: Option<f64>) -> Plot {
    // Names stand above their dots here, so the line of all is cut to where the dots are.
    let (width, left, right, top) = (350.0, 10.0, 14.0, 26.0);
    let x = scale(rows, whole, left, width - right);
    let mut at = top;
    let placed: Vec<(f64, Vec<String>)> = rows
        .iter()
        .map(|r| {
            let name = wrap(&r.name, width - 130.0, TEXT);
            let start = at + 20.0;
            at = start + 16.0 * (name.len() as f64 - 1.0) + 26.0;
            (start, name)
        })
        .collect();
    let bottom = at + 2.0;
    let body = html! {
        (frame(l, &x, whole, top, top - 4.0))
        @for (row, (start, name)) in rows.iter().zip(&placed) {
            (named(row, html! {
                @for (k, line) in name.iter().enumerate() { text .on-paper x="2" y=(n(start + 16.0 * k as f64)) { (line) } }
            }))
            @if let Some(v) = row.rate.value {
                text .c-end.on-paper x=(n(width - 2.0)) y=(n(*start)) {
                    tspan .c-strong { (l.percent(v.value)) } tspan .c-soft { " " (l.interval(v)) }
                }
            } @else {
                text .c-end.c-soft.c-small.on-paper x=(n(width - 2.0)) y=(n(*start)) { (l.rate(&row.rate)) }
            }
            @let y = start + 16.0 * (name.len() as f64 - 1.0) + 14.0;
            line .grid x1=(n(left)) x2=(n(width - right)) y1=(n(y)) y2=(n(y)) {}
            @if let Some(whole) = whole { line .centre x1=(n(x.at(whole))) x2=(n(x.at(whole))) y1=(n(y - 8.0)) y2=(n(y + 8.0)) {} }
            (dot(l, row, &x, y))
        }
        (foot(l, &x, left, bottom))
    };
    Plot { width, height: bottom + 42.0, body }
}

fn named(row: &Row, name: Markup) -> Markup {
    match &row.href {
        Some(href) => html! { a href=(href) { (name) } },
        None => name,
    }
}

fn frame(l: &Lang, x: &Percents, whole: Option<f64>, top: f64, bottom: f64) -> Markup {
    html! {
        @for tick in x.ticks() {
            line .grid x1=(n(x.at(tick))) x2=(n(x.at(tick))) y1=(n(top)) y2=(n(bottom)) {}
        }
        @if let Some(whole) = whole {
            line .centre x1=(n(x.at(whole))) x2=(n(x.at(whole))) y1=(n(top - 4.0)) y2=(n(bottom)) {}
            @let words = t!(l, "line-all", at = l.percent(whole));
            @let half = super::text_width(&words, TEXT) / 2.0;
            text .c-soft.c-mid x=(n(x.at(whole).clamp(half, (x.to + 12.0 - half).max(half)))) y=(n(top - 10.0)) { (words) }
        }
    }
}

fn foot(l: &Lang, x: &Percents, left: f64, bottom: f64) -> Markup {
    html! {
        @for tick in x.ticks() {
            text .c-soft.c-mid x=(n(x.at(tick).max(14.0))) y=(n(bottom + 18.0)) { (l.percent(tick)) }
        }
        text .c-soft.c-small x=(n(left - 4.0)) y=(n(bottom + 36.0)) { (x.note(l)) }
    }
}

fn dot(l: &Lang, row: &Row, x: &Percents, y: f64) -> Markup {
    let before = row.before.as_ref().and_then(|rate| Some((rate, rate.value?)));
    html! {
        @if let (Some((_, then)), Some(now)) = (before, row.rate.value) {
            line .between x1=(n(x.at(then.value))) x2=(n(x.at(now.value))) y1=(n(y)) y2=(n(y)) {}
        }
        // A ring larger than the dot of now, so that both are seen where they meet.
        @if let Some((rate, then)) = before {
            circle class={ "g-then " (row.hue) } cx=(n(x.at(then.value))) cy=(n(y)) r="7.5" {
                title { (row.name) ": " (l.rate(rate)) }
            }
        }
        @if let Some(v) = row.rate.value {
            line class={ "g-bar " (row.hue) } x1=(n(x.at(v.low))) x2=(n(x.at(v.high))) y1=(n(y)) y2=(n(y)) {}
            circle class={ "g-dot " (row.hue) } cx=(n(x.at(v.value))) cy=(n(y)) r="6" {
                title { (row.name) ": " (l.rate(&row.rate)) }
            }
        }
    }
}
