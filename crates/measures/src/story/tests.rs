//! The rules of derivation, each by a small set of facts.

use jiff::civil::date;
use kith_domain::fact::{
    Condition, Deceased, Fact, Identifier, Language, Link, Observation, Person, Procedure, RelatedPerson,
    Value,
};
use kith_domain::id::PersonId;
use proptest::prelude::*;

use super::*;
use crate::programme::Programme;

mod births;
mod hospital;
mod links;
mod merged;
mod record;
mod strata;

const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const CPT: &str = "http://www.ama-assn.org/go/cpt";
const SNOMED: &str = "http://snomed.info/sct";
const MOTHER: i64 = 1;
const BABY: i64 = 2;
const TWIN: i64 = 3;

fn value_sets() -> &'static ValueSets {
    static SETS: std::sync::OnceLock<ValueSets> = std::sync::OnceLock::new();
    SETS.get_or_init(|| Programme::embedded("three-by-120").unwrap().unwrap().value_sets)
}

fn when(text: &str) -> When {
    When { date: text.parse().unwrap(), at: None }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[derive(Default, Clone)]
struct Facts {
    facts: Vec<Stated>,
    mothers: Vec<(PersonId, PersonId)>,
    moves: Vec<Move>,
    choices: Vec<(SourcePersonId, Attribute)>,
    organizations: Organizations,
}

/// The source person whom a source knows a person as: in the first source by the person's own number.
fn known_to(source: i64, person: i64) -> SourcePersonId {
    SourcePersonId((source - 1) * 100 + person)
}

/// The person that a source person is.
fn is(known: SourcePersonId) -> PersonId {
    PersonId(known.0 % 100)
}

impl Facts {
    fn add(&mut self, person: i64, reference: &str, body: Body) -> &mut Self {
        let record = RecordId(self.facts.len() as i64 + 1);
        let fact = Fact { reference: Reference(reference.into()), subject: None, encounter: None, body };
        self.facts.push(Stated { record, source: SourceId(1), person: SourcePersonId(person), fact });
        self
    }

    fn person(&mut self, id: i64, born: &str, change: impl FnOnce(&mut Person)) -> &mut Self {
        let mut person = Person { born: born.parse().ok(), ..Person::default() };
        change(&mut person);
        self.add(id, &format!("Patient/{id}"), Body::Person(Box::new(person)))
    }

    fn mother(&mut self) -> &mut Self {
        self.person(MOTHER, "1990-01-01", |_| {})
    }

    fn baby(&mut self, id: i64, born: &str) -> &mut Self {
        self.mothers.push((PersonId(id), PersonId(MOTHER)));
        self.person(id, born, |_| {})
    }

    fn encounter(
        &mut self,
        id: i64,
        reference: &str,
        on: &str,
        change: impl FnOnce(&mut Encounter),
    ) -> &mut Self {
        let mut encounter = Encounter {
            status: "finished".into(),
            class: Some(Coding::new("act", "AMB")),
            starts: Some(when(on)),
            ends: Some(when(on)),
            ..Encounter::default()
        };
        change(&mut encounter);
        self.add(id, reference, Body::Encounter(encounter))
    }

    fn condition(&mut self, id: i64, on: &str, code: &str) -> &mut Self {
        let codes = vec![Coding::new(ICD, code)];
        let onset = (!on.is_empty()).then(|| when(on));
        let reference = format!("Condition/{}", self.facts.len());
        self.add(id, &reference, Body::Condition(Condition { codes, onset, ..Condition::default() }))
    }

    fn procedure(&mut self, id: i64, on: &str, code: &str) -> &mut Self {
        let codes = vec![Coding::new(CPT, code)];
        let body =
            Procedure { status: "completed".into(), codes, starts: Some(when(on)), ..Procedure::default() };
        let reference = format!("Procedure/{}", self.facts.len());
        self.add(id, &reference, Body::Procedure(body))
    }

    fn observed(&mut self, id: i64, made: &str, code: &str, value: &str) -> &mut Self {
        let body = Observation {
            status: "final".into(),
            codes: vec![Coding::new(LOINC, code)],
            effective: (!made.is_empty()).then(|| when(made)),
            value: Some(Value::When(when(value))),
            ..Observation::default()
        };
        let reference = format!("Observation/{}", self.facts.len());
        self.add(id, &reference, Body::Observation(body))
    }

    fn number(&mut self, id: i64, made: &str, code: &str, number: i64) -> &mut Self {
        self.observed(id, made, code, made).but(|fact| {
            if let Body::Observation(observation) = &mut fact.body {
                observation.value = Some(Value::Integer(number));
            }
        })
    }

    fn cover(&mut self, id: i64, from: &str, to: &str, payer: &str) -> &mut Self {
        let body = kith_domain::fact::Coverage {
            status: "active".into(),
            types: Vec::new(),
            payers: vec![payer.into()],
            starts: (!from.is_empty()).then(|| when(from)),
            ends: (!to.is_empty()).then(|| when(to)),
        };
        let reference = format!("Coverage/{}", self.facts.len());
        self.add(id, &reference, Body::Coverage(body))
    }

    /// Changes the fact added last.
    fn but(&mut self, change: impl FnOnce(&mut Fact)) -> &mut Self {
        change(&mut self.facts.last_mut().unwrap().fact);
        self
    }

    fn story(&self) -> Story {
        let person_of = self.facts.iter().map(|f| (f.person, is(f.person))).collect();
        derive(&Input {
            facts: &self.facts,
            person_of: &person_of,
            mothers: &self.mothers,
            choices: &self.choices,
            organizations: &self.organizations,
            value_sets: value_sets(),
            moves: &self.moves,
            courses: &[],
            taught: &[],
            zone: &jiff::tz::TimeZone::UTC,
            deprivation: None,
        })
    }

    fn deliveries(&self) -> Vec<DeliveryRow> {
        self.story().deliveries
    }

    fn delivery(&self) -> DeliveryRow {
        let mut all = self.deliveries();
        assert_eq!(all.len(), 1, "{all:#?}");
        all.remove(0)
    }

    fn infant(&self) -> InfantRow {
        let mut all = self.story().infants;
        assert_eq!(all.len(), 1, "{all:#?}");
        all.remove(0)
    }
}

#[test]
fn a_stated_time_of_delivery_goes_before_a_birth_before_a_procedure_before_a_diagnosis() {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-03-08", "O80");
    assert_eq!(facts.delivery().delivered.day(), Some(day("2025-03-08")));
    facts.procedure(MOTHER, "2025-03-09", "59400");
    assert_eq!(facts.delivery().delivered.day(), Some(day("2025-03-09")));
    facts.baby(BABY, "2025-03-10");
    assert_eq!(facts.delivery().delivered.day(), Some(day("2025-03-10")));
    facts.observed(MOTHER, "2025-03-12", DELIVERY_TIME_CODE, "2025-03-11");
    let delivery = facts.delivery();
    assert_eq!(delivery.delivered.day(), Some(day("2025-03-11")));
    assert_eq!(facts.facts.last().unwrap().record, delivery.record);
}

#[test]
fn signals_within_fourteen_days_of_the_first_are_one_delivery() {
    let at = |second: &str| {
        let mut facts = Facts::default();
        facts.mother().procedure(MOTHER, "2025-03-01", "59400").procedure(MOTHER, second, "59400");
        facts.deliveries().len()
    };
    assert_eq!(at("2025-03-15"), 1);
    assert_eq!(at("2025-03-16"), 2);
}

#[test]
fn a_condition_that_was_only_recorded_is_dated_by_its_encounter() {
    let mut facts = Facts::default();
    facts.mother().encounter(MOTHER, "Encounter/stay", "2025-03-10", |_| {});
    facts.condition(MOTHER, "", "Z37.0").but(|f| {
        f.encounter = Some(Reference("Encounter/stay".into()));
        if let Body::Condition(c) = &mut f.body {
            c.recorded = Some(when("2025-06-01"));
        }
    });
    assert_eq!(facts.delivery().delivered.day(), Some(day("2025-03-10")));
}

#[test]
fn a_stay_that_began_weeks_before_the_birth_is_one_delivery_on_the_day_of_the_birth() {
    let stay = || {
        let mut facts = Facts::default();
        facts.mother().encounter(MOTHER, "Encounter/stay", "2025-02-18", |e| {
            e.class = Some(Coding::new("act", "IMP"));
            e.ends = Some(when("2025-03-13"));
            e.reasons.push(Coding::new(ICD, "Z37.0"));
        });
        facts
    };
    let mut born = stay();
    born.baby(BABY, "2025-03-10");
    assert_eq!(born.delivery().delivered.day(), Some(day("2025-03-10")));
    let mut operated = stay();
    operated.procedure(MOTHER, "2025-03-10", "59514");
    assert_eq!(operated.delivery().delivered.day(), Some(day("2025-03-10")));
    // What lies after the stay is another.
    let mut later = stay();
    later.procedure(MOTHER, "2025-03-14", "59514");
    assert_eq!(later.deliveries().len(), 2);
}

#[test]
fn codes_that_do_not_stand_make_no_delivery() {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-03-10", "Z37.0").but(|f| {
        if let Body::Condition(c) = &mut f.body {
            c.verification_status = Some("refuted".into());
        }
    });
    facts.encounter(MOTHER, "Encounter/planned", "2025-03-10", |e| {
        e.status = "planned".into();
        e.reasons.push(Coding::new(ICD, "Z37.0"));
    });
    facts
        .condition(MOTHER, "2025-03-10", "O80")
        .but(|f| f.encounter = Some(Reference("Encounter/planned".into())));
    assert_eq!(facts.deliveries(), []);
}

