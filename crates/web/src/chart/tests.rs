use kith_app::view::{MonthPoint, ScoreRow};
use kith_domain::measure::Direction;

use super::*;
use crate::lang::lang;
use crate::page::tests::sample;

#[test]
fn a_scale_starts_at_zero_unless_that_wastes_half() {
    let scale = |values: &[f64]| Percents::holding(values.iter().copied(), 0.0, 100.0);
    assert_eq!(scale(&[0.15, 0.62]).low, 0.0);
    let high = scale(&[0.55, 0.81]);
    assert!((high.low - 0.5).abs() < 1e-9 && (high.high - 0.9).abs() < 1e-9);
    assert_eq!(high.note(lang("en")), "The axis starts at 50\u{202f}%, not at zero.");
    assert_eq!(high.ticks().len(), 5);
    let nothing = scale(&[]);
    assert!(nothing.low < nothing.high);
    assert_eq!(scale(&[1.0, 1.0]).at(1.0), 100.0);
    assert!(scale(&[f64::NAN]).at(0.5).is_finite());
}

#[test]
fn long_names_are_cut_into_lines_that_fit() {
    let lines = wrap("Native Hawaiian or Other Pacific Islander", 200.0, 13.0);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| text_width(line, 13.0) <= 200.0));
    assert_eq!(wrap("word", 1.0, 13.0), ["word"]);
}

#[test]
fn a_run_is_named_with_its_side_and_its_start() {
    let l = lang("en");
    let row = sample::measure_page().row;
    let months = sample::months(24, 0.57);
    let with = |months: &[MonthPoint], run, direction| ScoreRow {
        months: months.to_vec(),
        signals: sample::signals(24, 0.57, run),
        measure: kith_app::programme::MeasureInfo { direction, ..row.measure.clone() },
        ..row.clone()
    };
    let check = |direction, says: &str| {
        let said = finding(l, &with(&months, true, direction));
        assert_eq!(said, format!("{says}: 8 months in a row above the centre since Nov\u{a0}2025"));
    };
    check(Direction::Higher, "Something changed for the better");
    check(Direction::Lower, "Something changed");
    check(Direction::Neither, "Something changed");
    let quiet: Vec<_> = months.iter().map(|m| MonthPoint { beyond: false, ..m.clone() }).collect();
    assert_eq!(finding(l, &with(&quiet, false, Direction::Higher)), t!(l, "signal-none"));
}

