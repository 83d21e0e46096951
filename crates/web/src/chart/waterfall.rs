//! Why a pair is judged as it is: a row a comparison, its weight as a bar from the sum before it to the sum after.
//!
//! Weights are base-two logarithms of how much likelier a finding is among records that belong together than among
//! records that do not. They are drawn on that scale, where they add up, and written as the factor they stand for.

use kith_app::view::{Waterfall, WaterfallStep};
use kith_domain::identity::PairKind;
use maud::{Markup, html};

use super::{Chart, Plot, Table, n, text_width, wrap};
use crate::lang::{Lang, slug, whole};
use crate::{say, t};

/// The heaviest weight that is drawn: what is certain counts as this.
const MOST: f64 = 200.0;
/// A total is drawn so far from even, where the sums before it stay nearer.
const BEYOND: f64 = 15.0;
/// A weight that moves nothing: one of the two says nothing, or what they say is neither here nor there.
const STILL: f64 = 0.05;

/// The chart of a pair.
pub fn waterfall(l: &Lang, name: &str, kind: PairKind, view: &Waterfall) -> Chart {
    let steps: Vec<&WaterfallStep> = view.steps.iter().filter(|s| s.bits.abs() >= STILL).collect();
    let likely = say::likely(l, kind, view.probability);
    let table = Table {
        heads: ["th-comparison", "th-finding", "th-left", "th-right", "th-factor", "th-bits", "th-sum"]
            .map(|key| l.say(key, &[]))
            .into(),
        rows: std::iter::once(row(t!(l, "waterfall-prior"), None, view.prior_bits, view.prior_bits))
            .chain(view.steps.iter().map(|s| row(compared(l, s), Some((l, s)), s.bits, s.running)))
            .chain([row(t!(l, "waterfall-total"), None, view.total_bits, view.total_bits)])
            .collect(),
    };
    Chart {
        name: name.to_owned(),
        title: finding(l, kind, &steps),
        subtitle: t!(l, "waterfall-where"),
        summary: t!(
            l,
            "waterfall-summary",
            n = steps.len(),
            total = factor(view.total_bits),
            likely = likely
        ),
        wide: draw(l, view, &steps, 760.0, false),
        narrow: draw(l, view, &steps, 350.0, true),
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

fn finite(bits: f64) -> f64 {
    if bits.is_nan() { 0.0 } else { bits.clamp(-MOST, MOST) }
}

/// What was compared, in words.
fn compared(l: &Lang, step: &WaterfallStep) -> String {
    l.code("compared", &step.comparison)
}

/// How it came out, in words; of a household, what the address says and then what the contact says.
pub(crate) fn level(l: &Lang, level: &str) -> String {
    const PLACES: [&str; 4] = ["address-different", "same-area", "address-alike", "same-address"];
    let code = slug(level);
    let parts = PLACES.iter().find_map(|place| Some((*place, code.strip_prefix(place)?.strip_prefix('-')?)));
    match parts {
        Some((place, contact)) => format!("{}, {}", l.code("level", place), l.code("level", contact)),
        None => l.code("level", level),
    }
}

fn row(name: String, step: Option<(&Lang, &WaterfallStep)>, bits: f64, running: f64) -> Vec<String> {
    let (level, left, right) = match step {
        Some((l, s)) => (level(l, &s.level), s.left.clone(), s.right.clone()),
        None => Default::default(),
    };
    vec![name, level, left, right, factor(bits), signed(bits), signed(running)]
}

/// What speaks most for and most against, as a sentence.
fn finding(l: &Lang, kind: PairKind, steps: &[&WaterfallStep]) -> String {
    let most = |sign: f64| {
        steps
            .iter()
            .filter(|s| s.bits * sign > 0.0)
            .max_by(|a, b| (a.bits * sign).total_cmp(&(b.bits * sign)))
    };
    let name = |step: &WaterfallStep| compared(l, step);
    let what = say::claim(l, kind);
    match (most(1.0), most(-1.0)) {
        (Some(plus), Some(minus)) => {
            t!(l, "waterfall-both", plus = name(plus), minus = name(minus), what = what)
        }
        (Some(plus), None) => t!(l, "waterfall-for", plus = name(plus), what = what),
        (None, Some(minus)) => t!(l, "waterfall-against", minus = name(minus), what = what),
        (None, None) => t!(l, "waterfall-nothing", what = what),
    }
}

/// A weight as the factor it stands for: `× 120`, `÷ 8`, and never more digits than mean something.
fn factor(bits: f64) -> String {
    let bits = finite(bits);
    if bits.abs() < STILL {
        return "× 1".to_owned();
    }
    let sign = if bits > 0.0 { "×" } else { "÷" };
    let value = bits.abs().exp2();
    if value >= 1e9 {
        let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
        let power = (value.log10().round() as usize).to_string();
        let raised: String = power.bytes().map(|b| digits[usize::from(b - b'0')]).collect();
        return format!("{sign} 10{raised}");
    }
    if value < 9.95 {
        return format!("{sign} {}", format!("{value:.1}").trim_end_matches(".0"));
    }
    if value < 99.5 {
        return format!("{sign} {}", value.round());
    }
    // Two digits that count, then zeros.
    let unit = 10f64.powi(value.log10().floor() as i32 - 1);
    format!("{sign} {}", whole((value / unit).round() as i64 * unit as i64))
}

fn signed(bits: f64) -> String {
    let bits = finite(bits);
    format!("{}{:.1}", if bits < 0.0 { "−" } else { "+" }, bits.abs())
}

fn draw(l: &Lang, view: &Waterfall, steps: &[&WaterfallStep], width: f64, narrow: bool) -> Plot {
    let (left, right) = if narrow { (4.0, 4.0) } else { (270.0, 12.0) };
    let (step, bar) = if narrow { (50.0, 14.0) } else { (36.0, 18.0) };
    // Where each bar starts and ends; a step starts where the one before it ended.
    let mut bars = vec![(t!(l, "waterfall-prior"), String::new(), 0.0, finite(view.prior_bits), "bar-still")];
    let mut sum = finite(view.prior_bits);
    for s in steps {
        let class = if s.bits > 0.0 { "bar" } else { "bar-warm" };
        let bits = finite(s.bits);
        bars.push((compared(l, s), level(l, &s.level), sum, sum + bits, class));
        sum += bits;
    }
    let ends = bars.iter().flat_map(|b| [b.2, b.3]);
    let (low, high) = ends.fold((-1.0, 1.0), |(a, b): (f64, f64), x| (a.min(x), b.max(x)));
    // What is forbidden has a total far below its sum: the bar says so without squeezing the others.
    let total = finite(view.total_bits).clamp(low.min(-BEYOND), high.max(BEYOND));
    bars.push((t!(l, "waterfall-total"), String::new(), 0.0, total, "bar-total"));
    let (low, high) = (low.min(total), high.max(total));
    let span = (high - low).max(1.0);
    // Room for the factor beside the longest bar, on the side where it ends.
    let room = text_width("÷ 1,000,000", 13.0) + 10.0;
    let (from, to) = (left + room, width - right - room);
    let x = |bits: f64| from + (bits - low) / span * (to - from);
    let bottom = step * bars.len() as f64 + 6.0;
    let mid = |i: usize| step * i as f64 + if narrow { 34.0 } else { 20.0 };
    let body = html! {
        @for tick in ticks(low, high) {
            line class=(if tick == 0 { "axis" } else { "grid" }) x1=(n(x(tick as f64))) x2=(n(x(tick as f64))) y1="0" y2=(n(bottom)) {}
        }
        @for (at, words) in labels(l, &ticks(low, high), x, width) {
            text .c-soft.c-mid.c-small x=(n(at)) y=(n(bottom + 16.0)) { (words) }
        }
        @for (i, (name, level, start, end, class)) in bars.iter().enumerate() {
            @let (a, b) = (x(start.min(*end)), x(start.max(*end)));
            @let strong = i == 0 || i + 1 == bars.len();
            (label(name, level, strong, left, mid(i), narrow))
            rect class=(class) x=(n(a)) y=(n(mid(i) - bar / 2.0)) width=(n((b - a).max(1.5))) height=(n(bar)) rx="2" {}
            @if i + 1 < bars.len() - 1 { line .link-line x1=(n(x(*end))) x2=(n(x(*end))) y1=(n(mid(i) + bar / 2.0)) y2=(n(mid(i + 1) - bar / 2.0)) {} }
            @let bits = if i + 1 == bars.len() { finite(view.total_bits) } else { end - start };
            text class=(classes(bits < 0.0, strong))
                x=(n(if bits < 0.0 { x(*end) - 6.0 } else { x(*end) + 6.0 })) y=(n(mid(i) + 4.5)) { (factor(bits)) }
        }
    };
    Plot { width, height: bottom + 22.0, body }
}

fn label(name: &str, level: &str, strong: bool, left: f64, y: f64, narrow: bool) -> Markup {
    if narrow {
        let text = if level.is_empty() { name.to_owned() } else { format!("{name}: {level}") };
        let line = wrap(&text, 340.0, 12.5).into_iter().next().unwrap_or_default();
        return html! { text class=(classes(false, strong)) x=(n(left)) y=(n(y - 14.0)) { (line) } };
    }
    html! {
        @if level.is_empty() { text class=(classes(true, strong)) x=(n(left - 8.0)) y=(n(y + 4.5)) { (name) } }
        @else {
            text class=(classes(true, false)) x=(n(left - 8.0)) y=(n(y - 2.0)) { (name) }
            text .c-end.c-soft.c-small x=(n(left - 8.0)) y=(n(y + 12.5)) { (level) }
        }
    }
}

fn classes(end: bool, strong: bool) -> &'static str {
    match (end, strong) {
        (true, true) => "c-end c-strong on-paper",
        (true, false) => "c-end on-paper",
        (false, true) => "c-strong on-paper",
        (false, false) => "on-paper",
    }
}

/// Whole tens of bits within the scale: each is a factor of about a thousand.
fn ticks(low: f64, high: f64) -> Vec<i64> {
    let step = if high - low > 65.0 { 20 } else { 10 };
    let first = (low / step as f64).ceil() as i64;
    let last = (high / step as f64).floor() as i64;
    (first..=last).map(|i| i * step).collect()
}

/// Where the axis says odds: from even outwards, as many as stand side by side within the frame.
fn labels(l: &Lang, ticks: &[i64], x: impl Fn(f64) -> f64, width: f64) -> Vec<(f64, String)> {
    let mut ticks = ticks.to_vec();
    ticks.sort_by_key(|tick| (tick.abs(), *tick));
    let mut kept: Vec<(f64, f64, String)> = Vec::new();
    for tick in ticks {
        let words = odds(l, tick);
        let half = text_width(&words, 11.5) / 2.0 + 6.0;
        let at = x(tick as f64).clamp(half.min(width / 2.0), (width - half).max(width / 2.0));
        if kept.iter().all(|(other, reach, _)| (at - other).abs() >= half + reach) {
            kept.push((at, half, words));
        }
    }
    kept.into_iter().map(|(at, _, words)| (at, words)).collect()
}

/// The odds that a sum of bits stands for, for the axis.
fn odds(l: &Lang, bits: i64) -> String {
    let thousands = match bits.abs() / 10 {
        0 => return t!(l, "odds-even"),
        1 => t!(l, "odds-thousand"),
        2 => t!(l, "odds-million"),
        3 => t!(l, "odds-billion"),
        _ => return format!("{}2^{}", if bits < 0 { "÷ " } else { "× " }, bits.abs()),
    };
    if bits > 0 { t!(l, "odds-for", n = thousands) } else { t!(l, "odds-against", n = thousands) }
}

#[cfg(test)]
mod tests;
