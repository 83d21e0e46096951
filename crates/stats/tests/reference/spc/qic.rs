//! Every kind of chart against qicharts2.

use kith_stats::spc::{Baseline, Chart, Data, Kind, Plan, Ratio, RunsMethod, chart};
use serde_json::Value;

use crate::numbers::{column, equal, number, numbers, refusal, same};
use crate::{Outcome, Verdict};

fn indices(value: &Value) -> Vec<usize> {
    column(value).iter().filter_map(Value::as_u64).map(|i| i as usize).collect()
}

fn plan(case: &Value) -> Result<Plan, String> {
    let args = &case["args"];
    let known = ["freeze", "part", "exclude", "multiply", "cl"];
    if let Some(other) = args.as_object().and_then(|a| a.keys().find(|key| !known.contains(&key.as_str()))) {
        return Err(format!("argument {other} is not known"));
    }
    // The last point of a phase, from 1, is the first of the next, from 0.
    let baseline = match (args["freeze"].as_u64(), args["part"].is_null()) {
        (Some(points), true) => Baseline::Frozen { points: points as usize },
        (Some(points), false) => {
            Baseline::PhasesFrozen { starts: indices(&args["part"]), points: points as usize }
        }
        (None, false) => Baseline::Phases { starts: indices(&args["part"]) },
        (None, true) => Baseline::Whole,
    };
    let runs = match case["method"].as_str() {
        None | Some("anhoej") => RunsMethod::Anhoej,
        Some("bestbox") => RunsMethod::BestBox,
        Some("cutbox") => RunsMethod::CutBox,
        Some(other) => return Err(format!("method {other} is not known")),
    };
    Ok(Plan {
        baseline,
        excluded: indices(&args["exclude"]).into_iter().map(|i| i.saturating_sub(1)).collect(),
        centre: args["cl"].as_f64(),
        screening: case["options"]["screen_moving_ranges"] == true,
        runs,
        ..Plan::default()
    })
}

fn data(kind: Kind, input: &Value) -> Data {
    let y = numbers(&input["y"]);
    if matches!(kind, Kind::Xbar | Kind::S) {
        let mut groups: Vec<(&Value, Vec<f64>)> = Vec::new();
        for (x, value) in column(&input["x"]).iter().zip(y) {
            match groups.iter_mut().find(|(name, _)| *name == x) {
                Some((_, group)) => group.extend(value),
                None => groups.push((x, value.into_iter().collect())),
            }
        }
        return Data::Subgroups(groups.into_iter().map(|(_, group)| group).collect());
    }
    match input["n"].as_array() {
        None => Data::Values(y),
        Some(n) => {
            let ratio =
                |(y, n): (Option<f64>, &Value)| Some(Ratio { numerator: y?, denominator: number(n)? });
            Data::Ratios(y.into_iter().zip(n).map(ratio).collect())
        }
    }
}

fn ours(case: &Value) -> Result<Chart, String> {
    let name = case["chart"].as_str().unwrap_or_default();
    let kind = Kind::named(name).ok_or_else(|| format!("chart {name} is not known"))?;
    chart(kind, &data(kind, &case["input"]), &plan(case)?).map_err(|error| error.to_string())
}

pub fn check(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, ours(case));
    }
    let chart = ours(case)?;
    let times = case["args"]["multiply"].as_f64().unwrap_or(1.0);
    let expected = &case["expected"];
    equal("points", chart.points.len(), &Value::from(column(&expected["y"]).len()))?;
    let count = |value: Option<usize>| value.map_or(Value::Null, Value::from);
    for (i, point) in chart.points.iter().enumerate() {
        let at = |key: &str| &column(&expected[key])[i];
        let close = |key: &str, ours: Option<f64>| {
            same(&format!("{key}[{i}]"), ours.map(|ours| ours * times), at(key), 1e-9)
        };
        // The package draws limits where there is no value; ours end there. Where nothing varies it
        // may give NaN; ours have no width.
        let flat = point.limits.is_none_or(|l| l.three_sigma.width() == 0.0);
        let limit = |key: &str, ours: Option<f64>| {
            let ends = point.value.is_none() && ours.is_none();
            if ends || (flat && *at(key) == "NaN") { Ok(()) } else { close(key, ours) }
        };
        let phase = &chart.phases[point.phase];
        let test = phase.runs.test;
        close("y", point.value)?;
        close("cl", phase.centre)?;
        limit("lcl", point.limits.map(|l| l.three_sigma.low))?;
        limit("ucl", point.limits.map(|l| l.three_sigma.high))?;
        limit("ucl_95", point.limits.map(|l| l.two_sigma.high))?;
        // The package gives NaN for a 2-sigma limit below zero on a t-chart; ours is zero.
        let nan = chart.kind == Kind::T && number(at("lcl_95")).is_none();
        if !(nan && point.limits.is_some_and(|l| l.two_sigma.low == 0.0)) {
            limit("lcl_95", point.limits.map(|l| l.two_sigma.low))?;
        }
        equal("sigma_signal", point.sigma_signal, at("sigma_signal"))?;
        equal("part", point.phase + 1, at("part"))?;
        equal("include", point.included, at("include"))?;
        equal("baseline", point.in_baseline || !point.included, &{
            Value::from(at("baseline") == true || !point.included)
        })?;
        equal("n_obs", phase.runs.observed, at("n_obs"))?;
        equal("n_useful", phase.runs.useful, at("n_useful"))?;
        equal("longest_run", count(test.map(|t| t.longest)), at("longest_run"))?;
        equal("longest_run_max", count(test.map(|t| t.longest_limit)), at("longest_run_max"))?;
        equal("n_crossings", count(test.map(|t| t.crossings)), at("n_crossings"))?;
        equal("n_crossings_min", count(test.map(|t| t.crossings_limit)), at("n_crossings_min"))?;
        equal("runs_signal", phase.runs.signal(), at("runs_signal"))?;
    }
    Ok(Outcome::Agrees)
}
