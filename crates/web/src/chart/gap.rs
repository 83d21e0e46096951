//! The gap over time: a row a period, a dot a group with its interval, the gap as a bar between.

use jiff::civil::Date;
use kith_app::view::{GroupRate, Shown};
use kith_domain::measure::Period;
use maud::{Markup, html};

use super::{Chart, Percents, Plot, TEXT, Table, hue, n, text_width, wrap};
use crate::lang::{Lang, round};
use crate::t;

/// Where the gap is meant to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// The difference that is to be left, as a proportion.
    pub difference: f64,
    /// By when.
    pub by: Option<Date>,
}

/// The chart of a gap over periods, oldest first, with the goal as a last row.
pub fn gap_over_time(
    l: &Lang,
    name: &str,
    title: String,
    subtitle: String,
    rows: &[(Period, GroupRate, GroupRate)],
    goal: Option<Goal>,
) -> Chart {
    let summary =
        match rows.iter().rev().find_map(|(period, a, b)| points(a, b).map(|gap| (period, a, b, gap))) {
            Some((period, focus, reference, gap)) => t!(
                l,
                "gap-summary",
                period = l.period(*period),
                focus = l.group(&focus.group),
                focusrate = l.rate(&focus.rate),
                reference = l.group(&reference.group),
                referencerate = l.rate(&reference.rate),
                gap = t!(l, "points", n = gap),
            ),
            None => t!(l, "gap-summary-none"),
        };
    let names = rows.last().map(|(_, a, b)| (l.group(&a.group), l.group(&b.group)));
    let (focus, reference) = names.unwrap_or_default();
    let table = Table {
        heads: vec![t!(l, "th-period"), focus, t!(l, "th-of"), reference, t!(l, "th-of"), t!(l, "th-gap")],
        rows: rows
            .iter()
            .map(|(period, a, b)| {
                vec![
                    l.period(*period),
                    l.rate(&a.rate),
                    l.count(a.rate.denominator),
                    l.rate(&b.rate),
                    l.count(b.rate.denominator),
                    points(a, b).map(|gap| t!(l, "points", n = gap)).unwrap_or_else(|| t!(l, "withheld")),
                ]
            })
            .collect(),
    };
    Chart {
        name: name.to_owned(),
        title,
        subtitle,
        summary,
        wide: draw(l, rows, goal, 760.0, false),
        narrow: draw(l, rows, goal, 350.0, true),
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

fn points(focus: &GroupRate, reference: &GroupRate) -> Option<i64> {
    Some(round((reference.rate.value?.value - focus.rate.value?.value) * 100.0))
}

fn draw(
    l: &Lang,
    rows: &[(Period, GroupRate, GroupRate)],
    goal: Option<Goal>,
    width: f64,
    narrow: bool,
) -> Plot {
    let (left, right) = if narrow { (4.0, 82.0) } else { (150.0, 96.0) };
    let step = if narrow { 52.0 } else { 40.0 };
    let values = || {
        rows.iter().flat_map(|(_, a, b)| [a, b]).filter_map(|g| g.rate.value).flat_map(|v| [v.low, v.high])
    };
    let x = Percents::holding(values(), left + 6.0, width - right);
    let last = rows.iter().rev().find(|(_, a, b)| points(a, b).is_some());
    let goal = goal.zip(last.and_then(|(_, _, b)| b.rate.value));
    let count = rows.len() + usize::from(goal.is_some());
    let (head, head_height) = names(l, rows, &x, width, narrow);
    let top = head_height + 8.0;
    let bottom = top + step * count as f64;
    let row_y = |i: usize| top + step * (i as f64 + if narrow { 0.68 } else { 0.5 });
    let label = |i: usize, words: &str, class: &str| {
        html! {
            @if narrow { text class=(class) x=(n(left)) y=(n(row_y(i) - 15.0)) { (words) } }
            @else { text class={ "c-end " (class) } x=(n(left - 12.0)) y=(n(row_y(i) + 4.5)) { (words) } }
        }
    };
    let body = html! {
        (head)
        @for tick in x.ticks() {
            line .grid x1=(n(x.at(tick))) x2=(n(x.at(tick))) y1=(n(top)) y2=(n(bottom)) {}
            text .c-soft.c-mid x=(n(x.at(tick).max(14.0))) y=(n(bottom + 18.0)) { (l.percent(tick)) }
        }
        @for (i, (period, focus, reference)) in rows.iter().enumerate() {
            (label(i, &l.period(*period), "c-soft"))
            @if let (Some(a), Some(b)) = (focus.rate.value, reference.rate.value) {
                line .between x1=(n(x.at(a.value))) x2=(n(x.at(b.value))) y1=(n(row_y(i))) y2=(n(row_y(i))) {}
            }
            (dot(l, focus, &x, row_y(i) - 4.0, row_y(i)))
            (dot(l, reference, &x, row_y(i) + 4.0, row_y(i)))
            @let latest = i + 1 == rows.len();
            @match points(focus, reference) {
                Some(gap) => {
                    text class={ "c-end " (if latest { "c-strong" } else { "" }) } x=(n(width - 2.0))
                        y=(n(row_y(i) + 4.5)) { (t!(l, "points", n = gap)) }
                }
                None => text .c-end.c-soft.c-small x=(n(width - 2.0)) y=(n(row_y(i) + 4.5)) { (t!(l, "withheld-short")) }
            }
        }
        @if let Some((goal, reference)) = goal {
            @let i = rows.len();
            @let to = x.at(reference.value);
            @let from = x.at((reference.value - goal.difference).max(0.0));
            (label(i, &goal_words(l, goal), "c-kith"))
            line .goal x1=(n(from)) x2=(n(to)) y1=(n(row_y(i))) y2=(n(row_y(i))) {}
            circle .goal cx=(n(from)) cy=(n(row_y(i))) r="5.5" {}
            circle .goal cx=(n(to)) cy=(n(row_y(i))) r="5.5" {}
            text .c-end.c-kith.c-strong x=(n(width - 2.0)) y=(n(row_y(i) + 4.5)) {
                (t!(l, "points", n = round(goal.difference * 100.0)))
            }
        }
        text .c-soft.c-small x=(n(left)) y=(n(bottom + 36.0)) { (x.note(l)) }
    };
    Plot { width, height: bottom + 42.0, body }
}

fn goal_words(l: &Lang, goal: Goal) -> String {
    match goal.by {
        Some(by) => t!(l, "gap-goal-by", date = l.date(by)),
        None => t!(l, "gap-goal"),
    }
}

/// The names of both groups above their dots where they fit, else in lines of their own.
fn names(
    l: &Lang,
    rows: &[(Period, GroupRate, GroupRate)],
    x: &Percents,
    width: f64,
    narrow: bool,
) -> (Markup, f64) {
    let Some((_, focus, reference)) = rows.first() else { return (html! {}, 0.0) };
    let (a, b) = (l.group(&focus.group), l.group(&reference.group));
    if let (false, Some(va), Some(vb)) = (narrow, focus.rate.value, reference.rate.value) {
        let (xa, xb) = (x.at(va.value), x.at(vb.value));
        let fits =
            xa < xb && xa + 6.0 - text_width(&a, TEXT) > 0.0 && xb - 6.0 + text_width(&b, TEXT) < width;
        if fits {
            let head = html! {
                text .c-end.c-strong x=(n(xa + 5.0)) y="14" { (a) }
                text .c-strong x=(n(xb - 5.0)) y="14" { (b) }
            };
            return (head, 16.0);
        }
    }
    let lines: Vec<(bool, &str, String)> = [(&a, &focus.group), (&b, &reference.group)]
        .into_iter()
        .flat_map(|(name, group)| {
            let lines = wrap(name, width - 24.0, TEXT).into_iter().enumerate();
            lines.map(|(i, line)| (i == 0, group.as_str(), line))
        })
        .collect();
    let y = |i: usize| 13.0 + 18.0 * i as f64;
    let head = html! {
        @for (i, (first, group, line)) in lines.iter().enumerate() {
            @if *first { circle class={ "g-dot " (hue(group)) } cx="8" cy=(n(y(i) - 4.0)) r="5" {} }
            text .c-strong x="20" y=(n(y(i))) { (line) }
        }
    };
    (head, y(lines.len()) - 8.0)
}

fn dot(l: &Lang, group: &GroupRate, x: &Percents, bar: f64, y: f64) -> Markup {
    let hue = hue(&group.group);
    html! {
        @match (group.rate.value, group.rate.denominator) {
            (Some(v), _) => {
                line class={ "g-bar " (hue) } x1=(n(x.at(v.low))) x2=(n(x.at(v.high))) y1=(n(bar)) y2=(n(bar)) {}
                circle class={ "g-dot " (hue) } cx=(n(x.at(v.value))) cy=(n(y)) r="6" {
                    title { (l.group(&group.group)) ": " (l.rate(&group.rate)) }
                }
            }
            (None, Shown::Withheld | Shown::Count(_)) => {}
        }
    }
}
