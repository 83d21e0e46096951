use super::*;
use crate::Proportion;

const P95: Confidence = Confidence::P95;

fn plan(interventions: &[usize]) -> Plan {
    Plan { interventions: interventions.to_vec(), season: None }
}

/// A line that drops by 5 at point 12 and rises twice as fast from there, with a little noise.
fn interrupted(noise: f64) -> Vec<f64> {
    let wiggle = |i: usize| noise * ((i * 7 % 11) as f64 - 5.0);
    let step = |i: usize| if i >= 12 { -5.0 + 0.5 * (i - 11) as f64 } else { 0.0 };
    (0..24).map(|i| 20.0 + 0.5 * (i + 1) as f64 + step(i) + wiggle(i)).collect()
}

#[test]
fn level_and_slope_are_found() {
    for method in [
        Method::LeastSquares,
        Method::NeweyWest { lag: None, adjusted: true },
        Method::PraisWinsten,
        Method::Autoregressive { restricted: true },
    ] {
        let fitted = fit(&interrupted(0.1), None, &plan(&[12]), method, P95).unwrap();
        let of = |term| fitted.terms.iter().find(|t| t.term == term).unwrap();
        for (term, truth) in [(Term::Time, 0.5), (Term::Level(1), -5.0), (Term::Trend(1), 0.5)] {
            assert!((of(term).estimate - truth).abs() < 0.5, "{method:?} {term:?} {:?}", of(term));
            assert!(of(term).interval.contains(of(term).estimate));
        }
        let effect = fitted.effect(12..24).unwrap();
        assert!((effect.difference - (-5.0 + 0.5 * 6.5)).abs() < 0.5, "{method:?} {effect:?}");
        let lines = fitted.lines();
        assert!(lines[..12].iter().all(|point| (point.fitted - point.counterfactual).abs() < 1e-9));
        assert!(lines[23].interval.contains(lines[23].counterfactual));
    }
}

#[test]
fn counts_follow_their_exposure() {
    let exposure: Vec<f64> = (0..24).map(|i| 900.0 + 10.0 * i as f64).collect();
    let rate = |i: usize| if i >= 12 { 0.02 } else { 0.04 };
    let events: Vec<f64> = (0..24).map(|i| (exposure[i] * rate(i)).round()).collect();
    for scatter in [Scatter::Poisson, Scatter::Multiple, Scatter::NeweyWest { lag: None }] {
        let method = Method::Poisson { scatter };
        let fitted = fit(&events, Some(&exposure), &plan(&[12]), method, P95).unwrap();
        let effect = fitted.effect(12..24).unwrap();
        let relative = effect.relative.unwrap();
        assert!((relative.percent + 50.0).abs() < 3.0, "{scatter:?} {effect:?}");
        assert!(fitted.lines().iter().all(|point| point.interval.low > 0.0));
    }
}

#[test]
fn several_interventions_have_their_own_terms() {
    let values: Vec<f64> = interrupted(0.1)
        .into_iter()
        .enumerate()
        .map(|(i, value)| if i >= 18 { value + 4.0 } else { value })
        .collect();
    let fitted = fit(&values, None, &plan(&[12, 18]), Method::LeastSquares, P95).unwrap();
    assert_eq!(fitted.terms.len(), 6);
    let level = fitted.terms.iter().find(|t| t.term == Term::Level(2)).unwrap();
    assert!((level.estimate - 4.0).abs() < 1.0, "{level:?}");
}

#[test]
fn a_season_is_told_from_the_change() {
    let season = Some(Season { period: 12, harmonics: 2 });
    let wave = |i: usize| 3.0 * (std::f64::consts::TAU * (i + 1) as f64 / 12.0).sin();
    let values: Vec<f64> = (0..48).map(|i| 10.0 + wave(i) + ((i * 5 % 7) as f64 - 3.0) * 0.05).collect();
    let fitted = fit(&values, None, &Plan { interventions: vec![24], season }, Method::LeastSquares, P95);
    let fitted = fitted.unwrap();
    let sine = fitted.terms.iter().find(|t| t.term == Term::Sine(1)).unwrap();
    assert!((sine.estimate - 3.0).abs() < 0.1);
    let level = fitted.terms.iter().find(|t| t.term == Term::Level(1)).unwrap();
    assert!(level.interval.contains(0.0));
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let values = interrupted(0.1);
    let poisson = Method::Poisson { scatter: Scatter::Poisson };
    let check = |values: &[f64], exposure: Option<&[f64]>, plan: &Plan, method, reason| {
        assert_eq!(fit(values, exposure, plan, method, P95).err(), Some(reason), "{plan:?} {method:?}");
    };
    check(&values, None, &plan(&[0]), Method::LeastSquares, NotDefined::Mismatch);
    check(&values, None, &plan(&[24]), Method::LeastSquares, NotDefined::Mismatch);
    check(&values, None, &plan(&[12, 12]), Method::LeastSquares, NotDefined::Mismatch);
    check(&values, Some(&[1.0]), &plan(&[12]), poisson, NotDefined::Mismatch);
    check(&values, None, &plan(&[23]), Method::LeastSquares, NotDefined::Collinear);
    let few = NotDefined::TooFewPoints { has: 4, needs: 5 };
    check(&values[..4], None, &plan(&[2]), Method::LeastSquares, few);
    check(&[f64::NAN; 24], None, &plan(&[12]), Method::LeastSquares, NotDefined::NotFinite);
    check(&[-1.0; 24], None, &plan(&[12]), poisson, NotDefined::NotFinite);
    check(&values, Some(&[0.0; 24]), &plan(&[12]), poisson, NotDefined::EmptyDenominator);
    let none_after: Vec<f64> = (0..24).map(|i| if i < 12 { 5.0 } else { 0.0 }).collect();
    check(&none_after, None, &plan(&[12]), poisson, NotDefined::NoConvergence);
    check(&interrupted(0.0), None, &plan(&[12]), Method::PraisWinsten, NotDefined::NoConvergence);
}

