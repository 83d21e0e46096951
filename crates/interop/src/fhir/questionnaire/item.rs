//! Items of a Questionnaire.

use kith_domain::form::{Category, Choice, Condition, Enable, Flag, Item, Kind, Operator};
use kith_domain::words::Words;

use super::extension::{Ours, Sent, ours, spanish, standard};
use super::problem;
use super::wire;
use crate::codes;
use crate::problem::{Problem, Reason};

/// The most characters of a text without a limit of its own.
const LONG: usize = 4000;
const SHORT: usize = 200;

/// What a group says for all that it holds.
#[derive(Clone, Copy, Default)]
pub(super) struct Inherited {
    category: Category,
}

/// Reads items; what is wrong with one does not hide what is wrong with the next.
pub(super) fn items(sent: &[wire::Item], from: Inherited, problems: &mut Vec<Problem>) -> Vec<Item> {
    let mut items = Vec::new();
    for (at, one) in sent.iter().enumerate() {
        if one.link_id.trim().is_empty() {
            let message = format!("the item number {} of its group has no linkId", at + 1);
            problems.push(problem(Reason::MissingField, message, "give it one that stays the same"));
            continue;
        }
        match item(one, from) {
            Ok(mut item) => {
                let from = Inherited { category: item.category };
                item.items = self::items(&one.items, from, problems);
                items.push(item);
            }
            Err(problem) => problems.push(problem),
        }
    }
    items
}

fn item(sent: &wire::Item, from: Inherited) -> Result<Item, Problem> {
    let place = &sent.link_id;
    let refuse = |what: &str, help: &str| {
        Err(problem(Reason::BadValue, format!("item `{place}` {what}"), help.to_owned()))
    };
    if !sent.modifier_extension.is_empty() {
        return refuse("has a modifierExtension, which may change what it asks", "take it out");
    }
    if sent.answer_value_set.is_some() {
        return refuse("has its answers elsewhere", "write them as answerOption");
    }
    if !sent.items.is_empty() && sent.kind != "group" {
        return refuse("holds other items and is no group", "put them beside it, with an enableWhen");
    }
    let Ours { alone, category, parts, calculated, wants_help, factors } = ours(&sent.extension, place)?;
    let hidden = standard(&sent.extension, "questionnaire-hidden").and_then(|e| e.value_boolean);
    let loinc = sent.code.iter().find(|coding| coding.system.as_deref() == Some(crate::build::LOINC));
    let mut item = Item {
        link_id: place.clone(),
        text: Words { en: sent.text.clone().unwrap_or_default(), es: spanish(&sent.text_element) },
        loinc: loinc.and_then(|coding| coding.code.clone()),
        kind: kind(sent)?,
        enable: enable(sent)?,
        required: sent.required,
        alone,
        hidden: hidden.unwrap_or(false) || calculated.is_some(),
        category: category.unwrap_or(from.category),
        parts,
        calculated,
        wants_help,
        factors,
        items: Vec::new(),
    };
    if let Kind::One(choices) | Kind::Many(choices) = &mut item.kind {
        for choice in choices {
            let flags =
                item.parts.iter().filter_map(|part| part.instrument.meaning(&part.item, &choice.code));
            choice.unknown |= flags.into_iter().any(|meaning| meaning.flag == Flag::Unknown);
        }
    }
    scores(&item, sent)?;
    Ok(item)
}

fn kind(sent: &wire::Item) -> Result<Kind, Problem> {
    let place = &sent.link_id;
    let whole = |name: &str| standard(&sent.extension, name).and_then(|e| e.value_integer);
    if sent.repeats && sent.kind != "choice" {
        let message = format!("item `{place}` repeats, and only a choice may");
        return Err(problem(Reason::BadValue, message, "ask once, or make it a choice"));
    }
    Ok(match sent.kind.as_str() {
        "group" => Kind::Group,
        "display" => Kind::Display,
        "choice" if sent.repeats => Kind::Many(choices(sent)?),
        "choice" => Kind::One(choices(sent)?),
        "boolean" => Kind::Boolean,
        "string" => Kind::Text(sent.max_length.unwrap_or(SHORT)),
        "text" => Kind::Text(sent.max_length.unwrap_or(LONG)),
        "date" => Kind::Date,
        "integer" => Kind::Integer(whole("minValue"), whole("maxValue")),
        "decimal" => Kind::Decimal,
        "quantity" => {
            let unit = standard(&sent.extension, "questionnaire-unit").and_then(|e| e.value_coding.as_ref());
            match unit.and_then(|coding| coding.code.clone()) {
                Some(unit) => Kind::Quantity(unit),
                None => {
                    let message = format!("item `{place}` asks for a quantity and names no unit");
                    let help = "add the extension questionnaire-unit with a UCUM code";
                    return Err(problem(Reason::MissingField, message, help));
                }
            }
        }
        _ => {
            let message = format!("item `{place}` has a type that cannot be asked here");
            let help =
                "use group, display, choice, boolean, string, text, date, integer, decimal or quantity";
            return Err(problem(Reason::BadValue, message, help));
        }
    })
}

