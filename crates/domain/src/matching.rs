//! Whether somebody may have a service, and which service to ask first.
//!
//! Conditions are data of the service and facts have three values: what is not known of her is never taken for a no. Each
//! answer says why, and until when, since some windows close while she waits.

mod hours;
mod offer;
mod offers;
mod place;
mod rank;
mod sentence;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::words::Words;

pub use hours::{Open, Opening, open};
pub use offer::{Details, Note, Offer, Site, differing, merged};
pub use offers::{ContactPoint, Timers, Whose, contact_points, offers};
pub use place::{Centroids, Point};
pub use rank::{Standing, foremost, rank};
pub use sentence::sentence;

/// Days of a pregnancy, from its first day to the due date.
pub const TERM: i32 = 280;

/// Kinds of service to which a screening of mood leads; the library's measures name the same.
pub const FOR_MOOD: [&str; 3] = ["mental_health", "behavioral_health", "counseling"];

/// Whether a service of one kind may be asked where one of another did not take her. Help with her mood is asked for
/// other reasons than everything else: neither stands in for the other.
pub fn stands_in(kind: &str, asked: &str) -> bool {
    FOR_MOOD.contains(&kind) == FOR_MOOD.contains(&asked)
}

/// What is known of her on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// How far along she is, that day.
    pub stage: Option<Stage>,
    /// Postal code of where she lives.
    pub postal_code: Option<String>,
    /// Her age, in whole years.
    pub age: Option<i16>,
    /// Languages that she speaks, as tags: `en`, `es`.
    pub languages: Vec<String>,
    /// Facts by name, as triage knows them: `first_pregnancy`, `low_income`, `loss_before`. What is not there is not
    /// known.
    pub factors: BTreeMap<String, bool>,
    /// Kinds of service that serve her now or were asked to.
    pub kinds: BTreeSet<String>,
}

/// How far along she is, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Pregnant: gestational age.
    Pregnant(i32),
    /// After the birth: age of the infant.
    After(i32),
}

/// How long something is open, in days of gestational age or of the infant's age; both ends are within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// The last day on which she may have it.
    pub day: i32,
    /// The last day on which the service may be asked to take her all the same.
    #[serde(default)]
    pub ask: Option<i32>,
}

/// A condition of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// How far along: pregnant, after the birth, or either. What is left out is not taken.
    Stage {
        /// While pregnant.
        #[serde(default)]
        pregnant: Option<Until>,
        /// After the birth.
        #[serde(default)]
        after: Option<Until>,
    },
    /// A fact of hers is so.
    Is(String),
    /// A fact of hers is not so.
    IsNot(String),
    /// One of these facts is so.
    Any(Vec<String>),
    /// She lives where postal codes begin so.
    Area(Vec<String>),
    /// Her age in whole years, both ends within.
    Age {
        /// From this age.
        #[serde(default)]
        from: Option<i16>,
        /// Up to this age.
        #[serde(default)]
        to: Option<i16>,
    },
    /// What only the service can say: its conditions are known in words, or not at all.
    Asked,
}

/// A condition with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What it asks.
    pub condition: Condition,
    /// In words: "first baby".
    pub words: Words,
}

/// Whether somebody may have a service. Reasons are the rules' places in the list, but for [`Reason`]'s own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// Yes; where a window closes, its last day and the rule that closes it.
    Eligible(Option<(Date, usize)>),
    /// The service has to be asked.
    Ask(Vec<Reason>),
    /// It cannot be said, because this is not known of her.
    Unknown(Vec<Reason>),
    /// No.
    Not(Vec<Reason>),
}

/// Why somebody may not, or may only perhaps, have a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The rule at this place.
    Rule(usize),
    /// Nobody there speaks her language.
    Language,
    /// She has another service of this kind, and one is enough.
    SameKind,
}

/// What one rule says.
enum Says {
    Yes(Option<Date>),
    Ask,
    Unknown,
    No,
}

