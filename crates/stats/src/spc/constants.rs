//! Constants of Shewhart's charts, computed for any subgroup size.

use std::f64::consts::PI;

use crate::distribution::{ln_gamma, normal};

/// The mean range of two in standard deviations, 2/√π, as tables print it (Montgomery, appendix VI).
pub const D2_PRINTED: f64 = 1.128;
/// Upper limit of a moving range in mean moving ranges, as tables print it.
pub const D4_PRINTED: f64 = 3.267;
/// Three standard deviations in mean moving ranges, as NHS Making Data Count takes it.
pub const NHS_LIMIT: f64 = 2.66;

/// What the mean standard deviation of `n` values falls short of the true one: √(2/(n − 1))
/// Γ(n/2)/Γ((n − 1)/2). Not defined below 2.
#[must_use]
pub fn c4(n: usize) -> Option<f64> {
    let n = n as f64;
    (n >= 2.0).then(|| (2.0 / (n - 1.0)).sqrt() * (ln_gamma(n / 2.0) - ln_gamma((n - 1.0) / 2.0)).exp())
}

/// The standard deviation of the standard deviation of `n` values, in true ones: √(1 − c4²).
#[must_use]
pub fn c5(n: usize) -> Option<f64> {
    c4(n).map(|c4| (1.0 - c4 * c4).sqrt())
}

/// Half the width of limits of a mean, in mean standard deviations, for `sigmas` of them.
#[must_use]
pub fn a3(n: usize, sigmas: f64) -> Option<f64> {
    c4(n).map(|c4| sigmas / (c4 * (n as f64).sqrt()))
}

/// The lower limit of a standard deviation in mean ones; not below 0.
#[must_use]
pub fn b3(n: usize, sigmas: f64) -> Option<f64> {
    Some((1.0 - sigmas * c5(n)? / c4(n)?).max(0.0))
}

/// The upper limit of a standard deviation in mean ones.
#[must_use]
pub fn b4(n: usize, sigmas: f64) -> Option<f64> {
    Some(1.0 + sigmas * c5(n)? / c4(n)?)
}

/// The mean range of `n` standard normal values, by Tippett's integral (Biometrika 1925;17:364).
#[must_use]
pub fn d2(n: usize) -> Option<f64> {
    let power = |p: f64| p.powi(n as i32);
    let beyond = |x: f64| 1.0 - power(normal::lower(x)) - power(normal::upper(x));
    (n >= 2).then(|| 2.0 * simpson(beyond, 0.0, 10.0))
}

/// The median range of `n` standard normal values: 0.9539 for two. It is what a median moving
/// range must be divided by, not 1.128.
#[must_use]
pub fn median_range(n: usize) -> Option<f64> {
    let below = |range: f64| {
        let density = |x: f64| {
            let within = normal::lower(x + range) - normal::lower(x);
            (-x * x / 2.0).exp() / (2.0 * PI).sqrt() * n as f64 * within.powi(n as i32 - 1)
        };
        simpson(density, -10.0, 10.0)
    };
    (n >= 2).then(|| {
        let (mut low, mut high) = (0.0, 10.0);
        while high - low > 1e-13 {
            let middle = f64::midpoint(low, high);
            if below(middle) < 0.5 {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    })
}

/// Simpson's rule on a smooth function: 1,000 steps leave no digit in doubt.
fn simpson(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    const STEPS: u32 = 1000;
    let width = (to - from) / f64::from(STEPS);
    let weighted = |i: u32| {
        let weight = if i == 0 || i == STEPS { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
        weight * f(from + width * f64::from(i))
    };
    (0..=STEPS).map(weighted).sum::<f64>() * width / 3.0
}
