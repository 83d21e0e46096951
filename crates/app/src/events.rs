//! What happened that somebody should act on: a baby was born; a mother whose blood pressure needs watching went home.
//!
//! They are found among the facts of a bucket whenever it is measured, so it does not matter by which door a record
//! came or in what order, and each is noted once. Only what is recent is noted: a file of old records is no news. What
//! the facts say no more is withdrawn, however old.

mod hypertension;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;

use jiff::{ToSpan, civil::Date};
use kith_domain::fact::{Body, Condition, Encounter, Reference, Stated};
use kith_domain::id::{PersonId, SourceId, SourcePersonId};
use kith_domain::identity::Attribute;
use kith_domain::portrait::{self, Statement};
use kith_store::event::{BIRTH, BIRTH_STAY, HYPERTENSION_DISCHARGE, NewEvent};
use kith_store::facts::BucketFacts;

use hypertension::is_hypertensive;

/// Days that a stay without an end may have lasted when a baby was born in it.
const STAY: i32 = 14;
/// Days for which something is news.
const RECENT: i32 = 90;

/// The days of which something that happened is news.
pub(crate) fn news(as_of: Date) -> RangeInclusive<Date> {
    as_of.saturating_sub(RECENT.days())..=as_of
}

/// The events of a bucket's facts: of each person one for a day, by the first record that tells of it.
pub(crate) fn of_bucket(facts: &BucketFacts) -> Vec<NewEvent> {
    let person_of: HashMap<SourcePersonId, PersonId> = facts.person_of.iter().copied().collect();
    let mut events: Vec<((&str, PersonId, Date), NewEvent)> = Vec::new();
    let births = births(facts, &person_of);
    let stays = stays(facts, &person_of, &births);
    for (person, event) in births.into_iter().chain(stays).chain(discharges(facts, &person_of)) {
        events.push(((event.kind, person, event.on), event));
    }
    events.sort_unstable_by_key(|(key, event)| (*key, event.record));
    events.dedup_by_key(|(key, _)| *key);
    events.into_iter().map(|(_, event)| event).collect()
}

/// The births of those who have a mother, each on the day that is taken as true of all that is said of it.
fn births(facts: &BucketFacts, person_of: &HashMap<SourcePersonId, PersonId>) -> Vec<(PersonId, NewEvent)> {
    let mut said: BTreeMap<PersonId, Vec<Statement<'_>>> = BTreeMap::new();
    let infants: HashSet<PersonId> = facts.mothers.iter().map(|(infant, _)| *infant).collect();
    for stated in &facts.facts {
        if let (Body::Person(person), Some(whose)) = (&stated.fact.body, person_of.get(&stated.person))
            && infants.contains(whose)
        {
            let (record, by, source) = (stated.record, stated.person, stated.source);
            said.entry(*whose).or_default().push(Statement { record, by, source, person });
        }
    }
    let mut choices: HashMap<PersonId, Vec<(SourcePersonId, Attribute)>> = HashMap::new();
    for &(by, about) in &facts.choices {
        if let Some(whose) = person_of.get(&by) {
            choices.entry(*whose).or_default().push((by, about));
        }
    }
    let birth = |(whose, statements): (PersonId, Vec<Statement<'_>>)| {
        let choices = choices.get(&whose).map(Vec::as_slice).unwrap_or_default();
        let born = portrait::born(&statements, choices)?;
        let on = born.value.day()?;
        Some((whose, NewEvent { kind: BIRTH, source_person: born.by, record: born.record, on }))
    };
    said.into_iter().filter_map(birth).collect()
}

/// Stays of mothers in which a baby of theirs was born, on the day of the birth.
fn stays(
    facts: &BucketFacts,
    person_of: &HashMap<SourcePersonId, PersonId>,
    births: &[(PersonId, NewEvent)],
) -> Vec<(PersonId, NewEvent)> {
    let mother_of: HashMap<PersonId, PersonId> = facts.mothers.iter().copied().collect();
    let mut born: HashMap<PersonId, Vec<Date>> = HashMap::new();
    for (infant, birth) in births {
        if let Some(mother) = mother_of.get(infant) {
            born.entry(*mother).or_default().push(birth.on);
        }
    }
    let mut stays = Vec::new();
    for stated in &facts.facts {
        let Some(mother) = person_of.get(&stated.person) else { continue };
        let (Body::Encounter(stay), Some(days)) = (&stated.fact.body, born.get(mother)) else { continue };
        let Some(from) = stay.starts.and_then(|s| s.day()) else { continue };
        if !stay.happened() || !stay.is_inpatient() {
            continue;
        }
        let to = stay.ends.and_then(|e| e.day()).unwrap_or(from.saturating_add(STAY.days()));
        if let Some(on) = days.iter().filter(|day| (from..=to).contains(day)).min() {
            let (source_person, record) = (stated.person, stated.record);
            stays.push((*mother, NewEvent { kind: BIRTH_STAY, source_person, record, on: *on }));
        }
    }
    stays
}

/// Hospital stays with hypertension that ended.
fn discharges(
    facts: &BucketFacts,
    person_of: &HashMap<SourcePersonId, PersonId>,
) -> Vec<(PersonId, NewEvent)> {
    let mut hypertensive: HashMap<PersonId, Vec<(&Stated, &Condition)>> = HashMap::new();
    for stated in &facts.facts {
        if let (Body::Condition(condition), Some(person)) = (&stated.fact.body, person_of.get(&stated.person))
            && condition.stands()
            && condition.codes.iter().any(is_hypertensive)
        {
            hypertensive.entry(*person).or_default().push((stated, condition));
        }
    }
    let mut discharges = Vec::new();
    for stated in &facts.facts {
        let Some(person) = person_of.get(&stated.person) else { continue };
        let Body::Encounter(stay) = &stated.fact.body else { continue };
        let Some(on) = stay.ends.and_then(|e| e.day()) else { continue };
        if !stay.happened() || !stay.is_inpatient() {
            continue;
        }
        let conditions = hypertensive.get(person).map_or(&[][..], Vec::as_slice);
        let of_stay = |(c, condition): &(&Stated, &Condition)| {
            belongs(c.source, &c.fact.reference, c.fact.encounter.as_ref(), condition, stated, stay)
        };
        if stay.reasons.iter().any(is_hypertensive) || conditions.iter().any(of_stay) {
            let (source_person, record) = (stated.person, stated.record);
            let event = NewEvent { kind: HYPERTENSION_DISCHARGE, source_person, record, on };
            discharges.push((*person, event));
        }
    }
    discharges
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

#[cfg(test)]
mod tests;
