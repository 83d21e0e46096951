//! A way in steps: a bar for those who got so far, and between two bars what was lost and what still has time.

use kith_app::view::{CascadeStep, Rate, Shown};
use kith_domain::measure::Direction;
use maud::html;

use super::{Chart, Plot, Table, n, wrap};
use crate::lang::Lang;
use crate::t;

/// One bar: its name, how many, and what became of the others of the bar before.
struct Bar {
    name: String,
    count: Shown,
    /// Lost before it, and those who still have time.
    lost: Option<(Shown, Shown)>,
    /// How the lost are told of.
    words: &'static str,
}

/// How many of the step before have neither got so far nor been lost yet.
fn waiting(before: Shown, rate: &Rate) -> Shown {
    match (before, rate.numerator, rate.denominator) {
        (Shown::Count(before), Shown::Count(_), Shown::Count(of)) => Shown::Count((before - of).max(0)),
        _ => Shown::Withheld,
    }
}

/// How many were in the rate and did not get so far.
pub(crate) fn lost(rate: &Rate) -> Shown {
    match (rate.numerator, rate.denominator) {
        (Shown::Count(met), Shown::Count(of)) => Shown::Count((of - met).max(0)),
        _ => Shown::Withheld,
    }
}

/// The chart.
pub fn cascade(l: &Lang, start: &str, title: String, subtitle: String, steps: &[CascadeStep]) -> Chart {
    let mut bars = Vec::with_capacity(steps.len() + 1);
    let mut before = steps.first().map_or(Shown::Count(0), |s| s.rate.denominator);
    bars.push(Bar { name: start.to_owned(), count: before, lost: None, words: "cascade-lost" });
    for step in steps {
        let rate = &step.rate;
        let still = waiting(before, rate);
        let name = l.words(&step.measure.title).to_owned();
        // Of who needs nothing more nobody says that she did not get so far.
        let words =
            if step.measure.direction == Direction::Neither { "cascade-enough" } else { "cascade-lost" };
        bars.push(Bar { name, count: rate.numerator, lost: Some((lost(rate), still)), words });
        before = rate.numerator;
    }
    let summary =
        bars.iter().map(|b| format!("{}: {}", b.name, l.count(b.count))).collect::<Vec<_>>().join(". ");
    let table = Table {
        heads: ["th-step", "th-reached-step", "th-of", "th-rate", "th-lost", "th-pending", "th-unknown"]
            .map(|key| l.say(key, &[]))
            .into(),
        rows: steps
            .iter()
            .map(|step| {
                let rate = &step.rate;
                vec![
                    l.words(&step.measure.title).to_owned(),
                    l.count(rate.numerator),
                    l.count(rate.denominator),
                    l.rate(rate),
                    l.count(lost(rate)),
                    l.count(rate.pending),
                    l.count(rate.unknown),
                ]
            })
            .collect(),
    };
    Chart {
        name: "cascade".to_owned(),
        title,
        subtitle,
        summary,
        wide: draw(l, &bars, 760.0, 250.0, 90.0),
        narrow: draw(l, &bars, 350.0, 0.0, 60.0),
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

/// Beside the bar in a wide column; above it on a phone, where `left` is nothing.
fn draw(l: &Lang, bars: &[Bar], width: f64, left: f64, right: f64) -> Plot {
    let beside = left > 0.0;
    let most =
        bars.iter().map(|b| if let Shown::Count(n) = b.count { n } else { 0 }).max().unwrap_or(0).max(1);
    let names: Vec<Vec<String>> =
        bars.iter().map(|b| wrap(&b.name, if beside { left - 24.0 } else { width }, 13.0)).collect();
    let mut at = 0.0;
    let mut placed = Vec::with_capacity(bars.len());
    for (bar, name) in bars.iter().zip(&names) {
        let lines = name.len() as f64 * 17.0;
        let gap = if bar.lost.is_some() { 30.0 } else { 0.0 };
        let top = at + gap + if beside { 0.0 } else { lines };
        placed.push((at, top, lines));
        at = top + 34.0 + if beside { (lines - 34.0).max(0.0) } else { 6.0 };
    }
    let body = html! {
        @for ((bar, name), (above, top, lines)) in bars.iter().zip(&names).zip(&placed) {
            @if let Some((lost, still)) = bar.lost {
                text .c-soft x=(n(left + 8.0)) y=(n(above + 19.0)) {
                    @match lost {
                        Shown::Count(lost) => {
                            (l.say(bar.words, &[("n", lost.into())]))
                            @if let Shown::Count(still @ 1..) = still { " · " (t!(l, "cascade-still", n = still)) }
                        }
                        Shown::Withheld => (t!(l, "cascade-withheld")),
                    }
                }
            }
            @for (k, line) in name.iter().enumerate() {
                @if beside {
                    text .c-end x=(n(left - 12.0)) y=(n(top + 21.0 + 17.0 * (k as f64 - (name.len() as f64 - 1.0) / 2.0))) { (line) }
                } @else {
                    text x="0" y=(n(top - lines + 12.0 + 17.0 * k as f64)) { (line) }
                }
            }
            @match bar.count {
                Shown::Count(count) => {
                    @let long = count as f64 / most as f64 * (width - left - right);
                    rect .bar x=(n(left)) y=(n(top + 3.0)) width=(n(long.max(1.0))) height="26" rx="2" {}
                    text .c-strong x=(n(left + long + 8.0)) y=(n(top + 21.0)) { (l.count(bar.count)) }
                }
                Shown::Withheld => text .c-soft x=(n(left + 8.0)) y=(n(top + 21.0)) { (t!(l, "withheld")) },
            }
        }
        line .axis x1=(n(left)) x2=(n(left)) y1="0" y2=(n(at)) {}
        text .c-soft.c-small x=(n(left)) y=(n(at + 16.0)) { (t!(l, "chart-bars-zero")) }
    };
    Plot { width, height: at + 22.0, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(met: Shown, of: Shown) -> Rate {
        Rate {
            numerator: met,
            denominator: of,
            excluded: Shown::Count(0),
            pending: Shown::Count(0),
            unknown: Shown::Count(0),
            value: None,
        }
    }

    #[test]
    fn nobody_is_lost_unseen() {
        let check = |before, met, of, expected: (Shown, Shown)| {
            let rate = rate(met, of);
            assert_eq!((lost(&rate), waiting(before, &rate)), expected);
        };
        use Shown::{Count, Withheld};
        check(Count(50), Count(30), Count(45), (Count(15), Count(5)));
        check(Count(50), Count(50), Count(50), (Count(0), Count(0)));
        // What is withheld on one side is on both.
        check(Count(50), Withheld, Count(45), (Withheld, Withheld));
        check(Withheld, Count(30), Count(45), (Count(15), Withheld));
    }
}
