//! Counting subjects: for a period, and by month as cells of the cube.

use std::collections::{BTreeMap, HashMap};

use datafusion::arrow::array::{Array, AsArray};
use jiff::civil::Date;
use kith_domain::id::OrganizationId;
use kith_domain::measure::strata::strata_of;
use kith_domain::measure::{CellKey, Counts, Outcome, Period, Stratum};

use super::Batch;
use super::civil;

/// The counts of a measure for the whole or one organisation, and for everyone or one stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// The measure's id.
    pub measure: String,
    /// None for the whole, which also holds those who are attributed to nobody.
    pub organization: Option<OrganizationId>,
    /// Stratifier and stratum; none for everyone.
    pub stratum: Option<Stratum>,
    /// The counts.
    pub counts: Counts,
}

/// Counts subjects as batches or outcomes come. Columns are counted without making an outcome of each row.
#[derive(Debug, Clone, Default)]
pub struct Counter {
    period: Option<Period>,
    measures: BTreeMap<String, Tally>,
}

/// One measure's counts: by organisation and month, a list of counts by stratum; the first is everyone.
#[derive(Debug, Clone, Default)]
struct Tally {
    places: HashMap<(Option<i64>, i32), usize>,
    counts: Vec<Vec<Counts>>,
    strata: HashMap<Stratum, usize>,
}

impl Tally {
    fn place(&mut self, organization: Option<i64>, month: i32) -> usize {
        let next = self.counts.len();
        let place = *self.places.entry((organization, month)).or_insert(next);
        if place == next {
            self.counts.push(Vec::new());
        }
        place
    }

    fn stratum(&mut self, stratifier: &str, name: &str) -> usize {
        let next = self.strata.len() + 1;
        *self.strata.entry((stratifier.to_owned(), name.to_owned())).or_insert(next)
    }

    fn add(&mut self, place: usize, stratum: usize, status: kith_domain::measure::Status) {
        let counts = &mut self.counts[place];
        if counts.len() <= stratum {
            counts.resize(stratum + 1, Counts::default());
        }
        counts[stratum].add(status, 1);
    }
}

impl Counter {
    /// Counts those whose day lies in a period; without one, all.
    pub fn new(period: Option<Period>) -> Self {
        Self { period, measures: BTreeMap::new() }
    }

    /// Counts a batch.
    pub fn add(&mut self, batch: &Batch) {
        let measure = batch.measure();
        let tally = self.measures.entry(measure.id.clone()).or_default();
        for rows in batch.parts() {
            // Each distinct value is looked up once: the strata that it stands for.
            let known: Vec<Vec<Vec<usize>>> = measure
                .strata
                .iter()
                .zip(&rows.strata)
                .map(|(name, values)| {
                    let texts = values.values().as_string::<i32>();
                    let mut numbers = |value| -> Vec<usize> {
                        strata_of(name, value)
                            .into_iter()
                            .map(|stratum| tally.stratum(name, stratum))
                            .collect()
                    };
                    (0..texts.len()).map(|i| numbers(texts.value(i))).collect()
                })
                .collect();
            let mut last = (None, i32::MIN, 0);
            let mut months: HashMap<i32, Option<i32>> = HashMap::new();
            for row in 0..rows.subject.len() {
                let day = rows.counts_on.value(row);
                let month = *months.entry(day).or_insert_with(|| {
                    let civil = civil(day);
                    let counts = self.period.is_none_or(|p| p.contains(civil));
                    counts.then(|| month_number(civil))
                });
                let Some(month) = month else { continue };
                let organization = rows.organization.is_valid(row).then(|| rows.organization.value(row));
                if (last.0, last.1) != (organization, month) {
                    last = (organization, month, tally.place(organization, month));
                }
                let status = rows.status[row];
                tally.add(last.2, 0, status);
                for (values, known) in rows.strata.iter().zip(&known) {
                    for &stratum in &known[values.keys().value(row) as usize] {
                        tally.add(last.2, stratum, status);
                    }
                }
            }
        }
    }

    /// Counts one outcome.
    pub fn add_outcome(&mut self, outcome: &Outcome) {
        if self.period.is_some_and(|p| !p.contains(outcome.counts_on)) {
            return;
        }
        let tally = self.measures.entry(outcome.measure.clone()).or_default();
        let place = tally.place(outcome.organization.map(|o| o.0), month_number(outcome.counts_on));
        tally.add(place, 0, outcome.status);
        for (stratifier, name) in &outcome.strata {
            let stratum = tally.stratum(stratifier, name);
            tally.add(place, stratum, outcome.status);
        }
    }

    /// The counts of the period, by measure, organisation and stratum: the whole first, everyone first.
    pub fn rows(&self) -> Vec<CountRow> {
        let mut sums: BTreeMap<(&String, Option<OrganizationId>, Option<&Stratum>), Counts> = BTreeMap::new();
        for (measure, tally) in &self.measures {
            let strata = tally.by_number();
            sums.entry((measure, None, None)).or_default();
            for (&(organization, _), &place) in &tally.places {
                for (number, counts) in tally.counts[place].iter().enumerate().filter(|(_, c)| !c.is_empty())
                {
                    let stratum = strata[number];
                    *sums.entry((measure, None, stratum)).or_default() += *counts;
                    if let Some(id) = organization {
                        *sums.entry((measure, Some(OrganizationId(id)), stratum)).or_default() += *counts;
                    }
                }
            }
        }
        let rows = sums.into_iter().map(|((measure, organization, stratum), counts)| CountRow {
            measure: measure.clone(),
            organization,
            stratum: stratum.cloned(),
            counts,
        });
        rows.collect()
    }

    /// The cells of the cube, by month.
    pub fn cells(&self) -> Vec<(CellKey, Counts)> {
        let mut cells = Vec::new();
        for (measure, tally) in &self.measures {
            let strata = tally.by_number();
            let mut places: Vec<_> = tally.places.iter().collect();
            places.sort();
            for (&(organization, month), &place) in places {
                for (number, counts) in tally.counts[place].iter().enumerate().filter(|(_, c)| !c.is_empty())
                {
                    let key = CellKey {
                        measure: measure.clone(),
                        organization: organization.map(OrganizationId),
                        month: first_day(month),
                        stratum: strata[number].cloned(),
                    };
                    cells.push((key, *counts));
                }
            }
        }
        cells
    }
}

impl Tally {
    fn by_number(&self) -> Vec<Option<&Stratum>> {
        let mut list = vec![None; self.strata.len() + 1];
        for (stratum, &number) in &self.strata {
            list[number] = Some(stratum);
        }
        list
    }
}

fn month_number(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn first_day(month: i32) -> Date {
    jiff::civil::date(month.div_euclid(12) as i16, (month.rem_euclid(12) + 1) as i8, 1)
}
