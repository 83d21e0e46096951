//! How births went: early, light, and what a newborn was fed, through the real engine.

use kith_domain::fact::{Coding, Deceased, Value};
use kith_domain::measure::Status::{Excluded, Met, NotMet, Pending, Unknown};

use crate::library::{cases, with};
use crate::world::{ACT, LATER, SNOMED, World, day, when};

const KITH: &str = "urn:kith:code";

impl World {
    /// A number with its unit.
    pub fn measured(&mut self, who: &str, made: &str, code: &str, number: &str, unit: &str) -> &mut Self {
        self.observed(who, made, code, Value::Quantity { value: number.into(), unit: unit.into() })
    }

    /// A baby born on 2025-03-10 after so many days, alone, in a stay of two days.
    fn newborn(&mut self, id: &str, days: &str) -> &mut Self {
        self.person(id, "2025-03-10", |p| p.multiple_birth = Some(false))
            .stay(id, "2025-03-10", "2025-03-12")
            .measured(id, "2025-03-10", "11884-4", days, "d")
    }

    /// Fed on a day.
    fn fed(&mut self, id: &str, on: &str, what: &str) -> &mut Self {
        self.procedure(id, on, KITH, what)
    }
}

fn born_after(days: &str) -> World {
    let mut world = World::default();
    world.baby("b", "2025-03-10").measured("b", "2025-03-10", "11884-4", days, "d");
    world
}

fn weighing(grams: &str) -> World {
    let mut world = World::default();
    world.baby("b", "2025-03-10").measured("b", "2025-03-10", "8339-4", grams, "g");
    world
}

fn newborn() -> World {
    let mut world = World::default();
    world.newborn("b", "280");
    world
}

cases! {
    born_after_36_weeks_and_6_days: "ptb", "36w6d", "yes" => {
        let seen = born_after("258").is("ptb", Met);
        assert_eq!((seen.outcome.on, &seen.evidence[..]), (Some(day("2025-03-10")), &["Patient/b".to_owned()][..]));
    }
    born_after_37_weeks: "ptb", "37w0d", "no" => {
        born_after("259").is("ptb", NotMet);
    }
    twins_at_35_weeks: "ptb", "twins at 35w", "2 births, 2 events" => {
        let mut world = World::default();
        world.mother("m").measured("m", "2025-03-10", "11884-4", "35", "wk");
        world.baby("a", "2025-03-10").baby("b", "2025-03-10").link("a", "m").link("b", "m");
        let seen = world.run("ptb", LATER);
        assert_eq!(seen.iter().map(|s| s.outcome.status).collect::<Vec<_>>(), [Met, Met]);
    }
    stillbirth_at_30_weeks: "ptb", "stillbirth at 30w", "not in denominator" => {
        let mut world = World::default();
        world.mother("m").condition("m", "2025-03-10", "Z37.1");
        world.measured("m", "2025-03-10", "11884-4", "30", "wk");
        world.is_not_in("ptb");
    }
    weight_of_2499_grams: "lbw", "2499 g", "LBW" => {
        let world = weighing("2499");
        world.is("lbw", Met);
        world.is("vlbw", NotMet);
    }
    weight_of_2500_grams: "lbw", "2500 g", "not" => {
        weighing("2500").is("lbw", NotMet);
    }
    weight_of_1499_grams: "lbw", "1499 g", "LBW and VLBW" => {
        let world = weighing("1499");
        world.is("lbw", Met);
        world.is("vlbw", Met);
        weighing("1500").is("vlbw", NotMet);
    }
    weight_not_recorded: "lbw", "missing weight", "excluded" => {
        // Out of the rate, and counted beside it.
        let mut world = World::default();
        world.baby("b", "2025-03-10");
        world.is_for("lbw", Unknown, "weight_unknown");
    }
    one_supplement_of_formula: "ebf", "one formula supplement on day 2", "not met" => {
        let mut world = newborn();
        world.fed("b", "2025-03-10", "fed-breast-milk").fed("b", "2025-03-12", "fed-formula");
        world.is("ebf", NotMet);
    }
    donor_milk_only: "ebf", "donor human milk only", "met" => {
        let mut world = newborn();
        world.fed("b", "2025-03-11", "fed-donor-milk");
        world.is("ebf", Met);
    }
    twins_are_not_single: "ebf", "twin A and B", "not single: excluded" => {
        let mut world = World::default();
        world.mother("m").newborn("a", "280").newborn("b", "280").link("a", "m").link("b", "m");
        let seen = world.run("ebf", LATER);
        assert_eq!(seen.len(), 2);
        assert!(seen.iter().all(|s| (s.outcome.status, s.reason()) == (Excluded, "multiple")), "{seen:#?}");
    }
    a_newborn_of_37_weeks: "ebf", "37w0d", "included" => {
        let mut world = World::default();
        world.newborn("b", "259").fed("b", "2025-03-11", "fed-breast-milk");
        world.is("ebf", Met);
        let mut earlier = World::default();
        earlier.newborn("b", "258").fed("b", "2025-03-11", "fed-breast-milk");
        earlier.is_for("ebf", Excluded, "preterm");
    }
    stays_of_120_and_121_days: "ebf", "length of stay 120 days / 121 days", "included / excluded" => {
        let stayed = |until: &str| {
            let mut world = World::default();
            world.person("b", "2025-03-10", |p| p.multiple_birth = Some(false));
            world.measured("b", "2025-03-10", "11884-4", "280", "d");
            world.stay("b", "2025-03-10", until).fed("b", "2025-03-11", "fed-breast-milk");
            world
        };
        stayed("2025-07-08").is("ebf", Met);
        stayed("2025-07-09").is_for("ebf", Excluded, "long_stay");
    }
}

