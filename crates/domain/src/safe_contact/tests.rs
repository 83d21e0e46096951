use jiff::civil::time;
use proptest::prelude::*;

use super::*;
use crate::reach::{WAYS, reach};
use crate::worktime::{Calendar, Within};

fn calendar() -> Calendar {
    use jiff::civil::Weekday::*;
    let days = [Monday, Tuesday, Wednesday, Thursday, Friday];
    Calendar::new(jiff::tz::TimeZone::UTC, days, time(8, 0, 0, 0), time(17, 0, 0, 0), []).unwrap()
}

fn protocol() -> Protocol {
    let part = |from, until| DayPart { from: time(from, 0, 0, 0), until: time(until, 0, 0, 0) };
    Protocol {
        attempts: 3,
        modes: 2,
        parts_needed: 2,
        parts: vec![part(8, 12), part(12, 17), part(17, 20)],
        wait: Within::Days(10),
        ways: WAYS.to_vec(),
    }
}

fn hours(from: i8, until: i8) -> Plan {
    Plan { from: Some(time(from, 0, 0, 0)), until: Some(time(until, 0, 0, 0)), ..Plan::default() }
}

#[test]
fn a_plan_that_says_nothing_changes_nothing() {
    assert_eq!(Plan::default().narrow(&protocol()), protocol());
}

#[test]
fn only_safe_hours_are_left() {
    let parts = |plan: Plan| -> Vec<(i8, i8)> {
        let narrowed = plan.narrow(&protocol());
        narrowed.parts.iter().map(|p| (p.from.hour(), p.until.hour())).collect()
    };
    assert_eq!(parts(hours(9, 11)), [(9, 11)]);
    assert_eq!(parts(hours(11, 18)), [(11, 12), (12, 17), (17, 18)]);
    assert_eq!(parts(hours(21, 22)), []);
    assert_eq!(hours(9, 11).narrow(&protocol()).parts_needed, 1);
}

#[test]
fn ways_are_those_that_she_said_in_her_order() {
    let plan = Plan { ways: vec![Channel::InPerson, Channel::Letter], mail: Some(false), ..Plan::default() };
    let narrowed = plan.narrow(&protocol());
    assert_eq!((narrowed.ways, narrowed.modes), (vec![Channel::InPerson], 1));
    let read_by_others = Plan { safe_device: Some(false), ..Plan::default() };
    assert!(!read_by_others.narrow(&protocol()).ways.contains(&Channel::Text));
}

#[test]
fn where_no_hour_is_safe_nothing_is_proposed() {
    let calendar = calendar();
    let now = "2026-07-08T09:00:00Z".parse().unwrap();
    let proposed = |plan: Plan| reach(&plan.narrow(&protocol()), &calendar, now, &[], now).next;
    assert!(proposed(Plan::default()).is_some());
    assert_eq!(proposed(hours(21, 22)), None);
    assert_eq!(proposed(Plan { ways: vec![Channel::Letter], mail: Some(false), ..Plan::default() }), None);
}

#[test]
fn what_nobody_saw_her_say_has_to_be_confirmed() {
    let sure: Vec<Told> = Told::ALL.iter().copied().filter(|told| told.is_sure()).collect();
    assert_eq!(sure, [Told::InPerson, Told::CalledBack]);
}

proptest! {
    /// What is proposed is a way that she said is safe, at an hour that is.
    #[test]
    fn nothing_is_proposed_that_is_not_safe(
        from in 0i8..12, long in 1i8..12, ways in proptest::sample::subsequence(Channel::ALL.to_vec(), 0..5),
        mail: Option<bool>, safe_device: Option<bool>, minute in 0i64..20_000,
    ) {
        let plan = Plan { ways, mail, safe_device, ..hours(from, from + long) };
        let calendar = calendar();
        let begin: jiff::Timestamp = "2026-07-06T00:00:00Z".parse().unwrap();
        let now = begin + jiff::SignedDuration::from_mins(minute);
        if let Some(next) = reach(&plan.narrow(&protocol()), &calendar, begin, &[], now).next {
            prop_assert!(plan.allows(next.channel));
            let time = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).time();
            prop_assert!(time(next.from) >= plan.from.unwrap() && time(next.until) <= plan.until.unwrap());
        }
    }
}
