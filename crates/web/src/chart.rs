//! Charts, drawn as SVG by pure functions of the values.
//!
//! A chart is a figure: a title that says the finding, what and where and when below it, two drawings of the same
//! values (one for wide columns, one for phones), a summary in words, and the values as a table. Colours come from
//! classes, so that they follow the theme; [`Chart::standalone`] carries its own for a file.

mod band;
mod cascade;
mod control;
mod deadlines;
mod funnel;
mod gap;
mod interval_rows;
mod numbers;
mod panel;
mod series;
mod sparkline;
mod timeline;
mod waterfall;

pub use band::{BandWords, Level, gap_band};
pub use cascade::cascade;
pub(crate) use cascade::lost;
pub(crate) use control::finding;
pub use control::{Beside, control};
pub use deadlines::deadlines;
pub use funnel::{FunnelLimits, FunnelPoint, FunnelWords, funnel};
pub use gap::{Goal, gap_over_time};
pub use interval_rows::{Row, interval_rows};
pub use panel::{PanelWords, Scale, panel, scale};
pub use series::{SeriesPoint, SeriesWords, series};
pub use sparkline::sparkline;
pub use timeline::timeline;
pub(crate) use timeline::whose;
#[cfg(test)]
pub(crate) use waterfall::level;
pub use waterfall::waterfall;

use maud::{Markup, PreEscaped, html};

use crate::lang::Lang;
use crate::t;

/// The size of text in charts, in the units of the drawing.
const TEXT: f64 = 13.0;

/// One drawing: its size and its shapes.
#[derive(Debug, Clone)]
pub struct Plot {
    /// Width of the drawing.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Shapes.
    pub body: Markup,
}

/// A chart, ready to be put on a page or into a file.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Its name on the page and in file names.
    pub name: String,
    /// The finding.
    pub title: String,
    /// What, where, when, unit.
    pub subtitle: String,
    /// What a reader who cannot see it needs to know.
    pub summary: String,
    /// For columns of a page.
    pub wide: Plot,
    /// For phones.
    pub narrow: Plot,
    /// The values: column heads and rows, as text.
    pub table: Table,
    /// Where the values are as CSV.
    pub csv: Option<String>,
    /// Where the drawing is as a file.
    pub svg: Option<String>,
    /// Whether there are links within.
    pub linked: bool,
}

/// The values behind a chart.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Column heads.
    pub heads: Vec<String>,
    /// Rows; the first cell names the row.
    pub rows: Vec<Vec<String>>,
}

