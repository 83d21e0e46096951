//! `kith funnel`: places side by side, each within the limits that chance leaves it.

use std::path::PathBuf;

use clap::ValueEnum;
use kith_stats::Confidence;
use kith_stats::funnel::{
    Adjustment, Funnel as Drawn, Limits, Site, Standing, Statistic, exact_limits, funnel, widened_limits,
};
use kith_web::chart::{Chart, FunnelLimits, FunnelPoint, FunnelWords};

use super::cells::{ends, many, show};
use super::table::Table;
use crate::format;

/// Usual names of columns.
const SITES: &[&str] =
    &["site", "place", "organization", "organisation", "hospital", "county", "group", "name"];
const EVENTS: &[&str] = &["numerator", "num", "events", "observed", "obs", "deaths", "cases", "count"];
const DENOMINATORS: &[&str] =
    &["denominator", "den", "n", "people", "population", "births", "expected", "exp", "exposure", "total"];

/// Compare places within the limits of chance; nobody is ranked
#[derive(Debug, clap::Args)]
pub struct Funnel {
    /// Table with a header: a row for each place; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What is compared
    #[arg(long, value_enum, default_value_t = Compared::Proportion)]
    pub statistic: Compared,
    /// Column with the names of the places
    #[arg(long, value_name = "COLUMN")]
    pub site: Option<String>,
    /// Column with the events
    #[arg(long, value_name = "COLUMN")]
    pub numerator: Option<String>,
    /// Column with the people, the exposure, or for ratios the events expected
    #[arg(long, value_name = "COLUMN")]
    pub denominator: Option<String>,
    /// Value to compare with, in the unit of --per; without it, all places together, and for ratios 1
    #[arg(long)]
    pub target: Option<f64>,
    /// Widen the limits where places differ by more than chance all round
    #[arg(long, value_enum, default_value_t = Widened::None)]
    pub adjust: Widened,
    /// Unit of the values: 100 for percent, 1000 for per thousand
    #[arg(long, default_value_t = 1.0)]
    pub per: f64,
    /// Print one JSON line
    #[arg(long)]
    pub json: bool,
    /// Where to write the funnel as SVG
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Compared {
    /// Events among people
    Proportion,
    /// Events over an exposure
    Rate,
    /// Events over those expected
    Ratio,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Widened {
    /// Exact limits
    None,
    /// By a variance between places
    Additive,
    /// By a factor
    Multiplicative,
}

pub fn answer(args: &Funnel) -> anyhow::Result<String> {
    let table = Table::read(&args.file)?;
    let names = table.labels(table.named(args.site.as_deref(), SITES)?);
    let events = table.counts(table.need("numerator", args.numerator.as_deref(), EVENTS)?)?;
    let denominators =
        table.all_numbers(table.need("denominator", args.denominator.as_deref(), DENOMINATORS)?)?;
    let sites: Vec<Site> = events
        .iter()
        .zip(&denominators)
        .map(|(&events, &denominator)| Site { events: events as f64, denominator })
        .collect();
    for (row, site) in sites.iter().enumerate() {
        if site.denominator <= 0.0 {
            return Err(table.at(row, "the denominator must be above zero"));
        }
        if args.statistic == Compared::Proportion && site.events > site.denominator {
            return Err(
                table.at(row, "more events than people; for events over an exposure use --statistic rate")
            );
        }
    }
    anyhow::ensure!(args.per > 0.0 && args.per.is_finite(), "--per must be above zero");
    let statistic = match args.statistic {
        Compared::Proportion => Statistic::Proportion,
        Compared::Rate => Statistic::Rate,
        Compared::Ratio => Statistic::Ratio,
    };
    let adjustment = match args.adjust {
        Widened::None => Adjustment::None,
        Widened::Additive => Adjustment::Additive,
        Widened::Multiplicative => Adjustment::Multiplicative,
    };
    let drawn = funnel(statistic, &sites, args.target.map(|target| target / args.per), adjustment)?;
    if let Some(path) = &args.svg {
        super::cells::write(path, &drawing(args, &names, &drawn)?.standalone())?;
    }
    if args.json {
        let line = serde_json::json!({ "sites": names, "per": args.per, "funnel": drawn });
        return Ok(format!("{line}\n"));
    }
    Ok(text(args, &names, &drawn))
}

fn text(args: &Funnel, names: &[String], drawn: &Drawn) -> String {
    let header = ["place", "events", "of", "value", "95% low", "high", "99.8% low", "high", "standing"];
    let rows: Vec<Vec<String>> = names
        .iter()
        .zip(&drawn.sites)
        .map(|(name, placed)| {
            let [low, high] = ends(Some(placed.limits.inner.times(args.per)));
            let [outer_low, outer_high] = ends(Some(placed.limits.outer.times(args.per)));
            vec![
                name.clone(),
                show(placed.site.events),
                show(placed.site.denominator),
                show(placed.value * args.per),
                low,
                high,
                outer_low,
                outer_high,
                standing(placed.standing).to_owned(),
            ]
        })
        .collect();
    let mut out = format::table(&header, &rows);
    out.push('\n');
    let outside = |inner: bool| {
        drawn
            .sites
            .iter()
            .filter(|placed| match placed.standing {
                Standing::Within => false,
                Standing::High | Standing::Low => inner,
                Standing::VeryHigh | Standing::VeryLow => true,
            })
            .count()
    };
    let all = drawn.sites.len();
    out.push_str(&format!("compared with {}\n", show(drawn.target * args.per)));
    out.push_str(&format!(
        "{} of {all} outside the 95% limits ({} by chance), {} outside the 99.8% limits ({} by chance)\n",
        outside(true),
        show(0.05 * all as f64),
        outside(false),
        show(0.002 * all as f64),
    ));
    out.push_str(match drawn.adjustment {
        Adjustment::None => "limits: exact, from chance alone\n",
        Adjustment::Additive => "limits: normal, widened by a variance between places\n",
        Adjustment::Multiplicative => "limits: normal, widened by a factor\n",
    });
    if let Some(spread) = drawn.dispersion {
        let much = if spread.tau2 > 0.0 { "more than" } else { "no more than" };
        out.push_str(&format!(
            "places differ by {much} chance: mean squared score {}, variance between places {}\n",
            show(spread.phi),
            show(spread.tau2 * args.per * args.per),
        ));
        if spread.phi > 1.5 && drawn.adjustment == Adjustment::None {
            out.push_str("many lie outside because the places differ all round; see --adjust additive\n");
        }
    }
    out.push_str(&format!(
        "{} compared, none ranked: being last among equals means nothing\n",
        many(all, "place")
    ));
    out
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Within => "as chance leaves it",
        Standing::High => "high (95%)",
        Standing::VeryHigh => "high (99.8%)",
        Standing::Low => "low (95%)",
        Standing::VeryLow => "low (99.8%)",
    }
}

/// Places along the axis at which the limits are drawn.
const CURVE: u32 = 80;

fn drawing(args: &Funnel, names: &[String], drawn: &Drawn) -> anyhow::Result<Chart> {
    let outside = |standing| matches!(standing, Standing::VeryHigh | Standing::VeryLow);
    let point = |(name, placed): (&String, &kith_stats::funnel::Placed)| FunnelPoint {
        label: name.clone(),
        size: placed.site.denominator,
        value: placed.value * args.per,
        standing: standing(placed.standing).to_owned(),
        outside: outside(placed.standing),
    };
    let points: Vec<FunnelPoint> = names.iter().zip(&drawn.sites).map(point).collect();
    let most = points.iter().map(|p| p.size).fold(0.0, f64::max);
    let curve = (1..=CURVE).map(|i| limits_at(args, drawn, most * (f64::from(i) / f64::from(CURVE)).powi(2)));
    let found = points.iter().filter(|p| p.outside).count();
    let title = match found {
        0 => "No place lies outside the limits of chance".to_owned(),
        _ => format!("{} of {} outside the 99.8% limits", found, many(points.len(), "place")),
    };
    let unit = if args.per == 1.0 { String::new() } else { format!(" · per {}", show(args.per)) };
    let words = FunnelWords {
        name: "funnel".into(),
        title,
        subtitle: format!("compared with {}{unit} · not a ranking", show(drawn.target * args.per)),
        summary: text(args, names, drawn),
        size: match args.statistic {
            Compared::Proportion => "people",
            Compared::Rate => "exposure",
            Compared::Ratio => "events expected",
        }
        .into(),
        unit: String::new(),
        lines: ["99.8% limits", "95% limits"].map(str::to_owned),
        heads: ["place", "of", "value", "standing"].map(str::to_owned),
    };
    let curve = curve.collect::<anyhow::Result<Vec<_>>>()?;
    Ok(kith_web::chart::funnel(words, &points, drawn.target * args.per, &curve, show))
}

/// The limits at a size, whole for people.
fn limits_at(args: &Funnel, drawn: &Drawn, size: f64) -> anyhow::Result<FunnelLimits> {
    let size = if args.statistic == Compared::Proportion { size.ceil().max(1.0) } else { size };
    let limits = match (drawn.adjustment, drawn.dispersion) {
        (Adjustment::None, _) | (_, None) => exact_limits(drawn.statistic, drawn.target, size)?,
        (adjustment, Some(spread)) => {
            let at = |confidence| {
                widened_limits(drawn.statistic, drawn.target, size, spread, adjustment, confidence)
            };
            Limits { inner: at(Confidence::P95), outer: at(Confidence::P998) }
        }
    };
    let Limits { inner, outer } = limits;
    Ok((size, [outer.low, inner.low, inner.high, outer.high].map(|limit| limit.max(0.0) * args.per)))
}
