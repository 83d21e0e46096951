//! Boundary cases of the measures of children, through the real engine.

use kith_domain::fact::{Coding, Deceased};
use kith_domain::measure::{Period, Status};

use crate::library::{self, Case};
use crate::world::{ACT, LATER, SNOMED, World, day, of_library};

/// A child of a known mother, with well-child visits on some days.
fn child(born: &str, visits: &[&str]) -> World {
    let mut world = World::default();
    world.baby("c", born).mother("m").link("c", "m");
    for visit in visits {
        world.well("c", visit);
    }
    world
}

/// The visits of a child born on 15 March 2024, with the sixth on a day.
fn six(sixth: &str) -> World {
    child("2024-03-15", &["2024-03-19", "2024-04-15", "2024-05-14", "2024-07-14", "2024-09-13", sixth])
}

fn is(world: &World, measure: &str, status: Status) {
    let seen = world.one(measure, LATER);
    assert_eq!(seen.outcome.status, status, "{seen:#?}");
}

fn year(year: i16) -> Period {
    format!("{year}-01-01/{}-01-01", year + 1).parse().unwrap()
}

/// The day on which a child counts, and whether the year holds it.
fn counts(born: &str, measure: &str, on: &str, in_year: i16) {
    let outcome = child(born, &[]).one(measure, LATER).outcome;
    assert_eq!(outcome.counts_on, day(on));
    assert!(year(in_year).contains(outcome.counts_on));
}

/// The cases of the file that are tested here.
pub const CASES: [Case; 9] = [
    (
        "w30_6in15",
        "dob 2024-03-15, sixth accepted visit 2025-06-13",
        "met (day is the 15-month birthday)",
        || {
            let seen = six("2025-06-13").one("w30_6in15", LATER);
            assert_eq!((seen.outcome.status, seen.outcome.have), (Status::Met, 6));
            assert_eq!(seen.outcome.on, Some(day("2025-06-13")));
            assert_eq!(seen.outcome.counts_on, day("2025-06-13"));
        },
    ),
    ("w30_6in15", "dob 2024-03-15, sixth accepted visit 2025-06-14", "not met", || {
        is(&six("2025-06-14"), "w30_6in15", Status::NotMet);
    }),
    (
        "w30_6in15",
        "visits at day 4, 14, 60, 121, 182, 274: day 14 is 10 d after day 4",
        "only 5 accepted -> not met",
        || {
            let born = day("2024-03-15");
            let on = |days: &[i32]| -> Vec<String> {
                days.iter().map(|d| born.saturating_add(jiff::Span::new().days(*d)).to_string()).collect()
            };
            let seen = |days: &[i32]| {
                let visits = on(days);
                let visits: Vec<&str> = visits.iter().map(String::as_str).collect();
                let outcome = child("2024-03-15", &visits).one("w30_6in15", LATER).outcome;
                (outcome.status, outcome.have)
            };
            assert_eq!(seen(&[4, 14, 60, 121, 182, 274]), (Status::NotMet, 5));
            assert_eq!(seen(&[4, 18, 60, 121, 182, 274]), (Status::Met, 6));
            // The one in between does not stand in the way of the next.
            assert_eq!(seen(&[4, 14, 18, 60, 121, 182, 274]), (Status::Met, 6));
        },
    ),
    ("w30_6in15", "dob 2023-01-20 -> 15 months = 2024-04-19 (leap year)", "denominator of 2024", || {
        counts("2023-01-20", "w30_6in15", "2024-04-19", 2024);
    }),
    ("w30_6in15", "dob 2024-10-02 -> 15 months = 2025-12-31", "denominator of 2025", || {
        counts("2024-10-02", "w30_6in15", "2025-12-31", 2025);
    }),
    (
        "w30_2in30",
        "dob 2023-01-20: window 2024-04-20..2025-07-19, visits 2024-04-20 and 2024-07-25",
        "met",
        || {
            is(&child("2023-01-20", &["2024-04-20", "2024-07-25"]), "w30_2in30", Status::Met);
            counts("2023-01-20", "w30_2in30", "2025-07-19", 2025);
        },
    ),
    (
        "w30_2in30",
        "same child, visits 2024-04-19 and 2025-01-10",
        "not met (first one is day 90, belongs to rate 1)",
        || is(&child("2023-01-20", &["2024-04-19", "2025-01-10"]), "w30_2in30", Status::NotMet),
    ),
    ("w30_2in30", "same child, visits 2025-07-05 and 2025-07-19", "met (14 days apart)", || {
        is(&child("2023-01-20", &["2025-07-05", "2025-07-19"]), "w30_2in30", Status::Met);
    }),
    ("w30_2in30", "same child, visits 2025-07-06 and 2025-07-19", "not met (13 days apart)", || {
        is(&child("2023-01-20", &["2025-07-06", "2025-07-19"]), "w30_2in30", Status::NotMet);
    }),
];

