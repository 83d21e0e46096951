//! What the rules say of what is known.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Rules, Tier};
use crate::id::AccountId;
use crate::words::Words;

/// One factor that is present, and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The factor's name in the rules.
    pub factor: String,
    /// In words.
    pub words: Words,
    /// The tier that it makes, where it makes one.
    pub tier: Option<Tier>,
    /// Its points.
    pub points: i32,
}

/// What the rules say of somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// How soon she has to be contacted.
    pub tier: Tier,
    /// The points of the factors that are present.
    pub score: i32,
    /// The share of the factors asked about that have an answer, 0 to 1; 0 where none was asked about.
    pub completeness: f64,
    /// Every factor that is present: the most urgent first, then the most points, then as the rules have them.
    pub reasons: Vec<Reason>,
}

/// Weighs what is known. A factor that the rules do not have weighs nothing. Where one is said twice, present goes before
/// absent, and either before unknown, so that the order never matters.
pub fn assess(rules: &Rules, factors: &[(String, Option<bool>)]) -> Assessment {
    let mut said: BTreeMap<&str, Option<bool>> = BTreeMap::new();
    for (factor, present) in factors {
        let known = said.entry(factor).or_default();
        *known = (*known).max(*present);
    }
    let asked = || rules.factors.iter().filter_map(|f| said.get(f.id.as_str()).map(|present| (f, *present)));
    let mut reasons: Vec<Reason> = asked()
        .filter(|(_, present)| *present == Some(true))
        .map(|(f, _)| Reason { factor: f.id.clone(), words: f.words.clone(), tier: f.tier, points: f.weight })
        .collect();
    // A stable sort: equals stay as the rules have them.
    reasons.sort_by_key(|r| (r.tier.unwrap_or(Tier::Third), std::cmp::Reverse(r.points)));
    let (all, known) = (asked().count(), asked().filter(|(_, present)| present.is_some()).count());
    Assessment {
        tier: reasons.iter().filter_map(|r| r.tier).min().unwrap_or(Tier::Third),
        score: reasons.iter().fold(0, |sum, r| sum.saturating_add(r.points)),
        completeness: if all == 0 { 0.0 } else { known as f64 / all as f64 },
        reasons,
    }
}

/// A tier that somebody set by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The tier.
    pub tier: Tier,
    /// What the rules said when it was set.
    pub over: Tier,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

/// The tier that holds. A tier set by hand stands against everything that was known when it was set, and she never falls
/// below it; what came to light since may still make her more urgent.
pub fn effective(assessed: Tier, overridden: Option<&Override>) -> Tier {
    match overridden {
        None => assessed,
        Some(by_hand) if assessed < by_hand.over => by_hand.tier.min(assessed),
        Some(by_hand) => by_hand.tier,
    }
}
