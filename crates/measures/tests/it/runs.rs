//! Runs: by bucket and in full, from memory and from files, counted and listed.

use std::collections::BTreeMap;

use kith_domain::fact::{Coding, Directory, Identifier, Reference};
use kith_domain::id::{Bucket, PersonId, RecordId, SourceId, SubjectId};
use kith_domain::measure::{Counts, Outcome, Status, cells};
use kith_measures::engine::{Counter, Request, RunError, outcomes};
use kith_measures::explain::{Language, explain};
use kith_measures::gather::{Gather, Version};
use kith_measures::lake::{Lake, LakeError, Table};
use kith_measures::programme::Programme;
use kith_measures::story::{Move, Story};
use proptest::prelude::*;

use crate::library;
use crate::world::{LATER, World, day, engine, seen, three_by_120};

/// Sixty families: some with twins, some without a known mother, some seen and some not.
pub fn town() -> World {
    town_of(60)
}

/// A town with so many mothers.
pub fn town_of(mothers: usize) -> World {
    let mut world = World::default();
    let races = ["2054-5", "2106-3", "2028-9"];
    for n in 0..mothers {
        let (mother, baby) = (format!("m{n}"), format!("b{n}"));
        let born = day("2025-01-10").checked_add(jiff::Span::new().days(n as i64 * 3)).unwrap();
        let after = |days: i64| born.checked_add(jiff::Span::new().days(days)).unwrap().to_string();
        world.person(&mother, "1995-05-05", |p| {
            p.race = vec![Coding::new("race", races[n % 3])];
            // Some selected two.
            p.race.extend((n % 5 == 0).then(|| Coding::new("race", "2118-8")));
            p.managing_organization = Some(Reference(format!("Organization/{}", n % 4)));
        });
        world.person(&baby, &born.to_string(), |p| {
            p.managing_organization = Some(Reference(format!("Organization/{}", n % 4)));
        });
        if n % 7 != 0 {
            world.link(&baby, &mother);
        }
        for visit in 0..n % 5 {
            world.well(&baby, &after(3 + 30 * visit as i64));
        }
        if n % 2 == 0 {
            world.typed(&mother, &after(40), "http://snomed.info/sct", "169762003");
        }
    }
    world
}

fn all(lake: &Lake, buckets: Option<Vec<Bucket>>) -> Vec<Outcome> {
    let request = Request { measures: Vec::new(), buckets, as_of: LATER };
    outcomes(engine().run(lake, three_by_120(), &request).unwrap()).unwrap()
}

#[test]
fn a_run_over_some_buckets_is_the_full_run_of_those_buckets() {
    let (_dir, gathered) = town().gather();
    let full = all(&gathered.lake, None);
    assert!(full.len() > 200);
    let buckets = gathered.lake.buckets();
    let (some, rest) = buckets.split_at(buckets.len() / 3);
    let mut again = Vec::new();
    for part in [&some[..1], &some[1..], rest] {
        let own = all(&gathered.lake, Some(part.to_vec()));
        assert!(own.iter().all(|o| part.contains(&gathered.bucket_of(o.person))));
        again.extend(own);
    }
    again.sort_by(|a, b| (&a.measure, a.subject).cmp(&(&b.measure, b.subject)));
    assert_eq!(full, again);
}

#[test]
fn a_bucket_that_was_never_written_has_nobody() {
    let (_dir, gathered) = town().gather();
    let empty = Bucket::all().find(|b| !gathered.lake.buckets().contains(b)).unwrap();
    assert_eq!(all(&gathered.lake, Some(vec![empty])), []);
    let request = Request { measures: Vec::new(), buckets: Some(vec![empty]), as_of: LATER };
    let batches: Vec<_> = engine().run(&gathered.lake, three_by_120(), &request).unwrap().collect();
    assert_eq!(batches.len(), three_by_120().measures.len(), "each measure says that nobody is there");
}

