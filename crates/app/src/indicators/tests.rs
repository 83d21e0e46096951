use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use kith_domain::measure::{Counts, Direction, Kin};
use kith_domain::population::Population;

use super::*;
use crate::cube::Cell;
use crate::programme::{MeasureInfo, Persons, Unit, Words};

/// Of girls in the years of a table, or of births.
fn indicator(table: Option<&[(i16, u64)]>) -> Indicator {
    let words = || Words { en: "Test".into(), es: "Prueba".into() };
    let measure = MeasureInfo {
        id: "deaths".into(),
        title: words(),
        description: words(),
        event: words(),
        unit: Unit::Infant,
        own_group: false,
        follows: false,
        tells: None,
        needs: 1,
        time: None,
        direction: Direction::Lower,
        stratifiers: Vec::new(),
        reasons: Default::default(),
        source: words(),
        definition: String::new(),
        aim: None,
    };
    let persons = table.map(|years| {
        let mut table = Population::default();
        assert!(years.iter().all(|(year, persons)| table.add(*year, "girls", None, *persons)));
        Persons { name: "girls".into(), table: Arc::new(table) }
    });
    Indicator { measure, per: 1000, unstable_below: Some(20), persons }
}

/// So many months before July 2026, each with its counts.
fn cube(months: &[(i32, Counts)]) -> Cube {
    let cell = |(ago, counts): &(i32, Counts)| Cell {
        organization: None,
        month: back(END, *ago),
        stratum: None,
        counts: *counts,
    };
    Cube::of_cells(HashMap::from([("deaths".to_owned(), months.iter().map(cell).collect())]))
}

const END: Date = date(2026, 7, 1);

fn told(months: &[(i32, Counts)], table: Option<&[(i16, u64)]>, reader: Reader) -> IndicatorRow {
    let period = Period { start: back(END, 12), end: END };
    row(&crate::equity::tests::programme(), &indicator(table), &cube(months), period, reader)
}

fn counts(met: i64, not_met: i64, pending: i64) -> Counts {
    Counts { met, not_met, pending, ..Counts::default() }
}

#[test]
fn the_latest_year_that_is_over_for_everybody_is_told() {
    let months =
        [(20, counts(3, 400, 0)), (14, counts(2, 300, 0)), (13, counts(1, 295, 0)), (12, counts(0, 4, 300))];
    let row = told(&months, None, Reader::Full);
    assert_eq!((row.period.start, row.period.end), (date(2024, 7, 1), date(2025, 7, 1)));
    assert_eq!((row.events, row.of, row.unstable), (Shown::Count(6), Some(Shown::Count(1001)), true));
    // 6 events; exact Poisson limits 2.2019 and 13.0595.
    let rate = row.told.unwrap();
    let near = |x: f64, y: f64| (x - y).abs() < 0.001;
    assert!(near(rate.value, 5.994) && near(rate.low, 2.1997) && near(rate.high, 13.0464), "{rate:?}");
}

