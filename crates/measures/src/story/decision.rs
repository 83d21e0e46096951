//! What somebody decided about care: that it be done, or that it be not, or where it goes on.
//!
//! An order is not the care itself, and what was called off never took place: neither is an event or an observation.
//! Where somebody was sent is told of every encounter, whatever its class: senders are careless with that.

use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::Coding;
use kith_domain::id::{PersonId, RecordId};

use super::{Human, Story, World, concept};

/// Which way it was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decided {
    /// It was asked for.
    Ordered,
    /// It was not done, for a reason.
    NotDone,
    /// It is where somebody was sent at the end of an encounter.
    SentTo,
}

impl Decided {
    /// Its name in the lake.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::NotDone => "not_done",
            Self::SentTo => "sent_to",
        }
    }
}

/// A decision, a row for each code of what it is about and of its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionRow {
    /// About whose care.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// On which day.
    pub on: Option<Date>,
    /// Which way.
    pub decided: Decided,
    /// What, by number.
    pub concept: i64,
    /// Why not, by number.
    pub reason: Option<i64>,
}

/// One person's, as rows.
pub(super) fn rows(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    let Story { decisions, concepts, references, .. } = story;
    let mut number = |coding: &Coding| concept(concepts, coding);
    for visit in human.encounters.iter().map(|&e| &world.encounters[e]).filter(|v| v.encounter.happened()) {
        let record = visit.stated.record;
        let on = visit.encounter.ends.or(visit.encounter.starts).and_then(When::day);
        for place in &visit.encounter.disposition {
            let (decided, concept) = (Decided::SentTo, number(place));
            decisions.push(DecisionRow { person, record, on, decided, concept, reason: None });
        }
    }
    for (stated, order) in &human.orders {
        references.push((stated.record, stated.fact.reference.clone()));
        let on = order.authored.and_then(When::day);
        for code in &order.codes {
            let (decided, concept) = (Decided::Ordered, number(code));
            decisions.push(DecisionRow { person, record: stated.record, on, decided, concept, reason: None });
        }
    }
    for (stated, observation) in &human.called_off {
        references.push((stated.record, stated.fact.reference.clone()));
        let on = observation.effective.and_then(When::day);
        for code in &observation.codes {
            let (decided, concept) = (Decided::NotDone, number(code));
            for reason in &observation.not_done {
                let reason = Some(number(reason));
                decisions.push(DecisionRow { person, record: stated.record, on, decided, concept, reason });
            }
        }
    }
}
