//! Measures of the library, whether a programme shows them or not, read from the folder on disk; and what their
//! worlds need beside the facts of the others.

use std::path::Path;

use jiff::civil::Date;
use kith_domain::fact::*;
use kith_domain::measure::Status;
use kith_measures::programme::{Files, Programme};

use crate::world::{LATER, Seen, World, seen_in, when};

pub const CVX: &str = "http://hl7.org/fhir/sid/cvx";

/// A row of the file of boundary cases with its check: `(measure, case, expected, check)`.
pub type Case = (&'static str, &'static str, &'static str, fn());

fn files() -> Files {
    let programmes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes");
    let mut files = Files::of_dir(&programmes.join("three-by-120")).unwrap();
    files.0.extend(Files::of_dir(&programmes.join("library")).unwrap().0);
    files
}

fn of_files(mut files: Files, measures: &[&str]) -> Programme {
    let text = files.0.get_mut("programme.toml").unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        if line.starts_with("measures = ") {
            *line = format!("measures = {measures:?}");
        } else if line.starts_with("measure = ") {
            *line = format!("measure = {:?}", measures[0]);
        }
    }
    *text = lines.join("\n");
    Programme::read("three-by-120", &files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A programme of some of the library's measures.
pub fn programme(measures: &[&str]) -> Programme {
    of_files(files(), measures)
}

/// A programme of one measure with one of its settings changed: `("days_apart = 14", "days_apart = 7")`.
pub fn with(measure: &str, from: &str, to: &str) -> Programme {
    let mut files = files();
    let text = files.0.get_mut(&format!("measures/{measure}/measure.toml")).unwrap();
    assert!(text.contains(from), "{measure} has no {from}");
    *text = text.replacen(from, to, 1);
    of_files(files, &[measure])
}

/// The file and the tests say the same: each case of the measures is here, word for word, with its expectation.
pub fn all_here(measures: &[&str], cases: &[Case]) {
    let Some(shared) = crate::shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/measure_cases.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let ours = rows.iter().filter(|r| measures.contains(&&r[0]));
    let ours: Vec<(&str, &str, &str)> = ours.map(|r| (&r[0], &r[1], &r[2])).collect();
    let tested: Vec<(&str, &str, &str)> = cases.iter().map(|c| (c.0, c.1, c.2)).collect();
    assert_eq!(tested, ours);
}

impl World {
    /// Every outcome of a measure of a programme.
    pub fn all_in(&self, programme: &Programme, measure: &str) -> Vec<Seen> {
        self.all_in_as_of(programme, measure, LATER)
    }

    pub fn all_in_as_of(&self, programme: &Programme, measure: &str, as_of: Date) -> Vec<Seen> {
        let (_dir, gathered) = self.gather();
        seen_in(programme, &gathered, measure, as_of)
    }

    /// The one outcome of a measure of a programme.
    pub fn one_in(&self, programme: &Programme, measure: &str) -> Seen {
        let mut all = self.all_in(programme, measure);
        assert_eq!(all.len(), 1, "{all:#?}");
        all.remove(0)
    }

    /// Its status, and the reason where there is one.
    pub fn stands(&self, programme: &Programme, measure: &str) -> (Status, String) {
        let seen = self.one_in(programme, measure);
        (seen.outcome.status, seen.reason().to_owned())
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
