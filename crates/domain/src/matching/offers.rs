//! Services, read from the file of a programme.

use serde::{Deserialize, Serialize};

use super::{Condition, Details, Offer, Opening, Point, Rule, Site, Until};
use crate::priority::{Problem, line_of};
use crate::words::Words;

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
    /// Days between two questions to a service whether its number of places still stands; none where nobody asks it.
    #[serde(default)]
    pub ask_places_days: Option<u32>,
    /// Days after a referral when she is asked herself what became of it, by text; none where nobody asks her.
    #[serde(default)]
    pub ask_her_days: Option<u32>,
}

/// Where messages reach somebody who has no account, or does not look at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactPoint {
    /// An address for mail.
    pub email: Option<String>,
    /// A number for texts, with its country: `+1…`.
    pub phone: Option<String>,
    /// The language of messages, as a tag: `en` or `es`.
    pub language: String,
}

/// Whose contact point it is, as the file names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The service of this id.
    Service(String),
    /// The organisation of this name.
    Organization(String),
    /// The intake team.
    Intake,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    timers: Timers,
    #[serde(default)]
    service: Vec<toml::Spanned<ServiceFile>>,
    #[serde(default)]
    contact: Vec<toml::Spanned<ContactFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactFile {
    organization: Option<String>,
    #[serde(default)]
    intake: bool,
    email: Option<String>,
    phone: Option<String>,
    language: Option<String>,
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
    /// The postal code of its one place, where nothing else is said of it.
    postal_code: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    language: Option<String>,
    #[serde(default)]
    place: Vec<PlaceFile>,
    #[serde(default)]
    hours: Vec<HoursFile>,
    #[serde(default)]
    about_en: String,
    #[serde(default)]
    about_es: String,
    #[serde(default)]
    phones: Vec<String>,
    website: Option<String>,
    #[serde(default)]
    rule: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    name: Option<String>,
    address: Option<String>,
    postal_code: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl PlaceFile {
    fn read(self) -> Result<Site, String> {
        let point = match (self.latitude, self.longitude) {
            (None, None) => None,
            (Some(latitude), Some(longitude)) => Some(
                Point::of_degrees(latitude, longitude)
                    .ok_or_else(|| format!("`{latitude}, {longitude}` is no place on earth, in degrees"))?,
            ),
            _ => return Err("a place has a latitude and a longitude, or neither".into()),
        };
        Ok(Site { name: self.name, address: self.address, postal_code: self.postal_code, point })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursFile {
    days: Vec<String>,
    opens: String,
    closes: String,
}

impl HoursFile {
    fn read(self) -> Result<Opening, String> {
        let day = |name: &String| {
            let place = DAYS.iter().position(|day| day == name).and_then(|at| i8::try_from(at + 1).ok());
            place.ok_or_else(|| format!("`{name}` is no day: write {}", DAYS.join(", ")))
        };
        let time =
            |text: &str| text.parse().map_err(|_| format!("`{text}` is no time of day: write it as 09:00"));
        Ok(Opening {
            days: self.days.iter().map(day).collect::<Result<_, _>>()?,
            opens: time(&self.opens)?,
            closes: time(&self.closes)?,
            from: None,
            until: None,
        })
    }
}

/// Days of the week, as a file writes them.
const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgesFile {
    from: Option<i16>,
    to: Option<i16>,
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
    ages: Option<AgesFile>,
    asked: Option<bool>,
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
            self.ages.map(|ages| Condition::Age { from: ages.from, to: ages.to }),
            self.asked.filter(|asked| *asked).map(|_| Condition::Asked),
        ]
        .into_iter()
        .flatten();
        match (all.next(), all.next()) {
            (Some(condition), None) => Ok(Rule { condition, words }),
            _ => Err(format!(
                "`{}` says one thing: `pregnant` and `after`, or `is`, `is_not`, `any`, `area`, `ages` or `asked`",
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
        let mut sites: Vec<Site> = Vec::new();
        let one = service.postal_code.map(|code| Site { postal_code: Some(code), ..Site::default() });
        for place in service.place {
            match place.read() {
                Ok(site) => sites.push(site),
                Err(message) => say(message),
            }
        }
        if sites.is_empty() {
            sites.extend(one);
        }
        let mut hours = Vec::new();
        for opening in service.hours {
            match opening.read() {
                Ok(opening) => hours.push(opening),
                Err(message) => say(message),
            }
        }
        let about = Words { en: service.about_en, es: service.about_es };
        if about.en.is_empty() != about.es.is_empty() {
            say("what a service does is said in both languages: `about_en` and `about_es`".into());
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
            rules,
            details: Details {
                about,
                sites,
                hours,
                phones: service.phones,
                email: service.email,
                website: service.website,
                notes: Vec::new(),
            },
        });
    }
    if problems.is_empty() { Ok((file.timers, read)) } else { Err(problems) }
}

/// Reads where messages reach services, organisations and the intake team, from the same file; everything that is wrong at
/// once. Nothing that a message says depends on it.
pub fn contact_points(text: &str) -> Result<Vec<(Whose, ContactPoint)>, Vec<Problem>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Problem { line: line_of(text, at), message: error.message().to_owned() }]
    })?;
    let mut problems = Vec::new();
    let mut read: Vec<(Whose, ContactPoint)> = Vec::new();
    let mut add =
        |at: usize, whose: Option<Whose>, email: Option<String>, phone, language: Option<String>| {
            let mut say = |message: String| problems.push(Problem { line: line_of(text, at), message });
            let point = ContactPoint { email, phone, language: language.unwrap_or_else(|| "en".into()) };
            if point.email.as_deref().is_some_and(|email| !is_email(email)) {
                say("an e-mail address is one word with an @: name@example.org".into());
            }
            if point.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
                say("a number for texts is written with its country and digits alone: +15550100123".into());
            }
            if !matches!(point.language.as_str(), "en" | "es") {
                say("messages are written in \"en\" or \"es\"".into());
            }
            match whose {
                None => say("a contact is of an `organization`, or `intake = true`".into()),
                Some(whose) if read.iter().any(|(other, _)| *other == whose) => {
                    say("this contact is there twice: leave one".into());
                }
                Some(whose) => read.push((whose, point)),
            }
        };
    for written in file.service {
        let at = written.span().start;
        let service = written.into_inner();
        if service.email.is_some() || service.phone.is_some() {
            add(at, Some(Whose::Service(service.id)), service.email, service.phone, service.language);
        }
    }
    for written in file.contact {
        let at = written.span().start;
        let contact = written.into_inner();
        let whose = match (contact.organization, contact.intake) {
            (Some(name), false) => Some(Whose::Organization(name)),
            (None, true) => Some(Whose::Intake),
            _ => None,
        };
        add(at, whose, contact.email, contact.phone, contact.language);
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn is_email(text: &str) -> bool {
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && !"<>,;\"".contains(c));
    text.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && !host.contains('@'))
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|rest| (8..=15).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit()))
}
