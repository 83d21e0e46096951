//! The parts of FHIR R4 resources that are read, borrowed from the input.

use serde_json::value::RawValue;

use crate::json::{Anything, List, Number, Text, object};

object! {
    Head {
        resource_type: Text<'a> = "resourceType", id: Text<'a> = "id",
        export_id: Text<'a> = "exportId", event_id: Text<'a> = "eventId",
    }
    Meta { version_id: Text<'a> = "versionId", last_updated: Text<'a> = "lastUpdated" }
    Coding { system: Text<'a> = "system", code: Text<'a> = "code", display: Text<'a> = "display" }
    Concept { coding: List<Coding<'a>> = "coding", text: Text<'a> = "text" }
    Identifier { system: Text<'a> = "system", value: Text<'a> = "value", kind: Concept<'a> = "type" }
    Logical { system: Text<'a> = "system", value: Text<'a> = "value" }
    Reference {
        reference: Text<'a> = "reference", kind: Text<'a> = "type", identifier: Box<Logical<'a>> = "identifier",
        display: Text<'a> = "display",
    }
    Period { start: Text<'a> = "start", end: Text<'a> = "end" }
    Quantity {
        value: Number<'a> = "value", comparator: Text<'a> = "comparator", unit: Text<'a> = "unit",
        code: Text<'a> = "code",
    }
    Range { low: Quantity<'a> = "low", high: Quantity<'a> = "high" }
    Ratio { numerator: Quantity<'a> = "numerator", denominator: Quantity<'a> = "denominator" }
    Sampled { data: Text<'a> = "data" }
    HumanName {
        usage: Text<'a> = "use", family: Text<'a> = "family", given: List<Text<'a>> = "given",
        text: Text<'a> = "text",
    }
    Telecom { system: Text<'a> = "system", value: Text<'a> = "value", usage: Text<'a> = "use" }
    Address {
        usage: Text<'a> = "use", line: List<Text<'a>> = "line", city: Text<'a> = "city",
        district: Text<'a> = "district", state: Text<'a> = "state", postal_code: Text<'a> = "postalCode",
    }
    // The values stay raw: only those of extensions that are known are looked into.
    Extension {
        url: Text<'a> = "url", value_coding: &'a RawValue = "valueCoding", value_code: &'a RawValue = "valueCode",
        value_concept: &'a RawValue = "valueCodeableConcept", value_positive: &'a RawValue = "valuePositiveInt", value_integer: &'a RawValue = "valueInteger",
        extension: &'a RawValue = "extension",
    }
    Extended { extension: List<Extension<'a>> = "extension" }
    Communication { language: Concept<'a> = "language", preferred: bool = "preferred" }
    Link { other: Reference<'a> = "other", kind: Text<'a> = "type" }
    Participant { individual: Reference<'a> = "individual" }
    Billed {
        sequence: i64 = "sequence", concept: Concept<'a> = "diagnosisCodeableConcept",
        reference: Reference<'a> = "diagnosisReference", on_admission: Concept<'a> = "onAdmission",
    }
    Item { diagnoses: List<i64> = "diagnosisSequence", encounters: List<Reference<'a>> = "encounter" }
    Diagnosis { condition: Reference<'a> = "condition", extension: List<Extension<'a>> = "extension" }
    Hospitalization { discharge: Concept<'a> = "dischargeDisposition" }
    Contained {
        resource_type: Text<'a> = "resourceType", id: Text<'a> = "id", code: &'a RawValue = "code",
        name: &'a RawValue = "name",
    }
    Component {
        code: Concept<'a> = "code", value_quantity: Quantity<'a> = "valueQuantity",
        value_concept: Concept<'a> = "valueCodeableConcept", value_string: Text<'a> = "valueString",
        value_boolean: bool = "valueBoolean", value_integer: i64 = "valueInteger", value_range: Box<Range<'a>> = "valueRange",
        value_ratio: Box<Ratio<'a>> = "valueRatio", value_sampled: Box<Sampled<'a>> = "valueSampledData",
        value_time: Text<'a> = "valueTime", value_date_time: Text<'a> = "valueDateTime",
        value_period: Box<Period<'a>> = "valuePeriod", modifier: List<Anything> = "modifierExtension",
    }
}

/// Declares resources: objects with the properties that every resource has.
macro_rules! resource {
    ($($name:ident { $($field:ident : $type:ty = $key:literal),* $(,)? })*) => {
        object! {$(
            $name {
                resource_type: Text<'a> = "resourceType", id: Text<'a> = "id", meta: Meta<'a> = "meta",
                implicit_rules: Text<'a> = "implicitRules", modifier: List<Anything> = "modifierExtension",
                $($field: $type = $key,)*
            }
        )*}
        $(impl<'a> $name<'a> {
            /// Takes out what every resource has.
            pub(crate) fn common(&mut self) -> Common<'a> {
                Common {
                    id: self.id.take(),
                    meta: self.meta.take(),
                    implicit_rules: self.implicit_rules.take(),
                    modified: self.modifier.as_ref().is_some_and(|list| !list.0.is_empty()),
                }
            }
        })*
    };
}

/// What every resource has.
pub(crate) struct Common<'a> {
    pub id: Option<Text<'a>>,
    pub meta: Option<Meta<'a>>,
    pub implicit_rules: Option<Text<'a>>,
    pub modified: bool,
}

resource! {
    Kept {}
    Patient {
        active: bool = "active", name: List<HumanName<'a>> = "name", identifier: List<Identifier<'a>> = "identifier",
        telecom: List<Telecom<'a>> = "telecom", address: List<Address<'a>> = "address", gender: Text<'a> = "gender",
        birth_date: Text<'a> = "birthDate", deceased_boolean: bool = "deceasedBoolean",
        deceased_date_time: Text<'a> = "deceasedDateTime", multiple_boolean: bool = "multipleBirthBoolean",
        multiple_integer: i64 = "multipleBirthInteger", multiple_boolean_more: Extended<'a> = "_multipleBirthBoolean",
        multiple_integer_more: Extended<'a> = "_multipleBirthInteger", extension: List<Extension<'a>> = "extension",
        communication: List<Communication<'a>> = "communication", link: List<Link<'a>> = "link",
        practitioner: List<Reference<'a>> = "generalPractitioner", organization: Reference<'a> = "managingOrganization",
    }
    RelatedPerson {
        active: bool = "active", patient: Reference<'a> = "patient", relationship: List<Concept<'a>> = "relationship",
        name: List<HumanName<'a>> = "name", identifier: List<Identifier<'a>> = "identifier",
        telecom: List<Telecom<'a>> = "telecom", address: List<Address<'a>> = "address", gender: Text<'a> = "gender",
        birth_date: Text<'a> = "birthDate", communication: List<Communication<'a>> = "communication",
    }
    Practitioner {
        active: bool = "active", name: List<HumanName<'a>> = "name", identifier: List<Identifier<'a>> = "identifier",
        address: List<Address<'a>> = "address",
    }
    Organization {
        active: bool = "active", name: Text<'a> = "name", identifier: List<Identifier<'a>> = "identifier",
        kinds: List<Concept<'a>> = "type", part_of: Reference<'a> = "partOf", address: List<Address<'a>> = "address",
    }
    Location {
        status: Text<'a> = "status", name: Text<'a> = "name", identifier: List<Identifier<'a>> = "identifier",
        kinds: List<Concept<'a>> = "type", part_of: Reference<'a> = "partOf", address: Address<'a> = "address",
        organization: Reference<'a> = "managingOrganization",
    }
    Encounter {
        status: Text<'a> = "status", class: Coding<'a> = "class", kinds: List<Concept<'a>> = "type",
        subject: Reference<'a> = "subject", participant: List<Participant<'a>> = "participant",
        period: Period<'a> = "period", reason_code: List<Concept<'a>> = "reasonCode",
        reason_reference: List<Reference<'a>> = "reasonReference", diagnosis: List<Diagnosis<'a>> = "diagnosis",
        hospitalization: Hospitalization<'a> = "hospitalization", provider: Reference<'a> = "serviceProvider",
        part_of: Reference<'a> = "partOf",
    }
    Condition {
        clinical: Concept<'a> = "clinicalStatus", verification: Concept<'a> = "verificationStatus",
        category: List<Concept<'a>> = "category", code: Concept<'a> = "code", subject: Reference<'a> = "subject",
        encounter: Reference<'a> = "encounter", onset_date_time: Text<'a> = "onsetDateTime",
        onset_period: Period<'a> = "onsetPeriod", abatement_date_time: Text<'a> = "abatementDateTime",
        abatement_period: Period<'a> = "abatementPeriod", recorded: Text<'a> = "recordedDate",
    }
    Observation {
        status: Text<'a> = "status", category: List<Concept<'a>> = "category", code: Concept<'a> = "code",
        subject: Reference<'a> = "subject", encounter: Reference<'a> = "encounter",
        effective_date_time: Text<'a> = "effectiveDateTime", effective_period: Period<'a> = "effectivePeriod",
        effective_instant: Text<'a> = "effectiveInstant", value_quantity: Quantity<'a> = "valueQuantity",
        value_concept: Concept<'a> = "valueCodeableConcept", value_string: Text<'a> = "valueString",
        value_boolean: bool = "valueBoolean", value_integer: i64 = "valueInteger", value_range: Box<Range<'a>> = "valueRange",
        value_ratio: Box<Ratio<'a>> = "valueRatio", value_sampled: Box<Sampled<'a>> = "valueSampledData",
        value_time: Text<'a> = "valueTime", value_date_time: Text<'a> = "valueDateTime",
        value_period: Box<Period<'a>> = "valuePeriod", absent: Concept<'a> = "dataAbsentReason",
        component: List<Component<'a>> = "component", issued: Text<'a> = "issued",
        extension: List<Extension<'a>> = "extension",
    }
    Procedure {
        status: Text<'a> = "status", code: Concept<'a> = "code", subject: Reference<'a> = "subject",
        encounter: Reference<'a> = "encounter", performed_date_time: Text<'a> = "performedDateTime",
        performed_period: Period<'a> = "performedPeriod", performed_string: Text<'a> = "performedString",
        reason_code: List<Concept<'a>> = "reasonCode",
    }
    Immunization {
        status: Text<'a> = "status", code: Concept<'a> = "vaccineCode", patient: Reference<'a> = "patient",
        encounter: Reference<'a> = "encounter", occurrence_date_time: Text<'a> = "occurrenceDateTime",
        occurrence_string: Text<'a> = "occurrenceString", primary: bool = "primarySource",
    }
    MedicationRequest {
        status: Text<'a> = "status", intent: Text<'a> = "intent", code: Concept<'a> = "medicationCodeableConcept",
        medication: Reference<'a> = "medicationReference", subject: Reference<'a> = "subject",
        encounter: Reference<'a> = "encounter", authored: Text<'a> = "authoredOn",
        contained: List<Contained<'a>> = "contained",
    }
    MedicationAdministration {
        status: Text<'a> = "status", code: Concept<'a> = "medicationCodeableConcept",
        medication: Reference<'a> = "medicationReference", subject: Reference<'a> = "subject",
        context: Reference<'a> = "context", effective_date_time: Text<'a> = "effectiveDateTime",
        effective_period: Period<'a> = "effectivePeriod", contained: List<Contained<'a>> = "contained",
    }
    Coverage {
        status: Text<'a> = "status", kind: Concept<'a> = "type", beneficiary: Reference<'a> = "beneficiary",
        payor: List<Reference<'a>> = "payor", period: Period<'a> = "period", contained: List<Contained<'a>> = "contained",
    }
    ServiceRequest {
        status: Text<'a> = "status", intent: Text<'a> = "intent", code: Concept<'a> = "code",
        subject: Reference<'a> = "subject", encounter: Reference<'a> = "encounter", authored: Text<'a> = "authoredOn",
        forbids: bool = "doNotPerform",
    }
    Claim {
        status: Text<'a> = "status", usage: Text<'a> = "use", patient: Reference<'a> = "patient",
        created: Text<'a> = "created", diagnosis: List<Billed<'a>> = "diagnosis", item: List<Item<'a>> = "item",
    }
}
