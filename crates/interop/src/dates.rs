//! Dates and moments as FHIR writes them.
//!
//! The day is the one that the sender wrote, in the sender's own offset. A time without an offset names no
//! instant, so only its day is taken.

use jiff::{Timestamp, civil, tz::Offset};
use kith_domain::date::{PartialDate, When};

/// What a text says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub when: When,
    /// A time was given.
    pub timed: bool,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    Impossible,
    Implausible,
}

/// Reads a FHIR `date`, `dateTime` or `instant`.
pub(crate) fn moment(text: &str) -> Result<Moment, Wrong> {
    let bytes = text.as_bytes();
    if bytes.len() < 11 {
        let date: PartialDate = match civil_date(bytes) {
            Some(day) => PartialDate::Day(day),
            None => text.parse().map_err(|_| Wrong::Impossible)?,
        };
        plausible(date)?;
        return Ok(Moment { when: When { date, at: None }, timed: false });
    }
    let day = civil_date(&bytes[..10]).ok_or(Wrong::Impossible)?;
    plausible(PartialDate::Day(day))?;
    let (time, offset) = time_and_offset(&bytes[10..]).ok_or(Wrong::Impossible)?;
    let at = match offset {
        Some(seconds) => Some(
            Offset::from_seconds(seconds)
                .and_then(|offset| offset.to_timestamp(day.to_datetime(time)))
                .map_err(|_| Wrong::Impossible)?,
        ),
        None => None,
    };
    Ok(Moment { when: When { date: PartialDate::Day(day), at }, timed: true })
}

/// Reads an `instant`.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    moment(text).ok()?.when.at
}

fn plausible(date: PartialDate) -> Result<(), Wrong> {
    let year = date.earliest().year();
    if (1900..=2200).contains(&year) { Ok(()) } else { Err(Wrong::Implausible) }
}

/// `YYYY-MM-DD`, or nothing.
fn civil_date(bytes: &[u8]) -> Option<civil::Date> {
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i16::from(two(bytes, 0)?) * 100 + i16::from(two(bytes, 2)?);
    civil::Date::new(year, two(bytes, 5)?, two(bytes, 8)?).ok()
}

/// `Thh:mm[:ss[.fff]][Z|+hh:mm]`: the time, and the offset in seconds where one was written.
fn time_and_offset(bytes: &[u8]) -> Option<(civil::Time, Option<i32>)> {
    if bytes.len() < 6 || bytes[0] != b'T' || bytes[3] != b':' {
        return None;
    }
    let (hour, minute) = (two(bytes, 1)?, two(bytes, 4)?);
    let mut rest = &bytes[6..];
    let (mut second, mut nanos) = (0, 0i32);
    if let Some((b':', after)) = rest.split_first() {
        second = two(after, 0)?;
        rest = &after[2..];
        if let Some((b'.', after)) = rest.split_first() {
            let digits = after.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            // Beyond nanoseconds nothing is kept.
            let kept = after[..digits].iter().copied().chain(std::iter::repeat(b'0')).take(9);
            nanos = kept.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
            rest = &after[digits..];
        }
    }
    // A leap second is read as the second before it.
    let time = civil::Time::new(hour, minute, if second == 60 { 59 } else { second }, nanos).ok()?;
    let offset = match rest {
        [] => None,
        [b'Z'] => Some(0),
        [sign @ (b'+' | b'-'), offset @ ..] if offset.len() == 5 && offset[2] == b':' => {
            let (hours, minutes) = (i32::from(two(offset, 0)?), i32::from(two(offset, 3)?));
            if hours > 14 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3600 + minutes * 60;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => return None,
    };
    Some((time, offset))
}

fn two(bytes: &[u8], at: usize) -> Option<i8> {
    let pair = bytes.get(at..at + 2)?;
    (pair[0].is_ascii_digit() && pair[1].is_ascii_digit())
        .then(|| ((pair[0] - b'0') * 10 + (pair[1] - b'0')) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_is_the_senders() {
        let read = moment("2024-05-01T23:30:00-05:00").unwrap();
        assert_eq!(read.when.day(), Some(date(2024, 5, 1)));
        assert_eq!(read.when.at.unwrap().to_string(), "2024-05-02T04:30:00Z");
        let read = moment("2024-05-01T00:30:00.123456789+14:00").unwrap();
        assert_eq!(read.when.day(), Some(date(2024, 5, 1)));
        assert_eq!(read.when.at.unwrap().to_string(), "2024-04-30T10:30:00.123456789Z");
    }

    #[test]
    fn a_time_without_offset_names_no_instant() {
        for text in ["2024-05-01T10:00:00", "2024-05-01T10:00"] {
            let read = moment(text).unwrap();
            assert_eq!((read.when.at, read.timed), (None, true));
            assert_eq!(read.when.day(), Some(date(2024, 5, 1)));
        }
    }

    #[test]
    fn half_known_dates_stay_half_known() {
        assert_eq!(moment("1996").unwrap().when.date, PartialDate::Year(1996));
        assert_eq!(moment("1996-02").unwrap().when.date, PartialDate::Month(1996, 2));
        assert_eq!(moment("1996-02-29").unwrap().when.day(), Some(date(1996, 2, 29)));
        assert_eq!(moment("2016-12-31T23:59:60Z").unwrap().when.at.unwrap().as_second(), 1_483_228_799);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            " ",
            "2025-02-30",
            "2023-02-29",
            "2025-13",
            "2025-00-01",
            "96-02-01",
            "2025/02/01",
            "20250201",
            "2025-2-1",
            "2025-02-01 10:00:00",
            "2025-02-01T24:00:00Z",
            "2025-02-01T10:60:00Z",
            "2025-02-01T10:00:61Z",
            "2025-02-01T10:00:00.Z",
            "2025-02-01T10:00:00+5:00",
            "2025-02-01T10:00:00+15:00",
            "2025-02-01T10",
            "2025-02-01T",
            "2025-02-01Z",
            "2025-02-01T10:00:00Zjunk",
            "２０２５-02-01",
            "2025-02-ñ",
            "yesterday at noon",
            "2025-02-01T10:00:00[America/New_York]",
        ] {
            assert_eq!(moment(text), Err(Wrong::Impossible), "{text}");
        }
        for text in ["1899-12-31", "0001", "2201-01", "9999-12-31", "1066-10-14T09:00:00Z"] {
            assert_eq!(moment(text), Err(Wrong::Implausible), "{text}");
        }
    }
}
