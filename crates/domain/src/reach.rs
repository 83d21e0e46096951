//! How often, by which ways and when a family is tried, before anybody may say that it cannot be reached.
//!
//! Only attempts count: where she lives, a shelter or a prison included, is nothing that this module is told. An attempt
//! by a number or address that is not hers is no attempt. Once somebody spoke with her, attempts are counted anew; once
//! she asked not to be contacted, there is nothing more to propose, and silence is not what ended it.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use crate::contact::{Channel, ContactOutcome};
use crate::worktime::{Calendar, Within};

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayPart {
    /// From this time on.
    pub from: Time,
    /// To before this time.
    pub until: Time,
}

/// What has to be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// Attempts.
    pub attempts: u32,
    /// Different ways among them.
    pub modes: u32,
    /// Different parts of the day among them.
    pub parts_needed: u32,
    /// The parts of the day in which she may be tried, in order.
    pub parts: Vec<DayPart>,
    /// The time at work that she is given.
    pub wait: Within,
    /// The ways to try, in the order in which they are proposed.
    pub ways: Vec<Channel>,
}

/// One attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// When.
    pub at: Timestamp,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub outcome: ContactOutcome,
}

/// What is missing before a case may be closed as not reachable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// So many attempts.
    Attempts(u32),
    /// So many ways that were not used.
    Modes(u32),
    /// So many parts of the day in which she was not tried.
    Parts(u32),
    /// She still has time.
    Time(Timestamp),
    /// She asked not to be contacted, which is an answer.
    SheAnswered,
}

/// How to try next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// How.
    pub channel: Channel,
    /// Not before.
    pub from: Timestamp,
    /// Not after.
    pub until: Timestamp,
}

/// How far the attempts to reach somebody are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Attempts that count.
    pub done: u32,
    /// Attempts that are asked for.
    pub needed: u32,
    /// Somebody spoke with her, and nobody has tried in vain since.
    pub reached: bool,
    /// What is missing before giving up.
    pub missing: Vec<Missing>,
    /// How to try next; none when she was reached, or must not be contacted.
    pub next: Option<Proposal>,
}

impl Reach {
    /// Whether the protocol is met.
    pub fn may_give_up(&self) -> bool {
        self.missing.is_empty()
    }
}

impl Protocol {
    /// The same without texts: nobody is written to who did not say yes to it. No more ways are asked for than there are.
    pub fn without_texts(mut self) -> Self {
        self.ways.retain(|way| *way != Channel::Text);
        self.modes = self.modes.min(self.ways.len() as u32);
        self
    }
}

/// The usual ways to try, in the order in which they are proposed.
pub const WAYS: [Channel; 4] = [Channel::Call, Channel::Text, Channel::HomeVisit, Channel::Letter];
/// How far ahead an attempt is proposed.
const DAYS_AHEAD: i32 = 30;

/// How far the attempts are at `now` of a case that began at `since`, in whatever order they come. Undone ones are not
/// among them.
pub fn reach(
    protocol: &Protocol,
    calendar: &Calendar,
    since: Timestamp,
    tried: &[Tried],
    now: Timestamp,
) -> Reach {
    let mut tried: Vec<Tried> = tried.iter().filter(|t| t.at <= now).copied().collect();
    tried.sort_by_key(|t| (t.at, t.outcome.name(), t.channel.name()));
    let wish = tried.iter().any(|t| t.outcome == ContactOutcome::AskedNotToContact);
    let spoke = tried.iter().rposition(|t| spoke_with_her(t.outcome));
    let since = spoke.map_or(since, |at| tried[at].at.max(since));
    let lately = &tried[spoke.map_or(0, |at| at + 1)..];
    let counted: Vec<Tried> =
        lately.iter().filter(|t| t.outcome != ContactOutcome::WrongNumber).copied().collect();

    let done = counted.len() as u32;
    let modes: BTreeSet<&str> = counted.iter().map(|t| t.channel.name()).collect();
    let parts: BTreeSet<usize> = counted.iter().filter_map(|t| part_of(protocol, calendar, t.at)).collect();
    let until = calendar.add_business(since, protocol.wait);
    let mut missing = Vec::new();
    if wish {
        missing.push(Missing::SheAnswered);
    }
    let lacks = |needed: u32, have: usize| needed.saturating_sub(have as u32);
    let short = [
        (lacks(protocol.attempts, counted.len()), Missing::Attempts as fn(u32) -> Missing),
        (lacks(protocol.modes, modes.len()), Missing::Modes),
        (lacks(protocol.parts_needed, parts.len()), Missing::Parts),
    ];
    missing.extend(short.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| what(n)));
    if now < until {
        missing.push(Missing::Time(until));
    }
    let reached = spoke.is_some() && lately.is_empty();
    let next = if wish || reached { None } else { propose(protocol, calendar, lately, &parts, now) };
    Reach { done, needed: protocol.attempts, reached, missing, next }
}

