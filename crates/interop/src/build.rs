//! Small pieces of FHIR R4 resources that are made here, the same for every door.

use serde_json::{Map, Value as Json, json};

pub(crate) const LOINC: &str = "http://loinc.org";
pub(crate) const SNOMED: &str = "http://snomed.info/sct";
pub(crate) const UNITS: &str = "http://unitsofmeasure.org";
const RACE: &str = "urn:oid:2.16.840.1.113883.6.238";
const NULL: &str = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";

/// A race or ethnicity extension of US Core; none without a code. A code `text:…` is the sender's own words.
pub(crate) fn reported(kind: &str, codes: &[String]) -> Option<Json> {
    if codes.is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    let mut words = Vec::new();
    for code in codes {
        if let Some(text) = code.strip_prefix("text:") {
            words.push(text.to_owned());
            continue;
        }
        let system = if matches!(code.as_str(), "UNK" | "ASKU") { NULL } else { RACE };
        parts.push(json!({"url": "ombCategory", "valueCoding": {"system": system, "code": code}}));
        words.push(code.clone());
    }
    parts.push(json!({"url": "text", "valueString": words.join(", ")}));
    let url = format!("http://hl7.org/fhir/us/core/StructureDefinition/us-core-{kind}");
    Some(json!({"url": url, "extension": parts}))
}

/// The category of race that a sender's word means.
pub(crate) fn race_of(text: &str) -> Option<String> {
    let word = text.trim().to_lowercase();
    let code = match word.as_str() {
        "w" | "wh" | "white" | "caucasian" | "blanco" | "blanca" | "2106-3" => "2106-3",
        "b"
        | "bl"
        | "aa"
        | "black"
        | "african american"
        | "black or african american"
        | "black/african american"
        | "negro"
        | "negra"
        | "2054-5" => "2054-5",
        "as" | "asian" | "asiatico" | "2028-9" => "2028-9",
        "ai"
        | "an"
        | "ai/an"
        | "aian"
        | "american indian"
        | "native american"
        | "alaska native"
        | "american indian or alaska native"
        | "american indian/alaska native"
        | "1002-5" => "1002-5",
        "nh"
        | "pi"
        | "nhpi"
        | "nh/pi"
        | "pacific islander"
        | "native hawaiian"
        | "native hawaiian or other pacific islander"
        | "2076-8" => "2076-8",
        "other" | "other race" | "otra" | "some other race" | "2131-1" => "2131-1",
        "mena" | "middle eastern" | "middle eastern or north african" | "2118-8" => "2118-8",
        "declined" | "refused" | "patient declined" | "asked, not answered" | "asku" => "ASKU",
        "unk" | "unknown" | "desconocido" => "UNK",
        _ => return None,
    };
    Some(code.into())
}

/// The category of ethnicity that a sender's word means.
pub(crate) fn ethnicity_of(text: &str) -> Option<String> {
    let word = text.trim().to_lowercase();
    let code = match word.as_str() {
        "h" | "y" | "yes" | "si" | "sí" | "hispanic" | "latino" | "latina" | "latinx"
        | "hispanic or latino" | "hispanic/latino" | "hispano" | "hispana" | "2135-2" => "2135-2",
        "nh"
        | "n"
        | "no"
        | "not hispanic"
        | "non-hispanic"
        | "non hispanic"
        | "not hispanic or latino"
        | "non-hispanic/latino"
        | "no hispano"
        | "2186-5" => "2186-5",
        "declined" | "refused" | "asku" => "ASKU",
        "unk" | "unknown" | "desconocido" => "UNK",
        _ => return None,
    };
    Some(code.into())
}

/// The type of a payer that its name says: Medicaid, private, self-pay.
pub(crate) fn payer_type(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    Some(if name.contains("medicaid") || name.contains("chip") {
        "2"
    } else if name.contains("medicare") {
        "1"
    } else if name.contains("self") && name.contains("pay") || name.contains("uninsured") || name == "none" {
        "81"
    } else if name.contains("tricare") || name.contains("military") {
        "3"
    } else {
        return None;
    })
}

/// A name; none when it has no part.
pub(crate) fn name(usage: &str, family: Option<&str>, given: &[String]) -> Option<Json> {
    let mut name = Map::new();
    name.insert("use".into(), usage.into());
    if let Some(family) = family {
        name.insert("family".into(), family.into());
    }
    if !given.is_empty() {
        name.insert("given".into(), json!(given));
    }
    (name.len() > 1).then_some(Json::Object(name))
}

/// An identifier with its type of the HL7 table 0203.
pub(crate) fn identifier(system: &str, value: &str, kind: &str) -> Json {
    json!({"system": system, "value": value,
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": kind}]}})
}

/// The place among those born together, and how many they were.
pub(crate) fn multiple(patient: &mut Map<String, Json>, order: Option<i64>, plurality: Option<i64>) {
    let total = plurality.filter(|n| *n > 1).map(|n| {
        json!({"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/patient-multipleBirthTotal",
            "valuePositiveInt": n}]})
    });
    let property = match (order, plurality) {
        (_, Some(1)) => {
            patient.insert("multipleBirthBoolean".into(), false.into());
            return;
        }
        (Some(order), _) => {
            patient.insert("multipleBirthInteger".into(), order.into());
            "_multipleBirthInteger"
        }
        (None, Some(_)) => {
            patient.insert("multipleBirthBoolean".into(), true.into());
            "_multipleBirthBoolean"
        }
        (None, None) => return,
    };
    if let Some(total) = total {
        patient.insert(property.into(), total);
    }
}

/// That someone is the mother.
pub(crate) fn mother_relationship() -> Json {
    json!([{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "MTH",
        "display": "mother"}]}])
}

/// A measured value with its UCUM unit.
pub(crate) fn quantity(value: i64, unit: &str) -> Json {
    json!({"valueQuantity": {"value": value, "unit": unit, "system": UNITS, "code": unit}})
}

/// An observation; `value` holds its value or its components.
pub(crate) fn observation(id: &str, patient: &str, loinc: &str, on: Option<&str>, value: Json) -> Json {
    let mut observation = json!({"resourceType": "Observation", "id": id, "status": "final",
        "code": {"coding": [{"system": LOINC, "code": loinc}]},
        "subject": {"reference": format!("Patient/{patient}")}});
    if let Some(on) = on {
        observation["effectiveDateTime"] = on.into();
    }
    if let (Json::Object(into), Json::Object(from)) = (&mut observation, value) {
        into.extend(from);
    }
    observation
}

/// A confirmed diagnosis.
pub(crate) fn condition(id: &str, patient: &str, system: &str, code: &str) -> Json {
    json!({"resourceType": "Condition", "id": id,
        "verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
            "code": "confirmed"}]},
        "code": {"coding": [{"system": system, "code": code}]},
        "subject": {"reference": format!("Patient/{patient}")}})
}