#[test]
fn outcome_codes_on_a_childs_record_are_about_its_own_birth() {
    let mut facts = Facts::default();
    facts.baby(BABY, "2025-03-10").condition(BABY, "2025-03-10", "Z37.0").mother();
    let story = facts.story();
    assert_eq!(story.deliveries.iter().map(|d| d.person).collect::<Vec<_>>(), [PersonId(MOTHER)]);
    assert_eq!(story.infants.len(), 1);
}

#[test]
fn live_birth_follows_the_outcome_code() {
    let live = |code: &str| {
        let mut facts = Facts::default();
        facts.mother().condition(MOTHER, "2025-03-10", code).delivery().live
    };
    for code in ["Z37.0", "Z37.2", "Z37.3", "Z37.50", "Z37.59", "Z37.61", "O80"] {
        assert_eq!(live(code), Live::Yes, "{code}");
    }
    for code in ["Z37.1", "Z37.4", "Z37.7"] {
        assert_eq!(live(code), Live::No, "{code}");
    }
    for code in ["Z37.9", "O82"] {
        assert_eq!(live(code), Live::Unknown, "{code}");
    }
}

#[test]
fn twins_of_whom_one_is_stillborn_are_a_live_birth_of_two() {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-03-10", "Z37.3");
    let delivery = facts.delivery();
    assert_eq!((delivery.live, delivery.plurality), (Live::Yes, Some(2)));
}

