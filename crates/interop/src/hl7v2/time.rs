//! Times as HL7 v2 writes them: `YYYY[MM[DD[HH[MM[SS[.S+]]]]]][+-ZZZZ]`.

use jiff::{Timestamp, civil, tz::Offset, tz::TimeZone};

/// A time as it is written in FHIR, with the instant where it names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// A FHIR `dateTime`: a year, a month, a day, or a moment with its offset.
    pub text: String,
    /// The instant, when there is a time of day.
    pub at: Option<Timestamp>,
    /// The zone was the sender's.
    pub zone_assumed: bool,
    /// The time of day was none and only the day was taken.
    pub time_left_out: bool,
}

impl Stamp {
    /// The date alone.
    pub fn date(&self) -> &str {
        self.text.get(..10).unwrap_or(&self.text)
    }

    /// The year: that much is always known.
    pub fn year(&self) -> Option<i16> {
        self.text.get(..4)?.parse().ok()
    }

    /// The day, where it is a whole one.
    pub fn day(&self) -> Option<civil::Date> {
        self.date().parse().ok()
    }
}

/// Reads a time. Nothing when its date cannot be, or lies outside 1900 to 2200.
pub(super) fn stamp(sent: &str, zone: &TimeZone) -> Option<Stamp> {
    let sent = sent.trim();
    let (local, offset) = match sent.find(['+', '-']) {
        Some(at) => (&sent[..at], Some(&sent[at..])),
        None => (sent, None),
    };
    if offset.is_some_and(|o| o.len() != 5 || !o.bytes().skip(1).all(|b| b.is_ascii_digit())) {
        return None;
    }
    let (digits, fraction) = local.split_once('.').unwrap_or((local, ""));
    if !digits.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<i16>().ok());
    let year = number(0, 4).filter(|y| (1900..=2200).contains(y))?;
    let bare = |text: String| Stamp { text, at: None, zone_assumed: false, time_left_out: false };
    // A month or a day of zeros is not known.
    let Some(month) = number(4, 6).filter(|m| *m != 0) else {
        return (digits.len() == 4 || digits.get(4..6) == Some("00")).then(|| bare(format!("{year:04}")));
    };
    let Some(day) = number(6, 8).filter(|d| *d != 0) else {
        let known = (1..=12).contains(&month) && (digits.len() == 6 || digits.get(6..8) == Some("00"));
        return known.then(|| bare(format!("{year:04}-{month:02}")));
    };
    let day = civil::Date::new(year, month as i8, day as i8).ok()?;
    let date_only = bare(day.to_string());
    if digits.len() == 8 {
        return Some(date_only);
    }
    let left_out = Some(Stamp { time_left_out: true, ..date_only });
    let (Some(hour), Some(minute)) = (number(8, 10), number(10, 12)) else { return left_out };
    let second = match digits.len() {
        12 => 0,
        14 => number(12, 14).unwrap_or(99),
        _ => return left_out,
    };
    let nanos = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanos = nanos.fold(0i32, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    // A leap second is read as the second before it.
    let second = if second == 60 { 59 } else { second };
    let Ok(time) = civil::Time::new(hour as i8, minute as i8, second as i8, nanos) else { return left_out };
    let local = day.to_datetime(time);
    let offset = match offset {
        Some(written) => match parse_offset(written) {
            Some(offset) => Some(offset),
            None => return left_out,
        },
        None => None,
    };
    let zone_assumed = offset.is_none();
    let offset = offset.unwrap_or_else(|| {
        zone.to_ambiguous_timestamp(local).compatible().map_or(Offset::UTC, |instant| zone.to_offset(instant))
    });
    let Ok(at) = offset.to_timestamp(local) else { return left_out };
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    let text = format!("{day}T{time}{sign}{hours:02}:{minutes:02}");
    Some(Stamp { text, at: Some(at), zone_assumed, time_left_out: false })
}

/// `+HHMM`, from fourteen hours behind to fourteen ahead.
fn parse_offset(written: &str) -> Option<Offset> {
    let (hours, minutes): (i32, i32) = (written.get(1..3)?.parse().ok()?, written.get(3..5)?.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3600 + minutes * 60;
    Offset::from_seconds(if written.starts_with('-') { -seconds } else { seconds }).ok()
}
