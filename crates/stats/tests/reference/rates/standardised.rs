//! Direct and indirect standardisation.

use kith_stats::rate::Method;
use kith_stats::standardised::{Direct, Indirect, ReferencedStratum, Stratum};
use kith_stats::{Confidence, Interval, NotDefined};
use serde_json::Value;

use super::{by_group, ends, levels, multiplier};
use crate::numbers::{column, equal, numbers, refusal, same};
use crate::{Outcome, Verdict};

/// The numbers of a stratum, by column.
type Row<'a> = &'a dyn Fn(&str) -> Option<f64>;

/// One answer for each area, in the order of their names.
fn areas<T>(
    case: &Value,
    stratum: impl Fn(Row) -> Option<T>,
    of: impl Fn(&[T]) -> Result<Answer, NotDefined>,
) -> Result<Vec<Answer>, String> {
    let input = &case["input"];
    let x = numbers(&input["x"]);
    by_group(&input["area"], x.len())
        .into_iter()
        .map(|(_, rows)| {
            let read = |row: usize| {
                stratum(&|key: &str| numbers(&input[key]).get(row).copied().flatten())
                    .ok_or("a stratum is missing")
            };
            let strata = rows.into_iter().map(read).collect::<Result<Vec<T>, _>>()?;
            of(&strata).map_err(|error| error.to_string())
        })
        .collect()
}

enum Answer {
    Direct(Direct),
    Indirect(Indirect),
}

fn whole(value: f64) -> Option<u64> {
    (value >= 0.0 && value.fract() == 0.0).then_some(value as u64)
}

fn direct(case: &Value) -> Result<Vec<Answer>, String> {
    let stratum = |row: Row| {
        // Events that are missing count as none, as in the package.
        let events = whole(row("x").unwrap_or(0.0))?;
        Some(Stratum { events, people: row("n")?, standard: row("stdpop")? })
    };
    areas(case, stratum, |strata| Direct::of(strata).map(Answer::Direct))
}

fn indirect(case: &Value) -> Result<Vec<Answer>, String> {
    let stratum = |row: Row| {
        Some(ReferencedStratum {
            events: whole(row("x").unwrap_or(0.0))?,
            people: row("n").unwrap_or(0.0),
            reference_events: row("ref_x")?,
            reference_people: row("ref_n")?,
        })
    };
    areas(case, stratum, |strata| Indirect::of(strata).map(Answer::Indirect))
}

pub fn check_direct(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, direct(case));
    }
    let times = multiplier(case, "multiplier", 100_000.0);
    let expected = &case["expected"];
    for (i, answer) in direct(case)?.into_iter().enumerate() {
        let Answer::Direct(ours) = answer else { continue };
        let at = |key: &str| &column(&expected[key])[i];
        equal("total_count", ours.events, at("total_count"))?;
        same("total_pop", Some(ours.people), at("total_pop"), 1e-9)?;
        let shown = ours.dobson(Confidence::P95).is_ok();
        same("value", shown.then_some(ours.rate * times), at("value"), 1e-9)?;
        for (confidence, level) in levels(case)? {
            ends("dsr", ours.dobson(confidence).ok().map(|i| i.times(times)), expected, &level, i)?;
        }
    }
    Ok(Outcome::Agrees)
}

pub fn check_gamma(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, direct(case));
    }
    let expected = &case["expected"];
    for (i, answer) in direct(case)?.into_iter().enumerate() {
        let Answer::Direct(ours) = answer else { continue };
        let at = |key: &str| &column(&expected[key])[i];
        let limits: Option<Interval> = ours.fay_feuer(Confidence::P95).ok();
        same("crude", Some(ours.crude()), at("crude.rate"), 1e-9)?;
        same("adjusted", Some(ours.rate), at("adj.rate"), 1e-9)?;
        // Without events the package divides zero by zero; ours starts at zero.
        if ours.events > 0 {
            same("lci", limits.map(|l| l.low), at("lci"), 1e-9)?;
        }
        same("uci", limits.map(|l| l.high), at("uci"), 1e-9)?;
    }
    Ok(Outcome::Agrees)
}

pub fn check_rate(case: &Value) -> Verdict {
    check_indirect(case, multiplier(case, "multiplier", 100_000.0), |ours| ours.reference_rate)
}

pub fn check_ratio(case: &Value) -> Verdict {
    check_indirect(case, multiplier(case, "refvalue", 1.0), |_| 1.0)
}

fn check_indirect(case: &Value, times: f64, reference: impl Fn(&Indirect) -> f64) -> Verdict {
    if case["ok"] == false {
        return refusal(case, indirect(case));
    }
    let expected = &case["expected"];
    for (i, answer) in indirect(case)?.into_iter().enumerate() {
        let Answer::Indirect(ours) = answer else { continue };
        let at = |key: &str| &column(&expected[key])[i];
        let times = times * reference(&ours);
        equal("observed", ours.observed, at("observed"))?;
        same("expected", Some(ours.expected), at("expected"), 1e-9)?;
        if !expected["ref_rate"].is_null() {
            same("ref_rate", Some(times), at("ref_rate"), 1e-9)?;
        }
        same("value", Some(ours.ratio() * times), at("value"), 1e-9)?;
        equal("method", if ours.observed < 10 { "Exact" } else { "Byars" }, at("method"))?;
        for (confidence, level) in levels(case)? {
            let interval =
                ours.ratio_interval(Method::ExactThenByar, confidence).ok().map(|i| i.times(times));
            ends("indirect", interval, expected, &level, i)?;
        }
    }
    Ok(Outcome::Agrees)
}
