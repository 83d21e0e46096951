//! What holds for every kind of chart and every series.

use proptest::prelude::*;

use super::rules::Side;
use super::*;

fn a_kind() -> impl Strategy<Value = Kind> {
    (0..Kind::ALL.len()).prop_map(|i| Kind::ALL[i])
}

fn a_value() -> impl Strategy<Value = f64> {
    prop_oneof![3 => Just(0.0), 3 => 0.0..5.0, 3 => (0_u32..40).prop_map(f64::from), 1 => 1e-9..1e9]
}

fn some_data() -> impl Strategy<Value = Data> {
    let value = proptest::option::weighted(0.9, a_value());
    let ratio = (0_u32..30, 0_u32..60).prop_map(|(numerator, denominator)| Ratio {
        numerator: f64::from(numerator),
        denominator: f64::from(denominator),
    });
    prop_oneof![
        proptest::collection::vec(value, 0..40).prop_map(Data::Values),
        proptest::collection::vec(proptest::option::weighted(0.9, ratio), 0..40).prop_map(Data::Ratios),
        proptest::collection::vec(proptest::collection::vec(a_value(), 0..6), 0..20)
            .prop_map(Data::Subgroups),
    ]
}

fn a_plan() -> impl Strategy<Value = Plan> {
    let baseline = prop_oneof![
        Just(Baseline::Whole),
        (1_usize..50).prop_map(|points| Baseline::Frozen { points }),
        (1_usize..20).prop_map(|start| Baseline::Phases { starts: vec![start] }),
        (1_usize..20, 1_usize..9)
            .prop_map(|(start, points)| Baseline::PhasesFrozen { starts: vec![start], points }),
    ];
    let constant = prop_oneof![
        Just(Constant::Printed),
        Just(Constant::Exact),
        Just(Constant::Nhs),
        Just(Constant::MedianRange)
    ];
    let runs = prop_oneof![Just(RunsMethod::Anhoej), Just(RunsMethod::BestBox), Just(RunsMethod::CutBox)];
    let excluded = proptest::collection::vec(0_usize..40, 0..4);
    let centre = proptest::option::weighted(0.2, 0.0..10.0);
    (baseline, excluded, any::<bool>(), constant, runs, centre).prop_map(
        |(baseline, excluded, screening, constant, runs, centre)| Plan {
            baseline,
            excluded,
            centre,
            screening,
            constant,
            runs,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever comes in, what comes out are numbers: no NaN, no infinity, no panic.
    #[test]
    fn a_chart_is_made_of_numbers(kind in a_kind(), data in some_data(), plan in a_plan()) {
        let Ok(chart) = chart(kind, &data, &plan) else { return Ok(()) };
        prop_assert_eq!(chart.points.len(), data.len());
        for phase in &chart.phases {
            prop_assert!(phase.centre.is_none_or(f64::is_finite), "{:?}", phase);
        }
        for point in &chart.points {
            prop_assert!(point.value.is_none_or(f64::is_finite));
            if let Some(Limits { one_sigma, two_sigma, three_sigma }) = point.limits {
                for limits in [one_sigma, two_sigma, three_sigma] {
                    prop_assert!(limits.low.is_finite() && limits.high.is_finite() && limits.low <= limits.high);
                }
                prop_assert!(three_sigma.low <= two_sigma.low && two_sigma.high <= three_sigma.high);
            }
        }
        for set in RuleSet::ALL {
            for signal in chart.signals(set) {
                prop_assert!(signal.point < data.len() && set.rules().contains(&signal.rule));
            }
        }
        prop_assert!(propose(&chart).is_none_or(|proposal| proposal.start < data.len()));
    }

    /// Turned upside down, a chart of measurements signals the same points on the other side.
    #[test]
    fn a_chart_turned_over_is_its_mirror(
        values in proptest::collection::vec((-40_i32..40).prop_map(f64::from), 2..60),
    ) {
        let draw = |sign: f64| {
            let values = values.iter().map(|value| Some(sign * value)).collect();
            chart(Kind::Individuals, &Data::Values(values), &Plan::default()).expect("numbers")
        };
        let (there, back) = (draw(1.0), draw(-1.0));
        let turned = |side: Side| if side == Side::Above { Side::Below } else { Side::Above };
        for set in RuleSet::ALL {
            let mirrored: Vec<Signal> = back
                .signals(set)
                .into_iter()
                .map(|signal| Signal { side: signal.side.map(turned), ..signal })
                .collect();
            prop_assert_eq!(there.signals(set), mirrored);
        }
    }
}
