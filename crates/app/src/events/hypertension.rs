//! Hypertension in pregnancy, childbirth and the puerperium: gestational, pre-existing, superimposed, pre-eclampsia, HELLP,
//! eclampsia. High blood pressure of which nobody says that it has to do with a pregnancy is not among it.

use kith_domain::fact::Coding;

pub(super) const ICD10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
pub(super) const SNOMED_CT: &str = "http://snomed.info/sct";

/// Categories of ICD-10-CM: pre-existing, pre-eclampsia superimposed, gestational, pre-eclampsia and HELLP, eclampsia,
/// unspecified.
const ICD10: [&str; 6] = ["O10", "O11", "O13", "O14", "O15", "O16"];

/// Concepts of SNOMED CT, in ascending order. From the value set `hypertensive-disorders-pregnancy-SNOMED` of HL7's guide
/// for maternal and infant health research (1.0.0), without its concepts that name no pregnancy; and HELLP syndrome
/// (95605009), pre-eclampsia added to pre-existing hypertension (67359005), and pre-existing, secondary and renal
/// hypertension in childbirth and the puerperium (34694006, 199005000, 199008003, 198954000), which it lacks.
const SNOMED: [u64; 89] = [
    1474004,
    8218002,
    8762007,
    9901000,
    10562009,
    15938005,
    18416000,
    20753005,
    22966008,
    23717007,
    23786008,
    24042004,
    26078007,
    29259002,
    34273003,
    34694006,
    37618003,
    39727004,
    41114007,
    46764007,
    48194001,
    48552006,
    49102001,
    49171007,
    57873008,
    59733002,
    63287004,
    65402008,
    66709007,
    67359005,
    69909000,
    71874008,
    72022006,
    73030000,
    78808002,
    79355007,
    81626002,
    86041002,
    95605009,
    111438007,
    198942000,
    198944004,
    198945003,
    198946002,
    198947006,
    198949009,
    198951008,
    198952001,
    198953006,
    198954000,
    198965005,
    198966006,
    198967002,
    198968007,
    198983002,
    198984008,
    198985009,
    198986005,
    198990007,
    198991006,
    198992004,
    198993009,
    198997005,
    198999008,
    199000005,
    199002002,
    199003007,
    199005000,
    199006004,
    199008003,
    237279007,
    237281009,
    237282002,
    237283007,
    288250001,
    303063000,
    307632004,
    367390009,
    398254007,
    698638005,
    698640000,
    765182005,
    541000119105,
    40511000119107,
    82771000119102,
    118781000119108,
    10752641000119102,
    10757481000119107,
    10759031000119106,
];

/// Whether a code says hypertension of pregnancy.
pub(super) fn is_hypertensive(code: &Coding) -> bool {
    match code.system.as_str() {
        ICD10_CM => ICD10.iter().any(|category| code.code.starts_with(category)),
        SNOMED_CT => code.code.parse().is_ok_and(|concept| SNOMED.binary_search(&concept).is_ok()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a number is one of SNOMED CT: its last digit is the check digit of Verhoeff.
    fn is_concept(number: u64) -> bool {
        let permuted = |mut digit: u8, times: usize| {
            for _ in 0..times {
                digit = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][usize::from(digit)];
            }
            digit
        };
        // Multiplication in the dihedral group of ten elements.
        let product = |a: u8, b: u8| match (a < 5, b < 5) {
            (true, true) => (a + b) % 5,
            (true, false) => (a + b) % 5 + 5,
            (false, true) => (a - b) % 5 + 5,
            (false, false) => (a + 5 - b) % 5,
        };
        let digits = number.to_string().into_bytes();
        let check = |sum, (at, byte): (usize, u8)| product(sum, permuted(byte - b'0', at % 8));
        digits.into_iter().rev().enumerate().fold(0, check) == 0
    }

    #[test]
    fn concepts_are_in_order_and_numbered_as_concepts_are() {
        assert!(SNOMED.is_sorted_by(|a, b| a < b));
        assert!(is_concept(22298006) && !is_concept(22298007) && !is_concept(22928006));
        for concept in SNOMED {
            assert!(is_concept(concept), "{concept}");
        }
    }

    #[test]
    fn hypertension_of_pregnancy_is_known_and_other_hypertension_is_not() {
        for (system, code, expected) in [
            (SNOMED_CT, "48194001", true),
            (SNOMED_CT, "398254007", true),
            (SNOMED_CT, "41114007", true),
            (SNOMED_CT, "46764007", true),
            (SNOMED_CT, "95605009", true),
            (SNOMED_CT, "67359005", true),
            (SNOMED_CT, "198997005", true),
            (SNOMED_CT, "86041002", true),
            (SNOMED_CT, "15938005", true),
            (SNOMED_CT, "765182005", true),
            (SNOMED_CT, "38341003", false),
            (SNOMED_CT, "O14.1", false),
            (SNOMED_CT, "", false),
            (ICD10_CM, "O14.22", true),
            (ICD10_CM, "O11.9", true),
            (ICD10_CM, "I10", false),
            ("urn:x-local", "398254007", false),
        ] {
            let code = Coding { system: system.into(), code: code.into(), display: None };
            assert_eq!(is_hypertensive(&code), expected, "{system} {}", code.code);
        }
    }
}
