//! FHIR R4 resources: one resource, one fact.
//!
//! A record is taken as its sender wrote it: unknown properties are skipped, optional ones may be missing,
//! codes that nobody knows are kept. What would make a count wrong is refused with a [`Problem`]: text that
//! is not JSON, a property of another type, a date that cannot be, nobody that the record is about. Types
//! without a meaning here are recognised by type and id and kept, with no fact.

mod facts;
mod parts;
pub mod questionnaire;
pub mod referral;
pub mod report;
mod values;
mod wire;
mod write;

use jiff::Timestamp;
use kith_domain::fact::Fact;
use serde::Deserialize;

use crate::json;
use crate::limits::Limits;
use crate::problem::{Note, NoteCode, Problem, Reason};
use crate::references::{Links, is_id, is_type, is_usable_id};
pub use write::{VisitStatus, visit_encounter};

/// The resource types that become facts. Any other is kept and counted.
pub const FACT_TYPES: [&str; 15] = [
    "Patient",
    "RelatedPerson",
    "Practitioner",
    "Organization",
    "Location",
    "Encounter",
    "Condition",
    "Observation",
    "Procedure",
    "Immunization",
    "MedicationRequest",
    "MedicationAdministration",
    "Coverage",
    "ServiceRequest",
    "Claim",
];

/// What a line of a Bulk Data client's log is called.
pub const EXPORT_LOG: &str = "BulkExportLog";

/// One resource, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// `Patient`, `Encounter` …; [`EXPORT_LOG`] for a line of an export's log.
    pub resource_type: String,
    /// Its id at the sender.
    pub id: Option<String>,
    /// `meta.versionId`.
    pub version_id: Option<String>,
    /// `meta.lastUpdated`.
    pub last_updated: Option<Timestamp>,
    /// What it says; nothing for a type that is only kept, or a record that must not be used.
    pub fact: Option<Fact>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// What surrounds a resource.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'c> {
    /// The guards.
    pub limits: Limits,
    /// Where the `fullUrl`s of its Bundle lead.
    pub links: Option<&'c Links>,
    /// The id to take when the resource has none: that of its `fullUrl`.
    pub id: Option<&'c str>,
}

/// Reads one resource.
pub fn read(bytes: &[u8]) -> Result<Resource, Problem> {
    read_in(bytes, &Context::default())
}

/// Reads one resource with what surrounds it.
pub fn read_in(bytes: &[u8], context: &Context<'_>) -> Result<Resource, Problem> {
    if bytes.len() > context.limits.max_document {
        return Err(Problem::new(
            Reason::DocumentTooLarge,
            format!(
                "the record has {} bytes, more than the {} allowed",
                bytes.len(),
                context.limits.max_document
            ),
        ));
    }
    let (bytes, marked) = json::without_mark(bytes);
    let text = str::from_utf8(bytes).map_err(|e| {
        Problem::new(Reason::InvalidUtf8, format!("byte {} of the record is not UTF-8", e.valid_up_to() + 1))
    })?;
    if text.trim_start().is_empty() {
        return Err(Problem::new(Reason::Empty, "the record is empty"));
    }
    if json::is_deeper(bytes, context.limits.max_depth) {
        let limit = context.limits.max_depth;
        return Err(Problem::new(
            Reason::TooDeep,
            format!("the record is nested more than {limit} levels deep"),
        ));
    }
    let mut resource = match json::leading_type(text) {
        Some(kind) => typed(text, kind, context),
        None => {
            let head: wire::Head = parse(text, "the record")?;
            match head.resource_type.as_ref().map(json::Text::as_str) {
                Some(kind) if !kind.is_empty() => typed(text, kind, context),
                _ if head.export_id.is_some() && head.event_id.is_some() => Ok(export_log()),
                _ => Err(Problem::new(
                    Reason::NoResourceType,
                    "the record has no resourceType, so it is no FHIR resource",
                )),
            }
        }
    }?;
    if marked {
        resource.notes.insert(0, Note::new(NoteCode::ByteOrderMark, ""));
    }
    Ok(resource)
}

