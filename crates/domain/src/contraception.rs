//! Contraception: which methods a site has, and what a mother was asked, offered and chose.
//!
//! She may not have been asked, may not want to say, and may choose none: each of these is its own answer. Nothing here says
//! which method is better.

use serde::Deserialize;

use crate::priority::{Problem, line_of};
use crate::words::Words;

/// A method, as the programme's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its name in the file: it stays when the words change.
    pub id: String,
    /// Its name.
    pub name: Words,
}

/// How a site has a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// On the day on which she asks.
    SameDay,
    /// On another day.
    Later,
    /// Somewhere else, to which the site refers her.
    Referred,
}

/// Whether she wants one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wish {
    /// Yes.
    Yes,
    /// No.
    No,
    /// She does not know yet.
    Unsure,
    /// She does not want to say.
    Declined,
}

/// What became of her choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// She has it.
    Received,
    /// She waits for it.
    Waiting,
    /// She does not want it any more.
    Declined,
}

named! {
    Access { SameDay = "same_day", Later = "later", Referred = "referred" }
    Wish { Yes = "yes", No = "no", Unsure = "unsure", Declined = "declined" }
    Outcome { Received = "received", Waiting = "waiting", Declined = "declined" }
}

/// What a mother was asked, offered and chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Talk {
    /// Somebody asked her.
    pub asked: bool,
    /// Whether she wants one, as she said.
    pub wants: Option<Wish>,
    /// What was offered: ids of methods.
    pub offered: Vec<String>,
    /// What she chose: the id of a method.
    pub chosen: Option<String>,
    /// What became of it.
    pub outcome: Option<Outcome>,
}

/// What cannot be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TalkError {
    /// She is said to have answered what nobody asked.
    #[error("nobody asked her: tick that she was asked, or leave the rest open")]
    NotAsked,
    /// Something became of a choice that she did not make.
    #[error("choose which method, or leave open what became of it")]
    NothingChosen,
    /// It is none of the programme's methods.
    #[error("choose one of the methods")]
    Unknown,
}

impl Talk {
    /// Whether this can be so.
    ///
    /// # Errors
    /// [`TalkError`] says what contradicts what.
    pub fn check(&self, methods: &[Method]) -> Result<(), TalkError> {
        let answered = self.wants.is_some()
            || !self.offered.is_empty()
            || self.chosen.is_some()
            || self.outcome.is_some();
        if answered && !self.asked {
            return Err(TalkError::NotAsked);
        }
        if self.outcome.is_some() && self.chosen.is_none() {
            return Err(TalkError::NothingChosen);
        }
        let known = |id: &String| methods.iter().any(|method| method.id == *id);
        if self.offered.iter().chain(&self.chosen).all(known) { Ok(()) } else { Err(TalkError::Unknown) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    method: Vec<toml::Spanned<MethodFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MethodFile {
    id: String,
    en: String,
    es: String,
}

/// Reads the methods of a programme; everything that is wrong at once.
pub fn methods(text: &str) -> Result<Vec<Method>, Vec<Problem>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Problem { line: line_of(text, at), message: error.message().to_owned() }]
    })?;
    let mut problems = Vec::new();
    let mut read: Vec<Method> = Vec::new();
    for written in file.method {
        let line = line_of(text, written.span().start);
        let method = written.into_inner();
        if read.iter().any(|other| other.id == method.id) {
            problems.push(Problem { line, message: format!("`{}` is there twice: leave one", method.id) });
        }
        if [&method.id, &method.en, &method.es].iter().any(|text| text.trim().is_empty()) {
            let message = "a method needs an id, and its name in both languages".into();
            problems.push(Problem { line, message });
        }
        read.push(Method { id: method.id, name: Words { en: method.en, es: method.es } });
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contradicts_itself_is_refused() {
        let methods = methods(include_str!("../../../programmes/central-triage/contraception.toml")).unwrap();
        let check = |talk: Talk, expected: Result<(), TalkError>| {
            assert_eq!(talk.check(&methods), expected, "{talk:?}")
        };
        let asked = Talk { asked: true, ..Talk::default() };
        check(Talk::default(), Ok(()));
        check(Talk { wants: Some(Wish::Declined), ..asked.clone() }, Ok(()));
        check(Talk { wants: Some(Wish::Yes), ..Talk::default() }, Err(TalkError::NotAsked));
        check(Talk { offered: vec!["iud".into()], ..Talk::default() }, Err(TalkError::NotAsked));
        check(Talk { outcome: Some(Outcome::Received), ..asked.clone() }, Err(TalkError::NothingChosen));
        let chose = Talk { chosen: Some("implant".into()), ..asked };
        check(Talk { outcome: Some(Outcome::Received), ..chose.clone() }, Ok(()));
        check(Talk { chosen: Some("none_such".into()), ..chose }, Err(TalkError::Unknown));
    }

    #[test]
    fn what_is_wrong_in_the_file_is_said_with_its_line() {
        let said = methods("\n[[method]]\nid = \"a\"\nen = \"A\"\nes = \"\"\n").unwrap_err();
        assert_eq!((said[0].line, said[0].message.contains("both languages")), (2, true));
    }
}