#[test]
fn a_stillborn_with_a_record_of_its_own_is_no_infant() {
    let mut facts = Facts::default();
    facts.mother().baby(BABY, "2025-03-10").condition(BABY, "2025-03-10", "P95");
    let story = facts.story();
    assert_eq!(story.infants, []);
    assert_eq!(story.deliveries[0].live, Live::No);
}

#[test]
fn twins_either_side_of_midnight_are_one_delivery_on_the_first_day_and_two_infants() {
    let mut facts = Facts::default();
    facts.mother().baby(TWIN, "2025-03-11").baby(BABY, "2025-03-10");
    let story = facts.story();
    assert_eq!(story.infants.len(), 2);
    assert_eq!(story.deliveries.len(), 1);
    let delivery = &story.deliveries[0];
    assert_eq!((delivery.delivered.day(), delivery.plurality), (Some(day("2025-03-10")), Some(2)));
    assert_eq!(delivery.subject, SubjectId::delivery(PersonId(MOTHER), day("2025-03-10")));
}

#[test]
fn within_180_days_only_the_first_delivery_is_counted() {
    let second = |on: &str| {
        let mut facts = Facts::default();
        facts.mother().condition(MOTHER, "2025-01-01", "Z37.0").condition(MOTHER, on, "Z37.0");
        facts.deliveries().iter().map(|d| d.first_in_180_days).collect::<Vec<_>>()
    };
    assert_eq!(second("2025-06-29"), [true, false]);
    assert_eq!(second("2025-06-30"), [true, true]);
}

