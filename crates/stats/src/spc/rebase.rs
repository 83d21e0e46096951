//! A proposal to give the points after a lasting change limits of their own.
//!
//! It is a proposal: nothing is re-based unless the plan says so. A change of limits hides the
//! change of the process from everyone who comes later, so a person must name its cause first.

use serde::Serialize;

use super::rules::Side;
use super::{BASELINE_MIN_POINTS, Chart};

/// Points after a change that make a proposal worth the trouble.
const AFTER: usize = 8;

/// Where new limits could start.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proposal {
    /// First point of the new phase.
    pub start: usize,
    /// The side to which the points moved.
    pub side: Side,
    /// Points on that side in a row, those on the centre passed over.
    pub run: usize,
    /// The longest run that chance explains.
    pub limit: usize,
    /// Points with a value from `start` on.
    pub points_after: usize,
    /// Whether the new phase would have enough points for its limits to be trusted.
    pub enough: bool,
}

/// Proposes to re-base the last phase when its longest run is longer than chance explains and
/// lasts to its end; none otherwise.
#[must_use]
pub fn propose(chart: &Chart) -> Option<Proposal> {
    let phase = chart.phases.last()?;
    let centre = phase.centre?;
    let test = phase.runs.test?;
    let mut run = Vec::new();
    let mut side = None;
    for i in phase.points.clone().rev() {
        let point = chart.points[i];
        let Some(value) = point.value.filter(|value| point.included && *value != centre) else { continue };
        let here = if value > centre { Side::Above } else { Side::Below };
        if *side.get_or_insert(here) != here {
            break;
        }
        run.push(i);
    }
    let start = *run.last()?;
    let usable = |i: &usize| chart.points[*i].included && chart.points[*i].value.is_some();
    let points_after = (start..phase.points.end).filter(usable).count();
    let before = (phase.points.start..start).filter(usable).count();
    if run.len() <= test.longest_limit || points_after < AFTER || before < AFTER {
        return None;
    }
    let enough = points_after >= BASELINE_MIN_POINTS;
    Some(Proposal { start, side: side?, run: run.len(), limit: test.longest_limit, points_after, enough })
}
