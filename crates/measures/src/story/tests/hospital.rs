//! How a delivery went: the route, the stay, and whether it was the first.

use super::*;

fn moment(text: &str) -> When {
    let (date, time) = text.split_once(' ').unwrap();
    When { date: date.parse().unwrap(), at: Some(format!("{date}T{time}:00Z").parse().unwrap()) }
}

/// A live birth on 2025-03-10.
fn born() -> Facts {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-03-10", "Z37.0");
    facts
}

fn inpatient(facts: &mut Facts, reference: &str, from: &str, to: &str, status: &str) {
    facts.encounter(MOTHER, reference, from, |e| {
        e.class = Some(Coding::new("act", "IMP"));
        e.status = status.into();
        e.ends = match to {
            "" => None,
            _ if to.contains(' ') => Some(moment(to)),
            _ => Some(when(to)),
        };
    });
}

#[test]
fn the_stay_of_a_delivery_is_every_stay_that_holds_its_day() {
    let check = |stays: &[(&str, &str, &str)], expected: (StayState, &str, &str)| {
        let mut facts = born();
        for (n, (from, to, status)) in stays.iter().enumerate() {
            inpatient(&mut facts, &format!("Encounter/{n}"), from, to, status);
        }
        let stay = facts.delivery().stay;
        let text = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(
            (stay.state, text(stay.admitted).as_str(), text(stay.discharged).as_str()),
            expected,
            "{stays:?}"
        );
    };
    let (done, now) = ("finished", "in-progress");
    check(&[], (StayState::None, "", ""));
    check(&[("2025-03-09", "2025-03-12", done)], (StayState::Ended, "2025-03-09", "2025-03-12"));
    // A ward within the stay, and one that is about another time.
    check(
        &[
            ("2025-03-10", "2025-03-11", done),
            ("2025-03-09", "2025-03-12", done),
            ("2025-03-20", "2025-03-22", done),
        ],
        (StayState::Ended, "2025-03-09", "2025-03-12"),
    );
    check(&[("2025-03-09", "", now)], (StayState::Lasting, "2025-03-09", ""));
    check(&[("2025-03-10", "", done)], (StayState::EndUnknown, "2025-03-10", ""));
    check(&[("2025-03-02", "", done)], (StayState::None, "", ""));
    // One source knows the end, another never said that it is over.
    check(
        &[("2025-03-10", "", now), ("2025-03-10", "2025-03-12", done)],
        (StayState::Ended, "2025-03-10", "2025-03-12"),
    );
    check(
        &[("2025-03-10", "2025-03-12", done), ("2025-03-10", "", now)],
        (StayState::Ended, "2025-03-10", "2025-03-12"),
    );
    check(
        &[("2025-03-09", "", now), ("2025-03-10", "2025-03-11", done)],
        (StayState::Ended, "2025-03-09", "2025-03-11"),
    );
    check(&[("2025-03-10", "", done), ("2025-03-10", "", now)], (StayState::Lasting, "2025-03-10", ""));
    // One that began 140 days before may hold it; of an older one nobody sent the end.
    check(&[("2024-10-21", "", now)], (StayState::Lasting, "2024-10-21", ""));
    check(&[("2024-10-20", "", now)], (StayState::None, "", ""));
}

/// The time of the delivery.
fn born_at(facts: &mut Facts, at: &str) {
    facts.observed(MOTHER, "2025-03-10", DELIVERY_TIME_CODE, "2025-03-10").but(|fact| {
        if let Body::Observation(observation) = &mut fact.body {
            observation.value = Some(Value::When(moment(at)));
        }
    });
}

