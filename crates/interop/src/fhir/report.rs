//! Numbers as FHIR: `MeasureReport`s, and documents of gaps in care, in the shapes of the Data Exchange for Quality
//! Measures guide (DEQM).
//!
//! A denominator here holds the excluded too, as the guide has it: the score is numerator over denominator less
//! exclusions. Those whose time still runs and those of whom it cannot be known are in the initial population and not in
//! the denominator; each is a population of its own, under a code of this platform. A count that may not be shown, or is
//! not known, says which instead of a number. The clock is left out: a report is dated by the day that it speaks of, so
//! that the same question gives the same bytes.

use jiff::civil::Date;
use kith_domain::fact::Reference;
use kith_domain::measure::{Direction, Period, Status};
use serde_json::{Map, Value as Json, json};

mod gaps;
mod part;

pub use gaps::care_gaps;

use part::{
    BASE, CRITERIA, GROUP_LINK, GUIDE, NOTATION, OWN, POPULATION, SCORING, canonical, id, own, pointing,
    population, profile, short,
};

/// What all reports of one measure have in common.
#[derive(Debug, Clone, Copy)]
pub struct Reported<'a> {
    /// The measure's id.
    pub measure: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The hash of its definition.
    pub version: &'a str,
    /// The year or the short name that tells it from other definitions of the same.
    pub edition: Option<&'a str>,
    /// The measure whose definition it is another of.
    pub version_of: Option<&'a str>,
    /// Which way is better.
    pub direction: Direction,
    /// Events for so many; none for a share.
    pub per: Option<u32>,
    /// Whether the denominator is not made of the measure's own subjects, but of persons of a table.
    pub over_persons: bool,
    /// The days in which subjects count.
    pub period: Period,
    /// The day that it speaks of.
    pub as_of: Date,
}

/// A count as a report has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Of(u64),
    /// Too small to show, or gives a small one away.
    Masked,
    /// Nobody knows.
    Unknown,
}

/// The counts of everyone, or of one stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Populations {
    /// All who were looked at.
    pub initial: Count,
    /// Met, not met and excluded.
    pub denominator: Count,
    /// Taken out for a stated reason; none where the denominator is of persons.
    pub excluded: Option<Count>,
    /// Met.
    pub numerator: Count,
    /// Time still runs.
    pub pending: Count,
    /// It cannot be known whether they belong.
    pub unknown: Count,
    /// The share, or events for so many.
    pub score: Option<f64>,
}

/// One stratum: by one stratifier, or by several at once.
#[derive(Debug, Clone, PartialEq)]
pub struct StratumCounts {
    /// Stratifiers with the stratum of each.
    pub of: Vec<(String, String)>,
    /// Its counts.
    pub counts: Populations,
}

/// Where one subject stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The subject's number, which tells apart two deliveries of one woman.
    pub subject: i64,
    /// Whom it is about.
    pub person: &'a Reference,
    /// Who is accountable.
    pub organization: Option<&'a Reference>,
    /// Where it stands.
    pub status: Status,
    /// How far it is, in a sentence for a reader.
    pub words: &'a str,
    /// Whether what is needed has happened, be the window open or not.
    pub done: bool,
    /// The records that say so.
    pub evidence: &'a [Reference],
}

/// A report of counts, with a stratum for each of `strata`. Strata of the same stratifiers stand together, in their
/// order.
pub fn summary(
    reported: &Reported<'_>,
    reporter: Option<&Reference>,
    whole: &Populations,
    strata: &[StratumCounts],
) -> Json {
    let mut group = reported.group(whole);
    let by = |stratum: &StratumCounts| stratum.of.iter().map(|(by, _)| by.clone()).collect::<Vec<_>>();
    let stratifiers: Vec<Json> = strata
        .chunk_by(|one, next| by(one) == by(next))
        .map(|strata| {
            let codes: Vec<Json> = by(&strata[0]).iter().map(|name| own(name)).collect();
            let strata: Vec<Json> = strata.iter().map(|stratum| reported.stratum(stratum)).collect();
            json!({"code": codes, "stratum": strata})
        })
        .collect();
    if !stratifiers.is_empty() {
        group.insert("stratifier".into(), stratifiers.into());
    }
    let id = id(&[reported.measure, &reported.period.start.to_string(), &reported.period.end.to_string()]);
    reported.report(&id, "summary", None, reporter, group).into()
}

