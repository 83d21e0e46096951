//! A form with answers: which questions are asked, and which answers count.

use super::answer::{Answer, Answers, Value};
use super::instrument::Instrument;
use super::score::{Score, score};
use super::{Calculation, Form, Item};

/// Whether an item is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Asked,
    /// Its condition, or that of its group, does not hold.
    Off,
    /// It may only be asked when she is alone.
    NotAlone,
}

/// One item of a form, as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'f> {
    /// The item.
    pub item: &'f Item,
    /// How many groups it is in.
    pub depth: usize,
    /// Whether it is asked.
    pub standing: Standing,
    /// The answer that counts: the one given if the item is asked, or what was calculated.
    pub answer: Option<Answer>,
    /// The answer that was given, whether the item is asked or not.
    pub given: Option<&'f Answer>,
}

/// A form as it stands with some answers. Conditions look at earlier questions only, so one pass decides all.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet<'f> {
    /// The form.
    pub form: &'f Form,
    /// The answers.
    pub answers: &'f Answers,
    /// Its items, each before what it holds.
    pub lines: Vec<Line<'f>>,
}

impl<'f> Sheet<'f> {
    /// Decides which items are asked.
    pub(super) fn new(form: &'f Form, answers: &'f Answers) -> Self {
        let mut sheet = Self { form, answers, lines: Vec::new() };
        sheet.add(&form.items, 0, Standing::Asked);
        sheet
    }

    fn add(&mut self, items: &'f [Item], depth: usize, group: Standing) {
        for item in items {
            let standing = if group != Standing::Asked {
                group
            } else if item.alone && !self.answers.alone {
                Standing::NotAlone
            } else if item.enable.holds(|link_id| self.line(link_id)?.answer.as_ref()) {
                Standing::Asked
            } else {
                Standing::Off
            };
            let given = self.answers.given.get(&item.link_id);
            let answer = match (&item.calculated, standing) {
                (_, Standing::Off | Standing::NotAlone) => None,
                (Some(_), Standing::Asked) => self.calculated(item),
                (None, Standing::Asked) => given.filter(|_| item.kind.is_question()).cloned(),
            };
            self.lines.push(Line { item, depth, standing, answer, given });
            self.add(&item.items, depth + 1, standing);
        }
    }

    fn calculated(&self, item: &Item) -> Option<Answer> {
        let calculated = item.calculated.as_ref()?;
        let score = self.score(calculated.instrument);
        let part = |name: &str| score.parts.iter().find(|part| part.name == name);
        let value = match &calculated.what {
            Calculation::Total => Value::Integer(score.total?.into()),
            Calculation::Positive => Value::Boolean(score.positive?),
            Calculation::PartPositive(name) => Value::Boolean(part(name)?.positive?),
            Calculation::PartSum(name) => Value::Integer(part(name)?.sum?.into()),
        };
        Some(Answer::one(value))
    }

    /// The line of a link id.
    pub fn line(&self, link_id: &str) -> Option<&Line<'f>> {
        self.lines.iter().find(|line| line.item.link_id == link_id)
    }

    /// What an instrument gives.
    pub fn score(&self, instrument: Instrument) -> Score {
        score(instrument, &self.lines)
    }

    /// What the instruments of the form give.
    pub fn scores(&self) -> Vec<Score> {
        self.form.instruments().into_iter().map(|instrument| self.score(instrument)).collect()
    }
}
