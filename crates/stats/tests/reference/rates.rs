//! Rates of every kind against PHEindicatormethods, epitools and base R.

mod intervals;
mod standardised;

use kith_stats::life::{AgeBand, STANDARD_AGES, life_expectancy};
use kith_stats::means::{Mean, quantile_groups};
use kith_stats::slope::{Group, Scale, slope};
use kith_stats::{Confidence, Draws, Interval};
use serde_json::Value;

use crate::numbers::{column, equal, number, numbers, refusal, same};
use crate::{Family, Outcome, Verdict};

pub const FAMILIES: &[Family] = &[
    family("rates: PHE proportion", |case| calls(case, "phe_proportion("), intervals::check_proportion),
    family("rates: PHE rate", |case| calls(case, "phe_rate("), intervals::check_rate),
    family("rates: base R intervals", |case| calls(case, "binom.test / prop.test"), intervals::check_base_r),
    family("rates: PHE direct", |case| calls(case, "calculate_dsr("), standardised::check_direct),
    family("rates: PHE indirect rate", |case| calls(case, "calculate_ISRate("), standardised::check_rate),
    family("rates: PHE indirect ratio", |case| calls(case, "calculate_ISRatio("), standardised::check_ratio),
    family("rates: epitools Fay-Feuer", |case| calls(case, "ageadjust.direct("), standardised::check_gamma),
    family("rates: PHE mean", |case| calls(case, "phe_mean("), check_mean),
    family("rates: PHE quantile groups", |case| calls(case, "phe_quantile("), check_groups),
    family("rates: PHE life expectancy", |case| calls(case, "phe_life_expectancy("), check_life),
    family("rates: PHE slope index", |case| call(case).contains("phe_sii("), check_slope),
];

const fn family(name: &'static str, owns: fn(&Value) -> bool, run: fn(&Value) -> Verdict) -> Family {
    Family { name, owns, run }
}

fn call(case: &Value) -> &str {
    case["call"].as_str().unwrap_or_default()
}

fn calls(case: &Value, start: &str) -> bool {
    call(case).starts_with(start)
}

/// An argument of the call, such as `multiplier=100`.
fn argument<'a>(case: &'a Value, name: &str) -> Option<&'a str> {
    let (_, rest) = call(case).split_once(&format!("{name}="))?;
    let end = if rest.starts_with("c(") { ")" } else { "," };
    Some(rest.split(end).next()?.trim_start_matches("c(").trim_end_matches(')').trim())
}

fn multiplier(case: &Value, name: &str, usual: f64) -> f64 {
    argument(case, name).and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The levels of a call, each with the names of its columns.
fn levels(case: &Value) -> Result<Vec<(Confidence, String)>, String> {
    let texts: Vec<&str> = argument(case, "confidence").unwrap_or("0.95").split(',').map(str::trim).collect();
    let parse = |text: &&str| -> Result<(Confidence, String), String> {
        let level: f64 = text.parse().map_err(|_| format!("no level: {text}"))?;
        let percent = if level > 1.0 { level } else { level * 100.0 };
        let confidence = Confidence::new(percent / 100.0).map_err(|error| error.to_string())?;
        let named = format!("{percent:.1}").replace('.', "_");
        Ok((confidence, if texts.len() > 1 { format!("{named}cl") } else { "cl".into() }))
    };
    texts.iter().map(parse).collect()
}

/// Both ends of an interval beside the columns of its level.
fn ends(what: &str, ours: Option<Interval>, expected: &Value, level: &str, row: usize) -> Result<(), String> {
    for (end, ours) in [("lower", ours.map(|i| i.low)), ("upper", ours.map(|i| i.high))] {
        let key = format!("{end}{level}");
        let theirs = &expected[&key];
        if theirs.is_null() {
            return Err(format!("no column {key}"));
        }
        same(&format!("{what} {key}[{row}]"), ours, &column(theirs)[row], 1e-9)?;
    }
    Ok(())
}

/// The values of a column by group, in the order of the groups' names.
fn by_group(groups: &Value, rows: usize) -> Vec<(&str, Vec<usize>)> {
    let names: Vec<&str> = match groups.as_array() {
        Some(names) => names.iter().map(|name| name.as_str().unwrap_or_default()).collect(),
        None => vec![""; rows],
    };
    let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
    for (row, name) in names.into_iter().enumerate() {
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(row),
            None => found.push((name, vec![row])),
        }
    }
    found.sort_by_key(|(name, _)| *name);
    found
}

fn check_mean(case: &Value) -> Verdict {
    let (input, expected) = (&case["input"], &case["expected"]);
    let values = numbers(&input["x"]);
    let ours = || -> Result<Vec<Mean>, String> {
        by_group(&input["g"], values.len())
            .into_iter()
            .map(|(_, rows)| {
                let present: Vec<f64> = rows.into_iter().filter_map(|row| values[row]).collect();
                Mean::of(&present).map_err(|error| error.to_string())
            })
            .collect()
    };
    if case["ok"] == false {
        return refusal(case, ours());
    }
    for (i, mean) in ours()?.into_iter().enumerate() {
        let at = |key: &str| &column(&expected[key])[i];
        same("sum", Some(mean.sum), at("value_sum"), 1e-9)?;
        equal("count", mean.count, at("value_count"))?;
        same("stdev", mean.deviation, at("stdev"), 1e-9)?;
        same("value", Some(mean.mean), at("value"), 1e-9)?;
        for (confidence, level) in levels(case)? {
            ends("mean", mean.interval(confidence).ok(), expected, &level, i)?;
        }
    }
    Ok(Outcome::Agrees)
}

