//! What made a gap narrow: the group getting better, or the reference getting worse.

use serde::Serialize;

use super::Change;
use crate::{Confidence, Interval};

/// Who moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// The gap did not narrow.
    NotNarrowed,
    /// All of it is the group's own improvement; the reference did not get worse.
    GroupBetter,
    /// The group got better, but part of the narrowing is the reference getting worse.
    GroupBetterReferenceWorse,
    /// The group got no better: the whole narrowing is the reference getting worse.
    OnlyReferenceWorse,
}

/// A narrowing taken apart, for whoever finds the words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reading {
    /// Who moved.
    pub driver: Driver,
    /// How far the gap narrowed, in the unit of the rates; negative when it widened.
    pub narrowing: f64,
    /// The fall of the group's rate.
    pub from_group: f64,
    /// The rise of the reference's rate.
    pub from_reference: f64,
    /// The share of the narrowing that is the reference getting worse, from 0 to 1; none when the gap did
    /// not narrow.
    pub share_from_reference: Option<f64>,
    /// Where the rise of the reference's rate may lie.
    pub reference_rise: Interval,
    /// Whether chance alone may have moved the reference.
    pub reference_may_be_chance: bool,
}

impl Change {
    /// How much of a narrowing is whose.
    #[must_use]
    pub fn reading(self, confidence: Confidence) -> Reading {
        let parts = self.decomposition();
        let driver = if parts.narrowing() <= 0.0 {
            Driver::NotNarrowed
        } else if parts.from_group <= 0.0 {
            Driver::OnlyReferenceWorse
        } else if parts.from_reference > 0.0 {
            Driver::GroupBetterReferenceWorse
        } else {
            Driver::GroupBetter
        };
        let rise = self.after.reference.minus(self.before.reference).interval(confidence);
        Reading {
            driver,
            narrowing: parts.narrowing(),
            from_group: parts.from_group,
            from_reference: parts.from_reference,
            share_from_reference: parts.share_from_reference().ok().map(|share| share.clamp(0.0, 1.0)),
            reference_rise: rise,
            reference_may_be_chance: rise.crosses_zero(),
        }
    }
}
