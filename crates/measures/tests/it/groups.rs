//! The groups that subjects fall in, through the real engine and through two workers.

use std::collections::BTreeMap;

use jiff::civil::date;
use kith_domain::fact::{Address, Coding, Reference};
use kith_domain::measure::Status;
use kith_domain::referral::State;
use kith_measures::engine::{Counter, Request, outcomes};
use kith_measures::programme::{Files, Programme};

use crate::front_door::a_case_of;
use crate::world::{LATER, World, central_triage, engine, of_library, seen_in, three_by_120};

fn strata_of(world: &World, programme: &Programme, measure: &str, by: &str) -> Vec<(String, Vec<String>)> {
    let (_dir, gathered) = world.gather();
    let seen = seen_in(programme, &gathered, measure, LATER);
    let of = |outcome: &kith_domain::measure::Outcome| {
        outcome.strata.iter().filter(|(name, _)| name == by).map(|(_, s)| s.clone()).collect()
    };
    seen.iter().map(|s| (s.person.clone(), of(&s.outcome))).collect()
}

#[test]
fn whoever_selected_two_races_is_counted_in_both() {
    let mut world = World::default();
    for (n, races) in [&["2028-9"][..], &["2106-3", "2028-9"], &["2106-3", "2118-8"], &[]].iter().enumerate()
    {
        let (mother, baby) = (format!("m{n}"), format!("b{n}"));
        let coded = || races.iter().map(|code| Coding::new("race", code)).collect();
        world.person(&mother, "1995-05-05", |p| p.race = coded());
        world.person(&baby, "2025-03-10", |_| {}).link(&baby, &mother);
    }
    let (_dir, gathered) = world.gather();
    let mut counter = Counter::new(None);
    let request = Request { measures: vec!["wcv_3by120".into()], buckets: None, as_of: LATER };
    for batch in engine().run(&gathered.lake, three_by_120(), &request).unwrap() {
        counter.add(&batch.unwrap());
    }
    let rows = counter.rows();
    let counted = |by: &str| -> BTreeMap<String, i64> {
        let of = |row: &kith_measures::engine::CountRow| {
            let (name, stratum) = row.stratum.clone()?;
            (name == by).then_some((stratum, row.counts.denominator()))
        };
        rows.iter().filter_map(of).collect()
    };
    let expected = |list: &[(&str, i64)]| list.iter().map(|(s, n)| ((*s).to_owned(), *n)).collect();
    assert_eq!(
        counted("race_in_combination"),
        expected(&[("Asian", 2), ("Middle Eastern or North African", 1), ("Unknown", 1), ("White", 2)])
    );
    assert_eq!(counted("race_ethnicity"), expected(&[("Asian", 1), ("Multiracial", 2), ("Unknown", 1)]));
    assert_eq!(
        counted("race_ethnicity_1997"),
        expected(&[("Asian", 1), ("Multiracial", 1), ("Unknown", 1), ("White", 1)])
    );
}

#[test]
fn services_are_those_of_the_day_on_which_she_counts() {
    // The course begins on 6 June 2025; the baby counts on the day of its birth.
    let check = |born: &str, steps: &[(i32, State)], expected: &[&str]| {
        let (reference, course) = a_case_of("m", steps);
        let mut world = World::default();
        world.mother("m").person("b", born, |_| {}).link("b", "m");
        world.courses.push((reference, course));
        let found = strata_of(&world, central_triage(), "wcv_3by120", "programme");
        assert_eq!(found[0].1, expected, "{born} {steps:?}");
    };
    check("2025-08-01", &[(2, State::Accepted), (10, State::Enrolled)], &["home_visiting"]);
    check("2025-08-01", &[(2, State::Accepted)], &["None"]);
    check("2025-08-01", &[(2, State::Accepted), (300, State::Enrolled)], &["None"]);
    check("2025-08-01", &[(3, State::InService), (40, State::Completed)], &["home_visiting"]);
    check("2025-08-01", &[], &["None"]);
    let mut alone = World::default();
    alone.person("b", "2025-08-01", |_| {});
    assert_eq!(strata_of(&alone, central_triage(), "wcv_3by120", "programme")[0].1, ["Unknown"]);
}

