//! The hospital stay of a delivery, a death in hospital, and who had given birth before.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::{Body, Coding, Stated, Value};
use kith_domain::id::RecordId;

use super::birth::observed;
use super::{Death, Human, Span, Story, Visit, World, days_between, shift};

/// A stay whose end nobody sent is believed to hold a delivery up to so many days after it began.
const UNENDED_DAYS: i32 = 7;
/// A stay is not believed to last longer. Twenty weeks are more than a pregnancy or a preterm newborn keeps anybody in
/// hospital; a stay that is older and still said to last is one whose end was never sent, and it would hold every later
/// delivery and leave its own undecided for good.
pub(super) const LONGEST_STAY_DAYS: i32 = 140;
/// How many pregnancies, how many births after 20 weeks, at term, before term, as LOINC names them.
const GRAVIDITY_CODE: &str = "11996-6";
const PARITY_CODE: &str = "11977-6";
const TERM_CODE: &str = "11639-2";
const PRETERM_CODE: &str = "11637-6";
/// What is counted of earlier pregnancies was counted in this one: within 42 weeks before the delivery.
const COUNTED_WITHIN_DAYS: i32 = 294;

/// What is known of the end of a stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StayState {
    /// No stay is on record.
    #[default]
    None,
    /// It ended.
    Ended,
    /// It lasts, as far as anybody said.
    Lasting,
    /// It is over, and nobody sent when.
    EndUnknown,
}

impl StayState {
    /// Its name in the lake.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ended => "ended",
            Self::Lasting => "lasting",
            Self::EndUnknown => "end_unknown",
        }
    }
}

/// The hospital stay during which somebody gave birth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeliveryStay {
    /// What is known of it.
    pub state: StayState,
    /// Its first day.
    pub admitted: Option<Date>,
    /// Its last day, where it ended.
    pub discharged: Option<Date>,
    /// When it ended, where a time was sent.
    pub discharged_at: Option<Timestamp>,
    /// The last day on which it is believed to last, where nobody said that it is over.
    pub lasts_until: Option<Date>,
}

/// The stay that holds a delivery: of several that do (a ward within a stay, two sources) the first day and the last.
/// An end that somebody sent goes before a record that says she is still there: a source that did not hear of the end
/// never says that it is over.
pub(super) fn delivery_stay(world: &World, human: &Human, delivered: Date) -> DeliveryStay {
    let mut stay = DeliveryStay::default();
    for visit in human.encounters.iter().map(|&e| &world.encounters[e]) {
        let Some(starts) = visit.starts().and_then(Span::day) else { continue };
        let ends = visit.encounter.ends.filter(|e| e.day().is_some());
        let lasting = visit.is_lasting();
        let holds = match ends.and_then(When::day) {
            Some(end) => delivered <= end,
            None if lasting => days_between(starts, delivered) <= LONGEST_STAY_DAYS,
            None => days_between(starts, delivered) <= UNENDED_DAYS,
        };
        if !visit.inpatient || !visit.encounter.happened() || delivered < starts || !holds {
            continue;
        }
        stay.admitted = Some(stay.admitted.map_or(starts, |day| day.min(starts)));
        let day = ends.and_then(When::day);
        if day > stay.discharged {
            (stay.discharged, stay.discharged_at) = (day, ends.and_then(|e| e.at));
        } else if day.is_some() && day == stay.discharged {
            stay.discharged_at = stay.discharged_at.max(ends.and_then(|e| e.at));
        }
        stay.state = match (stay.state, day) {
            (StayState::Ended, _) | (_, Some(_)) => StayState::Ended,
            (StayState::Lasting, None) => StayState::Lasting,
            (_, None) if lasting => StayState::Lasting,
            (_, None) => StayState::EndUnknown,
        };
        if lasting && day.is_none() {
            stay.lasts_until = stay.lasts_until.max(Some(shift(starts, LONGEST_STAY_DAYS)));
        }
    }
    stay
}