#[test]
fn an_exact_line_has_no_false_diagnostics() {
    let fitted = fit(&interrupted(0.0), None, &plan(&[12]), Method::LeastSquares, P95).unwrap();
    let diagnostics = fitted.diagnostics.unwrap();
    assert_eq!((diagnostics.durbin_watson, diagnostics.ljung_box_p), (None, None));
    assert_eq!(
        fit(&[3.0; 24], None, &plan(&[12]), Method::LeastSquares, P95)
            .unwrap()
            .diagnostics
            .unwrap()
            .r_squared,
        None
    );
}

#[test]
fn the_parts_add_up_to_the_series() {
    let values: Vec<f64> = (0..60)
        .map(|i| 10.0 + 0.1 * i as f64 + [3.0, -1.0, -2.0, 0.0][i % 4] + ((i * 7 % 5) as f64 - 2.0) * 0.01)
        .collect();
    for (seasonal, robust) in [
        (Seasonal::Periodic, false),
        (Seasonal::Periodic, true),
        (Seasonal::Window(7), false),
        (Seasonal::Window(13), true),
    ] {
        let parts = stl(&values, 4, seasonal, robust).unwrap();
        for (i, value) in values.iter().enumerate() {
            assert!((parts.seasonal[i] + parts.trend[i] + parts.remainder[i] - value).abs() < 1e-9);
        }
        assert!((parts.seasonal[8] - 3.0).abs() < 0.2, "{seasonal:?} {robust} {}", parts.seasonal[8]);
    }
    let plain = classical(&values, 4).unwrap();
    assert!((plain.figure[0] - 3.0).abs() < 0.05 && plain.trend[0].is_none() && plain.trend[2].is_some());
    let short = NotDefined::TooFewPoints { has: 7, needs: 8 };
    assert_eq!(stl(&values[..7], 4, Seasonal::Periodic, false).err(), Some(short));
    assert_eq!(stl(&values, 4, Seasonal::Window(8), false).err(), Some(NotDefined::Mismatch));
}

fn places(effect: f64) -> Vec<Observation> {
    let of = |site: u64, time: i64| {
        let (treated, post) = (site < 3, time >= 4);
        let noise = ((site * 5 + time as u64 * 3) % 7) as f64 * 0.1;
        let value = 10.0 + site as f64 + time as f64 + noise + if treated && post { effect } else { 0.0 };
        Observation { site, time, treated, post, value }
    };
    (0..6).flat_map(|site| (0..8).map(move |time| of(site, time))).collect()
}

#[test]
fn places_with_the_change_moved_further() {
    let observations = places(-3.0);
    let both = two_by_two(&observations).unwrap();
    let within = two_way(&observations, P95).unwrap();
    assert!((both.effect.estimate + 3.0).abs() < 0.3);
    assert!((both.effect.estimate - within.effect.estimate).abs() < 1e-9, "the panel is balanced");
    assert_eq!(within.clusters, 6);
    assert!(within.interval.contains(-3.0) && !within.interval.contains(0.0));
    let one_side: Vec<Observation> = observations.into_iter().filter(|o| o.treated).collect();
    assert_eq!(two_by_two(&one_side).err(), Some(NotDefined::Collinear));
}

#[test]
fn a_corner_without_events_has_no_odds() {
    let of = |x, n| Proportion::new(x, n).expect("within");
    let did = of_proportions(of(0, 50), of(10, 50), of(20, 50), of(25, 50)).unwrap();
    assert!((did.difference.value - 0.1).abs() < 1e-12);
    assert_eq!(did.log_odds.map(|odds| odds.value), Err(NotDefined::NoEvents));
    assert!(of_proportions(of(0, 0), of(1, 2), of(1, 2), of(1, 2)).is_err());
}

#[test]
fn a_steady_fall_is_its_percent() {
    let years: Vec<f64> = (2010..2020).map(f64::from).collect();
    let events: Vec<u64> = (0..10).map(|i| (1e5 * 0.95_f64.powi(i)).round() as u64).collect();
    for weighted in [false, true] {
        let change = annual_percent_change(&years, &events, &[1e6; 10], weighted, P95).unwrap();
        assert!((change.percent + 5.0).abs() < 1e-3, "{change:?}");
    }
    let none = annual_percent_change(&years, &[0; 10], &[1e6; 10], false, P95);
    assert_eq!(none.err(), Some(NotDefined::NoEvents));
}
