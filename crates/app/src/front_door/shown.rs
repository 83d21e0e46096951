//! A form that was put in, as those read it who work on her case.

use kith_domain::access::{Hidden, Sight};
use kith_domain::consent::of_answer;
use kith_domain::contact::Channel;
use kith_domain::form::{
    Absent, Action, Answer, Answers, Category, Form, Instrument, Item, Level, Value, identity,
};
use kith_domain::id::PersonId;
use kith_domain::phone::{is_same, key};
use kith_domain::priority::Rules;
use kith_domain::safe_contact::Plan;
use kith_interop::fhir::questionnaire;
use kith_store::care_case::{self, Submission};
use kith_store::ledger;

use crate::privacy::Eyes;
use crate::programme::Words;
use crate::view::{AnswerShown, FormShown, PhoneWish, ScoreShown};
use crate::{App, Error};

/// A form with its answers. One of a version that is no longer known is shown without them.
pub(crate) async fn form_shown(
    app: &App,
    submission: Submission,
    from: String,
    wishes: &[(String, PhoneWish)],
    eyes: &Eyes,
) -> Result<FormShown, Error> {
    let forms = app.programme().forms.clone();
    let form = forms.as_ref().and_then(|forms| forms.forms.iter().find(|form| form.id == submission.form));
    let answers = answers(app, &submission, form).await?;
    let (shown, scores) = match (form, &answers) {
        (Some(form), Some(answers)) => (lines(form, answers, wishes, eyes), scores(form, answers, eyes)),
        _ => (Vec::new(), Vec::new()),
    };
    Ok(FormShown {
        submission: submission.id,
        title: form.map_or_else(
            || Words { en: submission.form.clone(), es: submission.form.clone() },
            |form| form.title.clone(),
        ),
        version: submission.form_version,
        at: submission.at,
        from,
        by: submission.by_name,
        answers: shown,
        scores,
    })
}

async fn answers(app: &App, submission: &Submission, form: Option<&Form>) -> Result<Option<Answers>, Error> {
    let Some(form) = form.filter(|form| form.version == submission.form_version) else { return Ok(None) };
    let record = ledger::bytes(app.db(), submission.record).await?;
    let response = record.and_then(|record| questionnaire::read_response(&record.bytes, form).ok());
    Ok(response.map(|response| response.answers))
}

/// How she wants her numbers used: what the newest form about her says of each.
pub(crate) async fn phone_wishes(app: &App, person: PersonId) -> Result<Vec<(String, PhoneWish)>, Error> {
    let mut all: Vec<Submission> = Vec::new();
    for case in care_case::of_person(app.db(), person).await? {
        all.extend(care_case::submissions(app.db(), case.id).await?.into_iter().map(|(form, _)| form));
    }
    all.sort_by_key(|form| std::cmp::Reverse((form.authored_at, form.id)));
    let mut wishes: Vec<(String, PhoneWish)> = Vec::new();
    for submission in &all {
        // What is not safe stays so, whatever became of the form's version: these two are read without the form.
        let record = ledger::bytes(app.db(), submission.record).await?;
        let said = record.map(|r| questionnaire::said(&r.bytes, &[identity::PHONE, identity::PHONE_SAFE]));
        let said = said.and_then(Result::ok).unwrap_or_default();
        if let (Some(number), Some(code)) = (said.get(identity::PHONE), said.get(identity::PHONE_SAFE))
            && let Some(wish) = PhoneWish::named(code)
            && !wishes.iter().any(|(of, _)| is_same(of, number))
        {
            wishes.push((number.clone(), wish));
        }
    }
    Ok(wishes)
}