/// Holds what is known of her, on a day, against what a service asks for.
pub fn fit(offer: &Offer, facts: &Facts, on: Date) -> Fit {
    let (mut closes, mut ask, mut unknown, mut not) = (None, Vec::new(), Vec::new(), Vec::new());
    for (place, rule) in offer.rules.iter().enumerate() {
        match rule.condition.of(facts, on) {
            Says::Yes(None) => {}
            Says::Yes(Some(day)) => {
                if closes.is_none_or(|(first, _)| day < first) {
                    closes = Some((day, place));
                }
            }
            Says::Ask => ask.push(Reason::Rule(place)),
            Says::Unknown => unknown.push(Reason::Rule(place)),
            Says::No => not.push(Reason::Rule(place)),
        }
    }
    if offer.only_one && facts.kinds.contains(&offer.kind) {
        not.push(Reason::SameKind);
    }
    if speaks(offer, facts) == Some(false) {
        ask.push(Reason::Language);
    }
    match (not.is_empty(), unknown.is_empty(), ask.is_empty()) {
        (false, ..) => Fit::Not(not),
        (true, false, _) => Fit::Unknown(unknown),
        (true, true, false) => Fit::Ask(ask),
        (true, true, true) => Fit::Eligible(closes),
    }
}

/// Whether the service speaks a language of hers; none where hers or theirs is not known.
pub fn speaks(offer: &Offer, facts: &Facts) -> Option<bool> {
    if offer.languages.is_empty() || facts.languages.is_empty() {
        return None;
    }
    // `es-MX` is spoken by who speaks `es`.
    let main = |tag: &'_ str| tag.split('-').next().unwrap_or_default().len();
    let same = |a: &str, b: &str| a[..main(a)].eq_ignore_ascii_case(&b[..main(b)]);
    Some(facts.languages.iter().any(|hers| offer.languages.iter().any(|theirs| same(theirs, hers))))
}

impl Condition {
    fn of(&self, facts: &Facts, on: Date) -> Says {
        match self {
            Self::Stage { pregnant, after } => stage(*pregnant, *after, facts.stage, on),
            Self::Is(fact) => known(facts.factors.get(fact).copied()),
            Self::IsNot(fact) => known(facts.factors.get(fact).map(|so| !so)),
            Self::Any(of) => {
                let said: Vec<Option<bool>> =
                    of.iter().map(|fact| facts.factors.get(fact).copied()).collect();
                if said.contains(&Some(true)) {
                    Says::Yes(None)
                } else if said.contains(&None) {
                    Says::Unknown
                } else {
                    Says::No
                }
            }
            Self::Area(begins) => match &facts.postal_code {
                None => Says::Unknown,
                Some(code) => known(Some(begins.iter().any(|begin| code.starts_with(begin.as_str())))),
            },
            Self::Age { from, to } => known(
                facts.age.map(|age| from.is_none_or(|from| from <= age) && to.is_none_or(|to| age <= to)),
            ),
            Self::Asked => Says::Ask,
        }
    }
}

fn known(so: Option<bool>) -> Says {
    match so {
        Some(true) => Says::Yes(None),
        Some(false) => Says::No,
        None => Says::Unknown,
    }
}

fn stage(pregnant: Option<Until>, after: Option<Until>, stage: Option<Stage>, on: Date) -> Says {
    let Some(stage) = stage else { return Says::Unknown };
    let (until, at) = match stage {
        Stage::Pregnant(days) => (pregnant, days),
        Stage::After(days) => (after, days),
    };
    let Some(until) = until else { return Says::No };
    if at <= until.day {
        // Open to pregnant women to the end and to infants after it: it closes with the infant's age.
        let left = match (stage, after) {
            (Stage::Pregnant(days), Some(after)) if until.day >= TERM => TERM - days + after.day,
            _ => until.day - at,
        };
        return Says::Yes(on.checked_add(jiff::Span::new().days(left.max(0))).ok());
    }
    match until.ask {
        Some(ask) if at <= ask => Says::Ask,
        _ => Says::No,
    }
}

#[cfg(test)]
mod tests;
