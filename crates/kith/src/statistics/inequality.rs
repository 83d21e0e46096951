//! `kith inequality`: the measures of the WHO toolkit over the groups of a file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use kith_stats::inequality::{Answer, Caution, Group, Limits, Measure, Setting};
use kith_stats::{Draws, NotDefined, Proportion};
use serde_json::{Value, json};

use super::table::{Column, Row, Table};
use super::words::{exact, level, limits, number, or_reason};
use super::{Asked, Better, cells, drawing};
use crate::format;

/// How unequal groups are: columns group and events, denominator; or group, estimate, se, population
#[derive(Debug, clap::Args)]
pub struct Inequality {
    #[command(flatten)]
    pub asked: Asked,
    /// Whether less of the indicator or more is wanted
    #[arg(long, value_enum)]
    pub better: Better,
    /// The group that others are compared with
    #[arg(long, value_name = "GROUP")]
    pub reference: Option<String>,
    /// The groups stand from worst to best off, as quintiles do; a column `order` says so too
    #[arg(long)]
    pub ordered: bool,
    /// Unit of the estimates: 100 for percent
    #[arg(long, default_value_t = 100.0, value_name = "NUMBER")]
    pub per: f64,
    /// Where to write the groups as SVG
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Draws for the limits that are simulated [default: 2000, fewer for many groups]
    #[arg(long, value_name = "NUMBER")]
    pub draws: Option<usize>,
    /// Where the draws start
    #[arg(long, default_value_t = Draws::USUAL.seed, value_name = "NUMBER")]
    pub seed: u64,
}

/// Draws that a command line may ask for.
const MOST_DRAWS: usize = 10_000_000;

/// Draws of all groups together that are made in a blink, and the fewest that limits are taken from.
const ENOUGH: usize = 40_000;
const FEWEST: usize = 200;
const USUAL: usize = 2000;

/// The answer as it is printed.
pub fn answer(args: &Inequality) -> anyhow::Result<String> {
    let table = Table::read(&args.asked.file)?;
    let (names, setting) = read(&table, args)?;
    let count = args.draws.unwrap_or_else(|| (ENOUGH / names.len()).clamp(FEWEST, USUAL));
    if !(2..=MOST_DRAWS).contains(&count) {
        bail!("--draws: between 2 and {MOST_DRAWS}");
    }
    if let Some(path) = &args.svg {
        cells::write(path, &drawing::groups(&names, &setting, args.asked.confidence()?).standalone())?;
    }
    let draws = Draws { count, seed: args.seed };
    let answers = setting.measure_all(&Measure::ALL, args.asked.confidence()?, draws, Limits::Test);
    Ok(if args.asked.json {
        format!("{:#}\n", as_json(args, &names, &setting, draws, &answers))
    } else {
        as_text(args, &names, &setting, &answers)
    })
}

/// How the estimates are given.
enum Given {
    Counts { events: Column, people: Column },
    Estimates { estimate: Column, error: Option<Column>, people: Option<Column> },
}

fn read(table: &Table, args: &Inequality) -> anyhow::Result<(Vec<String>, Setting)> {
    let name = table.column(&["group", "subgroup"])?;
    let given = match table.find(&["events", "numerator"]) {
        Some(events) => {
            Given::Counts { events, people: table.column(&["denominator", "people", "population"])? }
        }
        None => Given::Estimates {
            estimate: table.column(&["estimate", "est", "rate"])?,
            error: table.find(&["se", "standard_error"]),
            people: table.find(&["population", "pop", "people"]),
        },
    };
    let order = table.find(&["order", "subgroup_order"]);
    let mut found: Vec<Named> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for row in table.rows() {
        let called = table.text(row, name)?;
        let order = order.map(|order| table.needed(row, order)).transpose()?;
        let values = given.values(table, row)?;
        match places.get(called) {
            None => {
                places.insert(called, found.len());
                found.push(Named { order, name: called.to_owned(), values });
            }
            Some(&place) if found[place].order == order => found[place].add(&values, table, row, name)?,
            Some(_) => return Err(table.wrong(row, name, "the group has two places in the order")),
        }
    }
    if order.is_some() {
        found.sort_by(|a, b| a.order.partial_cmp(&b.order).unwrap_or(std::cmp::Ordering::Equal));
    }
    let names: Vec<String> = found.iter().map(|group| group.name.clone()).collect();
    let reference = match &args.reference {
        Some(reference) => Some(names.iter().position(|name| name == reference).ok_or_else(|| {
            table.whole(&format!("no group {reference}; the groups are {}", names.join(", ")))
        })?),
        None => None,
    };
    let better = match args.better {
        Better::Lower => kith_stats::inequality::Better::Lower,
        Better::Higher => kith_stats::inequality::Better::Higher,
    };
    let setting = Setting {
        groups: found
            .iter()
            .map(|group| group.values.group(args.per))
            .collect::<Result<_, _>>()
            .map_err(|reason| table.whole(&reason.to_string()))?,
        ordered: args.ordered || order.is_some(),
        reference,
        better,
        per: args.per,
    };
    Ok((names, setting))
}

