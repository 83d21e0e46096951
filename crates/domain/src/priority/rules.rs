//! The rules, read from the file of a programme.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use super::Tier;
use crate::reach::{DayPart, Protocol};
use crate::words::Words;
use crate::worktime::{Calendar, Within};

/// One thing that matters for who comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Its name: what forms say is present, absent or unknown.
    pub id: String,
    /// In words.
    pub words: Words,
    /// Its points.
    pub weight: i32,
    /// The tier that it makes.
    pub tier: Option<Tier>,
    /// It is named in no list and on no paper: somebody at home may look on.
    pub private: bool,
}

/// How soon the next thing is due once somebody began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    /// After somebody spoke with her: to refer, or to close.
    pub reached: Within,
    /// After an attempt that did not reach her, when there is none to propose: to close.
    pub given_up: Within,
}

/// The rules of a front door.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Two due dates this many days apart, or fewer, are one pregnancy's.
    pub merge_window_days: i32,
    /// Factors, in the order of the file.
    pub factors: Vec<Factor>,
    /// When somebody is there.
    pub calendar: Calendar,
    /// How often and how she is tried.
    pub protocol: Protocol,
    /// How soon what comes after the first contact is due.
    pub next: Next,
    tiers: [Within; 3],
}

/// What is wrong with the file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Rules {
    /// Reads the rules; everything that is wrong with them at once. `zone` says what time it is at the office.
    pub fn read(text: &str, zone: &TimeZone) -> Result<Self, Vec<Problem>> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            vec![Problem { line: line_of(text, at), message: error.message().to_owned() }]
        })?;
        let mut problems = Vec::new();
        let mut say =
            |at: usize, message: String| problems.push(Problem { line: line_of(text, at), message });

        let mut seen = BTreeSet::new();
        let mut factors = Vec::new();
        for written in file.factor {
            let at = written.span().start;
            let factor = written.into_inner();
            if let Some(word) = tells_who_she_is(&factor) {
                say(
                    at,
                    format!(
                        "`{}` tells who somebody is (`{word}`), and that may not decide how soon \
                     she is contacted: take it out",
                        factor.id
                    ),
                );
            }
            if factor.id.is_empty() || factor.words().iter().any(|w| w.trim().is_empty()) {
                say(at, format!("`{}` needs an id and its words in both languages", factor.id));
            }
            if !seen.insert(factor.id.clone()) {
                say(at, format!("`{}` is there twice: leave one", factor.id));
            }
            factors.push(Factor {
                words: Words { en: factor.en, es: factor.es },
                id: factor.id,
                weight: factor.weight,
                private: factor.private,
                tier: factor.tier,
            });
        }

        let tiers = [&file.tiers.first, &file.tiers.second, &file.tiers.third];
        // By a calendar of minutes of a day of 8 hours, only to hold one against another.
        let minutes = tiers.map(|tier| match *tier.get_ref() {
            Within::Minutes(n) => u64::from(n),
            Within::Hours(n) => u64::from(n) * 60,
            Within::Days(n) => u64::from(n) * 480,
        });
        for (place, tier) in tiers.iter().enumerate().skip(1) {
            if minutes[place] < minutes[place - 1] {
                say(
                    tier.span().start,
                    "a less urgent tier may not be due sooner than a more urgent one".into(),
                );
            }
        }
        if !(0..=140).contains(file.merge_window_days.get_ref()) {
            let at = file.merge_window_days.span().start;
            say(at, "the window for one pregnancy has 0 to 140 days".into());
        }

        let office_at = file.office.span().start;
        let office = file.office.into_inner();
        let mut days = Vec::new();
        for day in &office.days {
            match weekday(day) {
                Some(day) => days.push(day),
                None => say(office_at, format!("there is no day `{day}`: monday, tuesday …")),
            }
        }
        let calendar = Calendar::new(zone.clone(), days, office.opens, office.closes, office.holidays);
        let calendar = calendar.map_err(|error| say(office_at, error.to_string())).ok();

        let contact_at = file.contact.span().start;
        let contact = file.contact.into_inner();
        for (name, part) in &contact.day_parts {
            if part.from >= part.until {
                say(contact_at, format!("the part of the day `{name}` begins before it ends"));
            }
        }
        let fits = contact.attempts >= 1
            && contact.modes <= contact.attempts.min(4)
            && contact.parts <= contact.attempts
            && contact.parts as usize <= contact.day_parts.len()
            && !contact.day_parts.is_empty();
        if !fits {
            say(
                contact_at,
                "more ways or parts of the day are asked for than there are attempts or parts".into(),
            );
        }
        let mut parts: Vec<DayPart> = contact.day_parts.into_values().collect();
        parts.sort_by_key(|p| (p.from, p.until));

        match calendar {
            Some(calendar) if problems.is_empty() => Ok(Self {
                merge_window_days: file.merge_window_days.into_inner(),
                factors,
                calendar,
                protocol: Protocol {
                    attempts: contact.attempts,
                    modes: contact.modes,
                    parts_needed: contact.parts,
                    parts,
                    wait: Within::Days(contact.business_days),
                },
                next: file.next,
                tiers: [file.tiers.first, file.tiers.second, file.tiers.third].map(Spanned::into_inner),
            }),
            _ => Err(problems),
        }
    }

    /// How soon somebody of a tier has to be contacted.
    pub fn within(&self, tier: Tier) -> Within {
        self.tiers[tier as usize]
    }

    /// A factor by its name.
    pub fn factor(&self, id: &str) -> Option<&Factor> {
        self.factors.iter().find(|f| f.id == id)
    }

    /// Whether a factor is named only to who opens the case. One that the rules do not know any more is.
    pub fn is_private(&self, id: &str) -> bool {
        self.factor(id).is_none_or(|factor| factor.private)
    }
}

/// Words that tell who somebody is, in names of factors and in what is shown of them.
const WHO: [&str; 26] = [
    "race",
    "races",
    "racial",
    "raza",
    "ethnicity",
    "ethnic",
    "etnia",
    "etnicidad",
    "hispanic",
    "hispana",
    "latina",
    "latino",
    "black",
    "negra",
    "white",
    "blanca",
    "asian",
    "language",
    "languages",
    "idioma",
    "lengua",
    "nationality",
    "nacionalidad",
    "immigration",
    "religion",
    "religión",
];

fn tells_who_she_is(factor: &FactorFile) -> Option<String> {
    let texts = [&factor.id, &factor.en, &factor.es].map(|text| text.to_lowercase());
    let mut words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    words.find(|word| WHO.contains(word)).map(str::to_owned)
}

/// The line of a place in a text, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    merge_window_days: Spanned<i32>,
    tiers: Tiers,
    office: Spanned<Office>,
    contact: Spanned<Contact>,
    next: Next,
    factor: Vec<Spanned<FactorFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tiers {
    first: Spanned<Within>,
    second: Spanned<Within>,
    third: Spanned<Within>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    days: Vec<String>,
    opens: Time,
    closes: Time,
    holidays: Vec<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    attempts: u32,
    modes: u32,
    parts: u32,
    business_days: u16,
    day_parts: BTreeMap<String, DayPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorFile {
    id: String,
    en: String,
    es: String,
    #[serde(default)]
    weight: i32,
    #[serde(default)]
    private: bool,
    tier: Option<Tier>,
}

impl FactorFile {
    fn words(&self) -> [&str; 2] {
        [&self.en, &self.es]
    }
}