#[test]
fn the_180_days_run_from_the_last_delivery_that_was_counted() {
    let mut facts = Facts::default();
    facts.mother();
    for on in ["2025-01-01", "2025-05-01", "2025-07-15"] {
        facts.condition(MOTHER, on, "Z37.0");
    }
    let counted: Vec<bool> = facts.deliveries().iter().map(|d| d.first_in_180_days).collect();
    assert_eq!(counted, [true, false, true]);
}

#[test]
fn a_bill_weeks_after_a_stillbirth_is_about_it_and_no_delivery_of_unknown_outcome() {
    let at = |billed: &str| {
        let mut facts = Facts::default();
        facts.mother().condition(MOTHER, "2025-03-10", "Z37.1").procedure(MOTHER, billed, "59400");
        facts.deliveries().iter().filter(|d| d.first_in_180_days && d.live != Live::No).count()
    };
    assert_eq!((at("2025-04-21"), at("2025-09-05"), at("2025-09-06")), (0, 0, 1));
}

#[test]
fn a_stillbirth_does_not_hide_the_live_birth_that_follows() {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-01-01", "Z37.1").condition(MOTHER, "2025-06-20", "Z37.0");
    assert!(facts.deliveries()[1].first_in_180_days);
}

#[test]
fn a_delivery_of_which_only_the_month_is_known_has_no_day() {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-03", "Z37.0");
    let delivery = facts.delivery();
    assert_eq!(delivery.delivered.day(), None);
    assert_eq!(delivery.delivered, Span { earliest: day("2025-03-01"), latest: day("2025-03-31") });
    // It joins one that is known to the day.
    facts.procedure(MOTHER, "2025-03-10", "59400");
    assert_eq!(facts.delivery().delivered.day(), Some(day("2025-03-10")));
}

#[test]
fn the_due_date_is_the_last_asserted_by_the_delivery_that_can_be_about_it() {
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-08-27", "Z37.0");
    assert_eq!(facts.delivery().due_date, None);
    facts.observed(MOTHER, "2025-02-01", "11779-6", "2025-10-01");
    facts.observed(MOTHER, "2025-03-01", "11781-2", "2025-10-08");
    // Asserted after the delivery, of another pregnancy, or long past.
    facts.observed(MOTHER, "2025-08-28", "11778-8", "2025-10-20");
    facts.observed(MOTHER, "2025-05-01", "11778-8", "2026-02-26");
    facts.observed(MOTHER, "2025-06-01", "11778-8", "2025-07-27");
    assert_eq!(facts.delivery().due_date, Some(day("2025-10-08")));
    facts.observed(MOTHER, "2025-08-27", "11778-8", "2025-07-28");
    assert_eq!(facts.delivery().due_date, Some(day("2025-07-28")));
}

