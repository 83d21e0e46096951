//! The official test patients of four published measures, run through this library's own.
//!
//! Each test patient comes with the counts that the published measure gives. Where ours differ, the difference is
//! named below with its reason, and the list must match exactly: a patient of whom both say the same must leave it.
//! Value sets of the decks stand in for ours while they run, for ours are only what may be shipped.

mod archive;
mod codes;

use std::collections::BTreeMap;

use kith_domain::id::SourceId;
use kith_domain::measure::Status;
use kith_domain::value_set::ValueSet;
use kith_interop::Limits;
use kith_interop::stream::Records;
use kith_measures::gather::Gather;
use kith_measures::programme::{Files, Programme};

use archive::{Case, Decks};
use codes::StandIn;

use crate::world::{day};

/// How many of a patient's subjects are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    denominator: u64,
    exclusion: u64,
    exception: u64,
    numerator: u64,
}

/// A measure of ours with the deck that it is held against.
struct Against {
    measure: &'static str,
    deck: &'static str,
    /// Which group of the report.
    group: usize,
    codes: &'static [StandIn],
    /// Reasons of ours that are exceptions there.
    exceptions: &'static [&'static str],
    /// Reasons of ours that keep a subject out of the population there.
    outside: &'static [&'static str],
}

const AGAINST: [Against; 5] = [
    Against {
        measure: "ntsv",
        deck: "CMS0334FHIRPCCesareanBirth",
        group: 0,
        codes: codes::CESAREAN,
        exceptions: &[],
        outside: &[],
    },
    Against {
        measure: "pc07",
        deck: "CMS1028FHIRPCSevereOBComps",
        group: 0,
        codes: codes::COMPLICATIONS,
        exceptions: &[],
        outside: &[],
    },
    Against {
        measure: "pc07_no_transfusion",
        deck: "CMS1028FHIRPCSevereOBComps",
        group: 1,
        codes: codes::COMPLICATIONS,
        exceptions: &[],
        outside: &[],
    },
    Against {
        measure: "dep_cms2",
        deck: "CMS2FHIRPCSDepScreenAndFollowUp",
        group: 0,
        codes: codes::DEPRESSION,
        exceptions: &["not_asked"],
        outside: &[],
    },
    Against {
        measure: "cis10",
        deck: "CMS117FHIRChildImmunStatus",
        group: 0,
        codes: codes::IMMUNISATION,
        exceptions: &[],
        outside: &["no_visit"],
    },
];

impl Against {
    /// The measure by itself, with the codes of the deck.
    fn programme(&self, decks: &Decks) -> Programme {
        let read = Programme::of_measures("decks", &Files::library(), &[self.measure]);
        let mut programme = read.unwrap_or_else(|p| panic!("{p:#?}"));
        for (name, stand_ins) in self.codes {
            let mut set = ValueSet::default();
            for stand_in in *stand_ins {
                match (stand_in.strip_prefix('-'), stand_in.split_once('|')) {
                    (Some(oid), _) => {
                        decks.value_sets[oid].iter().for_each(|code| _ = set.exact.remove(code))
                    }
                    (_, Some((system, code))) => _ = set.exact.insert((system.into(), code.into())),
                    _ => set.exact.extend(decks.value_sets[*stand_in].iter().cloned()),
                }
            }
            assert!(programme.value_sets.0.insert((*name).to_owned(), set).is_some(), "{name} is not ours");
        }
        programme
    }

    /// What is expected of a test patient. Who leaves the numerator by an exclusion of it is no longer in it.
    fn expected(&self, case: &Case) -> Counts {
        let of = |code: &str| {
            let populations = case.report["group"][self.group]["population"].as_array().unwrap();
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

    /// What the measure says of every test patient of the deck, in one lake.
    fn ours(&self, decks: &Decks) -> BTreeMap<String, (Counts, Vec<String>)> {
        let programme = self.programme(decks);
        let dir = tempfile::tempdir().unwrap();
        let mut gather = Gather::new(dir.path()).unwrap();
        for (index, case) in decks.cases[self.deck].iter().enumerate() {
            let bundle = serde_json::to_vec(&case.bundle).unwrap();
            // Each is a source of its own: their ids may be the same.
            let source = SourceId(index as i64 + 1);
            for item in Records::open(&bundle[..], &case.id, Limits::default()).unwrap() {
                match item.read().map(|read| read.fact) {
                    Ok(Some(fact)) => gather.add(source, fact).unwrap(),
                    Ok(None) => {}
                    Err(problem) => println!("REFUSED {} {}: {problem}", case.id, item.place),
                }
            }
        }
        let gathered = gather.finish(&programme.value_sets).unwrap();
        let mut ours: BTreeMap<String, (Counts, Vec<String>)> = BTreeMap::new();
        for seen in crate::world::seen_here(&programme, &gathered, self.measure, day("2027-03-01")) {
            let (of, words) = ours.entry(seen.person.trim_start_matches("Patient/").to_owned()).or_default();
            let outcome = &seen.outcome;
            words.push(format!("{:?} {} {}", outcome.status, outcome.counts_on, seen.reason()));
            if outcome.counts_on.year() != 2026 {
                continue;
            }
            match outcome.status {
                Status::Met => (of.denominator, of.numerator) = (of.denominator + 1, of.numerator + 1),
                Status::NotMet => of.denominator += 1,
                Status::Excluded if self.outside.contains(&seen.reason()) => {}
                Status::Excluded if self.exceptions.contains(&seen.reason()) => {
                    (of.denominator, of.exception) = (of.denominator + 1, of.exception + 1);
                }
                Status::Excluded => (of.denominator, of.exclusion) = (of.denominator + 1, of.exclusion + 1),
                // What is not known drops the row, there without a word.
                Status::Unknown => {}
                Status::Pending => println!("PENDING {}", seen.person),
            }
        }
        ours
    }
}

#[test]
fn the_official_test_patients_are_counted_as_published() {
    let Some(shared) = crate::shared() else { return };
    let decks = archive::read(&shared.join("data/dqm-perinatal/decks.tar.xz"));
    for against in AGAINST.iter().filter(|a| std::env::var("ONLY").is_ok_and(|o| o.contains(a.measure))) {
        let ours = against.ours(&decks);
        let cases = &decks.cases[against.deck];
        let mut differ = 0;
        for case in cases {
            let (counts, words) = ours.get(&case.id).cloned().unwrap_or_default();
            let expected = against.expected(case);
            if counts != expected {
                differ += 1;
                println!("{} {} theirs {expected:?} ours {counts:?} {words:?}", against.measure, case.id);
            }
        }
        println!("{}: {} cases, {} agree", against.measure, cases.len(), cases.len() - differ);
    }
}
