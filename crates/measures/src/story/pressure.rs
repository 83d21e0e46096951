//! Blood pressures: both numbers of a reading, as one row.

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::{Coding, Observation};
use kith_domain::id::{PersonId, RecordId};

use super::{Human, Story, World, number_and_unit};

/// A blood pressure. What a reading can be is for a measure to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PressureRow {
    /// Whose.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// On which day.
    pub on: Option<Date>,
    /// When, where a time was sent.
    pub at: Option<Timestamp>,
    /// The upper number, in mmHg.
    pub systolic: f64,
    /// The lower number, in mmHg.
    pub diastolic: f64,
}

/// One person's blood pressures. A record with several readings has their numbers in one order.
pub(super) fn rows(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    for (stated, observation) in &human.observations {
        let numbers = |set: &str| numbers_of(observation, |code| world.is(set, code));
        let both = numbers("systolic_pressure").into_iter().zip(numbers("diastolic_pressure"));
        story.pressures.extend(both.map(|(systolic, diastolic)| PressureRow {
            person,
            record: stated.record,
            on: observation.effective.and_then(When::day),
            at: observation.effective.and_then(|when| when.at),
            systolic,
            diastolic,
        }));
    }
}

/// The numbers of an observation's parts with a code.
fn numbers_of(observation: &Observation, is: impl Fn(&Coding) -> bool) -> Vec<f64> {
    let parts = std::iter::once((&observation.codes, &observation.value))
        .chain(observation.components.iter().map(|c| (&c.codes, &c.value)));
    parts
        .filter(|(codes, _)| codes.iter().any(&is))
        .filter_map(|(_, value)| number_and_unit(value.as_ref()?).0)
        .collect()
}