#[test]
fn enrolment_is_the_unbroken_run_of_cover_that_holds_the_delivery() {
    let run = |spans: &[(&str, &str)]| {
        let mut facts = Facts::default();
        facts.mother().condition(MOTHER, "2025-08-27", "Z37.0");
        for (from, to) in spans {
            facts.cover(MOTHER, from, to, "Medicaid");
        }
        let delivery = facts.delivery();
        (delivery.enrolled_on, delivery.enrolled_until)
    };
    assert_eq!(run(&[]), (None, None));
    assert_eq!(run(&[("2024-01-01", "2025-08-26")]), (None, None));
    assert_eq!(run(&[("2025-06-10", "")]), (Some(day("2025-06-10")), None));
    assert_eq!(run(&[("", "2025-12-31")]), (None, Some(day("2025-12-31"))));
    // Joined end to end, and over one day without cover; two days break it.
    assert_eq!(run(&[("2025-07-01", ""), ("2025-01-01", "2025-06-30")]).0, Some(day("2025-01-01")));
    assert_eq!(run(&[("2025-07-02", ""), ("2025-01-01", "2025-06-30")]).0, Some(day("2025-01-01")));
    assert_eq!(run(&[("2025-07-03", ""), ("2025-01-01", "2025-06-30")]).0, Some(day("2025-07-03")));
    assert_eq!(run(&[("2025-01-01", "2025-09-30"), ("2025-12-01", "")]).1, Some(day("2025-09-30")));
}

fn organizations(facts: &mut Facts, ids: &[(&str, i64)]) {
    for (name, id) in ids {
        facts.organizations.add(SourceId(1), &Reference((*name).into()), OrganizationId(*id));
    }
}

fn at(organization: &str) -> impl FnOnce(&mut Encounter) {
    move |e| e.organization = Some(Reference(organization.into()))
}

#[test]
fn the_organization_that_a_family_named_is_accountable() {
    let mut facts = Facts::default();
    organizations(&mut facts, &[("Organization/a", 1), ("Organization/b", 2)]);
    facts.person(BABY, "2025-03-10", |p| {
        p.general_practitioners =
            vec![Reference("Practitioner/x".into()), Reference("Organization/a".into())];
        p.managing_organization = Some(Reference("Organization/b".into()));
    });
    facts.encounter(BABY, "Encounter/1", "2025-03-13", at("Organization/b"));
    assert_eq!(facts.infant().organization, Some(OrganizationId(1)));
}

#[test]
fn else_the_one_of_most_ambulatory_care_then_the_latest_then_the_custodian() {
    let mut facts = Facts::default();
    organizations(&mut facts, &[("Organization/a", 1), ("Organization/b", 2), ("Organization/c", 3)]);
    facts.person(BABY, "2025-03-10", |p| p.managing_organization = Some(Reference("Organization/c".into())));
    assert_eq!(facts.infant().organization, Some(OrganizationId(3)));
    for n in 0..3 {
        facts.encounter(BABY, &format!("Encounter/s{n}"), "2025-03-10", |e| {
            at("Organization/c")(e);
            e.class = Some(Coding::new("act", "IMP"));
        });
        facts.encounter(BABY, &format!("Encounter/x{n}"), "2025-03-12", |e| {
            at("Organization/c")(e);
            e.status = "cancelled".into();
        });
    }
    facts.encounter(BABY, "Encounter/1", "2025-03-13", at("Organization/b"));
    facts.encounter(BABY, "Encounter/2", "2025-04-13", at("Organization/a"));
    assert_eq!(facts.infant().organization, Some(OrganizationId(1)));
    facts.encounter(BABY, "Encounter/3", "2025-03-20", at("Organization/b"));
    assert_eq!(facts.infant().organization, Some(OrganizationId(2)));
}

#[test]
fn a_mothers_care_counts_from_280_days_before_to_84_after() {
    let of = |on: &str| {
        let mut facts = Facts::default();
        organizations(&mut facts, &[("Organization/a", 1)]);
        facts.mother().condition(MOTHER, "2025-10-08", "Z37.0");
        facts.encounter(MOTHER, "Encounter/1", on, at("Organization/a")).delivery().organization
    };
    assert_eq!(of("2024-12-31"), None);
    assert_eq!(of("2025-01-01"), Some(OrganizationId(1)));
    assert_eq!(of("2025-12-31"), Some(OrganizationId(1)));
    assert_eq!(of("2026-01-01"), None);
}

