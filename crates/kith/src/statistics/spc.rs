//! `kith spc`: a series over time, and whether it only shows chance.

mod drawing;
mod words;

use std::path::PathBuf;

use anyhow::{Context, bail};
use kith_stats::spc::nhs::{Ask, Direction, MakingDataCount, making_data_count};
use kith_stats::spc::{
    Baseline, Chart, Constant, Data, FalseAlarm, Kind, Plan, Proposal, Ratio, RuleSet, RunsMethod, Signal,
    chart, false_alarm, propose,
};

use super::table::Table;

const LABELS: &[&str] = &["date", "month", "week", "quarter", "year", "period", "time", "label", "x"];
const VALUES: &[&str] = &["value", "y", "measure", "days_between", "count"];
const NUMERATORS: &[&str] = &["numerator", "num", "events", "cases", "deaths"];
const DENOMINATORS: &[&str] =
    &["denominator", "den", "n", "people", "population", "births", "exposure", "total"];

/// Chart a series over time and find what is more than chance
#[derive(Debug, clap::Args)]
pub struct Spc {
    /// Table with a header: a row for each point, in the order of time; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// run, i, mr, ip (I′), xbar, s, p, pp (P′), u, up (U′), c, g, t; without it, what fits the columns
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Column that names the points; for xbar and s, rows of one name are one subgroup
    #[arg(long, value_name = "COLUMN")]
    pub label: Option<String>,
    /// Column with the values
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// Column with the events
    #[arg(long, value_name = "COLUMN")]
    pub numerator: Option<String>,
    /// Column with the people or the exposure
    #[arg(long, value_name = "COLUMN")]
    pub denominator: Option<String>,
    /// Rules: anhoej, shewhart, western-electric, nelson, ihi, nhs
    #[arg(long, value_name = "SET", default_value = "anhoej")]
    pub rules: String,
    /// Settle centre and limits by the first so many points
    #[arg(long, value_name = "POINTS")]
    pub freeze: Option<usize>,
    /// First point of a new phase, by its name; may be given more than once
    #[arg(long, value_name = "LABEL")]
    pub phase: Vec<String>,
    /// Point with a known cause, by its name: drawn, and left out of centre, limits and runs
    #[arg(long, value_name = "LABEL")]
    pub exclude: Vec<String>,
    /// Leave out moving ranges above 3.267 mean ranges once
    #[arg(long)]
    pub screen: bool,
    /// What turns moving ranges into limits: printed (1.128), exact, nhs (2.66), median
    #[arg(long, value_name = "CONSTANT")]
    pub constant: Option<String>,
    /// How runs are judged: anhoej, best-box, cut-box
    #[arg(long, value_name = "METHOD", default_value = "anhoej")]
    pub runs: String,
    /// Centre that is known from elsewhere, in the unit of --per
    #[arg(long)]
    pub centre: Option<f64>,
    /// Which way is better, for the NHS icons: increase, decrease, neutral
    #[arg(long, default_value = "neutral")]
    pub better: String,
    /// What is to be reached, for the NHS icons
    #[arg(long)]
    pub target: Option<f64>,
    /// Unit of the values: 100 for percent, 1000 for per thousand
    #[arg(long, default_value_t = 1.0)]
    pub per: f64,
    /// Print one JSON line
    #[arg(long)]
    pub json: bool,
    /// Where to write the chart as SVG
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

/// All that is told of a series.
pub(super) struct Told {
    pub labels: Vec<String>,
    pub chart: Chart,
    pub set: RuleSet,
    pub signals: Vec<Signal>,
    pub alarm: FalseAlarm,
    pub proposal: Option<Proposal>,
    pub icons: Option<MakingDataCount>,
}

pub fn answer(args: &Spc) -> anyhow::Result<String> {
    anyhow::ensure!(args.per > 0.0 && args.per.is_finite(), "--per must be above zero");
    let table = Table::read(&args.file)?;
    let told = told(args, &table)?;
    if let Some(path) = &args.svg {
        super::cells::write(path, &drawing::chart(&told, args.per).standalone())?;
    }
    if !args.json {
        return Ok(words::text(&told, args.per));
    }
    let line = serde_json::json!({
        "kind": told.chart.kind.name(),
        "rules": told.set.name(),
        "labels": told.labels,
        "per": args.per,
        "chart": told.chart,
        "signals": told.signals,
        "false_alarm": told.alarm,
        "proposal": told.proposal,
        "making_data_count": told.icons.as_ref().map(|icons| serde_json::json!({
            "causes": icons.causes,
            "variation": icons.icons,
            "assurance": icons.assurance,
        })),
    });
    Ok(format!("{line}\n"))
}

fn told(args: &Spc, table: &Table) -> anyhow::Result<Told> {
    let (kind, labels, data) = series(args, table)?;
    let set = RuleSet::named(&args.rules).with_context(|| {
        format!("no rules `{}`: use {}", args.rules, RuleSet::ALL.map(RuleSet::name).join(", "))
    })?;
    let plan = plan(args, &labels, kind, set)?;
    let drawn = chart(kind, &data, &plan)
        .with_context(|| format!("a {} cannot be drawn of these values", words::kind(kind)))?;
    let icons = match (set, &data) {
        (RuleSet::Nhs, Data::Values(values)) if kind == Kind::Individuals => {
            Some(icons(args, values, &plan)?)
        }
        _ => None,
    };
    let usable = |point: &&kith_stats::spc::Point| point.included && point.value.is_some();
    let points = drawn.points.iter().filter(usable).count();
    Ok(Told {
        labels,
        set,
        signals: drawn.signals(set),
        alarm: false_alarm(set, points, drawn.has_limits()),
        proposal: propose(&drawn),
        icons,
        chart: drawn,
    })
}

/// The kind, the names of the points and the points.
fn series(args: &Spc, table: &Table) -> anyhow::Result<(Kind, Vec<String>, Data)> {
    let kind =
        match args.kind.as_deref() {
            None => None,
            Some(name) => Some(Kind::named(name).with_context(|| {
                format!("no chart `{name}`: use {}", Kind::ALL.map(Kind::name).join(", "))
            })?),
        };
    let label = table.named(args.label.as_deref(), LABELS)?;
    let labels = table.labels(label);
    if matches!(kind, Some(Kind::Xbar | Kind::S)) {
        let values = table.numbers(table.need("value", args.value.as_deref(), VALUES)?)?;
        let mut groups: Vec<(String, Vec<f64>)> = Vec::new();
        for (name, value) in labels.into_iter().zip(values) {
            match groups.last_mut() {
                Some((last, group)) if *last == name => group.extend(value),
                _ => groups.push((name, value.into_iter().collect())),
            }
        }
        let (labels, groups) = groups.into_iter().unzip();
        return Ok((kind.unwrap_or(Kind::Xbar), labels, Data::Subgroups(groups)));
    }
    let numerator = table.named(args.numerator.as_deref(), NUMERATORS)?;
    let denominator = table.named(args.denominator.as_deref(), DENOMINATORS)?;
    let of_ratios = kind.is_none_or(|kind| {
        matches!(kind, Kind::P | Kind::PPrime | Kind::U | Kind::UPrime | Kind::IndividualsPrime | Kind::Run)
    });
    if let (Some(numerator), Some(denominator), true, None) = (numerator, denominator, of_ratios, &args.value)
    {
        let (above, below) = (table.numbers(numerator)?, table.numbers(denominator)?);
        let ratio = |(numerator, denominator): (&Option<f64>, &Option<f64>)| {
            Some(Ratio { numerator: (*numerator)?, denominator: (*denominator)? })
        };
        let ratios: Vec<Option<Ratio>> = above.iter().zip(&below).map(ratio).collect();
        let shares =
            ratios.iter().flatten().all(|r| r.numerator <= r.denominator && r.denominator.fract() == 0.0);
        if matches!(kind, Some(Kind::P | Kind::PPrime))
            && let Some(row) = ratios.iter().position(|r| r.is_some_and(|r| r.numerator > r.denominator))
        {
            return Err(table.at(row, "more events than people; for events over an exposure use --kind u"));
        }
        let kind = kind.unwrap_or(if shares { Kind::P } else { Kind::U });
        return Ok((kind, labels, Data::Ratios(ratios)));
    }
    if let Some(kind) = kind.filter(|kind| matches!(kind, Kind::P | Kind::PPrime | Kind::U | Kind::UPrime)) {
        table.need("numerator", args.numerator.as_deref(), NUMERATORS)?;
        table.need("denominator", args.denominator.as_deref(), DENOMINATORS)?;
        bail!("a {} takes --numerator and --denominator, not --value", words::kind(kind));
    }
    let column = match (table.named(args.value.as_deref(), VALUES)?, numerator) {
        (Some(value), _) => value,
        (None, Some(counts)) => counts,
        (None, None) => table.need("value", None, VALUES)?,
    };
    let counts = args.value.is_none() && Some(column) == numerator;
    let kind = kind.unwrap_or(if counts { Kind::C } else { Kind::Individuals });
    Ok((kind, labels, Data::Values(table.numbers(column)?)))
}

fn plan(args: &Spc, labels: &[String], kind: Kind, set: RuleSet) -> anyhow::Result<Plan> {
    let place = |name: &String| {
        labels.iter().position(|label| label == name).with_context(|| format!("there is no point `{name}`"))
    };
    let mut starts = args.phase.iter().map(place).collect::<anyhow::Result<Vec<_>>>()?;
    starts.sort_unstable();
    starts.dedup();
    let baseline = match (args.freeze, starts.is_empty()) {
        (None, true) => Baseline::Whole,
        (None, false) => Baseline::Phases { starts },
        (Some(points), true) => Baseline::Frozen { points },
        (Some(points), false) => Baseline::PhasesFrozen { starts, points },
    };
    let constant = match args.constant.as_deref() {
        None if set == RuleSet::Nhs => Constant::Nhs,
        None | Some("printed") => Constant::Printed,
        Some("exact") => Constant::Exact,
        Some("nhs") => Constant::Nhs,
        Some("median") => Constant::MedianRange,
        Some(other) => bail!("no constant `{other}`: use printed, exact, nhs, median"),
    };
    let runs = match args.runs.as_str() {
        "anhoej" => RunsMethod::Anhoej,
        "best-box" => RunsMethod::BestBox,
        "cut-box" => RunsMethod::CutBox,
        other => bail!("no method `{other}`: use anhoej, best-box, cut-box"),
    };
    let unit = if matches!(kind, Kind::P | Kind::PPrime | Kind::U | Kind::UPrime) { args.per } else { 1.0 };
    Ok(Plan {
        baseline,
        excluded: args.exclude.iter().map(place).collect::<anyhow::Result<_>>()?,
        centre: args.centre.map(|centre| centre / unit),
        screening: args.screen || set == RuleSet::Nhs,
        constant,
        runs,
    })
}

fn icons(args: &Spc, values: &[Option<f64>], plan: &Plan) -> anyhow::Result<MakingDataCount> {
    let direction = match args.better.as_str() {
        "increase" => Direction::Increase,
        "decrease" => Direction::Decrease,
        "neutral" => Direction::Neutral,
        other => bail!("no direction `{other}`: use increase, decrease, neutral"),
    };
    let (rebased, fixed_after) = match &plan.baseline {
        Baseline::Whole => (Vec::new(), None),
        Baseline::Frozen { points } => (Vec::new(), Some(*points)),
        Baseline::Phases { starts } => (starts.clone(), None),
        Baseline::PhasesFrozen { starts, points } => (starts.clone(), Some(*points)),
    };
    let ask = Ask { rebased, fixed_after, screening: plan.screening, direction, target: args.target };
    Ok(making_data_count(values, &ask)?)
}
