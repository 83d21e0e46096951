//! Cover: since when it has been unbroken, and of what kind it is.

use jiff::civil::Date;
use kith_domain::date::When;
use kith_domain::fact::Coverage;

use super::{Human, shift};

/// Whether the record still says that someone is covered.
pub(super) fn stands(coverage: &Coverage) -> bool {
    match coverage.status.as_str() {
        "draft" | "entered-in-error" => false,
        // Senders call cover that ended cancelled; with no end it was withdrawn as if it had never been.
        "cancelled" => coverage.ends.is_some(),
        _ => true,
    }
}

/// The first and the last day of one cover; a side that was not sent is open.
fn span(coverage: &Coverage) -> (Date, Date) {
    let first = coverage.starts.map_or(Date::MIN, |w: When| w.date.earliest());
    let last = coverage.ends.map_or(Date::MAX, |w| w.date.latest());
    (first, last)
}

/// First and last day, each none where it is open.
type Run = (Option<Date>, Option<Date>);

/// Runs of cover in order, joined over gaps of at most one day. Paying oneself is not being enrolled.
fn joined(human: &Human) -> Vec<(Date, Date)> {
    let mut spans: Vec<_> =
        human.coverages.iter().filter(|(_, c)| kind(c) != "Self-pay").map(|(_, c)| span(c)).collect();
    spans.sort();
    let mut runs: Vec<(Date, Date)> = Vec::new();
    for (first, last) in spans {
        match runs.last_mut() {
            Some((_, end)) if first <= shift(*end, 2) => *end = (*end).max(last),
            _ => runs.push((first, last)),
        }
    }
    runs
}

/// Every run of cover.
pub(super) fn runs(human: &Human) -> Vec<Run> {
    joined(human).into_iter().map(|(start, end)| open(start, end)).collect()
}

/// The run of cover that holds a day. No run, no answer.
pub(super) fn run_that_holds(human: &Human, day: Date) -> Option<Run> {
    let mut runs = joined(human).into_iter();
    runs.find(|(start, end)| *start <= day && day <= *end).map(|(start, end)| open(start, end))
}

fn open(start: Date, end: Date) -> Run {
    (Some(start).filter(|d| *d > Date::MIN), Some(end).filter(|d| *d < Date::MAX))
}

/// The kind of payer on a day. Medicaid speaks loudest, because it decides who may reach a family.
pub(super) fn payer_on(human: &Human, day: Date) -> Option<&'static str> {
    let active = |c: &&Coverage| {
        let (first, last) = span(c);
        first <= day && day <= last
    };
    let kinds = human.coverages.iter().map(|(_, c)| *c).filter(active).map(kind);
    kinds.min_by_key(|k| super::PAYERS.iter().position(|p| p == k))
}

/// The kind of payer of the first cover that begins within the days after `day`.
pub(super) fn payer_soon_after(human: &Human, day: Date, days: i32) -> Option<&'static str> {
    let starting = human.coverages.iter().map(|(_, c)| *c).filter(|c| {
        let (first, _) = span(c);
        day < first && first <= shift(day, days)
    });
    starting.min_by_key(|c| span(c)).map(kind)
}

/// The kind of payer, from codes where they say it (Source of Payment Typology, HL7) and else from words.
fn kind(coverage: &Coverage) -> &'static str {
    for coding in &coverage.types {
        let sopt = coding.system.contains("sopt") || coding.system.ends_with("2.16.840.1.113883.3.221.5");
        let kind = match (sopt, coding.code.as_bytes().first(), coding.code.as_str()) {
            (true, Some(b'2'), _) => Some("Medicaid"),
            (true, Some(b'1' | b'3' | b'4'), _) => Some("Other public"),
            (true, Some(b'5' | b'6' | b'7'), _) => Some("Private"),
            (true, Some(b'8'), _) => Some("Self-pay"),
            (true, _, _) => Some("Other"),
            (false, _, "pay") => Some("Self-pay"),
            (false, _, "PUBLICPOL" | "MILITARY" | "VET" | "WCBPOL") => {
                by_words(coverage).or(Some("Other public"))
            }
            (false, _, "HIP" | "HMO" | "PPO" | "POS" | "EHCPOL" | "HSAPOL" | "MCPOL" | "COMM") => {
                by_words(coverage).or(Some("Private"))
            }
            (false, _, "SUBSIDIZ" | "SUBSIDMC" | "SUBPOL") => Some("Medicaid"),
            _ => None,
        };
        if let Some(kind) = kind {
            return kind;
        }
    }
    by_words(coverage).unwrap_or("Other")
}

fn by_words(coverage: &Coverage) -> Option<&'static str> {
    let codes = coverage.types.iter().flat_map(|c| c.display.iter().chain(std::iter::once(&c.code)));
    let words: Vec<String> = coverage.payers.iter().chain(codes).map(|w| w.to_lowercase()).collect();
    let says = |any: &[&str]| words.iter().any(|w| any.iter().any(|a| w.contains(a)));
    if says(&["medicaid", "medical assistance", "healthchoice"]) {
        Some("Medicaid")
    } else if says(&["medicare", "tricare", "veteran", "chip", "indian health", "military"]) {
        Some("Other public")
    } else if says(&["self-pay", "selfpay", "self pay", "no insurance", "no_insurance", "uninsured"]) {
        Some("Self-pay")
    } else if says(&[
        "private",
        "commercial",
        "blue cross",
        "bluecross",
        "aetna",
        "cigna",
        "humana",
        "anthem",
        "united",
        "kaiser",
        "employer",
    ]) {
        Some("Private")
    } else {
        None
    }
}
