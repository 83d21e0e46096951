//! Funnel limits against FunnelPlotR, PHEindicatormethods and an oracle.

mod phe;
mod plotr;

use kith_stats::funnel::{
    Adjustment, Dispersion, Site, Statistic, exact_limits, funnel, widened_limits, winsorised,
};
use kith_stats::{Confidence, Interval};
use serde_json::Value;

use crate::numbers::{column, numbers, refusal, same};
use crate::{Family, Outcome, Verdict};

pub const FAMILIES: &[Family] = &[
    Family {
        name: "funnels: PHE limits",
        owns: |case| call(case).starts_with("calculate_funnel"),
        run: phe::check_limits,
    },
    Family {
        name: "funnels: PHE significance",
        owns: |case| call(case).starts_with("assign_funnel"),
        run: phe::check_significance,
    },
    Family { name: "funnels: FunnelPlotR", owns: |case| case["package"] == "FunnelPlotR", run: plotr::check },
    Family {
        name: "funnels: Spiegelhalter",
        owns: |case| case["package"].as_str().is_some_and(|package| package.contains("Spiegelhalter")),
        run: check_oracle,
    },
];

fn call(case: &Value) -> &str {
    case["call"].as_str().unwrap_or_default()
}

/// An argument in quotes or a number, such as `statistic='rate'`.
fn argument<'a>(case: &'a Value, name: &str) -> Option<&'a str> {
    let (_, rest) = call(case).split_once(&format!("{name}="))?;
    rest.split([',', ')']).next().map(|text| text.trim_matches('\''))
}

/// The places of a case, from the columns that hold events and denominators.
fn sites(input: &Value, events: &str, denominator: &str) -> Result<Vec<Site>, String> {
    let pairs = numbers(&input[events]).into_iter().zip(numbers(&input[denominator]));
    pairs
        .map(|(events, denominator)| {
            let events = events.ok_or("no events")?;
            Ok(Site { events, denominator: denominator.ok_or("no denominator")? })
        })
        .collect()
}

fn check_oracle(case: &Value) -> Verdict {
    let (input, expected) = (&case["input"], &case["expected"]);
    let (statistic, sites) = if input["exp"].is_null() {
        (Statistic::Proportion, sites(input, "num", "den")?)
    } else {
        (Statistic::Ratio, sites(input, "obs", "exp")?)
    };
    let drawn = funnel(statistic, &sites, None, Adjustment::None).map_err(|error| error.to_string());
    if case["ok"] == false {
        return refusal(case, drawn);
    }
    let drawn = drawn?;
    let tolerance = 1e-8;
    same("target", Some(drawn.target), &expected["target"], tolerance)?;
    let ends = |interval: Interval, low: &Value, high: &Value, i: usize| -> Result<(), String> {
        same("low", Some(interval.low), &column(low)[i], tolerance)?;
        same("high", Some(interval.high), &column(high)[i], tolerance)
    };
    for (i, site) in sites.iter().enumerate() {
        let exact = &expected["exact"];
        let limits =
            exact_limits(statistic, drawn.target, site.denominator).map_err(|error| error.to_string())?;
        for (limits, level) in [(limits.inner, "95"), (limits.outer, "998")] {
            ends(limits, &exact[format!("l{level}")], &exact[format!("u{level}")], i)?;
        }
    }
    if expected["phi"].is_null() {
        return Ok(Outcome::Agrees);
    }
    let dispersion: Dispersion = drawn.dispersion.ok_or("no dispersion")?;
    same("phi", Some(dispersion.phi), &expected["phi"], tolerance)?;
    same("tau2", Some(dispersion.tau2), &expected["tau2"], tolerance)?;
    let scores: Vec<f64> = drawn.sites.iter().map(|site| site.z).collect();
    let pulled = winsorised(&scores, 0.1).map_err(|error| error.to_string())?;
    for (i, site) in sites.iter().enumerate() {
        same("z", Some(scores[i]), &column(&expected["z"])[i], tolerance)?;
        same("z winsorised", Some(pulled[i]), &column(&expected["z_winsorised"])[i], tolerance)?;
        for (name, adjustment) in
            [("additive", Adjustment::Additive), ("multiplicative", Adjustment::Multiplicative)]
        {
            for (confidence, level) in [(Confidence::P95, "95"), (Confidence::P998, "998")] {
                let low = &expected[format!("{name}_l{level}")];
                if low.is_null() {
                    continue;
                }
                let limits = widened_limits(
                    statistic,
                    drawn.target,
                    site.denominator,
                    dispersion,
                    adjustment,
                    confidence,
                );
                ends(limits, low, &expected[format!("{name}_u{level}")], i)?;
            }
        }
    }
    Ok(Outcome::Agrees)
}
