//! `kith rate`: proportions, rates, means, standardised rates and life expectancy with intervals.

use std::path::PathBuf;

use clap::ValueEnum;
use kith_stats::life::{AgeBand, STANDARD_AGES, life_expectancy};
use kith_stats::means::Mean;
use kith_stats::rate::Method;
use kith_stats::standardised::{Direct, Indirect, ReferencedStratum, Stratum};
use kith_stats::{Confidence, Interval, NotDefined, Proportion};
use serde::Serialize;

use super::cells::{ends, show};
use super::table::{Column, Table};
use crate::format;

const GROUPS: &[&str] = &["group", "area", "site", "place", "name", "label", "period", "month", "year"];
const EVENTS: &[&str] = &["numerator", "num", "events", "deaths", "cases", "x", "count"];
const DENOMINATORS: &[&str] =
    &["denominator", "den", "n", "people", "population", "pop", "births", "exposure"];
const VALUES: &[&str] = &["value", "y", "x"];
const STANDARDS: &[&str] = &["standard", "stdpop", "standard_population"];
const REFERENCE_EVENTS: &[&str] = &["reference_numerator", "reference_events", "ref_x"];
const REFERENCE_PEOPLE: &[&str] = &["reference_denominator", "reference_people", "ref_n"];
const AGES: &[&str] = &["age", "startage", "age_from"];