/// No drawing has a number that is not one, whatever is missing.
#[test]
fn every_drawing_is_made_of_numbers() {
    let l = lang("es");
    let mut page = sample::measure_page();
    let mut empty = sample::measure_page();
    for m in &mut empty.row.months {
        m.rate = sample::withheld();
        m.limits = None;
    }
    page.row.months.truncate(1);
    for page in [page, empty] {
        let chart = control(l, "months", String::new(), &page.row, Default::default());
        let svg = chart.figure(l, 2).into_string() + &chart.standalone();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
    for view in [sample::dyad(), sample::loss()] {
        let chart = timeline(l, &view).unwrap();
        let svg = chart.figure(l, 2).into_string();
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
    let none = gap_over_time(l, "gap", String::new(), String::new(), &[], None);
    assert!(!none.standalone().contains("NaN"));
}

#[test]
fn a_withheld_group_has_no_dot_and_says_why() {
    let l = lang("en");
    let rows = [
        Row { name: "Few".into(), rate: sample::withheld(), before: None, hue: "g-none", href: None },
        Row { name: "Many".into(), rate: sample::rate(30, 60), before: None, hue: "g-none", href: None },
    ];
    let chart = interval_rows(l, "x", "t".into(), "s".into(), &rows, Some(0.5));
    let svg = chart.wide.body.clone().into_string();
    assert_eq!(svg.matches("<circle").count(), 1);
    assert!(svg.contains("too few to show"));
}

#[test]
fn a_chart_is_a_drawing_with_its_words_and_its_table() {
    let l = lang("en");
    let weeks =
        [(jiff::civil::date(2026, 7, 8), kith_app::view::Shown::Count(12), kith_app::view::Shown::Count(5))];
    let figure = deadlines(l, "d", "where".into(), &weeks).figure(l, 2).into_string();
    assert!(figure.contains("<h2 class=\"finding\">12 windows are open, 5 with nobody who calls</h2>"));
    for part in ["role=\"img\"", "<desc", "<table>", "scope=\"row\"", "Bars start at zero."] {
        assert!(figure.contains(part), "{part}");
    }
}

#[test]
fn a_scale_of_any_numbers_is_round() {
    for (values, low, high, ticks) in [
        (&[0.151, 0.62][..], "0.0", "0.8", 5),
        (&[41.0, 63.5], "40", "65", 6),
        (&[-3.0, 4.0], "-4", "4", 5),
        (&[5.0], "0", "8", 5),
        (&[], "0.0", "1.0", 6),
    ] {
        let scale = numbers::Numbers::holding(values.iter().copied(), 100.0, 0.0);
        let labels: Vec<String> = scale.ticks().iter().map(|tick| scale.label(*tick)).collect();
        assert_eq!(
            (labels[0].as_str(), labels[labels.len() - 1].as_str()),
            (low, high),
            "{values:?} {labels:?}"
        );
        assert_eq!(labels.len(), ticks, "{values:?} {labels:?}");
        assert!(values.iter().all(|value| (0.0..=100.0).contains(&scale.at(*value))));
    }
}

/// Lines end where a phase or a value does, and what signals is ringed and named.
#[test]
fn a_series_is_drawn_of_what_is_there() {
    let point = |value: Option<f64>, phase: usize, signals: &str| SeriesPoint {
        label: "2026-01".into(),
        value,
        centre: Some(4.0),
        limits: Some((1.0, 7.0)),
        signals: signals.into(),
        included: true,
        phase,
    };
    let points = [
        point(Some(3.0), 0, ""),
        point(None, 0, ""),
        point(Some(9.0), 1, "above the limits"),
        point(Some(4.0), 1, ""),
    ];
    let chart =
        series(SeriesWords { name: "s".into(), ..SeriesWords::default() }, &points, |x| x.to_string());
    let svg = chart.standalone();
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert_eq!(svg.matches("class=\"ring\"").count(), 1);
    assert!(svg.contains("2026-01: 9 · above the limits"));
    let empty = series(SeriesWords::default(), &[], |x| x.to_string()).standalone();
    assert!(!empty.contains("NaN") && !empty.contains("inf"), "{empty}");
}

#[test]
fn a_funnel_names_the_places_outside() {
    let place = |label: &str, size: f64, value: f64, outside: bool| FunnelPoint {
        label: label.into(),
        size,
        value,
        standing: String::new(),
        outside,
    };
    let points = [
        place("North", 100.0, 0.1, false),
        place("South", 900.0, 0.4, true),
        place("Same", 905.0, 0.4, true),
    ];
    let curve: Vec<FunnelLimits> = (1..10).map(|i| (f64::from(i) * 100.0, [0.0, 0.05, 0.2, 0.3])).collect();
    let svg = funnel(FunnelWords::default(), &points, 0.12, &curve, |x| x.to_string()).standalone();
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    // The second of two names that would touch is left to its tooltip.
    assert!(svg.contains(">South</text>") && !svg.contains(">Same</text>") && !svg.contains(">North</text>"));
}

#[test]
fn who_needs_nothing_more_is_not_lost() {
    use kith_app::view::{CascadeStep, Rate, Shown};
    use kith_domain::measure::Direction;
    let [of, met] = [20, 5].map(Shown::Count);
    let none = Shown::Count(0);
    let rate =
        Rate { numerator: met, denominator: of, excluded: none, pending: none, unknown: none, value: None };
    let step = |direction| {
        let measure = sample::scorecard().rows[0].measure.clone();
        let measure = kith_app::programme::MeasureInfo { direction, ..measure };
        CascadeStep { measure, rate: rate.clone(), groups: vec![], may_open: false }
    };
    for (direction, said) in
        [(Direction::Higher, "15 did not get so far"), (Direction::Neither, "15 need nothing more")]
    {
        let chart = cascade(lang("en"), "Cases", String::new(), String::new(), &[step(direction)]);
        let html = chart.figure(lang("en"), 2).into_string();
        assert!(html.contains(said), "{said} in {html}");
    }
}
