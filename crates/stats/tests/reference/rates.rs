//! Wilson's interval against PHEindicatormethods and base R.

use kith_stats::{Confidence, Interval, Proportion};
use serde_json::Value;

use crate::numbers::{column, same};
use crate::{Family, Outcome, Verdict};

pub const FAMILIES: &[Family] = &[
    Family {
        name: "rates: PHE proportion",
        owns: |case| call(case).starts_with("phe_proportion("),
        run: check_phe,
    },
    Family {
        name: "rates: base R intervals",
        owns: |case| call(case).starts_with("binom.test / prop.test"),
        run: check_base_r,
    },
    Family {
        name: "rates: other",
        owns: |case| {
            case["package"] == "PHEindicatormethods" && !call(case).contains("funnel")
                || call(case).starts_with("ageadjust")
        },
        run: |_| Err("not run yet".into()),
    },
];

fn call(case: &Value) -> &str {
    case["call"].as_str().unwrap_or_default()
}

fn proportions(input: &Value) -> Vec<Option<Proportion>> {
    let counts = column(&input["x"]).iter().zip(column(&input["n"]));
    let checked = |(x, n): (&Value, &Value)| Proportion::new(x.as_u64()?, n.as_u64()?).ok();
    counts.map(checked).collect()
}

fn wilson(proportion: Option<Proportion>, level: f64) -> Option<Interval> {
    proportion?.wilson(Confidence::new(level).ok()?).ok()
}

/// `confidence=c(0.95,0.998), multiplier=100` and the columns named after the levels.
fn check_phe(case: &Value) -> Verdict {
    let call = case["call"].as_str().unwrap_or_default();
    let ours = proportions(&case["input"]);
    if case["ok"] == false {
        let refused = ours.iter().any(|p| p.is_none_or(|p| p.rate().is_err()));
        return if refused { Ok(Outcome::Agrees) } else { Err("accepted what was refused".into()) };
    }
    let argument = |name: &str| {
        let (_, rest) = call.split_once(&format!("{name}="))?;
        let end = if rest.starts_with("c(") { ")" } else { "," };
        Some(rest.split(end).next()?.trim_start_matches("c(").trim_end_matches(')'))
    };
    let levels: Vec<f64> = argument("confidence")
        .unwrap_or("0.95")
        .split(',')
        .map(|level| level.trim().parse().map_err(|_| format!("a level in {call}")))
        .collect::<Result<_, _>>()?;
    let multiplier: f64 = argument("multiplier").and_then(|m| m.parse().ok()).unwrap_or(1.0);
    let expected = &case["expected"];
    for (i, proportion) in ours.iter().enumerate() {
        let value = proportion.and_then(|p| p.rate().ok()).map(|rate| rate * multiplier);
        same("value", value, &column(&expected["value"])[i], 1e-9)?;
        for &level in &levels {
            let interval = wilson(*proportion, level);
            let percent = format!("{}", (level * 1000.0).round() / 10.0);
            let (whole, tenth) = percent.split_once('.').unwrap_or((&percent, "0"));
            let name = |end: &str| {
                let named = format!("{end}{whole}_{tenth}cl");
                let plain = format!("{end}cl");
                if expected[&named].is_null() { plain } else { named }
            };
            for (end, ours) in [("lower", interval.map(|i| i.low)), ("upper", interval.map(|i| i.high))] {
                let theirs = &expected[name(end)];
                if theirs.is_null() {
                    return Err(format!("no column for {end} {level}"));
                }
                same(end, ours.map(|o| o * multiplier), &column(theirs)[i], 1e-9)?;
            }
        }
    }
    Ok(Outcome::Agrees)
}

fn check_base_r(case: &Value) -> Verdict {
    let expected = &case["expected"]["wilson"];
    for (i, proportion) in proportions(&case["input"]).into_iter().enumerate() {
        let interval = wilson(proportion, 0.95);
        same("lower", interval.map(|i| i.low), &column(&expected["lower"])[i], 1e-9)?;
        same("upper", interval.map(|i| i.high), &column(&expected["upper"])[i], 1e-9)?;
    }
    Err("only Wilson is compared".into())
}
