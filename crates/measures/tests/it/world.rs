//! Small worlds of facts, run through the real engine: gather, lake, SQL, outcome.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::{Date, date};
use kith_domain::course::Course;
use kith_domain::date::{PartialDate, When};
use kith_domain::fact::*;
use kith_domain::id::SourceId;
use kith_domain::measure::{Outcome, Status};
use kith_measures::engine::{Engine, Request, outcomes};
use kith_measures::gather::{Gather, Gathered};
use kith_measures::programme::{Files, Programme};

pub const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
pub const CPT: &str = "http://www.ama-assn.org/go/cpt";
pub const SNOMED: &str = "http://snomed.info/sct";
pub const LOINC: &str = "http://loinc.org";
pub const ACT: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
pub const ROLE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

/// Long after everything that happens in these worlds.
pub const LATER: Date = date(2027, 1, 1);

pub fn day(text: &str) -> Date {
    Date::from_str(text).unwrap()
}

pub fn when(text: &str) -> When {
    When { date: PartialDate::from_str(text).unwrap(), at: None }
}

/// Every measure of the library, each once.
pub fn library() -> &'static Programme {
    static LIBRARY: OnceLock<Programme> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let files = Files::library();
        Programme::of_measures("library", &files, &files.measure_ids()).unwrap_or_else(|p| panic!("{p:#?}"))
    })
}

pub fn three_by_120() -> &'static Programme {
    static PROGRAMME: OnceLock<Programme> = OnceLock::new();
    PROGRAMME
        .get_or_init(|| Programme::embedded("three-by-120").unwrap().unwrap_or_else(|p| panic!("{p:#?}")))
}

pub fn central_triage() -> &'static Programme {
    static PROGRAMME: OnceLock<Programme> = OnceLock::new();
    PROGRAMME
        .get_or_init(|| Programme::embedded("central-triage").unwrap().unwrap_or_else(|p| panic!("{p:#?}")))
}

/// A measure of the library by itself; each is read once.
pub fn of_library(measure: &str) -> &'static Programme {
    static READ: Mutex<BTreeMap<String, &'static Programme>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.entry(measure.to_owned()).or_insert_with(|| {
        let programme = Programme::of_measures("library", &Files::library(), &[measure]);
        Box::leak(Box::new(programme.unwrap_or_else(|p| panic!("{p:#?}"))))
    })
}

pub fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new().unwrap())
}

/// Facts in the making. Ids of records are given in order: `Encounter/e1`, `Encounter/e2` …
#[derive(Default, Clone)]
pub struct World {
    pub facts: Vec<Fact>,
    /// Courses of cases, with the reference of whom each is about.
    pub courses: Vec<(Reference, Course)>,
    /// How deprived areas are.
    pub areas: Option<kith_domain::deprivation::Deprivation>,
    next: usize,
}

impl World {
    fn id(&mut self, kind: &str) -> Reference {
        self.next += 1;
        Reference(format!("{kind}/{}{}", kind.to_lowercase().chars().next().unwrap(), self.next))
    }

    pub fn push(&mut self, reference: Reference, subject: Option<&str>, body: Body) -> &mut Self {
        let subject = subject.map(|s| Reference::new("Patient", s));
        self.facts.push(Fact { reference, subject, encounter: None, body });
        self
    }

    pub fn person(&mut self, id: &str, born: &str, change: impl FnOnce(&mut Person)) -> &mut Self {
        let born = (!born.is_empty()).then(|| PartialDate::from_str(born).unwrap());
        let mut person = Person { born, ..Person::default() };
        change(&mut person);
        self.push(Reference::new("Patient", id), Some(id), Body::Person(Box::new(person)))
    }

    pub fn baby(&mut self, id: &str, born: &str) -> &mut Self {
        self.person(id, born, |_| {})
    }

    pub fn mother(&mut self, id: &str) -> &mut Self {
        self.person(id, "1995-05-05", |p| p.gender = Some("female".into()))
    }

