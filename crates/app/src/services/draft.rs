//! What somebody types of a service, and the service that it makes.
//!
//! A condition that the form has a field for is read from it; any other stays as long as its box is ticked. Words that
//! somebody wrote for a condition stay with it; a condition that is new gets a sentence in both languages.

use std::collections::BTreeMap;

use jiff::civil::Time;
use kith_domain::matching::{Condition, Details, Offer, Opening, Point, Rule, Site, Until, sentence};
use kith_store::service::Said;

use crate::programme::Words;

/// The fact that this is her first pregnancy.
pub const FIRST_BABY: &str = "first_pregnancy";
/// The fact that her income is low.
pub const LOW_INCOME: &str = "low_income";
/// Days of the week as fields name them: 1 is Monday.
pub const DAYS: std::ops::RangeInclusive<i8> = 1..=7;
/// A pregnancy has an end: whoever takes her to the birth takes her to this day.
const TO_THE_BIRTH: i32 = 320;
/// The longest text of a field.
const LONGEST: usize = 4_000;
/// The most places of a service.
const MOST_SITES: usize = 20;

/// What is wrong with a field, by a code that pages have words for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field.
    pub field: String,
    /// The code.
    pub code: &'static str,
}

/// The fields of a service's form as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft(BTreeMap<String, Vec<String>>);

/// The conditions of an offer that the form has fields for, each at most once, and the places of the others.
#[derive(Debug, Clone, Default)]
struct Fields<'o> {
    stage: Option<(Option<Until>, Option<Until>)>,
    first: Option<bool>,
    low_income: bool,
    outcomes: Option<&'o [String]>,
    area: Option<&'o [String]>,
    ages: Option<(Option<i16>, Option<i16>)>,
    asked: Option<&'o Words>,
    others: Vec<usize>,
}

impl<'o> Fields<'o> {
    fn of(offer: &'o Offer) -> Self {
        let mut fields = Self::default();
        for (place, rule) in offer.rules.iter().enumerate() {
            match &rule.condition {
                Condition::Stage { pregnant, after } if fields.stage.is_none() => {
                    fields.stage = Some((*pregnant, *after));
                }
                Condition::Is(id) if id == FIRST_BABY && fields.first.is_none() => fields.first = Some(true),
                Condition::IsNot(id) if id == FIRST_BABY && fields.first.is_none() => {
                    fields.first = Some(false);
                }
                Condition::Is(id) if id == LOW_INCOME => fields.low_income = true,
                Condition::Any(of)
                    if fields.outcomes.is_none() && of.iter().all(|id| id.starts_with("previous_")) =>
                {
                    fields.outcomes = Some(of);
                }
                Condition::Area(begins) if fields.area.is_none() => fields.area = Some(begins),
                Condition::Age { from, to } if fields.ages.is_none() => fields.ages = Some((*from, *to)),
                Condition::Asked if fields.asked.is_none() => fields.asked = Some(&rule.words),
                _ => fields.others.push(place),
            }
        }
        fields
    }
}

/// Earlier outcomes of which a service asks for one.
pub(super) fn outcomes_of(offer: &Offer) -> Option<&[String]> {
    Fields::of(offer).outcomes
}

/// Conditions that the form has no field for: their places, with their words.
pub fn own_rules(offer: &Offer) -> Vec<(usize, &Words)> {
    Fields::of(offer).others.into_iter().map(|place| (place, &offer.rules[place].words)).collect()
}

/// Hours that the form has fields for: two spans on a day, in every season.
fn is_usual(opening: &Opening) -> bool {
    opening.from.is_none() && opening.until.is_none()
}

impl Draft {
    /// From the fields of a form as they were sent.
    pub fn from_fields<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut draft = Self::default();
        for (name, value) in fields {
            draft.0.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        draft
    }

    fn set(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.entry(name.into()).or_default().push(value.to_string());
    }

