//! The pregnancy that a delivery ended; diagnoses, medicines and cover.

use kith_domain::fact::Medication;

use super::*;

fn length(value: &str, unit: &str) -> Value {
    Value::Quantity { value: value.into(), unit: unit.into() }
}

impl Facts {
    fn valued(&mut self, id: i64, made: &str, code: &str, value: Value) -> &mut Self {
        self.observed(id, made, code, "2000-01-01").but(|fact| {
            if let Body::Observation(observation) = &mut fact.body {
                observation.value = Some(value);
            }
        })
    }

    fn dated_from(&self) -> Option<Date> {
        self.delivery().dated_from()
    }
}

/// A delivery on 10 March 2025.
fn delivered() -> Facts {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-03-10", "Z37.0");
    facts
}

#[test]
fn a_due_date_dates_a_pregnancy_before_gestation_before_the_last_period() {
    let mut facts = delivered();
    assert_eq!(facts.dated_from(), None);
    facts.observed(MOTHER, "2024-09-01", "8665-2", "2024-06-01");
    assert_eq!(facts.dated_from(), Some(day("2024-06-01")));
    facts.valued(MOTHER, "2025-03-10", "11884-4", length("39", "wk"));
    assert_eq!(facts.dated_from(), Some(day("2024-06-10")));
    facts.observed(MOTHER, "2024-09-01", "11778-8", "2025-03-15");
    assert_eq!(facts.dated_from(), Some(day("2024-06-08")));
}

#[test]
fn a_reason_of_a_visit_is_a_diagnosis_and_one_with_a_record_is_told_by_it() {
    let mut facts = Facts::default();
    facts.mother().encounter(MOTHER, "Encounter/1", "2025-01-10", |e| {
        e.types.push(Coding::new(SNOMED, "185349003"));
        e.reasons.extend([Coding::new(ICD, "O13.3"), Coding::new(ICD, "F31.9")]);
        e.diagnoses.push(Reference("Condition/bipolar".into()));
    });
    facts
        .condition(MOTHER, "2019-05-05", "F31.9")
        .but(|f| f.reference = Reference("Condition/bipolar".into()));
    facts.encounter(MOTHER, "Encounter/2", "2025-01-12", |e| {
        e.status = "cancelled".into();
        e.reasons.push(Coding::new(ICD, "O14.13"));
    });
    let story = facts.story();
    let told = |row: &ConditionRow| (story.concepts[&row.concept].1.as_str(), row.starts.unwrap().latest);
    let mut rows: Vec<_> = story.conditions.iter().map(told).collect();
    rows.sort_unstable();
    let visit = day("2025-01-10");
    assert_eq!(rows, [("185349003", visit), ("F31.9", day("2019-05-05")), ("O13.3", visit)]);
}

#[test]
fn a_blood_pressure_has_both_numbers_of_a_record() {
    let part = |code: &str, number: i64| kith_domain::fact::Component {
        codes: vec![Coding::new(LOINC, code)],
        value: Some(length(&number.to_string(), "mm[Hg]")),
    };
    let mut facts = Facts::default();
    facts.mother();
    for parts in [
        vec![part("8480-6", 150), part("8462-4", 95)],
        vec![part("8480-6", 150)],
        // Two readings on one record.
        vec![part("8480-6", 160), part("8462-4", 110), part("8480-6", 140), part("8462-4", 90)],
    ] {
        facts.valued(MOTHER, "2025-03-10", "85354-9", length("1", "1")).but(|fact| {
            if let Body::Observation(observation) = &mut fact.body {
                (observation.value, observation.components) = (None, parts);
            }
        });
    }
    let told: Vec<_> = facts.story().pressures.iter().map(|p| (p.systolic, p.diastolic)).collect();
    assert_eq!(told, [(150.0, 95.0), (160.0, 110.0), (140.0, 90.0)]);
}

