//! What is wrong with answers, in words for whoever fills in the form.

use super::Kind;
use super::answer::{Answer, Value};
use super::sheet::{Line, Sheet, Standing};
use crate::words::Words;

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mistake {
    /// The form has no such question.
    NoSuchQuestion,
    /// The question takes no answer from people.
    NotAnswered,
    /// The question is not asked with these answers.
    NotAsked,
    /// The question may only be asked when she is alone.
    NotAlone,
    /// It needs an answer, or a reason for none.
    Required,
    /// The answer has another type.
    WrongKind,
    /// It cannot be chosen.
    NoSuchChoice,
    /// More than one where one is wanted, or the same twice.
    TooMany,
    /// "None of these" beside one of these.
    Contradicts,
    /// The text is too long.
    TooLong,
    /// The number is out of range.
    OutOfRange,
}

impl Mistake {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NoSuchQuestion,
        Self::NotAnswered,
        Self::NotAsked,
        Self::NotAlone,
        Self::Required,
        Self::WrongKind,
        Self::NoSuchChoice,
        Self::TooMany,
        Self::Contradicts,
        Self::TooLong,
        Self::OutOfRange,
    ];

    /// What is wrong.
    pub fn what(self) -> Words {
        let (en, es) = match self {
            Self::NoSuchQuestion => {
                ("The form has no such question.", "El formulario no tiene esta pregunta.")
            }
            Self::NotAnswered => ("Nobody answers this by hand.", "Esto no se contesta a mano."),
            Self::NotAsked => (
                "This is not asked with the other answers given.",
                "Esto no se pregunta con las otras respuestas dadas.",
            ),
            Self::NotAlone => (
                "This may only be asked when she is alone.",
                "Esto solo se pregunta cuando ella está a solas.",
            ),
            Self::Required => ("There is no answer yet.", "Todavía no hay respuesta."),
            Self::WrongKind => ("The answer is of another kind.", "La respuesta es de otro tipo."),
            Self::NoSuchChoice => ("This cannot be chosen here.", "Aquí no se puede elegir esto."),
            Self::TooMany => ("There are too many answers.", "Hay demasiadas respuestas."),
            Self::Contradicts => {
                ("Two answers say the opposite of each other.", "Dos respuestas se contradicen.")
            }
            Self::TooLong => ("The text is too long.", "El texto es demasiado largo."),
            Self::OutOfRange => ("The number cannot be right.", "El número no puede ser correcto."),
        };
        Words::new(en, es)
    }

    /// What to do about it.
    pub fn help(self) -> Words {
        let (en, es) = match self {
            Self::NoSuchQuestion => ("Open the form again.", "Abra el formulario de nuevo."),
            Self::NotAnswered => ("Leave it out.", "Déjelo en blanco."),
            Self::NotAsked => (
                "Take this answer out, or look at the question before it again.",
                "Quite esta respuesta o revise la pregunta anterior.",
            ),
            Self::NotAlone => (
                "Take this answer out, and ask again when nobody else can hear or read.",
                "Quite esta respuesta y pregunte de nuevo cuando nadie más pueda oír o leer.",
            ),
            Self::Required => (
                "Answer it, or say why not: she does not know, she would rather not say, or she was not asked.",
                "Contéstela o diga por qué no: no sabe, prefiere no decirlo o no se le preguntó.",
            ),
            Self::WrongKind => ("Answer as the question asks.", "Conteste como lo pide la pregunta."),
            Self::NoSuchChoice => ("Choose one that is shown.", "Elija una de las que se muestran."),
            Self::TooMany => ("Choose one.", "Elija una."),
            Self::Contradicts => (
                "Keep either \"none of these\" or the others.",
                "Deje \"ninguna de estas\" o las otras, no ambas.",
            ),
            Self::TooLong => ("Say it in fewer words.", "Dígalo con menos palabras."),
            Self::OutOfRange => ("Check the number.", "Revise el número."),
        };
        Words::new(en, es)
    }
}

/// One thing that is wrong with a set of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where.
    pub link_id: String,
    /// The kind of mistake.
    pub mistake: Mistake,
    /// What is wrong.
    pub what: Words,
    /// What to do about it.
    pub help: Words,
}

impl Wrong {
    fn new(link_id: &str, mistake: Mistake) -> Self {
        Self { link_id: link_id.into(), mistake, what: mistake.what(), help: mistake.help() }
    }
}

/// Whether one value suits the kind of a question.
fn value(kind: &Kind, value: &Value) -> Option<Mistake> {
    match (kind, value) {
        (Kind::One(choices) | Kind::Many(choices), Value::Code(code)) => {
            (!choices.iter().any(|c| c.code == *code)).then_some(Mistake::NoSuchChoice)
        }
        (Kind::Text(_), Value::Text(text)) if text.trim().is_empty() => Some(Mistake::WrongKind),
        (Kind::Text(most), Value::Text(text)) => (text.chars().count() > *most).then_some(Mistake::TooLong),
        (Kind::Integer(least, most), Value::Integer(n)) => {
            (least.is_some_and(|l| *n < l) || most.is_some_and(|m| *n > m)).then_some(Mistake::OutOfRange)
        }
        (Kind::Quantity(wanted), Value::Quantity(_, unit)) => (wanted != unit).then_some(Mistake::WrongKind),
        (Kind::Boolean, Value::Boolean(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Decimal, Value::Decimal(_)) => None,
        _ => Some(Mistake::WrongKind),
    }
}

fn answer(kind: &Kind, answer: &Answer) -> Option<Mistake> {
    let Answer::Given(values) = answer else { return None };
    if values.is_empty() {
        return Some(Mistake::Required);
    }
    if let Some(mistake) = values.iter().find_map(|v| value(kind, v)) {
        return Some(mistake);
    }
    let twice = values.iter().enumerate().any(|(at, v)| values[..at].contains(v));
    if twice || values.len() > 1 && !matches!(kind, Kind::Many(_)) {
        return Some(Mistake::TooMany);
    }
    let exclusive = |v: &Value| {
        let is = |code: &String| kind.choices().iter().any(|c| c.exclusive && c.code == *code);
        matches!(v, Value::Code(code) if is(code))
    };
    (values.len() > 1 && values.iter().any(exclusive)).then_some(Mistake::Contradicts)
}

fn line(line: &Line<'_>) -> Option<Mistake> {
    let item = line.item;
    match (line.given, line.standing) {
        (Some(_), _) if item.calculated.is_some() || !item.kind.is_question() => Some(Mistake::NotAnswered),
        (Some(_), Standing::NotAlone) => Some(Mistake::NotAlone),
        (Some(_), Standing::Off) => Some(Mistake::NotAsked),
        (Some(given), Standing::Asked) => answer(&item.kind, given),
        (None, Standing::Asked) if item.required && item.kind.is_question() && item.calculated.is_none() => {
            Some(Mistake::Required)
        }
        (None, _) => None,
    }
}

impl Sheet<'_> {
    /// What is wrong with the answers, in the order of the form. A set with nothing wrong is complete.
    pub fn check(&self) -> Vec<Wrong> {
        let in_form =
            self.lines.iter().filter_map(|l| line(l).map(|mistake| Wrong::new(&l.item.link_id, mistake)));
        let outside = self.answers.given.keys().filter(|link_id| self.line(link_id).is_none());
        in_form.chain(outside.map(|link_id| Wrong::new(link_id, Mistake::NoSuchQuestion))).collect()
    }
}
