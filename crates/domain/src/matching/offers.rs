//! Services, read from the file of a programme.

use serde::{Deserialize, Serialize};

use super::{Condition, Rule, Until};
use crate::priority::{Problem, line_of};
use crate::words::Words;

/// What a service offers, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its name in the file: it stays when the words change.
    pub id: String,
    /// The organisation that runs it.
    pub organization: String,
    /// Its name.
    pub name: Words,
    /// What kind of service it is: `home_visiting`.
    pub kind: String,
    /// Nobody has two services of this kind at once.
    pub only_one: bool,
    /// Among services that fit alike, a lower number is asked first.
    pub order: i32,
    /// Facts any of which makes this one come before its like.
    pub prefer_if: Vec<String>,
    /// Languages spoken, as tags.
    pub languages: Vec<String>,
    /// Postal code of its place; none where the place is kept secret.
    pub postal_code: Option<String>,
    /// Conditions: all of them hold.
    pub rules: Vec<Rule>,
}

/// How long each side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timers {
    /// Office days in which a service answers: it lapses after them.
    pub answer_days: u32,
    /// Days in which a referral has an outcome.
    pub outcome_days: u32,
    /// Days for which a number of free places counts.
    pub places_days: u32,
    /// Days for which a link can be used.
    pub link_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    timers: Timers,
    #[serde(default)]
    service: Vec<toml::Spanned<ServiceFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    id: String,
    organization: String,
    en: String,
    es: String,
    kind: String,
    #[serde(default)]
    only_one: bool,
    #[serde(default)]
    order: i32,
    #[serde(default)]
    prefer_if: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    postal_code: Option<String>,
    #[serde(default)]
    rule: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    pregnant: Option<Until>,
    after: Option<Until>,
    is: Option<String>,
    is_not: Option<String>,
    any: Option<Vec<String>>,
    area: Option<Vec<String>>,
    en: String,
    es: String,
}

impl RuleFile {
    fn read(self) -> Result<Rule, String> {
        let words = Words { en: self.en, es: self.es };
        if words.en.trim().is_empty() || words.es.trim().is_empty() {
            return Err("a rule needs its words in both languages".into());
        }
        let stage = (self.pregnant.is_some() || self.after.is_some())
            .then_some(Condition::Stage { pregnant: self.pregnant, after: self.after });
        let backwards = |until: Option<Until>| until.is_some_and(|u| u.ask.is_some_and(|ask| ask < u.day));
        if backwards(self.pregnant) || backwards(self.after) {
            return Err(format!("`{}`: `ask` is a day after `day`", words.en));
        }
        let mut all = [
            stage,
            self.is.map(Condition::Is),
            self.is_not.map(Condition::IsNot),
            self.any.map(Condition::Any),
            self.area.map(Condition::Area),
        ]
        .into_iter()
        .flatten();
        match (all.next(), all.next()) {
            (Some(condition), None) => Ok(Rule { condition, words }),
            _ => Err(format!(
                "`{}` says one thing: `pregnant` and `after`, or `is`, `is_not`, `any` or `area`",
                words.en
            )),
        }
    }
}

/// Reads the services of a programme, with the time that each side has; everything that is wrong at once.
pub fn offers(text: &str) -> Result<(Timers, Vec<Offer>), Vec<Problem>> {
    let line = |at: usize| line_of(text, at);
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Problem { line: line(at), message: error.message().to_owned() }]
    })?;
    let mut problems = Vec::new();
    let mut read: Vec<Offer> = Vec::new();
    for written in file.service {
        let at = line(written.span().start);
        let mut say = |message| problems.push(Problem { line: at, message });
        let service = written.into_inner();
        if read.iter().any(|other| other.id == service.id) {
            say(format!("`{}` is there twice: leave one", service.id));
        }
        if [&service.id, &service.organization, &service.en, &service.es, &service.kind]
            .iter()
            .any(|text| text.trim().is_empty())
        {
            say("a service needs an id, an organisation, a kind, and its name in both languages".into());
        }
        let mut rules = Vec::new();
        for rule in service.rule {
            match rule.read() {
                Ok(rule) => rules.push(rule),
                Err(message) => say(message),
            }
        }
        read.push(Offer {
            id: service.id,
            organization: service.organization,
            name: Words { en: service.en, es: service.es },
            kind: service.kind,
            only_one: service.only_one,
            order: service.order,
            prefer_if: service.prefer_if,
            languages: service.languages,
            postal_code: service.postal_code,
            rules,
        });
    }
    if problems.is_empty() { Ok((file.timers, read)) } else { Err(problems) }
}
