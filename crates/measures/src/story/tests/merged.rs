//! People who are known to several sources.

use super::*;

const CLINIC: i64 = 1;
const HOSPITAL: i64 = 2;
const STATE: i64 = 3;
const PLAN: i64 = 4;

impl Facts {
    /// The fact added last was sent by this source, which knows the person by a number of its own.
    fn from(&mut self, source: i64) -> &mut Self {
        let last = self.facts.last_mut().unwrap();
        (last.source, last.person) = (SourceId(source), known_to(source, is(last.person).0));
        self
    }

    fn believe(&mut self, source: i64, person: i64, about: Attribute) -> &mut Self {
        self.choices.push((known_to(source, person), about));
        self
    }

    /// The same facts, received in the opposite order.
    fn backwards(&self) -> Self {
        let mut other = self.clone();
        other.facts.reverse();
        for (at, stated) in other.facts.iter_mut().enumerate() {
            stated.record = RecordId(at as i64 + 1);
        }
        other
    }
}

fn facts(build: impl FnOnce(&mut Facts)) -> Facts {
    let mut facts = Facts::default();
    facts.mother().from(CLINIC).mother().from(HOSPITAL).mother().from(STATE);
    build(&mut facts);
    facts
}

/// Deliveries as day, live and plurality, infants as birth date and order.
type Expected<'a> = (&'a [(&'a str, Live, Option<u8>)], &'a [(&'a str, Option<u8>)]);

#[track_caller]
fn check(case: &str, build: impl FnOnce(&mut Facts), (deliveries, infants): Expected<'_>) {
    let facts = facts(build);
    for (facts, order) in [(facts.clone(), "as received"), (facts.backwards(), "backwards")] {
        let story = facts.story();
        let told: Vec<_> =
            story.deliveries.iter().map(|d| (d.delivered.day(), d.live, d.plurality)).collect();
        let expected: Vec<_> = deliveries.iter().map(|(on, live, of)| (Some(day(on)), *live, *of)).collect();
        assert_eq!(told, expected, "{case}, {order}");
        let subjects: Vec<_> = story.deliveries.iter().map(|d| d.subject).collect();
        let expected: Vec<_> =
            deliveries.iter().map(|(on, ..)| SubjectId::delivery(PersonId(MOTHER), day(on))).collect();
        assert_eq!(subjects, expected, "{case}, {order}");
        let told: Vec<_> = story.infants.iter().map(|i| (i.born.day(), i.birth_order)).collect();
        let expected: Vec<_> = infants.iter().map(|(on, n)| (Some(day(on)), *n)).collect();
        assert_eq!(told, expected, "{case}, {order}");
        assert!(story.infants.iter().all(|i| i.mother == Some(PersonId(MOTHER))), "{case}, {order}");
    }
}

fn nth(order: u8) -> impl FnOnce(&mut Fact) {
    move |fact| {
        if let Body::Person(person) = &mut fact.body {
            (person.birth_order, person.plurality) = (Some(order), Some(2));
        }
    }
}

#[test]
fn one_delivery_told_by_several_sources_is_one_on_the_day_of_the_birth() {
    let one: Expected = (&[("2025-03-10", Live::Yes, Some(1))], &[("2025-03-10", None)]);
    check(
        "two codes",
        |f| {
            f.condition(MOTHER, "2025-03-09", "Z37.0").from(CLINIC);
            f.condition(MOTHER, "2025-03-10", "Z37.0").from(HOSPITAL);
        },
        (&[("2025-03-09", Live::Yes, Some(1))], &[]),
    );
    check(
        "a procedure and a code of the day before",
        |f| {
            f.condition(MOTHER, "2025-03-09", "O80").from(CLINIC);
            f.procedure(MOTHER, "2025-03-10", "59400").from(HOSPITAL);
        },
        (&[("2025-03-10", Live::Yes, None)], &[]),
    );
    check(
        "a time noted in one, the birth in another",
        |f| {
            f.observed(MOTHER, "2025-04-01", DELIVERY_TIME_CODE, "2025-03-12").from(CLINIC);
            f.baby(BABY, "2025-03-10").from(STATE);
        },
        one,
    );
    check(
        "clinic, hospital and vital record",
        |f| {
            f.condition(MOTHER, "2025-03-12", "O80").from(CLINIC);
            f.encounter(MOTHER, "Encounter/stay", "2025-03-08", |e| {
                e.class = Some(Coding::new("act", "IMP"));
                e.ends = Some(when("2025-03-12"));
                e.reasons.push(Coding::new(ICD, "Z37.0"));
            });
            f.from(HOSPITAL).baby(BABY, "2025-03-10").from(HOSPITAL);
            f.baby(BABY, "2025-03-10").from(STATE).baby(BABY, "2025-03").from(PLAN);
        },
        one,
    );
    check(
        "a birth date that one of three has wrong",
        |f| {
            f.baby(BABY, "2025-03-10").from(HOSPITAL).baby(BABY, "2025-03-10").from(STATE);
            f.baby(BABY, "2025-03-11").from(PLAN);
        },
        one,
    );
    check(
        "a birth date that somebody chose",
        |f| {
            f.baby(BABY, "2025-03-10").from(HOSPITAL).baby(BABY, "2025-03-10").from(STATE);
            f.baby(BABY, "2025-03-11").from(PLAN).believe(PLAN, BABY, Attribute::Born);
        },
        (&[("2025-03-11", Live::Yes, Some(1))], &[("2025-03-11", None)]),
    );
}

#[test]
fn twins_told_by_several_sources_are_two_infants_of_one_delivery() {
    let twins = |second: &'static str| {
        move |f: &mut Facts| {
            for source in [HOSPITAL, STATE, PLAN] {
                f.baby(BABY, "2025-03-10").but(nth(1)).from(source);
                f.baby(TWIN, second).but(nth(2)).from(source);
            }
            f.condition(MOTHER, "2025-03-11", "Z37.2").from(HOSPITAL);
        }
    };
    for second in ["2025-03-10", "2025-03-11"] {
        let expected: Expected =
            (&[("2025-03-10", Live::Yes, Some(2))], &[("2025-03-10", Some(1)), (second, Some(2))]);
        check(second, twins(second), expected);
    }
}

#[test]
fn a_loss_told_by_hospital_and_vital_record_is_one_and_no_infant() {
    check(
        "codes of the mother in both",
        |f| {
            f.condition(MOTHER, "2025-03-10", "Z37.1").from(HOSPITAL);
            f.condition(MOTHER, "2025-03-11", "Z37.1").from(STATE);
        },
        (&[("2025-03-10", Live::No, Some(1))], &[]),
    );
    check(
        "a stillborn's own record in one",
        |f| {
            f.condition(MOTHER, "2025-03-09", "Z37.1").from(HOSPITAL);
            f.baby(BABY, "2025-03-10").from(STATE).condition(BABY, "2025-03-10", "P95").from(STATE);
            f.baby(BABY, "2025-03-10").from(HOSPITAL);
        },
        (&[("2025-03-10", Live::No, Some(1))], &[]),
    );
    check(
        "one twin",
        |f| {
            f.baby(BABY, "2025-03-10").but(nth(1)).from(HOSPITAL).baby(BABY, "2025-03-10").from(STATE);
            f.baby(TWIN, "2025-03-10")
                .but(nth(2))
                .from(STATE)
                .condition(TWIN, "2025-03-10", "P95")
                .from(STATE);
            f.condition(MOTHER, "2025-03-10", "Z37.3").from(HOSPITAL);
        },
        (&[("2025-03-10", Live::Yes, Some(2))], &[("2025-03-10", Some(1))]),
    );
}

#[test]
fn what_is_true_of_an_infant_is_taken_from_her_portrait() {
    let died = |on: &str| Deceased::On(when(on));
    let of = |build: &dyn Fn(&mut Facts)| facts(|f| build(f)).infant();
    let dead = of(&|f| {
        f.baby(BABY, "2025-03-10").from(HOSPITAL);
        f.person(BABY, "2025-03-10", |p| p.deceased = died("2025-03-12")).from(STATE);
        f.person(BABY, "2025-03-10", |p| p.deceased = Deceased::No).from(CLINIC);
    });
    assert_eq!(dead.death, Death { died: true, span: Some(day("2025-03-12").into()) });
    let chosen = of(&|f| {
        f.person(BABY, "2025-03-10", |p| p.deceased = died("2025-03-12")).from(STATE);
        f.baby(BABY, "2025-03-10").but(|f| {
            let Body::Person(person) = &mut f.body else { return };
            person.deceased = Deceased::No;
        });
        f.from(CLINIC).believe(CLINIC, BABY, Attribute::Death);
    });
    assert_eq!(chosen.death, Death::default());
    // A record that was retired is not the one that stands for her.
    let current = of(&|f| {
        f.baby(BABY, "2025-03-11").from(CLINIC).but(|f| {
            let Body::Person(person) = &mut f.body else { return };
            person.active = Some(false);
        });
        f.baby(BABY, "2025-03-10").from(STATE);
    });
    assert_eq!((current.born.day(), current.record), (Some(day("2025-03-10")), RecordId(5)));
}

#[test]
fn strata_are_of_all_that_was_reported_and_of_the_language_and_home_that_hold() {
    let race = |code: &'static str| move |p: &mut Person| p.race.push(Coding::new("race", code));
    let speaks = |code: &'static str, preferred| {
        move |p: &mut Person| p.languages.push(Language { code: code.into(), preferred })
    };
    let lives = |code: &'static str| {
        move |p: &mut Person| {
            let postal_code = Some(code.to_owned());
            p.addresses.push(kith_domain::fact::Address { postal_code, ..Default::default() });
        }
    };
    let strata = |clinic: &dyn Fn(&mut Person), state: &dyn Fn(&mut Person)| {
        let mut facts = Facts::default();
        facts.person(MOTHER, "1990-01-01", |p| clinic(p)).from(CLINIC);
        facts.person(MOTHER, "1990-01-01", |p| state(p)).from(STATE);
        facts.condition(MOTHER, "2025-03-10", "Z37.0").delivery().strata
    };
    for (clinic, state, expected) in [
        ("2054-5", "UNK", "Black or African American"),
        ("ASKU", "2106-3", "White"),
        ("2054-5", "2054-5", "Black or African American"),
        ("2054-5", "2106-3", "Multiracial"),
        ("2054-5", "2135-2", "Hispanic or Latino"),
    ] {
        assert_eq!(strata(&race(clinic), &race(state)).reported.race_ethnicity, expected, "{clinic} {state}");
    }
    assert_eq!(strata(&speaks("es", true), &speaks("en", false)).language, "es");
    assert_eq!(strata(&speaks("es", true), &speaks("en", true)).language, "en");
    assert_eq!(strata(&lives("21201"), &lives("20850")).geography, "208");
}

#[test]
fn cover_of_two_plans_is_one_run_and_a_visit_told_twice_is_one() {
    let covered = facts(|f| {
        f.condition(MOTHER, "2025-03-10", "Z37.0").from(HOSPITAL);
        f.cover(MOTHER, "2024-06-01", "2025-03-01", "Medicaid").from(STATE);
        f.cover(MOTHER, "2025-02-01", "2025-12-31", "Blue Cross").from(PLAN);
    });
    let delivery = covered.delivery();
    let run = (delivery.enrolled_on, delivery.enrolled_until);
    assert_eq!(run, (Some(day("2024-06-01")), Some(day("2025-12-31"))));
    assert_eq!(delivery.strata.payer, "Private");

    // Two visits here against one there that two sources tell of.
    let mut cared = facts(|_| {});
    for source in [CLINIC, HOSPITAL, PLAN] {
        for (reference, id) in [("Organization/here", 1), ("Organization/there", 2)] {
            let name = Reference(reference.into());
            cared.organizations.add(SourceId(source), &name, OrganizationId(id));
        }
    }
    let at = |name: &str| {
        let name = Reference(name.into());
        move |e: &mut Encounter| e.organization = Some(name)
    };
    cared.condition(MOTHER, "2025-03-10", "Z37.0").from(HOSPITAL);
    for (n, on) in [("1", "2025-01-10"), ("2", "2025-01-20")] {
        cared.encounter(MOTHER, &format!("Encounter/here{n}"), on, at("Organization/here")).from(CLINIC);
    }
    for source in [CLINIC, HOSPITAL, PLAN] {
        cared.encounter(MOTHER, "Encounter/there", "2025-02-10", at("Organization/there")).from(source);
    }
    assert_eq!(cared.delivery().organization, Some(OrganizationId(1)));
}

proptest! {
    /// However the sources' records interleave, people, days and subjects are the same.
    #[test]
    fn what_is_told_does_not_depend_on_the_order_of_facts(
        order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()
    ) {
        let told = facts(|f| {
            f.observed(MOTHER, "2025-04-01", DELIVERY_TIME_CODE, "2025-03-12").from(CLINIC);
            f.condition(MOTHER, "2025-03-11", "Z37.2").from(HOSPITAL);
            for source in [HOSPITAL, STATE] {
                f.baby(BABY, "2025-03-10").but(nth(1)).from(source);
                f.baby(TWIN, "2025-03-11").but(nth(2)).from(source);
            }
            f.baby(BABY, "2025-03-11").from(PLAN);
            f.procedure(MOTHER, "2025-03-09", "59400").from(PLAN);
            f.cover(MOTHER, "2024-06-01", "2025-12-31", "Medicaid").from(PLAN);
        });
        let mut shuffled = told.clone();
        shuffled.facts = order.iter().map(|&at| told.facts[at].clone()).collect();
        prop_assert_eq!(told.story(), shuffled.story());
    }
}
