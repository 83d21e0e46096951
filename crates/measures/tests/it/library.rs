//! Measures of the library, whether a programme names them or not: how their cases are told, and what their worlds need
//! beside the facts of the others.

use std::collections::BTreeSet;

use kith_domain::fact::*;
use kith_domain::measure::Status;
use kith_measures::programme::{Files, Programme, embedded_names};

use crate::world::{LATER, Seen, World, of_library, seen_in, when};

pub const CVX: &str = "http://hl7.org/fhir/sid/cvx";

/// A row of the file of boundary cases with its check: `(measure, case, expected, check)`.
pub type Case = (&'static str, &'static str, &'static str, fn());

/// Tests of cases, each named by its measure, its text and what is expected, word for word as the file has them.
macro_rules! cases {
    ($($name:ident: $measure:literal, $case:literal, $expected:literal => $body:block)*) => {
        /// The cases that are tested here.
        pub const CASES: &[(&str, &str, &str)] = &[$(($measure, $case, $expected)),*];
        $(#[test] fn $name() $body)*
    };
}
pub(crate) use cases;

/// A measure with one of its settings changed: `("days_apart = 14", "days_apart = 7")`.
pub fn with(measure: &str, from: &str, to: &str) -> Programme {
    let mut files = Files::library();
    let text = files.0.get_mut(&format!("measures/{measure}/measure.toml")).unwrap();
    assert!(text.contains(from), "{measure} has no {from}");
    *text = text.replacen(from, to, 1);
    Programme::of_measures("changed", &files, &[measure]).unwrap_or_else(|p| panic!("{p:#?}"))
}

impl World {
    /// Every outcome of a measure of a programme.
    pub fn all_in(&self, programme: &Programme, measure: &str) -> Vec<Seen> {
        let (_dir, gathered) = self.gather();
        seen_in(programme, &gathered, measure, LATER)
    }

    /// The status of the one subject, and the reason where there is one.
    #[track_caller]
    pub fn stands_in(&self, programme: &Programme, measure: &str) -> (Status, String) {
        let mut all = self.all_in(programme, measure);
        assert_eq!(all.len(), 1, "{measure}: {all:#?}");
        let seen = all.remove(0);
        (seen.outcome.status, seen.reason().to_owned())
    }

    /// The one outcome of a measure of a programme, which has this status.
    #[track_caller]
    pub fn is_in(&self, programme: &Programme, measure: &str, status: Status) -> Seen {
        let mut all = self.all_in(programme, measure);
        assert_eq!(all.len(), 1, "{measure}: {all:#?}");
        let seen = all.remove(0);
        assert_eq!(seen.outcome.status, status, "{seen:#?}");
        seen
    }

    /// The one outcome of a measure, which has this status.
    #[track_caller]
    pub fn is(&self, measure: &str, status: Status) -> Seen {
        self.is_in(of_library(measure), measure, status)
    }

    /// Unknown, or left out, for this reason.
    #[track_caller]
    pub fn is_for(&self, measure: &str, status: Status, reason: &str) {
        assert_eq!(self.is(measure, status).reason(), reason);
    }

    /// Nobody belongs to a measure.
    #[track_caller]
    pub fn is_not_in(&self, measure: &str) {
        let all = self.run(measure, LATER);
        assert!(all.is_empty(), "{all:#?}");
    }

    pub fn vaccine(&mut self, who: &str, on: &str, cvx: &str) -> &mut Self {
        let at = self.numbered("Immunization");
        let (status, codes) = ("completed".into(), vec![Coding::new(CVX, cvx)]);
        let body = Immunization { status, codes, occurred: Some(when(on)), ..Immunization::default() };
        self.push(at, Some(who), Body::Immunization(body))
    }

    pub fn medicine(&mut self, who: &str, on: &str, system: &str, code: &str) -> &mut Self {
        let at = self.numbered("MedicationRequest");
        let (status, intent) = ("active".into(), "order".into());
        let (codes, authored) = (vec![Coding::new(system, code)], Some(when(on)));
        self.push(at, Some(who), Body::Medication(Medication { status, intent, codes, authored }))
    }

    /// A diagnosis in any code system.
    pub fn diagnosed(&mut self, who: &str, on: &str, system: &str, code: &str) -> &mut Self {
        let at = self.numbered("Condition");
        let onset = (!on.is_empty()).then(|| when(on));
        let codes = vec![Coding::new(system, code)];
        self.push(at, Some(who), Body::Condition(Condition { codes, onset, ..Condition::default() }))
    }

    fn numbered(&self, kind: &str) -> Reference {
        Reference(format!("{kind}/x{}", self.facts.len() + 1))
    }
}

/// The codes of severe complications are those of the file, each in one of the sets that the measures name.
#[test]
fn the_codes_of_severe_complications_are_those_of_the_file() {
    let Some(shared) = crate::shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/smm_codes.csv")).unwrap();
    let programme = of_library("smm");
    let sets = &programme.value_sets.0;
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

/// Every measure of the file is run by some programme that comes with the binary, and so is every measure of the library.
#[test]
fn every_measure_is_in_a_programme_that_uses_it() {
    let named = |name: &str| {
        let programme: toml::Table = Files::embedded(name).unwrap().0["programme.toml"].parse().unwrap();
        programme["measures"].as_array().unwrap().clone()
    };
    let run: BTreeSet<String> =
        embedded_names().into_iter().flat_map(named).map(|id| id.as_str().unwrap().to_owned()).collect();
    let library = Files::library();
    let nowhere: Vec<&str> = library.measure_ids().into_iter().filter(|id| !run.contains(*id)).collect();
    assert!(nowhere.is_empty(), "in no programme: {nowhere:?}");
    let Some(shared) = crate::shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/measures.toml")).unwrap();
    let registry: toml::Table = text.parse().unwrap();
    let ids = registry["measure"].as_array().unwrap().iter().map(|measure| measure["id"].as_str().unwrap());
    let theirs: Vec<&str> = ids.filter(|id| !crate::LEFT_OUT.contains(id)).collect();
    assert_eq!(theirs.len(), 46);
    let missing: Vec<&str> = theirs.into_iter().filter(|id| !run.contains(*id)).collect();
    assert!(missing.is_empty(), "in no programme: {missing:?}");
}

/// That everybody is asked about her mood is no secret; how it came out is.
const ASKED_OF_ALL: [&str; 2] = ["pds_screen", "pnd_screen"];

/// Who is met in such a measure is told by it to have what is sensitive, so it must say so.
#[test]
fn a_measure_whose_numerator_is_sensitive_tells_it() {
    use kith_measures::programme::Unit;
    let files = Files::library();
    let library = Programme::of_measures("library", &files, &files.measure_ids()).unwrap();
    let sensitive = |set: &str| {
        let set = &library.value_sets.0[set];
        set.exact.iter().chain(&set.prefixes).any(|(system, code)| {
            let coding = Coding { system: system.clone(), code: code.clone(), display: None };
            kith_domain::consent::category_of([&coding]).is_some_and(|category| category.is_sensitive())
        })
    };
    let mut untold: Vec<(&str, Vec<&String>)> = Vec::new();
    for measure in &library.measures {
        if !matches!(measure.unit, Unit::Infant | Unit::Delivery | Unit::Patient) || measure.tells.is_some() {
            continue;
        }
        let numerator = &measure.queries.numerator.text;
        let named = library.value_sets.0.keys().filter(|set| numerator.contains(&format!("'{set}'")));
        let telling: Vec<&String> = named.filter(|set| sensitive(set)).collect();
        if !telling.is_empty() {
            untold.push((&measure.id, telling));
        }
    }
    let ids: Vec<&str> = untold.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ASKED_OF_ALL, "{untold:#?}");
}