#[test]
fn a_bucket_written_anew_replaces_what_was_told() {
    let mut world = World::default();
    world.baby("b", "2025-03-10");
    let (_dir, gathered) = world.gather();
    let bucket = gathered.lake.buckets()[0];
    let told: Vec<String> = all(&gathered.lake, None).into_iter().map(|o| o.measure).collect();
    assert!(told.contains(&"wcv_3by120".to_owned()), "{told:?}");
    gathered.lake.write_bucket(bucket, &Story::default()).unwrap();
    assert_eq!(all(&gathered.lake, None), []);
    let leftovers = std::fs::read_dir(gathered.lake.dir().join("event")).unwrap().count();
    assert_eq!(leftovers, 1);
}

#[test]
fn facts_put_aside_in_files_tell_the_same_as_facts_in_memory() {
    let world = town();
    let (_a, memory) = world.gather();
    let (dir, files) = world.gather_keeping(7);
    assert_eq!(all(&memory.lake, None), all(&files.lake, None));
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("came")), "{left:?}");
}

#[test]
fn counting_columns_is_counting_outcomes() {
    let (_dir, gathered) = town().gather();
    for period in [None, Some("2025-05-15/2025-08-20".parse().unwrap())] {
        let (mut by_column, mut by_row) = (Counter::new(period), Counter::new(period));
        for batch in engine().run(&gathered.lake, three_by_120(), &Request::all(LATER)).unwrap() {
            let batch = batch.unwrap();
            by_column.add(&batch);
            batch.outcomes().for_each(|o| by_row.add_outcome(&o));
        }
        // A measure that counts nobody says so in its batch, and has no outcome.
        let counted = |c: &Counter| c.rows().into_iter().filter(|r| !r.counts.is_empty()).collect::<Vec<_>>();
        assert_eq!(counted(&by_column), counted(&by_row));
        let sorted = |counter: &Counter| {
            let mut cells = counter.cells();
            cells.sort_by_key(|(key, _)| format!("{key:?}"));
            cells
        };
        assert_eq!(sorted(&by_column), sorted(&by_row));
    }
}

#[test]
fn the_cells_are_those_of_the_domain() {
    let (_dir, gathered) = town().gather();
    let mut counter = Counter::new(None);
    let mut expected: BTreeMap<String, Counts> = BTreeMap::new();
    for outcome in all(&gathered.lake, None) {
        counter.add_outcome(&outcome);
        for cell in cells(&outcome) {
            expected.entry(format!("{cell:?}")).or_default().add(outcome.status, 1);
        }
    }
    let found: BTreeMap<String, Counts> =
        counter.cells().into_iter().map(|(k, c)| (format!("{k:?}"), c)).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_whole_comes_first_and_a_period_leaves_its_end_out() {
    let mut world = World::default();
    for (id, born) in [("a", "2025-03-10"), ("b", "2025-03-11")] {
        world.person(id, born, |p| p.managing_organization = Some(Reference("Organization/x".into())));
    }
    world.baby("c", "2025-03-10");
    let (_dir, gathered) = world.gather();
    let mut counter = Counter::new(Some("2025-07-08/2025-07-09".parse().unwrap()));
    all(&gathered.lake, None).iter().for_each(|o| counter.add_outcome(o));
    let rows = counter.rows();
    let first = &rows[0];
    assert_eq!((first.measure.as_str(), first.organization, &first.stratum), ("wcv_2by120", None, &None));
    assert_eq!(first.counts.not_met, 2, "the one of an organization and the one of none");
    let own = rows.iter().find(|r| r.organization.is_some() && r.stratum.is_none()).unwrap();
    assert_eq!(own.counts.not_met, 1);
}

#[test]
fn a_measure_that_is_not_there_is_said() {
    let (_dir, gathered) = World::default().gather();
    let request = Request { measures: vec!["nothing".into()], buckets: None, as_of: LATER };
    let error = engine().run(&gathered.lake, three_by_120(), &request).unwrap_err();
    assert!(matches!(error, RunError::NoSuchMeasure(name) if name == "nothing"));
}

#[test]
fn a_folder_that_is_no_lake_is_said() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Lake::open(dir.path()), Err(LakeError::NotALake(_))));
}

