use jiff::civil::{date, time};
use proptest::prelude::*;

use super::*;

/// Weekdays from 9 to 17 in Baltimore; closed on Thanksgiving and on the Monday of the holiday below.
fn office() -> Calendar {
    let zone = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
    let days = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
    let holidays = [date(2025, 11, 27), date(2025, 5, 26)];
    Calendar::new(zone, days, time(9, 0, 0, 0), time(17, 0, 0, 0), holidays).unwrap()
}

fn at(text: &str) -> Timestamp {
    let local: jiff::civil::DateTime = text.parse().unwrap();
    office().zone().to_ambiguous_timestamp(local).compatible().unwrap()
}

#[track_caller]
fn check(from: &str, within: Within, due: &str) {
    let got = office().add_business(at(from), within).to_zoned(office().zone().clone()).datetime();
    assert_eq!(got.to_string(), format!("{due}:00"), "{from} {within:?}");
}

#[test]
fn only_open_time_counts() {
    use Within::*;
    // Within a day, and to its very end.
    check("2025-06-02T10:00", Hours(3), "2025-06-02T13:00");
    check("2025-06-02T09:00", Days(1), "2025-06-02T17:00");
    check("2025-06-02T16:45", Minutes(15), "2025-06-02T17:00");
    check("2025-06-02T16:46", Minutes(15), "2025-06-03T09:01");
    // The last minute before a weekend, the first after, and all between.
    check("2025-06-06T16:59", Days(1), "2025-06-09T16:59");
    check("2025-06-06T16:59", Minutes(2), "2025-06-09T09:01");
    check("2025-06-06T17:00", Days(1), "2025-06-09T17:00");
    check("2025-06-07T12:00", Days(1), "2025-06-09T17:00");
    check("2025-06-08T23:59", Minutes(1), "2025-06-09T09:01");
    check("2025-06-09T08:00", Days(1), "2025-06-09T17:00");
    check("2025-06-02T12:00", Days(5), "2025-06-09T12:00");
    // A holiday on a Monday, and one in the middle of a week.
    check("2025-05-23T16:59", Days(1), "2025-05-27T16:59");
    check("2025-05-26T12:00", Hours(1), "2025-05-27T10:00");
    check("2025-11-26T12:00", Days(1), "2025-11-28T12:00");
    // Over the night in which clocks go forward, and back.
    check("2025-03-07T16:00", Hours(2), "2025-03-10T10:00");
    check("2025-10-31T16:00", Hours(2), "2025-11-03T10:00");
    // Nothing left to wait for.
    check("2025-06-02T10:00", Days(0), "2025-06-02T10:00");
}

#[test]
fn an_hour_that_the_clock_skips_or_repeats_is_as_long_as_it_is() {
    let zone = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
    let all = [Weekday::Sunday, Weekday::Monday];
    let night = Calendar::new(zone, all, time(1, 0, 0, 0), time(5, 0, 0, 0), []).unwrap();
    let hours = |day| {
        let (opens, closes) = night.hours_on(day).unwrap();
        closes.duration_since(opens).as_hours()
    };
    assert_eq!((hours(date(2025, 3, 9)), hours(date(2025, 11, 2)), hours(date(2025, 6, 8))), (3, 5, 4));
}

#[test]
fn an_office_opens_sometime() {
    let zone = || TimeZone::UTC;
    let (nine, ten) = (time(9, 0, 0, 0), time(10, 0, 0, 0));
    assert_eq!(Calendar::new(zone(), [], nine, ten, []), Err(CalendarError::NeverOpen));
    let back = Calendar::new(zone(), [Weekday::Monday], ten, ten, []);
    assert_eq!(back, Err(CalendarError::ClosesFirst));
}

proptest! {
    /// What comes later, or may take longer, is never due earlier; and it is due when somebody is there.
    #[test]
    fn due_times_are_monotone(from in 1_735_689_600i64..1_798_761_600, later in 0i64..2_000_000, minutes in 1u32..9_000, more in 0u32..9_000) {
        let office = office();
        let start = Timestamp::from_second(from).unwrap();
        let due = office.add_business(start, Within::Minutes(minutes));
        prop_assert!(due > start);
        prop_assert!(office.add_business(Timestamp::from_second(from + later).unwrap(), Within::Minutes(minutes)) >= due);
        prop_assert!(office.add_business(start, Within::Minutes(minutes + more)) >= due);
        let (opens, closes) = office.hours_on(due.to_zoned(office.zone().clone()).date()).expect("an office day");
        prop_assert!(opens < due && due <= closes);
    }
}
