use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Keeps everything.
#[derive(Default)]
struct Kept {
    records: Vec<Written>,
    kin: Kin,
}

impl PeopleSink for Kept {
    fn record(&mut self, record: Written) -> io::Result<()> {
        self.records.push(record);
        Ok(())
    }

    fn kin(&mut self, kin: &Kin) -> io::Result<()> {
        self.kin.dyads.extend(&kin.dyads);
        self.kin.twins.extend(&kin.twins);
        Ok(())
    }
}

fn made(records: u64, seed: u64, errors: Errors) -> Kept {
    let mut kept = Kept::default();
    generate_people(&PeoplePlan { records, seed, errors }, &mut kept).unwrap();
    kept
}

/// The share of records for which something holds, in percent.
fn percent(kept: &Kept, holds: impl Fn(&Written) -> bool) -> f64 {
    kept.records.iter().filter(|record| holds(record)).count() as f64 * 100.0 / kept.records.len() as f64
}

fn check_share(what: &str, share: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&share), "{what}: {share:.2} %, expected {low} to {high}");
}

#[test]
fn the_same_plan_makes_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, seed| {
        let plan = PeoplePlan { records: 3000, seed, errors: Errors::Usual };
        let counts = write_people(&plan, &folder.path().join(name), |_| {}).unwrap();
        assert_eq!(counts.records, 3000);
        let read = |file: &str| std::fs::read_to_string(folder.path().join(name).join(file)).unwrap();
        ["people.csv", "truth.csv", "dyads_truth.csv", "twins.csv", "surnames.csv"].map(read)
    };
    let one = write("one", 3);
    assert_eq!(one, write("again", 3));
    assert_ne!(one[0], write("other", 4)[0]);
    assert_eq!(one[0].lines().next().unwrap(), COLUMNS.join(","));
    assert_eq!(one[0].lines().count(), 3001);
    assert_eq!(one[1].lines().count(), 3001);
}

#[test]
fn a_smaller_plan_is_the_beginning_of_a_larger_one() {
    let (small, large) = (made(500, 9, Errors::Usual), made(900, 9, Errors::Usual));
    assert_eq!(small.records, large.records[..500]);
}

#[test]
fn families_are_as_they_are_said_to_be() {
    let kept = made(40_000, 1, Errors::Usual);
    let mut of: BTreeMap<u64, Vec<&Written>> = BTreeMap::new();
    kept.records.iter().for_each(|record| of.entry(record.entity).or_default().push(record));
    let role = |entity: &u64| of[entity][0].role;
    assert!(of.values().all(|records| records.iter().all(|r| r.role == records[0].role)));
    assert!(kept.kin.dyads.iter().all(|(i, m)| role(i) == Role::Infant && role(m) == Role::Mother));
    assert!(kept.kin.twins.iter().all(|(a, b)| a != b && role(a) == Role::Infant && role(b) == Role::Infant));
    let infants: BTreeSet<u64> = kept.kin.dyads.iter().map(|(infant, _)| *infant).collect();
    assert_eq!(infants.len(), kept.kin.dyads.len(), "a child has one mother");
    let twins: BTreeSet<u64> = kept.kin.twins.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let all = of.values().filter(|records| records[0].role == Role::Infant).count();
    check_share("twins of infants", twins.len() as f64 * 100.0 / all as f64, 5.0, 9.0);
    check_share("infants with a mother", infants.len() as f64 * 100.0 / all as f64, 97.0, 100.0);
    let several = of.values().filter(|records| records.len() > 1).count();
    check_share("people with several records", several as f64 * 100.0 / of.len() as f64, 95.0, 100.0);
    let changed = of.values().filter(|r| {
        let epochs: BTreeSet<_> = r.iter().map(|r| r.surname_epoch).collect();
        epochs.contains(&Some(0)) && epochs.contains(&Some(1))
    });
    check_share(
        "people seen under two surnames",
        changed.count() as f64 * 100.0 / of.len() as f64,
        15.0,
        40.0,
    );
}

#[test]
fn each_kind_of_error_is_there() {
    let kept = made(30_000, 2, Errors::Usual);
    let check = |what: &str, low: f64, high: f64, holds: fn(&Row) -> bool| {
        check_share(what, percent(&kept, |record| holds(&record.row)), low, high);
    };
    check("no birth date", 0.8, 4.0, |r| r.birth_date.is_empty());
    check("a birth date that stands for none", 0.1, 1.5, |r| {
        r.birth_date.starts_with("190") || r.birth_date.starts_with("9999")
    });
    check("an SSN that stands for none", 0.3, 3.0, |r| {
        ["999999999", "123456789", "111111111", "000000000"].contains(&r.ssn.replace('-', "").as_str())
    });
    check("no name at all", 0.1, 2.0, |r| r.first_name.is_empty() && r.last_name.is_empty());
    check("no role", 15.0, 45.0, |r| r.role.is_empty());
    check("a temporary name", 4.0, 14.0, |r| {
        let name = r.first_name.to_lowercase();
        ["baby", "newborn", "infant", "twin", "girl", "boy", "nb "].iter().any(|word| name.starts_with(word))
    });
    check("accents", 0.5, 12.0, |r| !r.first_name.is_ascii() || !r.last_name.is_ascii());
    check("a mother's name", 20.0, 45.0, |r| !r.mother_first_name.is_empty());
    check("no e-mail", 50.0, 90.0, |r| r.email.is_empty());
}

#[test]
fn levels_differ_only_in_errors() {
    let wrong = |errors| {
        let kept = made(20_000, 5, errors);
        percent(&kept, |record| record.row.birth_date.is_empty())
    };
    let [none, low, usual, high] = [Errors::None, Errors::Low, Errors::Usual, Errors::High].map(wrong);
    assert_eq!(none, 0.0);
    assert!(low < usual && usual < high, "{low} {usual} {high}");
    assert_eq!(Errors::named("high"), Some(Errors::High));
    assert_eq!(Errors::named("loud"), None);
}

#[test]
fn a_number_of_a_source_is_of_one_person_unless_it_is_an_error() {
    let kept = made(30_000, 6, Errors::None);
    let mut owner: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for record in kept.records.iter().filter(|record| !record.row.mrn.is_empty()) {
        let first = owner.entry((&record.row.source, &record.row.mrn)).or_insert(record.entity);
        assert_eq!(*first, record.entity, "{:?}", record.row);
        numbers.entry(&record.row.mrn).or_default().insert(record.entity);
    }
    let shared = numbers.values().filter(|entities| entities.len() > 1).count();
    assert!(shared > 100, "the same number means different people in different sources: {shared}");
}

#[test]
fn surnames_are_many_and_some_are_common() {
    let kept = made(60_000, 8, Errors::None);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mothers = kept.records.iter().filter(|record| record.role == Role::Mother);
    mothers.for_each(|record| *counts.entry(record.row.last_name.to_uppercase()).or_default() += 1);
    let all: u32 = counts.values().sum();
    let most = counts.values().max().copied().unwrap_or_default();
    assert!(counts.len() > 3500, "{} surnames", counts.len());
    check_share("the most frequent surname", f64::from(most) * 100.0 / f64::from(all), 0.4, 3.0);
}