#[test]
fn a_lake_of_another_layout_is_emptied_when_it_is_made_again() {
    let (dir, gathered) = town().gather();
    let lake = gathered.lake.dir().to_owned();
    std::fs::write(lake.join("lake.json"), "{\"format\":1}\n").unwrap();
    std::fs::write(dir.path().join("beside"), "stays").unwrap();
    assert!(matches!(Lake::open(&lake), Err(LakeError::NotALake(_))));
    let made = Lake::create(&lake).unwrap();
    assert_eq!((made.buckets(), made.dir()), (Vec::new(), lake.as_path()));
    assert!(dir.path().join("beside").exists());
    assert!(Lake::open(&lake).is_ok());
}

#[test]
fn a_file_that_is_damaged_ends_the_run_with_an_error() {
    let (_dir, gathered) = town().gather();
    let bucket = gathered.lake.buckets()[3];
    std::fs::write(gathered.lake.file(Table::Event, bucket), "no Parquet").unwrap();
    let run = engine().run(&gathered.lake, three_by_120(), &Request::all(LATER)).unwrap();
    assert!(matches!(outcomes(run), Err(RunError::Query { .. })));
}

#[test]
fn a_run_may_be_dropped_and_another_started() {
    let (_dir, gathered) = town().gather();
    drop(engine().run(&gathered.lake, three_by_120(), &Request::all(LATER)).unwrap());
    assert!(!all(&gathered.lake, None).is_empty());
}

#[tokio::test]
async fn a_run_may_be_waited_for_without_a_thread() {
    let (_dir, gathered) = tokio::task::spawn_blocking(|| town().gather()).await.unwrap();
    let engine = kith_measures::engine::Engine::new().unwrap();
    let mut run = engine.run(&gathered.lake, three_by_120(), &Request::all(LATER)).unwrap();
    let mut subjects = 0;
    while let Some(batch) = run.next_batch().await {
        subjects += batch.unwrap().len();
    }
    assert!(subjects > 200);
    // The engine is dropped where blocking is not allowed.
}

#[test]
fn organizations_are_known_by_record_by_reference_and_by_identifier() {
    let mut world = World::default();
    let npi = Identifier { system: "http://hl7.org/fhir/sid/us-npi".into(), value: "1".into(), kind: None };
    let clinic = Directory { name: Some("Clinic".into()), identifiers: vec![npi], ..Directory::default() };
    let asked = "Organization?identifier=http://hl7.org/fhir/sid/us-npi|1";
    for (id, organization) in [("a", "Organization/clinic"), ("b", asked), ("c", "Organization/never")] {
        world.person(id, "2025-03-10", |p| p.managing_organization = Some(Reference(organization.into())));
    }
    world.push(Reference("Organization/clinic".into()), None, kith_domain::fact::Body::Organization(clinic));
    let (_dir, gathered) = world.gather();
    let of: Vec<_> =
        seen(&gathered, "wcv_3by120", LATER).iter().map(|s| s.outcome.organization.unwrap()).collect();
    assert_eq!(of[0], of[1]);
    assert_ne!(of[0], of[2]);
    assert_eq!(gathered.organizations[&of[0]].name.as_deref(), Some("Clinic"));
    assert_eq!(gathered.organizations[&of[2]].reference.0, "Organization/never");
    assert_eq!(gathered.organizations.len(), 2);
}