    /// The baby's record of its mother, to which her own record links.
    pub fn link(&mut self, baby: &str, mother: &str) -> &mut Self {
        let related = Reference(format!("RelatedPerson/{mother}-of-{baby}"));
        let own = Reference::new("Patient", mother);
        for fact in &mut self.facts {
            if let Body::Person(person) = &mut fact.body
                && fact.reference == own
            {
                person.links.push(Link { other: related.clone(), kind: "seealso".into() });
            }
        }
        self.related(related, baby, |_| {})
    }

    pub fn related(
        &mut self,
        at: Reference,
        baby: &str,
        change: impl FnOnce(&mut RelatedPerson),
    ) -> &mut Self {
        let mut body = RelatedPerson {
            active: Some(true),
            patient: Reference::new("Patient", baby),
            relationships: vec![Coding::new(ROLE, "MTH")],
            who: Person::default(),
        };
        change(&mut body);
        self.push(at, Some(baby), Body::RelatedPerson(Box::new(body)))
    }

    pub fn encounter(&mut self, who: &str, on: &str, change: impl FnOnce(&mut Encounter)) -> &mut Self {
        let mut encounter = Encounter {
            status: "finished".into(),
            class: Some(Coding::new(ACT, "AMB")),
            starts: (!on.is_empty()).then(|| when(on)),
            ends: (!on.is_empty()).then(|| when(on)),
            ..Encounter::default()
        };
        change(&mut encounter);
        let at = self.id("Encounter");
        self.push(at, Some(who), Body::Encounter(encounter))
    }

    pub fn well(&mut self, who: &str, on: &str) -> &mut Self {
        self.encounter(who, on, |e| e.types.push(Coding::new(SNOMED, "410620009")))
    }

    pub fn typed(&mut self, who: &str, on: &str, system: &str, code: &str) -> &mut Self {
        self.encounter(who, on, |e| e.types.push(Coding::new(system, code)))
    }

    pub fn stay(&mut self, who: &str, from: &str, to: &str) -> &mut Self {
        self.encounter(who, from, |e| {
            e.class = Some(Coding::new(ACT, "IMP"));
            e.ends = (!to.is_empty()).then(|| when(to));
            if to.is_empty() {
                e.status = "in-progress".into();
            }
        })
    }

    pub fn procedure(&mut self, who: &str, on: &str, system: &str, code: &str) -> &mut Self {
        let codes = vec![Coding::new(system, code)];
        let body =
            Procedure { status: "completed".into(), codes, starts: Some(when(on)), ..Procedure::default() };
        let at = self.id("Procedure");
        self.push(at, Some(who), Body::Procedure(body))
    }

    pub fn condition(&mut self, who: &str, on: &str, code: &str) -> &mut Self {
        let codes = vec![Coding::new(ICD, code)];
        let at = self.id("Condition");
        let onset = (!on.is_empty()).then(|| when(on));
        self.push(at, Some(who), Body::Condition(Condition { codes, onset, ..Condition::default() }))
    }

    pub fn observed(&mut self, who: &str, made: &str, code: &str, value: Value) -> &mut Self {
        let effective = (!made.is_empty()).then(|| when(made));
        let codes = vec![Coding::new(LOINC, code)];
        let status = "final".into();
        let at = self.id("Observation");
        let body = Observation { status, codes, effective, value: Some(value), ..Observation::default() };
        self.push(at, Some(who), Body::Observation(body))
    }

    pub fn due(&mut self, who: &str, made: &str, due: &str) -> &mut Self {
        self.observed(who, made, "11778-8", Value::When(when(due)))
    }

    pub fn cover(&mut self, who: &str, from: &str, to: &str, kind: &str) -> &mut Self {
        let body = Coverage {
            status: "active".into(),
            payers: vec![kind.into()],
            starts: (!from.is_empty()).then(|| when(from)),
            ends: (!to.is_empty()).then(|| when(to)),
            ..Coverage::default()
        };
        let at = self.id("Coverage");
        self.push(at, Some(who), Body::Coverage(body))
    }

    /// A mother with a live birth on a day, known by its outcome code.
    pub fn delivered(&mut self, mother: &str, on: &str) -> &mut Self {
        self.mother(mother).condition(mother, on, "Z37.0")
    }

    /// Puts the last fact into the last encounter.
    pub fn in_last_encounter(&mut self) -> &mut Self {
        let encounter = self.last("Encounter");
        self.facts.last_mut().unwrap().encounter = Some(encounter);
        self
    }

