//! Care given: encounters with all their codes, lone procedures, hospital stays.
//!
//! A code counts for an encounter when it stands in its type or reason, on a condition or procedure that the
//! encounter names as a diagnosis, or on one that names the encounter. Codes of other people never count.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use kith_domain::date::When;
use kith_domain::id::{PersonId, SourceId};

use super::hospital::LONGEST_STAY_DAYS;
use super::{CodedBy, EventRow, Human, Span, StayRow, Story, Visit, World, concept, shift};

/// How many encounters deep a stay is looked for; real chains have one or two links, and a circle must end.
const DEPTH: usize = 8;

pub(super) fn gather_codes<'a>(
    encounters: &mut [Visit<'a>],
    by_reference: &HashMap<(SourceId, &'a str), usize>,
    people: &mut BTreeMap<PersonId, Human<'a>>,
) {
    let mut named: HashMap<(SourceId, &str), Vec<usize>> = HashMap::new();
    for index in 0..encounters.len() {
        let mut at = index;
        for _ in 0..DEPTH {
            if encounters[at].encounter.is_inpatient() && encounters[at].encounter.happened() {
                encounters[index].inpatient = true;
                break;
            }
            let Some(parent) = &encounters[at].encounter.part_of else { break };
            let Some(&next) = by_reference.get(&(encounters[at].stated.source, parent.0.as_str())) else {
                break;
            };
            at = next;
        }
        let visit = &mut encounters[index];
        let encounter = visit.encounter;
        visit.codes.extend(encounter.types.iter().map(|c| (c, CodedBy::Type)));
        visit.codes.extend(encounter.reasons.iter().map(|c| (c, CodedBy::Reason)));
        for reference in &encounter.diagnoses {
            named.entry((visit.stated.source, reference.0.as_str())).or_default().push(index);
        }
    }
    for (&id, human) in people.iter_mut() {
        for (stated, condition, at) in &mut human.conditions {
            let key = (stated.source, stated.fact.reference.0.as_str());
            let naming =
                named.get(&key).into_iter().flatten().copied().filter(|&e| encounters[e].person == id);
            let naming: Vec<usize> = naming.collect();
            *at = at.or(naming.first().copied());
            for index in naming.into_iter().chain(*at).collect::<HashSet<_>>() {
                encounters[index].codes.extend(condition.codes.iter().map(|c| (c, CodedBy::Condition)));
            }
        }
        for (stated, procedure, at) in &mut human.procedures {
            let key = (stated.source, stated.fact.reference.0.as_str());
            let naming =
                named.get(&key).into_iter().flatten().copied().filter(|&e| encounters[e].person == id);
            let naming: Vec<usize> = naming.collect();
            *at = at.or(naming.first().copied());
            for index in naming.into_iter().chain(*at).collect::<HashSet<_>>() {
                encounters[index].codes.extend(procedure.codes.iter().map(|c| (c, CodedBy::Procedure)));
            }
        }
    }
    for visit in encounters {
        let mut seen = HashSet::new();
        visit.codes.sort_by(|(a, x), (b, y)| (&a.system, &a.code, x).cmp(&(&b.system, &b.code, y)));
        visit.codes.retain(|(c, _)| seen.insert((c.system.as_str(), c.code.as_str())));
    }
}

/// One person's care, as rows.
pub(super) fn events(world: &World, human: &Human, person: PersonId, story: &mut Story) {
    for &index in &human.encounters {
        let visit = &world.encounters[index];
        if !visit.encounter.happened() {
            continue;
        }
        story.references.push((visit.stated.record, visit.stated.fact.reference.clone()));
        let row = EventRow {
            person,
            record: visit.stated.record,
            starts: visit.starts(),
            ends: visit.encounter.ends.and_then(When::day),
            at: None,
            with_encounter: true,
            class: visit.encounter.class.as_ref().map(|c| Arc::from(c.code.as_str())),
            inpatient: visit.inpatient,
            concept: None,
            coded_by: None,
        };
        if visit.codes.is_empty() {
            story.events.push(row.clone());
        }
        for (coding, coded_by) in &visit.codes {
            let concept = Some(concept(&mut story.concepts, coding));
            story.events.push(EventRow { concept, coded_by: Some(*coded_by), ..row.clone() });
        }
        if visit.inpatient {
            stay(visit, story);
        }
    }
    for (stated, procedure, encounter) in &human.procedures {
        // With its encounter it is one of that encounter's codes, or nothing if that never took place.
        if encounter.is_some() {
            continue;
        }
        story.references.push((stated.record, stated.fact.reference.clone()));
        let own = procedure.codes.iter().map(|c| (c, CodedBy::Procedure));
        let mut seen: HashSet<(&str, &str)> = HashSet::new();
        for (coding, coded_by) in own.chain(procedure.reasons.iter().map(|c| (c, CodedBy::Reason))) {
            if !seen.insert((coding.system.as_str(), coding.code.as_str())) {
                continue;
            }
            story.events.push(EventRow {
                person,
                record: stated.record,
                starts: procedure.starts.or(procedure.ends).map(Span::from),
                ends: procedure.ends.and_then(When::day),
                at: procedure.starts.or(procedure.ends).and_then(|when| when.at),
                with_encounter: false,
                class: None,
                inpatient: false,
                concept: Some(concept(&mut story.concepts, coding)),
                coded_by: Some(coded_by),
            });
        }
    }
}

/// A stay lasts while its encounter does, and is believed to for so many days; a finished one without an end is its
/// first day.
fn stay(visit: &Visit, Story { stays, concepts, .. }: &mut Story) {
    let Some(starts) = visit.starts().and_then(Span::day) else { return };
    let ends = match visit.encounter.ends.and_then(When::day) {
        Some(day) => Some(day.max(starts)),
        None if visit.is_lasting() => None,
        None => Some(starts),
    };
    let until = ends.unwrap_or_else(|| shift(starts, LONGEST_STAY_DAYS));
    let left_for = visit.encounter.disposition.first().map(|code| concept(concepts, code));
    stays.push(StayRow { person: visit.person, starts, ends, until, left_for, record: visit.stated.record });
}
