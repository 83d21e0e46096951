//! What the average would gain were everybody as well off as the reference.

use super::{Answer, Better, Caution, Groups, mean};
use crate::{Confidence, NotDefined};

struct Attributable {
    average: f64,
    /// Reference minus average; zero when the reference is no better.
    risk: f64,
    /// The standard error of `risk / average`.
    fraction_error: Result<f64, NotDefined>,
    caution: Option<Caution>,
}

/// The best off of ordered groups, the best performing of others.
fn attributable(groups: &Groups) -> Result<Attributable, NotDefined> {
    let shares = groups.shares()?;
    let people = groups.populations()?;
    let estimates = groups.estimates();
    let place = if groups.setting.ordered { estimates.len() - 1 } else { groups.best() };
    let (reference, size) = (estimates[place], people[place]);
    let average = mean(&estimates, &shares);
    if average <= 0.0 {
        return Err(NotDefined::NotAboveZero);
    }
    if size <= 0.0 {
        return Err(NotDefined::EmptyDenominator);
    }
    let gain = match groups.setting.better {
        Better::Higher => (reference - average).max(0.0),
        Better::Lower => (reference - average).min(0.0),
    };
    // Walter's table: with and without the event, outside the reference group and in it.
    let all: f64 = people.iter().sum();
    let inside = reference / groups.setting.per * size;
    let inside_without = size - inside;
    let outside = average / groups.setting.per * all - inside;
    let outside_without = all - outside - size;
    let spread =
        inside * all * (outside * inside_without * (all - inside) + outside_without * inside.powi(2));
    let variance = spread / ((outside + inside).powi(3) * size.powi(3));
    // Above the unit there is no such table.
    let fraction_error =
        if variance >= 0.0 { Ok(variance.sqrt()) } else { Err(NotDefined::TargetOutOfRange) };
    let caution = (reference == 0.0).then_some(Caution::ReferenceWithoutEvents);
    Ok(Attributable { average, risk: gain, fraction_error, caution })
}

/// In the unit of the estimates.
pub(super) fn risk(groups: &Groups, confidence: Confidence) -> Result<Answer, NotDefined> {
    let found = attributable(groups)?;
    let answer =
        Answer::wald(found.risk, found.fraction_error.map(|error| found.average * error), confidence);
    Ok(Answer { caution: found.caution, ..answer })
}

/// In percent.
pub(super) fn fraction(groups: &Groups, confidence: Confidence) -> Result<Answer, NotDefined> {
    let found = attributable(groups)?;
    let percent = 100.0 * found.risk / found.average;
    let answer = Answer::wald(percent, found.fraction_error.map(|error| 100.0 * error), confidence);
    Ok(Answer { caution: found.caution, ..answer })
}
