//! Charts over time against qicharts2, NHSRplotthedots, qcc, PowerBI-SPC and an oracle.

mod nhs;
mod qcc;
mod qic;
mod tables;

use kith_stats::spc::{Plan, ihi, run_chart};
use serde_json::Value;

use crate::numbers::{equal, numbers, same};
use crate::{Family, Outcome, Table, Verdict};

pub const FAMILIES: &[Family] = &[
    Family { name: "spc: qicharts2", owns: |case| case["package"] == "qicharts2", run: qic::check },
    Family {
        name: "spc: NHS Making Data Count",
        owns: |case| case["package"] == "NHSRplotthedots",
        run: nhs::check,
    },
    Family { name: "spc: qcc rules", owns: |case| package(case).starts_with("qcc"), run: qcc::check },
    Family {
        name: "spc: PowerBI-SPC rules",
        owns: |case| package(case).starts_with("PowerBI-SPC"),
        run: qcc::check_powerbi,
    },
    Family {
        name: "spc: IHI run rules",
        owns: |case| package(case).contains("Perla, Provost"),
        run: check_ihi,
    },
];
pub const TABLES: &[Table] = tables::TABLES;

fn package(case: &Value) -> &str {
    case["package"].as_str().unwrap_or_default()
}

fn check_ihi(case: &Value) -> Verdict {
    let values: Vec<Option<f64>> = numbers(&case["input"]["y"]);
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
    let runs = ihi::count_runs(&values, centre);
    let chance = ihi::runs_by_chance(phase.runs.useful);
    equal("n_useful", phase.runs.useful, &expected["n_useful"])?;
    equal("n_runs", runs, &expected["n_runs"])?;
    equal("shift", ihi::shift(&values, centre, length("shift", ihi::SHIFT)), &expected["shift"])?;
    equal("trend", ihi::trend(&values, length("trend", ihi::TREND)), &expected["trend"])?;
    if !expected["runs_lower_exact"].is_null() {
        equal("lower", *chance.start(), &expected["runs_lower_exact"])?;
        equal("upper", *chance.end(), &expected["runs_upper_exact"])?;
        equal("too_few", runs < *chance.start(), &expected["too_few"])?;
        equal("too_many", runs > *chance.end(), &expected["too_many"])?;
    }
    Ok(Outcome::Agrees)
}
