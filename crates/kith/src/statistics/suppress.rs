//! `kith suppress`: a table of counts without its small cells, safe against subtraction.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;
use kith_stats::suppression::{Preset, Published, Sum, Suppressed, Table as Linked, suppress_knowing};
use serde_json::{Value, json};

use super::table::{Column, Table};
use crate::format;

/// A table of counts with its small cells hidden: a column `count`, and what it is counted by in the others
#[derive(Debug, clap::Args)]
pub struct Suppress {
    /// A table with a header line: CSV
    pub file: PathBuf,
    /// Whose rule
    #[arg(long, value_enum, default_value_t = Rule::Platform)]
    pub preset: Rule,
    /// The word for a total in the other columns
    #[arg(long, default_value = "Total", value_name = "WORD")]
    pub total: String,
    /// The totals that the file leaves out are published nowhere: do not protect against them
    #[arg(long)]
    pub totals_secret: bool,
    /// Write the table as CSV; a hidden count is an empty cell
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print everything exactly, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Whose rule for small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Rule {
    /// 1 to 10 neither shown nor derivable
    Platform,
    /// Centers for Medicare & Medicaid Services: 1 to 10 neither shown nor derivable
    Cms,
    /// English hospital statistics below the national level: 1 to 7 hidden, the rest rounded to 5
    Nhs,
}

impl Rule {
    /// The rule itself.
    pub fn preset(self) -> Preset {
        match self {
            Self::Platform => Preset::PLATFORM_DEFAULT,
            Self::Cms => Preset::CMS,
            Self::Nhs => Preset::NHS_HES_2018_SUBNATIONAL,
        }
    }
}

/// Cells that a table may have: beyond this the search for the best pattern takes too long.
const MOST_CELLS: usize = 20_000;

/// The answer as it is printed; the table is written besides when a file is named.
pub fn answer(args: &Suppress) -> anyhow::Result<String> {
    let counts = Counts::read(&Table::read(&args.file)?, &args.total, args.totals_secret)?;
    let preset = args.preset.preset();
    let known: Vec<usize> = (counts.given..counts.keys.len()).collect();
    let found = suppress_knowing(&counts.linked, &preset, &known);
    if let Some(path) = &args.output {
        counts.write(path, &found.cells)?;
    }
    Ok(if args.json {
        format!("{:#}\n", counts.json(args, &preset, &found))
    } else {
        counts.text(&preset, &found)
    })
}

/// Counts by one or more columns, with their totals.
struct Counts {
    heads: Vec<String>,
    /// What each cell is counted by, in the order of the file; totals that were missing come last.
    keys: Vec<Vec<String>>,
    /// How many stand in the file.
    given: usize,
    linked: Linked,
}

impl Counts {
    fn read(table: &Table, total: &str, totals_secret: bool) -> anyhow::Result<Self> {
        let count = table.column(&["count", "n", "events"])?;
        let by: Vec<Column> = table.others(&[count]);
        let mut place: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let (mut keys, mut cells) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let key: Vec<String> = by
                .iter()
                .map(|column| Ok(table.text(row, *column)?.to_owned()))
                .collect::<anyhow::Result<_>>()?;
            let value = table.count(row, count)?;
            if place.insert(key.clone(), cells.len()).is_some() {
                return Err(table.wrong(row, count, "the same cell was counted before"));
            }
            keys.push(key);
            cells.push(value);
        }
        let given = cells.len();
        for column in (0..by.len()).filter(|_| !totals_secret) {
            add_totals(column, total, &mut place, &mut keys, &mut cells)?;
        }
        if cells.len() > MOST_CELLS {
            let what = format!("{} cells with their totals; at most {MOST_CELLS} are taken", cells.len());
            return Err(table.whole(&what));
        }
        let mut parts: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
        for (cell, key) in keys.iter().enumerate() {
            for column in (0..by.len()).filter(|column| key[*column] != total) {
                let mut over = key.clone();
                total.clone_into(&mut over[column]);
                if let Some(whole) = place.get(&over) {
                    parts.entry(*whole).or_default().entry(column).or_default().push(cell);
                }
            }
        }
        let sums: Vec<Sum> = parts
            .into_iter()
            .flat_map(|(total, by_column)| by_column.into_values().map(move |parts| Sum { total, parts }))
            .collect();
        for sum in &sums {
            let parts: u64 = sum.parts.iter().map(|part| cells[*part]).sum();
            if parts != cells[sum.total] {
                let row = &table.rows()[sum.total.min(given - 1)];
                let what = format!(
                    "the total of {} is {}, but its parts add up to {parts}",
                    keys[sum.total].join(", "),
                    cells[sum.total]
                );
                return Err(table.wrong(row, count, &what));
            }
        }
        let linked = Linked::new(cells, sums).context("the table contradicts itself")?;
        let heads = by.iter().map(|column| table.head(*column).to_owned()).collect();
        Ok(Self { heads, keys, given, linked })
    }

