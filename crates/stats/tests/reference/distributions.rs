//! Quantiles and distribution functions against R.

use kith_stats::NotDefined;
use kith_stats::distribution::{Beta, Binomial, ChiSquared, FRatio, Gamma, Poisson, Split, StudentT, normal};

use crate::cases::Row;
use crate::{Outcome, Table, Verdict};

pub const TABLES: &[Table] = &[Table { name: "distributions", column: "fn", run }];

/// A relative tolerance, below which nothing is forgiven but what doubles cannot hold.
const TOLERANCE: f64 = 1e-10;
/// R gives 0 for what is smaller than any normal double.
const SMALLEST: f64 = 1e-307;

fn run(row: &Row) -> Verdict {
    let number = |key: &str| -> Result<f64, String> {
        match row[key].as_str() {
            "Inf" => Ok(f64::INFINITY),
            "-Inf" => Ok(f64::NEG_INFINITY),
            other => other.parse().map_err(|_| format!("{key} is not a number: {other}")),
        }
    };
    let (a, b, p, expected) = (number("a")?, number("b")?, number("p")?, number("value")?);
    let call = row["fn"].as_str();
    let ours = answer(call, a, b, p).map_err(|error| format!("{call}({p}, {a}, {b}): {error}"))?;
    // R's qt polishes by the density, and keeps nine digits where the density is below any double.
    let unpolished = call == "qt" && p / expected.abs() < SMALLEST;
    let tolerance = if unpolished { 1e-8 } else { TOLERANCE };
    let near = |x: f64| ours == x || (ours - x).abs() <= (tolerance * x.abs()).max(SMALLEST);
    if near(expected) {
        Ok(Outcome::Agrees)
    } else {
        Err(format!("{call}({p}, {a}, {b}): ours {ours:e}, expected {expected:e}"))
    }
}

fn answer(call: &str, a: f64, b: f64, p: f64) -> Result<f64, NotDefined> {
    let split = || Split::below(p);
    Ok(match call {
        "qnorm" => a + b * normal::quantile(split()?),
        "pnorm" => normal::lower((p - a) / b),
        "pnorm_upper" => normal::upper((p - a) / b),
        "qt" => StudentT::new(a)?.quantile(split()?),
        "pt" => StudentT::new(a)?.lower(p),
        "pt_upper" => StudentT::new(a)?.upper(p),
        "qf" => FRatio::new(a, b)?.quantile(split()?),
        "pf" => FRatio::new(a, b)?.lower(p),
        "pf_upper" => FRatio::new(a, b)?.upper(p),
        "qchisq" => ChiSquared::new(a)?.quantile(split()?),
        "pchisq" => ChiSquared::new(a)?.lower(p),
        "pchisq_upper" => ChiSquared::new(a)?.upper(p),
        "qgamma_rate1" => Gamma::new(a)?.quantile(split()?),
        "pgamma_rate1" => Gamma::new(a)?.lower(p),
        "pgamma_rate1_upper" => Gamma::new(a)?.upper(p),
        "qbeta" => Beta::new(a, b)?.quantile(split()?),
        "pbeta" => Beta::new(a, b)?.lower(p),
        "pbeta_upper" => Beta::new(a, b)?.upper(p),
        "qpois" => Poisson::new(a)?.quantile(split()?),
        "ppois" => Poisson::new(a)?.lower(p),
        "ppois_upper" => Poisson::new(a)?.upper(p),
        "qbinom" => Binomial::new(a as u64, b)?.quantile(split()?),
        "pbinom" => Binomial::new(a as u64, b)?.lower(p),
        "pbinom_upper" => Binomial::new(a as u64, b)?.upper(p),
        _ => return Err(NotDefined::NotFinite),
    })
}
