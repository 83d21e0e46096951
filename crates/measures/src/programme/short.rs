//! Facts in short lines, as a person writes them to try a measure out.
//!
//! Who, what, when: `m delivers 2025-03-10`. A code is the name of a value set (its first code is taken) or
//! `system|code`. Everybody is made up.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kith_domain::date::{PartialDate, When};
use kith_domain::fact::{
    Body, Coding, Condition, Coverage, Deceased, Encounter, Fact, Link, Medication, Observation, Person,
    Procedure, Reference, RelatedPerson, Value,
};
use kith_domain::value_set::ValueSets;

use crate::story::LOINC;

const ACT: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const ROLE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
const ICD_10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";

/// What may be said, a line each: the help of whatever cannot be read.
pub(super) const SENTENCES: &str = "\
b is born 2025-03-10 [of m] | b dies 2025-04-01 | m delivers 2025-03-10 [due 2025-03-12] | \
m loses 2025-03-10 [due 2025-07-01] | b visits 2025-03-24 CODE… | m stays 2025-03-09 to 2025-03-12 [CODE…] | \
m has CODE [2025-01-01] | m gets CODE 2025-01-01 | m scores CODE 7 2025-01-01 | m takes CODE 2025-01-01 | \
m is covered 2024-06-01 [to 2025-12-31]";

/// What is wrong with a line, and what to do.
type Wrong = (String, String);

