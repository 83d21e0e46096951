//! Data types of FHIR as values of the domain.

use kith_domain::date::{PartialDate, When};
use kith_domain::fact::{Coding, Reference, Value};

use super::{Context, wire};
use crate::codes;
use crate::dates::{self, Wrong};
use crate::json::{List, Text};
use crate::problem::{Note, NoteCode, Problem, Reason};
use crate::references::{Target, is_type, resolve};

/// One resource being read: what surrounds it, and the remarks so far.
pub(super) struct Reading<'c> {
    pub context: &'c Context<'c>,
    /// The resource type, for places in remarks and problems.
    pub kind: &'static str,
    pub notes: Vec<Note>,
}

impl<'c> Reading<'c> {
    pub fn new(context: &'c Context<'c>) -> Self {
        Self { context, kind: "", notes: Vec::new() }
    }

    pub fn note(&mut self, code: NoteCode, place: &[&str]) {
        self.notes.push(Note::new(code, place.concat()));
    }

    /// A remark on a property of this resource.
    pub fn remark(&mut self, code: NoteCode, property: &str) {
        let kind = self.kind;
        self.note(code, &[kind, ".", property]);
    }

    pub fn problem(&self, reason: Reason, property: &str, words: &str) -> Problem {
        Problem::new(reason, format!("{}.{property} {words}", self.kind))
    }

    /// A day, perhaps with its time.
    pub fn when(&mut self, text: Option<Text<'_>>, property: &str) -> Result<Option<When>, Problem> {
        let Some(text) = text.as_ref().map(Text::as_str).filter(|t| !t.is_empty()) else { return Ok(None) };
        match dates::moment(text) {
            Ok(moment) => {
                if moment.timed && moment.when.at.is_none() {
                    self.remark(NoteCode::NoOffset, property);
                }
                Ok(Some(moment.when))
            }
            Err(wrong) => Err(self.no_date(wrong, text, property)),
        }
    }

    /// A day of which no time is expected.
    pub fn date(&mut self, text: Option<Text<'_>>, property: &str) -> Result<Option<PartialDate>, Problem> {
        let Some(text) = text.as_ref().map(Text::as_str).filter(|t| !t.is_empty()) else { return Ok(None) };
        match dates::moment(text) {
            Ok(moment) => {
                if moment.timed {
                    self.remark(NoteCode::TimeOnDate, property);
                }
                Ok(Some(moment.when.date))
            }
            Err(wrong) => Err(self.no_date(wrong, text, property)),
        }
    }

    fn no_date(&self, wrong: Wrong, text: &str, property: &str) -> Problem {
        // What does not look like a date may be anything, so it is not repeated.
        let like_a_date = text.len() <= 35
            && text.bytes().all(|b| {
                b.is_ascii_digit() || matches!(b, b'-' | b':' | b'T' | b'Z' | b'+' | b'.' | b' ' | b'/')
            });
        let shown = if like_a_date { format!(" (`{text}`)") } else { String::new() };
        match wrong {
            Wrong::Impossible => self.problem(Reason::BadDate, property, &format!("is not a date{shown}")),
            Wrong::Implausible => self.problem(
                Reason::ImplausibleDate,
                property,
                &format!("has a year before 1900 or after 2200{shown}"),
            ),
        }
    }

    /// A period: its two ends, the year 9999 being none.
    pub fn period(
        &mut self,
        period: Option<wire::Period<'_>>,
        property: &str,
    ) -> Result<(Option<When>, Option<When>), Problem> {
        let Some(mut period) = period else { return Ok((None, None)) };
        if period.end.as_ref().is_some_and(|end| end.as_str().starts_with("9999-12-31")) {
            period.end = None;
            self.remark(NoteCode::OpenEnd, property);
        }
        let starts = self.when(period.start, &[property, ".start"].concat())?;
        let ends = self.when(period.end, &[property, ".end"].concat())?;
        if let (Some(from), Some(to)) = (starts, ends) {
            let reversed = match (from.at, to.at) {
                (Some(from), Some(to)) => to < from,
                _ => to.date.latest() < from.date.earliest(),
            };
            if reversed {
                self.remark(NoteCode::PeriodReversed, property);
            }
        }
        Ok((starts, ends))
    }

