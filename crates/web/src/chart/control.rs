//! The monthly chart: a p-chart whose limits follow each month's denominator, read by the runs rules too.

use kith_app::view::{MonthPoint, Shown, Signals};
use maud::{Markup, html};

use super::{Chart, Percents, Plot, TEXT, Table, n, text_width};
use crate::lang::Lang;
use crate::t;

/// The chart of a measure's months.
pub fn control(
    l: &Lang,
    name: &str,
    subtitle: String,
    months: &[MonthPoint],
    signals: &Signals,
    target: Option<f64>,
) -> Chart {
    let title = finding(l, months, signals);
    let shown: Vec<&MonthPoint> = months.iter().filter(|m| m.rate.value.is_some()).collect();
    let summary = match (shown.first(), shown.last(), signals.centre) {
        (Some(first), Some(last), Some(centre)) => t!(
            l,
            "control-summary",
            n = months.len(),
            from = l.month(first.month),
            to = l.month(last.month),
            first = l.rate(&first.rate),
            last = l.rate(&last.rate),
            centre = l.percent(centre),
        ),
        _ => t!(l, "control-empty"),
    };
    let plot =
        |width: f64, height: f64, narrow: bool| draw(l, months, signals, target, width, height, narrow);
    let table = Table {
        heads: [
            "th-month",
            "th-rate",
            "th-met",
            "th-of",
            "th-pending",
            "th-unknown",
            "th-limits",
            "th-signal",
        ]
        .map(|key| l.say(key, &[]))
        .into(),
        rows: months
            .iter()
            .map(|m| {
                vec![
                    l.month(m.month),
                    l.rate(&m.rate),
                    l.count(m.rate.numerator),
                    l.count(m.rate.denominator),
                    l.count(m.rate.pending),
                    l.count(m.rate.unknown),
                    m.limits
                        .filter(|_| m.rate.value.is_some())
                        .map(|(a, b)| format!("{}–{}", l.percent(a), l.percent(b)))
                        .unwrap_or_default(),
                    if m.beyond { t!(l, "signal-beyond-one") } else { String::new() },
                ]
            })
            .collect(),
    };
    Chart {
        name: name.to_owned(),
        title,
        subtitle,
        summary,
        wide: plot(760.0, 330.0, false),
        narrow: plot(350.0, 300.0, true),
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

/// What the series says, in one sentence.
pub(crate) fn finding(l: &Lang, months: &[MonthPoint], signals: &Signals) -> String {
    let beyond = months.iter().filter(|m| m.beyond).count();
    if let (Some((from, to)), Some(centre)) = (signals.run, signals.centre) {
        let run = months.get(from..=to.min(months.len().saturating_sub(1))).unwrap_or_default();
        if let Some(first) = run.first() {
            let above =
                run.iter().filter_map(|m| m.rate.value).filter(|v| v.value > centre).count() * 2 >= run.len();
            let key = if above { "signal-run-above" } else { "signal-run-below" };
            return t!(l, key, n = run.len(), since = l.month(first.month));
        }
    }
    if signals.runs_signal {
        t!(l, "signal-crossings")
    } else if beyond > 0 {
        t!(l, "signal-beyond", n = beyond)
    } else if signals.centre.is_some() {
        t!(l, "signal-none")
    } else {
        t!(l, "signal-too-short")
    }
}

fn draw(
    l: &Lang,
    months: &[MonthPoint],
    signals: &Signals,
    target: Option<f64>,
    width: f64,
    height: f64,
    narrow: bool,
) -> Plot {
    let right = if narrow { 14.0 } else { 118.0 };
    let (left, top, bottom) = (42.0, 22.0, 52.0);
    let values = months
        .iter()
        .filter(|m| m.rate.value.is_some())
        .flat_map(|m| {
            let v = m.rate.value.map_or([f64::NAN; 3], |v| [v.value, v.value, v.value]);
            let (a, b) = m.limits.unwrap_or((v[0], v[0]));
            [v[0], a, b]
        })
        .chain(target)
        .chain(signals.centre);
    let y = Percents::holding(values, height - bottom, top);
    let step = (width - left - right) / months.len().max(1) as f64;
    let x = |i: usize| left + step * (i as f64 + 0.5);
    let mut line = String::new();
    let mut pen = 'M';
    for (i, m) in months.iter().enumerate() {
        match m.rate.value {
            Some(v) => {
                line.push_str(&format!("{pen}{} {}", n(x(i)), n(y.at(v.value))));
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    let steps = |pick: fn((f64, f64)) -> f64| -> String {
        let mut path = String::new();
        let mut pen = 'M';
        for (i, m) in months.iter().enumerate() {
            match m.limits {
                Some(limits) => {
                    let at = n(y.at(pick(limits)));
                    let (a, b) = (n(x(i) - step / 2.0), n(x(i) + step / 2.0));
                    path.push_str(&format!("{pen}{a} {at}L{b} {at}"));
                    pen = 'L';
                }
                None => pen = 'M',
            }
        }
        path
    };
    let last_limits = months.iter().rev().find_map(|m| m.limits);
    let every = if narrow { (months.len() / 4).max(1) } else { 3 };
    let body = html! {
        @for tick in y.ticks() {
            line .grid x1=(n(left)) x2=(n(width - right)) y1=(n(y.at(tick))) y2=(n(y.at(tick))) {}
            text .c-soft.c-end x=(n(left - 8.0)) y=(n(y.at(tick) + 4.5)) { (l.percent(tick)) }
        }
        @if let Some((from, to)) = signals.run.filter(|(a, b)| a <= b && *b < months.len()) {
            rect .run x=(n(x(from) - step / 2.0)) y=(n(top)) width=(n(x(to) - x(from) + step))
                height=(n(height - bottom - top)) {}
            (run_label(l, months, signals, from, to, x(from), x(to), width - right, top))
        }
        path .limit d=(steps(|(low, _)| low)) {}
        path .limit d=(steps(|(_, high)| high)) {}
        @if let Some(centre) = signals.centre {
            line .centre x1=(n(left)) x2=(n(width - right)) y1=(n(y.at(centre))) y2=(n(y.at(centre))) {}
        }
        @if let Some(target) = target {
            line .flag x1=(n(left)) x2=(n(width - right)) y1=(n(y.at(target))) y2=(n(y.at(target))) {}
        }
        @if let (true, Some(target)) = (narrow, target) {
            text .c-kith.c-small x=(n(left + 4.0)) y=(n(y.at(target) - 5.0)) { (t!(l, "line-target", at = l.percent(target))) }
        }
        @if !narrow { (edge_labels(l, &y, signals, last_limits, target, width - right + 8.0)) }
        @for (i, m) in months.iter().enumerate() {
            @if let Some(v) = m.rate.value {
                line .whisker x1=(n(x(i))) x2=(n(x(i))) y1=(n(y.at(v.low))) y2=(n(y.at(v.high))) {}
            } @else if m.rate.denominator == Shown::Withheld {
                line .axis x1=(n(x(i) - 3.0)) x2=(n(x(i) + 3.0)) y1=(n(height - bottom)) y2=(n(height - bottom)) {}
            }
        }
        path .line d=(line) {}
        @for (i, m) in months.iter().enumerate() {
            @if let Some(v) = m.rate.value {
                circle .dot cx=(n(x(i))) cy=(n(y.at(v.value))) r=(if narrow { "3.5" } else { "4.5" }) {
                    title { (l.month(m.month)) ": " (l.rate(&m.rate)) }
                }
                @if m.beyond { circle .ring cx=(n(x(i))) cy=(n(y.at(v.value))) r=(if narrow { "7" } else { "8.5" }) {} }
            }
        }
        line .axis x1=(n(left)) x2=(n(width - right)) y1=(n(height - bottom)) y2=(n(height - bottom)) {}
        @for (i, m) in months.iter().enumerate().filter(|(i, _)| i % every == 0) {
            @let year = i == 0 || m.month.month() <= every as i8;
            text .c-soft.c-mid x=(n(x(i))) y=(n(height - bottom + 18.0)) { (l.month_name(m.month.month())) }
            @if year { text .c-soft.c-mid.c-small x=(n(x(i))) y=(n(height - bottom + 33.0)) { (m.month.year()) } }
        }
        text .c-soft.c-small x=(n(left)) y=(n(height - 3.0)) { (y.note(l)) }
    };
    Plot { width, height, body }
}

#[allow(clippy::too_many_arguments)] // The place of one label among everything it must not touch.
fn run_label(
    l: &Lang,
    months: &[MonthPoint],
    signals: &Signals,
    from: usize,
    to: usize,
    x_from: f64,
    x_to: f64,
    edge: f64,
    top: f64,
) -> Markup {
    let centre = signals.centre.unwrap_or_default();
    let run = &months[from..=to];
    let above = run.iter().filter_map(|m| m.rate.value).filter(|v| v.value > centre).count() * 2 >= run.len();
    let words =
        t!(l, if above { "signal-run-label-above" } else { "signal-run-label-below" }, n = to - from + 1);
    let width = text_width(&words, TEXT);
    let mid = (x_from + x_to) / 2.0;
    let x = mid.clamp(42.0 + width / 2.0, (edge - width / 2.0).max(42.0 + width / 2.0));
    html! { text .c-warm.c-mid x=(n(x)) y=(n(top - 7.0)) { (words) } }
}

/// Names of the lines at the right edge, moved apart where they would touch.
fn edge_labels(
    l: &Lang,
    y: &Percents,
    signals: &Signals,
    limits: Option<(f64, f64)>,
    target: Option<f64>,
    x: f64,
) -> Markup {
    let mut labels: Vec<(f64, String, &'static str)> = Vec::new();
    if let Some((low, high)) = limits {
        labels.push((y.at(high), t!(l, "line-upper", at = l.percent(high)), "c-soft"));
        labels.push((y.at(low), t!(l, "line-lower", at = l.percent(low)), "c-soft"));
    }
    if let Some(centre) = signals.centre {
        labels.push((y.at(centre), t!(l, "line-centre", at = l.percent(centre)), ""));
    }
    if let Some(target) = target {
        labels.push((y.at(target), t!(l, "line-target", at = l.percent(target)), "c-kith"));
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    for i in 1..labels.len() {
        labels[i].0 = labels[i].0.max(labels[i - 1].0 + 16.0);
    }
    html! {
        @for (at, words, class) in &labels { text class=(class) x=(n(x)) y=(n(at + 4.5)) { (words) } }
    }
}
