//! What an instrument gives.

use super::answer::{Answer, Value};
use super::instrument::{Domain, Flag, Instrument, Meaning, Rule};
use super::sheet::{Line, Standing};

/// What an instrument gives, as far as it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The instrument.
    pub instrument: Instrument,
    /// Every item has an answer that tells something.
    pub complete: bool,
    /// The total, for an instrument that has one, and only of a complete set: nothing is filled in.
    pub total: Option<i32>,
    /// What the total is at least, whatever the open items turn out to be.
    pub at_least: Option<i32>,
    /// Positive or negative; none where that hangs on an open item. What is given can suffice for positive, never for
    /// negative.
    pub positive: Option<bool>,
    /// What the total means.
    pub band: Option<&'static str>,
    /// Domains or substances that are read each on its own.
    pub parts: Vec<Part>,
}

/// One domain of an instrument, or one substance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its points, where they are added and all are there.
    pub sum: Option<i32>,
    /// What they are at least.
    pub at_least: Option<i32>,
    /// Positive or negative, as of the whole.
    pub positive: Option<bool>,
    /// What the sum means.
    pub band: Option<&'static str>,
}

/// What is known of one item: nothing, or points and whether it is positive.
type Known = Option<(i32, bool)>;

/// The codes of an answer in the words of instrument tables.
pub(super) fn codes(answer: &Answer) -> Vec<String> {
    let code = |value: &Value| match value {
        Value::Code(code) => Some(code.clone()),
        Value::Boolean(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Integer(n) => Some(n.to_string()),
        _ => None,
    };
    answer.values().iter().filter_map(code).collect()
}

/// What the values of an answer are worth; none when one of them is worth nothing known.
pub(super) fn meanings(instrument: Instrument, item: &str, answer: &Answer) -> Option<Vec<Meaning>> {
    let codes = codes(answer);
    let all: Option<Vec<_>> = codes.iter().map(|code| instrument.meaning(item, code)).collect();
    all.filter(|all| !all.is_empty() && all.iter().all(|m| m.flag != Flag::Unknown))
}

/// The answers that count to the items of one instrument.
struct Reading<'l, 'f> {
    instrument: Instrument,
    lines: &'l [Line<'f>],
}

impl Reading<'_, '_> {
    fn line(&self, item: &str) -> Option<&Line<'_>> {
        let is = |line: &&Line<'_>| {
            line.item.parts.iter().any(|part| part.instrument == self.instrument && part.item == item)
        };
        self.lines.iter().find(is)
    }

    fn known(&self, item: &str) -> Known {
        let all = meanings(self.instrument, item, self.line(item)?.answer.as_ref()?)?;
        let points = all.iter().filter_map(|m| m.score).sum();
        Some((points, all.iter().any(|m| m.flag == Flag::Positive)))
    }

    fn any(&self, items: &[Known]) -> Option<bool> {
        if items.iter().flatten().any(|(_, positive)| *positive) {
            Some(true)
        } else {
            items.iter().all(Option::is_some).then_some(false)
        }
    }

    fn part(&self, domain: &Domain) -> (Part, bool) {
        let items: Vec<Known> = domain.items.iter().map(|item| self.known(item)).collect();
        let complete = items.iter().all(Option::is_some);
        let mut part =
            Part { name: domain.name.into(), sum: None, at_least: None, positive: None, band: None };
        match domain.sum_positive_at {
            None => part.positive = self.any(&items),
            Some(at) => {
                let sum = Sum::of(&items, 1);
                (part.sum, part.at_least) = (sum.total, Some(sum.at_least));
                part.positive = sum.positive(at);
            }
        }
        (part, complete)
    }

    /// Each substance that has items in the form; an item that is not asked because there was no use says no.
    fn substances(&self) -> Vec<(Part, bool)> {
        let mut names: Vec<&str> = Vec::new();
        let parts = self.lines.iter().flat_map(|line| &line.item.parts);
        for part in parts.filter(|part| part.instrument == self.instrument) {
            let name = part.item.split('.').next().unwrap_or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let substance = |name: &str| {
            let mut items = Vec::new();
            for n in 1..=u8::MAX {
                let item = format!("{name}.{n}");
                match self.line(&item) {
                    None => break,
                    Some(line) if n > 1 && line.standing == Standing::Off => items.push(
                        // Only a known "no use" closes the questions about it.
                        self.known(&format!("{name}.1")).filter(|(points, _)| *points == 0),
                    ),
                    Some(_) => items.push(self.known(&item)),
                }
            }
            let complete = !items.is_empty() && items.iter().all(Option::is_some);
            let sum = Sum::of(&items, 0);
            let total = sum.total.filter(|_| complete);
            let band = total.map(|n| match n {
                ..=0 => "no_use",
                1 => "problem_use",
                _ => "higher_risk",
            });
            let positive = if sum.at_least > 0 { Some(true) } else { total.map(|_| false) };
            let name = name.to_owned();
            (Part { name, sum: total, at_least: Some(sum.at_least), positive, band }, complete)
        };
        names.into_iter().map(substance).collect()
    }
}

