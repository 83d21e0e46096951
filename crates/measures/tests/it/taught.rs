//! What a hospital writes down on its own page about safe sleep, through the real engine: no record says so.

use jiff::civil::Date;
use kith_domain::fact::Stated;
use kith_domain::id::{Bucket, PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::measure::Status;
use kith_measures::engine::{Request, outcomes};
use kith_measures::lake::Lake;
use kith_measures::story::{Input, derive};

use super::world::{LATER, World, central_triage, day, engine};

const BABY: PersonId = PersonId(1);
const MOTHER: PersonId = PersonId(2);
const SOMEBODY: PersonId = PersonId(3);

/// Where a baby stands who was born on 10 March and went home on 12 March, when these were taught.
fn status(taught: &[(PersonId, Date)]) -> Status {
    let mut world = World::default();
    world.baby("b", "2025-03-10").mother("m").mother("n").link("b", "m").stay(
        "b",
        "2025-03-10",
        "2025-03-12",
    );
    let facts = world.facts.iter().enumerate().map(|(at, fact)| Stated {
        record: RecordId(at as i64 + 1),
        source: SourceId(1),
        person: SourcePersonId(match fact.subject.as_ref().unwrap().0.as_str() {
            "Patient/b" => BABY.0,
            "Patient/m" => MOTHER.0,
            _ => SOMEBODY.0,
        }),
        fact: fact.clone(),
    });
    let mut facts: Vec<Stated> = facts.collect();
    facts.sort_by_key(|f| (f.person, f.record));
    let person_of = [BABY, MOTHER, SOMEBODY].map(|person| (SourcePersonId(person.0), person));
    let story = derive(&Input {
        facts: &facts,
        person_of: &person_of.into(),
        mothers: &[(BABY, MOTHER)],
        choices: &[],
        organizations: &Default::default(),
        value_sets: &central_triage().value_sets,
        moves: &[],
        courses: &[],
        taught,
        zone: &jiff::tz::TimeZone::UTC,
        deprivation: None,
    });
    let dir = tempfile::tempdir().unwrap();
    let lake = Lake::create(dir.path()).unwrap();
    lake.write_bucket(Bucket(0), &story).unwrap();
    let request = Request { measures: vec!["safe_sleep_education".into()], buckets: None, as_of: LATER };
    let all = outcomes(engine().run(&lake, central_triage(), &request).unwrap()).unwrap();
    assert_eq!(all.len(), 1, "{all:#?}");
    all[0].status
}

#[test]
fn a_mother_who_was_taught_before_she_went_home_counts() {
    for (who, on, expected) in [
        (MOTHER, "2025-03-10", Status::Met),
        (MOTHER, "2025-03-12", Status::Met),
        (BABY, "2025-03-11", Status::Met),
        (MOTHER, "2025-03-13", Status::NotMet),
        (SOMEBODY, "2025-03-11", Status::NotMet),
    ] {
        assert_eq!(status(&[(who, day(on))]), expected, "{who} on {on}");
    }
    assert_eq!(status(&[]), Status::NotMet);
    assert_eq!(status(&[(MOTHER, day("2025-03-11")), (MOTHER, day("2025-03-13"))]), Status::Met);
}
