//! Gaps and their change against the oracle.

use kith_stats::gap::{Change, Count, Counts, Fieller, Rates, Verdict as Said, bootstrap, excess_events};
use kith_stats::{Confidence, Draws, Estimate, Interval, NotDefined};
use serde_json::Value;

use crate::cases::Row;
use crate::numbers::{column, number, same};
use crate::{Family, Outcome, Table, Verdict};

pub const FAMILIES: &[Family] = &[Family { name: "disparity change", owns, run }];
pub const TABLES: &[Table] =
    &[Table { name: "disparity examples", column: "disadvantaged_0", run: check_example }];

fn owns(case: &Value) -> bool {
    case["call"].as_str().is_some_and(|call| call.contains("pct_narrowing"))
}

const P95: Confidence = Confidence::P95;

fn ends(what: &str, ours: Interval, low: &Value, high: &Value) -> Result<(), String> {
    same(&format!("{what} lower"), Some(ours.low), low, 1e-9)?;
    same(&format!("{what} upper"), Some(ours.high), high, 1e-9)
}

fn run(case: &Value) -> Verdict {
    let input = &case["input"];
    let per = input["multiplier"].as_f64().unwrap_or(1.0);
    let rate = |group: &str, period: usize| {
        let events = column(&input[group]["events"])[period].as_u64().ok_or("not a count")?;
        let people = number(&column(&input[group]["denominator"])[period]).ok_or("no people")?;
        Estimate::poisson_rate(events, people, per).map_err(|error| error.to_string())
    };
    let rates = |period: usize| -> Result<Rates, String> {
        Ok(Rates { group: rate("groupA", period)?, reference: rate("groupB", period)? })
    };
    let both = rates(0).and_then(|before| Ok(Change { before, after: rates(1)? }));
    if case["ok"] == false {
        let answered =
            both.is_ok_and(|change| change.narrowing(P95).is_ok() && change.ratio_of_ratios(P95).is_ok());
        return if answered { Err("accepted what was refused".into()) } else { Ok(Outcome::Refused) };
    }
    let change = both?;
    let expected = &case["expected"];

    for (i, rates) in [change.before, change.after].into_iter().enumerate() {
        let at = |key: &str| &column(&expected[key])[i];
        let gap = rates.gap();
        let ratio = rates.ratio(P95).ok();
        let people = number(&column(&input["groupA"]["denominator"])[i]).ok_or("no people")?;
        same("rateA", Some(rates.group.value), at("rateA"), 1e-9)?;
        same("rateB", Some(rates.reference.value), at("rateB"), 1e-9)?;
        same("gap", Some(gap.value), at("gap"), 1e-9)?;
        same("gap_se", Some(gap.standard_error()), at("gap_se"), 1e-9)?;
        ends("gap", gap.interval(P95), at("gap_lower"), at("gap_upper"))?;
        same("excess", Some(excess_events(gap, people, per)), at("excess_events_A"), 1e-9)?;
        if let Some(ratio) = ratio {
            same("ratio", Some(ratio.estimate), at("rate_ratio"), 1e-9)?;
            ends("ratio", ratio.interval, at("rate_ratio_lower"), at("rate_ratio_upper"))?;
        } else if at("rate_ratio").as_f64().is_some_and(|ratio| ratio > 0.0) {
            return Err("a ratio that we do not give".into());
        }
    }

    let absolute = &expected["absolute_change"];
    let in_gap = change.in_gap();
    same("change", Some(in_gap.value), &absolute["estimate"], 1e-9)?;
    same("change se", Some(in_gap.standard_error()), &absolute["se"], 1e-9)?;
    ends("change", in_gap.interval(P95), &absolute["lower"], &absolute["upper"])?;
    same("change p", in_gap.two_sided_p().ok(), &absolute["p"], 1e-9)?;

    let of_ratios = &expected["ratio_of_ratios"];
    if let (Ok(ln), Ok(ratio)) = (change.ln_ratio_of_ratios(), change.ratio_of_ratios(P95)) {
        same("ratio of ratios", Some(ratio.estimate), &of_ratios["estimate"], 1e-9)?;
        same("its log se", Some(ln.standard_error()), &of_ratios["se_log"], 1e-9)?;
        ends("ratio of ratios", ratio.interval, &of_ratios["lower"], &of_ratios["upper"])?;
    } else if of_ratios["lower"].as_f64().is_some() {
        return Err("a ratio of ratios that we do not give".into());
    }

    let percent = &expected["pct_narrowing"];
    let Ok(narrowing) = change.narrowing(P95) else {
        // There was nothing to narrow. The oracle may still divide; it must then not call its
        // set an interval.
        return if percent["fieller"]["type"] == "bounded" && change.before.gap().value > 0.0 {
            Err("a bounded narrowing that we do not give".into())
        } else {
            Ok(Outcome::Agrees)
        };
    };
    same("percent", Some(narrowing.percent), &percent["estimate"], 1e-9)?;
    same("delta se", Some(narrowing.standard_error), &percent["delta"]["se"], 1e-9)?;
    ends("delta", narrowing.delta, &percent["delta"]["lower"], &percent["delta"]["upper"])?;
    let log = narrowing.log_delta;
    same("log lower", log.map(|l| l.low), &percent["log_delta"]["lower"], 1e-9)?;
    same("log upper", log.map(|l| l.high), &percent["log_delta"]["upper"], 1e-9)?;
    let fieller = &percent["fieller"];
    match narrowing.fieller {
        Fieller::Bounded(limits) if fieller["type"] == "bounded" => {
            ends("fieller", limits, &fieller["lower"], &fieller["upper"])?;
        }
        Fieller::AllBut(_) | Fieller::Everything if fieller["type"] != "bounded" => {}
        ours => return Err(format!("ours {ours:?}, expected {fieller}")),
    }
    simulated(input, &percent["parametric_poisson_bootstrap"], change)
}

