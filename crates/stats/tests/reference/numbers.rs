//! Comparing our numbers with those of a case, and counting what came of it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Outcome, Verdict};

/// A number of a case; none for R's NA and NaN.
pub fn number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("Inf") => Some(f64::INFINITY),
        Some("-Inf") => Some(f64::NEG_INFINITY),
        _ => value.as_f64(),
    }
}

/// A column of a case; a single value is a column of one.
pub fn column(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// A column of numbers.
pub fn numbers(value: &Value) -> Vec<Option<f64>> {
    column(value).iter().map(number).collect()
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

/// What a case says that the package refused: whether we refuse too. Where the package only
/// crashed, any answer will do.
pub fn refusal<T>(case: &Value, ours: Result<T, String>) -> Verdict {
    const CRASHES: &[&str] = &[
        "subscript out of bounds",
        "wrong embedding dimension",
        "missing value where TRUE/FALSE needed",
        "'dimnames'",
        "boot.lcl not found",
    ];
    let error = case["error"].as_str().unwrap_or_default();
    if ours.is_err() || CRASHES.iter().any(|crash| error.contains(crash)) {
        Ok(Outcome::Refused)
    } else {
        Err(format!("answered what the package refused: {error}"))
    }
}

/// How many cases of each family came to what.
#[derive(Default)]
pub struct Tally {
    families: BTreeMap<&'static str, [usize; 3]>,
    problems: Vec<String>,
}

impl Tally {
    pub fn count(&mut self, family: &'static str, case: &str, verdict: Verdict) {
        let place = match verdict {
            Ok(Outcome::Agrees) => 0,
            Ok(Outcome::Refused) => 1,
            Err(problem) => {
                self.problems.push(format!("{family}: {case}: {problem}"));
                2
            }
        };
        self.families.entry(family).or_default()[place] += 1;
    }

    pub fn all_pass(&self) -> bool {
        self.problems.is_empty() && !self.families.is_empty()
    }

    pub fn print(&self) {
        for problem in &self.problems {
            println!("differs: {problem}");
        }
        let line = |name: &str, cases: &str, passed: &str, refused: &str, failed: &str| {
            println!("{name:<44} {cases:>7} {passed:>7} {refused:>20} {failed:>7}");
        };
        line("family", "cases", "passed", "refused as expected", "failed");
        let mut all = [0; 3];
        for (name, counts) in &self.families {
            for (sum, count) in all.iter_mut().zip(counts) {
                *sum += count;
            }
            print_counts(&line, name, *counts);
        }
        print_counts(&line, "all", all);
    }
}

fn print_counts(
    line: &impl Fn(&str, &str, &str, &str, &str),
    name: &str,
    [passed, refused, failed]: [usize; 3],
) {
    let cases = passed + refused + failed;
    line(name, &cases.to_string(), &passed.to_string(), &refused.to_string(), &failed.to_string());
}
