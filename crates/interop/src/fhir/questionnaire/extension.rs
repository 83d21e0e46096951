//! Values out of extensions, and values that FHIR writes under one of several names.

use kith_domain::form::{
    Calculated, Calculation, Category, FactorRule, Instrument, Membership, Operator, Tells, Value,
};
use serde_json::value::RawValue;

use super::wire::{Coding, Element, EnableWhen, Extension, Quantity};
use super::{EXTENSIONS, problem};
use crate::problem::{Problem, Reason};

/// The translation of a text into another language.
const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

fn part<'e>(extension: &'e Extension, url: &str) -> Option<&'e Extension> {
    extension.extension.iter().find(|part| part.url == url)
}

/// The text of an extension, whatever type of text it has.
fn text(extension: &Extension) -> Option<&str> {
    let texts = [&extension.value_string, &extension.value_code, &extension.value_markdown];
    texts.into_iter().find_map(|text| text.as_deref())
}

/// What a translation extension says in Spanish.
pub(super) fn spanish(element: &Option<Element>) -> String {
    let translations = element
        .iter()
        .flat_map(|element| &element.extension)
        .filter(|extension| extension.url == TRANSLATION);
    let spanish = |extension: &&Extension| {
        part(extension, "lang").and_then(text).is_some_and(|lang| lang == "es" || lang.starts_with("es-"))
    };
    let found = translations.into_iter().find(spanish);
    found.and_then(|extension| part(extension, "content").and_then(text)).unwrap_or_default().to_owned()
}

/// The extension of a standard name.
pub(super) fn standard<'e>(extensions: &'e [Extension], name: &str) -> Option<&'e Extension> {
    extensions
        .iter()
        .find(|e| e.url.strip_prefix("http://hl7.org/fhir/StructureDefinition/").is_some_and(|n| n == name))
}

/// A value that is written under one of several names.
pub(super) struct Sent<'s> {
    pub boolean: Option<bool>,
    pub decimal: Option<&'s RawValue>,
    pub integer: Option<i64>,
    pub date: Option<&'s str>,
    pub text: Option<&'s str>,
    pub code: Option<&'s str>,
    pub quantity: Option<&'s Quantity>,
}

