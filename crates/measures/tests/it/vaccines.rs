//! Boundary cases of the ten childhood vaccines, through the real engine.

use jiff::ToSpan;
use kith_domain::fact::{Body, Coding, Order, Reference, Value};
use kith_domain::measure::Status;
use kith_measures::programme::Programme;

use crate::library::{self, Case};
use crate::world::{CPT, ICD, LATER, SNOMED, World, day, of_library, when};

const PCS: &str = "http://www.cms.gov/Medicare/Coding/ICD10";
const BORN: &str = "2023-03-10";
/// The first and the second birthday, as days of life.
const FIRST: i32 = 366;
const SECOND: i32 = 731;

/// A vaccine by its code with the days of life on which it was given.
type Doses<'a> = (&'a str, &'a [i32]);

const ALL: [Doses<'static>; 10] = [
    ("20", &[61, 122, 183, 460]),
    ("10", &[61, 122, 183]),
    ("03", &[380]),
    ("48", &[61, 122, 380]),
    ("08", &[0, 61, 183]),
    ("21", &[380]),
    ("133", &[61, 122, 183, 380]),
    ("83", &[380]),
    ("119", &[61, 122]),
    ("150", &[200, 380]),
];

/// Children with what is expected of each; all of them are in one run.
#[derive(Default)]
struct Children {
    world: World,
    expected: Vec<Status>,
}

impl Children {
    /// The next one: born on a day, with a visit in the year of the second birthday, and vaccines by day of life.
    fn born(&mut self, born: &str, doses: &[Doses], expected: Status) -> &mut Self {
        let id = self.next();
        let mother = format!("m{id}");
        self.world.baby(&id, born).mother(&mother).link(&id, &mother);
        let on = |age: i32| day(born).saturating_add(age.days()).to_string();
        for (code, ages) in doses {
            for age in *ages {
                self.world.vaccine(&id, &on(*age), code);
            }
        }
        self.world.well(&id, &format!("{}-02-01", day(&on(SECOND)).year()));
        self.expected.push(expected);
        self
    }

    /// One with all ten, but for one of them other doses.
    fn but(&mut self, but: &str, others: &[Doses], expected: Status) -> &mut Self {
        self.born(BORN, &all_but(but, others), expected)
    }

    /// One with all but one of the ten, of whom something else is on record.
    fn with(&mut self, but: &str, expected: Status, also: impl FnOnce(&mut World, &str)) -> &mut Self {
        let id = self.next();
        self.but(but, &[], expected);
        also(&mut self.world, &id);
        self
    }

    fn next(&self) -> String {
        format!("c{:02}", self.expected.len())
    }

    fn check(&self) {
        self.check_in(of_library("cis10"));
    }

    fn check_in(&self, programme: &Programme) {
        let all = self.world.all_in(programme, "cis10");
        let found: Vec<Status> = all.iter().map(|s| s.outcome.status).collect();
        assert_eq!(found, self.expected);
    }
}

fn all_but<'a>(but: &str, others: &[Doses<'a>]) -> Vec<Doses<'a>> {
    ALL.iter().filter(|(code, _)| *code != but).chain(others).copied().collect()
}

use Status::{Excluded, Met, NotMet};

