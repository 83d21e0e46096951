//! What must hold of a form as a whole.

use std::collections::BTreeSet;

use kith_domain::form::{Form, Item, Kind, Operator, Value};

use super::problem;
use crate::problem::{Problem, Reason};

/// Whether an answer to a question could have this value.
fn could_be(item: &Item, value: &Value) -> bool {
    match (&item.kind, value) {
        (Kind::One(choices) | Kind::Many(choices), Value::Code(code)) => {
            choices.iter().any(|c| c.code == *code)
        }
        (Kind::Quantity(unit), Value::Quantity(_, other)) => unit == other,
        (Kind::Boolean, Value::Boolean(_))
        | (Kind::Text(_), Value::Text(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Integer(..), Value::Integer(_))
        | (Kind::Decimal, Value::Decimal(_)) => true,
        _ => false,
    }
}

fn suits(item: &Item, operator: Operator, value: &Value) -> bool {
    match operator {
        Operator::Exists => matches!(value, Value::Boolean(_)),
        Operator::Equal | Operator::NotEqual => could_be(item, value),
        _ => could_be(item, value) && !matches!(value, Value::Code(_) | Value::Text(_) | Value::Boolean(_)),
    }
}

/// All that is wrong with the form as a whole.
pub(super) fn broken(form: &Form) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse =
        |message: String, help: &str| problems.push(problem(Reason::BadValue, message, help.to_owned()));
    let items = form.walk();
    let mut seen = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let place = &item.link_id;
        if !seen.insert(place) {
            refuse(format!("the linkId `{place}` is given twice"), "give one of the items another");
        }
        if matches!(item.kind, Kind::Group) && item.items.is_empty() {
            refuse(format!("the group `{place}` is empty"), "take it out, or put questions in it");
        }
        for condition in item.enable.conditions() {
            let name = &condition.question;
            match items[..at].iter().find(|earlier| earlier.link_id == *name) {
                None if items.iter().any(|i| i.link_id == *name) => refuse(
                    format!("item `{place}` depends on `{name}`, which comes later"),
                    "move the question that decides before it",
                ),
                None => refuse(
                    format!("item `{place}` depends on `{name}`, which the form does not have"),
                    "correct the name of the question in enableWhen",
                ),
                Some(question) if !suits(question, condition.operator, &condition.value) => refuse(
                    format!("item `{place}` waits for an answer that `{name}` cannot have"),
                    "use one of its answers, in the type that it is answered in",
                ),
                Some(_) => {}
            }
        }
        for rule in &item.factors {
            if !suits(item, rule.operator, &rule.value) {
                let factor = &rule.factor;
                refuse(
                    format!("item `{place}` makes the factor `{factor}` of an answer that it cannot have"),
                    "use one of its answers, in the type that it is answered in",
                );
            }
        }
        for part in &item.parts {
            if !taken.insert((part.instrument, &part.item)) {
                let name = part.instrument.name();
                refuse(
                    format!("item `{place}`: item {} of {name} is asked twice", part.item),
                    "ask it once; an answer can count for two instruments",
                );
            }
            if let (Some(code), Some(other)) = (part.instrument.loinc(&part.item), item.loinc.as_deref())
                && code != other
            {
                let name = part.instrument.name();
                refuse(
                    format!(
                        "item `{place}` has a LOINC code that is not that of item {} of {name}",
                        part.item
                    ),
                    "correct the code, or the number of the item",
                );
            }
        }
        if item.calculated.is_some() && !matches!(item.kind, Kind::Integer(..) | Kind::Boolean) {
            refuse(
                format!("item `{place}` is calculated and is neither integer nor boolean"),
                "a total or a sum is an integer; positive or not is a boolean",
            );
        }
    }
    problems
}