impl<'s> Sent<'s> {
    fn of_coding(coding: Option<&'s Coding>) -> Option<&'s str> {
        coding.and_then(|coding| coding.code.as_deref())
    }

    pub fn of_condition(condition: &'s EnableWhen) -> Self {
        Self {
            boolean: condition.answer_boolean,
            decimal: condition.answer_decimal.as_deref(),
            integer: condition.answer_integer,
            date: condition.answer_date.as_deref(),
            text: condition.answer_string.as_deref(),
            code: Self::of_coding(condition.answer_coding.as_ref()),
            quantity: condition.answer_quantity.as_ref(),
        }
    }

    fn of_extension(extension: &'s Extension) -> Self {
        Self {
            boolean: extension.value_boolean,
            decimal: extension.value_decimal.as_deref(),
            integer: extension.value_integer,
            date: extension.value_date.as_deref(),
            text: extension.value_string.as_deref(),
            code: extension.value_code.as_deref().or(Self::of_coding(extension.value_coding.as_ref())),
            quantity: extension.value_quantity.as_ref(),
        }
    }

    pub fn of_answer(answer: &'s super::wire::Answer) -> Self {
        Self {
            boolean: answer.value_boolean,
            decimal: answer.value_decimal.as_deref(),
            integer: answer.value_integer,
            date: answer.value_date.as_deref(),
            text: answer.value_string.as_deref(),
            code: Self::of_coding(answer.value_coding.as_ref()),
            quantity: answer.value_quantity.as_ref(),
        }
    }

    /// The one value; none where there is none, two, or one that cannot be read.
    pub fn value(&self) -> Option<Value> {
        let decimal = |raw: &RawValue| raw.get().parse().ok();
        let quantity = |quantity: &Quantity| {
            let unit = quantity.code.as_ref().or(quantity.unit.as_ref())?;
            Some(Value::Quantity(decimal(quantity.value.as_deref()?)?, unit.clone()))
        };
        let mut values = [
            self.boolean.map(|b| Some(Value::Boolean(b))),
            self.decimal.map(|d| decimal(d).map(Value::Decimal)),
            self.integer.map(|n| Some(Value::Integer(n))),
            self.date.map(|d| d.parse().ok().map(Value::Date)),
            self.text.map(|t| Some(Value::Text(t.to_owned()))),
            self.code.map(|c| Some(Value::Code(c.to_owned()))),
            self.quantity.map(quantity),
        ]
        .into_iter()
        .flatten();
        let value = values.next()?;
        if values.next().is_some() { None } else { value }
    }
}

/// What our own extensions say of an item.
#[derive(Default)]
pub(super) struct Ours {
    pub alone: bool,
    pub category: Option<Category>,
    pub parts: Vec<Membership>,
    pub calculated: Option<Calculated>,
    pub wants_help: Option<Instrument>,
    pub factors: Vec<FactorRule>,
}

fn instrument(name: Option<&str>, place: &str) -> Result<Instrument, Problem> {
    name.and_then(Instrument::named).ok_or_else(|| {
        let message = format!("item `{place}` names an instrument that is not known");
        let all: Vec<_> = Instrument::ALL.iter().map(|i| i.name()).collect();
        problem(Reason::BadValue, message, format!("use one of: {}", all.join(", ")))
    })
}

/// Reads our own extensions of the item with this link id.
pub(super) fn ours(extensions: &[Extension], place: &str) -> Result<Ours, Problem> {
    let mut ours = Ours::default();
    for extension in extensions {
        let Some(name) = extension.url.strip_prefix(EXTENSIONS) else { continue };
        let text_of = |url: &str| part(extension, url).and_then(text);
        let wrong = |what: &str, help: String| {
            Err(problem(Reason::BadValue, format!("item `{place}`: {what} of `{name}` cannot be read"), help))
        };
        match name {
            "form-alone" => match extension.value_boolean {
                Some(alone) => ours.alone = alone,
                None => return wrong("the value", "give a valueBoolean".into()),
            },
            "form-category" => match text(extension).and_then(Category::named) {
                Some(category) => ours.category = Some(category),
                None => {
                    let all: Vec<_> = Category::ALL.iter().map(|c| c.name()).collect();
                    return wrong("the value", format!("use one of: {}", all.join(", ")));
                }
            },
            "form-instrument" => {
                let instrument = instrument(text_of("instrument"), place)?;
                match text_of("item").filter(|item| instrument.has_item(item)) {
                    Some(item) => ours.parts.push(Membership { instrument, item: item.to_owned() }),
                    None => {
                        return wrong("`item`", format!("name an item of {}, such as 1", instrument.name()));
                    }
                }
            }
            "form-calculated" => {
                let instrument = instrument(text_of("instrument"), place)?;
                let domain = text_of("part").filter(|part| instrument.domains().contains(part));
                let what = match (text_of("what"), domain) {
                    (Some("total"), None) => Calculation::Total,
                    (Some("positive"), None) => Calculation::Positive,
                    (Some("part-positive"), Some(part)) => Calculation::PartPositive(part.into()),
                    (Some("part-sum"), Some(part)) => Calculation::PartSum(part.into()),
                    _ => {
                        let parts = instrument.domains().join(", ");
                        let help = format!(
                            "write total or positive, or part-positive or part-sum with `part` as one of: {parts}"
                        );
                        return wrong("`what` or `part`", help);
                    }
                };
                ours.calculated = Some(Calculated { instrument, what });
            }
            "form-wants-help" => ours.wants_help = Some(instrument(text(extension), place)?),
            "form-factor" => {
                let Some(factor) = text_of("factor").filter(|factor| !factor.is_empty()) else {
                    return wrong("`factor`", "name a risk factor of the programme".into());
                };
                let Some(operator) = Operator::named(text_of("operator").unwrap_or("=")) else {
                    return wrong("`operator`", "use one of: exists, =, !=, >, <, >=, <=".into());
                };
                let Some(value) = part(extension, "value").and_then(|v| Sent::of_extension(v).value()) else {
                    return wrong("`value`", "give one value of the type of the answer".into());
                };
                let tells = match text_of("only") {
                    None => Tells::BothWays,
                    Some("present") => Tells::OnlyPresent,
                    Some("absent") => Tells::OnlyAbsent,
                    Some(_) => return wrong("`only`", "write present or absent, or leave it out".into()),
                };
                ours.factors.push(FactorRule { factor: factor.into(), operator, value, tells });
            }
            _ => {
                let message = format!("item `{place}` has the extension `{name}`, which is not known");
                let help = "take it out, or correct its name; the known ones are form-alone, form-category, \
                            form-instrument, form-calculated, form-wants-help and form-factor";
                return Err(problem(Reason::BadValue, message, help));
            }
        }
    }
    Ok(ours)
}
