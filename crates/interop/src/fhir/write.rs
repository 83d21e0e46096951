//! The one resource that Kith itself writes: a visit that a person recorded.

use jiff::{Timestamp, civil::Date};
use kith_domain::fact::{Coding, Reference};
use serde::Serialize;

/// Where a recorded visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitStatus {
    /// It took place.
    Finished,
    /// It was recorded by mistake.
    EnteredInError,
}

impl VisitStatus {
    /// The FHIR code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::EnteredInError => "entered-in-error",
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Visit<'a> {
    resource_type: &'static str,
    id: &'a str,
    meta: Meta,
    status: &'static str,
    class: CodingOut<'a>,
    #[serde(rename = "type")]
    kinds: [Concept<'a>; 1],
    subject: ReferenceOut<'a>,
    participant: [Participant<'a>; 1],
    period: Period,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_provider: Option<ReferenceOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    version_id: String,
    last_updated: String,
    profile: [&'static str; 1],
}

#[derive(Serialize)]
struct CodingOut<'a> {
    system: &'a str,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<&'a str>,
}

#[derive(Serialize)]
struct Concept<'a> {
    coding: [CodingOut<'a>; 1],
}

#[derive(Serialize)]
struct ReferenceOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<&'a str>,
}

#[derive(Serialize)]
struct Participant<'a> {
    individual: ReferenceOut<'a>,
}

#[derive(Serialize)]
struct Period {
    start: String,
    end: String,
}

/// A visit as a US Core Encounter. The version is the moment of recording in milliseconds, so that a
/// correction of the same visit is a newer version of the same record.
#[allow(clippy::too_many_arguments, reason = "each is a property of the resource")]
pub fn visit_encounter(
    id: &str,
    patient: &Reference,
    on: Date,
    coding: &Coding,
    status: VisitStatus,
    organization: Option<&Reference>,
    recorded_by: &str,
    recorded_at: Timestamp,
) -> Vec<u8> {
    let pointing = |to| ReferenceOut { reference: Some(to), display: None };
    let visit = Visit {
        resource_type: "Encounter",
        id,
        meta: Meta {
            version_id: recorded_at.as_millisecond().to_string(),
            last_updated: recorded_at.to_string(),
            profile: ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-encounter"],
        },
        status: status.code(),
        class: CodingOut {
            system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            code: "AMB",
            display: Some("ambulatory"),
        },
        kinds: [Concept {
            coding: [CodingOut {
                system: &coding.system,
                code: &coding.code,
                display: coding.display.as_deref(),
            }],
        }],
        subject: pointing(&patient.0),
        participant: [Participant {
            individual: ReferenceOut { reference: None, display: Some(recorded_by) },
        }],
        period: Period { start: on.to_string(), end: on.to_string() },
        service_provider: organization.map(|o| pointing(&o.0)),
    };
    serde_json::to_vec(&visit).expect("plain text and numbers always have a JSON form")
}
