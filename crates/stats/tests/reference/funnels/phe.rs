//! Limits along a grid, and the standing of places.

use kith_stats::Confidence;
use kith_stats::funnel::phe::{
    Axis, count_standing, expected_range, grid, proportion_limits, proportion_standing,
};
use kith_stats::funnel::{Site, Standing};
use serde_json::Value;

use super::{argument, sites};
use crate::numbers::{column, equal, number, numbers, refusal, same};
use crate::{Outcome, Verdict};

/// The places, with the denominator that a crude rate implies, and the target.
fn places(case: &Value) -> Result<(Vec<Site>, f64), String> {
    let input = &case["input"];
    let statistic = argument(case, "statistic").ok_or("no statistic")?;
    let mut sites = match statistic {
        "ratio" => sites(input, "obs", "exp")?,
        _ => sites(input, "num", "den")?,
    };
    if statistic == "rate" {
        let times = times(case);
        for (site, rate) in sites.iter_mut().zip(numbers(&input["rate"])) {
            match rate {
                Some(rate) if site.events > 0.0 => site.denominator = site.events / rate * times,
                _ => {}
            }
        }
    }
    if sites.iter().any(|s| s.denominator <= 0.0 || s.events < 0.0) {
        return Err("a denominator above zero is needed".into());
    }
    if statistic == "proportion" && sites.iter().any(|s| s.events > s.denominator) {
        return Err("more events than people".into());
    }
    let target =
        sites.iter().map(|s| s.events).sum::<f64>() / sites.iter().map(|s| s.denominator).sum::<f64>();
    Ok((sites, target))
}

fn times(case: &Value) -> f64 {
    argument(case, "multiplier").and_then(|text| text.parse().ok()).unwrap_or(100.0)
}

pub fn check_limits(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, places(case));
    }
    let (sites, target) = places(case)?;
    let times = times(case);
    let years: f64 = argument(case, "years_of_data").and_then(|text| text.parse().ok()).unwrap_or(1.0);
    let expected = &case["expected"];
    let denominators = || sites.iter().map(|site| site.denominator);
    let (smallest, largest) = (denominators().fold(f64::MAX, f64::min), denominators().fold(0.0, f64::max));
    let statistic = argument(case, "statistic").unwrap_or_default();
    let (axis, key) = match statistic {
        "proportion" => (Axis::People, "Population"),
        "rate" => (Axis::Events, "Events"),
        "ratio" => (Axis::ObservedEvents, "Observed_events"),
        other => return Err(format!("statistic {other} is not known")),
    };
    let places = grid(axis, smallest / years, largest / years, target * years);
    equal("places", places.len(), &Value::from(column(&expected[key]).len()))?;
    for (i, place) in places.into_iter().enumerate() {
        let at = |key: &str| &column(&expected[key])[i];
        same(key, Some(place), at(key), 1e-12)?;
        for (confidence, sigmas) in [(Confidence::P95, "2s"), (Confidence::P998, "3s")] {
            let (low, high) = (at(&format!("lower_{sigmas}_limit")), at(&format!("upper_{sigmas}_limit")));
            if statistic == "proportion" {
                let limits = proportion_limits(target, place, confidence);
                same("low", Some(limits.low * times), low, 1e-9)?;
                same("high", Some(limits.high * times), high, 1e-9)?;
                continue;
            }
            let range = expected_range(place as u64, confidence).map_err(|error| error.to_string())?;
            let (scale, suffix) = match statistic {
                "rate" => (target, "population_1_year"),
                _ => (1.0, "exp_events"),
            };
            let (limit_times, less) = match argument(case, "ratio_type") {
                Some("isr") => (100.0, 0.0),
                Some(_) => (1.0, 1.0),
                None => (times, 0.0),
            };
            for (end, mean, limit) in [("lower", range.high, low), ("upper", range.low, high)] {
                let theirs = at(&format!("{end}_{sigmas}_{suffix}"));
                near(place, mean, number(theirs).map(|x| x * scale * years))?;
                near(
                    place,
                    mean,
                    number(limit).map(|x| place * limit_times * scale / (x + less * limit_times)),
                )?;
            }
        }
    }
    Ok(Outcome::Agrees)
}

/// Within 2e-6, or within what the package can tell apart: it halves its step on m/(1 + n + m) until
/// that is 1e-7, and so leaves small m with fewer digits.
fn near(events: f64, ours: f64, theirs: Option<f64>) -> Result<(), String> {
    let theirs = theirs.ok_or("no limit")?;
    let place = |mean: f64| mean / (1.0 + events + mean);
    let close = (ours - theirs).abs() <= 2e-6 * theirs.abs();
    if close || (place(ours) - place(theirs)).abs() <= 1.2e-7 {
        Ok(())
    } else {
        Err(format!("at {events}: ours {ours}, expected {theirs}"))
    }
}

pub fn check_significance(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, places(case));
    }
    let (sites, all) = places(case)?;
    let statistic = argument(case, "statistic").unwrap_or_default();
    let few = argument(case, "rate_type") == Some("dsr");
    for (i, site) in sites.iter().enumerate() {
        let standing = match statistic {
            "proportion" => proportion_standing(site, all),
            "ratio" => counted(site, 1.0)?,
            _ => counted(site, all)?,
        };
        let label = match standing {
            _ if few && site.events < 10.0 => "Not applicable for events less than 10 for dsrs",
            Standing::VeryHigh => "High (0.001)",
            Standing::High => "High (0.025)",
            Standing::VeryLow => "Low (0.001)",
            Standing::Low => "Low (0.025)",
            Standing::Within => "Not significant",
        };
        equal(&format!("significance[{i}]"), label, &column(&case["expected"]["significance"])[i])?;
    }
    Ok(Outcome::Agrees)
}

fn counted(site: &Site, target: f64) -> Result<Standing, String> {
    count_standing(site.events as u64, site.denominator, target).map_err(|error| error.to_string())
}
