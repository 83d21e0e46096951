//! What is known of a birth: how far the pregnancy was, what the infant weighed, how many were born.
//!
//! The length of a pregnancy is taken from the due date that was current, else from what was recorded at the birth, on
//! the mother's record or on the infant's, else from the code for weeks of gestation or from the last period. Weeks are
//! completed weeks: they are never rounded up. What cannot be true of any birth is taken as not recorded.

use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::{Coding, Value};
use kith_domain::id::{PersonId, RecordId};

use super::delivery::told_within;
use super::{DeliveryRow, Human, LOINC, Live, Span, Story, World, days_between, shift};

/// The age of gestation at birth, as LOINC names it: estimated, by the obstetric estimate.
const AT_BIRTH_CODES: [&str; 2] = ["11884-4", "57714-8"];
/// The age of gestation on the day on which it was observed, as LOINC names it: any, from the last period, in weeks.
const ON_THE_DAY_CODES: [&str; 3] = ["18185-9", "11885-1", WEEKS_CODE];
/// Gestation in weeks: on a newborn's record, at its birth.
const WEEKS_CODE: &str = "49051-6";
/// The first day of the last period.
const LAST_PERIOD_CODE: &str = "8665-2";
/// The weight at birth, as LOINC names it.
const BIRTH_WEIGHT_CODE: &str = "8339-4";
/// The code for weeks of gestation, in ICD-10-CM: `Z3A.39`.
const WEEKS_PREFIX: &str = "Z3A.";
const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const SNOMED: &str = "http://snomed.info/sct";
/// The codes of SNOMED CT for a pregnancy of so many weeks.
const WEEKS_IN_SNOMED: [(&str, i32); 23] = [
    ("23464008", 20),
    ("41438001", 21),
    ("65035007", 22),
    ("86883006", 23),
    ("313179009", 24),
    ("72544005", 25),
    ("48688005", 26),
    ("46906003", 27),
    ("90797000", 28),
    ("45139008", 29),
    ("71355009", 30),
    ("64920003", 31),
    ("7707000", 32),
    ("78395001", 33),
    ("13763000", 34),
    ("84132007", 35),
    ("57907009", 36),
    ("43697006", 37),
    ("13798002", 38),
    ("80487005", 39),
    ("46230007", 40),
    ("63503002", 41),
    ("36428009", 42),
];

/// Completed days that a pregnancy that ended in a birth can have lasted: 14 weeks to 310 days.
const POSSIBLE_DAYS: Days = 98..=310;
/// And one that ended in a loss, which may be earlier than any birth.
const POSSIBLE_DAYS_OF_A_LOSS: Days = 1..=310;
/// What a newborn can weigh, in grams.
const POSSIBLE_GRAMS: std::ops::RangeInclusive<i32> = 100..=8000;
/// Days after a delivery in which a record of it is still made.
const RECORDED_WITHIN_DAYS: i32 = 28;
/// Days between the first and the last birth of one delivery.
const ONE_DELIVERY_DAYS: i32 = 14;

type Days = std::ops::RangeInclusive<i32>;

/// What is known of an infant at birth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AtBirth {
    /// Completed days of gestation.
    pub gestation_days: Option<i16>,
    /// Weight in grams.
    pub weight_grams: Option<i16>,
    /// How many were delivered together, live or not.
    pub plurality: Option<u8>,
}

/// Gestation at a delivery of a known day, in completed days. `due` is the due date that was current.
pub(super) fn gestation(
    world: &World,
    mother: &Human,
    live: Live,
    due: Option<Date>,
    delivered: When,
) -> Option<i16> {
    let days = if live == Live::No { POSSIBLE_DAYS_OF_A_LOSS } else { POSSIBLE_DAYS };
    let day = delivered.day()?;
    by_due_date(&days, due, day)
        .or_else(|| recorded_of_mother(&days, mother, delivered))
        .or_else(|| by_code(&days, world, mother, day))
        .or_else(|| by_last_period(&days, mother, day))
}

fn by_due_date(days: &Days, due: Option<Date>, born: Date) -> Option<i16> {
    possible(days, 280 - days_between(born, due?))
}

