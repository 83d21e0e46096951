//! Counts as they are told: a row for the whole, each stratum, each organisation, and each stratum of each organisation.

use std::io::Write;

use jiff::civil::Date;
use kith_domain::fact::Reference;
use kith_domain::id::OrganizationId;
use kith_domain::measure::{Counts, Period, Stratum};
use kith_measures::engine::Counter;
use kith_measures::programme::{Measure, Programme};
use kith_stats::suppression::Preset;
use kith_stats::{Confidence, Proportion};
use serde_json::json;

use super::load::Loaded;
use super::withheld::{Told, is_told, told};
use super::{fhir, print_rows};
use crate::args::Format;
use kith_domain::population::Population;

use crate::population;

/// What counts are told with.
pub struct Counted<'a> {
    pub programme: &'a Programme,
    pub population: &'a Population,
    pub period: Period,
    /// The day that they speak of.
    pub as_of: Date,
    /// Who reports.
    pub reporter: Option<Reference>,
    /// The measure that is asked for; none where all are.
    pub asked: Option<&'a str>,
    /// Whose rule for small numbers; none where they are told as they are.
    pub rule: Option<Preset>,
}

/// A row of counts with what is made of it.
pub struct Row {
    pub measure: String,
    pub organization: Option<OrganizationId>,
    pub stratum: Option<Stratum>,
    pub counts: Told,
    pub figures: Figures,
}

/// What is made of a row of counts.
pub struct Figures {
    /// For so many; none for a share.
    pub per: Option<u32>,
    /// What the events are divided by.
    pub denominator: Option<u64>,
    /// The rate and the ends of its 95 % interval.
    pub rate: Option<(f64, f64, f64)>,
    /// So few events that it says little.
    pub unstable: bool,
    /// Why there is no rate.
    pub why: Option<String>,
}

/// Why a rate is not told.
const WITHHELD: &str = "withheld: too few";

impl Counted<'_> {
    /// The rows of a run, as they may be told.
    pub fn rows(&self, counter: &Counter) -> Vec<Row> {
        let mut rows = counter.rows();
        rows.retain(|row| self.rule.is_none() || is_told(row));
        let counts = told(&rows, &self.programme.families(), self.rule.as_ref());
        let row = |(row, counts): (kith_measures::engine::CountRow, Told)| {
            let whole = row.organization.is_none();
            let figures = self.figures(&row.measure, &counts, row.stratum.as_ref(), whole);
            Row {
                measure: row.measure,
                organization: row.organization,
                stratum: row.stratum,
                counts,
                figures,
            }
        };
        let is_asked = |row: &Row| self.asked.is_none_or(|id| row.measure == id);
        rows.into_iter().zip(counts).map(row).filter(is_asked).collect()
    }

    /// A share with Wilson's interval, or a rate for so many with an exact one; of what may be told of the counts.
    fn figures(&self, measure: &str, told: &Told, stratum: Option<&Stratum>, whole: bool) -> Figures {
        let enough =
            |n: u64, least: fn(&Preset) -> u64| self.rule.as_ref().is_none_or(|rule| n >= least(rule));
        let events = told.met.filter(|n| enough(*n, |rule| rule.rate_min_numerator));
        let rate = self.programme.measure(measure).and_then(|m| m.rate.as_ref());
        let of_persons = rate.is_some_and(|per| per.persons.is_some());
        // Rounding may put the events above the people.
        let people = told.denominator.or(of_persons.then_some(0)).map(|n| n.max(told.met.unwrap_or(0)));
        let whole_number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let (Some(met), Some(n)) = (events, people) else {
            return Figures {
                per: rate.map(|per| per.per),
                denominator: told.denominator.filter(|_| !of_persons),
                rate: None,
                unstable: false,
                why: Some(WITHHELD.to_owned()),
            };
        };
        if let Some(per) = rate {
            let counts =
                Counts { met: whole_number(met), not_met: whole_number(n - met), ..Counts::default() };
            let told = population::told(per, self.population, self.period, counts, stratum, whole);
            let population::Told { denominator, rate, unstable, why } = told;
            return Figures { per: Some(per.per), denominator, rate, unstable, why };
        }
        let share = || {
            let proportion = Proportion::new(met, n).ok()?;
            let interval = proportion.wilson(Confidence::P95).ok()?;
            Some((proportion.rate().ok()?, interval.low, interval.high))
        };
        let rate = enough(n, |rule| rule.rate_min_denominator).then(share).flatten();
        Figures { per: None, denominator: Some(n), rate, unstable: false, why: None }
    }
}

/// A count in digits; a dash where it is withheld.
fn digits(count: Option<u64>) -> String {
    count.map_or_else(|| "–".to_owned(), |n| n.to_string())
}

