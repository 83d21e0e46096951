//! `kith impact`: what a change did to a series, or to the places that had it.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;
use kith_stats::impact::{
    Effect, Fitted, Method, Observation, Plan, Scatter, Season, Term, fit, two_by_two, two_way,
};
use serde_json::{Value, json};

use super::table::Table;
use super::words::{exact, level, limits, number, or_reason, percent, percent_limits};
use super::{Asked, cells, drawing};

/// What a change did: columns time and value (or events, denominator); or site, time, treated, post, value
#[derive(Debug, clap::Args)]
pub struct Impact {
    #[command(flatten)]
    pub asked: Asked,
    /// The first time with the change, as it stands in the file; once for each change
    #[arg(long = "at", value_name = "TIME")]
    pub starts: Vec<String>,
    /// How the series is fitted [default: quasi-poisson for events of a denominator, else ar1]
    #[arg(long, value_enum)]
    pub method: Option<How>,
    /// Where to write the series with its counterfactual line as SVG
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Points in a year, to allow for seasons: 12 for months
    #[arg(long, value_name = "POINTS")]
    pub season: Option<usize>,
    /// Pairs of waves in a year
    #[arg(long, default_value_t = 2, requires = "season", value_name = "NUMBER")]
    pub waves: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum How {
    /// Least squares, points independent
    LeastSquares,
    /// Least squares, errors that hold when neighbours are alike
    NeweyWest,
    /// Neighbours correlated, estimated by turns
    PraisWinsten,
    /// Neighbours correlated, by restricted likelihood
    Ar1,
    /// Counts
    Poisson,
    /// Counts that scatter more than Poisson
    QuasiPoisson,
}

impl How {
    fn method(self) -> Method {
        match self {
            Self::LeastSquares => Method::LeastSquares,
            Self::NeweyWest => Method::NeweyWest { lag: None, adjusted: true },
            Self::PraisWinsten => Method::PraisWinsten,
            Self::Ar1 => Method::Autoregressive { restricted: true },
            Self::Poisson => Method::Poisson { scatter: Scatter::Poisson },
            Self::QuasiPoisson => Method::Poisson { scatter: Scatter::Multiple },
        }
    }

    fn counts(self) -> bool {
        matches!(self, Self::Poisson | Self::QuasiPoisson)
    }

    fn name(self) -> &'static str {
        match self {
            Self::LeastSquares => "least squares",
            Self::NeweyWest => "least squares with Newey–West errors",
            Self::PraisWinsten => "Prais–Winsten",
            Self::Ar1 => "AR(1) by restricted likelihood",
            Self::Poisson => "Poisson regression",
            Self::QuasiPoisson => "quasi-Poisson regression",
        }
    }
}

/// Points on either side below which a slope says little.
const FEW: usize = 8;

/// The answer as it is printed.
pub fn answer(args: &Impact) -> anyhow::Result<String> {
    let table = Table::read(&args.asked.file)?;
    if table.find(&["treated"]).is_some() {
        if args.svg.is_some() {
            bail!("--svg draws one series; this file has places");
        }
        return places(&table, args);
    }
    let series = Series::read(&table, args)?;
    if let Some(path) = &args.svg {
        let lines = series.fitted.lines();
        let (start, p) = (series.starts[0], args.asked.confidence()?);
        let chart = drawing::impact(&series.times, &series.values, &lines, start, p);
        cells::write(path, &chart.standalone())?;
    }
    if args.asked.json { Ok(format!("{:#}\n", series.json(args)?)) } else { series.text(args) }
}

struct Series {
    times: Vec<String>,
    values: Vec<f64>,
    starts: Vec<usize>,
    how: How,
    fitted: Fitted,
}

