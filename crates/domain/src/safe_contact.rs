//! How somebody may be contacted safely, as she said it.
//!
//! A plan narrows: it takes ways and hours away from those that the protocol has, and never adds one. Where it leaves no
//! way or no hour there is nothing to propose, and no case is closed for silence that nobody was allowed to break.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::contact::Channel;
use crate::reach::{DayPart, Protocol};

/// The longest text of a plan.
pub const LONGEST: usize = 300;

/// What she said of how to contact her.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The ways that are safe, the best first; none said, all of them.
    pub ways: Vec<Channel>,
    /// Not before this time of the day.
    pub from: Option<Time>,
    /// Not at this time of the day or after.
    pub until: Option<Time>,
    /// Who may be told that it is about her.
    pub may_tell: Option<String>,
    /// A word by which both sides know each other.
    pub code_word: Option<String>,
    /// What to say if somebody else answers.
    pub if_another: Option<String>,
    /// A message may be left; none where she was not asked.
    pub voicemail: Option<bool>,
    /// Letters may come to where she lives; none where she was not asked.
    pub mail: Option<bool>,
    /// Nobody else looks into her telephone; none where she was not asked.
    pub safe_device: Option<bool>,
}

/// How a plan, or a change of one, was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// By herself, to somebody who saw her.
    InPerson,
    /// By a call to a number that was on record before.
    CalledBack,
    /// In any other way: it does not hold before it is confirmed by another.
    Otherwise,
}

named! {
    Told { InPerson = "in_person", CalledBack = "called_back", Otherwise = "otherwise" }
}

impl Told {
    /// Whether it is sure that it was she who said it: who wants to find her changes her contacts first.
    pub fn is_sure(self) -> bool {
        self != Self::Otherwise
    }
}

impl Plan {
    /// Whether a way is safe. A letter is none where mail is not, and a text is none to a device that others read.
    pub fn allows(&self, way: Channel) -> bool {
        let said = self.ways.is_empty() || self.ways.contains(&way);
        said && match way {
            Channel::Letter => self.mail != Some(false),
            Channel::Text => self.safe_device != Some(false),
            Channel::Call | Channel::HomeVisit | Channel::InPerson => true,
        }
    }

    /// Whether she said no to something that others could hear, read or find: somebody near her is not safe.
    pub fn says_no(&self) -> bool {
        [self.voicemail, self.mail, self.safe_device].contains(&Some(false))
    }

    /// The protocol as far as it is safe: her ways in her order, the parts of the day within her hours. No more ways or
    /// parts are asked for than there are.
    pub fn narrow(&self, protocol: &Protocol) -> Protocol {
        let usual = protocol.ways.iter().copied();
        let ways: Vec<Channel> = match self.ways.is_empty() {
            true => usual.filter(|way| self.allows(*way)).collect(),
            false => self.ways.iter().copied().filter(|way| self.allows(*way)).collect(),
        };
        let within = |part: &DayPart| {
            let from = self.from.map_or(part.from, |from| part.from.max(from));
            let until = self.until.map_or(part.until, |until| part.until.min(until));
            (from < until).then_some(DayPart { from, until })
        };
        let parts: Vec<DayPart> = protocol.parts.iter().filter_map(within).collect();
        Protocol {
            modes: protocol.modes.min(ways.len() as u32),
            parts_needed: protocol.parts_needed.min(parts.len() as u32),
            ways,
            parts,
            ..protocol.clone()
        }
    }
}

#[cfg(test)]
mod tests;
