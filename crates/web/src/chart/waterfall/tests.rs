use super::*;
use crate::lang::lang;
use crate::page::tests::samples;

#[test]
fn a_weight_is_written_as_its_factor() {
    let check = |bits: f64, written: &str| assert_eq!(factor(bits), written, "{bits}");
    check(0.0, "× 1");
    check(0.01, "× 1");
    check(1.0, "× 2");
    check(-1.0, "÷ 2");
    check(0.5, "× 1.4");
    check(3.2, "× 9.2");
    check(3.32, "× 10");
    check(-17.0, "÷ 130,000");
    check(9.4, "× 680");
    check(40.0, "× 10¹²");
    check(f64::NEG_INFINITY, "÷ 10⁶⁰");
    check(f64::NAN, "× 1");
}

#[test]
fn what_says_nothing_is_in_the_table_and_not_drawn() {
    let l = lang("en");
    let chart = waterfall(l, "w", PairKind::Person, &samples::waterfall());
    let drawn = chart.wide.body.clone().into_string();
    // Eight comparisons, one of which says nothing, with the prior and the total.
    assert_eq!(chart.table.rows.len(), 10);
    assert_eq!(drawn.matches("<rect").count(), 9);
    assert!(!drawn.contains("Other identifiers"));
    assert_eq!(chart.title, "Last name speaks most for one person. Middle name speaks against it.");
    assert_eq!(chart.table.rows[3][..2], ["Birth date", "day and month swapped"]);
    assert_eq!(
        level(l, "same address, phone or e-mail different"),
        "same address, phone or e-mail different"
    );
    let es = lang("es");
    assert_eq!(
        level(es, "same-address-phone-or-e-mail-different"),
        "la misma dirección, otro teléfono o correo"
    );
    assert_eq!(level(es, "same-area"), "la misma zona");
    assert_eq!(
        level(es, "same address, phone and e-mail the same"),
        "la misma dirección, el mismo teléfono y correo"
    );
    assert_eq!(level(es, "some alike, some not"), "unos coinciden, otros no");
}

#[test]
fn the_finding_is_said_of_every_kind_of_evidence() {
    let check = |bits: &[f64], kind: PairKind, said: &str| {
        let mut view = samples::waterfall();
        view.steps.truncate(bits.len());
        for (step, bits) in view.steps.iter_mut().zip(bits) {
            step.bits = *bits;
        }
        assert_eq!(waterfall(lang("en"), "w", kind, &view).title, said);
    };
    check(&[4.0, 2.0], PairKind::Person, "First name speaks most for one person; nothing speaks against");
    check(&[-4.0], PairKind::Dyad, "First name speaks against mother and baby; nothing speaks for it");
    check(&[0.0, 0.0], PairKind::Person, "The records say nothing about whether this is one person");
    check(&[], PairKind::Person, "The records say nothing about whether this is one person");
}

#[test]
fn every_drawing_is_made_of_numbers_within_its_frame() {
    let check = |prior: f64, bits: &[f64]| {
        let mut view = samples::waterfall();
        view.prior_bits = prior;
        view.steps.truncate(bits.len());
        for (step, bits) in view.steps.iter_mut().zip(bits) {
            step.bits = *bits;
        }
        view.total_bits = prior + bits.iter().sum::<f64>();
        let chart = waterfall(lang("es"), "w", PairKind::Person, &view);
        let svg = chart.figure(lang("es"), 2).into_string() + &chart.standalone();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{prior} {bits:?}");
        for plot in [&chart.wide, &chart.narrow] {
            let body = plot.body.clone().into_string();
            for x in body.split(" x=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let x: f64 = x.parse().unwrap();
                assert!((0.0..=plot.width).contains(&x), "{x} of {} for {prior} {bits:?}", plot.width);
            }
        }
    };
    check(-17.0, &[6.0, 9.0, -3.0]);
    check(0.0, &[]);
    check(-30.0, &[f64::NEG_INFINITY, 5.0]);
    check(-5.0, &[f64::INFINITY, f64::NAN]);
    check(90.0, &[-120.0, 60.0]);
    check(-100.0, &[120.0]);
}

#[test]
fn the_axis_says_odds() {
    let l = lang("en");
    assert_eq!(
        [-20, -10, 0, 10, 30].map(|bits| odds(l, bits)),
        ["1 million : 1 against", "1,000 : 1 against", "even", "1,000 : 1 for", "1 billion : 1 for"]
    );
    assert_eq!(ticks(-17.0, 12.0), [-10, 0, 10]);
    assert_eq!(ticks(-50.0, 40.0), [-40, -20, 0, 20, 40]);
}

#[test]
fn odds_on_the_axis_stand_apart() {
    let l = lang("en");
    let x = |bits: f64| 90.0 + (bits + 30.0) * 4.0;
    let kept: Vec<String> =
        labels(l, &[-30, -20, -10, 0, 10], x, 350.0).into_iter().map(|(_, words)| words).collect();
    assert_eq!(kept, ["even", "1 million : 1 against"]);
    let wide = |bits: f64| 200.0 + (bits + 30.0) * 12.0;
    assert_eq!(labels(l, &[-30, -20, -10, 0, 10], wide, 760.0).len(), 5);
}
