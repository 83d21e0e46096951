//! A message being read: what is said about it so far, and the types that every segment shares.

use std::borrow::Cow;
use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::json::{Json, list, object};
use super::merge::{ASSUMED, SAID_NULL, marks};
use super::message::{Part, Segment};
use super::note::{Note, Remark};
use super::refusal::{ErrorAt, Wrong};
use super::sender::Sender;
use super::time::{Stamp, stamp};
use crate::codes;

pub(super) const V3_ROLE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
pub(super) const LOINC: &str = "http://loinc.org";
const US_SSN: &str = "http://hl7.org/fhir/sid/us-ssn";
const US_NPI: &str = "http://hl7.org/fhir/sid/us-npi";

/// Remarks on one message; more say nothing new.
const MOST_NOTES: usize = 500;

/// One message on its way to resources.
pub(super) struct Draft<'m> {
    pub sender: &'m Sender,
    /// MSH-4: the authority of what names none.
    pub facility: String,
    /// `meta.source` of every resource.
    pub origin: String,
    /// `meta.lastUpdated` of every resource: the event's moment.
    pub moment: Option<Stamp>,
    pub notes: Vec<Note>,
}

/// An identifier with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Identifier {
    pub value: String,
    /// The authority's name or object identifier, as part of a key.
    pub authority: String,
    pub system: String,
    pub kind: Option<String>,
}

impl Identifier {
    pub fn json(&self) -> Json {
        object([
            ("type", self.kind.as_deref().map(|kind| v2_concept("0203", kind)).into()),
            ("system", self.system.as_str().into()),
            ("value", self.value.as_str().into()),
        ])
    }
}

/// A FHIR id from parts, the same for the same parts and never for others: letters and digits stay, other signs
/// are written in hexadecimal, parts stand between dots. Where that is too long a digest takes its place.
pub(super) fn id(parts: &[&str]) -> String {
    let mut id = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            id.push('.');
        }
        for byte in part.bytes() {
            if byte.is_ascii_alphanumeric() {
                id.push(char::from(byte));
            } else {
                id.push_str(&format!("-{byte:02X}"));
            }
        }
    }
    if id.len() <= 64 {
        return id;
    }
    let digest: String = Sha256::digest(id.as_bytes()).iter().take(24).map(|b| format!("{b:02x}")).collect();
    format!("long.{digest}")
}

/// A code of a table of HL7 v2 as a concept.
pub(super) fn v2_concept(table: &str, code: &str) -> Json {
    concept_of(&format!("http://terminology.hl7.org/CodeSystem/v2-{table}"), code, None)
}

/// One code as a concept.
pub(super) fn concept_of(system: &str, code: &str, display: Option<&str>) -> Json {
    object([("coding", list([coding_of(system, code, display)]))])
}

/// One code.
pub(super) fn coding_of(system: &str, code: &str, display: Option<&str>) -> Json {
    object([("system", system.into()), ("code", code.into()), ("display", display.into())])
}

/// A reference to a record of the same source.
pub(super) fn pointing(kind: &str, id: &str) -> Json {
    object([("reference", format!("{kind}/{id}").into())])
}

/// A code of one of the systems that HL7 v2 names, or nothing for a text alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    pub system: String,
    pub code: String,
    pub words: Option<String>,
}

