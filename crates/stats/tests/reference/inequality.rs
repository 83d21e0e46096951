//! The measures of the WHO toolkit against healthequal and its corrections.
//!
//! A case of grouped or individual data holds one answer for each measure.

use kith_stats::inequality::{
    Answer, Better, Errors, Group, Limits, Measure, Model, Normalisation, Setting, concentration, gradient,
    survey,
};
use kith_stats::{Confidence, Draws, Interval, NotDefined};
use serde_json::Value;

use crate::numbers::{column, number, numbers, refusal, same};
use crate::{Family, Outcome, Verdict};

pub const FAMILIES: &[Family] = &[Family { name: "inequality", owns, run }];

/// Enough for limits within 2 % of the width by a wide margin.
const DRAWS: Draws = Draws { count: 60_000, seed: 1 };

/// Of regressions.
const LOOSE: f64 = 1e-6;

const CLOSE: f64 = 1e-9;

fn owns(case: &Value) -> bool {
    case["package"] == "healthequal"
}

fn run(case: &Value) -> Verdict {
    let mut refused = false;
    for (name, part) in case["measures"].as_object().ok_or("no measures")? {
        let verdict = if case["input"]["weight"].is_array() {
            individual(case, name, part)
        } else {
            grouped(case, name, part)
        };
        refused |= matches!(verdict.map_err(|problem| format!("{name}: {problem}"))?, Outcome::Refused);
    }
    closed_forms(case)?;
    // A case counts as refused only when nothing in it was to be answered.
    let answered = case["measures"].as_object().into_iter().flatten().any(|(_, part)| part["ok"] == true);
    Ok(if refused && !answered { Outcome::Refused } else { Outcome::Agrees })
}

fn level(case: &Value) -> Result<Confidence, String> {
    Confidence::new(case["conf_level"].as_f64().unwrap_or(0.95)).map_err(|error| error.to_string())
}

fn setting(input: &Value, ordered: bool) -> Setting {
    let of = |key: &str| numbers(&input[key]);
    let (estimates, errors, people) = (of("est"), of("se"), of("pop"));
    let at = |values: &[Option<f64>], i: usize| values.get(i).copied().flatten();
    let mut places: Vec<usize> = (0..estimates.len()).collect();
    let order = numbers(&input["subgroup_order"]);
    if ordered {
        places.sort_by(|&a, &b| at(&order, a).partial_cmp(&at(&order, b)).expect("orders are numbers"));
    }
    let group = |&i: &usize| Group {
        estimate: at(&estimates, i),
        standard_error: at(&errors, i),
        population: at(&people, i),
    };
    let is_reference =
        |&i: &usize| column(&input["reference_subgroup"]).get(i).is_some_and(|r| number(r) == Some(1.0));
    let favourable = number(&column(&input["favourable_indicator"])[0]) == Some(1.0);
    Setting {
        groups: places.iter().map(group).collect(),
        ordered,
        reference: places.iter().position(is_reference),
        better: if favourable { Better::Higher } else { Better::Lower },
        per: number(&column(&input["scaleval"])[0]).unwrap_or(1.0),
    }
}

/// The unit that the package guesses when none is given.
fn guessed_unit(input: &Value) -> f64 {
    let most = numbers(&input["est"]).into_iter().flatten().fold(0.0, f64::max);
    [1.0, 1e2, 1e3, 1e4, 1e5].into_iter().find(|unit| most <= *unit).unwrap_or(1e6)
}

