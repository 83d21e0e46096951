//! What is known of the pregnancy that a delivery ended: from which day it is dated, when its care began and how many
//! visits there were, how old the mother was.
//!
//! A pregnancy is dated from the day that lies 280 days before its due date. Without one, gestation at the birth says
//! it (weeks alone are whole weeks), and without that the first day of the last period. What a certificate of birth
//! says of prenatal care is taken as it stands.

use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::{Coding, Observation, Stated, Value};

use super::strata::years;
use super::{Human, LOINC, Span, days_between, shift};

/// Gestation at the birth, as LOINC names it: estimated, by an obstetrician, at birth.
const AT_BIRTH: [&str; 3] = ["11884-4", "57714-8", "76516-4"];
/// Gestation on the day of the observation: in days or weeks, from the last period, in weeks.
const ON_THE_DAY: [&str; 3] = ["18185-9", "11885-1", "49051-6"];
/// The first day of the last period.
const LAST_PERIOD: &str = "8665-2";
/// The day of the first prenatal visit.
const FIRST_VISIT: &str = "69044-6";
/// How many prenatal visits there were.
const VISITS: &str = "68493-6";
/// The fewest and the most days that a pregnancy which ended in a delivery is believed to have lasted.
const DAYS: std::ops::RangeInclusive<i32> = 119..=315;
/// From the due date back to the day that a pregnancy is dated from.
const TERM_DAYS: i32 = 280;
/// What was observed so many days before a delivery and after it may be about that delivery.
const AROUND: std::ops::RangeInclusive<i32> = -14..=60;

/// What is known of one pregnancy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pregnancy {
    /// Day 0 of gestation, where the records say.
    pub dated_from: Option<Date>,
    /// The first prenatal visit, as the record of the birth has it.
    pub first_visit: Option<Date>,
    /// Prenatal visits, as the record of the birth has it; zero is none.
    pub visits: Option<u8>,
    /// Her age in completed years on the day of the delivery, where both days are known.
    pub mother_age: Option<u8>,
}

/// A code of an observation and its value.
type Part<'a> = (&'a Stated, &'a Observation, &'a [Coding], &'a Value);

/// The pregnancy of a delivery, from her record and from those of the infants.
pub(super) fn of(human: &Human, infants: &[&Human], delivered: Span, due_date: Option<Date>) -> Pregnancy {
    let day = delivered.latest;
    let dated_from =
        due_date.map(|due| shift(due, -TERM_DAYS)).or_else(|| by_gestation(human, infants, day)).or_else(
            || latest(human, &[LAST_PERIOD], |_, value| stated_day(value).filter(|&lmp| fits(lmp, day))),
        );
    let first_visit = latest(human, &[FIRST_VISIT], |_, value| {
        stated_day(value).filter(|first| (0..=*DAYS.end()).contains(&days_between(*first, day)))
    });
    let visits = latest(human, &[VISITS], |observation, value| {
        let around = |when: When| AROUND.contains(&days_between(day, when.date.latest()));
        let number = match value {
            Value::Integer(n) => u8::try_from(*n).ok(),
            Value::Quantity { value, .. } => value.parse().ok(),
            _ => None,
        };
        number.filter(|_| observation.effective.is_some_and(around))
    });
    Pregnancy { dated_from, first_visit, visits, mother_age: age(human, delivered) }
}

fn fits(from: Date, delivered: Date) -> bool {
    DAYS.contains(&days_between(from, delivered))
}

fn by_gestation(human: &Human, infants: &[&Human], delivered: Date) -> Option<Date> {
    let at_birth = |observation: &Observation, value: &Value| {
        let about =
            observation.effective.is_none_or(|w| AROUND.contains(&days_between(delivered, w.date.latest())));
        gestation(value)
            .filter(|_| about)
            .map(|days| shift(delivered, -days))
            .filter(|&from| fits(from, delivered))
    };
    let on_the_day = |observation: &Observation, value: &Value| {
        let on = observation.effective.and_then(When::day).filter(|on| *on <= delivered)?;
        gestation(value).map(|days| shift(on, -days)).filter(|&from| fits(from, delivered))
    };
    let of_infants = || infants.iter().find_map(|infant| latest(infant, &AT_BIRTH, at_birth));
    latest(human, &AT_BIRTH, at_birth).or_else(of_infants).or_else(|| latest(human, &ON_THE_DAY, on_the_day))
}

/// Days of gestation: weeks are whole weeks, or weeks with a decimal fraction.
fn gestation(value: &Value) -> Option<i32> {
    let Value::Quantity { value, unit } = value else { return None };
    let number: f64 = value.parse().ok()?;
    let days = match unit.as_str() {
        "wk" | "w" | "week" | "weeks" => number * 7.0,
        "d" | "day" | "days" => number,
        _ => return None,
    };
    // Completed days. Weeks come rounded to a decimal or two: 38 weeks and a day as 38.14 or 38.1.
    (0.0..400.0).contains(&days).then_some((days + 0.31).floor() as i32)
}

fn stated_day(value: &Value) -> Option<Date> {
    match value {
        Value::When(when) => when.day(),
        _ => None,
    }
}

/// What the newest observation of some codes says, of those that say anything.
fn latest<T>(human: &Human, codes: &[&str], says: impl Fn(&Observation, &Value) -> Option<T>) -> Option<T> {
    parts(human)
        .filter(|(_, _, named, _)| {
            named.iter().any(|c| c.system == LOINC && codes.contains(&c.code.as_str()))
        })
        .filter_map(|(stated, observation, _, value)| {
            Some(((observation.effective, stated.record), says(observation, value)?))
        })
        .max_by_key(|((made, record), _)| (made.map(|m: When| (m.date.latest(), m.at)), *record))
        .map(|(_, said)| said)
}

fn parts<'a>(human: &'a Human) -> impl Iterator<Item = Part<'a>> {
    human.observations.iter().flat_map(|&(stated, observation)| {
        let own = std::iter::once((observation.codes.as_slice(), observation.value.as_ref()));
        own.chain(observation.components.iter().map(|c| (c.codes.as_slice(), c.value.as_ref())))
            .filter_map(move |(codes, value)| Some((stated, observation, codes, value?)))
    })
}

fn age(human: &Human, delivered: Span) -> Option<u8> {
    let born = human.born()?;
    let oldest = years(born.earliest(), delivered.latest);
    let youngest = years(born.latest(), delivered.earliest);
    u8::try_from(oldest).ok().filter(|_| oldest == youngest)
}