#[test]
fn gestation_is_of_the_birth_or_of_its_own_day_and_of_this_pregnancy() {
    let dated = |on: &str, code: &str, value: &str, unit: &str| {
        delivered().valued(MOTHER, on, code, length(value, unit)).dated_from()
    };
    assert_eq!(dated("2025-03-11", "11884-4", "270", "d"), Some(day("2024-06-13")));
    assert_eq!(dated("2025-03-10", "57714-8", "38.5", "wk"), Some(day("2024-06-14")));
    // Ten weeks on a day of August.
    assert_eq!(dated("2024-08-13", "18185-9", "10", "wk"), Some(day("2024-06-04")));
    // Of an earlier birth, in a unit that nobody knows, or too short to be believed.
    assert_eq!(dated("2023-03-10", "11884-4", "39", "wk"), None);
    assert_eq!(dated("2025-03-10", "11884-4", "39", "mo"), None);
    assert_eq!(dated("2025-03-10", "11884-4", "12", "wk"), None);
    // What stands on the record of the infant is about its birth.
    let mut facts = delivered();
    facts.baby(BABY, "2025-03-10").valued(BABY, "2025-03-10", "11884-4", length("36", "wk"));
    assert_eq!(facts.dated_from(), Some(day("2024-07-01")));
}

#[test]
fn prenatal_care_is_what_the_record_of_this_birth_says() {
    let mut facts = delivered();
    facts.valued(MOTHER, "2023-01-05", "68493-6", Value::Integer(3));
    facts.observed(MOTHER, "2023-01-05", "69044-6", "2022-06-01");
    let known = facts.delivery().prenatal;
    assert_eq!((known.visits, known.first_visit), (None, None));
    facts.valued(MOTHER, "2025-03-12", "68493-6", Value::Integer(0));
    facts.observed(MOTHER, "2025-03-12", "69044-6", "2024-08-01");
    let known = facts.delivery().prenatal;
    assert_eq!((known.visits, known.first_visit), (Some(0), Some(day("2024-08-01"))));
    assert_eq!(facts.delivery().age_years, Some(35));
}

#[test]
fn an_age_that_may_be_two_is_unknown() {
    let mut facts = Facts::default();
    facts.person(MOTHER, "1990-03", |_| {}).condition(MOTHER, "2025-03-10", "Z37.0");
    assert_eq!(facts.delivery().age_years, None);
}

#[test]
fn a_diagnosis_stands_whether_an_encounter_names_it_or_not() {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2020-05", "I10").condition(MOTHER, "", "E10.9");
    facts.encounter(MOTHER, "Encounter/off", "2024-01-01", |e| e.status = "cancelled".into());
    facts.condition(MOTHER, "2024-01-01", "O14.1");
    facts.but(|fact| fact.encounter = Some(Reference("Encounter/off".into())));
    let found: Vec<Option<Span>> = facts.story().conditions.iter().map(|c| c.starts).collect();
    let may = Span { earliest: day("2020-05-01"), latest: day("2020-05-31") };
    assert_eq!(found, [Some(may), None]);
}

#[test]
fn a_medicine_that_was_taken_back_is_none() {
    let status = |status: &str| {
        let mut facts = Facts::default();
        let codes = vec![Coding::new("rx", "1"), Coding::new("ndc", "2")];
        let (status, intent, authored) = (status.into(), "order".into(), Some(when("2025-01-02")));
        let body = Body::Medication(Medication { status, intent, codes, authored });
        facts.mother().add(MOTHER, "MedicationRequest/1", body);
        facts.story().medications.len()
    };
    assert_eq!([status("active"), status("completed"), status("stopped")], [2; 3]);
    assert_eq!([status("entered-in-error"), status("cancelled"), status("draft")], [0; 3]);
}

#[test]
fn cover_is_joined_over_a_gap_of_a_day() {
    let mut facts = Facts::default();
    facts.mother().cover(MOTHER, "2024-01-01", "2024-03-31", "Medicaid");
    facts.cover(MOTHER, "2024-04-02", "2024-06-30", "Blue Cross").cover(MOTHER, "2024-08-01", "", "Medicaid");
    facts.cover(MOTHER, "2024-07-01", "2024-07-31", "self-pay");
    let story = facts.story();
    let runs: Vec<_> = story.cover.iter().map(|c| (c.starts, c.ends)).collect();
    let on = |text| Some(day(text));
    assert_eq!(runs, [(on("2024-01-01"), on("2024-06-30")), (on("2024-08-01"), None)]);
}

fn bill(facts: &mut Facts, status: &str, diagnoses: &[(&str, &str)]) {
    let billed = |(code, flag): &(&str, &str)| kith_domain::fact::Billed {
        codes: vec![Coding::new(ICD, code)],
        on_admission: (!flag.is_empty()).then(|| (*flag).into()),
        encounters: vec![Reference("Encounter/stay".into())],
        ..Default::default()
    };
    let claim = kith_domain::fact::Claim {
        status: status.into(),
        usage: "claim".into(),
        created: Some(when("2025-05-01")),
        diagnoses: diagnoses.iter().map(billed).collect(),
    };
    facts.add(MOTHER, "Claim/bill", Body::Claim(claim));
}