impl Chart {
    /// The figure for a page. `level` is the level of its heading.
    pub fn figure(&self, l: &Lang, level: u8) -> Markup {
        html! {
            figure .chart id=(self.name) {
                figcaption {
                    @if level == 2 { h2 .finding { (self.title) } } @else { h3 .finding { (self.title) } }
                    p .where { (self.subtitle) }
                }
                (self.drawing(&self.wide, "wide"))
                (self.drawing(&self.narrow, "narrow"))
                details .data data-keep="open" {
                    summary { (t!(l, "chart-show-data")) }
                    p { (self.summary) }
                    div .scroll tabindex="0" role="group" aria-label=(self.title) {
                        table {
                            caption { (self.title) " · " (self.subtitle) }
                            thead { tr { @for head in &self.table.heads { th scope="col" { (head) } } } }
                            tbody {
                                @for row in &self.table.rows {
                                    tr {
                                        @for (i, cell) in row.iter().enumerate() {
                                            @if i == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    p .files {
                        @if let Some(csv) = &self.csv { a href=(csv) download { (t!(l, "chart-csv")) } }
                        @if let Some(svg) = &self.svg {
                            a href=(svg) download { (t!(l, "chart-svg")) }
                            // The script turns the same drawing into pixels; without it there is nothing to press.
                            button .link type="button" hidden data-png=(svg) { (t!(l, "chart-png")) }
                        }
                    }
                }
            }
        }
    }

    fn drawing(&self, plot: &Plot, size: &str) -> Markup {
        let id = format!("{}-{size}", self.name);
        let role = if self.linked { "group" } else { "img" };
        html! {
            svg class=(size) viewBox=(format!("0 0 {} {}", n(plot.width), n(plot.height))) role=(role)
                aria-labelledby={ (id) "-t" } aria-describedby={ (id) "-d" } xmlns="http://www.w3.org/2000/svg" {
                title id={ (id) "-t" } { (self.title) }
                desc id={ (id) "-d" } { (self.summary) }
                (plot.body)
            }
        }
    }

    /// The drawing as a file that needs nothing else.
    pub fn standalone(&self) -> String {
        let plot = &self.wide;
        let (width, top) = (plot.width + 48.0, 76.0);
        let height = plot.height + top + 24.0;
        let title = wrap(&self.title, width - 48.0, 18.0);
        let extra = (title.len() as f64 - 1.0) * 22.0;
        html! {
            (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
            svg xmlns="http://www.w3.org/2000/svg" width=(n(width)) height=(n(height + extra))
                viewBox=(format!("0 0 {} {}", n(width), n(height + extra))) {
                title { (self.title) }
                desc { (self.summary) }
                style { (PreEscaped(include_str!("../assets/chart.css"))) }
                rect width="100%" height="100%" fill="#ffffff" {}
                @for (i, line) in title.iter().enumerate() {
                    text x="24" y=(n(36.0 + 22.0 * i as f64)) class="c-title" { (line) }
                }
                text x="24" y=(n(58.0 + extra)) class="c-soft" { (self.subtitle) }
                g transform=(format!("translate(24 {})", n(top + extra))) { (plot.body) }
            }
        }
        .into_string()
    }
}

/// A coordinate with one decimal at most.
fn n(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// How wide a text is, nearly.
fn text_width(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'l' | 'j' | 't' | 'f' | 'r' | '.' | ',' | '(' | ')' | ' ' | '\u{202f}' | '·' => 0.31,
            'm' | 'w' | 'M' | 'W' | '%' => 0.86,
            c if c.is_uppercase() => 0.68,
            _ => 0.545,
        })
        .sum::<f64>()
        * size
}

/// A text in lines that are no wider than `width`.
fn wrap(text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), size) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A scale of proportions on whole tens of percent.
#[derive(Debug, Clone, Copy)]
struct Percents {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Percents {
    /// The scale that holds all values, drawn from `from` to `to`. It starts at zero unless that would waste half.
    fn holding(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) = values
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low.max(0.0), high.min(1.0)) };
        let mut low = (low * 10.0 - 1e-9).floor() / 10.0;
        let high = ((high * 10.0 + 1e-9).ceil() / 10.0).max(low + 0.1);
        if low <= 0.2 || low < (high - low) * 0.5 {
            low = 0.0;
        }
        Self { low, high: high.min(1.0).max(low + 0.1), from, to }
    }

    fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    fn ticks(&self) -> Vec<f64> {
        let step = if self.high - self.low > 0.65 {
            0.2
        } else if self.high - self.low > 0.25 {
            0.1
        } else {
            0.05
        };
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        (first..=last).map(|i| i as f64 * step).collect()
    }

    /// What must be said of where it starts.
    fn note(&self, l: &Lang) -> String {
        if self.low <= 0.0 {
            t!(l, "chart-axis-zero")
        } else {
            t!(l, "chart-axis-from", from = l.percent(self.low))
        }
    }
}

/// The class that colours a stratum, the same one everywhere; nothing for a group that has no colour of its own.
pub fn hue(group: &str) -> &'static str {
    match group {
        "Black or African American" => "g-vermilion",
        "White" => "g-blue",
        "Hispanic or Latino" => "g-green",
        "Asian" => "g-purple",
        "American Indian or Alaska Native" => "g-orange",
        "Native Hawaiian or Other Pacific Islander" => "g-sky",
        "Middle Eastern or North African" => "g-black",
        "Multiracial" => "g-yellow",
        "Medicaid" | "en" | "Under 20" => "g-vermilion",
        "Private" | "es" | "20-34" => "g-blue",
        "Self-pay" | "35 and over" => "g-green",
        "Other public" => "g-purple",
        _ => "g-none",
    }
}

#[cfg(test)]
mod tests;
