use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::priority::Rules;
use Channel::*;
use ContactOutcome::*;

fn rules() -> Rules {
    Rules::read(include_str!("../../../../programmes/central-triage/triage.toml"), &TimeZone::UTC).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse::<DateTime>().unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// Monday.
const OPENED: &str = "2025-06-02T08:30";

fn so_far(tried: &[(&str, Channel, ContactOutcome)], now: &str) -> Reach {
    let rules = rules();
    let tried: Vec<Tried> = tried
        .iter()
        .map(|(when, channel, outcome)| Tried { at: at(when), channel: *channel, outcome: *outcome })
        .collect();
    reach(&rules.protocol, &rules.calendar, at(OPENED), &tried, at(now))
}

#[test]
fn a_service_gives_up_after_days_of_trying_and_time() {
    let time = Missing::Time(at("2025-06-13T17:00"));
    let check = |tried: &[&str], now: &str, missing: &[Missing]| {
        let (rules, tried) = (rules(), tried.iter().map(|when| at(when)).collect::<Vec<_>>());
        let got = lacking(&rules.protocol, &rules.calendar, at(OPENED), &tried, at(now));
        assert_eq!(got, missing, "{tried:?} at {now}");
    };
    let days = ["2025-06-03T10:00", "2025-06-04T10:00", "2025-06-05T10:00"];
    check(&[], days[0], &[Missing::Attempts(3), time]);
    check(&days, "2025-06-13T17:00", &[]);
    check(&days, "2025-06-13T16:59", &[time]);
    // A day counts once, and not before she was taken, and not before it came.
    check(&[days[0], days[0], "2025-06-01T10:00"], "2025-06-13T17:00", &[Missing::Attempts(2)]);
    check(&days, days[1], &[Missing::Attempts(1), time]);
}

#[test]
fn giving_up_takes_attempts_ways_parts_of_the_day_and_time() {
    let ten_days = Missing::Time(at("2025-06-13T17:00"));
    let check = |tried: &[(&str, Channel, ContactOutcome)], now: &str, missing: &[Missing]| {
        let reach = so_far(tried, now);
        assert_eq!(reach.missing, missing, "{tried:?} at {now}");
        assert_eq!(reach.may_give_up(), missing.is_empty());
    };
    let (morning, evening, third) = ("2025-06-03T10:00", "2025-06-04T18:00", "2025-06-05T13:00");
    let late = "2025-06-13T17:00";
    let all = [Missing::Attempts(3), Missing::Modes(2), Missing::Parts(2), ten_days];
    check(&[], "2025-06-03T10:00", &all);
    let met = [(morning, Call, NoAnswer), (evening, Text, LeftMessage), (third, Call, NoAnswer)];
    check(&met, late, &[]);
    check(&met, "2025-06-13T16:59", &[ten_days]);
    check(&met[..2], late, &[Missing::Attempts(1)]);
    // One way only; one part of the day only.
    check(
        &[(morning, Call, NoAnswer), (evening, Call, NoAnswer), (third, Call, NoAnswer)],
        late,
        &[Missing::Modes(1)],
    );
    let mornings = ["2025-06-03T09:00", "2025-06-04T10:00", "2025-06-05T11:59"];
    check(
        &mornings.map(|t| (t, if t == mornings[0] { Text } else { Call }, NoAnswer)),
        late,
        &[Missing::Parts(1)],
    );
    // A wrong number is no attempt, and no way that works.
    check(&[met[0], met[1], (third, Call, WrongNumber)], late, &[Missing::Attempts(1)]);
    check(&[met[0], met[2], (evening, Text, WrongNumber)], late, &[Missing::Attempts(1), Missing::Modes(1)]);
    // An attempt at night is one, in no part of the day.
    check(
        &[("2025-06-03T03:00", Call, NoAnswer), met[1], (evening, Call, NoAnswer)],
        late,
        &[Missing::Parts(1)],
    );
    // A wish is an answer.
    let wish = [met[0], met[1], met[2], ("2025-06-06T09:00", Call, AskedNotToContact)];
    let answered = so_far(&wish, "2025-08-01T12:00");
    assert_eq!((answered.missing[0], answered.next), (Missing::SheAnswered, None));
    // Who was spoken with is tried anew before anybody gives up, and has the time again.
    let spoken = so_far(&[met[0], met[1], (third, Call, Reached)], late);
    assert!(spoken.reached && spoken.next.is_none() && spoken.done == 0);
    assert_eq!(spoken.missing.len(), 4);
}

#[test]
fn the_next_attempt_is_another_way_at_another_time() {
    let check = |tried: &[(&str, Channel, ContactOutcome)], now: &str, channel, from: &str, until: &str| {
        let next = so_far(tried, now).next.expect("something to propose");
        assert_eq!(next, Proposal { channel, from: at(from), until: at(until) }, "{tried:?} at {now}");
    };
    check(&[], "2025-06-02T08:30", Call, "2025-06-02T09:00", "2025-06-02T12:00");
    check(&[], "2025-06-02T10:30", Call, "2025-06-02T10:30", "2025-06-02T12:00");
    // After the evening, and before a weekend: the next office day.
    check(&[], "2025-06-06T19:00", Call, "2025-06-09T09:00", "2025-06-09T12:00");
    let first = ("2025-06-02T10:00", Call, NoAnswer);
    check(&[first], "2025-06-02T10:01", Text, "2025-06-02T12:00", "2025-06-02T16:30");
    let second = ("2025-06-02T13:00", Text, LeftMessage);
    check(&[first, second], "2025-06-03T08:00", HomeVisit, "2025-06-03T16:30", "2025-06-03T19:00");
    // A wrong number rules out what goes by telephone.
    check(
        &[("2025-06-02T10:00", Call, WrongNumber)],
        "2025-06-02T12:30",
        HomeVisit,
        "2025-06-02T12:30",
        "2025-06-02T16:30",
    );
}

proptest! {
    /// Whatever was tried, what is proposed lies ahead and within the hours.
    #[test]
    fn a_proposal_lies_ahead_and_in_a_part_of_the_day(
        tried in prop::collection::vec((0i64..2_000_000, 0..5usize, 0..5usize), 0..8), now in 0i64..2_000_000,
    ) {
        let rules = rules();
        let instant = |second: i64| at(OPENED) + jiff::SignedDuration::from_secs(second);
        let tried: Vec<Tried> = tried.into_iter().map(|(second, channel, outcome)| Tried {
            at: instant(second), channel: Channel::ALL[channel], outcome: ContactOutcome::ALL[outcome],
        }).collect();
        let reach = reach(&rules.protocol, &rules.calendar, at(OPENED), &tried, instant(now));
        if let Some(next) = reach.next {
            prop_assert!(instant(now) <= next.from && next.from < next.until);
            let time = next.from.to_zoned(TimeZone::UTC).time();
            prop_assert!(rules.protocol.parts.iter().any(|p| p.from <= time && time < p.until));
        }
        prop_assert!(reach.done <= tried.len() as u32);
    }
}
