//! What has to be done because of an answer: a table of the programme.
//!
//! Every row that matches fires. Triggers of danger look at the answers as given, whatever else was answered and
//! however far the form is filled in; a table without them, or with more than fifteen minutes for them, is refused.

use super::instrument::{Flag, Instrument};
use super::score::{Score, codes, meanings};
use super::sheet::Sheet;
use super::{Kind, Text};
use crate::form::answer::Value;

/// How urgent a row is, and who may know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// An ambulance.
    Emergency,
    /// Thoughts of harm: somebody speaks with her now.
    Safety,
    /// Care today.
    Urgent,
    /// Soon.
    High,
    /// Soon, and nobody near her may know: no message, nothing printed, nothing shared.
    HighPrivate,
    /// Asked about with care, as privately.
    PromptPrivate,
    /// In some days.
    Moderate,
    /// A need to help with.
    Need,
    /// The next instrument is asked.
    NextInstrument,
}

/// Who has to do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaskRole {
    /// The clinician on call.
    OnCallClinician,
    /// Behavioural health.
    BehaviouralHealth,
    /// The care coordinator.
    CareCoordinator,
    /// The advocate for those who are hurt at home.
    Advocate,
    /// The nurse line.
    NurseLine,
    /// Whoever finds food, housing, transport.
    Navigator,
    /// The program itself.
    System,
}

named! {
    Level {
        Emergency = "emergency", Safety = "safety", Urgent = "urgent", High = "high", HighPrivate = "high_private",
        PromptPrivate = "prompt_private", Moderate = "moderate", Need = "need", NextInstrument = "next_instrument",
    }
    TaskRole {
        OnCallClinician = "on_call_clinician", BehaviouralHealth = "behavioural_health",
        CareCoordinator = "care_coordinator", Advocate = "advocate", NurseLine = "nurse_line",
        Navigator = "navigator", System = "system",
    }
}

impl Level {
    /// Whether its minutes run by night and on holidays. The others are business time, 1440 minutes a business day.
    pub fn around_the_clock(self) -> bool {
        matches!(self, Self::Emergency | Self::Safety | Self::Urgent)
    }

    /// Whether nothing of it may be sent, printed or shared.
    pub fn private(self) -> bool {
        matches!(self, Self::HighPrivate | Self::PromptPrivate)
    }
}

/// When a row fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trigger {
    /// An item gives at least so many points.
    Item(u8, i32),
    /// The total is at least this, as far as it is answered.
    TotalFrom(i32),
    /// The total lies between two, both included.
    TotalWithin(i32, i32),
    /// The points of the domain of safety are at least this, as far as it is answered.
    SafetySumFrom(i32),
    /// Any answer is positive.
    Any,
    /// Any is, and she wants help with it.
    AnyAndHelp,
    /// Once for each positive domain that she wants help with.
    DomainAndHelp,
    /// A warning sign that leads there.
    Route(&'static str),
}