#[test]
fn an_infant_is_in_its_own_group_where_the_measure_says_so() {
    let mut files = Files::embedded("three-by-120").unwrap();
    let path = "measures/wcv_2by120/measure.toml";
    let text = files.0.get_mut(path).unwrap();
    *text = text.replacen("direction =", "group_of = \"own\"\ndirection =", 1);
    let programme = Programme::read("three-by-120", &files).unwrap();
    let mut world = World::default();
    world.person("m", "1995-05-05", |p| p.race = vec![Coding::new("race", "2054-5")]);
    world.person("b", "2025-03-10", |p| {
        p.race = vec![Coding::new("race", "2054-5"), Coding::new("race", "2106-3")];
    });
    world.link("b", "m");
    // Both at once: they ask the same of the same people, and are not one statement for all that.
    let (_dir, gathered) = world.gather();
    let request =
        Request { measures: vec!["wcv_2by120".into(), "wcv_3by120".into()], buckets: None, as_of: LATER };
    let found = outcomes(engine().run(&gathered.lake, &programme, &request).unwrap()).unwrap();
    let of = |measure: &str, by: &str| -> Vec<String> {
        let outcome = found.iter().find(|o| o.measure == measure).unwrap();
        outcome.strata.iter().filter(|(name, _)| name == by).map(|(_, s)| s.clone()).collect()
    };
    assert_eq!(of("wcv_2by120", "race_ethnicity"), ["Multiracial"]);
    assert_eq!(of("wcv_2by120", "race_in_combination"), ["Black or African American", "White"]);
    assert_eq!(of("wcv_2by120", "age_band"), ["20-34"], "the age is the mother's all the same");
    assert_eq!(of("wcv_3by120", "race_ethnicity"), ["Black or African American"]);
}

#[test]
fn an_area_is_as_deprived_as_the_programmes_table_says() {
    let mut world = World::default();
    let home = |code: &str| vec![Address { postal_code: Some(code.into()), ..Address::default() }];
    for (mother, baby, code) in [("m1", "b1", "00004"), ("m2", "b2", "00317-0001"), ("m3", "b3", "99999")] {
        world.person(mother, "1995-05-05", |p| p.addresses = home(code));
        world.person(baby, "2025-03-10", |_| {}).link(baby, mother);
    }
    world.areas = three_by_120().deprivation.as_ref().map(|table| table.areas.clone());
    let found = strata_of(&world, three_by_120(), "wcv_3by120", "deprivation");
    let strata: Vec<&str> = found.iter().map(|(_, s)| s[0].as_str()).collect();
    // Ranks 1 and 18 of 50.
    assert_eq!(strata, ["Quintile 1", "Quintile 2", "Unknown"]);
}

#[test]
fn a_stratifier_without_its_table_is_nowhere() {
    let mut files = Files::embedded("three-by-120").unwrap();
    let text = files.0.get_mut("programme.toml").unwrap();
    text.truncate(text.find("# How deprived").unwrap());
    let programme = Programme::read("three-by-120", &files).unwrap();
    let with = three_by_120().measure("wcv_3by120").unwrap();
    let without = programme.measure("wcv_3by120").unwrap();
    assert!(with.strata.iter().any(|by| by == "deprivation"));
    assert!(!without.strata.iter().any(|by| by == "deprivation"));
    assert_ne!(with.hash, without.hash);
    let mut world = World::default();
    world.baby("b", "2025-03-10");
    let (_dir, gathered) = world.gather();
    let seen = seen_in(&programme, &gathered, "wcv_3by120", date(2026, 1, 1));
    assert_eq!(seen[0].outcome.status, Status::NotMet);
    assert_eq!(seen[0].person, Reference("Patient/b".into()).0);
}

/// From a Patient of UK Core to the strata, by a measure that nobody's programme narrows.
#[test]
fn a_patient_of_uk_core_is_in_a_category_of_the_nhs() {
    const PATIENT: &str = r#"{"resourceType":"Patient","id":"ID","birthDate":"BORN","extension":[
        {"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory","valueCodeableConcept":
        {"coding":[{"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland","code":"CODE"}]}}]}"#;
    for (code, expected) in [
        ("K", ["K: Asian, Bangladeshi", "Asian"]),
        ("R", ["R: Chinese", "Other"]),
        ("Z", ["Z: Not stated", "Not stated"]),
        ("99", ["99: Not known", "Not known"]),
    ] {
        let mut world = World::default();
        let text = PATIENT.replace("ID", "m").replace("BORN", "1995-05-05").replace("CODE", code);
        world.facts.extend(kith_interop::fhir::read(text.as_bytes()).unwrap().fact);
        world.person("b", "2025-03-10", |_| {}).link("b", "m");
        let of = |by: &str| strata_of(&world, of_library("wcv_3by120"), "wcv_3by120", by)[0].1[0].clone();
        assert_eq!([of("ethnicity_nhs"), of("ethnicity_nhs_group")], expected, "{code}");
        assert_eq!(of("race_ethnicity"), "Unknown", "{code}");
    }
}