#[test]
fn a_later_version_of_a_record_takes_the_place_of_an_earlier() {
    let mut world = World::default();
    world.baby("b", "2025-03-10").well("b", "2025-03-13");
    let again = world.last("Encounter");
    world.well("b", "2025-04-13");
    world.facts.last_mut().unwrap().reference = again;
    let seen = world.one("wcv_3by120", LATER);
    assert_eq!(seen.outcome.have, 1);
    world.baby("b", "2025-03-12");
    assert_eq!(world.one("wcv_3by120", LATER).outcome.counts_on, day("2025-07-10"));
}

#[test]
fn the_newest_version_of_a_record_holds_in_whatever_order_versions_come() {
    let mut world = World::default();
    world.baby("b", "2025-03-10").well("b", "2025-03-13").well("b", "2025-04-13");
    let of = |hour: &str, id: &str| {
        Version::new(Some(format!("2025-05-01T{hour}:00:00Z").parse().unwrap()), Some(id))
    };
    let [baby, one, other] = &world.facts[..] else { panic!("three facts") };
    let (one, mut other) = (one.clone(), other.clone());
    other.reference = one.reference.clone();
    let holds = |versions: [Version; 2], in_memory: usize| {
        let dir = tempfile::tempdir().unwrap();
        let mut gather = Gather::new(dir.path()).unwrap().keep_in_memory(in_memory);
        gather.add(SourceId(1), baby.clone()).unwrap();
        gather.add_version(SourceId(1), one.clone(), versions[0]).unwrap();
        gather.add_version(SourceId(1), other.clone(), versions[1]).unwrap();
        let gathered = gather.finish(&three_by_120().value_sets).unwrap();
        let seen = seen(&gathered, "wcv_3by120", day("2025-04-01"));
        seen[0].outcome.have == 1
    };
    // The first has its visit before the as-of day, the second after it.
    for in_memory in [1, 100] {
        assert!(holds([of("10", "2"), of("09", "1")], in_memory), "the older came later");
        assert!(!holds([of("09", "1"), of("10", "2")], in_memory));
        assert!(holds([of("09", "10"), of("09", "9")], in_memory), "made at one time, told by number");
        assert!(!holds([of("09", "x"), of("09", "x")], in_memory), "not told: the later");
        assert!(!holds([of("10", "2"), Version::default()], in_memory), "not told: the later");
    }
}

#[test]
fn facts_about_nobody_are_counted_and_left() {
    let dir = tempfile::tempdir().unwrap();
    let mut world = World::default();
    world.baby("b", "2025-03-10").well("b", "2025-03-13").well("b", "2025-03-14");
    world.facts[1].subject = None;
    world.facts[2].subject = Some(Reference("Group/x".into()));
    let mut gather = Gather::new(dir.path()).unwrap();
    world.facts.into_iter().for_each(|f| gather.add(SourceId(1), f).unwrap());
    let gathered = gather.finish(&three_by_120().value_sets).unwrap();
    assert_eq!(gathered.skipped, 2);
    assert_eq!(gathered.find("Patient/b"), Some(PersonId(1)));
    assert_eq!(gathered.find("Patient/x"), None);
}

/// A documented move is a row of the story; facts from files have none.
#[test]
fn a_family_that_moved_away_by_day_120_is_excluded() {
    let moved = |on: &str| {
        let mut world = World::default();
        world.baby("b", "2025-03-10");
        let (_dir, gathered) = world.gather();
        let fact = world.facts[0].clone();
        let (person, source) = (kith_domain::id::SourcePersonId(1), SourceId(1));
        let stated = kith_domain::fact::Stated { record: RecordId(1), source, person, fact };
        let story = kith_measures::story::derive(&kith_measures::story::Input {
            facts: &[stated],
            person_of: &std::iter::once((person, PersonId(1))).collect(),
            mothers: &[],
            choices: &[],
            organizations: &Default::default(),
            value_sets: &three_by_120().value_sets,
            moves: &[Move { person: PersonId(1), on: day(on), record: Some(RecordId(9)) }],
            courses: &[],
            taught: &[],
            zone: &jiff::tz::TimeZone::UTC,
            deprivation: None,
        });
        gathered.lake.write_bucket(gathered.lake.buckets()[0], &story).unwrap();
        let mut outcomes = all(&gathered.lake, None).into_iter();
        let outcome = outcomes.find(|o| o.measure == "wcv_3by120").expect("the baby is counted");
        (outcome.status, outcome.reason, outcome.evidence)
    };
    assert_eq!(moved("2025-07-08"), (Status::Excluded, Some("moved".into()), vec![RecordId(9)]));
    assert_eq!(moved("2025-07-09"), (Status::NotMet, None, vec![]));
}

