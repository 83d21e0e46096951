//! Opening hours of a directory: the rows that are a plain week. Others are calendar rules that stay words.

use jiff::civil::{Date, Time};
use kith_domain::matching::Opening;

use super::tables::Row;

/// What became of a row.
pub(super) enum Hours {
    /// A plain week.
    Plain(Opening),
    /// It ended before today.
    Past,
    /// Something else.
    Words,
}

/// Days as calendar rules name them, and as HSDS 1 did.
const DAYS: [(&str, &str); 7] = [
    ("MO", "MONDAY"),
    ("TU", "TUESDAY"),
    ("WE", "WEDNESDAY"),
    ("TH", "THURSDAY"),
    ("FR", "FRIDAY"),
    ("SA", "SATURDAY"),
    ("SU", "SUNDAY"),
];

/// Reads one row of schedules.
pub(super) fn hours(row: &Row, today: Date) -> Hours {
    let day = |column: &str| row.get(column).map(|text| text.parse::<Date>());
    let (from, until) = (day("valid_from").or(day("dtstart")), day("valid_to").or(day("until")));
    let (Ok(from), Ok(until)) = (from.transpose(), until.transpose()) else { return Hours::Words };
    if until.is_some_and(|until| until < today) {
        return Hours::Past;
    }
    let weekly = row.get("freq").is_none_or(|freq| freq.eq_ignore_ascii_case("weekly"));
    let each = row.get("interval").is_none_or(|n| n == "1");
    let rarer = ["byweekno", "bymonthday", "byyearday", "count"].iter().any(|c| row.get(c).is_some());
    if !weekly || !each || rarer {
        return Hours::Words;
    }
    let time = |column: &str| row.get(column).and_then(|text| text.parse::<Time>().ok());
    let days = row.get("byday").or(row.get("weekday")).and_then(days);
    match (days, time("opens_at"), time("closes_at")) {
        (Some(days), Some(opens), Some(closes)) => Hours::Plain(Opening { days, opens, closes, from, until }),
        _ => Hours::Words,
    }
}

/// `MO,TU` or `["MO","TU"]` as numbers; none where something else is among them, such as the first Monday of a month.
fn days(text: &str) -> Option<Vec<i8>> {
    let clean = text.replace(['[', ']', '"', ' '], "").to_ascii_uppercase();
    let number = |name: &str| {
        let at = DAYS.iter().position(|(short, long)| name == *short || name == *long)?;
        i8::try_from(at + 1).ok()
    };
    let mut days: Vec<i8> = clean.split([',', ';']).map(number).collect::<Option<_>>()?;
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then_some(days)
}
