//! Two proportions side by side, from different people.

use crate::estimate::Contrast;
use crate::{Confidence, Interval, NotDefined, Proportion};

/// `a` minus `b` with Newcombe's hybrid score interval (Newcombe, Stat Med 1998;17:873, method
/// 10), which stays within −1 and 1 and holds for small groups and for rates of 0 and 1.
///
/// # Errors
/// [`NotDefined::EmptyDenominator`] when either side is over nobody.
pub fn difference(a: Proportion, b: Proportion, confidence: Confidence) -> Result<Contrast, NotDefined> {
    let (rate_a, rate_b) = (a.rate()?, b.rate()?);
    let (wilson_a, wilson_b) = (a.wilson(confidence)?, b.wilson(confidence)?);
    let estimate = rate_a - rate_b;
    let below = (rate_a - wilson_a.low).hypot(wilson_b.high - rate_b);
    let above = (wilson_a.high - rate_a).hypot(rate_b - wilson_b.low);
    Ok(Contrast { estimate, interval: Interval { low: estimate - below, high: estimate + above } })
}

/// `a` over `b` with the interval on the log scale (Katz et al., Biometrics 1978;34:469).
///
/// For a rate that is wanted, compare the complements too: 90 % against 95 % done is 0.95-fold,
/// while not done is 2-fold.
///
/// # Errors
/// [`NotDefined::EmptyDenominator`], or [`NotDefined::NotAboveZero`] when either side has no
/// events: the ratio is then zero, infinite or nothing, and the log interval says nothing.
pub fn ratio(a: Proportion, b: Proportion, confidence: Confidence) -> Result<Contrast, NotDefined> {
    Ok(a.estimate()?.ln_ratio(b.estimate()?)?.exp(confidence))
}

/// The fewest further people of `group` who must have the event for its distance below
/// `reference` to shrink to the share `remaining` of today's: 0.5 halves it, 0 closes it. None
/// when the group is not below.
///
/// # Errors
/// [`NotDefined::EmptyDenominator`], or [`NotDefined::TargetOutOfRange`] for a share that is not
/// between 0 and 1.
pub fn visits_to_narrow(group: Proportion, reference: Proportion, remaining: f64) -> Result<u64, NotDefined> {
    if !(0.0..=1.0).contains(&remaining) {
        return Err(NotDefined::TargetOutOfRange);
    }
    let (here, there) = (group.rate()?, reference.rate()?);
    group.visits_to_reach(there - remaining * (there - here).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numerator: u64, denominator: u64) -> Proportion {
        Proportion::new(numerator, denominator).expect("the test's numerator is within")
    }

    /// Examples of Newcombe 1998, method 10, to four digits.
    #[test]
    fn newcombe_agrees_with_the_paper() {
        for (a, b, low, high) in [
            (of(56, 70), of(48, 80), 0.0524, 0.3339),
            (of(9, 10), of(3, 10), 0.1705, 0.8090),
            (of(5, 56), of(0, 29), -0.0381, 0.1926),
            (of(0, 10), of(0, 10), -0.2775, 0.2775),
            (of(10, 10), of(0, 10), 0.6075, 1.0),
        ] {
            let interval = difference(a, b, Confidence::P95).unwrap().interval;
            assert!((interval.low - low).abs() < 6e-5, "{a:?} {b:?} {interval:?}");
            assert!((interval.high - high).abs() < 6e-5, "{a:?} {b:?} {interval:?}");
        }
    }

    #[test]
    fn a_ratio_to_nothing_is_not_defined() {
        let of_none = ratio(of(3, 10), of(0, 10), Confidence::P95);
        assert_eq!(of_none, Err(NotDefined::NotAboveZero));
        let twice = ratio(of(10, 100), of(5, 100), Confidence::P95).unwrap();
        let half_width = 1.959_963_984_540_054 * (0.1_f64 - 0.01 + 0.2 - 0.01).sqrt();
        assert!((twice.interval.high - 2.0 * half_width.exp()).abs() < 1e-12);
    }

    #[test]
    fn twenty_three_more_visits_halve_the_gap() {
        assert_eq!(visits_to_narrow(of(108, 180), of(428, 500), 0.5), Ok(24));
        assert_eq!(visits_to_narrow(of(110, 180), of(433, 500), 0.5), Ok(23));
        assert_eq!(visits_to_narrow(of(60, 100), of(80, 100), 0.5), Ok(10));
        assert_eq!(visits_to_narrow(of(60, 100), of(80, 100), 0.0), Ok(20));
        assert_eq!(visits_to_narrow(of(90, 100), of(80, 100), 0.5), Ok(0));
    }
}
