//! What readings that came with a referral say of the pregnancy or the baby.
//!
//! A chart may hold several due dates, and those of earlier pregnancies: the newest that can be of this one counts.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kith_domain::date::PartialDate;
use kith_domain::form::{Answer, Decimal, Value, identity};
use kith_domain::matching::TERM;
use serde_json::Value as Json;

use super::Gathered;
use crate::build::LOINC;

/// Days after a due date from which on it is of an earlier pregnancy: eight weeks.
const PAST_DAYS: i32 = 56;

/// What a reading that tells of a day says.
struct Told {
    /// When it was made, where that is said.
    at: Option<Timestamp>,
    day: Date,
}

/// What Observations that came with a referral say, by their LOINC codes. `written` is the day of the referral.
pub(crate) fn observed(gathered: &mut Gathered, observations: &[&Json], written: Option<Date>) {
    let (mut due, mut period) = (Vec::new(), Vec::new());
    for observation in observations {
        let Some(code) = code_of(observation) else { continue };
        let days = match code {
            // Delivery date estimated: composite, from the last period, by ultrasound.
            "11778-8" | "11779-6" | "11780-4" | "11781-2" => &mut due,
            "8665-2" => &mut period,
            _ => {
                reading(gathered, observation, code);
                continue;
            }
        };
        days.extend(day_of(observation).map(|day| Told { at: made_at(observation), day }));
    }
    for (link_id, days, to_term) in [(identity::DUE_DATE, due, 0), (identity::LMP, period, TERM)] {
        let is_of_now = |told: &Told| {
            let since = |written: Date| (written - told.day).get_days() - to_term;
            written.is_none_or(|written| since(written) <= PAST_DAYS)
        };
        let newest = days.into_iter().filter(is_of_now).max_by_key(|told| (told.at, told.day));
        if let Some(told) = newest {
            gathered.give(link_id, Answer::one(Value::Date(PartialDate::Day(told.day))));
        }
    }
}

/// Its LOINC code, unless it was taken back.
fn code_of(observation: &Json) -> Option<&str> {
    let codings = observation["code"]["coding"].as_array().map(Vec::as_slice).unwrap_or_default();
    let said_wrongly = matches!(observation["status"].as_str(), Some("entered-in-error" | "cancelled"));
    let loinc = codings.iter().filter(|c| c["system"] == LOINC).find_map(|c| c["code"].as_str());
    loinc.filter(|_| !said_wrongly)
}

fn day_of(observation: &Json) -> Option<Date> {
    let text = observation["valueDateTime"].as_str().or(observation["valueString"].as_str())?;
    text.get(..10)?.parse().ok()
}

/// When it was made, or else written down: a moment, or the start of a day that is known in part or whole.
fn made_at(observation: &Json) -> Option<Timestamp> {
    let period = &observation["effectivePeriod"];
    let said = [
        &observation["effectiveDateTime"],
        &observation["effectiveInstant"],
        &period["end"],
        &period["start"],
        &observation["issued"],
    ];
    let text = said.into_iter().find_map(Json::as_str)?;
    text.parse().ok().or_else(|| {
        let day: PartialDate = text.get(..10).unwrap_or(text).parse().ok()?;
        Some(day.earliest().to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

/// What a reading says of the baby.
fn reading(gathered: &mut Gathered, observation: &Json, code: &str) {
    let quantity = &observation["valueQuantity"];
    let number = || quantity["value"].as_f64().filter(|n| n.is_finite() && *n > 0.0);
    let unit = quantity["code"].as_str().or(quantity["unit"].as_str()).unwrap_or_default();
    let answer = match code {
        "8339-4" => {
            let grams = match unit {
                "g" => number(),
                "kg" => number().map(|kg| kg * 1000.0),
                _ => None,
            };
            let decimal = grams.and_then(|g| format!("{g:.0}").parse::<Decimal>().ok());
            let answer = decimal.map(|g| Answer::one(Value::Quantity(g, "g".into())));
            (identity::INFANT_BIRTH_WEIGHT, answer)
        }
        "49051-6" | "76516-4" | "11884-4" => {
            let weeks = number().filter(|_| matches!(unit, "wk" | "weeks" | "w"));
            let answer = weeks.map(|weeks| Answer::one(Value::Integer(weeks.floor() as i64)));
            (identity::INFANT_GESTATION, answer.filter(|_| gathered.is_of_baby()))
        }
        _ => return,
    };
    if let (link_id, Some(answer)) = answer {
        gathered.give(link_id, answer);
    }
}
