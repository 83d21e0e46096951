//! Numbers as FHIR, a resource a line: reports of counts, of subjects, and documents of gaps in care.

use std::collections::BTreeMap;
use std::io::Write;

use kith_domain::fact::Reference;
use kith_domain::id::PersonId;
use kith_domain::measure::{Outcome, Status};
use kith_interop::fhir::report::{self, Count, Populations, Reported, Standing, StratumCounts};
use kith_measures::programme::Measure;

use super::counts::{Counted, Row};
use super::load::Loaded;

/// The stratifier by which organisations stand in a report.
const ORGANIZATION: &str = "organization";

/// What the reports of a measure have in common; none of one that the programme does not have.
fn reported<'a>(told: &Counted<'a>, id: &str) -> Option<(&'a Measure, Reported<'a>)> {
    let measure = told.programme.measure(id)?;
    let reported = Reported {
        measure: &measure.id,
        title: &measure.title.en,
        version: &measure.hash,
        edition: measure.edition.as_ref().map(|edition| edition.en.as_str()),
        version_of: measure.version.as_ref().map(|version| version.of.as_str()),
        direction: measure.direction,
        per: measure.rate.as_ref().map(|rate| rate.per),
        over_persons: measure.rate.as_ref().is_some_and(|rate| rate.persons.is_some()),
        period: told.period,
        as_of: told.as_of,
    };
    Some((measure, reported))
}

/// A report of each measure.
pub fn summaries(
    out: &mut impl Write,
    loaded: &Loaded,
    rows: &[Row],
    told: &Counted<'_>,
) -> anyhow::Result<()> {
    for rows in rows.chunk_by(|one, next| one.measure == next.measure) {
        let Some((_, reported)) = reported(told, &rows[0].measure) else { continue };
        let of = |row: &Row| populations(row, reported.over_persons);
        let Some(whole) = rows.iter().find(|row| row.organization.is_none() && row.stratum.is_none()) else {
            continue;
        };
        let mut strata: Vec<StratumCounts> = rows
            .iter()
            .map(|row| {
                let organization = row.organization.map(|id| loaded.organization(id));
                let organization = organization.map(|name| (ORGANIZATION.to_owned(), name));
                let of_row = organization.into_iter().chain(row.stratum.clone()).collect();
                StratumCounts { of: of_row, counts: of(row) }
            })
            .filter(|stratum| !stratum.of.is_empty())
            .collect();
        // Those of one stratifier first; then both at once, all strata of the same two together.
        strata.sort_by_cached_key(|s| {
            (s.of.len(), s.of.iter().map(|(by, _)| by.clone()).collect::<Vec<_>>(), s.of.clone())
        });
        writeln!(out, "{}", report::summary(&reported, told.reporter.as_ref(), &of(whole), &strata))?;
    }
    Ok(out.flush()?)
}

/// The counts of a row in the populations of FHIR, where the excluded are in the denominator.
fn populations(row: &Row, over_persons: bool) -> Populations {
    let count = |n: Option<u64>| n.map_or(Count::Masked, Count::Of);
    let c = row.counts;
    let persons = || row.figures.denominator.map_or(Count::Unknown, Count::Of);
    let with_excluded = || count(c.denominator.zip(c.excluded).and_then(|(n, more)| n.checked_add(more)));
    Populations {
        initial: if over_persons { persons() } else { count(c.all()) },
        denominator: if over_persons { persons() } else { with_excluded() },
        excluded: (!over_persons).then(|| count(c.excluded)),
        numerator: count(c.met),
        pending: count(c.pending),
        unknown: count(c.unknown),
        score: row.figures.rate.map(|(rate, ..)| rate),
    }
}

/// What the standing of one subject is told with.
struct Told<'a> {
    outcome: &'a Outcome,
    person: Reference,
    organization: Option<Reference>,
    evidence: Vec<Reference>,
    words: String,
}

impl Told<'_> {
    fn standing<'t>(&'t self, told: &'t Counted<'_>) -> Standing<'t> {
        Standing {
            subject: self.outcome.subject.0,
            person: &self.person,
            organization: self.organization.as_ref().or(told.reporter.as_ref()),
            status: self.outcome.status,
            words: &self.words,
            done: self.outcome.have >= self.outcome.needs,
            evidence: &self.evidence,
        }
    }
}

/// Everyone's standing with the names that go with it, in the order of `outcomes`.
fn standings<'a>(
    loaded: &Loaded,
    outcomes: &'a [Outcome],
    told: &Counted<'_>,
) -> anyhow::Result<Vec<Told<'a>>> {
    let records = loaded.lake.references(&loaded.lake.buckets())?;
    let one = |outcome: &'a Outcome| Told {
        outcome,
        person: reference("Patient", loaded.people.reference(outcome.person)),
        organization: outcome.organization.map(|id| reference("Organization", loaded.organization(id))),
        evidence: outcome.evidence.iter().filter_map(|record| records.get(record).cloned()).collect(),
        words: told.programme.measure(&outcome.measure).map_or_else(String::new, |m| words(m, outcome)),
    };
    Ok(outcomes.iter().map(one).collect())
}

/// A lake alone knows people and organisations by their numbers.
fn reference(kind: &str, name: String) -> Reference {
    if name.contains(['/', ':', '?']) { Reference(name) } else { Reference::new(kind, &name) }
}

/// How far somebody is.
fn words(measure: &Measure, outcome: &Outcome) -> String {
    let reason = || {
        let key = outcome.reason.as_deref()?;
        Some(measure.reasons.get(key).map_or_else(|| key.to_owned(), |words| words.en.clone()))
    };
    if let (Status::Excluded | Status::Unknown, Some(reason)) = (outcome.status, reason()) {
        return reason;
    }
    let by = outcome.due_on.map(|day| format!(" by {day}")).unwrap_or_default();
    format!("{} of {} {}{by}", outcome.have.min(outcome.needs), outcome.needs, measure.event.en)
}

/// A report of each subject of each measure.
pub fn individuals(
    out: &mut impl Write,
    loaded: &Loaded,
    outcomes: &[Outcome],
    told: &Counted<'_>,
) -> anyhow::Result<()> {
    for one in standings(loaded, outcomes, told)? {
        if let Some((_, reported)) = reported(told, &one.outcome.measure) {
            writeln!(out, "{}", report::individual(&reported, &one.standing(told)))?;
        }
    }
    Ok(())
}

/// A document of each person, with her measures in the order of the programme.
pub fn care_gaps(
    out: &mut impl Write,
    loaded: &Loaded,
    outcomes: &[Outcome],
    told: &Counted<'_>,
) -> anyhow::Result<()> {
    let standings = standings(loaded, outcomes, told)?;
    let mut people: BTreeMap<PersonId, Vec<&Told<'_>>> = BTreeMap::new();
    for one in &standings {
        people.entry(one.outcome.person).or_default().push(one);
    }
    let place = |id: &str| told.programme.measures.iter().position(|m| m.id == id);
    for mut of_one in people.into_values() {
        of_one.sort_by_key(|one| (place(&one.outcome.measure), one.outcome.counts_on));
        let gaps: Vec<_> = of_one
            .iter()
            .filter_map(|one| Some((reported(told, &one.outcome.measure)?.1, one.standing(told))))
            .collect();
        if let Some(document) = report::care_gaps(told.reporter.as_ref(), &gaps) {
            writeln!(out, "{document}")?;
        }
    }
    Ok(())
}
