//! Funnel limits against FunnelPlotR, PHEindicatormethods and an oracle.

use serde_json::Value;

use crate::{Family, Verdict};

pub const FAMILIES: &[Family] = &[Family { name: "funnels", owns, run }];

fn owns(case: &Value) -> bool {
    let (package, call) = (case["package"].as_str(), case["call"].as_str().unwrap_or_default());
    package == Some("FunnelPlotR")
        || package.is_some_and(|package| package.contains("Spiegelhalter"))
        || call.contains("funnel")
}

fn run(_case: &Value) -> Verdict {
    Err("not run yet".into())
}
