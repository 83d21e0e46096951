//! The way of a referral, and what each side says of it.
//!
//! What is wanted (a request, owned by whom it came from) and the asking of one service are two things: a service that
//! says no ends its own asking, and the next service is asked anew. Silence is never an outcome: what nobody answered
//! has lapsed, and says so.

use jiff::{ToSpan, civil::Date};

use crate::care_case::CaseState;

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

/// Whether a first visit is still to be, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// It is planned.
    ToBe,
    /// It took place.
    Was,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    /// Nothing follows this state.
    #[error("this referral has ended; send a new one")]
    Ended,
    /// The step does not follow this state.
    #[error("this does not follow how the referral stands now; look at it again")]
    NotNow,
    /// Somebody else says this.
    #[error("this is for another side to say")]
    NotYours,
}

impl State {
    /// Whether nothing follows.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Returned
                | Self::Completed
                | Self::Left
                | Self::Declined
                | Self::UnableToReach
                | Self::Withdrawn
                | Self::Lapsed
        )
    }

    /// Whether a place is held or taken: one of the service's places is hers.
    pub fn holds_a_place(self) -> bool {
        !self.is_final() && self != Self::Waitlisted
    }

    /// Whose turn it is: nobody's once it ended.
    pub fn turn(self) -> Option<Side> {
        (!self.is_final()).then_some(Side::Receiver)
    }

    /// The status of the FHIR Task that stands for the asking (SDOH Clinical Care referral management).
    pub fn task_status(self) -> &'static str {
        match self {
            Self::Sent | Self::Received => "requested",
            Self::Accepted => "accepted",
            Self::Attempted | Self::Reached | Self::Enrolled | Self::InService => "in-progress",
            Self::Waitlisted => "on-hold",
            Self::Returned => "rejected",
            Self::Completed => "completed",
            Self::Left | Self::Declined | Self::UnableToReach => "failed",
            Self::Withdrawn | Self::Lapsed => "cancelled",
        }
    }
}

impl Step {
    /// Its name without the reason, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Accept => "accept",
            Self::Return(_) => "return",
            Self::Attempt => "attempt",
            Self::Reach => "reach",
            Self::Waitlist => "waitlist",
            Self::Enroll => "enroll",
            Self::Start => "start",
            Self::Complete => "complete",
            Self::Leave(_) => "leave",
            Self::Decline(_) => "decline",
            Self::GiveUp => "give_up",
            Self::Withdraw => "withdraw",
            Self::Lapse => "lapse",
        }
    }

    /// The name of its reason, where it has one.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Return(reason) => Some(reason.name()),
            Self::Leave(reason) | Self::Decline(reason) => Some(reason.name()),
            _ => None,
        }
    }

    /// The step of a name and a reason.
    pub fn named(name: &str, reason: Option<&str>) -> Option<Self> {
        let leave = || reason.and_then(LeaveReason::named);
        Some(match name {
            "receive" => Self::Receive,
            "accept" => Self::Accept,
            "return" => Self::Return(reason.and_then(ReturnReason::named)?),
            "attempt" => Self::Attempt,
            "reach" => Self::Reach,
            "waitlist" => Self::Waitlist,
            "enroll" => Self::Enroll,
            "start" => Self::Start,
            "complete" => Self::Complete,
            "leave" => Self::Leave(leave()?),
            "decline" => Self::Decline(leave()?),
            "give_up" => Self::GiveUp,
            "withdraw" => Self::Withdraw,
            "lapse" => Self::Lapse,
            _ => return None,
        })
    }

    /// What it may say of her first visit.
    pub fn visit(self) -> Option<Visit> {
        match self {
            Self::Accept | Self::Attempt | Self::Reach | Self::Enroll => Some(Visit::ToBe),
            Self::Start => Some(Visit::Was),
            _ => None,
        }
    }

    /// The day of her first visit that is kept with this step, from the one that was named: a visit is to be from today
    /// on and within a year, and it was when she had been referred. What took place and has no day took place today. None
    /// where the day cannot be.
    pub fn visit_on(self, named: Option<Date>, sent_on: Date, today: Date) -> Option<Option<Date>> {
        let latest = today.saturating_add(1.year());
        match (self.visit(), named) {
            (None, _) | (Some(Visit::ToBe), None) => Some(None),
            (Some(Visit::ToBe), Some(day)) => (today..=latest).contains(&day).then_some(Some(day)),
            (Some(Visit::Was), None) => Some(Some(today)),
            (Some(Visit::Was), Some(day)) => (sent_on..=today).contains(&day).then_some(Some(day)),
        }
    }

    /// Who may say it. She may say no, and leave, at any time; the service may write down that she did.
    pub fn sides(self) -> &'static [Side] {
        match self {
            Self::Decline(_) | Self::Leave(_) => &[Side::Receiver, Side::Client],
            Self::Withdraw => &[Side::Sender],
            Self::Lapse => &[Side::Clock],
            _ => &[Side::Receiver],
        }
    }

    /// The state that it leads to, from this one; none where it does not follow.
    fn after(self, state: State) -> Option<State> {
        use State::*;
        let answering = matches!(state, Sent | Received);
        let taken = matches!(state, Accepted | Attempted | Reached | Waitlisted);
        let served = matches!(state, Enrolled | InService);
        match self {
            Self::Receive => (state == Sent).then_some(Received),
            Self::Accept => (answering || state == Waitlisted).then_some(Accepted),
            // She may turn out not to fit when somebody speaks with her.
            Self::Return(_) => (answering || taken).then_some(Returned),
            Self::Attempt => matches!(state, Accepted | Attempted).then_some(Attempted),
            Self::Reach => matches!(state, Accepted | Attempted).then_some(Reached),
            Self::Waitlist => {
                (answering || matches!(state, Accepted | Attempted | Reached)).then_some(Waitlisted)
            }
            Self::Enroll => matches!(state, Reached | Waitlisted).then_some(Enrolled),
            Self::Start => (state == Enrolled).then_some(InService),
            Self::Complete => (state == InService).then_some(Completed),
            Self::Leave(_) => served.then_some(Left),
            Self::Decline(_) => (answering || taken).then_some(Declined),
            // Giving up needs attempts; how many, and how, is the protocol's to say.
            Self::GiveUp => (state == Attempted).then_some(UnableToReach),
            // What she may withdraw her consent to is not over before it has ended.
            Self::Withdraw => (answering || taken || served).then_some(Withdrawn),
            Self::Lapse => answering.then_some(Lapsed),
        }
    }
}