fn choices(sent: &wire::Item) -> Result<Vec<Choice>, Problem> {
    let place = &sent.link_id;
    let refuse = |what: &str, help: &str| {
        Err(problem(Reason::BadValue, format!("item `{place}` {what}"), help.to_owned()))
    };
    let mut choices: Vec<Choice> = Vec::new();
    for option in &sent.answer_option {
        let Some((coding, code)) = option
            .value_coding
            .as_ref()
            .and_then(|c| Some((c, c.code.clone().filter(|code| !code.is_empty())?)))
        else {
            return refuse(
                "has an answer without a code",
                "give each answerOption a valueCoding with a code",
            );
        };
        if choices.iter().any(|choice| choice.code == code) {
            return refuse(&format!("has the answer `{code}` twice"), "take one out");
        }
        let system = coding.system.as_deref().map(codes::system).unwrap_or_default();
        let unknown = system.ends_with("/data-absent-reason") || system.ends_with("/v3-NullFlavor");
        let exclusive =
            standard(&option.extension, "questionnaire-optionExclusive").and_then(|e| e.value_boolean);
        let text =
            Words { en: coding.display.clone().unwrap_or_default(), es: spanish(&coding.display_element) };
        choices.push(Choice { system, code, text, unknown, exclusive: exclusive.unwrap_or(false) });
    }
    if choices.is_empty() {
        return refuse("is a choice of nothing", "write its answers as answerOption");
    }
    Ok(choices)
}

/// The scores that the file writes must be those of the instrument: the file shows them, the instrument counts.
fn scores(item: &Item, sent: &wire::Item) -> Result<(), Problem> {
    let place = &item.link_id;
    for part in &item.parts {
        let name = part.instrument.name();
        for option in &sent.answer_option {
            let Some(coding) = &option.value_coding else { continue };
            let code = coding.code.as_deref().unwrap_or_default();
            let meaning = part.instrument.meaning(&part.item, code);
            let sign = part.instrument == kith_domain::form::Instrument::WarningSigns;
            if meaning.is_none() && !part.instrument.answers(&part.item).is_empty() && !sign {
                let message =
                    format!("item `{place}`: `{code}` is no answer to item {} of {name}", part.item);
                let help = format!("its answers are: {}", part.instrument.answers(&part.item).join(", "));
                return Err(problem(Reason::BadValue, message, help));
            }
            let written = [&option.extension, &coding.extension]
                .into_iter()
                .find_map(|extensions| standard(extensions, "ordinalValue"))
                .and_then(|e| e.value_decimal.as_ref())
                .map(|raw| raw.get().parse::<i32>().ok());
            let counted = meaning.and_then(|meaning| meaning.score);
            if written.is_some_and(|written| written != counted) {
                let message = format!("item `{place}`: the ordinalValue of `{code}` is not that of {name}");
                let help = match counted {
                    Some(points) => format!("write {points}"),
                    None => "take it out; this answer has no points".to_owned(),
                };
                return Err(problem(Reason::BadValue, message, help));
            }
        }
    }
    Ok(())
}

fn enable(sent: &wire::Item) -> Result<Enable, Problem> {
    let place = &sent.link_id;
    let refuse = |what: &str, help: &str| {
        Err(problem(Reason::BadValue, format!("item `{place}`: {what}"), help.to_owned()))
    };
    let mut conditions = Vec::new();
    for one in &sent.enable_when {
        let Some(operator) = Operator::named(&one.operator) else {
            return refuse("the operator of an enableWhen is not known", "use exists, =, !=, >, <, >= or <=");
        };
        let Some(value) = Sent::of_condition(one).value() else {
            return refuse("an enableWhen has no value, or two", "give it one answerBoolean, answerCoding …");
        };
        conditions.push(Condition { question: one.question.clone(), operator, value });
    }
    match (conditions.len(), sent.enable_behavior.as_deref()) {
        (0, _) => Ok(Enable::Always),
        (_, Some("any")) => Ok(Enable::Any(conditions)),
        (1, None) | (_, Some("all")) => Ok(Enable::All(conditions)),
        _ => refuse("it has several enableWhen and no enableBehavior", "write \"all\" or \"any\""),
    }
}
