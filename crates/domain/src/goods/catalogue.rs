//! Kinds of goods, read from the file of a programme.

use serde::Deserialize;

use super::{Kind, Question, Reply};
use crate::priority::{Problem, line_of};
use crate::words::Words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kind: Vec<toml::Spanned<KindFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    id: String,
    en: String,
    es: String,
    #[serde(default)]
    low: u32,
    follow_up_days: Option<u32>,
    #[serde(default)]
    question: Vec<QuestionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    id: String,
    en: String,
    es: String,
    fine: Option<Reply>,
    then_en: Option<String>,
    then_es: Option<String>,
}

/// Most days after which somebody is asked.
const MOST_DAYS: u32 = 730;

/// Reads the kinds of goods of a programme; everything that is wrong at once.
pub fn kinds(text: &str) -> Result<Vec<Kind>, Vec<Problem>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Problem { line: line_of(text, at), message: error.message().to_owned() }]
    })?;
    let mut problems = Vec::new();
    let mut read: Vec<Kind> = Vec::new();
    for written in file.kind {
        let line = line_of(text, written.span().start);
        let mut say = |message: String| problems.push(Problem { line, message });
        let kind = written.into_inner();
        if read.iter().any(|other| other.id == kind.id) {
            say(format!("`{}` is there twice: leave one", kind.id));
        }
        if !is_name(&kind.id) {
            say(format!("`{}` is no name: use small letters, digits and _", kind.id));
        }
        if blank(&kind.en) || blank(&kind.es) {
            say(format!("`{}` needs its name in both languages", kind.id));
        }
        if kind.follow_up_days.is_some_and(|days| days == 0 || days > MOST_DAYS) {
            say(format!("`{}`: follow_up_days is a number from 1 to {MOST_DAYS}", kind.id));
        }
        let mut questions: Vec<Question> = Vec::new();
        for asked in kind.question {
            if questions.iter().any(|other| other.id == asked.id) {
                say(format!("`{}` asks `{}` twice: leave one", kind.id, asked.id));
            }
            if !is_name(&asked.id) || blank(&asked.en) || blank(&asked.es) {
                say(format!("a question of `{}` needs an id and its words in both languages", kind.id));
            }
            let then = match (asked.then_en, asked.then_es) {
                (Some(en), Some(es)) => Some(Words { en, es }),
                (None, None) => None,
                _ => {
                    say(format!("`{}` says what follows in one language: add the other", asked.id));
                    None
                }
            };
            if then.is_some() && !matches!(asked.fine, Some(Reply::Yes | Reply::No)) {
                say(format!("`{}` says what follows, and not after which answer: add `fine`", asked.id));
            }
            questions.push(Question {
                id: asked.id,
                words: Words { en: asked.en, es: asked.es },
                fine: asked.fine,
                then,
            });
        }
        if kind.follow_up_days.is_some() && questions.is_empty() {
            say(format!("`{}` is asked about and has no question", kind.id));
        }
        read.push(Kind {
            id: kind.id,
            name: Words { en: kind.en, es: kind.es },
            low: kind.low,
            follow_up_days: kind.follow_up_days,
            questions,
        });
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}
