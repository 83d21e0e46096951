//! Measures of the front door, through the real engine: courses of cases in, where each subject stands out.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kith_domain::care_case::CloseReason;
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::course::{Asking, Attempt, Course, FormIn, Handout, Said, Todo};
use kith_domain::fact::Reference;
use kith_domain::follow_up::CameOf;
use kith_domain::id::{CaseId, PersonId, RecordId, ReferralId};
use kith_domain::measure::Status;
use kith_domain::priority::Tier;
use kith_domain::referral::{Side, State, Word};
use kith_measures::programme::{Files, Programme};

use crate::world::{CPT, LATER, Seen, World, central_triage, seen_in};

/// The day on which every course here begins, a Friday, at 17:00.
const FIRST: Date = date(2025, 6, 6);

/// So many days after the first, at an hour.
fn at(days: i32, hour: i8) -> Timestamp {
    let day = FIRST.saturating_add(days.days());
    day.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn said(days: i32, side: Side, state: State, reason: Option<&str>) -> Said {
    Said { at: at(days, 18), side, state, reason: reason.map(str::to_owned), step: true }
}

/// One woman's case in the making: contacted on the day it began, unless it says otherwise.
struct Case(Course);

impl Case {
    fn new() -> Self {
        let opened_at = at(0, 17);
        Self(Course {
            case: CaseId(7),
            person: PersonId(0),
            record: RecordId(900),
            organization: None,
            opened_at,
            // Monday, at the same hour.
            contact_by: at(3, 17),
            closed: None,
            assessed: Tier::Second,
            overridden: None,
            attempts: Vec::new(),
            forms: vec![FormIn {
                at: opened_at,
                form: "prenatal_risk_assessment".into(),
                record: RecordId(900),
            }],
            tasks: Vec::new(),
            askings: Vec::new(),
            handouts: Vec::new(),
        })
    }

    fn tried(mut self, days: i32, hour: i8, outcome: ContactOutcome) -> Self {
        let on = FIRST.saturating_add(days.days());
        self.0.attempts.push(Attempt { at: at(days, hour), on, channel: Channel::Call, outcome });
        self
    }

    fn closed(mut self, days: i32, reason: CloseReason) -> Self {
        self.0.closed = Some((at(days, 17), reason));
        self
    }

    /// A service is asked on the first day, and says these things on so many days after.
    fn asked(self, steps: &[(i32, State)]) -> Self {
        self.asked_with(steps.iter().map(|(days, state)| said(*days, Side::Receiver, *state, None)).collect())
    }

    fn asked_with(mut self, steps: Vec<Said>) -> Self {
        let mut all = vec![said(0, Side::Sender, State::Sent, None)];
        all.extend(steps);
        self.0.askings.push(Asking {
            referral: ReferralId(70 + self.0.askings.len() as i64),
            service: "Family Paths".into(),
            kind: "home_visiting".into(),
            said: all,
            sender: Word::default(),
            herself: Word::default(),
        });
        self
    }

    /// The last asking, of a service of another kind.
    fn of_kind(mut self, kind: &str) -> Self {
        self.0.askings.last_mut().unwrap().kind = kind.into();
        self
    }

    /// Her own word on the last asking, so many days after the first.
    fn says(mut self, days: i32, served: bool) -> Self {
        let asking = self.0.askings.last_mut().unwrap();
        let state = asking.said.last().unwrap().state;
        asking.said.push(Said { step: false, ..said(days, Side::Client, state, None) });
        asking.herself = Word { reached: Some(true), served: Some(served) };
        self
    }

    fn screened(mut self, days: i32, positive: bool, followed_up: Option<i32>) -> Self {
        let record = RecordId(901);
        self.0.forms.push(FormIn { at: at(days, 9), form: "epds".into(), record });
        if positive {
            let (kind, done_at) = ("screening:high".into(), followed_up.map(|days| at(days, 9)));
            let record = Some(record);
            self.0.tasks.push(Todo { made_at: at(days, 9), done_at, kind, record, outcome: None });
        }
        self
    }

    /// What came of the last task.
    fn came(mut self, outcome: CameOf) -> Self {
        self.0.tasks.last_mut().unwrap().outcome = Some(outcome);
        self
    }

    fn world(self) -> World {
        let mut world = World::default();
        world.mother("m");
        world.courses.push((Reference("Patient/m".into()), self.0));
        world
    }

    fn seen(self, measure: &str) -> Seen {
        self.world().one(measure, LATER)
    }

    fn status(self, measure: &str) -> Status {
        self.seen(measure).outcome.status
    }
}

/// A case in which one service was asked, and what it said so many days after the first.
pub fn a_case_of(who: &str, steps: &[(i32, State)]) -> (Reference, Course) {
    (Reference(format!("Patient/{who}")), Case::new().asked(steps).0)
}

/// A case that was asked about, reached and served, with whom it is about.
pub fn a_course() -> Option<(Reference, kith_domain::course::Course)> {
    let case = Case::new().tried(1, 10, Reached).asked(&[(2, Accepted), (3, REACHED), (5, InService)]);
    Some((Reference("Patient/m1".into()), case.says(40, true).screened(6, true, Some(9)).0))
}

use ContactOutcome::{LeftMessage, NoAnswer, Reached};
use State::*;
use Status::{Excluded, Met, NotMet, Pending, Unknown};

/// The cases of the file that are tested here.
pub const CASES: [crate::library::Case; 15] = [
    ("ref_closed", "accepted on day 2, no outcome by day 31", "not closed", || {
        assert_eq!(Case::new().asked(&[(2, Accepted)]).status("ref_closed"), NotMet);
    }),
    ("ref_closed", "'unable to reach' recorded on day 12", "closed, need not met", || {
        let case = || Case::new().asked(&[(2, Accepted), (4, Attempted), (12, UnableToReach)]);
        assert_eq!(case().status("ref_closed"), Met);
        assert_eq!(case().status("connection"), NotMet);
    }),
    ("ref_closed", "service started on day 30", "closed", || {
        let case = |day| Case::new().asked(&[(2, Accepted), (3, REACHED), (day, Enrolled)]);
        assert_eq!(case(30).status("ref_closed"), Met);
        assert_eq!(case(31).status("ref_closed"), NotMet);
    }),
    (
        "ref_closed",
        "sender guesses an outcome",
        "not closed: outcome must come from receiver or the client",
        || {
            let word = |side| Said { step: false, ..said(5, side, Accepted, None) };
            let case =
                |side| Case::new().asked_with(vec![said(2, Side::Receiver, Accepted, None), word(side)]);
            assert_eq!(case(Side::Sender).status("ref_closed"), NotMet);
            assert_eq!(case(Side::Client).status("ref_closed"), Met);
        },
    ),
    ("ttfc", "left voicemail 1 h after receipt, reached on day 4", "first contact = day 4", || {
        let seen = Case::new().tried(0, 18, LeftMessage).tried(4, 10, Reached).seen("ttfc");
        assert_eq!((seen.outcome.status, seen.outcome.on), (Met, Some(date(2025, 6, 10))));
    }),
    ("ttfc", "three failed attempts, never reached", "censored, counted as 'not reached'", || {
        let case = Case::new().tried(1, 9, NoAnswer).tried(4, 12, NoAnswer).tried(9, 17, LeftMessage);
        let seen = case.seen("ttfc");
        assert_eq!((seen.outcome.status, seen.outcome.on), (NotMet, None));
        assert_eq!(seen.outcome.due_on, Some(date(2025, 7, 6)));
    }),
    ("ttfc", "received Friday 17:00, reached Monday 10:00", "1 business day, 65 clock hours", || {
        let seen = Case::new().tried(3, 10, Reached).seen("ttfc");
        assert_eq!((seen.outcome.on.unwrap() - seen.outcome.counts_on).get_days(), 3);
        assert_eq!(Case::new().tried(3, 10, Reached).status("first_contact_on_time"), Met);
        assert_eq!(Case::new().tried(3, 18, Reached).status("first_contact_on_time"), NotMet);
    }),
    ("ttfc", "client walked in before the call", "counts as contact", || {
        let mut case = Case::new();
        let on = FIRST;
        case.0.attempts.push(Attempt { at: at(0, 18), on, channel: Channel::InPerson, outcome: Reached });
        assert_eq!(case.status("ttfc"), Met);
    }),
    ("hv_enrol", "consent signed, no visit", "not enrolled", || {
        assert_eq!(
            Case::new().asked(&[(2, Accepted), (3, REACHED), (5, Enrolled)]).status("hv_enrol"),
            NotMet
        );
    }),
    ("hv_enrol", "first visit day 60", "met", || assert_eq!(begun(60).status("hv_enrol"), Met)),
    ("hv_enrol", "first visit day 61", "not met", || assert_eq!(begun(61).status("hv_enrol"), NotMet)),
    (
        "hv_enrol",
        "already enrolled in another model",
        "excluded from this model's denominator, counted as served",
        || {
            let back = said(2, Side::Receiver, Returned, Some("duplicate"));
            let seen = Case::new().asked_with(vec![back]).seen("hv_enrol");
            assert_eq!((seen.outcome.status, seen.reason()), (Excluded, "has_it"));
        },
    ),
    ("hv_retain", "last visit 91 days before the anniversary", "not retained", || {
        let strict = strict();
        let status = |ago: i32| {
            let mut world = begun(10).world();
            let on = FIRST.saturating_add((10 + 365 - ago).days()).to_string();
            world.encounter("m", &on, |e| {
                e.class = Some(kith_domain::fact::Coding::new(crate::world::ACT, "HH"))
            });
            let (_dir, gathered) = world.gather();
            seen_in(&strict, &gathered, "hv_retain", LATER)[0].outcome.status
        };
        assert_eq!(status(91), NotMet);
        assert_eq!(status(90), Met);
        // Where visits are not on record, a family that the service has not let go is still with it.
        assert_eq!(begun(10).status("hv_retain"), Met);
    }),
    ("hv_retain", "graduated at 10 months", "excluded or 'completed' per model", || {
        let seen = Case::new().asked(&[(1, Accepted), (10, InService), (310, Completed)]).seen("hv_retain");
        assert_eq!((seen.outcome.status, seen.reason()), (Excluded, "completed"));
    }),
    ("hv_retain", "on creative outreach (HFA) 60 days", "active until the model's outreach limit", || {
        // The service looks for her and has not let her go; from the day it says that she left, she is not retained.
        assert_eq!(begun(10).status("hv_retain"), Met);
        let left = |day| {
            let gone = said(day, Side::Receiver, Left, Some("lost_touch"));
            let began = said(10, Side::Receiver, InService, None);
            Case::new().asked_with(vec![began, gone]).status("hv_retain")
        };
        assert_eq!((left(375), left(376)), (NotMet, Met));
    }),
];

/// A referral whose first visit took place so many days after the asking.
fn begun(day: i32) -> Case {
    Case::new().asked(&[(1, Accepted), (2, REACHED), (3, Enrolled), (day, InService)])
}

const REACHED: State = State::Reached;

/// The programme, with a visit on record asked for.
fn strict() -> Programme {
    let mut files = Files::embedded("central-triage").unwrap();
    let path = "measures/hv_retain/measure.toml";
    let text = files.0[path].replace("visit_within_days = \"off\"", "visit_within_days = 90");
    files.0.insert(path.into(), text);
    Programme::read("central-triage", &files).unwrap_or_else(|p| panic!("{p:#?}"))
}

rows! {
    an_acceptance_is_no_outcome = 0;
    not_reached_is_an_outcome_and_no_connection = 1;
    a_service_begun_on_day_30 = 2;
    what_the_sender_guesses_is_no_outcome = 3;
    a_message_left_is_no_contact = 4;
    never_reached_stays_in = 5;
    from_friday_to_monday = 6;
    she_came_by_herself = 7;
    a_consent_is_no_visit = 8;
    first_visit_on_day_60 = 9;
    first_visit_on_day_61 = 10;
    has_another_of_the_kind = 11;
    a_visit_within_90_days_where_visits_are_on_record = 12;
    graduated_before_the_year_was_over = 13;
    looked_for_and_not_let_go = 14;
}

#[test]
fn connection_is_what_three_sides_say() {
    let served = || Case::new().asked(&[(2, Accepted), (5, REACHED), (9, Enrolled)]);
    let seen = served().seen("connection");
    assert_eq!((seen.outcome.status, seen.outcome.on), (Met, Some(date(2025, 6, 15))));
    assert_eq!(seen.stratum("service"), "Family Paths");
    assert_eq!(served().says(20, true).status("connection"), Met);
    // She says that she did not get it: shown beside the rate, whether the time is over or not.
    let seen = served().says(20, false).seen("connection");
    assert_eq!((seen.outcome.status, seen.reason()), (Unknown, "sides_disagree"));
    let check = |case: Case, expected| assert_eq!(case.status("connection"), expected);
    check(Case::new().asked(&[(2, Accepted)]), NotMet);
    // The service is silent, and she says that she has it.
    check(Case::new().asked(&[(2, Accepted)]).says(12, true), Met);
    check(Case::new().asked(&[(30, Enrolled)]), Met);
    check(Case::new().asked(&[(31, Enrolled)]), NotMet);
    // What ended later had connected; what was taken back before had not.
    check(Case::new().asked(&[(9, Enrolled), (20, Left)]), Met);
    check(Case::new().asked(&[(9, Withdrawn)]), NotMet);
    check(Case::new().asked(&[(2, Lapsed)]), NotMet);
    let out = |case: Case, reason: &str| {
        let seen = case.seen("connection");
        assert_eq!((seen.outcome.status, seen.reason()), (Excluded, reason));
    };
    out(Case::new().asked_with(vec![said(2, Side::Receiver, Returned, Some("duplicate"))]), "has_it");
    out(Case::new().asked_with(vec![said(2, Side::Client, Declined, Some("loss"))]), "loss");
    out(Case::new().asked(&[(2, Withdrawn)]).closed(2, CloseReason::Duplicate), "duplicate");
    // To close as not reachable takes back what was asked, and is a failure all the same.
    check(Case::new().asked(&[(20, Withdrawn)]).closed(20, CloseReason::UnableToReach), NotMet);
    assert_eq!(served().world().one("connection", date(2025, 7, 6)).outcome.status, Pending);
    // Nothing that lies after the day asked about is seen.
    let before = served().says(20, false).world().one("connection", date(2025, 6, 20));
    assert_eq!((before.outcome.status, before.outcome.have), (Pending, 1));
}

#[test]
fn a_case_is_closed_as_not_reachable_or_not() {
    let tried = || Case::new().tried(1, 9, NoAnswer);
    assert_eq!(tried().closed(14, CloseReason::UnableToReach).status("unreachable"), Met);
    assert_eq!(tried().closed(60, CloseReason::UnableToReach).status("unreachable"), Met);
    assert_eq!(tried().closed(61, CloseReason::UnableToReach).status("unreachable"), NotMet);
    assert_eq!(tried().closed(14, CloseReason::Declined).status("unreachable"), NotMet);
    assert_eq!(tried().status("unreachable"), NotMet);
    assert_eq!(Case::new().closed(1, CloseReason::Duplicate).status("unreachable"), Excluded);
    // A case that was opened again is not closed.
    let as_of_then =
        tried().closed(14, CloseReason::UnableToReach).world().one("unreachable", date(2025, 6, 12));
    assert_eq!((as_of_then.outcome.status, as_of_then.outcome.have), (Pending, 0));
}

#[test]
fn each_step_of_the_cascade_counts_those_of_the_step_before() {
    let chain_of = |case: Case| -> Vec<Option<Status>> {
        let world = case.world();
        ["screen_mood", "screen_mood_positive", "screen_mood_referred", "screen_mood_treated"]
            .map(|measure| world.run(measure, LATER).first().map(|s| s.outcome.status))
            .into()
    };
    let chain = |case: fn() -> Case| chain_of(case());
    let tried = || Case::new().tried(0, 18, Reached);
    assert_eq!(chain(|| Case::new().tried(0, 18, Reached)), [Some(NotMet), None, None, None]);
    assert_eq!(chain(|| Case::new().screened(60, false, None)), [Some(Met), Some(NotMet), None, None]);
    assert_eq!(chain(|| Case::new().screened(61, true, None)), [Some(NotMet), None, None, None]);
    assert_eq!(chain(|| Case::new().screened(5, true, None)), [Some(Met), Some(Met), Some(NotMet), None]);
    assert_eq!(
        chain(|| Case::new().screened(5, true, Some(35))),
        [Some(Met), Some(Met), Some(Met), Some(NotMet)]
    );
    assert_eq!(chain(|| Case::new().screened(5, true, Some(36))), [Some(Met), Some(Met), Some(NotMet), None]);
    fn asked() -> Case {
        Case::new().screened(0, true, None).asked(&[(2, Accepted), (60, InService)])
    }
    for kind in ["mental_health", "behavioral_health", "counseling"] {
        assert_eq!(asked().of_kind(kind).status("screen_mood_treated"), Met, "{kind}");
    }
    assert_eq!(chain(|| asked().of_kind("mental_health")), [Some(Met), Some(Met), Some(Met), Some(Met)]);
    // Home visiting is asked for other reasons, and is no treatment of her mood.
    assert_eq!(chain(asked), [Some(Met), Some(Met), Some(NotMet), None]);
    let begun = || Case::new().screened(5, true, Some(6)).asked(&[(2, Accepted), (20, InService)]);
    assert_eq!(begun().status("screen_mood_treated"), NotMet);
    // What whoever followed up says came of it: who was not reached was not followed up, and only who is treated is.
    let came = |outcome| chain_of(Case::new().screened(5, true, Some(6)).came(outcome));
    for (outcome, expected) in [
        (CameOf::Treated, [Met, Met]),
        (CameOf::InCare, [Met, Met]),
        (CameOf::Referred, [Met, NotMet]),
        (CameOf::Emergency, [Met, NotMet]),
        (CameOf::NoNeed, [Met, NotMet]),
        (CameOf::Declined, [Met, NotMet]),
    ] {
        assert_eq!(came(outcome)[2..], expected.map(Some), "{outcome:?}");
    }
    assert_eq!(came(CameOf::NotReached)[2..], [Some(NotMet), None]);
    // A treatment on her record counts like a service.
    let mut treated = tried().screened(5, true, Some(6)).world();
    treated.procedure("m", "2025-08-10", CPT, "90837");
    assert_eq!(treated.status("screen_mood_treated"), Met);
    let mut late = tried().screened(5, true, Some(6)).world();
    late.procedure("m", "2025-08-11", CPT, "90837");
    assert_eq!(late.status("screen_mood_treated"), NotMet);
}

#[test]
fn what_a_service_takes_and_what_is_set_by_hand() {
    let check = |case: Case, expected| assert_eq!(case.status("service_accepted"), expected);
    check(Case::new().asked(&[(2, Accepted)]), Met);
    check(Case::new().asked(&[(2, Waitlisted)]), Met);
    check(Case::new().asked(&[(2, Returned)]), NotMet);
    check(Case::new().asked(&[(2, Lapsed)]), NotMet);
    check(Case::new().asked(&[(1, Received)]), Pending);
    check(Case::new().asked(&[(1, Received), (2, Withdrawn)]), Excluded);
    check(Case::new().asked(&[(1, Accepted), (2, Withdrawn)]), Met);
    let by_hand = |tier| {
        let mut case = Case::new();
        case.0.overridden = Some((tier, at(1, 9)));
        case.status("tier_overridden")
    };
    assert_eq!((by_hand(Tier::First), by_hand(Tier::Third), by_hand(Tier::Second)), (Met, Met, NotMet));
    assert_eq!(Case::new().seen("tier_overridden").stratum("tier"), "Tier 2");
}

#[test]
fn somebody_asks_how_it_goes_with_what_was_handed_out() {
    let status = |asked: Option<i32>, returned: Option<i32>| {
        let mut case = Case::new();
        case.0.handouts.push(Handout {
            item: 4,
            kind: "crib".into(),
            at: at(1, 12),
            asked_at: asked.map(|days| at(1 + days, 12)),
            returned_at: returned.map(|days| at(1 + days, 12)),
        });
        let seen = case.seen("goods_followed_up");
        assert_eq!(seen.stratum("goods"), "crib");
        seen.outcome.status
    };
    assert_eq!((status(Some(30), None), status(Some(45), None), status(Some(46), None)), (Met, Met, NotMet));
    assert_eq!(status(None, None), NotMet);
    // What came back before anybody had to ask is out; later it is not.
    assert_eq!((status(None, Some(45)), status(None, Some(46))), (Excluded, NotMet));
}

#[test]
fn told_about_safe_sleep_before_going_home() {
    let world = |told: Option<(&str, &str)>, discharged: &str| {
        let mut world = World::default();
        world.baby("b", "2025-03-10").mother("m").link("b", "m").stay("b", "2025-03-10", discharged);
        if let Some((who, on)) = told {
            world.procedure(who, on, "urn:kith:code", "safe-sleep-education");
        }
        world
    };
    let status = |told, discharged: &str| {
        let seen = world(told, discharged).run("safe_sleep_education", LATER);
        seen.first().map(|s| s.outcome.status)
    };
    assert_eq!(status(Some(("b", "2025-03-12")), "2025-03-12"), Some(Met));
    assert_eq!(status(Some(("m", "2025-03-11")), "2025-03-12"), Some(Met));
    assert_eq!(status(Some(("b", "2025-03-13")), "2025-03-12"), Some(NotMet));
    assert_eq!(status(None, "2025-03-12"), Some(NotMet));
    // The page of a hospital goes by the same days.
    let counts = kith_domain::safe_sleep::teaching_days(date(2025, 3, 10), Some(date(2025, 3, 12)));
    for on in ["2025-03-08", "2025-03-09", "2025-03-10", "2025-03-11", "2025-03-12", "2025-03-13"] {
        let expected = if counts.contains(&on.parse().unwrap()) { Met } else { NotMet };
        assert_eq!(status(Some(("m", on)), "2025-03-12"), Some(expected), "{on}");
    }
    assert_eq!(status(None, ""), None);
    assert_eq!(status(Some(("b", "2025-03-12")), "2025-04-08"), Some(Excluded));
}

/// What is unknown of the day makes no difference to a course: its days are those of the network's clock.
#[test]
fn a_day_is_the_networks() {
    let course = Case::new().tried(3, 2, Reached).0;
    let run = |zone: &str| {
        let dir = tempfile::tempdir().unwrap();
        let zone = TimeZone::get(zone).unwrap();
        let mut gather = kith_measures::gather::Gather::new(dir.path()).unwrap().in_zone(zone);
        gather.add_course(kith_domain::id::SourceId(1), &Reference("Patient/m".into()), None, course.clone());
        let gathered = gather.finish(&central_triage().value_sets).unwrap();
        seen_in(central_triage(), &gathered, "ttfc", LATER).remove(0).outcome
    };
    assert_eq!(run("UTC").counts_on, date(2025, 6, 6));
    assert_eq!(run("Asia/Tokyo").counts_on, date(2025, 6, 7));
    assert_eq!(run("UTC").organization, None);
}
