//! Boundary cases of aspirin in pregnancy and of the postpartum visit with home visiting, through the real engine.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kith_domain::course::{Asking, Course, FormIn, Said};
use kith_domain::fact::{Coding, Reference, Value};
use kith_domain::id::{CaseId, PersonId, RecordId, ReferralId};
use kith_domain::measure::Status;
use kith_domain::priority::Tier;
use kith_domain::referral::{Side, State, Word};

use crate::library::Case;
use crate::world::{ICD, LATER, SNOMED, World, day, when};

const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
const BORN: &str = "2025-06-10";
/// Day 0 of a pregnancy of 40 weeks that ended on that day.
const DAY_0: &str = "2024-09-03";

fn after(text: &str, days: i32) -> Date {
    day(text).saturating_add(days.days())
}

/// A diagnosis with its day.
type Diagnosis = (&'static str, &'static str);

/// A pregnancy with some diagnoses.
fn at_risk(world: &mut World, id: &str, diagnoses: &[Diagnosis]) {
    world.delivered(id, BORN).due(id, "2025-01-10", BORN);
    for (on, code) in diagnoses {
        world.diagnosed(id, on, ICD, code);
    }
}

/// What stands of women with high blood pressure from before, by the day of gestation on which each began aspirin: by
/// 28 weeks, and before 16.
fn begun(days: &[i32]) -> [Vec<Status>; 2] {
    let mut world = World::default();
    for (n, gestation) in days.iter().enumerate() {
        let id = format!("m{n}");
        at_risk(&mut world, &id, HYPERTENSION);
        world.medicine(&id, &after(DAY_0, *gestation).to_string(), RXNORM, "243670");
    }
    ["aspirin", "aspirin_by_16w"].map(|measure| seen_by(&world, measure))
}

const HYPERTENSION: &[Diagnosis] = &[("2020-01-01", "I10")];
/// Said of a pregnancy: the first one, and obesity.
const FIRST: Diagnosis = ("2024-12-01", "Z34.01");
const OBESITY: Diagnosis = ("2024-12-01", "O99.211");

/// A woman who was asked to home visiting, and began it on a day or never, with a postpartum visit on a day.
fn visited(began: Option<Date>, visit: Option<i32>) -> World {
    let mut world = World::default();
    world.delivered("m", BORN);
    if let Some(days) = visit {
        world.typed("m", &after(BORN, days).to_string(), SNOMED, "169762003");
    }
    let at = |on: Date| on.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    let said = |on, side, state| Said { at: at(on), side, state, reason: None, step: true };
    let asked_on = began.unwrap_or(day(BORN)).saturating_sub(7.days());
    let mut steps = vec![said(asked_on, Side::Sender, State::Sent)];
    steps.extend(began.map(|on| said(on, Side::Receiver, State::InService)));
    let course = Course {
        case: CaseId(7),
        person: PersonId(0),
        record: RecordId(900),
        organization: None,
        opened_at: at(asked_on),
        contact_by: at(asked_on),
        closed: None,
        assessed: Tier::Second,
        overridden: None,
        attempts: Vec::new(),
        forms: vec![FormIn {
            at: at(asked_on),
            form: "prenatal_risk_assessment".into(),
            record: RecordId(900),
        }],
        tasks: Vec::new(),
        askings: vec![Asking {
            referral: ReferralId(70),
            service: "Family Paths".into(),
            kind: "home_visiting".into(),
            said: steps,
            sender: Word::default(),
            herself: Word::default(),
        }],
        handouts: Vec::new(),
    };
    world.courses.push((Reference("Patient/m".into()), course));
    world
}

fn seen_by(world: &World, measure: &str) -> Vec<Status> {
    world.run(measure, LATER).into_iter().map(|seen| seen.outcome.status).collect()
}

use Status::{Met, NotMet};

/// The cases of the file that are tested here.
pub const CASES: [Case; 7] = [
    ("aspirin", "chronic hypertension, started 13w0d", "met, 'optimal'", || {
        assert_eq!(begun(&[83, 84, 91]), [[NotMet, Met, Met]; 2]);
    }),
    ("aspirin", "chronic hypertension, started 17w0d", "met", || {
        assert_eq!(begun(&[111, 112, 119]), [[Met, Met, Met], [Met, NotMet, NotMet]]);
    }),
    ("aspirin", "one moderate factor only", "not in denominator", || {
        assert_eq!(in_it(&[&[OBESITY], &[FIRST], &[FIRST, OBESITY], &[]]), [2]);
    }),
    ("aspirin", "started 28w1d", "not met", || {
        assert_eq!(begun(&[196, 197]), [[Met, NotMet], [NotMet, NotMet]]);
    }),
    ("hv_pp56", "visit day 56", "met", || {
        let world = visited(Some(after(BORN, -60)), Some(56));
        assert_eq!(seen_by(&world, "hv_pp56"), [Met]);
    }),
    ("hv_pp56", "visit day 57", "not met (still met for HEDIS PPC)", || {
        let world = visited(Some(after(BORN, -60)), Some(57));
        assert_eq!(seen_by(&world, "hv_pp56"), [NotMet]);
        assert_eq!(seen_by(&world, "ppc_postpartum"), [Met]);
    }),
    ("hv_pp56", "enrolled on day 31 after delivery", "not in denominator", || {
        assert_eq!(seen_by(&visited(Some(after(BORN, 31)), Some(40)), "hv_pp56"), []);
        assert_eq!(seen_by(&visited(Some(after(BORN, 30)), Some(40)), "hv_pp56"), [Met]);
        assert_eq!(seen_by(&visited(None, Some(40)), "hv_pp56"), []);
    }),
];

