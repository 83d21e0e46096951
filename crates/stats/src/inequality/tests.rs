use super::*;

const P95: Confidence = Confidence::P95;

fn group(estimate: f64, standard_error: f64, population: f64) -> Group {
    Group { estimate: Some(estimate), standard_error: Some(standard_error), population: Some(population) }
}

fn quintiles() -> Setting {
    Setting {
        groups: vec![
            group(57.6, 0.96, 2663.0),
            group(70.3, 1.12, 1661.0),
            group(79.1, 1.02, 1591.0),
            group(80.4, 1.02, 1527.0),
            group(84.8, 0.66, 2921.0),
        ],
        ordered: true,
        reference: Some(4),
        better: Better::Higher,
        per: 100.0,
    }
}

fn two(better: Better) -> Setting {
    Setting {
        groups: vec![group(4.5, 0.1, 150_000.0), group(10.8, 0.4, 30_000.0)],
        ordered: false,
        reference: Some(0),
        better,
        per: 1000.0,
    }
}

#[test]
fn every_measure_answers_for_ordered_groups() {
    for (measure, answer) in
        quintiles().measure_all(&Measure::ALL, P95, Draws { count: 500, seed: 1 }, Limits::Test)
    {
        let answer = answer.unwrap_or_else(|reason| panic!("{measure:?}: {reason}"));
        let limits = answer.interval.unwrap_or_else(|reason| panic!("{measure:?}: {reason}"));
        assert!(limits.contains(answer.estimate), "{measure:?} {answer:?}");
        assert!(!limits.contains(measure.none_at()), "{measure:?} {answer:?}");
        assert_eq!(Measure::of_code(measure.code()), Some(measure));
    }
}

#[test]
fn two_groups_are_enough_but_for_what_needs_an_order() {
    for (measure, answer) in
        two(Better::Lower).measure_all(&Measure::ALL, P95, Draws { count: 500, seed: 1 }, Limits::Test)
    {
        let gradient = matches!(
            measure,
            Measure::SlopeIndex
                | Measure::RelativeIndex
                | Measure::AbsoluteConcentration
                | Measure::RelativeConcentration
        );
        match answer {
            Err(reason) => assert!(gradient && reason == NotDefined::NoOrder, "{measure:?} {reason}"),
            Ok(answer) => assert!(!gradient && answer.interval.is_ok(), "{measure:?} {answer:?}"),
        }
    }
    let ordered = Setting { ordered: true, ..two(Better::Lower) };
    for measure in [Measure::SlopeIndex, Measure::RelativeIndex, Measure::AbsoluteConcentration] {
        assert!(ordered.measure(measure, P95, Draws::USUAL).unwrap().interval.is_ok(), "{measure:?}");
    }
    let scatter = concentration(&ordered, Normalisation::Absolute, Errors::Model, P95).unwrap();
    assert_eq!(scatter.interval, Err(NotDefined::TooFewGroups { has: 2, needs: 3 }));
}

#[test]
fn the_gap_of_two_groups_is_the_same_from_either_side() {
    let (lower, higher) = (two(Better::Lower), two(Better::Higher));
    let of = |setting: &Setting| setting.measure(Measure::Difference, P95, Draws::USUAL).unwrap().estimate;
    assert!((of(&lower) - 6.3).abs() < 1e-12);
    assert!(of(&higher).abs() < 1e-12, "the reference is itself the worst");
}

