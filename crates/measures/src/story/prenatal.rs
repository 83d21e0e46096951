//! What a record of birth says of the care before it: when it began, and how many visits there were. It is taken as it
//! stands.

use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::Value;

use super::birth::observed;
use super::{Human, Span, days_between};

/// The day of the first prenatal visit, as LOINC names it.
const FIRST_VISIT: &str = "69044-6";
/// How many prenatal visits there were.
const VISITS: &str = "68493-6";
/// The most days before a delivery on which its care can have begun.
const LONGEST_DAYS: i32 = 315;
/// What was observed so many days before a delivery and after it may be about that delivery.
const AROUND: std::ops::RangeInclusive<i32> = -14..=60;

/// The care before one delivery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prenatal {
    /// The first visit.
    pub first_visit: Option<Date>,
    /// Visits; zero is none.
    pub visits: Option<u8>,
}

/// What the newest record says that can be about a delivery.
pub(super) fn of(human: &Human, delivered: Span) -> Prenatal {
    let day = delivered.latest;
    let first_visit = newest(human, FIRST_VISIT, |_, value| {
        let Value::When(when) = value else { return None };
        when.day().filter(|first| (0..=LONGEST_DAYS).contains(&days_between(*first, day)))
    });
    let visits = newest(human, VISITS, |made, value| {
        let around = |when: When| AROUND.contains(&days_between(day, when.date.latest()));
        let number = match value {
            Value::Integer(n) => u8::try_from(*n).ok(),
            Value::Quantity { value, .. } => value.parse().ok(),
            _ => None,
        };
        number.filter(|_| made.is_some_and(around))
    });
    Prenatal { first_visit, visits }
}

/// What the newest observation with a code says, of those that say anything.
fn newest<T>(human: &Human, code: &str, says: impl Fn(Option<When>, &Value) -> Option<T>) -> Option<T> {
    let said = observed(human, std::slice::from_ref(&code))
        .filter_map(|(made, record, value)| Some(((made, record), says(made, value)?)))
        .max_by_key(|((made, record), _)| (made.map(|m| (m.date.latest(), m.at)), *record));
    said.map(|(_, said)| said)
}
