use std::collections::BTreeMap;

use kith_domain::measure::Kin;

use super::*;
use crate::equity::tests::programme;
use crate::strata::{self, Slice};

fn counts(met: i64, not_met: i64) -> Counts {
    Counts { met, not_met, ..Counts::default() }
}

fn numerators(rates: &[Rate]) -> Vec<Option<i64>> {
    let count = |rate: &Rate| match rate.numerator {
        Shown::Count(n) => Some(n),
        Shown::Withheld => None,
    };
    rates.iter().map(count).collect()
}

/// 160 babies with two visits or more, 153 with three.
const TWO: [(i64, i64); 4] = [(60, 40), (50, 30), (30, 20), (20, 30)];
const THREE: [(i64, i64); 4] = [(53, 47), (50, 30), (30, 20), (20, 30)];

fn table(of: [(i64, i64); 4]) -> Vec<Counts> {
    of.map(|(met, not_met)| counts(met, not_met)).to_vec()
}

#[test]
fn a_total_is_not_told_beside_one_that_leaves_seven() {
    let sum = |of: [(i64, i64); 4]| counts(of.iter().map(|c| c.0).sum(), of.iter().map(|c| c.1).sum());
    let both = [sum(TWO), sum(THREE)];
    let of = |own: usize| numerators(&[total(&Family::among(own, &both), Reader::Suppressed)]);
    assert_eq!((of(0), of(1)), (vec![Some(160)], vec![None]));
    assert_eq!(
        numerators(&rates(&Family::among(1, &[table(TWO), table(THREE)]), Reader::Suppressed)),
        [None; 4]
    );
}

#[test]
fn a_follower_hides_what_any_of_its_family_hides() {
    // Twenty-seven more in another group: the total may be told, and neither group.
    let (mut wide, mut narrow) = (table(TWO), table(THREE));
    (wide[1], narrow[1]) = (counts(77, 30), counts(50, 57));
    wide.push(counts(40, 40));
    narrow.push(counts(40, 40));
    let all = [wide, narrow];
    let led = numerators(&rates(&Family::among(0, &all), Reader::Suppressed));
    let follower = numerators(&rates(&Family::among(1, &all), Reader::Suppressed));
    assert_eq!(led, [Some(60), Some(77), Some(30), Some(20), Some(40)]);
    assert_eq!(follower, [None, None, Some(30), Some(20), Some(40)]);
}

#[test]
fn a_column_beside_the_rate_is_told_where_it_differs_by_enough() {
    let pending = |of: [i64; 2]| of.map(|pending| Counts { pending, ..counts(60, 40) }).to_vec();
    let told = |first: [i64; 2], own: [i64; 2]| {
        let rates = rates(&Family::among(1, &[pending(first), pending(own)]), Reader::Suppressed);
        assert!(
            rates.iter().all(|r| r.numerator == Shown::Count(60) && r.excluded == Shown::Count(0)),
            "{rates:?}"
        );
        rates.iter().all(|r| r.pending != Shown::Withheld)
    };
    assert!(told([40, 20], [40, 20]) && told([60, 20], [40, 20]));
    assert!(!told([44, 20], [40, 20]));
    // Twenty more here and thirteen fewer there: seven more in all.
    assert!(!told([60, 27], [40, 40]));
}

#[test]
fn groupings_beside_others_are_not_told_of_a_follower() {
    let strata = |of: &[(&str, i64)]| -> BTreeMap<String, Counts> {
        of.iter().map(|(name, met)| ((*name).to_owned(), counts(*met, 100))).collect()
    };
    let slice = |met: i64| Slice {
        strata: strata(&[("Asian", met), ("White", 200)]),
        beside: strata(&[("Asian", met), ("White", 200)]),
        whole: counts(met + 200, 200),
    };
    let told = |own: usize, by: &str| {
        let rates = strata::rates(by, &Family::among(own, &[slice(100), slice(60)]), Reader::Suppressed);
        rates.iter().all(|g| g.rate.numerator != Shown::Withheld)
    };
    assert!(told(0, "race_in_combination") && !told(1, "race_in_combination"));
    let alone = |own: usize| {
        let all = [100, 60].map(|met| Slice { beside: BTreeMap::new(), ..slice(met) });
        let rates = strata::rates("race_ethnicity", &Family::among(own, &all), Reader::Suppressed);
        rates.iter().all(|g| g.rate.numerator != Shown::Withheld)
    };
    assert!(alone(0) && alone(1));
}

#[test]
fn open_windows_of_two_measures_are_not_taken_from_each_other() {
    let of = |own: usize, all: [i64; 2], reader| shown(&Family::among(own, &all), reader);
    assert_eq!(of(0, [60, 53], Reader::Suppressed), Shown::Count(60));
    assert_eq!(of(1, [60, 53], Reader::Suppressed), Shown::Withheld);
    assert_eq!(of(1, [60, 40], Reader::Suppressed), Shown::Count(40));
}

#[test]
fn only_who_sees_no_small_count_reads_a_follower_beside_its_family() {
    let kin = |id: &str| Kin { id: id.into(), part: false };
    let programme = crate::programme::Programme {
        families: vec![vec![kin("two"), kin("three")], vec![kin("a"), kin("b")]],
        ..programme()
    };
    let ids = |id: &'static str, reader| {
        Family::ids(&programme, id, reader).iter().copied().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("three", Reader::Suppressed), "three two three");
    assert_eq!(ids("three", Reader::Full), "three");
    assert_eq!(ids("two", Reader::Suppressed), "two");
    assert_eq!(ids("alone", Reader::Suppressed), "alone");
}