impl Series {
    fn read(table: &Table, args: &Impact) -> anyhow::Result<Self> {
        let time = table.column(&["time", "period", "month", "date"])?;
        let (value, exposure) = match table.find(&["value", "y", "rate"]) {
            Some(value) => (value, None),
            None => (
                table.column(&["events", "count", "numerator"])?,
                table.find(&["denominator", "population", "births", "people"]),
            ),
        };
        let how = args.method.unwrap_or(if exposure.is_some() { How::QuasiPoisson } else { How::Ar1 });
        let mut times = Vec::new();
        let (mut values, mut amounts) = (Vec::new(), Vec::new());
        for row in table.rows() {
            times.push(table.text(row, time)?.to_owned());
            values.push(table.needed(row, value)?);
            if let Some(exposure) = exposure {
                let amount = table.needed(row, exposure)?;
                if amount <= 0.0 {
                    return Err(table.wrong(row, exposure, "the denominator must be above zero"));
                }
                amounts.push(amount);
            }
            if how.counts() && values.last().is_some_and(|value| *value < 0.0) {
                return Err(table.wrong(row, value, "a count below zero"));
            }
        }
        if args.starts.is_empty() {
            bail!("--at says when the change came: {} to {}", times[0], times[times.len() - 1]);
        }
        let place = |start: &String| {
            times.iter().position(|time| time == start).ok_or_else(|| {
                let (first, last) = (&times[0], &times[times.len() - 1]);
                table.whole(&format!("no time {start}; the times go from {first} to {last}"))
            })
        };
        let mut starts = args.starts.iter().map(place).collect::<anyhow::Result<Vec<_>>>()?;
        starts.sort_unstable();
        if starts[0] == 0 {
            return Err(table.whole("the change is at the first time: there is nothing before it"));
        }
        // A rate of a denominator that is not fitted as counts is a share.
        if !how.counts() && !amounts.is_empty() {
            values.iter_mut().zip(&amounts).for_each(|(value, amount)| *value /= amount);
        }
        let season = args.season.map(|period| Season { period, harmonics: args.waves });
        let plan = Plan { interventions: starts.clone(), season };
        let exposure = (how.counts() && !amounts.is_empty()).then_some(&amounts[..]);
        let fitted = fit(&values, exposure, &plan, how.method(), args.asked.confidence()?)
            .with_context(|| format!("{}: the series cannot be fitted", args.asked.file.display()))?;
        Ok(Self { times, values, starts, how, fitted })
    }

    /// What the change did after its start, and at the last point.
    fn effects(&self) -> anyhow::Result<[Effect; 2]> {
        let (start, end) = (self.starts[0], self.values.len());
        Ok([self.fitted.effect(start..end)?, self.fitted.effect(end - 1..end)?])
    }

    fn text(&self, args: &Impact) -> anyhow::Result<String> {
        let (start, end) = (self.starts[0], self.values.len());
        let mut lines = vec![format!(
            "{end} points from {} to {}, {start} of them before the change at {}; {}.",
            self.times[0],
            self.times[end - 1],
            self.times[start],
            self.how.name()
        )];
        for term in self.fitted.terms.iter().filter(|term| term.term.is_of_intervention()) {
            let log = self.how.counts();
            let change = |value: f64| percent(100.0 * value.exp_m1());
            let (estimate, shown) = if log {
                (
                    change(term.estimate),
                    format!("{} to {}", change(term.interval.low), change(term.interval.high)),
                )
            } else {
                (number(term.estimate), limits(term.interval))
            };
            let (what, which) = match term.term {
                Term::Level(which) => ("The level moved by", which),
                Term::Trend(which) => ("The slope for each point changed by", which),
                _ => continue,
            };
            let at = &self.times[self.starts[which - 1]];
            lines.push(format!(
                "At {at}: {} {estimate} ({}: {shown}).",
                lower(what),
                level(args.asked.confidence)
            ));
        }
        let [after, last] = self.effects()?;
        for (when, effect) in [("After the change, on average", after), ("At the last point", last)] {
            let relative = match effect.relative {
                Ok(relative) => {
                    format!("; {} ({})", percent(relative.percent), percent_limits(relative.interval))
                }
                Err(_) => String::new(),
            };
            lines.push(format!(
                "{when}: {} with the change, {} as it would have gone on; difference {} ({}){relative}.",
                number(effect.fitted),
                number(effect.counterfactual),
                number(effect.difference),
                limits(effect.interval)
            ));
        }
        lines.push(if after.interval.crosses_zero() {
            "The limits hold zero: these data do not show that the change did anything.".to_owned()
        } else {
            "The limits leave out zero. Whatever else happened at the same time is in the number too."
                .to_owned()
        });
        if start < FEW || end - start < FEW {
            lines.push(format!("Fewer than {FEW} points on one side: the slopes say little."));
        }
        if self.fitted.diagnostics.and_then(|d| d.durbin_watson).is_some_and(|dw| !(1.5..=2.5).contains(&dw))
            && self.how == How::LeastSquares
        {
            lines.push("Neighbouring points are alike: take another method than least squares.".to_owned());
        }
        Ok(lines.join("\n") + "\n")
    }