#[test]
fn of_persons_the_latest_year_of_the_table_that_is_over_is_told() {
    // 30 in 2025, 40 in 2024, 9 in 2026 so far.
    let first = (30, counts(0, 1, 0));
    let months = [(3, counts(9, 991, 0)), (8, counts(30, 970, 0)), (20, counts(40, 959, 0)), first];
    let year = |row: &IndicatorRow| (row.period.start, row.events, row.of);
    let both = told(&months, Some(&[(2024, 2500), (2025, 2000), (2027, 9)]), Reader::Full);
    assert_eq!(year(&both), (date(2025, 1, 1), Shown::Count(30), Some(Shown::Count(2000))));
    // 30 events; exact Poisson limits 20.2409 and 42.8269.
    let rate = both.told.unwrap();
    let near = |x: f64, y: f64| (x - y).abs() < 0.001;
    assert!(near(rate.value, 15.0) && near(rate.low, 10.1204) && near(rate.high, 21.4134), "{rate:?}");
    let earlier = told(&months, Some(&[(2024, 2500)]), Reader::Full);
    assert_eq!(year(&earlier), (date(2024, 1, 1), Shown::Count(40), Some(Shown::Count(2500))));
    // A year in which somebody is open still is not told.
    let open = [(8, counts(30, 970, 5)), (20, counts(40, 959, 0)), first];
    let row = told(&open, Some(&[(2024, 2500), (2025, 2000)]), Reader::Full);
    assert_eq!(year(&row), (date(2024, 1, 1), Shown::Count(40), Some(Shown::Count(2500))));
    // What is over too long ago is not told as if it were now.
    assert_eq!(told(&months, Some(&[(2022, 2500)]), Reader::Full).told, Err(NoIndicator::NoPopulation));
    // Nor one in whose midst the records begin.
    let begun = [(3, counts(9, 991, 0)), (8, counts(30, 970, 0))];
    let row = told(&begun, Some(&[(2024, 2500), (2025, 2000)]), Reader::Full);
    assert_eq!((row.told, row.of), (Err(NoIndicator::NoPopulation), None));
    let few = [(8, counts(3, 996, 0)), (18, counts(0, 1, 0))];
    let row = told(&few, Some(&[(2025, 2000)]), Reader::Suppressed);
    assert_eq!((row.told, row.events), (Err(NoIndicator::Withheld), Shown::Withheld));
}

#[test]
fn what_cannot_be_told_says_why() {
    let months = [(3, counts(6, 994, 0))];
    assert_eq!(told(&months, Some(&[]), Reader::Full).told, Err(NoIndicator::NoPopulation));
    assert_eq!(told(&months, Some(&[]), Reader::Full).of, None);
    assert_eq!(told(&months, None, Reader::Suppressed).told, Err(NoIndicator::Withheld));
    assert_eq!(told(&[], None, Reader::Full).told, Err(NoIndicator::Nobody));
    assert!(!told(&[], None, Reader::Full).unstable);
    assert!(told(&[(3, counts(30, 9970, 0))], None, Reader::Suppressed).told.is_ok());
}

#[test]
fn deaths_are_not_divided_by_the_few_of_whom_they_are_all_that_is_known() {
    // The last year of a birth that is open 30 months back ends there, further back than is told.
    let months = [(30, counts(0, 90, 1)), (3, counts(4, 2, 900))];
    for reader in [Reader::Full, Reader::Suppressed] {
        assert_eq!(told(&months, None, reader).told, Err(NoIndicator::Open), "{reader:?}");
    }
}

#[test]
fn none_of_enough_people_is_none() {
    let none = told(&[(3, counts(0, 994, 0))], None, Reader::Suppressed);
    let rate = none.told.unwrap();
    // No event; the exact Poisson limit is 3.6889.
    assert_eq!((rate.value, rate.low, none.events), (0.0, 0.0, Shown::Count(0)));
    assert!((rate.high - 3.711).abs() < 0.001, "{rate:?}");
    assert_eq!(told(&[(3, counts(0, 20, 0))], None, Reader::Suppressed).told, Err(NoIndicator::Withheld));
}

/// Thirty of thirty-five deaths are a part of them: the five others are not told.
#[test]
fn a_part_of_the_deaths_is_not_taken_from_all_of_them() {
    let told = |of_part: i64| {
        let kin = |id: &str, part| Kin { id: id.into(), part };
        let families = vec![vec![kin("all", false), kin("deaths", true)]];
        let programme = Programme { families, ..crate::equity::tests::programme() };
        let month = |met| {
            vec![Cell {
                organization: None,
                month: back(END, 3),
                stratum: None,
                counts: counts(met, 4000 - met, 0),
            }]
        };
        let cube =
            Cube::of_cells(HashMap::from([("all".into(), month(35)), ("deaths".into(), month(of_part))]));
        let period = Period { start: back(END, 12), end: END };
        row(&programme, &indicator(None), &cube, period, Reader::Suppressed)
    };
    let withheld = told(30);
    assert_eq!((withheld.told, withheld.events), (Err(NoIndicator::Withheld), Shown::Withheld));
    assert!(told(20).told.is_ok());
}
