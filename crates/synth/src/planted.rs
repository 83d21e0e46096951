//! What is planted: who the people are, and how likely each of them is to get the care that a measure counts.
//!
//! Probabilities are whole parts of [`WHOLE`], so that their sum over a million people is exact.

use crate::calendar::Day;
use crate::chance::WHOLE;

/// The measures, in the order of every table here.
pub(crate) const MEASURES: [&str; PLANTED] = [
    "wcv_3by120",
    "wcv_2by120",
    "ppc_prenatal",
    "ppc_postpartum",
    "prs_tdap",
    "prs_flu",
    "gdm_screen",
    "bp10",
    "pph1000",
    "ptb",
];
/// How many measures have a planted rate.
pub(crate) const PLANTED: usize = 10;
/// How many of them are of what is recorded beside visits: [`TDAP`] to [`BLEEDING`].
pub(crate) const CARED: usize = 5;
/// `wcv_3by120`.
pub(crate) const THREE: usize = 0;
/// `wcv_2by120`.
pub(crate) const TWO: usize = 1;
/// `ppc_prenatal`.
pub(crate) const PRENATAL: usize = 2;
/// `ppc_postpartum`.
pub(crate) const POSTPARTUM: usize = 3;
/// `prs_tdap`.
pub(crate) const TDAP: usize = 4;
/// `prs_flu`.
pub(crate) const FLU: usize = 5;
/// `gdm_screen`.
pub(crate) const GLUCOSE: usize = 6;
/// `bp10`.
pub(crate) const PRESSURE: usize = 7;
/// `pph1000`.
pub(crate) const BLEEDING: usize = 8;
/// `ptb`.
pub(crate) const PRETERM: usize = 9;

/// Strata of race and ethnicity.
pub(crate) const RACES: [&str; 11] = [
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Native Hawaiian or Other Pacific Islander",
    "White",
    "Other race",
    "Middle Eastern or North African",
    "Hispanic or Latino",
    "Multiracial",
    "Asked, not answered",
    "Unknown",
];
const INDIGENOUS: usize = 0;
const ASIAN: usize = 1;
/// Place of Black or African American.
pub(crate) const BLACK: usize = 2;
const PACIFIC: usize = 3;
/// Place of White.
pub(crate) const WHITE: usize = 4;
const OTHER: usize = 5;
const MENA: usize = 6;
const HISPANIC: usize = 7;
const MULTIRACIAL: usize = 8;
const ASKED: usize = 9;
const UNKNOWN: usize = 10;

/// What someone reported of race and ethnicity, and the stratum that follows from it.
pub(crate) struct Reported {
    pub weight: u32,
    /// Race categories; none when the record does not say.
    pub race: &'static [&'static str],
    /// Ethnicity category.
    pub ethnicity: Option<&'static str>,
    /// Place in [`RACES`].
    pub stratum: usize,
}

const fn reports(
    weight: u32,
    race: &'static [&'static str],
    ethnicity: Option<&'static str>,
    stratum: usize,
) -> Reported {
    Reported { weight, race, ethnicity, stratum }
}

const NOT_HISPANIC: Option<&str> = Some("2186-5");
const IS_HISPANIC: Option<&str> = Some("2135-2");

/// Every way in which race and ethnicity are reported.
pub(crate) const REPORTED: [Reported; 23] = [
    reports(3300, &["2106-3"], NOT_HISPANIC, WHITE),
    reports(250, &["2106-3"], None, WHITE),
    reports(150, &["2106-3"], Some("UNK"), WHITE),
    reports(2500, &["2054-5"], NOT_HISPANIC, BLACK),
    reports(150, &["2054-5"], None, BLACK),
    reports(800, &["2106-3"], IS_HISPANIC, HISPANIC),
    reports(450, &["2131-1"], IS_HISPANIC, HISPANIC),
    reports(250, &[], IS_HISPANIC, HISPANIC),
    reports(150, &["2054-5"], IS_HISPANIC, HISPANIC),
    reports(50, &["2054-5", "2106-3"], IS_HISPANIC, HISPANIC),
    reports(550, &["2028-9"], NOT_HISPANIC, ASIAN),
    reports(150, &["1002-5"], NOT_HISPANIC, INDIGENOUS),
    reports(100, &["2076-8"], NOT_HISPANIC, PACIFIC),
    reports(150, &["2054-5", "2106-3"], NOT_HISPANIC, MULTIRACIAL),
    reports(80, &["2028-9", "2106-3"], NOT_HISPANIC, MULTIRACIAL),
    reports(50, &["1002-5", "2106-3"], NOT_HISPANIC, MULTIRACIAL),
    reports(40, &["1002-5", "2054-5"], NOT_HISPANIC, MULTIRACIAL),
    reports(150, &["2131-1"], NOT_HISPANIC, OTHER),
    reports(130, &["2118-8"], NOT_HISPANIC, MENA),
    reports(150, &["ASKU"], Some("ASKU"), ASKED),
    reports(60, &["ASKU"], None, ASKED),
    reports(150, &["UNK"], Some("UNK"), UNKNOWN),
    reports(180, &[], None, UNKNOWN),
];

