use kith_domain::referral::Step;

use super::*;
use crate::lang::lang;

const NOW: &str = "2026-07-08T14:00:00Z";

#[test]
fn due_is_said_as_people_say_it() {
    let check = |at: &str, en: &str, es: &str| {
        let (at, now) = (at.parse().unwrap(), NOW.parse().unwrap());
        assert_eq!(due(lang("en"), at, now), en);
        assert_eq!(due(lang("es"), at, now), es);
    };
    check("2026-07-08T14:00:00Z", "in 1 minute", "en 1 minuto");
    check("2026-07-08T14:59:00Z", "in 59 minutes", "en 59 minutos");
    check("2026-07-08T15:00:00Z", "in 1 hour", "en 1 hora");
    check("2026-07-10T13:59:00Z", "in 47 hours", "en 47 horas");
    check("2026-07-10T14:00:00Z", "in 2 days", "en 2 días");
    check("2026-07-08T13:59:30Z", "1 minute late", "1 minuto tarde");
    check("2026-07-08T11:00:00Z", "3 hours late", "3 horas tarde");
    check("2026-07-06T14:00:00Z", "2 days late", "2 días tarde");
}

#[test]
fn how_far_along_she_is_has_weeks_before_and_days_after() {
    let check = |far, en: &str, es: &str| {
        assert_eq!(gestation(lang("en"), far), en);
        assert_eq!(gestation(lang("es"), far), es);
    };
    check(Gestation::Pregnant(192), "27w 3d", "27 sem 3 d");
    check(Gestation::Pregnant(196), "28w 0d", "28 sem 0 d");
    check(Gestation::After(12), "day 12 after birth", "día 12 tras el parto");
    check(Gestation::After(0), "day of birth", "día del parto");
}

#[test]
fn every_value_of_the_front_door_has_its_words() {
    let mut keys = Vec::new();
    keys.extend(Tier::ALL.iter().map(|t| format!("tier-{}", t.name())));
    keys.extend(CloseReason::ALL.iter().map(|r| format!("close-reason-{}", slug(r.name()))));
    keys.extend(State::ALL.iter().map(|s| format!("referral-state-{}", slug(s.name()))));
    keys.extend(Side::ALL.iter().map(|s| format!("referral-side-{}", s.name())));
    keys.extend(ReturnReason::ALL.iter().map(|r| format!("return-reason-{}", slug(r.name()))));
    keys.extend(LeaveReason::ALL.iter().map(|r| format!("leave-reason-{}", slug(r.name()))));
    for step in STEPS {
        let slug = slug(step_code(step));
        keys.extend([format!("step-{slug}"), format!("stepped-{slug}")]);
    }
    keys.extend(["stepped-receive", "stepped-lapse"].map(str::to_owned));
    for key in keys {
        assert!(lang("en").has(&key) && lang("es").has(&key), "{key}");
    }
}

const STEPS: [StepKind; 12] = [
    StepKind::Accept,
    StepKind::Return,
    StepKind::Attempt,
    StepKind::Reach,
    StepKind::Waitlist,
    StepKind::Enroll,
    StepKind::Start,
    StepKind::Complete,
    StepKind::Leave,
    StepKind::Decline,
    StepKind::GiveUp,
    StepKind::Withdraw,
];

/// What a button sends is what the domain reads, and a step with a reason is not read without one.
#[test]
fn a_button_sends_what_the_domain_reads() {
    for step in STEPS {
        let name = step_code(step);
        let reason = match step {
            StepKind::Return => Some("no_place"),
            StepKind::Leave | StepKind::Decline => Some("moved"),
            _ => None,
        };
        assert_eq!(Step::named(name, reason).map(Step::name), Some(name));
        assert_eq!(Step::named(name, None).is_some(), reason.is_none(), "{name}");
    }
}
