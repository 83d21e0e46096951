//! Two groups side by side.

use super::{Answer, Better, Groups, Known};
use crate::{Confidence, NotDefined};

/// The greater first, if all is as the toolkit supposes: of ordered groups the ends, best off first
/// where more is better; else the reference and the group at the wrong end, or without a reference the
/// greatest and the least.
fn pair(groups: &Groups) -> (Known, Known) {
    let last = groups.known.len() - 1;
    let estimates = groups.estimates();
    let greatest = super::best_of(&estimates, Better::Higher);
    let least = super::best_of(&estimates, Better::Lower);
    let (first, second) = match (groups.setting.ordered, groups.reference(), groups.setting.better) {
        (true, _, Better::Higher) => (last, 0),
        (true, _, Better::Lower) => (0, last),
        (false, Some(reference), Better::Higher) => (reference, least),
        (false, Some(reference), Better::Lower) => (greatest, reference),
        (false, None, _) => (greatest, least),
    };
    (groups.known[first], groups.known[second])
}

fn errors(a: Known, b: Known) -> Result<(f64, f64), NotDefined> {
    a.standard_error.zip(b.standard_error).ok_or(NotDefined::NoStandardError)
}

pub(super) fn difference(groups: &Groups, confidence: Confidence) -> Result<Answer, NotDefined> {
    let (a, b) = pair(groups);
    let error = errors(a, b).map(|(a, b)| a.hypot(b));
    Ok(Answer::wald(a.estimate - b.estimate, error, confidence))
}

/// The standard error is of the logarithm.
pub(super) fn ratio(groups: &Groups, confidence: Confidence) -> Result<Answer, NotDefined> {
    let (a, b) = pair(groups);
    if a.estimate <= 0.0 || b.estimate <= 0.0 {
        return Err(NotDefined::NotAboveZero);
    }
    let error = errors(a, b).map(|(se_a, se_b)| (se_a / a.estimate).hypot(se_b / b.estimate));
    Ok(Answer::log_wald(a.estimate / b.estimate, error, confidence))
}
