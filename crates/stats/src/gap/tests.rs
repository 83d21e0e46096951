use super::*;
use crate::Draws;

fn known(group: [f64; 2], reference: [f64; 2]) -> Change {
    let rates =
        |i: usize| Rates { group: Estimate::exact(group[i]), reference: Estimate::exact(reference[i]) };
    Change { before: rates(0), after: rates(1) }
}

#[test]
fn a_reference_that_got_worse_is_not_progress() {
    let change = known([18.0, 12.8], [3.5, 7.1]);
    let parts = change.decomposition();
    assert_eq!(change.verdict(Confidence::P95), Verdict::ReferenceWorsened);
    assert!((parts.narrowing() - 8.8).abs() < 1e-12);
    assert!((parts.share_from_reference().unwrap() - 0.409).abs() < 1e-3);
}

#[test]
fn verdicts() {
    for (group, reference, verdict, may_say) in [
        ([12.0, 6.0], [6.0, 3.0], Verdict::Improved, true),
        ([12.0, 8.0], [6.0, 2.0], Verdict::Improved, false),
        ([12.0, 13.0], [6.0, 9.0], Verdict::ReferenceWorsened, false),
        ([12.0, 13.0], [6.0, 6.0], Verdict::Widened, false),
        ([12.0, 11.0], [6.0, 3.0], Verdict::Widened, false),
        ([12.0, 12.0], [6.0, 6.0], Verdict::NoClearChange, false),
    ] {
        let change = known(group, reference);
        assert_eq!(change.verdict(Confidence::P95), verdict, "{group:?} {reference:?}");
        assert_eq!(change.may_say_narrowed(), may_say, "{group:?} {reference:?}");
    }
}

#[test]
fn few_events_are_no_clear_change() {
    let rate = |events| Estimate::poisson_rate(events, 1000.0, 1000.0).unwrap();
    let change = Change {
        before: Rates { group: rate(8), reference: rate(4) },
        after: Rates { group: rate(6), reference: rate(4) },
    };
    assert_eq!(change.verdict(Confidence::P95), Verdict::NoClearChange);
    assert!(!matches!(change.narrowing(Confidence::P95).unwrap().fieller, Fieller::Bounded(_)));
}

#[test]
fn no_gap_cannot_narrow() {
    let change = known([6.0, 6.0], [6.0, 3.0]);
    assert_eq!(change.narrowing(Confidence::P95), Err(NotDefined::NoEarlierGap));
    assert_eq!(change.percents(), Err(NotDefined::NotAboveZero));
}

fn counted(group: [(u64, f64); 2], reference: [(u64, f64); 2]) -> [Counts; 2] {
    let count = |(events, denominator)| Count { events, denominator };
    [0, 1].map(|i| Counts { group: count(group[i]), reference: count(reference[i]) })
}

fn of_counts(counts: [Counts; 2]) -> Change {
    Change { before: counts[0].rates(1000.0).unwrap(), after: counts[1].rates(1000.0).unwrap() }
}

#[test]
fn a_percent_is_stated_only_of_a_clear_gap() {
    let clear = counted([(420, 32e3), (310, 31e3)], [(610, 118e3), (560, 121e3)]);
    let stated = of_counts(clear).stated_narrowing(Confidence::P95).unwrap();
    assert!(stated.limits.contains(stated.percent) && (stated.percent - 32.476).abs() < 1e-3);
    let unclear = counted([(8, 1e3), (6, 1e3)], [(4, 1e3), (4, 1e3)]);
    let reason = Err(NotDefined::EarlierGapUncertain);
    assert_eq!(of_counts(unclear).stated_narrowing(Confidence::P95).map(|s| s.percent), reason);
    let draws = Draws { count: 4000, seed: 3 };
    assert_eq!(bootstrap(unclear[0], unclear[1], Confidence::P95, draws).map(|l| l.low), reason);
    let limits = bootstrap(clear[0], clear[1], Confidence::P95, draws).unwrap();
    assert!((limits.low - stated.limits.low).abs() < 3.0 && (limits.high - stated.limits.high).abs() < 3.0);
    let none = counted([(4, 1e3), (4, 1e3)], [(4, 1e3), (2, 1e3)]);
    let reason = Err(NotDefined::NoEarlierGap);
    assert_eq!(of_counts(none).stated_narrowing(Confidence::P95).map(|s| s.percent), reason);
    assert_eq!(bootstrap(none[0], none[1], Confidence::P95, draws).map(|l| l.low), reason);
}