    /// A reference in its one spelling. One by identifier alone becomes conditional: `Organization?identifier=s|v`.
    pub fn reference(
        &mut self,
        sent: Option<wire::Reference<'_>>,
        expected: &str,
        property: &str,
    ) -> Option<Reference> {
        let sent = sent?;
        if let Some(target) = sent.reference.as_ref().and_then(|r| resolve(r.as_str(), self.context.links)) {
            match target {
                Target::Known(known) => return Some(Reference(known)),
                Target::Dangling(urn) => {
                    self.remark(NoteCode::UnresolvedReference, property);
                    return Some(Reference(urn));
                }
                Target::Contained(_) => self.remark(NoteCode::ContainedReference, property),
            }
        }
        let logical = sent.identifier?;
        let value = logical.value?;
        let (system, value) = (logical.system.as_ref().map_or("", Text::as_str), value.as_str());
        let kind = sent.kind.as_ref().map(Text::as_str).filter(|k| is_type(k)).unwrap_or(expected);
        (!value.is_empty()).then(|| Reference(format!("{kind}?identifier={system}|{value}")))
    }

    /// Whom a record is about. Nothing when that is no patient: such a record is kept and not used.
    pub fn subject(
        &mut self,
        sent: Option<wire::Reference<'_>>,
        property: &str,
    ) -> Result<Option<Reference>, Problem> {
        let contained =
            sent.as_ref().and_then(|s| s.reference.as_ref()).is_some_and(|r| r.as_str().starts_with('#'));
        let Some(reference) = self.reference(sent, "Patient", property) else {
            let words = if contained {
                "points into the record itself, so it is about nobody that is known"
            } else {
                "is missing, so the record is about nobody"
            };
            return Err(self.problem(Reason::MissingSubject, property, words));
        };
        let kind = reference.0.split(['/', '?']).next().unwrap_or_default();
        if is_type(kind) && kind != "Patient" {
            self.remark(NoteCode::SubjectNotPatient, property);
            return Ok(None);
        }
        if self.context.links.is_some_and(|links| links.is_never_born(&reference.0)) {
            self.remark(NoteCode::NeverBorn, property);
            return Ok(None);
        }
        Ok(Some(reference))
    }

    pub fn status(&self, status: Option<Text<'_>>) -> Result<String, Problem> {
        status
            .and_then(Text::filled)
            .ok_or_else(|| self.problem(Reason::MissingField, "status", "is missing"))
    }

    /// Codes that say what a record is; a remark where it says so in words alone.
    pub fn codes(&mut self, concept: Option<wire::Concept<'_>>, property: &str) -> Vec<Coding> {
        let codes = concept.map(codings).unwrap_or_default();
        if codes.is_empty() {
            self.remark(NoteCode::Uncoded, property);
        }
        codes
    }

    /// A `value[x]`.
    pub fn value(&mut self, choice: Choice<'_>, property: &str) -> Result<Option<Value>, Problem> {
        let given = [
            choice.quantity.is_some(),
            choice.concept.is_some(),
            choice.string.is_some(),
            choice.boolean.is_some(),
            choice.integer.is_some(),
            choice.range.is_some(),
            choice.ratio.is_some(),
            choice.sampled.is_some(),
            choice.time.is_some(),
            choice.date_time.is_some(),
            choice.period.is_some(),
        ];
        if given.iter().filter(|g| **g).count() > 1 {
            return Err(self.problem(Reason::TwoValues, property, "is given in two ways"));
        }
        if let Some(quantity) = choice.quantity {
            let Some(number) = quantity.value else { return Ok(None) };
            let unit = unit(&quantity);
            if let Some(comparator) = quantity.comparator.and_then(Text::filled) {
                self.remark(NoteCode::ValueAsText, property);
                return Ok(Some(Value::Text(format!("{comparator}{} {unit}", number.0).trim().to_owned())));
            }
            return Ok(Some(Value::Quantity { value: number.0.into(), unit }));
        }
        if let Some(concept) = choice.concept {
            let words = concept.text.clone();
            let codes = codings(concept);
            if codes.is_empty() {
                return Ok(words.and_then(Text::filled).map(Value::Text));
            }
            return Ok(Some(Value::Coded(codes)));
        }
        if let Some(text) = choice.string {
            return Ok(text.filled().map(Value::Text));
        }
        if choice.date_time.is_some() {
            return Ok(self.when(choice.date_time, property)?.map(Value::When));
        }
        if let Some(value) = choice.integer.map(Value::Integer).or(choice.boolean.map(Value::Boolean)) {
            return Ok(Some(value));
        }
        let text = if let Some(range) = choice.range {
            let end = |q: Option<wire::Quantity<'_>>| q.as_ref().map(measured).unwrap_or_default();
            Some(format!("{} to {}", end(range.low), end(range.high)))
        } else if let Some(ratio) = choice.ratio {
            let part = |q: Option<wire::Quantity<'_>>| q.as_ref().map(measured).unwrap_or_default();
            Some(format!("{}:{}", part(ratio.numerator), part(ratio.denominator)))
        } else if let Some(period) = choice.period {
            let end = |t: Option<Text<'_>>| t.and_then(Text::filled).unwrap_or_default();
            Some(format!("{}/{}", end(period.start), end(period.end)))
        } else {
            choice.sampled.and_then(|s| s.data).or(choice.time).and_then(Text::filled)
        };
        if text.is_some() {
            self.remark(NoteCode::ValueAsText, property);
        }
        Ok(text.map(Value::Text))
    }
}

