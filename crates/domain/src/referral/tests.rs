use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// The way written down a second time, as edges: what may follow what, and who says it.
const EDGES: &[(&str, &str, &str, &str)] = &[
    ("sent", "receive", "receiver", "received"),
    ("sent received waitlisted", "accept", "receiver", "accepted"),
    ("sent received accepted attempted reached waitlisted", "return", "receiver", "returned"),
    ("accepted attempted", "attempt", "receiver", "attempted"),
    ("accepted attempted", "reach", "receiver", "reached"),
    ("sent received accepted attempted reached", "waitlist", "receiver", "waitlisted"),
    ("reached waitlisted", "enroll", "receiver", "enrolled"),
    ("enrolled", "start", "receiver", "in_service"),
    ("in_service", "complete", "receiver", "completed"),
    ("enrolled in_service", "leave", "receiver client", "left"),
    ("sent received accepted attempted reached waitlisted", "decline", "receiver client", "declined"),
    ("attempted", "give_up", "receiver", "unable_to_reach"),
    (
        "sent received accepted attempted reached waitlisted enrolled in_service",
        "withdraw",
        "sender",
        "withdrawn",
    ),
    ("sent received", "lapse", "clock", "lapsed"),
];

fn any_step() -> impl Strategy<Value = Step> {
    let back = (0..ReturnReason::ALL.len()).prop_map(|i| Step::Return(ReturnReason::ALL[i]));
    let leave = (0..LeaveReason::ALL.len(), any::<bool>()).prop_map(|(i, decline)| {
        let reason = LeaveReason::ALL[i];
        if decline { Step::Decline(reason) } else { Step::Leave(reason) }
    });
    let plain = prop::sample::select(vec![
        Step::Receive,
        Step::Accept,
        Step::Attempt,
        Step::Reach,
        Step::Waitlist,
        Step::Enroll,
        Step::Start,
        Step::Complete,
        Step::GiveUp,
        Step::Withdraw,
        Step::Lapse,
    ]);
    prop_oneof![1 => back, 2 => leave, 8 => plain]
}

proptest! {
    #[test]
    fn the_way_is_the_same_written_twice(steps in prop::collection::vec((any_step(), 0..4usize), 0..40)) {
        let mut state = State::Sent;
        for (next, side) in steps {
            let side = Side::ALL[side];
            let edge = EDGES.iter().find(|(from, name, who, _)| {
                from.split(' ').any(|f| f == state.name()) && *name == next.name()
                    && who.split(' ').any(|w| w == side.name())
            });
            match (step(state, next, side), edge) {
                (Ok(after), Some((.., to))) => {
                    prop_assert_eq!(after.name(), *to);
                    state = after;
                }
                (Err(_), None) => {}
                (got, model) => prop_assert!(false, "{:?} {:?} {:?}: {:?}, and {:?} is expected", state, next, side, got, model),
            }
        }
    }

    #[test]
    fn an_outcome_is_said_by_somebody_and_never_by_a_clock(steps in prop::collection::vec(any_step(), 0..40)) {
        let mut state = State::Sent;
        for next in steps {
            if let Ok(after) = step(state, next, Side::Clock) {
                prop_assert_eq!(after, State::Lapsed);
            }
            if let Some(after) = Side::ALL.iter().find_map(|side| step(state, next, *side).ok()) {
                prop_assert!(!state.is_final());
                state = after;
            }
        }
    }

    #[test]
    fn a_step_is_read_back(step in any_step()) {
        prop_assert_eq!(Step::named(step.name(), step.reason()), Some(step));
    }
}

#[test]
fn what_may_be_said_leads_on() {
    for state in State::ALL {
        for side in Side::ALL {
            for next in may(*state, *side) {
                assert!(step(*state, next, *side).is_ok(), "{state:?} {side:?} {next:?}");
            }
        }
        assert_eq!(may(*state, Side::Receiver).is_empty(), state.is_final(), "{state:?}");
    }
}

