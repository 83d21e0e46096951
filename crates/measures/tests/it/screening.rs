//! Every boundary case of the measures of depression screening in `measure_cases.csv`, through the real engine.

use kith_domain::fact::{Body, Coding, Medication, Value};
use kith_domain::form::{ActionTable, Answer, Answers, Instrument, Level};
use kith_domain::measure::Status;
use kith_interop::fhir::questionnaire::read_form;
use kith_measures::programme::Files;

use crate::library;
use crate::world::{CPT, LATER, SNOMED, Seen, World, day, when};

use Status::{Excluded, Met, NotMet, Pending, Unknown};

const EPDS: &str = "99046-5";
const PHQ9: &str = "44261-6";
const PHQ2: &str = "55758-7";
const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";

/// The day of the delivery, at term, in most of these worlds.
const DELIVERED: &str = "2025-03-10";

impl World {
    fn total(&mut self, who: &str, on: &str, code: &str, total: i64) -> &mut Self {
        self.observed(who, on, code, Value::Integer(total))
    }

    fn ordered(&mut self, who: &str, on: &str, code: &str) -> &mut Self {
        let at = kith_domain::fact::Reference::new("MedicationRequest", &format!("rx-{who}-{on}"));
        let body = Medication {
            status: "active".into(),
            intent: "order".into(),
            codes: vec![Coding::new(RXNORM, code)],
            authored: Some(when(on)),
        };
        self.push(at, Some(who), Body::Medication(body))
    }
}

/// A delivery on its due date.
fn delivered() -> World {
    let mut world = World::default();
    world.delivered("m", DELIVERED).due("m", "2024-09-01", DELIVERED);
    world
}

/// With a screening.
fn screened(on: &str, code: &str, total: i64) -> World {
    let mut world = delivered();
    world.total("m", on, code, total);
    world
}

/// With a baby.
fn with_a_baby() -> World {
    let mut world = delivered();
    world.baby("b", DELIVERED).link("b", "m");
    world
}

/// Days after the delivery.
fn on(days: i64) -> String {
    day(DELIVERED).saturating_add(jiff::Span::new().days(days)).to_string()
}

#[track_caller]
fn is(world: &World, measure: &str, status: Status) -> Seen {
    let seen = world.one(measure, LATER);
    assert_eq!(seen.outcome.status, status, "{seen:#?}");
    seen
}

/// A patient with visits on days of June 2025.
fn patient(visits: &[&str]) -> World {
    let mut world = World::default();
    world.mother("m");
    for visit in visits {
        world.typed("m", visit, SNOMED, "185349003");
    }
    world
}

/// A delivery in October, at term, so that 1 April lies in the pregnancy.
fn in_april(code: &str, total: i64) -> World {
    let mut world = World::default();
    world.delivered("m", "2025-10-08").due("m", "2025-03-01", "2025-10-08");
    world.total("m", "2025-04-01", code, total);
    world
}

