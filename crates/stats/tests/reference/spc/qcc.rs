//! Western Electric and Nelson rules against qcc, rules one by one against PowerBI-SPC.

use kith_stats::spc::rules::{Extent, Marks, Side, beyond, shift, trend, two_in_three};
use kith_stats::spc::{Chart, Data, Kind, Plan, Ratio, Rule, RuleSet, chart};
use serde_json::Value;

use crate::numbers::{column, equal, number, numbers, refusal, same};
use crate::{Outcome, Verdict};

fn ours(case: &Value) -> Result<Chart, String> {
    let kind = match case["chart"].as_str().unwrap_or_default() {
        "xbar.one" => Kind::Individuals,
        other => Kind::named(other).ok_or_else(|| format!("chart {other} is not known"))?,
    };
    let y = numbers(&case["input"]["y"]);
    let sizes = ["n", "sizes"].iter().find_map(|key| case["input"][key].as_array());
    let data = match sizes {
        None => Data::Values(y),
        Some(n) => {
            let ratio =
                |(y, n): (Option<f64>, &Value)| Some(Ratio { numerator: y?, denominator: number(n)? });
            Data::Ratios(y.into_iter().zip(n).map(ratio).collect())
        }
    };
    chart(kind, &data, &Plan::default()).map_err(|error| error.to_string())
}

pub fn check(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, ours(case));
    }
    let chart = ours(case)?;
    let expected = &case["expected"];
    same("center", chart.phases[0].centre, &expected["center"], 1e-9)?;
    for (key, upper) in [("lcl", false), ("ucl", true)] {
        let theirs = column(&expected[key]);
        for (i, point) in chart.points.iter().enumerate() {
            let limits = point.limits.map(|limits| limits.three_sigma);
            let ours = limits.map(|limits| if upper { limits.high } else { limits.low });
            same(key, ours, theirs.get(i).unwrap_or(&theirs[0]), 1e-9)?;
        }
    }
    let western = [Rule::BeyondThreeSigma, Rule::TwoOfThree, Rule::FourOfFive, Rule::Shift(8)];
    let nelson = [
        Rule::BeyondThreeSigma,
        Rule::Shift(9),
        Rule::Trend(6),
        Rule::Alternation,
        Rule::TwoOfThree,
        Rule::FourOfFive,
        Rule::Hugging,
        Rule::Mixture,
    ];
    for (key, set, rules) in [
        ("western_electric", RuleSet::WesternElectric, &western[..]),
        ("nelson", RuleSet::Nelson, &nelson[..]),
    ] {
        let signals = chart.signals(set);
        for (i, rule) in rules.iter().enumerate() {
            let ours: Vec<u64> =
                signals.iter().filter(|s| s.rule == *rule).map(|s| s.point as u64 + 1).collect();
            let mut theirs: Vec<u64> =
                column(&expected[key][format!("rule{}", i + 1)]).iter().filter_map(Value::as_u64).collect();
            theirs.sort_unstable();
            if ours != theirs {
                return Err(format!("{key} rule {}: ours {ours:?}, expected {theirs:?}", i + 1));
            }
        }
    }
    Ok(Outcome::Agrees)
}

/// Each rule alone, with the limits that the case gives.
pub fn check_powerbi(case: &Value) -> Verdict {
    let input = &case["input"];
    let values = numbers(&input["y"]);
    let given = |key: &str| input[key].as_f64().ok_or_else(|| format!("no {key}"));
    let (mean, low, high) = (given("mean")?, given("lpl")?, given("upl")?);
    let two = 2.0 / 3.0 * (high - mean);
    let lines = |low: f64, high: f64| vec![Some((low, high)); values.len()];
    let outside = beyond(&values, &lines(mean - two, mean + two));
    let expected = case["expected"].as_object().ok_or("nothing is expected")?;
    for (key, theirs) in expected {
        let (name, length) = key.rsplit_once('_').unwrap_or((key, ""));
        let length = length.parse::<usize>();
        let marks: Marks = match (key.as_str(), name, length) {
            ("astronomical", ..) => beyond(&values, &lines(low, high)),
            ("two_in_three_points_only", ..) => two_in_three(&outside, Extent::Completing),
            ("two_in_three_whole_pattern", ..) => two_in_three(&outside, Extent::Whole),
            (_, "shift", Ok(length)) => shift(&values, mean, length, Extent::Whole),
            (_, "trend", Ok(length)) => trend(&values, length, Extent::Whole),
            _ => return Err(format!("rule {key} is not known")),
        };
        for (i, mark) in marks.into_iter().enumerate() {
            let ours = match mark {
                Some(Side::Above) => "upper",
                Some(Side::Below) => "lower",
                None => "none",
            };
            equal(&format!("{key}[{i}]"), ours, &column(theirs)[i])?;
        }
    }
    Ok(Outcome::Agrees)
}
