//! What stands on a person's record beside the care given: diagnoses, medicines, cover; a row for each code.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::id::{PersonId, RecordId};

use super::billed::has;
use super::{CodedBy, Human, Span, Story, World, concept, coverage};

/// A diagnosis, wherever it stood: on a record of its own, or as what an encounter was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionRow {
    /// Whose.
    pub person: PersonId,
    /// Its record, or that of the encounter or procedure whose reason or type it is.
    pub record: RecordId,
    /// The record of the encounter that it belongs to.
    pub encounter: Option<RecordId>,
    /// Since when: its onset, or the encounter that it was made in, or the day it was written down.
    pub starts: Option<Span>,
    /// Whether it was there on admission (`Y`, `N`, `U`, `W`), where the encounter says so.
    pub on_admission: Option<char>,
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
    /// On which day it was ordered or given.
    pub on: Option<Date>,
    /// When, where a time was sent.
    pub at: Option<Timestamp>,
    /// `order`, `plan`, `proposal` …; where it was given, `administration`.
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

/// One person's diagnoses, medicines and cover, as rows.
pub(super) fn rows(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    let Story { conditions, concepts, .. } = story;
    for (stated, condition, encounter) in &human.conditions {
        let visit = encounter.map(|e| &world.encounters[e]);
        if visit.is_some_and(|v| !v.encounter.happened()) {
            continue;
        }
        let own = condition.onset.map(Span::from);
        let starts = own.or_else(|| visit?.starts()).or(condition.recorded.map(Span::from));
        let on_admission = visit.and_then(|v| v.on_admission(&stated.fact.reference, &condition.codes));
        for code in &condition.codes {
            conditions.push(ConditionRow {
                person,
                record: stated.record,
                encounter: visit.map(|v| v.stated.record),
                starts,
                on_admission,
                concept: concept(concepts, code),
            });
        }
    }
    named(world, person, human, story);
    billed(world, person, human, story);
    let Story { medications, concepts, .. } = story;
    for (stated, medication) in &human.medications {
        for code in &medication.codes {
            medications.push(MedicationRow {
                person,
                record: stated.record,
                on: medication.authored.and_then(When::day),
                at: medication.authored.and_then(|when| when.at),
                intent: Arc::from(medication.intent.as_str()),
                concept: concept(concepts, code),
            });
        }
    }
    let runs = coverage::runs(human).into_iter();
    story.cover.extend(runs.map(|(starts, ends)| CoverRow { person, starts, ends }));
}

/// Diagnoses that only a bill has: one that is on record for its encounter too is told there.
fn billed(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    for (index, visit) in human.encounters.iter().map(|&e| (e, &world.encounters[e])) {
        if !visit.encounter.happened() {
            continue;
        }
        for (stated, billed) in &visit.billed {
            for code in &billed.codes {
                let recorded =
                    human.conditions.iter().any(|(_, c, at)| *at == Some(index) && has(&c.codes, code));
                if recorded {
                    continue;
                }
                story.references.push((stated.record, stated.fact.reference.clone()));
                story.conditions.push(ConditionRow {
                    person,
                    record: stated.record,
                    encounter: Some(visit.stated.record),
                    starts: visit.starts(),
                    on_admission: billed.on_admission.as_deref().and_then(|flag| flag.chars().next()),
                    concept: concept(&mut story.concepts, code),
                });
            }
        }
    }
}

/// Diagnoses without a record of their own: the types and reasons of encounters, the reasons of lone procedures. One
/// that the encounter has on a record too is told there, with what was said of it.
fn named(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    let Story { conditions, concepts, .. } = story;
    let recorded: HashSet<(usize, &str, &str)> = human
        .conditions
        .iter()
        .filter_map(|(_, condition, at)| Some((condition, (*at)?)))
        .flat_map(|(condition, at)| {
            condition.codes.iter().map(move |c| (at, c.system.as_str(), c.code.as_str()))
        })
        .collect();
    let row = |record, encounter, starts, concept| ConditionRow {
        person,
        record,
        encounter,
        starts,
        on_admission: None,
        concept,
    };
    for &index in &human.encounters {
        let visit = &world.encounters[index];
        let record = visit.stated.record;
        for (code, coded_by) in visit.codes.iter().filter(|_| visit.encounter.happened()) {
            let its_own = matches!(coded_by, CodedBy::Type | CodedBy::Reason);
            if its_own && !recorded.contains(&(index, code.system.as_str(), code.code.as_str())) {
                conditions.push(row(record, Some(record), visit.starts(), concept(concepts, code)));
            }
        }
    }
    for (stated, procedure, _) in human.procedures.iter().filter(|(_, _, encounter)| encounter.is_none()) {
        let starts = procedure.starts.or(procedure.ends).map(Span::from);
        for code in &procedure.reasons {
            conditions.push(row(stated.record, None, starts, concept(concepts, code)));
        }
    }
}