    /// What was typed into a field.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Everything that was chosen of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.get(name).into_iter().flatten().map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether a box is ticked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|one| one == value)
    }

    /// How many places the form shows: those that are there, and one to fill in.
    pub fn sites(&self) -> usize {
        let filled = |at: &usize| {
            ["name", "address", "postal", "lat", "lon"]
                .iter()
                .any(|part| !self.get(&format!("site-{at}-{part}")).is_empty())
        };
        (0..MOST_SITES).filter(filled).max().map_or(1, |last| last + 2).min(MOST_SITES)
    }

    /// The form of a service.
    pub fn of(said: &Said) -> Self {
        let offer = &said.offer;
        let mut draft = Self::default();
        draft.set("en", &offer.name.en);
        draft.set("es", &offer.name.es);
        draft.set("about_en", &offer.details.about.en);
        draft.set("about_es", &offer.details.about.es);
        draft.set("kind", &offer.kind);
        if offer.only_one {
            draft.set("only_one", "1");
        }
        if said.open {
            draft.set("open", "1");
        }
        for tag in &offer.languages {
            draft.set("language", tag);
        }
        draft.conditions(offer);
        for day in DAYS {
            let on = offer.details.hours.iter().filter(|o| is_usual(o) && o.days.contains(&day));
            for (opening, span) in on.zip(["a", "b"]) {
                draft.set(format!("opens-{day}{span}"), opening.opens.strftime("%H:%M"));
                draft.set(format!("closes-{day}{span}"), opening.closes.strftime("%H:%M"));
            }
        }
        for (at, site) in offer.details.sites.iter().enumerate() {
            for (part, text) in
                [("name", &site.name), ("address", &site.address), ("postal", &site.postal_code)]
            {
                if let Some(text) = text {
                    draft.set(format!("site-{at}-{part}"), text);
                }
            }
            if let Some((latitude, longitude)) = site.point.map(Point::degrees) {
                draft.set(format!("site-{at}-lat"), latitude);
                draft.set(format!("site-{at}-lon"), longitude);
            }
        }
        draft.set("phones", offer.details.phones.join("\n"));
        draft.set("email", offer.details.email.as_deref().unwrap_or_default());
        draft.set("website", offer.details.website.as_deref().unwrap_or_default());
        draft
    }

    fn conditions(&mut self, offer: &Offer) {
        let fields = Fields::of(offer);
        let (pregnant, after) = fields.stage.unwrap_or_default();
        if let Some(until) = pregnant {
            self.set("pregnant", "1");
            if until.day < TO_THE_BIRTH {
                self.set("pregnant-weeks", until.day / 7);
                self.set("pregnant-days", until.day % 7);
            }
            if let Some(ask) = until.ask {
                self.set("pregnant-ask-weeks", ask / 7);
                self.set("pregnant-ask-days", ask % 7);
            }
        }
        if let Some(until) = after {
            self.set("after", "1");
            self.set("after-days", until.day);
            if let Some(ask) = until.ask {
                self.set("after-ask", ask);
            }
        }
        if let Some(first) = fields.first {
            self.set("first", if first { "yes" } else { "no" });
        }
        if fields.low_income {
            self.set("low_income", "1");
        }
        for id in fields.outcomes.unwrap_or_default() {
            self.set("outcome", id);
        }
        self.set("area", fields.area.unwrap_or_default().join(", "));
        let (from, to) = fields.ages.unwrap_or_default();
        self.set("age-from", from.map(|age| age.to_string()).unwrap_or_default());
        self.set("age-to", to.map(|age| age.to_string()).unwrap_or_default());
        if let Some(words) = fields.asked {
            self.set("asked-en", &words.en);
            self.set("asked-es", &words.es);
        }
        for place in fields.others {
            self.set("keep", place);
        }
    }

    /// The service that the form makes of what stands; everything that is wrong at once.
    pub fn read(&self, stands: &Said, fact: impl Fn(&str) -> Words) -> Result<Said, Vec<Wrong>> {
        let mut reading = Reading { draft: self, wrong: Vec::new() };
        let before = &stands.offer;
        let name = Words::new(reading.needed("en"), reading.needed("es"));
        let about = Words::new(reading.text("about_en"), reading.text("about_es"));
        if about.en.is_empty() != about.es.is_empty() {
            let empty = if about.en.is_empty() { "about_en" } else { "about_es" };
            reading.say(empty, "both_languages");
        }
        let kind = reading.needed("kind").to_lowercase().replace(' ', "_");
        let rules = reading.rules(before, &fact);
        let mut languages: Vec<String> = self.all("language").map(str::to_owned).collect();
        languages.extend(reading.tags());
        let mut seen = std::collections::BTreeSet::new();
        languages.retain(|tag| seen.insert(tag.clone()));
        // In the order in which they stood, where nothing else changed.
        let old = |tag: &String| before.languages.iter().position(|known| known == tag).unwrap_or(usize::MAX);
        languages.sort_by_key(old);
        let details = Details {
            about,
            sites: reading.sites(),
            hours: reading.hours(&before.details.hours),
            phones: reading.lines("phones"),
            email: reading.email(),
            website: reading.website(),
            notes: before.details.notes.clone(),
        };
        let offer = Offer {
            name,
            kind,
            only_one: self.has("only_one", "1"),
            languages,
            rules,
            details,
            ..before.clone()
        };
        if reading.wrong.is_empty() {
            return Ok(Said { offer, open: self.has("open", "1") });
        }
        Err(reading.wrong)
    }
}

