//! What is true of a synthetic network: the rates that were planted, and the counts that came of them.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use kith_domain::measure::Period;
use serde::{Deserialize, Serialize};

/// The whole truth, as `truth.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The seed.
    pub seed: u64,
    /// Births planned: of live and of stillborn infants, those included whose record never arrived.
    pub births: u64,
    /// The day on which the records end.
    pub today: Date,
    /// First day on which anyone was born.
    pub first_birth: Date,
    /// Last day on which anyone was born.
    pub last_birth: Date,
    /// How many of whom.
    pub people: People,
    /// Resources written, by type.
    pub resources: BTreeMap<String, u64>,
    /// Each measure.
    pub measures: Vec<MeasureTruth>,
    /// What changed at one clinic.
    pub intervention: Intervention,
}

/// How many people, pregnancies and births there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Families, each with one mother and one pregnancy.
    pub mothers: u64,
    /// Pregnancies that came to a delivery.
    pub deliveries: u64,
    /// Deliveries of twins.
    pub twin_deliveries: u64,
    /// Deliveries before 37 completed weeks.
    pub preterm_deliveries: u64,
    /// Deliveries known only from a claim, which does not say whether the child lived.
    pub claim_only_deliveries: u64,
    /// Infants with a record.
    pub infants: u64,
    /// Infants whose record does not lead to a mother.
    pub unlinked_infants: u64,
    /// Infants in intensive care after birth.
    pub intensive_care_infants: u64,
    /// Infants who died.
    pub infant_deaths: u64,
    /// Stillborn; they have no record of their own.
    pub stillbirths: u64,
    /// Mothers who died.
    pub maternal_deaths: u64,
    /// Pregnancies lost before 20 weeks.
    pub miscarriages: u64,
    /// Pregnancies that still run.
    pub running_pregnancies: u64,
}

/// The truth about one measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasureTruth {
    /// Its id.
    pub measure: String,
    /// What was planted.
    pub planted: Planted,
    /// What came of it, by period.
    pub periods: Vec<PeriodTruth>,
}

/// The parts that add up to someone's probability. The trend and the intervention come on top.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Planted {
    /// Probability by stratum of race and ethnicity, at an average clinic with an average payer.
    pub race_ethnicity: BTreeMap<String, f64>,
    /// What each clinic adds.
    pub organization: BTreeMap<String, f64>,
    /// What each payer adds.
    pub payer: BTreeMap<String, f64>,
}

/// Subjects of one measure that count in one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodTruth {
    /// The period, `START/END`, END excluded.
    #[serde(with = "period_text")]
    pub period: Period,
    /// All of them.
    pub whole: Cell,
    /// By stratum, those without anybody left out.
    pub strata: Vec<StratumCell>,
    /// By organisation.
    pub organizations: Vec<OrganizationCell>,
    /// Black infants or mothers against White ones.
    pub gap: Gap,
}

/// Counts, and the rate that was to be expected of those in the denominator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// In the rate.
    pub denominator: i64,
    /// In the rate and met.
    pub numerator: i64,
    /// Taken out.
    pub excluded: i64,
    /// Still open.
    pub pending: i64,
    /// Not to be known.
    pub unknown: i64,
    /// The mean of the planted probabilities of those in the denominator.
    pub planted: Option<f64>,
    /// Numerator over denominator.
    pub realised: Option<f64>,
}

/// Counts of one stratum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StratumCell {
    /// `race_ethnicity`, `payer`, `language`, `age_band` or `geography`.
    pub stratifier: String,
    /// The stratum's label.
    pub stratum: String,
    /// The counts.
    #[serde(flatten)]
    pub cell: Cell,
}

/// Counts of one organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganizationCell {
    /// Its reference.
    pub organization: String,
    /// The counts.
    #[serde(flatten)]
    pub cell: Cell,
}

/// The rate of one stratum less that of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// The stratifier.
    pub stratifier: String,
    /// The stratum compared.
    pub stratum: String,
    /// The stratum it is compared with.
    pub reference: String,
    /// The difference of the planted rates.
    pub planted: Option<f64>,
    /// The difference of the realised rates.
    pub realised: Option<f64>,
}

/// A change in how one clinic works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intervention {
    /// The measure that it moves most.
    pub measure: String,
    /// The clinic.
    pub organization: String,
    /// From this day on, by the day on which subjects count.
    pub from: Date,
    /// Its subjects that count before.
    pub before: Cell,
    /// Its subjects that count from then on.
    pub after: Cell,
}

mod period_text {
    use kith_domain::measure::Period;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(period: &Period, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(period)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Period, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

impl Truth {
    /// The text of `truth.json`.
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("plain maps, lists and numbers always serialize");
        text.push('\n');
        text
    }

    /// The truth about a measure in a period, if it was kept.
    pub fn period(&self, measure: &str, period: Period) -> Option<&PeriodTruth> {
        self.measures.iter().find(|m| m.measure == measure)?.periods.iter().find(|p| p.period == period)
    }
}

/// The periods of a plan: the whole calendar year before `today`, the twelve months that end with the month before
/// `today`'s (in January these are one), the six months from there, whose windows are still open, and the two years
/// before those twelve months, latest first.
pub fn periods(today: Date) -> Vec<Period> {
    let year = jiff::civil::date(today.year() - 1, 1, 1);
    let month = today.first_of_month();
    let mut periods = vec![
        Period { start: year, end: year + 1.year() },
        Period { start: month - 1.year(), end: month },
        Period { start: month, end: month + 6.months() },
        Period { start: month - 2.years(), end: month - 1.year() },
        Period { start: month - 3.years(), end: month - 2.years() },
    ];
    periods.dedup();
    periods
}