/// The cases of the file that are tested here.
pub const CASES: [library::Case; 19] = [
    ("pnd_screen", "EPDS total 7 at 20 weeks", "met", || {
        let seen = is(&screened(&on(-140), EPDS, 7), "pnd_screen", Met);
        assert_eq!(seen.outcome.on, Some(day(&on(-140))));
        assert_eq!(seen.evidence, ["Observation/o3"]);
    }),
    ("pnd_screen", "EPDS started but 2 items missing, no total", "not met", || {
        let mut world = delivered();
        for item in ["71351-1", "71352-9"] {
            world.total("m", &on(-140), item, 1);
        }
        world.observed("m", &on(-140), EPDS, Value::Text("not complete".into()));
        is(&world, "pnd_screen", NotMet);
    }),
    ("pnd_screen", "PHQ-9 on the delivery date", "met", || {
        is(&screened(&on(0), PHQ9, 4), "pnd_screen", Met);
    }),
    ("pnd_screen", "EPDS the day after delivery", "not met (postpartum)", || {
        is(&screened(&on(1), EPDS, 7), "pnd_screen", NotMet);
    }),
    ("pnd_followup", "positive 2025-04-01, therapy visit 2025-05-01 (30 d)", "met", || {
        let mut world = in_april(EPDS, 12);
        world.typed("m", "2025-05-01", CPT, "90837");
        let seen = is(&world, "pnd_followup", Met);
        assert_eq!(seen.outcome.due_on, Some(day("2025-05-01")));
    }),
    ("pnd_followup", "positive 2025-04-01, visit 2025-05-02 (31 d)", "not met", || {
        let mut world = in_april(EPDS, 12);
        world.typed("m", "2025-05-02", CPT, "90837");
        is(&world, "pnd_followup", NotMet);
    }),
    (
        "pnd_followup",
        "PHQ-2 = 4 then PHQ-9 = 6 the same day",
        "met (negative full-length instrument)",
        || {
            let mut world = in_april(PHQ2, 4);
            world.total("m", "2025-04-01", PHQ9, 6);
            is(&world, "pnd_followup", Met);
        },
    ),
    ("pnd_followup", "positive EPDS, only a second EPDS 7 days later", "not met", || {
        let mut world = in_april(EPDS, 12);
        world.total("m", "2025-04-08", EPDS, 6);
        is(&world, "pnd_followup", NotMet);
    }),
    ("pds_screen", "screen on day 6", "not met", || {
        is(&screened(&on(6), EPDS, 3), "pds_screen", NotMet);
    }),
    ("pds_screen", "screen on day 7", "met", || {
        is(&screened(&on(7), EPDS, 3), "pds_screen", Met);
    }),
    ("pds_screen", "screen on day 84", "met", || {
        let seen = is(&screened(&on(84), EPDS, 3), "pds_screen", Met);
        assert_eq!(seen.outcome.due_on, Some(day(&on(84))));
        is(&screened(&on(85), EPDS, 3), "pds_screen", NotMet);
    }),
    (
        "pds_screen",
        "screen done at the 2-month well-child visit, stored in the infant chart",
        "met once linked to the mother",
        || {
            let mut unlinked = delivered();
            unlinked.baby("b", DELIVERED).well("b", &on(61)).total("b", &on(61), EPDS, 8);
            is(&unlinked, "pds_screen", NotMet);
            let mut linked = with_a_baby();
            linked.well("b", &on(61)).total("b", &on(61), EPDS, 8);
            is(&linked, "pds_screen", Met);
        },
    ),
    ("pds_followup", "first positive day 20, follow-up day 50", "met (30 d)", || {
        let mut world = screened(&on(20), EPDS, 11);
        world.typed("m", &on(50), CPT, "90834");
        let seen = is(&world, "pds_followup", Met);
        assert_eq!((seen.outcome.on, seen.outcome.due_on), (Some(day(&on(50))), Some(day(&on(50)))));
    }),
    ("pds_followup", "first positive day 20, follow-up day 51", "not met", || {
        let mut world = screened(&on(20), EPDS, 11);
        world.total("m", &on(40), EPDS, 14).typed("m", &on(51), CPT, "90834");
        is(&world, "pds_followup", NotMet);
    }),
    (
        "pds_followup",
        "item-10 positive with total 6: programme safety rule fires",
        "safety task created; not a 'positive screen' for this rate unless total >= 10",
        || {
            assert_eq!(answered_for(1), [Level::Safety]);
            assert_eq!(answered_for(0), []);
            let mut world = screened(&on(20), EPDS, 6);
            world.total("m", &on(20), "99045-7", 1);
            is(&world, "pds_screen", Met);
            assert!(world.run("pds_followup", LATER).is_empty());
            world.total("m", &on(30), EPDS, 10);
            is(&world, "pds_followup", NotMet);
        },
    ),
    ("dep_cms2", "screen 14 days before visit, negative", "met", || {
        let mut world = patient(&["2025-06-16"]);
        world.total("m", "2025-06-02", EPDS, 9);
        let seen = is(&world, "dep_cms2", Met);
        assert_eq!((seen.outcome.on, seen.outcome.counts_on), (Some(day("2025-06-16")), day("2025-06-16")));
    }),
    ("dep_cms2", "screen 15 days before, none at visit", "not met", || {
        let mut world = patient(&["2025-06-16"]);
        world.total("m", "2025-06-01", EPDS, 9);
        is(&world, "dep_cms2", NotMet);
    }),
    ("dep_cms2", "positive Monday, plan documented Wednesday", "met", || {
        let seen = is(&planned("2025-06-18"), "dep_cms2", Met);
        assert_eq!(seen.outcome.on, Some(day("2025-06-18")));
    }),
    ("dep_cms2", "positive Monday, plan Thursday", "not met", || {
        is(&planned("2025-06-19"), "dep_cms2", NotMet);
    }),
];

