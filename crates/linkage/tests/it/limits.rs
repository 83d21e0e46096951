//! How well people are found, at the usual and at twice the errors: a change that costs more than it may is seen here
//! before a million records say so.

use kith_linkage::evaluate::{across, b_cubed, dyads, merged, mothers_with_infants, pairs};
use kith_linkage::{Decisions, Settings, learn, link};
use kith_synth::people::Errors;

use crate::made::Made;

#[test]
fn people_are_found_with_the_usual_errors() {
    check(Errors::Usual);
}

#[test]
fn people_are_found_with_twice_the_errors() {
    check(Errors::High);
}

fn check(errors: Errors) {
    let made = Made::new(20_000, 29, errors);
    let (people, pair) = (made.people(), |p: &(u64, u64)| (p.0 as u32, p.1 as u32));
    let mut population = made.population();
    let model = learn(&population, &Settings::default());
    let linkage = link(&mut population, &model, &Decisions::new());
    let clusters = &linkage.cluster_of;
    let found: Vec<(u32, u32)> = linkage.dyads.iter().map(|d| (d.infant, d.mother)).collect();
    let twins: Vec<(u32, u32)> = made.kin.twins.iter().map(pair).collect();
    let kin: Vec<(u32, u32)> = made.kin.dyads.iter().map(pair).collect();
    let epochs: Vec<Option<u8>> = made.written.iter().map(|w| w.surname_epoch).collect();
    let least = [
        ("pairs", pairs(clusters, &people).f1(), 0.985),
        ("B-cubed", b_cubed(clusters, &people).f1(), 0.992),
        ("twins apart", 1.0 - merged(clusters, &people, &twins).share(), 0.9),
        ("dyads", dyads(clusters, &people, &found, &kin).f1(), 0.97),
        ("across a change of surname", across(clusters, &people, &epochs).share(), 0.98),
    ];
    for (what, score, least) in least {
        println!("{errors:?} {what} {score:.4}");
        assert!(score >= least, "{errors:?}: {what} {score:.4}, at least {least}");
    }
    let together = mothers_with_infants(clusters, &made.infants());
    assert!(together.count <= together.of.div_ceil(10_000), "{errors:?}: {together:?}");
}
