//! When a service is open.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// Days that are looked ahead for the next time it opens.
const AHEAD: i64 = 14;

/// One span of hours on some days of each week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Days of the week: 1 is Monday, 7 is Sunday.
    pub days: Vec<i8>,
    /// It opens then.
    pub opens: Time,
    /// It closes then; on the next day where that is not after it opens.
    pub closes: Time,
    /// The first day on which this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Whether somebody is there at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Now, until then.
    Until(DateTime),
    /// Now, and for as long as is looked ahead.
    Always,
    /// Not now; it opens then.
    From(DateTime),
}

/// Whether it is open at a moment; none where the hours are not known, or none of the next two weeks.
pub fn open(hours: &[Opening], now: DateTime) -> Option<Open> {
    let mut spans: Vec<(DateTime, DateTime)> = Vec::new();
    for ahead in -1..=AHEAD {
        let Ok(day) = now.date().checked_add(Span::new().days(ahead)) else { continue };
        let weekday = day.weekday().to_monday_one_offset();
        let holds = |o: &&Opening| {
            o.days.contains(&weekday) && o.from.is_none_or(|f| f <= day) && o.until.is_none_or(|u| day <= u)
        };
        for opening in hours.iter().filter(holds) {
            let next = opening.closes <= opening.opens;
            let last = if next { day.checked_add(1.day()).unwrap_or(day) } else { day };
            spans.push((day.to_datetime(opening.opens), last.to_datetime(opening.closes)));
        }
    }
    spans.sort_unstable();
    let mut closes: Option<DateTime> = None;
    for (from, until) in &spans {
        match closes {
            None if *from <= now && now < *until => closes = Some(*until),
            // One span that begins where another ends, or before it, goes on with it.
            Some(end) if *from <= end => closes = Some(end.max(*until)),
            _ => {}
        }
    }
    let horizon = now.checked_add(AHEAD.days()).ok()?;
    match closes {
        Some(end) if end >= horizon => Some(Open::Always),
        Some(end) => Some(Open::Until(end)),
        None => spans.iter().map(|(from, _)| *from).find(|from| *from > now).map(Open::From),
    }
}