/// The cases of the file that are tested here.
pub const CASES: [Case; 6] = [
    ("cis10", "DTaP doses on day 41, 120, 180, 400", "3 valid -> antigen not met", || {
        Children::default()
            .but("20", &[("20", &[41, 120, 180, 400])], NotMet)
            .but("20", &[("20", &[41, 42, 120, 180, 400])], Met)
            .check();
    }),
    ("cis10", "DTaP first dose on day 42", "counts", || {
        Children::default().but("20", &[("20", &[42, 120, 180, 400])], Met).check();
    }),
    ("cis10", "MMR on first birthday", "counts", || {
        Children::default().but("03", &[("03", &[FIRST])], Met).check();
    }),
    ("cis10", "MMR one day before first birthday", "does not count", || {
        Children::default().but("03", &[("03", &[FIRST - 1])], NotMet).check();
    }),
    ("cis10", "newborn HepB on day 7 (born 1 Dec, dose 8 Dec)", "counts as the newborn dose", || {
        let born = "2022-12-01";
        let later = all_but("08", &[("08", &[61, 183])]);
        let mut children = Children::default();
        children.born(born, &all_but("08", &[("08", &[7, 61, 183])]), Met);
        children.born(born, &later, NotMet).born(born, &later, Met).born(born, &later, NotMet);
        children.world.procedure("c02", "2022-12-08", PCS, "3E0234Z");
        children.world.procedure("c03", "2022-12-09", PCS, "3E0234Z");
        children.check();
    }),
    (
        "cis10",
        "flu doses on day 179 and 300",
        "only one counts; LAIV counts only if given on the second birthday itself",
        || {
            Children::default()
                .but("150", &[("150", &[179, 300])], NotMet)
                .but("150", &[("150", &[180, 300])], Met)
                .but("150", &[("150", &[300]), ("149", &[SECOND - 1])], NotMet)
                .but("150", &[("150", &[300]), ("149", &[SECOND])], Met)
                .but("150", &[("150", &[300, SECOND + 1])], NotMet)
                .check();
        },
    ),
];

rows! {
    three_of_four_doses_are_not_too_early = 0;
    a_first_dose_on_day_42 = 1;
    measles_vaccine_on_the_first_birthday = 2;
    measles_vaccine_the_day_before = 3;
    a_dose_of_the_first_week = 4;
    influenza_from_day_180_and_live_on_the_second_birthday = 5;
}

#[test]
fn all_ten_are_complete_on_the_day_of_the_last_dose() {
    let mut children = Children::default();
    children.but("", &[], Met);
    for (code, _) in ALL {
        children.but(code, &[], NotMet);
    }
    children.check();
    let seen = children.world.run("cis10", LATER).remove(0);
    assert_eq!((seen.outcome.on, seen.outcome.counts_on), (Some(day("2024-06-12")), day("2025-03-10")));
    // The fourth dose of DTaP.
    assert_eq!(seen.evidence, ["Immunization/x7"]);
}

#[test]
fn how_many_doses_depends_on_the_product() {
    // Two of the two-dose product against rotavirus; three as soon as one was of another.
    Children::default()
        .but("119", &[("116", &[61, 122])], NotMet)
        .but("119", &[("116", &[61, 122, 183])], Met)
        .but("119", &[("119", &[61]), ("116", &[122])], NotMet)
        .but("119", &[("119", &[61]), ("116", &[122, 183])], Met)
        .check();
    Children::default()
        .but("48", &[("48", &[61, 122, 380])], NotMet)
        .but("48", &[("48", &[61, 122, 183, 380])], Met)
        .but("48", &[("49", &[61, 122, 380])], Met)
        .check_in(&library::with("cis10", "hib_by_product = false", "hib_by_product = true"));
}

#[test]
fn a_dose_is_a_day_whichever_record_says_so() {
    let bill =
        |on: &'static str| move |world: &mut World, id: &str| _ = world.procedure(id, on, CPT, "90700");
    let mut children = Children::default();
    // One dose of a combination is a dose of each.
    children.but("20", &[("110", &[61, 122, 183, 460])], Met);
    for on in ["2023-05-10", "2024-06-12"] {
        let id = children.next();
        children.but("20", &[("20", &[61, 122, 183])], if on == "2023-05-10" { NotMet } else { Met });
        bill(on)(&mut children.world, &id);
    }
    children.check();
}

