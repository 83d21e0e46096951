//! The official test patients of four published measures, run through this library's own.
//!
//! Each test patient comes with the counts that the published measure gives. Where ours differ, the difference is named
//! with its reason. Value sets of the decks stand in for ours while they run, for ours are only what may be shipped.
//! Initial populations have no counterpart here: what is not in a denominator is nowhere.

mod archive;
mod codes;
mod differences;

use std::collections::BTreeMap;

use kith_domain::id::SourceId;
use kith_domain::measure::Status;
use kith_domain::value_set::ValueSet;
use kith_interop::Limits;
use kith_interop::stream::Records;
use kith_measures::gather::{Gather, Gathered};
use kith_measures::programme::{Files, Programme};

use archive::{Case, Decks};
use codes::StandIn;
use differences::{DIFFERENCES, REFUSED};

use crate::world::{Seen, day, seen_here};

/// How much of each deck must be counted as published.
const AT_LEAST: f64 = 0.95;

/// How many of a patient's subjects are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    denominator: u64,
    exclusion: u64,
    exception: u64,
    numerator: u64,
}

/// A deck with the measures of ours that it is held against.
struct Deck {
    name: &'static str,
    /// One for each group of its reports.
    measures: &'static [&'static str],
    codes: &'static [StandIn],
    /// The reason of ours that is an exception there.
    exception: &'static str,
    /// The reason of ours that keeps a subject out of the population there.
    outside: &'static str,
}

const DECKS: [Deck; 4] = [
    Deck {
        name: "CMS0334FHIRPCCesareanBirth",
        measures: &["ntsv"],
        codes: codes::CESAREAN,
        exception: "",
        outside: "",
    },
    Deck {
        name: "CMS1028FHIRPCSevereOBComps",
        measures: &["pc07", "pc07_no_transfusion"],
        codes: codes::COMPLICATIONS,
        exception: "",
        outside: "",
    },
    Deck {
        name: "CMS2FHIRPCSDepScreenAndFollowUp",
        measures: &["dep_cms2"],
        codes: codes::DEPRESSION,
        exception: "not_asked",
        outside: "",
    },
    Deck {
        name: "CMS117FHIRChildImmunStatus",
        measures: &["cis10"],
        codes: codes::IMMUNISATION,
        exception: "",
        outside: "no_visit",
    },
];

impl Deck {
    /// The measures by themselves, with the codes of the deck.
    fn programme(&self, decks: &Decks) -> Programme {
        let read = Programme::of_measures("decks", &Files::library(), self.measures);
        let mut programme = read.unwrap_or_else(|p| panic!("{p:#?}"));
        for (name, stand_ins) in self.codes {
            let mut set = ValueSet::default();
            for stand_in in *stand_ins {
                match (stand_in.strip_prefix('-'), stand_in.split_once('|')) {
                    (Some(oid), _) => {
                        decks.value_sets[oid].iter().for_each(|code| _ = set.exact.remove(code));
                    }
                    (_, Some((system, code))) => _ = set.exact.insert((system.into(), code.into())),
                    _ => set.exact.extend(decks.value_sets[*stand_in].iter().cloned()),
                }
            }
            assert!(programme.value_sets.0.insert((*name).to_owned(), set).is_some(), "{name} is not ours");
        }
        programme
    }

    /// Every test patient in one lake, each a source of its own: their ids may be the same.
    fn gathered(&self, decks: &Decks, programme: &Programme) -> (tempfile::TempDir, Gathered) {
        let dir = tempfile::tempdir().unwrap();
        let mut gather = Gather::new(dir.path()).unwrap();
        for (index, case) in decks.cases[self.name].iter().enumerate() {
            let bundle = serde_json::to_vec(&case.bundle).unwrap();
            for item in Records::open(&bundle[..], &case.id, Limits::default()).unwrap() {
                match item.read().map(|read| read.fact) {
                    Ok(Some(fact)) => gather.add(SourceId(index as i64 + 1), fact).unwrap(),
                    Ok(None) => {}
                    Err(problem) => {
                        let known = (&case.id[..8], problem.to_string());
                        assert!(
                            REFUSED.iter().any(|(id, why)| (*id, (*why).to_owned()) == known),
                            "{known:?}"
                        );
                    }
                }
            }
        }
        let gathered = gather.finish(&programme.value_sets).unwrap();
        (dir, gathered)
    }

