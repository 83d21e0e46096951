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