/// Facts in the making.
pub(super) struct Facts<'a> {
    value_sets: &'a ValueSets,
    facts: Vec<Fact>,
    people: BTreeSet<String>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(value_sets: &'a ValueSets) -> Self {
        Self { value_sets, facts: Vec::new(), people: BTreeSet::new() }
    }

    /// Whether somebody of this name is in it.
    pub(super) fn knows(&self, who: &str) -> bool {
        self.people.contains(who)
    }

    pub(super) fn finish(self) -> Vec<Fact> {
        self.facts
    }

    /// Takes in one line.
    pub(super) fn add(&mut self, line: &str) -> Result<(), Wrong> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let unreadable =
            || (format!("`{line}` is no fact in short form"), format!("write one of: {SENTENCES}"));
        let Some((&who, rest)) = words.split_first() else { return Err(unreadable()) };
        match rest {
            ["is", "born", born] => self.is_born(who, partial(born)?, None),
            ["is", "born", born, "of", mother] => self.is_born(who, partial(born)?, Some(mother)),
            ["dies", on] => self.dies(who, partial(on)?),
            ["delivers", on, due @ ..] => self.delivers(who, on, due, "Z37.0", unreadable)?,
            ["loses", on, due @ ..] => self.delivers(who, on, due, "Z37.1", unreadable)?,
            ["visits", on, codes @ ..] => self.encounter(who, "AMB", on, on, codes)?,
            ["stays", from, "to", to, codes @ ..] => self.encounter(who, "IMP", from, to, codes)?,
            ["has", code] => self.condition(who, self.code(code)?, None),
            ["has", code, on] => self.condition(who, self.code(code)?, Some(when(on)?)),
            ["gets", code, on] => {
                let (status, codes) = ("completed".into(), vec![self.code(code)?]);
                let body = Procedure { status, codes, starts: Some(when(on)?), ..Procedure::default() };
                self.push("Procedure", who, Body::Procedure(body));
            }
            ["scores", code, number, on] => {
                let value: f64 = number.parse().map_err(|_| wrong(number, "a number", "7 or 12.5"))?;
                let value = Value::Quantity { value: value.to_string(), unit: "1".into() };
                self.observation(who, self.code(code)?, value, when(on)?);
            }
            ["takes", code, on] => {
                let codes = vec![self.code(code)?];
                let (status, intent) = ("active".into(), "order".into());
                let body = Medication { status, intent, codes, authored: Some(when(on)?) };
                self.push("MedicationRequest", who, Body::Medication(body));
            }
            ["is", "covered", from] => self.covered(who, when(from)?, None),
            ["is", "covered", from, "to", to] => self.covered(who, when(from)?, Some(when(to)?)),
            _ => return Err(unreadable()),
        }
        Ok(())
    }

    fn push(&mut self, kind: &str, who: &str, body: Body) {
        let reference = Reference::new(kind, &format!("{who}-{}", self.facts.len() + 1));
        self.state(reference, who, body);
    }

    fn state(&mut self, reference: Reference, who: &str, body: Body) {
        if !self.people.contains(who) && !matches!(body, Body::Person(_)) {
            // Whoever nothing is said of is a grown woman.
            self.person(who).born = Some(PartialDate::Day(jiff::civil::date(1995, 5, 5)));
        }
        let subject = Some(Reference::new("Patient", who));
        self.facts.push(Fact { reference, subject, encounter: None, body });
    }

    /// The record of somebody, made when it is first needed.
    fn person(&mut self, who: &str) -> &mut Person {
        let own = Reference::new("Patient", who);
        if self.people.insert(who.to_owned()) {
            let body = Body::Person(Box::default());
            self.facts.push(Fact {
                reference: own.clone(),
                subject: Some(own.clone()),
                encounter: None,
                body,
            });
        }
        let found = self.facts.iter_mut().find(|fact| fact.reference == own).map(|fact| &mut fact.body);
        match found {
            Some(Body::Person(person)) => person,
            _ => unreachable!("whoever is known has a record of that reference"),
        }
    }

    fn is_born(&mut self, who: &str, born: PartialDate, mother: Option<&str>) {
        self.person(who).born = Some(born);
        let Some(mother) = mother else { return };
        let related = Reference::new("RelatedPerson", &format!("{mother}-of-{who}"));
        let grown = PartialDate::Day(jiff::civil::date(1995, 5, 5));
        let own = self.person(mother);
        own.born = own.born.or(Some(grown));
        own.links.push(Link { other: related.clone(), kind: "seealso".into() });
        let body = RelatedPerson {
            active: Some(true),
            patient: Reference::new("Patient", who),
            relationships: vec![Coding::new(ROLE, "MTH")],
            who: Person::default(),
        };
        self.state(related, who, Body::RelatedPerson(Box::new(body)));
    }

    fn dies(&mut self, who: &str, on: PartialDate) {
        self.person(who).deceased = Deceased::On(When { date: on, at: None });
    }

    fn delivers(
        &mut self,
        who: &str,
        on: &str,
        due: &[&str],
        outcome: &str,
        unreadable: impl Fn() -> Wrong,
    ) -> Result<(), Wrong> {
        let day = when(on)?;
        self.condition(who, Coding::new(ICD_10_CM, outcome), Some(day));
        match due {
            [] => Ok(()),
            ["due", due] => {
                let due = Value::When(when(due)?);
                // It was known from the middle of the pregnancy at the latest.
                let known = day.date.earliest().saturating_add(jiff::Span::new().days(-1));
                self.observation(who, Coding::new(LOINC, "11778-8"), due, When::on(known));
                Ok(())
            }
            _ => Err(unreadable()),
        }
    }

    fn encounter(
        &mut self,
        who: &str,
        class: &str,
        from: &str,
        to: &str,
        codes: &[&str],
    ) -> Result<(), Wrong> {
        let types = codes.iter().map(|code| self.code(code)).collect::<Result<_, _>>()?;
        let body = Encounter {
            status: "finished".into(),
            class: Some(Coding::new(ACT, class)),
            types,
            starts: Some(when(from)?),
            ends: Some(when(to)?),
            ..Encounter::default()
        };
        self.push("Encounter", who, Body::Encounter(body));
        Ok(())
    }

    fn condition(&mut self, who: &str, code: Coding, onset: Option<When>) {
        let body = Condition { codes: vec![code], onset, ..Condition::default() };
        self.push("Condition", who, Body::Condition(body));
    }

    fn observation(&mut self, who: &str, code: Coding, value: Value, on: When) {
        let (status, codes) = ("final".into(), vec![code]);
        let body =
            Observation { status, codes, effective: Some(on), value: Some(value), ..Observation::default() };
        self.push("Observation", who, Body::Observation(body));
    }

    fn covered(&mut self, who: &str, starts: When, ends: Option<When>) {
        let (status, payers) = ("active".into(), vec!["Medicaid".into()]);
        let body = Coverage { status, payers, starts: Some(starts), ends, ..Coverage::default() };
        self.push("Coverage", who, Body::Coverage(body));
    }

    fn code(&self, text: &str) -> Result<Coding, Wrong> {
        if let Some((system, code)) = text.split_once('|') {
            return Ok(Coding::new(system, code));
        }
        let set = self.value_sets.0.get(text).ok_or_else(|| {
            let help =
                "write system|code, http://snomed.info/sct|410620009 for example, or the name of a value set";
            (format!("there is no value set `{text}`"), help.to_owned())
        })?;
        let first = set.exact.iter().min().or(set.prefixes.first());
        let (system, code) =
            first.ok_or_else(|| (format!("the value set `{text}` is empty"), "add a code".into()))?;
        Ok(Coding::new(system, code))
    }
}

fn wrong(text: &str, what: &str, example: &str) -> Wrong {
    (format!("`{text}` is not {what}"), format!("write {example}"))
}

fn partial(text: &str) -> Result<PartialDate, Wrong> {
    text.parse().map_err(|_| wrong(text, "a date", "2025-03-10, or 2025-03 or 2025 where no more is known"))
}

fn when(text: &str) -> Result<When, Wrong> {
    let day: Date = text.parse().map_err(|_| wrong(text, "a day", "2025-03-10"))?;
    Ok(When::on(day))
}