fn grouped(case: &Value, name: &str, part: &Value) -> Verdict {
    let input = &case["input"];
    let given = |key: &str| column(&part["args_given"]).iter().any(|argument| argument == key);
    let told = part["args_given"].is_array();
    let ordered = (given("subgroup_order") || !told) && input["subgroup_order"].is_array();
    let mut setting = setting(input, ordered);
    if told && !given("reference_subgroup") {
        setting.reference = None;
    }
    if name.ends_with("_frac") {
        scale_down(&mut setting);
    }
    let p = level(case)?;
    if part["reference"].is_object() {
        return unit_weights(&Setting { per: guessed_unit(input), ..setting }, &part["reference"], p);
    }
    let guessed = Setting { per: guessed_unit(input), ..setting.clone() };
    // The file of variants has one function only, whose call says between what it is bounded.
    let code = part["fn"].as_str().unwrap_or("rci");
    let ours = match code {
        "aci" => concentration(&setting, Normalisation::Absolute, Errors::Model, p),
        "rci" => concentration(&setting, normalisation(name, case), Errors::Model, p),
        "sii" | "rii" if name.ends_with("_logit") => return twice_weighted(&guessed, part, p),
        "sii" => gradient(&guessed, Model::Linear, Errors::Robust, p).map(|found| found.slope),
        "rii" => gradient(&guessed, Model::Linear, Errors::Robust, p).and_then(|found| found.relative),
        _ => {
            let code = if code == "parisk" { "par" } else { code };
            let measure = Measure::of_code(code).ok_or_else(|| format!("no measure {code}"))?;
            setting.measure_all(&[measure], p, DRAWS, Limits::Toolkit).remove(0).1
        }
    };
    compare(
        part,
        ours,
        if matches!(code, "sii" | "rii" | "aci" | "rci") { LOOSE } else { CLOSE },
        guessed.per,
    )
}

/// The package's logistic gradients count each group twice over. Ours are checked against the right
/// fit, so here only that both exist and point the same way.
fn twice_weighted(setting: &Setting, part: &Value, p: Confidence) -> Verdict {
    let ours = gradient(setting, Model::Logit, Errors::Robust, p);
    if part["ok"] == false {
        return refusal(part, ours.map_err(|reason| reason.to_string()));
    }
    let theirs = number(&part["package"]["estimate"]).ok_or("no estimate")?;
    let ours = ours.map_err(|reason| reason.to_string())?;
    let (sign, ours) = match part["fn"].as_str() {
        Some("sii") => (theirs, ours.slope.estimate),
        _ => (theirs - 1.0, ours.relative.map_err(|reason| reason.to_string())?.estimate - 1.0),
    };
    if sign * ours > 0.0 { Ok(Outcome::Agrees) } else { Err(format!("ours {ours}, theirs {theirs}")) }
}

fn unit_weights(setting: &Setting, expected: &Value, p: Confidence) -> Verdict {
    for (errors, suffix) in [(Errors::Model, "se_model"), (Errors::Robust, "se_hc1")] {
        let found = gradient(setting, Model::Logit, errors, p).map_err(|reason| reason.to_string())?;
        let relative = found.relative.map_err(|reason| reason.to_string())?;
        same("sii", Some(found.slope.estimate), &expected["sii"], LOOSE)?;
        same("rii", Some(relative.estimate), &expected["rii"], LOOSE)?;
        same(suffix, found.slope.standard_error, &expected[format!("sii_{suffix}")], LOOSE)?;
        same(suffix, relative.standard_error, &expected[format!("log_rii_{suffix}")], LOOSE)?;
    }
    Ok(Outcome::Agrees)
}

fn normalisation(name: &str, case: &Value) -> Normalisation {
    let call = case["call"].as_str().unwrap_or_default();
    let end = |key: &str| {
        let told = call.split_once(&format!("{key}=")).map(|(_, rest)| rest.split([',', ')']).next());
        let given = number(&column(&case["input"][key])[0]);
        told.flatten().and_then(|text| text.trim().parse().ok()).or(given)
    };
    let bounds = end("lmin").zip(end("lmax")).map(|(low, high)| Interval { low, high });
    if name.contains("wagstaff") {
        Normalisation::Wagstaff { bounds }
    } else if name.contains("erreygers") {
        Normalisation::Erreygers { bounds }
    } else {
        Normalisation::Relative
    }
}

fn scale_down(setting: &mut Setting) {
    for group in &mut setting.groups {
        group.estimate = group.estimate.map(|estimate| estimate / setting.per);
        group.standard_error = group.standard_error.map(|error| error / setting.per);
    }
    setting.per = 1.0;
}

