//! The hospital stay of a delivery, a death in hospital, and who had given birth before.

use std::cmp::{Ordering, Reverse};
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
/// What ends so shortly before a stay led to it.
const WITHIN_AN_HOUR: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);
/// How many pregnancies, how many births after 20 weeks, at term, before term, as LOINC names them.
const GRAVIDITY_CODE: &str = "11996-6";
const PARITY_CODE: &str = "11977-6";
const TERM_CODE: &str = "11639-2";
const PRETERM_CODE: &str = "11637-6";
/// What is counted of earlier pregnancies was counted in this one, and so was its due date: within 42 weeks before the
/// delivery.
pub(super) const COUNTED_WITHIN_DAYS: i32 = 294;

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
    /// When she came, where a time was sent: when the stay began, or the emergency visit, triage or observation that
    /// ended within an hour before.
    pub came_at: Option<Timestamp>,
    /// When it ended, where a time was sent.
    pub discharged_at: Option<Timestamp>,
    /// The last day on which it is believed to last, where nobody said that it is over.
    pub lasts_until: Option<Date>,
}

/// The stay that holds a delivery: of several that do (a ward within a stay, two sources) the first day and the last.
/// Of two stays of one day it is that which holds its time, with those that adjoin it: she was moved, and is still in
/// hospital. An end that somebody sent goes before a record that says she is still there: a source that did not hear of
/// the end never says that it is over.
pub(super) fn delivery_stay(world: &World, human: &Human, delivered: When) -> DeliveryStay {
    let mut stay = DeliveryStay::default();
    let mut holding = stays_of_the_day(world, human, delivered.date.latest());
    if holding.iter().any(|(visit, _)| holds_by_the_clock(visit, delivered) == Some(true)) {
        let mut apart: Vec<_> = holding
            .extract_if(.., |(visit, _)| holds_by_the_clock(visit, delivered) == Some(false))
            .collect();
        while let Some(next) =
            apart.iter().position(|(visit, _)| holding.iter().any(|(held, _)| adjoin(visit, held)))
        {
            holding.push(apart.swap_remove(next));
        }
    }
    // A time says when she came only where no stay without one began on a day before.
    let first = holding.iter().map(|(_, starts)| *starts).min();
    let begun =
        holding.iter().filter_map(|(visit, starts)| Some((visit.encounter.starts?.at?, *starts))).min();
    let begun = begun.filter(|(_, day)| Some(*day) == first);
    stay.came_at = begun.map(|(begun, _)| came(world, human, begun));
    for (visit, starts) in holding {
        let ends = visit.encounter.ends.filter(|e| e.day().is_some());
        let lasting = visit.is_lasting();
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

/// The stays that hold a day, each with its first.
fn stays_of_the_day<'w, 'a>(world: &'w World<'a>, human: &Human, day: Date) -> Vec<(&'w Visit<'a>, Date)> {
    let visits = human.encounters.iter().map(|&e| &world.encounters[e]);
    let dated = visits.filter_map(|visit| Some((visit, visit.starts().and_then(Span::day)?)));
    dated
        .filter(|(visit, starts)| {
            let holds = match visit.encounter.ends.and_then(When::day) {
                Some(end) => day <= end,
                None if visit.is_lasting() => days_between(*starts, day) <= LONGEST_STAY_DAYS,
                None => days_between(*starts, day) <= UNENDED_DAYS,
            };
            visit.inpatient && visit.encounter.happened() && *starts <= day && holds
        })
        .collect()
}

/// Whether a stay holds a moment, where both have their times.
fn holds_by_the_clock(visit: &Visit, moment: When) -> Option<bool> {
    let (at, begun) = (moment.at?, visit.encounter.starts?.at?);
    let over = visit.encounter.ends.and_then(|end| end.at).is_some_and(|end| end < at);
    Some(begun <= at && !over)
}

/// Whether one of two stays began before the other ended, or within an hour after it.
fn adjoin(a: &Visit, b: &Visit) -> bool {
    let follows = |first: &Visit, next: &Visit| {
        let begun = next.encounter.starts.and_then(|starts| starts.at);
        let ended = first.encounter.ends.and_then(|ends| ends.at);
        matches!((begun, ended), (Some(begun), Some(ended)) if begun.duration_since(ended) <= WITHIN_AN_HOUR)
    };
    follows(a, b) && follows(b, a)
}

/// When she came to a stay that began then: before it there may have been an observation, and before that an emergency
/// visit or a triage, each of which ended within an hour before what followed.
fn came(world: &World, human: &Human, begun: Timestamp) -> Timestamp {
    let mut came = begun;
    for _ in 0..2 {
        let visits = human.encounters.iter().map(|&e| &world.encounters[e]);
        let before = visits.filter(|visit| !visit.inpatient && visit.encounter.happened()).filter(|visit| {
            let class = visit.encounter.class.as_ref().map(|class| class.code.as_str());
            matches!(class, Some("EMER" | "OBSENC"))
                || visit.encounter.types.iter().any(|code| world.is("before_admission", code))
        });
        let led_here = before.filter_map(|visit| {
            let (starts, ends) = (visit.encounter.starts?.at?, visit.encounter.ends?.at?);
            (ends <= came && came.duration_since(ends) <= WITHIN_AN_HOUR && starts < came)
                .then_some((ends, starts))
        });
        let Some((_, starts)) = led_here.max() else { break };
        came = starts;
    }
    came
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
/// the delivery, at no known time, says nothing, and the one before it counts.
pub(super) fn nulliparous(human: &Human, delivered: Date, at: Option<Timestamp>) -> Option<bool> {
    let count = |code: &str| {
        let mut made: Vec<_> = observed(human, std::slice::from_ref(&code))
            .filter_map(|(when, record, value)| {
                let (when, number) = (when?, number(value)?);
                let before = days_between(when.day()?, delivered);
                let told_before = match (when.at, at) {
                    (Some(made), Some(at)) => made < at && before <= COUNTED_WITHIN_DAYS,
                    _ => (0..=COUNTED_WITHIN_DAYS).contains(&before),
                };
                let same_day = before == 0 && (when.at.is_none() || at.is_none());
                told_before.then_some(((when.day()?, when.at, record), number, same_day))
            })
            .collect();
        made.sort_unstable_by_key(|(key, ..)| Reverse(*key));
        made
    };
    let is = |code: &str, first: i64| {
        let made = count(code);
        let (_, number, _) =
            made.into_iter().find(|(_, number, same_day)| !same_day || *number != first + 1)?;
        match number.cmp(&first) {
            // A pregnancy that is not counted says that nobody counted.
            Ordering::Less => None,
            Ordering::Equal => Some(true),
            Ordering::Greater => Some(false),
        }
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
