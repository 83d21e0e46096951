//! Facts: what one record says, as typed values.
//!
//! A fact is what a source stated, kept in the source's own words and references. Nothing is inferred here:
//! race and ethnicity are what was reported, an absent field is absent, a code keeps its system. Deliveries,
//! dyads and strata are derived from many facts elsewhere. Code systems are named by one URI each (an OID for
//! ICD-10-CM or CPT is read as the usual URL), and ICD-10-CM codes carry their dot.

use serde::{Deserialize, Serialize};

use crate::date::{PartialDate, When};
use crate::id::{RecordId, SourceId, SourcePersonId};

/// A reference within one source: `Patient/abc`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(pub String);

impl Reference {
    /// `Patient/abc` from its two parts.
    pub fn new(resource_type: &str, id: &str) -> Self {
        Self(format!("{resource_type}/{id}"))
    }

    /// The resource type, before the slash.
    pub fn resource_type(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A code in a system.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Coding {
    /// The URI of the code system; empty when the sender gave none.
    #[serde(rename = "s", default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// The code.
    #[serde(rename = "c")]
    pub code: String,
    /// The sender's words for it.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl Coding {
    /// A code without words.
    pub fn new(system: &str, code: &str) -> Self {
        Self { system: system.into(), code: code.into(), display: None }
    }

    /// Whether it is this code of this system.
    pub fn is(&self, system: &str, code: &str) -> bool {
        self.system == system && self.code == code
    }
}

/// An identifier given by some authority.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// The authority's URI; empty when none was sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// The value.
    pub value: String,
    /// The kind (`MR`, `SS`, `MA` …) where it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl Identifier {
    /// Whether it is a social security number, by its kind or by who gives it out. It is compared and never shown whole.
    pub fn is_social_security(&self) -> bool {
        matches!(self.kind.as_deref(), Some("SS" | "SSN"))
            || self.system.to_ascii_lowercase().ends_with("us-ssn")
            || self.system.ends_with("2.16.840.1.113883.4.1")
    }
}

/// A name in use at some time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Name {
    /// `official`, `usual`, `temp` (a newborn not yet named), `old`, `maiden` …
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Given names in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    /// The name as one text, when that is all there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A telephone number, e-mail address or the like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telecom {
    /// `phone`, `sms`, `email` …
    pub system: String,
    /// The value as sent.
    pub value: String,
    /// `home`, `mobile`, `work` …
    #[serde(rename = "use", default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
}

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// `home`, `temp`, `old` …
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// Street lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// City or town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// County.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// State.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
}

/// What a record says of a death.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deceased {
    /// Nothing was said.
    #[default]
    NotSaid,
    /// Stated to be alive.
    No,
    /// Died, the day unknown.
    Yes,
    /// Died then.
    On(When),
}

/// A language and whether it is the preferred one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// BCP 47 tag (`es`, `en-US`).
    pub code: String,
    /// Preferred for communication.
    #[serde(default)]
    pub preferred: bool,
}

/// A link from one `Patient` to another or to a `RelatedPerson`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The other record.
    pub other: Reference,
    /// `replaced-by`, `replaces`, `refer`, `seealso`.
    pub kind: String,
}

/// A human as one source knows them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// False when the source retired the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Names, in the order sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// Identifiers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Telephone, e-mail.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub telecoms: Vec<Telecom>,
    /// Addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Administrative gender: `female`, `male`, `other`, `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Sex recorded at birth: `F`, `M`, or what was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_sex: Option<String>,
    /// Born on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<PartialDate>,
    /// Death.
    #[serde(skip_serializing_if = "is_not_said")]
    pub deceased: Deceased,
    /// Birth order within a multiple birth, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_order: Option<u8>,
    /// Stated to be one of a multiple birth, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_birth: Option<bool>,
    /// How many were born together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plurality: Option<u8>,
    /// Race categories as reported, `UNK` and `ASKU` of v3-NullFlavor included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub race: Vec<Coding>,
    /// Ethnicity categories as reported.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ethnicity: Vec<Coding>,
    /// Languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Links to other records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Nominated primary care: practitioners and organisations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub general_practitioners: Vec<Reference>,
    /// Custodian of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managing_organization: Option<Reference>,
}

fn is_not_said(deceased: &Deceased) -> bool {
    *deceased == Deceased::NotSaid
}

/// Someone with a relation to a patient: here above all a mother, seen from her baby's record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelatedPerson {
    /// False when the relation ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// The patient (the baby).
    pub patient: Reference,
    /// Relations (`MTH`, `NMTH`, `GESTM` …).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relationships: Vec<Coding>,
    /// Who it is: names, identifiers, birth date, contacts.
    #[serde(default)]
    pub who: Person,
}