fn possible(days: &Days, lasted: i32) -> Option<i16> {
    days.contains(&lasted).then_some(lasted as i16)
}

/// Every observation with one of some codes: when it was made, its record, its value.
pub(super) fn observed<'a>(
    human: &'a Human,
    codes: &'a [&str],
) -> impl Iterator<Item = (Option<When>, RecordId, &'a Value)> + 'a {
    human.observations.iter().flat_map(move |(stated, observation)| {
        let parts = std::iter::once((&observation.codes, &observation.value))
            .chain(observation.components.iter().map(|c| (&c.codes, &c.value)));
        parts.filter_map(move |(own, value)| {
            let named = own.iter().any(|c| c.system == LOINC && codes.contains(&c.code.as_str()));
            named.then_some((observation.effective, stated.record, value.as_ref()?))
        })
    })
}

/// Days of a length of gestation. A number without a unit says nothing.
fn in_days(value: &Value) -> Option<i32> {
    let Value::Quantity { value, unit } = value else { return None };
    let number: f64 = value.parse().ok()?;
    let days = match unit.trim_matches(['{', '}']) {
        "d" | "day" | "days" => number,
        "wk" | "w" | "week" | "weeks" => number * 7.0,
        _ => return None,
    };
    // Completed days. Weeks come rounded to two decimals: 38 weeks and a day as 38.14.
    Some((days + 0.05).floor() as i32)
}

/// What was recorded on the mother's record: the newest of what was said around the delivery, not earlier than a day
/// before it.
fn recorded_of_mother(days: &Days, mother: &Human, delivered: When) -> Option<i16> {
    let day = delivered.day()?;
    let after = |when: Option<When>| Some(days_between(day, when?.day()?));
    let at_birth = observed(mother, &AT_BIRTH_CODES).filter_map(|(when, record, value)| {
        let (when, after) = (when?, after(when)?);
        let around = match after {
            -1 => told_within(when, delivered, 1),
            _ => (0..=RECORDED_WITHIN_DAYS).contains(&after),
        };
        around.then_some(((when.day()?, when.at, record), possible(days, in_days(value)?)?))
    });
    let on_the_day = observed(mother, &ON_THE_DAY_CODES).filter_map(|(when, record, value)| {
        // On a day of the pregnancy, which went on from there.
        let after = after(when).filter(|after| *after <= 0)?;
        Some(((when?.day()?, when?.at, record), possible(days, in_days(value)? - after)?))
    });
    let newest = at_birth.max_by_key(|(key, _)| *key).or_else(|| on_the_day.max_by_key(|(key, _)| *key));
    newest.map(|(_, days)| days)
}

/// The newest of what she said of her last period.
fn by_last_period(days: &Days, mother: &Human, delivered: Date) -> Option<i16> {
    let said = observed(mother, &[LAST_PERIOD_CODE]).filter_map(|(when, record, value)| {
        let Value::When(first) = value else { return None };
        let lasted = possible(days, days_between(first.day()?, delivered))?;
        Some(((when.map(|w| w.date.latest()), record), lasted))
    });
    said.max_by_key(|(key, _)| *key).map(|(_, days)| days)
}

/// The code for weeks of gestation, on an encounter that holds the delivery or on a diagnosis of those days.
fn by_code(days: &Days, world: &World, mother: &Human, delivered: Date) -> Option<i16> {
    let weeks = |code: &Coding| -> Option<i32> {
        if code.system == SNOMED {
            return WEEKS_IN_SNOMED.iter().find(|(known, _)| *known == code.code).map(|(_, weeks)| *weeks);
        }
        let weeks: i32 = code.code.strip_prefix(WEEKS_PREFIX).filter(|_| code.system == ICD)?.parse().ok()?;
        // Z3A.00 and Z3A.01 say no week, and Z3A.49 one of several.
        (8..=42).contains(&weeks).then_some(weeks)
    };
    let close = |day: Date| (-1..=1).contains(&days_between(delivered, day));
    let visits = mother.encounters.iter().map(|&e| &world.encounters[e]).filter(|visit| {
        let starts = visit.starts().and_then(Span::day);
        let ends = visit.encounter.ends.and_then(When::day);
        visit.encounter.happened()
            && starts.is_some_and(|s| close(s) || (s <= delivered && ends.is_some_and(|e| delivered <= e)))
    });
    let on_visits = visits.flat_map(|visit| visit.codes.iter().filter_map(|(code, _)| weeks(code)));
    let alone = mother
        .conditions
        .iter()
        .filter(|(_, c, at)| at.is_none() && c.onset.or(c.recorded).and_then(When::day).is_some_and(close));
    let on_conditions = alone.flat_map(|(_, c, _)| c.codes.iter().filter_map(weeks));
    // A stay that began earlier may carry the week in which it began: the last is that of the birth.
    on_visits.chain(on_conditions).max().and_then(|weeks| possible(days, weeks * 7))
}

/// The first weight, in whole grams.
fn weight(infant: &Human) -> Option<i16> {
    let weights = observed(infant, &[BIRTH_WEIGHT_CODE]).filter_map(|(when, record, value)| {
        let Value::Quantity { value, unit } = value else { return None };
        let number: f64 = value.parse().ok()?;
        let grams = match unit.as_str() {
            "g" => number,
            "kg" => number * 1000.0,
            "[lb_av]" => number * 453.592_37,
            "[oz_av]" => number * 28.349_523,
            _ => return None,
        };
        let grams = (grams + 1e-6).floor() as i32;
        let day = when.map_or(Date::MAX, |w| w.date.latest());
        POSSIBLE_GRAMS.contains(&grams).then_some(((day, when.and_then(|w| w.at), record), grams as i16))
    });
    weights.min_by_key(|(key, _)| *key).map(|(_, grams)| grams)
}

/// Tells each infant what is known of its birth. A twin that is born on the day after has its own length of gestation.
pub(super) fn tell(world: &World, story: &mut Story) {
    // Deliveries lie in the order of their women.
    let of = |deliveries: &[DeliveryRow], mother: PersonId| {
        let first = deliveries.partition_point(|d| d.person < mother);
        first..first + deliveries[first..].partition_point(|d| d.person == mother)
    };
    for infant in &mut story.infants {
        let (Some(human), born) = (world.people.get(&infant.person), infant.born.day()) else { continue };
        let own = recorded_of_infant(human);
        let mut delivery = None;
        if let (Some(mother), Some(born)) = (infant.mother, born) {
            let range = of(&story.deliveries, mother);
            delivery = story.deliveries[range].iter_mut().find(|d| {
                d.delivered.earliest <= born && born <= shift(d.delivered.latest, ONE_DELIVERY_DAYS)
            });
        }
        if let Some(delivery) = &delivery {
            infant.strata.parity = delivery.strata.parity;
        }
        let by_delivery =
            delivery.as_ref().and_then(|d| by_due_date(&POSSIBLE_DAYS, d.due_date, born?)).or(own);
        infant.at_birth = AtBirth {
            gestation_days: by_delivery.or_else(|| delivery.as_ref()?.gestation_days),
            weight_grams: weight(human),
            plurality: human.plurality().max(delivery.as_ref().and_then(|d| d.plurality)),
        };
        // What only the infant's record says is true of the delivery too.
        if let Some(delivery) = delivery.filter(|d| d.gestation_days.is_none() && d.delivered.day() == born) {
            delivery.gestation_days = infant.at_birth.gestation_days;
        }
    }
}

/// What the infant's own record says: the newest.
fn recorded_of_infant(infant: &Human) -> Option<i16> {
    let at_birth = observed(infant, &AT_BIRTH_CODES).chain(observed(infant, &[WEEKS_CODE]));
    let said = at_birth.filter_map(|(when, record, value)| {
        Some(((when.map(|w| w.date.latest()), record), possible(&POSSIBLE_DAYS, in_days(value)?)?))
    });
    said.max_by_key(|(key, _)| *key).map(|(_, days)| days)
}