/// What a file says of one group.
struct Named {
    order: Option<f64>,
    name: String,
    values: Values,
}

#[derive(Clone, Copy)]
enum Values {
    /// Rows of one group, such as those of its sites, add up.
    Counts {
        events: u64,
        people: u64,
    },
    Estimate(Group),
}

impl Named {
    fn add(&mut self, more: &Values, table: &Table, row: &Row, name: Column) -> anyhow::Result<()> {
        let sum = match (self.values, *more) {
            (Values::Counts { events, people }, Values::Counts { events: e, people: p }) => events
                .checked_add(e)
                .zip(people.checked_add(p))
                .map(|(events, people)| Values::Counts { events, people }),
            _ => None,
        };
        self.values = sum.ok_or_else(|| table.wrong(row, name, "the group has a row already"))?;
        Ok(())
    }
}

impl Values {
    fn group(self, per: f64) -> Result<Group, NotDefined> {
        match self {
            Self::Estimate(group) => Ok(group),
            Self::Counts { events, people } => {
                let share = Proportion::new(events, people)?.estimate()?;
                Ok(Group {
                    estimate: Some(per * share.value),
                    standard_error: Some(per * share.standard_error()),
                    population: Some(people as f64),
                })
            }
        }
    }
}

impl Given {
    fn values(&self, table: &Table, row: &Row) -> anyhow::Result<Values> {
        let not_negative = |column: Column| -> anyhow::Result<Option<f64>> {
            match table.number(row, column)? {
                Some(value) if value < 0.0 => Err(table.wrong(row, column, "a number below zero")),
                value => Ok(value),
            }
        };
        match self {
            Self::Counts { events, people } => {
                let (with, of) = (table.count(row, *events)?, table.count(row, *people)?);
                Proportion::new(with, of).map_err(|reason| table.wrong(row, *events, &reason.to_string()))?;
                Ok(Values::Counts { events: with, people: of })
            }
            Self::Estimates { estimate, error, people } => Ok(Values::Estimate(Group {
                estimate: not_negative(*estimate)?,
                standard_error: error.map(not_negative).transpose()?.flatten(),
                population: people.map(not_negative).transpose()?.flatten(),
            })),
        }
    }
}

fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Difference => "difference",
        Measure::Ratio => "ratio",
        Measure::AttributableRisk => "population attributable risk",
        Measure::AttributableFraction => "population attributable fraction, %",
        Measure::BetweenGroupVariance => "between-group variance",
        Measure::BetweenGroupStandardDeviation => "between-group standard deviation",
        Measure::CoefficientOfVariation => "coefficient of variation, %",
        Measure::Theil => "Theil index × 1000",
        Measure::MeanLogDeviation => "mean log deviation × 1000",
        Measure::IndexOfDisparity => "index of disparity, %",
        Measure::WeightedIndexOfDisparity => "index of disparity, weighted, %",
        Measure::MeanDifferenceFromBest => "mean difference from best",
        Measure::WeightedMeanDifferenceFromBest => "mean difference from best, weighted",
        Measure::MeanDifferenceFromMean => "mean difference from mean",
        Measure::WeightedMeanDifferenceFromMean => "mean difference from mean, weighted",
        Measure::MeanDifferenceFromReference => "mean difference from reference",
        Measure::WeightedMeanDifferenceFromReference => "mean difference from reference, weighted",
        Measure::SlopeIndex => "slope index of inequality",
        Measure::RelativeIndex => "relative index of inequality",
        Measure::AbsoluteConcentration => "absolute concentration index",
        Measure::RelativeConcentration => "relative concentration index",
    }
}