#[test]
fn what_is_missing_is_named() {
    let draws = Draws { count: 100, seed: 1 };
    let with = |change: &dyn Fn(&mut Setting)| {
        let mut setting = quintiles();
        setting.ordered = false;
        change(&mut setting);
        setting
    };
    for (setting, measure, reason) in [
        (with(&|s| s.groups.truncate(1)), Measure::Theil, NotDefined::TooFewGroups { has: 1, needs: 2 }),
        (with(&|s| s.groups[0].estimate = None), Measure::Theil, NotDefined::MissingEstimates),
        (with(&|s| s.groups[0].population = None), Measure::Theil, NotDefined::NoPopulation),
        (with(&|s| s.groups[0].estimate = Some(-1.0)), Measure::Theil, NotDefined::NotFinite),
        (with(&|s| s.groups[0].estimate = Some(0.0)), Measure::Ratio, NotDefined::NotAboveZero),
        (with(&|s| s.reference = None), Measure::MeanDifferenceFromReference, NotDefined::NoReference),
        (with(&|_| ()), Measure::SlopeIndex, NotDefined::NoOrder),
        (
            with(&|s| {
                s.ordered = true;
                s.groups.iter_mut().for_each(|group| group.estimate = Some(50.0));
            }),
            Measure::SlopeIndex,
            NotDefined::AllEqual,
        ),
        (
            with(&|s| s.groups.iter_mut().for_each(|g| g.estimate = Some(0.0))),
            Measure::Theil,
            NotDefined::NotAboveZero,
        ),
        (
            with(&|s| s.groups.iter_mut().for_each(|g| g.estimate = Some(0.0))),
            Measure::IndexOfDisparity,
            NotDefined::NotAboveZero,
        ),
    ] {
        assert_eq!(setting.measure(measure, P95, draws).map(|a| a.estimate), Err(reason), "{measure:?}");
    }
    let unsure = with(&|s| s.groups[2].standard_error = None);
    for measure in [Measure::BetweenGroupVariance, Measure::MeanDifferenceFromBest, Measure::Theil] {
        let answer = unsure.measure(measure, P95, draws).unwrap();
        assert_eq!(answer.interval, Err(NotDefined::NoStandardError), "{measure:?}");
    }
}

#[test]
fn zero_events_are_cautioned() {
    let mut setting = two(Better::Lower);
    setting.groups[0] = group(0.0, 0.0, 150_000.0);
    let caution = |measure| setting.measure(measure, P95, Draws::USUAL).unwrap().caution;
    assert_eq!(caution(Measure::MeanLogDeviation), Some(Caution::ZeroTakenAsMillionth));
    assert_eq!(caution(Measure::AttributableFraction), Some(Caution::ReferenceWithoutEvents));
}

#[test]
fn normalised_indices_need_bounds() {
    let setting = quintiles();
    let index = |normalisation| concentration(&setting, normalisation, Errors::Sampling, P95);
    let none = Normalisation::Wagstaff { bounds: None };
    assert_eq!(index(none).err(), Some(NotDefined::NoBounds));
    let narrow = Normalisation::Erreygers { bounds: Some(Interval { low: 60.0, high: 100.0 }) };
    assert_eq!(index(narrow).err(), Some(NotDefined::NoBounds));
    let bounds = Some(Interval { low: 0.0, high: 100.0 });
    let absolute = index(Normalisation::Absolute).unwrap().estimate;
    let erreygers = index(Normalisation::Erreygers { bounds }).unwrap().estimate;
    assert!((erreygers - 4.0 * absolute / 100.0).abs() < 1e-12);
}

#[test]
fn a_survey_of_equal_weights_is_the_groups() {
    let people: Vec<survey::Respondent> = (0..200_u32)
        .map(|i| survey::Respondent {
            value: f64::from(u8::from(i % 10 < 2 + i / 50)),
            group: i / 50,
            weight: 1.0,
            unit: None,
            stratum: None,
        })
        .collect();
    let groups = (0..4).map(|g| group(0.2 + 0.1 * f64::from(g), 0.06, 50.0)).collect();
    let setting = Setting { groups, ordered: true, reference: None, better: Better::Higher, per: 1.0 };
    let grouped = gradient(&setting, Model::Logit, Errors::Model, P95).unwrap();
    let individual = survey::gradient(&people, Model::Logit, P95).unwrap();
    assert!((grouped.slope.estimate - individual.slope.estimate).abs() < 1e-9);
    let index = concentration(&setting, Normalisation::Relative, Errors::Model, P95).unwrap();
    let of_people = survey::concentration(&people, Normalisation::Relative, P95).unwrap();
    assert!((index.estimate - of_people.estimate).abs() < 1e-9);
}
