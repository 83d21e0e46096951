//! What readings that came with a referral say of the pregnancy or the baby.

use jiff::civil::Date;
use kith_domain::date::PartialDate;
use kith_domain::form::{Answer, Decimal, Value, identity};
use serde_json::Value as Json;

use super::Gathered;
use crate::build::LOINC;

/// What an Observation that came with a referral says of the pregnancy or the baby, by its LOINC code.
pub(crate) fn observed(gathered: &mut Gathered, observation: &Json) {
    let codings = observation["code"]["coding"].as_array().map(Vec::as_slice).unwrap_or_default();
    let said_wrongly = matches!(observation["status"].as_str(), Some("entered-in-error" | "cancelled"));
    let loinc = codings.iter().filter(|c| c["system"] == LOINC).find_map(|c| c["code"].as_str());
    let Some(code) = loinc.filter(|_| !said_wrongly) else { return };
    let day = || {
        let text = observation["valueDateTime"].as_str().or(observation["valueString"].as_str())?;
        let day: Date = text.get(..10)?.parse().ok()?;
        Some(Answer::one(Value::Date(PartialDate::Day(day))))
    };
    let quantity = &observation["valueQuantity"];
    let number = || quantity["value"].as_f64().filter(|n| n.is_finite() && *n > 0.0);
    let unit = quantity["code"].as_str().or(quantity["unit"].as_str()).unwrap_or_default();
    let answer = match code {
        // Delivery date estimated: composite, from the last period, by ultrasound.
        "11778-8" | "11779-6" | "11780-4" | "11781-2" => (identity::DUE_DATE, day()),
        "8665-2" => (identity::LMP, day()),
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