/// What is missing at `now` before a service may say that nobody reached her whom it took at `since`: as many attempts as
/// the protocol asks for, each on a day of its own, and the time at work. A service does not say by which way it tried.
pub fn lacking(
    protocol: &Protocol,
    calendar: &Calendar,
    since: Timestamp,
    tried: &[Timestamp],
    now: Timestamp,
) -> Vec<Missing> {
    let days: BTreeSet<Date> =
        tried.iter().filter(|at| since <= **at && **at <= now).map(|at| day_of(calendar, *at)).collect();
    let short = protocol.attempts.saturating_sub(days.len() as u32);
    let until = calendar.add_business(since, protocol.wait);
    let mut missing = Vec::new();
    if short > 0 {
        missing.push(Missing::Attempts(short));
    }
    if now < until {
        missing.push(Missing::Time(until));
    }
    missing
}

/// Whether somebody spoke with her.
pub fn spoke_with_her(outcome: ContactOutcome) -> bool {
    use ContactOutcome::*;
    matches!(outcome, Reached | VisitBooked | AskedNotToContact | MovedAway)
}

/// The part of the day in which an instant lies.
fn part_of(protocol: &Protocol, calendar: &Calendar, at: Timestamp) -> Option<usize> {
    let time = at.to_zoned(calendar.zone().clone()).time();
    protocol.parts.iter().position(|p| p.from <= time && time < p.until)
}

/// Another way than the last, at first one that was not used; and the next part of a day in which she was not tried yet, or
/// any when she was tried in all.
fn propose(
    protocol: &Protocol,
    calendar: &Calendar,
    lately: &[Tried],
    parts: &BTreeSet<usize>,
    now: Timestamp,
) -> Option<Proposal> {
    let last = lately.last().map(|t| t.channel);
    let wrong = |way: Channel| {
        let same = |t: &&Tried| t.channel == way || (by_phone(t.channel) && by_phone(way));
        lately.iter().any(|t| t.outcome == ContactOutcome::WrongNumber && same(&t))
    };
    let used = |way: Channel| lately.iter().filter(|t| t.channel == way).count();
    let channel = protocol
        .ways
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, way)| !wrong(*way))
        .min_by_key(|(place, way)| (Some(*way) == last, used(*way), *place))
        .map(|(_, way)| way)?;

    let today = now.to_zoned(calendar.zone().clone()).date();
    let all_used = parts.len() >= protocol.parts.len();
    let last_part =
        lately.last().and_then(|t| part_of(protocol, calendar, t.at).map(|p| (day_of(calendar, t.at), p)));
    for ahead in 0..=DAYS_AHEAD {
        let day = today.checked_add(ahead.days()).ok()?;
        if !calendar.is_open_on(day) {
            continue;
        }
        for (place, part) in protocol.parts.iter().enumerate() {
            let (from, until) = (calendar.instant(day, part.from)?, calendar.instant(day, part.until)?);
            let again = !all_used && parts.contains(&place) || last_part == Some((day, place));
            if until > now && from < until && !again {
                return Some(Proposal { channel, from: from.max(now), until });
            }
        }
    }
    None
}

fn day_of(calendar: &Calendar, at: Timestamp) -> Date {
    at.to_zoned(calendar.zone().clone()).date()
}

fn by_phone(channel: Channel) -> bool {
    matches!(channel, Channel::Call | Channel::Text)
}

#[cfg(test)]
mod tests;