    /// What a reader sees of the rows of the file.
    fn rows<'c>(&'c self, cells: &'c [Published]) -> impl Iterator<Item = (&'c Vec<String>, Published)> {
        self.keys.iter().zip(cells.iter().copied()).take(self.given)
    }

    fn write(&self, path: &PathBuf, cells: &[Published]) -> anyhow::Result<()> {
        let name = || path.display().to_string();
        let mut out = csv::Writer::from_path(path).with_context(name)?;
        let heads = self.heads.iter().map(String::as_str).chain(["count"]);
        out.write_record(heads).with_context(name)?;
        for (key, cell) in self.rows(cells) {
            let shown = cell.count().map(|count| count.to_string()).unwrap_or_default();
            out.write_record(key.iter().map(String::as_str).chain([shown.as_str()])).with_context(name)?;
        }
        out.flush().with_context(name)
    }

    fn text(&self, preset: &Preset, found: &Suppressed) -> String {
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).chain(["count"]).collect();
        let shown = |(key, cell): (&Vec<String>, Published)| {
            key.iter().cloned().chain([cell.to_string()]).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<String>> = self.rows(&found.cells).map(shown).collect();
        let mut text = format::table(&heads, &rows);
        let hidden = self.rows(&found.cells).filter(|(_, cell)| *cell == Published::Withheld).count();
        let counts = self.linked.cells();
        let small = (0..self.given).filter(|cell| preset.hides(counts[*cell])).count();
        text += &format!(
            "{hidden} of {} counts are withheld: {small} because they lie from {} to {}, {} to protect them.\n",
            self.given,
            preset.hide_min,
            preset.hide_max,
            hidden.saturating_sub(small)
        );
        if preset.round_to > 0 {
            text += &format!("The others are rounded to {}.\n", preset.round_to);
        }
        text += if !preset.complementary {
            "This rule hides no others to protect them: do not publish totals that give a small count away.\n"
        } else if hidden == 0 {
            "Nothing had to be hidden.\n"
        } else if !found.protectable {
            "No choice of cells protects the small ones, so everything is withheld.\n"
        } else if found.proven_least {
            "No sum gives a small count away, and no other pattern hides fewer people.\n"
        } else {
            "No sum gives a small count away. A pattern that hides fewer people may exist: the search was ended.\n"
        };
        if preset.complementary && self.given < self.keys.len() {
            text += if found.safe_from_known {
                "Totals that the file leaves out were taken as known to a reader.\n"
            } else {
                "Do not publish the totals that the file leaves out: they would give a small count away.\n"
            };
        }
        text
    }

    fn json(&self, args: &Suppress, preset: &Preset, found: &Suppressed) -> Value {
        let ranges = found.ranges(&self.linked, preset);
        let cells: Vec<Value> = (0..self.given)
            .map(|cell| {
                let key: BTreeMap<&String, &String> = self.heads.iter().zip(&self.keys[cell]).collect();
                let small = preset.hides(self.linked.cells()[cell]);
                let range = ranges.as_ref().map(|ranges| {
                    let range = ranges[cell];
                    json!({ "low": range.low, "high": range.high.is_finite().then_some(range.high) })
                });
                json!({ "by": key, "count": found.cells[cell].count(), "small": small, "attacker_knows": range })
            })
            .collect();
        json!({
            "file": args.file, "preset": preset, "cells": cells,
            "proven_least": found.proven_least, "safe_from_known_totals": found.safe_from_known, "totals_added": self.keys.len() - self.given,
        })
    }
}

/// Adds the totals over one column that the file leaves out: whoever knows the whole can subtract.
fn add_totals(
    column: usize,
    total: &str,
    place: &mut BTreeMap<Vec<String>, usize>,
    keys: &mut Vec<Vec<String>>,
    cells: &mut Vec<u64>,
) -> anyhow::Result<()> {
    let mut sums: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    for (key, count) in keys.iter().zip(cells.iter()).filter(|(key, _)| key[column] != total) {
        let mut over = key.clone();
        total.clone_into(&mut over[column]);
        let sum = sums.entry(over).or_default();
        *sum = sum.checked_add(*count).context("the counts are too large to add up")?;
    }
    for (key, sum) in sums {
        if !place.contains_key(&key) {
            place.insert(key.clone(), cells.len());
            keys.push(key);
            cells.push(sum);
        }
    }
    Ok(())
}