    fn json(&self, args: &Impact) -> anyhow::Result<Value> {
        let effect = |effect: Effect| {
            json!({
                "fitted": effect.fitted, "counterfactual": effect.counterfactual,
                "difference": effect.difference, "standard_error": effect.standard_error,
                "interval": exact(effect.interval),
                "relative": or_reason(effect.relative, |relative| json!(relative)),
            })
        };
        let points: Vec<Value> = (self.times.iter().zip(&self.values).zip(self.fitted.lines()))
            .map(|((time, value), line)| json!({ "time": time, "value": value, "line": line }))
            .collect();
        let [after, last] = self.effects()?;
        let fitted = &self.fitted;
        Ok(json!({
            "method": self.how.name(), "confidence": args.asked.confidence,
            "changes": self.starts.iter().map(|start| &self.times[*start]).collect::<Vec<_>>(),
            "scale": if self.how.counts() { "log" } else { "identity" },
            "terms": fitted.terms, "degrees_of_freedom": fitted.degrees_of_freedom,
            "correlation": fitted.correlation, "sigma": fitted.sigma, "lag": fitted.lag,
            "log_likelihood": fitted.log_likelihood, "diagnostics": fitted.diagnostics,
            "counts": fitted.counts, "after": effect(after), "last": effect(last), "points": points,
        }))
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default() + letters.as_str()
}

/// Difference in differences.
fn places(table: &Table, args: &Impact) -> anyhow::Result<String> {
    let site = table.column(&["site", "place", "clinic"])?;
    let (time, treated) = (table.column(&["time", "period", "month"])?, table.column(&["treated"])?);
    let (post, value) = (table.column(&["post", "after"])?, table.column(&["value", "y", "rate"])?);
    let (mut sites, mut times) = (HashMap::new(), HashMap::new());
    let mut observations = Vec::new();
    for row in table.rows() {
        let site = number_of(&mut sites, table.text(row, site)?) as u64;
        let time = number_of(&mut times, table.text(row, time)?) as i64;
        let (treated, post) = (table.yes(row, treated)?, table.yes(row, post)?);
        observations.push(Observation { site, time, treated, post, value: table.needed(row, value)? });
    }
    let file = || format!("{}: the places cannot be compared", args.asked.file.display());
    let plain = two_by_two(&observations).with_context(file)?;
    let within = two_way(&observations, args.asked.confidence()?);
    if args.asked.json {
        let json = json!({
            "two_by_two": plain,
            "two_way": or_reason(within, |found| json!(found)),
            "confidence": args.asked.confidence,
        });
        return Ok(format!("{json:#}\n"));
    }
    let mut text = format!(
        "{} observations of {} places. Before, the places with the change differed by {}; since then the others moved by {}.\n",
        observations.len(),
        plain.clusters,
        number(plain.treated.estimate),
        number(plain.post.estimate)
    );
    text += &match within {
        Ok(found) => format!(
            "The places with the change moved further by {} ({}: {}), each place and time having its own level.\n{}\n",
            number(found.effect.estimate),
            level(args.asked.confidence),
            limits(found.interval),
            if found.interval.crosses_zero() {
                "The limits hold zero: these data do not show that the change did anything."
            } else {
                "The limits leave out zero, supposing that all would have moved in parallel."
            }
        ),
        Err(reason) => format!(
            "The places with the change moved further by {}. No limits: {reason}.\n",
            number(plain.effect.estimate)
        ),
    };
    Ok(text)
}

/// The number of a name, by first appearance.
fn number_of<'t>(known: &mut HashMap<&'t str, usize>, name: &'t str) -> usize {
    let next = known.len();
    *known.entry(name).or_insert(next)
}
