//! When safe-sleep teaching counts as given before a family went home.
//!
//! From the birth to the day on which they left, both included: what was taught before the birth was taught before there
//! was a baby to put to sleep, and often elsewhere. The page of a hospital and the measure `safe_sleep_education` of the
//! library go by the same days.

use std::ops::RangeInclusive;

use jiff::{ToSpan, civil::Date};

/// Days after the birth on which a stay counts as the one of the birth: a longer one has an education of its own.
pub const STAY_DAYS: i32 = 28;

/// The days on which teaching counts for a birth. Who has not left yet may still be taught.
pub fn teaching_days(born: Date, left: Option<Date>) -> RangeInclusive<Date> {
    born..=left.unwrap_or(born.saturating_add(STAY_DAYS.days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn teaching_counts_from_the_birth_until_they_leave() {
        let check = |left, day: i8, expected| {
            let days = teaching_days(date(2026, 3, 2), left);
            assert_eq!(days.contains(&date(2026, 3, day)), expected, "{left:?} {day}");
        };
        let left = Some(date(2026, 3, 5));
        for (day, expected) in [(1, false), (2, true), (5, true), (6, false)] {
            check(left, day, expected);
        }
        check(None, 30, true);
        check(None, 31, false);
    }
}