/// Seen and positive on a Monday, with a plan on a day.
fn planned(on: &str) -> World {
    let mut world = patient(&["2025-06-16"]);
    let hcpcs = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
    world.total("m", "2025-06-16", EPDS, 13).procedure("m", on, hcpcs, "G8431");
    world
}

/// How urgent what an EPDS leads to is, at a total of 6 and with some points on the item on self-harm.
fn answered_for(item_10: u8) -> Vec<Level> {
    let files = Files::embedded("central-triage").unwrap();
    let form = read_form(files.0["forms/epds.json"].as_bytes()).unwrap_or_else(|p| panic!("{p:#?}"));
    let table = ActionTable::parse(&files.0["screening_actions.csv"]).unwrap();
    // The first two and the fourth are printed from none to three points, the others the other way round.
    let rest = ["4", "1", "4", "4", "4", "4", "4"];
    let second = if item_10 == 0 { "4" } else { "3" };
    let last = if item_10 == 0 { "4" } else { "3" };
    let printed = ["4", second].into_iter().chain(rest).chain([last]);
    let given = printed
        .enumerate()
        .map(|(n, at)| (format!("epds.{}", n + 1), Answer::code(&format!("printed-{at}"))));
    let answers = Answers { alone: true, given: given.collect() };
    let sheet = form.sheet(&answers);
    assert_eq!(sheet.score(Instrument::Epds).total, Some(6), "{:#?}", sheet.score(Instrument::Epds));
    sheet.actions(&table).into_iter().map(|action| action.level).collect()
}

rows! {
    an_epds_at_20_weeks = 0;
    an_epds_without_a_total = 1;
    a_phq9_on_the_day_of_the_delivery = 2;
    an_epds_the_day_after = 3;
    therapy_30_days_after_a_positive_screening = 4;
    therapy_31_days_after_a_positive_screening = 5;
    a_brief_screening_and_the_whole_one_on_the_same_day = 6;
    asking_again_is_no_follow_up = 7;
    a_screening_on_day_6 = 8;
    a_screening_on_day_7 = 9;
    a_screening_on_day_84 = 10;
    a_screening_on_the_babys_chart = 11;
    followed_up_30_days_after_day_20 = 12;
    followed_up_31_days_after_day_20 = 13;
    an_item_on_self_harm_is_a_task_and_no_positive_screening = 14;
    a_screening_14_days_before_a_visit = 15;
    a_screening_15_days_before_a_visit = 16;
    a_plan_on_wednesday = 17;
    a_plan_on_thursday = 18;
}

#[test]
fn what_is_left_out_and_what_is_unknown_before_the_delivery() {
    let without_a_due_date = || {
        let mut world = World::default();
        world.delivered("m", DELIVERED).total("m", &on(-30), EPDS, 12);
        world
    };
    let seen = is(&without_a_due_date(), "pnd_screen", Unknown);
    assert_eq!(seen.reason(), "gestation_unknown");
    // Where those before term are not left out it does not matter.
    let any_term = library::with("pnd_screen", "term_days = 259", "term_days = \"off\"");
    assert_eq!(without_a_due_date().stands_in(&any_term, "pnd_screen"), (Met, String::new()));
    let early = |due: &str| {
        let mut world = World::default();
        world.delivered("m", DELIVERED).due("m", "2024-12-01", due);
        world
    };
    assert_eq!(is(&early("2025-04-01"), "pnd_screen", Excluded).reason(), "before_term");
    is(&early("2025-03-31"), "pnd_screen", NotMet);
    assert_eq!(early("2025-04-01").stands_in(&any_term, "pnd_screen").0, NotMet);

    let covered = library::with("pnd_screen", "enrolment_required = false", "enrolment_required = true");
    let cover = |from: &str| {
        let mut world = delivered();
        world.cover("m", from, "2025-12-31", "Medicaid");
        world.stands_in(&covered, "pnd_screen")
    };
    assert_eq!(cover(&on(-28)), (NotMet, String::new()));
    assert_eq!(cover(&on(-27)), (Excluded, "not_enrolled".into()));
    let mut world = delivered();
    world.typed("m", "2025-01-05", SNOMED, "385763009");
    assert_eq!(is(&world, "pnd_screen", Excluded).reason(), "hospice");
}

