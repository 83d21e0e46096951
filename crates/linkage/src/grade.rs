//! How sure a match is, in the words of FHIR.

use serde::{Deserialize, Serialize};

/// The codes of FHIR's match grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Below 0.1.
    CertainlyNot,
    /// From 0.1.
    Possible,
    /// From 0.55: what linkage joins when nothing forbids it.
    Probable,
    /// From 0.99.
    Certain,
}

/// The grade of a probability.
pub fn grade(probability: f64) -> Grade {
    match probability {
        p if p >= 0.99 => Grade::Certain,
        p if p >= 0.55 => Grade::Probable,
        p if p >= 0.1 => Grade::Possible,
        _ => Grade::CertainlyNot,
    }
}

#[cfg(test)]
mod tests {
    use super::{Grade, grade};

    #[test]
    fn grades_rise_with_the_probability() {
        for (probability, expected, code) in [
            (1.0, Grade::Certain, "\"certain\""),
            (0.99, Grade::Certain, "\"certain\""),
            (0.98, Grade::Probable, "\"probable\""),
            (0.55, Grade::Probable, "\"probable\""),
            (0.54, Grade::Possible, "\"possible\""),
            (0.0, Grade::CertainlyNot, "\"certainly-not\""),
        ] {
            assert_eq!(grade(probability), expected, "{probability}");
            assert_eq!(serde_json::to_string(&expected).unwrap(), code);
        }
    }
}
