//! Every boundary case of the indicators of a population in `measure_cases.csv`, through the real engine.

use jiff::ToSpan;
use kith_domain::fact::{Coding, Deceased, Value};
use kith_domain::measure::Status;

use crate::library;
use crate::world::{ICD, LATER, LOINC, Seen, World, day, of_library, seen_in, when};

use Status::{Met, NotMet, Unknown};

const BORN: &str = "2025-03-10";

fn on(days: i64) -> String {
    day(BORN).saturating_add(days.days()).to_string()
}

/// A baby who died on a day, or on none.
fn died(on: &str) -> World {
    let mut world = World::default();
    let when = when(on);
    world.person("b", BORN, |p| p.deceased = Deceased::On(when));
    world
}

impl World {
    /// The underlying cause of a death, as it was coded.
    fn died_of(&mut self, who: &str, on: &str, code: &str) -> &mut Self {
        let cause = vec![Coding::new("http://hl7.org/fhir/sid/icd-10", code)];
        self.observed(who, on, "80358-5", Value::Coded(cause))
    }

    /// A delivery without a living child, so many days into the pregnancy.
    fn lost(&mut self, mother: &str, on: &str, gestation_days: i64) -> &mut Self {
        let due = day(on).saturating_add((280 - gestation_days).days()).to_string();
        self.mother(mother).condition(mother, on, "Z37.1").due(mother, "2024-12-01", &due)
    }
}

/// Of each baby or delivery where it stands in a measure, by reference.
fn stand(world: &World, measure: &str) -> Vec<Status> {
    world.run(measure, LATER).iter().map(|s| s.outcome.status).collect()
}

fn one(world: &World, measure: &str) -> Seen {
    world.one(measure, LATER)
}

/// A baby of a mother who was born on a day.
fn of_a_mother(born: &str) -> World {
    let mut world = World::default();
    world.person("m", born, |p| p.gender = Some("female".into()));
    world.baby("b", BORN).link("b", "m");
    world
}

/// The cases of the file that are tested here.
pub const CASES: [library::Case; 16] = [
    ("imr", "death on day 27", "neonatal", || {
        let world = died(&on(27));
        assert_eq!(stand(&world, "imr"), [Met]);
        assert_eq!(stand(&world, "imr_neonatal"), [Met]);
        assert_eq!(stand(&world, "imr_postneonatal"), [NotMet]);
    }),
    ("imr", "death on day 28", "post-neonatal", || {
        let world = died(&on(28));
        assert_eq!(stand(&world, "imr"), [Met]);
        assert_eq!(stand(&world, "imr_neonatal"), [NotMet]);
        assert_eq!(stand(&world, "imr_postneonatal"), [Met]);
    }),
    ("imr", "death on first birthday", "not an infant death", || {
        assert_eq!(stand(&died("2026-03-10"), "imr"), [NotMet]);
        assert_eq!(stand(&died("2026-03-09"), "imr"), [Met]);
        assert_eq!(stand(&died("2026-03-10"), "imr_postneonatal"), [NotMet]);
    }),
    ("imr", "fetal death", "never here", || {
        let mut world = World::default();
        world.lost("m", BORN, 250);
        assert!(stand(&world, "imr").is_empty());
        // A record of the stillborn child makes no birth of it.
        world.baby("s", BORN).link("s", "m").condition("s", BORN, "P95");
        assert!(stand(&world, "imr").is_empty());
    }),
    ("suid", "R95 at 90 days", "yes", || {
        assert_eq!(stand(died(&on(90)).died_of("b", &on(100), "R95"), "suid"), [Met]);
    }),
    ("suid", "W75 at 200 days", "yes", || {
        assert_eq!(stand(died(&on(200)).died_of("b", &on(210), "W75"), "suid"), [Met]);
    }),
    ("suid", "W84", "no (not in CDC list)", || {
        assert_eq!(stand(died(&on(200)).died_of("b", &on(210), "W84"), "suid"), [NotMet]);
    }),
    ("suid", "R99 at age 14 months", "no", || {
        let mut world = died("2026-05-10");
        world.well("b", &on(30)).died_of("b", "2026-06-10", "R99");
        assert_eq!(stand(&world, "suid"), [NotMet]);
    }),
    ("teen_birth", "mother 19y364d", "counted", || {
        assert_eq!(stand(&of_a_mother("2005-03-11"), "teen_birth"), [Met]);
    }),
    ("teen_birth", "mother 20y0d", "not", || {
        assert_eq!(stand(&of_a_mother("2005-03-10"), "teen_birth"), [NotMet]);
    }),
    ("teen_birth", "mother 14", "not in 15-19", || {
        assert_eq!(stand(&of_a_mother("2010-03-11"), "teen_birth"), [NotMet]);
        assert_eq!(stand(&of_a_mother("2010-03-10"), "teen_birth"), [Met]);
    }),
    ("teen_birth", "twins to a 17-year-old", "2 live births", || {
        let mut world = of_a_mother("2007-05-05");
        world.baby("c", BORN).link("c", "m");
        assert_eq!(stand(&world, "teen_birth"), [Met, Met]);
    }),
    ("stillbirth", "19w6d", "not counted (US)", || {
        // A due date so long after the delivery is not taken to be of it: what was written down at the delivery says.
        let mut world = World::default();
        let days = Value::Quantity { value: "139".into(), unit: "d".into() };
        world.mother("m").condition("m", BORN, "Z37.1").observed("m", BORN, "11884-4", days);
        assert!(stand(&world, "stillbirth").is_empty());
    }),
    ("stillbirth", "20w0d", "counted (US)", || {
        let mut world = World::default();
        world.lost("m", BORN, 140);
        assert_eq!(stand(&world, "stillbirth"), [Met]);
    }),
    ("stillbirth", "23w6d in England", "miscarriage, not stillbirth", || {
        let england = library::with("stillbirth", "threshold_days = 140", "threshold_days = 168");
        let in_england = |gestation| {
            let mut world = World::default();
            world.lost("m", BORN, gestation);
            let (_dir, gathered) = world.gather();
            seen_in(&england, &gathered, "stillbirth", LATER).len()
        };
        assert_eq!((in_england(167), in_england(168)), (0, 1));
    }),
    ("stillbirth", "denominator uses live births only", "wrong: add fetal deaths", || {
        let mut world = World::default();
        world.delivered("a", BORN).delivered("b", BORN).delivered("c", BORN).lost("d", BORN, 200);
        assert_eq!(stand(&world, "stillbirth"), [NotMet, NotMet, NotMet, Met]);
    }),
];

