//! Interrupted time series, difference in differences, seasons and trends against R.

use serde_json::Value;

use crate::{Family, Verdict};

pub const FAMILIES: &[Family] = &[Family { name: "impact", owns, run }];

fn owns(case: &Value) -> bool {
    let (package, call) =
        (case["package"].as_str().unwrap_or_default(), case["call"].as_str().unwrap_or_default());
    ["stats::", "sandwich", "prais", "nlme"].iter().any(|known| package.starts_with(known))
        || call.starts_with("lm(")
        || call.starts_with("gls(")
}

fn run(_case: &Value) -> Verdict {
    Err("not run yet".into())
}
