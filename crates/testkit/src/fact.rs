//! Builders of facts.

use jiff::civil::Date;
use kith_domain::date::{PartialDate, When};
use kith_domain::fact::{
    Body, Coding, Condition, Directory, Encounter, Fact, Identifier, Link, Name, Person, Reference,
    RelatedPerson, Telecom,
};
use kith_domain::id::{PersonId, SubjectId};
use kith_domain::measure::{Outcome, Status};

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn identifier(system: &str, value: &str) -> Identifier {
    Identifier { system: system.to_owned(), value: value.to_owned(), kind: None }
}

/// Builds a `Patient`.
#[derive(Debug, Clone)]
pub struct PersonBuilder {
    id: String,
    person: Person,
}

fn a_person(id: &str, given: &str, gender: &str, born: &str) -> PersonBuilder {
    let name = Name { family: text("Testperson"), given: vec![given.to_owned()], ..Name::default() };
    let person = Person { names: vec![name], gender: text(gender), ..Person::default() };
    PersonBuilder { id: id.to_owned(), person }.born(born)
}

/// `Patient/{id}`, an infant born on 2025-06-01.
pub fn an_infant(id: &str) -> PersonBuilder {
    a_person(id, "Infant", "female", "2025-06-01")
}

/// `Patient/{id}`, a woman born in 1995.
pub fn a_mother(id: &str) -> PersonBuilder {
    a_person(id, "Mother", "female", "1995-03-04")
}

impl PersonBuilder {
    /// Born then; a year or a month will do.
    pub fn born(mut self, born: &str) -> Self {
        self.person.born = Some(born.parse::<PartialDate>().expect("a date"));
        self
    }

    /// So named.
    pub fn named(mut self, given: &str, family: &str) -> Self {
        self.person.names =
            vec![Name { family: text(family), given: vec![given.to_owned()], ..Name::default() }];
        self
    }

    /// With one more identifier.
    pub fn identifier(mut self, system: &str, value: &str) -> Self {
        self.person.identifiers.push(identifier(system, value));
        self
    }

    /// With a link (`seealso`) to another record.
    pub fn link(mut self, other: &str) -> Self {
        self.person.links.push(Link { other: Reference(other.to_owned()), kind: "seealso".to_owned() });
        self
    }

    /// With a mobile telephone.
    pub fn phone(mut self, number: &str) -> Self {
        let telecom = Telecom { system: "phone".to_owned(), value: number.to_owned(), usage: text("mobile") };
        self.person.telecoms.push(telecom);
        self
    }

    /// Changed in any way.
    pub fn with(mut self, change: impl FnOnce(&mut Person)) -> Self {
        change(&mut self.person);
        self
    }

    /// The fact.
    pub fn build(self) -> Fact {
        let reference = Reference::new("Patient", &self.id);
        Fact {
            subject: Some(reference.clone()),
            reference,
            encounter: None,
            body: Body::Person(Box::new(self.person)),
        }
    }
}

/// Builds a `RelatedPerson`.
#[derive(Debug, Clone)]
pub struct RelatedPersonBuilder {
    id: String,
    related: RelatedPerson,
}