#[test]
fn a_reaction_or_the_disease_stands_for_the_doses() {
    let told = |on: &'static str, system: &'static str, codes: &'static [&str]| {
        move |world: &mut World, id: &str| {
            for code in codes {
                world.diagnosed(id, on, system, code);
            }
        }
    };
    Children::default()
        .with("20", Met, told("2024-01-01", SNOMED, &["192712001"]))
        .with("150", Met, told("2025-03-10", SNOMED, &["471361000124100"]))
        .with("150", NotMet, told("2025-03-11", SNOMED, &["471361000124100"]))
        .with("21", Met, told("2024-01-01", ICD, &["B01.9"]))
        .with("03", NotMet, told("2024-01-01", ICD, &["B05.9", "B26.9"]))
        .with("03", Met, told("2024-01-01", ICD, &["B05.9", "B26.9", "B06.9"]))
        .check();
}

#[test]
fn who_is_left_out_of_the_vaccines() {
    let mut children = Children::default();
    children
        .with("", Excluded, |world, id| _ = world.diagnosed(id, "2024-01-01", ICD, "D81.9"))
        .with("", Met, |world, id| _ = world.diagnosed(id, "2025-03-11", ICD, "D81.9"))
        .with("", Excluded, |world, _| {
            world.facts.pop().expect("the last fact is the visit");
        });
    children.check();
    let reason = |at: usize| children.world.run("cis10", LATER)[at].reason().to_owned();
    assert_eq!((reason(0), reason(2)), ("not_to_be_vaccinated".into(), "no_visit".into()));
    // Until the year is over there may still be a visit.
    let before = children.world.run("cis10", day("2025-12-31"));
    assert_eq!(before[2].outcome.status, Met);
}

#[test]
fn hospice_care_is_told_in_many_ways() {
    let hospice = Coding::new(SNOMED, "385763009");
    let sent_home = Coding::new(SNOMED, "428361000124107");
    let asked = |world: &mut World, id: &str, on: &str| {
        let order = Order {
            status: "active".into(),
            intent: "order".into(),
            codes: vec![hospice.clone()],
            authored: Some(when(on)),
            forbids: false,
        };
        world.push(Reference(format!("ServiceRequest/{id}")), Some(id), Body::Order(order));
    };
    let left = |world: &mut World, id: &str, on: &str| {
        world.encounter(id, on, |e| e.disposition.push(sent_home.clone()));
    };
    let answered = |world: &mut World, id: &str, on: &str, yes: &str| {
        world.observed(id, on, "45755-6", Value::Coded(vec![Coding::new(SNOMED, yes)]));
    };
    let mut children = Children::default();
    children
        .with("", Excluded, |world, id| asked(world, id, "2025-01-01"))
        .with("", Met, |world, id| asked(world, id, "2024-12-31"))
        .with("", Excluded, |world, id| left(world, id, "2025-12-31"))
        .with("", Met, |world, id| left(world, id, "2026-01-01"))
        .with("", Excluded, |world, id| answered(world, id, "2025-05-01", "373066001"))
        .with("", Met, |world, id| answered(world, id, "2025-05-01", "373067005"))
        .with("", Excluded, |world, id| _ = world.diagnosed(id, "2025-12-31", SNOMED, "170935008"))
        .with("", Met, |world, id| _ = world.diagnosed(id, "2026-01-01", SNOMED, "170935008"))
        // Care that began the year before and went on.
        .with("", Excluded, |world, id| {
            world.encounter(id, "2024-12-30", |e| {
                e.types.push(hospice.clone());
                e.ends = Some(when("2025-01-01"));
            });
        });
    children.check();
    assert_eq!(children.world.run("cis10", LATER)[0].reason(), "hospice");
}

#[test]
fn a_child_who_moved_here_is_asked_for_vaccines_and_not_for_the_first_year() {
    let first_seen = |on: &str| {
        let mut world = World::default();
        world.baby("c", BORN).well("c", on);
        world
    };
    // In the year of the second birthday; a day after the first.
    for on in ["2025-02-01", "2024-03-11"] {
        let mut world = first_seen(on);
        world.well("c", "2025-02-02");
        world.is("cis10", NotMet);
        for measure in ["wcv_3by120", "w30_6in15", "lbw", "imr"] {
            world.is_not_in(measure);
        }
    }
    assert_eq!(first_seen("2024-03-09").run("wcv_3by120", LATER).len(), 1);
}
