//! The gamma function and the point probabilities that every tail starts from.
//!
//! Stirling's series with Loader's deviance keep the relative error near 1e-14 where factorials
//! would cancel (C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000).

use std::f64::consts::PI;

/// From here on Stirling's series has all digits of a double.
const ASYMPTOTIC: f64 = 16.0;

/// ln Γ(x) for x above 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    ln_gamma_1p(x) - x.ln()
}

/// ln Γ(x + 1) for x from 0 on: the recurrence up to 16, then Stirling.
pub(super) fn ln_gamma_1p(x: f64) -> f64 {
    let mut product = 1.0;
    let mut at = x;
    while at < ASYMPTOTIC {
        at += 1.0;
        product *= at;
    }
    (at + 0.5) * at.ln() - at + 0.5 * (2.0 * PI).ln() + stirling_tail(at) - f64::ln(product)
}

/// What Stirling's formula misses: ln Γ(x + 1) − ((x + ½) ln x − x + ½ ln 2π).
pub(super) fn stirling_error(x: f64) -> f64 {
    if x >= ASYMPTOTIC {
        stirling_tail(x)
    } else {
        ln_gamma_1p(x) - (x + 0.5) * x.ln() + x - 0.5 * (2.0 * PI).ln()
    }
}

/// The asymptotic series 1/12x − 1/360x³ + …, for large x.
fn stirling_tail(x: f64) -> f64 {
    let square = x * x;
    let inner = 1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 / square) / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - inner / square) / square) / x
}

/// Loader's deviance x ln(x/m) + m − x, with the logarithm of m given because m may underflow.
pub(super) fn deviance(x: f64, m: f64, ln_m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * (x.ln() - ln_m) + m - x;
    }
    let ratio = (x - m) / (x + m);
    let square = ratio * ratio;
    let mut sum = (x - m) * ratio;
    let mut power = 2.0 * x * ratio;
    for j in 1..1000 {
        power *= square;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// ln(1 − e^x) for x below 0.
pub(super) fn ln_1m_exp(x: f64) -> f64 {
    if x > -std::f64::consts::LN_2 { (-x.exp_m1()).ln() } else { (-x.exp()).ln_1p() }
}