#[test]
fn a_total_is_one_that_the_questionnaire_can_give() {
    let check = |code, total, status| {
        is(&screened(&on(-5), code, total), "pnd_screen", status);
    };
    check(EPDS, 0, Met);
    check(EPDS, 30, Met);
    check(EPDS, 31, NotMet);
    check(PHQ9, 28, NotMet);
    check(PHQ2, 6, Met);
    check(PHQ2, 7, NotMet);
    // Older systems put the total under the code of the whole questionnaire.
    check("71354-5", 7, Met);
    // Before the pregnancy it is about something else.
    is(&screened(&on(-280), EPDS, 7), "pnd_screen", Met);
    is(&screened(&on(-281), EPDS, 7), "pnd_screen", NotMet);
}

#[test]
fn a_year_of_screenings_after_the_delivery_begins_on_8_september() {
    let counts_on = |delivered: &str| {
        let mut world = World::default();
        world.delivered("m", delivered);
        world.one("pds_screen", LATER).outcome.counts_on
    };
    assert_eq!(counts_on("2024-09-07"), day("2024-12-31"));
    assert_eq!(counts_on("2024-09-08"), day("2025-01-01"));
    assert_eq!(counts_on("2025-09-07"), day("2025-12-31"));
    let open = delivered().one("pds_screen", day(&on(84)));
    assert_eq!(open.outcome.status, Pending);
    assert_eq!(delivered().one("pds_screen", day(&on(85))).outcome.status, NotMet);
}

#[test]
fn care_after_a_positive_screening() {
    let check = |change: &dyn Fn(&mut World) -> &mut World, status| {
        let mut world = screened(&on(20), EPDS, 10);
        change(&mut world);
        is(&world, "pds_followup", status);
    };
    check(&|w| w, NotMet);
    check(&|w| w.ordered("m", &on(50), "36437"), Met);
    check(&|w| w.ordered("m", &on(51), "36437"), NotMet);
    check(&|w| w.ordered("m", &on(30), "161"), NotMet);
    check(&|w| w.typed("m", &on(20), CPT, "99214").condition("m", "", "F53.0").in_last_encounter(), Met);
    // A diagnosis on a list of problems is no visit.
    check(&|w| w.condition("m", &on(30), "F53.0"), NotMet);
    check(&|w| w.typed("m", &on(35), CPT, "99492"), Met);
    // The day before the first positive one is before it.
    check(&|w| w.typed("m", &on(19), CPT, "90834"), NotMet);
    // A whole questionnaire that was positive is not undone by another on the same day.
    check(&|w| w.total("m", &on(20), PHQ9, 3), NotMet);
    let late = library::with(
        "pds_followup",
        "leave_out_after_1_december = false",
        "leave_out_after_1_december = true",
    );
    let positive = |day: &str| {
        let mut world = World::default();
        world.delivered("m", "2025-09-07").total("m", day, EPDS, 12);
        world.stands_in(&late, "pds_followup").0
    };
    // Day 84 of the last delivery of the year is 30 November, so that no screening is too late.
    assert_eq!(positive("2025-11-30"), NotMet);
    let longer = library::with(
        "pnd_followup",
        "leave_out_after_1_december = false",
        "leave_out_after_1_december = true",
    );
    let before = |positive: &str| {
        let mut world = World::default();
        world
            .delivered("m", "2025-12-20")
            .due("m", "2025-06-01", "2025-12-20")
            .total("m", positive, EPDS, 12);
        world.stands_in(&longer, "pnd_followup")
    };
    assert_eq!(before("2025-12-01"), (NotMet, String::new()));
    assert_eq!(before("2025-12-02"), (Excluded, "positive_late".into()));
}

