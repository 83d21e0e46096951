//! The strata that a subject falls in, each with its own word for "not known".
//!
//! An infant's are the mother's, without a known mother the infant's own; what the infant reports of race and ethnicity
//! is beside them, for measures that ask for it.

use jiff::civil::Date;
use kith_domain::date::PartialDate;
use kith_domain::deprivation::Deprivation;

use super::{Human, Span, World, coverage};

mod reported;

pub(super) use reported::reported;
pub use reported::{ETHNICITY_NHS, RACE_ETHNICITY, Reported};

/// The categories of `payer`, in the order in which one goes before another.
pub const PAYERS: [&str; 6] = ["Medicaid", "Private", "Other public", "Other", "Self-pay", "Unknown"];

/// The categories of `age_band`, of the mother at delivery.
pub const AGE_BANDS: [&str; 4] = ["Under 20", "20-34", "35 and over", "Unknown"];

const UNKNOWN: &str = "Unknown";

/// The categories of `parity`, of a delivery and of whoever was born at it.
pub const PARITY: [&str; 3] = ["First birth", "Second or later", UNKNOWN];

/// The strata of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strata {
    /// What the mother reported of race and ethnicity.
    pub reported: Reported,
    /// The mother's preferred language, by its primary subtag (`en`, `es`), or "Unknown".
    pub language: String,
    /// One of [`PAYERS`].
    pub payer: &'static str,
    /// One of [`AGE_BANDS`].
    pub age_band: &'static str,
    /// The first three digits of the postal code, or "Unknown".
    pub geography: String,
    /// One of [`PARITY`].
    pub parity: &'static str,
    /// The fifth of areas that she lives in, by how deprived they are, or "Unknown".
    pub deprivation: &'static str,
}

impl Default for Strata {
    fn default() -> Self {
        Self {
            reported: Reported::default(),
            language: UNKNOWN.into(),
            payer: UNKNOWN,
            age_band: UNKNOWN,
            geography: UNKNOWN.into(),
            parity: UNKNOWN,
            deprivation: UNKNOWN,
        }
    }
}

impl Strata {
    /// The value of a stratifier of the lake ([`crate::lake::STRATA`]).
    pub fn stratum(&self, stratifier: &str) -> &str {
        match stratifier {
            "language" => &self.language,
            "payer" => self.payer,
            "age_band" => self.age_band,
            "geography" => &self.geography,
            "parity" => self.parity,
            "deprivation" => self.deprivation,
            _ => self.reported.stratum(stratifier),
        }
    }
}

pub(super) fn of_infant(world: &World, infant: &Human, mother: Option<&Human>, born: Span) -> Strata {
    let family = mother.unwrap_or(infant);
    let day = born.latest;
    let payer = coverage::payer_on(infant, day)
        .or_else(|| coverage::payer_on(mother?, day))
        .or_else(|| coverage::payer_soon_after(infant, day, 120));
    Strata {
        reported: reported(family),
        language: language(family),
        payer: payer.unwrap_or(UNKNOWN),
        age_band: mother.map_or(UNKNOWN, |m| age_band(m, born)),
        geography: geography(family),
        // Known once the delivery is.
        parity: UNKNOWN,
        deprivation: deprivation(world.input.deprivation, family),
    }
}

pub(super) fn of_mother(world: &World, mother: &Human, delivered: Span) -> Strata {
    Strata {
        reported: reported(mother),
        language: language(mother),
        payer: coverage::payer_on(mother, delivered.latest).unwrap_or(UNKNOWN),
        age_band: age_band(mother, delivered),
        geography: geography(mother),
        parity: UNKNOWN,
        deprivation: deprivation(world.input.deprivation, mother),
    }
}

/// The stratum of a delivery of which it is known, or not, whether it was her first.
pub(super) fn parity(nulliparous: Option<bool>) -> &'static str {
    match nulliparous {
        Some(true) => "First birth",
        Some(false) => "Second or later",
        None => UNKNOWN,
    }
}

/// The first of her postal codes that the table knows an area of.
fn deprivation(table: Option<&Deprivation>, human: &Human) -> &'static str {
    let quintile = table.and_then(|table| human.postal_codes().find_map(|code| table.quintile(code)));
    quintile.map_or(UNKNOWN, |quintile| quintile.stratum())
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