/// `RelatedPerson/{id}`, the mother of `Patient/{infant}`.
pub fn a_related_person(id: &str, infant: &str) -> RelatedPersonBuilder {
    let related = RelatedPerson {
        active: None,
        patient: Reference::new("Patient", infant),
        relationships: vec![Coding::new("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "MTH")],
        who: Person::default(),
    };
    RelatedPersonBuilder { id: id.to_owned(), related }
}

impl RelatedPersonBuilder {
    /// With one more identifier.
    pub fn identifier(mut self, system: &str, value: &str) -> Self {
        self.related.who.identifiers.push(identifier(system, value));
        self
    }

    /// With this relation only.
    pub fn relationship(mut self, code: &str) -> Self {
        self.related.relationships =
            vec![Coding::new("http://terminology.hl7.org/CodeSystem/v3-RoleCode", code)];
        self
    }

    /// No longer so.
    pub fn inactive(mut self) -> Self {
        self.related.active = Some(false);
        self
    }

    /// The fact.
    pub fn build(self) -> Fact {
        Fact {
            reference: Reference::new("RelatedPerson", &self.id),
            subject: Some(self.related.patient.clone()),
            encounter: None,
            body: Body::RelatedPerson(Box::new(self.related)),
        }
    }
}

/// Builds an `Encounter`.
#[derive(Debug, Clone)]
pub struct EncounterBuilder {
    id: String,
    patient: String,
    encounter: Encounter,
}

/// `Encounter/{id}` of `Patient/{patient}`: a finished office visit on 2025-08-01.
pub fn an_encounter(id: &str, patient: &str) -> EncounterBuilder {
    let day = When::on(jiff::civil::date(2025, 8, 1));
    let encounter = Encounter {
        status: "finished".to_owned(),
        class: Some(Coding::new("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB")),
        types: vec![Coding::new("http://www.ama-assn.org/go/cpt", "99391")],
        starts: Some(day),
        ends: Some(day),
        ..Encounter::default()
    };
    EncounterBuilder { id: id.to_owned(), patient: patient.to_owned(), encounter }
}

impl EncounterBuilder {
    /// From one day to another.
    pub fn days(mut self, from: Date, to: Date) -> Self {
        self.encounter.starts = Some(When::on(from));
        self.encounter.ends = Some(When::on(to));
        self
    }

    /// On one day.
    pub fn on(self, day: Date) -> Self {
        self.days(day, day)
    }

    /// With this status.
    pub fn status(mut self, status: &str) -> Self {
        self.encounter.status = status.to_owned();
        self
    }

    /// Part of `Encounter/{whole}`.
    pub fn part_of(mut self, whole: &str) -> Self {
        self.encounter.part_of = Some(Reference::new("Encounter", whole));
        self
    }

    /// Given by an organisation, by its whole reference.
    pub fn organization(mut self, reference: &str) -> Self {
        self.encounter.organization = Some(Reference(reference.to_owned()));
        self
    }

    /// The fact.
    pub fn build(self) -> Fact {
        Fact {
            reference: Reference::new("Encounter", &self.id),
            subject: Some(Reference::new("Patient", &self.patient)),
            encounter: None,
            body: Body::Encounter(self.encounter),
        }
    }
}

/// `Condition/{id}` of `Patient/{patient}`.
pub fn a_condition(id: &str, patient: &str, code: &str) -> Fact {
    let codes = vec![Coding::new("http://hl7.org/fhir/sid/icd-10-cm", code)];
    Fact {
        reference: Reference::new("Condition", id),
        subject: Some(Reference::new("Patient", patient)),
        encounter: None,
        body: Body::Condition(Condition { codes, ..Condition::default() }),
    }
}

/// `Organization/{id}`.
pub fn an_organization(id: &str, name: &str) -> Fact {
    let directory = Directory {
        name: text(name),
        identifiers: vec![identifier("http://hl7.org/fhir/sid/us-npi", id)],
        ..Directory::default()
    };
    Fact {
        reference: Reference::new("Organization", id),
        subject: None,
        encounter: None,
        body: Body::Organization(directory),
    }
}

/// Where an infant stands in a measure that needs three visits: one done, due on 2025-09-29, no organisation.
pub fn an_outcome(measure: &str, infant: PersonId, status: Status) -> Outcome {
    Outcome {
        measure: measure.to_owned(),
        subject: SubjectId::infant(infant),
        person: infant,
        organization: None,
        status,
        counts_on: jiff::civil::date(2025, 9, 29),
        on: None,
        due_on: Some(jiff::civil::date(2025, 9, 29)),
        have: 1,
        needs: 3,
        evidence: vec![],
        reason: None,
        strata: vec![("language".to_owned(), "en".to_owned())],
    }
}