/// Payers, as strata.
pub(crate) const PAYERS: [&str; 6] = ["Medicaid", "Private", "Self-pay", "Other public", "Other", "Unknown"];
/// Place of Medicaid.
pub(crate) const MEDICAID: usize = 0;
/// Place of private cover.
pub(crate) const PRIVATE: usize = 1;
/// Place of those who pay themselves.
pub(crate) const SELF_PAY: usize = 2;
/// Place of those of whose cover nothing is known.
pub(crate) const NO_COVER: usize = 5;

/// Weights of the payers for a stratum of race and ethnicity.
pub(crate) fn payer_weights(race: usize) -> [u32; 6] {
    match race {
        BLACK | HISPANIC | INDIGENOUS => [57, 34, 4, 3, 0, 2],
        WHITE | ASIAN => [33, 60, 2, 3, 0, 2],
        _ => [45, 46, 4, 3, 0, 2],
    }
}

/// Languages, as strata.
pub(crate) const LANGUAGES: [&str; 11] =
    ["en", "es", "ht", "ar", "zh", "vi", "hi", "fr", "so", "am", "Unknown"];

/// Weights of the languages for a stratum of race and ethnicity.
pub(crate) fn language_weights(race: usize) -> [u32; 11] {
    match race {
        HISPANIC => [52, 44, 0, 0, 0, 0, 0, 0, 0, 0, 4],
        BLACK => [82, 0, 6, 0, 0, 0, 0, 3, 3, 3, 3],
        ASIAN => [55, 0, 0, 0, 18, 11, 13, 0, 0, 0, 3],
        MENA => [55, 0, 0, 41, 0, 0, 0, 0, 0, 0, 4],
        _ => [93, 2, 0, 1, 0, 0, 0, 1, 0, 0, 3],
    }
}

/// Ages of the mother at delivery, as strata.
pub(crate) const AGES: [&str; 4] = ["Under 20", "20-34", "35 and over", "Unknown"];
/// Place of an age that is not known.
pub(crate) const AGE_UNKNOWN: usize = 3;

/// Areas, by the first three digits of postal codes that were never assigned, as strata.
pub(crate) const AREAS: [&str; 6] = ["000", "001", "002", "003", "004", "Unknown"];
/// How many areas there are.
pub(crate) const PLACES: usize = 5;
/// Place of an area that is not known.
pub(crate) const AREA_UNKNOWN: usize = PLACES;

/// The most clinics that a network has.
pub const CLINICS: usize = 10;
/// Hospitals of the network.
pub(crate) const HOSPITALS: usize = 3;
/// The clinic that changes how it works: Clinic 03.
pub(crate) const CHANGING: usize = 2;

/// Weights of the clinics for a stratum of race and ethnicity.
pub(crate) fn clinic_weights(race: usize) -> [u32; CLINICS] {
    match race {
        BLACK => [8, 12, 15, 10, 9, 8, 12, 8, 10, 8],
        _ => [13, 10, 10, 11, 9, 11, 9, 9, 9, 9],
    }
}

/// By stratum, for each measure.
const BASE: [[i32; 11]; PLANTED] = [
    [5400, 7200, 5850, 5800, 7050, 6200, 6600, 6300, 6350, 6000, 5700],
    [7400, 8800, 7850, 7700, 8650, 8000, 8300, 8150, 8150, 7900, 7600],
    [6700, 8200, 7250, 6800, 8250, 7500, 7600, 7350, 7600, 7300, 7000],
    [6100, 7900, 6500, 6300, 7650, 6900, 7100, 6900, 6950, 6700, 6400],
    [5600, 7600, 5700, 5600, 7100, 6300, 6600, 6400, 6400, 6200, 5900],
    [4100, 6200, 3900, 4200, 5600, 4800, 5000, 4700, 4900, 4600, 4400],
    [7600, 9000, 7900, 7700, 8800, 8300, 8400, 8200, 8300, 8200, 7900],
    [4800, 6900, 5000, 4700, 7000, 5800, 6000, 5800, 5900, 5600, 5300],
    [900, 700, 1050, 850, 650, 800, 800, 850, 850, 750, 800],
    // Of single births; the first step of an early birth is the same for all, the second by group: see `EARLY`.
    [1270, 1000, 1405, 1000, 1000, 1000, 1000, 1090, 1000, 1000, 1000],
];
/// By clinic, for each measure.
const CLINIC: [[i32; CLINICS]; PLANTED] = [
    [400, -300, -500, 100, 0, 250, -150, 500, -400, 100],
    [200, -150, -300, 50, 0, 150, -100, 300, -250, 50],
    [300, 0, -200, -300, 100, 150, -250, 300, 0, -100],
    [350, -250, -300, 100, 0, 300, -400, 200, 100, -100],
    [200, -300, 0, 150, -100, 250, -200, 100, -150, 50],
    [100, -200, -100, 200, 0, 150, -250, 250, -100, -50],
    [150, 0, -250, -150, 100, 200, -100, 150, -200, 100],
    [300, -200, -350, 100, 0, 250, -300, 350, -150, 0],
    [0; CLINICS],
    [0; CLINICS],
];
/// By payer, for each measure.
const PAYER: [[i32; 6]; PLANTED] = [
    [-150, 150, -600, 0, 0, -400],
    [-100, 100, -400, 0, 0, -300],
    [-250, 250, -900, 0, 0, -500],
    [-500, -500, -1000, -300, 0, -500],
    [-200, 200, -500, 0, 0, -300],
    [-250, 250, -500, 0, 0, -300],
    [-150, 150, -700, 0, 0, -300],
    [-250, 250, -600, 0, 0, -300],
    [0; 6],
    [0; 6],
];
/// What each measure gains over [`TREND_DAYS`], everywhere.
const TREND: [i32; PLANTED] = [200, 150, 150, 0, 250, -150, 100, 300, 0, 0];
const TREND_DAYS: i32 = 730;
/// What Black infants and mothers were further behind when the first of them counted, and made up evenly in
/// [`MOVING_DAYS`]: a gap that narrows because those behind gain. Below zero where less is better.
const CATCHING_UP: [i32; PLANTED] = [2200, 1600, 0, 0, 700, 0, 0, 1600, -350, 0];
/// What those with private cover were ahead when the first of them counted, and lost evenly in [`MOVING_DAYS`]: a gap
/// that narrows because those ahead lose.
const SLIPPING: [i32; PLANTED] = [0, 0, 0, 2000, 0, 0, 0, 0, 0, 0];
/// From the day on which the first of a plan count, three years and a little.
const MOVING_DAYS: i32 = 1110;
/// What the changing clinic gains from the day of its change: for Black infants, and for all others.
const CHANGE: [(i32, i32); PLANTED] =
    [(1900, 800), (1100, 500), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)];

