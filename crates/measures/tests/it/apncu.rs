//! Boundary cases of the Kotelchuck index, through the real engine.

use jiff::ToSpan;
use kith_domain::fact::Value;
use kith_domain::measure::Status;

use crate::library::Case;
use crate::world::{LATER, World, day, when};

const CATEGORIES: [&str; 4] =
    ["apncu_inadequate", "apncu_intermediate", "apncu_adequate", "apncu_adequate_plus"];
const DELIVERED: &str = "2025-06-10";

/// A birth after so many completed weeks, with care begun in a month of the pregnancy (0: none) and so many visits.
fn birth(world: &mut World, mother: &str, weeks: i64, month: i32, visits: i64) {
    world.delivered(mother, DELIVERED);
    let weeks_text = Value::Quantity { value: weeks.to_string(), unit: "wk".into() };
    world.observed(mother, DELIVERED, "11884-4", weeks_text);
    world.observed(mother, DELIVERED, "68493-6", Value::Integer(visits));
    if month > 0 {
        let days = i64::from(month - 1) * 3044 / 100 + 3 - weeks * 7;
        let first = day(DELIVERED).saturating_add(days.days());
        world.observed(mother, DELIVERED, "69044-6", Value::When(when(&first.to_string())));
    }
}

/// The category of one birth: the only one that is met; and whether the headline holds it.
fn category(weeks: i64, month: i32, visits: i64) -> (&'static str, bool) {
    let mut world = World::default();
    birth(&mut world, "m", weeks, month, visits);
    let met = |measure: &str| world.one(measure, LATER).outcome.status == Status::Met;
    let found: Vec<&str> = CATEGORIES.into_iter().filter(|c| met(c)).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0], met("apncu"))
}

/// The cases of the file that are tested here.
pub const CASES: [Case; 6] = [
    ("apncu", "GA 40, month 2, 13 visits: expected 13, 100 %", "Adequate", || {
        assert_eq!(category(40, 2, 13), ("apncu_adequate", true));
    }),
    ("apncu", "GA 40, month 1, 16 visits: expected 14, 114.3 %", "Adequate Plus", || {
        assert_eq!(category(40, 1, 16), ("apncu_adequate_plus", true));
    }),
    ("apncu", "GA 40, month 4, 8 visits: expected 11, 72.7 %", "Intermediate", || {
        assert_eq!(category(40, 4, 8), ("apncu_intermediate", false));
    }),
    ("apncu", "GA 40, month 5, 20 visits (expected 9)", "Inadequate (late start dominates)", || {
        assert_eq!(category(40, 5, 20), ("apncu_inadequate", false));
    }),
    ("apncu", "GA 34, month 3, 7 visits: expected 7, 100 %", "Adequate", || {
        assert_eq!(category(34, 3, 7), ("apncu_adequate", true));
    }),
    ("apncu", "GA 39, no prenatal care, 0 visits", "Inadequate", || {
        assert_eq!(category(39, 0, 0), ("apncu_inadequate", false));
    }),
];

rows! {
    all_that_were_expected = 0;
    more_than_were_expected = 1;
    under_80_percent = 2;
    begun_in_month_5 = 3;
    fewer_are_expected_before_term = 4;
    no_prenatal_care = 5;
}

/// Every cell of the table from 22 weeks on: with 80 percent of its visits the index is adequate, with one fewer not.
#[test]
fn every_cell_of_the_table_is_expected() {
    let Some(shared) = crate::shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/apncu_expected_visits.csv")).unwrap();
    let (mut world, mut cells) = (World::default(), 0);
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.unwrap();
        let weeks: i64 = row[0].parse().unwrap();
        for month in 1..=4 {
            let Ok(expected) = row[1 + month].parse::<i64>() else { continue };
            if weeks < 22 || month as i64 * 4 > weeks {
                continue;
            }
            let enough = (expected * 8 + 9) / 10;
            let id = |kind: &str| format!("{kind}-{weeks}-{month}");
            birth(&mut world, &id("enough"), weeks, month as i32, enough);
            birth(&mut world, &id("fewer"), weeks, month as i32, enough - 1);
            cells += 1;
        }
    }
    assert_eq!(cells, 23 * 4);
    let all = world.run("apncu", LATER);
    assert_eq!(all.len(), 2 * cells);
    for seen in all {
        let expected = if seen.person.starts_with("Patient/enough") { Status::Met } else { Status::NotMet };
        assert_eq!(seen.outcome.status, expected, "{}", seen.person);
    }
}

#[test]
fn what_is_missing_is_unknown() {
    let mut world = World::default();
    birth(&mut world, "a", 40, 2, 13);
    world.facts.truncate(2);
    birth(&mut world, "b", 40, 0, 13);
    birth(&mut world, "c", 21, 1, 5);
    // Month 7 of a pregnancy of 27 weeks.
    birth(&mut world, "d", 27, 7, 5);
    world.delivered("e", DELIVERED).observed("e", DELIVERED, "68493-6", Value::Integer(9));
    let all = world.run("apncu", LATER);
    let found: Vec<_> = all.iter().map(|s| (s.outcome.status, s.reason())).collect();
    let reasons =
        ["visits_unknown", "start_unknown", "gestation_too_short", "start_unlikely", "gestation_unknown"];
    assert_eq!(found, reasons.map(|reason| (Status::Unknown, reason)));
}