#[test]
fn a_bill_says_what_was_there_on_admission_and_what_no_other_record_has() {
    let check = |status: &str, diagnoses: &[(&str, &str)], expected: &[(&str, Option<char>, &str)]| {
        let mut facts = Facts::default();
        facts.mother().encounter(MOTHER, "Encounter/stay", "2025-03-09", |e| {
            e.class = Some(Coding::new("act", "IMP"));
            e.diagnoses.push(Reference("Condition/own".into()));
        });
        facts.condition(MOTHER, "", "A41.9").but(|fact| fact.reference = Reference("Condition/own".into()));
        bill(&mut facts, status, diagnoses);
        let story = facts.story();
        let named: HashMap<_, _> =
            story.references.iter().map(|(record, r)| (*record, r.0.as_str())).collect();
        let told = |row: &ConditionRow| {
            assert_eq!((row.starts.unwrap().latest, row.encounter.is_some()), (day("2025-03-09"), true));
            (story.concepts[&row.concept].1.as_str(), row.on_admission, named[&row.record])
        };
        let mut rows: Vec<_> = story.conditions.iter().map(told).collect();
        rows.sort_unstable();
        assert_eq!(rows, expected, "{status} {diagnoses:?}");
    };
    let own = "Condition/own";
    check("active", &[], &[("A41.9", None, own)]);
    check("active", &[("A41.9", "Y")], &[("A41.9", Some('Y'), own)]);
    check(
        "active",
        &[("A41.9", "N"), ("D65", "")],
        &[("A41.9", Some('N'), own), ("D65", None, "Claim/bill")],
    );
    check("cancelled", &[("A41.9", "N"), ("D65", "N")], &[("A41.9", None, own)]);
}

/// A health plan often has nothing else.
#[test]
fn what_only_a_bill_says_of_a_stay_makes_a_delivery() {
    let mut facts = Facts::default();
    facts.mother().encounter(MOTHER, "Encounter/stay", "2025-03-09", |e| {
        e.class = Some(Coding::new("act", "IMP"));
    });
    assert!(facts.deliveries().is_empty());
    bill(&mut facts, "cancelled", &[("Z37.0", ""), ("O80", "Y")]);
    assert!(facts.deliveries().is_empty());
    bill(&mut facts, "active", &[("Z37.0", ""), ("O80", "Y")]);
    let delivery = facts.delivery();
    assert_eq!((delivery.live, delivery.plurality), (Live::Yes, Some(1)));
}

#[test]
fn an_order_a_refusal_and_where_she_was_sent_are_decisions() {
    let mut facts = Facts::default();
    facts.mother().encounter(MOTHER, "Encounter/1", "2025-03-10", |e| {
        e.disposition.push(Coding::new(SNOMED, "428361000124107"));
    });
    for (status, intent) in [("active", "order"), ("revoked", "order"), ("active", "proposal")] {
        let order = kith_domain::fact::Order {
            status: status.into(),
            intent: intent.into(),
            codes: vec![Coding::new(SNOMED, "183524004")],
            authored: Some(when("2025-03-11")),
            forbids: false,
        };
        facts.add(MOTHER, &format!("ServiceRequest/{status}-{intent}"), Body::Order(order));
    }
    for status in ["cancelled", "entered-in-error"] {
        facts.observed(MOTHER, "2025-03-12", "73832-8", "2000-01-01").but(|fact| {
            if let Body::Observation(observation) = &mut fact.body {
                observation.status = status.into();
                observation.value = None;
                observation.not_done = vec![Coding::new(SNOMED, "720834000")];
            }
        });
    }
    let story = facts.story();
    let code = |id: &i64| story.concepts[id].1.as_str();
    let told = |row: &DecisionRow| {
        (row.decided.name(), row.on.unwrap().to_string(), code(&row.concept), row.reason.as_ref().map(code))
    };
    assert_eq!(
        story.decisions.iter().map(told).collect::<Vec<_>>(),
        [
            ("sent_to", "2025-03-10".into(), "428361000124107", None),
            ("ordered", "2025-03-11".into(), "183524004", None),
            ("not_done", "2025-03-12".into(), "73832-8", Some("720834000")),
        ]
    );
    assert_eq!(story.observations, []);
}