fn caution(caution: Caution) -> &'static str {
    match caution {
        Caution::ZeroTakenAsMillionth => "a group without events was taken as a millionth of the unit",
        Caution::ReferenceWithoutEvents => "the reference has no events, so the limits have no width",
        Caution::Simulated => "the limits were simulated",
    }
}

type Answers = [(Measure, Result<Answer, NotDefined>)];

fn as_text(args: &Inequality, names: &[String], setting: &Setting, answers: &Answers) -> String {
    let estimates: Vec<f64> = setting.groups.iter().filter_map(|group| group.estimate).collect();
    let end = |pick: fn(f64, f64) -> f64, from: f64| estimates.iter().copied().fold(from, pick);
    let (low, high) = (end(f64::min, f64::INFINITY), end(f64::max, f64::NEG_INFINITY));
    let mut text = if estimates.is_empty() {
        format!("None of {} groups has an estimate.\n", names.len())
    } else {
        format!("{} groups, from {} to {} of {}.\n", names.len(), number(low), number(high), number(args.per))
    };
    let level = level(args.asked.confidence);
    let rows: Vec<Vec<String>> = answers
        .iter()
        .filter_map(|(measure, answer)| answer.ok().map(|answer| (*measure, answer)))
        .map(|(measure, answer)| {
            let shown = match answer.interval {
                Ok(interval) => limits(interval),
                Err(reason) => format!("none: {reason}"),
            };
            vec![measure.code().to_owned(), name(measure).to_owned(), number(answer.estimate), shown]
        })
        .collect();
    if !rows.is_empty() {
        text += &format::table(&["", "measure", "estimate", &level], &rows);
    }
    let mut silent: Vec<(NotDefined, Vec<&str>)> = Vec::new();
    let mut cautions: Vec<(Caution, Vec<&str>)> = Vec::new();
    for (measure, answer) in answers {
        match answer {
            Err(reason) => note(&mut silent, *reason, measure.code()),
            Ok(answer) => {
                if let Some(caution) = answer.caution {
                    note(&mut cautions, caution, measure.code());
                }
            }
        }
    }
    for (reason, codes) in silent {
        text += &format!("Not given ({}): {reason}.\n", codes.join(", "));
    }
    for (which, codes) in cautions {
        text += &format!("Note ({}): {}.\n", codes.join(", "), caution(which));
    }
    text
}

fn note<'c, T: PartialEq>(notes: &mut Vec<(T, Vec<&'c str>)>, what: T, code: &'c str) {
    match notes.iter_mut().find(|(known, _)| *known == what) {
        Some((_, codes)) => codes.push(code),
        None => notes.push((what, vec![code])),
    }
}

fn as_json(args: &Inequality, names: &[String], setting: &Setting, draws: Draws, answers: &Answers) -> Value {
    let groups: Vec<Value> = names
        .iter()
        .zip(&setting.groups)
        .map(|(name, group)| json!({ "name": name, "values": group }))
        .collect();
    let measures: serde_json::Map<String, Value> = answers
        .iter()
        .map(|(measure, answer)| {
            let value = or_reason(*answer, |answer| {
                json!({
                    "name": name(*measure),
                    "estimate": answer.estimate,
                    "standard_error": answer.standard_error,
                    "interval": or_reason(answer.interval, exact),
                    "caution": answer.caution,
                })
            });
            (measure.code().to_owned(), value)
        })
        .collect();
    json!({
        "groups": groups, "ordered": setting.ordered, "better": setting.better, "per": setting.per,
        "reference": setting.reference.map(|i| &names[i]), "confidence": args.asked.confidence,
        "draws": draws, "measures": measures,
    })
}