/// Births at term that come early, by stratum of the mother.
pub(crate) const EARLY: [u32; 11] = [300, 0, 450, 0, 0, 0, 0, 100, 0, 0, 0];
/// Of a thousand single births and of a thousand of twins, those before 37 weeks, before [`EARLY`].
const PRETERM_FIRST: [u32; 2] = [100, 560];
/// How far behind a stratum is in what is planted without being kept as a truth, in percent of the most.
pub(crate) const BEHIND: [u32; 11] = [90, 0, 100, 90, 0, 40, 30, 50, 40, 50, 60];
/// Pregnancies with diabetes that begins in them, by stratum of the mother.
pub(crate) const DIABETES: [u32; 11] = [1100, 1300, 800, 1100, 700, 800, 900, 1000, 800, 800, 800];

/// The probability that a birth is before 37 weeks, in parts of [`WHOLE`].
pub(crate) fn preterm(race: usize, twins: bool) -> u32 {
    let first = PRETERM_FIRST[usize::from(twins)];
    first * (WHOLE / 1000) + (1000 - first) * EARLY[race] / 1000
}

/// What decides how likely someone is to get care.
pub(crate) struct Who {
    pub race: usize,
    pub clinic: usize,
    pub payer: usize,
    /// The day on which the subject counts.
    pub counts_on: Day,
}

/// The times that matter to what is planted.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    /// The first birth of the plan.
    pub first_birth: Day,
    /// The first day on which an infant of the plan counts.
    pub first_count: Day,
    /// The day of the change at [`CHANGING`], by the day on which subjects count.
    pub change: Day,
}

/// The probability, in parts of [`WHOLE`].
pub(crate) fn probability(measure: usize, who: &Who, times: Times) -> u32 {
    let changed = who.clinic == CHANGING && who.counts_on >= times.change;
    let change = match (changed, who.race) {
        (false, _) => 0,
        (true, BLACK) => CHANGE[measure].0,
        (true, _) => CHANGE[measure].1,
    };
    let since = (who.counts_on - times.first_birth).clamp(0, 2 * TREND_DAYS);
    let left = MOVING_DAYS - (who.counts_on - times.first_count).clamp(0, MOVING_DAYS);
    let behind = if who.race == BLACK { CATCHING_UP[measure] * left / MOVING_DAYS } else { 0 };
    let ahead = if who.payer == PRIVATE { SLIPPING[measure] * left / MOVING_DAYS } else { 0 };
    let p = BASE[measure][who.race]
        + CLINIC[measure][who.clinic]
        + PAYER[measure][who.payer]
        + TREND[measure] * since / TREND_DAYS
        + change
        + ahead
        - behind;
    let p = p.clamp(100, 9600) as u32;
    // Three visits are two visits, so two can never be less likely.
    if measure == TWO { p.max(probability(THREE, who, times) + 200).min(WHOLE - 100) } else { p }
}

/// The parts of a probability, for the record: by stratum, by clinic and by payer.
pub(crate) fn parts(measure: usize) -> (&'static [i32; 11], &'static [i32; CLINICS], &'static [i32; 6]) {
    (&BASE[measure], &CLINIC[measure], &PAYER[measure])
}