#[test]
fn a_narrowing_is_taken_apart() {
    for (group, reference, driver, share) in [
        ([12.0, 6.0], [6.0, 3.0], Driver::GroupBetter, Some(0.0)),
        ([12.0, 9.0], [6.0, 6.0], Driver::GroupBetter, Some(0.0)),
        ([12.0, 12.0], [6.0, 9.0], Driver::OnlyReferenceWorse, Some(1.0)),
        ([12.0, 13.0], [6.0, 9.0], Driver::OnlyReferenceWorse, Some(1.0)),
        ([18.0, 12.0], [3.0, 5.0], Driver::GroupBetterReferenceWorse, Some(0.25)),
        ([12.0, 8.0], [6.0, 2.0], Driver::NotNarrowed, None),
        ([12.0, 13.0], [6.0, 6.0], Driver::NotNarrowed, None),
    ] {
        let reading = known(group, reference).reading(Confidence::P95);
        assert_eq!(
            (reading.driver, reading.share_from_reference),
            (driver, share),
            "{group:?} {reference:?}"
        );
        assert!((reading.from_group + reading.from_reference - reading.narrowing).abs() < 1e-12);
    }
}

fn claimed(percent: f64, of: Option<Quantity>) -> Claim {
    Claim { percent, of, rounded_to: 1.0 }
}

#[test]
fn headlines_are_checked() {
    let teaching = known([18.0, 12.8], [3.5, 7.1]);
    let share = 3.6 / 8.8;
    let Finding::Holds { provided, .. } =
        check(claimed(61.0, Some(Quantity::Gap)), teaching, Confidence::P95)
    else {
        panic!("60.7 rounds to 61");
    };
    assert!(
        matches!(provided[..], [Proviso::ReferenceWorsened { share: s }, Proviso::ChanceNotWeighed] if (s - share).abs() < 1e-9)
    );
    let wrong = check(claimed(65.0, Some(Quantity::Gap)), teaching, Confidence::P95);
    let fits = Contradiction::OtherPercent { fits: Some(Quantity::Ratio) };
    assert!(matches!(wrong, Finding::DoesNotHold { reason, .. } if reason == fits), "{wrong:?}");
    let unstated = check(claimed(65.0, None), teaching, Confidence::P95);
    assert!(
        matches!(unstated, Finding::Holds { found: Found { of: Quantity::Ratio, .. }, .. }),
        "{unstated:?}"
    );
    let worse = check(claimed(50.0, Some(Quantity::Gap)), known([12.0, 13.0], [6.0, 9.5]), Confidence::P95);
    let reason = Contradiction::GroupWorsened;
    assert!(matches!(worse, Finding::DoesNotHold { reason: r, .. } if r == reason), "{worse:?}");
}

#[test]
fn few_events_decide_no_headline() {
    let few = of_counts(counted([(38, 2900.0), (21, 2750.0)], [(41, 9100.0), (39, 9300.0)]));
    let unclear = check(claimed(60.0, Some(Quantity::Gap)), few, Confidence::P95);
    assert!(
        matches!(unclear, Finding::CannotBeTold { reason: CannotTell::NoClearChange, found: Some(_) }),
        "{unclear:?}"
    );
    let none = known([6.0, 6.0], [6.0, 3.0]);
    let meaningless = check(claimed(60.0, Some(Quantity::Gap)), none, Confidence::P95);
    let reason = CannotTell::NoMeaning { reason: NotDefined::NoEarlierGap };
    assert_eq!(meaningless, Finding::CannotBeTold { reason, found: None });
    let nonsense = check(claimed(f64::NAN, None), few, Confidence::P95);
    assert_eq!(nonsense, Finding::CannotBeTold { reason: CannotTell::NotAPercent, found: None });
    let fell = check(claimed(42.0, Some(Quantity::GroupRate)), few, Confidence::P95);
    assert!(matches!(fell, Finding::Holds { .. }), "{fell:?}");
}