impl Trigger {
    fn parse(text: &str) -> Option<Self> {
        let from = |prefix: &str| text.strip_prefix(prefix)?.parse().ok();
        if let Some((item, points)) = text.strip_prefix("item:").and_then(|t| t.split_once(">=")) {
            return Some(Self::Item(item.parse().ok()?, points.parse().ok()?));
        }
        if let Some((low, high)) = text.strip_prefix("total in ").and_then(|t| t.split_once("..")) {
            return Some(Self::TotalWithin(low.parse().ok()?, high.parse().ok()?));
        }
        if let Some(route) = text.strip_prefix("route==") {
            return ["911", "provider_now", "crisis"].into_iter().find(|r| *r == route).map(Self::Route);
        }
        match text {
            "any POS" | "any yes" | "any other than never" => Some(Self::Any),
            "any POS and wants_help" => Some(Self::AnyAndHelp),
            "domain POS and wants_help" => Some(Self::DomainAndHelp),
            _ => from("total>=").map(Self::TotalFrom).or(from("safety_sum>=").map(Self::SafetySumFrom)),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Row {
    instrument: Instrument,
    trigger: Trigger,
    words: String,
    level: Level,
    role: TaskRole,
    respond: Option<u32>,
    close: Option<u32>,
    person_sees: Text,
}

/// What answers lead to, as a programme wants it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionTable {
    rows: Vec<Row>,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ActionTableError {
    /// The line, from 1; the last for a row that is missing.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Something that has to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The instrument that it comes from.
    pub instrument: Instrument,
    /// The trigger, as the table has it: `total>=13`.
    pub trigger: String,
    /// The domain of the instrument, where the row is about one.
    pub domain: Option<String>,
    /// How urgent, and how private.
    pub level: Level,
    /// Who.
    pub task_role: TaskRole,
    /// Minutes until somebody has answered; see [`Level::around_the_clock`].
    pub respond_within: Option<u32>,
    /// Minutes until it is done.
    pub close_within: Option<u32>,
    /// What she is shown.
    pub person_sees: Text,
}

const COLUMNS: &str = "instrument,trigger,level,task_role,respond_within_minutes,close_within_minutes,person_sees_en,\
                       person_sees_es";

/// What must be answered within fifteen minutes whatever a site thinks: a table may only be stricter.
const NEVER_WITHOUT: [(Instrument, Trigger); 2] =
    [(Instrument::Epds, Trigger::Item(10, 1)), (Instrument::Phq9, Trigger::Item(9, 1))];

impl ActionTable {
    /// Reads a table: comma-separated, no quotes, the columns in this order.
    pub fn parse(text: &str) -> Result<Self, ActionTableError> {
        let mut rows = Vec::new();
        let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        let error =
            |line, message: String, help: &str| Err(ActionTableError { line, message, help: help.into() });
        match lines.next() {
            Some((_, header)) if header.trim_start_matches('\u{feff}') == COLUMNS => {}
            _ => {
                let help = format!("the first line is `{COLUMNS}`");
                return error(1, "the columns are not those of a table of actions".into(), &help);
            }
        }
        let mut last = 1;
        for (line, cells) in lines.filter(|(_, line)| !line.is_empty()) {
            last = line;
            match Row::parse(cells) {
                Ok(row) => rows.push(row),
                Err((message, help)) => return error(line, message, &help),
            }
        }
        for (instrument, trigger) in NEVER_WITHOUT {
            let safe = |row: &Row| {
                let soon = row.respond.is_some_and(|minutes| minutes <= 15);
                row.instrument == instrument && row.trigger == trigger && row.level == Level::Safety && soon
            };
            if !rows.iter().any(safe) {
                let name = instrument.name();
                let message = format!("nothing answers a thought of self-harm in {name}");
                return error(last, message, "add a row of level `safety` with at most 15 minutes for it");
            }
        }
        Ok(Self { rows })
    }
}

impl Row {
    fn parse(line: &str) -> Result<Self, (String, String)> {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let [instrument, trigger, level, role, respond, close, en, es] = cells[..] else {
            let help = "write eight cells; a text may have no comma in it, use a semicolon";
            return Err((format!("there are {} cells", cells.len()), help.into()));
        };
        fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> String {
            let all: Vec<_> = all.iter().map(|one| name(*one)).collect();
            format!("use one of: {}", all.join("; "))
        }
        let unknown = |what: &str, cell: &str| format!("`{cell}` is no {what}");
        let minutes = |cell: &str| match cell {
            "" => Ok(None),
            _ => match cell.parse() {
                Ok(n) => Ok(Some(n)),
                Err(_) => Err((unknown("number of minutes", cell), "write a whole number, or nothing".into())),
            },
        };
        if en.is_empty() || es.is_empty() {
            return Err(("what she sees is not in both languages".into(), "fill in both cells".into()));
        }
        let row = Self {
            instrument: Instrument::named(instrument)
                .ok_or_else(|| (unknown("instrument", instrument), names(Instrument::ALL, Instrument::name)))?,
            trigger: Trigger::parse(trigger).ok_or_else(|| {
                let help = "use `item:N>=K`, `total>=K`, `total in A..B`, `safety_sum>=K`, `any POS`, `any POS and \
                            wants_help`, `domain POS and wants_help` or `route==R`";
                (unknown("trigger", trigger), help.into())
            })?,
            words: trigger.into(),
            level: Level::named(level)
                .ok_or_else(|| (unknown("level", level), names(Level::ALL, Level::name)))?,
            role: TaskRole::named(role)
                .ok_or_else(|| (unknown("role", role), names(TaskRole::ALL, TaskRole::name)))?,
            respond: minutes(respond)?,
            close: minutes(close)?,
            person_sees: Text::new(en, es),
        };
        if row.respond.is_none() && row.level != Level::NextInstrument {
            let message = "there is no time to answer in".to_owned();
            return Err((message, "say in how many minutes somebody has to answer".into()));
        }
        Ok(row)
    }
}

impl Sheet<'_> {
    /// What has to be done, the most urgent first.
    pub fn actions(&self, table: &ActionTable) -> Vec<Action> {
        let mut actions = Vec::new();
        for row in &table.rows {
            if !self.form.instruments().contains(&row.instrument) {
                continue;
            }
            let score = self.score(row.instrument);
            for domain in self.fires(row, &score) {
                actions.push(Action {
                    instrument: row.instrument,
                    trigger: row.words.clone(),
                    domain,
                    level: row.level,
                    task_role: row.role,
                    respond_within: row.respond,
                    close_within: row.close,
                    person_sees: row.person_sees.clone(),
                });
            }
        }
        actions.sort_by_key(|action| action.level);
        actions
    }

    /// Once for each domain that a row fires for; once with none for a row about the whole.
    fn fires(&self, row: &Row, score: &Score) -> Vec<Option<String>> {
        let once = |fires: bool| if fires { vec![None] } else { Vec::new() };
        let reaches = |sum: Option<i32>, least: i32| sum.is_some_and(|sum| sum >= least);
        match row.trigger {
            Trigger::Item(item, least) => once(self.item_reaches(row.instrument, item, least)),
            Trigger::TotalFrom(least) => once(reaches(score.at_least, least)),
            Trigger::TotalWithin(low, high) => once(score.total.is_some_and(|n| (low..=high).contains(&n))),
            Trigger::SafetySumFrom(least) => {
                once(score.parts.iter().any(|p| p.name == "safety" && reaches(p.at_least, least)))
            }
            Trigger::Any => once(score.positive == Some(true)),
            Trigger::AnyAndHelp => once(score.positive == Some(true) && self.wants_help(row.instrument, None)),
            Trigger::DomainAndHelp => {
                let wanted = |name: &str| name != "safety" && self.wants_help(row.instrument, Some(name));
                let positive = score.parts.iter().filter(|p| p.positive == Some(true) && wanted(&p.name));
                positive.map(|part| Some(part.name.clone())).collect()
            }
            Trigger::Route(route) => once(self.has_sign(route)),
        }
    }

    /// Answers as given to an item, whether it is asked or not: danger once told is not taken back by another answer.
    fn given_to(&self, instrument: Instrument, item: &str) -> impl Iterator<Item = &super::Answer> {
        let is = move |line: &&super::Line<'_>| {
            line.item.parts.iter().any(|p| p.instrument == instrument && p.item == item)
        };
        self.lines.iter().filter(is).filter_map(|line| line.given)
    }

    fn item_reaches(&self, instrument: Instrument, item: u8, least: i32) -> bool {
        let item = item.to_string();
        let points = |answer: &super::Answer| {
            let all = meanings(instrument, &item, answer).unwrap_or_default();
            all.iter().filter_map(|m| m.score).max()
        };
        self.given_to(instrument, &item).filter_map(points).any(|n| n >= least)
    }

    fn has_sign(&self, route: &'static str) -> bool {
        let instrument = Instrument::WarningSigns;
        let leads = |code: &String| {
            instrument.meaning("1", code).is_some_and(|meaning| meaning.flag == Flag::Route(route))
        };
        self.given_to(instrument, "1").any(|answer| codes(answer).iter().any(leads))
    }

    /// Whether she said that she wants help: by a plain yes, or by choosing the domain.
    fn wants_help(&self, instrument: Instrument, domain: Option<&str>) -> bool {
        let asks = self.lines.iter().filter(|line| line.item.wants_help == Some(instrument));
        asks.filter_map(|line| Some((line.item, line.answer.as_ref()?))).any(|(item, answer)| {
            answer.values().iter().any(|value| match (value, domain) {
                (Value::Boolean(yes), _) => *yes,
                (Value::Code(code), Some(domain)) if matches!(item.kind, Kind::Many(_)) => code == domain,
                (Value::Code(code), _) => code == "yes",
                _ => false,
            })
        })
    }
}
