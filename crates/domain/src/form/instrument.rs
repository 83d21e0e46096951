//! Instruments: which items they have, what each answer is worth, and how the whole is read.
//!
//! What an answer is worth is looked up by instrument, item and code, never by place in a list and never by LOINC code
//! alone: one code can have two answer lists. Wording is not here; a form brings it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Category;

/// An instrument that can be scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Instrument {
    /// Edinburgh Postnatal Depression Scale. Answers are coded as printed, from the top: `printed-1` to `printed-4`.
    Epds,
    /// The first two items of PHQ-9.
    Phq2,
    /// Patient Health Questionnaire.
    Phq9,
    /// Generalised anxiety.
    Gad7,
    /// Hunger Vital Sign.
    Hvs,
    /// Health-related social needs, core.
    AhcCore,
    /// Health-related social needs, supplemental.
    AhcSupplemental,
    /// Hurt, insult, threaten, scream.
    Hits,
    /// Social risks of health-centre patients.
    Prapare,
    /// Parents, partner, past, pregnancy.
    FourPs,
    /// Tobacco, alcohol, medicines and other drugs in 12 months.
    Taps1,
    /// The same in 3 months, substance by substance: items `tobacco.1`, `tobacco.2` …, the first of which is use.
    Taps2,
    /// Barkin Index of Maternal Functioning. Answers are whole numbers from 0 to 6.
    Bimf,
    /// Urgent warning signs; the answer chooses signs.
    WarningSigns,
}

named! {
    Instrument {
        Epds = "EPDS", Phq2 = "PHQ-2", Phq9 = "PHQ-9", Gad7 = "GAD-7", Hvs = "HVS", AhcCore = "AHC-HRSN core",
        AhcSupplemental = "AHC-HRSN supplemental", Hits = "HITS", Prapare = "PRAPARE", FourPs = "4P's",
        Taps1 = "TAPS-1", Taps2 = "TAPS-2", Bimf = "BIMF", WarningSigns = "warning_signs",
    }
}

impl Instrument {
    /// What it asks about. Some ask one thing or another besides: an item of a form says of itself what it is about.
    pub fn category(self) -> Category {
        match self {
            Self::Epds | Self::Phq2 | Self::Phq9 | Self::Gad7 | Self::Bimf => Category::MentalHealth,
            Self::Hvs | Self::AhcCore | Self::AhcSupplemental | Self::Prapare => Category::SocialNeeds,
            Self::Hits => Category::PartnerViolence,
            Self::FourPs | Self::Taps1 | Self::Taps2 => Category::Substance,
            Self::WarningSigns => Category::General,
        }
    }
}

/// What an answer says besides its score.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flag {
    /// Nothing.
    #[default]
    None,
    /// A need, a risk.
    Positive,
    /// It is not known, or not told.
    Unknown,
    /// Danger: somebody has to act now, whatever the total.
    Safety,
    /// A warning sign, and where it leads: `911`, `provider_now`, `crisis`.
    Route(&'static str),
}

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// Points; none for answers that are not counted.
    pub score: Option<i32>,
    /// What it says besides.
    pub flag: Flag,
}

/// How an instrument is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Rule {
    /// Points of so many items are added.
    Total {
        /// Items, from 1.
        items: u8,
        /// The least that an item can give.
        least: i32,
        /// Positive from here; some have no such number.
        positive_at: Option<i32>,
        /// What a total means, from which number on.
        bands: &'static [(i32, &'static str)],
    },
    /// Positive where any of so many items is.
    Any(u8),
    /// Several domains, each on its own; no total.
    Domains(&'static [Domain]),
    /// Substances, each on its own.
    Substances,
    /// Nothing is counted.
    Signs,
}

/// Some items of an instrument that are read together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Domain {
    pub name: &'static str,
    pub items: &'static [&'static str],
    /// The points are added, and this many are positive; otherwise any positive answer is.
    pub sum_positive_at: Option<i32>,
}

