//! Time at work: when somebody is there to do what is asked.
//!
//! An office has days, hours and holidays at one place. A business day is as much open time as one office day has, so
//! that what comes on a Friday at 16:59 and has one day is due on Monday at 16:59, and what comes on a Saturday is due when
//! Monday ends. Nothing here looks at a clock.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How much time at work something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// So many minutes in which the office is open.
    Minutes(u32),
    /// So many hours in which the office is open.
    Hours(u16),
    /// So many office days.
    Days(u16),
}

/// What is wrong with the days and hours of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// It never opens.
    #[error("an office is open on at least one day of the week")]
    NeverOpen,
    /// It closes before it opens.
    #[error("an office opens before it closes")]
    ClosesFirst,
}

/// When an office is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: TimeZone,
    days: BTreeSet<i8>,
    opens: Time,
    closes: Time,
    holidays: BTreeSet<Date>,
}

impl Calendar {
    /// An office that is open on these days of the week from one time to another, but on holidays.
    pub fn new(
        zone: TimeZone,
        days: impl IntoIterator<Item = Weekday>,
        opens: Time,
        closes: Time,
        holidays: impl IntoIterator<Item = Date>,
    ) -> Result<Self, CalendarError> {
        let days: BTreeSet<i8> = days.into_iter().map(Weekday::to_monday_one_offset).collect();
        if days.is_empty() {
            return Err(CalendarError::NeverOpen);
        }
        if opens >= closes {
            return Err(CalendarError::ClosesFirst);
        }
        Ok(Self { zone, days, opens, closes, holidays: holidays.into_iter().collect() })
    }

    /// The zone that says what day and what time it is.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether the office opens on a day.
    pub fn is_open_on(&self, day: Date) -> bool {
        self.days.contains(&day.weekday().to_monday_one_offset()) && !self.holidays.contains(&day)
    }

    /// The instants between which the office is open on a day; none when it is closed.
    pub fn hours_on(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        if !self.is_open_on(day) {
            return None;
        }
        let (opens, closes) = (self.instant(day, self.opens)?, self.instant(day, self.closes)?);
        (opens < closes).then_some((opens, closes))
    }

    /// The instant at which it is some time of some day at the office. A time that the clock skips is taken as much later.
    pub fn instant(&self, day: Date, time: Time) -> Option<Timestamp> {
        self.zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible().ok()
    }

    /// The instant by which something is due that came at `at`. Time in which the office is closed does not count.
    pub fn add_business(&self, at: Timestamp, within: Within) -> Timestamp {
        let mut left = self.length(within);
        let mut day = at.to_zoned(self.zone.clone()).date();
        let mut last = at;
        loop {
            if let Some((opens, closes)) = self.hours_on(day)
                && closes > at
            {
                let from = opens.max(at);
                let open = closes.duration_since(from);
                if left <= open {
                    return from + left;
                }
                left -= open;
                last = closes;
            }
            // Time ends in the year 9999: whatever is due later is due then.
            let Ok(next) = day.tomorrow() else { return last };
            day = next;
        }
    }

    fn length(&self, within: Within) -> SignedDuration {
        match within {
            Within::Minutes(n) => SignedDuration::from_mins(i64::from(n)),
            Within::Hours(n) => SignedDuration::from_hours(i64::from(n)),
            Within::Days(n) => self.opens.duration_until(self.closes) * i32::from(n),
        }
    }
}

#[cfg(test)]
mod tests;
