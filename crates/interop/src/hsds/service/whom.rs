//! Whom a service of a directory takes: ages are numbers, and everything else is words.

use kith_domain::matching::{Condition, Rule, sentence};
use kith_domain::words::Words;

use super::{Row, both};
use crate::hsds::Remark;

/// Nobody who is pregnant is taken for younger: a service that ends below this age is one for children.
const CHILDREN: i16 = 11;

/// The conditions of a service.
pub(super) fn rules(row: &Row, areas: &[&Row], remarks: &mut Vec<(Remark, String)>) -> Vec<Rule> {
    let mut rules = Vec::new();
    rules.extend(ages(row, remarks));
    let words = row.get("eligibility_description").or(row.get("eligibility"));
    if let Some(text) = words {
        rules.push(asked(both(text, row.get("eligibility_description_es"))));
        remarks.push((Remark::Asked, String::new()));
    }
    for area in areas {
        let text = area.get("description").or(area.get("name")).or(area.get("service_area"));
        let Some(text) = text else { continue };
        let rule = asked(Words::new(format!("area: {text}"), format!("zona: {text}")));
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    if rules.is_empty() {
        let en = "the directory does not say whom it takes";
        rules.push(asked(Words::new(en, "el directorio no dice a quién recibe")));
        remarks.push((Remark::Unsaid, String::new()));
    }
    rules
}

fn asked(words: Words) -> Rule {
    Rule { condition: Condition::Asked, words }
}

fn ages(row: &Row, remarks: &mut Vec<(Remark, String)>) -> Option<Rule> {
    let age = |column: &str| {
        row.get(column).map(|text| match text.strip_suffix(".0").unwrap_or(text).parse::<i16>() {
            Ok(age) if (0..=150).contains(&age) => Ok(age),
            _ => Err(text.to_owned()),
        })
    };
    let (from, to) = match (age("minimum_age").transpose(), age("maximum_age").transpose()) {
        (Ok(from), Ok(to)) if from.zip(to).is_none_or(|(from, to)| from <= to) => (from, to),
        _ => {
            let said = [row.get("minimum_age"), row.get("maximum_age")];
            let said: Vec<&str> = said.into_iter().flatten().collect();
            remarks.push((Remark::BadAge, said.join(" – ")));
            let said = said.join(" – ");
            return Some(asked(Words::new(format!("age: {said}"), format!("edad: {said}"))));
        }
    };
    // No age at all, or ages that leave nobody out.
    let (from, to) = (from.filter(|from| *from > 0), to.filter(|to| *to < 100));
    if from.is_none() && to.is_none() {
        return None;
    }
    let condition = Condition::Age { from, to };
    let words = sentence(&condition, |id| Words::same(id));
    if to.is_some_and(|to| to <= CHILDREN) {
        remarks.push((Remark::Children, String::new()));
        return Some(asked(words));
    }
    Some(Rule { condition, words })
}
