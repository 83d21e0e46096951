//! What somebody typed into a form, kept as typed, and what it means to the form.
//!
//! A page shows what was typed, never what was understood: nothing is lost when a date cannot be read.

use std::collections::BTreeMap;

use kith_domain::date::PartialDate;
use kith_domain::form::{Absent, Answer, Answers, Form, Item, Kind, Mistake, Mode, Value, Wrong};

/// The reason that takes an answer out again.
pub const CLEAR: &str = "clear";

/// The fields of a form, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    fields: BTreeMap<String, Vec<String>>,
}

impl Typed {
    /// From the fields of a form as they were sent. Blank ones say nothing.
    pub fn of<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let value = value.trim();
            if !value.is_empty() {
                typed.fields.entry(name.to_owned()).or_default().push(value.to_owned());
            }
        }
        typed
    }

    /// What was typed in a field; nothing where it is blank.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Whether this is what was chosen in a field.
    pub fn chose(&self, name: &str, value: &str) -> bool {
        self.fields.get(name).is_some_and(|values| values.iter().any(|v| v == value))
    }

    /// What was typed as the answer to a question.
    pub fn answer(&self, link_id: &str) -> &[String] {
        self.fields.get(&answer_field(link_id)).map_or(&[], Vec::as_slice)
    }

    /// The reason that was chosen for no answer.
    pub fn why(&self, link_id: &str) -> Option<Absent> {
        Absent::named(self.why_code(link_id)?)
    }

    fn why_code(&self, link_id: &str) -> Option<&str> {
        self.fields.get(&why_field(link_id))?.first().map(String::as_str)
    }

    /// She said that she is alone.
    pub fn alone(&self) -> bool {
        self.fields.get("alone").is_some_and(|values| values.iter().any(|v| v == "1"))
    }

    /// How the form is filled in; asked by somebody where nothing is said.
    pub fn mode(&self) -> Mode {
        let said = self.fields.get("mode").and_then(|values| Mode::named(values.first()?));
        said.unwrap_or(Mode::Interview)
    }

    /// The answers, and what could not be read. A reason chosen for no answer takes the place of the answer: whoever
    /// chose it cannot take a chosen button back.
    pub fn answers(&self, form: &Form) -> (Answers, Vec<Wrong>) {
        let mut answers = Answers { alone: self.alone(), ..Answers::default() };
        let mut wrong = Vec::new();
        for item in
            form.walk().into_iter().filter(|i| i.kind.is_question() && !i.hidden && i.calculated.is_none())
        {
            let answer = match self.why_code(&item.link_id) {
                Some(CLEAR) => None,
                Some(code) => Absent::named(code).map(Answer::Absent),
                None => match values(item, self.answer(&item.link_id)) {
                    Ok(values) => (!values.is_empty()).then_some(Answer::Given(values)),
                    Err(mistake) => {
                        wrong.push(Wrong {
                            link_id: item.link_id.clone(),
                            mistake,
                            what: mistake.what(),
                            help: mistake.help(),
                        });
                        None
                    }
                },
            };
            if let Some(answer) = answer {
                answers.given.insert(item.link_id.clone(), answer);
            }
        }
        (answers, wrong)
    }

    /// All that is wrong, in the order of the form: what cannot be read instead of what is missing because of it.
    pub fn wrong(&self, form: &Form) -> Vec<Wrong> {
        let (answers, unread) = self.answers(form);
        let mut all: Vec<Wrong> = form
            .check(&answers)
            .into_iter()
            .filter(|wrong| !unread.iter().any(|u| u.link_id == wrong.link_id))
            .chain(unread.iter().cloned())
            .collect();
        let place = |wrong: &Wrong| form.walk().iter().position(|i| i.link_id == wrong.link_id);
        all.sort_by_key(|wrong| place(wrong).unwrap_or(usize::MAX));
        all
    }
}

/// The name of the field that a question is answered in.
pub fn answer_field(link_id: &str) -> String {
    format!("a.{link_id}")
}

/// The name of the field that says why there is no answer.
pub fn why_field(link_id: &str) -> String {
    format!("why.{link_id}")
}

fn values(item: &Item, typed: &[String]) -> Result<Vec<Value>, Mistake> {
    typed.iter().map(|text| value(&item.kind, text).ok_or(Mistake::WrongKind)).collect()
}

fn value(kind: &Kind, text: &str) -> Option<Value> {
    // A telephone's keyboard may have a comma where the number has its point.
    let number = || text.replace(',', ".").parse().ok();
    Some(match kind {
        Kind::Group | Kind::Display => return None,
        Kind::One(_) | Kind::Many(_) => Value::Code(text.to_owned()),
        Kind::Boolean => Value::Boolean(match text {
            "yes" => true,
            "no" => false,
            _ => return None,
        }),
        Kind::Text(_) => Value::Text(text.to_owned()),
        Kind::Date => Value::Date(text.parse::<PartialDate>().ok().or_else(|| slashed(text))?),
        Kind::Integer(..) => Value::Integer(text.parse().ok()?),
        Kind::Decimal => Value::Decimal(number()?),
        Kind::Quantity(unit) => Value::Quantity(number()?, unit.clone()),
    })
}

/// A day written with slashes, the year last, where it can be read in one way only. Of 3/4/1998 nobody knows.
fn slashed(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.split('/').collect();
    let [first, second, year] = parts[..] else { return None };
    let number = |part: &str| part.trim().parse::<u8>().ok();
    let (first, second) = (number(first)?, number(second)?);
    let (month, day) = match (first <= 12, second <= 12) {
        (true, false) => (first, second),
        (false, true) => (second, first),
        (true, true) if first == second => (first, second),
        _ => return None,
    };
    format!("{}-{month:02}-{day:02}", year.trim()).parse().ok()
}

#[cfg(test)]
mod tests;
