//! Transformed funnels with additive over-dispersion.

use std::collections::BTreeMap;

use kith_stats::funnel::transformed::{Scale, Transformed, transformed};
use kith_stats::funnel::{Limits, Site, Standing};
use serde_json::Value;

use super::{argument, sites};
use crate::numbers::{column, equal, number, refusal, same};
use crate::{Outcome, Verdict};

/// The package rounds its normal quantiles.
const TOLERANCE: f64 = 1e-6;

fn scale(case: &Value) -> Result<Scale, String> {
    match (argument(case, "data_type"), argument(case, "sr_method")) {
        (Some("PR"), _) => Ok(Scale::ArcsineRoot),
        (Some("RC"), _) => Ok(Scale::LogCounts),
        (None | Some("SR"), None | Some("SHMI")) => Ok(Scale::LogRatio),
        (None | Some("SR"), Some("CQC")) => Ok(Scale::RootRatio),
        other => Err(format!("{other:?} is not known")),
    }
}

/// Places by name, rows of one place added up, with the value before SHMI rounds its expectations
/// to two digits.
fn places(case: &Value) -> Result<Vec<(String, Site, f64)>, String> {
    let input = &case["input"];
    let mut found: BTreeMap<String, Site> = BTreeMap::new();
    for (name, site) in column(&input["site"]).iter().zip(sites(input, "num", "den")?) {
        let name = name.as_str().map_or_else(|| name.to_string(), String::from);
        let all = found.entry(name).or_insert(Site { events: 0.0, denominator: 0.0 });
        all.events += site.events;
        all.denominator += site.denominator;
    }
    let rounded = scale(case)? == Scale::LogRatio;
    let denominator = |exact: f64| if rounded { (exact * 100.0).round_ties_even() / 100.0 } else { exact };
    let place = |(name, site): (String, Site)| {
        (name, Site { denominator: denominator(site.denominator), ..site }, site.value())
    };
    Ok(found.into_iter().map(place).collect())
}

fn ours(case: &Value) -> Result<Transformed, String> {
    let sites: Vec<Site> = places(case)?.into_iter().map(|(_, site, _)| site).collect();
    let adjust = argument(case, "draw_adjusted") != Some("FALSE");
    let share = argument(case, "trim_by").and_then(|text| text.parse().ok()).unwrap_or(0.1);
    transformed(scale(case)?, &sites, adjust, share).map_err(|error| error.to_string())
}

pub fn check(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, ours(case));
    }
    let (scale, ours, places) = (scale(case)?, ours(case)?, places(case)?);
    let expected = &case["expected"];
    let times: f64 = argument(case, "multiplier").and_then(|text| text.parse().ok()).unwrap_or(1.0);
    if argument(case, "draw_adjusted") == Some("FALSE") {
        // Not asked to adjust, the package reports zeros in place of the spread.
        equal("phi", 0.0, &expected["phi"])?;
    } else {
        same("phi", Some(ours.dispersion.phi), &expected["phi"], TOLERANCE)?;
        same("tau2", Some(ours.dispersion.tau2), &expected["tau2"], TOLERANCE)?;
    }
    equal("draw_adjusted", ours.adjusted, &expected["draw_adjusted"])?;
    let theirs = &expected["sites"];
    for (i, name) in column(&theirs["group"]).iter().enumerate() {
        let name = name.as_str().map_or_else(|| name.to_string(), String::from);
        let row = places.iter().position(|(known, ..)| *known == name).ok_or("a place is missing")?;
        let ((_, site, value), placed) = (&places[row], &ours.sites[row]);
        let close = |key: &str, ours: Option<f64>| {
            same(&format!("{key} of {name}"), ours, &column(&theirs[key])[i], TOLERANCE)
        };
        close("numerator", Some(site.events))?;
        close("denominator", Some(site.denominator))?;
        close("rr", Some(*value))?;
        close("target_transformed", Some(ours.target))?;
        // The logarithm of no events: the package goes on with minus infinity.
        if placed.transformed.is_some() {
            close("Y", placed.transformed)?;
            close("Uzscore", placed.z)?;
            close("Wuzscore", placed.kept)?;
        }
        // Its limits of ratios of counts have the standard error of a proportion.
        if scale == Scale::LogCounts {
            continue;
        }
        for (level, limits) in [("95", placed.inner), ("99", placed.outer)] {
            for (end, ours) in [("LCL", limits.low), ("UCL", limits.high)] {
                let theirs = &column(&theirs[format!("OD{level}{end}")])[i];
                check_limit(scale, ours * times, theirs, times)
                    .map_err(|e| format!("{level} {end} of {name}: {e}"))?;
            }
        }
        // Without adjustment its outliers of ratios are judged by an interval, not by limits.
        if ours.adjusted || scale == Scale::ArcsineRoot {
            let limits = Limits { inner: placed.inner, outer: placed.outer };
            let outside = match limits.standing(*value) {
                Standing::Within => false,
                Standing::High | Standing::Low => argument(case, "limit") == Some("95"),
                Standing::VeryHigh | Standing::VeryLow => true,
            };
            equal(&format!("outlier {name}"), u8::from(outside), &column(&theirs["outlier"])[i])?;
        }
    }
    Ok(Outcome::Agrees)
}

/// A limit, near in parts of itself or, where it is a small difference, in parts of what it is the
/// difference of. The package folds an angle below zero back up; ours ends at zero.
fn check_limit(scale: Scale, ours: f64, theirs: &Value, times: f64) -> Result<(), String> {
    let expected = number(theirs).ok_or("no limit")?;
    let of = if scale == Scale::RootRatio { times } else { expected.abs() };
    let folded = scale == Scale::ArcsineRoot && ours == 0.0 && expected < 0.05 * times;
    if folded || (ours - expected).abs() <= TOLERANCE * of.max(expected.abs()) {
        Ok(())
    } else {
        Err(format!("ours {ours}, expected {expected}"))
    }
}