#[test]
fn of_two_stays_of_one_day_it_is_the_one_that_holds_the_time() {
    let check = |at: &str, admitted: &str, discharged: &str| {
        let mut facts = Facts::default();
        facts.mother();
        born_at(&mut facts, at);
        for (n, (from, to)) in
            [("2025-03-08 08:00", "2025-03-10 08:15"), ("2025-03-10 19:00", "2025-03-11 08:15")]
                .iter()
                .enumerate()
        {
            inpatient(&mut facts, &format!("Encounter/{n}"), &from[..10], to, "finished");
            facts.but(|fact| {
                if let Body::Encounter(encounter) = &mut fact.body {
                    encounter.starts = Some(moment(from));
                }
            });
        }
        let stay = facts.delivery().stay;
        assert_eq!((stay.admitted, stay.discharged), (Some(day(admitted)), Some(day(discharged))), "{at}");
    };
    check("2025-03-10 08:15", "2025-03-08", "2025-03-10");
    check("2025-03-10 19:00", "2025-03-10", "2025-03-11");
    // Where the time lies in neither, the day decides.
    check("2025-03-10 12:00", "2025-03-08", "2025-03-11");
}

#[test]
fn a_stay_that_goes_on_within_an_hour_is_the_same() {
    let of = |stays: &[(&str, &str)]| {
        let mut facts = Facts::default();
        facts.mother();
        born_at(&mut facts, "2025-03-10 14:00");
        for (n, (from, to)) in stays.iter().enumerate() {
            inpatient(&mut facts, &format!("Encounter/{n}"), &from[..10], to, "finished");
            facts.but(|fact| {
                if let Body::Encounter(encounter) = &mut fact.body {
                    encounter.starts = Some(if from.len() > 10 { moment(from) } else { when(from) });
                }
            });
        }
        let stay = facts.delivery().stay;
        (stay.admitted, stay.discharged, stay.came_at.map(|at| at.to_string()))
    };
    let (first, ward) = (("2025-03-09 22:00", "2025-03-10 20:00"), ("2025-03-10 20:45", "2025-03-14 11:00"));
    let came = Some("2025-03-09T22:00:00Z".to_owned());
    let known = (Some(day("2025-03-09")), Some(day("2025-03-14")), came.clone());
    assert_eq!(of(&[first, ward]), known);
    assert_eq!(of(&[ward, first]), known);
    // By way of another, and not after more than an hour.
    let short = ("2025-03-10 20:30", "2025-03-10 22:30");
    let night = ("2025-03-10 23:15", "2025-03-13 09:00");
    assert_eq!(of(&[first, night, short]), (known.0, Some(day("2025-03-13")), came.clone()));
    assert_eq!(of(&[first, night]), (known.0, Some(day("2025-03-10")), came.clone()));
    // A source that knows days only says that she had come before: nobody knows when.
    assert_eq!(
        of(&[("2025-03-08", "2025-03-12 14:00"), first]),
        (Some(day("2025-03-08")), Some(day("2025-03-12")), None)
    );
    assert_eq!(of(&[("2025-03-09", "2025-03-12 14:00"), first]).2, came);
}

#[test]
fn she_came_by_way_of_what_ended_within_an_hour_before() {
    let check = |before: &[(&str, &str, &str)], expected: &str| {
        let mut facts = Facts::default();
        facts.mother();
        born_at(&mut facts, "2025-03-10 12:00");
        inpatient(&mut facts, "Encounter/stay", "2025-03-10", "2025-03-12 14:00", "finished");
        let mut period = ("2025-03-10 08:00", "2025-03-12 14:00", "IMP");
        let set = |facts: &mut Facts, (from, to, class): (&str, &str, &str)| {
            facts.but(|fact| {
                if let Body::Encounter(encounter) = &mut fact.body {
                    (encounter.starts, encounter.ends) = (Some(moment(from)), Some(moment(to)));
                    encounter.class = Some(Coding::new("act", class));
                }
            });
        };
        set(&mut facts, period);
        for (n, visit) in before.iter().enumerate() {
            period = *visit;
            facts.encounter(MOTHER, &format!("Encounter/{n}"), "2025-03-10", |_| {});
            set(&mut facts, period);
        }
        let came = facts.delivery().stay.came_at.unwrap().to_string();
        assert_eq!(came, expected, "{before:?}");
    };
    check(&[], "2025-03-10T08:00:00Z");
    check(&[("2025-03-10 05:00", "2025-03-10 07:00", "EMER")], "2025-03-10T05:00:00Z");
    check(&[("2025-03-10 05:00", "2025-03-10 06:59", "EMER")], "2025-03-10T08:00:00Z");
    // A visit elsewhere that morning leads nowhere.
    check(&[("2025-03-10 06:00", "2025-03-10 07:30", "AMB")], "2025-03-10T08:00:00Z");
    // The day before, and then an observation.
    check(
        &[
            ("2025-03-09 20:00", "2025-03-10 02:00", "EMER"),
            ("2025-03-10 02:30", "2025-03-10 07:30", "OBSENC"),
        ],
        "2025-03-09T20:00:00Z",
    );
}