impl Draft<'_> {
    /// Notes a remark once for each place; what is assumed of a whole feed, once for each field.
    pub fn note(&mut self, remark: Remark, place: impl Into<String>) {
        let mut place = place.into();
        if matches!(remark, Remark::ZoneAssumed | Remark::AuthorityAssumed | Remark::TimeOfMessage)
            && let (Some(open), Some(close)) = (place.find('['), place.find(']'))
        {
            place.replace_range(open..=close, "");
        }
        let note = Note { remark, place };
        if self.notes.len() < MOST_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// A field of which one value is taken; more are remarked.
    pub fn single<'s>(&mut self, segment: Segment<'s>, field: usize) -> Part<'s> {
        let part = segment.field(field);
        if part.repeats() {
            self.note(Remark::FirstTaken, segment.place(field));
        }
        part.repetitions().next().unwrap_or(part)
    }

    /// A time that decides something: one that cannot be is an error.
    pub fn time(&mut self, segment: Segment<'_>, field: usize) -> Result<Option<Stamp>, ErrorAt> {
        let Some(text) = self.single(segment, field).component(1).text() else { return Ok(None) };
        if is_filler(&text) {
            self.note(Remark::DateLeftOut, segment.place(field));
            return Ok(None);
        }
        match self.stamp(&text, segment.place(field)) {
            Some(stamp) => Ok(Some(stamp)),
            None => Err(ErrorAt::new(Wrong::DataType, segment, field, "it is not a date or a time")),
        }
    }

    /// A time that is left out when it cannot be.
    pub fn time_if_any(&mut self, segment: Segment<'_>, field: usize) -> Option<Stamp> {
        let text = segment.field(field).component(1).text()?;
        let stamp = self.stamp(&text, segment.place(field));
        if stamp.is_none() {
            self.note(Remark::DateLeftOut, segment.place(field));
        }
        stamp
    }

    pub fn stamp(&mut self, text: &str, place: String) -> Option<Stamp> {
        let stamp = stamp(text, &self.sender.time_zone)?;
        if stamp.zone_assumed {
            self.note(Remark::ZoneAssumed, place.clone());
        }
        if stamp.time_left_out {
            self.note(Remark::TimeLeftOut, place);
        }
        Some(stamp)
    }

    /// `meta` of a resource, with what the message deletes of it and what it only assumes.
    pub fn meta(&self, deleted: &[&str], assumed: &[&str]) -> Json {
        let tags = [marks(SAID_NULL, deleted), marks(ASSUMED, assumed)];
        object([
            ("lastUpdated", self.moment.as_ref().map(|m| m.text.as_str()).into()),
            ("source", self.origin.as_str().into()),
            ("tag", list(tags)),
        ])
    }

    /// An authority (HD) as part of a key and as the URI of a system.
    fn authority(&mut self, hd: Part<'_>, place: &str) -> (String, String) {
        let part = |n| hd.subcomponent(n).text();
        let (name, universal, kind) = (part(1), part(2), part(3).unwrap_or_default());
        match (name, universal) {
            (_, Some(oid)) if is_oid(&oid) && matches!(kind.as_str(), "ISO" | "") => {
                let system = format!("urn:oid:{oid}");
                (oid, system)
            }
            (_, Some(address)) if kind == "URI" => (address.clone(), address),
            (Some(name), _) => {
                let system = named_system(&name);
                (name, system)
            }
            (None, Some(universal)) => {
                let system = named_system(&universal);
                (universal, system)
            }
            (None, None) => {
                self.note(Remark::AuthorityAssumed, place);
                let system = named_system(&self.facility);
                (self.facility.clone(), system)
            }
        }
    }

    /// An identifier (CX).
    pub fn identifier(&mut self, cx: Part<'_>, place: &str) -> Option<Identifier> {
        let value = cx.component(1).text()?;
        let kind = cx.component(5).text();
        let assigner = cx.component(4);
        let ssn =
            |kind| Identifier { value: value.clone(), authority: "SSN".into(), system: US_SSN.into(), kind };
        if is_ssn(kind.as_deref()) {
            return Some(ssn(kind));
        }
        let (authority, system) = self.authority(assigner, place);
        if system.ends_with(SSN_OID) {
            return Some(ssn(Some("SS".into())));
        }
        Some(Identifier { value, authority, system, kind })
    }

    /// Identifiers of a repeating field, without social security numbers unless the sender's profile keeps them.
    pub fn identifiers(&mut self, segment: Segment<'_>, field: usize) -> Vec<Identifier> {
        let place = segment.place(field);
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        for cx in segment.field(field).repetitions() {
            let Some(identifier) = self.identifier(cx, &place) else { continue };
            if is_ssn(identifier.kind.as_deref()) && !self.sender.keep_ssn {
                self.note(Remark::SsnLeftOut, place.clone());
            } else if seen.insert(identifier.clone()) {
                found.push(identifier);
            }
        }
        found
    }

    /// A practitioner (XCN) as a reference by identifier; nothing without one.
    pub fn practitioner(&mut self, xcn: Part<'_>, place: &str) -> Json {
        let Some(value) = xcn.component(1).text() else { return Json::Nothing };
        let is_npi = value.len() == 10 && value.bytes().all(|b| b.is_ascii_digit());
        let authority = xcn.component(9);
        let named_npi = authority.text().is_some_and(|a| a.starts_with("NPI"))
            || xcn.component(13).text().as_deref() == Some("NPI");
        let system = match is_npi && (named_npi || authority.is_absent()) {
            true => US_NPI.to_owned(),
            false => self.authority(authority, place).1,
        };
        let words: Vec<String> =
            [3, 2].iter().filter_map(|n| xcn.component(*n).subcomponent(1).text()).collect();
        object([
            ("type", "Practitioner".into()),
            ("identifier", object([("system", system.into()), ("value", value.into())])),
            ("display", words.join(" ").into()),
        ])
    }

    /// The codes of a CWE or CE: the first triplet and the alternate one.
    pub fn codes(&mut self, cwe: Part<'_>) -> Vec<Code> {
        let mut found = Vec::new();
        for first in [1, 4] {
            let Some(code) = cwe.component(first).text() else { continue };
            let words = cwe.component(first + 1).text();
            let system = cwe.component(first + 2).text().map(|s| self.system(&s)).unwrap_or_default();
            let code = codes::code(&system, &code);
            found.push(Code { system, code, words });
        }
        found
    }

    /// A CWE or CE as a concept.
    pub fn concept(&mut self, cwe: Part<'_>) -> Json {
        let codes = self.codes(cwe);
        let text = cwe.component(9).text().or_else(|| cwe.component(2).text().filter(|_| codes.is_empty()));
        object([("coding", codings(&codes)), ("text", text.into())])
    }

    /// What a name of a code system means (table 0396, or the sender's own).
    pub fn system(&self, name: &str) -> String {
        if let Some(system) = self.sender.systems.get(name) {
            return system.clone();
        }
        let upper = name.to_ascii_uppercase();
        let known = match upper.as_str() {
            "LN" | "LOINC" => LOINC,
            "I10" | "I10C" | "ICD10" | "ICD-10" | "ICD10CM" | "ICD-10-CM" => codes::ICD_10_CM,
            "I9" | "I9C" | "I9CDX" | "ICD9" | "ICD-9-CM" => "http://hl7.org/fhir/sid/icd-9-cm",
            "I10P" | "ICD10PCS" | "ICD-10-PCS" => "http://www.cms.gov/Medicare/Coding/ICD10",
            "C4" | "C5" | "CPT" | "CPT4" => "http://www.ama-assn.org/go/cpt",
            "HCPCS" | "HPC" => "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
            "SCT" | "SNM" | "SNOMED" | "SNOMED-CT" => "http://snomed.info/sct",
            "CVX" => "http://hl7.org/fhir/sid/cvx",
            "RXNORM" | "RXN" => "http://www.nlm.nih.gov/research/umls/rxnorm",
            "NDC" => "http://hl7.org/fhir/sid/ndc",
            "UCUM" => "http://unitsofmeasure.org",
            "CDCREC" => CDC_RACE,
            _ => {
                let table = upper.strip_prefix("HL7").filter(|t| t.len() == 4);
                return match table.filter(|t| t.bytes().all(|b| b.is_ascii_digit())) {
                    Some(table) => format!("http://terminology.hl7.org/CodeSystem/v2-{table}"),
                    None if is_oid(name) => codes::system(name),
                    None => named_system(name),
                };
            }
        };
        known.to_owned()
    }
}

pub(super) const CDC_RACE: &str = "urn:oid:2.16.840.1.113883.6.238";

pub(super) fn codings(codes: &[Code]) -> Json {
    list(codes.iter().map(|c| coding_of(&c.system, &c.code, c.words.as_deref())))
}

/// The Social Security Administration, as an authority.
const SSN_OID: &str = "2.16.840.1.113883.4.1";

pub(super) fn is_ssn(kind: Option<&str>) -> bool {
    matches!(kind, Some("SS" | "SSN"))
}

/// Zeros where a date should be mean that there is none.
fn is_filler(text: &str) -> bool {
    text.bytes().all(|b| b == b'0')
}

fn is_oid(text: &str) -> bool {
    text.contains('.')
        && text.starts_with(['0', '1', '2'])
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// The URI of a system that has only a local name.
fn named_system(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    if name.bytes().all(plain) {
        return format!("urn:x-hl7:{name}");
    }
    let escaped = name.bytes().map(|b| match plain(b) {
        true => Cow::Owned(char::from(b).to_string()),
        false => Cow::Owned::<str>(format!("%{b:02X}")),
    });
    format!("urn:x-hl7:{}", escaped.collect::<String>())
}
