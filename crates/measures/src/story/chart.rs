//! What stands on a person's chart beside visits: diagnoses, medicines that were ordered, and the years of care.
//!
//! A diagnosis is here whether an encounter names it or not, and whether its day is known or not. What is looked for by a
//! value set of the programme can be shown as evidence, so it keeps the name that its source gave it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::date;
use kith_domain::date::When;
use kith_domain::fact::{Coding, Medication};
use kith_domain::id::{OrganizationId, PersonId, RecordId, SubjectId};

use super::{Human, Span, Story, Strata, World, attribution, concept, strata};

/// Years of care are told of those who are at least so old by the end of them.
const YOUNGEST_PATIENT_YEARS: i16 = 10;

/// A diagnosis, one row for each of its codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionRow {
    /// Whose.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// When it began, else when it was written down, else the encounter that it belongs to; none if nothing was said.
    pub starts: Option<Span>,
    /// What, by number.
    pub concept: i64,
}

/// A medicine that was ordered, one row for each of its codes. Whether she took it is not known from this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MedicationRow {
    /// For whom.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// The day of the order.
    pub on: Option<jiff::civil::Date>,
    /// What, by number.
    pub concept: i64,
}

/// A calendar year in which somebody who is no young child was given care.
#[derive(Debug, Clone, PartialEq)]
pub struct PatientYearRow {
    /// What measures of patients count.
    pub subject: SubjectId,
    /// The patient.
    pub person: PersonId,
    /// The patient's record.
    pub record: RecordId,
    /// Accountable for the care of that year.
    pub organization: Option<OrganizationId>,
    /// The year.
    pub year: i16,
    /// Completed years on its first day: at least and at most so many; none without a birth date.
    pub age: Option<(i16, i16)>,
    /// Strata, as of its first day.
    pub strata: Strata,
}

/// Whether somebody decided that she was to have it.
fn was_ordered(medication: &Medication) -> bool {
    !matches!(medication.status.as_str(), "draft" | "cancelled" | "entered-in-error")
        && !matches!(medication.intent.as_str(), "proposal" | "plan" | "option")
}

/// Diagnoses and medicines, as rows.
pub(super) fn rows(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    for (stated, condition, encounter) in &human.conditions {
        let of_encounter = || world.encounters[(*encounter)?].starts();
        let starts = condition.onset.or(condition.recorded).map(Span::from).or_else(of_encounter);
        for code in &condition.codes {
            let concept = concept(&mut story.concepts, code);
            story.conditions.push(ConditionRow { person, record: stated.record, starts, concept });
        }
    }
    for (stated, medication) in human.medications.iter().filter(|(_, m)| was_ordered(m)) {
        let on = medication.authored.and_then(When::day);
        for code in &medication.codes {
            let concept = concept(&mut story.concepts, code);
            story.medications.push(MedicationRow { person, record: stated.record, on, concept });
        }
    }
}

/// The years in which care was given.
pub(super) fn years(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    let Some((stated, _)) = human.records.first() else { return };
    let visits = human.encounters.iter().map(|&e| &world.encounters[e]);
    let days = visits.filter(|v| v.encounter.happened()).filter_map(|v| v.starts()?.day());
    let mut years: Vec<i16> = days.map(jiff::civil::Date::year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let born = human.born();
        if born.is_some_and(|born| strata::years(born.earliest(), last) < YOUNGEST_PATIENT_YEARS) {
            continue;
        }
        story.patient_years.push(PatientYearRow {
            subject: SubjectId::patient_year(person, year),
            person,
            record: stated.record,
            organization: attribution::of_year(world, human, first, last),
            year,
            age: born.map(|b| (strata::years(b.latest(), first), strata::years(b.earliest(), first))),
            strata: strata::of_mother(human, first.into()),
        });
    }
}

/// What sources call the observations, diagnoses and medicines that a value set of the programme names.
pub(super) fn references<'a>(world: &World<'a>, story: &mut Story) {
    let sets = &world.input.value_sets.0;
    let mut known: HashMap<(&str, &str), bool> = HashMap::new();
    let mut named = |code: &'a Coding| {
        let of_any = || sets.values().any(|set| set.contains(&code.system, &code.code));
        *known.entry((code.system.as_str(), code.code.as_str())).or_insert_with(of_any)
    };
    let mut references = BTreeMap::new();
    for human in world.people.values() {
        for (stated, observation) in &human.observations {
            let parts = observation.components.iter().flat_map(|part| &part.codes);
            if observation.codes.iter().chain(parts).any(&mut named) {
                references.insert(stated.record, stated.fact.reference.clone());
            }
        }
        for (stated, condition, _) in &human.conditions {
            if condition.codes.iter().any(&mut named) {
                references.insert(stated.record, stated.fact.reference.clone());
            }
        }
        for (stated, medication) in &human.medications {
            if medication.codes.iter().any(&mut named) {
                references.insert(stated.record, stated.fact.reference.clone());
            }
        }
    }
    story.references.extend(references);
}
