//! What came, fitted to the form that it answers.

use kith_domain::form::{Absent, Answer, Answers, Form, Kind, Value, identity};

/// Fits answers to a form: a question that it does not ask and a choice that it does not have are left out, a language
/// that it does not have is another one, words that are too long end with `…`, and signs that nobody can read are left
/// out. The message itself stays whole.
pub fn fit(form: &Form, answers: Answers) -> Answers {
    let mut fitted = Answers { alone: answers.alone, ..Answers::default() };
    for (link_id, answer) in answers.given {
        let Some(item) = form.item(&link_id) else { continue };
        let values: Vec<Value> =
            answer.values().iter().filter_map(|value| fit_value(&item.kind, value)).collect();
        if !values.is_empty() {
            fitted.given.insert(link_id, Answer::Given(values));
        }
    }
    fitted
}

fn fit_value(kind: &Kind, value: &Value) -> Option<Value> {
    match (kind, value) {
        (Kind::Text(most), Value::Text(text)) => {
            let read = text.chars().filter(|c| *c == '\n' || !c.is_control());
            let mut words: String = read.take(most + 1).collect();
            if words.chars().count() > *most {
                words = words.chars().take(most.saturating_sub(1)).chain(['…']).collect();
            }
            (!words.trim().is_empty()).then_some(Value::Text(words))
        }
        (Kind::One(choices) | Kind::Many(choices), Value::Code(code)) => {
            let has = |code: &str| choices.iter().any(|choice| choice.code == code);
            match (has(code), has("other")) {
                (true, _) => Some(value.clone()),
                (false, true) => Some(Value::Code("other".into())),
                (false, false) => None,
            }
        }
        (Kind::Integer(least, most), Value::Integer(n)) => {
            let fits = least.is_none_or(|least| *n >= least) && most.is_none_or(|most| *n <= most);
            fits.then(|| value.clone())
        }
        _ => Some(value.clone()),
    }
}

/// What a partner's system or table does not ask, this side cannot ask for it: how her number may be used was not asked,
/// and who was not asked is not written to. Of no number nothing was asked. Who types a form in is asked.
pub fn not_asked_there(form: &Form, answers: &mut Answers) {
    let has_number = answers.given.get(identity::PHONE).is_some_and(|answer| !answer.values().is_empty());
    if !has_number {
        answers.given.remove(identity::PHONE_SAFE);
    } else if form.item(identity::PHONE_SAFE).is_some() {
        let absent = || Answer::Absent(Absent::NotAsked);
        answers.given.entry(identity::PHONE_SAFE.to_owned()).or_insert_with(absent);
    }
}