/// The oracle grants 2 % of the width, and more where the earlier gap is near zero.
fn simulated(input: &Value, expected: &Value, change: Change) -> Verdict {
    let count = |group: &str, period: usize| -> Result<Count, String> {
        let events = column(&input[group]["events"])[period].as_u64().ok_or("not a count")?;
        let denominator = number(&column(&input[group]["denominator"])[period]).ok_or("no people")?;
        Ok(Count { events, denominator })
    };
    let counts = |period: usize| -> Result<Counts, String> {
        Ok(Counts { group: count("groupA", period)?, reference: count("groupB", period)? })
    };
    let ours = bootstrap(counts(0)?, counts(1)?, P95, Draws { count: 200_000, seed: 1 });
    let clear = matches!(change.narrowing(P95).map(|n| n.fieller), Ok(Fieller::Bounded(_)));
    let earlier = change.before.gap();
    let distance = earlier.value / earlier.standard_error();
    match (ours, number(&expected["lower"]).zip(number(&expected["upper"]))) {
        (Ok(ours), Some((low, high))) => {
            let share = if distance > 3.0 { 0.02 } else { 0.1 };
            let close = |a: f64, b: f64| (a - b).abs() <= share * (high - low);
            let agrees = close(ours.low, low) && close(ours.high, high);
            if agrees { Ok(Outcome::Agrees) } else { Err(format!("bootstrap {ours:?}, expected {expected}")) }
        }
        // Near the edge either may give up first.
        (Err(NotDefined::EarlierGapUncertain), _) if !clear || distance < 2.2 => Ok(Outcome::Agrees),
        (ours, _) => Err(format!("bootstrap {ours:?}, expected {expected}")),
    }
}

/// A worked example of a gap: its numbers are printed to one to three digits.
fn check_example(row: &Row) -> Verdict {
    let number = |key: &str| row[key].parse::<f64>().map_err(|_| format!("{key} is not a number"));
    let rates = |period: u8| -> Result<Rates, String> {
        Ok(Rates {
            group: Estimate::exact(number(&format!("disadvantaged_{period}"))?),
            reference: Estimate::exact(number(&format!("reference_{period}"))?),
        })
    };
    let change = Change { before: rates(0)?, after: rates(1)? };
    let percents = change.percents().map_err(|error| error.to_string())?;
    let ratio =
        |rates: Rates| rates.ratio(P95).map(|ratio| ratio.estimate).map_err(|error| error.to_string());
    for (key, ours, printed_to) in [
        ("gap_0", change.before.gap().value, 1),
        ("gap_1", change.after.gap().value, 1),
        ("gap_narrowed_pct", percents.gap_narrowed, 1),
        ("ratio_0", ratio(change.before)?, 3),
        ("ratio_1", ratio(change.after)?, 3),
        ("ratio_reduced_pct", percents.ratio_reduced, 1),
        ("excess_relative_risk_reduced_pct", percents.excess_ratio_reduced, 1),
        ("disadvantaged_change_pct_down", percents.group_fall, 1),
        ("reference_change_pct_down", percents.reference_fall, 1),
    ] {
        let half_a_digit = 0.5 * 10_f64.powi(-printed_to) + 1e-9;
        if (ours - number(key)?).abs() > half_a_digit {
            return Err(format!("{key}: ours {ours}, expected {}", row[key]));
        }
    }
    let verdict = match change.verdict(P95) {
        Said::Improved => "improved",
        Said::ReferenceWorsened => "reference worsened",
        Said::NoClearChange => "no clear change",
        Said::Widened => "widened",
    };
    if verdict == row["label"] {
        Ok(Outcome::Agrees)
    } else {
        Err(format!("ours {verdict}, expected {}", row["label"]))
    }
}