    /// What an outcome is there.
    fn count(&self, seen: &Seen, of: &mut Counts) {
        if seen.outcome.counts_on.year() != 2026 {
            return;
        }
        match seen.outcome.status {
            Status::Met => (of.denominator, of.numerator) = (of.denominator + 1, of.numerator + 1),
            Status::NotMet => of.denominator += 1,
            Status::Excluded if seen.reason() == self.outside => {}
            Status::Excluded if seen.reason() == self.exception => {
                (of.denominator, of.exception) = (of.denominator + 1, of.exception + 1);
            }
            Status::Excluded => (of.denominator, of.exclusion) = (of.denominator + 1, of.exclusion + 1),
            // What is not known drops the row: there without a word, here with one.
            Status::Unknown => {}
            Status::Pending => panic!("{} is pending after the year", seen.person),
        }
    }
}

/// What is expected of a test patient in a group of its report. Who leaves the numerator by an exclusion of it is
/// excluded, and no longer in it.
fn expected(case: &Case, group: usize) -> Counts {
    let of = |code: &str| {
        let populations = case.report["group"][group]["population"].as_array().unwrap();
        let named = populations.iter().find(|p| p["code"]["coding"][0]["code"] == code);
        named.map_or(0, |p| p["count"].as_u64().unwrap())
    };
    let left = of("numerator-exclusion");
    Counts {
        denominator: of("denominator"),
        exclusion: of("denominator-exclusion") + left,
        exception: of("denominator-exception"),
        numerator: of("numerator") - left,
    }
}

#[test]
fn the_official_test_patients_are_counted_as_published() {
    let Some(shared) = crate::shared() else { return };
    let decks = archive::read(&shared.join("data/dqm-perinatal/decks.tar.xz"));
    let mut found = Vec::new();
    println!("{:<20} {:>5} {:>5}  differ", "measure", "cases", "agree");
    for deck in &DECKS {
        let programme = deck.programme(&decks);
        let (_dir, gathered) = deck.gathered(&decks, &programme);
        for (group, measure) in deck.measures.iter().copied().enumerate() {
            let mut ours: BTreeMap<String, Counts> = BTreeMap::new();
            for seen in seen_here(&programme, &gathered, measure, day("2027-03-01")) {
                let id = seen.person.trim_start_matches("Patient/");
                deck.count(&seen, ours.entry(id.to_owned()).or_default());
            }
            let cases = &decks.cases[deck.name];
            let mut why: BTreeMap<&str, usize> = BTreeMap::new();
            for case in cases {
                let (counts, published) = (ours.remove(&case.id).unwrap_or_default(), expected(case, group));
                if counts != published {
                    let named = DIFFERENCES.iter().find(|d| d.0 == measure && case.id.starts_with(d.1));
                    let reason = named.map_or("for no reason that is named", |d| d.2);
                    if named.is_none() {
                        println!("{measure} {}: ours {counts:?}, published {published:?}", case.id);
                    }
                    *why.entry(reason).or_default() += 1;
                    found.push((measure, case.id[..8].to_owned()));
                }
            }
            assert!(ours.is_empty(), "{measure} counts others than the test patients: {ours:?}");
            let differ: usize = why.values().sum();
            println!("{measure:<20} {:>5} {:>5}  {why:?}", cases.len(), cases.len() - differ);
            assert!((cases.len() - differ) as f64 >= AT_LEAST * cases.len() as f64, "{measure}");
        }
    }
    let named = DIFFERENCES.iter().map(|(measure, id, _)| (*measure, (*id).to_owned()));
    assert_eq!(found.into_iter().collect::<std::collections::BTreeSet<_>>(), named.collect());
}
