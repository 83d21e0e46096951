//! Comparing our numbers with those of a case.

use serde_json::Value;

/// A number of a case; none for R's NA and NaN.
pub fn number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("Inf") => Some(f64::INFINITY),
        Some("-Inf") => Some(f64::NEG_INFINITY),
        _ => value.as_f64(),
    }
}

pub fn column(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// Agrees within a relative tolerance; around zero the tolerance is absolute.
pub fn same(what: &str, ours: Option<f64>, expected: &Value, tolerance: f64) -> Result<(), String> {
    let theirs = number(expected);
    let agrees = match (ours, theirs) {
        (None, None) => true,
        (Some(ours), Some(theirs)) => {
            ours == theirs || (ours - theirs).abs() <= tolerance * theirs.abs().max(1e-3)
        }
        _ => false,
    };
    if agrees { Ok(()) } else { Err(format!("{what}: ours {ours:?}, expected {expected}")) }
}

/// Agrees exactly.
pub fn equal<T: Into<Value>>(what: &str, ours: T, expected: &Value) -> Result<(), String> {
    let ours = ours.into();
    let both = ours.as_f64().zip(expected.as_f64());
    if ours == *expected || both.is_some_and(|(a, b)| a == b) {
        Ok(())
    } else {
        Err(format!("{what}: ours {ours}, expected {expected}"))
    }
}