/// What is known of a woman's death, and the record that says so: her own record, or else a stay that she left by
/// death.
pub(super) fn death(world: &World, human: &Human) -> (Death, Option<RecordId>) {
    let own = human.death();
    let record = human.records.first().map(|(stated, _)| stated.record);
    if own.span.is_some() {
        return (own, record);
    }
    let stays = human.encounters.iter().map(|&e| &world.encounters[e]).filter(|v| v.encounter.happened());
    let by_death = stays.filter(|visit| {
        visit.inpatient && visit.encounter.disposition.iter().any(|code| world.is("left_by_death", code))
    });
    let ended = by_death.filter_map(|visit| Some((Span::from(visit.encounter.ends?), visit.stated.record)));
    match ended.min_by_key(|(span, record)| (span.latest, *record)) {
        Some((span, record)) => (Death { died: true, span: Some(span) }, Some(record)),
        None => (own, record),
    }
}

/// Whether she had given birth to nobody before: by the latest counts of her pregnancies and births that were made
/// before this delivery. Software that counts this delivery in adds one: a count of one that was made on the day of
/// the delivery, at no known time, says nothing.
pub(super) fn nulliparous(human: &Human, delivered: Date, at: Option<Timestamp>) -> Option<bool> {
    let count = |code: &str| {
        let made = observed(human, std::slice::from_ref(&code)).filter_map(|(when, record, value)| {
            let (when, number) = (when?, number(value)?);
            let before = days_between(when.day()?, delivered);
            let told_before = match (when.at, at) {
                (Some(made), Some(at)) => made < at && before <= COUNTED_WITHIN_DAYS,
                _ => (0..=COUNTED_WITHIN_DAYS).contains(&before),
            };
            let same_day = before == 0 && (when.at.is_none() || at.is_none());
            told_before.then_some(((when.day()?, when.at, record), number, same_day))
        });
        made.max_by_key(|(key, ..)| *key).map(|(_, number, same_day)| (number, same_day))
    };
    let is = |code: &str, first: i64| {
        let (number, same_day) = count(code)?;
        if number <= first {
            return Some(true);
        }
        (!same_day || number > first + 1).then_some(false)
    };
    let (pregnancies, births) = (is(GRAVIDITY_CODE, 1), is(PARITY_CODE, 0));
    let born = match (is(TERM_CODE, 0), is(PRETERM_CODE, 0)) {
        (Some(true), Some(true)) => Some(true),
        (Some(false), _) | (_, Some(false)) => Some(false),
        _ => None,
    };
    // A second pregnancy may be the first birth.
    let said = [pregnancies.filter(|first| *first), births, born];
    if said.contains(&Some(true)) {
        return Some(true);
    }
    said.contains(&Some(false)).then_some(false)
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(n) => Some(*n),
        Value::Quantity { value, .. } => value.parse::<f64>().ok().map(|n| n.floor() as i64),
        _ => None,
    }
}

/// Names the records of diagnoses and medicines that may be evidence: those with a code that a value set names.
pub(super) fn references(facts: &[Stated], world: &World, story: &mut Story) {
    let mut known: HashMap<&Coding, bool> = HashMap::new();
    let sets = &world.input.value_sets.0;
    let mut named = |code| {
        *known.entry(code).or_insert_with(|| sets.values().any(|s| s.contains(&code.system, &code.code)))
    };
    for stated in facts {
        let codes = match &stated.fact.body {
            Body::Condition(condition) => &condition.codes,
            Body::Medication(medication) => &medication.codes,
            _ => continue,
        };
        if codes.iter().any(&mut named) {
            story.references.push((stated.record, stated.fact.reference.clone()));
        }
    }
}

impl Visit<'_> {
    /// Whether it has begun and is not over.
    pub(super) fn is_lasting(&self) -> bool {
        matches!(self.encounter.status.as_str(), "arrived" | "triaged" | "in-progress" | "onleave")
    }
}