/// A report of one subject.
pub fn individual(reported: &Reported<'_>, standing: &Standing<'_>) -> Json {
    use Status::{Excluded, Met, NotMet, Pending, Unknown};
    let (is, status) = (|them: &[Status]| Count::Of(them.contains(&standing.status).into()), standing.status);
    let counts = Populations {
        initial: Count::Of(1),
        denominator: is(&[Met, NotMet, Excluded]),
        excluded: Some(is(&[Excluded])),
        numerator: is(&[Met]),
        pending: is(&[Pending]),
        unknown: is(&[Unknown]),
        score: match status {
            Met => Some(1.0),
            NotMet => Some(0.0),
            Excluded | Pending | Unknown => None,
        },
    };
    // One who met it stands for one, and not for so many.
    let one = Reported { per: None, over_persons: false, ..*reported };
    let group = one.group(&counts);
    let mut report =
        one.report(&standing.id(&one), "individual", Some(standing.person), standing.organization, group);
    let criterion = if status == Excluded { "denominator-exclusion" } else { "numerator" };
    let used = |reference: &Reference, criteria: &[&str]| {
        let criteria: Vec<Json> =
            criteria.iter().map(|name| json!({"url": CRITERIA, "valueString": name})).collect();
        json!({"extension": criteria, "reference": reference.0})
    };
    let belongs: &[&str] = match status {
        Pending | Unknown => &["initial-population"],
        _ => &["initial-population", "denominator"],
    };
    let evidence = standing.evidence.iter().map(|record| used(record, &[criterion]));
    let used: Vec<Json> = std::iter::once(used(standing.person, belongs)).chain(evidence).collect();
    report.insert("evaluatedResource".into(), used.into());
    report.into()
}

impl Reported<'_> {
    fn report(
        &self,
        id: &str,
        kind: &str,
        subject: Option<&Reference>,
        reporter: Option<&Reference>,
        group: Map<String, Json>,
    ) -> Map<String, Json> {
        let scoring = if self.over_persons { "ratio" } else { "proportion" };
        let last = self.period.end.yesterday().unwrap_or(self.period.end);
        let report = json!({
            "resourceType": "MeasureReport",
            "id": id,
            "meta": profile(&format!("deqm-{kind}measurereport")),
            "extension": [{
                "url": format!("{GUIDE}StructureDefinition/deqm-measureScoring"),
                "valueCodeableConcept": {"coding": [{"system": SCORING, "code": scoring}]},
            }],
            "status": "complete",
            "type": kind,
            "measure": format!("{}|{}", canonical(self.measure), short(self.version)),
            "date": self.as_of.to_string(),
            "reporter": pointing(reporter),
            // The last day is in a period of FHIR.
            "period": {"start": self.period.start.to_string(), "end": last.to_string()},
            "group": [group],
        });
        let Json::Object(mut report) = report else { unreachable!("an object was written") };
        if let Some(Json::Array(extensions)) = report.get_mut("extension") {
            let named = |name: &str| format!("{BASE}StructureDefinition/measure-{name}");
            extensions.extend(
                self.version_of
                    .map(|base| json!({"url": named("version-of"), "valueCanonical": canonical(base)})),
            );
            let edition =
                self.edition.map(|edition| json!({"url": named("edition"), "valueString": edition}));
            extensions.extend(edition);
        }
        let notation = match self.direction {
            Direction::Higher => Some("increase"),
            Direction::Lower => Some("decrease"),
            Direction::Neither => None,
        };
        if let Some(code) = notation {
            let coding = json!({"coding": [{"system": NOTATION, "code": code}]});
            report.insert("improvementNotation".into(), coding);
        }
        if let Some(subject) = subject {
            report.insert("subject".into(), json!({"reference": subject.0}));
        }
        report
    }

    fn group(&self, counts: &Populations) -> Map<String, Json> {
        let mut group = self.counted(counts);
        group.insert("extension".into(), json!([{"url": GROUP_LINK, "valueString": self.measure}]));
        group.insert(
            "code".into(),
            json!({"coding": [{"system": OWN, "code": self.measure}], "text": self.title}),
        );
        group
    }

    fn stratum(&self, stratum: &StratumCounts) -> Json {
        let mut told = self.counted(&stratum.counts);
        match &stratum.of[..] {
            [(_, only)] => told.insert("value".into(), json!({"text": only})),
            several => {
                let parts =
                    several.iter().map(|(by, name)| json!({"code": own(by), "value": {"text": name}}));
                told.insert("component".into(), parts.collect())
            }
        };
        told.into()
    }

    /// Populations and score.
    fn counted(&self, counts: &Populations) -> Map<String, Json> {
        let standard = [
            ("initial-population", "Initial Population", Some(counts.initial)),
            ("numerator", "Numerator", Some(counts.numerator)),
            ("denominator", "Denominator", Some(counts.denominator)),
            ("denominator-exclusion", "Denominator Exclusion", counts.excluded),
        ]
        .map(|(code, display, count)| Some(population(POPULATION, code, display, count?)));
        let own = [("pending", "Pending", counts.pending), ("unknown", "Unknown", counts.unknown)]
            .map(|(code, display, count)| Some(population(OWN, code, display, count)));
        let populations: Vec<Json> = standard.into_iter().chain(own).flatten().collect();
        let mut told = Map::from_iter([("population".to_owned(), populations.into())]);
        if let Some(score) = counts.score {
            let mut quantity = json!({"value": score});
            if let Some(per) = self.per {
                quantity["unit"] = format!("per {per}").into();
            }
            told.insert("measureScore".into(), quantity);
        }
        told
    }
}

impl Standing<'_> {
    fn id(&self, reported: &Reported<'_>) -> String {
        id(&[reported.measure, &self.subject.to_string(), &reported.period.start.to_string()])
    }
}

#[cfg(test)]
mod tests;
