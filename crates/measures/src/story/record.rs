//! What stands on a person's record beside the care given: diagnoses, medicines, cover; a row for each code.

use std::sync::Arc;

use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::Medication;
use kith_domain::id::{PersonId, RecordId};

use super::{Human, Span, Story, World, concept, coverage};

/// A diagnosis, wherever it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionRow {
    /// Whose.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// Since when: its onset, or the encounter that it was made in, or the day it was written down.
    pub starts: Option<Span>,
    /// Which, by number.
    pub concept: i64,
}

/// A medicine that was ordered, or that she said she takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicationRow {
    /// Whose.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// When it was written.
    pub on: Option<Date>,
    /// `order`, `plan`, `proposal` …
    pub intent: Arc<str>,
    /// Which, by number.
    pub concept: i64,
}

/// Cover without a break: days that are at most one apart are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverRow {
    /// Whose.
    pub person: PersonId,
    /// From; none where no record says.
    pub starts: Option<Date>,
    /// To, included; none while it has no end.
    pub ends: Option<Date>,
}

/// Whether the record still says that it was given or asked for.
pub(super) fn stands(medication: &Medication) -> bool {
    !matches!(medication.status.as_str(), "entered-in-error" | "cancelled" | "draft" | "not-taken")
}

/// One person's diagnoses, medicines and cover, as rows.
pub(super) fn rows(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    let Story { conditions, medications, references, concepts, .. } = story;
    for (stated, condition, encounter) in &human.conditions {
        let visit = encounter.map(|e| &world.encounters[e]);
        if visit.is_some_and(|v| !v.encounter.happened()) {
            continue;
        }
        let own = condition.onset.map(Span::from);
        let starts = own.or_else(|| visit?.starts()).or(condition.recorded.map(Span::from));
        references.push((stated.record, stated.fact.reference.clone()));
        for code in &condition.codes {
            let concept = concept(concepts, code);
            conditions.push(ConditionRow { person, record: stated.record, starts, concept });
        }
    }
    for (stated, medication) in &human.medications {
        references.push((stated.record, stated.fact.reference.clone()));
        for code in &medication.codes {
            medications.push(MedicationRow {
                person,
                record: stated.record,
                on: medication.authored.and_then(When::day),
                intent: Arc::from(medication.intent.as_str()),
                concept: concept(concepts, code),
            });
        }
    }
    let runs = coverage::runs(human).into_iter();
    story.cover.extend(runs.map(|(starts, ends)| CoverRow { person, starts, ends }));
}