/// Against the corrected answer where there is one, and simulated limits against the long simulation.
fn compare(part: &Value, ours: Result<Answer, NotDefined>, tolerance: f64, unit: f64) -> Verdict {
    let long = &part["monte_carlo_reference"];
    let corrected = if part["corrected"].is_object() { &part["corrected"] } else { &part["package"] };
    if part["ok"] == false && !long.is_object() && !part["corrected"].is_object() {
        // Two groups are refused by the package only, not by us.
        let only_few = part["error"].as_str().is_some_and(|error| error.contains("more than two"));
        return match ours {
            Ok(answer) if only_few && answer.interval.is_ok() => Ok(Outcome::Agrees),
            ours => refusal(part, ours.map_err(|reason| reason.to_string())),
        };
    }
    let unanswered = corrected.is_object() && !number(&corrected["estimate"]).is_some_and(f64::is_finite);
    let answer = match ours {
        Err(_) if unanswered => return Ok(Outcome::Refused),
        Err(reason) => return Err(reason.to_string()),
        Ok(answer) if unanswered => return Err(format!("{answer:?} where there is no answer")),
        Ok(answer) => answer,
    };
    if corrected.is_object() {
        same("estimate", Some(answer.estimate), &corrected["estimate"], tolerance)?;
    }
    if long.is_object() {
        let limits = answer.interval.map_err(|reason| reason.to_string())?;
        let (low, high) = number(&long["lowerci"]).zip(number(&long["upperci"])).ok_or("no limits")?;
        let close = |a: f64, b: f64| (a - b).abs() <= 0.02 * (high - low);
        let agree = close(limits.low, low) && close(limits.high, high);
        return if agree { Ok(Outcome::Agrees) } else { Err(format!("{limits:?}, expected {long}")) };
    }
    let interval = answer.interval.ok();
    // The package gives its slopes' standard error as a share beside limits in the unit.
    let scale = if part["fn"] == "sii" { unit } else { 1.0 };
    same("se", answer.standard_error.map(|error| error / scale), &corrected["se"], tolerance)?;
    same("lower", interval.map(|limits| limits.low), &corrected["lowerci"], tolerance)?;
    same("upper", interval.map(|limits| limits.high), &corrected["upperci"], tolerance)?;
    Ok(Outcome::Agrees)
}

/// The variants file: concentration indices of shares between 0 and 1.
fn closed_forms(case: &Value) -> Result<(), String> {
    let oracle = &case["closed_form_oracle"];
    if !oracle.is_object() {
        return Ok(());
    }
    let setting = setting(&case["input"], true);
    let bounds = Some(Interval { low: 0.0, high: 1.0 });
    for (name, normalisation) in [
        ("rci", Normalisation::Relative),
        ("aci", Normalisation::Absolute),
        ("wagstaff", Normalisation::Wagstaff { bounds }),
        ("erreygers", Normalisation::Erreygers { bounds }),
    ] {
        let ours = concentration(&setting, normalisation, Errors::Model, Confidence::P95);
        same(name, ours.ok().map(|answer| answer.estimate), &oracle[name], CLOSE)?;
    }
    Ok(())
}

fn individual(case: &Value, name: &str, part: &Value) -> Verdict {
    let input = &case["input"];
    let of = |key: &str| numbers(&input[key]);
    let (values, order, weights) = (of("est"), of("subgroup_order"), of("weight"));
    let designed = !name.ends_with("noweightdesign");
    let place = |key: &str, i: usize| number(column(&input[key]).get(i)?).map(|number| number as u64);
    let person = |i: usize| {
        Some(survey::Respondent {
            value: values[i]?,
            group: order[i]? as u32,
            weight: weights[i]?,
            unit: if designed { place("psu", i) } else { None },
            stratum: if designed { place("strata", i) } else { None },
        })
    };
    let people: Vec<_> = (0..values.len()).map(person).collect::<Option<_>>().ok_or("a value is missing")?;
    let p = level(case)?;
    let model = if name.contains("linear") { Model::Linear } else { Model::Logit };
    let ours = match part["fn"].as_str() {
        Some("sii") => survey::gradient(&people, model, p).map(|found| found.slope),
        Some("rii") => survey::gradient(&people, model, p).and_then(|found| found.relative),
        Some("aci") => survey::concentration(&people, Normalisation::Absolute, p),
        Some("rci") => survey::concentration(&people, normalisation(name, case), p),
        other => return Err(format!("no measure {other:?}")),
    };
    compare(part, ours, LOOSE, 1.0)
}
