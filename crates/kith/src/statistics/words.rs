//! Numbers in sentences.

use kith_stats::{Interval, NotDefined};
use serde_json::{Value, json};

use super::cells::show;

/// A number with four digits that count.
pub fn number(value: f64) -> String {
    let text = show(value);
    // No "-0".
    if text == "-0" { "0".to_owned() } else { text.replacen('-', "−", 1) }
}

/// One decimal is enough for a percent.
pub fn percent(value: f64) -> String {
    let text = format!("{value:.1}");
    let short = text.strip_suffix(".0").unwrap_or(&text);
    if short == "-0" { "0 %".to_owned() } else { format!("{} %", short.replacen('-', "−", 1)) }
}

pub fn limits(interval: Interval) -> String {
    format!("{} to {}", number(interval.low), number(interval.high))
}

pub fn percent_limits(interval: Interval) -> String {
    format!("{} to {}", percent(interval.low), percent(interval.high))
}

/// A level of confidence: `95 %`.
pub fn level(confidence: f64) -> String {
    percent(100.0 * confidence)
}

/// An interval, exact.
pub fn exact(interval: Interval) -> Value {
    json!({ "low": interval.low, "high": interval.high })
}

/// A value, or the reason why there is none.
pub fn or_reason<T>(found: Result<T, NotDefined>, value: impl Fn(T) -> Value) -> Value {
    match found {
        Ok(found) => value(found),
        Err(reason) => json!({ "not_defined": reason.to_string() }),
    }
}