#[test]
fn an_organization_is_found_by_its_identifier() {
    let mut facts = Facts::default();
    let npi = Identifier { system: "npi".into(), value: "99".into(), kind: None };
    facts.organizations.identify(&npi, OrganizationId(7));
    facts.person(BABY, "2025-03-10", |p| {
        p.managing_organization = Some(Reference("Organization?identifier=npi|99".into()));
    });
    assert_eq!(facts.infant().organization, Some(OrganizationId(7)));
}

#[test]
fn visit_codes_stand_in_type_reason_diagnosis_or_on_what_names_the_encounter() {
    let mut facts = Facts::default();
    facts.person(BABY, "2025-03-10", |_| {});
    facts.condition(BABY, "", "Z00.110").but(|f| f.encounter = Some(Reference("Encounter/1".into())));
    facts.encounter(BABY, "Encounter/1", "2025-03-13", |e| {
        e.types.push(Coding::new(SNOMED, "410620009"));
        e.reasons.push(Coding::new(ICD, "Z76.2"));
        e.diagnoses = vec![Reference("Condition/9".into()), Reference("Procedure/9".into())];
    });
    facts.condition(BABY, "", "Z00.111").but(|f| f.reference = Reference("Condition/9".into()));
    facts.procedure(BABY, "2025-03-13", "99391").but(|f| f.reference = Reference("Procedure/9".into()));
    facts.procedure(BABY, "2025-03-13", "90460").but(|f| f.encounter = Some(Reference("Encounter/1".into())));
    let story = facts.story();
    let mut codes: Vec<(&str, CodedBy)> = story
        .events
        .iter()
        .map(|e| (story.concepts[&e.concept.unwrap()].1.as_str(), e.coded_by.unwrap()))
        .collect();
    codes.sort();
    let expected = [
        ("410620009", CodedBy::Type),
        ("90460", CodedBy::Procedure),
        ("99391", CodedBy::Procedure),
        ("Z00.110", CodedBy::Condition),
        ("Z00.111", CodedBy::Condition),
        ("Z76.2", CodedBy::Reason),
    ];
    assert_eq!(codes, expected);
    let encounter = story.references.iter().find(|(_, r)| r.0 == "Encounter/1").unwrap().0;
    assert!(story.events.iter().all(|e| e.record == encounter && e.with_encounter));
}

#[test]
fn another_persons_diagnosis_is_not_a_code_of_the_visit() {
    let mut facts = Facts::default();
    facts.mother().baby(BABY, "2025-03-10").encounter(BABY, "Encounter/1", "2025-03-13", |e| {
        e.diagnoses = vec![Reference("Condition/m".into())];
    });
    facts.condition(MOTHER, "2025-03-13", "Z00.110").but(|f| f.reference = Reference("Condition/m".into()));
    facts
        .condition(MOTHER, "2025-03-13", "Z00.111")
        .but(|f| f.encounter = Some(Reference("Encounter/1".into())));
    let events = facts.story().events;
    assert_eq!(events.iter().map(|e| e.concept).collect::<Vec<_>>(), [None]);
}

#[test]
fn a_procedure_without_its_encounter_is_an_event_and_one_of_a_cancelled_encounter_is_not() {
    let mut facts = Facts::default();
    facts.person(BABY, "2025-03-10", |_| {}).procedure(BABY, "2025-03-13", "99391");
    facts
        .procedure(BABY, "2025-04-13", "99391")
        .but(|f| f.encounter = Some(Reference("Encounter/never".into())));
    facts.encounter(BABY, "Encounter/off", "2025-05-13", |e| e.status = "cancelled".into());
    facts
        .procedure(BABY, "2025-05-13", "99391")
        .but(|f| f.encounter = Some(Reference("Encounter/off".into())));
    facts.procedure(BABY, "2025-06-13", "99391").but(|f| {
        if let Body::Procedure(p) = &mut f.body {
            p.status = "not-done".into();
        }
    });
    let events = facts.story().events;
    let days: Vec<_> = events.iter().map(|e| (e.starts.unwrap().latest, e.with_encounter)).collect();
    assert_eq!(days, [(day("2025-03-13"), false), (day("2025-04-13"), false)]);
}