fn export_log() -> Resource {
    Resource {
        resource_type: EXPORT_LOG.into(),
        id: None,
        version_id: None,
        last_updated: None,
        fact: None,
        notes: vec![Note::new(NoteCode::ExportLog, "")],
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str, what: &str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|e| json::problem(text, what, &e))
}

fn typed(text: &str, kind: &str, context: &Context<'_>) -> Result<Resource, Problem> {
    let mut reading = values::Reading::new(context);
    macro_rules! one_of {
        ($($name:ident => $body:path),* $(,)?) => {
            match kind {
                $(stringify!($name) => {
                    let mut wire: wire::$name = parse(text, concat!("the ", stringify!($name)))?;
                    let common = wire.common();
                    finish(&mut reading, stringify!($name), common, |reading, own| $body(reading, wire, own))
                })*
                _ if is_type(kind) => {
                    let mut wire: wire::Kept = parse(text, &format!("the {kind}"))?;
                    let common = wire.common();
                    keep(&mut reading, kind, common)
                }
                _ => Err(Problem::new(Reason::NoResourceType, "the resourceType is not the name of a type")),
            }
        };
    }
    one_of! {
        Patient => facts::patient,
        RelatedPerson => facts::related_person,
        Practitioner => facts::practitioner,
        Organization => facts::organization,
        Location => facts::location,
        Encounter => facts::encounter,
        Condition => facts::condition,
        Observation => facts::observation,
        Procedure => facts::procedure,
        Immunization => facts::immunization,
        MedicationRequest => facts::medication,
        MedicationAdministration => facts::administration,
        Coverage => facts::coverage,
        ServiceRequest => facts::order,
        Claim => facts::claim,
    }
}

/// The parts that every resource has, without its fact.
fn keep(
    reading: &mut values::Reading<'_>,
    kind: &str,
    common: wire::Common<'_>,
) -> Result<Resource, Problem> {
    let id = common.id.and_then(json::Text::filled).or_else(|| reading.context.id.map(str::to_owned));
    match &id {
        Some(id) if !is_usable_id(id) => {
            let message =
                format!("the id of the {kind} has a space, a slash or another sign that no id may have");
            return Err(Problem::new(Reason::BadId, message));
        }
        Some(id) if !is_id(id) => reading.note(NoteCode::UnusualId, &[kind, ".id"]),
        Some(_) => {}
        None => reading.note(NoteCode::NoId, &[]),
    }
    let meta = common.meta.unwrap_or_default();
    let last_updated = meta.last_updated.and_then(|text| {
        let at = crate::dates::instant(text.as_str());
        if at.is_none() {
            reading.note(NoteCode::ValueLeftOut, &[kind, ".meta.lastUpdated"]);
        }
        at
    });
    Ok(Resource {
        resource_type: kind.into(),
        id,
        version_id: meta.version_id.and_then(json::Text::filled),
        last_updated,
        fact: None,
        notes: std::mem::take(&mut reading.notes),
    })
}

/// The parts that every resource has, and its fact.
fn finish<'c>(
    reading: &mut values::Reading<'c>,
    kind: &'static str,
    mut common: wire::Common<'_>,
    fact: impl FnOnce(&mut values::Reading<'c>, &str) -> Result<Option<Fact>, Problem>,
) -> Result<Resource, Problem> {
    let unknown = common.modified;
    let ruled = common.implicit_rules.take().and_then(json::Text::filled).is_some();
    let mut resource = keep(reading, kind, common)?;
    let Some(id) = &resource.id else {
        return Err(Problem::new(Reason::MissingId, format!("the {kind} has no id")));
    };
    if unknown {
        resource.notes.push(Note::new(NoteCode::ModifierExtension, format!("{kind}.modifierExtension")));
    }
    if ruled {
        resource.notes.push(Note::new(NoteCode::ImplicitRules, format!("{kind}.implicitRules")));
    }
    reading.kind = kind;
    if !unknown && !ruled {
        resource.fact = fact(reading, id)?;
        resource.notes.append(&mut reading.notes);
    }
    Ok(resource)
}
