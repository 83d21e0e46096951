use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::contact::{Channel, ContactOutcome};
use crate::priority::{Rules, Statement};
use crate::reach::{Tried, reach};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_748_865_600 + second).unwrap()
}

fn a_case() -> Case {
    Case {
        id: CaseId(1),
        person: PersonId(1),
        timing: Timing::default(),
        opened_at: at(0),
        assessment: Assessment { tier: Tier::Third, score: 0, completeness: 0.5, reasons: vec![] },
        overridden: None,
        due_at: at(1_000),
        worker: None,
        state: CaseState::New,
        before: None,
        closed_at: None,
        version: 1,
    }
}

fn nothing_tried() -> Reach {
    Reach { done: 0, needed: 3, reached: false, missing: vec![Missing::Attempts(3)], next: None }
}

#[test]
fn silence_closes_no_case() {
    let refused = a_case().close(CloseReason::UnableToReach, &nothing_tried(), at(5)).unwrap_err();
    assert_eq!(refused, CaseError::NotTried(vec![Missing::Attempts(3)]));
    let closed = a_case().close(CloseReason::Moved, &nothing_tried(), at(5)).unwrap();
    assert_eq!((closed.state, closed.closed_at), (CaseState::Closed(CloseReason::Moved), Some(at(5))));
}

#[test]
fn a_closed_case_is_opened_before_it_is_worked_on() {
    let closed = || {
        let case = Case { state: CaseState::Reached, ..a_case() };
        case.close(CloseReason::NoNeed, &nothing_tried(), at(5)).unwrap()
    };
    assert_eq!(closed().given_to(Some(AccountId(1))), Err(CaseError::Closed));
    assert_eq!(closed().moved_to(CaseState::Served, at(6)), Err(CaseError::Closed));
    assert_eq!(closed().close(CloseReason::Moved, &nothing_tried(), at(6)), Err(CaseError::Closed));
    assert_eq!(a_case().reopen(at(6)), Err(CaseError::Open));
    let again = closed().reopen(at(9)).unwrap();
    assert_eq!((again.state, again.closed_at, again.due_at), (CaseState::Reached, None, at(9)));
}

#[test]
fn a_tier_set_by_hand_has_a_reason_and_stands() {
    let by_hand = |case: Case, tier, due| case.override_tier(tier, " called us ", AccountId(7), at(2), due);
    let refused = a_case().override_tier(Tier::First, "  ", AccountId(7), at(2), at(9));
    assert_eq!(refused, Err(CaseError::NoReason));
    // More urgent: never later than before. Less urgent: from now.
    let urgent = by_hand(a_case(), Tier::First, at(500)).unwrap();
    assert_eq!((urgent.tier(), urgent.due_at), (Tier::First, at(500)));
    assert_eq!(urgent.overridden.as_ref().unwrap().reason, "called us");
    assert_eq!(by_hand(a_case(), Tier::First, at(5_000)).unwrap().due_at, at(1_000));
    let lower = by_hand(urgent, Tier::Third, at(5_000)).unwrap();
    assert_eq!((lower.tier(), lower.due_at), (Tier::Third, at(5_000)));
    // Once she was spoken with, the time of the first contact is past.
    let spoken = Case { state: CaseState::Reached, ..a_case() };
    assert_eq!(by_hand(spoken, Tier::First, at(500)).unwrap().due_at, at(1_000));
}

#[test]
fn one_pregnancy_is_told_from_another_by_its_days() {
    let expected = |m, d| Timing { expected_on: Some(date(2025, m, d)), born_on: None };
    let born = |m, d| Timing { expected_on: None, born_on: Some(date(2025, m, d)) };
    let check = |a: Timing, b: Timing, may| {
        assert_eq!((a.may_be(b, 28), b.may_be(a, 28)), (may, may), "{a:?} {b:?}");
    };
    check(expected(6, 1), expected(6, 29), true);
    check(expected(6, 1), expected(6, 30), false);
    check(expected(6, 1), Timing::default(), true);
    check(born(6, 1), born(6, 2), true);
    check(born(1, 1), born(12, 1), false);
    // A baby may come very early, and not months late.
    check(expected(6, 1), born(1, 12), true);
    check(expected(6, 1), born(1, 11), false);
    check(expected(6, 1), born(6, 29), true);
    check(expected(6, 1), born(6, 30), false);
}

