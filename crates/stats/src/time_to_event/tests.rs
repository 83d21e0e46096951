use proptest::prelude::*;

use super::*;

fn waits(all: &[(u32, bool)]) -> Vec<Wait> {
    all.iter().map(|&(days, happened)| Wait { days, happened }).collect()
}

fn of(all: &[(u32, bool)]) -> Waiting {
    Waiting::of(&waits(all)).unwrap()
}

fn median(all: &[(u32, bool)]) -> Quantile {
    of(all).quantile(0.5, Confidence::P95)
}

/// Remission of leukaemia with and without maintenance (Miller 1997): the example of the textbooks.
const MAINTAINED: [(u32, bool); 11] = [
    (9, true),
    (13, true),
    (13, false),
    (18, true),
    (23, true),
    (28, false),
    (31, true),
    (34, true),
    (45, false),
    (48, true),
    (161, false),
];
const NOT_MAINTAINED: [(u32, bool); 12] = [
    (5, true),
    (5, true),
    (8, true),
    (8, true),
    (12, true),
    (16, false),
    (23, true),
    (27, true),
    (30, true),
    (33, true),
    (43, true),
    (45, true),
];

#[test]
fn the_share_still_waiting_is_the_textbooks() {
    let waiting = of(&MAINTAINED);
    for (days, expected) in [
        (8, 1.0),
        (9, 0.9091),
        (13, 0.8182),
        (18, 0.7159),
        (30, 0.6136),
        (31, 0.4909),
        (34, 0.3682),
        (48, 0.1841),
    ] {
        assert!((waiting.after(days) - expected).abs() < 5e-5, "{days}: {}", waiting.after(days));
    }
    assert_eq!((waiting.people, waiting.happened, waiting.longest), (11, 7, 161));
}

#[test]
fn medians_and_their_limits() {
    assert_eq!(median(&MAINTAINED), Quantile { days: Some(31), low: Some(13), high: None });
    assert_eq!(median(&NOT_MAINTAINED), Quantile { days: Some(23), low: Some(5), high: Some(33) });
    // Half were never reached: the median is by the day of the last who was, and nothing is known beyond.
    assert_eq!(median(&[(1, true), (2, true), (30, false), (30, false)]).days, Some(2));
    assert_eq!(median(&[(1, true), (30, false), (30, false)]).days, None);
    let nobody = median(&[(30, false), (30, false)]);
    assert_eq!(nobody, Quantile { days: None, low: None, high: None });
    assert_eq!(Waiting::of(&[]).unwrap_err(), NotDefined::EmptyDenominator);
    let most = of(&NOT_MAINTAINED).quantile(0.9, Confidence::P95);
    assert_eq!(most.days, Some(43));
}

proptest! {
    /// Without anybody censored the share still waiting is the plain share, and the order makes no difference.
    #[test]
    fn with_everybody_seen_to_the_end_it_is_a_share(mut days in prop::collection::vec(0u32..60, 1..80), at in 0u32..60) {
        let all = |days: &[u32]| days.iter().map(|&days| (days, true)).collect::<Vec<_>>();
        let waiting = of(&all(&days));
        let plain = days.iter().filter(|d| **d > at).count() as f64 / days.len() as f64;
        prop_assert!((waiting.after(at) - plain).abs() < 1e-9);
        days.reverse();
        prop_assert_eq!(of(&all(&days)), waiting);
    }

    /// Who is still waiting never makes the wait shorter.
    #[test]
    fn leaving_out_who_waits_makes_it_look_shorter(
        all in prop::collection::vec((0u32..60, any::<bool>()), 1..80), share in 0.05f64..0.95
    ) {
        let seen: Vec<_> = all.iter().copied().filter(|(_, happened)| *happened).collect();
        prop_assume!(!seen.is_empty());
        let (with, without) = (of(&all).quantile(share, Confidence::P95), of(&seen).quantile(share, Confidence::P95));
        prop_assert!(with.days.is_none_or(|days| days >= without.days.unwrap()));
        let limits = [with.low, with.days, with.high].map(|d| d.unwrap_or(u32::MAX));
        prop_assert!(limits.is_sorted(), "{:?}", with);
    }
}