#[test]
fn an_encounter_within_a_stay_is_in_hospital_even_where_the_stay_is_the_mothers() {
    let mut facts = Facts::default();
    facts.mother().baby(BABY, "2025-03-10");
    facts.encounter(BABY, "Encounter/newborn", "2025-03-10", |e| {
        e.part_of = Some(Reference("Encounter/delivery".into()));
        e.ends = Some(when("2025-03-12"));
    });
    facts.encounter(MOTHER, "Encounter/delivery", "2025-03-09", |e| {
        e.class = Some(Coding::new("act", "IMP"));
        e.ends = Some(when("2025-03-12"));
    });
    let story = facts.story();
    assert!(story.events.iter().all(|e| e.inpatient));
    let newborn = story.stays.iter().find(|s| s.person == PersonId(BABY)).unwrap();
    assert_eq!((newborn.starts, newborn.ends), (day("2025-03-10"), Some(day("2025-03-12"))));
}

#[test]
fn a_stay_lasts_while_it_is_in_progress_and_a_finished_one_without_an_end_is_a_day() {
    let stay = |status: &str, ends: Option<&str>| {
        let mut facts = Facts::default();
        facts.person(BABY, "2025-03-10", |_| {}).encounter(BABY, "Encounter/1", "2025-03-10", |e| {
            e.class = Some(Coding::new("act", "IMP"));
            e.status = status.into();
            e.ends = ends.map(when);
        });
        facts.story().stays.first().map(|s| (s.ends, s.until))
    };
    // Nobody said that it is over: it is not believed to last for ever.
    assert_eq!(stay("in-progress", None), Some((None, day("2025-07-28"))));
    let ended = |on: &str| Some((Some(day(on)), day(on)));
    assert_eq!(stay("finished", None), ended("2025-03-10"));
    assert_eq!(stay("finished", Some("2025-03-14")), ended("2025-03-14"));
    assert_eq!(stay("cancelled", Some("2025-03-14")), None);
}

#[test]
fn a_record_that_was_taken_back_stands_for_nobody_and_a_relative_is_no_newborn() {
    let infants = |change: &dyn Fn(&mut Person), visit: Option<&str>| {
        let mut facts = Facts::default();
        facts.mother().baby(BABY, "2025-03-10").but(|f| {
            let Body::Person(person) = &mut f.body else { return };
            change(person);
        });
        if let Some(status) = visit {
            facts.encounter(BABY, "Encounter/1", "2025-03-13", |e| e.status = status.into());
        }
        let story = facts.story();
        assert_eq!(story.infants.len(), story.deliveries.len());
        story.infants.len()
    };
    let retired = |p: &mut Person| p.active = Some(false);
    assert_eq!(infants(&|_| {}, None), 1);
    assert_eq!(infants(&retired, None), 0);
    assert_eq!(infants(&retired, Some("entered-in-error")), 0);
    // Who left a practice was cared for there all the same.
    assert_eq!(infants(&retired, Some("finished")), 1);

    let alone = |kind: &str, other: &str| {
        let link = Link { other: Reference(other.into()), kind: kind.into() };
        let mut facts = Facts::default();
        facts.person(MOTHER, "1990-01-01", |p| p.links.push(link)).story().infants.len()
    };
    assert_eq!(alone("seealso", "RelatedPerson/r"), 0);
    assert_eq!(alone("seealso", "Patient/p"), 1);
}

