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
    let marks = rules::trend(&values, rules::TREND);
    assert_eq!(marks, [true, true, false, true, true, true, false, true, false]);
}
