//! What is known of a birth: the length of the pregnancy and the weight.

use super::*;

/// An observation with a number and a unit.
fn measured(facts: &mut Facts, id: i64, made: &str, code: &str, number: &str, unit: &str) {
    facts.observed(id, made, code, "2025-01-01").but(|fact| {
        if let Body::Observation(observation) = &mut fact.body {
            observation.value = Some(Value::Quantity { value: number.into(), unit: unit.into() });
        }
    });
}

/// A mother and her baby, born on 2025-03-10.
fn born() -> Facts {
    let mut facts = Facts::default();
    facts.mother().baby(BABY, "2025-03-10");
    facts
}

#[test]
fn gestation_follows_the_due_date_then_what_was_recorded_then_the_code_for_weeks() {
    let check = |change: fn(&mut Facts), expected: Option<i16>| {
        let mut facts = born();
        change(&mut facts);
        let story = facts.story();
        assert_eq!(story.deliveries[0].gestation_days, expected);
        assert_eq!(story.infants[0].at_birth.gestation_days, expected);
    };
    check(|_| (), None);
    // Due on the day of the birth is 40 weeks.
    check(|f| _ = f.observed(MOTHER, "2024-09-01", "11778-8", "2025-03-10"), Some(280));
    check(|f| _ = f.observed(MOTHER, "2024-09-01", "11778-8", "2025-04-01"), Some(258));
    check(|f| measured(f, MOTHER, "2025-03-10", "11884-4", "36", "wk"), Some(252));
    check(|f| measured(f, MOTHER, "2025-03-10", "11884-4", "258", "d"), Some(258));
    // Weeks with a fraction are completed days; weeks are never rounded up.
    check(|f| measured(f, MOTHER, "2025-03-10", "11884-4", "36.99", "wk"), Some(258));
    check(|f| measured(f, MOTHER, "2025-03-10", "11884-4", "38.14", "wk"), Some(267));
    // On the day before, by its own day: a day more at the birth.
    check(|f| measured(f, MOTHER, "2025-03-09", "18185-9", "258", "d"), Some(259));
    // On an earlier day of the pregnancy, which went on from there; what became too long is of another one.
    check(|f| measured(f, MOTHER, "2025-03-01", "18185-9", "258", "d"), Some(267));
    check(|f| measured(f, MOTHER, "2025-01-10", "18185-9", "293", "d"), None);
    // A pregnancy of 50 weeks is a mistake, and a number without a unit says nothing.
    check(|f| measured(f, MOTHER, "2025-03-10", "11884-4", "50", "wk"), None);
    check(|f| measured(f, MOTHER, "2025-03-10", "11884-4", "38", ""), None);
    // The infant's own record, whatever the day it carries.
    check(|f| measured(f, BABY, "2025-12-02", "11884-4", "38", "wk"), Some(266));
    check(|f| _ = f.condition(MOTHER, "2025-03-10", "Z3A.35"), Some(245));
    check(
        |f| {
            f.condition(MOTHER, "2025-03-10", "Z3A.35");
            measured(f, MOTHER, "2025-03-10", "11884-4", "36", "wk");
            f.observed(MOTHER, "2024-09-01", "11778-8", "2025-03-17");
        },
        Some(273),
    );
}

#[test]
fn a_twin_that_is_born_after_midnight_has_its_own_day_of_gestation() {
    let mut facts = born();
    facts.baby(TWIN, "2025-03-11").observed(MOTHER, "2024-09-01", "11778-8", "2025-03-31");
    let story = facts.story();
    let told: Vec<_> = story.infants.iter().map(|i| i.at_birth).collect();
    assert_eq!(story.deliveries[0].gestation_days, Some(259));
    assert_eq!(told.iter().map(|b| b.gestation_days).collect::<Vec<_>>(), [Some(259), Some(260)]);
    assert_eq!(told.iter().map(|b| b.plurality).collect::<Vec<_>>(), [Some(2), Some(2)]);
}

#[test]
fn the_weight_at_birth_is_the_first_in_whole_grams() {
    let check = |weights: &[(&str, &str, &str)], expected: Option<i16>| {
        let mut facts = born();
        for (made, number, unit) in weights {
            measured(&mut facts, BABY, made, "8339-4", number, unit);
        }
        assert_eq!(facts.infant().at_birth.weight_grams, expected, "{weights:?}");
    };
    check(&[], None);
    check(&[("2025-03-10", "2499", "g")], Some(2499));
    check(&[("2025-03-10", "2.5", "kg")], Some(2500));
    check(&[("2025-03-10", "5.5", "[lb_av]")], Some(2494));
    check(&[("2025-03-12", "2400", "g"), ("2025-03-10", "2510", "g")], Some(2510));
    check(&[("2025-03-10", "25", "g"), ("2025-03-11", "2600", "g")], Some(2600));
    check(&[("2025-03-10", "2600", "")], None);
}
