//! Duties, read from the file of a programme.

use serde::Deserialize;

use super::{Duty, Needed};
use crate::priority::{Problem, line_of};
use crate::words::Words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    duty: Vec<toml::Spanned<DutyFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyFile {
    id: String,
    en: String,
    es: String,
    #[serde(default)]
    services: Vec<String>,
    #[serde(default)]
    case_lead: bool,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    always: bool,
    #[serde(default)]
    after_birth: bool,
    #[serde(default)]
    needed_if: Vec<String>,
    overlap_en: Option<String>,
    overlap_es: Option<String>,
    gap_en: Option<String>,
    gap_es: Option<String>,
}

/// Reads the duties of a programme; everything that is wrong at once.
pub fn duties(text: &str) -> Result<Vec<Duty>, Vec<Problem>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Problem { line: line_of(text, at), message: error.message().to_owned() }]
    })?;
    let mut problems = Vec::new();
    let mut read: Vec<Duty> = Vec::new();
    for written in file.duty {
        let line = line_of(text, written.span().start);
        let mut say = |message: String| problems.push(Problem { line, message });
        let duty = written.into_inner();
        if read.iter().any(|other| other.id == duty.id) {
            say(format!("`{}` is there twice: leave one", duty.id));
        }
        if [&duty.id, &duty.en, &duty.es].iter().any(|text| text.trim().is_empty()) {
            say("a duty needs an id, and its name in both languages".into());
        }
        let needed = Needed { always: duty.always, after_birth: duty.after_birth, if_any: duty.needed_if };
        let mut both = |en: Option<String>, es: Option<String>, what: &str| match (en, es) {
            (Some(en), Some(es)) => Some(Words { en, es }),
            (None, None) => None,
            _ => {
                say(format!("`{}` says its {what} in one language: add the other", duty.id));
                None
            }
        };
        let overlap = both(duty.overlap_en, duty.overlap_es, "overlap");
        let gap = both(duty.gap_en, duty.gap_es, "gap");
        if (needed != Needed::default()) != gap.is_some() {
            say(format!(
                "`{}`: what is needed says what it means when nobody does it (`gap_en`, `gap_es`), and only that",
                duty.id
            ));
        }
        read.push(Duty {
            id: duty.id,
            name: Words { en: duty.en, es: duty.es },
            services: duty.services,
            case_lead: duty.case_lead,
            private: duty.private,
            needed,
            overlap,
            gap,
        });
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}
