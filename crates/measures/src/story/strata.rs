//! The strata that a subject falls in, each with its own word for "not known".
//!
//! Race and ethnicity are as reported, bridged to one category for reports: Hispanic or Latino whatever the race,
//! one race as itself, several as "Multiracial". It hides Afro-Latina and multiracial people, and a page that shows
//! it says so. An infant's is the mother's; without a known mother, the infant's own.

use jiff::civil::Date;
use kith_domain::date::PartialDate;
use kith_domain::fact::Person;

use super::{Human, Span, World, coverage};

/// The categories of `race_ethnicity`.
pub const RACE_ETHNICITY: [&str; 11] = [
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Hispanic or Latino",
    "Middle Eastern or North African",
    "Multiracial",
    "Native Hawaiian or Other Pacific Islander",
    "Other race",
    "White",
    "Asked, not answered",
    "Unknown",
];

/// The categories of `payer`, in the order in which one goes before another.
pub const PAYERS: [&str; 6] = ["Medicaid", "Private", "Other public", "Other", "Self-pay", "Unknown"];

/// The categories of `age_band`, of the mother at delivery.
pub const AGE_BANDS: [&str; 4] = ["Under 20", "20-34", "35 and over", "Unknown"];

const UNKNOWN: &str = "Unknown";

/// The strata of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strata {
    /// One of [`RACE_ETHNICITY`].
    pub race_ethnicity: &'static str,
    /// The mother's preferred language, by its primary subtag (`en`, `es`), or "Unknown".
    pub language: String,
    /// One of [`PAYERS`].
    pub payer: &'static str,
    /// One of [`AGE_BANDS`].
    pub age_band: &'static str,
    /// The first three digits of the postal code, or "Unknown".
    pub geography: String,
}

impl Default for Strata {
    fn default() -> Self {
        Self {
            race_ethnicity: UNKNOWN,
            language: UNKNOWN.into(),
            payer: UNKNOWN,
            age_band: UNKNOWN,
            geography: UNKNOWN.into(),
        }
    }
}

pub(super) fn of_infant(_world: &World, infant: &Human, mother: Option<&Human>, born: Span) -> Strata {
    let family = mother.unwrap_or(infant);
    let day = born.latest;
    let payer = coverage::payer_on(infant, day)
        .or_else(|| coverage::payer_on(mother?, day))
        .or_else(|| coverage::payer_soon_after(infant, day, 120));
    Strata {
        race_ethnicity: race_ethnicity(family),
        language: language(family),
        payer: payer.unwrap_or(UNKNOWN),
        age_band: mother.map_or(UNKNOWN, |m| age_band(m, born)),
        geography: geography(family),
    }
}

pub(super) fn of_mother(mother: &Human, delivered: Span) -> Strata {
    Strata {
        race_ethnicity: race_ethnicity(mother),
        language: language(mother),
        payer: coverage::payer_on(mother, delivered.latest).unwrap_or(UNKNOWN),
        age_band: age_band(mother, delivered),
        geography: geography(mother),
    }
}

fn race_ethnicity(human: &Human) -> &'static str {
    let codes = |f: fn(&Person) -> &Vec<kith_domain::fact::Coding>| {
        human.records.iter().flat_map(move |(_, p)| f(p)).map(|c| c.code.as_str())
    };
    let reported = || codes(|p| &p.race).chain(codes(|p| &p.ethnicity));
    if reported().any(|c| c == "2135-2") {
        return "Hispanic or Latino";
    }
    let mut races: Vec<&'static str> = reported().filter_map(race).collect();
    races.sort();
    races.dedup();
    match races[..] {
        [one] => one,
        [_, _, ..] => "Multiracial",
        [] if reported().any(|c| matches!(c, "ASKU" | "asked-declined")) => "Asked, not answered",
        [] => UNKNOWN,
    }
}

fn race(code: &str) -> Option<&'static str> {
    Some(match code {
        "1002-5" => "American Indian or Alaska Native",
        "2028-9" => "Asian",
        "2054-5" => "Black or African American",
        "2076-8" => "Native Hawaiian or Other Pacific Islander",
        "2106-3" => "White",
        "2118-8" => "Middle Eastern or North African",
        "2131-1" => "Other race",
        _ => return None,
    })
}

fn language(human: &Human) -> String {
    let primary = human.language().and_then(|code| code.split(['-', '_']).next()).map(str::to_lowercase);
    primary.filter(|p| (2..=3).contains(&p.len())).unwrap_or_else(|| UNKNOWN.into())
}

fn geography(human: &Human) -> String {
    let first = |code: &str| {
        code.trim().get(..3).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
    };
    human.postal_codes().find_map(first).unwrap_or_else(|| UNKNOWN.into())
}

/// The band of the completed years at a delivery; half-known dates count where all that they may be agree.
fn age_band(mother: &Human, delivered: Span) -> &'static str {
    let Some((youngest, oldest)) = age_at(mother, delivered) else { return UNKNOWN };
    let (youngest, oldest) = (band(youngest), band(oldest));
    if oldest == youngest { oldest } else { UNKNOWN }
}

/// Completed years at a time: at least and at most so many, as half-known dates have it.
pub(super) fn age_at(human: &Human, when: Span) -> Option<(i16, i16)> {
    let born = human.born()?;
    Some((years(born.latest(), when.earliest), years(born.earliest(), when.latest)))
}

fn band(years: i16) -> &'static str {
    match years {
        8..20 => "Under 20",
        20..35 => "20-34",
        35..100 => "35 and over",
        _ => UNKNOWN,
    }
}

/// Completed years; a birthday on 29 February falls on 28 February in a common year.
pub(super) fn years(born: Date, on: Date) -> i16 {
    let years = on.year() - born.year();
    let birthday = PartialDate::Month(on.year(), born.month()).latest().min(
        Date::new(on.year(), born.month(), born.day())
            .unwrap_or_else(|_| PartialDate::Month(on.year(), born.month()).latest()),
    );
    if on < birthday { years - 1 } else { years }
}