rows! {
    aspirin_at_13_weeks = 0;
    aspirin_at_17_weeks = 1;
    one_moderate_factor_is_not_enough = 2;
    aspirin_after_28_weeks = 3;
    seen_on_day_56 = 4;
    seen_on_day_57 = 5;
    visited_from_day_31_on = 6;
}

/// Which of some women, by their diagnoses, are at risk.
fn in_it(women: &[&[Diagnosis]]) -> Vec<usize> {
    let mut world = World::default();
    for (n, diagnoses) in women.iter().enumerate() {
        at_risk(&mut world, &format!("m{n}"), diagnoses);
    }
    at_risk_in(&world)
}

fn at_risk_in(world: &World) -> Vec<usize> {
    let all = world.run("aspirin", LATER).into_iter();
    all.map(|seen| seen.person.trim_start_matches("Patient/m").parse().unwrap()).collect()
}

#[test]
fn who_is_at_risk_of_pre_eclampsia() {
    // The reason of a visit says it as well as a list of problems.
    let mut seen = World::default();
    at_risk(&mut seen, "m0", &[]);
    seen.encounter("m0", "2024-12-01", |e| e.reasons.push(Coding::new(ICD, "I10")));
    assert_eq!(at_risk_in(&seen), [0]);
    let found = in_it(&[
        // An earlier pre-eclampsia is a risk; that of this pregnancy is what aspirin was for.
        &[("2022-03-01", "O14.13")],
        &[("2025-06-01", "O14.13")],
        &[("2024-12-01", "O30.041")],
        // Two codes of one factor are one factor.
        &[OBESITY, ("2024-12-01", "Z68.35")],
        &[OBESITY, ("2024-12-01", "Z59.6")],
        HYPERTENSION,
    ]);
    assert_eq!(found, [0, 2, 4, 5]);
}

#[test]
fn what_is_measured_or_counted_is_a_factor_too() {
    let mut world = World::default();
    // A body mass index of 30, and of more.
    for (id, index) in [("m0", "30"), ("m1", "30.1")] {
        at_risk(&mut world, id, &[FIRST]);
        let value = Value::Quantity { value: index.into(), unit: "kg/m2".into() };
        world.observed(id, "2024-10-01", "39156-5", value);
    }
    // The last birth, eleven years ago and nine.
    for (id, last) in [("m2", "2014-06-10"), ("m3", "2016-06-10")] {
        at_risk(&mut world, id, &[OBESITY]);
        world.condition(id, last, "Z37.0");
    }
    // 35 years old, and a day younger.
    for (id, born) in [("m4", "1990-06-10"), ("m5", "1990-06-11")] {
        world.person(id, born, |_| {}).condition(id, BORN, "Z37.0").due(id, "2025-01-10", BORN);
        world.diagnosed(id, FIRST.0, ICD, FIRST.1);
    }
    // Nobody born before: one factor, whether a code or a count says so.
    for (id, births, other) in [("m6", 0, OBESITY), ("m7", 1, OBESITY), ("m8", 0, FIRST)] {
        at_risk(&mut world, id, &[other]);
        world.observed(id, "2025-01-10", "11977-6", Value::Integer(births));
    }
    assert_eq!(at_risk_in(&world), [1, 2, 4, 6]);
}

#[test]
fn who_is_left_out_of_aspirin() {
    let mut world = World::default();
    at_risk(&mut world, "m0", &[HYPERTENSION[0], ("", "Z88.6")]);
    at_risk(&mut world, "m1", HYPERTENSION);
    world.observed("m1", BORN, "69044-6", Value::When(when(&after(DAY_0, 197).to_string())));
    world.delivered("m2", BORN).diagnosed("m2", "2020-01-01", ICD, "I10");
    let all = world.run("aspirin", LATER);
    let found: Vec<_> = all.iter().map(|seen| (seen.outcome.status, seen.reason())).collect();
    let expected = [
        (Status::Excluded, "cannot_take_it"),
        (Status::Excluded, "late_to_care"),
        (Status::Unknown, "gestation_unknown"),
    ];
    assert_eq!(found, expected);
}
