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

/// A mother who gave birth on 2025-03-10 at 08:00.
fn born_at_eight() -> Facts {
    let mut facts = Facts::default();
    facts.mother();
    at(
        facts.observed(MOTHER, "2025-03-10", DELIVERY_TIME_CODE, "2025-03-10"),
        "2025-03-10T08:00:00Z",
        |o, when| {
            o.value = Some(Value::When(when));
        },
    );
    facts
}

/// Gives the last observation a time.
fn at(facts: &mut Facts, at: &str, change: impl FnOnce(&mut Observation, When)) {
    let when = When { date: at[..10].parse().unwrap(), at: Some(at.parse().unwrap()) };
    facts.but(|fact| {
        if let Body::Observation(observation) = &mut fact.body {
            change(observation, when);
        }
    });
}

#[test]
fn a_due_date_is_told_by_the_minute_of_the_birth_and_not_before_the_pregnancy() {
    let check = |told: &str, expected: Option<&str>| {
        let mut facts = born_at_eight();
        facts.observed(MOTHER, "2025-03-10", "11778-8", "2025-03-01");
        at(&mut facts, told, |o, when| o.effective = Some(when));
        assert_eq!(facts.delivery().due_date, expected.map(day), "{told}");
    };
    let due = Some("2025-03-01");
    check("2025-03-10T08:00:00Z", due);
    check("2025-03-10T08:01:00Z", None);
    // 42 weeks.
    check("2024-05-20T08:00:00Z", due);
    check("2024-05-20T07:59:00Z", None);
    // By the day where no time was sent.
    let days = |told: &str| {
        let mut facts = born_at_eight();
        facts.observed(MOTHER, told, "11778-8", "2025-03-01").delivery().due_date
    };
    assert_eq!((days("2024-05-20"), days("2024-05-19")), (due.map(day), None));
    // Due as late as a child could live that was born now.
    let late = |due: &str| {
        let mut facts = born_at_eight();
        facts.observed(MOTHER, "2025-01-01", "11778-8", due).delivery().gestation_days
    };
    assert_eq!((late("2025-09-08"), late("2025-09-09")), (Some(98), None));
}

#[test]
fn of_what_was_recorded_at_a_birth_the_last_holds_and_nothing_of_more_than_a_day_before() {
    let check = |recorded: &[(&str, &str)], expected: Option<i16>| {
        let mut facts = born_at_eight();
        for (made, weeks) in recorded {
            measured(&mut facts, MOTHER, "2025-03-10", "11884-4", weeks, "wk");
            at(&mut facts, made, |o, when| o.effective = Some(when));
        }
        assert_eq!(facts.delivery().gestation_days, expected, "{recorded:?}");
    };
    check(&[("2025-03-10T08:00:00Z", "19"), ("2025-03-10T07:00:00Z", "20")], Some(133));
    check(&[("2025-03-09T08:00:00Z", "20")], Some(140));
    check(&[("2025-03-09T07:59:00Z", "20")], None);
    check(&[("2025-03-12T08:00:00Z", "20")], Some(140));
}

#[test]
fn weeks_are_read_from_either_classification() {
    let check = |code: &str, expected: Option<i16>| {
        let mut facts = born();
        facts.condition(MOTHER, "2025-03-10", code).but(|fact| {
            if let Body::Condition(condition) = &mut fact.body {
                condition.codes[0].system = SNOMED.into();
            }
        });
        assert_eq!(facts.story().deliveries[0].gestation_days, expected, "{code}");
    };
    check("43697006", Some(259));
    check("23464008", Some(140));
    check("386661006", None);
}

#[test]
fn an_outcome_that_was_only_written_down_is_told_of_the_delivery_near_it() {
    let check = |written: &str, dated: &str, expected: &[(&str, Live)]| {
        let mut facts = Facts::default();
        facts.mother().procedure(MOTHER, dated, "59400").condition(MOTHER, "", "Z37.0").but(|fact| {
            if let Body::Condition(condition) = &mut fact.body {
                condition.recorded = Some(when(written));
            }
        });
        let deliveries = facts.deliveries();
        let told: Vec<_> = deliveries.iter().map(|d| (d.delivered.latest.to_string(), d.live)).collect();
        let told: Vec<_> = told.iter().map(|(day, live)| (day.as_str(), *live)).collect();
        assert_eq!(told, expected, "{written}");
    };
    check("2025-02-01", "2025-03-10", &[("2025-03-10", Live::Yes)]);
    check("2025-09-05", "2025-03-10", &[("2025-03-10", Live::Yes)]);
    // Half a year apart they are two.
    check("2025-09-06", "2025-03-10", &[("2025-03-10", Live::Unknown), ("2025-09-06", Live::Yes)]);
    // By itself it is one.
    let mut alone = Facts::default();
    alone.mother().condition(MOTHER, "", "Z37.0").but(|fact| {
        if let Body::Condition(condition) = &mut fact.body {
            condition.recorded = Some(when("2025-03-10"));
        }
    });
    assert_eq!(alone.delivery().delivered.day(), Some(day("2025-03-10")));
}
