//! A person who is known to two sources, through the real engine.

use kith_domain::fact::Stated;
use kith_domain::id::{Bucket, PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::measure::{Outcome, Status};
use kith_measures::engine::{Request, outcomes};
use kith_measures::explain::{Language, explain};
use kith_measures::lake::Lake;
use kith_measures::story::{Input, derive};

use super::world::{LATER, World, engine, three_by_120};

const BABY: PersonId = PersonId(1);
const BUCKET: Bucket = Bucket(0);

/// A lake of what two sources say of one baby: records are numbered in order, the first source's first.
fn lake(clinic: &World, plan: &World) -> (tempfile::TempDir, Lake) {
    let sent = [(1, clinic), (2, plan)];
    let facts = sent.iter().flat_map(|(source, world)| world.facts.iter().map(move |fact| (*source, fact)));
    let facts: Vec<Stated> = facts
        .enumerate()
        .map(|(at, (source, fact))| Stated {
            record: RecordId(at as i64 + 1),
            source: SourceId(source),
            person: SourcePersonId(source),
            fact: fact.clone(),
        })
        .collect();
    let story = derive(&Input {
        facts: &facts,
        person_of: &[(SourcePersonId(1), BABY), (SourcePersonId(2), BABY)].into(),
        mothers: &[],
        choices: &[],
        organizations: &Default::default(),
        value_sets: &three_by_120().value_sets,
        moves: &[],
        courses: &[],
        taught: &[],
        zone: &jiff::tz::TimeZone::UTC,
        deprivation: None,
    });
    let dir = tempfile::tempdir().unwrap();
    let lake = Lake::create(dir.path()).unwrap();
    lake.write_bucket(BUCKET, &story).unwrap();
    (dir, lake)
}

fn one(lake: &Lake) -> Outcome {
    let request = Request { measures: vec!["wcv_3by120".into()], buckets: None, as_of: LATER };
    let mut all = outcomes(engine().run(lake, three_by_120(), &request).unwrap()).unwrap();
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

#[test]
fn one_baby_of_two_sources_is_one_subject_and_a_day_told_twice_counts_once() {
    let of = |clinic: &[&str], plan: &[&str]| {
        let [clinic, plan] = [clinic, plan].map(|days| {
            let mut world = World::default();
            world.baby("b", "2025-03-10");
            days.iter().for_each(|day| {
                world.well("b", day);
            });
            world
        });
        let (_dir, lake) = lake(&clinic, &plan);
        let outcome = one(&lake);
        (outcome.status, outcome.have)
    };
    let (first, second, third) = ("2025-03-13", "2025-04-08", "2025-05-12");
    for (clinic, plan, expected) in [
        (&[first, second][..], &[first, second][..], (Status::NotMet, 2)),
        (&[first, second], &[second, third], (Status::Met, 3)),
        (&[], &[first, second, third], (Status::Met, 3)),
        (&[first], &[second], (Status::NotMet, 2)),
    ] {
        assert_eq!(of(clinic, plan), expected, "{clinic:?} {plan:?}");
    }
}

#[test]
fn an_explanation_names_the_source_of_each_record_and_all_that_tell_of_the_person() {
    let (mut clinic, mut plan) = (World::default(), World::default());
    clinic.baby("b", "2025-03-10").well("b", "2025-03-13");
    plan.baby("member", "2025-03-10").well("member", "2025-03-13").well("member", "2025-04-08");
    let (_dir, lake) = lake(&clinic, &plan);
    let outcome = one(&lake);
    let measure = three_by_120().measure("wcv_3by120").unwrap();
    let mut details = lake.details(three_by_120(), measure, &outcome, BUCKET).unwrap();
    let from = |record: &RecordId| if record.0 <= 2 { "clinic" } else { "plan" };
    details.sources = details.references.iter().map(|(r, _)| (*r, from(r).to_owned())).collect();
    details.told_by = vec!["clinic".into(), "plan".into()];
    let said = |language| explain(measure, &outcome, &details, LATER, language).to_string();
    let expected = "\
- Counts: 13 March 2025, day 3. (Encounter/e1, clinic)
- Does not count: 13 March 2025, day 3; another on the same day already counts. (Encounter/e1, plan)
- Counts: 8 April 2025, day 29. (Encounter/e2, plan)
- 1 of 3 well-child visits not on record by 8 July 2025.
- Sources: clinic, plan.
- Not met: the time is over.
";
    let english = said(Language::En);
    assert!(english.ends_with(expected), "{english}");
    assert!(said(Language::Es).contains("- Fuentes: clinic, plan.\n"));
    // With one source there is nothing to tell apart.
    details.told_by.truncate(1);
    details.sources.clear();
    let alone = explain(measure, &outcome, &details, LATER, Language::En).to_string();
    assert!(!alone.contains("clinic"), "{alone}");
}