#[test]
fn an_explanation_says_which_days_matter_what_counts_and_what_is_missing() {
    let mut world = World::default();
    world.baby("b", "2025-03-10").well("b", "2025-03-13").well("b", "2025-03-13").well("b", "2025-07-09");
    let (_dir, gathered) = world.gather();
    let said = |as_of: &str, language| {
        let as_of = day(as_of);
        let request = Request { measures: vec!["wcv_3by120".into()], buckets: None, as_of };
        let run = engine().run(&gathered.lake, three_by_120(), &request).unwrap();
        let outcome = outcomes(run).unwrap().remove(0);
        let measure = three_by_120().measure("wcv_3by120").unwrap();
        let bucket = gathered.bucket_of(outcome.person);
        let details = gathered.lake.details(three_by_120(), measure, &outcome, bucket).unwrap();
        explain(measure, &outcome, &details, as_of, language).to_string()
    };
    let english = said("2025-08-01", Language::En);
    let expected = "\
Three well-child visits by day 120
- Babies who had at least three well-child visits, on three different days, by the day they were 120 days old. \
Visits during a hospital stay, the stay at birth included, do not count.
- Born on 10 March 2025: that is day 0.
- Day 120 is 8 July 2025: the last day that counts.
- Counts: 13 March 2025, day 3. (Encounter/e1)
- Does not count: 13 March 2025, day 3; another on the same day already counts. (Encounter/e2)
- Does not count: 9 July 2025, day 121; it is after the last day. (Encounter/e3)
- 2 of 3 well-child visits not on record by 8 July 2025.
- Not met: the time is over.
";
    assert_eq!(english, expected);
    let spanish = said("2025-04-01", Language::Es);
    let ending = "\
- Nació el 10 de marzo de 2025: ese es el día 0.
- El día 120 es el 8 de julio de 2025: el último día que cuenta.
- Cuenta: 13 de marzo de 2025, día 3. (Encounter/e1)
- No cuenta: 13 de marzo de 2025, día 3; ya cuenta otra del mismo día. (Encounter/e2)
- No cuenta: 9 de julio de 2025, día 121; es posterior al día por el que se pregunta. (Encounter/e3)
- Faltan 2 de 3 consultas de control, hasta el 8 de julio de 2025.
- Pendiente: el 1 de abril de 2025 todavía hay tiempo.
";
    assert!(spanish.ends_with(ending), "{spanish}");
}

#[test]
fn an_explanation_of_an_exclusion_names_the_record() {
    let mut world = World::default();
    let died = kith_domain::fact::Deceased::On(crate::world::when("2025-04-01"));
    world.person("b", "2025-03-10", |p| p.deceased = died);
    let (_dir, gathered) = world.gather();
    let outcome = seen(&gathered, "wcv_3by120", LATER).remove(0).outcome;
    let measure = three_by_120().measure("wcv_3by120").unwrap();
    let details =
        gathered.lake.details(three_by_120(), measure, &outcome, gathered.bucket_of(outcome.person)).unwrap();
    let text = explain(measure, &outcome, &details, LATER, Language::En).to_string();
    assert!(text.contains("- The baby died before day 120. (Patient/b)\n"), "{text}");
    assert!(text.ends_with("- Left out of the rate, whatever has been done.\n"), "{text}");
}