    /// The reference of the last record of a kind.
    pub fn last(&self, kind: &str) -> Reference {
        self.facts.iter().rev().map(|f| &f.reference).find(|r| r.resource_type() == kind).unwrap().clone()
    }

    pub fn gather(&self) -> (tempfile::TempDir, Gathered) {
        self.gather_keeping(usize::MAX)
    }

    pub fn gather_keeping(&self, in_memory: usize) -> (tempfile::TempDir, Gathered) {
        let dir = tempfile::tempdir().unwrap();
        let mut gather =
            Gather::new(dir.path()).unwrap().keep_in_memory(in_memory).with_areas(self.areas.clone());
        for fact in &self.facts {
            gather.add(SourceId(1), fact.clone()).unwrap();
        }
        for (person, course) in &self.courses {
            gather.add_course(
                SourceId(1),
                person,
                Some(&Reference("Organization/hospital".into())),
                course.clone(),
            );
        }
        let gathered = gather.finish(&three_by_120().value_sets).unwrap();
        (dir, gathered)
    }

    /// Every outcome of a measure, by the reference of the person it is about.
    pub fn run(&self, measure: &str, as_of: Date) -> Vec<Seen> {
        let (_dir, gathered) = self.gather();
        seen(&gathered, measure, as_of)
    }

    /// The one outcome of a measure.
    pub fn one(&self, measure: &str, as_of: Date) -> Seen {
        let mut all = self.run(measure, as_of);
        assert_eq!(all.len(), 1, "{all:#?}");
        all.remove(0)
    }

    pub fn status(&self, measure: &str) -> Status {
        self.one(measure, LATER).outcome.status
    }
}

/// An outcome with its references.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub person: String,
    pub outcome: Outcome,
    pub evidence: Vec<String>,
}

impl Seen {
    pub fn stratum(&self, name: &str) -> &str {
        &self.outcome.strata.iter().find(|(n, _)| n == name).unwrap().1
    }

    pub fn reason(&self) -> &str {
        self.outcome.reason.as_deref().unwrap_or_default()
    }
}

pub fn seen(gathered: &Gathered, measure: &str, as_of: Date) -> Vec<Seen> {
    let known = [three_by_120(), central_triage()].into_iter().find(|p| p.measure(measure).is_some());
    let programme = known.unwrap_or_else(|| of_library(measure));
    seen_in(programme, gathered, measure, as_of)
}

pub fn seen_in(programme: &Programme, gathered: &Gathered, measure: &str, as_of: Date) -> Vec<Seen> {
    let (request, here) = run_here(programme, gathered, measure, as_of);
    // Whatever is true of one machine is true of two.
    assert_eq!(crate::cluster::through_two_workers(&gathered.lake, programme, &request), here);
    with_references(gathered, here)
}

/// The same on one machine only: for lakes of many people.
pub fn seen_here(programme: &Programme, gathered: &Gathered, measure: &str, as_of: Date) -> Vec<Seen> {
    with_references(gathered, run_here(programme, gathered, measure, as_of).1)
}

fn run_here(
    programme: &Programme,
    gathered: &Gathered,
    measure: &str,
    as_of: Date,
) -> (Request, Vec<Outcome>) {
    let request = Request { measures: vec![measure.into()], buckets: None, as_of };
    let run = engine().run(&gathered.lake, programme, &request).unwrap();
    let here = outcomes(run).unwrap_or_else(|e| panic!("{e}: {:?}", std::error::Error::source(&e)));
    (request, here)
}

fn with_references(gathered: &Gathered, here: Vec<Outcome>) -> Vec<Seen> {
    let references = gathered.lake.references(&gathered.lake.buckets()).unwrap();
    let mut all: Vec<Seen> = here
        .into_iter()
        .map(|outcome| Seen {
            person: gathered.person(outcome.person).unwrap().0.clone(),
            evidence: outcome
                .evidence
                .iter()
                .filter_map(|r| references.get(r))
                .map(|r| r.0.clone())
                .collect(),
            outcome,
        })
        .collect();
    all.sort_by(|a, b| (&a.person, a.outcome.counts_on).cmp(&(&b.person, b.outcome.counts_on)));
    all
}