#[test]
fn an_older_childs_own_screening_is_not_the_mothers() {
    let mut world = delivered();
    world.baby("older", "2012-03-03").link("older", "m").total("older", &on(30), PHQ9, 4);
    // The older child's birth is a delivery too, without a screening.
    let seen: Vec<_> = world.run("pds_screen", LATER).into_iter().map(|s| s.outcome.status).collect();
    assert_eq!(seen, [NotMet, NotMet]);
}

/// Adds a patient with a visit on a Monday.
fn seen_on_monday<'w>(world: &'w mut World, who: &str, born: &str) -> &'w mut World {
    world.person(who, born, |_| {}).typed(who, "2025-06-16", SNOMED, "185349003")
}

/// Where each patient of a world stands, by name.
fn stand(world: &World) -> Vec<(String, Status, String)> {
    let seen = world.run("dep_cms2", LATER).into_iter();
    seen.map(|s| (s.person.replace("Patient/", ""), s.outcome.status, s.reason().to_owned())).collect()
}

#[test]
fn a_patient_is_counted_once_a_year_and_the_last_screening_decides() {
    let mut world = patient(&["2024-12-30", "2025-06-16", "2025-08-01"]);
    world.total("m", "2025-07-30", PHQ9, 2);
    // A later screening goes before an earlier one; of one day the whole goes before the brief.
    type Screens = &'static [(&'static str, &'static str, i64)];
    let cases: [(&str, Screens, Status); 4] = [
        ("n1", &[("2025-06-10", EPDS, 14), ("2025-06-15", EPDS, 4)], Met),
        ("n2", &[("2025-06-10", EPDS, 4), ("2025-06-15", EPDS, 14)], NotMet),
        ("n3", &[("2025-06-16", PHQ2, 4), ("2025-06-16", PHQ9, 6)], Met),
        ("n4", &[("2025-06-16", PHQ2, 4)], NotMet),
    ];
    for (who, screens, _) in cases {
        seen_on_monday(&mut world, who, "1995-05-05");
        for (on, code, total) in screens {
            world.total(who, on, code, *total);
        }
    }
    // A medicine in use answers for a positive one.
    for (who, ordered) in [("o1", "2025-04-01"), ("o2", "2025-03-01")] {
        seen_on_monday(&mut world, who, "1995-05-05");
        world.total(who, "2025-06-16", EPDS, 14).ordered(who, ordered, "36437");
    }
    // In hospital is no visit, and whoever has none is not in it.
    world.mother("s").stay("s", "2025-06-16", "2025-06-18");
    let told: Vec<(String, Status)> =
        stand(&world).into_iter().map(|(who, status, _)| (who, status)).collect();
    let mut expected = vec![("m", NotMet), ("m", Met)];
    expected.extend(cases.iter().map(|(who, _, status)| (*who, *status)));
    expected.extend([("o1", Met), ("o2", NotMet)]);
    let expected: Vec<(String, Status)> =
        expected.into_iter().map(|(who, status)| (who.to_owned(), status)).collect();
    assert_eq!(told, expected);
}

#[test]
fn who_is_left_out_of_the_plan_and_of_whom_it_is_not_known() {
    let mut world = World::default();
    for (who, born) in [("a1", "2013-01-01"), ("a2", "2013-01-02"), ("a3", "2013"), ("a4", "")] {
        seen_on_monday(&mut world, who, born);
    }
    for (who, on) in [("b1", "2019-05-05"), ("b2", "2025-06-16"), ("b3", "")] {
        seen_on_monday(&mut world, who, "1995-05-05").condition(who, on, "F31.9");
    }
    // What the record says against asking counts only where nobody was asked.
    for who in ["c1", "c2", "c3"] {
        let hcpcs = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
        seen_on_monday(&mut world, who, "1995-05-05").procedure(who, "2025-06-16", hcpcs, "G8433");
    }
    world.total("c2", "2025-06-16", EPDS, 4);
    // She was asked, and what she answered asks for a plan.
    world.total("c3", "2025-06-16", EPDS, 14);
    let expected = [
        ("a1", NotMet, ""),
        ("a3", Unknown, "age_unknown"),
        ("a4", Unknown, "age_unknown"),
        ("b1", Excluded, "bipolar"),
        ("b2", NotMet, ""),
        ("b3", Unknown, "bipolar_day_unknown"),
        ("c1", Excluded, "not_asked"),
        ("c2", Met, ""),
        ("c3", NotMet, ""),
    ];
    let expected = expected.map(|(who, status, why)| (who.to_owned(), status, why.to_owned()));
    assert_eq!(stand(&world), expected);
}