#[test]
fn adults_and_mothers_are_no_infants() {
    let mut facts = Facts::default();
    facts.person(BABY, "1990-01-01", |_| {}).encounter(BABY, "Encounter/1", "2025-03-10", |_| {});
    assert_eq!(facts.story().infants, []);
    let mut facts = Facts::default();
    facts.mother().condition(MOTHER, "2025-03-10", "Z37.0");
    assert_eq!(facts.story().infants, []);
    // A child who moves here is one of whom less is known, and nobody of school age.
    let known = |on: &str| {
        let mut facts = Facts::default();
        facts.person(BABY, "2025-03-10", |_| {}).encounter(BABY, "Encounter/1", on, |_| {});
        facts.story().infants.len()
    };
    assert_eq!((known("2028-03-09"), known("2028-03-10")), (1, 0));
    // Someone of whom there is nothing but a birth date may be one.
    let mut facts = Facts::default();
    facts.person(BABY, "2025-03-10", |_| {});
    assert_eq!(facts.infant().known_on, None);
}

#[test]
fn a_death_may_be_known_to_the_day_to_the_month_or_not_at_all() {
    let death = |deceased: Deceased| {
        let mut facts = Facts::default();
        facts.person(BABY, "2025-03-10", |p| p.deceased = deceased).infant().death
    };
    assert_eq!(death(Deceased::No), Death::default());
    assert_eq!(death(Deceased::Yes), Death { died: true, span: None });
    assert_eq!(death(Deceased::On(when("2025-04-01"))).span.unwrap().day(), Some(day("2025-04-01")));
    assert_eq!(death(Deceased::On(when("2025-04"))).span.unwrap().latest, day("2025-04-30"));
}

#[test]
fn a_move_is_the_first_that_was_documented() {
    let mut facts = Facts::default();
    facts.person(BABY, "2025-03-10", |_| {});
    for on in [date(2025, 6, 1), date(2025, 5, 1)] {
        facts.moves.push(Move { person: PersonId(BABY), on, record: None });
    }
    assert_eq!(facts.infant().moved, Some((date(2025, 5, 1), None)));
}

proptest! {
    /// The order in which facts stand makes no difference.
    #[test]
    fn order_is_irrelevant(order in Just((0..14usize).collect::<Vec<_>>()).prop_shuffle()) {
        let mut facts = Facts::default();
        organizations(&mut facts, &[("Organization/a", 1), ("Organization/b", 2)]);
        facts.mother().baby(BABY, "2025-03-10").baby(TWIN, "2025-03-11");
        facts.encounter(MOTHER, "Encounter/delivery", "2025-03-09", |e| {
            e.class = Some(Coding::new("act", "IMP"));
            e.diagnoses = vec![Reference("Condition/4".into())];
        });
        facts.condition(MOTHER, "", "Z37.2");
        facts.procedure(MOTHER, "2025-03-10", "59400");
        facts.observed(MOTHER, "2025-01-10", "11778-8", "2025-03-15");
        facts.observed(MOTHER, "2025-02-10", "11779-6", "2025-03-16");
        facts.cover(MOTHER, "2024-01-01", "2024-12-31", "Medicaid").cover(MOTHER, "2025-01-01", "", "Aetna");
        facts.encounter(BABY, "Encounter/newborn", "2025-03-10", |e| {
            e.part_of = Some(Reference("Encounter/delivery".into()));
        });
        facts.encounter(BABY, "Encounter/a", "2025-03-14", at("Organization/a"));
        facts.encounter(BABY, "Encounter/b", "2025-04-14", at("Organization/b"));
        facts.condition(BABY, "2025-04-14", "Z00.129").but(|f| f.encounter = Some(Reference("Encounter/b".into())));
        assert_eq!(facts.facts.len(), 14);
        let told = facts.story();
        assert_eq!((told.infants.len(), told.deliveries.len()), (2, 1));
        let mut shuffled = facts.clone();
        shuffled.facts = order.iter().map(|i| facts.facts[*i].clone()).collect();
        prop_assert_eq!(told, shuffled.story());
        prop_assert_eq!(mother_links(&facts.facts), mother_links(&shuffled.facts));
    }
}