#[test]
fn an_unknown_length_of_pregnancy_is_unknown() {
    let mut world = World::default();
    world.baby("b", "2025-03-10");
    world.is_for("ptb", Unknown, "gestation_unknown");
    let mut month = World::default();
    month.baby("b", "2025-03").measured("b", "2025-03-10", "11884-4", "35", "wk");
    month.is_for("ptb", Unknown, "birth_day_unknown");
}

/// What happened later is not seen; what was written down later of what had happened is.
#[test]
fn a_birth_is_as_the_records_have_it_now() {
    let mut world = born_after("258");
    let on = |world: &World| world.run("ptb", day("2025-03-11")).remove(0).outcome.status;
    assert_eq!(on(&world), Met);
    let mut late = World::default();
    late.baby("b", "2025-03-10").measured("b", "2025-04-02", "11884-4", "258", "d");
    assert_eq!(on(&late), Met);
    world.person("b", "2025-03-10", |p| p.deceased = Deceased::On(when("2025-03-20")));
    assert_eq!(world.run("imr", day("2025-03-15"))[0].outcome.on, None);
}

#[test]
fn a_programme_may_count_single_births_alone() {
    let programme = with("ptb", "singletons_only = false", "singletons_only = true");
    let born = |plurality: Option<u8>| {
        let mut world = World::default();
        world.person("b", "2025-03-10", |p| p.plurality = plurality);
        world.measured("b", "2025-03-10", "11884-4", "35", "wk");
        world
    };
    born(Some(1)).is_in(&programme, "ptb", Met);
    assert_eq!(born(Some(2)).is_in(&programme, "ptb", Excluded).reason(), "multiple");
    assert_eq!(born(None).is_in(&programme, "ptb", Unknown).reason(), "plurality_unknown");
    born(Some(2)).is("ptb", Met);
}

#[test]
fn a_newborn_of_whom_something_is_not_known_is_unknown() {
    newborn().is_for("ebf", Unknown, "feeding_unknown");
    // Feeds of later months say nothing of the stay.
    newborn().fed("b", "2025-06-01", "fed-breast-milk").is_for("ebf", Unknown, "feeding_unknown");
    let mut here = World::default();
    here.person("b", "2025-03-10", |p| p.multiple_birth = Some(false)).stay("b", "2025-03-10", "");
    here.measured("b", "2025-03-10", "11884-4", "280", "d");
    assert_eq!(here.run("ebf", day("2025-03-11"))[0].outcome.status, Pending);
    // Nobody ever said that it went home.
    here.is_for("ebf", Excluded, "long_stay");
    let mut at_home = World::default();
    at_home.person("b", "2025-03-10", |p| p.multiple_birth = Some(false));
    at_home.measured("b", "2025-03-10", "11884-4", "280", "d").fed("b", "2025-03-10", "fed-breast-milk");
    at_home.is_for("ebf", Unknown, "no_birth_stay");
    let mut perhaps_twins = World::default();
    perhaps_twins.baby("b", "2025-03-10").stay("b", "2025-03-10", "2025-03-12");
    perhaps_twins.is_for("ebf", Unknown, "plurality_unknown");
}

#[test]
fn a_newborn_who_was_ill_is_left_out() {
    let with = |change: fn(&mut World), reason: &str| {
        let mut world = newborn();
        world.fed("b", "2025-03-11", "fed-breast-milk");
        change(&mut world);
        world.is_for("ebf", Excluded, reason);
    };
    with(|w| _ = w.procedure("b", "2025-03-11", SNOMED, "830077005"), "intensive_care");
    with(|w| _ = w.condition("b", "2025-03-11", "E74.21"), "galactosemia");
    with(|w| _ = w.procedure("b", "2025-03-11", SNOMED, "25156005"), "parenteral_nutrition");
    let mut moved = World::default();
    moved.person("b", "2025-03-10", |p| p.multiple_birth = Some(false));
    moved.measured("b", "2025-03-10", "11884-4", "280", "d").fed("b", "2025-03-10", "fed-breast-milk");
    moved.encounter("b", "2025-03-10", |e| {
        e.class = Some(Coding::new(ACT, "IMP"));
        e.ends = Some(when("2025-03-11"));
        e.disposition =
            vec![Coding::new("http://terminology.hl7.org/CodeSystem/discharge-disposition", "other-hcf")];
    });
    moved.is_for("ebf", Excluded, "transferred");
    let mut died = World::default();
    died.person("b", "2025-03-10", |p| {
        p.multiple_birth = Some(false);
        p.deceased = Deceased::On(when("2025-03-11"));
    });
    died.stay("b", "2025-03-10", "2025-03-11").measured("b", "2025-03-10", "11884-4", "280", "d");
    died.is_for("ebf", Excluded, "died");
}

#[test]
fn a_feed_after_going_home_says_nothing() {
    let mut world = newborn();
    world.fed("b", "2025-03-11", "fed-breast-milk").fed("b", "2025-03-13", "fed-formula");
    world.is("ebf", Met);
}