/// The ways in which FHIR writes a value.
pub(super) struct Choice<'a> {
    pub quantity: Option<wire::Quantity<'a>>,
    pub concept: Option<wire::Concept<'a>>,
    pub string: Option<Text<'a>>,
    pub boolean: Option<bool>,
    pub integer: Option<i64>,
    pub range: Option<Box<wire::Range<'a>>>,
    pub ratio: Option<Box<wire::Ratio<'a>>>,
    pub sampled: Option<Box<wire::Sampled<'a>>>,
    pub time: Option<Text<'a>>,
    pub date_time: Option<Text<'a>>,
    pub period: Option<Box<wire::Period<'a>>>,
}

macro_rules! choice {
    ($($wire:ident),*) => {$(
        impl<'a> wire::$wire<'a> {
            /// Takes out the value, in whichever way it is written.
            pub(super) fn choice(&mut self) -> Choice<'a> {
                Choice {
                    quantity: self.value_quantity.take(),
                    concept: self.value_concept.take(),
                    string: self.value_string.take(),
                    boolean: self.value_boolean.take(),
                    integer: self.value_integer.take(),
                    range: self.value_range.take(),
                    ratio: self.value_ratio.take(),
                    sampled: self.value_sampled.take(),
                    time: self.value_time.take(),
                    date_time: self.value_date_time.take(),
                    period: self.value_period.take(),
                }
            }
        }
    )*};
}
choice!(Observation, Component);

fn unit(quantity: &wire::Quantity<'_>) -> String {
    let code = quantity.code.as_ref().map(Text::as_str).filter(|c| !c.is_empty());
    code.or(quantity.unit.as_ref().map(Text::as_str)).unwrap_or_default().to_owned()
}

fn measured(quantity: &wire::Quantity<'_>) -> String {
    let comparator = quantity.comparator.as_ref().map_or("", Text::as_str);
    let value = quantity.value.map_or("", |v| v.0);
    format!("{comparator}{value} {}", unit(quantity)).trim().to_owned()
}

/// One code; nothing when there is none. `words` stand in for a display that was not sent.
pub(super) fn coding(sent: wire::Coding<'_>, words: Option<&Text<'_>>) -> Option<Coding> {
    let code = sent.code?;
    if code.as_str().is_empty() {
        return None;
    }
    let system = sent.system.map(|s| codes::system(s.as_str())).unwrap_or_default();
    let code = codes::code(&system, code.as_str());
    let display = sent.display.and_then(Text::filled).or_else(|| words.cloned().and_then(Text::filled));
    Some(Coding { system, code, display })
}

/// The codes of a concept. Its text stands in for the display of the first.
pub(super) fn codings(concept: wire::Concept<'_>) -> Vec<Coding> {
    let words = concept.text;
    let mut first = true;
    concept.coding.map_or_else(Vec::new, |List(list)| {
        list.into_iter()
            .filter_map(|c| coding(c, words.as_ref().filter(|_| std::mem::take(&mut first))))
            .collect()
    })
}

/// The codes of several concepts.
pub(super) fn all_codings(concepts: Option<List<wire::Concept<'_>>>) -> Vec<Coding> {
    let mut all = Vec::new();
    for concept in concepts.map(|l| l.0).unwrap_or_default() {
        if all.is_empty() {
            all = codings(concept);
        } else {
            all.append(&mut codings(concept));
        }
    }
    all
}

/// The first code of a concept, or its words.
pub(super) fn first_code(concept: Option<wire::Concept<'_>>) -> Option<String> {
    let concept = concept?;
    let code =
        concept.coding.and_then(|List(list)| list.into_iter().find_map(|c| c.code.and_then(Text::filled)));
    code.or_else(|| concept.text.and_then(Text::filled))
}