fn check_groups(case: &Value) -> Verdict {
    let values = numbers(&case["input"]["v"]);
    let groups = argument(case, "nquantiles").and_then(|text| text.parse().ok()).unwrap_or(10);
    let ours = |inverted| quantile_groups(&values, groups, inverted).map_err(|error| error.to_string());
    if case["ok"] == false {
        return refusal(case, ours(true));
    }
    for (key, inverted) in [("inverted", true), ("not_inverted", false)] {
        let theirs = column(&case["expected"][key]);
        // Fewer values than groups: the package leaves every place empty.
        let found = ours(inverted).unwrap_or_else(|_| vec![None; values.len()]);
        for (i, group) in found.into_iter().enumerate() {
            equal(&format!("{key}[{i}]"), group.map_or(Value::Null, Value::from), &theirs[i])?;
        }
    }
    Ok(Outcome::Agrees)
}

fn check_life(case: &Value) -> Verdict {
    let (input, expected) = (&case["input"], &case["expected"]);
    let ours = || {
        let (deaths, people) = (numbers(&input["deaths"]), numbers(&input["pop"]));
        let mut bands: Vec<AgeBand> = column(&input["startage"])
            .iter()
            .enumerate()
            .map(|(i, from)| {
                let from = from.as_u64().and_then(|age| u32::try_from(age).ok()).ok_or("not an age")?;
                let (deaths, people) = (deaths[i].ok_or("no deaths")?, people[i].ok_or("no people")?);
                Ok(AgeBand { from, deaths, people })
            })
            .collect::<Result<_, &str>>()
            .map_err(String::from)?;
        bands.sort_by_key(|band| band.from);
        life_expectancy(&bands, &STANDARD_AGES).map_err(|error| error.to_string())
    };
    if case["ok"] == false {
        return refusal(case, ours());
    }
    if numbers(&expected["lowercl"]).iter().all(Option::is_none) {
        // Suppressed with a warning: there is nothing to show.
        return refusal(case, ours());
    }
    for (i, row) in ours()?.into_iter().enumerate() {
        let at = |key: &str| &column(&expected[key])[i];
        equal("age", row.age, at("startage"))?;
        same("value", (!row.imprecise).then_some(row.years), at("value"), 1e-9)?;
        same("people", Some(row.people), at("pops_used"), 1e-9)?;
        same("deaths", Some(row.deaths), at("dths_used"), 1e-9)?;
        for (confidence, level) in levels(case)? {
            ends("life", Some(row.interval(confidence)), expected, &level, i)?;
        }
    }
    Ok(Outcome::Agrees)
}

fn check_slope(case: &Value) -> Verdict {
    let (input, expected) = (&case["input"], &case["expected"]);
    let times = multiplier(case, "multiplier", 1.0);
    let scale = match argument(case, "value_type") {
        None | Some("0") => Scale::Plain,
        Some("1") => Scale::Log,
        Some("2") => Scale::Logit,
        Some(other) => return Err(format!("value_type {other} is not known")),
    };
    let groups = || -> Result<Vec<Group>, String> {
        let column = |key: &str| numbers(&input[key]).into_iter().collect::<Option<Vec<f64>>>();
        let (people, errors) = (column("population").ok_or("no people")?, column("se").ok_or("no errors")?);
        let values = column("value").ok_or("no values")?;
        let group = |i: usize| Group { people: people[i], value: values[i], standard_error: errors[i] };
        Ok((0..people.len()).map(group).collect())
    };
    let draws = Draws { count: 100_000, ..Draws::USUAL };
    let ours = |confidence| slope(&groups()?, scale, confidence, draws).map_err(|error| error.to_string());
    if case["ok"] == false {
        return refusal(case, ours(Confidence::P95));
    }
    for (confidence, level) in levels(case)? {
        let ours = ours(confidence)?;
        same("sii", Some(ours.sii * times), &column(&expected["sii"])[0], 1e-9)?;
        if !expected["rii"].is_null() {
            same("rii", Some(ours.rii), &column(&expected["rii"])[0], 1e-9)?;
        }
        if !expected["intercept"].is_null() {
            same("intercept", Some(ours.intercept), &column(&expected["intercept"])[0], 1e-9)?;
        }
        // The columns carry the level even when there is one only.
        let level = if level == "cl" {
            format!("{:.1}", confidence.level() * 100.0).replace('.', "_") + "cl"
        } else {
            level
        };
        for (name, ours) in [("sii", Some(ours.sii_limits.times(times))), ("rii", ours.rii_limits)] {
            let at = |end: &str| number(&column(&expected[format!("{name}_{end}{level}")])[0]);
            let (Some(low), Some(high)) = (at("lower"), at("upper")) else { continue };
            let ours = ours.ok_or_else(|| format!("no limits of {name}"))?;
            let near = 0.01 * (high - low).abs();
            if (ours.low - low).abs() > near || (ours.high - high).abs() > near {
                return Err(format!("{name}: ours {ours:?}, expected {low} to {high}"));
            }
        }
    }
    Ok(Outcome::Agrees)
}
