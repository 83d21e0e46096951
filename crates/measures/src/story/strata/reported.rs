//! Race and ethnicity as reported, in the categories that reports ask for.
//!
//! What somebody selected is kept as it came; each set of categories is made of it here. Nothing is made of one standard
//! for the other: codes of the United States say nothing of an ethnic category of the NHS, nor the other way round.

use std::borrow::Cow;

use kith_domain::fact::{Coding, Person};
use kith_domain::measure::strata::{SEPARATOR, nhs_group};
use kith_domain::portrait::is_retired;

use super::super::Human;
use super::UNKNOWN;

/// The categories of `race_ethnicity`, those of the standard of 2024, in one for each person.
pub const RACE_ETHNICITY: [&str; 11] = [
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    HISPANIC,
    MIDDLE_EASTERN,
    MULTIRACIAL,
    "Native Hawaiian or Other Pacific Islander",
    "Other race",
    WHITE,
    NOT_ANSWERED,
    UNKNOWN,
];

const HISPANIC: &str = "Hispanic or Latino";
const MIDDLE_EASTERN: &str = "Middle Eastern or North African";
const MULTIRACIAL: &str = "Multiracial";
const WHITE: &str = "White";
const NOT_ANSWERED: &str = "Asked, not answered";

/// The ethnic categories of the NHS (census of 2001): letters, and the two that are no answer.
pub const ETHNICITY_NHS: [&str; 18] = [
    "A: White, British",
    "B: White, Irish",
    "C: White, other",
    "D: Mixed, White and Black Caribbean",
    "E: Mixed, White and Black African",
    "F: Mixed, White and Asian",
    "G: Mixed, other",
    "H: Asian, Indian",
    "J: Asian, Pakistani",
    "K: Asian, Bangladeshi",
    "L: Asian, other",
    "M: Black, Caribbean",
    "N: Black, African",
    "P: Black, other",
    "R: Chinese",
    "S: Other",
    "Z: Not stated",
    NOT_KNOWN,
];

const NOT_KNOWN: &str = "99: Not known";

/// Code systems of the ethnic category, in the versions of the United Kingdom's FHIR profiles.
const NHS_SYSTEMS: [&str; 3] = [
    "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategory",
    "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland",
    "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-EthnicCategory-1",
];

/// What somebody reported, in each set of categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// One of [`RACE_ETHNICITY`]: Hispanic or Latino whatever the race, one race as itself, several as "Multiracial".
    pub race_ethnicity: &'static str,
    /// The same under the standard of 1997, which counts Middle Eastern or North African as White.
    pub race_ethnicity_1997: &'static str,
    /// Every category of 2024 that was selected, alone or beside others, as one value.
    pub race_in_combination: Cow<'static, str>,
    /// One of [`ETHNICITY_NHS`].
    pub ethnicity_nhs: &'static str,
    /// Its group of five, or that there was no answer.
    pub ethnicity_nhs_group: &'static str,
}

impl Default for Reported {
    fn default() -> Self {
        Self {
            race_ethnicity: UNKNOWN,
            race_ethnicity_1997: UNKNOWN,
            race_in_combination: UNKNOWN.into(),
            ethnicity_nhs: NOT_KNOWN,
            ethnicity_nhs_group: nhs_group(NOT_KNOWN),
        }
    }
}

impl Reported {
    /// The value of one of its stratifiers.
    pub fn stratum(&self, stratifier: &str) -> &str {
        match stratifier {
            "race_ethnicity" => self.race_ethnicity,
            "race_ethnicity_1997" => self.race_ethnicity_1997,
            "race_in_combination" => &self.race_in_combination,
            "ethnicity_nhs" => self.ethnicity_nhs,
            "ethnicity_nhs_group" => self.ethnicity_nhs_group,
            other => unreachable!("`{other}` is no stratifier of the lake"),
        }
    }
}

pub(in super::super) fn reported(human: &Human) -> Reported {
    let codes = |f: fn(&Person) -> &Vec<Coding>| human.records.iter().flat_map(move |(_, p)| f(p));
    let said = || codes(|p| &p.race).chain(codes(|p| &p.ethnicity)).map(|c| c.code.as_str());
    let hispanic = said().any(|c| c == "2135-2");
    let mut races: Vec<&'static str> = said().filter_map(race).collect();
    races.sort_unstable();
    races.dedup();
    let missing = if said().any(|c| matches!(c, "ASKU" | "asked-declined")) { NOT_ANSWERED } else { UNKNOWN };
    let bridged = |races: &[&'static str]| match races {
        _ if hispanic => HISPANIC,
        [one] => one,
        [_, _, ..] => MULTIRACIAL,
        [] => missing,
    };
    let mut before: Vec<&'static str> =
        races.iter().map(|race| if *race == MIDDLE_EASTERN { WHITE } else { race }).collect();
    before.sort_unstable();
    before.dedup();
    let mut selected = races.clone();
    selected.extend(hispanic.then_some(HISPANIC));
    selected.sort_unstable();
    let ethnicity_nhs = nhs_category(human);
    Reported {
        race_ethnicity: bridged(&races),
        race_ethnicity_1997: bridged(&before),
        race_in_combination: match selected[..] {
            [] => missing.into(),
            [one] => one.into(),
            _ => selected.join(&SEPARATOR.to_string()).into(),
        },
        ethnicity_nhs,
        ethnicity_nhs_group: nhs_group(ethnicity_nhs),
    }
}

fn race(code: &str) -> Option<&'static str> {
    Some(match code {
        "1002-5" => "American Indian or Alaska Native",
        "2028-9" => "Asian",
        "2054-5" => "Black or African American",
        "2076-8" => "Native Hawaiian or Other Pacific Islander",
        "2106-3" => WHITE,
        "2118-8" => MIDDLE_EASTERN,
        "2131-1" => "Other race",
        _ => return None,
    })
}

/// The ethnic category of the newest record that has one: an answer goes before "not stated", and that before none. A
/// second character of a code is a place's own and says no more here.
fn nhs_category(human: &Human) -> &'static str {
    let of = |coding: &Coding| {
        let code = coding.code.trim();
        let nhs = NHS_SYSTEMS.contains(&coding.system.as_str());
        let is = |category: &&str| match category.split_once(':') {
            Some(("99", _)) => code == "99",
            Some((letter, _)) => code.starts_with(letter),
            None => false,
        };
        ETHNICITY_NHS.into_iter().find(is).filter(|_| nhs)
    };
    let said = human.records.iter().flat_map(|(stated, person)| {
        let categories = person.ethnicity.iter().filter_map(of);
        categories.map(|category| {
            let answers = match nhs_group(category) {
                "Not known" => 0,
                "Not stated" => 1,
                _ => 2,
            };
            ((answers, !is_retired(person), stated.record), category)
        })
    });
    said.max_by_key(|(key, _)| *key).map_or(NOT_KNOWN, |(_, category)| category)
}