/// A screening that says itself how it came out, and how it may.
const SCREENED_ADULT: &str = "73832-8";
const POSITIVE: &str = "428181000124104";
const NEGATIVE: &str = "428171000124102";
const DECLINED: &str = "720834000";

#[test]
fn a_screening_may_say_itself_how_it_came_out_or_why_it_was_not_made() {
    let coded = |code: &str| Value::Coded(vec![Coding::new(SNOMED, code)]);
    let asked_for = |world: &mut World, who: &str, on: &str| {
        let at = kith_domain::fact::Reference::new("ServiceRequest", &format!("sr-{who}"));
        let codes = vec![Coding::new("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "G8431")];
        let order = kith_domain::fact::Order {
            status: "active".into(),
            intent: "order".into(),
            codes,
            authored: Some(when(on)),
            forbids: false,
        };
        world.push(at, Some(who), Body::Order(order));
    };
    let called_off = |world: &mut World, who: &str, on: &str, reason: &str| {
        world.observed(who, on, SCREENED_ADULT, Value::Boolean(true));
        if let Some(Body::Observation(observation)) = world.facts.last_mut().map(|fact| &mut fact.body) {
            observation.status = "cancelled".into();
            observation.not_done = vec![Coding::new(SNOMED, reason)];
        }
    };
    let mut world = World::default();
    for who in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] {
        seen_on_monday(&mut world, who, "1995-05-05");
    }
    world.observed("a", "2025-06-02", SCREENED_ADULT, coded(NEGATIVE));
    for who in ["b", "c", "d"] {
        world.observed(who, "2025-06-16", SCREENED_ADULT, coded(POSITIVE));
    }
    asked_for(&mut world, "c", "2025-06-18");
    asked_for(&mut world, "d", "2025-06-19");
    // One of which nobody can tell how it came out is a screening all the same.
    for who in ["e", "f"] {
        world.observed(who, "2025-06-10", SCREENED_ADULT, Value::Boolean(true));
    }
    for (who, on, reason) in [
        ("f", "2025-06-16", DECLINED),
        ("g", "2025-06-16", DECLINED),
        ("h", "2025-06-17", DECLINED),
        ("i", "2025-06-16", "410536001"),
    ] {
        called_off(&mut world, who, on, reason);
    }
    // Said twice, once in words of the clinic; and the heading of a questionnaire whose total is below the cut-off.
    let mut twice = coded(NEGATIVE);
    if let Value::Coded(codes) = &mut twice {
        codes.push(Coding::new("urn:of-the-clinic", "low"));
    }
    world.observed("j", "2025-06-10", SCREENED_ADULT, twice);
    world.observed("k", "2025-06-10", SCREENED_ADULT, Value::Boolean(true));
    world.observed("k", "2025-06-10", "44261-6", Value::Integer(4));
    let expected = [
        ("a", Met, ""),
        ("b", NotMet, ""),
        ("c", Met, ""),
        ("d", NotMet, ""),
        ("e", NotMet, ""),
        ("f", NotMet, ""),
        ("g", Excluded, "not_asked"),
        // Not on the day of a visit, and for no reason that counts.
        ("h", NotMet, ""),
        ("i", NotMet, ""),
        ("j", Met, ""),
        ("k", Met, ""),
    ];
    let expected = expected.map(|(who, status, reason)| (who.to_owned(), status, reason.to_owned()));
    let found: Vec<_> = world
        .run("dep_cms2", day("2027-02-01"))
        .into_iter()
        .map(|s| (s.person.replace("Patient/", ""), s.outcome.status, s.reason().to_owned()))
        .collect();
    assert_eq!(found, expected);
}