#[test]
fn evidence_is_what_made_it_and_no_more_than_was_needed() {
    let mut world = World::default();
    world.baby("b", "2025-03-10");
    for on in ["2025-06-12", "2025-03-13", "2025-05-12", "2025-04-08"] {
        world.well("b", on);
    }
    let seen = world.one("wcv_3by120", LATER);
    assert_eq!(seen.evidence, ["Encounter/e2", "Encounter/e4", "Encounter/e3"]);
    assert_eq!((seen.outcome.have, seen.outcome.on), (4, Some(day("2025-05-12"))));
    assert_eq!(seen.outcome.subject, SubjectId::infant(seen.outcome.person));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]
    /// Facts in another order give other ids to records, and the same answers.
    #[test]
    fn the_order_of_facts_is_irrelevant(seed in any::<u64>()) {
        let mut world = town();
        let told = |world: &World| -> Vec<_> {
            let (_dir, gathered) = world.gather();
            let mut all: Vec<_> = ["wcv_3by120", "ppc_postpartum"]
                .into_iter()
                .flat_map(|measure| seen(&gathered, measure, LATER))
                .map(|s| (s.outcome.measure, s.person, s.outcome.status, s.outcome.on, s.outcome.strata, s.evidence))
                .collect();
            all.sort();
            all
        };
        let before = told(&world);
        let mut dice = seed;
        for i in (1..world.facts.len()).rev() {
            dice = dice.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            world.facts.swap(i, (dice >> 33) as usize % (i + 1));
        }
        prop_assert_eq!(before, told(&world));
    }
}

fn reasons(world: &World, programme: &Programme, measure: &str) -> Vec<(String, Option<String>)> {
    let (_dir, gathered) = world.gather();
    let request = Request { measures: vec![measure.into()], buckets: None, as_of: LATER };
    let all = outcomes(engine().run(&gathered.lake, programme, &request).unwrap()).unwrap();
    let person = |o: &Outcome| gathered.person(o.person).unwrap().0.clone();
    let mut all: Vec<_> = all.iter().map(|o| (person(o), o.reason.clone())).collect();
    all.sort();
    all
}

#[test]
fn a_day_by_which_an_infant_has_to_be_known_may_be_set() {
    let programme = library::with("wcv_3by120", "known_by_day = \"off\"", "known_by_day = 60");
    let mut world = World::default();
    world.baby("by", "2025-03-10").well("by", "2025-05-09");
    world.baby("late", "2025-03-10").well("late", "2025-05-10").baby("never", "2025-03-10");
    let late = Some("known_late".to_owned());
    let expected =
        [("Patient/by".into(), None), ("Patient/late".into(), late.clone()), ("Patient/never".into(), late)];
    assert_eq!(reasons(&world, &programme, "wcv_3by120"), expected);
    let off: Vec<_> = reasons(&world, three_by_120(), "wcv_3by120").into_iter().filter_map(|r| r.1).collect();
    assert_eq!(off, Vec::<String>::new());
}

#[test]
fn enrolment_from_43_days_before_to_60_after_may_be_required() {
    let programme = library::with("ppc_prenatal", "enrolment_required = false", "enrolment_required = true");
    let mut world = World::default();
    // 43 days before 2025-06-30 is 18 May, 60 days after it 29 August.
    let cover =
        [("a", "2025-05-18", "2025-08-29"), ("b", "2025-05-19", ""), ("c", "2025-01-01", "2025-08-28")];
    for (id, from, to) in cover {
        world.delivered(id, "2025-06-30").cover(id, from, to, "Medicaid");
    }
    world.delivered("d", "2025-06-30");
    let not = Some("not_enrolled".to_owned());
    let expected = [("a", None), ("b", not.clone()), ("c", not.clone()), ("d", not)];
    let expected = expected.map(|(id, reason)| (format!("Patient/{id}"), reason));
    assert_eq!(reasons(&world, &programme, "ppc_prenatal"), expected);
}
