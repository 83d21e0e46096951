//! Making Data Count against NHSRplotthedots.

use kith_stats::spc::nhs::{
    Ask, Assurance, Direction, MakingDataCount, SpecialCause, Variation, making_data_count,
};
use kith_stats::spc::rules::Side;
use serde_json::Value;

use crate::numbers::{column, equal, number, refusal, same};
use crate::{Outcome, Verdict};

fn ours(case: &Value) -> Result<MakingDataCount, String> {
    let (args, input) = (&case["args"], &case["input"]);
    let date = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let mut rows: Vec<(String, Option<f64>)> =
        column(&input["d"]).iter().map(date).zip(column(&input["y"]).iter().map(number)).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let rebase: Vec<String> = args["rebase"].as_array().into_iter().flatten().map(date).collect();
    let starts = rows.iter().enumerate().filter(|(i, row)| *i > 0 && rebase.contains(&row.0));
    let direction = match args["improvement_direction"].as_str() {
        None | Some("increase") => Direction::Increase,
        Some("decrease") => Direction::Decrease,
        Some("neutral") => Direction::Neutral,
        Some(other) => return Err(format!("direction {other} is not known")),
    };
    let ask = Ask {
        rebased: starts.map(|(i, _)| i).collect(),
        fixed_after: args["fix_after_n_points"].as_u64().map(|n| n as usize),
        screening: args["screen_outliers"] != false,
        direction,
        target: args["target"].as_f64(),
    };
    let values: Vec<Option<f64>> = rows.iter().map(|row| row.1).collect();
    making_data_count(&values, &ask).map_err(|error| error.to_string())
}

fn cause(cause: Option<SpecialCause>) -> &'static str {
    use SpecialCause::{Outside, Shift, Trend, TwoInThree};
    match cause {
        None => "Common Cause",
        Some(Outside(Side::Above)) => "Above UCL",
        Some(Outside(Side::Below)) => "Below LCL",
        Some(Trend(Side::Above)) => "7 Point Trend (Increasing)",
        Some(Trend(Side::Below)) => "7 Point Trend (Decreasing)",
        Some(TwoInThree(Side::Above)) => "2 in 3 Above CL",
        Some(TwoInThree(Side::Below)) => "2 in 3 Below CL",
        Some(Shift(Side::Above)) => "7 Points Above CL",
        Some(Shift(Side::Below)) => "7 Points Below CL",
    }
}

fn variation(variation: Variation) -> &'static str {
    match variation {
        Variation::CommonCause => "common_cause",
        Variation::Improvement => "special_cause_improvement",
        Variation::Concern => "special_cause_concern",
        Variation::NeutralHigh => "special_cause_neutral_high",
        Variation::NeutralLow => "special_cause_neutral_low",
    }
}

fn assurance(assurance: Option<Assurance>) -> Value {
    assurance.map_or(Value::Null, |assurance| {
        Value::from(match assurance {
            Assurance::ConsistentPass => "consistent_pass",
            Assurance::ConsistentFail => "consistent_fail",
            Assurance::Inconsistent => "inconsistent",
        })
    })
}

pub fn check(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, ours(case));
    }
    let ours = ours(case)?;
    let expected = &case["expected"];
    for (i, point) in ours.chart.points.iter().enumerate() {
        let at = |key: &str| &column(&expected[key])[i];
        let phase = &ours.chart.phases[point.phase];
        let limits = point.limits.map(|limits| limits.three_sigma);
        same("mean", phase.centre, at("mean"), 1e-9)?;
        // Where no point varies the package has no limits; ours have no width.
        if number(at("lpl")).is_some() {
            same("lpl", limits.map(|l| l.low), at("lpl"), 1e-9)?;
            same("upl", limits.map(|l| l.high), at("upl"), 1e-9)?;
            equal("outside_limits", point.sigma_signal, at("outside_limits"))?;
            let two = point.limits.zip(point.value);
            let close = two.is_some_and(|(l, value)| !l.two_sigma.contains(value)) && !point.sigma_signal;
            equal("close_to_limits", close, at("close_to_limits"))?;
        }
        equal("rebase_group", point.phase, at("rebase_group"))?;
        let side = point.value.zip(phase.centre).map(|(value, centre)| match value.partial_cmp(&centre) {
            Some(std::cmp::Ordering::Greater) => 1,
            Some(std::cmp::Ordering::Less) => -1,
            _ => 0,
        });
        equal("relative_to_mean", side, at("relative_to_mean"))?;
        equal(&format!("cause[{i}]"), cause(ours.causes[i]), at("special_cause_type"))?;
        equal(&format!("point_type[{i}]"), variation(ours.variation[i]), at("point_type"))?;
    }
    check_summary(&ours, &expected["summary"])?;
    Ok(Outcome::Agrees)
}

fn check_summary(ours: &MakingDataCount, summary: &Value) -> Result<(), String> {
    for (i, phase) in ours.chart.phases.iter().enumerate() {
        let at = |key: &str| &column(&summary[key])[i];
        let points = phase.points.clone();
        let last = ours.chart.points[points.end - 1].limits.map(|limits| limits.three_sigma);
        same("mean_col", phase.centre, at("mean_col"), 1e-9)?;
        if number(at("lpl")).is_some() {
            same("summary lpl", last.map(|l| l.low), at("lpl"), 1e-9)?;
            same("summary upl", last.map(|l| l.high), at("upl"), 1e-9)?;
        }
        equal("n", points.len(), at("n"))?;
        for counted in [Variation::CommonCause, Variation::Improvement, Variation::Concern] {
            let count = ours.variation[points.clone()].iter().filter(|v| **v == counted).count();
            equal(variation(counted), count, at(variation(counted)))?;
        }
        equal("variation icon", variation(ours.icons[i]), at("variation_type"))?;
    }
    if let Some(theirs) = summary["assurance_type"].as_array() {
        equal("assurance icon", assurance(ours.assurance), theirs.last().unwrap_or(&Value::Null))?;
    }
    Ok(())
}
