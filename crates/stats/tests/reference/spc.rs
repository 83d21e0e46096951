//! Run charts and p-charts against qicharts2, run rules against the oracle.

use kith_stats::Proportion;
use kith_stats::spc::{Baseline, Chart, Plan, crossings_limit, longest_run_limit, p_chart, rules, run_chart};
use serde_json::Value;

use crate::cases::Row;
use crate::numbers::{column, equal, number, refusal, same};
use crate::{Family, Outcome, Table, Verdict};

pub const FAMILIES: &[Family] = &[
    Family { name: "spc: qicharts2", owns: |case| case["package"] == "qicharts2", run: check_qic },
    Family {
        name: "spc: IHI run rules",
        owns: |case| package(case).contains("Perla, Provost"),
        run: check_ihi,
    },
    Family {
        name: "spc: other",
        owns: |case| {
            ["qcc", "NHSRplotthedots", "PowerBI-SPC"].iter().any(|known| package(case).starts_with(known))
        },
        run: |_| Err("not run yet".into()),
    },
];
pub const TABLES: &[Table] = &[
    Table { name: "spc: Anhoej critical values", column: "longest_run_max", run: check_anhoej },
    Table { name: "spc: exact limits of runs", column: "upper", run: check_runs_limits },
    Table { name: "spc: Shewhart constants", column: "c4", run: |_| Err("not run yet".into()) },
];

fn package(case: &Value) -> &str {
    case["package"].as_str().unwrap_or_default()
}

fn count(row: &Row, key: &str) -> Result<usize, String> {
    row[key].parse().map_err(|_| format!("{key} is not a count"))
}

fn agree<T: PartialEq + std::fmt::Debug>(ours: T, expected: T) -> Verdict {
    if ours == expected { Ok(Outcome::Agrees) } else { Err(format!("ours {ours:?}, expected {expected:?}")) }
}

fn check_anhoej(row: &Row) -> Verdict {
    let n = count(row, "n")?;
    agree(
        (longest_run_limit(n), crossings_limit(n)),
        (count(row, "longest_run_max")?, count(row, "n_crossings_min")?),
    )
}

fn check_runs_limits(row: &Row) -> Verdict {
    agree(rules::runs_by_chance(count(row, "n")?), count(row, "lower")?..=count(row, "upper")?)
}

fn indices(value: &Value) -> Vec<usize> {
    column(value).iter().filter_map(Value::as_u64).map(|i| i as usize).collect()
}

fn chart(case: &Value) -> Result<Chart, String> {
    let args = &case["args"];
    let input = &case["input"];
    let baseline = if let Some(points) = args["freeze"].as_u64() {
        Baseline::Frozen { points: points as usize }
    } else if !args["part"].is_null() {
        // The last point of a phase, from 1, is the first of the next, from 0.
        Baseline::Phases { starts: indices(&args["part"]) }
    } else {
        Baseline::Whole
    };
    let excluded = indices(&args["exclude"]).into_iter().map(|i| i.saturating_sub(1)).collect();
    let plan = Plan { baseline, excluded };
    let chart = if case["chart"] == "p" {
        let counts = column(&input["y"]).iter().zip(column(&input["n"]));
        let counted = |(y, n): (&Value, &Value)| match (number(y), number(n)) {
            (Some(y), Some(n)) => Proportion::new(y as u64, n as u64).map(Some),
            _ => Ok(None),
        };
        let values: Vec<_> = counts.map(counted).collect::<Result<_, _>>().map_err(|e| e.to_string())?;
        p_chart(&values, &plan)
    } else if case["chart"] != "run" {
        return Err("not run yet".into());
    } else {
        let values: Vec<Option<f64>> = match input["n"].as_array() {
            None => column(&input["y"]).iter().map(number).collect(),
            Some(n) => column(&input["y"])
                .iter()
                .zip(n)
                .map(|(y, n)| Some(number(y)? / number(n)?).filter(|ratio| !ratio.is_nan()))
                .collect(),
        };
        run_chart(&values, &plan)
    };
    chart.map_err(|error| error.to_string())
}

fn check_qic(case: &Value) -> Verdict {
    let args = case["args"].as_object();
    let known = ["freeze", "part", "exclude", "multiply"];
    if let Some(other) = args.and_then(|a| a.keys().find(|key| !known.contains(&key.as_str()))) {
        return Err(format!("argument {other}"));
    }
    if case["ok"] == false {
        return refusal(case, chart(case));
    }
    let chart = chart(case)?;
    let anhoej = case["method"].as_str().is_none_or(|method| method == "anhoej");
    let times = case["args"]["multiply"].as_f64().unwrap_or(1.0);
    let expected = &case["expected"];
    let count = |value: Option<usize>| value.map_or(Value::Null, Value::from);
    for (i, point) in chart.points.iter().enumerate() {
        let at = |key: &str| &column(&expected[key])[i];
        let close = |key: &str, ours: Option<f64>| {
            same(&format!("{key}[{i}]"), ours.map(|ours| ours * times), at(key), 1e-9)
        };
        let phase = &chart.phases[point.phase];
        let test = phase.runs.test;
        close("y", point.value)?;
        close("cl", phase.centre)?;
        close("lcl", point.limits.map(|l| l.three_sigma.low))?;
        close("ucl", point.limits.map(|l| l.three_sigma.high))?;
        close("lcl_95", point.limits.map(|l| l.two_sigma.low))?;
        close("ucl_95", point.limits.map(|l| l.two_sigma.high))?;
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
        if anhoej {
            equal("runs_signal", phase.runs.signal(), at("runs_signal"))?;
        }
    }
    if anhoej {
        Ok(Outcome::Agrees)
    } else {
        Err("the signal of best box and cut box is not compared".into())
    }
}

fn check_ihi(case: &Value) -> Verdict {
    let values: Vec<Option<f64>> = column(&case["input"]["y"]).iter().map(number).collect();
    let expected = &case["expected"];
    let chart = run_chart(&values, &Plan::default());
    if case["ok"] == false {
        let undefined = chart.is_err() || chart.is_ok_and(|c| c.phases[0].centre.is_none());
        return if undefined { Ok(Outcome::Refused) } else { Err("accepted what was refused".into()) };
    }
    let phase = chart.map_err(|error| error.to_string())?.phases.remove(0);
    same("median", phase.centre, &expected["median"], 1e-9)?;
    let centre = phase.centre.unwrap_or(f64::NAN);
    let length =
        |rule: &str, ours: usize| case["rules"][rule].as_u64().map_or(ours, |length| length as usize);
    let runs = rules::count_runs(&values, centre);
    let chance = rules::runs_by_chance(phase.runs.useful);
    equal("n_useful", phase.runs.useful, &expected["n_useful"])?;
    equal("n_runs", runs, &expected["n_runs"])?;
    equal("shift", rules::shift(&values, centre, length("shift", rules::SHIFT)), &expected["shift"])?;
    equal("trend", rules::trend(&values, length("trend", rules::TREND)), &expected["trend"])?;
    if !expected["runs_lower_exact"].is_null() {
        equal("lower", *chance.start(), &expected["runs_lower_exact"])?;
        equal("upper", *chance.end(), &expected["runs_upper_exact"])?;
        equal("too_few", runs < *chance.start(), &expected["too_few"])?;
        equal("too_many", runs > *chance.end(), &expected["too_many"])?;
    }
    Ok(Outcome::Agrees)
}
