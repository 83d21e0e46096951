//! One person's facts, and what is taken as true of her where several records speak.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use kith_domain::date::PartialDate;
use kith_domain::fact::{
    Claim, Condition, Coverage, Deceased, Immunization, Medication, Observation, Order, Person, Procedure,
    Stated,
};
use kith_domain::id::{PersonId, RecordId};
use kith_domain::portrait::{Portrait, Statement, is_retired, portrait};

use super::{Death, Input, Span, Visit};

/// One person's facts.
#[derive(Default)]
pub(super) struct Human<'a> {
    /// What sources say of the person: records in use before those that were retired, each by number.
    pub records: Vec<(&'a Stated, &'a Person)>,
    /// What they say together, where there are several.
    portrait: Option<Box<Portrait>>,
    pub encounters: Vec<usize>,
    pub conditions: Vec<(&'a Stated, &'a Condition, Option<usize>)>,
    pub procedures: Vec<(&'a Stated, &'a Procedure, Option<usize>)>,
    pub observations: Vec<(&'a Stated, &'a Observation)>,
    pub immunizations: Vec<(&'a Stated, &'a Immunization)>,
    pub medications: Vec<(&'a Stated, &'a Medication)>,
    pub coverages: Vec<(&'a Stated, &'a Coverage)>,
    pub orders: Vec<(&'a Stated, &'a Order)>,
    pub claims: Vec<(&'a Stated, &'a Claim)>,
    /// Observations that were called off for a reason.
    pub called_off: Vec<(&'a Stated, &'a Observation)>,
    /// First day on which any record about the person is dated.
    pub known_on: Option<Date>,
}

/// Puts together what is said of those of whom several records speak.
pub(super) fn paint(people: &mut BTreeMap<PersonId, Human<'_>>, input: &Input<'_>) {
    let mut choices: HashMap<PersonId, Vec<_>> = HashMap::new();
    for &(by, about) in input.choices {
        if let Some(&person) = input.person_of.get(&by) {
            choices.entry(person).or_default().push((by, about));
        }
    }
    for (id, human) in people.iter_mut().filter(|(_, human)| human.records.len() > 1) {
        human.records.sort_by_key(|(stated, person)| (is_retired(person), stated.record));
        let statements: Vec<Statement> = human
            .records
            .iter()
            .map(|&(stated, person)| Statement {
                record: stated.record,
                by: stated.person,
                source: stated.source,
                person,
            })
            .collect();
        let choices = choices.get(id).map(Vec::as_slice).unwrap_or_default();
        human.portrait = Some(Box::new(portrait(&statements, choices)));
    }
}

impl<'a> Human<'a> {
    /// What her portrait says, or else her only record.
    fn told<T>(
        &self,
        several: impl FnOnce(&Portrait) -> Option<T>,
        one: impl FnOnce(&'a Person) -> Option<T>,
    ) -> Option<T> {
        match &self.portrait {
            Some(portrait) => several(portrait),
            None => self.records.first().and_then(|(_, person)| one(person)),
        }
    }

    /// The birth date.
    pub fn born(&self) -> Option<PartialDate> {
        self.told(|p| p.born.map(|c| c.value), |p| p.born)
    }

    /// The record that gives the birth date.
    pub fn birth_record(&self) -> Option<RecordId> {
        match &self.portrait {
            Some(portrait) => portrait.born.map(|c| c.record),
            None => self.records.first().map(|(stated, _)| stated.record),
        }
    }

    /// The order in a multiple birth.
    pub fn birth_order(&self) -> Option<u8> {
        self.told(|p| p.birth_order.map(|c| c.value), |p| p.birth_order)
    }

    /// How many were born together.
    pub fn plurality(&self) -> Option<u8> {
        let single = |p: &Person| p.plurality.or((p.multiple_birth == Some(false)).then_some(1));
        self.told(|p| p.plurality.map(|c| c.value), single)
    }

    /// The tag of the preferred language.
    pub fn language(&self) -> Option<&str> {
        match &self.portrait {
            Some(portrait) => portrait.language.as_ref().map(|c| c.value.as_str()),
            None => {
                let languages = || self.records.iter().flat_map(|(_, p)| &p.languages);
                languages().find(|l| l.preferred).or_else(|| languages().next()).map(|l| l.code.as_str())
            }
        }
    }

    /// Postal codes of where she lives, the one to believe first.
    pub fn postal_codes(&self) -> impl Iterator<Item = &str> {
        let chosen = self.portrait.as_ref().and_then(|p| p.address.as_ref()).map(|c| &c.value);
        let current = self.records.iter().flat_map(|(_, p)| &p.addresses);
        let current = current.filter(|a| a.usage.as_deref() != Some("old"));
        chosen.into_iter().chain(current).filter_map(|a| a.postal_code.as_deref())
    }

    /// What is known of her death.
    pub fn death(&self) -> Death {
        match self.told(|p| p.death.map(|c| c.value), |p| Some(p.deceased)) {
            Some(Deceased::On(when)) => Death { died: true, span: Some(Span::from(when)) },
            Some(Deceased::Yes) => Death { died: true, span: None },
            Some(Deceased::No | Deceased::NotSaid) | None => Death::default(),
        }
    }

    /// Whether a record says that she is also in another person's record, as a relative: a mother, not a newborn.
    pub fn is_a_relative(&self) -> bool {
        let mut links = self.records.iter().flat_map(|(_, p)| &p.links);
        links.any(|l| l.kind == "seealso" && l.other.resource_type() == "RelatedPerson")
    }

    /// Whether sources retired every record of the person and tell of nothing else that stands: a certificate that was
    /// voided, a record made by mistake.
    pub fn is_withdrawn(&self, encounters: &[Visit]) -> bool {
        self.records.iter().all(|(_, person)| is_retired(person))
            && !self.encounters.iter().any(|&e| encounters[e].encounter.happened())
            && self.conditions.is_empty()
            && self.procedures.is_empty()
            && self.observations.is_empty()
            && self.immunizations.is_empty()
            && self.medications.is_empty()
            && self.coverages.is_empty()
            && self.orders.is_empty()
            && self.claims.is_empty()
    }
}