/// A form, and what was wrong with it so far.
struct Reading<'d> {
    draft: &'d Draft,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn say(&mut self, field: impl Into<String>, code: &'static str) {
        self.wrong.push(Wrong { field: field.into(), code });
    }

    fn text(&mut self, field: &str) -> String {
        let text = self.draft.get(field);
        if text.chars().count() > LONGEST {
            self.say(field, "too_long");
        }
        text.to_owned()
    }

    fn needed(&mut self, field: &str) -> String {
        let text = self.text(field);
        if text.is_empty() {
            self.say(field, "needed");
        }
        text
    }

    fn number(&mut self, field: &str, most: i32) -> Option<i32> {
        let text = self.draft.get(field);
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<i32>().ok().filter(|n| (0..=most).contains(n));
        if number.is_none() {
            self.say(field, "number");
        }
        number
    }

    /// Weeks and days of a pregnancy, in days.
    fn weeks(&mut self, weeks: &str, days: &str) -> Option<i32> {
        let (all, more) = (self.number(weeks, 45), self.number(days, 6));
        if all.is_none() && more.is_some() {
            self.say(weeks, "needed");
        }
        Some(all? * 7 + more.unwrap_or(0))
    }

    fn until(&mut self, day: i32, ask: Option<i32>, field: &str) -> Until {
        if ask.is_some_and(|ask| ask < day) {
            self.say(field, "ask_later");
        }
        Until { day, ask }
    }

    fn stage(&mut self) -> Option<Condition> {
        let pregnant = self.draft.has("pregnant", "1").then(|| {
            let day = self.weeks("pregnant-weeks", "pregnant-days").unwrap_or(TO_THE_BIRTH);
            let ask = self.weeks("pregnant-ask-weeks", "pregnant-ask-days");
            self.until(day, ask, "pregnant-ask-weeks")
        });
        let after = self.draft.has("after", "1").then(|| {
            if self.draft.get("after-days").is_empty() {
                self.say("after-days", "needed");
            }
            let day = self.number("after-days", 7_000).unwrap_or(0);
            let ask = self.number("after-ask", 7_000);
            self.until(day, ask, "after-ask")
        });
        (pregnant.is_some() || after.is_some()).then_some(Condition::Stage { pregnant, after })
    }

    fn rules(&mut self, before: &Offer, fact: &impl Fn(&str) -> Words) -> Vec<Rule> {
        let draft = self.draft;
        let mut conditions: Vec<Condition> = self.stage().into_iter().collect();
        match draft.get("first") {
            "yes" => conditions.push(Condition::Is(FIRST_BABY.into())),
            "no" => conditions.push(Condition::IsNot(FIRST_BABY.into())),
            _ => {}
        }
        if draft.has("low_income", "1") {
            conditions.push(Condition::Is(LOW_INCOME.into()));
        }
        let outcomes: Vec<String> = draft.all("outcome").map(str::to_owned).collect();
        if !outcomes.is_empty() {
            conditions.push(Condition::Any(outcomes));
        }
        let area: Vec<String> = parts(draft.get("area")).collect();
        if area.iter().any(|code| code.chars().any(|c| !c.is_ascii_alphanumeric() && c != '-')) {
            self.say("area", "codes");
        }
        if !area.is_empty() {
            conditions.push(Condition::Area(area));
        }
        let age = |n: Option<i32>| n.and_then(|n| i16::try_from(n).ok());
        let (from, to) = (age(self.number("age-from", 150)), age(self.number("age-to", 150)));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            self.say("age-to", "backwards");
        }
        if from.is_some() || to.is_some() {
            conditions.push(Condition::Age { from, to });
        }
        let with_words = |condition: Condition| {
            let known = before.rules.iter().find(|rule| rule.condition == condition);
            let words = known.map_or_else(|| sentence(&condition, fact), |rule| rule.words.clone());
            Rule { condition, words }
        };
        let mut rules: Vec<Rule> = conditions.into_iter().map(with_words).collect();
        let asked = Words::new(self.text("asked-en"), self.text("asked-es"));
        match (asked.en.is_empty(), asked.es.is_empty()) {
            (true, true) => {}
            (false, false) => rules.push(Rule { condition: Condition::Asked, words: asked }),
            (true, false) => self.say("asked-en", "both_languages"),
            (false, true) => self.say("asked-es", "both_languages"),
        }
        let others = Fields::of(before).others.into_iter();
        rules.extend(
            others.filter(|at| draft.has("keep", &at.to_string())).map(|at| before.rules[at].clone()),
        );
        // In the order in which they stood: an edit moves none.
        let kind = |rule: &Rule| std::mem::discriminant(&rule.condition);
        let old = |rule: &Rule| {
            let known = before.rules.iter().position(|known| known == rule);
            let like = || before.rules.iter().position(|known| kind(known) == kind(rule));
            known.or_else(like).unwrap_or(usize::MAX)
        };
        rules.sort_by_key(old);
        rules
    }

    fn time(&mut self, field: &str) -> Option<Time> {
        let text = self.draft.get(field);
        if text.is_empty() {
            return None;
        }
        let time = text.parse().ok();
        if time.is_none() {
            self.say(field, "time");
        }
        time
    }

    /// Hours of each day, those of several days as one where they are alike; hours of a season stay.
    fn hours(&mut self, before: &[Opening]) -> Vec<Opening> {
        let mut spans: Vec<(Time, Time, Vec<i8>)> = Vec::new();
        for span in ["a", "b"] {
            for day in DAYS {
                let (opens, closes) = (format!("opens-{day}{span}"), format!("closes-{day}{span}"));
                match (self.time(&opens), self.time(&closes)) {
                    (Some(from), Some(to)) => {
                        match spans.iter_mut().find(|(opens, closes, _)| (*opens, *closes) == (from, to)) {
                            Some((.., days)) if !days.contains(&day) => days.push(day),
                            Some(_) => {}
                            None => spans.push((from, to, vec![day])),
                        }
                    }
                    (None, None) => {}
                    (Some(_), None) if self.draft.get(&closes).is_empty() => self.say(closes, "needed"),
                    (None, Some(_)) if self.draft.get(&opens).is_empty() => self.say(opens, "needed"),
                    _ => {}
                }
            }
        }
        let usual = |(opens, closes, mut days): (Time, Time, Vec<i8>)| {
            days.sort_unstable();
            Opening { days, opens, closes, from: None, until: None }
        };
        let mut hours: Vec<Opening> = spans.into_iter().map(usual).collect();
        hours.extend(before.iter().filter(|opening| !is_usual(opening)).cloned());
        // What says the same of every day is the same.
        let same = |all: &[Opening]| {
            let mut each: Vec<_> = all
                .iter()
                .flat_map(|o| o.days.iter().map(move |day| (*day, o.opens, o.closes, o.from, o.until)))
                .collect();
            each.sort_unstable();
            each
        };
        if same(&hours) == same(before) { before.to_vec() } else { hours }
    }

    fn sites(&mut self) -> Vec<Site> {
        let mut sites = Vec::new();
        for at in 0..MOST_SITES {
            let field = |part: &str| format!("site-{at}-{part}");
            let text = |reading: &mut Self, part: &str| {
                Some(reading.text(&field(part))).filter(|text| !text.is_empty())
            };
            let (name, address) = (text(self, "name"), text(self, "address"));
            let postal_code = text(self, "postal");
            let point = match (self.draft.get(&field("lat")), self.draft.get(&field("lon"))) {
                ("", "") => None,
                (latitude, longitude) => {
                    let point = Point::parse(latitude, longitude);
                    if point.is_none() {
                        self.say(field("lat"), "point");
                    }
                    point
                }
            };
            sites.push(Site { name, address, postal_code, point });
        }
        sites.retain(|site| *site != Site::default());
        sites
    }

    fn lines(&mut self, field: &str) -> Vec<String> {
        let text = self.text(field);
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    /// Tags of languages that have no box.
    fn tags(&mut self) -> Vec<String> {
        let tags: Vec<String> =
            parts(self.draft.get("languages")).map(|tag| tag.to_ascii_lowercase()).collect();
        if tags
            .iter()
            .any(|tag| !(2..=8).contains(&tag.len()) || tag.chars().any(|c| !c.is_ascii_alphanumeric()))
        {
            self.say("languages", "tags");
        }
        tags
    }

    fn email(&mut self) -> Option<String> {
        let text = self.text("email");
        let whole = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if !text.is_empty() && (!whole || text.contains(char::is_whitespace)) {
            self.say("email", "email");
        }
        Some(text).filter(|text| !text.is_empty())
    }

    fn website(&mut self) -> Option<String> {
        let text = self.text("website");
        if !text.is_empty() && !text.starts_with("https://") && !text.starts_with("http://") {
            self.say("website", "website");
        }
        Some(text).filter(|text| !text.is_empty())
    }
}

/// The parts of a list that somebody typed.
fn parts(text: &str) -> impl Iterator<Item = String> {
    text.split([',', ';', '\n', ' ']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests;