const fn domain(name: &'static str, items: &'static [&'static str]) -> Domain {
    Domain { name, items, sum_positive_at: None }
}

const AHC_CORE: &[Domain] = &[
    domain("housing", &["1", "2"]),
    domain("food", &["3", "4"]),
    domain("transport", &["5"]),
    domain("utilities", &["6"]),
    Domain { name: "safety", items: &["7", "8", "9", "10"], sum_positive_at: Some(11) },
];

const AHC_SUPPLEMENTAL: &[Domain] = &[
    domain("money", &["11"]),
    domain("work", &["12"]),
    domain("daily_help", &["13"]),
    domain("loneliness", &["14"]),
    domain("language", &["15"]),
    domain("education", &["16"]),
    domain("alcohol", &["17"]),
    domain("tobacco", &["18"]),
    domain("prescription_drugs", &["19"]),
    domain("drugs", &["20"]),
];

const PRAPARE: &[Domain] = &[
    domain("farm_work", &["3"]),
    domain("housing", &["7", "8"]),
    domain("education", &["10"]),
    domain("work", &["11"]),
    domain("insurance", &["12"]),
    domain("necessities", &["14"]),
    domain("transport", &["15"]),
    domain("social_contact", &["16"]),
    domain("stress", &["17"]),
    domain("incarceration", &["18"]),
    domain("refugee", &["19"]),
    domain("safe_place", &["20"]),
    domain("partner", &["21"]),
];

const PHQ_9: &[(i32, &str)] =
    &[(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately_severe"), (20, "severe")];
const GAD_7: &[(i32, &str)] = &[(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")];
const EPDS: &[(i32, &str)] = &[(0, "below"), (10, "possible"), (13, "probable")];

impl Instrument {
    pub(super) fn rule(self) -> Rule {
        let total = |items, least, positive_at, bands| Rule::Total { items, least, positive_at, bands };
        match self {
            Self::Epds => total(10, 0, Some(10), EPDS),
            Self::Phq2 => total(2, 0, Some(3), &[]),
            Self::Phq9 => total(9, 0, Some(10), PHQ_9),
            Self::Gad7 => total(7, 0, Some(10), GAD_7),
            Self::Hits => total(4, 1, Some(11), &[]),
            Self::Bimf => total(20, 0, None, &[]),
            Self::Hvs => Rule::Any(2),
            Self::FourPs | Self::Taps1 => Rule::Any(4),
            Self::AhcCore => Rule::Domains(AHC_CORE),
            Self::AhcSupplemental => Rule::Domains(AHC_SUPPLEMENTAL),
            Self::Prapare => Rule::Domains(PRAPARE),
            Self::Taps2 => Rule::Substances,
            Self::WarningSigns => Rule::Signs,
        }
    }

    /// The domains that are read each on its own; none for an instrument with one total.
    pub fn domains(self) -> Vec<&'static str> {
        match self.rule() {
            Rule::Domains(domains) => domains.iter().map(|d| d.name).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether there is an item of this name.
    pub fn has_item(self, item: &str) -> bool {
        match self {
            Self::Bimf => item.parse::<u8>().is_ok_and(|n| (1..=20).contains(&n)),
            Self::Taps2 => {
                item.split_once('.').is_some_and(|(name, n)| !name.is_empty() && n.parse::<u8>().is_ok())
            }
            // Numbers and words of PRAPARE have no list of answers.
            Self::Prapare => item.parse::<u8>().is_ok_and(|n| (1..=21).contains(&n)),
            _ => TABLE.keys().any(|(instrument, i, _)| *instrument == self && *i == item),
        }
    }

    /// What an answer to an item is worth; none for an answer that the instrument does not have.
    pub fn meaning(self, item: &str, answer: &str) -> Option<Meaning> {
        match self {
            Self::Bimf => {
                let points: i32 = answer.parse().ok().filter(|n| (0..=6).contains(n))?;
                // Two items are worded the other way round.
                let reversed = matches!(item, "16" | "18");
                let score = Some(if reversed { 6 - points } else { points });
                self.has_item(item).then_some(Meaning { score, flag: Flag::None })
            }
            Self::Taps2 => {
                let (score, flag) = match answer {
                    "yes" => (1, Flag::Positive),
                    "no" => (0, Flag::None),
                    _ => return None,
                };
                self.has_item(item).then_some(Meaning { score: Some(score), flag })
            }
            _ => TABLE.get(&(self, item, answer)).copied(),
        }
    }

    /// The LOINC code of an item, where it has one.
    pub fn loinc(self, item: &str) -> Option<&'static str> {
        CODES.get(&(self, item)).copied()
    }

    /// The answers that an item has, where they are a list.
    pub fn answers(self, item: &str) -> Vec<&'static str> {
        TABLE.keys().filter(|(i, n, _)| *i == self && *n == item).map(|(_, _, code)| *code).collect()
    }
}

type Key<'k> = (Instrument, &'k str, &'k str);

/// The lines of the table: instrument, item, LOINC, answer, meaning.
fn rows() -> impl Iterator<Item = (Instrument, &'static str, &'static str, &'static str, Meaning)> {
    include_str!("items.csv").lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [instrument, item, loinc, answer, score, flag] = cells[..] else {
            panic!("`{line}` of the built-in table has not six cells")
        };
        let instrument = Instrument::named(instrument).expect("the built-in table names known instruments");
        let flag = match flag {
            "" => Flag::None,
            "POS" => Flag::Positive,
            "UNK" => Flag::Unknown,
            "SAFETY" => Flag::Safety,
            route => Flag::Route(route),
        };
        (instrument, item, loinc, answer, Meaning { score: score.parse().ok(), flag })
    })
}

static TABLE: LazyLock<BTreeMap<Key<'static>, Meaning>> = LazyLock::new(|| {
    rows().map(|(instrument, item, _, answer, meaning)| ((instrument, item, answer), meaning)).collect()
});

static CODES: LazyLock<BTreeMap<(Instrument, &'static str), &'static str>> = LazyLock::new(|| {
    rows()
        .filter(|(_, _, loinc, ..)| !loinc.is_empty())
        .map(|(instrument, item, loinc, ..)| ((instrument, item), loinc))
        .collect()
});
