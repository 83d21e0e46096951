//! Numbers in sentences.

use kith_stats::{Interval, NotDefined};
use serde_json::{Value, json};

/// A number with about four digits that count, and none behind a large one.
pub fn number(value: f64) -> String {
    let size = value.abs();
    let digits = if size >= 1000.0 {
        0
    } else if size >= 100.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        4
    };
    let text = format!("{value:.digits$}");
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    // No "-0".
    if short == "-0" { "0".to_owned() } else { short.replacen('-', "−", 1) }
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
