//! Proportions, rates and their intervals.

use kith_stats::rate::{Count, Method};
use kith_stats::{Confidence, Interval, NotDefined, Proportion, Rate};
use serde_json::Value;

use super::{ends, levels, multiplier};
use crate::numbers::{column, equal, number, refusal, same};
use crate::{Outcome, Verdict};

fn whole(value: &Value) -> Option<u64> {
    number(value).filter(|x| *x >= 0.0 && x.fract() == 0.0).map(|x| x as u64)
}

/// Both columns, row by row; none where one is missing or cannot be.
fn rows<T>(input: &Value, of: impl Fn(&Value, &Value) -> Option<T>) -> Vec<Option<T>> {
    column(&input["x"]).iter().zip(column(&input["n"])).map(|(x, n)| of(x, n)).collect()
}

fn proportion(x: &Value, n: &Value) -> Option<Proportion> {
    Proportion::new(whole(x)?, whole(n)?).ok()
}

pub fn check_proportion(case: &Value) -> Verdict {
    let ours = rows(&case["input"], proportion);
    let all = || ours.iter().map(|p| p.and_then(|p| p.rate().ok())).collect::<Option<Vec<_>>>();
    if case["ok"] == false {
        return refusal(case, all().ok_or_else(|| "not defined".into()));
    }
    let times = multiplier(case, "multiplier", 1.0);
    let expected = &case["expected"];
    for (i, proportion) in ours.iter().enumerate() {
        let value = proportion.and_then(|p| p.rate().ok()).map(|rate| rate * times);
        same(&format!("value[{i}]"), value, &column(&expected["value"])[i], 1e-9)?;
        for (confidence, level) in levels(case)? {
            let interval = proportion.and_then(|p| p.wilson(confidence).ok()).map(|i| i.times(times));
            ends("proportion", interval, expected, &level, i)?;
        }
    }
    Ok(Outcome::Agrees)
}

pub fn check_rate(case: &Value) -> Verdict {
    let ours = rows(&case["input"], |x, n| Rate::new(whole(x)?, number(n)?).ok());
    if case["ok"] == false {
        return refusal(
            case,
            ours.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| "not defined".into()),
        );
    }
    let times = multiplier(case, "multiplier", 100_000.0);
    let expected = &case["expected"];
    for (i, rate) in ours.iter().enumerate() {
        same(&format!("value[{i}]"), rate.map(|rate| rate.per(times)), &column(&expected["value"])[i], 1e-9)?;
        let exact = rate.is_some_and(|rate| rate.events() < Count(10));
        equal("method", if exact { "Exact" } else { "Byars" }, &column(&expected["method"])[i])?;
        for (confidence, level) in levels(case)? {
            let interval = rate.and_then(|r| r.interval(times, Method::ExactThenByar, confidence).ok());
            ends("rate", interval, expected, &level, i)?;
        }
    }
    Ok(Outcome::Agrees)
}

pub fn check_base_r(case: &Value) -> Verdict {
    type Of = fn(Proportion) -> Result<Interval, NotDefined>;
    const P95: Confidence = Confidence::P95;
    let known: [(&str, f64, Of); 6] = [
        ("clopper_pearson", 1e-9, |p| p.clopper_pearson(P95)),
        ("wilson", 1e-9, |p| p.wilson(P95)),
        ("wilson_continuity", 1e-9, |p| p.wilson_continuity(P95)),
        ("jeffreys", 1e-9, |p| p.jeffreys(P95)),
        ("poisson_exact_count", 1e-9, |p| Count(p.numerator()).interval(Method::Exact, P95)),
        ("poisson_midp_count", 1e-7, |p| Count(p.numerator()).interval(Method::MidP, P95)),
    ];
    let ours = rows(&case["input"], proportion);
    for (name, theirs) in case["expected"].as_object().ok_or("nothing is expected")? {
        let (_, tolerance, interval) =
            known.iter().find(|(known, ..)| known == name).ok_or_else(|| format!("{name} is not known"))?;
        for (i, proportion) in ours.iter().enumerate() {
            let found = proportion.and_then(|p| interval(p).ok());
            same(
                &format!("{name} lower[{i}]"),
                found.map(|f| f.low),
                &column(&theirs["lower"])[i],
                *tolerance,
            )?;
            same(
                &format!("{name} upper[{i}]"),
                found.map(|f| f.high),
                &column(&theirs["upper"])[i],
                *tolerance,
            )?;
        }
    }
    Ok(Outcome::Agrees)
}
