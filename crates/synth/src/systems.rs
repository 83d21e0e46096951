//! Systems of identifiers and codes.

pub(crate) const ORGANIZATION: &str = "https://example.org/kith/organization";
pub(crate) const PRACTITIONER: &str = "https://example.org/kith/practitioner";
pub(crate) const RECORD: &str = "https://example.org/kith/mrn";
pub(crate) const MEMBER: &str = "https://example.org/kith/member";
pub(crate) const SNOMED: &str = "http://snomed.info/sct";
pub(crate) const CPT: &str = "http://www.ama-assn.org/go/cpt";
pub(crate) const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
pub(crate) const LOINC: &str = "http://loinc.org";
pub(crate) const CVX: &str = "http://hl7.org/fhir/sid/cvx";
pub(crate) const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
pub(crate) const ACT: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
pub(crate) const ROLE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
pub(crate) const NULL: &str = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
pub(crate) const RACE: &str = "urn:oid:2.16.840.1.113883.6.238";
pub(crate) const PAYMENT: &str = "https://nahdo.org/sopt";
pub(crate) const UNITS: &str = "http://unitsofmeasure.org";
