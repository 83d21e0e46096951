//! When a request was written, and who was a baby then.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use kith_domain::date::PartialDate;
use serde_json::Value as Tree;

use crate::referral::GROWN_YEARS;

/// When a request was written.
pub struct Written {
    /// The moment, where it names one or a day: that day's start.
    pub at: Option<Timestamp>,
    /// The day; the first of a month or a year that it names alone.
    pub day: Date,
}

impl Written {
    /// Of a request that says no day, the day on which it came.
    pub fn of(request: &Tree, arrived: &Zoned) -> Self {
        let said = request["authoredOn"].as_str().and_then(|text| Self::read(text, arrived));
        said.unwrap_or_else(|| Self { at: None, day: arrived.date() })
    }

    fn read(text: &str, arrived: &Zoned) -> Option<Self> {
        let zone = arrived.time_zone();
        if let Ok(at) = text.parse::<Timestamp>() {
            return Some(Self { at: Some(at), day: at.to_zoned(zone.clone()).date() });
        }
        let known = date_of(text)?;
        let at = known.day().and_then(|day| day.to_zoned(zone.clone()).ok()).map(|start| start.timestamp());
        Some(Self { at, day: known.earliest() })
    }
}

/// Whether somebody was a child of few years then: the year of the birth tells it.
pub fn is_baby(patient: &Tree, written: Date) -> bool {
    let born = patient["birthDate"].as_str().and_then(date_of);
    born.is_some_and(|born| written.year() - born.earliest().year() < GROWN_YEARS)
}

/// The date that a text begins with, as far as it is known.
fn date_of(text: &str) -> Option<PartialDate> {
    text.get(..10).unwrap_or(text).parse().ok()
}
