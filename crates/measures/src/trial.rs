//! Running the cases that measures carry, through the embedded engine.
//!
//! Each case is a lake of its own. Then all cases of a measure are one lake: where each stands must be the same, for a
//! query that looks at one family's records because of another's would be wrong where families are measured in parts.

use std::collections::BTreeSet;
use std::path::Path;

use kith_domain::fact::{Body, Fact, Reference};
use kith_domain::id::SourceId;
use kith_domain::measure::Outcome;

use crate::engine::{Engine, Request, RunError, outcomes};
use crate::gather::{Gather, GatherError, Gathered};
use crate::programme::{Case, Expected, Files, Measure, Problem, Programme};

/// Why cases could not be run.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// The facts of a case could not be put down.
    #[error("the facts of a case could not be gathered")]
    Gather(#[from] GatherError),
    /// The engine failed.
    #[error("a case could not be run")]
    Run(#[from] RunError),
}

/// Runs the cases of one measure and says which do not hold. `files` are those that the programme was read from, and
/// `dir` an empty folder that lakes may be made in.
pub fn run(
    engine: &Engine,
    programme: &Programme,
    measure: &Measure,
    files: &Files,
    dir: &Path,
) -> Result<Vec<Problem>, TrialError> {
    let path = format!("measures/{}/cases.toml", measure.id);
    let text = files.0.get(&path).map_or("", String::as_str);
    let say = |at: std::ops::Range<usize>, message: String, help: String| {
        Problem::new(&path, text, at, message, Some(help))
    };
    let (mut problems, mut seen_alone) = (Vec::new(), Vec::new());
    for (number, case) in measure.cases.iter().enumerate() {
        let alone =
            stands(engine, programme, measure, &[(String::new(), case)], &dir.join(number.to_string()))?;
        let seen = &alone[0];
        for expected in &case.expect {
            let of: Vec<&Standing> = seen.iter().filter(|s| s.who == expected.who).collect();
            if !holds(expected, &of) {
                let stands = if of.is_empty() { "absent".into() } else { told(&of) };
                let message = format!("{}: {} stands otherwise: {stands}", case.name, expected.who);
                let help = format!("mend the queries of {}, or what the case expects", measure.id);
                problems.push(say(expected.at.clone(), message, help));
            }
        }
        for one in seen {
            if !case.expect.iter().any(|e| e.who == one.who) {
                let message =
                    format!("{}: {} is in the population too: {}", case.name, one.who, told(&[one]));
                let help =
                    format!("say where {} stands, or keep {} out of the denominator", one.who, one.who);
                problems.push(say(case.at.start..case.at.start, message, help));
            }
        }
        seen_alone.push(alone.into_iter().next().unwrap_or_default());
    }
    // Together with the others nothing may be otherwise.
    let days: BTreeSet<_> = measure.cases.iter().map(|case| case.as_of).collect();
    for day in days {
        let numbered = measure.cases.iter().enumerate().filter(|(_, case)| case.as_of == day);
        let all: Vec<(String, &Case)> =
            numbered.clone().map(|(n, case)| (format!("case{n}-"), case)).collect();
        let together = stands(engine, programme, measure, &all, &dir.join(format!("{day}")))?;
        for ((number, case), seen) in numbered.zip(together) {
            if seen != seen_alone[number] {
                let message = format!("{}: the answer is another when other families are there", case.name);
                let help = "join by person_id or subject_id: a query never looks from one family to another";
                problems.push(say(case.at.start..case.at.start, message, help.to_owned()));
            }
        }
    }
    Ok(problems)
}

/// Where somebody stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    who: String,
    text: String,
    on: Option<jiff::civil::Date>,
    status: &'static str,
    reason: Option<String>,
}

fn told(of: &[&Standing]) -> String {
    of.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn holds(expected: &Expected, of: &[&Standing]) -> bool {
    let Some(status) = expected.status else { return of.is_empty() };
    !of.is_empty()
        && of.iter().all(|s| {
            s.status == status.name()
                && (expected.on.is_none() || expected.on == s.on)
                && (expected.reason.is_none() || expected.reason == s.reason)
        })
}

/// Where everybody of some cases stands, case by case. The people of a case are called by its prefix and their name.
fn stands(
    engine: &Engine,
    programme: &Programme,
    measure: &Measure,
    cases: &[(String, &Case)],
    dir: &Path,
) -> Result<Vec<Vec<Standing>>, TrialError> {
    let mut gather = Gather::new(dir)?;
    for (prefix, case) in cases {
        for fact in &case.facts {
            gather.add(SourceId(1), renamed(fact, prefix))?;
        }
    }
    let gathered = gather.finish(&programme.value_sets)?;
    let as_of = cases.first().map_or(crate::programme::LONG_AFTER, |(_, case)| case.as_of);
    let request = Request { measures: vec![measure.id.clone()], buckets: None, as_of };
    let all = outcomes(engine.run(&gathered.lake, programme, &request)?)?;
    let of_case = |(prefix, case): &(String, &Case)| {
        let mut of: Vec<Standing> = all.iter().filter_map(|o| standing(o, &gathered, prefix, case)).collect();
        of.sort();
        of
    };
    Ok(cases.iter().map(of_case).collect())
}

fn standing(outcome: &Outcome, gathered: &Gathered, prefix: &str, case: &Case) -> Option<Standing> {
    let name = gathered.person(outcome.person)?.0.strip_prefix("Patient/")?.strip_prefix(prefix)?.to_owned();
    let of_case = |fact: &Fact| fact.reference == Reference::new("Patient", &name);
    if !case.facts.iter().any(of_case) {
        return None;
    }
    let status = outcome.status.name();
    let on = outcome.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let because = outcome.reason.as_ref().map(|reason| format!(" because {reason}")).unwrap_or_default();
    let text = format!("{name} {status}{on}{because}");
    Some(Standing { who: name, text, on: outcome.on, status, reason: outcome.reason.clone() })
}

/// A fact about a person of another name, and so of every record in it.
fn renamed(fact: &Fact, prefix: &str) -> Fact {
    let other = |reference: &Reference| match reference.0.split_once('/') {
        Some((kind, id)) => Reference::new(kind, &format!("{prefix}{id}")),
        None => reference.clone(),
    };
    let mut fact = fact.clone();
    fact.reference = other(&fact.reference);
    fact.subject = fact.subject.as_ref().map(other);
    match &mut fact.body {
        Body::Person(person) => person.links.iter_mut().for_each(|link| link.other = other(&link.other)),
        Body::RelatedPerson(related) => related.patient = other(&related.patient),
        _ => {}
    }
    fact
}