impl RelatedPerson {
    /// Whether this is the woman who gave birth, as far as the record says: gestational, natural or plain
    /// mother, and not an adoptive, foster or step mother.
    pub fn is_birth_mother(&self) -> bool {
        self.active != Some(false)
            && self.relationships.iter().any(|r| matches!(r.code.as_str(), "MTH" | "NMTH" | "GESTM"))
    }
}

/// An organisation, a site or a practitioner.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Directory {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Identifiers (NPI …).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Types (`prov`, `pay` …).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<Coding>,
    /// The organisation that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Reference>,
    /// False when retired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
}

/// Clinical care given.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Encounter {
    /// `planned`, `arrived`, `in-progress`, `finished`, `cancelled`, `entered-in-error` …
    pub status: String,
    /// v3-ActCode class (`AMB`, `IMP`, `VR`, `HH`, `EMER` …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Coding>,
    /// Types.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<Coding>,
    /// Reasons as codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Coding>,
    /// References to the conditions and procedures that it was for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnoses: Vec<Reference>,
    /// Which of them were there on admission, where that was said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on_admission: Vec<OnAdmission>,
    /// Begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<When>,
    /// Ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<When>,
    /// Where the patient went.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disposition: Vec<Coding>,
    /// The organisation responsible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Reference>,
    /// The encounter that it is part of: for a newborn's, the mother's delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Reference>,
    /// Who took part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Reference>,
}

impl Encounter {
    /// Whether care was given: not planned, called off, or entered by mistake.
    pub fn happened(&self) -> bool {
        !matches!(self.status.as_str(), "planned" | "cancelled" | "entered-in-error")
    }

    /// Whether the class is a hospital stay.
    pub fn is_inpatient(&self) -> bool {
        self.class.as_ref().is_some_and(|c| matches!(c.code.as_str(), "IMP" | "ACUTE" | "NONAC"))
    }
}

/// Whether a diagnosis of a stay was there on admission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnAdmission {
    /// The diagnosis.
    pub condition: Reference,
    /// `Y` it was, `N` it was not, `U` the records do not say, `W` it cannot be told, `1` need not be said.
    pub flag: String,
}

/// A diagnosis or a concern.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    /// What it is.
    pub codes: Vec<Coding>,
    /// `active`, `resolved` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clinical_status: Option<String>,
    /// `confirmed`, `refuted`, `entered-in-error` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_status: Option<String>,
    /// Categories (`encounter-diagnosis`, `problem-list-item` …).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Coding>,
    /// Its onset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<When>,
    /// Its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abated: Option<When>,
    /// Recorded on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<When>,
}

impl Condition {
    /// Whether the record still says so: neither refuted nor entered by mistake.
    pub fn stands(&self) -> bool {
        !matches!(self.verification_status.as_deref(), Some("refuted" | "entered-in-error"))
    }
}

/// A value observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A number with its unit; the number keeps the digits that were sent.
    Quantity {
        /// Decimal text.
        value: String,
        /// UCUM code, or the unit as sent.
        unit: String,
    },
    /// Codes.
    Coded(Vec<Coding>),
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A date or a moment.
    When(When),
}

/// One part of an observation, such as the systolic pressure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// What was observed.
    pub codes: Vec<Coding>,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// An observation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Observation {
    /// `final`, `amended`, `cancelled`, `entered-in-error` …
    pub status: String,
    /// What was observed.
    pub codes: Vec<Coding>,
    /// Categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Coding>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<When>,
    /// Value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent_reason: Option<String>,
    /// Why it was not made, where it was called off for a reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_done: Vec<Coding>,
}

impl Observation {
    /// Whether the record still says so.
    pub fn stands(&self) -> bool {
        !matches!(self.status.as_str(), "cancelled" | "entered-in-error")
    }
}

/// Something done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Procedure {
    /// `completed`, `not-done`, `entered-in-error` …
    pub status: String,
    /// What.
    pub codes: Vec<Coding>,
    /// Begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<When>,
    /// Ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<When>,
    /// Reasons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Coding>,
}

impl Procedure {
    /// Whether it was done.
    pub fn happened(&self) -> bool {
        !matches!(self.status.as_str(), "preparation" | "not-done" | "entered-in-error")
    }
}

/// A vaccine given, or not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Immunization {
    /// `completed`, `not-done`, `entered-in-error`.
    pub status: String,
    /// CVX and others.
    pub codes: Vec<Coding>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred: Option<When>,
    /// Reported by the one who gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_source: Option<bool>,
}

/// A medicine ordered or reported.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Medication {
    /// `active`, `completed`, `entered-in-error` …
    pub status: String,
    /// `order`, `plan` …, and `administration` where it was given.
    pub intent: String,
    /// What.
    pub codes: Vec<Coding>,
    /// Written on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authored: Option<When>,
}

impl Medication {
    /// Whether the record still says so: neither called off, not given, nor entered by mistake.
    pub fn stands(&self) -> bool {
        !matches!(self.status.as_str(), "cancelled" | "draft" | "not-done" | "not-taken" | "entered-in-error")
    }
}

