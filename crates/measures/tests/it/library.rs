//! The measures of the library that no programme lists, and the cases of theirs that `measure_cases.csv` gives.

use std::sync::OnceLock;

use jiff::civil::Date;
use kith_domain::measure::Status;
use kith_measures::programme::{Files, Programme};

use crate::world::{LATER, Seen, World, seen_in};
use crate::{births, home, hospital, pressure};

/// The measures that are tested here, those of `measure_cases.csv` first.
pub const MEASURES: [&str; 28] = [
    "ptb",
    "lbw",
    "ntsv",
    "pc07",
    "smm",
    "smm20",
    "oasis",
    "pph1000",
    "ebf",
    "pp_readmit42",
    "pp_ed42",
    "pp_readmit90",
    "pp_ed90",
    "bp72",
    "bp10",
    "hsm_any10",
    "htn_treat60",
    "vlbw",
    "smm20_hp2030",
    "pc07_no_transfusion",
    "oasis_assisted",
    "oasis_unassisted",
    "pph1500",
    "pph_signs",
    "bp72_delivery",
    "bp10_strict",
    "bp10_penn",
    "htn_treat60_first",
];
/// How many of them the file has cases of.
const OF_THE_FILE: usize = 17;

/// Three by 120 with measures of the library beside its own.
fn programme_of(measures: &[&str], change: impl FnOnce(&mut Files)) -> Programme {
    let mut files = Files::embedded("three-by-120").unwrap();
    let text = files.0.get_mut("programme.toml").unwrap();
    let more: Vec<String> = measures.iter().map(|m| format!("\"{m}\"")).collect();
    *text = text.replace("measures = [", &format!("measures = [{}, ", more.join(", ")));
    change(&mut files);
    Programme::read("three-by-120", &files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A programme with one measure of the library, in which a setting was changed.
pub fn programme_with(measure: &str, from: &str, to: &str) -> Programme {
    programme_of(&[measure], |files| {
        let text = files.0.get_mut(&format!("measures/{measure}/measure.toml")).unwrap();
        assert!(text.contains(from), "{measure} has no {from}");
        *text = text.replace(from, to);
    })
}

/// The measures as they stand.
pub fn library() -> &'static Programme {
    static PROGRAMME: OnceLock<Programme> = OnceLock::new();
    PROGRAMME.get_or_init(|| programme_of(&MEASURES, |_| ()))
}

impl World {
    /// Every outcome of a measure of the library.
    pub fn all_of(&self, measure: &str, as_of: Date) -> Vec<Seen> {
        let (_dir, gathered) = self.gather();
        seen_in(library(), &gathered, measure, as_of)
    }

    /// The one outcome of a measure of the library, which has this status.
    #[track_caller]
    pub fn is(&self, measure: &str, status: Status) -> Seen {
        self.is_in(library(), measure, status)
    }

    /// The one outcome of a measure of a programme, which has this status.
    #[track_caller]
    pub fn is_in(&self, programme: &Programme, measure: &str, status: Status) -> Seen {
        let (_dir, gathered) = self.gather();
        let mut all = seen_in(programme, &gathered, measure, LATER);
        assert_eq!(all.len(), 1, "{measure}: {all:#?}");
        let seen = all.remove(0);
        assert_eq!(seen.outcome.status, status, "{seen:#?}");
        seen
    }

    /// Unknown, or left out, for this reason.
    #[track_caller]
    pub fn is_for(&self, measure: &str, status: Status, reason: &str) {
        assert_eq!(self.is(measure, status).reason(), reason);
    }

    /// Nobody belongs to a measure.
    #[track_caller]
    pub fn is_not_in(&self, measure: &str) {
        let all = self.all_of(measure, LATER);
        assert!(all.is_empty(), "{all:#?}");
    }
}

/// Tests of cases, each named by its measure, its text and what is expected, word for word as the file has them.
macro_rules! cases {
    ($($name:ident: $measure:literal, $case:literal, $expected:literal => $body:block)*) => {
        /// The cases that are tested here.
        pub const CASES: &[(&str, &str, &str)] = &[$(($measure, $case, $expected)),*];
        $(#[test] fn $name() $body)*
    };
}
pub(crate) use cases;

/// The file and the tests say the same: each case of these measures is here, with its expectation.
#[test]
fn every_case_of_the_file_is_a_test() {
    let Some(shared) = crate::shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/measure_cases.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let ours = rows.iter().filter(|r| MEASURES[..OF_THE_FILE].contains(&&r[0]));
    let mut ours: Vec<(&str, &str, &str)> = ours.map(|r| (&r[0], &r[1], &r[2])).collect();
    let all = [births::CASES, hospital::CASES, home::CASES, pressure::CASES];
    let mut tested: Vec<(&str, &str, &str)> = all.into_iter().flatten().copied().collect();
    ours.sort_unstable();
    tested.sort_unstable();
    assert_eq!(tested, ours);
}

/// The codes of severe complications are those of the file, each in one of the sets that the measures name.
#[test]
fn the_codes_of_severe_complications_are_those_of_the_file() {
    let Some(shared) = crate::shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/smm_codes.csv")).unwrap();
    let sets = &library().value_sets.0;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut known = [0; 3];
    for row in reader.records().map(Result::unwrap) {
        let (indicator, system, how, code) = (&row[0], &row[1], &row[2], &row[3]);
        let system = match system {
            "DX" => "http://hl7.org/fhir/sid/icd-10-cm",
            _ => "http://www.cms.gov/Medicare/Coding/ICD10",
        };
        let (at, set) = match indicator {
            "blood_transfusion" => {
                assert!(sets["blood_transfusion"].contains(system, "30233N1"));
                assert_eq!(sets["blood_transfusion"].exact.len(), 64);
                continue;
            }
            "hysterectomy" => (0, "hysterectomy"),
            _ if system.ends_with("ICD10") => (1, "smm_procedure"),
            _ => (2, "smm_diagnosis"),
        };
        let entry = (system.to_owned(), code.to_owned());
        let there = match how {
            "exact" => sets[set].exact.contains(&entry),
            _ => sets[set].prefixes.contains(&entry),
        };
        assert!(there, "{code} is not in {set}");
        known[at] += 1;
    }
    for (set, known) in ["hysterectomy", "smm_procedure", "smm_diagnosis"].iter().zip(known) {
        assert_eq!(sets[*set].exact.len() + sets[*set].prefixes.len(), known, "{set}");
    }
}
