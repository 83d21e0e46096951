//! Days in every way in which spreadsheets write them.
//!
//! A day is never guessed: `03/04/2025` is read by the sender's order and counted as undecidable, and without an order
//! it refuses its row. A year of two digits is placed by the sender's pivot.

use jiff::civil::Date;
use jiff::{SpanRound, ToSpan, Unit};
use kith_domain::date::PartialDate;

use super::{Cell, Typed};

/// Which comes first where both can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum DateOrder {
    /// Month, day, year.
    #[serde(rename = "MDY")]
    Mdy,
    /// Day, month, year.
    #[serde(rename = "DMY")]
    Dmy,
}

/// How a sender's dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateSettings {
    /// Which comes first; none refuses what is ambiguous.
    pub order: Option<DateOrder>,
    /// Years of two digits up to this one are of the 2000s.
    pub pivot: u8,
    /// The day of the file: nobody in it was born later.
    pub file_date: Date,
    /// Whether numbers in a workbook count from 1904.
    pub epoch_1904: bool,
}

/// How the dates of a column decide between the orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Dates that can only be day first.
    pub day_first: u64,
    /// Dates that can only be month first.
    pub month_first: u64,
    /// Dates that can be either, and would be different days.
    pub undecidable: u64,
}

impl Tally {
    /// Counts cells; nothing when none of them is three numbers.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Option<Self> {
        cells.filter_map(orders).reduce(|a, b| Self {
            day_first: a.day_first + b.day_first,
            month_first: a.month_first + b.month_first,
            undecidable: a.undecidable + b.undecidable,
        })
    }

    /// The order that these dates prove: some can only be of one, and none only of the other.
    pub fn proves(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (0, 1..) => Some(DateOrder::Mdy),
            (1.., 0) => Some(DateOrder::Dmy),
            _ => None,
        }
    }
}

/// A date, or what is wrong with it.
pub(super) type Read = Result<PartialDate, String>;

/// The day of a workbook's serial number. The 1900 system has a 29 February 1900 that never was.
pub(super) fn serial_day(serial: f64, epoch_1904: bool) -> Option<Date> {
    let days = serial.floor();
    if !(0.0..=2_958_465.0).contains(&days) {
        return None;
    }
    let days = days as i64;
    let from = match (epoch_1904, days) {
        (true, _) => jiff::civil::date(1904, 1, 1),
        (false, 0 | 60) => return None,
        (false, 1..60) => jiff::civil::date(1899, 12, 31),
        (false, _) => jiff::civil::date(1899, 12, 30),
    };
    from.checked_add(days.days()).ok()
}

/// How a text of three numbers decides between day and month first; none for any other text.
pub(super) fn orders(cell: &Cell) -> Option<Tally> {
    let parts = numbers(without_time(&cell.text))?;
    let [a, b, c] = parts[..] else { return None };
    if cell.typed != Typed::Text || a.1 > 2 || b.1 > 2 || !(c.1 == 2 || c.1 == 4) {
        return None;
    }
    let mut tally = Tally::default();
    match (a.0, b.0) {
        (13..=31, 1..=12) => tally.day_first = 1,
        (1..=12, 13..=31) => tally.month_first = 1,
        (1..=12, 1..=12) if a.0 != b.0 => tally.undecidable = 1,
        _ => {}
    }
    Some(tally)
}

/// Reads a cell as a date. `past` is for a birth: it cannot lie after the file.
pub(super) fn read(cell: &Cell, settings: &DateSettings, past: bool) -> Read {
    let text = without_time(cell.text.trim());
    let found = match cell.typed {
        Typed::Error => return Err("the cell holds an error of the spreadsheet".into()),
        Typed::Date => text.parse().map_err(|_| "it is no date".to_owned())?,
        Typed::Number if text.len() < 8 && !is_year(text) => serial(text, settings.epoch_1904)?,
        _ => parse(text, settings, past)?,
    };
    let year = found.earliest().year();
    if !(1900..=2200).contains(&year) {
        return Err(format!("the year {year} cannot be"));
    }
    if past && found.earliest() > settings.file_date {
        return Err(format!("a birth lies after the day of the file, {}", settings.file_date));
    }
    Ok(found)
}

fn serial(text: &str, epoch_1904: bool) -> Read {
    let number: f64 = text.parse().map_err(|_| "it is no date".to_owned())?;
    serial_day(number, epoch_1904).map(PartialDate::Day).ok_or_else(|| "the serial number is no day".into())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<i16>().is_ok_and(|y| (1900..=2200).contains(&y))
}

/// The text without a time behind the day: `1/2/2025 0:00`, `2025-01-02T00:00:00Z`.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    if let Some((day, time)) = text.split_once('T')
        && day.len() == 10
        && time.contains(':')
    {
        return day;
    }
    match text.split_once(' ') {
        Some((day, time)) if time.contains(':') && day.contains(['/', '-', '.']) => day,
        _ => text,
    }
}

/// A part of a date: its number and how many digits it has.
type Part = (i16, usize);

fn numbers(text: &str) -> Option<Vec<Part>> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let all = parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
    if !all || parts.len() < 2 {
        return None;
    }
    parts.iter().map(|p| Some((p.parse().ok()?, p.len()))).collect()
}