/// Something that was asked for: a referral, a service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Order {
    /// `active`, `completed`, `revoked`, `entered-in-error` …
    pub status: String,
    /// `order`, `plan`, `proposal` …
    pub intent: String,
    /// What.
    pub codes: Vec<Coding>,
    /// Written on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authored: Option<When>,
    /// It asks that this be not done.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forbids: bool,
}

impl Order {
    /// Whether somebody asked for it and did not take it back: what is only planned or proposed was not asked for.
    pub fn stands(&self) -> bool {
        matches!(self.status.as_str(), "active" | "on-hold" | "completed")
            && !matches!(self.intent.as_str(), "proposal" | "plan" | "option")
            && !self.forbids
    }
}

/// A bill for care.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claim {
    /// `active`, `cancelled`, `draft`, `entered-in-error`.
    pub status: String,
    /// `claim`, or what is asked before care is given.
    #[serde(rename = "use")]
    pub usage: String,
    /// Written on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<When>,
    /// What it was for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnoses: Vec<Billed>,
}

impl Claim {
    /// Whether it bills for care that was given.
    pub fn stands(&self) -> bool {
        self.status == "active" && self.usage == "claim"
    }
}

/// A diagnosis on a bill.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Billed {
    /// What it is, where the bill says so itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Coding>,
    /// The record of it, where the bill points to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Reference>,
    /// Whether it was there on admission, as [`OnAdmission`] has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_admission: Option<String>,
    /// The encounters that were billed with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encounters: Vec<Reference>,
}

/// Who pays for care.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coverage {
    /// `active`, `cancelled`, `entered-in-error` …
    pub status: String,
    /// Kind of cover.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<Coding>,
    /// Payers, by reference or by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payers: Vec<String>,
    /// From.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<When>,
    /// To, included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<When>,
}

/// What a record is about, by kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// A person.
    Person(Box<Person>),
    /// A relation to a person.
    RelatedPerson(Box<RelatedPerson>),
    /// A practitioner.
    Practitioner(Directory),
    /// An organisation.
    Organization(Directory),
    /// A site.
    Location(Directory),
    /// Care given.
    Encounter(Encounter),
    /// A diagnosis.
    Condition(Condition),
    /// An observation.
    Observation(Observation),
    /// Something done.
    Procedure(Procedure),
    /// A vaccine.
    Immunization(Immunization),
    /// A medicine.
    Medication(Medication),
    /// Cover.
    Coverage(Coverage),
    /// Something asked for.
    Order(Order),
    /// A bill.
    Claim(Claim),
}

/// What one record says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The record's own reference, as it came.
    pub reference: Reference,
    /// Whom it is about: for a `Person` itself, for a `RelatedPerson` the baby, for a directory entry nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// The encounter during which it was stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encounter: Option<Reference>,
    /// What it says.
    #[serde(flatten)]
    pub body: Body,
}

impl Fact {
    /// The clinical day that places it in time, as far as known: a start before an end, an onset before a recording.
    pub fn when(&self) -> Option<When> {
        match &self.body {
            Body::Person(p) => p.born.map(|date| When { date, at: None }),
            Body::Encounter(e) => e.starts.or(e.ends),
            Body::Condition(c) => c.onset.or(c.recorded),
            Body::Observation(o) => o.effective,
            Body::Procedure(p) => p.starts.or(p.ends),
            Body::Immunization(i) => i.occurred,
            Body::Medication(m) => m.authored,
            Body::Coverage(c) => c.starts,
            Body::Order(o) => o.authored,
            Body::Claim(c) => c.created,
            Body::RelatedPerson(_) | Body::Practitioner(_) | Body::Organization(_) | Body::Location(_) => {
                None
            }
        }
    }

    /// The kind's name, as stored.
    pub fn kind(&self) -> &'static str {
        match self.body {
            Body::Person(_) => "person",
            Body::RelatedPerson(_) => "related_person",
            Body::Practitioner(_) => "practitioner",
            Body::Organization(_) => "organization",
            Body::Location(_) => "location",
            Body::Encounter(_) => "encounter",
            Body::Condition(_) => "condition",
            Body::Observation(_) => "observation",
            Body::Procedure(_) => "procedure",
            Body::Immunization(_) => "immunization",
            Body::Medication(_) => "medication",
            Body::Coverage(_) => "coverage",
            Body::Order(_) => "order",
            Body::Claim(_) => "claim",
        }
    }
}

/// A fact with where it came from and whom it is about, as the store or a reader of files resolved it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    /// The record that says so: what evidence points to.
    pub record: RecordId,
    /// Who sent it.
    pub source: SourceId,
    /// The person that it is about, as its source knows them.
    pub person: SourcePersonId,
    /// What it says.
    pub fact: Fact,
}
