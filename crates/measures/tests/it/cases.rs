//! Every boundary case of the four measures in `measure_cases.csv`, through the real engine.

use kith_domain::measure::{Period, Status};

use crate::world::{ICD, LATER, SNOMED, Seen, World, day};

fn prenatal(delivered: &str, visit: &str) -> World {
    let mut world = World::default();
    world.delivered("m", delivered).typed("m", visit, SNOMED, "424619006");
    world
}

fn postpartum(visit: &str) -> World {
    let mut world = World::default();
    world.delivered("m", "2025-03-10").typed("m", visit, SNOMED, "169762003");
    world
}

fn well(id: &str, visits: &[&str]) -> World {
    let mut world = World::default();
    world.baby(id, "2025-03-10");
    for visit in visits {
        world.well(id, visit);
    }
    world
}

fn is(world: &World, measure: &str, status: Status) -> Seen {
    let seen = world.one(measure, LATER);
    assert_eq!(seen.outcome.status, status, "{seen:#?}");
    seen
}

/// The cases of the file that are tested here.
pub const CASES: [crate::library::Case; 17] = [
    ("ppc_prenatal", "delivery 2025-10-08, visit 2025-01-01 (280 d before)", "in numerator", || {
        is(&prenatal("2025-10-08", "2025-01-01"), "ppc_prenatal", Status::Met);
        is(&prenatal("2025-10-08", "2024-12-31"), "ppc_prenatal", Status::NotMet);
    }),
    ("ppc_prenatal", "delivery 2025-10-08, visit 2025-04-15 (176 d before)", "in numerator", || {
        let seen = is(&prenatal("2025-10-08", "2025-04-15"), "ppc_prenatal", Status::Met);
        assert_eq!(seen.outcome.on, Some(day("2025-04-15")));
        assert_eq!(seen.outcome.due_on, Some(day("2025-04-15")));
    }),
    (
        "ppc_prenatal",
        "delivery 2025-10-08, visit 2025-04-16 (175 d before), enrolled all along",
        "not met",
        || {
            let mut world = prenatal("2025-10-08", "2025-04-16");
            world.cover("m", "2020-01-01", "", "Medicaid");
            is(&world, "ppc_prenatal", Status::NotMet);
            is(&prenatal("2025-10-08", "2025-04-16"), "ppc_prenatal", Status::NotMet);
        },
    ),
    (
        "ppc_prenatal",
        "delivery 2025-10-08, enrolled 2025-06-10, first visit 2025-07-22 (42 d after enrolment)",
        "in numerator (rule C)",
        || {
            let mut world = prenatal("2025-10-08", "2025-07-22");
            world.cover("m", "2025-06-10", "", "Medicaid");
            is(&world, "ppc_prenatal", Status::Met);
        },
    ),
    (
        "ppc_prenatal",
        "delivery 2025-10-08, enrolled 2025-06-10, first visit 2025-07-23 (43 d)",
        "not met",
        || {
            let mut world = prenatal("2025-10-08", "2025-07-23");
            world.cover("m", "2025-06-10", "", "Medicaid");
            is(&world, "ppc_prenatal", Status::NotMet);
        },
    ),
    (
        "ppc_prenatal",
        "delivery 2025-08-27 at 34w0d, visit 2025-04-10; EDD on file 2025-10-08",
        "in numerator with EDD anchor (181 d before EDD); not met with delivery anchor (139 d)",
        || {
            let without = prenatal("2025-08-27", "2025-04-10");
            is(&without, "ppc_prenatal", Status::NotMet);
            let mut with = without;
            with.due("m", "2025-02-20", "2025-10-08");
            is(&with, "ppc_prenatal", Status::Met);
        },
    ),
    ("ppc_postpartum", "delivery 2025-03-10, visit 2025-03-16 (day 6)", "not met", || {
        is(&postpartum("2025-03-16"), "ppc_postpartum", Status::NotMet);
    }),
    ("ppc_postpartum", "delivery 2025-03-10, visit 2025-03-17 (day 7)", "met", || {
        is(&postpartum("2025-03-17"), "ppc_postpartum", Status::Met);
    }),
    ("ppc_postpartum", "delivery 2025-03-10, visit 2025-06-02 (day 84)", "met", || {
        is(&postpartum("2025-06-02"), "ppc_postpartum", Status::Met);
    }),
    ("ppc_postpartum", "delivery 2025-03-10, visit 2025-06-03 (day 85)", "not met", || {
        is(&postpartum("2025-06-03"), "ppc_postpartum", Status::NotMet);
    }),
    (
        "ppc_postpartum",
        "delivery 2024-10-07 reported for measurement year 2025",
        "outside denominator (belongs to 2024)",
        || {
            let year = |text: &str| text.parse::<Period>().unwrap();
            let mut world = World::default();
            world.delivered("a", "2024-10-07").delivered("b", "2024-10-08");
            world.delivered("c", "2025-10-07").delivered("d", "2025-10-08");
            let in_year = |period: Period| -> Vec<String> {
                let seen = world.run("ppc_postpartum", LATER).into_iter();
                seen.filter(|s| period.contains(s.outcome.counts_on)).map(|s| s.person).collect()
            };
            assert_eq!(in_year(year("2024-01-01/2025-01-01")), ["Patient/a"]);
            assert_eq!(in_year(year("2025-01-01/2026-01-01")), ["Patient/b", "Patient/c"]);
            assert_eq!(in_year(year("2026-01-01/2027-01-01")), ["Patient/d"]);
        },
    ),
    (
        "ppc_postpartum",
        "two deliveries 2024-10-20 and 2025-10-01 (346 d apart)",
        "both in denominator of 2025",
        || {
            let mut world = World::default();
            world.delivered("m", "2024-10-20").condition("m", "2025-10-01", "Z37.0");
            let seen = world.run("ppc_postpartum", LATER);
            let period: Period = "2025-01-01/2026-01-01".parse().unwrap();
            assert_eq!(seen.len(), 2);
            assert!(seen.iter().all(|s| period.contains(s.outcome.counts_on)));
            assert_ne!(seen[0].outcome.subject, seen[1].outcome.subject);
        },
    ),
    (
        "wcv_3by120",
        "dob 2025-03-10, visits 2025-03-13 (3 d), 2025-04-08 (29 d), 2025-07-08 (120 d)",
        "met (3)",
        || {
            let world = well("b", &["2025-03-13", "2025-04-08", "2025-07-08"]);
            let seen = is(&world, "wcv_3by120", Status::Met);
            assert_eq!(seen.outcome.on, Some(day("2025-07-08")));
            assert_eq!(seen.outcome.due_on, Some(day("2025-07-08")));
            assert_eq!(seen.outcome.counts_on, day("2025-07-08"));
            assert_eq!((seen.outcome.have, seen.outcome.needs), (3, 3));
            assert_eq!(seen.evidence, ["Encounter/e1", "Encounter/e2", "Encounter/e3"]);
        },
    ),
    (
        "wcv_3by120",
        "dob 2025-03-10, visits 3 d, 29 d, 2025-07-09 (121 d)",
        "not met for 3; met for 2",
        || {
            let world = well("b", &["2025-03-13", "2025-04-08", "2025-07-09"]);
            is(&world, "wcv_3by120", Status::NotMet);
            let two = is(&world, "wcv_2by120", Status::Met);
            assert_eq!(two.outcome.on, Some(day("2025-04-08")));
        },
    ),
    (
        "wcv_3by120",
        "two visits on the same day at two sites + 2 others on other days",
        "counts as 3 distinct dates",
        || {
            let mut world = well("b", &["2025-03-13", "2025-05-12"]);
            for site in ["Organization/one", "Organization/two"] {
                world.encounter("b", "2025-04-08", |e| {
                    e.reasons.push(kith_domain::fact::Coding::new(ICD, "Z00.129"));
                    e.organization = Some(kith_domain::fact::Reference(site.into()));
                });
            }
            let seen = is(&world, "wcv_3by120", Status::Met);
            assert_eq!(seen.outcome.have, 3);
            let mut fewer = well("b", &["2025-03-13", "2025-04-08"]);
            fewer.well("b", "2025-04-08");
            is(&fewer, "wcv_3by120", Status::NotMet);
        },
    ),
    ("wcv_3by120", "infant died on day 119", "excluded", || {
        let died = |on: &str| {
            let mut world = World::default();
            let on = crate::world::when(on);
            world.person("b", "2025-03-10", |p| p.deceased = kith_domain::fact::Deceased::On(on));
            world
        };
        let seen = is(&died("2025-07-07"), "wcv_3by120", Status::Excluded);
        assert_eq!((seen.reason(), &seen.evidence[..]), ("died", &["Patient/b".to_owned()][..]));
        is(&died("2025-07-08"), "wcv_3by120", Status::NotMet);
    }),
    ("wcv_3by120", "twins, one with 3 visits, one with 2", "two rows: 1 of 2 met", || {
        let mut world = well("a", &["2025-03-13", "2025-04-08", "2025-05-12"]);
        world.baby("b", "2025-03-10").well("b", "2025-03-13").well("b", "2025-04-08");
        world.mother("m").link("a", "m").link("b", "m");
        let seen = world.run("wcv_3by120", LATER);
        let statuses: Vec<_> = seen.iter().map(|s| (s.person.as_str(), s.outcome.status)).collect();
        assert_eq!(statuses, [("Patient/a", Status::Met), ("Patient/b", Status::NotMet)]);
    }),
];

rows! {
    prenatal_visit_280_days_before = 0;
    prenatal_visit_176_days_before = 1;
    prenatal_visit_175_days_before_enrolled_all_along = 2;
    prenatal_visit_42_days_after_enrolment = 3;
    prenatal_visit_43_days_after_enrolment = 4;
    prenatal_visit_before_a_preterm_birth_with_a_due_date = 5;
    postpartum_visit_on_day_6 = 6;
    postpartum_visit_on_day_7 = 7;
    postpartum_visit_on_day_84 = 8;
    postpartum_visit_on_day_85 = 9;
    a_delivery_on_7_october_belongs_to_the_year_before = 10;
    two_deliveries_346_days_apart = 11;
    well_child_visits_on_days_3_29_and_120 = 12;
    well_child_visits_on_days_3_29_and_121 = 13;
    two_visits_on_one_day_are_one = 14;
    death_on_day_119 = 15;
    twins_with_3_and_2_visits = 16;
}