#[test]
fn every_state_has_its_name() {
    for state in CaseState::OPEN {
        assert_eq!(CaseState::named(state.name(), None), Some(state));
        assert_eq!(CaseState::named(state.name(), Some(CloseReason::Loss)), None);
    }
    for reason in CloseReason::ALL {
        assert_eq!(CaseState::named("closed", Some(*reason)), Some(CaseState::Closed(*reason)));
    }
    assert_eq!(CaseState::named("closed", None), None);
}

fn an_attempt() -> impl Strategy<Value = Tried> {
    (0i64..3_000_000, 0..Channel::ALL.len(), 0..ContactOutcome::ALL.len()).prop_map(
        |(second, way, outcome)| Tried {
            at: at(second),
            channel: Channel::ALL[way],
            outcome: ContactOutcome::ALL[outcome],
        },
    )
}

fn a_form() -> impl Strategy<Value = Form> {
    let word = (0..3usize, prop::option::of(any::<bool>()))
        .prop_map(|(n, v)| (["self_harm", "teen_mother", "low_income"][n].to_owned(), v));
    let day = || prop::option::of((0i8..20).prop_map(|n| date(2025, 6, n + 1)));
    (0i64..3, 0i64..900_000, day(), day(), prop::collection::vec(word, 0..4)).prop_map(
        |(filled, came, expected_on, born_on, factors)| Form {
            statement: Statement { at: at(filled), factors },
            received_at: at(came),
            timing: Timing { expected_on, born_on },
        },
    )
}

fn rules() -> Rules {
    Rules::read(include_str!("../../../../programmes/central-triage/triage.toml"), &TimeZone::UTC).unwrap()
}

proptest! {
    /// Two forms make the same case in either order, and a second one puts nothing off.
    #[test]
    fn any_order_of_two_forms_gives_the_same_case(a in a_form(), b in a_form()) {
        let rules = rules();
        let both = told(&rules, &[a.clone(), b.clone()]).expect("there are forms");
        let other = told(&rules, &[b.clone(), a.clone()]);
        prop_assert_eq!(Some(&both), other.as_ref());
        prop_assert_eq!(both.due_at, due_by(&rules, &a).min(due_by(&rules, &b)));
        prop_assert_eq!(told(&rules, &[a.clone(), a.clone()]), told(&rules, &[a]));
    }

    /// Whatever was tried: who is closed as not reachable was tried as the protocol says, and never spoke with anybody since.
    #[test]
    fn a_case_closed_as_not_reachable_met_the_protocol(
        tried in prop::collection::vec(an_attempt(), 0..12), now in 0i64..3_000_000,
    ) {
        let rules = rules();
        let case = a_case();
        let reach = reach(&rules.protocol, &rules.calendar, case.opened_at, &tried, at(now));
        if case.close(CloseReason::UnableToReach, &reach, at(now)).is_ok() {
            let in_vain = |t: &&Tried| matches!(t.outcome, ContactOutcome::NoAnswer | ContactOutcome::LeftMessage);
            let past: Vec<&Tried> = tried.iter().filter(|t| t.at <= at(now)).filter(in_vain).collect();
            let ways: std::collections::BTreeSet<&str> = past.iter().map(|t| t.channel.name()).collect();
            prop_assert!(past.len() >= 3 && ways.len() >= 2, "{past:?}");
            prop_assert!(at(now) >= rules.calendar.add_business(at(0), rules.protocol.wait));
            let wished = tried.iter().any(|t| t.at <= at(now) && t.outcome == ContactOutcome::AskedNotToContact);
            prop_assert!(!wished);
        }
    }
}