rows! {
    death_on_day_27 = 0;
    death_on_day_28 = 1;
    death_on_the_first_birthday = 2;
    a_fetal_death_is_no_infant_death = 3;
    sudden_death_at_90_days = 4;
    suffocation_at_200_days = 5;
    a_cause_that_is_not_in_the_list = 6;
    a_death_at_14_months = 7;
    a_mother_on_the_day_before_she_is_20 = 8;
    a_mother_on_the_day_she_is_20 = 9;
    a_mother_of_14 = 10;
    twins_are_two_births = 11;
    a_loss_at_19_weeks_and_6_days = 12;
    a_loss_at_20_weeks = 13;
    a_loss_at_23_weeks_and_6_days_in_england = 14;
    fetal_deaths_are_in_the_denominator = 15;
}

#[test]
fn what_is_not_known_is_not_a_no() {
    let check = |world: &World, measure: &str, expected: Option<&str>| {
        let seen = one(world, measure);
        let unknown = (seen.outcome.status == Unknown).then(|| seen.reason().to_owned());
        assert_eq!(unknown.as_deref(), expected, "{seen:#?}");
    };
    // A month of death that lies on both sides of the edge.
    check(&died("2025-04"), "imr_neonatal", Some("death_day_unknown"));
    check(&died("2025-04"), "imr", None);
    check(&died("2026-03"), "imr", Some("death_day_unknown"));
    let mut some_day = World::default();
    some_day.person("b", BORN, |p| p.deceased = Deceased::Yes);
    check(&some_day, "imr", Some("death_day_unknown"));
    // A death of which nobody has coded the cause yet.
    check(&died(&on(90)), "suid", Some("cause_unknown"));
    check(&died("2026-05-10"), "suid", None);
    check(&of_a_mother(""), "teen_birth", Some("mother_age_unknown"));
    check(&of_a_mother("2005"), "teen_birth", Some("mother_age_unknown"));
    let mut nobodys = World::default();
    nobodys.baby("b", BORN);
    check(&nobodys, "teen_birth", Some("mother_age_unknown"));
    let mut no_date = World::default();
    no_date.mother("m").condition("m", BORN, "Z37.1");
    check(&no_date, "stillbirth", Some("gestation_unknown"));
    // Written down at the delivery, in weeks.
    no_date.observed("m", BORN, "11884-4", Value::Quantity { value: "20".into(), unit: "wk".into() });
    assert_eq!(stand(&no_date, "stillbirth"), [Met]);
    // However else the length of the pregnancy is known: by its code, by the last period.
    let mut coded = World::default();
    coded.mother("m").condition("m", BORN, "Z37.1").condition("m", BORN, "Z3A.24");
    assert_eq!(stand(&coded, "stillbirth"), [Met]);
    let mut period = World::default();
    period.mother("m").condition("m", BORN, "Z37.1");
    period.observed("m", "2024-12-01", "8665-2", Value::When(when(&on(-139))));
    assert!(stand(&period, "stillbirth").is_empty());
}

/// An early loss is known to be early, and is not one of which nothing is known.
#[test]
fn a_loss_long_before_20_weeks_is_not_counted() {
    for gestation in [139, 97, 60] {
        let mut world = World::default();
        world.lost("m", BORN, gestation);
        assert!(stand(&world, "stillbirth").is_empty(), "{gestation}");
    }
    let mut coded = World::default();
    coded.mother("m").condition("m", BORN, "Z37.1").condition("m", BORN, "Z3A.10");
    assert!(stand(&coded, "stillbirth").is_empty());
}

#[test]
fn these_are_told_for_so_many() {
    let per = |measure: &str| of_library(measure).measures[0].rate.clone().map(|r| (r.per, r.persons));
    assert_eq!(per("imr"), Some((1_000, None)));
    assert_eq!(per("suid"), Some((100_000, None)));
    assert_eq!(per("teen_birth"), Some((1_000, Some("females_15_19".into()))));
    assert_eq!(per("stillbirth"), Some((1_000, None)));
    assert_eq!(per("pds_screen"), None);
    assert!(of_library("imr").value_sets.0["sudden_unexpected_infant_death"].contains(ICD, "R95"));
    assert_eq!(LOINC, kith_measures::story::LOINC);
}
