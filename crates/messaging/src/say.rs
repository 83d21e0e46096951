//! The words of messages, in both languages. Whoever else reads them learns nothing of anybody.

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Say {
    /// To a service: a referral waits for its answer.
    Answer,
    /// To a service: a referral has ended.
    Ended,
    /// To a service: are its places still right?
    Places,
    /// To whoever sent a referral: there is news of it.
    News,
    /// To the intake team: something needs somebody.
    Look,
    /// To whoever sent a form: there is an answer.
    Answered,
    /// To her: did they reach you?
    OwnWord,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The line above it, where there is one.
    pub subject: String,
    /// The message.
    pub text: String,
}

/// A message in a language, with the network's name, its link, and until what day the link opens something.
pub fn say(what: Say, language: &str, network: &str, link: &str, until: &str) -> Said {
    let spanish = language == "es";
    let (subject, text) = match (what, spanish) {
        (Say::Answer, false) => (
            "a referral waits for your answer",
            format!(
                "A referral to your service waits for your answer. Open it here, without an account, until {until}:\n{link}\nWhoever has this link can answer: please do not send it on.\n"
            ),
        ),
        (Say::Answer, true) => (
            "una derivación espera su respuesta",
            format!(
                "Una derivación a su servicio espera su respuesta. Ábrala aquí, sin cuenta, hasta el {until}:\n{link}\nQuien tenga este enlace puede responder: por favor, no lo reenvíe.\n"
            ),
        ),
        (Say::Ended, false) => (
            "a referral has ended",
            "A referral to your service has ended. You need do nothing. Its link opens nothing any more.\n"
                .into(),
        ),
        (Say::Ended, true) => (
            "una derivación terminó",
            "Una derivación a su servicio terminó. No tiene que hacer nada. Su enlace ya no abre nada.\n"
                .into(),
        ),
        (Say::Places, false) => (
            "are your places still right?",
            format!("Are the free places of your service still right? One tap says so:\n{link}\n"),
        ),
        (Say::Places, true) => (
            "¿siguen correctos sus lugares?",
            format!("¿Siguen correctos los lugares libres de su servicio? Dígalo con un toque:\n{link}\n"),
        ),
        (Say::News, false) => (
            "there is news of a referral",
            format!("There is news of a referral that you sent. Sign in to see it:\n{link}\n"),
        ),
        (Say::News, true) => (
            "hay novedades de una derivación",
            format!("Hay novedades de una derivación que usted envió. Entre para verla:\n{link}\n"),
        ),
        (Say::Look, false) => (
            "something needs somebody",
            format!("Something at the front door needs somebody. Sign in to see it:\n{link}\n"),
        ),
        (Say::Look, true) => (
            "algo necesita a alguien",
            format!("Algo en la puerta de entrada necesita a alguien. Entre para verlo:\n{link}\n"),
        ),
        (Say::Answered, false) => (
            "there is an answer",
            format!("There is an answer about a form that you sent. Sign in to see it:\n{link}\n"),
        ),
        (Say::Answered, true) => (
            "hay una respuesta",
            format!("Hay una respuesta sobre un formulario que usted envió. Entre para verla:\n{link}\n"),
        ),
        (Say::OwnWord, false) => ("a question for you", format!("A question for you, in private: {link}")),
        (Say::OwnWord, true) => {
            ("una pregunta para usted", format!("Una pregunta para usted, en privado: {link}"))
        }
    };
    Said { subject: format!("{network}: {subject}"), text }
}
