//! Gaps in care: a document for each person.

use kith_domain::fact::Reference;
use kith_domain::measure::{Direction, Status};
use serde_json::{Value as Json, json};

use super::part::{BASE, CRITERIA, GUIDE, coded, id, is_literal, pointing, profile, tail, uuid};
use super::{Reported, Standing, individual};

/// The gaps of one person as a document: where she stands in each measure. Those of whom it cannot be known whether
/// they belong have no gap and no care that closed one, and are left out; none where that leaves nothing.
pub fn care_gaps(author: Option<&Reference>, standings: &[(Reported<'_>, Standing<'_>)]) -> Option<Json> {
    let told: Vec<_> =
        standings.iter().filter_map(|(of, standing)| Some((of, standing, standing.gap(of)?))).collect();
    let (first, person) = told.first().map(|(of, standing, _)| (of, standing.person))?;
    let author = author.or_else(|| told.iter().find_map(|(_, standing, _)| standing.organization));
    let name = id(&["gaps", tail(person), &first.period.start.to_string(), &first.period.end.to_string()]);
    let composition = json!({
        "resourceType": "Composition",
        "id": name,
        "meta": profile("deqm-gapsincarecomposition"),
        "status": "final",
        "type": coded("http://loinc.org", "96315-7", "Gaps in care report"),
        "subject": {"reference": person.0},
        "date": first.as_of.to_string(),
        "author": [pointing(author)],
        "title": format!("Gaps in care of {}", person.0),
        "section": told.iter().map(|(of, standing, _)| json!({
            "title": of.title,
            "focus": {"reference": format!("MeasureReport/{}", standing.id(of))},
            "entry": [{"reference": format!("DetectedIssue/{}", standing.gap_id(of))}],
        })).collect::<Vec<_>>(),
    });
    let mut entries = vec![composition];
    for (of, standing, gap) in &told {
        entries.push(standing.issue(of, gap));
        entries.push(individual(of, standing));
    }
    let mut named: Vec<&Reference> = std::iter::once(person).chain(author).collect();
    named.extend(told.iter().filter_map(|(_, standing, _)| standing.organization));
    named.sort();
    named.dedup();
    // What a document points at stands in it; of people and organisations, no more than who they are.
    let here = named.iter().filter(|r| is_literal(r));
    entries.extend(here.map(|r| json!({"resourceType": r.resource_type(), "id": tail(r)})));
    let entries: Vec<Json> = entries
        .into_iter()
        .map(|resource| {
            let (kind, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
            let full = format!("{BASE}{}/{}", kind.unwrap_or_default(), id.unwrap_or_default());
            json!({"fullUrl": full, "resource": resource})
        })
        .collect();
    let value = uuid(&json!(entries).to_string());
    Some(json!({
        "resourceType": "Bundle",
        "id": name,
        "meta": profile("deqm-gapsincarebundle"),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{value}")},
        "type": "document",
        "timestamp": format!("{}T00:00:00Z", first.as_of),
        "entry": entries,
    }))
}

impl Standing<'_> {
    fn gap_id(&self, reported: &Reported<'_>) -> String {
        id(&["gap", reported.measure, &self.subject.to_string(), &reported.period.start.to_string()])
    }

    /// The state of the gap. Where less is better the gap is open for those who are in the numerator; where neither way
    /// is better there is none.
    fn gap(&self, reported: &Reported<'_>) -> Option<&'static str> {
        let (done, undone) = match reported.direction {
            Direction::Higher => ("closed-gap", "open-gap"),
            Direction::Lower => ("open-gap", "closed-gap"),
            Direction::Neither => return None,
        };
        Some(match (self.status, self.done) {
            (Status::Met, _) | (Status::Pending, true) => done,
            (Status::NotMet, _) => undone,
            (Status::Pending, _) => "prospective-gap",
            (Status::Excluded, _) => "not-applicable",
            (Status::Unknown, _) => return None,
        })
    }

    fn issue(&self, reported: &Reported<'_>, gap: &str) -> Json {
        let mut detail = json!({"reference": format!("MeasureReport/{}", self.id(reported))});
        if matches!(self.status, Status::Met | Status::NotMet) {
            detail["extension"] = json!([{"url": CRITERIA, "valueString": "numerator"}]);
        }
        json!({
            "resourceType": "DetectedIssue",
            "id": self.gap_id(reported),
            "meta": profile("deqm-gapsincaredetectedissue"),
            "modifierExtension": [{
                "url": format!("{GUIDE}StructureDefinition/deqm-gapStatus"),
                "valueCodeableConcept": {
                    "coding": [{"system": format!("{GUIDE}CodeSystem/deqm-gaps-status"), "code": gap}],
                },
            }],
            "status": "final",
            "code": coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "CAREGAP", "Caregap"),
            "patient": {"reference": self.person.0},
            "evidence": [{"detail": [detail]}],
            "detail": self.words,
        })
    }
}