#[test]
fn the_moment_of_going_home_is_that_of_the_last_stay() {
    let mut facts = born();
    inpatient(&mut facts, "Encounter/a", "2025-03-10", "2025-03-11 09:00", "finished");
    inpatient(&mut facts, "Encounter/b", "2025-03-10", "2025-03-12 14:00", "finished");
    inpatient(&mut facts, "Encounter/c", "2025-03-10", "2025-03-12 13:00", "finished");
    assert_eq!(facts.delivery().stay.discharged_at.unwrap().to_string(), "2025-03-12T14:00:00Z");
}

#[test]
fn a_cesarean_after_forceps_is_a_cesarean_and_an_undated_route_is_that_of_the_only_delivery() {
    let check = |codes: &[(&str, &str)], expected: Option<Route>| {
        let mut facts = born();
        for (on, code) in codes {
            facts.procedure(MOTHER, "2025-03-10", code).but(|fact| {
                if let Body::Procedure(procedure) = &mut fact.body {
                    procedure.codes[0].system = SNOMED.into();
                    procedure.starts = (!on.is_empty()).then(|| when(on));
                }
            });
        }
        assert_eq!(facts.delivery().route, expected, "{codes:?}");
    };
    let (forceps, cesarean, spontaneous) = ("302383004", "11466000", "48782003");
    check(&[], None);
    check(&[("2025-03-10", spontaneous)], Some(Route::Vaginal));
    check(&[("2025-03-10", spontaneous), ("2025-03-10", forceps)], Some(Route::Assisted));
    check(&[("2025-03-10", cesarean), ("2025-03-10", forceps)], Some(Route::Cesarean));
    check(&[("", cesarean)], Some(Route::Cesarean));
    let mut two = born();
    two.condition(MOTHER, "2023-01-10", "Z37.0").procedure(MOTHER, "2025-03-10", "59409").but(|fact| {
        if let Body::Procedure(procedure) = &mut fact.body {
            procedure.starts = None;
        }
    });
    assert_eq!(two.deliveries().iter().map(|d| d.route).collect::<Vec<_>>(), [None, None]);
}