/// A row for the whole, each stratum, each organisation, and each stratum of each organisation.
pub fn print(
    mut out: impl Write,
    loaded: &Loaded,
    rows: Vec<Row>,
    told: &Counted<'_>,
    format: Format,
) -> anyhow::Result<()> {
    let period = told.period;
    let organization = |id: Option<OrganizationId>| id.map(|id| loaded.organization(id));
    match format {
        Format::Json => {
            for row in rows {
                let (c, figures) = (row.counts, row.figures);
                let rate = figures.rate;
                let (stratifier, stratum) = row.stratum.unzip();
                let mut line = json!({
                    "measure": row.measure,
                    "period": period.to_string(),
                    "organization": organization(row.organization),
                    "stratifier": stratifier,
                    "stratum": stratum,
                    "denominator": figures.denominator,
                    "excluded": c.excluded,
                    "numerator": c.met,
                    "pending": c.pending,
                    "unknown": c.unknown,
                    "rate": rate.map(|r| r.0),
                    "low": rate.map(|r| r.1),
                    "high": rate.map(|r| r.2),
                });
                if let Some(measure) = told.programme.measure(&row.measure) {
                    mark(&mut line, measure);
                }
                if let Some(per) = figures.per {
                    line["per"] = per.into();
                    line["unstable"] = figures.unstable.into();
                    line["why"] = figures.why.into();
                }
                if told.rule.is_some() {
                    line["withheld"] = c.is_partial().into();
                }
                writeln!(out, "{line}")?;
            }
        }
        Format::Csv => {
            // A column more only where some measure is told for so many.
            let for_many = told.programme.measures.iter().any(|m| m.rate.is_some());
            let mut header = vec![
                "measure",
                "period",
                "organization",
                "stratifier",
                "stratum",
                "denominator",
                "excluded",
                "numerator",
                "pending",
                "unknown",
                "rate",
                "low",
                "high",
            ];
            header.extend(for_many.then_some("per"));
            let count = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
            let number = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
            let rows = rows
                .into_iter()
                .map(|row| {
                    let (c, figures) = (row.counts, row.figures);
                    let rate = figures.rate;
                    let (stratifier, stratum) = row.stratum.unzip();
                    let mut cells = vec![
                        row.measure,
                        period.to_string(),
                        organization(row.organization).unwrap_or_default(),
                        stratifier.unwrap_or_default(),
                        stratum.unwrap_or_default(),
                        count(figures.denominator),
                        count(c.excluded),
                        count(c.met),
                        count(c.pending),
                        count(c.unknown),
                        number(rate.map(|r| r.0)),
                        number(rate.map(|r| r.1)),
                        number(rate.map(|r| r.2)),
                    ];
                    if for_many {
                        cells.push(figures.per.map(|per| per.to_string()).unwrap_or_default());
                    }
                    cells
                })
                .collect();
            print_rows(&mut out, &header, rows, format)?;
        }
        Format::Table => {
            let mut header = vec![
                "measure", "where", "who", "met", "of", "rate", "95 %", "excluded", "pending", "unknown",
            ];
            // A column more only where some measure is another definition of one.
            let version = |row: &Row| version_of(told.programme.measure(&row.measure)?);
            let some_version = rows.iter().any(|row| version(row).is_some());
            header.extend(some_version.then_some("version of"));
            // The cross of organisations and strata is for machines.
            let rows = rows
                .into_iter()
                .filter(|row| row.organization.is_none() || row.stratum.is_none())
                .map(|row| {
                    let version = version(&row).unwrap_or_default();
                    let (c, figures) = (row.counts, row.figures);
                    let (rate, interval) = written(&figures);
                    let mut cells = vec![
                        row.measure,
                        organization(row.organization).unwrap_or_else(|| "everywhere".into()),
                        row.stratum
                            .map_or_else(|| "everyone".into(), |(by, stratum)| format!("{by}: {stratum}")),
                        digits(c.met),
                        of(&figures, &c),
                        rate,
                        interval,
                        digits(c.excluded),
                        digits(c.pending),
                        digits(c.unknown),
                    ];
                    cells.extend(some_version.then_some(version));
                    cells
                })
                .collect();
            print_rows(&mut out, &header, rows, format)?;
        }
        Format::Fhir => fhir::summaries(&mut out, loaded, &rows, told)?,
    }
    Ok(out.flush()?)
}

/// Says in JSON whose version a measure is, and which; nothing of one that is the only one.
pub fn mark(line: &mut serde_json::Value, measure: &Measure) {
    if let Some(edition) = &measure.edition {
        line["edition"] = edition.en.clone().into();
    }
    if let Some(version) = &measure.version {
        line["version_of"] = version.of.clone().into();
    }
}

/// Whose version a measure is, and which, for reading; nothing of one that is none.
pub fn version_of(measure: &Measure) -> Option<String> {
    let version = measure.version.as_ref()?;
    let edition = measure.edition.as_ref().map(|edition| format!(": {}", edition.en)).unwrap_or_default();
    Some(format!("{}{edition}", version.of))
}

/// What the events are divided by, for reading: a dash where it is withheld, nothing where nobody knows.
fn of(figures: &Figures, counts: &Told) -> String {
    match (figures.denominator, counts.denominator) {
        (Some(n), _) => n.to_string(),
        (None, None) => digits(None),
        (None, Some(_)) => String::new(),
    }
}

/// A rate and its interval for reading: a share in percent, or for so many.
fn written(figures: &Figures) -> (String, String) {
    let Some((rate, low, high)) = figures.rate else {
        return (figures.why.clone().unwrap_or_default(), String::new());
    };
    let (times, of) = match figures.per {
        None => (100.0, String::new()),
        Some(per) => (1.0, format!(" per {per}{}", if figures.unstable { ", unstable" } else { "" })),
    };
    let number = |x: f64| format!("{:.1}", times * x);
    (format!("{}{of}", number(rate)), format!("{}–{}", number(low), number(high)))
}
