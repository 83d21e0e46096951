//! Rates for so many: events over births, or over the persons of a table, each with an exact interval.
//!
//! The table is CSV with the columns `year,population,stratifier,stratum,persons`; a row without a stratifier is
//! everyone. A rate over persons is one of whole calendar years, and what the table does not have is said, never taken
//! for nought.

use std::path::Path;

use anyhow::{Context, bail};
use kith_domain::measure::{Counts, Period, Stratum};
use kith_domain::population::Population;
use kith_measures::programme::RatePer;
use kith_stats::rate::Method;
use kith_stats::{Confidence, Rate};

/// The name of the table in a programme's folder, or in the data folder.
pub const FILE: &str = "population.csv";
const COLUMNS: [&str; 5] = ["year", "population", "stratifier", "stratum", "persons"];

/// A rate for so many.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What the events are divided by; none where the table does not have it.
    pub denominator: Option<u64>,
    /// The rate and the ends of its 95 % interval.
    pub rate: Option<(f64, f64, f64)>,
    /// So few events that the rate says little.
    pub unstable: bool,
    /// Why there is no rate.
    pub why: Option<String>,
}

/// Reads a table.
pub fn read(path: &Path) -> anyhow::Result<Population> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    parse(&text).with_context(|| format!("reading {}", path.display()))
}

/// The table that stands in one of some folders, the first that has it; an empty one where none does.
pub fn in_one_of<'f>(folders: impl IntoIterator<Item = &'f Path>) -> anyhow::Result<Population> {
    let mut tables = folders.into_iter().map(|folder| folder.join(FILE));
    tables.find(|table| table.is_file()).map_or(Ok(Population::default()), |table| read(&table))
}

fn parse(text: &str) -> anyhow::Result<Population> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    if reader.headers()?.iter().ne(COLUMNS) {
        bail!("line 1: the columns must be {}", COLUMNS.join(","));
    }
    let mut population = Population::default();
    for row in reader.records() {
        let row = row?;
        let line = row.position().map_or(0, csv::Position::line);
        let year: i16 = row[0]
            .parse()
            .ok()
            .filter(|year| (1900..2200).contains(year))
            .with_context(|| format!("line {line}: `{}` is not a year; write 2025", &row[0]))?;
        let persons: u64 = row[4].parse().with_context(|| {
            format!("line {line}: `{}` is not a number of persons; write a whole number", &row[4])
        })?;
        let stratum = match (&row[2], &row[3]) {
            ("", "") => None,
            ("", _) | (_, "") => bail!("line {line}: write both a stratifier and a stratum, or neither"),
            (by, stratum) => Some((by.to_owned(), stratum.to_owned())),
        };
        if !population.add(year, &row[1], stratum, persons) {
            bail!("line {line}: this year, population and stratum are here twice; keep one of them");
        }
    }
    Ok(population)
}

