use super::*;

/// A version: its second, and its number as sent.
fn version((second, number): (Option<i64>, Option<&str>)) -> Version {
    Version::new(second.map(|s| Timestamp::from_second(s).unwrap()), number)
}

#[test]
fn the_newer_is_told_by_time_then_by_number_then_by_arrival() {
    let check = |came_first, came_later, expected: bool| {
        let told = version(came_first).gives_way_to(version(came_later));
        assert_eq!(told, expected, "{came_first:?} before {came_later:?}");
    };
    // By time, whatever the numbers.
    check((Some(1), Some("9")), (Some(2), Some("1")), true);
    check((Some(2), Some("1")), (Some(1), Some("9")), false);
    check((Some(2), None), (Some(1), None), false);
    // Made at one time, or no time on one side or both: by number, as numbers.
    check((Some(1), Some("10")), (Some(1), Some("9")), false);
    check((Some(1), Some("9")), (Some(1), Some("10")), true);
    check((None, Some("10")), (None, Some("9")), false);
    check((None, Some("9")), (None, Some("10")), true);
    check((Some(1), Some("2")), (None, Some("1")), false);
    check((None, Some("2")), (Some(1), Some("1")), false);
    check((None, Some("1")), (Some(1), Some("2")), true);
    // One number twice, no number on one side, one that is none: by arrival.
    check((None, Some("2")), (None, Some("2")), true);
    check((Some(1), Some("2")), (Some(1), None), true);
    check((Some(2), None), (None, Some("1")), true);
    check((None, Some("2.0")), (None, Some("1")), true);
    check((None, Some("W/2")), (None, Some("W/1")), true);
    check((None, None), (None, None), true);
}

#[test]
fn parts_of_a_microsecond_do_not_count() {
    let at = |nanosecond| Version::new(Some(Timestamp::new(1, nanosecond).unwrap()), None);
    assert!(at(1_900).gives_way_to(at(1_100)));
    assert!(!at(2_000).gives_way_to(at(1_900)));
}
