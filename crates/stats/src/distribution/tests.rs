use proptest::prelude::*;

use super::*;

fn close(ours: f64, expected: f64) {
    assert!(
        ours == expected || ((ours - expected) / expected).abs() < 1e-12,
        "ours {ours}, expected {expected}"
    );
}

#[test]
fn quantiles_agree_where_a_formula_gives_them() {
    for p in [1e-200, 1e-20, 1e-3, 0.3, 0.5, 0.7, 0.999] {
        let split = Split::below(p).unwrap();
        // Two degrees of freedom: exponential of mean 2.
        close(ChiSquared::new(2.0).unwrap().quantile(split), -2.0 * (-p).ln_1p());
        close(Beta::new(1.0, 1.0).unwrap().quantile(split), p);
        close(Beta::new(3.0, 1.0).unwrap().quantile(split), p.cbrt());
        // One degree of freedom: Cauchy. Its tangent turns at one half.
        let t = StudentT::new(1.0).unwrap().quantile(split);
        let cauchy = if p == 0.5 { 0.0 } else { -1.0 / (std::f64::consts::PI * p).tan() };
        close(t, cauchy);
    }
}

/// Far out, the upper tail of t with 5 degrees of freedom is 9.490… / t⁵.
#[test]
fn a_t_quantile_follows_its_power_law() {
    let scale = 25.0 * 2.0 / ((5.0 * std::f64::consts::PI).sqrt() * ln_gamma(2.5).exp());
    let t = StudentT::new(5.0).unwrap();
    for p in [1e-100, 1e-200, 1e-300] {
        close(t.quantile(Split::below(p).unwrap()), -(scale / p).powf(0.2));
    }
}

#[test]
fn tails_of_f_are_those_of_the_squared_t() {
    let t = StudentT::new(7.0).unwrap();
    let f = FRatio::new(1.0, 7.0).unwrap();
    for x in [0.01, 0.5, 2.0, 40.0] {
        close(f.upper(x * x), 2.0 * t.upper(x));
        close(f.quantile(Split::above(2.0 * t.upper(x)).unwrap()), x * x);
    }
}

#[test]
fn discrete_quantiles_stand_on_their_steps() {
    let dice = Binomial::new(10, 0.3).unwrap();
    for k in 0..9 {
        let k = f64::from(k);
        assert_eq!(dice.quantile(Split::below(dice.lower(k)).unwrap()), k);
        assert_eq!(dice.quantile(Split::below(dice.lower(k) + 1e-9).unwrap()), k + 1.0);
    }
    let events = Poisson::new(2.5).unwrap();
    for k in 0..20 {
        let below: f64 = (0..=k).map(|i| events.exactly(i)).sum();
        close(events.lower(k as f64), below);
    }
}

/// Walked to or searched for, a quantile is the same.
#[test]
fn steps_lead_to_the_quantiles() {
    for side in [Split::below, Split::above] {
        let tails = [0.025, 0.001].map(|tail| side(tail).unwrap());
        for (n, p) in [(1, 0.5), (3, 0.01), (40, 0.13), (900, 0.5), (5000, 0.001), (1_000_000, 0.2)] {
            let of = Binomial::new(n, p).unwrap();
            for (step, tail) in of.steps(&tails).into_iter().zip(&tails) {
                assert_eq!(step.count, of.quantile(*tail), "binomial {n} {p} {tail:?}");
                assert!((0.0..=1.0).contains(&step.beyond));
            }
            let of = Poisson::new(n as f64 * p).unwrap();
            for (step, tail) in of.steps(&tails).into_iter().zip(&tails) {
                assert_eq!(step.count, of.quantile(*tail), "Poisson {} {tail:?}", n as f64 * p);
            }
        }
    }
}

#[test]
fn what_has_no_answer_is_refused() {
    for p in [0.0, 1.0, -0.1, 1.1, f64::NAN] {
        assert_eq!(Split::below(p), Err(NotDefined::Probability));
        assert_eq!(Split::above(p), Err(NotDefined::Probability));
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Gamma::new(bad), Err(NotDefined::NotAboveZero));
        assert_eq!(Beta::new(1.0, bad), Err(NotDefined::NotAboveZero));
        assert_eq!(Poisson::new(bad), Err(NotDefined::NotAboveZero));
        assert_eq!(StudentT::new(bad), Err(NotDefined::NotAboveZero));
    }
    assert_eq!(Binomial::new(0, 0.5), Err(NotDefined::EmptyDenominator));
    assert_eq!(Binomial::new(3, 1.0), Err(NotDefined::Probability));
}

proptest! {
    /// A quantile has its probability below it, in both tails, for any parameters in use.
    #[test]
    fn a_quantile_gives_its_probability_back(
        a in 0.05_f64..3000.0,
        b in 0.05_f64..3000.0,
        exponent in 0.0_f64..200.0,
        upper in any::<bool>(),
    ) {
        let p = 0.5 * (-exponent).exp();
        let split = if upper { Split::above(p) } else { Split::below(p) }.unwrap();
        let near = |found: f64| (found / p - 1.0).abs() < 1e-9;
        let gamma = Gamma::new(a).unwrap();
        let x = gamma.quantile(split);
        prop_assert!(x.is_finite() && x >= 0.0);
        // A quantile smaller than any double has nothing below it.
        if x > 1e-290 {
            prop_assert!(near(if upper { gamma.upper(x) } else { gamma.lower(x) }), "gamma {} at {}", a, x);
        }
        let beta = Beta::new(a, b).unwrap();
        let x = beta.quantile(split);
        prop_assert!((0.0..=1.0).contains(&x));
        // Close to 1 a double cannot hold the place.
        if x > 1e-290 && !(upper && x > 0.5) {
            prop_assert!(near(if upper { beta.upper(x) } else { beta.lower(x) }), "beta {} {} at {}", a, b, x);
        }
        let t = StudentT::new(a).unwrap();
        let x = t.quantile(split);
        prop_assert!(!x.is_nan());
        if x.abs() < 1e150 && p < 0.4 {
            prop_assert!(near(if upper { t.upper(x) } else { t.lower(x) }), "t {} at {}", a, x);
        }
    }
}