#[test]
fn whether_it_was_her_first_is_what_was_counted_before_it() {
    const G: &str = "11996-6";
    const P: &str = "11977-6";
    let check = |counts: &[(&str, &str, i64)], expected: Option<bool>| {
        let mut facts = born();
        facts.observed(MOTHER, "2025-03-10", "93857-1", "2025-03-10").but(|fact| {
            if let Body::Observation(observation) = &mut fact.body {
                observation.value = Some(Value::When(moment("2025-03-10 12:00")));
            }
        });
        for (made, code, number) in counts {
            facts.observed(MOTHER, "2025-01-01", code, "2025-01-01").but(|fact| {
                if let Body::Observation(observation) = &mut fact.body {
                    observation.value = Some(Value::Integer(*number));
                    observation.effective = Some(if made.contains(' ') { moment(made) } else { when(made) });
                }
            });
        }
        assert_eq!(facts.delivery().nulliparous, expected, "{counts:?}");
    };
    check(&[], None);
    check(&[("2025-01-10", G, 1)], Some(true));
    check(&[("2025-01-10", P, 0)], Some(true));
    check(&[("2025-01-10", G, 3), ("2025-01-10", P, 0)], Some(true));
    // A third pregnancy by itself says nothing of births.
    check(&[("2025-01-10", G, 3)], None);
    check(&[("2025-01-10", P, 2)], Some(false));
    // Nobody is pregnant for the noughth time: nobody counted.
    check(&[("2025-01-10", G, 0)], None);
    check(&[("2025-01-10", G, 0), ("2025-01-10", P, 1)], Some(false));
    check(&[("2025-01-10", "11639-2", 0), ("2025-01-10", "11637-6", 0)], Some(true));
    check(&[("2025-01-10", "11639-2", 0), ("2025-01-10", "11637-6", 1)], Some(false));
    check(&[("2025-01-10", "11639-2", 0)], None);
    // The latest before the delivery; one from an earlier pregnancy is too old.
    check(&[("2024-12-10", P, 1), ("2025-01-10", P, 0)], Some(true));
    check(&[("2024-05-10", P, 0)], None);
    // By the minute where both are known; on the day itself a count of one may count this birth.
    check(&[("2025-03-10 11:59", P, 1)], Some(false));
    check(&[("2025-03-10 12:01", P, 1)], None);
    check(&[("2025-03-10", P, 1)], None);
    check(&[("2025-03-10", P, 2)], Some(false));
    check(&[("2025-03-10", P, 0)], Some(true));
}

#[test]
fn diagnoses_and_medicines_are_rows_with_what_was_said_of_them() {
    let mut facts = born();
    inpatient(&mut facts, "Encounter/a", "2025-03-09", "2025-03-12", "finished");
    facts.but(|fact| {
        if let Body::Encounter(encounter) = &mut fact.body {
            let condition = Reference("Condition/sepsis".into());
            encounter.diagnoses.push(condition.clone());
            encounter.on_admission.push(kith_domain::fact::OnAdmission { condition, flag: "N".into() });
        }
    });
    facts.condition(MOTHER, "", "A41.9").but(|fact| fact.reference = Reference("Condition/sepsis".into()));
    let medication = kith_domain::fact::Medication {
        status: "completed".into(),
        intent: "administration".into(),
        codes: vec![Coding::new("rx", "6185")],
        authored: Some(moment("2025-03-10 11:15")),
    };
    facts.add(MOTHER, "MedicationAdministration/a", Body::Medication(medication.clone()));
    let called_off = kith_domain::fact::Medication { status: "not-done".into(), ..medication };
    facts.add(MOTHER, "MedicationAdministration/b", Body::Medication(called_off));
    let story = facts.story();
    let told = |d: &ConditionRow| (d.starts.and_then(Span::day), d.on_admission, d.encounter.is_some());
    assert_eq!(
        story.conditions.iter().map(told).collect::<Vec<_>>(),
        [(Some(date(2025, 3, 10)), None, false), (Some(date(2025, 3, 9)), Some('N'), true)]
    );
    let [given] = &story.medications[..] else { panic!("{:#?}", story.medications) };
    assert_eq!((given.on, &*given.intent), (Some(date(2025, 3, 10)), "administration"));
    assert_eq!(given.at.unwrap().to_string(), "2025-03-10T11:15:00Z");
    // What a value set names may be evidence; the medicine of an unknown system may not.
    let named: Vec<&str> = story.references.iter().map(|(_, r)| r.0.as_str()).collect();
    assert!(
        named.contains(&"Condition/sepsis") && !named.contains(&"MedicationAdministration/a"),
        "{named:?}"
    );
}