rows! {
    a_sixth_visit_on_the_15_month_birthday = 0;
    a_sixth_visit_the_day_after = 1;
    visits_less_than_14_days_apart_are_one = 2;
    the_15_month_birthday_in_a_leap_year = 3;
    the_15_month_birthday_on_the_last_day_of_a_year = 4;
    two_visits_in_the_window_of_30_months = 5;
    a_visit_on_the_15_month_birthday_is_of_the_first_rate = 6;
    two_visits_14_days_apart = 7;
    two_visits_13_days_apart = 8;
}

#[test]
fn a_visit_by_video_counts_where_the_programme_says_so() {
    let mut world = six("2024-03-19");
    world.encounter("c", "2025-01-10", |e| {
        e.class = Some(Coding::new(ACT, "VR"));
        e.types.push(Coding::new(SNOMED, "410620009"));
    });
    is(&world, "w30_6in15", Status::NotMet);
    let with_video = library::with("w30_6in15", "telehealth_counts = false", "telehealth_counts = true");
    world.is_in(&with_video, "w30_6in15", Status::Met);
}

#[test]
fn who_is_left_out_of_the_well_child_visits() {
    let stands = |world: &World| world.stands_in(of_library("w30_6in15"), "w30_6in15");
    let died = |deceased: Deceased| {
        let mut world = World::default();
        world.person("c", "2024-03-15", |p| p.deceased = deceased);
        stands(&world)
    };
    let on = |on: &str| died(Deceased::On(crate::world::when(on)));
    assert_eq!(on("2025-12-31"), (Status::Excluded, "died".into()));
    assert_eq!(on("2026-01-01").0, Status::NotMet);
    assert_eq!(on("2025").1, "died");
    assert_eq!(died(Deceased::Yes), (Status::Unknown, "death_day_unknown".into()));
    let mut hospice = child("2024-03-15", &[]);
    hospice.typed("c", "2025-02-01", SNOMED, "385763009");
    assert_eq!(stands(&hospice), (Status::Excluded, "hospice".into()));
    let mut half_known = World::default();
    half_known.baby("c", "2024-03");
    assert_eq!(stands(&half_known), (Status::Unknown, "birth_day_unknown".into()));
}

#[test]
fn cover_may_have_one_gap_of_45_days() {
    let strict = library::with("w30_6in15", "enrolment_required = false", "enrolment_required = true");
    // Day 31 of life is 15 April 2024, the 15-month birthday 13 June 2025.
    let covered = |spans: &[(&str, &str)]| {
        let mut world = six("2025-06-13");
        for (from, to) in spans {
            world.cover("c", from, to, "Medicaid");
        }
        world.stands_in(&strict, "w30_6in15").0
    };
    assert_eq!(covered(&[]), Status::Excluded);
    assert_eq!(covered(&[("2024-04-15", "2025-06-13")]), Status::Met);
    assert_eq!(covered(&[("", "")]), Status::Met);
    assert_eq!(covered(&[("2024-05-30", "")]), Status::Met);
    assert_eq!(covered(&[("2024-05-31", "")]), Status::Excluded);
    assert_eq!(covered(&[("2024-04-01", "2024-09-30"), ("2024-11-15", "")]), Status::Met);
    assert_eq!(covered(&[("2024-04-01", "2024-09-30"), ("2024-11-16", "")]), Status::Excluded);
    // Two short gaps are one too many.
    assert_eq!(covered(&[("2024-04-20", "2024-09-30"), ("2024-10-10", "")]), Status::Excluded);
    assert_eq!(six("2025-06-13").one("w30_6in15", LATER).outcome.status, Status::Met);
}

/// Numbers that look random and are the same on each run.
fn dice(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// No choice of visits that are 14 days apart has more of them than the query finds, up to the six that it looks for.
#[test]
fn as_many_visits_are_found_as_can_be_chosen() {
    let (mut state, mut world, mut expected) = (7, World::default(), Vec::new());
    for child in 0..40 {
        let id = format!("c{child:02}");
        world.baby(&id, "2024-03-15").mother(&format!("m{child}")).link(&id, &format!("m{child}"));
        let many = dice(&mut state) % 12;
        let mut ages: Vec<u64> = (0..many).map(|_| dice(&mut state) % 150).collect();
        ages.sort_unstable();
        for age in &ages {
            let on = day("2024-03-15").saturating_add(jiff::Span::new().days(*age as i64));
            world.well(&id, &on.to_string());
        }
        // The most of every choice: of the visits up to each one, with that one as the last.
        let mut most: Vec<u32> = Vec::new();
        for (at, age) in ages.iter().enumerate() {
            let before = (0..at).filter(|&b| ages[b] + 14 <= *age).map(|b| most[b]).max();
            most.push(before.unwrap_or(0) + 1);
        }
        expected.push(most.into_iter().max().unwrap_or(0).min(6));
    }
    let all = world.run("w30_6in15", LATER);
    let found: Vec<u32> = all.iter().map(|seen| u32::from(seen.outcome.have)).collect();
    assert_eq!(found, expected);
    assert!(expected.contains(&6) && expected.contains(&0));
}