/// The name that the sender wrote, in the bytes of a form.
pub(super) fn name_written(submission: &Submission, bytes: Option<&[u8]>, form: Option<&Form>) -> String {
    let form = form.filter(|form| form.version == submission.form_version);
    let response = form.zip(bytes).and_then(|(form, bytes)| questionnaire::read_response(bytes, form).ok());
    let Some(answers) = response.map(|response| response.answers) else { return String::new() };
    let said = |link_id: &str| match answers.given.get(link_id)?.values().first()? {
        Value::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    let parts = [said(identity::GIVEN), said(identity::FAMILY)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A number that she does not want used, or that is not safe to use in any way, is shown nowhere.
fn lines(form: &Form, answers: &Answers, wishes: &[(String, PhoneWish)], eyes: &Eyes) -> Vec<AnswerShown> {
    let by_no_phone = |plan: &Plan| !plan.allows(Channel::Call) && !plan.allows(Channel::Text);
    let no_phone = eyes.mask.plan.as_ref().is_some_and(by_no_phone);
    let not_used = |answer: &Answer| match answer.values().first() {
        _ if no_phone => true,
        Some(Value::Text(number)) => {
            eyes.mask.unused.contains(&key(number))
                || wishes.iter().any(|(of, wish)| *wish == PhoneWish::DoNotUse && is_same(of, number))
        }
        _ => false,
    };
    let sheet = form.sheet(answers);
    let mut section = None;
    let mut shown = Vec::new();
    for line in &sheet.lines {
        if line.item.hidden {
            continue;
        }
        if !line.item.kind.is_question() {
            section = Some(line.item.text.clone());
            continue;
        }
        // What was not asked is not shown; what was answered is, whether it is still asked or not.
        let Some(given) = answers.given.get(&line.item.link_id) else { continue };
        let is_phone = [identity::PHONE, identity::OTHER_PHONE].contains(&line.item.link_id.as_str());
        let category = of_answer(line.item.category);
        let hidden = match (is_phone && not_used(given), eyes.see(category, false)) {
            (true, _) => {
                Some(("she does not want this number used", "ella no quiere que se use este número"))
            }
            (_, Sight::Hidden(Hidden::Forbidden(_) | Hidden::TakenBack(_))) => {
                Some(("she does not allow it", "ella no lo permite"))
            }
            (_, Sight::Hidden(_)) => Some(("it is not shared with you", "no se comparte con usted")),
            (false, Sight::Shown(_)) => is_concealed(&line.item.link_id, eyes)
                .then_some(("it is concealed for her safety", "se oculta por la seguridad de ella")),
        };
        let hidden = hidden.map(|(en, es)| Words::new(en, es));
        shown.push(AnswerShown {
            section: section.clone(),
            question: line.item.text.clone(),
            answer: answer_words(line.item, given).filter(|_| hidden.is_none()),
            missing: missing(given),
            hidden,
            category,
            private: matches!(
                line.item.category,
                Category::PartnerViolence | Category::MentalHealth | Category::Substance
            ),
        });
    }
    shown
}

fn missing(answer: &Answer) -> Option<Words> {
    let Answer::Absent(why) = answer else { return None };
    let (en, es) = match why {
        Absent::AskedUnknown => ("She does not know", "No lo sabe"),
        Absent::Declined => ("She would rather not say", "Prefiere no decirlo"),
        Absent::NotAsked => ("Not asked", "No se preguntó"),
    };
    Some(Words { en: en.into(), es: es.into() })
}

fn answer_words(item: &Item, answer: &Answer) -> Option<Words> {
    let same = |text: String| Words { en: text.clone(), es: text };
    let one = |value: &Value| match value {
        Value::Code(code) => match item.kind.choices().iter().find(|choice| choice.code == *code) {
            Some(choice) => choice.text.clone(),
            None => same(code.clone()),
        },
        Value::Boolean(true) => Words { en: "Yes".into(), es: "Sí".into() },
        Value::Boolean(false) => Words { en: "No".into(), es: "No".into() },
        Value::Text(text) => same(text.clone()),
        Value::Date(date) => same(date.to_string()),
        Value::Integer(n) => same(n.to_string()),
        Value::Decimal(n) => same(n.as_str().to_owned()),
        Value::Quantity(n, unit) => same(format!("{} {unit}", n.as_str())),
    };
    let values = answer.values();
    let all: Vec<Words> = values.iter().map(one).collect();
    let joined = |of: fn(&Words) -> &str| all.iter().map(of).collect::<Vec<_>>().join(", ");
    (!all.is_empty()).then(|| Words { en: joined(|w| &w.en), es: joined(|w| &w.es) })
}

/// Whether an answer tells what is concealed of her.
fn is_concealed(link_id: &str, eyes: &Eyes) -> bool {
    let address = [identity::ADDRESS, identity::CITY, identity::POSTAL_CODE].contains(&link_id);
    let phone = [identity::PHONE, identity::OTHER_PHONE].contains(&link_id);
    address && eyes.mask.address || phone && eyes.mask.phone
}

/// What instruments gave: of those alone all of whose answers may be seen.
fn scores(form: &Form, answers: &Answers, eyes: &Eyes) -> Vec<ScoreShown> {
    let asked = form.walk();
    let seen = |instrument: Instrument| {
        let of = asked.iter().filter(|item| item.parts.iter().any(|part| part.instrument == instrument));
        of.into_iter().all(|item| eyes.see(of_answer(item.category), false).is_shown())
    };
    let scores = form.scores(answers).into_iter().filter(|score| seen(score.instrument));
    scores
        .map(|score| ScoreShown {
            instrument: score.instrument.name().to_owned(),
            total: score.total,
            positive: score.positive,
        })
        .collect()
}

/// What has to be done, in words for a list that others may see over a shoulder: the private ones name nothing.
pub(super) fn task_words(action: &Action, rules: &Rules) -> Words {
    let Some(instrument) = action.instrument else { return factor_words(action, rules) };
    let name = instrument.name();
    let (en, es) = match action.level {
        Level::Emergency => ("Warning signs: call now".into(), "Señales de alarma: llame ahora".into()),
        Level::Safety => (
            format!("{name}: an answer of danger. Speak with her now"),
            format!("{name}: una respuesta de peligro. Hable con ella ahora"),
        ),
        Level::Urgent if instrument == Instrument::WarningSigns => {
            ("Warning signs: care today".into(), "Señales de alarma: atención hoy".into())
        }
        Level::Urgent => (format!("{name}: care today"), format!("{name}: atención hoy")),
        Level::HighPrivate | Level::PromptPrivate => (
            "Private: open the case and read it before you call".into(),
            "Privado: abra el caso y léalo antes de llamar".into(),
        ),
        Level::High => {
            (format!("{name} is positive: arrange care"), format!("{name} es positivo: organice la atención"))
        }
        Level::Moderate => {
            (format!("{name} is positive: follow up"), format!("{name} es positivo: dé seguimiento"))
        }
        Level::Need => {
            let what = action.domain.clone().unwrap_or_else(|| name.to_owned());
            (format!("She wants help: {what}"), format!("Quiere ayuda: {what}"))
        }
        Level::NextInstrument => {
            (format!("{name}: ask the next form"), format!("{name}: haga el siguiente formulario"))
        }
    };
    Words::new(en, es)
}

/// The same of a risk factor, in the words that the programme has for it; a private one is not named.
fn factor_words(action: &Action, rules: &Rules) -> Words {
    let (en, es) = match action.level {
        Level::Safety => {
            ("An answer of danger. Speak with her now", "Una respuesta de peligro. Hable con ella ahora")
        }
        _ if action.level.private() || rules.is_private(&action.trigger) => (
            "Private: open the case and read it before you call",
            "Privado: abra el caso y léalo antes de llamar",
        ),
        level => {
            let (en, es) = match level {
                Level::Emergency => ("call now", "llame ahora"),
                Level::Urgent => ("care today", "atención hoy"),
                _ => ("arrange help", "organice la ayuda"),
            };
            let named = rules.factor(&action.trigger).map(|factor| factor.words.clone());
            let named = named.unwrap_or_else(|| Words::same(action.trigger.as_str()));
            return Words::new(format!("{}: {en}", named.en), format!("{}: {es}", named.es));
        }
    };
    Words::new(en, es)
}