struct Sum {
    total: Option<i32>,
    at_least: i32,
}

impl Sum {
    fn of(items: &[Known], least: i32) -> Self {
        let at_least = items.iter().map(|item| item.map_or(least, |(points, _)| points)).sum();
        let complete = items.iter().all(Option::is_some);
        Self { total: complete.then_some(at_least), at_least }
    }

    fn positive(&self, at: i32) -> Option<bool> {
        if self.at_least >= at { Some(true) } else { self.total.map(|_| false) }
    }
}

/// Scores one instrument from the lines so far.
pub(super) fn score(instrument: Instrument, lines: &[Line<'_>]) -> Score {
    let reading = Reading { instrument, lines };
    let mut score = Score {
        instrument,
        complete: false,
        total: None,
        at_least: None,
        positive: None,
        band: None,
        parts: Vec::new(),
    };
    let numbered = |items: u8| -> Vec<Known> { (1..=items).map(|n| reading.known(&n.to_string())).collect() };
    match instrument.rule() {
        Rule::Total { items, least, positive_at, bands } => {
            let items = numbered(items);
            let sum = Sum::of(&items, least);
            (score.total, score.at_least) = (sum.total, Some(sum.at_least));
            score.complete = sum.total.is_some();
            score.positive = positive_at.and_then(|at| sum.positive(at));
            score.band = sum
                .total
                .and_then(|total| bands.iter().rev().find(|(from, _)| total >= *from).map(|(_, name)| *name));
        }
        Rule::Any(items) => {
            let items = numbered(items);
            score.complete = items.iter().all(Option::is_some);
            score.positive = reading.any(&items);
        }
        Rule::Domains(domains) => {
            let parts: Vec<_> = domains.iter().map(|domain| reading.part(domain)).collect();
            score.complete = parts.iter().all(|(_, complete)| *complete);
            score.parts = parts.into_iter().map(|(part, _)| part).collect();
            score.positive = of_parts(&score.parts);
        }
        Rule::Substances => {
            let parts = reading.substances();
            score.complete = !parts.is_empty() && parts.iter().all(|(_, complete)| *complete);
            score.parts = parts.into_iter().map(|(part, _)| part).collect();
            score.positive = of_parts(&score.parts).filter(|_| !score.parts.is_empty());
        }
        Rule::Signs => {
            let line = reading.line("1").and_then(|line| line.answer.as_ref());
            score.complete = line.is_some_and(|answer| !answer.values().is_empty());
            let signs = line.map(codes).unwrap_or_default();
            let sign = |code: &String| instrument.meaning("1", code).is_some();
            score.positive = score.complete.then(|| signs.iter().any(sign));
        }
    }
    score
}

/// Positive where one part is, negative where all are.
fn of_parts(parts: &[Part]) -> Option<bool> {
    if parts.iter().any(|part| part.positive == Some(true)) {
        Some(true)
    } else {
        parts.iter().all(|part| part.positive == Some(false)).then_some(false)
    }
}
