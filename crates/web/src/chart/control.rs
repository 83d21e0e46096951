//! The monthly chart: a p-chart whose limits follow each month's denominator, read by the runs rules too.

use kith_app::view::{AnnotationShown, MonthPoint, Outlook, ScoreRow, Shown, Signals};
use kith_domain::measure::Direction;
use maud::{Markup, html};

use super::{Chart, Percents, Plot, TEXT, Table, n, text_width};
use crate::lang::Lang;
use crate::t;

/// What stands beside the months.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// Where the trend leads, drawn where there is room.
    pub outlook: Option<&'a Outlook>,
    /// What was changed and when, the oldest first; numbered in this order.
    pub annotations: &'a [AnnotationShown],
}

/// The chart of a measure's months.
pub fn control(l: &Lang, name: &str, subtitle: String, row: &ScoreRow, beside: Beside<'_>) -> Chart {
    let (months, signals) = (&row.months[..], &row.signals);
    let target = row.measure.aim.map(|aim| aim.rate);
    let title = finding(l, row);
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
    let plot = |width: f64, height: f64, narrow: bool| {
        let beside = Beside { outlook: beside.outlook.filter(|_| !narrow), ..beside };
        draw(l, months, signals, target, beside, width, height, narrow)
    };
    let changed = |m: &MonthPoint| {
        let of = beside.annotations.iter().filter(|a| a.on.first_of_month() == m.month);
        of.map(|a| a.words.as_str()).collect::<Vec<_>>().join("; ")
    };
    let mut heads =
        vec!["th-month", "th-rate", "th-met", "th-of", "th-pending", "th-unknown", "th-limits", "th-signal"];
    if !beside.annotations.is_empty() {
        heads.push("th-changed");
    }
    let table = Table {
        rows: months
            .iter()
            .map(|m| {
                let mut cells = vec![
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
                ];
                cells.extend((heads.len() > cells.len()).then(|| changed(m)));
                cells
            })
            .collect(),
        heads: heads.into_iter().map(|key| l.say(key, &[])).collect(),
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
pub(crate) fn finding(l: &Lang, row: &ScoreRow) -> String {
    let (months, signals) = (&row.months, &row.signals);
    let beyond = months.iter().filter(|m| m.beyond).count();
    if let (Some((from, to)), Some(centre)) = (signals.run, signals.centre) {
        let run = months.get(from..=to.min(months.len().saturating_sub(1))).unwrap_or_default();
        if let Some(first) = run.first() {
            let above =
                run.iter().filter_map(|m| m.rate.value).filter(|v| v.value > centre).count() * 2 >= run.len();
            let key = match (above, row.measure.direction) {
                (true, Direction::Higher) => "signal-run-above-better",
                (true, _) => "signal-run-above",
                (false, Direction::Lower) => "signal-run-below-better",
                (false, _) => "signal-run-below",
            };
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

#[allow(clippy::too_many_arguments)] // What is drawn, and on how much paper.
fn draw(
    l: &Lang,
    months: &[MonthPoint],
    signals: &Signals,
    target: Option<f64>,
    beside: Beside<'_>,
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
        .chain(signals.centre)
        .chain(beside.outlook.into_iter().flat_map(|o| [o.there.low, o.there.high]));
    let y = Percents::holding(values, height - bottom, top);
    let columns = months.len() + beside.outlook.map_or(0, |o| o.ahead);
    let step = (width - left - right) / columns.max(1) as f64;
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
        @for (i, numbers) in numbered(months, beside.annotations) {
            line .changed x1=(n(x(i))) x2=(n(x(i))) y1=(n(top)) y2=(n(height - bottom)) {}
            text .c-small x=(n(x(i) + 3.0)) y=(n(top + 11.0)) { (numbers) }
        }
        @if let (Some(outlook), false) = (beside.outlook, months.is_empty()) {
            (led_to(l, outlook, x(months.len() - 1), x(columns - 1), &y))
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
            (month_label(l, m.month, year, x(i), height - bottom))
        }
        @if let Some(outlook) = beside.outlook.filter(|o| o.ahead > 1) {
            (month_label(l, outlook.month, true, x(columns - 1), height - bottom))
        }
        text .c-soft.c-small x=(n(left)) y=(n(height - 3.0)) { (y.note(l)) }
    };
    Plot { width, height, body }
}

fn month_label(l: &Lang, month: jiff::civil::Date, year: bool, x: f64, axis: f64) -> Markup {
    html! {
        text .c-soft.c-mid x=(n(x)) y=(n(axis + 18.0)) { (l.month_name(month.month())) }
        @if year { text .c-soft.c-mid.c-small x=(n(x)) y=(n(axis + 33.0)) { (month.year()) } }
    }
}

/// In which months something was changed, with the numbers of what: "1", "2–4".
fn numbered(months: &[MonthPoint], annotations: &[AnnotationShown]) -> Vec<(usize, String)> {
    let in_month = |month| move |a: &AnnotationShown| a.on.first_of_month() == month;
    let numbers = |(i, m): (usize, &MonthPoint)| {
        let first = annotations.iter().position(in_month(m.month))? + 1;
        match annotations.iter().filter(|a| in_month(m.month)(a)).count() {
            1 => Some((i, first.to_string())),
            more => Some((i, format!("{first}–{}", first + more - 1))),
        }
    };
    months.iter().enumerate().filter_map(numbers).collect()
}

/// The way from the last month to the aim's, if the trend goes on, with its interval there.
fn led_to(l: &Lang, outlook: &Outlook, from: f64, to: f64, y: &Percents) -> Markup {
    let at = |value: f64| n(y.at(value));
    let (there, low, high) = (outlook.there.value, outlook.there.low, outlook.there.high);
    let fan = format!("M{} {}L{} {}L{} {}Z", n(from), at(outlook.now), n(to), at(high), n(to), at(low));
    html! {
        path .run d=(fan) {}
        line .ahead x1=(n(from)) y1=(at(outlook.now)) x2=(n(to)) y2=(at(there)) {
            title { (l.month(outlook.month)) ": " (l.percent(there)) " (" (l.percent(low)) "–" (l.percent(high)) ")" }
        }
        line .whisker x1=(n(to)) x2=(n(to)) y1=(at(low)) y2=(at(high)) {}
    }
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