/// Takes a step: the state after it.
///
/// # Errors
/// [`Refused::Ended`] after an outcome, [`Refused::NotYours`] when another side has to say it, [`Refused::NotNow`] when it
/// does not follow the state.
pub fn step(state: State, step: Step, side: Side) -> Result<State, Refused> {
    if state.is_final() {
        return Err(Refused::Ended);
    }
    if !step.sides().contains(&side) {
        return Err(Refused::NotYours);
    }
    step.after(state).ok_or(Refused::NotNow)
}

/// The steps that a side may take now, each with one of its reasons where it needs one, in the order of a page.
pub fn may(state: State, side: Side) -> Vec<Step> {
    let (back, away) = (ReturnReason::Ineligible, LeaveReason::NotWanted);
    let all = [
        Step::Receive,
        Step::Accept,
        Step::Attempt,
        Step::Reach,
        Step::Enroll,
        Step::Start,
        Step::Complete,
        Step::Waitlist,
        Step::Return(back),
        Step::Decline(away),
        Step::Leave(away),
        Step::GiveUp,
        Step::Withdraw,
        Step::Lapse,
    ];
    all.into_iter().filter(|next| step(state, *next, side).is_ok()).collect()
}

/// What the askings of its services make of a case that was referred: the furthest of those that stand. None when none
/// stands, and somebody has to find another way.
pub fn of_case(states: &[State]) -> Option<CaseState> {
    let any = |of: fn(State) -> bool| states.iter().any(|state| of(*state));
    if any(|s| matches!(s, State::Enrolled | State::InService | State::Completed)) {
        Some(CaseState::Served)
    } else if any(|s| !s.is_final() && s != State::Waitlisted) {
        Some(CaseState::Referred)
    } else if any(|s| s == State::Waitlisted) {
        Some(CaseState::Waiting)
    } else {
        None
    }
}

/// What somebody says of whether she was reached and is served. Not to have been asked is no answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Word {
    /// Somebody from the service reached her.
    pub reached: Option<bool>,
    /// She has what she was referred for.
    pub served: Option<bool>,
}

impl Word {
    /// As stored with what happened: `yes/no`, `none/yes`.
    pub fn code(self) -> String {
        let said = |answer: Option<bool>| answer.map_or("none", |yes| if yes { "yes" } else { "no" });
        format!("{}/{}", said(self.reached), said(self.served))
    }

    /// The word of a code.
    pub fn named(code: &str) -> Option<Self> {
        let said = |answer: &str| match answer {
            "yes" => Some(Some(true)),
            "no" => Some(Some(false)),
            "none" => Some(None),
            _ => None,
        };
        let (reached, served) = code.split_once('/')?;
        Some(Self { reached: said(reached)?, served: said(served)? })
    }
}

/// Whether she and the service found each other, from what the three sides say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Connection {
    /// Not known yet: no side has said how it ended.
    Open,
    /// She is served, and nobody says otherwise.
    Connected,
    /// She is not, and nobody says otherwise.
    NotConnected,
    /// The sides contradict each other: somebody has to ask.
    Disputed,
}

impl State {
    /// What the service says by the state that it brought the referral to.
    pub fn says(self) -> Word {
        let reached = match self {
            Self::Reached | Self::Enrolled | Self::InService | Self::Completed | Self::Left => Some(true),
            Self::UnableToReach => Some(false),
            _ => None,
        };
        let served = match self {
            Self::Enrolled | Self::InService | Self::Completed | Self::Left => Some(true),
            state if state.is_final() => Some(false),
            _ => None,
        };
        Word { reached, served }
    }
}

/// Puts together what the service, the sender and she herself say. Silence counts as nothing: a service that says that it
/// serves her stands until somebody contradicts it.
pub fn connection(service: State, sender: Word, herself: Word) -> Connection {
    let by_service = service.says();
    let agree = |said: &[Option<bool>]| {
        let mut said = said.iter().flatten();
        let first = said.next().copied();
        (first, said.all(|other| Some(*other) == first))
    };
    let (served, one_voice) = agree(&[by_service.served, sender.served, herself.served]);
    let (_, reached_one_voice) = agree(&[by_service.reached, sender.reached, herself.reached]);
    match served {
        _ if !one_voice || !reached_one_voice => Connection::Disputed,
        Some(true) => Connection::Connected,
        Some(false) => Connection::NotConnected,
        None => Connection::Open,
    }
}

#[cfg(test)]
mod tests;
