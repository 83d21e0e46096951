//! What pages of the front door say alike: how soon, how far along, how a case and a referral stand.

use jiff::{Timestamp, civil::Date};
use kith_app::view::{
    CameOf, CaseState, CloseReason, Connection, Gestation, Places, SentStanding, StepKind, Visit,
};
use kith_domain::priority::Tier;
use kith_domain::referral::{LeaveReason, ReturnReason, Side, State, Word};

use crate::lang::{Lang, slug};
use crate::t;

/// How soon she is to be contacted.
pub fn tier(l: &Lang, tier: Tier) -> String {
    l.say(&format!("tier-{}", tier.name()), &[])
}

/// How a case stands; a closed one says why.
pub fn case_state(l: &Lang, state: CaseState) -> String {
    match state {
        CaseState::New => t!(l, "case-state-new"),
        CaseState::Contacting => t!(l, "case-state-contacting"),
        CaseState::Reached => t!(l, "case-state-reached"),
        CaseState::Referred => t!(l, "case-state-referred"),
        CaseState::Waiting => t!(l, "case-state-waiting"),
        CaseState::Served => t!(l, "case-state-served"),
        CaseState::Closed(reason) => t!(l, "case-state-closed", reason = close_reason(l, reason)),
    }
}

/// What the sender of a form is told of it.
pub fn sent_standing(l: &Lang, standing: SentStanding) -> String {
    match standing {
        SentStanding::Received => t!(l, "sent-standing-received"),
        SentStanding::InWork => t!(l, "sent-standing-in-work"),
        SentStanding::Reached => t!(l, "sent-standing-reached"),
        SentStanding::Served => t!(l, "sent-standing-served"),
        SentStanding::Closed => t!(l, "sent-standing-closed"),
    }
}

/// The reasons for which a case is closed, in the order of the form.
pub const CLOSE_REASONS: [CloseReason; 7] = [
    CloseReason::Served,
    CloseReason::NoNeed,
    CloseReason::Declined,
    CloseReason::Moved,
    CloseReason::Loss,
    CloseReason::Duplicate,
    CloseReason::UnableToReach,
];

/// Why a case is closed.
pub fn close_reason(l: &Lang, reason: CloseReason) -> String {
    l.say(&format!("close-reason-{}", slug(reason.name())), &[])
}

/// How far along she is: `27w 3d`, `day 12 after birth`. A day before the one on record is no day after it.
pub fn gestation(l: &Lang, gestation: Gestation) -> String {
    match gestation {
        Gestation::Pregnant(days) => t!(l, "far-pregnant", weeks = days.max(0) / 7, days = days.max(0) % 7),
        Gestation::After(days) => t!(l, "far-after", days = days.max(0)),
    }
}

/// Until or since when, as a person says it: "in 3 hours", "2 days late".
pub fn due(l: &Lang, due: Timestamp, now: Timestamp) -> String {
    let minutes = due.duration_since(now).as_secs().div_euclid(60);
    let size = minutes.abs();
    let late = minutes < 0;
    match (size, late) {
        (0..=59, false) => t!(l, "due-minutes", n = size.max(1)),
        (60..=2879, false) => t!(l, "due-hours", n = size / 60),
        (_, false) => t!(l, "due-days", n = size / 1440),
        (0..=59, true) => t!(l, "late-minutes", n = size.max(1)),
        (60..=2879, true) => t!(l, "late-hours", n = size / 60),
        (_, true) => t!(l, "late-days", n = size / 1440),
    }
}

/// What came of following up a screening.
pub fn came_of(l: &Lang, came: CameOf) -> String {
    l.say(&format!("came-of-{}", slug(came.name())), &[])
}

/// How a referral stands.
pub fn referral_state(l: &Lang, state: State) -> String {
    l.say(&format!("referral-state-{}", slug(state.name())), &[])
}

/// Her first visit: when it is, was to be, or was.
pub fn visit(l: &Lang, (day, visit): (Date, Visit), today: Date) -> String {
    match visit {
        Visit::Was => t!(l, "referral-visit-was", day = l.date(day)),
        Visit::ToBe if day < today => t!(l, "referral-visit-past", day = l.date(day)),
        Visit::ToBe => t!(l, "referral-visit-to-be", day = l.near(day)),
    }
}

/// Who says something about a referral.
pub fn side(l: &Lang, side: Side) -> String {
    l.say(&format!("referral-side-{}", side.name()), &[])
}

/// What somebody said of how a referral stands.
pub fn word(l: &Lang, word: Word) -> String {
    let said = |answer: Option<bool>| match answer {
        Some(true) => t!(l, "said-yes"),
        Some(false) => t!(l, "said-no"),
        None => t!(l, "said-nothing"),
    };
    match word {
        Word { reached: None, served: None } => t!(l, "word-said-not-yet"),
        _ => t!(l, "word-said", reached = said(word.reached), served = said(word.served)),
    }
}

/// What the sides say together.
pub fn connection(l: &Lang, connection: Connection) -> String {
    match connection {
        Connection::Open => t!(l, "connection-open"),
        Connection::Connected => t!(l, "connection-connected"),
        Connection::NotConnected => t!(l, "connection-not-connected"),
        Connection::Disputed => t!(l, "connection-disputed"),
    }
}

/// The name of a step in a form.
pub fn step_code(step: StepKind) -> &'static str {
    match step {
        StepKind::Accept => "accept",
        StepKind::Return => "return",
        StepKind::Attempt => "attempt",
        StepKind::Reach => "reach",
        StepKind::Waitlist => "waitlist",
        StepKind::Enroll => "enroll",
        StepKind::Start => "start",
        StepKind::Complete => "complete",
        StepKind::Leave => "leave",
        StepKind::Decline => "decline",
        StepKind::GiveUp => "give_up",
        StepKind::Withdraw => "withdraw",
    }
}

/// What a step says, on its button.
pub fn step(l: &Lang, step: StepKind) -> String {
    l.say(&format!("step-{}", slug(step_code(step))), &[])
}

/// Why a service does not take somebody.
pub fn return_reason(l: &Lang, reason: ReturnReason) -> String {
    l.say(&format!("return-reason-{}", slug(reason.name())), &[])
}

/// Why she says no, or leaves.
pub fn leave_reason(l: &Lang, reason: LeaveReason) -> String {
    l.say(&format!("leave-reason-{}", slug(reason.name())), &[])
}

/// Free places, how old that is, and who said so.
pub fn places(l: &Lang, places: Places, by: Option<&str>, now: Timestamp) -> String {
    let said = match places {
        Places::Free(n, at) => t!(l, "places-free", n = n, ago = l.ago(at, now)),
        Places::Full(at) => t!(l, "places-full", ago = l.ago(at, now)),
        Places::Stale(n, at) => t!(l, "places-stale", n = n, ago = l.ago(at, now)),
        Places::Unknown => t!(l, "places-unknown"),
    };
    match by {
        Some(BY_LINK) => format!("{said} {}", t!(l, "places-by-link")),
        Some(who) if !who.is_empty() => format!("{said} {}", t!(l, "places-by", who = who.to_owned())),
        _ => said,
    }
}

/// Who said it, where that was by a link.
const BY_LINK: &str = "link";

#[cfg(test)]
mod tests;