#[test]
fn a_step_without_its_reason_is_none() {
    assert_eq!(Step::named("return", None), None);
    assert_eq!(Step::named("decline", Some("no such reason")), None);
    assert_eq!(Step::named("no such step", None), None);
}

#[test]
fn three_sides_make_one_picture() {
    let none = Word::default();
    let got = |served| Word { reached: Some(true), served: Some(served) };
    let never_reached = Word { reached: Some(false), served: Some(false) };
    let check = |service, sender, herself, expected| {
        assert_eq!(connection(service, sender, herself), expected, "{service:?} {sender:?} {herself:?}");
    };
    // Silence is nothing.
    check(State::Sent, none, none, Connection::Open);
    check(State::Attempted, none, none, Connection::Open);
    check(State::Lapsed, none, none, Connection::NotConnected);
    check(State::Enrolled, none, none, Connection::Connected);
    check(State::InService, got(true), got(true), Connection::Connected);
    check(State::Left, none, got(true), Connection::Connected);
    check(State::Declined, none, got(false), Connection::NotConnected);
    // She says otherwise.
    check(State::Enrolled, none, never_reached, Connection::Disputed);
    check(State::UnableToReach, none, got(false), Connection::Disputed);
    check(State::InService, none, got(false), Connection::Disputed);
    check(State::Declined, none, got(true), Connection::Disputed);
    check(State::Enrolled, got(false), none, Connection::Disputed);
    // Nobody but she has said anything yet.
    check(State::Sent, none, got(true), Connection::Connected);
}

#[test]
fn a_place_is_held_until_it_ends_or_she_waits() {
    let holding: Vec<State> = State::ALL.iter().copied().filter(|s| s.holds_a_place()).collect();
    use State::*;
    assert_eq!(holding, [Sent, Received, Accepted, Attempted, Reached, Enrolled, InService]);
}

#[test]
fn a_case_stands_as_the_furthest_of_its_referrals() {
    let check = |states: &[State], expected| assert_eq!(of_case(states), expected, "{states:?}");
    check(&[], None);
    check(&[State::Lapsed, State::Returned], None);
    check(&[State::Waitlisted, State::Declined], Some(CaseState::Waiting));
    check(&[State::Waitlisted, State::Sent], Some(CaseState::Referred));
    check(&[State::Sent, State::Completed], Some(CaseState::Served));
    check(&[State::Left, State::Withdrawn], None);
}

#[test]
fn a_word_is_stored_and_read() {
    let answers = [None, Some(true), Some(false)];
    for word in answers.iter().flat_map(|r| answers.iter().map(|s| Word { reached: *r, served: *s })) {
        assert_eq!(Word::named(&word.code()), Some(word), "{word:?}");
    }
    for code in ["", "yes", "yes/", "ja/no", "yes/no/no"] {
        assert_eq!(Word::named(code), None, "{code}");
    }
}

#[test]
fn a_first_visit_has_a_day_that_can_be() {
    let (sent, today) = (date(2026, 3, 2), date(2026, 3, 10));
    let check = |step: Step, named: Option<Date>, expected: Option<Option<Date>>| {
        assert_eq!(step.visit_on(named, sent, today), expected, "{step:?} {named:?}");
    };
    let (before, last) = (date(2026, 3, 9), date(2027, 3, 10));
    for planned in [Step::Accept, Step::Attempt, Step::Reach, Step::Enroll] {
        check(planned, None, Some(None));
        check(planned, Some(today), Some(Some(today)));
        check(planned, Some(last), Some(Some(last)));
        check(planned, Some(date(2027, 3, 11)), None);
        check(planned, Some(before), None);
    }
    check(Step::Start, None, Some(Some(today)));
    check(Step::Start, Some(sent), Some(Some(sent)));
    check(Step::Start, Some(today), Some(Some(today)));
    check(Step::Start, Some(date(2026, 3, 1)), None);
    check(Step::Start, Some(date(2026, 3, 11)), None);
    // What says nothing of a visit keeps none.
    check(Step::Waitlist, Some(today), Some(None));
    check(Step::Complete, Some(today), Some(None));
}
