//! One name for each code system, and one spelling for each ICD-10 code.

/// The ICD-10-CM system.
pub(crate) const ICD_10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
/// The ICD-10 system of the world.
pub(crate) const ICD_10: &str = "http://hl7.org/fhir/sid/icd-10";

/// The usual URI of a code system that came under another name; what is not known stays as it came.
pub(crate) fn system(sent: &str) -> String {
    let sent = sent.trim();
    let bare = sent.strip_prefix("urn:oid:").unwrap_or(sent);
    let known = match bare.as_bytes().first() {
        Some(b'0'..=b'9') => by_oid(bare),
        Some(b'h') => by_url(sent),
        _ => None,
    };
    match known {
        Some(known) => known.into(),
        // An OID without its prefix is still an OID.
        None if bare.len() == sent.len() && is_oid(bare) => format!("urn:oid:{bare}"),
        None => sent.into(),
    }
}

fn is_oid(text: &str) -> bool {
    text.contains('.')
        && text.starts_with(['0', '1', '2'])
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn by_oid(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.16.840.1.113883.6.90" => ICD_10_CM,
        "2.16.840.1.113883.6.3" => ICD_10,
        "2.16.840.1.113883.6.4" => "http://www.cms.gov/Medicare/Coding/ICD10",
        "2.16.840.1.113883.6.103" | "2.16.840.1.113883.6.104" => "http://hl7.org/fhir/sid/icd-9-cm",
        "2.16.840.1.113883.6.12" => "http://www.ama-assn.org/go/cpt",
        "2.16.840.1.113883.6.285" => "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "2.16.840.1.113883.6.96" => "http://snomed.info/sct",
        "2.16.840.1.113883.6.1" => "http://loinc.org",
        "2.16.840.1.113883.12.292" => "http://hl7.org/fhir/sid/cvx",
        "2.16.840.1.113883.6.88" => "http://www.nlm.nih.gov/research/umls/rxnorm",
        "2.16.840.1.113883.6.69" => "http://hl7.org/fhir/sid/ndc",
        "2.16.840.1.113883.6.8" => "http://unitsofmeasure.org",
        "2.16.840.1.113883.5.4" => "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        "2.16.840.1.113883.5.1008" => "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
        "2.16.840.1.113883.5.111" => "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
        _ => return None,
    })
}

fn by_url(url: &str) -> Option<&'static str> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"))?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    Some(match rest {
        "hl7.org/fhir/sid/icd-10-cm" | "hl7.org/fhir/sid/icd-10-us" => ICD_10_CM,
        "hl7.org/fhir/sid/icd-10" => ICD_10,
        "hl7.org/fhir/sid/icd-9-cm" | "hl7.org/fhir/sid/icd-9-cm/diagnosis" => {
            "http://hl7.org/fhir/sid/icd-9-cm"
        }
        "www.cms.gov/Medicare/Coding/ICD10" | "hl7.org/fhir/sid/icd-10-pcs" => {
            "http://www.cms.gov/Medicare/Coding/ICD10"
        }
        "www.ama-assn.org/go/cpt" => "http://www.ama-assn.org/go/cpt",
        "www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
        | "terminology.hl7.org/CodeSystem/HCPCS-all-codes" => {
            "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
        }
        "snomed.info/sct" => "http://snomed.info/sct",
        "loinc.org" => "http://loinc.org",
        "hl7.org/fhir/sid/cvx" => "http://hl7.org/fhir/sid/cvx",
        "www.nlm.nih.gov/research/umls/rxnorm" => "http://www.nlm.nih.gov/research/umls/rxnorm",
        "hl7.org/fhir/v3/ActCode" => "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        "hl7.org/fhir/v3/NullFlavor" => "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
        "hl7.org/fhir/v3/RoleCode" => "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
        "hl7.org/fhir/v2/0203" => "http://terminology.hl7.org/CodeSystem/v2-0203",
        "terminology.hl7.org/CodeSystem/CDCREC" => "urn:oid:2.16.840.1.113883.6.238",
        // An edition or a version of SNOMED CT is still SNOMED CT.
        _ if rest.starts_with("snomed.info/sct/") => "http://snomed.info/sct",
        _ => return None,
    })
}

/// A code as it is written in its system: ICD-10 in upper case with its dot, others as they came.
pub(crate) fn code(system: &str, sent: &str) -> String {
    let sent = sent.trim();
    if system != ICD_10_CM && system != ICD_10 {
        return sent.into();
    }
    let bytes = sent.as_bytes();
    let is_code = (3..=8).contains(&bytes.len())
        && bytes[0].is_ascii_alphabetic()
        && bytes[1].is_ascii_digit()
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'.');
    if !is_code {
        return sent.into();
    }
    let mut code = sent.to_ascii_uppercase();
    if code.len() > 3 && !code.contains('.') {
        code.insert(3, '.');
    }
    // Some exports close a three-character category with its dot.
    if code.ends_with('.') {
        code.pop();
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_have_one_name() {
        for (sent, expected) in [
            ("urn:oid:2.16.840.1.113883.6.90", ICD_10_CM),
            ("2.16.840.1.113883.6.90", ICD_10_CM),
            (" http://hl7.org/fhir/sid/icd-10-cm ", ICD_10_CM),
            ("http://hl7.org/fhir/sid/icd-10-us", ICD_10_CM),
            ("http://hl7.org/fhir/sid/icd-10", ICD_10),
            ("urn:oid:2.16.840.1.113883.6.12", "http://www.ama-assn.org/go/cpt"),
            ("https://loinc.org/", "http://loinc.org"),
            ("http://snomed.info/sct/731000124108/version/20240901", "http://snomed.info/sct"),
            (
                "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
                "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
            ),
            ("2.16.840.1.113883.6.238", "urn:oid:2.16.840.1.113883.6.238"),
            ("urn:oid:2.16.840.1.113883.6.238", "urn:oid:2.16.840.1.113883.6.238"),
            ("http://clinic.example/codes", "http://clinic.example/codes"),
            ("", ""),
        ] {
            assert_eq!(system(sent), expected, "{sent}");
        }
    }

    #[test]
    fn icd_10_codes_have_one_spelling() {
        for (sent, expected) in [
            ("z00129", "Z00.129"),
            ("Z00.129", "Z00.129"),
            (" o80 ", "O80"),
            ("O80.", "O80"),
            ("S72001A", "S72.001A"),
            ("not a code", "not a code"),
        ] {
            assert_eq!(code(ICD_10_CM, sent), expected);
        }
        assert_eq!(code("http://www.ama-assn.org/go/cpt", "0500f"), "0500f");
    }
}
