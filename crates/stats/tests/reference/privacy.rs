//! Noise mechanisms against their closed forms.

use kith_stats::noise::{DiscreteGaussian, TwoSidedGeometric};
use serde_json::Value;

use crate::numbers::{number, same};
use crate::{Family, Outcome, Verdict};

pub const FAMILIES: &[Family] = &[Family { name: "privacy", owns, run }];

/// The least number that the cases tell from zero.
const LEAST: f64 = 1e-300;

fn owns(case: &Value) -> bool {
    case["mechanism"].is_string()
}

fn run(case: &Value) -> Verdict {
    let of = |key: &str| number(&case[key]).ok_or_else(|| format!("no {key}"));
    let noise = case["t"].as_i64().ok_or("no t")?;
    let found = match case["mechanism"].as_str() {
        Some("two_sided_geometric") => {
            let noisy = TwoSidedGeometric::new(of("epsilon")?, of("sensitivity")?);
            noisy.map(|noisy| {
                let within = noisy.within(noise.unsigned_abs());
                [
                    ("pmf", noisy.exactly(noise)),
                    ("cdf", noisy.at_most(noise)),
                    ("variance", noisy.variance()),
                    ("prob_abs_le_t", within),
                ]
            })
        }
        Some("discrete_gaussian") => {
            let noisy = DiscreteGaussian::new(of("sigma2")?, of("sensitivity")?);
            noisy.map(|noisy| {
                [
                    ("pmf", noisy.exactly(noise)),
                    ("cdf", noisy.at_most(noise)),
                    ("variance", noisy.variance()),
                    ("rho_zcdp", noisy.concentrated()),
                ]
            })
        }
        other => return Err(format!("no mechanism {other:?}")),
    };
    for (key, ours) in found.map_err(|reason| reason.to_string())? {
        if case[key].is_null() {
            continue;
        }
        same(key, Some(ours), &case[key], 1e-9)?;
        // Small probabilities to their own digits, not to an absolute distance.
        let theirs = of(key)?;
        if theirs > LEAST && (ours / theirs - 1.0).abs() > 1e-9 {
            return Err(format!("{key}: ours {ours}, expected {theirs}"));
        }
    }
    Ok(Outcome::Agrees)
}