fn parse(text: &str, settings: &DateSettings, past: bool) -> Read {
    let year = |part: Part| match part.1 {
        4 => Ok(part.0),
        2 => Ok(two_digits(part.0, settings, past)),
        _ => Err("the year needs two or four digits".to_owned()),
    };
    if let Some(parts) = numbers(text) {
        return match parts[..] {
            [y, m, d] if y.1 == 4 => day(y.0, m.0, d.0),
            [a, b, y] => {
                let y = year(y)?;
                match (a.0, b.0) {
                    (13.., _) => day(y, b.0, a.0),
                    (_, 13..) => day(y, a.0, b.0),
                    (a, b) if a == b => day(y, a, b),
                    (a, b) => match settings.order {
                        Some(DateOrder::Mdy) => day(y, a, b),
                        Some(DateOrder::Dmy) => day(y, b, a),
                        None => Err("it can be read with the day or with the month first".into()),
                    },
                }
            }
            [y, m] if y.1 == 4 => month(y.0, m.0),
            [m, y] if y.1 == 4 => month(y.0, m.0),
            _ => Err("it is no date".into()),
        };
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text, settings);
    }
    words(text, settings, past)
}

/// Digits without any sign: `20250131`, `01312025`, a year, a serial number.
fn digits(text: &str, settings: &DateSettings) -> Read {
    let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().unwrap_or(0);
    match text.len() {
        8 if (1900..=2200).contains(&part(0..4)) => day(part(0..4), part(4..6), part(6..8)),
        8 => match (settings.order, part(0..2), part(2..4)) {
            (_, a @ 13.., b) => day(part(4..8), b, a),
            (_, a, b @ 13..) => day(part(4..8), a, b),
            (Some(DateOrder::Mdy), a, b) => day(part(4..8), a, b),
            (Some(DateOrder::Dmy), a, b) => day(part(4..8), b, a),
            (None, a, b) if a == b => day(part(4..8), a, b),
            (None, ..) => Err("it can be read with the day or with the month first".into()),
        },
        6 if (1900..=2200).contains(&part(0..4)) => month(part(0..4), part(4..6)),
        // A workbook's serial number that was saved as text: 1954 to 2064.
        5 if (20_000..60_000).contains(&text.parse::<i32>().unwrap_or(0)) => {
            serial(text, settings.epoch_1904)
        }
        4 if is_year(text) => Ok(PartialDate::Year(part(0..4))),
        _ => Err("it is no date".into()),
    }
}

/// Months by name, in English and Spanish: `5-Jan-25`, `Jan 5, 2025`, `Jan-25`, `enero 2025`.
fn words(text: &str, settings: &DateSettings, past: bool) -> Read {
    let wrong = || "it is no date".to_owned();
    let parts: Vec<&str> = text
        .split([' ', '-', '/', ',', '.'])
        .filter(|p| !p.is_empty() && *p != "de" && *p != "del")
        .collect();
    let at = parts.iter().position(|p| month_named(p).is_some()).ok_or_else(wrong)?;
    let m = month_named(parts[at]).ok_or_else(wrong)?;
    let number = |text: &str| -> Result<Part, String> {
        let bare = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &text[bare.len()..];
        if !matches!(ending.to_ascii_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th" | "o") {
            return Err(wrong());
        }
        Ok((bare.parse().map_err(|_| wrong())?, bare.len()))
    };
    let year = |part: Part| match part.1 {
        4 => Ok(part.0),
        2 => Ok(two_digits(part.0, settings, past)),
        _ => Err(wrong()),
    };
    match (at, parts.len()) {
        (0 | 1, 2) => month(year(number(parts[1 - at])?)?, m),
        (1, 3) => {
            let (first, last) = (number(parts[0])?, number(parts[2])?);
            if first.1 == 4 { day(first.0, m, last.0) } else { day(year(last)?, m, first.0) }
        }
        (0, 3) => day(year(number(parts[2])?)?, m, number(parts[1])?.0),
        _ => Err(wrong()),
    }
}

fn month_named(text: &str) -> Option<i16> {
    const MONTHS: [[&str; 4]; 12] = [
        ["jan", "january", "ene", "enero"],
        ["feb", "february", "febr", "febrero"],
        ["mar", "march", "mzo", "marzo"],
        ["apr", "april", "abr", "abril"],
        ["may", "may", "mayo", "mayo"],
        ["jun", "june", "junio", "junio"],
        ["jul", "july", "julio", "julio"],
        ["aug", "august", "ago", "agosto"],
        ["sep", "september", "sept", "septiembre"],
        ["oct", "october", "octubre", "octubre"],
        ["nov", "november", "noviembre", "noviembre"],
        ["dec", "december", "dic", "diciembre"],
    ];
    let text = text.to_lowercase();
    MONTHS.iter().position(|names| names.contains(&text.as_str())).map(|at| at as i16 + 1)
}

/// A year of two digits. A birth that would lie after the file was a century earlier.
fn two_digits(year: i16, settings: &DateSettings, past: bool) -> i16 {
    let full = if year <= i16::from(settings.pivot) { 2000 + year } else { 1900 + year };
    if past && full > settings.file_date.year() { full - 100 } else { full }
}

fn day(year: i16, month: i16, day: i16) -> Read {
    let small = |n: i16| i8::try_from(n).unwrap_or(0);
    Date::new(year, small(month), small(day)).map(PartialDate::Day).map_err(|_| "there is no such day".into())
}

fn month(year: i16, month: i16) -> Read {
    if (1..=12).contains(&month) {
        Ok(PartialDate::Month(year, month as i8))
    } else {
        Err("there is no such month".into())
    }
}

/// Whole days from one day to another.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to)
        .and_then(|span| span.round(SpanRound::new().largest(Unit::Day).days_are_24_hours()))
        .map_or(0, |span| span.get_days())
}
