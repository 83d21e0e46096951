//! What happened that somebody should act on: a baby was born; a mother whose blood pressure needs watching went home.
//!
//! They are found among the facts of a bucket whenever it is measured, so it does not matter by which door a record
//! came or in what order, and each is noted once. Only what is recent is noted: a file of old records is no news.

use std::collections::{HashMap, HashSet};

use jiff::{ToSpan, civil::Date};
use kith_domain::fact::{Body, Coding, Condition, Encounter, Reference, Stated};
use kith_domain::id::{PersonId, SourceId, SourcePersonId};
use kith_store::event::{BIRTH, HYPERTENSION_DISCHARGE, NewEvent};
use kith_store::facts::BucketFacts;

/// Days for which something is news.
const RECENT: i32 = 90;

/// Hypertension in pregnancy, childbirth and the puerperium, as ICD-10-CM names it: pre-existing, superimposed,
/// gestational, pre-eclampsia, eclampsia, unspecified.
const ICD10: [&str; 6] = ["O10", "O11", "O13", "O14", "O15", "O16"];
const ICD10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
/// The same in SNOMED CT: pregnancy-induced hypertension, pre-eclampsia, severe pre-eclampsia, eclampsia.
const SNOMED: [&str; 4] = ["48194001", "398254007", "46764007", "15938005"];
const SNOMED_CT: &str = "http://snomed.info/sct";

/// The events of a bucket's facts, one for each birth and each discharge, that lie within [`RECENT`] days of `as_of`.
pub(crate) fn of_bucket(facts: &BucketFacts, as_of: Date) -> Vec<NewEvent> {
    let person_of: HashMap<SourcePersonId, PersonId> = facts.person_of.iter().copied().collect();
    let infants: HashSet<PersonId> = facts.mothers.iter().map(|(infant, _)| *infant).collect();
    let recent = |day: Date| day <= as_of && as_of <= day.saturating_add(RECENT.days());
    let mut hypertensive: HashMap<PersonId, Vec<(&Stated, &Condition)>> = HashMap::new();
    for stated in &facts.facts {
        if let (Body::Condition(condition), Some(person)) = (&stated.fact.body, person_of.get(&stated.person))
            && condition.stands()
            && condition.codes.iter().any(is_hypertensive)
        {
            hypertensive.entry(*person).or_default().push((stated, condition));
        }
    }
    let mut events: Vec<((&str, PersonId, Date), NewEvent)> = Vec::new();
    for stated in &facts.facts {
        let Some(person) = person_of.get(&stated.person) else { continue };
        let (kind, on) = match &stated.fact.body {
            Body::Person(p) if infants.contains(person) => {
                let Some(born) = p.born.and_then(|b| b.day()) else { continue };
                (BIRTH, born)
            }
            Body::Encounter(stay) if stay.happened() && stay.is_inpatient() => {
                let Some(left) = stay.ends.and_then(|e| e.day()) else { continue };
                let conditions = hypertensive.get(person).map_or(&[][..], Vec::as_slice);
                let of_stay = |(c, condition): &(&Stated, &Condition)| {
                    belongs(c.source, &c.fact.reference, c.fact.encounter.as_ref(), condition, stated, stay)
                };
                if !stay.reasons.iter().any(is_hypertensive) && !conditions.iter().any(of_stay) {
                    continue;
                }
                (HYPERTENSION_DISCHARGE, left)
            }
            _ => continue,
        };
        if recent(on) {
            let (source_person, record) = (stated.person, stated.record);
            events.push(((kind, *person, on), NewEvent { kind, source_person, record, on }));
        }
    }
    // Several sources tell of the same; the first record stands for it.
    events.sort_unstable_by_key(|(key, event)| (*key, event.record));
    events.dedup_by_key(|(key, _)| *key);
    events.into_iter().map(|(_, event)| event).collect()
}

/// Whether a condition was one of this stay: it says so, the stay says so, or its day lies within.
fn belongs(
    source: SourceId,
    condition: &Reference,
    encounter: Option<&Reference>,
    what: &Condition,
    stay: &Stated,
    within: &Encounter,
) -> bool {
    if source == stay.source
        && (encounter == Some(&stay.fact.reference) || within.diagnoses.contains(condition))
    {
        return true;
    }
    let day = what.onset.or(what.recorded).and_then(|w| w.day());
    let starts = within.starts.and_then(|w| w.day());
    let ends = within.ends.and_then(|w| w.day());
    matches!((starts, day, ends), (Some(from), Some(day), Some(to)) if from <= day && day <= to)
}

fn is_hypertensive(code: &Coding) -> bool {
    match code.system.as_str() {
        ICD10_CM => ICD10.iter().any(|category| code.code.starts_with(category)),
        SNOMED_CT => SNOMED.contains(&code.code.as_str()),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
