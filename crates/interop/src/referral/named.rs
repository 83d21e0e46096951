//! What the codes of a referral name: a need, something of an earlier pregnancy, a diagnosis of a sensitive kind.

use kith_domain::consent::{Category, category_of};
use kith_domain::fact::Coding;
use kith_domain::form::referral as ask;

use crate::build::SNOMED;
use crate::codes::{ICD_10, ICD_10_CM};

/// What is examined after it was alleged, and trouble with a partner: sensitive, and nothing that was found.
const NO_FINDINGS: [&str; 3] = ["Z04", "Z63.0", "Z630"];

/// The question for words of a sensitive kind; none where no question is of that kind.
pub(super) fn question_of(category: Category) -> Option<&'static str> {
    match category {
        Category::BehavioralHealth => Some(ask::MENTAL),
        Category::Substance | Category::Part2 => Some(ask::SUBSTANCE),
        Category::Violence => Some(ask::VIOLENCE),
        Category::HivSti | Category::Reproductive | Category::ChildWelfare | Category::Immigration => None,
        _ => Some(ask::REASON),
    }
}

/// What a diagnosis says so plainly that it may count for her priority: the question and the choice. Words may tell of
/// what she has not, a code of LOINC is a question, and that something is looked into is no finding.
pub(super) fn diagnosis(coding: &Coding) -> Option<(&'static str, &'static str)> {
    let is_finding = match coding.system.as_str() {
        ICD_10_CM | ICD_10 => {
            let code = coding.code.to_ascii_uppercase();
            NO_FINDINGS.iter().all(|begins| !code.starts_with(begins))
        }
        SNOMED => true,
        _ => false,
    };
    let code = Coding { display: None, ..coding.clone() };
    match category_of([&code]).filter(|_| is_finding)? {
        Category::BehavioralHealth => Some((ask::MENTAL_CODED, "diagnosis")),
        Category::Substance | Category::Part2 => Some((ask::SUBSTANCE_CODED, "diagnosis")),
        Category::Violence => Some((ask::VIOLENCE_CODED, "diagnosis")),
        _ => None,
    }
}

/// Z codes and the need that each names (Gravity's categories); the longest beginning counts.
const Z_CODES: [(&str, &str); 17] = [
    ("Z55", "educational-attainment"),
    ("Z56", "employment-status"),
    ("Z590", "homelessness"),
    ("Z591", "inadequate-housing"),
    ("Z5912", "utility-insecurity"),
    ("Z592", "housing-instability"),
    ("Z594", "food-insecurity"),
    ("Z595", "financial-insecurity"),
    ("Z596", "financial-insecurity"),
    ("Z597", "financial-insecurity"),
    ("Z5971", "health-insurance-coverage-status"),
    ("Z5981", "housing-instability"),
    ("Z5982", "transportation-insecurity"),
    ("Z5986", "financial-insecurity"),
    ("Z5987", "material-hardship"),
    ("Z602", "social-connection"),
    ("Z604", "social-connection"),
];

fn icd_10(coding: &Coding) -> Option<String> {
    (coding.system == ICD_10_CM).then(|| coding.code.replace('.', "").to_ascii_uppercase())
}

pub(super) fn need(coding: &Coding) -> Option<&'static str> {
    let code = icd_10(coding)?;
    let found = Z_CODES.iter().filter(|(prefix, _)| code.starts_with(prefix));
    found.max_by_key(|(prefix, _)| prefix.len()).map(|(_, need)| *need)
}

/// O09.21, Z87.51: preterm labour or birth before; O09.3: too little prenatal care.
pub(super) fn history(coding: &Coding) -> Option<&'static str> {
    let code = icd_10(coding)?;
    match () {
        () if code.starts_with("O0921") || code.starts_with("Z8751") => Some("preterm"),
        () if code.starts_with("O093") => Some("no_prenatal_care"),
        () => None,
    }
}
