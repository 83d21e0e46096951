//! What pages of services say alike: distance, hours, whether somebody is there.

use jiff::civil::{DateTime, Time};
use kith_domain::matching::{Open, Opening};

use crate::lang::Lang;
use crate::t;

/// Metres of a mile.
const MILE: f64 = 1_609.344;

/// How far away a service is, as the crow flies.
pub fn distance(l: &Lang, metres: u32) -> String {
    let miles = (f64::from(metres) / MILE).round();
    if miles < 1.0 {
        return t!(l, "match-distance-near");
    }
    t!(l, "match-distance", n = miles, km = (f64::from(metres) / 1_000.0).round())
}

/// Whether somebody is there now, or when next.
pub fn open(l: &Lang, open: Open, now: DateTime) -> String {
    let clock = |at: DateTime| time(at.time());
    match open {
        Open::Always => t!(l, "hours-always"),
        Open::Until(at) => t!(l, "hours-until", time = clock(at)),
        Open::From(at) if at.date() == now.date() => t!(l, "hours-from-today", time = clock(at)),
        Open::From(at) => {
            t!(l, "hours-from", day = weekday(l, at.weekday().to_monday_one_offset()), time = clock(at))
        }
    }
}

/// A time of day: `9:00`.
pub fn time(at: Time) -> String {
    format!("{}:{:02}", at.hour(), at.minute())
}

/// A day of the week, 1 for Monday.
pub fn weekday(l: &Lang, day: i8) -> String {
    l.say(&format!("weekday-{}", day.clamp(1, 7)), &[])
}

/// One span of hours: "Monday to Friday 9:00–17:00".
pub fn opening(l: &Lang, opening: &Opening) -> String {
    let days = &opening.days;
    let run = days.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let named = match days[..] {
        [first, .., last] if run && days.len() > 2 => {
            t!(l, "hours-days", first = weekday(l, first), last = weekday(l, last))
        }
        _ => days.iter().map(|day| weekday(l, *day)).collect::<Vec<_>>().join(", "),
    };
    let spans = t!(l, "hours-span", days = named, opens = time(opening.opens), closes = time(opening.closes));
    match (opening.from, opening.until) {
        (None, None) => spans,
        (Some(from), None) => t!(l, "hours-since", hours = spans, day = l.date(from)),
        (None, Some(until)) => t!(l, "hours-up-to", hours = spans, day = l.date(until)),
        (Some(from), Some(until)) => {
            t!(l, "hours-between", hours = spans, from = l.date(from), until = l.date(until))
        }
    }
}
