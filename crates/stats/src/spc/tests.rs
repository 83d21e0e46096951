use super::*;
use crate::Proportion;

fn known(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

#[test]
fn points_on_the_median_neither_make_nor_break_a_run() {
    let values = known(&[2., 2., 2., 1., 3., 2., 2., 4., 1., 2., 2., 2.]);
    let chart = run_chart(&values, &Plan::default()).unwrap();
    let runs = chart.phases[0].runs;
    let test = runs.test.unwrap();
    assert_eq!(chart.phases[0].centre, Some(2.0));
    assert_eq!((runs.observed, runs.useful), (12, 4));
    assert_eq!((test.longest, test.longest_limit), (2, 5));
    assert_eq!((test.crossings, test.crossings_limit), (2, 0));
    assert!(!runs.signal());
}

#[test]
fn critical_values() {
    for (useful, longest, crossings) in
        [(0, 0, 0), (1, 3, 0), (2, 4, 0), (3, 5, 0), (12, 7, 3), (24, 8, 8), (300, 11, 135)]
    {
        assert_eq!(longest_run_limit(useful), longest, "{useful}");
        assert_eq!(crossings_limit(useful), crossings, "{useful}");
    }
}

#[test]
fn a_missing_point_keeps_its_place() {
    let values: Vec<Option<Proportion>> = [(7, 30), (0, 0), (12, 30), (30, 30)]
        .map(|(x, n)| Proportion::new(x, n).ok())
        .into_iter()
        .chain([None])
        .collect();
    let plan = Plan { excluded: vec![3], ..Plan::default() };
    let chart = p_chart(&values, &plan).unwrap();
    assert_eq!(chart.points.len(), 5);
    assert_eq!(chart.phases[0].centre, Some(19.0 / 60.0));
    assert_eq!(chart.points[1].value, None);
    assert_eq!(chart.points[1].limits, None);
    assert!(chart.points[3].sigma_signal && !chart.points[3].included);
    assert_eq!(chart.phases[0].runs.observed, 4);
    assert_eq!(chart.phases[0].runs.useful, 2);
}

#[test]
fn a_plan_must_fit_the_series() {
    let values = known(&[1.0, 2.0, 3.0]);
    for (baseline, error) in [
        (Baseline::Frozen { points: 0 }, NotDefined::EmptyBaseline),
        (Baseline::Phases { starts: vec![0] }, NotDefined::Phases),
        (Baseline::Phases { starts: vec![2, 1] }, NotDefined::Phases),
        (Baseline::Phases { starts: vec![3] }, NotDefined::Phases),
    ] {
        let plan = Plan { baseline, ..Plan::default() };
        assert_eq!(run_chart(&values, &plan), Err(error), "{plan:?}");
    }
    assert_eq!(run_chart(&[Some(f64::NAN)], &Plan::default()), Err(NotDefined::NotFinite));
    assert_eq!(run_chart(&[], &Plan::default()).unwrap().phases[0].centre, None);
}

#[test]
fn equal_neighbours_count_once_in_a_trend() {
    let values = known(&[9., 8., 8., 7., 6., 5., 5., 4., 9.]);
    let marks = ihi::trend(&values, ihi::TREND);
    assert_eq!(marks, [true, true, false, true, true, true, false, true, false]);
}

#[test]
fn constants_agree_where_a_formula_gives_them() {
    let close = |ours: Option<f64>, expected: f64| {
        assert!((ours.unwrap() - expected).abs() < 1e-10, "{ours:?} {expected}")
    };
    close(constants::d2(2), 2.0 / std::f64::consts::PI.sqrt());
    close(constants::median_range(2), 2_f64.sqrt() * 0.674_489_750_196_081_7);
    close(constants::c4(2), (2.0 / std::f64::consts::PI).sqrt());
    assert_eq!(constants::c4(1), None);
}

#[test]
fn screening_never_hides_the_points_that_vary() {
    let months = known(&[0., 0., 0., 5., 0., 0., 0., 0., 4., 0., 0., 0., 0., 0.]);
    let plan = Plan { screening: true, ..Plan::default() };
    let drawn = chart(Kind::Individuals, &Data::Values(months), &plan).unwrap();
    assert!(drawn.phases[0].ranges.screening_refused);
    assert!(drawn.phases[0].cautions.contains(&Caution::ScreeningRefused));
    assert!(drawn.signals(RuleSet::Shewhart).iter().all(|signal| signal.side == Some(rules::Side::Above)));
}

#[test]
fn limits_need_something_that_varies() {
    let one = chart(Kind::Individuals, &Data::Values(vec![Some(5.0)]), &Plan::default()).unwrap();
    assert_eq!((one.phases[0].centre, one.points[0].limits), (Some(5.0), None));
    let flat = chart(Kind::Individuals, &Data::Values(vec![Some(2.0); 15]), &Plan::default()).unwrap();
    assert_eq!(flat.phases[0].cautions, [Caution::NoVariation]);
    assert_eq!(flat.points[0].limits.unwrap().three_sigma.width(), 0.0);
    assert!(flat.signals(RuleSet::Nelson).iter().all(|signal| signal.rule == Rule::Hugging));
    let short = chart(Kind::C, &Data::Values(vec![Some(3.0), Some(4.0)]), &Plan::default()).unwrap();
    assert!(short.phases[0].cautions.contains(&Caution::ShortSeries { points: 2, needed: 10 }));
}

#[test]
fn a_point_reports_every_rule_it_triggers() {
    let mut values = known(&[10., 11., 9., 10., 11., 9., 10., 11., 9., 10., 11., 9., 10., 11., 9.]);
    values.extend(known(&[14.; 9]));
    values.push(Some(30.0));
    let plan = Plan { baseline: Baseline::Frozen { points: 15 }, ..Plan::default() };
    let chart = chart(Kind::Individuals, &Data::Values(values), &plan).unwrap();
    let last: Vec<Rule> =
        chart.signals(RuleSet::Nelson).iter().filter(|s| s.point == 24).map(|s| s.rule).collect();
    assert_eq!(last, [Rule::BeyondThreeSigma, Rule::Shift(9), Rule::TwoOfThree, Rule::FourOfFive]);
    let proposal = propose(&chart).unwrap();
    assert_eq!((proposal.start, proposal.points_after, proposal.enough), (15, 10, false));
    // Proposing changes nothing.
    assert_eq!(chart.phases.len(), 1);
}

#[test]
fn what_a_kind_cannot_be_drawn_of_is_refused() {
    let ratio = |numerator, denominator| Data::Ratios(vec![Some(Ratio { numerator, denominator })]);
    for (kind, data, error) in [
        (Kind::T, Data::Values(vec![Some(1.0), Some(0.0)]), NotDefined::NotAboveZero),
        (Kind::C, Data::Values(vec![Some(-1.0)]), NotDefined::NotFinite),
        (Kind::P, ratio(3.0, 2.0), NotDefined::TargetOutOfRange),
        (Kind::U, ratio(3.0, -2.0), NotDefined::NotFinite),
        (Kind::Xbar, Data::Subgroups(vec![vec![f64::INFINITY]]), NotDefined::NotFinite),
    ] {
        assert_eq!(chart(kind, &data, &Plan::default()), Err(error), "{kind:?}");
    }
}

#[test]
fn false_alarms_are_what_theory_says() {
    let shewhart = false_alarm(RuleSet::Shewhart, 24, true).chance;
    assert!((shewhart - 0.062_8).abs() < 1e-3, "{shewhart}");
    // Average run length of the four Western Electric rules: 91.75 (Champ & Woodall,
    // Technometrics 1987;29:393).
    let western = false_alarm(RuleSet::WesternElectric, 100, true);
    let theory = 1.0 - (-100.0_f64 / 91.75).exp();
    assert!((western.chance - theory).abs() < 0.08, "{western:?} {theory}");
    let anhoej = false_alarm(RuleSet::Anhoej, 24, false);
    assert!((0.04..0.10).contains(&anhoej.chance), "{anhoej:?}");
    assert_eq!(false_alarm(RuleSet::Shewhart, 24, false).chance, 0.0);
    assert_eq!(false_alarm(RuleSet::Nelson, 24, true), false_alarm(RuleSet::Nelson, 24, true));
}