/// Rates of every kind with their intervals
#[derive(Debug, clap::Args)]
pub struct Rate {
    /// Table with a header; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What to compute
    #[arg(long, value_enum, default_value_t = What::Proportion)]
    pub what: What,
    /// Column that names the rows, or the group of each stratum
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// Column with the events
    #[arg(long, value_name = "COLUMN")]
    pub numerator: Option<String>,
    /// Column with the people or the exposure
    #[arg(long, value_name = "COLUMN")]
    pub denominator: Option<String>,
    /// Column with the measurements, for means
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// Column with the standard population, for direct standardisation
    #[arg(long, value_name = "COLUMN")]
    pub standard: Option<String>,
    /// Column with the events of the reference population, for indirect standardisation
    #[arg(long, value_name = "COLUMN")]
    pub reference_numerator: Option<String>,
    /// Column with the people of the reference population
    #[arg(long, value_name = "COLUMN")]
    pub reference_denominator: Option<String>,
    /// Column with the first age of each band, for life expectancy: 0, 1, 5, 10, …, 90
    #[arg(long, value_name = "COLUMN")]
    pub age: Option<String>,
    /// How to make the interval; without it, the usual one
    #[arg(long, value_enum)]
    pub interval: Option<How>,
    /// Level of the interval
    #[arg(long, default_value_t = 0.95)]
    pub confidence: f64,
    /// Unit of the values: 100 for percent, 1000 for per thousand
    #[arg(long, default_value_t = 1.0)]
    pub per: f64,
    /// Print one JSON line for each row
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// Events among people
    Proportion,
    /// Events over an exposure
    Rate,
    /// The mean of measurements, by group
    Mean,
    /// The rate at the ages of a standard population, by group
    Direct,
    /// Events over those expected at the rates of a reference population, by group
    Indirect,
    /// Years left at each age
    Life,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum How {
    /// Proportions: Wilson's score interval
    Wilson,
    /// Proportions: Wilson's with continuity correction
    WilsonContinuity,
    /// Proportions: Clopper and Pearson's; rates: Poisson
    Exact,
    /// Proportions: Jeffreys'
    Jeffreys,
    /// Rates and ratios: Byar's approximation
    Byar,
    /// Rates and ratios: mid-P
    MidP,
    /// Directly standardised rates: Dobson's
    Dobson,
    /// Directly standardised rates: Fay and Feuer's
    FayFeuer,
}

/// A line of the answer.
#[derive(Debug, Serialize)]
struct Answer {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<Interval>,
    /// Why there is no value, or no interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Answer {
    fn new(name: String, value: Result<f64, NotDefined>, interval: Result<Interval, NotDefined>) -> Self {
        let reason = value.err().or(interval.err()).map(|reason| reason.to_string());
        Self { name, value: value.ok(), interval: interval.ok(), reason }
    }
}

pub fn answer(args: &Rate) -> anyhow::Result<String> {
    let table = Table::read(&args.file)?;
    let confidence = Confidence::new(args.confidence)?;
    anyhow::ensure!(args.per > 0.0 && args.per.is_finite(), "--per must be above zero");
    let answers = match args.what {
        What::Proportion => proportions(args, &table, confidence)?,
        What::Rate => rates(args, &table, confidence)?,
        What::Mean => means(args, &table, confidence)?,
        What::Direct => direct(args, &table, confidence)?,
        What::Indirect => indirect(args, &table, confidence)?,
        What::Life => life(args, &table, confidence)?,
    };
    if args.json {
        let lines: Result<Vec<String>, _> = answers.iter().map(serde_json::to_string).collect();
        return Ok(lines?.join("\n") + "\n");
    }
    let level = format!("{}% low", show(args.confidence * 100.0));
    let rows: Vec<Vec<String>> = answers
        .iter()
        .map(|answer| {
            let [low, high] = ends(answer.interval);
            let value = answer.value.map(show).unwrap_or_default();
            vec![answer.name.clone(), value, low, high, answer.reason.clone().unwrap_or_default()]
        })
        .collect();
    Ok(format::table(&["", "value", &level, "high", ""], &rows))
}

fn events(args: &Rate, table: &Table) -> anyhow::Result<Vec<u64>> {
    table.counts(table.need("numerator", args.numerator.as_deref(), EVENTS)?)
}

fn people(args: &Rate, table: &Table) -> anyhow::Result<Column> {
    table.need("denominator", args.denominator.as_deref(), DENOMINATORS)
}

fn wrong(how: How, what: &str) -> anyhow::Error {
    let name = how.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    anyhow::anyhow!("--interval {name} is not an interval of {what}")
}

fn proportions(args: &Rate, table: &Table, confidence: Confidence) -> anyhow::Result<Vec<Answer>> {
    let names = table.labels(table.named(args.group.as_deref(), GROUPS)?);
    let counts = events(args, table)?.into_iter().zip(table.counts(people(args, table)?)?);
    type Of = fn(Proportion, Confidence) -> Result<Interval, NotDefined>;
    let of: Of = match args.interval.unwrap_or(How::Wilson) {
        How::Wilson => Proportion::wilson,
        How::WilsonContinuity => Proportion::wilson_continuity,
        How::Exact => Proportion::clopper_pearson,
        How::Jeffreys => Proportion::jeffreys,
        other => return Err(wrong(other, "proportions")),
    };
    let answer = |(row, (name, (events, people))): (usize, (String, (u64, u64)))| {
        let proportion = Proportion::new(events, people).map_err(|_| {
            table.at(row, &format!("{events} events among {people} people; for a rate use --what rate"))
        })?;
        let value = proportion.rate().map(|rate| rate * args.per);
        Ok(Answer::new(name, value, of(proportion, confidence).map(|i| i.times(args.per))))
    };
    names.into_iter().zip(counts).enumerate().map(answer).collect()
}

fn method(args: &Rate) -> anyhow::Result<Method> {
    match args.interval {
        None => Ok(Method::ExactThenByar),
        Some(How::Exact) => Ok(Method::Exact),
        Some(How::Byar) => Ok(Method::Byar),
        Some(How::MidP) => Ok(Method::MidP),
        Some(other) => Err(wrong(other, "rates")),
    }
}

fn rates(args: &Rate, table: &Table, confidence: Confidence) -> anyhow::Result<Vec<Answer>> {
    let method = method(args)?;
    let names = table.labels(table.named(args.group.as_deref(), GROUPS)?);
    let counts = events(args, table)?.into_iter().zip(table.all_numbers(people(args, table)?)?);
    let answer = |(name, (events, exposure)): (String, (u64, f64))| {
        let rate = kith_stats::Rate::new(events, exposure);
        let interval = rate.and_then(|rate| rate.interval(args.per, method, confidence));
        Answer::new(name, rate.map(|rate| rate.per(args.per)), interval)
    };
    Ok(names.into_iter().zip(counts).map(answer).collect())
}

/// The rows of each group, in the order in which groups first appear.
fn by_group(args: &Rate, table: &Table) -> anyhow::Result<Vec<(String, Vec<usize>)>> {
    let Some(column) = table.named(args.group.as_deref(), GROUPS)? else {
        return Ok(vec![("all".into(), (0..table.rows().len()).collect())]);
    };
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (row, name) in table.texts(column).into_iter().enumerate() {
        let place = *places.entry(name.clone()).or_insert_with(|| {
            groups.push((name, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(row);
    }
    Ok(groups)
}

fn means(args: &Rate, table: &Table, confidence: Confidence) -> anyhow::Result<Vec<Answer>> {
    let values = table.numbers(table.need("value", args.value.as_deref(), VALUES)?)?;
    let answer = |(name, rows): (String, Vec<usize>)| {
        let present: Vec<f64> = rows.into_iter().filter_map(|row| values[row]).collect();
        let mean = Mean::of(&present);
        Answer::new(name, mean.map(|mean| mean.mean), mean.and_then(|mean| mean.interval(confidence)))
    };
    Ok(by_group(args, table)?.into_iter().map(answer).collect())
}

fn direct(args: &Rate, table: &Table, confidence: Confidence) -> anyhow::Result<Vec<Answer>> {
    let (events, people) = (events(args, table)?, table.all_numbers(people(args, table)?)?);
    let standard = table.all_numbers(table.need("standard", args.standard.as_deref(), STANDARDS)?)?;
    let of = match args.interval.unwrap_or(How::Dobson) {
        How::Dobson => Direct::dobson,
        How::FayFeuer => Direct::fay_feuer,
        other => return Err(wrong(other, "directly standardised rates")),
    };
    let answer = |(name, rows): (String, Vec<usize>)| {
        let stratum =
            |row: &usize| Stratum { events: events[*row], people: people[*row], standard: standard[*row] };
        let direct = Direct::of(&rows.iter().map(stratum).collect::<Vec<_>>());
        let interval = direct.and_then(|direct| of(direct, confidence)).map(|i| i.times(args.per));
        Answer::new(name, direct.map(|direct| direct.rate * args.per), interval)
    };
    Ok(by_group(args, table)?.into_iter().map(answer).collect())
}

fn indirect(args: &Rate, table: &Table, confidence: Confidence) -> anyhow::Result<Vec<Answer>> {
    let method = method(args)?;
    let (events, people) = (events(args, table)?, table.all_numbers(people(args, table)?)?);
    let reference = |option: &str, named: Option<&str>, usual: &[&str]| {
        table.need(option, named, usual).and_then(|column| table.all_numbers(column))
    };
    let reference_events =
        reference("reference-numerator", args.reference_numerator.as_deref(), REFERENCE_EVENTS)?;
    let reference_people =
        reference("reference-denominator", args.reference_denominator.as_deref(), REFERENCE_PEOPLE)?;
    let answer = |(name, rows): (String, Vec<usize>)| {
        let stratum = |&row: &usize| ReferencedStratum {
            events: events[row],
            people: people[row],
            reference_events: reference_events[row],
            reference_people: reference_people[row],
        };
        let indirect = Indirect::of(&rows.iter().map(stratum).collect::<Vec<_>>());
        let interval = indirect.and_then(|i| i.ratio_interval(method, confidence)).map(|i| i.times(args.per));
        Answer::new(name, indirect.map(|indirect| indirect.ratio() * args.per), interval)
    };
    Ok(by_group(args, table)?.into_iter().map(answer).collect())
}

fn life(args: &Rate, table: &Table, confidence: Confidence) -> anyhow::Result<Vec<Answer>> {
    let ages = table.counts(table.need("age", args.age.as_deref(), AGES)?)?;
    let (deaths, people) = (events(args, table)?, table.all_numbers(people(args, table)?)?);
    let mut bands = Vec::new();
    for (row, age) in ages.into_iter().enumerate() {
        let from = u32::try_from(age).map_err(|_| table.at(row, &format!("{age} is not an age")))?;
        bands.push(AgeBand { from, deaths: deaths[row] as f64, people: people[row] });
    }
    bands.sort_by_key(|band| band.from);
    let table = life_expectancy(&bands, &STANDARD_AGES)?;
    let answer = |row: kith_stats::life::LifeExpectancy| Answer {
        name: format!("at {}", row.age),
        value: (!row.imprecise).then_some(row.years),
        interval: Some(row.interval(confidence)),
        reason: row.imprecise.then(|| "the 95% interval is wider than 20 years".into()),
    };
    Ok(table.into_iter().map(answer).collect())
}