/// The rate of one row of counts. `whole` is false for the rows of an organisation, of which no table knows the persons.
pub fn told(
    per: &RatePer,
    population: &Population,
    period: Period,
    counts: Counts,
    stratum: Option<&Stratum>,
    whole: bool,
) -> Told {
    let events = counts.met.unsigned_abs();
    let denominator = match &per.persons {
        None => Ok(counts.denominator().unsigned_abs()),
        Some(_) if !whole => Err("no table has the persons of an organisation".to_owned()),
        Some(name) => population.over(name, period, stratum).map_err(|why| why.to_string()),
    };
    let (denominator, why) = match denominator {
        Ok(0) => (Some(0), Some("nobody is in the denominator".to_owned())),
        Ok(n) => (Some(n), None),
        Err(why) => (None, Some(why)),
    };
    let many = f64::from(per.per);
    let rate = denominator.filter(|n| *n > 0).and_then(|n| {
        let rate = Rate::new(events, n as f64).ok()?;
        let interval = rate.interval(many, Method::Exact, Confidence::P95).ok()?;
        Some((rate.per(many), interval.low, interval.high))
    });
    Told {
        denominator,
        rate,
        unstable: per.unstable_below.is_some_and(|least| events < u64::from(least)),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "year,population,stratifier,stratum,persons\n2024,girls,,,1000\n2025,girls,,,2000\n\
                         2025,girls,geography,212,500\n";

    fn told_of(period: &str, met: i64, stratum: Option<(&str, &str)>, whole: bool) -> Told {
        let per = RatePer { per: 1000, persons: Some("girls".into()), unstable_below: Some(20) };
        let stratum = stratum.map(|(by, name)| (by.to_owned(), name.to_owned()));
        let counts = Counts { met, not_met: 70, ..Counts::default() };
        let population = parse(TABLE).unwrap();
        told(&per, &population, period.parse().unwrap(), counts, stratum.as_ref(), whole)
    }

    #[test]
    fn events_over_the_persons_of_the_years() {
        let told = told_of("2025-01-01/2026-01-01", 30, None, true);
        assert_eq!((told.denominator, told.unstable), (Some(2000), false));
        let (rate, low, high) = told.rate.unwrap();
        // Exact Poisson limits of 30 events: 20.2409 and 42.8269.
        assert!((rate - 15.0).abs() < 1e-9 && (low - 10.12).abs() < 0.01 && (high - 21.41).abs() < 0.01);
        let two_years = told_of("2024-01-01/2026-01-01", 30, None, true);
        assert_eq!(two_years.denominator, Some(3000));
        assert_eq!(
            told_of("2025-01-01/2026-01-01", 5, Some(("geography", "212")), true).denominator,
            Some(500)
        );
        assert!(told_of("2025-01-01/2026-01-01", 5, None, true).unstable);
    }

    #[test]
    fn what_the_table_does_not_have_is_said() {
        let check = |told: Told, why: &str| {
            assert_eq!((told.denominator, told.rate, told.why.as_deref()), (None, None, Some(why)));
        };
        check(told_of("2023-01-01/2024-01-01", 5, None, true), "the table has no girls in 2023");
        let elsewhere = told_of("2025-01-01/2026-01-01", 5, Some(("geography", "218")), true);
        check(elsewhere, "the table has no girls with geography 218 in 2025");
        check(told_of("2025-01-01/2025-07-01", 5, None, true), "the period is not whole calendar years");
        check(
            told_of("2025-01-01/2026-01-01", 5, None, false),
            "no table has the persons of an organisation",
        );
    }

    #[test]
    fn over_births_the_denominator_is_the_measures_own() {
        let per = RatePer { per: 100_000, persons: None, unstable_below: None };
        let counts = Counts { met: 4, not_met: 3996, unknown: 9, ..Counts::default() };
        let period = "2025-01-01/2025-07-01".parse().unwrap();
        let told = told(&per, &Population::default(), period, counts, None, false);
        assert_eq!((told.denominator, told.rate.map(|r| r.0)), (Some(4000), Some(100.0)));
    }

    #[test]
    fn a_table_that_is_wrong_is_said_with_its_line() {
        let check = |text: &str, message: &str| {
            assert_eq!(parse(text).unwrap_err().to_string(), message);
        };
        let head = "year,population,stratifier,stratum,persons\n";
        check(
            "year,persons\n2025,3\n",
            "line 1: the columns must be year,population,stratifier,stratum,persons",
        );
        check(&format!("{head}25,girls,,,3\n"), "line 2: `25` is not a year; write 2025");
        check(
            &format!("{head}2025,girls,,,many\n"),
            "line 2: `many` is not a number of persons; write a whole number",
        );
        check(
            &format!("{head}2025,girls,geography,,3\n"),
            "line 2: write both a stratifier and a stratum, or neither",
        );
        check(
            &format!("{head}2025,girls,,,3\n2025,girls,,,4\n"),
            "line 3: this year, population and stratum are here twice; keep one of them",
        );
    }
}
