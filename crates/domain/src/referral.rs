//! The way of a referral, and what each side says of it.
//!
//! What is wanted (a request, owned by whom it came from) and the asking of one service are two things: a service that
//! says no ends its own asking, and the next service is asked anew. Silence is never an outcome: what nobody answered
//! has lapsed, and says so.

/// Where the asking of one service stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Sent; a place is held for her.
    Sent,
    /// The service has seen it.
    Received,
    /// The service takes her.
    Accepted,
    /// The service does not take her, with the reason. Final.
    Returned,
    /// The service tried to reach her and has not yet.
    Attempted,
    /// The service spoke with her.
    Reached,
    /// She waits for a place, in turn.
    Waitlisted,
    /// She has a place and said yes.
    Enrolled,
    /// She is being served: a first visit took place.
    InService,
    /// The service ended as planned. Final.
    Completed,
    /// She left it before that, with the reason. Final.
    Left,
    /// She said no, with the reason. Final.
    Declined,
    /// The protocol of attempts was followed, and nobody reached her. Final.
    UnableToReach,
    /// Who sent it took it back, or she withdrew her consent. Final.
    Withdrawn,
    /// The service did not answer in time, and lost it. Final.
    Lapsed,
}

/// Who says something about a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who sent it.
    Sender,
    /// The service.
    Receiver,
    /// She herself.
    Client,
    /// A clock.
    Clock,
}

/// Why a service does not take somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// She does not meet the conditions.
    Ineligible,
    /// She lives elsewhere.
    WrongArea,
    /// The service has her already, or another of the same kind has.
    Duplicate,
    /// No place.
    NoPlace,
    /// Nobody there speaks her language.
    Language,
    /// Staff have a conflict of interest.
    Conflict,
}

/// Why she says no, or leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaveReason {
    /// She does not want it, or no longer.
    NotWanted,
    /// She has what she needs.
    NeedMet,
    /// She is served by another.
    ServedElsewhere,
    /// No time: work, school, care of others.
    NoTime,
    /// She does not trust it, or it was not right for her.
    NotRight,
    /// She moved away.
    Moved,
    /// The pregnancy or the baby was lost.
    Loss,
    /// The baby is not with her.
    NotWithHer,
    /// Nobody can reach her any more, after the protocol.
    LostTouch,
}

/// One step on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "step", content = "reason")]
pub enum Step {
    /// The service has seen it.
    Receive,
    /// The service takes her.
    Accept,
    /// The service does not take her.
    Return(ReturnReason),
    /// An attempt to reach her.
    Attempt,
    /// Somebody spoke with her.
    Reach,
    /// She is put on the waiting list.
    Waitlist,
    /// She is enrolled.
    Enroll,
    /// A first visit took place.
    Start,
    /// The service ended as planned.
    Complete,
    /// She left.
    Leave(LeaveReason),
    /// She said no.
    Decline(LeaveReason),
    /// Nobody reached her, after the protocol.
    GiveUp,
    /// The sender took it back.
    Withdraw,
    /// The time to answer has passed.
    Lapse,
}

named! {
    State {
        Sent = "sent", Received = "received", Accepted = "accepted", Returned = "returned", Attempted = "attempted",
        Reached = "reached", Waitlisted = "waitlisted", Enrolled = "enrolled", InService = "in_service",
        Completed = "completed", Left = "left", Declined = "declined", UnableToReach = "unable_to_reach",
        Withdrawn = "withdrawn", Lapsed = "lapsed",
    }
    Side { Sender = "sender", Receiver = "receiver", Client = "client", Clock = "clock" }
    ReturnReason {
        Ineligible = "ineligible", WrongArea = "wrong_area", Duplicate = "duplicate", NoPlace = "no_place",
        Language = "language", Conflict = "conflict",
    }
    LeaveReason {
        NotWanted = "not_wanted", NeedMet = "need_met", ServedElsewhere = "served_elsewhere", NoTime = "no_time",
        NotRight = "not_right", Moved = "moved", Loss = "loss", NotWithHer = "not_with_her", LostTouch = "lost_touch",
    }
}
