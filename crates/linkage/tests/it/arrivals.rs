//! Records that arrive one at a time, in any order, leave again and come back end in the people of the whole.

use kith_linkage::{Decisions, Linker, Population, Settings, learn, link};
use kith_synth::people::Errors;

use crate::made::{Made, record};

/// A number for an order of arrival.
fn shuffled(number: u64) -> u64 {
    (number ^ (number >> 7)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
}

#[test]
fn who_arrives_is_who_was_there() {
    let made = Made::new(800, 31, Errors::High);
    let mut population: Population = made.population();
    let model = learn(&population, &Settings::default());
    let linkage = link(&mut population, &model, &Decisions::new());
    let mut whole: Vec<Vec<u64>> = vec![Vec::new(); made.written.len()];
    for (at, cluster) in linkage.cluster_of.iter().enumerate() {
        whole[*cluster as usize].push(at as u64);
    }

    let mut linker = Linker::new(model);
    let mut order: Vec<usize> = (0..made.written.len()).collect();
    order.sort_by_key(|at| shuffled(*at as u64));
    for &at in &order {
        linker.put(at as u64, &record(&made.written[at].row));
    }
    for &at in order.iter().step_by(11) {
        linker.remove(at as u64);
        linker.put(at as u64, &record(&made.written[at].row));
    }
    for (at, cluster) in linkage.cluster_of.iter().enumerate() {
        let person = linker.person(at as u64).expect("it was put in");
        assert_eq!(person, whole[*cluster as usize], "record {at}");
    }
    let told = linker.around(&(0..made.written.len() as u64).collect::<Vec<_>>());
    let mut found: Vec<(u64, u64, bool)> = told.dyads.iter().map(|d| (d.infant, d.mother, d.sure)).collect();
    let list = |dyads: &[kith_linkage::Dyad], sure: bool| {
        dyads.iter().map(|d| (u64::from(d.infant), u64::from(d.mother), sure)).collect::<Vec<_>>()
    };
    let mut expected = [list(&linkage.dyads, true), list(&linkage.dyad_reviews, false)].concat();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    let mut asked: Vec<(u64, u64)> = told.reviews.iter().map(|r| (r.a, r.b)).collect();
    let mut reviews: Vec<(u64, u64)> =
        linkage.reviews.iter().map(|r| (u64::from(r.a.min(r.b)), u64::from(r.a.max(r.b)))).collect();
    asked.sort_unstable();
    reviews.sort_unstable();
    assert_eq!(asked, reviews);
}
