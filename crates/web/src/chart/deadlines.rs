//! Open windows by the week in which they close.

use jiff::civil::Date;
use kith_app::view::Shown;
use maud::html;

use super::{Chart, Plot, Table, n};
use crate::lang::Lang;
use crate::t;

/// The chart: a bar a week, the part that nobody has drawn apart.
pub fn deadlines(l: &Lang, name: &str, subtitle: String, weeks: &[(Date, Shown, Shown)]) -> Chart {
    let sum = |pick: fn(&(Date, Shown, Shown)) -> Shown| {
        weeks
            .iter()
            .map(pick)
            .try_fold(0, |sum, c| if let Shown::Count(n) = c { Some(sum + n) } else { None })
    };
    let (open, nobody) = (sum(|w| w.1), sum(|w| w.2));
    let title = match (open, nobody) {
        (Some(0), _) => t!(l, "deadlines-none"),
        (Some(open), Some(nobody)) => t!(l, "deadlines-title", n = open, nobody = nobody),
        _ => t!(l, "deadlines-withheld"),
    };
    let summary = match weeks.iter().find(|w| w.1 != Shown::Count(0)) {
        Some((week, open, nobody)) => {
            t!(l, "deadlines-summary", week = l.date(*week), open = l.count(*open), nobody = l.count(*nobody),)
        }
        None => t!(l, "deadlines-none"),
    };
    let table = Table {
        heads: ["th-week", "th-open", "th-nobody"].map(|key| l.say(key, &[])).into(),
        rows: weeks.iter().map(|(w, a, b)| vec![l.date(*w), l.count(*a), l.count(*b)]).collect(),
    };
    Chart {
        name: name.to_owned(),
        title,
        subtitle,
        summary,
        wide: draw(l, weeks, 760.0, 110.0, 220.0),
        narrow: draw(l, weeks, 350.0, 62.0, 124.0),
        table,
        csv: None,
        svg: None,
        linked: false,
    }
}

fn draw(l: &Lang, weeks: &[(Date, Shown, Shown)], width: f64, left: f64, right: f64) -> Plot {
    let step = 30.0;
    let count = |c: Shown| if let Shown::Count(n) = c { n } else { 0 };
    let most = weeks.iter().map(|w| count(w.1)).max().unwrap_or(0).max(1) as f64;
    let wide = width > 500.0;
    let body = html! {
        @for (i, (week, open, nobody)) in weeks.iter().enumerate() {
            @let y = step * i as f64;
            @let full = count(*open) as f64 / most * (width - left - right);
            @let bare = count(*nobody).min(count(*open)) as f64 / most * (width - left - right);
            text .c-soft.c-end x=(n(left - 10.0)) y=(n(y + 19.5)) {
                (week.day()) " " (l.month_name(week.month()))
            }
            @if *open != Shown::Withheld {
                rect .bar x=(n(left + bare)) y=(n(y + 5.0)) width=(n((full - bare).max(0.0))) height="20" rx="2" {}
                rect .bar-warm x=(n(left)) y=(n(y + 5.0)) width=(n((bare - 2.0).max(0.0))) height="20" rx="2" {}
            }
            text x=(n(left + full + 8.0)) y=(n(y + 19.5)) {
                @match (open, nobody) {
                    (Shown::Withheld, _) => tspan .c-soft { (t!(l, "withheld")) },
                    (Shown::Count(0), _) => tspan .c-soft { "0" },
                    (_, Shown::Count(0)) => tspan .c-strong { (l.count(*open)) },
                    (_, Shown::Withheld) => tspan .c-strong { (l.count(*open)) },
                    (_, nobody) => {
                        tspan .c-strong { (l.count(*open)) }
                        tspan .c-warm {
                            " · "
                            @if wide { (t!(l, "deadlines-nobody", count = l.count(*nobody))) }
                            @else { (t!(l, "deadlines-nobody-short", count = l.count(*nobody))) }
                        }
                    }
                }
            }
        }
        line .axis x1=(n(left)) x2=(n(left)) y1="0" y2=(n(step * weeks.len() as f64)) {}
        text .c-soft.c-small x=(n(left)) y=(n(step * weeks.len() as f64 + 18.0)) { (t!(l, "chart-bars-zero")) }
    };
    Plot { width, height: step * weeks.len() as f64 + 24.0, body }
}
